/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FETCH_SPARE = 64, /* asked for beyond what is needed, so that a tie at the border is whole */
    FETCH_GROWS = 4
};

static const double rounding = 1e6;
static const double tier_gain = 1000; /* more than any score within a question differs */

/* ---- candidates ------------------------------------------------------------------------------ */

static void add_candidate(struct asking *a, const struct xc_hit *hit, unsigned tier)
{
    a->candidates =
        base_grow(a->candidates, &a->candidate_room, a->candidate_count + 1, sizeof *a->candidates);
    struct slice order = {.data = hit->values[0].data, .size = hit->values[0].size};
    a->candidates[a->candidate_count++] =
        (struct candidate){.docid = hit->docid,
                           .page = hit->docid,
                           .section = SECTION_NONE,
                           .tier = tier,
                           .first = hit->weight,
                           .rounded = (int64_t)llround(hit->weight * rounding),
                           .order = slice_keep(&a->result->arena, order)};
}

static int compare_places(const struct candidate *a, const struct candidate *b)
{
    int order = slice_compare(a->order, b->order);
    return order != 0 ? order : (a->section > b->section) - (a->section < b->section);
}

static int compare_first(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->tier != b->tier)
        return a->tier > b->tier ? -1 : 1;
    if (a->rounded != b->rounded)
        return a->rounded > b->rounded ? -1 : 1;
    return compare_places(a, b);
}

static int compare_scores(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->tier != b->tier)
        return a->tier > b->tier ? -1 : 1;
    int64_t x = (int64_t)llround(a->score * rounding), y = (int64_t)llround(b->score * rounding);
    if (x != y)
        return x > y ? -1 : 1;
    return compare_places(a, b);
}

static bool is_undated(const struct candidate *c)
{
    return slice_starts(c->order, SLICE("99991231"));
}

static int compare_newest(const void *left, const void *right)
{
    return compare_places(left, right);
}

/* Dates turned round, ids not; what has no date comes last in both. */
static int compare_oldest(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (is_undated(a) != is_undated(b))
        return is_undated(a) ? 1 : -1;
    int date = slice_compare(slice_part(b->order, 0, SCHEMA_ORDER_DIGITS),
                             slice_part(a->order, 0, SCHEMA_ORDER_DIGITS));
    return date != 0 ? date : compare_places(a, b);
}

