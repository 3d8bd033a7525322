/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_QUESTION_INTERNAL_H
#define LUPP_QUESTION_INTERNAL_H

#include "question.h"

/* A question being analysed. */
struct reader {
    struct question *question;
    struct swedish *swedish;
    const struct question_index *index; /* or NULL */
    /* lists of the question that grow */
    size_t unit_room, sequence_room, other_room, term_room, expansion_room;
};

/* Another reading of `span` words of a text, from position on. */
struct text_other {
    enum swedish_kind kind;
    uint32_t position, span;
    uint64_t value;
    const struct question_term *term;
};

/* A text of the question in words. Lives in the question. */
struct text_words {
    struct slice text;
    struct question_term *terms; /* plain ones, in order */
    size_t count;
    const struct text_other *others;
    size_t other_count;
};

/* undotted: words that the index does not have are looked for with their dots, and replaced. */
void text_read(struct reader *r, struct slice text, bool undotted, struct text_words *out);
/* Makes one word of two that were typed apart: "regerings kansliet". */
void text_join_apart(struct reader *r, struct text_words *words);
/* The end (an index) of the words joined by hyphens that begin with word i; i + 1 for one alone. */
size_t text_joined_end(const struct text_words *words, size_t i);
/* The other reading of just the words first .. end of that kind, or NULL. */
const struct text_other *text_other_of(const struct text_words *words, enum swedish_kind kind,
                                       size_t first, size_t end);

/* Forms of the lexicon that look like a term without dots and that the index has, most frequent
   first, at most max; returns how many. */
size_t undotted_terms(struct reader *r, const struct question_term *term,
                      const struct question_term **out, size_t max);

/* A word, not too short to tell, that no document has and that the lexicon does not know. */
bool may_be_mistyped(const struct question_term *term);
/* The form of the index that is nearest to it, or NULL. */
const struct question_term *near_term(struct reader *r, const struct question_term *term);

/* Lists the forms that begin with the node's value and that most documents have. */
void expansions_read(struct reader *r, struct slice prefix);

/* The units of a text. *out lives in the question. */
void units_read(struct reader *r, struct slice text, bool listed, struct question_unit **out,
                size_t *count);
const struct question_sequence *sequence_read(struct reader *r, struct slice text, bool exact,
                                              bool listed);

#endif
