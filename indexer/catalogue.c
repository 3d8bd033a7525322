/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "catalogue.h"

#include "digest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ORDER_DATE = 8, DIGESTS = 2 * DIGEST_SIZE }; /* bytes: of the date before the id */

void catalogue_free(struct catalogue *c)
{
    table_free(&c->ids);
    free(c->items);
    free(c->roots);
    arena_free(&c->arena);
    *c = (struct catalogue){0};
}

uint32_t catalogue_find(const struct catalogue *c, struct slice id)
{
    return table_find(&c->ids, id);
}

static uint32_t append(struct catalogue *c, struct slice id)
{
    c->items = base_grow(c->items, &c->room, c->count + 1, sizeof *c->items);
    c->items[c->count] = (struct known){.id = id,
                                        .root = CATALOGUE_NO_ROOT,
                                        .taker = CATALOGUE_NO_ROOT,
                                        .draft = CATALOGUE_NO_DRAFT,
                                        .node = UINT32_MAX};
    return (uint32_t)c->count++;
}

uint32_t catalogue_add(struct catalogue *c, struct slice id)
{
    uint32_t at = table_find(&c->ids, id);
    if (at != TABLE_NONE)
        return at;
    id = slice_keep(&c->arena, id);
    return table_add(&c->ids, id, append(c, id));
}

/* ---- roots ----------------------------------------------------------------------------------- */

static uint32_t add_root(struct catalogue *c, struct slice term)
{
    for (size_t i = 0; i < c->root_count; i++)
        if (slice_equal(c->roots[i].term, term))
            return (uint32_t)i;
    c->roots = base_grow(c->roots, &c->root_room, c->root_count + 1, sizeof *c->roots);
    c->roots[c->root_count] = (struct known_root){.term = slice_keep(&c->arena, term)};
    return (uint32_t)c->root_count++;
}

uint32_t catalogue_root(struct catalogue *c, struct slice path)
{
    struct buffer term = {0};
    schema_term(&term, SCHEMA_PREFIX_ROOT, path);
    uint32_t number = add_root(c, buffer_view(&term));
    buffer_free(&term);
    if (c->roots[number].path.size == 0)
        c->roots[number].path = slice_keep(&c->arena, path);
    return number;
}

/* A path that was too long for a term stands in the records of its documents only. */
static struct slice path_from_record(struct catalogue *c, struct store *store, uint32_t number)
{
    struct slice path = {0};
    struct schema_document d;
    uint32_t docid;
    struct schema_codec *codec = schema_codec_new();
    if (xc_index_find(store->index, store_bytes(c->roots[number].term), &docid, NULL) == XC_OK &&
        store_read(store, docid, codec, &d, NULL) == STATUS_OK)
        path = slice_keep(&c->arena, d.source);
    schema_codec_free(codec);
    return path;
}

struct slice catalogue_root_path(struct catalogue *c, struct store *store, uint32_t number)
{
    struct known_root *root = &c->roots[number];
    struct slice plain = slice_part(root->term, sizeof SCHEMA_PREFIX_ROOT - 1, root->term.size);
    struct buffer term = {0};
    if (root->path.size > 0)
        return root->path;
    schema_term(&term, SCHEMA_PREFIX_ROOT, plain);
    bool whole = slice_equal(buffer_view(&term), root->term) &&
                 (slice_starts(plain, SLICE("/")) || slice_equal(plain, SLICE("-")));
    buffer_free(&term);
    root->path = whole ? plain : path_from_record(c, store, number);
    return root->path;
}

bool catalogue_is_fetched(struct slice path)
{
    return slice_starts(path, SLICE("http://")) || slice_starts(path, SLICE("https://"));
}

bool catalogue_root_gone(struct catalogue *c, struct store *store, uint32_t number)
{
    struct known_root *root = &c->roots[number];
    struct stat about;
    if (root->looked)
        return root->gone;
    char *path = slice_copy(catalogue_root_path(c, store, number));
    root->looked = true;
    /* What was fetched gives way to a source of its own. */
    root->gone =
        catalogue_is_fetched(slice_of(path)) ||
        (path[0] == '/' && stat(path, &about) != 0 && (errno == ENOENT || errno == ENOTDIR));
    free(path);
    return root->gone;
}

