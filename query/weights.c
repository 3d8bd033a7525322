/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "weights.h"

const struct weights weights = {
    .k1 = 8.0,             /* bench/quality: headlines and questions both gain a little over the
                              study's 10, that is 1.0 of whole occurrences */
    .k2 = 0.0,             /* study */
    .k3 = 1.0,             /* study: repeated words dampened gave nothing more */
    .b = 0.5,              /* bench/quality: both gain over the study's .4 */
    .min_length = 0.0,     /* study */
    .stop_word = 0.5,      /* study */
    .question_word = 0.25, /* study */
    .part = 0.3,           /* study; .2 and .4 are no better here */
    .joined = 0.1,         /* bench/quality: more costs headlines, since both ways are counted
                              where a hyphenated word stands */
    .undotted = 0.5,       /* chosen */
    .near = 0.8,           /* bench/quality: headlines and questions both gain a little */
    .name = 0.1,           /* bench/quality: of each word of a long name; .5 costs headlines */
    .reference = 1.0,      /* study: worth .04 nDCG when taken as one thing */
    .reference_word = 0.5, /* chosen; no difference in bench/quality */
    .measure = 0.2,        /* bench/quality: .5 costs headlines */
    .expansion = 0.5,      /* chosen */
    .enough = 100,         /* promised to users */
};
