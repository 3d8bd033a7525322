/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_SCHEMA_INTERNAL_H
#define LUPP_SCHEMA_INTERNAL_H

#include "schema.h"

#include <xxhash.h>

/* A literal as a constant slice, for tables. */
#define TEXT(literal) {.data = (literal), .size = sizeof(literal) - 1}

/* text with soft hyphens gone and every run of white space one space, none at the ends. */
void clean_line(struct slice text, struct buffer *out);

/* ---- the walk over a document's text, the same for terms, sections and the stored words -------- */

enum part_kind { PART_TITLE, PART_HEADING, PART_TEXT };

/* One paragraph of a document in the order of the words: the title first, then the blocks. */
struct part {
    enum part_kind kind;
    struct slice text;
    size_t section; /* 0-based; of the title 0 */
};

/* Calls part for the title (when there is one) and each block. The title's own label is not in it. */
void document_parts(const struct schema_document *d,
                    void (*part)(void *user, const struct part *part), void *user);

#endif
