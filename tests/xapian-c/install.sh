#!/bin/sh
# install.sh BUILD EXAMPLE.c CC: a program in C, built outside the tree with what is installed alone
# (header, library, pkg-config file), adds lines to an index and finds them.
set -eu

build=$1
example=$2
cc=$3

command -v pkg-config >/dev/null || exit 77
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cmake --install "$build" --component xapian-c --prefix "$place/usr" >/dev/null
PKG_CONFIG_PATH=$(dirname "$(find "$place/usr" -name xapian-c.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046,SC2086 # flags are words
$cc ${CFLAGS:-} -o "$place/example" "$example" \
    $(pkg-config --define-variable=prefix="$place/usr" --cflags --libs xapian-c)

cd "$place"
printf 'en katt\nen hund\nkatt katt\n' | ./example index
[ "$(./example index katt)" = "100% katt katt
75% en katt" ] || {
    ./example index katt
    exit 1
}
[ -z "$(./example index fisk)" ]
if ./example nowhere katt 2>said; then exit 1; fi
grep -q '^example: .*nowhere' said
