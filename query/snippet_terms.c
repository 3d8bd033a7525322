/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "snippet.h"

static const double least_rarity = 0.1;
static const double minor_share = 0.5;

struct collector {
    struct snippet_terms *out;
    snippet_rarity *rarity;
    void *user;
};

static double weight_of(const struct collector *c, uint32_t documents)
{
    double rarity = c->rarity(c->user, documents);
    return rarity > least_rarity ? rarity : least_rarity;
}

static void add(struct collector *c, const struct snippet_term *term)
{
    struct snippet_terms *out = c->out;
    if (term->count == 0 || term->count > SNIPPET_WORDS_MAX - out->word_count)
        return;
    out->word_count += term->count;
    out->items[out->count++] = *term;
}

static void add_words(struct collector *c, const struct question_term *words, size_t count,
                      double weight, enum snippet_fit fit)
{
    bool minor = count == 1 && (words->flags & SWEDISH_STOP) != 0;
    add(c, &(struct snippet_term){.words = words,
                                  .count = count,
                                  .weight = weight * (minor ? minor_share : 1.0),
                                  .fit = fit,
                                  .minor = minor});
}

/* Of words as typed all weigh. */
static void add_typed(struct collector *c, const struct question_term *words, size_t count,
                      enum snippet_fit fit)
{
    double weight = 0;
    for (size_t i = 0; i < count; i++)
        weight += weight_of(c, words[i].documents);
    add_words(c, words, count, weight, fit);
}

/* Another name weighs no more than one word: it must not hide what was typed. */
static void add_other(struct collector *c, const struct question_other *o)
{
    double weight = 0;
    for (size_t i = 0; i < o->count; i++) {
        double w = weight_of(c, o->terms[i].documents);
        weight = w > weight ? w : weight;
    }
    add_words(c, o->terms, o->count, weight, o->count > 1 ? SNIPPET_STEM : SNIPPET_LOOSE);
}

/* The beginning of words is about as rare as the most frequent words that begin so, together. */
static void add_prefix(struct collector *c, const struct question *q, struct slice prefix)
{
    uint32_t documents = 0;
    for (size_t i = 0; i < q->expansion_count; i++) {
        uint32_t more = q->expansions[i]->documents;
        if (slice_starts(q->expansions[i]->form, prefix))
            documents = more < UINT32_MAX - documents ? documents + more : UINT32_MAX;
    }
    add(c, &(struct snippet_term){.prefix = prefix,
                                  .count = 1,
                                  .weight = weight_of(c, documents),
                                  .fit = SNIPPET_PREFIX});
}

/* Depth is limited by language. */
static void add_prefixes(struct collector *c, const struct question *q,
                         const struct question_node *node)
{
    if (node->kind == QUESTION_PREFIX && !node->own)
        add_prefix(c, q, node->value);
    for (size_t i = 0; i < node->child_count; i++)
        add_prefixes(c, q, node->children[i]);
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
    if (q->root)
        add_prefixes(&c, q, q->root);
}
