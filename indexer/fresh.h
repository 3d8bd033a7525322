/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fresh: the first build of an index, as one commit. Several threads fill small databases, which
 * are then packed into one, and that one becomes the index in one step. Nobody reads meanwhile and
 * nothing has to survive a crash, which makes it twice as quick on two processors, and the result
 * is as small as --compact would make it.
 */
#ifndef LUPP_INDEXER_FRESH_H
#define LUPP_INDEXER_FRESH_H

#include "graph.h"
#include "run.h"

/* Whether the batch is to be written so: the index is empty, the batch is worth it, and nobody
   asked for commits on the way. */
bool fresh_is_due(const struct run *run, const struct graph *graph);
/* Writes it. When a signal stops it, what the threads had done by then becomes the index. */
enum status fresh_write(struct run *run, const struct graph *graph, struct error *error);

#endif
