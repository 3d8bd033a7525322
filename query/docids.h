/* SPDX-License-Identifier: GPL-2.0-or-later */
/* docids: sets of entries of an index, and where sections belong. */
#ifndef LUPP_DOCIDS_H
#define LUPP_DOCIDS_H

#include "base.h"
#include "xapian_c.h"

/* Rising, none twice. */
struct docids {
    uint32_t *items; /* caller frees with docids_free */
    size_t count;
};

void docids_free(struct docids *set); /* leaves {0} */
bool docids_have(const struct docids *set, uint32_t docid);
/* These change `set`. */
void docids_keep(struct docids *set, const struct docids *other);    /* what both have */
void docids_without(struct docids *set, const struct docids *other); /* what only set has */
void docids_add(struct docids *set, const struct docids *other);     /* what either has */

/* A failed call of xapian-c as a status of ours; the text names the index. */
enum status docids_status(enum xc_status status, const struct xc_error *from, struct error *error);

enum { SECTION_NONE = -1 };

/* An entry's page. A section has one; other entries are their own, with section SECTION_NONE. */
struct section_place {
    uint32_t docid, page;
    int32_t section;
};

/* Finds the pages of section entries (docids rising). places has room for count. */
enum status sections_locate(struct xc_index *index, const uint32_t *docids, size_t count,
                            struct section_place *places, struct error *error);

#endif
