/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rules of the word half, between the lexicon (facts about forms) and swedish_word. They run
 * over every form of the word list when the program is built, and at run time over forms the list
 * lacks. They are pure: a form and the frozen data give the result.
 */
#ifndef LUPP_SWEDISH_WORDS_RULES_H
#define LUPP_SWEDISH_WORDS_RULES_H

#include "swedish_internal.h"

/* ---- facts (lexicon.c) ---------------------------------------------------------------------- */

struct lexicon;

struct form_facts {
    uint32_t occurrences; /* in the texts the list was counted from */
    uint32_t documents;
    uint32_t lemma_occurrences; /* of all forms whose lemma this is; 0 while the list is made */
    bool dictionary;            /* stands in a dictionary */
    bool stop;                  /* a stop or question word */
};

/* false, and all zero, when the form is not in the list. */
bool lexicon_facts(const struct lexicon *lexicon, struct slice form, struct form_facts *out);

/* ---- conflation (conflate.c) ---------------------------------------------------------------- */

struct conflater;

enum status conflater_open(struct conflater **out, const struct lexicon *lexicon,
                           struct error *error);
void conflater_close(struct conflater *c); /* NULL is fine */
/* The form's lemma and its stem, appended to the buffers. `verb` (may be NULL): the lemma was found
   by a verb's paradigm. */
void conflate_lemma(struct conflater *c, struct slice form, struct buffer *lemma, bool *verb);
void conflate_stem(struct conflater *c, struct slice form, struct buffer *stem);
/* Differs between versions of libstemmer that stem Swedish differently: it is linked when the
   program runs, and may be another than the one that the word list was compiled with. */
uint32_t conflate_stemmer_digest(void);
/* Raised with each change of rules or data that changes a result. */
enum { CONFLATE_VERSION = 4 };

/* ---- compounds (compounds.c) ---------------------------------------------------------------- */

enum { COMPOUND_BOUNDS_MAX = 8 };

struct compound {
    size_t bounds[COMPOUND_BOUNDS_MAX]; /* bytes of the form where parts begin, without 0, rising */
    size_t bound_count;                 /* 0: no compound */
    struct slice stems[SWEDISH_PARTS_MAX]; /* of its parts, and of parts that are compounds;
                                              borrowed until the next call */
    size_t stem_count;
};

struct splitter;

enum status splitter_open(struct splitter **out, const struct lexicon *lexicon,
                          struct conflater *conflater, struct error *error);
void splitter_close(struct splitter *s); /* NULL is fine */
void compound_split(struct splitter *s, struct slice form, struct compound *out);
enum { COMPOUND_VERSION = 3 };

#endif
