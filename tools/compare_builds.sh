#!/usr/bin/env bash
# Builds the release twice from the present commit, in two clones under names of different lengths, and compares every
# file. Whoever builds the same source must get the same program, or nobody could tell whose program it is.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in one a-second-clone; do
    git clone --quiet . "$work/$name"
    # The programs that build are the same; only the source and all that is compiled of it is made anew.
    cp -r .burrow-tools "$work/$name/"
    cp -r tools/node_modules "$work/$name/tools/"
    (cd "$work/$name" && env -u CARGO_TARGET_DIR tools/set_up.sh site && env -u CARGO_TARGET_DIR tools/build_site.sh release)
    # Room on the disk for the second one.
    mv "$work/$name/dist" "$work/dist-$name"
    rm -rf "${work:?}/$name"
done
diff --recursive --brief "$work/dist-one" "$work/dist-a-second-clone"
echo "Two builds are equal, byte for byte: $(sha256sum <"$work/dist-one/release.json" | cut -d' ' -f1)"
