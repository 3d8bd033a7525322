/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rank_internal.h"

#include <stdlib.h>

/* Fitted as a linear order of each question's candidates (softmax over them, a little damped), on
   questions of two kinds in equal parts: headlines of pages and questions to authorities, neither
   with titles. Fitted on four fifths of the questions and measured on the rest, in turn, they give
   what they give when fitted on all: bench/RESULTS.md. A negative weight of the best paragraph
   would give no more on these sets and harm questions of few words, so it is bounded near zero. The
   two of titles are chosen by hand. */
static const struct {
    const char *name;
    double weight;
} table[RANK_FEATURES] = {
    [RANK_GRAMS_TWO] = {"grams in two sentences", 4.2},
    [RANK_PAIRS_SHARE] = {"neighbours", 6.27},
    [RANK_LEAD] = {"lead", 0.93},
    [RANK_GRAMS_ONE] = {"grams in one sentence", 1.98},
    [RANK_SENTENCE] = {"best sentence", 1.11},
    [RANK_NEAR] = {"near words", 0.0421},
    [RANK_BM25] = {"early words", 0.133},
    [RANK_GRAMS_RARE] = {"rare grams", 0.0882},
    [RANK_COVERED] = {"words covered", -0.058},
    [RANK_PARAGRAPH] = {"best paragraph", -0.0033},
    [RANK_DIGITS] = {"numbers missing", -0.148},
    [RANK_PAIRS] = {"neighbours' weight", -0.272},
    [RANK_FIRST] = {"first stage", 3.79},
    [RANK_TITLE] = {"title", 1.5},
    [RANK_TITLE_WHOLE] = {"whole title", 0.8},
};

const char *rank_feature_name(enum rank_feature feature)
{
    return table[feature].name;
}

double rank_feature_weight(enum rank_feature feature)
{
    return table[feature].weight;
}

void rank_open(struct rank **out, struct swedish *s)
{
    struct rank *r = base_calloc(1, sizeof *r);
    r->swedish = s;
    r->met_of_form = base_calloc(swedish_lexicon_count(), sizeof *r->met_of_form);
    r->stem_asked = base_calloc(bits_words(swedish_stem_count()), sizeof *r->stem_asked);
    r->gram_asked = base_calloc(bits_words(swedish_gram_count()), sizeof *r->gram_asked);
    r->gram_number = base_calloc(swedish_gram_count(), sizeof *r->gram_number);
    r->stem_count = r->stem_room = swedish_stem_count();
    r->stems = base_calloc(r->stem_room, sizeof *r->stems);
    features_weigh_places(r);
    *out = r;
}

void rank_close(struct rank *r)
{
    if (r == NULL)
        return;
    free(r->met_of_form);
    free(r->stem_asked);
    free(r->gram_asked);
    free(r->gram_number);
    free(r->met);
    free(r->met_grams);
    free(r->matches);
    numbers_free(&r->spelled);
    numbers_free(&r->strange);
    free(r->stems);
    free(r->row_items);
    free(r);
}

void rank_question(struct rank *r, double average_words, const struct rank_term *terms,
                   size_t count)
{
    r->average_words = average_words > 1 ? average_words : 1;
    question_forget(r);
    met_forget(r);
    question_prepare(r, terms, count);
}

void rank_candidates(struct rank *r, struct rank_candidate *candidates, size_t count)
{
    struct row *rows = base_calloc(count, sizeof *rows);
    r->row_count = 0;
    for (size_t i = 0; i < count; i++)
        rows[i] = row_read(r, candidates[i].record);
    core_count(r, rows, count < RANK_CORE ? count : RANK_CORE);
    double best = count > 0 && candidates[0].first > 0 ? candidates[0].first : 1;
    for (size_t i = 0; i < count; i++) {
        struct rank_candidate *c = &candidates[i];
        features_measure(r, &rows[i], c);
        c->features[RANK_FIRST] = c->first / best;
        c->score = 0;
        for (size_t f = 0; f < RANK_FEATURES; f++)
            c->score += table[f].weight * c->features[f];
    }
    free(rows);
}
