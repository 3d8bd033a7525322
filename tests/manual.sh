#!/bin/sh
# manual.sh PROGRAM PAGE OTHER: does the man page PAGE name each option that PROGRAM --help names, and
# no option that neither it nor the program OTHER (of which a page may speak too) has? Is --help at most
# 80 columns wide?
set -eu

program=$1 page=$2 other=$3
failed=0
[ -f "$page" ] || { echo "no $page"; exit 1; }

# roff's "\-" is "-", and "\fB" changes the font.
plain() {
    sed -e 's/\\-/-/g' -e 's/\\f[A-Z]//g'
}

# The long names in what is read, one a line.
names() {
    plain | grep -oE -e '(^|[^[:alnum:]-])--[a-z][a-z0-9-]*' | sed -e 's/^[^-]*//' |
        LC_ALL=C sort -u
}

help=$("$program" --help)
own=$(echo "$help" | names)
both=$({ echo "$help"; "$other" --help; } | names)
told=$(names <"$page")
[ "$(echo "$own" | wc -l)" -ge 3 ] || { echo "$program --help names too few options: $own"; exit 1; }

if echo "$help" | LC_ALL=C.UTF-8 grep -E '^.{81}'; then
    echo "$program --help: the lines above are wider than 80 columns"
    failed=1
fi
for name in $own; do
    if ! echo "$told" | grep -qxF -e "$name"; then
        echo "$page: does not name $name"
        failed=1
    fi
done
for name in $told; do
    if ! echo "$both" | grep -qxF -e "$name"; then
        echo "$page: names $name, which no program has"
        failed=1
    fi
done
# Short letters stand before the long name: "-n, --limit=N".
for letter in $(echo "$help" | sed -n 's/^ *\(-[A-Za-z0-9]\), --.*/\1/p'); do
    if ! plain <"$page" | grep -qE -e "(^|[^[:alnum:]-])$letter([^[:alnum:]-]|\$)"; then
        echo "$page: does not name $letter"
        failed=1
    fi
done
[ $failed = 1 ] || echo "$page names $(echo "$own" | wc -l) options"
exit $failed
