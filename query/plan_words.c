/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan_internal.h"

#include <stdlib.h>

/* ---- rows of words --------------------------------------------------------------------------- */

static const struct xc_query *all_with_prefix(struct plan *p, const char *prefix,
                                              const struct question_term *terms, size_t count)
{
    struct operands each = {0};
    for (size_t i = 0; i < count; i++)
        operands_add(&each, plan_term(p, prefix, terms[i].stem));
    return operands_join(p, XC_AND, &each);
}

/* The words in this order; sections, which have no positions, just hold them all. */
static const struct xc_query *in_a_row(struct plan *p, const struct question_term *terms,
                                       size_t count)
{
    struct operands each = {0};
    for (size_t i = 0; i < count; i++)
        operands_add(&each, plan_stem(p, terms[i].stem));
    return operands_join(p, p->unit == PLAN_SECTIONS ? XC_AND : XC_PHRASE, &each);
}

static const struct xc_query *with_forms(struct plan *p, const struct xc_query *query,
                                         const struct question_term *terms, size_t count)
{
    struct operands each = {0};
    if (p->unit == PLAN_SECTIONS)
        return query;
    operands_add(&each, query);
    for (size_t i = 0; i < count; i++)
        operands_add(&each, plan_term(p, SCHEMA_PREFIX_FORM, terms[i].form));
    return operands_join(p, XC_FILTER, &each);
}

/* Said by the page itself, not only as a part of its words or in links to it. */
static const struct xc_query *said(struct plan *p, struct slice stem)
{
    const struct xc_query *query = plan_stem(p, stem);
    if (p->unit == PLAN_SECTIONS)
        return query;
    return xc_query_pair(p->builder, XC_AND_NOT, query, plan_term(p, SCHEMA_PREFIX_INDIRECT, stem));
}

/* ---- other readings -------------------------------------------------------------------------- */

static const struct xc_query *amount(struct plan *p, uint64_t kronor)
{
    char term[32];
    int size = snprintf(term, sizeof term, "=%llu", (unsigned long long)kronor);
    p->meets_sections |= p->unit != PLAN_SECTIONS;
    return plan_term(p, SCHEMA_PREFIX_AMOUNT, (struct slice){.data = term, .size = (size_t)size});
}

static const struct xc_query *reference(struct plan *p, struct slice canonical, bool own)
{
    if (p->unit == PLAN_SECTIONS)
        return plan_stem(p, canonical);
    return xc_query_pair(p->builder, XC_OR, own ? said(p, canonical) : plan_stem(p, canonical),
                         plan_term(p, SCHEMA_PREFIX_IDENTITY, canonical));
}

static const struct xc_query *other_query(struct plan *p, const struct question_other *o)
{
    if (o->kind == OTHER_AMOUNT)
        return amount(p, o->kronor);
    if (o->kind == OTHER_REFERENCE)
        return reference(p, o->terms[0].stem, false);
    return in_a_row(p, o->terms, o->count);
}

/* ---- units ----------------------------------------------------------------------------------- */

/* "handel med människor" for människohandel. */
static const struct xc_query *parts_of(struct plan *p, const struct question_term *t)
{
    struct operands each = {0};
    for (size_t i = 0; i < t->simple_count; i++)
        operands_add(&each, plan_stem(p, t->simple[i]));
    if (p->parts == PLAN_PARTS_ANYWHERE)
        return operands_join(p, XC_AND, &each);
    return operands_window(p, XC_NEAR, &each, t->simple_count + PLAN_PARTS_WINDOW);
}

const struct xc_query *plan_unit_query(struct plan *p, const struct question_unit *unit, bool weigh)
{
    struct operands each = {0};
    const struct question_term *t = &unit->terms[0];
    if (unit->count == 1 && !unit->whole)
        operands_add(&each, weigh ? weights_place(p, t->stem) : plan_stem(p, t->stem));
    else if (!unit->whole || unit->other_count == 0)
        operands_add(&each, plan_unweighed(p, in_a_row(p, unit->terms, unit->count)));
    for (size_t i = 0; i < unit->other_count; i++)
        if (unit->others[i]->kind != OTHER_NEAR)
            operands_add(&each, plan_unweighed(p, other_query(p, unit->others[i])));
    if (p->parts != PLAN_PARTS_NOWHERE && question_unit_parts(unit) && p->unit != PLAN_SECTIONS)
        operands_add(&each, plan_unweighed(p, unit->whole
                                                  ? all_with_prefix(p, "", unit->terms, unit->count)
                                                  : parts_of(p, t)));
    return operands_join(p, XC_OR, &each);
}

