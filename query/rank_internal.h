/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_RANK_INTERNAL_H
#define LUPP_RANK_INTERNAL_H

#include "rank.h"

enum {
    MATCHES_MAX = 8,                 /* question words that one word of a text can meet */
    GRAM_WORDS = RANK_GRAMS_MAX / 64 /* of a set of grams */
};

/* How well a word of a text meets one of the question. */
enum level { LEVEL_SAME, LEVEL_TEXT_PART, LEVEL_QUESTION_PART, LEVEL_BOTH_PARTS, LEVELS };
extern const double level_share[LEVELS];

struct gram_set {
    uint64_t bits[GRAM_WORDS];
};

/* A word of the question. Equal stems share one `distinct`. */
struct question_word {
    uint64_t stem; /* key: see word_key */
    uint32_t distinct;
    double weight; /* idf x factor */
    bool content, digits;
    uint64_t parts[SWEDISH_PARTS_MAX];
    size_t part_count;
};

struct match {
    uint8_t word; /* a distinct word of the question */
    uint8_t level;
};

/* A word met in the candidates, looked up once a question. */
struct met {
    uint64_t key;  /* lexicon number + 1, or a hash of the form; 0: free */
    uint32_t stem; /* number among the stems met */
    uint32_t match_count;
    struct match matches[MATCHES_MAX];
    struct gram_set grams;
    float idf; /* over the texts the lexicon was counted from */
};

struct stem_met {
    uint64_t key;
    uint32_t core; /* of the core's candidates, how many have it */
    uint32_t last; /* candidate + 1 that counted last */
};

/* A candidate's words in a row: marks, and from MARK_WORDS on numbers of `met`. */
enum mark { MARK_SENTENCE, MARK_PARAGRAPH, MARK_HEADING, MARK_TITLE, MARK_WORDS };

struct row {
    size_t start, end; /* in rank.row_items, half-open */
    size_t words;
};

struct rank {
    struct swedish *swedish;
    double average_words;
    /* the question */
    struct question_word words[RANK_WORDS_MAX]; /* in order */
    size_t word_count;
    struct question_word distinct[RANK_WORDS_MAX];
    size_t distinct_count;
    double total; /* weight of the distinct words */
    uint32_t grams[RANK_GRAMS_MAX];
    double gram_weight[RANK_GRAMS_MAX]; /* idf x stop share */
    double gram_rarity[RANK_GRAMS_MAX]; /* among the core; x stop share */
    double gram_share[RANK_GRAMS_MAX];  /* 1, or less for grams of stop words only */
    size_t gram_count;
    double gram_total, rarity_total;
    uint16_t gram_table[RANK_GRAMS_MAX * 4]; /* gram + 1 by hash */
    uint32_t gram_core[RANK_GRAMS_MAX];
    /* the texts */
    struct met *met;
    uint32_t *met_slots; /* number + 1 */
    size_t met_count, met_room, met_slot_count;
    struct stem_met *stems;
    uint32_t *stem_slots;
    size_t stem_count, stem_room, stem_slot_count;
    uint32_t *row_items;
    size_t row_count, row_room;
    size_t core;
};

/* A number that is equal for equal stems (known ones by number, others by hash). */
uint64_t stem_key(uint32_t id, struct slice stem);

void question_prepare(struct rank *r, const struct rank_term *terms, size_t count);
/* Number of the gram among the question's, or RANK_GRAMS_MAX. */
size_t question_gram(const struct rank *r, uint32_t gram);

/* Reads a candidate's words into r->row_items. */
struct row row_read(struct rank *r, struct slice record);
/* Counts what the core's candidates have in common; rows[0 .. core). */
void core_count(struct rank *r, const struct row *rows, size_t core);

void features_measure(const struct rank *r, const struct row *row,
                      struct rank_candidate *candidate);

#endif
