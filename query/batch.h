/* SPDX-License-Identifier: GPL-2.0-or-later */
/* batch: questions from a file, one a line. */
#ifndef LUPP_BATCH_H
#define LUPP_BATCH_H

#include "answer.h"

struct batch_result {
    bool hits;   /* a question had some */
    bool failed; /* a line could not be asked; it was said why */
};

/* Asks each line of the file ("-": standard input): "id TAB question", or a question alone, named
   by its line number. Empty lines are passed over. STATUS_STOPPED: nobody reads the answers; other
   statuses: the file or the index cannot be read. */
enum status batch_run(struct answer *a, const char *path, struct batch_result *out,
                      struct error *error);

#endif
