#!/usr/bin/env bash
# Runs every test there is and ends with one line that says how many passed.
#
#   tools/test.sh            everything
#   tools/test.sh STEP...    some of: format lints supply tools native browser site end_to_end
set -uo pipefail
cd "$(dirname "$0")/.."
. .burrow-tools/env-test.sh
export BURROW_DIST=$PWD/dist BURROW_SERVE=$PWD/tools/target/debug/serve
export CARGO_TERM_COLOR=never
# The tests in the browser may take longer together than the twenty seconds that their runner waits.
export WASM_BINDGEN_TEST_TIMEOUT=300
wasm="--target wasm32-unknown-unknown --target-dir target/wasm"
# The screens are compiled as in the release: with their whole types they take several times as long.
erased="${CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS:-} --cfg erase_components"
logs=target/test-logs
mkdir -p $logs
passed=0 failed=0 wrong=()

fails() {
    wrong+=("$1: $2")
    failed=$((failed + 1))
}

# Runs one step and shows its words; tests in it are counted from the runners' own lines.
step() {
    local name=$1 tests=$2 before=$SECONDS code
    shift 2
    printf '\n== %s: %s\n' "$name" "$*"
    "$@" 2>&1 | tee "$logs/$name.log"
    code=${PIPESTATUS[0]}
    local ran bad ignored
    read -r ran bad ignored < <(
        sed 's/\x1b\[[0-9;]*m//g' "$logs/$name.log" | awk '/^test result: /{
            for (i = 1; i < NF; i++) {
                if ($(i + 1) ~ /^passed/) good += $i
                if ($(i + 1) ~ /^failed/) bad += $i
                if ($(i + 1) ~ /^ignored/) ignored += $i
            }
        } END { print good + 0, bad + 0, ignored + 0 }'
    )
    printf '== %s took %d s' "$name" $((SECONDS - before))
    [ "$tests" = none ] && printf '\n' || printf ': %d passed, %d failed\n' "$ran" "$bad"
    passed=$((passed + ran))
    failed=$((failed + bad))
    if [ "$bad" -gt 0 ]; then
        wrong+=("$name: $bad failed")
    elif [ "$code" != 0 ]; then
        fails "$name" "ended with status $code"
    elif [ "$tests" = tests ] && [ "$ran" = 0 ]; then
        fails "$name" "ran no test"
    fi
    [ "$ignored" = 0 ] || fails "$name" "$ignored tests were skipped"
}

format() { cargo fmt --check && cargo fmt --check --manifest-path tools/Cargo.toml; }
lints() {
    cargo clippy --locked --all-targets -- -D warnings &&
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$erased \
            cargo clippy --locked $wasm --lib --bins --test browser -- -D warnings &&
        cargo clippy --locked --manifest-path tools/Cargo.toml --target-dir tools/target --all-targets -- -D warnings
}
# The list of known flaws is read from the network, so it belongs to the long runs.
supply() {
    cargo deny --locked check --hide-inclusion-graph bans licenses sources &&
        cargo deny --locked --manifest-path tools/Cargo.toml check --hide-inclusion-graph bans licenses sources
}
tools() { cargo test --locked --manifest-path tools/Cargo.toml --target-dir tools/target && cargo build --locked --manifest-path tools/Cargo.toml --target-dir tools/target; }
native() {
    [ -e tests/native.rs ] || { echo "tests/native.rs is missing"; return 1; }
    cargo test --locked --lib --bins && cargo test --locked --test native && cargo test --locked --test sync
}
browser() { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$erased cargo test --locked $wasm --test browser; }
site() { tools/build_site.sh; }
end_to_end() { cargo test --locked --test end_to_end; }

started=$SECONDS
steps=${*:-format lints supply tools native browser site end_to_end}
for name in $steps; do
    case $name in
    format | lints | supply | site) step "$name" none "$name" ;;
    tools | native | browser | end_to_end) step "$name" tests "$name" ;;
    *) fails "$name" "there is no such step" ;;
    esac
done

printf '\n== %d s in all\n' $((SECONDS - started))
for line in "${wrong[@]}"; do printf 'FAILED  %s (its words: %s)\n' "$line" "$logs/${line%%:*}.log"; done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
