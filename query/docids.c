/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "docids.h"

#include "schema.h"

#include <stdlib.h>
#include <string.h>

/* ---- sets ------------------------------------------------------------------------------------ */

void docids_free(struct docids *set)
{
    free(set->items);
    *set = (struct docids){0};
}

bool docids_have(const struct docids *set, uint32_t docid)
{
    size_t low = 0, high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (set->items[middle] < docid)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set->count && set->items[low] == docid;
}

static void filter(struct docids *set, const struct docids *other, bool keep)
{
    size_t kept = 0, at = 0;
    for (size_t i = 0; i < set->count; i++) {
        while (at < other->count && other->items[at] < set->items[i])
            at++;
        bool both = at < other->count && other->items[at] == set->items[i];
        if (both == keep)
            set->items[kept++] = set->items[i];
    }
    set->count = kept;
}

void docids_keep(struct docids *set, const struct docids *other)
{
    filter(set, other, true);
}

void docids_without(struct docids *set, const struct docids *other)
{
    filter(set, other, false);
}

void docids_add(struct docids *set, const struct docids *other)
{
    struct docids both = {.items = base_calloc(set->count + other->count, sizeof *both.items)};
    for (size_t i = 0, k = 0; i < set->count || k < other->count;) {
        uint32_t left = i < set->count ? set->items[i] : UINT32_MAX;
        uint32_t right = k < other->count ? other->items[k] : UINT32_MAX;
        both.items[both.count++] = left < right ? left : right;
        i += left <= right;
        k += right <= left;
    }
    docids_free(set);
    *set = both;
}

enum status docids_status(enum xc_status status, const struct xc_error *from, struct error *error)
{
    switch (status) {
    case XC_OK:
    case XC_STOPPED:
        return STATUS_OK;
    case XC_NOT_FOUND:
        return error_set(error, STATUS_NOT_FOUND, "%s", from->text);
    case XC_CHANGED:
        return error_set(error, STATUS_CHANGED, "index: %s", from->text);
    case XC_CORRUPT:
        return error_set(error, STATUS_CORRUPT, "index: %s", from->text);
    case XC_VERSION:
    case XC_UNSUPPORTED:
        return error_set(error, STATUS_FOREIGN, "index: %s", from->text);
    case XC_NO_SPACE:
    case XC_IO:
    case XC_LOCKED:
    case XC_EXISTS:
    case XC_MEMORY:
    case XC_OTHER:
        return error_set(error, STATUS_IO, "index: %s", from->text);
    case XC_BAD_ARGUMENT:
    case XC_BAD_STATE:
    case XC_TOO_MANY:
        return error_set(error, STATUS_INTERNAL, "index: %s", from->text);
    }
    return error_set(error, STATUS_INTERNAL, "index: unknown status");
}

/* ---- sections -------------------------------------------------------------------------------- */

enum { SECTIONS_MAX = 100000 /* of one page, when its key is a digest and they are tried */ };

struct locator {
    struct xc_index *index;
    struct buffer id; /* of the page found last */
    uint32_t page;
    struct buffer key, other;
};

static const struct slice key_prefix = {SCHEMA_PREFIX_SECTION_ID,
                                        sizeof SCHEMA_PREFIX_SECTION_ID - 1};

static int take_key(void *user, const struct xc_document_term *term)
{
    struct locator *l = user;
    struct slice t = {.data = term->term.data, .size = term->term.size};
    if (slice_compare(t, key_prefix) < 0)
        return 0;
    buffer_clear(&l->key);
    if (slice_starts(t, key_prefix))
        buffer_slice(&l->key, t);
    return 1;
}

/* The number is the end of the key, prefix id "#" number. */
static int32_t number_of_key(struct locator *l)
{
    struct slice key = buffer_view(&l->key), id = buffer_view(&l->id);
    size_t end = key_prefix.size + id.size, at = end + 1;
    if (key.size > at && slice_equal(slice_part(key, key_prefix.size, end), id) &&
        key.data[end] == '#') {
        int32_t number = 0;
        for (; at < key.size && number < SECTIONS_MAX; at++)
            number = number * 10 + (key.data[at] - '0');
        return number;
    }
    for (int32_t number = 0; number < SECTIONS_MAX; number++) {
        schema_section_key(&l->other, id, (size_t)number);
        if (slice_equal(key, buffer_view(&l->other)))
            return number;
    }
    return 0;
}

static enum xc_status locate(struct locator *l, struct xc_bytes id, struct section_place *place,
                             struct xc_error *error)
{
    enum xc_status status = XC_OK;
    struct slice wanted = {.data = id.data, .size = id.size};
    if (l->page == 0 || !slice_equal(wanted, buffer_view(&l->id))) {
        buffer_clear(&l->id);
        buffer_slice(&l->id, wanted);
        schema_term(&l->other, SCHEMA_PREFIX_ID, wanted);
        status =
            xc_index_find(l->index, xc_bytes_of(l->other.data, l->other.size), &l->page, error);
    }
    if (status != XC_OK)
        return status;
    status = xc_index_each_document_term(l->index, place->docid, take_key, l, error);
    place->page = l->page;
    place->section = number_of_key(l);
    return status == XC_STOPPED ? XC_OK : status;
}

enum status sections_locate(struct xc_index *index, const uint32_t *docids, size_t count,
                            struct section_place *places, struct error *error)
{
    struct locator l = {.index = index};
    struct xc_error failed = {.status = XC_OK};
    struct xc_values *values = NULL;
    struct xc_value value = {0};
    enum xc_status status = xc_values_open(&values, index, SCHEMA_SLOT_PAGE, &failed);
    for (size_t i = 0; i < count && status == XC_OK; i++) {
        places[i] =
            (struct section_place){.docid = docids[i], .page = docids[i], .section = SECTION_NONE};
        status = xc_values_skip(values, docids[i], &value, &failed);
        if (status == XC_OK && value.docid == docids[i])
            status = locate(&l, value.value, &places[i], &failed);
    }
    xc_values_close(values);
    buffer_free(&l.id);
    buffer_free(&l.key);
    buffer_free(&l.other);
    return docids_status(status, &failed, error);
}
