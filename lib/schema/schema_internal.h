/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_SCHEMA_INTERNAL_H
#define LUPP_SCHEMA_INTERNAL_H

#include "schema.h"

#include <xxhash.h>

/* A literal as a constant slice, for tables. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        .data = (literal), .size = sizeof(literal) - 1                                             \
    }

/* ---- the walk over a document's text, the same for terms, sections and the stored words --------
 */

enum part_kind { PART_TITLE, PART_HEADING, PART_TEXT };

/* One paragraph of a document in the order of the words: the title first, then the blocks. */
struct part {
    enum part_kind kind;
    struct slice text;
    size_t section; /* 0-based; of the title 0 */
};

/* Calls part for the title (when there is one) and each block. The title's own label is not in it.
 */
void document_parts(const struct schema_document *d,
                    void (*part)(void *user, const struct part *part), void *user);

/* ---- references that a document is -------------------------------------------------------------
 */

enum { IDENTITIES_MAX = 4 };

struct identities {
    struct arena *arena; /* holds the strings */
    struct slice items[IDENTITIES_MAX];
    size_t count;
};

void document_identities(struct swedish *s, const struct schema_document *d,
                         struct identities *set);

/* ---- what a document is called ------------------------------------------------------------------
 */

/* Words of links, cleaned, and how many links say them. Borrowed from the links. */
struct said_words {
    struct slice words;
    size_t times;
};

/* The distinct ones, none empty: most said first, of equals the longest, then by bytes, so that the
   order of the links does not matter. Returns how many. *out: caller frees. */
size_t inbound_said(const struct schema_inbound *inbound, size_t count, struct said_words **out);

/* What a question calls documents of a type, given by its name as shown: a few words, or none. */
struct slice type_words(struct slice type);

/* ---- records ----------------------------------------------------------------------------------
 */

enum { RECORD_VERSION = 2 };

/* The words of a document in order, as schema_words_next reads them. Appended to out. */
void words_write(struct swedish *s, const struct schema_document *d,
                 const struct schema_inbound *inbound, size_t inbound_count, struct buffer *out);

/* ---- postings of one entry --------------------------------------------------------------------
 */

struct posting {
    struct slice term; /* prefix and value */
    size_t prefix_size;
    uint64_t hash;
    uint32_t wdf;
    bool own; /* said by the document itself, as a word */
    uint32_t *positions;
    size_t position_count, position_room;
};

struct postings {
    struct posting *items;
    uint32_t count;
    size_t room;
    uint32_t *slots; /* number of an item + 1, or 0 */
    size_t slot_count;
    struct schema_posting *sorted;
    size_t sorted_room;
    size_t dropped;
    struct arena arena;
};

void postings_free(struct postings *p);
void postings_clear(struct postings *p);
/* The posting of prefix + value, made when it is new; NULL, and counted, when it is too long. It is
   borrowed until the next call. */
struct posting *postings_find(struct postings *p, const char *prefix, struct slice value);
void postings_position(struct postings *p, struct posting *item, uint32_t position);
/* All of them by rising term, borrowed until postings_clear. */
const struct schema_posting *postings_sorted(struct postings *p);

#endif
