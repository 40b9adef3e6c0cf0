#!/usr/bin/env bash
# Compares with the peers from npm, ours and theirs in one run of one Chromium, and keeps the results in
# benches/README.md. BURROW_BENCH_CUSTOMERS=2000 makes a short trial that keeps nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
. .burrow-tools/env-test.sh
export BURROW_DIST=$PWD/dist BURROW_SERVE=$PWD/tools/target/debug/serve
installed=benches/node_modules/.installed
if ! cmp -s benches/package-lock.json $installed; then
    npm ci --prefix benches --ignore-scripts --no-audit --no-fund
    # A worker can load these only as one plain script each.
    bundle() {
        echo "$3" >"benches/node_modules/$1.in.js"
        benches/node_modules/.bin/esbuild "benches/node_modules/$1.in.js" --bundle --minify --format=iife \
            --global-name="$2" --outfile="benches/node_modules/$1.js"
    }
    bundle ml-kmeans mlKMeans 'export { kmeans } from "ml-kmeans"'
    bundle pouchdb pouchdbBrowser 'export { default } from "pouchdb-browser"'
    cp benches/package-lock.json $installed
fi
tools/build_site.sh
cargo build --locked --manifest-path tools/Cargo.toml --target-dir tools/target --bin serve
# The driver only asks and counts; what is measured runs in the browser. So the quick profile of the tests does: it builds
# the model of the server a little faster than that of development, and is there already.
cargo bench --locked --profile test --bench peers
