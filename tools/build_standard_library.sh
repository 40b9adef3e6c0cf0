#!/usr/bin/env bash
# Builds Rust's standard library for wasm32 once, from the source in Debian's packages, and puts it where Debian's rustc
# looks for it. Only for machines on which rustup cannot fetch it.
set -euo pipefail

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
place=$(/usr/bin/rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown/lib

mkdir "$folder/src"
: >"$folder/src/lib.rs"
cat >"$folder/Cargo.toml" <<'MANIFEST'
[package]
name = "empty"
version = "0.0.0"
edition = "2024"
[workspace]
MANIFEST

cd "$folder"
unset RUSTUP_TOOLCHAIN CARGO_TARGET_DIR RUSTFLAGS
# Bitcode is what link-time optimisation works on, and folders of this machine have no place in a site. RUSTC_BOOTSTRAP
# unlocks an unstable flag for this one command; the project itself is built with stable features alone.
separator=$(printf '\037')
export CARGO_ENCODED_RUSTFLAGS="-Cembed-bitcode=yes${separator}--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 /usr/bin/cargo build --release \
    --target wasm32-unknown-unknown -Z build-std=std,panic_abort,panic_unwind,test
rm -f target/wasm32-unknown-unknown/release/deps/libempty-*

# Libraries of an earlier compiler must not lie beside the new ones.
as_root rm -rf "$place"
as_root mkdir -p "$place"
as_root cp target/wasm32-unknown-unknown/release/deps/*.rlib "$place/"
