#!/usr/bin/env bash
# Puts in place what Burrow is built and tested with, says what it does, and does nothing where nothing is missing.
#
#   tools/set_up.sh site    what `make serve` and `make dist` need
#   tools/set_up.sh test    the same, and a browser with its driver, fonts and the test programs from npm
#
# Each thing is tried the ordinary way first; where the internet is closed but for the package registries (crates.io,
# npm, Debian), a second way is taken. What was found is written to .burrow-tools/env-<stage>.sh for the others.
set -euo pipefail
cd "$(dirname "$0")/.."
project=$PWD
stage=${1:-site}
tools=$project/.burrow-tools
trunk_version=0.21.14
deny_version=0.20.2
mkdir -p "$tools/bin"

# Two builds that are started at the same time must not install the same thing twice.
exec 9>"$tools/lock"
flock 9

started=$SECONDS
say() { printf '%s\n' "$*"; }
stop() { printf 'set-up: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# Runs something that takes a while, keeps its words for the case that it fails, and says how long it took.
work() {
    local words=$1 before=$SECONDS log=$tools/last-step.log
    shift
    printf '%s ... ' "$words"
    if "$@" >"$log" 2>&1 </dev/null; then
        printf '%d s\n' $((SECONDS - before))
    else
        printf 'failed after %d s\n' $((SECONDS - before))
        return 1
    fi
}
work_or_stop() {
    work "$@" || { tail -n 25 "$tools/last-step.log" >&2; stop "could not go on: $1"; }
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

lists_are_fresh=no
# Nothing is done as root before this has said so.
read_package_lists() {
    [ $lists_are_fresh = no ] || return 0
    has apt-get || stop "this system has no apt-get; please install these with its own packages: $*"
    if [ "$(id -u)" = 0 ]; then
        say "System packages are missing and will be installed with apt-get: $*"
    else
        has sudo || stop "system packages are missing, and there is no sudo to install them: $*"
        say "System packages are missing and will be installed with sudo apt-get, which may ask for your password: $*"
        sudo -v
    fi
    work_or_stop "Reading the package lists" as_root apt-get update
    lists_are_fresh=yes
}
system_packages() {
    read_package_lists "$@"
    work_or_stop "Installing $*" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# ---- Rust for the browser -------------------------------------------------------------------------------------------

# Whether a rustc can compile for wasm32: its library is there and was made by this very compiler.
compiles_for_wasm() {
    printf 'pub fn nothing() {}\n' | timeout 60 "$@" --crate-name nothing --crate-type lib --emit metadata \
        --target wasm32-unknown-unknown -o "$tools/nothing.rmeta" - >/dev/null 2>&1
}

rust_way=
find_rust() {
    if has rustc && compiles_for_wasm rustc; then
        rust_way=own
    elif [ -x /usr/bin/rustc ] && compiles_for_wasm /usr/bin/rustc; then
        rust_way=debian
    else
        return 1
    fi
}

newest_linker() {
    find /usr/bin -name 'wasm-ld-*' 2>/dev/null | sort -V | tail -n 1
}

set_up_rust() {
    has cc || system_packages gcc libc6-dev
    if ! find_rust; then
        if has rustup && work "Adding Rust's wasm32 target with rustup (the ordinary way)" \
            timeout 300 rustup target add wasm32-unknown-unknown && find_rust; then
            say "Rust for the browser comes from rustup."
        else
            say "rustup cannot fetch the wasm32 target here, so Debian's Rust is taken, and its library built from source."
            local linker
            read_package_lists "rustc-web cargo-web rust-web-src lld"
            # The linker must be as new as the compiler's LLVM; plain "lld" is the release's oldest.
            linker=$(apt-cache search --names-only '^lld-[0-9]+$' 2>/dev/null | cut -d' ' -f1 | sort -V | tail -n 1)
            system_packages rustc-web cargo-web rust-web-src "${linker:-lld}"
            find_rust || work_or_stop "Building Rust's standard library for wasm32, once" tools/build_standard_library.sh
            find_rust || stop "Debian's Rust cannot compile for wasm32 after all"
        fi
    fi
    if [ $rust_way = debian ]; then
        [ -n "$(newest_linker)" ] || stop "there is no wasm-ld; Debian's newest lld-<number> package has it"
        if has rustup && ! RUSTUP_TOOLCHAIN=debian rustc --version >/dev/null 2>&1; then
            work_or_stop "Telling rustup about Debian's Rust, as toolchain 'debian'" rustup toolchain link debian /usr
        fi
        export RUSTUP_TOOLCHAIN=debian
    fi
}

set_up_rust_checks() {
    local missing=()
    cargo fmt --version >/dev/null 2>&1 || missing+=(rustfmt)
    cargo clippy --version >/dev/null 2>&1 || missing+=(clippy)
    [ ${#missing[@]} = 0 ] && return
    if [ $rust_way = debian ]; then
        system_packages rustfmt-web rust-web-clippy
    else
        work_or_stop "Adding ${missing[*]} with rustup" timeout 300 rustup component add "${missing[@]}"
    fi
}

# ---- Trunk and wasm-bindgen -----------------------------------------------------------------------------------------

locked_version() {
    awk -v name="\"$1\"" '$1 == "name" && $3 == name { getline; gsub(/"/, "", $3); print $3; exit }' Cargo.lock
}

by_binstall() {
    has cargo-binstall && work "Fetching $1 $2 with cargo binstall (the ordinary way)" \
        timeout 300 cargo binstall --no-confirm --disable-telemetry --root "$tools" "$1@$2"
}

set_up_site_tools() {
    export PATH="$tools/bin:$PATH"
    local bindgen
    bindgen=$(locked_version wasm-bindgen)
    if [ "$(wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $bindgen" ] || ! has wasm-bindgen-test-runner; then
        # Without --locked: a registry mirror may lag behind the exact versions of the program's own lock file.
        by_binstall wasm-bindgen-cli "$bindgen" || work_or_stop "Compiling wasm-bindgen-cli $bindgen from crates.io" \
            env -u CARGO_TARGET_DIR -u RUSTFLAGS cargo install wasm-bindgen-cli --version "$bindgen" --root "$tools" --force
    fi
    if [ "$(trunk --version 2>/dev/null)" != "trunk $trunk_version" ]; then
        # Trunk only orders the steps, so it is compiled quickly rather than to be quick.
        by_binstall trunk "$trunk_version" || work_or_stop "Compiling trunk $trunk_version from crates.io" \
            env -u CARGO_TARGET_DIR -u RUSTFLAGS CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off \
            CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 cargo install --locked trunk --version "$trunk_version" \
            --no-default-features --features rustls --root "$tools" --force
    fi
}

# What looks at the licences and the sources of all dependencies.
set_up_deny() {
    export PATH="$tools/bin:$PATH"
    [ "$(cargo-deny --version 2>/dev/null)" != "cargo-deny $deny_version" ] || return 0
    by_binstall cargo-deny "$deny_version" || work_or_stop "Compiling cargo-deny $deny_version from crates.io" \
        env -u CARGO_TARGET_DIR -u RUSTFLAGS CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=false \
        cargo install --locked cargo-deny --version "$deny_version" --root "$tools" --force
}

# ---- Programs from npm ----------------------------------------------------------------------------------------------

set_up_node() {
    if ! has npm; then
        if [ "$stage" = site ]; then
            say "There is no npm here, so wasm-opt is skipped: the site works the same and is larger to download."
            return
        fi
        system_packages nodejs npm
    fi
    cmp -s tools/package-lock.json tools/node_modules/.installed && return
    if work "Installing wasm-opt and axe-core from npm" npm ci --prefix tools --ignore-scripts --no-audit --no-fund; then
        cp tools/package-lock.json tools/node_modules/.installed
    elif [ "$stage" = site ]; then
        say "npm could not fetch wasm-opt, so it is skipped: the site works the same and is larger to download."
    else
        tail -n 25 "$tools/last-step.log" >&2
        stop "the tests need axe-core from npm"
    fi
}

# A server that speaks CouchDB's protocol and that we did not write, for the tests of sync.
set_up_pouchdb() {
    local folder=tests/pouchdb
    cmp -s $folder/package-lock.json $folder/node_modules/.installed && return
    work_or_stop "Installing express-pouchdb from npm" npm ci --prefix $folder --ignore-scripts --no-audit --no-fund
    cp $folder/package-lock.json $folder/node_modules/.installed
}

# ---- The browser of the tests ---------------------------------------------------------------------------------------

find_browser() {
    local name
    for name in "${BURROW_CHROMIUM:-chromium}" chromium-browser google-chrome; do
        if has "$name"; then command -v "$name"; return; fi
    done
    return 1
}
find_driver() { command -v "${CHROMEDRIVER:-chromedriver}"; }

set_up_browser() {
    local missing=()
    find_browser >/dev/null || missing+=(chromium)
    find_driver >/dev/null || missing+=(chromium-driver)
    [ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ] || missing+=(fontconfig fonts-noto-cjk)
    [ ${#missing[@]} = 0 ] || system_packages "${missing[@]}"
    browser=$(find_browser) || stop "there is still no Chromium"
    driver=$(find_driver) || stop "there is still no chromedriver"
    local flags='"--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"'
    flags+=', "--disable-component-update", "--disable-sync"'
    # Chromium refuses to run as root with its sandbox on.
    [ "$(id -u)" != 0 ] || flags+=', "--no-sandbox"'
    write_if_new webdriver.json "{
  \"goog:chromeOptions\": {
    \"binary\": \"$browser\",
    \"args\": [$flags]
  }
}"
}

# ---- The program that opens backups without us --------------------------------------------------------------------

set_up_age() {
    has age || system_packages age
}

# ---- What the other scripts need to know ----------------------------------------------------------------------------

write_if_new() { [ "$(cat "$1" 2>/dev/null)" = "$2" ] || printf '%s\n' "$2" >"$1"; }

write_environment() {
    local text="# Written by tools/set_up.sh for this machine.
# These would replace the flags of .cargo/config.toml instead of adding to them.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
export PATH=\"$tools/bin:$project/tools/node_modules/.bin:\$PATH\"
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner"
    if [ $rust_way = debian ]; then
        text+="
export RUSTUP_TOOLCHAIN=debian
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$(newest_linker)"
        # Where no rustup stands in front, Debian's own programs must come first.
        has rustup || text+="
export PATH=\"/usr/bin:\$PATH\""
    fi
    if [ "$stage" = test ]; then
        text+="
export BURROW_CHROMIUM=\"$browser\"
export CHROMEDRIVER=\"$driver\"
export BURROW_AXE=\"$project/tools/node_modules/axe-core/axe.min.js\""
    fi
    write_if_new "$tools/env-$stage.sh" "$text"
}

case $stage in site | test) ;; *) stop "what is the stage '$stage'? There are: site, test" ;; esac
set_up_rust
[ "$stage" = site ] || set_up_rust_checks
set_up_site_tools
set_up_node
[ "$stage" = site ] || set_up_browser
[ "$stage" = site ] || set_up_age
[ "$stage" = site ] || set_up_pouchdb
[ "$stage" = site ] || set_up_deny
write_environment
case $rust_way in
own) say "Set-up for '$stage': in place ($(rustc --version), $((SECONDS - started)) s)." ;;
debian) say "Set-up for '$stage': in place (Debian's $(/usr/bin/rustc --version), $((SECONDS - started)) s)." ;;
esac
