/* SPDX-License-Identifier: GPL-2.0-or-later */
/* batch: what was read and is to be written together. */
#ifndef LUPP_INDEXER_BATCH_H
#define LUPP_INDEXER_BATCH_H

#include "catalogue.h"
#include "lists.h"

enum {
    BATCH_BYTES = 96 * 1024 * 1024, /* of text that is held before it is written */
    BATCH_DOCUMENT = 1024           /* bytes that a document takes beside its text, about */
};

enum draft_task {
    DRAFT_WRITE,  /* new, or in place of what the index holds */
    DRAFT_REMOVE, /* it goes, or stays as a document known by links */
    DRAFT_NOTHING /* was taken back */
};

struct draft {
    enum draft_task task;
    uint32_t known;                  /* index in the catalogue */
    struct schema_document document; /* of DRAFT_WRITE; lives in the batch, or in lists */
};

struct batch {
    struct draft *drafts;
    size_t count, room;
    struct arena arena;
    struct lists *lines; /* what documents of JSON Lines say of themselves */
    size_t bytes;        /* held, about */
};

/* Adds a draft for the known document, or empties the one it has. Returns it, borrowed until the
   next call. */
struct draft *batch_draft(struct batch *b, struct catalogue *c, uint32_t known,
                          enum draft_task task);
/* Takes back the draft of a known document, if it has one. */
void batch_take_back(struct batch *b, struct catalogue *c, uint32_t known);
/* Forgets all drafts; the catalogue's documents have none any more. */
void batch_clear(struct batch *b, struct catalogue *c);
void batch_free(struct batch *b); /* leaves {0} */

#endif
