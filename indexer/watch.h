/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch: the standing questions of --watchlist, and what a run has brought for them. */
#ifndef LUPP_INDEXER_WATCH_H
#define LUPP_INDEXER_WATCH_H

#include "ask.h"
#include "report.h"
#include "settings.h"

/* Reads the file of --watchlist; *out is NULL without one. Broken lines are told to report as
   skipped. A file that cannot be read is an error before anything is done. caller frees with
   ask_close. */
enum status watch_open(struct ask_watchlist **out, const struct settings *settings,
                       struct report *report, struct error *error);

/* Prints what run `number` has brought, on stdout; w may be NULL. A reader that goes is none. */
enum status watch_print(const struct ask_watchlist *w, const struct settings *settings,
                        const char *index, uint32_t number, struct report *report,
                        struct error *error);

#endif
