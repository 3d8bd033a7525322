/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snowball's stems by themselves, for SWEDISH_SNOWBALL: what the rest of the analysis is compared
   with. */
#ifndef LUPP_SWEDISH_SNOWBALL_H
#define LUPP_SWEDISH_SNOWBALL_H

#include "words_rules.h"

struct snowball;

enum status snowball_open(struct snowball **out, const struct lexicon *lexicon,
                          struct error *error); /* STATUS_INTERNAL: no stemmer */
void snowball_close(struct snowball *s);        /* NULL is fine */

/* The stem of a form of the lexicon, borrowed until snowball_close; of one without a number
   (SWEDISH_UNKNOWN), until the next call. A form with other letters than Swedish ones is its own.
 */
struct slice snowball_stem(struct snowball *s, struct slice form, uint32_t id);

#endif
