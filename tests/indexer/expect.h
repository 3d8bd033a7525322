/* SPDX-License-Identifier: GPL-2.0-or-later */
/* expect: what runs of lupp-index tell, and what the index "i" of a place then holds. */
#ifndef LUPP_TESTS_INDEXER_EXPECT_H
#define LUPP_TESTS_INDEXER_EXPECT_H

#include "look.h"

/* Run lupp-index on the index "i" of `place`, the second with a text as standard input. */
#define INDEX(...) RUN(place, "lupp-index", "--index", "i", __VA_ARGS__)
#define INDEX_FROM(text, ...)                                                                      \
    RUN_HOW(place, HOW(.input = slice_of(text)), "lupp-index", "--index", "i", __VA_ARGS__)

/* The run's closing line begins with the counts, and it did not fail: its status is 0 or 1. */
void expect_counts(struct place *place, const struct run_result *result, const char *counts);

/* The index holds the page. Borrowed until the next look of any kind. */
const struct schema_document *expect_page(struct place *place, const char *id);

/* The index knows the id from links alone. */
void expect_link(struct place *place, const char *id);

void expect_text(struct slice got, const char *wanted);

#endif
