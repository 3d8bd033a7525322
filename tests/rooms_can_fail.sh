#!/bin/sh
# rooms_can_fail.sh: rooms.sh must find each breach below, and nothing in what is allowed.
set -eu

rooms=$(cd "$(dirname "$0")" && pwd)/rooms.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
licence='/* SPDX-License-Identifier: GPL-2.0-or-later */'
failed=0

# A tree that keeps the rules.
plant() {
    rm -rf "${tree:?}"/*
    for room in base swedish xapian-c readers schema; do
        mkdir -p "$tree/lib/$room"
        echo "$licence" >"$tree/lib/$room/$(echo $room | tr - _).h"
        echo "$licence" >"$tree/lib/$room/${room}_internal.h"
    done
    mkdir -p "$tree/indexer" "$tree/query" "$tree/tests/base" "$tree/tests/support"
    echo "$licence" >"$tree/tests/support/run.h"
    echo "$licence" >"$tree/tests/support/run_internal.h"
    for dir in lib/base lib/swedish lib/xapian-c lib/readers lib/schema indexer query tests/base; do
        echo 'target_sources(x PRIVATE x.c x.cc batch.c)' >"$tree/$dir/CMakeLists.txt"
    done
}

# breach FILE CONTENT WORDS: with CONTENT in FILE, rooms.sh fails and says WORDS.
breach() {
    plant
    printf '%s\n%b\n' "$licence" "$2" >"$tree/$1"
    if said=$("$rooms" "$tree" 2>&1) || ! echo "$said" | grep -qF -e "$1:" ||
        ! echo "$said" | grep -qF -e "$3"; then
        printf 'not found: %s: %s\n  wanted: %s\n  said: %s\n' "$1" "$2" "$3" "$said"
        failed=1
    fi
}

# allowed FILE CONTENT
allowed() {
    plant
    printf '%s\n%b\n' "$licence" "$2" >"$tree/$1"
    if ! said=$("$rooms" "$tree" 2>&1); then
        printf 'forbidden: %s: %s\n  said: %s\n' "$1" "$2" "$said"
        failed=1
    fi
}

breach lib/base/x.c '#include <xapian.h>' 'header xapian.h belongs to lib/xapian-c'
breach query/x.c '  #  include <xapian/database.h>' 'belongs to lib/xapian-c'
breach lib/schema/x.c '#include <libstemmer.h>' 'belongs to lib/swedish'
breach query/x.c '#include <utf8proc.h>' 'belongs to lib/swedish'
breach indexer/x.c '#include <jansson.h>' 'belongs to lib/readers'
breach lib/schema/x.c '#include <libxml/parser.h>' 'belongs to lib/readers'
breach lib/schema/x.c '#include <dirent.h>' 'belongs to indexer'
breach query/x.c '#include <ctype.h>' 'belongs to nobody'
breach lib/readers/x.c 'FILE *f = fopen("x", "r");' 'call fopen belongs to indexer'
breach lib/readers/x.c 'int f = open ("x", 0);' 'call open belongs to indexer'
breach query/x.c 'return fopen(name, "r");' 'call fopen belongs to indexer,query/batch.c'
breach indexer/x.c 'x = "a"; strcpy(b, x);' 'call strcpy belongs to nobody'
breach indexer/x.c '/* a */ sprintf(b, x); // b' 'call sprintf belongs to nobody'
breach indexer/x.c "if (c == '\"') n = atoi(x);" 'call atoi belongs to nobody'
breach indexer/x.c '#include <curl/curl.h>' 'belongs to lib/fetch'
breach indexer/x.c '#include <sys/socket.h>' 'belongs to lib/fetch'
breach lib/readers/x.c 'int s = socket(AF_INET, SOCK_STREAM, 0);' 'call socket belongs to lib/fetch'
breach lib/readers/x.c '#include <dlfcn.h>' 'header dlfcn.h belongs to lib/base'
breach lib/readers/x.c 'void *l = dlopen("x", 0);' 'call dlopen belongs to lib/base/library.c'
breach indexer/x.c 'pid_t p = fork();' 'call fork belongs to lib/readers/pdf_child.c'
breach lib/schema/x.c '#include "swedish_internal.h"' 'neither beside the file'
breach lib/schema/x.c '#include "../swedish/swedish.h"' 'reaches out of its folder'
breach query/x.c '#include "indexer.h"' 'neither beside the file'
breach tests/base/x.c '#include "base_internal.h"' 'neither beside the file'
breach tests/base/x.c '#include "run_internal.h"' 'neither beside the file'
breach query/x.cc 'int x;' 'C++ outside lib/xapian-c'
breach lib/base/y.c 'int x;' 'not listed in lib/base/CMakeLists.txt'
plant
echo 'int x;' >"$tree/lib/base/x.c"
if "$rooms" "$tree" >/dev/null 2>&1; then
    echo 'not found: a source without its licence'
    failed=1
fi

allowed lib/base/x.c '#include <stdio.h>\n#include "base.h"\n#include "base_internal.h"'
allowed lib/xapian-c/x.cc '#include <xapian.h>\n#include "xapian_c.h"\nint x = db.open(1);'
allowed lib/swedish/x.c '#include <libstemmer.h>\n#include <utf8proc.h>\n#include "base.h"'
allowed lib/schema/x.c '#include "swedish.h"\n/* fopen(1)\n strcpy( */\nint x; // gets(y)'
allowed lib/schema/x.c 'x = xc_index_open(y); s = "\\"strcpy(a)";\nx->open(y); reopen(z);'
allowed indexer/x.c '#include <dirent.h>\nFILE *f = fopen("a", "b");'
allowed query/batch.c 'FILE *f = fopen("a", "b");'
allowed tests/base/x.c '#include <ctype.h>\n#include "run.h"\n#include "base.h"\nFILE *f = fopen("a", "b");'

[ $failed = 1 ] || echo 'rooms.sh finds each breach'
exit $failed
