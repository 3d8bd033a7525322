/* SPDX-License-Identifier: GPL-2.0-or-later */
/* look: into an index that a test has made, past lupp. */
#ifndef LUPP_TESTS_INDEXER_LOOK_H
#define LUPP_TESTS_INDEXER_LOOK_H

#include "run.h"
#include "schema.h"

/* The document of an id, borrowed until the next look of any kind; NULL when the index has none. */
const struct schema_document *look_document(struct place *place, const char *index, const char *id);

/* Everything the index says, in an order of its own: for each entry its key, and digests of its
   terms with positions, its values and its record, all without the number of the run. Two indexes
   with the same dump answer alike. caller frees with free(). */
char *look_dump(struct place *place, const char *index);

/* How many entries have the term. */
size_t look_count(struct place *place, const char *index, const char *term);

/* Metadata as text, "" when there is none. Borrowed until the next look of any kind. */
const char *look_metadata(struct place *place, const char *index, const char *key);

/* Names, sizes and bytes of all files of the index as one digest. */
uint64_t look_bytes(struct place *place, const char *index);

/* Fail the test unless lupp-index --check finds the index sound, or two indexes have the same dump;
   these are left in the place as dump-a and dump-b then. */
void look_expect_sound(struct place *place, const char *index);
void look_expect_same(struct place *place, const char *a, const char *b);

/* Frees what the looks kept: the teardown of a group of tests. */
int look_end(void **state);

#endif
