/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer: nodes of a batch's graph into a database, one by one. For write.c and fresh.c. */
#ifndef LUPP_INDEXER_WRITER_H
#define LUPP_INDEXER_WRITER_H

#include "graph.h"
#include "run.h"

/* For one thread; several may share all that is const or belongs to other nodes. */
struct writer {
    struct run *run; /* only its settings, catalogue, batch and number are used */
    const struct graph *graph;
    struct store *store; /* to write to */
    struct swedish *swedish;
    struct report *report;       /* told of each document; NULL: nobody is */
    bool fresh;                  /* the index holds nothing: all links are the batch's */
    struct report_counts counts; /* of documents, so far */
    uint64_t entries;            /* nodes written */
    uint64_t dropped;            /* tokens and terms that were too long */
    /* memory used again */
    struct inbound inbound;
    struct schema_entry entry;
    struct schema_codec *targets; /* for the document being written */
    struct schema_codec *linkers; /* for those that link to it */
    struct buffer url, key;
};

/* Writes one node and, of a page, its sections; the catalogue is told. */
enum status writer_node(struct writer *w, uint32_t node, struct error *error);
/* Frees what it made itself. */
void writer_free(struct writer *w);

#endif
