#!/bin/sh
# facets.sh LUPP LUPP-INDEX: do facets and filters by type, sender, category, year and month say of the
# sample site what jq counts in its lists?
set -eu

lupp=$1 lupp_index=$2
command -v jq >/dev/null || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# The pages that no list names are left out: of the others the lists say everything.
cp -R corpus "$work/corpus"
find corpus -name '*.json' ! -path 'corpus/api/*' -exec cat {} + | jq -s 'add' >"$work/lists"
jq -r '.[].url | ltrimstr("/") | rtrimstr("/")' "$work/lists" | LC_ALL=C sort >"$work/listed"
(cd corpus && find . -type f -name '*.md') | sed -e 's,^\./,,' -e 's,\.md$,,' | LC_ALL=C sort |
    LC_ALL=C comm -23 - "$work/listed" | while read -r page; do rm "$work/corpus/$page.md"; done
[ "$(wc -l <"$work/listed")" -ge 30 ] || { echo "the lists name too few pages"; exit 1; }
"$lupp_index" --quiet --index "$work/index" "$work/corpus"

# values FIELD: what each list entry has of it, one a line
values() {
    case $1 in
    year) jq -r '.[].published[0:4]' "$work/lists" ;;
    month) jq -r '.[].published[0:7]' "$work/lists" ;;
    type) # a list without types leaves them to the address
        jq -r --slurpfile codes corpus/api/codes.json '.[] |
            if .types == [] and (.url | startswith("/ud-avrader/")) then "UD avråder"
            else [.types[] | $codes[0][.]] | unique[] end' "$work/lists"
        ;;
    *)
        [ "$1" = sender ] && key=senders || key=categories
        jq -r --arg key "$key" --slurpfile codes corpus/api/codes.json \
            '.[] | [.[$key][]? | $codes[0][.] | gsub("^ +| +$"; "")] | unique[]' "$work/lists"
        ;;
    esac
}

# ask OPTION...: what all pages of the site are answered with
ask() {
    "$lupp" --index "$work/index" --linked=no "$@"
}

filter_of() {
    case $1 in
    type) echo typ ;;
    sender) echo avsändare ;;
    category) echo kategori ;;
    year) echo datum ;;
    month) echo datum ;;
    esac
}

for field in type sender category year month; do
    values $field | sort | uniq -c | sed -e 's/^ *\([0-9]*\) /\1\t/' | LC_ALL=C sort >"$work/lists.$field"
    ask -n0 --format=jsonl --facets=$field -- -finnsinte |
        jq -r '"\(.count)\t\(.value)"' | LC_ALL=C sort >"$work/facets.$field"
    [ -s "$work/lists.$field" ] || { echo "$field: nothing in the lists"; failed=1; }
    diff "$work/lists.$field" "$work/facets.$field" || { echo "$field: lists < > facets"; failed=1; }
    while IFS='	' read -r count value; do
        found=$(ask --count "$(filter_of $field):\"$value\"")
        [ "$found" = "$count" ] || {
            echo "$(filter_of $field):\"$value\" finds $found pages, the lists have $count"
            failed=1
        }
    done <"$work/lists.$field"
done
exit $failed
