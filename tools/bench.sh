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
    # A worker can load it only as one plain script.
    echo 'export { kmeans } from "ml-kmeans"' >benches/node_modules/ml-kmeans.in.js
    benches/node_modules/.bin/esbuild benches/node_modules/ml-kmeans.in.js --bundle --minify --format=iife \
        --global-name=mlKMeans --outfile=benches/node_modules/ml-kmeans.js
    cp benches/package-lock.json $installed
fi
tools/build_site.sh
cargo build --locked --manifest-path tools/Cargo.toml --target-dir tools/target --bin serve
# The driver only asks and counts; what is measured runs in the browser. So the quick profile does.
cargo bench --locked --profile dev --bench peers
