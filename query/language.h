/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * language: a question as typed becomes a tree of what it asks. It knows operators, quotes, signs
 * and the names of fields, and nothing of Swedish words or of the index.
 *
 * Loosest first:
 *
 *   A OR B         A ELLER B
 *   A AND B        A OCH B        A NOT B     A INTE B     A AND NOT B
 *   A NEAR/5 B
 *   operands side by side: word  "phrase"  =word  ="exact phrase"  stem*  -operand  field:operand
 * (A)
 *
 * No text is a syntax error: what cannot be read as an operator is a word. Only a range field whose
 * value begins like a value and cannot be one is refused.
 */
#ifndef LUPP_LANGUAGE_H
#define LUPP_LANGUAGE_H

#include "base.h"
#include "schema.h"

enum {
    LANGUAGE_BYTES_MAX = 64 * 1024, /* of a question; what lies beyond is not read */
    LANGUAGE_OPERANDS_MAX = 2000,   /* likewise; more than a person types */
    LANGUAGE_DEPTH_MAX = 32,        /* groups in groups; deeper parentheses are no groups */
    LANGUAGE_NEAR_DEFAULT = 10,     /* of NEAR without a number */
    LANGUAGE_NEAR_MAX = 90          /* less than the gap between paragraphs */
};

enum language_kind {
    LANGUAGE_WORDS,  /* plain words in a row, as one text */
    LANGUAGE_PHRASE, /* "...": the words in this order, in any inflection */
    LANGUAGE_EXACT,  /* =word and ="...": just these forms */
    LANGUAGE_PREFIX, /* stem*: text is what stands before the star */
    LANGUAGE_FILTER, /* field of kind FIELD_FILTER and a value; also månad:november */
    LANGUAGE_RANGE,  /* field of kind FIELD_RANGE, from..to */
    LANGUAGE_NOT,    /* one child: what must not be there */
    LANGUAGE_ALL,    /* side by side */
    LANGUAGE_NEAR,   /* children within `distance` words of each other */
    LANGUAGE_AND,
    LANGUAGE_OR
};

/* Lives in its tree. */
struct language_node {
    enum language_kind kind;
    const struct schema_field *field; /* leaves: where to look; NULL is anywhere */
    struct slice text;                /* leaves: borrowed from the question */
    uint64_t from, to;                /* LANGUAGE_RANGE, inclusive. Dates as 20241105, a month or
                                         year alone from 20241100 to 20241199; open ends are 0 and
                                         UINT64_MAX. Amounts are kronor. */
    unsigned distance;                /* LANGUAGE_NEAR */
    const struct language_node **children;
    size_t child_count;
};

struct language_tree {
    const struct language_node *root; /* NULL: nothing was asked */
    bool cut;                         /* a limit was reached: the rest was not read */
    struct arena arena;
};

/* Reads a question. The tree borrows its text; caller frees with language_free, also after a
   failure. STATUS_USAGE: a range that cannot be one; the text says what was expected. */
enum status language_parse(struct language_tree *out, struct slice question, struct error *error);
void language_free(struct language_tree *tree);

/* The month of a name or number ("november", "nov", "11"), letters of any case: 1 to 12, else 0. */
unsigned language_month(struct slice text);

/* The tree in one line of parentheses, the same for ever: (all (words "a b") (phrase "c")).
   Appended to out; "(nothing)" for NULL. */
void language_print(const struct language_node *node, struct buffer *out);

#endif
