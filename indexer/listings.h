/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * listings: the list files of a root, found, compared with those of the last run, and read as far
 * as they are needed: reading JSON takes longer than all the rest of a night. Of a list that
 * changed the entries that are new to the index are read; of the others those that a page asks for
 * which is new itself.
 *
 * A list that stands beside a folder of its name ("artiklar.json", "artiklar/") tells of what is in
 * that folder and of nothing else; any other list may tell of any page.
 */
#ifndef LUPP_INDEXER_LISTINGS_H
#define LUPP_INDEXER_LISTINGS_H

#include "elements.h"
#include "lists.h"
#include "places.h"
#include "report.h"
#include "walk.h"

struct listing {
    char *name;      /* below the root */
    char *folder;    /* "artiklar/"; NULL: tells of any page */
    uint64_t digest; /* of its bytes */
    uint64_t noted;  /* what that was when all pages were last compared with it; 0: unknown */
    bool same;       /* they are those of the last run */
    bool broken;     /* could not be read */
    bool read;       /* cut into elements, of which the new ones are among the lists' */
    struct elements elements;
    struct buffer known; /* of elements_note, of an earlier state */
    bool comparable;     /* of the state that all pages were compared with */
};

/* {0} before listings_look. */
struct listings {
    struct listing *files; /* in order of name */
    size_t count, room;
    uint64_t seed; /* codes, and what else all entries depend on */
    bool looked, codes_read;
    bool noted;    /* an earlier run has read them all */
    bool alike;    /* the files and the seed are those of the last run, if not their bytes */
    bool all_same; /* nothing is to be noted */
    struct lists *lists;
    struct walk_tree *tree; /* of the root, when it was walked through: to be gone again */
    /* borrowed from listings_look on, until listings_free */
    const struct root *root;
    const struct naming *naming;
    struct report *report;
};

/* Finds the lists of a root: of a mirror all *.json below it but those in api/; of another folder
   those that its sources hold. Of a mirror the bytes are read and compared with what listings_note
   wrote at the end of an earlier run (`noted`, may be empty); seed is what else the reading depends
   on. Files that cannot be read are told to report. */
void listings_look(struct listings *l, const struct root *root, const struct places *places,
                   const struct naming *naming, uint64_t seed, struct slice noted,
                   struct report *report);
/* What to keep for the next run, appended to out: which lists all pages were compared with; not
   `whole`: some pages were, others not. */
void listings_note(const struct listings *l, bool whole, struct buffer *out);
/* What to keep of a list that is not the same, and giving it back in the next run when it is not
   the same again, before anything is asked. */
void listing_note(const struct listing *file, struct buffer *out);
void listing_know(struct listings *l, struct listing *file, struct slice noted);

/* Whether what the lists say of a page is what they said, so that what the index knows from them
   holds; of a page that the run met in which they said it. Of a list that is broken that is
   assumed. path is below the root. */
bool listings_hold(struct listings *l, struct slice id, struct slice path);
/* What the lists say of a page, or NULL; reads it. */
const struct list_entry *listings_find(struct listings *l, struct slice id, struct slice path);
/* Reads what is new and no page asked for, so that its faults are told. */
void listings_read_rest(struct listings *l);
/* Whether a list that may tell of the page is broken. */
bool listings_broken_for(const struct listings *l, struct slice path);
/* Whether the list of that name below the root is; it has been read. */
bool listings_is_broken(const struct listings *l, struct slice name);
void listings_free(struct listings *l); /* leaves {0} */

#endif
