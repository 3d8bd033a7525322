/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "snippet.h"

static const double least_rarity = 0.1;
static const double minor_share = 0.5;

struct collector {
    struct snippet_terms *out;
    snippet_rarity *rarity;
    void *user;
};

static double word_weight(const struct collector *c, const struct question_term *t)
{
    double rarity = c->rarity(c->user, t->documents);
    return rarity > least_rarity ? rarity : least_rarity;
}

static void add(struct collector *c, const struct question_term *words, size_t count, double weight,
                enum snippet_fit fit)
{
    struct snippet_terms *out = c->out;
    bool minor = count == 1 && (words->flags & SWEDISH_STOP) != 0;
    if (count == 0 || count > SNIPPET_WORDS_MAX - out->word_count)
        return;
    out->word_count += count;
    out->items[out->count++] = (struct snippet_term){.words = words,
                                                     .count = count,
                                                     .weight = weight * (minor ? minor_share : 1.0),
                                                     .fit = fit,
                                                     .minor = minor};
}

/* Of words as typed all weigh. */
static void add_typed(struct collector *c, const struct question_term *words, size_t count,
                      enum snippet_fit fit)
{
    double weight = 0;
    for (size_t i = 0; i < count; i++)
        weight += word_weight(c, &words[i]);
    add(c, words, count, weight, fit);
}

/* Another name weighs no more than one word: it must not hide what was typed. */
static void add_other(struct collector *c, const struct question_other *o)
{
    double weight = 0;
    for (size_t i = 0; i < o->count; i++) {
        double w = word_weight(c, &o->terms[i]);
        weight = w > weight ? w : weight;
    }
    add(c, o->terms, o->count, weight, o->count > 1 ? SNIPPET_STEM : SNIPPET_LOOSE);
}

void snippet_terms_read(struct snippet_terms *out, const struct question *q, snippet_rarity *rarity,
                        void *user)
{
    struct collector c = {.out = out, .rarity = rarity, .user = user};
    *out = (struct snippet_terms){.count = 0};
    for (size_t i = 0; i < q->unit_count; i++) {
        const struct question_unit *u = q->units[i];
        if (!u->whole || u->other_count == 0)
            add_typed(&c, u->terms, u->count, u->count > 1 ? SNIPPET_STEM : SNIPPET_LOOSE);
    }
    for (size_t i = 0; i < q->sequence_count; i++) {
        const struct question_sequence *s = q->sequences[i];
        for (size_t v = 0; v < s->variant_count; v++)
            add_typed(&c, s->variants[v].terms, s->variants[v].count,
                      s->exact ? SNIPPET_FORM : SNIPPET_STEM);
    }
    for (size_t i = 0; i < q->other_count; i++)
        add_other(&c, q->others[i]);
    for (size_t i = 0; i < q->expansion_count; i++)
        add_typed(&c, q->expansions[i], 1, SNIPPET_FORM);
}
