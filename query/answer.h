/* SPDX-License-Identifier: GPL-2.0-or-later */
/* answer: one question asked and its answer printed. */
#ifndef LUPP_ANSWER_H
#define LUPP_ANSWER_H

#include "options.h"
#include "output.h"
#include "search.h"

struct answer {
    struct search *search;
    const struct settings *settings;
    const char *program; /* for messages */
    struct output output;
    struct snippet snippet; /* memory used again */
    bool hits;              /* the last question has some */
};

void answer_free(struct answer *a);

/* Asks and prints. STATUS_STOPPED: nobody reads any more. id names the question in a batch. */
enum status answer_question(struct answer *a, struct slice id, struct slice question,
                            struct error *error);

#endif
