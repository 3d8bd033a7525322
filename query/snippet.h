/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snippet: the passage of a document that answers best, with its hits marked.
 *
 * The passage lies in one paragraph of one section: whole words, from the beginning of a sentence
 * where one is near. A hit is a word of the question in any inflection, a compound that holds it,
 * a part of a compound asked for, a reference or an amount however spelled; never an address.
 */
#ifndef LUPP_SNIPPET_H
#define LUPP_SNIPPET_H

#include "base.h"
#include "schema.h"
#include "swedish.h"

enum { SNIPPET_BYTES = 240 }; /* a passage is about as long at most, without its ellipses */

struct snippet_term {
    struct slice form; /* folded; borrowed until snippet_make returns */
    enum swedish_kind kind;
    double weight; /* above 0; what is rarer counts more */
    bool exact;    /* only just that form */
    bool minor;    /* a stop word: marked only beside another hit */
};

struct snippet_mark {
    size_t start, end; /* bytes of the text, half-open */
};

struct snippet {
    struct buffer text; /* one line; "… " before and " …" after where the paragraph goes on */
    struct snippet_mark *marks; /* rising, apart from each other */
    size_t mark_count, mark_room;
    struct buffer heading; /* of the section the passage is in; empty before the first */
    uint32_t section;      /* 0-based */
};

/* Fills *out, whose memory is used again ({0} at first). `section` is looked in first; when nothing
   of the question stands there, the whole document. Without any hit it is the document's first
   text. */
void snippet_make(struct snippet *out, struct swedish *s, const struct schema_document *d,
                  const struct snippet_term *terms, size_t count, uint32_t section);
void snippet_free(struct snippet *sn); /* leaves {0} */

#endif