static int compare_docids(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* A place and a docid both begin with the docid. */
static const struct section_place *place_of(const struct section_place *places, size_t count,
                                            uint32_t docid)
{
    return bsearch(&docid, places, count, sizeof *places, compare_docids);
}

/* Where sections belong: their order needs it. */
static enum status locate(struct asking *a)
{
    size_t count = a->candidate_count;
    if (!a->settings->sections || count == 0)
        return STATUS_OK;
    uint32_t *docids = base_calloc(count, sizeof *docids);
    struct section_place *places = base_calloc(count, sizeof *places);
    for (size_t i = 0; i < count; i++)
        docids[i] = a->candidates[i].docid;
    qsort(docids, count, sizeof *docids, compare_docids);
    enum status status = sections_locate(a->search->index, docids, count, places, a->error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct section_place *place = place_of(places, count, a->candidates[i].docid);
        a->candidates[i].page = place->page;
        a->candidates[i].section = place->section;
    }
    free(docids);
    free(places);
    return status;
}

/* ---- the first stage ------------------------------------------------------------------------- */

static struct xc_request request_for(const struct xc_query *query, size_t limit,
                                     const uint32_t *slots)
{
    return (struct xc_request){.query = query,
                               .weighting = {.scheme = XC_WEIGHT_BM25,
                                             .k1 = weights.k1,
                                             .k2 = weights.k2,
                                             .k3 = weights.k3,
                                             .b = weights.b,
                                             .min_length = weights.min_length},
                               .sort = XC_SORT_RELEVANCE,
                               .limit = limit < UINT32_MAX ? (uint32_t)limit : UINT32_MAX,
                               .value_slots = slots,
                               .value_slot_count = 1};
}

/* What of a list of hits belongs to a tier. */
struct tier_part {
    const struct docids *only; /* NULL: no limit */
    const struct docids *less[3];
    unsigned tier;
};

static bool belongs(const struct tier_part *part, uint32_t docid)
{
    if (part->only && !docids_have(part->only, docid))
        return false;
    for (size_t i = 0; i < sizeof part->less / sizeof part->less[0]; i++)
        if (docids_have(part->less[i], docid))
            return false;
    return true;
}

static int64_t rounded_weight(const struct xc_hit *hit)
{
    return (int64_t)llround(hit->weight * rounding);
}

/* Whether a result holds all that can be among the first `need` of the part, ties included. */
static bool is_enough(const struct xc_result *result, const struct tier_part *part, size_t need)
{
    size_t kept = 0;
    int64_t border = 0;
    for (size_t i = 0; i < result->count && kept < need; i++) {
        kept += belongs(part, result->hits[i].docid);
        border = rounded_weight(&result->hits[i]);
    }
    return kept == need && rounded_weight(&result->hits[result->count - 1]) < border;
}

/* Brings the best `need` hits of a part and those that equal the last; *complete: there are no
   more. Nobody's docid has a say in who is among them. */
static enum status fetch_part(struct asking *a, const struct xc_query *query,
                              const struct tier_part *part, size_t need, bool *complete)
{
    static const uint32_t slots[] = {SCHEMA_SLOT_ORDER};
    struct xc_error failed = {.status = XC_OK};
    enum xc_status status = xc_builder_status(a->search->builder, &failed);
    bool done = status != XC_OK;
    for (size_t limit = need + FETCH_SPARE; !done; limit *= FETCH_GROWS) {
        struct xc_request request = request_for(query, limit, slots);
        struct xc_result *result = NULL;
        status = xc_search(&result, a->search->index, &request, &failed);
        *complete = status == XC_OK && result->count < limit;
        done = status != XC_OK || *complete || is_enough(result, part, need);
        for (size_t i = 0; done && status == XC_OK && i < result->count; i++)
            if (belongs(part, result->hits[i].docid))
                add_candidate(a, &result->hits[i], part->tier);
        xc_result_free(result);
    }
    return docids_status(status, &failed, a->error);
}

enum status fetch_ranked(struct asking *a, const struct xc_query *query, size_t need)
{
    static const struct docids none = {0};
    const struct tier_part parts[TIERS] = {
        {.only = &a->identity, .less = {&none, &none, &none}, .tier = TIER_IDENTITY},
        {.only = &a->exact, .less = {&a->identity, &none, &none}, .tier = TIER_EXACT},
        {.only = &a->referring, .less = {&a->identity, &a->exact, &none}, .tier = TIER_REFERRING},
        {.only = a->has_set ? &a->set : NULL,
         .less = {&a->identity, &a->exact, &a->referring},
         .tier = TIER_REST},
    };
    enum status status = STATUS_OK;
    size_t i = 0;
    a->candidate_count = 0;
    a->complete = true;
    for (; i < TIERS && status == STATUS_OK && a->candidate_count < need; i++)
        if (!parts[i].only || parts[i].only->count > 0)
            status = fetch_part(a, query, &parts[i], need - a->candidate_count, &a->complete);
    a->complete &= i == TIERS;
    if (status == STATUS_OK)
        status = locate(a);
    if (a->candidate_count > 0)
        qsort(a->candidates, a->candidate_count, sizeof *a->candidates, compare_first);
    return status;
}

/* ---- by date --------------------------------------------------------------------------------- */

/* The index itself sorts the newest of pages: their order values are all different. */
static enum status fetch_newest(struct asking *a, const struct xc_query *query, size_t need)
{
    static const uint32_t slots[] = {SCHEMA_SLOT_ORDER};
    struct xc_error failed = {.status = XC_OK};
    struct xc_result *result = NULL;
    struct xc_request request = request_for(query, need, slots);
    request.weighting.scheme = XC_WEIGHT_BOOLEAN;
    request.sort = XC_SORT_VALUE;
    request.sort_slot = SCHEMA_SLOT_ORDER;
    enum xc_status status = xc_builder_status(a->search->builder, &failed);
    if (status == XC_OK)
        status = xc_search(&result, a->search->index, &request, &failed);
    for (size_t i = 0; status == XC_OK && i < result->count; i++)
        add_candidate(a, &result->hits[i], TIER_REST);
    a->complete = status == XC_OK && result->count < need;
    xc_result_free(result);
    return docids_status(status, &failed, a->error);
}

static enum xc_status read_orders(struct asking *a, struct xc_error *error)
{
    struct xc_values *orders = NULL;
    struct xc_value value = {0};
    enum xc_status status = xc_values_open(&orders, a->search->index, SCHEMA_SLOT_ORDER, error);
    for (size_t i = 0; i < a->set.count && status == XC_OK; i++) {
        status = xc_values_skip(orders, a->set.items[i], &value, error);
        bool own = status == XC_OK && value.docid == a->set.items[i];
        struct xc_bytes order = own ? value.value : (struct xc_bytes){0};
        struct xc_hit hit = {.docid = a->set.items[i], .values = &order};
        if (status == XC_OK)
            add_candidate(a, &hit, TIER_REST);
    }
    xc_values_close(orders);
    return status;
}

enum status fetch_dated(struct asking *a, const struct xc_query *query, size_t need)
{
    bool oldest = a->settings->sort == SEARCH_OLDEST;
    a->candidate_count = 0;
    if (!a->has_set && !oldest && !a->settings->sections)
        return fetch_newest(a, query, need);
    enum status status = a->has_set ? STATUS_OK : asking_match(a, PLAN_ALL);
    struct xc_error failed = {.status = XC_OK};
    if (status == STATUS_OK)
        status = docids_status(read_orders(a, &failed), &failed, a->error);
    if (status == STATUS_OK)
        status = locate(a);
    if (a->candidate_count > 0)
        qsort(a->candidates, a->candidate_count, sizeof *a->candidates,
              oldest ? compare_oldest : compare_newest);
    a->complete = true;
    return status;
}

/* ---- the second stage ------------------------------------------------------------------------ */

/* A document seldom says its own number, so the words of one that the question refers to tell the
   second stage less than those of others do. */
static void favour_named(struct asking *a, size_t seen)
{
    for (size_t i = 0; i < seen && a->named.count > 0; i++)
        if (docids_have(&a->named, a->candidates[i].page))
            a->candidates[i].score += weights.identity;
}

/* A tier lifts above all that lie below it. */
static void lift(struct candidate *c)
{
    c->score += tier_gain * c->tier;
}

/* What the second stage has not seen keeps its order below what it has: between one and two below
   the lowest score. */
static void place_rest(struct asking *a, size_t seen)
{
    double lowest = 0;
    for (size_t i = 0; i < seen; i++)
        if (i == 0 || a->candidates[i].score < lowest)
            lowest = a->candidates[i].score;
    for (size_t i = seen; i < a->candidate_count; i++) {
        double first = a->candidates[i].first;
        a->candidates[i].score = lowest - 2.0 + first / (first + 100.0);
    }
}

enum status fetch_stage_two(struct asking *a)
{
    size_t count = a->candidate_count;
    size_t seen = count < RANK_CANDIDATES ? count : RANK_CANDIDATES;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count; i++)
        a->candidates[i].score = a->candidates[i].first;
    if (!a->settings->one_stage) {
        status = rank_some(a, a->candidates, seen, true);
        if (status == STATUS_OK && seen > 0 && a->candidates[0].ranked) {
            favour_named(a, seen);
            qsort(a->candidates, seen, sizeof *a->candidates, compare_scores);
            place_rest(a, seen);
        }
    }
    for (size_t i = 0; i < count; i++)
        lift(&a->candidates[i]);
    return status;
}
