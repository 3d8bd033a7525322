/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * question: what a question means. The tree of language with its words analysed: stems and parts,
 * which of them carry little, what else they may be called, and what one must find for another.
 * It knows Swedish, and of the index only how many documents have a term.
 *
 * A unit is what a page holds or lacks: mostly a word; also words joined by hyphens
 * ("hbtq-personer") and references ("SOU 2023:98"), which are one thing in several words.
 */
#ifndef LUPP_QUESTION_H
#define LUPP_QUESTION_H

#include "base.h"
#include "language.h"
#include "schema.h"
#include "swedish.h"

enum {
    QUESTION_OTHERS_MAX = 8,     /* other readings of one unit that are looked for */
    QUESTION_VARIANTS_MAX = 4,   /* ways to write a phrase: its hyphenated words joined or not */
    QUESTION_NEAR_MAX = 8,       /* words that no document has whose nearest forms are sought */
    QUESTION_EXPANSIONS_MAX = 20 /* forms that stand for stem* where it must be words */
};

/* A word with its analysis. Strings live in the question. */
struct question_term {
    struct slice form, stem; /* stem: as a term of the index has it, without prefix */
    enum swedish_kind kind;
    unsigned flags;     /* enum swedish_word_flags */
    uint32_t documents; /* of the index that have the stem */
    uint32_t position;  /* of its text */
    size_t start, end;  /* bytes of its text */
    bool joined, suspended;
    struct slice parts[SWEDISH_PARTS_MAX]; /* stems; of a compound */
    size_t part_count;
    struct slice simple[SWEDISH_PARTS_MAX]; /* those of them that are no compounds themselves */
    size_t simple_count;
};

/* What share of a word's weight it has: 1, less for stop and question words. */
double question_term_factor(const struct question_term *t);

enum question_other_kind {
    OTHER_JOINED,    /* hbtqpersoner for hbtq-personer */
    OTHER_COMPLETED, /* ungdomsfrågor for ungdoms- */
    OTHER_UNDOTTED,  /* människohandel for manniskohandel */
    OTHER_NEAR,      /* exploatering for exploaterign: weighs, but is no hit by itself */
    OTHER_NAME,      /* mucf for myndigheten för ..., and back */
    OTHER_REFERENCE, /* "sou 2023:98" */
    OTHER_DATE,
    OTHER_AMOUNT
};

/* Another way to say one or several units. A phrase when it has several terms. */
struct question_other {
    enum question_other_kind kind;
    const struct question_term *terms;
    size_t count;
    uint64_t kronor; /* OTHER_AMOUNT */
};

struct question_unit {
    struct slice typed;                /* bytes of the question */
    const struct question_term *terms; /* one, or several side by side */
    size_t count;
    bool light;    /* a stop word: a hit need not hold it */
    bool whole;    /* its terms mean nothing apart: a reference, a sum, a date */
    double factor; /* of its weight: 1, less for stop and question words */
    const struct question_other *others[QUESTION_OTHERS_MAX];
    size_t other_count;
};

/* Whether it has parts that pages may say otherwise: a compound, a sum, a date. */
bool question_unit_parts(const struct question_unit *unit);
/* The reference that the unit is, or NULL. */
const struct question_other *question_unit_reference(const struct question_unit *unit);

/* Words in a fixed order: a quoted phrase, =word. */
struct question_sequence {
    bool exact;         /* just these forms */
    struct slice typed; /* without quotes */
    struct {
        const struct question_term *terms;
        size_t count;
    } variants[QUESTION_VARIANTS_MAX]; /* the first as typed */
    size_t variant_count;
    const struct question_other *reference; /* the whole is one, or NULL */
};

enum question_kind {
    QUESTION_UNIT,
    QUESTION_SEQUENCE,
    QUESTION_PREFIX, /* value: folded */
    QUESTION_FILTER, /* value: as typed; of "ref" the canonical reference, if it is one */
    QUESTION_RANGE,
    QUESTION_NOT,
    QUESTION_ALL,
    QUESTION_NEAR,
    QUESTION_AND,
    QUESTION_OR
};

/* Lives in its question. */
struct question_node {
    enum question_kind kind;
    const struct schema_field *field; /* leaves; NULL is anywhere */
    bool own;                         /* what is excluded: the words themselves, not compounds */
    const struct question_unit *unit;
    const struct question_sequence *sequence;
    struct slice value;
    uint64_t from, to;
    unsigned distance;
    const struct question_node **children;
    size_t child_count;
};

/* What analysis asks the index. */
struct question_index {
    /* How many documents have a term. */
    uint32_t (*documents)(void *user, struct slice term);
    /* How many have both of two; no more than `most` are counted. */
    uint32_t (*both)(void *user, struct slice first, struct slice second, uint32_t most);
    /* Calls form for each form of the texts that begins so, and how many documents have it. */
    void (*forms)(void *user, struct slice prefix,
                  void (*form)(void *user, struct slice form, uint32_t documents), void *form_user);
    void *user;
};

struct question {
    const struct question_node *root; /* NULL: nothing to look for */
    /* In the order typed, of what is asked for (not of what is excluded): */
    const struct question_unit **units;
    size_t unit_count;
    const struct question_sequence **sequences;
    size_t sequence_count;
    const struct question_other **others; /* each once */
    size_t other_count;
    const struct question_term **terms; /* plain words of units and sequences */
    size_t term_count;
    const struct question_term **expansions; /* most frequent forms of each stem* */
    size_t expansion_count;
    struct arena arena; /* internal */
};

/* Analyses a tree, whose text is borrowed for as long as the question lives. Without an index
   (NULL) no document has anything. caller frees with question_free. */
void question_read(struct question *out, struct swedish *s, const struct language_node *root,
                   const struct question_index *index);
void question_free(struct question *q);

/* One line for each unit, phrase and filter: stems, parts, other readings. Appended to out. */
void question_explain(const struct question *q, struct buffer *out);

#endif
