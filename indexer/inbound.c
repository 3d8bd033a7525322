/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The links that lead to one document. See graph.h. */
#include "graph.h"

#include <stdlib.h>

void inbound_free(struct inbound *in)
{
    free(in->items);
    arena_free(&in->arena);
    *in = (struct inbound){0};
}

static void add_link(struct inbound *in, struct slice from, struct slice url, struct slice words)
{
    in->items = base_grow(in->items, &in->room, in->count + 1, sizeof *in->items);
    in->items[in->count++] = (struct schema_inbound){.from = from, .words = words};
    if (in->count == 1 || slice_compare(from, in->first_id) < 0) {
        in->first_id = from;
        in->first_url = url;
    }
}

static void collect_from_batch(struct inbound *in, const struct graph *g, uint32_t node,
                               const struct batch *b)
{
    for (uint32_t i = g->nodes[node].inbound; i != GRAPH_NONE; i = g->links[i].next) {
        const struct schema_document *d = &b->drafts[g->links[i].draft].document;
        add_link(in, d->id, d->url, g->links[i].words);
    }
}

/* What one page of the index says in its links to id. */
static void collect_from_page(struct inbound *in, struct slice id, const struct schema_document *d)
{
    struct slice from = slice_keep(&in->arena, d->id), url = slice_keep(&in->arena, d->url);
    for (size_t i = 0; i < d->link_count; i++)
        if (slice_equal(d->links[i].target, id))
            add_link(in, from, url, slice_keep(&in->arena, d->links[i].words));
}

/* A page that the batch changes speaks for itself there. */
static bool is_in_batch(const struct catalogue *c, const struct schema_document *d)
{
    uint32_t known = catalogue_met(c, d->id);
    return known != TABLE_NONE && c->items[known].draft != CATALOGUE_NO_DRAFT;
}

static enum status collect_from_index(struct inbound *in, struct slice id,
                                      const struct catalogue *c, struct store *store,
                                      struct schema_codec *codec, struct error *error)
{
    struct xc_postings *postings;
    struct xc_error from;
    uint32_t *docids = NULL;
    size_t count = 0, room = 0;
    schema_term(&store->term, SCHEMA_PREFIX_LINK, id);
    enum xc_status got = xc_postings_open(&postings, store->index,
                                          store_bytes(buffer_view(&store->term)), false, &from);
    while (got == XC_OK) {
        struct xc_posting at;
        got = xc_postings_next(postings, &at, &from);
        if (got != XC_OK || at.docid == 0)
            break;
        docids = base_grow(docids, &room, count + 1, sizeof *docids);
        docids[count++] = at.docid;
    }
    xc_postings_close(postings);
    enum status status = store_failed(store, got, &from, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct schema_document d;
        status = store_read(store, docids[i], codec, &d, error);
        if (status == STATUS_OK && !slice_equal(d.id, id) && !is_in_batch(c, &d))
            collect_from_page(in, id, &d);
    }
    free(docids);
    return status;
}

enum status inbound_collect(struct inbound *in, struct slice id, const struct graph *g,
                            uint32_t node, const struct batch *b, const struct catalogue *c,
                            struct store *store, struct schema_codec *codec, struct error *error)
{
    in->count = 0;
    in->first_id = in->first_url = (struct slice){0};
    arena_clear(&in->arena);
    if (node != GRAPH_NONE) /* then there are a graph and a batch */
        collect_from_batch(in, g, node, b);
    return store != NULL ? collect_from_index(in, id, c, store, codec, error) : STATUS_OK;
}
