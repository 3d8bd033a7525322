/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_INDEXER_FOLLOW_INTERNAL_H
#define LUPP_INDEXER_FOLLOW_INTERNAL_H

#include "fetch.h"
#include "follow.h"
#include "run.h"

enum {
    FOLLOW_FAR = 255,         /* not reached so far */
    FOLLOW_BATCH = 50,        /* documents fetched that wait to be written */
    FOLLOW_LOW_SPEED = 20000, /* milliseconds, when --timeout gives no less */
    FOLLOW_CONNECT = 10000
};

struct follow_wanted {
    uint32_t known;
    struct slice url;
    bool guessed;  /* from the id, which does not say whether there is a slash at the end */
    bool listed;   /* by a feed */
    uint32_t feed; /* root of the feed, when listed */
    struct list_entry said; /* by the feed, when listed */
};

struct follow {
    struct fetcher *fetcher;
    struct report *report;
    const struct naming *naming;
    struct lists *lists; /* what feeds say */
    struct arena arena;
    struct follow_wanted *wanted; /* this step */
    size_t count, room;
    unsigned char *steps; /* of each document of the catalogue: from this run's sources, or FAR */
    size_t steps_room;
    struct table noted; /* id -> index in addresses, of what pages read in this run link to */
    struct slice *addresses;
    size_t address_count, address_room;
    struct buffer whole;
    struct table finals; /* ids that fetched pages turned out to have */
    uint64_t done, elsewhere, waiting;
    uint64_t refresh; /* seconds */
    struct buffer body;
};

/* Steps of a document, to read or to set. */
unsigned char *follow_steps(struct follow *f, uint32_t known);

/* follow_page.c: fetches one document and makes a draft of it. What fails is told to report.
   STATUS_STOPPED. */
enum status follow_fetch(struct run *run, const struct follow_wanted *w);

#endif
