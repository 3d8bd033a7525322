/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_LANGUAGE_INTERNAL_H
#define LUPP_LANGUAGE_INTERNAL_H

#include "language.h"

enum token_kind { TOKEN_WORD, TOKEN_QUOTE, TOKEN_OPEN, TOKEN_CLOSE };

enum token_operator { OPERATOR_NONE, OPERATOR_OR, OPERATOR_AND, OPERATOR_NOT, OPERATOR_NEAR };

/* A piece of a question. Prefixes belong to the word, quote or parenthesis they stand before. */
struct token {
    enum token_kind kind;
    size_t start, end;  /* bytes of the question, half-open, with prefixes and quotes */
    struct slice text;  /* without them */
    bool minus, equals; /* prefixes */
    const struct schema_field *field;
    size_t partner; /* of a parenthesis; SIZE_MAX: it has none */
    bool group;     /* a parenthesis that groups; others are punctuation */
    enum token_operator op;
    unsigned distance; /* of OPERATOR_NEAR */
    size_t op_words;   /* tokens that make the operator: 2 for AND NOT */
};

struct tokens {
    struct token *items;
    size_t count, room;
    bool cut;
};

/* Splits a question and decides which words are operators and which parentheses group. Caller frees
   items with free(). */
void language_tokens(struct tokens *out, struct slice question);

/* A letter or digit, or a byte of a character beyond ASCII that is one as far as can be told
   without tables: all but spaces, quotes, dashes and general punctuation. */
bool language_wordlike(uint32_t codepoint);

enum range_reading { RANGE_IS, RANGE_NONE, RANGE_BAD };

/* Reads the value of a range field. RANGE_NONE: it does not begin like one (then it is a word). */
enum range_reading language_date_range(struct slice text, uint64_t *from, uint64_t *to);
/* Whether it is a month of any year, and the field is that of months. */
bool language_names_month(const struct schema_field *field, struct slice text);
enum range_reading language_amount_range(struct slice text, uint64_t *from, uint64_t *to);

#endif
