/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_SNIPPET_INTERNAL_H
#define LUPP_SNIPPET_INTERNAL_H

#include "snippet.h"

/* A plain word of a paragraph. */
struct place {
    size_t start, end; /* bytes of the paragraph */
    uint32_t position;
    bool sentence; /* the first of one */
    bool hit;      /* part of one of `found` */
    uint8_t term;  /* the term that it meets best by itself, + 1; 0: none */
    double share;  /* how well, 0 to 1 */
    uint64_t met;  /* words of terms of several, a bit each: see struct finder */
};

/* Where a paragraph meets a term. */
struct found {
    size_t first, last; /* places, half-open */
    uint32_t end;       /* of another reading: its last position + 1 */
    uint8_t term;       /* index */
    double share;
};

struct finder {
    struct swedish *swedish;
    const struct snippet_terms *terms;
    bool all_minor;
    /* The words of all terms have a bit each, side by side; first and last words of terms: */
    uint64_t first_words, last_words;
    struct place *places;
    size_t place_count, place_room;
    struct found *found; /* in order of their first place */
    size_t found_count, found_room;
};

void finder_begin(struct finder *f, struct swedish *s, const struct snippet_terms *terms);
/* Finds the places of a paragraph and the hits among them. */
void finder_read(struct finder *f, struct slice text);
void finder_free(struct finder *f);

#endif
