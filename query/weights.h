/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first stage's constants, each with where it comes from: the study of ranking that the project
 * began with ("study"), or a measurement in this program ("bench/quality").
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
    double expansion;      /* a form that stem* stands for */
    /* when fewer pages hold all words, pages that hold some follow */
    uint32_t enough;
};

extern const struct weights weights;

#endif
