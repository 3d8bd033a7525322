/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is shown of the hits. */
#include "search_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- what a hit lacks ------------------------------------------------------------------------ */

static const struct xc_query *any_of_hits(struct asking *a, const struct search_hit *hits,
                                          size_t count)
{
    const struct xc_query **each = base_calloc(count, sizeof *each);
    struct buffer key = {0};
    for (size_t i = 0; i < count; i++) {
        if (hits[i].section != SECTION_NONE)
            schema_section_key(&key, hits[i].id, (size_t)hits[i].section);
        else
            schema_term(&key, SCHEMA_PREFIX_ID, hits[i].id);
        each[i] = xc_query_term(a->search->builder, xc_bytes_of(key.data, key.size), 1, 0);
    }
    const struct xc_query *query = xc_query_join(a->search->builder, XC_OR, each, count);
    buffer_free(&key);
    free(each);
    return query;
}

/* The hits that hold a unit. */
static enum status holders(struct asking *a, const struct question_unit *unit,
                           const struct xc_query *hits, struct docids *out)
{
    struct xc_builder *b = a->search->builder;
    const struct xc_query *held = plan_unit_held(&a->plans[0], unit);
    if (a->plan_count > 1)
        held = xc_query_pair(b, XC_OR, held, plan_unit_held(&a->plans[1], unit));
    return match_query(&a->plans[0], xc_query_pair(b, XC_AND, hits, held), out, a->error);
}

static void add_missing(struct asking *a, struct search_hit *hit, struct slice typed)
{
    struct slice *list = (struct slice *)(uintptr_t)hit->missing;
    if (!list)
        list =
            arena_alloc(&a->result->arena, a->result->question.unit_count * sizeof *hit->missing);
    for (size_t i = 0; i < hit->missing_count; i++)
        if (slice_equal(list[i], typed))
            return;
    list[hit->missing_count++] = typed;
    hit->missing = list;
}

/* A word that nothing but the list of some words allows to be absent. */
static bool may_lack(const struct question *q, const struct question_unit *unit)
{
    const struct question_node *const *children;
    size_t count = plan_top(q, &children);
    for (size_t i = 0; i < count; i++)
        if (plan_optional(children[i]) && children[i]->unit == unit)
            return true;
    return false;
}

static enum status fill_missing(struct asking *a)
{
    struct search_result *r = a->result;
    enum status status = STATUS_OK;
    if (!a->settings->missing || r->tier != PLAN_SOME || r->count == 0)
        return STATUS_OK;
    const struct xc_query *hits = any_of_hits(a, r->hits, r->count);
    for (size_t i = 0; i < r->question.unit_count && status == STATUS_OK; i++) {
        const struct question_unit *unit = r->question.units[i];
        if (unit->light || !may_lack(&r->question, unit))
            continue;
        struct docids holding = {0};
        status = holders(a, unit, hits, &holding);
        for (size_t k = 0; k < r->count && status == STATUS_OK; k++)
            if (!docids_have(&holding, r->hits[k].docid))
                add_missing(a, &r->hits[k], unit->typed);
        docids_free(&holding);
    }
    return status;
}

/* ---- hits ------------------------------------------------------------------------------------ */

static int keep_hit_record(void *user, size_t which, uint32_t docid, struct xc_bytes data)
{
    struct search_result *r = user;
    struct slice record = {.data = data.data, .size = data.size};
    (void)docid;
    r->hits[which].record = slice_keep(&r->arena, record);
    return 0;
}

static enum status fill_records(struct asking *a)
{
    struct search_result *r = a->result;
    struct xc_error failed;
    if (!a->settings->records || r->count == 0)
        return STATUS_OK;
    uint32_t *pages = base_calloc(r->count, sizeof *pages);
    for (size_t i = 0; i < r->count; i++)
        pages[i] = r->hits[i].page;
    enum xc_status status =
        xc_index_each_data(a->search->index, pages, r->count, keep_hit_record, r, &failed);
    free(pages);
    return docids_status(status, &failed, a->error);
}

struct term_walk {
    const struct plan *plan;
    struct slice prefix;
    struct search_hit *hit;
};

static int keep_term(void *user, const struct xc_document_term *term)
{
    struct term_walk *w = user;
    struct slice name = {.data = term->term.data, .size = term->term.size};
    if (!slice_starts(name, w->prefix))
        return 0;
    name = slice_part(name, w->prefix.size, name.size);
    for (size_t i = 0; i < w->plan->weight_count; i++)
        if (slice_equal(w->plan->weights[i].stem, name))
            w->hit->terms[w->hit->term_count++] =
                (struct search_term){.stem = w->plan->weights[i].stem, .wdf = term->wdf};
    return 0;
}

/* Stems live in the question, which the result holds too. */
static enum status fill_terms(struct asking *a)
{
    struct search_result *r = a->result;
    enum xc_status status = XC_OK;
    struct xc_error failed = {.status = XC_OK};
    for (size_t i = 0; a->settings->explain && i < r->count && status == XC_OK; i++) {
        struct search_hit *hit = &r->hits[i];
        struct term_walk walk = {
            .plan = &a->plans[0],
            .prefix = hit->section != SECTION_NONE ? SLICE(SCHEMA_PREFIX_SECTION) : SLICE(""),
            .hit = hit};
        hit->terms = arena_alloc(&r->arena, (walk.plan->weight_count + 1) * sizeof *hit->terms);
        status =
            xc_index_each_document_term(a->search->index, hit->docid, keep_term, &walk, &failed);
    }
    return docids_status(status, &failed, a->error);
}

static void fill_hit(struct search_hit *hit, const struct candidate *c)
{
    *hit = (struct search_hit){.docid = c->docid,
                               .page = c->page,
                               .section = c->section,
                               .best = c->section != SECTION_NONE ? (uint32_t)c->section : c->best,
                               .score = c->score,
                               .first = c->first,
                               .ranked = c->ranked,
                               .tier = c->tier,
                               .id = slice_part(c->order, SCHEMA_ORDER_DIGITS, c->order.size)};
    memcpy(hit->features, c->features, sizeof hit->features);
}

enum status hits_fill(struct asking *a)
{
    struct search_result *r = a->result;
    const struct search_settings *s = a->settings;
    size_t start = s->offset < a->candidate_count ? (size_t)s->offset : a->candidate_count;
    size_t left = a->candidate_count - start;
    size_t count = s->limit < left ? (size_t)s->limit : left;
    enum status status = STATUS_OK;
    r->any = a->candidate_count > 0;
    if (count == 0)
        return STATUS_OK;
    if (s->records && !a->candidates[start].ranked)
        status = rank_some(a, &a->candidates[start], count, false);
    r->hits = arena_alloc(&r->arena, count * sizeof *r->hits);
    r->count = count;
    for (size_t i = 0; i < count; i++)
        fill_hit(&r->hits[i], &a->candidates[start + i]);
    if (status == STATUS_OK)
        status = fill_records(a);
    if (status == STATUS_OK)
        status = fill_terms(a);
    return status == STATUS_OK ? fill_missing(a) : status;
}
