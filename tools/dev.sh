#!/usr/bin/env bash
# Builds quickly, serves, and builds again whenever a file changes. Load the page again to see it.
set -euo pipefail
cd "$(dirname "$0")/.."
tools/build_site.sh quick
tools/target/debug/serve target/quick-site --port "${PORT:-8643}" &
server=$!
trap 'kill $server 2>/dev/null' EXIT
tools/build_site.sh watch
