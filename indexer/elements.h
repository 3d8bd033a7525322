/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * elements: one list file in pieces. Of a list of ten thousand entries a night changes twenty; the
 * others are told by digests of their bytes and are not read, unless a page asks for them.
 */
#ifndef LUPP_INDEXER_ELEMENTS_H
#define LUPP_INDEXER_ELEMENTS_H

#include "lists.h"

struct element {
    uint64_t id; /* digest of it; 0: the element is no entry */
    uint64_t digest;
    struct slice text; /* in bytes */
    bool read;         /* the lists have it */
};

/* {0} is an empty one. */
struct elements {
    struct buffer bytes;   /* of the file */
    struct element *items; /* by id, then digest */
    size_t count, room;
    size_t outside; /* elements that tell of no page within */
    bool plain;     /* false: there are no items, the list must be read as a whole */
};

/* Cuts up the list in e->bytes; `within` as lists_read has it. STATUS_BAD_INPUT. */
enum status elements_cut(struct elements *e, const struct naming *naming, struct slice within,
                         struct error *error);
/* Puts into the lists what is not among the elements that `known` (of elements_note; may be empty)
   tells of, so that a fault in it is found. Adds to *odd. STATUS_BAD_INPUT. */
enum status elements_read_new(struct elements *e, struct lists *lists, struct slice known,
                              size_t *odd, struct error *error);
/* Puts into the lists what the list says of an id. STATUS_BAD_INPUT. */
enum status elements_read(struct elements *e, struct lists *lists, struct slice id,
                          struct error *error);
/* Whether the list says of an id what it said when known was noted. */
bool elements_same(const struct elements *e, struct slice known, struct slice id);
/* What to keep, in the index, to know the elements again. Appended to out. */
void elements_note(const struct elements *e, struct buffer *out);
void elements_free(struct elements *e); /* leaves {0} */

#endif
