/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rank_internal.h"

#include <stdlib.h>

/* Fitted as a linear order of each question's candidates (softmax over them, a little damped), on
   questions of two kinds in equal parts: titles of pages and questions to authorities, the texts
   without their titles. The titles it was fitted on are others than those it is measured with, and
   the questions were measured with weights fitted on the other three quarters: bench/RESULTS.md.
   The first
   two of titles are chosen by hand; the fit, which sees words of links only, gives them the same
   within a tenth. The third is so heavy that who types a title gets its page. */
static const struct {
    const char *name;
    double weight;
} table[RANK_FEATURES] = {
    [RANK_GRAMS_TWO] = {"grams in two sentences", 2.4679},
    [RANK_GRAMS_FIVE] = {"grams in five sentences", 2.6277},
    [RANK_PAIRS_SHARE] = {"neighbours", 5.245},
    [RANK_LEAD_15] = {"lead of 15 words", 0.7952},
    [RANK_LEAD_30] = {"lead of 30 words", 2.6589},
    [RANK_LEAD_60] = {"lead of 60 words", -2.7716},
    [RANK_LEAD_120] = {"lead of 120 words", -2.8173},
    [RANK_LEAD_COVERED] = {"covered by the lead", -0.8752},
    [RANK_GRAMS_ONE] = {"grams in one sentence", 1.4509},
    [RANK_SENTENCE] = {"best sentence", 1.9984},
    [RANK_BM25] = {"early words", 0.1294},
    [RANK_GRAMS_RARE] = {"rare grams", 0.065},
    [RANK_COVERED] = {"words covered", -0.0911},
    [RANK_DIGITS] = {"numbers missing", -0.0607},
    [RANK_PAIRS] = {"neighbours' weight", -0.2146},
    [RANK_FIRST] = {"first stage", 4.7541},
    [RANK_TITLE] = {"title", 1.5},
    [RANK_TITLE_WHOLE] = {"whole title", 0.8},
    [RANK_TITLE_SAME] = {"title itself", 3.0},
    [RANK_TYPE] = {"type", 3.2072},
    [RANK_YEAR] = {"another year", -1.6333},
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
