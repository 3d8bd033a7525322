/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rules' own data, read from the files of data/ that lie in the program: how words are
 * inflected, what is an exception, what the splitting of compounds must be told. Some 1,200 lines,
 * read when a word is first met that the word list lacks.
 */
#ifndef LUPP_SWEDISH_RULES_H
#define LUPP_SWEDISH_RULES_H

#include "words_rules.h"

enum inflection { INFLECTION_NONE, INFLECTION_NOUN, INFLECTION_ADJECTIVE, INFLECTION_VERB };

/* What the lemma must end with. */
enum lemma_end { END_ANY, END_VOWEL, END_CONSONANT, END_LIQUID, END_T };

struct paradigm {
    enum inflection inflection;
    bool strong;
    enum lemma_end end;
    struct slice lemma;    /* its ending */
    uint16_t lemma_number; /* of that ending */
    size_t first, count;   /* endings of other forms: rules.endings */
};

struct ending {
    struct slice text;
    uint16_t paradigm;
    uint16_t number; /* endings of the same letters have one number */
    bool diagnostic;
    bool of_lemma;
};

/* Kinds of a word in compounds.tsv, as bits. */
enum compound_rule {
    COMPOUND_WHOLE = 1,
    COMPOUND_NO_MODIFIER = 2,
    COMPOUND_NO_HEAD = 4,
    COMPOUND_MODIFIER = 8,
    COMPOUND_HEAD = 16,
    COMPOUND_LINK = 32,
    RULE_PREFIX = 64,
    RULE_STEM = 128
};

struct word_rule {
    struct slice word;
    unsigned kinds;
    struct slice lemma; /* COMPOUND_LINK, or that of an exception (may be empty) */
    struct slice stem;  /* RULE_STEM */
};

enum { RULES_LOGS = 1 << 10, ENDING_SLOTS = 1 << 12 };

struct rules {
    int32_t *logs;                       /* found when first asked for */
    uint16_t ending_slots[ENDING_SLOTS]; /* index in endings + 1 of the first of its letters */
    struct paradigm *paradigms;
    struct ending *endings;  /* by paradigm */
    struct ending **grouped; /* all of them, by number */
    uint16_t *groups;        /* where those of a number begin in grouped; one more at the end */
    struct word_rule *words;
    size_t paradigm_count, paradigm_room, ending_count, ending_room;
    size_t word_count, word_room;
    uint32_t *word_slots; /* number + 1 */
    size_t word_slot_count;
    size_t ending_max;     /* bytes of the longest */
    size_t ending_numbers; /* how many differ */
};

struct rules *rules_new(void); /* aborts on data that cannot be read: it is ours */
void rules_free(struct rules *r);
/* The rule of a word, or NULL. */
const struct word_rule *rules_word(const struct rules *r, struct slice word);
unsigned rules_kinds(const struct rules *r, struct slice word);
/* The endings that equal text: rules.grouped[*first .. return). */
size_t rules_endings(const struct rules *r, struct slice text, size_t *first);

/* 1000 ln(x), the same on every machine; 0 for 0. */
int32_t rules_log(const struct rules *r, uint64_t x);
bool rules_vowel_at(struct slice s, size_t at);
bool rules_has_vowel(struct slice s);
size_t rules_letters(struct slice s);     /* of UTF-8 */
bool rules_letters_alone(struct slice s); /* no ASCII but a to z */

/* ---- conflate.c, for compounds.c --------------------------------------------------------------
 */

struct lemma {
    struct slice text; /* borrowed until conflate_rest or conflater_close */
    enum inflection inflection;
};

/* The lemma by inflection alone, remembered. */
struct lemma conflate_inflected(struct conflater *c, struct slice form);
/* The same of what may be the last part of a compound: a form that the list lacks is given a lemma
   that it has, or none. */
struct lemma conflate_head(struct conflater *c, struct slice form);
/* Forgets what is remembered when that is much: called before a word, never while slices are held.
 */
void conflate_rest(struct conflater *c);
const struct rules *conflater_rules(const struct conflater *c);
const struct lexicon *conflater_lexicon(const struct conflater *c);
/* The stem of a lemma: an exception's, else Snowball's. Appended. */
void conflate_lemma_stem(struct conflater *c, struct slice lemma, struct buffer *stem);
/* conflate_stem that forgets nothing. */
void conflate_part_stem(struct conflater *c, struct slice form, struct buffer *stem);
/* From when on the stem of a compound is found by its last part. */
void conflater_use(struct conflater *c, struct splitter *s);

/* ---- compounds.c, for conflate.c --------------------------------------------------------------
 */

/* Where the last part of a compound begins, or 0. */
size_t splitter_head(struct splitter *s, struct slice form);

#endif
