/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snippet: the passage of a document that answers best, with its hits marked.
 *
 * The passage lies in one paragraph of one section. It holds as much of the question as fits into
 * it, then as much text around that as there is room for: from the beginning of a sentence where
 * one is near, else from some words before the first hit. Words are whole. A hit is a plain word of
 * the question in any inflection, a compound that holds it, a part of a compound asked for; a
 * phrase or another name where all its words stand in their order; a reference or an amount however
 * spelled; never an address.
 */
#ifndef LUPP_SNIPPET_H
#define LUPP_SNIPPET_H

#include "base.h"
#include "question.h"
#include "schema.h"
#include "swedish.h"

enum {
    SNIPPET_BYTES = 240,   /* a passage is about as long at most, without its ellipses */
    SNIPPET_WORDS_MAX = 64 /* of all terms together; what comes after is not looked for */
};

enum snippet_fit {
    SNIPPET_LOOSE, /* any inflection, compounds that hold it, its own parts */
    SNIPPET_STEM,  /* any inflection */
    SNIPPET_FORM,  /* only just that form */
    SNIPPET_PREFIX /* forms that begin so */
};

struct snippet_term {
    const struct question_term *words; /* borrowed from the question; NULL of a prefix */
    struct slice prefix;               /* likewise */
    size_t count;                      /* several are met only side by side, and never loosely */
    double weight;                     /* above 0; what is rarer counts more */
    enum snippet_fit fit;
    bool minor; /* a stop word: marked only beside another hit */
};

struct snippet_terms {
    struct snippet_term items[SNIPPET_WORDS_MAX];
    size_t count, word_count;
};

/* How rare a word is that so many documents have. */
typedef double snippet_rarity(void *user, uint32_t documents);

/* What a question makes snippets look for. */
void snippet_terms_read(struct snippet_terms *out, const struct question *q, snippet_rarity *rarity,
                        void *user);

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
                  const struct snippet_terms *terms, uint32_t section);
void snippet_free(struct snippet *sn); /* leaves {0} */

#endif