/* ---- words that must stand there themselves -------------------------------------------------- */

size_t plan_variants(const struct question_node *node,
                     struct plan_variant out[QUESTION_VARIANTS_MAX])
{
    size_t count = 0;
    if (node->kind == QUESTION_SEQUENCE) {
        for (; count < node->sequence->variant_count; count++)
            out[count] = (struct plan_variant){.terms = node->sequence->variants[count].terms,
                                               .count = node->sequence->variants[count].count};
        return count;
    }
    const struct question_unit *u = node->unit;
    out[count++] = (struct plan_variant){.terms = u->terms, .count = u->count};
    for (size_t i = 0; i < u->other_count && count < QUESTION_VARIANTS_MAX; i++)
        if (u->others[i]->kind <= OTHER_UNDOTTED && u->others[i]->count == 1)
            out[count++] = (struct plan_variant){.terms = u->others[i]->terms, .count = 1};
    return count;
}

static bool is_exact(const struct question_node *node)
{
    return node->kind == QUESTION_SEQUENCE && node->sequence->exact;
}

static const struct xc_query *own_words(struct plan *p, const struct question_node *node,
                                        const struct plan_variant *v)
{
    const struct xc_query *query =
        v->count == 1 ? said(p, v->terms[0].stem) : in_a_row(p, v->terms, v->count);
    return is_exact(node) ? with_forms(p, query, v->terms, v->count) : query;
}

/* In the title: its stems, and the phrase somewhere on the page. */
static const struct xc_query *title_words(struct plan *p, const struct question_node *node,
                                          const struct plan_variant *v)
{
    if (p->unit == PLAN_SECTIONS) /* a section's terms hold its page's title */
        return in_a_row(p, v->terms, v->count);
    const struct xc_query *query = all_with_prefix(p, SCHEMA_PREFIX_TITLE, v->terms, v->count);
    if (v->count > 1)
        query = xc_query_pair(p->builder, XC_AND, query, in_a_row(p, v->terms, v->count));
    return is_exact(node) ? with_forms(p, query, v->terms, v->count) : query;
}

/* Whether a page with such a reading is a hit, not only heavier. */
static bool is_meant(const struct question_other *o)
{
    return o->kind != OTHER_NEAR && o->kind != OTHER_AMOUNT;
}

static const struct xc_query *title_unit(struct plan *p, const struct question_unit *unit)
{
    struct operands each = {0};
    operands_add(&each, all_with_prefix(p, SCHEMA_PREFIX_TITLE, unit->terms, unit->count));
    if (unit->count == 1)
        operands_add(&each, plan_term(p, SCHEMA_PREFIX_TITLE_PART, unit->terms[0].stem));
    for (size_t i = 0; i < unit->other_count; i++)
        if (is_meant(unit->others[i]))
            operands_add(&each, all_with_prefix(p, SCHEMA_PREFIX_TITLE, unit->others[i]->terms,
                                                unit->others[i]->count));
    return operands_join(p, XC_OR, &each);
}

/* What a unit of several words means as one thing, when it means one. */
static const struct xc_query *leaf_whole(struct plan *p, const struct question_node *node)
{
    if (node->kind == QUESTION_SEQUENCE)
        return node->sequence->reference
                   ? reference(p, node->sequence->reference->terms[0].stem, true)
                   : NULL;
    const struct question_other *own = question_unit_reference(node->unit);
    if (own)
        return reference(p, own->terms[0].stem, true);
    return node->unit->whole ? plan_unit_query(p, node->unit, false) : NULL;
}

