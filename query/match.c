/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

static enum status eval(struct plan *p, const struct question_node *node, struct docids *set,
                        struct error *error);

enum status match_query(struct plan *p, const struct xc_query *query, struct docids *out,
                        struct error *error)
{
    struct xc_error failed = {.status = XC_OK};
    *out = (struct docids){0};
    enum xc_status status = xc_builder_status(p->builder, &failed);
    if (p->status != STATUS_OK) {
        *error = p->error;
        return p->status;
    }
    if (status == XC_OK)
        status = xc_match(&out->items, &out->count, p->index, query, &failed);
    return docids_status(status, &failed, error);
}

/* ---- against the records --------------------------------------------------------------------- */

struct reading {
    struct check *check;
    const struct section_place *places;
    size_t at;             /* of places: the first whose page was not read */
    const uint32_t *pages; /* each once, in the order of places */
    struct docids *kept;
};

static int check_page(void *user, size_t which, uint32_t page, struct xc_bytes data)
{
    struct reading *r = user;
    struct slice record = {.data = data.data, .size = data.size};
    (void)page;
    for (; r->places[r->at].docid != 0 && r->places[r->at].page == r->pages[which]; r->at++)
        if (data.data && check_holds(r->check, record, r->places[r->at].section))
            r->kept->items[r->kept->count++] = r->places[r->at].docid;
    return 0;
}

/* Keeps of `set` what the check says of its records. */
static enum status check_set(struct plan *p, struct check *check, struct docids *set,
                             struct error *error)
{
    struct section_place *places = base_calloc(set->count + 1, sizeof *places);
    uint32_t *pages = base_calloc(set->count + 1, sizeof *pages);
    enum status status = sections_locate(p->index, set->items, set->count, places, error);
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++)
        if (count == 0 || pages[count - 1] != places[i].page)
            pages[count++] = places[i].page;
    set->count = 0;
    struct reading r = {.check = check, .places = places, .pages = pages, .kept = set};
    if (status == STATUS_OK) {
        struct xc_error failed;
        status = docids_status(xc_index_each_data(p->index, pages, count, check_page, &r, &failed),
                               &failed, error);
    }
    free(places);
    free(pages);
    return status;
}

/* Sections whose page passes a filter that only pages have terms for. */
static enum status check_pages(struct plan *p, const struct xc_query *filter, struct docids *set,
                               struct error *error)
{
    struct docids pages = {0};
    struct section_place *places = base_calloc(set->count + 1, sizeof *places);
    enum status status = match_query(p, filter, &pages, error);
    if (status == STATUS_OK)
        status = sections_locate(p->index, set->items, set->count, places, error);
    size_t kept = 0;
    for (size_t i = 0; i < set->count && status == STATUS_OK; i++)
        if (docids_have(&pages, places[i].page))
            set->items[kept++] = set->items[i];
    set->count = kept;
    docids_free(&pages);
    free(places);
    return status;
}

static enum status check_leaf(struct plan *p, const struct question_node *node, struct docids *set,
                              struct error *error)
{
    if (node->kind == QUESTION_FILTER)
        return check_pages(p, plan_page_filter(p, node), set, error);
    struct docids found = {0}, sure = {0};
    enum status status = match_query(p, plan_node(p, node), &found, error);
    const struct xc_query *certain = plan_sure(p, node);
    if (status == STATUS_OK && certain)
        status = match_query(p, certain, &sure, error);
    docids_keep(set, &found);
    docids_keep(&sure, set);
    docids_without(set, &sure);
    if (status == STATUS_OK) {
        struct check *check = check_new(p->swedish, node);
        status = check_set(p, check, set, error);
        check_free(check);
    }
    docids_add(set, &sure);
    docids_free(&found);
    docids_free(&sure);
    return status;
}

/* ---- sets ------------------------------------------------------------------------------------ */

static struct docids copy_of(const struct docids *set)
{
    struct docids copy = {.items = base_calloc(set->count, sizeof *copy.items),
                          .count = set->count};
    if (set->count > 0)
        memcpy(copy.items, set->items, set->count * sizeof *copy.items);
    return copy;
}

static enum status eval_not(struct plan *p, const struct question_node *node, struct docids *set,
                            struct error *error)
{
    struct docids excluded = copy_of(set);
    enum status status = eval(p, node->children[0], &excluded, error);
    docids_without(set, &excluded);
    docids_free(&excluded);
    return status;
}

static enum status eval_or(struct plan *p, const struct question_node *node, struct docids *set,
                           struct error *error)
{
    struct docids any = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < node->child_count && status == STATUS_OK; i++) {
        struct docids each = copy_of(set);
        status = eval(p, node->children[i], &each, error);
        docids_add(&any, &each);
        docids_free(&each);
    }
    docids_free(set);
    *set = any;
    return status;
}

