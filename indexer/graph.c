/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph.h"

#include <stdlib.h>
#include <string.h>

void graph_free(struct graph *g, struct catalogue *c)
{
    for (size_t i = 0; i < g->count; i++)
        c->items[g->nodes[i].known].node = GRAPH_NONE;
    free(g->nodes);
    free(g->links);
    free(g->order);
    arena_free(&g->arena);
    *g = (struct graph){0};
}

static uint32_t node_of(struct graph *g, struct catalogue *c, uint32_t known)
{
    uint32_t node = c->items[known].node;
    if (node != GRAPH_NONE)
        return node;
    g->nodes = base_grow(g->nodes, &g->room, g->count + 1, sizeof *g->nodes);
    node = (uint32_t)g->count++;
    g->nodes[node] = (struct graph_node){.known = known, .component = node, .inbound = GRAPH_NONE};
    c->items[known].node = node;
    return node;
}

/* ---- components ------------------------------------------------------------------------------ */

static uint32_t component_of(struct graph *g, uint32_t node)
{
    while (g->nodes[node].component != node) {
        uint32_t up = g->nodes[node].component;
        g->nodes[node].component = g->nodes[up].component;
        node = up;
    }
    return node;
}

/* The lower one leads, so that a component is named by its first draft. */
static void join(struct graph *g, uint32_t a, uint32_t b)
{
    a = component_of(g, a);
    b = component_of(g, b);
    if (a < b)
        g->nodes[b].component = a;
    else
        g->nodes[a].component = b;
}

static int compare_numbers(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static void order_nodes(struct graph *g)
{
    uint64_t *keys = base_calloc(g->count, sizeof *keys);
    for (uint32_t i = 0; i < g->count; i++) {
        g->nodes[i].component = component_of(g, i);
        keys[i] = (uint64_t)g->nodes[i].component << 32 | i;
    }
    if (g->count > 0)
        qsort(keys, g->count, sizeof *keys, compare_numbers);
    g->order = base_calloc(g->count, sizeof *g->order);
    for (size_t i = 0; i < g->count; i++)
        g->order[i] = (uint32_t)(keys[i] & UINT32_MAX);
    free(keys);
}

size_t graph_component_end(const struct graph *g, size_t start)
{
    size_t end = start;
    uint32_t component = g->nodes[g->order[start]].component;
    while (end < g->count && g->nodes[g->order[end]].component == component)
        end++;
    return end;
}

/* ---- links that change ----------------------------------------------------------------------- */

static int compare_links(const void *a, const void *b)
{
    const struct schema_link *x = a, *y = b;
    int order = slice_compare(x->target, y->target);
    return order != 0 ? order : slice_compare(x->words, y->words);
}

struct links {
    struct schema_link *items;
    size_t count;
};

/* Copies in order of target and words. Strings are those of the document, or kept when the
   document will go. */
static struct links sorted_links(struct graph *g, const struct schema_document *d, bool keep)
{
    struct links l = {.count = d->link_count};
    l.items = arena_alloc(&g->arena, l.count * sizeof *l.items);
    for (size_t i = 0; i < l.count; i++) {
        l.items[i] = d->links[i];
        if (keep) {
            l.items[i].target = slice_keep(&g->arena, d->links[i].target);
            l.items[i].words = slice_keep(&g->arena, d->links[i].words);
        }
    }
    if (l.count > 0)
        qsort(l.items, l.count, sizeof *l.items, compare_links);
    return l;
}

/* How many links from `at` on have the target of the one at `at`. */
static size_t run_of_target(const struct links *l, size_t at)
{
    size_t end = at;
    while (end < l->count && slice_equal(l->items[end].target, l->items[at].target))
        end++;
    return end - at;
}

static bool same_words(const struct schema_link *a, size_t a_count, const struct schema_link *b,
                       size_t b_count)
{
    if (a_count != b_count)
        return false;
    for (size_t i = 0; i < a_count; i++)
        if (!slice_equal(a[i].words, b[i].words))
            return false;
    return true;
}

/* Makes nodes of the targets that are linked to in other words than before. */
static void join_changed(struct graph *g, struct catalogue *c, uint32_t draft,
                         const struct links *before, const struct links *after)
{
    size_t i = 0, j = 0;
    while (i < before->count || j < after->count) {
        int order = i == before->count ? 1
                    : j == after->count
                        ? -1
                        : slice_compare(before->items[i].target, after->items[j].target);
        size_t old = order <= 0 ? run_of_target(before, i) : 0;
        size_t new = order >= 0 ? run_of_target(after, j) : 0;
        struct slice target = order <= 0 ? before->items[i].target : after->items[j].target;
        if (!same_words(before->items + i, old, after->items + j, new))
            join(g, draft, node_of(g, c, catalogue_add(c, target)));
        i += old;
        j += new;
    }
}

/* Compares a draft with the page that the index holds. */
static enum status compare_draft(struct graph *g, uint32_t node, const struct draft *draft,
                                 struct catalogue *c, struct store *store,
                                 struct schema_codec *codec, struct error *error)
{
    struct schema_document old = {0};
    const struct known *k = &c->items[draft->known];
    if (k->docid != 0) {
        enum status status = store_read(store, k->docid, codec, &old, error);
        if (status != STATUS_OK)
            return status;
        if (!old.link_only && schema_section_count(&old) > 1)
            g->nodes[node].old_sections = schema_section_count(&old);
    }
    struct links before = sorted_links(g, &old, true);
    struct links after = sorted_links(g, &draft->document, false);
    join_changed(g, c, node, &before, &after);
    return STATUS_OK;
}

/* ---- inbound links of the batch -------------------------------------------------------------- */

static void note_inbound(struct graph *g, const struct batch *b, const struct catalogue *c)
{
    for (uint32_t i = 0; i < b->count; i++) {
        const struct schema_document *d = &b->drafts[i].document;
        for (size_t j = 0; b->drafts[i].task == DRAFT_WRITE && j < d->link_count; j++) {
            uint32_t known = catalogue_met(c, d->links[j].target);
            uint32_t node = known != TABLE_NONE ? c->items[known].node : GRAPH_NONE;
            if (node == GRAPH_NONE || known == b->drafts[i].known)
                continue;
            g->links = base_grow(g->links, &g->link_room, g->link_count + 1, sizeof *g->links);
            g->links[g->link_count] = (struct graph_link){
                .next = g->nodes[node].inbound, .draft = i, .words = d->links[j].words};
            g->nodes[node].inbound = (uint32_t)g->link_count++;
        }
    }
}

enum status graph_build(struct graph *g, struct batch *b, struct catalogue *c, struct store *store,
                        struct error *error)
{
    enum status status = STATUS_OK;
    struct schema_codec *codec = schema_codec_new();
    *g = (struct graph){0};
    for (uint32_t i = 0; i < b->count; i++)
        if (b->drafts[i].task != DRAFT_NOTHING)
            node_of(g, c, b->drafts[i].known);
    size_t drafts = g->count;
    for (uint32_t i = 0; i < drafts && status == STATUS_OK; i++) {
        const struct known *k = &c->items[g->nodes[i].known];
        status = compare_draft(g, i, &b->drafts[k->draft], c, store, codec, error);
    }
    if (status == STATUS_OK)
        status = catalogue_status(c, error);
    if (status == STATUS_OK) {
        note_inbound(g, b, c);
        order_nodes(g);
    }
    schema_codec_free(codec);
    return status;
}
