/* SPDX-License-Identifier: GPL-2.0-or-later */
/* catalogue: which documents the index holds, read whole at the start of a run. */
#ifndef LUPP_INDEXER_CATALOGUE_H
#define LUPP_INDEXER_CATALOGUE_H

#include "store.h"
#include "table.h"

#define CATALOGUE_NO_ROOT UINT32_MAX /* known only by links, or not in the index */
#define CATALOGUE_NO_DRAFT UINT32_MAX

/* A document of the index, or one that this run will add. */
struct known {
    struct slice id;
    uint32_t docid; /* 0: not in the index */
    uint32_t root;  /* whose it is, or will be: index in roots, or CATALOGUE_NO_ROOT */
    uint32_t taker; /* the root that this run lets have it instead, or CATALOGUE_NO_ROOT */
    uint32_t draft; /* index in the batch, or CATALOGUE_NO_DRAFT */
    uint32_t node;  /* index in the graph of the batch that is being written, or GRAPH_NONE */
    bool page;      /* the index holds it as a page, not only by links */
    bool seen;      /* this run met it in its sources */
    bool unchanged; /* and found it as it was */
    bool fresh;     /* this run made it a page */
    uint64_t page_digest, list_digest;
};

struct known_root {
    struct slice path; /* empty when only a hash of it stands in the index and nobody needs it */
    struct slice term; /* XROOT... */
    size_t documents;  /* that the index held at the start */
    bool gone;         /* the folder is not there any more; see catalogue_root_gone */
    bool looked;
};

struct catalogue {
    struct known *items;
    size_t count, room;
    struct table ids;
    struct known_root *roots;
    size_t root_count, root_room;
    struct arena arena;
};

/* Reads what the store holds (nothing, when it has no index). caller frees with
   catalogue_free. */
enum status catalogue_load(struct catalogue *c, struct store *store, struct error *error);
void catalogue_free(struct catalogue *c); /* leaves {0} */
/* Finds the docids of all documents anew, after the database was exchanged. */
enum status catalogue_find_places(struct catalogue *c, struct store *store, struct error *error);

/* Index in items, or TABLE_NONE. */
uint32_t catalogue_find(const struct catalogue *c, struct slice id);
/* Likewise, after adding it when it was not there. */
uint32_t catalogue_add(struct catalogue *c, struct slice id);
/* The number of the root at path, after adding it when it was not there. */
uint32_t catalogue_root(struct catalogue *c, struct slice path);
/* Whether the folder of a root is gone. Reads its path from the store if need be. */
bool catalogue_root_gone(struct catalogue *c, struct store *store, uint32_t number);
/* Whether the path of a root is the address of a host that --follow fetched from. */
bool catalogue_is_fetched(struct slice path);
/* For messages. */
struct slice catalogue_root_path(struct catalogue *c, struct store *store, uint32_t number);

#endif