/* ---- loading --------------------------------------------------------------------------------- */

struct loading {
    struct catalogue *c;
    struct store *store;
    uint32_t *root_of; /* by docid */
    size_t docids;
};

static int add_root_term(void *user, struct xc_bytes term, uint32_t documents)
{
    struct loading *l = user;
    uint32_t number = add_root(l->c, store_slice(term));
    l->c->roots[number].documents = documents;
    return 0;
}

static enum xc_status load_root(struct loading *l, uint32_t number, struct xc_error *error)
{
    struct xc_postings *postings;
    struct xc_posting at;
    enum xc_status status = xc_postings_open(&postings, l->store->index,
                                             store_bytes(l->c->roots[number].term), false, error);
    while (status == XC_OK) {
        status = xc_postings_next(postings, &at, error);
        if (status != XC_OK || at.docid == 0)
            break;
        if (at.docid < l->docids)
            l->root_of[at.docid] = number;
    }
    xc_postings_close(postings);
    return status;
}

static void add_known(struct loading *l, uint32_t docid, struct slice order, struct slice digests)
{
    struct slice id = slice_part(order, ORDER_DATE, order.size);
    uint32_t known = catalogue_add(l->c, id);
    struct known *k = &l->c->items[known];
    k->docid = docid;
    if (l->root_of == NULL)
        return; /* only places were asked for */
    k->root = docid < l->docids ? l->root_of[docid] : CATALOGUE_NO_ROOT;
    k->page = k->root != CATALOGUE_NO_ROOT;
    if (digests.size == DIGESTS) {
        k->page_digest = digest_at(digests, 0);
        k->list_digest = digest_at(digests, DIGEST_SIZE);
    }
}

/* Pages and link entries have digests, sections have none. */
static enum xc_status load_documents(struct loading *l, struct xc_error *error)
{
    struct xc_values *orders = NULL, *digests = NULL;
    struct xc_value order, digest;
    enum xc_status status = xc_values_open(&digests, l->store->index, SCHEMA_SLOT_DIGEST, error);
    if (status == XC_OK)
        status = xc_values_open(&orders, l->store->index, SCHEMA_SLOT_ORDER, error);
    while (status == XC_OK) {
        status = xc_values_next(digests, &digest, error);
        if (status != XC_OK || digest.docid == 0)
            break;
        status = xc_values_skip(orders, digest.docid, &order, error);
        if (status == XC_OK && order.docid == digest.docid)
            add_known(l, digest.docid, store_slice(order.value), store_slice(digest.value));
    }
    xc_values_close(orders);
    xc_values_close(digests);
    return status;
}

enum status catalogue_load(struct catalogue *c, struct store *store, struct error *error)
{
    struct xc_statistics about;
    struct xc_error from;
    struct loading l = {.c = c, .store = store};
    *c = (struct catalogue){0};
    if (store->index == NULL)
        return STATUS_OK;
    enum xc_status status = xc_index_statistics(store->index, &about, &from);
    if (status == XC_OK) {
        l.docids = (size_t)about.last_docid + 1;
        l.root_of = base_alloc(l.docids * sizeof *l.root_of);
        memset(l.root_of, 0xFF, l.docids * sizeof *l.root_of); /* CATALOGUE_NO_ROOT */
        status =
            xc_index_each_term(store->index, xc_text(SCHEMA_PREFIX_ROOT), add_root_term, &l, &from);
    }
    for (uint32_t i = 0; i < c->root_count && status == XC_OK; i++)
        status = load_root(&l, i, &from);
    if (status == XC_OK)
        status = load_documents(&l, &from);
    free(l.root_of);
    return store_failed(store, status, &from, error);
}

enum status catalogue_find_places(struct catalogue *c, struct store *store, struct error *error)
{
    struct xc_error from;
    struct loading l = {.c = c, .store = store};
    return store_failed(store, load_documents(&l, &from), &from, error);
}
