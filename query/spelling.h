/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spelling: what the person may have meant, when little was found. */
#ifndef LUPP_SPELLING_H
#define LUPP_SPELLING_H

#include "base.h"
#include "question.h"
#include "xapian_c.h"

enum { SPELLING_FEW = 5 /* hits that hold all words: with fewer, words are looked at */ };

/* Appends the question with words that the index does not know replaced by near ones that it does.
   false, and nothing appended, when there is nothing to suggest, or the question is long. */
bool spelling_suggest(struct xc_index *index, const struct question *question, struct slice typed,
                      struct buffer *out);

#endif
