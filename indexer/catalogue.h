/* SPDX-License-Identifier: GPL-2.0-or-later */
/* catalogue: which documents the index holds. A run over a few pages looks each of them up; one
   over many, or one that must know what it did not meet, reads all of them. */
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
    uint32_t held;  /* whose the index says it is: index in roots, or CATALOGUE_NO_ROOT */
    uint32_t root;  /* whose it is, or will be when its draft is written: likewise */
    uint32_t taker; /* the root that this run lets have it instead, or CATALOGUE_NO_ROOT */
    uint32_t draft; /* index in the batch, or CATALOGUE_NO_DRAFT */
    uint32_t node;  /* index in the graph of the batch that is being written, or GRAPH_NONE */
    bool page;      /* the index holds it as a page, not only by links */
    bool seen;      /* this run met it in its sources */
    bool unchanged; /* and found it as it was */
    bool fresh;     /* this run made it a page */
    bool again;     /* this run met it with different contents, and said so */
    uint64_t page_digest, list_digest;
    uint64_t met;     /* page_digest as this run met it last; 0: it has not */
    const char *line; /* where, if that was a line or an entry: "file:12"; lives in the catalogue */
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
    struct store *store;
    bool empty;         /* the index held nothing when it was opened */
    bool whole;         /* items are all that it holds */
    size_t looked_up;   /* one by one */
    struct buffer term; /* memory used again */
    enum status status; /* of the first look-up that failed, and why */
    struct error error;
};

/* Of what the store holds (nothing, when it has no index); the store is borrowed until
   catalogue_free, by which the caller frees. */
enum status catalogue_open(struct catalogue *c, struct store *store, struct error *error);
void catalogue_free(struct catalogue *c); /* leaves {0} */
/* Makes items all that the index holds. */
enum status catalogue_load(struct catalogue *c, struct error *error);
/* Finds the docids of all documents anew, after the database was exchanged. */
enum status catalogue_find_places(struct catalogue *c, struct error *error);

/* Index in items, or TABLE_NONE. Items may move. A look-up that fails finds nothing, as do all
   after it: catalogue_status is to be asked before anything is made of that. */
uint32_t catalogue_find(struct catalogue *c, struct slice id);
enum status catalogue_status(const struct catalogue *c, struct error *error);
/* Likewise, of those that this run has asked for already. */
uint32_t catalogue_met(const struct catalogue *c, struct slice id);
/* As catalogue_find, after adding it when it was not there. */
uint32_t catalogue_add(struct catalogue *c, struct slice id);
/* The number of the root at path, after adding it when it was not there. */
uint32_t catalogue_root(struct catalogue *c, struct slice path);
/* Whether the folder of a root is gone. Reads its path from the store if need be. */
bool catalogue_root_gone(struct catalogue *c, uint32_t number);
/* Whether the path of a root is the address of a host that --follow fetched from. */
bool catalogue_is_fetched(struct slice path);
/* For messages. */
struct slice catalogue_root_path(struct catalogue *c, uint32_t number);

#endif
