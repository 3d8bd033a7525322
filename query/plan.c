/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan_internal.h"

#include <stdlib.h>

static const struct xc_query *node_query(struct plan *p, const struct question_node *node,
                                         bool weigh);

/* ---- small things ---------------------------------------------------------------------------- */

void operands_add(struct operands *o, const struct xc_query *query)
{
    o->items = base_grow(o->items, &o->room, o->count + 1, sizeof *o->items);
    o->items[o->count++] = query;
}

const struct xc_query *operands_join(struct plan *p, enum xc_operator op, struct operands *o)
{
    const struct xc_query *query = xc_query_join(p->builder, op, o->items, o->count);
    free(o->items);
    *o = (struct operands){0};
    return query;
}

const struct xc_query *operands_window(struct plan *p, enum xc_operator op, struct operands *o,
                                       size_t window)
{
    const struct xc_query *query =
        xc_query_window(p->builder, op, o->items, o->count, (uint32_t)window);
    free(o->items);
    *o = (struct operands){0};
    return query;
}

const struct xc_query *plan_term(struct plan *p, const char *prefix, struct slice value)
{
    schema_term(&p->term, prefix, value);
    return xc_query_term(p->builder, xc_bytes_of(p->term.data, p->term.size), 1, 0);
}

const struct xc_query *plan_stem(struct plan *p, struct slice stem)
{
    return plan_term(p, p->unit == PLAN_SECTIONS ? SCHEMA_PREFIX_SECTION : "", stem);
}

const struct xc_query *plan_unweighed(struct plan *p, const struct xc_query *query)
{
    return xc_query_scale(p->builder, query, 0);
}

bool plan_ok(struct plan *p, enum xc_status status, const struct xc_error *error)
{
    if (status == XC_OK || status == XC_STOPPED)
        return true;
    if (p->status == STATUS_OK)
        p->status = error_set(&p->error, status == XC_CHANGED ? STATUS_CHANGED : STATUS_CORRUPT,
                              "index: %s", error->text);
    return false;
}

void plan_begin(struct plan *p)
{
    p->status = STATUS_OK;
    p->error = (struct error){.status = STATUS_OK};
    weights_collect(p);
}

void plan_end(struct plan *p)
{
    buffer_free(&p->term);
    free(p->weights);
    p->weights = NULL;
    p->weight_count = p->weight_room = 0;
}

/* ---- what needs a look at the records -------------------------------------------------------- */

static bool has_several_words(const struct question_node *node)
{
    struct plan_variant variants[QUESTION_VARIANTS_MAX];
    size_t count = plan_variants(node, variants);
    for (size_t i = 0; i < count; i++)
        if (variants[i].count > 1)
            return true;
    return false;
}

static bool is_reference(const struct question_node *node)
{
    return node->kind == QUESTION_SEQUENCE ? node->sequence->reference != NULL : node->unit->whole;
}

/* Words that must stand there themselves. */
static bool checks_own(const struct plan *p, const struct question_node *node)
{
    bool exact = node->kind == QUESTION_SEQUENCE && node->sequence->exact;
    if (is_reference(node))
        return false;
    if (p->unit == PLAN_SECTIONS)
        return true;
    if (node->field) /* the title's stems tell of one word only */
        return exact || has_several_words(node) || !node->field->prefix;
    return exact && has_several_words(node);
}

/* NEAR of single words is the index's affair. */
static bool checks_near(const struct plan *p, const struct question_node *node)
{
    if (p->unit == PLAN_SECTIONS)
        return true;
    for (size_t i = 0; i < node->child_count; i++) {
        const struct question_node *child = node->children[i];
        if (child->kind == QUESTION_ALL || child->kind == QUESTION_OR) {
            if (checks_near(p, child))
                return true;
        } else if (child->kind == QUESTION_UNIT || child->kind == QUESTION_SEQUENCE) {
            bool own = child->kind == QUESTION_SEQUENCE;
            if (child->field || own || child->unit->count > 1)
                return true;
        }
    }
    return false;
}

bool plan_checks_leaf(const struct plan *p, const struct question_node *node)
{
    switch (node->kind) {
    case QUESTION_UNIT:
        if (node->own)
            return checks_own(p, node);
        return node->field && (p->unit == PLAN_SECTIONS || !node->field->prefix);
    case QUESTION_SEQUENCE:
        return checks_own(p, node);
    case QUESTION_PREFIX:
        return node->field || p->unit == PLAN_SECTIONS;
    case QUESTION_FILTER:
        return p->unit == PLAN_SECTIONS && plan_is_page_filter(node);
    case QUESTION_NEAR:
        return checks_near(p, node);
    case QUESTION_RANGE:
    case QUESTION_NOT:
    case QUESTION_ALL:
    case QUESTION_AND:
    case QUESTION_OR:
        return false;
    }
    return false;
}

bool plan_checks(const struct plan *p, const struct question_node *node)
{
    if (plan_checks_leaf(p, node))
        return true;
    for (size_t i = 0; i < node->child_count; i++)
        if (plan_checks(p, node->children[i]))
            return true;
    return false;
}

/* ---- the tree -------------------------------------------------------------------------------- */