static enum status eval_each(struct plan *p, const struct question_node *const *children,
                             size_t count, struct docids *set, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (plan_checks(p, children[i]))
            status = eval(p, children[i], set, error);
    return status;
}

static enum status eval_children(struct plan *p, const struct question_node *node,
                                 struct docids *set, struct error *error)
{
    return eval_each(p, (const struct question_node *const *)node->children, node->child_count, set,
                     error);
}

/* The top's operands one by one: as a whole they would want all words. */
static enum status eval_top(struct plan *p, struct docids *set, struct error *error)
{
    const struct question_node *root = p->question->root;
    const struct question_node *const *children;
    size_t count = plan_top(p->question, &children);
    enum status status = eval_each(p, children, count, set, error);
    if (root->kind != QUESTION_AND || children == &p->question->root)
        return status;
    for (size_t i = 0; i < root->child_count && status == STATUS_OK; i++)
        if (root->children[i]->kind == QUESTION_NOT && plan_checks(p, root->children[i]))
            status = eval(p, root->children[i], set, error);
    return status;
}

/* Keeps of `set` what the node is true of. Depth is limited by language. */
static enum status eval(struct plan *p, const struct question_node *node, struct docids *set,
                        struct error *error)
{
    if (plan_checks_leaf(p, node))
        return check_leaf(p, node, set, error);
    if (node->kind == QUESTION_NOT)
        return eval_not(p, node, set, error);
    if (node->kind == QUESTION_OR && plan_checks(p, node))
        return eval_or(p, node, set, error);
    struct docids found;
    enum status status = match_query(p, plan_node(p, node), &found, error);
    docids_keep(set, &found);
    docids_free(&found);
    return status == STATUS_OK ? eval_children(p, node, set, error) : status;
}

bool match_checks(const struct plan *p)
{
    return plan_checks(p, p->question->root) || (p->limits.since && p->unit == PLAN_SECTIONS);
}

/* Sections of pages that a run wrote. */
static enum status check_since(struct plan *p, struct docids *set, struct error *error)
{
    char run[16];
    int size = snprintf(run, sizeof run, "%08lu", (unsigned long)p->limits.since_run);
    return check_pages(
        p, xc_query_value_from(p->builder, SCHEMA_SLOT_RUN, xc_bytes_of(run, (size_t)size)), set,
        error);
}

/* The query has found what it can; what is left are the leaves to be checked. Of the words that
   PLAN_SOME may lack none are. */
enum status match_question(struct plan *p, enum plan_tier tier, struct docids *out,
                           struct error *error)
{
    const struct question_node *root = p->question->root;
    enum status status = match_query(p, plan_query(p, tier), out, error);
    if (status == STATUS_OK && plan_checks(p, root))
        status = tier == PLAN_SOME ? eval_top(p, out, error) : eval(p, root, out, error);
    if (status == STATUS_OK && p->limits.since && p->unit == PLAN_SECTIONS)
        status = check_since(p, out, error);
    if (status != STATUS_OK)
        docids_free(out);
    return status;
}

/* ---- exact forms ----------------------------------------------------------------------------- */

/* All forms of what is quoted; NULL when nothing is. */
static const struct xc_query *forms_query(struct plan *p)
{
    const struct question *q = p->question;
    const struct xc_query **each = base_calloc(q->term_count + 1, sizeof *each);
    struct buffer term = {0};
    size_t count = 0;
    for (size_t i = 0; i < q->sequence_count; i++) {
        const struct question_sequence *s = q->sequences[i];
        for (size_t k = 0; !s->reference && k < s->variants[0].count; k++) {
            schema_term(&term, SCHEMA_PREFIX_FORM, s->variants[0].terms[k].form);
            each[count++] = xc_query_term(p->builder, xc_bytes_of(term.data, term.size), 1, 0);
        }
    }
    const struct xc_query *query =
        count > 0 ? xc_query_join(p->builder, XC_AND, each, count) : NULL;
    buffer_free(&term);
    free(each);
    return query;
}

enum status match_exact_forms(struct plan *p, const struct docids *hits, struct docids *out,
                              struct error *error)
{
    const struct xc_query *query = forms_query(p);
    *out = (struct docids){0};
    if (!query)
        return STATUS_OK;
    enum status status = match_query(p, query, out, error);
    docids_keep(out, hits);
    if (out->count > MATCH_EXACT_MAX)
        out->count = 0;
    for (size_t i = 0; i < p->question->sequence_count && status == STATUS_OK; i++) {
        const struct question_sequence *s = p->question->sequences[i];
        if (s->reference || s->variants[0].count == 1)
            continue;
        struct check *check = check_new_exact(p->swedish, s);
        status = check_set(p, check, out, error);
        check_free(check);
    }
    if (status != STATUS_OK)
        docids_free(out);
    return status;
}
