#!/bin/sh
# rooms.sh [ROOT]: do the sources keep to their rooms? Prints "path:line: what" for each breach and
# ends with 1 if there was one. The rules of single headers and functions stand in rooms.rules; those
# of the layout are here:
#   - a quoted include names a header beside the file, or the one public header of a room
#   - C++ is in lib/xapian-c only
#   - a source is listed in the CMakeLists.txt beside it
#   - a source begins with its licence
set -eu

rules=$(cd "$(dirname "$0")" && pwd)/rooms.rules
cd "${1:-$(dirname "$0")/..}"

sources() {
    for top in lib indexer query tests bench; do
        [ -d $top ] || continue
        find $top -type f \( -name '*.[ch]' -o -name '*.cc' -o -name '*.hh' -o -name '*.cpp' \
            -o -name '*.hpp' -o -name '*.cxx' -o -name '*.C' -o -name '*.S' \)
    done | LC_ALL=C sort
}

# Public headers of rooms: lib/NAME/NAME.h, with "_" for "-".
public_headers() {
    for room in lib/*/; do
        name=$(basename "$room" | tr - _)
        [ ! -f "$room$name.h" ] || echo "$name.h"
    done
    [ ! -f query/ask.h ] || echo ask.h # how lupp-index asks
}

# Each file's place and licence; every include and call, read without comments, strings and characters.
breaches() {
    # shellcheck disable=SC2046 # our own paths hold no spaces
    awk -v rules="$rules" -v public="$(public_headers | tr '\n' ' ')" '
    BEGIN {
        while ((getline line < rules) > 0) {
            if (split(line, column, " ") < 3 || column[1] ~ /^#/) continue
            kind[++count] = column[1]; name[count] = "^(" column[2] ")$"; where[count] = column[3]
        }
        if (count == 0) { print rules ":1: no rules"; exit }
        split(public, list, " ")
        for (i in list) is_public[list[i]] = 1
    }
    function say(what) { print FILENAME ":" FNR ": " what }
    function free_of_rules() { return FILENAME ~ /^(tests|bench)\// }
    function may(places,    i, n, place) {
        n = split(places, place, ",")
        for (i = 1; i <= n; i++)
            if (index(FILENAME, place[i] "/") == 1 || FILENAME == place[i]) return 1
        return 0
    }
    # The text of the CMakeLists.txt beside the file, and whether it lists a name.
    function listing(dir,    text, line) {
        if (!(dir in listings)) {
            text = " "
            while ((getline line < (dir "CMakeLists.txt")) > 0) text = text line " "
            close(dir "CMakeLists.txt")
            listings[dir] = text
        }
        return listings[dir]
    }
    function check_place(    dir, base) {
        dir = base = FILENAME
        sub(/[^\/]*$/, "", dir)
        sub(/.*\//, "", base)
        if (base !~ /\.[chS]$/ && dir != "lib/xapian-c/") say("C++ outside lib/xapian-c")
        if (base ~ /\.h+(pp)?$/) return
        if (base ~ /^fuzz_.*\.c$/) { # listed as fuzz_target(NAME ...)
            sub(/^fuzz_/, "fuzz_target(", base)
            sub(/\.c$/, "", base)
        }
        if (listing(dir) !~ ("[ (]" quoted(base) "[ )]")) say("not listed in " dir "CMakeLists.txt")
    }
    function quoted(text) { gsub(/[.(+]/, "[&]", text); return text }
    function check(what, word,    i) {
        if (free_of_rules()) return
        for (i = 1; i <= count; i++)
            if (kind[i] == what && word ~ name[i] && !may(where[i]))
                say(what " " word " belongs to " (where[i] == "-" ? "nobody" : where[i]))
    }
    function check_quoted(word,    dir, program) {
        # Tests of a program include its headers: they have no other public ones. Tests of a room may
        # look at its inner headers, but those called internal.
        program = FILENAME
        if (sub(/^tests\//, "", program)) sub(/\/.*/, "", program)
        # So may what measures the asking.
        if ((program == "fuzz" || FILENAME ~ /^bench\//) && word !~ /_internal\.h$/) program = "query"
        dir = FILENAME
        sub(/[^\/]*$/, "", dir)
        if (word ~ /\//) say("include \"" word "\" reaches out of its folder")
        else if ((getline unused < (dir word)) >= 0) close(dir word)
        else if (word in is_public) return
        else if (free_of_rules() && (getline unused < ("tests/support/" word)) >= 0 &&
                 word !~ /_internal\.h$/)
            close("tests/support/" word)
        else if (program ~ /^(indexer|query)$/ && (getline unused < (program "/" word)) >= 0)
            close(program "/" word)
        else if (FILENAME ~ /^tests\// && word !~ /_internal\.h$/ &&
                 (getline unused < ("lib/" program "/" word)) >= 0)
            close("lib/" program "/" word)
        else say("include \"" word "\" is neither beside the file nor the public header of a room")
    }
    # The line without comments, and with strings and characters emptied.
    function plain(line,    out, c, i, n, quote) {
        out = ""; quote = ""
        n = length(line)
        for (i = 1; i <= n; i++) {
            c = substr(line, i, 1)
            if (in_comment) {
                if (substr(line, i, 2) == "*/") { in_comment = 0; i++ }
            } else if (quote != "") {
                if (c == "\\") i++
                else if (c == quote) { out = out c; quote = "" }
            } else if (substr(line, i, 2) == "/*") { in_comment = 1; i++ }
            else if (substr(line, i, 2) == "//") break
            else { if (c == "\"" || c == "\047") quote = c; out = out c }
        }
        return out
    }
    FNR == 1 {
        in_comment = 0
        check_place()
        if (!/SPDX-License-Identifier: GPL-2\.0-or-later/) say("does not begin with its licence")
    }
    /^[ \t]*#[ \t]*include/ && !in_comment {
        word = $0
        if (sub(/^[ \t]*#[ \t]*include[ \t]*</, "", word)) { sub(/>.*/, "", word); check("header", word) }
        else if (sub(/^[ \t]*#[ \t]*include[ \t]*"/, "", word)) { sub(/".*/, "", word); check_quoted(word) }
        next
    }
    {
        rest = plain($0)
        # Methods of C++ objects and members are no calls of ours.
        gsub(/(->|\.|::)[ \t]*[A-Za-z_][A-Za-z_0-9]*/, "", rest)
        while (match(rest, /[A-Za-z_][A-Za-z_0-9]*[ \t]*\(/)) {
            word = substr(rest, RSTART, RLENGTH)
            sub(/[ \t]*\($/, "", word)
            check("call", word)
            rest = substr(rest, RSTART + RLENGTH)
        }
    }' $(sources)
}

found=$(breaches)
if [ -n "$found" ]; then
    echo "$found"
    echo "rooms: $(echo "$found" | wc -l) breaches" >&2
    exit 1
fi
echo "rooms: $(sources | wc -l) sources keep to their rooms"
