/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ask: standing questions, asked of what one run of lupp-index has added or changed. It is the only
 * header of query/ that another program includes.
 */
#ifndef LUPP_ASK_H
#define LUPP_ASK_H

#include "base.h"

enum {
    ASK_LINES_MAX = 100000,          /* of a watchlist */
    ASK_BYTES_MAX = 64 * 1024 * 1024 /* of its file */
};

/* A line that cannot be asked: subject is "FILE:LINE". */
typedef void ask_skip_call(void *user, const char *subject, const char *reason);

struct ask_watchlist;

/* Reads a file of lines "name TAB question". Empty lines are passed over; a line that lacks one of
   the two is told to skip. STATUS_IO, STATUS_TOO_LARGE. *out: caller frees with ask_close. */
enum status ask_open(struct ask_watchlist **out, const char *path, ask_skip_call *skip, void *user,
                     struct error *error);
void ask_close(struct ask_watchlist *w); /* NULL is fine */

struct ask_request {
    const char *index;   /* path */
    const char *program; /* for messages about a question */
    uint32_t run;        /* documents of this run and of later ones */
    bool jsonl;          /* else text */
    FILE *stream;
    ask_skip_call *skip; /* questions that are refused */
    void *user;
};

/* Prints for each question the documents that hold all of it, as lupp --added-since does, the
   questions of one name together; nothing for a question that has none. STATUS_STOPPED: nobody
   reads the answers. */
enum status ask_print(const struct ask_watchlist *w, const struct ask_request *request,
                      struct error *error);

#endif
