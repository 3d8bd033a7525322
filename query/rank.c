/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rank_internal.h"

#include <stdlib.h>

/* The weights were fitted on pairs of a right answer and a candidate beside it, over questions of
   two kinds (headlines of pages, questions to authorities) in equal parts; the figures in
   bench/quality.md are of weights fitted without the questions they are measured on. */
static const struct {
    const char *name;
    double weight;
} table[RANK_FEATURES] = {
    [RANK_GRAMS_TWO] = {"grams in two sentences", 4.81},
    [RANK_PAIRS_SHARE] = {"neighbours", 6.06},
    [RANK_LEAD] = {"lead", 0.889},
    [RANK_GRAMS_ONE] = {"grams in one sentence", 2.26},
    [RANK_SENTENCE] = {"best sentence", 1.35},
    [RANK_NEAR] = {"near words", 0.299},
    [RANK_BM25] = {"early words", 0.171},
    [RANK_GRAMS_RARE] = {"rare grams", 0.0805},
    [RANK_COVERED] = {"words covered", -0.0454},
    [RANK_PARAGRAPH] = {"best paragraph", -0.0866},
    [RANK_DIGITS] = {"numbers missing", -0.171},
    [RANK_PAIRS] = {"neighbours' weight", -0.27},
    [RANK_FIRST] = {"first stage", 3.32},
    [RANK_TITLE] = {"title", 0.8},
    [RANK_TITLE_WHOLE] = {"whole title", 0.4},
};

const char *rank_feature_name(enum rank_feature feature)
{
    return table[feature].name;
}

double rank_feature_weight(enum rank_feature feature)
{
    return table[feature].weight;
}

void rank_open(struct rank **out, struct swedish *s, const struct rank_term *terms, size_t count,
               double average_words)
{
    struct rank *r = base_calloc(1, sizeof *r);
    r->swedish = s;
    r->average_words = average_words > 1 ? average_words : 1;
    question_prepare(r, terms, count);
    *out = r;
}

void rank_close(struct rank *r)
{
    if (r == NULL)
        return;
    free(r->met);
    free(r->met_slots);
    free(r->stems);
    free(r->stem_slots);
    free(r->row_items);
    free(r);
}

void rank_candidates(struct rank *r, struct rank_candidate *candidates, size_t count)
{
    struct row *rows = base_calloc(count, sizeof *rows);
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
