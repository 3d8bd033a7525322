/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "catalogue.h"

#include "digest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    ORDER_DATE = 8, /* bytes: of the date before the id */
    DIGESTS = 2 * DIGEST_SIZE,
    LOOKED_UP_MAX = 1000 /* documents one by one; for more, all are quicker */
};

void catalogue_free(struct catalogue *c)
{
    table_free(&c->ids);
    free(c->items);
    free(c->roots);
    arena_free(&c->arena);
    buffer_free(&c->term);
    *c = (struct catalogue){0};
}

uint32_t catalogue_met(const struct catalogue *c, struct slice id)
{
    return table_find(&c->ids, id);
}

/* One that is not there yet. */
static uint32_t append(struct catalogue *c, struct slice id)
{
    id = slice_keep(&c->arena, id);
    table_add(&c->ids, id, (uint32_t)c->count);
    c->items = base_grow(c->items, &c->room, c->count + 1, sizeof *c->items);
    c->items[c->count] = (struct known){.id = id,
                                        .held = CATALOGUE_NO_ROOT,
                                        .root = CATALOGUE_NO_ROOT,
                                        .taker = CATALOGUE_NO_ROOT,
                                        .draft = CATALOGUE_NO_DRAFT,
                                        .node = UINT32_MAX};
    return (uint32_t)c->count++;
}

