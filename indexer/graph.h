/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * graph: who links to whom, as far as a batch changes it.
 *
 * The entry of a document holds the words of the links that lead to it, so a page that comes,
 * changes or goes touches the entries of what it links to. The nodes of the graph are the drafts of
 * a batch and the documents whose inbound links change with it. What has to be written in one
 * commit, so that each commit leaves every entry as its inbound links say, is a component: drafts
 * and targets that changed links join. Each node is written once.
 *
 * An entry then depends on the record of its document and on the links to it that stand in other
 * records, and on nothing else. That is why the order in which documents came does not matter.
 */
#ifndef LUPP_INDEXER_GRAPH_H
#define LUPP_INDEXER_GRAPH_H

#include "batch.h"
#include "store.h"

#define GRAPH_NONE UINT32_MAX

struct graph_node {
    uint32_t known;      /* index in the catalogue */
    uint32_t component;  /* the lowest node it is joined with */
    uint32_t inbound;    /* first of the links that the batch's documents have to it */
    size_t old_sections; /* section entries that its page had */
};

struct graph_link {
    uint32_t next; /* of the same target, or GRAPH_NONE */
    uint32_t draft;
    struct slice words;
};

struct graph {
    struct graph_node *nodes; /* the drafts first, in their order */
    size_t count, room;
    struct graph_link *links;
    size_t link_count, link_room;
    uint32_t *order; /* nodes, component after component */
    struct arena arena;
};

/* Builds the graph of a batch; the catalogue's documents get their node. caller frees with
   graph_free. */
enum status graph_build(struct graph *g, struct batch *b, struct catalogue *c, struct store *store,
                        struct error *error);
void graph_free(struct graph *g, struct catalogue *c);
/* Where in order the component ends that begins at `start`. */
size_t graph_component_end(const struct graph *g, size_t start);

/* ---- inbound links --------------------------------------------------------------------------- */

/* All links to one document, memory used again for the next. {0} is an empty one. */
struct inbound {
    struct schema_inbound *items; /* borrowed until the next inbound_collect */
    size_t count, room;
    struct slice first_id, first_url; /* of the first linking page in order of id */
    struct arena arena;
};

/* Those of the batch, when node is not GRAPH_NONE, and, when store is not NULL, those that the
   index holds of pages which the batch does not touch. A document's links to itself are left out.
 */
enum status inbound_collect(struct inbound *in, struct slice id, const struct graph *g,
                            uint32_t node, const struct batch *b, const struct catalogue *c,
                            struct store *store, struct schema_codec *codec, struct error *error);
void inbound_free(struct inbound *in); /* leaves {0} */

#endif
