#!/usr/bin/env bash
# Compares with the peers from npm, ours and theirs in one run of one Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
. .burrow-tools/env-test.sh
export BURROW_DIST=$PWD/dist BURROW_SERVE=$PWD/tools/target/debug/serve
npm ci --prefix benches --ignore-scripts --no-audit --no-fund
tools/build_site.sh
cargo bench --locked --bench peers
