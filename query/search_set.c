/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search_internal.h"

#include <stdlib.h>
#include <string.h>

const struct xc_query *asking_query(struct asking *a, enum plan_tier tier)
{
    const struct xc_query *query = plan_query(&a->plans[0], tier);
    if (a->plan_count > 1)
        query = xc_query_pair(a->search->builder, XC_OR, query, plan_query(&a->plans[1], tier));
    return query;
}

bool asking_checks(const struct asking *a)
{
    for (size_t i = 0; i < a->plan_count; i++)
        if (match_checks(&a->plans[i]))
            return true;
    return false;
}

enum status asking_match(struct asking *a, enum plan_tier tier)
{
    enum status status = STATUS_OK;
    docids_free(&a->set);
    for (size_t i = 0; i < a->plan_count && status == STATUS_OK; i++) {
        struct docids found;
        status = match_question(&a->plans[i], tier, &found, a->error);
        if (status == STATUS_OK)
            docids_add(&a->set, &found);
        docids_free(&found);
    }
    a->has_set = status == STATUS_OK;
    if (a->has_set && a->settings->unique)
        status = asking_unique(a);
    return status;
}

/* ---- tiers ----------------------------------------------------------------------------------- */

/* The reference, when the question is nothing else. */
static const struct question_other *only_reference(const struct question *q)
{
    const struct question_other *reference = NULL;
    for (size_t i = 0; i < q->unit_count; i++) {
        const struct question_unit *u = q->units[i];
        if (u->light)
            continue;
        if (!question_unit_reference(u) || reference)
            return NULL;
        reference = question_unit_reference(u);
    }
    for (size_t i = 0; i < q->sequence_count; i++) {
        if (!q->sequences[i]->reference || reference)
            return NULL;
        reference = q->sequences[i]->reference;
    }
    return reference;
}

/* The document itself comes before those that speak of it. */
static enum status find_identity(struct asking *a, const struct question_other *reference,
                                 const struct xc_query *hits)
{
    const struct xc_query *query =
        xc_query_pair(a->search->builder, XC_FILTER, hits,
                      plan_term(&a->plans[0], SCHEMA_PREFIX_IDENTITY, reference->terms[0].stem));
    return match_query(&a->plans[0], query, &a->identity, a->error);
}

/* Of a question with other words too: the documents that it refers to, and, when pages are asked
   for that need not hold all words, those that refer to the same. A reference to a document that is
   here is the surest thing that a question can say, so that a page without it comes after all with
   it. (One to a law is often only said in passing.) */
static enum status find_named(struct asking *a, enum plan_tier tier)
{
    const struct question *q = &a->result->question;
    struct docids found;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < q->other_count && status == STATUS_OK; i++) {
        struct slice canonical = q->others[i]->terms[0].stem;
        if (q->others[i]->kind != OTHER_REFERENCE)
            continue;
        const struct xc_query *is = plan_term(&a->plans[0], SCHEMA_PREFIX_IDENTITY, canonical);
        const struct xc_query *says =
            xc_query_pair(a->search->builder, XC_OR, is, plan_term(&a->plans[0], "", canonical));
        status = match_query(&a->plans[0], is, &found, a->error);
        bool there = found.count > 0;
        docids_add(&a->named, &found);
        docids_free(&found);
        if (status == STATUS_OK && there && tier == PLAN_SOME)
            status = match_query(&a->plans[0], says, &found, a->error);
        docids_add(&a->referring, &found);
        docids_free(&found);
    }
    return status;
}

static enum status find_exact(struct asking *a, enum plan_tier tier)
{
    enum status status = a->has_set ? STATUS_OK : asking_match(a, tier);
    if (status == STATUS_OK)
        status = match_exact_forms(&a->plans[0], &a->set, &a->exact, a->error);
    if (a->exact.count == a->set.count)
        docids_free(&a->exact);
    return status;
}

enum status asking_tiers(struct asking *a, enum plan_tier tier)
{
    const struct question *q = &a->result->question;
    const struct question_other *reference = only_reference(q);
    bool quoted = false;
    for (size_t i = 0; i < q->sequence_count; i++)
        quoted |= !q->sequences[i]->exact && !q->sequences[i]->reference;
    enum status status = STATUS_OK;
    if (reference)
        status = find_identity(a, reference, asking_query(a, tier));
    else if (!a->settings->sections)
        status = find_named(a, tier);
    if (status == STATUS_OK && quoted && !a->settings->sections)
        status = find_exact(a, tier);
    return status;
}

void asking_forget_tiers(struct asking *a)
{
    docids_free(&a->identity);
    docids_free(&a->exact);
    docids_free(&a->referring);
    docids_free(&a->named);
}

/* ---- equal texts ----------------------------------------------------------------------------- */

struct copy {
    uint32_t docid;
    uint64_t digest;
    struct buffer whole;
};

static int compare_copies(const void *left, const void *right)
{
    const struct copy *a = left, *b = right;
    if (a->digest != b->digest)
        return a->digest < b->digest ? -1 : 1;
    return slice_compare(buffer_view(&a->whole), buffer_view(&b->whole));
}

static int compare_docids(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static uint64_t digest_of(struct xc_bytes value)
{
    uint64_t digest = 0;
    for (size_t i = 0; i < value.size && i < sizeof digest; i++)
        digest = digest << 8 | (unsigned char)value.data[i];
    return digest;
}

static enum xc_status read_copies(struct asking *a, struct copy *copies, struct xc_error *error)
{
    struct xc_values *texts = NULL, *orders = NULL;
    struct xc_value value;
    enum xc_status status = xc_values_open(&texts, a->search->index, SCHEMA_SLOT_TEXT, error);
    if (status == XC_OK)
        status = xc_values_open(&orders, a->search->index, SCHEMA_SLOT_ORDER, error);
    for (size_t i = 0; i < a->set.count && status == XC_OK; i++) {
        copies[i].docid = a->set.items[i];
        status = xc_values_skip(texts, a->set.items[i], &value, error);
        if (status == XC_OK && value.docid == a->set.items[i])
            copies[i].digest = digest_of(value.value);
        if (status == XC_OK)
            status = xc_values_skip(orders, a->set.items[i], &value, error);
        if (status == XC_OK && value.docid == a->set.items[i])
            buffer_append(&copies[i].whole, value.value.data, value.value.size);
    }
    xc_values_close(texts);
    xc_values_close(orders);
    return status;
}

/* Entries without a digest have no text and are no copies of each other. */
enum status asking_unique(struct asking *a)
{
    struct copy *copies = base_calloc(a->set.count + 1, sizeof *copies);
    struct xc_error failed = {.status = XC_OK};
    size_t all = a->set.count, kept = 0;
    enum xc_status status = read_copies(a, copies, &failed);
    if (status == XC_OK) {
        qsort(copies, all, sizeof *copies, compare_copies);
        for (size_t i = 0; i < all; i++)
            if (i == 0 || copies[i].digest == 0 || copies[i].digest != copies[i - 1].digest)
                a->set.items[kept++] = copies[i].docid;
        a->set.count = kept;
        if (kept > 0)
            qsort(a->set.items, kept, sizeof *a->set.items, compare_docids);
    }
    for (size_t i = 0; i < all; i++)
        buffer_free(&copies[i].whole);
    free(copies);
    return docids_status(status, &failed, a->error);
}
