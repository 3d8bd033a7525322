/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * support/cases: cases of tests as text files (tests/data/NAME.test).
 *
 *     # A line that begins with "#" and a space is a comment.
 *     the input, one line
 *     first expected line
 *     second expected line
 *
 *     the next case comes after an empty line
 *     what is expected of it
 *
 * In every line \n \t \r \0 \\ and \s (a space at a line's end), \xHH (a byte) and \u{HEX} (a code
 * point, as UTF-8) are what they say; any other backslash is a mistake and fails the test. The file
 * itself is UTF-8. An input that is itself empty is written \e, an expected empty line too.
 */
#ifndef LUPP_SUPPORT_CASES_H
#define LUPP_SUPPORT_CASES_H

#include "base.h"

struct cases_case {
    const char *file;
    size_t line; /* of the input, from 1 */
    struct slice input;
    const struct slice *lines; /* expected, `count` of them; may be none */
    size_t count;
};

typedef void cases_function(const struct cases_case *c, void *user);

/* Calls function with each case of the file, in order, and returns how many there were. The case is
   borrowed until function returns. Fails the running cmocka test when the file cannot be read, has
   no case or breaks the format. */
size_t cases_each(const char *file, cases_function *function, void *user);

/* Compares what came (lines separated by "\n", a last "\n" is allowed) with the case's expected
   lines. When they differ it prints file, line, input, both, and returns false; a test counts those
   and fails at its end, so that one run shows them all. */
bool cases_same(const struct cases_case *c, struct slice got);

#endif
