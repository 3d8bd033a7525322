/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a form may be read: as a lemma and an ending of a paradigm.
 *
 * Each reading is weighed by what the word list knows of the other forms that the paradigm would
 * give: how often they occur, how many of them there are, and whether one is there that hardly any
 * other paradigm has.
 */
#ifndef LUPP_SWEDISH_INFLECTIONS_H
#define LUPP_SWEDISH_INFLECTIONS_H

#include "rules.h"

struct inflections;

struct inflections *inflections_new(const struct lexicon *lexicon, const struct rules *rules);
void inflections_free(struct inflections *r); /* NULL is fine */

struct inflection_found {
    enum inflection inflection;
    char lemma[SWEDISH_TOKEN_MAX];
    size_t size;
};

/* The likeliest reading of a form of at most SWEDISH_TOKEN_MAX bytes; false when the form had
   better be left as it is. facts are the form's. With known_lemma only lemmas of the word list
   count. */
bool inflections_find(struct inflections *r, struct slice form, const struct form_facts *facts,
                      bool known_lemma, struct inflection_found *out);

#endif
