/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rank: the second stage of the ranking. The first stage (libxapian's matcher, BM25 over whole
 * documents) hands over its best candidates; here their words are read in order from their records
 * and a handful of features of sentences, neighbours and letters decide the order among them.
 *
 * What each feature measures is said below, what it weighs in weights.c. The score is the sum of
 * weight x feature; it is comparable within one question only.
 */
#ifndef LUPP_RANK_H
#define LUPP_RANK_H

#include "base.h"
#include "schema.h"
#include "swedish.h"

enum {
    RANK_CANDIDATES = 150, /* as many of the first stage are read and ordered anew */
    RANK_CORE = 50,        /* of these, as many tell what is common among the candidates */
    RANK_WORDS_MAX = 64,   /* words of a question that count; the rest is left to the first stage */
    RANK_GRAMS_MAX = 256   /* letter grams of a question that count */
};

enum rank_feature {
    RANK_GRAMS_TWO,   /* best two neighbouring sentences: share of the question's gram weight */
    RANK_GRAMS_FIVE,  /* best five neighbouring sentences: likewise */
    RANK_PAIRS_SHARE, /* share of weight of neighbouring question words that stand side by side */
    RANK_LEAD_15,     /* first words: of their rarity among the core, the share the question has */
    RANK_LEAD_30,     /* likewise, of more words; what the longer ones have besides weighs less */
    RANK_LEAD_60,
    RANK_LEAD_120,
    RANK_LEAD_COVERED, /* first 30 words: share of the question's weight that is there */
    RANK_GRAMS_ONE,    /* best sentence: share of gram weight, by rarity among the core */
    RANK_SENTENCE,     /* best sentence: F-measure of question covered and sentence covered */
    RANK_BM25,         /* words of the question, early ones heavier, saturated */
    RANK_GRAMS_RARE,   /* grams of the question that are there, by rarity among the core */
    RANK_COVERED,      /* weight of question words that are there */
    RANK_DIGITS,       /* weight of question words with digits that are missing */
    RANK_PAIRS,        /* RANK_PAIRS_SHARE not divided by the question's weight */
    RANK_FIRST,        /* the first stage's weight, as a share of the best candidate's */
    RANK_TITLE,        /* share of the question's weight that the title, or a link's words, hold */
    RANK_TITLE_WHOLE,  /* share of their own weight that the question holds */
    RANK_TITLE_SAME,   /* 1 when both hold all of each other */
    RANK_TYPE,         /* the question begins with what its type is called: share of it covered */
    RANK_YEAR,         /* the question names years, and it is dated in another */
    RANK_FEATURES
};

/* One word of the question, in its order. */
struct rank_term {
    struct slice form; /* folded; borrowed until rank_question returns */
    enum swedish_kind kind;
    double idf;    /* over the documents of the index; 0 when none has it */
    double factor; /* 1, or less for stop and question words */
};

struct rank_candidate {
    struct slice record;            /* in: borrowed until rank_candidates returns */
    double first;                   /* in: weight of the first stage */
    unsigned year;                  /* in: of its date, or 0 */
    double score;                   /* out */
    uint32_t section;               /* out: 0-based, of the best sentence */
    double features[RANK_FEATURES]; /* out */
};

struct rank;

/* Holds tables of the whole lexicon, so it is worth keeping for the next question. *out: caller
   frees with rank_close, before the analyser. */
void rank_open(struct rank **out, struct swedish *s);
void rank_close(struct rank *r); /* NULL is fine */

/* Begins a question; the one before is forgotten. average_words is the mean number of words of a
   document. count is at least 1. */
void rank_question(struct rank *r, double average_words, const struct rank_term *terms,
                   size_t count);
/* Scores the candidates of the question, which come best first; their order is left to the caller.
   Once a question. */
void rank_candidates(struct rank *r, struct rank_candidate *candidates, size_t count);

/* Name and weight of a feature, for --explain. */
const char *rank_feature_name(enum rank_feature feature);
double rank_feature_weight(enum rank_feature feature);

#endif
