/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the two halves of the room ask of each other: the token half (text -> tokens) and the word
 * half (form -> stem, parts, lexicon).
 */
#ifndef LUPP_SWEDISH_INTERNAL_H
#define LUPP_SWEDISH_INTERNAL_H

#include "swedish.h"

/* ---- the word half, for the token half ------------------------------------------------------- */

/* Where the parts of a compound begin: byte offsets inside the form, ascending, without 0, at most
   max of them. Returns how many; 0 when the form is no compound. */
size_t swedish_split_surface(struct swedish *s, struct slice form, size_t *bounds, size_t max);

/* Whether the form is in the lexicon; *occurrences (may be NULL) is how often it stands in the
   texts the lexicon was counted from (0 for one that is only in a dictionary). */
bool swedish_form_known(struct slice form, uint32_t *occurrences);

/* ---- the token half, for the word half ------------------------------------------------------- */

/* The memory that tokenizing keeps between calls; it holds nothing that changes a result. */
struct token_memory;

/* Where the analyser keeps its pointer to it: NULL after swedish_open, set by the token half at
   first use, freed by swedish_close with token_memory_free. Offered by the word half. */
struct token_memory **swedish_token_memory(struct swedish *s);
void token_memory_free(struct token_memory *memory); /* NULL is fine */

/* The version of the token half's rules, for the stamp. Raised with each change of what a text
   gives. */
enum { SWEDISH_TOKENS_VERSION = 1 };

#endif
