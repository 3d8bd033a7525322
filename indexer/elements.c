/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "elements.h"

#include "digest.h"

#include <stdlib.h>

enum { NOTED = 2 * DIGEST_SIZE /* bytes of a note of one id: digests of it and its elements */ };

void elements_free(struct elements *e)
{
    buffer_free(&e->bytes);
    free(e->items);
    *e = (struct elements){0};
}

/* ---- cutting --------------------------------------------------------------------------------- */

struct cutting {
    struct elements *elements;
    const struct naming *naming;
    struct slice within;
    struct buffer id, url;
    enum status status; /* of reading one element */
    struct error *error;
};

/* 0 is kept for those that are no entries. */
static uint64_t digest_id(struct slice id)
{
    uint64_t digest = digest_bytes(id);
    return digest != 0 ? digest : 1;
}

static int take_url(void *user, const struct reader_entry *entry)
{
    struct cutting *c = user;
    buffer_clear(&c->url);
    buffer_slice(&c->url, entry->url);
    return 0;
}

static int add_element(void *user, struct slice text, struct slice url)
{
    struct cutting *c = user;
    struct elements *e = c->elements;
    struct element element = {.text = text, .digest = digest_bytes(text)};
    buffer_clear(&c->id);
    if (url.data == NULL) {
        buffer_clear(&c->url);
        c->status = reader_list_element(buffer_view(&e->bytes), text, take_url, c, NULL, c->error);
        if (c->status != STATUS_OK)
            return 1;
        url = buffer_view(&c->url);
    }
    if (naming_id(c->naming, (struct slice){0}, url, &c->id) != ADDRESS_NONE) {
        struct slice id = buffer_view(&c->id);
        element.id = digest_id(id);
        if (!slice_starts(naming_inner(c->naming, id), c->within)) {
            e->outside++;
            return 0;
        }
    }
    e->items = base_grow(e->items, &e->room, e->count + 1, sizeof *e->items);
    e->items[e->count++] = element;
    return 0;
}

static int compare_elements(const void *left, const void *right)
{
    const struct element *a = left, *b = right;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return (a->digest > b->digest) - (a->digest < b->digest);
}

enum status elements_cut(struct elements *e, const struct naming *naming, struct slice within,
                         struct error *error)
{
    struct cutting c = {.elements = e, .naming = naming, .within = within, .error = error};
    e->count = e->outside = 0;
    enum status status =
        reader_list_elements(buffer_view(&e->bytes), &e->plain, add_element, &c, error);
    if (e->count > 0)
        qsort(e->items, e->count, sizeof *e->items, compare_elements);
    buffer_free(&c.id);
    buffer_free(&c.url);
    return c.status != STATUS_OK ? c.status : status;
}

/* ---- what is known --------------------------------------------------------------------------- */

/* Where the elements of the id end that the one at `at` is of, and the digest of them all. */
static size_t end_of_id(const struct elements *e, size_t at, uint64_t *digest)
{
    size_t end = at;
    for (*digest = 0; end < e->count && e->items[end].id == e->items[at].id; end++)
        *digest = *digest * 31 + e->items[end].digest;
    return end;
}

static size_t first_of_id(const struct elements *e, uint64_t id)
{
    size_t low = 0, high = e->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (e->items[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The digest of what was noted of an id; 0: nothing was. */
static uint64_t noted(struct slice known, uint64_t id)
{
    size_t at = digest_find(known, NOTED, id);
    return at != SIZE_MAX ? digest_at(known, at + DIGEST_SIZE) : 0;
}

bool elements_same(const struct elements *e, struct slice known, struct slice id)
{
    uint64_t digest = 0, wanted = digest_id(id);
    size_t at = first_of_id(e, wanted);
    if (at < e->count && e->items[at].id == wanted)
        end_of_id(e, at, &digest);
    return digest == noted(known, wanted);
}

void elements_note(const struct elements *e, struct buffer *out)
{
    uint64_t digest;
    for (size_t at = 0; at < e->count;) {
        size_t end = end_of_id(e, at, &digest);
        if (e->items[at].id != 0) {
            digest_put(out, e->items[at].id);
            digest_put(out, digest);
        }
        at = end;
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

static enum status read_run(struct elements *e, struct lists *lists, size_t at, size_t end,
                            size_t *odd, struct error *error)
{
    enum status status = STATUS_OK;
    for (; at < end && status == STATUS_OK; at++) {
        struct element *element = &e->items[at];
        if (!element->read)
            status = lists_read_element(lists, buffer_view(&e->bytes), element->text, odd, error);
        element->read = true;
    }
    return status;
}

enum status elements_read_new(struct elements *e, struct lists *lists, struct slice known,
                              size_t *odd, struct error *error)
{
    enum status status = STATUS_OK;
    uint64_t digest;
    for (size_t at = 0; at < e->count && status == STATUS_OK;) {
        size_t end = end_of_id(e, at, &digest);
        if (e->items[at].id == 0 || digest == 0 || noted(known, e->items[at].id) != digest)
            status = read_run(e, lists, at, end, odd, error);
        at = end;
    }
    return status;
}

enum status elements_read(struct elements *e, struct lists *lists, struct slice id,
                          struct error *error)
{
    uint64_t wanted = digest_id(id), digest;
    size_t odd = 0, at = first_of_id(e, wanted);
    if (at >= e->count || e->items[at].id != wanted)
        return STATUS_OK;
    return read_run(e, lists, at, end_of_id(e, at, &digest), &odd, error);
}
