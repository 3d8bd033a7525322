/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The word list as it is compiled into the program: one block of bytes, made by make_lexicon.c when
 * the program is built, read where it lies. Nothing is done at start; a process pays for the pages
 * it touches, and since words are numbered by falling frequency these are few.
 *
 * Numbers are in the byte order of the machine that built it.
 */
#ifndef LUPP_SWEDISH_LEXICON_H
#define LUPP_SWEDISH_LEXICON_H

#include "words_rules.h"

enum {
    LEXICON_FORMAT = 4,
    LEXICON_NUMBER_BITS = 18,   /* forms and stems are fewer than 2^18 */
    LEXICON_FILTER_BITS = 21,   /* 2^21 bits, a twelfth of them set */
    LEXICON_GRAMS_MAX = 1 << 16 /* grams are numbered in 16 bits */
};

enum lexicon_flags { LEXICON_DICTIONARY = 1, LEXICON_STOP = 2, LEXICON_QUESTION = 4 };

struct lexicon_form {
    uint32_t text; /* offset; the next form's is its end */
    uint32_t stem; /* number */
    uint32_t occurrences, documents, lemma_occurrences;
    uint32_t parts;  /* offset in the part list */
    uint32_t bounds; /* offset in the list of bounds */
    uint8_t part_count, bound_count, flags;
    uint8_t spare;
};

struct lexicon_gram {
    uint32_t gram;
    float idf;
};

struct lexicon_head {
    uint32_t format;
    uint32_t documents; /* that the counts are of */
    uint32_t forms, stems, parts, bounds, undotted;
    uint32_t form_slots, stem_slots, gram_slots; /* powers of two */
    uint32_t form_bytes, stem_bytes;
    uint32_t gram_count, row_words; /* grams there are; uint32_t of `rows` */
    uint64_t digest;                /* of the word list and of all stems and parts: for the stamp */
};

struct lexicon {
    const struct lexicon_head *head;
    const struct lexicon_form *forms;        /* head->forms + 1: the last is an end */
    const uint32_t *stems;                   /* offsets, head->stems + 1 */
    const uint32_t *parts;                   /* stem numbers */
    const uint32_t *form_slots, *stem_slots; /* see lexicon_slot */
    const uint32_t *filter;   /* bits of the hashes of all forms: the rules ask for many forms that
                                 are none, and these few bytes say so for most */
    const uint32_t *undotted; /* forms with a-ring, a- and o-umlaut, by their text without */
    const struct lexicon_gram *grams;
    const uint16_t *gram_numbers; /* by slot of `grams`; the gram met first has 0 */
    const uint32_t *row_starts;   /* by form: where its row begins in `rows` */
    const uint32_t *rows;         /* what ranking asks of a form, together: see lexicon_row */
    const uint8_t *bounds;
    const char *form_text, *stem_text;
};

/* Views bytes as a lexicon. false when they are not one. */
bool lexicon_view(struct lexicon *out, const void *bytes, size_t size);
/* The one compiled in. */
const struct lexicon *lexicon_compiled(void);

struct slice lexicon_form_text(const struct lexicon *l, uint32_t form);
struct slice lexicon_stem_text(const struct lexicon *l, uint32_t stem);
/* Numbers, or SWEDISH_UNKNOWN. */
uint32_t lexicon_find_form(const struct lexicon *l, struct slice form);
/* lexicon_facts of the form head + tail, with the state of the hash after head. */
bool lexicon_facts_joined(const struct lexicon *l, uint64_t state, struct slice head,
                          struct slice tail, struct form_facts *out);
uint32_t lexicon_find_stem(const struct lexicon *l, struct slice stem);
float lexicon_gram_idf(const struct lexicon *l, uint32_t gram);
uint32_t lexicon_gram_number(const struct lexicon *l, uint32_t gram);

/* A row: its head, the documents, the stems of the parts, then the numbers of the grams, two in a
   uint32_t as they lie in memory. The head holds, from the low bits up, the stem, the number of
   parts and the number of grams. */
enum { LEXICON_PART_BITS = 3, LEXICON_GRAM_BITS = 7, LEXICON_ROW_HEAD = 2 };
uint32_t lexicon_row_head(uint32_t stem, uint32_t part_count, uint32_t gram_count);
/* Reads a little of the rows of many forms, so that they are near when lexicon_row reads each:
   memory is waited for once, not once a row. */
void lexicon_touch_rows(const struct lexicon *l, const uint32_t *forms, size_t count);
struct swedish_brief lexicon_row(const struct lexicon *l, uint32_t form);

/* The hash that the slots are laid out by: part of the format. Its low bits say where to begin. */
uint32_t lexicon_hash(struct slice s);
/* The same in pieces: the state after one piece, begun with LEXICON_HASH_START, is given to the
   next. */
#define LEXICON_HASH_START UINT64_C(0xCBF29CE484222325)
uint64_t lexicon_hash_more(uint64_t state, struct slice piece);
/* The bit of the filter that a form of this hash sets. */
uint32_t lexicon_filter_bit(uint32_t hash);
/* What stands in a taken slot: the high bits of the hash, so that most of what is not there is
   known not to be without a look at the text, and in the low LEXICON_NUMBER_BITS the number + 1. */
uint32_t lexicon_slot(uint32_t hash, uint32_t number);
/* a-ring and a-umlaut as a, o-umlaut as o. Appended to out. */
void lexicon_undot(struct slice form, struct buffer *out);

#endif
