/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The constants of both stages of ranking, each with where it comes from: the study of ranking that
 * the project began with ("study"), or a measurement in this program ("bench/quality").
 */
#ifndef LUPP_WEIGHTS_H
#define LUPP_WEIGHTS_H

#include <stdint.h>

struct weights {
    /* BM25, for documents whose wdf counts tenths of an occurrence */
    double k1, k2, k3, b, min_length;
    /* shares of a word's weight */
    double stop_word;      /* och, att, för */
    double question_word;  /* vad, vilka, hur */
    double part;           /* a part of a compound asked for */
    double joined;         /* the other way to write a hyphenated or suspended word */
    double undotted;       /* further forms of a word typed without dots */
    double near;           /* the form that a word no page has may stand for */
    double name;           /* another name of an agency */
    double reference;      /* a reference as one thing */
    double reference_word; /* the words it is written in */
    double measure;        /* a date or sum as one thing */
    double identity;       /* added in the second stage: the document that the question refers to */
    double expansion;      /* a form that stem* stands for */
    /* when fewer pages hold all words, pages that hold some follow */
    uint32_t enough;
    /* the second stage: how surely a word of a text meets one of the question */
    double same;            /* its stem */
    double text_part;       /* a compound of which the question names a part */
    double question_part;   /* a part of the question's compound */
    double both_parts;      /* parts of both */
    double stop_gram;       /* share of a letter gram that only stop words have */
    double sentence_ground; /* added to a sentence's own weight: short ones say little */
    /* an occurrence at word p counts 1 + early_gain x e^(-p / early_reach); t of them count
       2t / (t + early_k x (early_floor + early_length x length / average length)) */
    double early_gain, early_reach;
    double early_k, early_floor, early_length;
};

extern const struct weights weights;

/* What the features of the second stage weigh, by enum rank_feature. */
struct weights_feature {
    const char *name; /* for --explain */
    double weight;
};

extern const struct weights_feature weights_features[];

#endif