uint32_t catalogue_add(struct catalogue *c, struct slice id)
{
    uint32_t at = catalogue_find(c, id);
    return at != TABLE_NONE ? at : append(c, id);
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
static struct slice path_from_record(struct catalogue *c, uint32_t number)
{
    struct store *store = c->store;
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

struct slice catalogue_root_path(struct catalogue *c, uint32_t number)
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
    root->path = whole ? plain : path_from_record(c, number);
    return root->path;
}

bool catalogue_is_fetched(struct slice path)
{
    return slice_starts(path, SLICE("http://")) || slice_starts(path, SLICE("https://"));
}

bool catalogue_root_gone(struct catalogue *c, uint32_t number)
{
    struct known_root *root = &c->roots[number];
    struct stat about;
    if (root->looked)
        return root->gone;
    char *path = slice_copy(catalogue_root_path(c, number));
    root->looked = true;
    /* What was fetched gives way to a source of its own. */
    root->gone =
        catalogue_is_fetched(slice_of(path)) ||
        (path[0] == '/' && stat(path, &about) != 0 && (errno == ENOENT || errno == ENOTDIR));
    free(path);
    return root->gone;
}

/* ---- one document -----------------------------------------------------------------------------
 */

static void set_digests(struct known *k, struct slice digests)
{
    if (digests.size != DIGESTS)
        return;
    k->page_digest = digest_at(digests, 0);
    k->list_digest = digest_at(digests, DIGEST_SIZE);
}

static void set_root(struct known *k, uint32_t root)
{
    k->held = k->root = root;
    k->page = root != CATALOGUE_NO_ROOT;
}

static enum xc_status root_of(struct catalogue *c, uint32_t docid, uint32_t *root,
                              struct xc_error *error)
{
    enum xc_status status = XC_OK;
    *root = CATALOGUE_NO_ROOT;
    for (uint32_t i = 0; i < c->root_count && *root == CATALOGUE_NO_ROOT && status == XC_OK; i++) {
        struct xc_postings *postings = NULL;
        struct xc_posting at = {0};
        if (c->roots[i].documents == 0)
            continue;
        status = xc_postings_open(&postings, c->store->index, store_bytes(c->roots[i].term), false,
                                  error);
        if (status == XC_OK)
            status = xc_postings_skip(postings, docid, &at, error);
        if (status == XC_OK && at.docid == docid)
            *root = i;
        xc_postings_close(postings);
    }
    return status;
}

/* Adds the document when the index holds it. */
static enum xc_status look_up(struct catalogue *c, struct slice id, uint32_t *known,
                              struct xc_error *error)
{
    struct xc_buffer digests = {0};
    uint32_t docid, root;
    schema_term(&c->term, SCHEMA_PREFIX_ID, id);
    enum xc_status status =
        xc_index_find(c->store->index, store_bytes(buffer_view(&c->term)), &docid, error);
    if (status != XC_OK)
        return status == XC_NOT_FOUND ? XC_OK : status;
    status = xc_index_value(c->store->index, docid, SCHEMA_SLOT_DIGEST, &digests, error);
    if (status == XC_OK)
        status = root_of(c, docid, &root, error);
    if (status == XC_OK) {
        *known = append(c, id);
        c->items[*known].docid = docid;
        set_digests(&c->items[*known], (struct slice){digests.data, digests.size});
        set_root(&c->items[*known], root);
    }
    free(digests.data);
    return status;
}

uint32_t catalogue_find(struct catalogue *c, struct slice id)
{
    struct xc_error from;
    uint32_t known = catalogue_met(c, id);
    if (known != TABLE_NONE || c->whole || c->status != STATUS_OK)
        return known;
    if (c->looked_up++ >= LOOKED_UP_MAX)
        return catalogue_load(c, NULL) == STATUS_OK ? catalogue_met(c, id) : TABLE_NONE;
    c->status = store_failed(c->store, look_up(c, id, &known, &from), &from, &c->error);
    return known;
}

/* ---- all documents ----------------------------------------------------------------------------
 */

struct loading {
    struct catalogue *c;
    uint32_t *root_of; /* by docid; NULL: only places are asked for */
    size_t docids;
};

static enum xc_status load_root(struct loading *l, uint32_t number, struct xc_error *error)
{
    struct xc_postings *postings;
    struct xc_posting at;
    enum xc_status status = xc_postings_open(&postings, l->c->store->index,
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

static enum xc_status load_roots(struct loading *l, struct xc_error *error)
{
    struct xc_statistics about;
    enum xc_status status = xc_index_statistics(l->c->store->index, &about, error);
    if (status != XC_OK)
        return status;
    l->docids = (size_t)about.last_docid + 1;
    l->root_of = base_alloc(l->docids * sizeof *l->root_of);
    memset(l->root_of, 0xFF, l->docids * sizeof *l->root_of); /* CATALOGUE_NO_ROOT */
    for (uint32_t i = 0; i < l->c->root_count && status == XC_OK; i++)
        if (l->c->roots[i].documents > 0)
            status = load_root(l, i, error);
    return status;
}

/* What was looked up before stays as the run has it. */
static void add_loaded(struct loading *l, uint32_t docid, struct slice order, struct slice digests)
{
    struct catalogue *c = l->c;
    struct slice id = slice_part(order, ORDER_DATE, order.size);
    uint32_t known = catalogue_met(c, id);
    bool new = known == TABLE_NONE;
    if (new)
        known = append(c, id);
    struct known *k = &c->items[known];
    if (new || l->root_of == NULL)
        k->docid = docid;
    if (!new || l->root_of == NULL)
        return;
    set_digests(k, digests);
    set_root(k, docid < l->docids ? l->root_of[docid] : CATALOGUE_NO_ROOT);
}

/* Pages and link entries have digests, sections have none. */
static enum xc_status load_documents(struct loading *l, struct xc_error *error)
{
    struct xc_values *orders = NULL, *digests = NULL;
    struct xc_value order, digest;
    struct xc_index *index = l->c->store->index;
    enum xc_status status = xc_values_open(&digests, index, SCHEMA_SLOT_DIGEST, error);
    if (status == XC_OK)
        status = xc_values_open(&orders, index, SCHEMA_SLOT_ORDER, error);
    while (status == XC_OK) {
        status = xc_values_next(digests, &digest, error);
        if (status != XC_OK || digest.docid == 0)
            break;
        status = xc_values_skip(orders, digest.docid, &order, error);
        if (status == XC_OK && order.docid == digest.docid)
            add_loaded(l, digest.docid, store_slice(order.value), store_slice(digest.value));
    }
    xc_values_close(orders);
    xc_values_close(digests);
    return status;
}

enum status catalogue_load(struct catalogue *c, struct error *error)
{
    struct xc_error from;
    struct loading l = {.c = c};
    if (!c->whole && c->status == STATUS_OK) {
        enum xc_status status = load_roots(&l, &from);
        if (status == XC_OK)
            status = load_documents(&l, &from);
        free(l.root_of);
        c->whole = status == XC_OK;
        c->status = store_failed(c->store, status, &from, &c->error);
    }
    return catalogue_status(c, error);
}

enum status catalogue_find_places(struct catalogue *c, struct error *error)
{
    struct xc_error from;
    struct loading l = {.c = c};
    return store_failed(c->store, load_documents(&l, &from), &from, error);
}

/* ---- opening ----------------------------------------------------------------------------------
 */

static int add_root_term(void *user, struct xc_bytes term, uint32_t documents)
{
    struct catalogue *c = user;
    uint32_t number = add_root(c, store_slice(term));
    c->roots[number].documents = documents;
    return 0;
}

enum status catalogue_open(struct catalogue *c, struct store *store, struct error *error)
{
    struct xc_statistics about;
    struct xc_error from;
    *c = (struct catalogue){.store = store, .whole = true, .empty = true};
    if (store->index == NULL)
        return STATUS_OK;
    enum xc_status status = xc_index_statistics(store->index, &about, &from);
    if (status == XC_OK) {
        c->whole = c->empty = about.documents == 0;
        status =
            xc_index_each_term(store->index, xc_text(SCHEMA_PREFIX_ROOT), add_root_term, c, &from);
    }
    return store_failed(store, status, &from, error);
}

enum status catalogue_status(const struct catalogue *c, struct error *error)
{
    return c->status == STATUS_OK ? STATUS_OK : error_set(error, c->status, "%s", c->error.text);
}
