/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_SUPPORT_RUN_INTERNAL_H
#define LUPP_SUPPORT_RUN_INTERNAL_H

#include "run.h"

struct place {
    const struct place_test *test; /* NULL outside PLACE_TEST */
    char *dir;
    char **kept; /* strings lent out until the place is closed */
    size_t kept_count, kept_room;
    char **env; /* "NAME=value", NULL-terminated */
    size_t env_count, env_room;
    struct buffer command; /* the last one, for messages */
    struct run_result last;
    bool ran, passed;
};

/* Ends the test: "what: name: the system's reason". */
_Noreturn void place_die(const struct place *place, const char *what, const char *name);

/* Prints the last command and all that came of it to stderr. */
void run_print_last(const struct place *place);

#endif
