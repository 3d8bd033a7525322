#!/bin/sh
# symbols.sh LIBRARY HEADER [NM]: does the library define, with C linkage, just what the header
# declares, and nothing else that another program's names could meet?
set -eu

library=$1
header=$2
nm=${3:-nm}

# C++ names are mangled (_Z...). Compilers add some of their own.
defined=$("$nm" --defined-only --extern-only "$library" | awk 'NF == 3 { print $3 }' |
    grep -vE '^(_Z|__asan_|__odr_asan|__clang_|DW\.ref\.)' | LC_ALL=C sort -u)
declared=$(sed -e 's/^\(static \)\{0,1\}.*\(typedef\|#define\).*//' "$header" |
    grep -v '^static' | grep -oE '\bxc_[a-z_]+\(' | tr -d '(' | LC_ALL=C sort -u |
    grep -vE '^xc_(bytes_of|text)$|_callback$')

[ "$(printf '%s\n' "$declared" | wc -l)" -gt 50 ] || {
    echo "symbols: cannot read $header" >&2
    exit 1
}
if [ "$defined" != "$declared" ]; then
    printf '%s\n' "$defined" >"${TMPDIR:-/tmp}/symbols.$$"
    printf '%s\n' "$declared" | diff "${TMPDIR:-/tmp}/symbols.$$" - |
        sed -n -e 's/^</only defined: /p' -e 's/^>/only declared: /p'
    rm -f "${TMPDIR:-/tmp}/symbols.$$"
    exit 1
fi
# Names of C++ stay in our own namespace, or are those of templates.
strange=$("$nm" --defined-only --extern-only --demangle "$library" |
    awk 'NF > 2 && $2 == "T" { $1 = $2 = ""; print substr($0, 3) }' |
    grep -vE '^(xapian_c::|xc_|__asan_)' || true)
[ -z "$strange" ] || {
    printf 'outside xapian_c::: %s\n' "$strange"
    exit 1
}
