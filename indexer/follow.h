/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * follow: fetches documents that the index knows only by links, and makes pages of them.
 *
 * What this run's sources link to is one step away, what those pages link to is two. Documents that
 * were fetched belong to the host they came from, a root of its own ("https://example.se"): pruning
 * another root leaves them alone, and a source that has a file of that id takes it over. Those that
 * are met are asked for again after --refresh days, and what could not be had likewise: the cache
 * knows when that was, since an answer that nothing has changed changes nothing in the index.
 */
#ifndef LUPP_INDEXER_FOLLOW_H
#define LUPP_INDEXER_FOLLOW_H

#include "readers.h"
#include "report.h"
#include "settings.h"

struct follow;
struct run;
struct said;

/* *out is NULL without --follow. STATUS_USAGE for a host that is none. caller frees with
   follow_close. */
enum status follow_open(struct follow **out, const struct settings *settings, struct report *report,
                        struct error *error);
void follow_close(struct follow *f); /* NULL is fine */

/* An address as a page writes it: the id it makes does not tell all of it. user is the follow. */
void follow_note(void *user, struct slice id, struct slice address);

/* An entry of a feed, which is followed to its page when --follow and its host allow. true: it is
   to be taken in as it is (too), for want of the page or until that comes. */
bool follow_entry(struct run *run, const struct said *said, const struct reader_entry *entry);

/* Fetches the pages of such entries, in place of the drafts that the entries became. To be called
   before the batch is written. STATUS_STOPPED. */
enum status follow_entries(struct run *run, struct error *error);
/* Fetches what is linked to, step by step, each written before the next. The batch has been
   written before. STATUS_STOPPED; the last documents wait in the batch then. */
enum status follow_links(struct run *run, struct error *error);

#endif