static bool is_light(const struct question_node *node)
{
    return node->kind == QUESTION_UNIT && node->unit->light && !node->field;
}

/* Words that carry little need not be there, unless there are no others. */
static bool all_light(const struct question_node *const *children, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!is_light(children[i]) && children[i]->kind != QUESTION_FILTER &&
            children[i]->kind != QUESTION_RANGE && children[i]->kind != QUESTION_NOT)
            return false;
    return true;
}

/* query without what the NOTs among the children find. */
static const struct xc_query *without(struct plan *p, const struct xc_query *query,
                                      const struct question_node *const *children, size_t count)
{
    struct operands each = {0};
    operands_add(&each, query);
    for (size_t i = 0; i < count; i++)
        if (children[i]->kind == QUESTION_NOT && !plan_checks(p, children[i]))
            operands_add(&each, node_query(p, children[i]->children[0], false));
    return operands_join(p, XC_AND_NOT, &each);
}

/* All of the children that are not NOT, or with `any` all but words and one of these. */
static const struct xc_query *all_of(struct plan *p, const struct question_node *node, bool any,
                                     bool weigh)
{
    struct operands required = {0}, words = {0};
    bool light = all_light(node->children, node->child_count);
    for (size_t i = 0; i < node->child_count; i++) {
        const struct question_node *child = node->children[i];
        if (child->kind == QUESTION_NOT || (is_light(child) && !light))
            continue;
        const struct xc_query *query = node_query(p, child, weigh);
        operands_add(any && plan_optional(child) ? &words : &required, query);
    }
    if (words.count > 0)
        operands_add(&required, operands_join(p, XC_OR, &words));
    free(words.items);
    const struct xc_query *query =
        required.count > 0 ? operands_join(p, XC_AND, &required) : plan_everything(p);
    free(required.items);
    return without(p, query, node->children, node->child_count);
}

static const struct xc_query *any_of(struct plan *p, const struct question_node *node, bool weigh)
{
    struct operands each = {0};
    for (size_t i = 0; i < node->child_count; i++)
        operands_add(&each, node_query(p, node->children[i], weigh));
    return operands_join(p, XC_OR, &each);
}

/* The words near each other and all else as AND has it. Where the records are asked anyway, being
   on the page is enough. */
static const struct xc_query *near_query(struct plan *p, const struct question_node *node)
{
    struct operands near = {0}, all = {0};
    bool check = plan_checks_leaf(p, node);
    for (size_t i = 0; i < node->child_count; i++)
        if (node->children[i]->kind != QUESTION_NOT &&
            (check || !plan_near_operand(p, node->children[i], &near)))
            operands_add(&all, node_query(p, node->children[i], false));
    if (near.count > 1)
        operands_add(&all, operands_window(p, XC_NEAR, &near, node->distance + near.count - 1));
    else if (near.count == 1)
        operands_add(&all, near.items[0]);
    free(near.items);
    const struct xc_query *query = operands_join(p, XC_AND, &all);
    return without(p, query, node->children, node->child_count);
}

/* Depth is limited by language. */
static const struct xc_query *node_query(struct plan *p, const struct question_node *node,
                                         bool weigh)
{
    switch (node->kind) {
    case QUESTION_UNIT:
        if (!node->own && !node->field)
            return plan_unit_query(p, node->unit, weigh);
        return plan_word_leaf(p, node, weigh);
    case QUESTION_SEQUENCE:
        return plan_word_leaf(p, node, weigh);
    case QUESTION_PREFIX:
        return plan_prefix(p, node);
    case QUESTION_FILTER:
        return plan_filter(p, node);
    case QUESTION_RANGE:
        return plan_range(p, node);
    case QUESTION_NOT:
        return without(p, plan_everything(p), &node, 1);
    case QUESTION_ALL:
        return all_of(p, node, p->any, weigh);
    case QUESTION_AND:
        return all_of(p, node, false, weigh);
    case QUESTION_OR:
        return any_of(p, node, weigh);
    case QUESTION_NEAR:
        return plan_unweighed(p, near_query(p, node));
    }
    return NULL;
}

const struct xc_query *plan_node(struct plan *p, const struct question_node *node)
{
    return plan_unweighed(p, node_query(p, node, false));
}

const struct xc_query *plan_unit_held(struct plan *p, const struct question_unit *unit)
{
    return plan_unweighed(p, plan_unit_query(p, unit, false));
}

/* ---- the top --------------------------------------------------------------------------------- */

bool plan_optional(const struct question_node *node)
{
    return node->kind == QUESTION_UNIT && !node->field && !node->own;
}

/* A NOT B NOT C: A, as if it stood alone; NULL for other questions. */
static const struct question_node *only_positive(const struct question_node *root)
{
    const struct question_node *positive = NULL;
    for (size_t i = 0; root->kind == QUESTION_AND && i < root->child_count; i++) {
        if (root->children[i]->kind == QUESTION_NOT)
            continue;
        if (positive)
            return NULL;
        positive = root->children[i];
    }
    return positive;
}

