/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check: what only the words of a record tell: the forms in a phrase, which words stand in the
 * title and which below it, what lies near what in a section.
 */
#ifndef LUPP_CHECK_H
#define LUPP_CHECK_H

#include "base.h"
#include "question.h"

enum { CHECK_PAGE = -1 /* the whole page instead of a section */ };

struct check;

/* Makes ready to check a leaf of the question (unit, sequence, prefix, near), which is borrowed.
   caller frees with check_free. */
struct check *check_new(struct swedish *s, const struct question_node *leaf);
/* Likewise whether a phrase stands there in just the forms typed. */
struct check *check_new_exact(struct swedish *s, const struct question_sequence *sequence);
void check_free(struct check *c); /* NULL is fine */

/* Whether the page of the record, or a section of it (0-based), says what was asked. */
bool check_holds(struct check *c, struct slice record, int32_t section);

#endif
