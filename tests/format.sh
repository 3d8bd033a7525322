#!/bin/sh
# format.sh: is everything as clang-format 14 would write it, and do the scripts please shellcheck?
# Other versions of clang-format break lines elsewhere; without the one, or without both tools, this
# is skipped (77).
set -eu

cd "$(dirname "$0")/.."
ran=no
failed=no

formatter=
for name in clang-format-14 clang-format; do
    if [ -z "$formatter" ] && "$name" --version 2>/dev/null | grep -q 'version 14\.'; then
        formatter=$name
    fi
done
if [ -n "$formatter" ]; then
    ran=yes
    files=$(find lib indexer query tests bench -type f \( -name '*.[ch]' -o -name '*.cc' \) \
        2>/dev/null | LC_ALL=C sort)
    for file in $files; do
        if ! "$formatter" --dry-run --Werror "$file" 2>/dev/null; then
            echo "$file: mend with $formatter -i"
            failed=yes
        fi
    done
else
    echo "format: no clang-format 14 here"
fi

if command -v shellcheck >/dev/null; then
    ran=yes
    grep -lE '^#!/bin/(ba)?sh' -r scripts tests bench .ci 2>/dev/null | LC_ALL=C sort |
        xargs shellcheck || failed=yes
else
    echo "format: no shellcheck here"
fi

[ $ran = yes ] || exit 77
[ $failed = no ]
