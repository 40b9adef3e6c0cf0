#!/usr/bin/env bash
# Builds the site.
#
#   tools/build_site.sh          the release, in dist/
#   tools/build_site.sh quick    for looking at while working, in target/quick-site/
#   tools/build_site.sh watch    the same, and again whenever a file changes
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-release}
. .burrow-tools/env-site.sh
# Trunk takes this variable for one of its own flags and stops at the usual value 1.
unset NO_COLOR
export TRUNK_SKIP_VERSION_CHECK=true
# Apart from the native builds, so that neither waits for the other.
export CARGO_TARGET_DIR=$PWD/target/wasm
flags=CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS
# Two builds at once would empty each other's staging folder.
exec 8>".burrow-tools/build-$kind.lock"
flock -n 8 || { echo "Another build is running; waiting for it."; flock 8; }
started=$SECONDS
# What `make serve` and `make dev` serve it with: Trunk builds no more of the tools than its own last step.
cargo build --quiet --locked --manifest-path tools/Cargo.toml --target-dir tools/target --bin serve

case $kind in
release)
    # Folders of this machine have no place in what is published, and two machines should build the same bytes.
    home=${CARGO_HOME:-$HOME/.cargo}
    case $home$PWD in
    *' '*) ;; # The variable is split at spaces, so such folders cannot be named in it.
    *) export $flags="${!flags:-} --remap-path-prefix=$home=cargo --remap-path-prefix=$PWD=burrow" ;;
    esac
    # Erased components make the page a sixth smaller to download and compile faster, for a little speed in building a
    # screen; measured at 981 kB against 834 kB compressed.
    export $flags="${!flags:-} --cfg erase_components"
    trunk build --release --locked --dist dist
    echo "The site is in dist, built in $((SECONDS - started)) s."
    ;;
quick | watch)
    export $flags="${!flags:-} --cfg erase_components"
    command=build
    [ "$kind" = quick ] || command=watch
    mkdir -p target/quick-site
    trunk $command --locked --cargo-profile wasm-dev --dist target/quick-site
    ;;
*)
    echo "what is '$kind'? There are: release, quick, watch" >&2
    exit 1
    ;;
esac
