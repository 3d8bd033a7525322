/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "weights.h"

const struct weights weights = {
    .k1 = 10.0,            /* study: 1.0 of whole occurrences */
    .k2 = 0.0,             /* study */
    .k3 = 1.0,             /* study: repeated words dampened gave nothing more */
    .b = 0.4,              /* study: .5 before early words counted more */
    .min_length = 0.0,     /* study */
    .stop_word = 0.5,      /* study */
    .question_word = 0.25, /* study */
    .part = 0.3,           /* study */
    .joined = 0.5,         /* chosen: both ways stand in the text of a hyphenated word */
    .undotted = 0.5,       /* chosen */
    .name = 0.5,           /* chosen: below what was typed */
    .reference = 1.0,      /* study: worth .04 nDCG when taken as one thing */
    .reference_word = 0.5, /* chosen */
    .measure = 0.5,        /* chosen */
    .expansion = 0.5,      /* chosen */
    .enough = 100,         /* promised to users */
};
