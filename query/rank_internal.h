/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_RANK_INTERNAL_H
#define LUPP_RANK_INTERNAL_H

#include "rank.h"

enum {
    MET_RUN = 64,      /* words looked up at once */
    MATCHES_MAX = 8,   /* question words that one word of a text can meet */
    EARLY_TABLE = 512, /* places; beyond them a word counts as one far down */
    IDF_TABLE = 256    /* numbers of documents whose idf is at hand */
};

/* How well a word of a text meets one of the question. */
enum level { LEVEL_SAME, LEVEL_TEXT_PART, LEVEL_QUESTION_PART, LEVEL_BOTH_PARTS, LEVELS };

/* Weights of grams are whole numbers of so many to 1, so that a sum of them is the same in any
 * order.
 */
extern const double gram_unit;

/* A word of the question. Equal stems share one `distinct`. */
struct question_word {
    uint64_t stem; /* key: see stem_key */
    uint32_t distinct;
    double weight; /* idf x factor */
    bool digits;
    unsigned year; /* that it names, or 0 */
    uint64_t parts[SWEDISH_PARTS_MAX];
    size_t part_count;
};

struct match {
    uint8_t word; /* a distinct word of the question */
    uint8_t level;
};

/* A word met in the candidates, looked up once a question. */
struct met {
    uint32_t form;    /* number in the lexicon, or SWEDISH_UNKNOWN */
    uint32_t stem;    /* in rank.stems */
    uint32_t grams;   /* in rank.met_grams: those of the question that it has */
    uint32_t matches; /* in rank.matches */
    float idf;        /* over the texts the lexicon was counted from */
    uint8_t gram_count, match_count;
    uint8_t core; /* candidate of the core + 1 that had it last */
};

/* Of the core's candidates, how many have the stem; the one that counted last + 1. */
struct stem_met {
    uint8_t core, last;
};

/* Numbers given to keys, which are not 0. */
struct numbers {
    uint64_t *keys; /* slot_count of them; 0: free */
    uint32_t *values;
    size_t count, slot_count;
};

/* A candidate's words in a row: marks, and from MARK_WORDS on numbers of `met`. */
enum mark {
    MARK_SENTENCE,
    MARK_PARAGRAPH,
    MARK_HEADING,
    MARK_TITLE,
    MARK_TYPE,
    MARK_LINK,
    MARK_WORDS
};

struct row {
    size_t start, end; /* of its own words in rank.row_items, half-open */
    size_t called_end; /* of what its type and links call it, which follows */
    size_t words;      /* its own */
};

struct rank {
    struct swedish *swedish;
    double average_words;
    float idf[IDF_TABLE];      /* by number of documents */
    double early[EARLY_TABLE]; /* what an occurrence counts, by place */
    double share[LEVELS];      /* of a match, by level */
    /* the question */
    struct question_word words[RANK_WORDS_MAX]; /* in order */
    size_t word_count;
    struct question_word distinct[RANK_WORDS_MAX];
    size_t distinct_count;
    double total; /* weight of the distinct words */
    uint32_t grams[RANK_GRAMS_MAX];
    double gram_share[RANK_GRAMS_MAX];    /* 1, or less for grams of stop words only */
    uint64_t gram_weight[RANK_GRAMS_MAX]; /* idf x share */
    uint64_t gram_rarity[RANK_GRAMS_MAX]; /* among the core; x share */
    size_t gram_count;
    uint64_t gram_total, rarity_total;
    uint16_t gram_table[RANK_GRAMS_MAX * 4]; /* gram + 1 by hash */
    /* Of the whole lexicon; what a question sets here rank_forget takes back. */
    uint32_t *met_of_form; /* number in met + 1 */
    uint64_t *stem_asked;  /* a bit each: the stem of a word of the question, or of a part of one */
    uint64_t *gram_asked;  /* a bit each: a gram of the question */
    uint8_t *gram_number;  /* of those, the number among the question's */
    /* the texts */
    struct met *met;
    size_t met_count, met_room;
    uint32_t unmet[MET_RUN]; /* forms being looked up */
    struct swedish_brief briefs[MET_RUN];
    uint8_t *met_grams;
    size_t met_gram_count, met_gram_room;
    struct match *matches;
    size_t match_count, match_room;
    struct numbers spelled; /* number in met + 1, by hash of a form that the lexicon lacks */
    struct numbers strange; /* number in stems, by key of a stem that it lacks */
    struct stem_met *stems; /* those of the lexicon, then others */
    size_t stem_count, stem_room;
    uint32_t *row_items;
    size_t row_count, row_room;
    size_t core;
    uint32_t gram_core[RANK_GRAMS_MAX], gram_last[RANK_GRAMS_MAX];
    double lead_rarity[RANK_CORE + 1]; /* of a stem, by how many of the core have it */
    /* the sentences of all candidates are counted through */
    uint32_t sentence;
    uint32_t gram_sentence[RANK_GRAMS_MAX]; /* the last one that has the gram */
};

/* Sets of numbers, as bits: small enough to stay in the nearest cache. */
static inline size_t bits_words(uint32_t count)
{
    return (size_t)count / 64 + 1;
}

static inline bool bits_have(const uint64_t *bits, uint32_t number)
{
    return (bits[number / 64] >> number % 64 & 1) != 0;
}

static inline void bits_set(uint64_t *bits, uint32_t number, bool value)
{
    uint64_t bit = UINT64_C(1) << number % 64;
    bits[number / 64] = value ? bits[number / 64] | bit : bits[number / 64] & ~bit;
}

/* A number that is equal for equal stems (known ones by number, others by hash). */
uint64_t stem_key(uint32_t id, struct slice stem);

void question_prepare(struct rank *r, const struct rank_term *terms, size_t count);
void question_forget(struct rank *r);
/* Number of the gram among the question's, or RANK_GRAMS_MAX. */
size_t question_gram(const struct rank *r, uint32_t gram);

/* The value of the key, which is 0 for a new one: the caller sets it. Until the next call. */
uint32_t *numbers_of(struct numbers *n, uint64_t key);
void numbers_clear(struct numbers *n);
void numbers_free(struct numbers *n);

/* Numbers in r->met of words of a text: of a run of words of the lexicon (in place of their own
   numbers; at most MET_RUN of them), of one that it lacks. */
void met_known(struct rank *r, uint32_t *forms, size_t count);
uint32_t met_spelled(struct rank *r, const struct schema_word *word);
void met_forget(struct rank *r);

/* Reads a candidate's words into r->row_items. */
struct row row_read(struct rank *r, struct slice record);
/* Counts what the core's candidates have in common; rows[0 .. core). */
void core_count(struct rank *r, const struct row *rows, size_t core);

/* Fills r->share and r->early. */
void features_prepare(struct rank *r);
void features_measure(struct rank *r, const struct row *row, struct rank_candidate *candidate);

#endif
