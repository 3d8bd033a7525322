#!/bin/bash
# examples.sh FILE LEAST PROGRAMS: runs the examples of a page, in order, and compares what they print.
#
# In Markdown an example is a block that begins with ```sh example; in a man page it stands between
# .EX and .EE. In it "$ " begins a command, "> " goes on with it, and all other lines are what it
# prints: "…" alone is any number of lines, at the end of a line any rest of it. A command that shows
# no lines may print what it likes. Each must end with 0, or with N when its line ends in "# exit N".
#
# They run in a new directory that holds a copy of corpus/, with the folders PROGRAMS ("a:b") first in
# PATH, and an index of corpus/ at its default place. Fewer than LEAST commands are a failure.
set -euo pipefail

page=$(realpath "$1") least=$2 programs=$3
root=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d "${TMPDIR:-/tmp}/lupp-test-XXXXXX")
failed=0 count=0

# Lines "C command", "O output" and, after each command, "E".
extract() {
    awk '
    function finish() { if (command != "") { print "C " command; printf "%s", output; print "E" } command = output = "" }
    /^(```sh example|\.EX)/ { inside = 1; next }
    /^(```|\.EE)/ { finish(); inside = 0; next }
    !inside { next }
    roff { gsub(/\\-/, "-"); gsub(/\\\(aq/, "\047"); gsub(/\\\(dq/, "\""); gsub(/\\&/, ""); gsub(/\\e/, "\\") }
    /^\$ / { finish(); command = substr($0, 3); next }
    /^> / && command != "" { sub(/\\$/, "", command); command = command substr($0, 3); next }
    { output = output "O " $0 "\n" }
    ' roff="$([[ $page == *.md ]] || echo 1)" "$page"
}

# same WANTED GOT: files; "…" as above.
same() {
    awk '
    NR == FNR { wanted[++n] = $0; next }
    { got[++m] = $0 }
    function fits(w, g) {
        if (w ~ /…$/) { sub(/…$/, "", w); return index(g, w) == 1 }
        return w == g
    }
    END {
        j = 1
        for (i = 1; i <= n; i++) {
            if (wanted[i] == "…") { any = 1; continue }
            while (any && j <= m && !fits(wanted[i], got[j])) j++
            if (j > m || !fits(wanted[i], got[j])) exit 1
            any = 0
            j++
        }
        exit !(any || j > m)
    }' "$1" "$2"
}

complain() {
    failed=1
    echo "$page: $1"
    echo "  \$ $command"
    sed 's/^/  shown:   /' "$place/.wanted"
    sed 's/^/  printed: /' "$place/.got"
    sed 's/^/  stderr:  /' "$place/.err"
}

run() {
    local status=0 expected=0
    [[ $command =~ '# exit '([0-9]+)$ ]] && expected=${BASH_REMATCH[1]}
    (cd "$place/desk" && bash -o pipefail -c "$command") >"$place/.got" 2>"$place/.err" </dev/null ||
        status=$?
    count=$((count + 1))
    if [ $status != "$expected" ]; then
        complain "exit status $status, not $expected"
    elif [ -s "$place/.wanted" ] && ! same "$place/.wanted" "$place/.got"; then
        complain "prints something else than it shows"
    fi
}

[ -f "$page" ] || { echo "no $page"; exit 77; }
mkdir -p "$place/desk" "$place/home"
cp -R "$root/corpus" "$place/desk/corpus"
export HOME=$place/home XDG_DATA_HOME=$place/home/data XDG_CACHE_HOME=$place/home/cache
export PATH=$programs:$PATH LANG=C.UTF-8 TERM=dumb
unset LUPP_INDEX LC_ALL LC_CTYPE LANGUAGE || true
(cd "$place/desk" && lupp-index --quiet corpus)

extract >"$place/.script"
while IFS= read -r line <&3; do
    case $line in
    C\ *)
        command=${line#C }
        : >"$place/.wanted"
        ;;
    O\ *) echo "${line#O }" >>"$place/.wanted" ;;
    E) run ;;
    esac
done 3<"$place/.script"

if [ $count -lt "$least" ]; then
    echo "$page: $count examples, fewer than $least"
    failed=1
fi
[ $failed = 1 ] && { echo "kept: $place"; exit 1; }
rm -rf "$place"
echo "$page: $count examples do what they show"
