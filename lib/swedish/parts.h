/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What can be a part of a compound, and how much speaks for it: a first part is a word as it stands
 * there, with its linking letters; a last part is an inflected word. What neither rule nor count
 * can know stands in compounds.tsv.
 */
#ifndef LUPP_SWEDISH_PARTS_H
#define LUPP_SWEDISH_PARTS_H

#include "rules.h"

struct parts {
    const struct lexicon *lexicon;
    struct conflater *conflater;
    struct arena *arena; /* strings that are given back are kept there */
};

/* Of at most three letters. */
bool parts_is_short(struct slice part);
/* What compounds.tsv says of a word. */
unsigned parts_kinds(const struct parts *p, struct slice word);
bool parts_is_stop(const struct parts *p, struct slice word);
/* Nouns with some endings (-het, -ing) always take an s when something follows. */
bool parts_always_links(struct slice part);
/* Whether stem + ending is a word of the list. */
bool parts_is_form(const struct parts *p, struct slice stem, const char *ending);

/* Weights are thousandths of a natural logarithm; 0: it cannot be such a part. */
int32_t parts_head_weight(const struct parts *p, struct slice head);

struct modifier {
    struct slice lemma;
    int32_t weight;
};

struct modifier parts_modifier(const struct parts *p, struct slice part);

/* The verb or adjective that the lemma is derived from, if it is known; else empty. */
struct slice parts_derived_from(const struct parts *p, struct slice lemma);
/* Whether a form derived from base may be taken apart at `at`: base must be, there, too. */
bool parts_derived_apart(const struct parts *p, struct slice form, struct slice base, size_t at);

#endif