const struct xc_query *plan_word_leaf(struct plan *p, const struct question_node *node, bool weigh)
{
    bool title = node->field && node->field->prefix;
    bool loose = node->kind == QUESTION_UNIT && !node->own;
    if (loose)
        return title && p->unit != PLAN_SECTIONS ? title_unit(p, node->unit)
                                                 : plan_unit_query(p, node->unit, weigh);
    const struct xc_query *whole = leaf_whole(p, node);
    if (whole && !title)
        return plan_unweighed(p, whole);
    struct plan_variant variants[QUESTION_VARIANTS_MAX];
    size_t count = plan_variants(node, variants);
    struct operands each = {0};
    for (size_t i = 0; i < count; i++)
        operands_add(&each,
                     title ? title_words(p, node, &variants[i]) : own_words(p, node, &variants[i]));
    return plan_unweighed(p, operands_join(p, XC_OR, &each));
}

/* Only text: has answers that are sure: what the title, parts and links do not say. */
const struct xc_query *plan_sure(struct plan *p, const struct question_node *node)
{
    bool word = node->kind == QUESTION_UNIT || node->kind == QUESTION_SEQUENCE;
    if (!word || !node->field || node->field->prefix || p->unit == PLAN_SECTIONS || is_exact(node))
        return NULL;
    struct plan_variant variants[QUESTION_VARIANTS_MAX];
    plan_variants(node, variants);
    const struct plan_variant *v = &variants[0];
    const struct xc_query *query = own_words(p, node, v);
    query = xc_query_pair(p->builder, XC_AND_NOT, query,
                          all_with_prefix(p, SCHEMA_PREFIX_TITLE, v->terms, v->count));
    return plan_unweighed(p, query);
}

/* ---- beginnings of words --------------------------------------------------------------------- */

struct forms {
    struct plan *plan;
    struct operands *out;
};

static int add_form_stem(void *user, struct xc_bytes term, uint32_t documents)
{
    struct forms *f = user;
    (void)documents;
    struct slice form = {.data = term.data + 1, .size = term.size - 1};
    struct swedish_word word;
    swedish_word(f->plan->swedish, form, &word);
    operands_add(f->out, plan_stem(f->plan, word.stem));
    return 0;
}

/* Sections have stems only: those of all such forms. */
static const struct xc_query *section_prefix(struct plan *p, struct slice prefix)
{
    struct operands each = {0};
    struct forms forms = {.plan = p, .out = &each};
    struct buffer term = {0};
    struct xc_error error;
    buffer_text(&term, SCHEMA_PREFIX_FORM);
    buffer_slice(&term, prefix);
    plan_ok(p,
            xc_index_each_term(p->index, xc_bytes_of(term.data, term.size), add_form_stem, &forms,
                               &error),
            &error);
    buffer_free(&term);
    return operands_join(p, XC_OR, &each);
}

const struct xc_query *plan_prefix(struct plan *p, const struct question_node *node)
{
    if (p->unit == PLAN_SECTIONS)
        return plan_unweighed(p, section_prefix(p, node->value));
    schema_term(&p->term, SCHEMA_PREFIX_FORM, node->value);
    return plan_unweighed(p, xc_query_wildcard(p->builder, xc_bytes_of(p->term.data, p->term.size),
                                               0, XC_WILDCARD_FAIL, XC_OR));
}

/* ---- near ------------------------------------------------------------------------------------ */

static bool near_unit(struct plan *p, const struct question_node *node, struct operands *out)
{
    if (node->kind != QUESTION_UNIT || node->field || node->unit->count > 1)
        return false;
    struct operands each = {0};
    operands_add(&each, plan_stem(p, node->unit->terms[0].stem));
    for (size_t i = 0; i < node->unit->other_count; i++) {
        const struct question_other *o = node->unit->others[i];
        if (is_meant(o) && o->kind <= OTHER_NAME && o->count == 1)
            operands_add(&each, plan_stem(p, o->terms[0].stem));
    }
    operands_add(out, operands_join(p, XC_OR, &each));
    return true;
}

bool plan_near_operand(struct plan *p, const struct question_node *node, struct operands *out)
{
    if (node->kind != QUESTION_ALL && node->kind != QUESTION_OR)
        return near_unit(p, node, out);
    struct operands each = {0};
    bool good = true;
    for (size_t i = 0; i < node->child_count && good; i++)
        good = near_unit(p, node->children[i], &each);
    if (good && node->kind == QUESTION_OR)
        operands_add(out, operands_join(p, XC_OR, &each));
    for (size_t i = 0; i < each.count && good; i++)
        operands_add(out, each.items[i]);
    free(each.items);
    return good;
}
