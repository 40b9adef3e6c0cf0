#!/usr/bin/env bash
# The long runs: the same tests with their full counts (they read BURROW_SOAK), and the seeded bugs. Each run leaves two
# files in soak-results/: every word in a .txt, and a .json with the commit, the seed, and for each step its time, its
# tests, and the counts that they told.
#
#   tools/soak.sh            everything
#   tools/soak.sh STEP...    some of: native end_to_end seeded_bugs two_builds, and known_flaws, which needs the network
#
# BURROW_SEED (the time) decides chance, so that a run can be had again; BURROW_KILLS (1000) is how often the browser is
# killed; BURROW_SOAK_FILTER runs only the tests with that in their names.
set -uo pipefail
cd "$(dirname "$0")/.."
. .burrow-tools/env-test.sh
export BURROW_SOAK=1 BURROW_DIST=${BURROW_DIST:-$PWD/dist} BURROW_SERVE=${BURROW_SERVE:-$PWD/tools/target/debug/serve}
export CARGO_TERM_COLOR=never BURROW_SEED=${BURROW_SEED:-$(date +%s)} BURROW_KILLS=${BURROW_KILLS:-1000}
export BURROW_SYNC_ROUNDS=${BURROW_SYNC_ROUNDS:-15}
# The laws take their chance from the same seed.
export PROPTEST_RNG_SEED=$BURROW_SEED
filter=${BURROW_SOAK_FILTER:-}
mkdir -p soak-results
began=$(date -u +%Y-%m-%dT%H-%M-%SZ) started=$SECONDS
words=soak-results/$began.txt result=soak-results/$began.json
commit=$(git rev-parse HEAD 2>/dev/null || echo unknown)
[ -z "$(git status --porcelain --untracked-files=no 2>/dev/null)" ] && clean=true || clean=false
: >"$words"
steps_told=() all_well=true

native() { cargo test --locked --release --lib --test native --test sync -- --nocapture $filter; }
end_to_end() {
    [ -e "$BURROW_DIST/index.html" ] && [ -n "${BURROW_SOAK_KEEP_SITE:-}" ] || tools/build_site.sh || return 1
    cargo test --locked --test end_to_end -- --nocapture $filter
}
seeded_bugs() { tools/seeded_bugs.sh; }
two_builds() { tools/compare_builds.sh; }
# Reads the list of known flaws from the network, so it is run by name.
known_flaws() { cargo deny --locked check advisories; }

# A text as JSON has it.
quoted() { sed 's/\\/\\\\/g; s/"/\\"/g; s/\t/ /g; s/[[:cntrl:]]//g; s/.*/"&"/'; }
# Lines joined by commas.
listed() { paste -sd, -; }

step() {
    local name=$1 before=$SECONDS log code
    log=$(mktemp)
    printf '\n== %s\n' "$name" | tee -a "$words"
    "$name" 2>&1 | tee "$log" | tee -a "$words"
    code=${PIPESTATUS[0]}
    # With --nocapture the words of a test may stand in the middle of its line, so its end is looked for by itself.
    local ran bad counts tests bugs
    read -r ran bad < <(awk '/^test result: /{ for (i = 1; i < NF; i++) { if ($(i + 1) ~ /^passed/) good += $i; if ($(i + 1) ~ /^failed/) bad += $i } } END { print good + 0, bad + 0 }' "$log")
    tests=$(sed -n 's/^test \([a-z_0-9:]*\) \.\.\..*/\1/p' "$log" | sort -u | quoted | listed)
    counts=$(grep -o 'counts: {.*}' "$log" | sed 's/^counts: //' | sort -u | listed)
    bugs=$(grep -E '^(caught|MISSED) ' "$log" | quoted | listed)
    [ "$code" = 0 ] || all_well=false
    steps_told+=("{\"name\":\"$name\",\"seconds\":$((SECONDS - before)),\"status\":$code,\"passed\":$ran,\"failed\":$bad,\"counts\":[$counts],\"seeded_bugs\":[$bugs],\"tests\":[$tests]}")
    rm -f "$log"
    tell
}

# Written after each step, so that a run that is broken off leaves what it came to.
tell() {
    local joined
    joined=$(printf '%s\n' "${steps_told[@]}" | listed)
    printf '{"commit":"%s","clean":%s,"seed":%s,"kills":%s,"filter":%s,"began":"%s","seconds":%s,"processors":%s,"all_well":%s,"steps":[%s]}\n' \
        "$commit" "$clean" "$BURROW_SEED" "$BURROW_KILLS" "$(printf '%s\n' "$filter" | quoted)" "$began" $((SECONDS - started)) "$(nproc)" "$all_well" "$joined" >"$result"
}

for name in ${*:-native end_to_end seeded_bugs two_builds}; do
    case $name in
    native | end_to_end | seeded_bugs | two_builds | known_flaws) step "$name" ;;
    *) echo "there is no such step: $name" >&2; all_well=false ;;
    esac
done
echo "Kept in $words and $result."
[ "$all_well" = true ]