/* The operands of a node side by side: it may be the only one. */
static size_t side_by_side(const struct question_node *const *node,
                           const struct question_node *const **children)
{
    if ((*node)->kind == QUESTION_ALL) {
        *children = (const struct question_node *const *)(*node)->children;
        return (*node)->child_count;
    }
    *children = node;
    return 1;
}

size_t plan_top(const struct question *q, const struct question_node *const **children)
{
    const struct question_node *const *top = &q->root;
    for (size_t i = 0; only_positive(q->root) && i < q->root->child_count; i++)
        if (q->root->children[i]->kind != QUESTION_NOT)
            top = (const struct question_node *const *)&q->root->children[i];
    return side_by_side(top, children);
}

/* Something else that a page can be found by than filters. */
static bool is_met(const struct question_node *node)
{
    return !plan_optional(node) && node->kind != QUESTION_FILTER && node->kind != QUESTION_RANGE &&
           node->kind != QUESTION_NOT;
}

bool plan_relaxes(const struct question *q)
{
    const struct question_node *const *children;
    size_t count = plan_top(q, &children), words = 0, others = 0;
    bool light = all_light(children, count);
    for (size_t i = 0; i < count; i++) {
        words += plan_optional(children[i]) && (light || !is_light(children[i]));
        others += is_met(children[i]);
    }
    return words > 1 || (words == 1 && others > 0);
}

bool plan_weighs(const struct question *q)
{
    return q->term_count > 0 || q->expansion_count > 0;
}

static const struct xc_query *some_words(struct plan *p)
{
    const struct question_node *const *children;
    size_t count = plan_top(p->question, &children);
    struct operands required = {0}, words = {0};
    bool light = all_light(children, count), met = false;
    for (size_t i = 0; i < count; i++) {
        const struct question_node *child = children[i];
        if (child->kind == QUESTION_NOT || (is_light(child) && !light))
            continue;
        met |= is_met(child);
        operands_add(plan_optional(child) ? &words : &required, node_query(p, child, true));
    }
    /* A page that holds the phrase asked for holds some of the question. */
    const struct xc_query *query = NULL, *held = NULL;
    if (words.count > 0)
        held = operands_join(p, XC_OR, &words);
    if (held && !met)
        operands_add(&required, held);
    if (required.count > 0)
        query = operands_join(p, XC_AND, &required);
    else
        query = plan_everything(p);
    if (held && met)
        query = xc_query_pair(p->builder, XC_AND_MAYBE, query, held);
    free(required.items);
    free(words.items);
    return without(p, query, children, count);
}

static const struct xc_query *limited(struct plan *p, const struct xc_query *query)
{
    if (p->unit == PLAN_SINGLES)
        query = xc_query_pair(p->builder, XC_FILTER, query,
                              plan_term(p, SCHEMA_PREFIX_KIND, SLICE("single")));
    else if (p->unit == PLAN_PAGES && p->meets_sections)
        query = xc_query_pair(p->builder, XC_AND_NOT, query,
                              plan_term(p, SCHEMA_PREFIX_KIND, SLICE("section")));
    else if (p->unit == PLAN_SECTIONS && p->meets_sections)
        query = xc_query_pair(p->builder, XC_FILTER, query,
                              plan_term(p, SCHEMA_PREFIX_KIND, SLICE("section")));
    if (p->limits.linked != PLAN_LINKED_YES)
        query =
            xc_query_pair(p->builder, p->limits.linked == PLAN_LINKED_NO ? XC_AND_NOT : XC_FILTER,
                          query, plan_term(p, SCHEMA_PREFIX_KIND, SLICE("link")));
    if (p->limits.since && p->unit != PLAN_SECTIONS) {
        char run[16];
        int size = snprintf(run, sizeof run, "%08lu", (unsigned long)p->limits.since_run);
        query = xc_query_pair(
            p->builder, XC_FILTER, query,
            xc_query_value_from(p->builder, SCHEMA_SLOT_RUN, xc_bytes_of(run, (size_t)size)));
    }
    return query;
}

const struct xc_query *plan_everything(struct plan *p)
{
    switch (p->unit) {
    case PLAN_PAGES:
        return xc_query_pair(p->builder, XC_OR, plan_term(p, SCHEMA_PREFIX_KIND, SLICE("page")),
                             plan_term(p, SCHEMA_PREFIX_KIND, SLICE("link")));
    case PLAN_SINGLES:
        return plan_term(p, SCHEMA_PREFIX_KIND, SLICE("single"));
    case PLAN_SECTIONS:
        return plan_term(p, SCHEMA_PREFIX_KIND, SLICE("section"));
    }
    return NULL;
}

const struct xc_query *plan_query(struct plan *p, enum plan_tier tier)
{
    const struct question_node *root = p->question->root;
    const struct xc_query *query;
    for (size_t i = 0; i < p->weight_count; i++)
        p->weights[i].placed = false;
    if (tier == PLAN_ALL)
        query = node_query(p, root, true);
    else
        query = some_words(p);
    if (tier == PLAN_SOME && only_positive(root))
        query = without(p, query, (const struct question_node *const *)root->children,
                        root->child_count);
    return limited(p, weights_add_rest(p, query));
}
