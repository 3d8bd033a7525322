/* SPDX-License-Identifier: GPL-2.0-or-later */
/* near: the one of many forms that a mistyped one may stand for. */
#ifndef LUPP_NEAR_H
#define LUPP_NEAR_H

#include "base.h"

enum {
    NEAR_LETTERS_MIN = 4, /* shorter words are near too many */
    NEAR_LETTERS_MAX = 60
};

/* The nearest form so far, by letters to insert, remove, change or swap with their neighbour: one,
   or two in words of eight letters or more. Of equally near ones it is the one that most documents
   have, then the first tried. */
struct near {
    struct buffer form; /* empty: none */
    uint32_t documents; /* that have it */
    /* internal */
    struct near_letters {
        uint32_t items[NEAR_LETTERS_MAX];
        size_t count;
    } wanted;
    size_t allowed, best;
};

/* Begins anew for a folded form. false: it is too short or too long to tell. edits: at most so many
   letters may differ. */
bool near_begin(struct near *n, struct slice form, size_t edits);
void near_try(struct near *n, struct slice form, uint32_t documents);
void near_free(struct near *n); /* leaves {0} */

#endif
