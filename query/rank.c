/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rank_internal.h"
#include "weights.h"

#include <stdlib.h>

const char *rank_feature_name(enum rank_feature feature)
{
    return weights_features[feature].name;
}

double rank_feature_weight(enum rank_feature feature)
{
    return weights_features[feature].weight;
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
    features_prepare(r);
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
            c->score += weights_features[f].weight * c->features[f];
    }
    free(rows);
}
