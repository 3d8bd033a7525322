/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each term of the question weighs, once, however often and wherever it is asked. */
#include "plan_internal.h"

enum { TERMS_MAX = 400 /* of a question that weigh; a pasted page has enough with these */ };

static struct plan_weight *find_weight(struct plan *p, struct slice stem)
{
    for (size_t i = 0; i < p->weight_count; i++)
        if (slice_equal(p->weights[i].stem, stem))
            return &p->weights[i];
    return NULL;
}

static void add_weight(struct plan *p, struct slice stem, double factor)
{
    if (p->weight_count == TERMS_MAX)
        return;
    p->weights = base_grow(p->weights, &p->weight_room, p->weight_count + 1, sizeof *p->weights);
    p->weights[p->weight_count++] =
        (struct plan_weight){.stem = stem, .factor = factor, .times = 1};
}

/* A word asked for again counts by how often. */
static void add_asked(struct plan *p, const struct question_term *t, double factor)
{
    struct plan_weight *known = find_weight(p, t->stem);
    if (!known) {
        add_weight(p, t->stem, factor);
        return;
    }
    known->times++;
    if (factor > known->factor)
        known->factor = factor;
}

static void add_light(struct plan *p, struct slice stem, double factor)
{
    if (factor > 0 && !find_weight(p, stem))
        add_weight(p, stem, factor);
}

static void add_words(struct plan *p)
{
    const struct question *q = p->question;
    for (size_t i = 0; i < q->unit_count; i++) {
        const struct question_unit *u = q->units[i];
        double share = question_unit_reference(u) ? weights.reference_word : 1.0;
        for (size_t k = 0; k < u->count; k++)
            add_asked(p, &u->terms[k], share * question_term_factor(&u->terms[k]));
    }
    for (size_t i = 0; i < q->sequence_count; i++) {
        const struct question_sequence *s = q->sequences[i];
        double share = s->reference ? weights.reference_word : 1.0;
        for (size_t k = 0; k < s->variants[0].count; k++)
            add_asked(p, &s->variants[0].terms[k],
                      share * question_term_factor(&s->variants[0].terms[k]));
    }
}

static double other_factor(enum question_other_kind kind)
{
    switch (kind) {
    case OTHER_JOINED:
    case OTHER_COMPLETED:
        return weights.joined;
    case OTHER_UNDOTTED:
        return weights.undotted;
    case OTHER_NEAR:
        return weights.near;
    case OTHER_NAME:
        return weights.name;
    case OTHER_REFERENCE:
        return weights.reference;
    case OTHER_DATE:
    case OTHER_AMOUNT:
        return weights.measure;
    }
    return 0;
}

/* Sums have terms of their own, see weights_add_rest. */
static void add_others(struct plan *p)
{
    const struct question *q = p->question;
    for (size_t i = 0; i < q->other_count; i++)
        if (q->others[i]->count == 1 && q->others[i]->kind != OTHER_AMOUNT)
            add_light(p, q->others[i]->terms[0].stem, other_factor(q->others[i]->kind));
    for (size_t i = 0; i < q->expansion_count; i++)
        add_light(p, q->expansions[i]->stem, weights.expansion);
}

static void add_parts(struct plan *p)
{
    const struct question *q = p->question;
    for (size_t i = 0; i < q->term_count; i++)
        for (size_t k = 0; k < q->terms[i]->part_count; k++)
            add_light(p, q->terms[i]->parts[k], weights.part * question_term_factor(q->terms[i]));
}

void weights_collect(struct plan *p)
{
    p->weight_count = 0;
    add_words(p);
    add_others(p);
    add_parts(p);
}

static const struct xc_query *weighted(struct plan *p, struct plan_weight *w)
{
    w->placed = true;
    schema_term(&p->term, p->unit == PLAN_SECTIONS ? SCHEMA_PREFIX_SECTION : "", w->stem);
    const struct xc_query *query =
        xc_query_term(p->builder, xc_bytes_of(p->term.data, p->term.size), w->times, 0);
    return w->factor < 1.0 || w->factor > 1.0 ? xc_query_scale(p->builder, query, w->factor)
                                              : query;
}

const struct xc_query *weights_place(struct plan *p, struct slice stem)
{
    struct plan_weight *w = find_weight(p, stem);
    if (w && !w->placed)
        return weighted(p, w);
    return plan_unweighed(p, plan_stem(p, stem));
}

/* Names of several words weigh where they stand as they are. */
static const struct xc_query *whole_name(struct plan *p, const struct question_other *o)
{
    struct operands each = {0};
    for (size_t i = 0; i < o->count; i++)
        operands_add(&each, plan_stem(p, o->terms[i].stem));
    const struct xc_query *query =
        operands_join(p, p->unit == PLAN_SECTIONS ? XC_AND : XC_PHRASE, &each);
    return xc_query_scale(p->builder, query, other_factor(o->kind));
}

static const struct xc_query *sum(struct plan *p, const struct question_other *o)
{
    char term[32];
    int size = snprintf(term, sizeof term, "=%llu", (unsigned long long)o->kronor);
    return xc_query_scale(
        p->builder,
        plan_term(p, SCHEMA_PREFIX_AMOUNT, (struct slice){.data = term, .size = (size_t)size}),
        other_factor(o->kind));
}

/* Each name stands in an AND_MAYBE of its own: where a PHRASE is an operand of an OR there,
   libxapian 1.4 looks at the OR for one page and may take the answer for the page after it too,
   with the weight of the words on yet another page. Scores then depend on the order of the pages.
 */
const struct xc_query *weights_add_rest(struct plan *p, const struct xc_query *query)
{
    struct operands each = {0};
    const struct question *q = p->question;
    for (size_t i = 0; i < p->weight_count; i++)
        if (!p->weights[i].placed)
            operands_add(&each, weighted(p, &p->weights[i]));
    for (size_t i = 0; i < q->other_count; i++)
        if (q->others[i]->kind == OTHER_AMOUNT)
            operands_add(&each, sum(p, q->others[i]));
    if (each.count > 0)
        query = xc_query_pair(p->builder, XC_AND_MAYBE, query, operands_join(p, XC_OR, &each));
    for (size_t i = 0; i < q->other_count; i++)
        if (q->others[i]->kind != OTHER_AMOUNT && q->others[i]->count > 1)
            query = xc_query_pair(p->builder, XC_AND_MAYBE, query, whole_name(p, q->others[i]));
    return query;
}
