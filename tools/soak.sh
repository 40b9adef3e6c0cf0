#!/usr/bin/env bash
# The long runs: the same tests with their full counts (they read BURROW_SOAK), kept in soak-results/ with the commit.
set -euo pipefail
cd "$(dirname "$0")/.."
. .burrow-tools/env-test.sh
export BURROW_SOAK=1 BURROW_DIST=$PWD/dist BURROW_SERVE=$PWD/tools/target/debug/serve CARGO_TERM_COLOR=never
export BURROW_SEED=${BURROW_SEED:-$(date +%s)} BURROW_KILLS=${BURROW_KILLS:-100}
mkdir -p soak-results
result=soak-results/$(date -u +%Y-%m-%dT%H-%M-%SZ).txt
{
    echo "commit $(git rev-parse HEAD 2>/dev/null || echo unknown)"
    echo "seed $BURROW_SEED"
    cargo test --locked --release --lib --test native -- --nocapture
    tools/build_site.sh
    cargo test --locked --test end_to_end -- --nocapture
} 2>&1 | tee "$result"
echo "Kept in $result."
