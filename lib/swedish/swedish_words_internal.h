/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The word half: from a form to its stem and parts. */
#ifndef LUPP_SWEDISH_WORDS_INTERNAL_H
#define LUPP_SWEDISH_WORDS_INTERNAL_H

#include "swedish_internal.h"

/* The stemmer and the memory of unknown words met. */
struct words;

enum status words_open(struct words **out, enum swedish_analysis analysis, struct error *error);
void words_close(struct words *w); /* NULL is fine */
struct words *swedish_words(struct swedish *s);

#endif
