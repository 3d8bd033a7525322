/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * runs: every run that changes something has a number and a time, kept in the metadata of the
 * index:
 *
 *   lupp.run             number of the last one, 8 digits
 *   lupp.run.00000012    "2025-01-29T04:18:37Z 20 3 1": when run 12 began, in UTC; how many
 *                        documents it indexed, updated, removed (so far, until it ends)
 *
 * The slot RUN of an entry holds the number of the run that last changed its document.
 */
#ifndef LUPP_INDEXER_RUNS_H
#define LUPP_INDEXER_RUNS_H

#include "report.h"
#include "store.h"

#define RUNS_KEY_LAST "lupp.run"

/* The number the next run has: 1 for a new index, or for none. */
enum status runs_next(struct store *store, uint32_t *number, struct error *error);
/* The number of the run that last changed what stands at docid. */
uint32_t runs_of(struct store *store, uint32_t docid);
/* Notes the run; part of the open transaction. Its time is that of the first call. */
enum status runs_note(struct store *store, uint32_t number, const struct report_counts *counts,
                      struct error *error);

#endif
