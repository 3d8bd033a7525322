/* SPDX-License-Identifier: GPL-2.0-or-later */
/* listings: the list files of a root, found, compared with those of the last run, read when they
   are needed. */
#ifndef LUPP_INDEXER_LISTINGS_H
#define LUPP_INDEXER_LISTINGS_H

#include "lists.h"
#include "places.h"
#include "report.h"

/* {0} before listings_look. */
struct listings {
    char **files; /* below the root, in order */
    size_t count, room;
    char **broken; /* folders whose list could not be read: "artiklar/" */
    size_t broken_count, broken_room;
    uint64_t digest; /* of all their bytes and names */
    bool looked;
    bool same;           /* set by the caller: digest is that of the last run */
    struct lists *lists; /* NULL until listings_need */
};

/* Finds the lists of a root: of a mirror all *.json below it but those in api/; of another folder
   those that its sources hold. Of a mirror the bytes are read and digested (seed is what else the
   reading depends on). Files that cannot be read are told to report. */
void listings_look(struct listings *l, const struct root *root, const struct places *places,
                   uint64_t seed, struct report *report);
/* Reads them. naming is borrowed until listings_free. */
struct lists *listings_need(struct listings *l, const struct root *root,
                            const struct naming *naming, struct report *report);
/* Whether the list that should tell of the page could not be read: then what the index knows from
   it stays. path is below the root. */
bool listings_broken_for(const struct listings *l, struct slice path);
void listings_free(struct listings *l); /* leaves {0} */

#endif
