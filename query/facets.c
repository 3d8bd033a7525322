/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facets.h"

#include <stdlib.h>
#include <string.h>

enum {
    SKIP_BELOW = 16 /* hits less than one of so many of a value's documents: skip, do not walk */
};

struct counter {
    struct xc_index *index;
    const struct docids *hits;
    size_t prefix;
    bool months;
    struct facet_count *counts;
    size_t count, room;
    enum xc_status status;
    struct xc_error error;
};

/* Both lists rise: whichever is behind moves. */
static enum xc_status intersect(struct counter *c, struct xc_postings *postings, bool skip,
                                uint64_t *both)
{
    struct xc_posting posting;
    enum xc_status status = xc_postings_next(postings, &posting, &c->error);
    for (size_t i = 0; i < c->hits->count && status == XC_OK && posting.docid != 0;) {
        uint32_t hit = c->hits->items[i];
        if (posting.docid < hit) {
            status = skip ? xc_postings_skip(postings, hit, &posting, &c->error)
                          : xc_postings_next(postings, &posting, &c->error);
            continue;
        }
        *both += posting.docid == hit;
        i++;
    }
    return status;
}

/* The value as a person reads it and types it after the field's name: M202501 is 2025-01. */
static struct slice shown_value(const struct counter *c, struct xc_bytes term)
{
    enum { YEAR = 4, YEAR_MONTH = 6 };
    struct slice value = {.data = term.data + c->prefix, .size = term.size - c->prefix};
    char *shown = slice_copy(value);
    if (c->months && value.size == YEAR_MONTH) {
        free(shown);
        shown = base_alloc(YEAR_MONTH + 2);
        memcpy(shown, value.data, YEAR);
        shown[YEAR] = '-';
        memcpy(shown + YEAR + 1, value.data + YEAR, YEAR_MONTH - YEAR);
        shown[YEAR_MONTH + 1] = '\0';
        value.size++;
    }
    return (struct slice){.data = shown, .size = value.size};
}

static int count_term(void *user, struct xc_bytes term, uint32_t documents)
{
    struct counter *c = user;
    struct xc_postings *postings = NULL;
    uint64_t both = 0;
    c->status = xc_postings_open(&postings, c->index, term, false, &c->error);
    if (c->status == XC_OK)
        c->status = intersect(c, postings, c->hits->count < documents / SKIP_BELOW, &both);
    xc_postings_close(postings);
    if (c->status == XC_OK && both > 0) {
        c->counts = base_grow(c->counts, &c->room, c->count + 1, sizeof *c->counts);
        c->counts[c->count++] = (struct facet_count){.value = shown_value(c, term), .count = both};
    }
    return c->status != XC_OK;
}

static int compare_counts(const void *left, const void *right)
{
    const struct facet_count *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return slice_compare(a->value, b->value);
}

enum status facets_count(struct xc_index *index, const struct schema_field *field,
                         const struct docids *hits, struct facet_count **out, size_t *count,
                         struct error *error)
{
    struct counter c = {.index = index,
                        .hits = hits,
                        .prefix = strlen(field->prefix),
                        .months = strcmp(field->prefix, SCHEMA_PREFIX_MONTH) == 0};
    struct xc_error failed = {.status = XC_OK};
    enum xc_status walked =
        xc_index_each_term(index, xc_text(field->prefix), count_term, &c, &failed);
    if (c.count > 0)
        qsort(c.counts, c.count, sizeof *c.counts, compare_counts);
    *out = c.counts;
    *count = c.count;
    return c.status != XC_OK ? docids_status(c.status, &c.error, error)
                             : docids_status(walked, &failed, error);
}

void facets_free(struct facet_count *counts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free((void *)(uintptr_t)counts[i].value.data);
    free(counts);
}
