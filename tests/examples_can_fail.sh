#!/bin/bash
# examples_can_fail.sh: do examples.sh and manual.sh see what is wrong? With programs that only echo.
set -euo pipefail

tests=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0
mkdir "$tree/bin" "$tree/tests" "$tree/corpus"
cp "$tests/examples.sh" "$tree/tests"
cat >"$tree/bin/lupp" <<'END'
#!/bin/sh
[ "$1" != --help ] || { printf '  -n, --limit=N  x\n      --count  x\n      --sort=HOW  x\n'; exit; }
[ "$1" != inget ] || exit 1
for word; do echo "$word"; done
END
cat >"$tree/bin/lupp-index" <<'END'
#!/bin/sh
[ "$1" != --help ] || { printf '      --index=DIR  x\n      --wait  x\n      --root  x\n'; exit; }
END
chmod +x "$tree/bin/lupp" "$tree/bin/lupp-index"

# expect STATUS WHAT COMMAND...
expect() {
    local wanted=$1 what=$2 got=0
    shift 2
    TMPDIR=$tree "$@" >"$tree/said" 2>&1 || got=$?
    if [ $got != "$wanted" ]; then
        echo "$what: exit status $got, not $wanted"
        cat "$tree/said"
        failed=1
    fi
}

# example STATUS NAME LINES: a README with one example of those lines.
example() {
    # shellcheck disable=SC2016 # the block is to hold "$ false" as it is
    printf '# X\n\n```sh\n$ false\n```\n\n```sh example\n%b\n```\n' "$3" >"$tree/page.md"
    expect "$1" "example: $2" "$tree/tests/examples.sh" "$tree/page.md" 1 "$tree/bin"
}

# manual STATUS NAME TEXT: a man page of lupp.
manual() {
    printf '%s\n' "$3" >"$tree/lupp.1"
    expect "$1" "manual: $2" "$tests/manual.sh" "$tree/bin/lupp" "$tree/lupp.1" "$tree/bin/lupp-index"
}

example 0 'right' '$ lupp a b\na\nb'
example 0 'nothing shown' '$ lupp a'
example 0 'two commands' '$ lupp a\na\n$ lupp b\nb'
example 0 'goes on' '$ lupp a \\\\\n> b\na\nb'
example 0 'any lines' '$ lupp a b c d\na\n…\nd'
example 0 'any end' '$ lupp a b c\na\n…'
example 0 'rest of a line' '$ lupp abcdef\nabc…'
example 0 'a status' '$ lupp inget # exit 1'
example 1 'too much printed' '$ lupp a b\na'
example 1 'too little printed' '$ lupp a\na\nb'
example 1 'other order' '$ lupp a b\nb\na'
example 1 'not found after any lines' '$ lupp a b c\na\n…\nd'
example 1 'lines after the last' '$ lupp a b c\n…\nb'
example 1 'rest of a line' '$ lupp abcdef\nabd…'
example 1 'fails' '$ lupp inget'
example 1 'fails in a pipe' '$ lupp inget | cat'
example 1 'no such status' '$ lupp a # exit 1'
example 1 'no examples' ''
expect 77 'no page' "$tree/tests/examples.sh" "$tree/none.md" 1 "$tree/bin"
printf '%s\n' .SH .EX '$ lupp \-\-x \(aqy z\(aq' '\-\-x' 'y z' .EE >"$tree/lupp.1"
expect 0 'example: in a man page' "$tree/tests/examples.sh" "$tree/lupp.1" 1 "$tree/bin"
printf '%s\n' .EX '$ lupp \-\-x' 'x' .EE >"$tree/lupp.1"
expect 1 'example: wrong in a man page' "$tree/tests/examples.sh" "$tree/lupp.1" 1 "$tree/bin"

manual 0 'all' '.BR \-n ", " \-\-limit \-\-count \fB\-\-sort\fR'
manual 0 'also of the other' '\-n \-\-limit \-\-count \-\-sort lupp\-index \-\-wait'
manual 1 'one missing' '\-n \-\-limit \-\-count'
manual 1 'one that is not' '\-n \-\-limit \-\-count \-\-sort \-\-sorta'
manual 1 'a letter missing' '\-\-limit \-\-count \-\-sort'
printf '#!/bin/sh\necho "      --limit --count --sort %075d"\n' 0 >"$tree/bin/wide"
chmod +x "$tree/bin/wide"
echo '\-\-limit \-\-count \-\-sort' >"$tree/wide.1"
expect 1 'manual: a wide line' "$tests/manual.sh" "$tree/bin/wide" "$tree/wide.1" "$tree/bin/lupp-index"
expect 1 'manual: no page' "$tests/manual.sh" "$tree/bin/lupp" "$tree/none.1" "$tree/bin/lupp-index"

[ $failed = 1 ] || echo 'examples.sh and manual.sh see what is wrong'
exit $failed
