#!/usr/bin/env bash
# Builds the project with each of the bugs in tests/seeded_bugs, one at a time, in a copy, and sees the named test fail:
# a test that passes with the bug would not notice it. Ends with one line that says how many were caught.
#
#   tools/seeded_bugs.sh            all of them
#   tools/seeded_bugs.sh NAME...    some, by the names of their files without .patch
set -uo pipefail
cd "$(dirname "$0")/.."
project=$PWD
[ -e .burrow-tools/env-test.sh ] && . .burrow-tools/env-test.sh
# The copy lies in a folder of its own, and so does what is compiled of it: cargo takes the two for one package, and would run
# the project's own tests with a bug in.
copy=$project/target/seeded-bugs
export CARGO_TARGET_DIR=$project/target/seeded-bugs-build CARGO_TERM_COLOR=never
unset BURROW_SOAK
mkdir -p "$copy"
# The copy is made anew each time; what was compiled of it stays.
copy_tree() {
    find "$copy" -mindepth 1 -maxdepth 1 ! -name logs -exec rm -rf {} +
    cp -a Cargo.toml Cargo.lock src tests benches "$copy/"
    [ -e .cargo ] && cp -a .cargo "$copy/"
    [ -e rust-toolchain.toml ] && cp -a rust-toolchain.toml "$copy/"
    mkdir -p "$copy/logs"
}
copy_tree

# In the copy, as if it lay in no repository: git apply would else pass over files that are not of the one around it.
in_copy() { (cd "$copy" && GIT_CEILING_DIRECTORIES=$(dirname "$copy") "$@"); }

names=("$@")
[ ${#names[@]} -gt 0 ] || for patch in tests/seeded_bugs/*.patch; do names+=("$(basename "$patch" .patch)"); done
caught=0 missed=()
for name in "${names[@]}"; do
    patch=$project/tests/seeded_bugs/$name.patch log=$copy/logs/$name.log before=$SECONDS
    read -r target test < <(sed -n 's/^Test: //p' "$patch")
    case $target in
    native) which=(--test native) ;;
    sync) which=(--test sync) ;;
    lib) which=(--lib) ;;
    *) missed+=("$name: no such target: $target") && continue ;;
    esac
    if ! in_copy git apply "$patch"; then
        missed+=("$name: the patch does not apply")
        continue
    fi
    # A patched file must look newer than what was compiled of it.
    sed -n 's,^+++ b/,,p' "$patch" | while read -r file; do touch "$copy/$file"; done
    in_copy cargo test --locked "${which[@]}" -- --exact "$test" >"$log" 2>&1
    # Caught is: it was built, the test ran, and it failed.
    if grep -q '^test result: FAILED. 0 passed; 1 failed' "$log"; then
        caught=$((caught + 1))
        echo "caught   $name ($((SECONDS - before)) s)"
    else
        missed+=("$name: see $log")
        echo "MISSED   $name ($((SECONDS - before)) s)"
    fi
    in_copy git apply -R "$patch"
    sed -n 's,^+++ b/,,p' "$patch" | while read -r file; do touch "$copy/$file"; done
done
for line in "${missed[@]}"; do echo "  $line"; done
echo "seeded bugs: $caught of ${#names[@]} caught"
[ $caught = ${#names[@]} ]
