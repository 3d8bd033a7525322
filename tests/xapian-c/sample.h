/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of xapian-c share: a small index, and asking for a status. */
#ifndef TEST_XAPIAN_C_SAMPLE_H
#define TEST_XAPIAN_C_SAMPLE_H

#include "run.h"
#include "xapian_c.h"

/* The error of the call last expected. */
extern struct xc_error sample_error;

/* Ends the test unless `call`, which takes &sample_error, returns that status. Also that a failure
   is told in words. */
#define EXPECT(expected, call) sample_expect((expected), (call), #call, __FILE__, __LINE__)
void sample_expect(enum xc_status expected, enum xc_status status, const char *call,
                   const char *file, int line);

/* For writing. Closed by the test. */
struct xc_index *sample_write(struct place *place, const char *name, unsigned mode);
struct xc_index *sample_open(struct place *place, const char *name);

enum { SAMPLE_DATE = 0, SAMPLE_KIND = 1 };

/* A document of words (positions from 1, each wdf 1) under the key "Q" + id, with values in slots
   SAMPLE_DATE and SAMPLE_KIND ("": none); its data are the words. Returns its docid. */
uint32_t sample_put(struct xc_index *index, const char *id, const char *words, const char *date,
                    const char *kind);

/* Five documents, committed: docids 1 to 5. */
void sample_fill(struct xc_index *index);

/* Docids of the hits as "3 1", borrowed until the next call. */
const char *sample_hits(const struct xc_result *result);
/* Docids that match, rising. */
const char *sample_matches(struct xc_index *index, const struct xc_query *query);

#endif
