/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The token half of the room, from the bytes of a paragraph to tokens:
 *
 *   fold.c       a character -> its class and its folded letters
 *   atoms.c      bytes -> atoms: runs of letters, runs of digits, single marks, addresses.c's
 *   assemble.c   atoms -> plain tokens (abbreviations, numbers, case glue, colon genitives,
 * hyphens) sentences.c  which plain tokens begin a sentence references.c, european.c, amounts.c,
 * dates.c, suspended.c plain tokens -> readings, the tokens with `also` tokens.c     windows,
 * order, the callback slugs.c      addresses of pages -> references
 *
 * A text is worked on in windows of at most TOKENS_WINDOW bytes, so that memory stays small and
 * every step is linear. Offsets in atoms and plain tokens count from the window's first byte.
 */
#ifndef LUPP_SWEDISH_TOKENS_INTERNAL_H
#define LUPP_SWEDISH_TOKENS_INTERNAL_H

#include "swedish_internal.h"

enum {
    TOKENS_WINDOW = 64 * 1024, /* bytes; a window ends at white space where there is any */
    TOKENS_RUN_MAX = 400, /* bytes of ASCII without white space (base64): dropped as one token */
    TOKENS_LIST_MAX = 12  /* plain tokens a list ("X-, Y- och Z") may be long */
};

/* ---- fold.c ---------------------------------------------------------------------------------- */

enum fold_class {
    FOLD_LETTER,
    FOLD_IDEOGRAPH, /* a letter that is a word by itself */
    FOLD_COMBINING, /* an accent for the letter before it */
    FOLD_SPACE,
    FOLD_NEWLINE,
    FOLD_DROPPED, /* soft hyphens and zero-width characters */
    FOLD_MARK     /* everything else, also bytes that are not UTF-8 */
};

enum { FOLD_BYTES = 40 };

struct fold_char {
    enum fold_class class;
    bool upper;
    uint32_t mark; /* FOLD_MARK: the mark, those of one look as one; FOLD_COMBINING: the accent;
                      else the code point */
    size_t size;   /* of bytes: the folded letters */
    char bytes[FOLD_BYTES];
};

/* Marks as atoms know them: the ASCII ones, and these. */
enum {
    MARK_DASH = 0x2013,
    MARK_ELLIPSIS = 0x2026,
    MARK_BULLET = 0x2022,
    MARK_SECTION = 0xA7,
    MARK_NOT = 0xAC, /* stands for a soft hyphen between letters */
    MARK_PERMILLE = 0x2030,
    MARK_OTHER = 0xFFFD
};

/* The character at offset (beyond ASCII, or a control character); returns its bytes. */
size_t fold_next(struct slice text, size_t offset, struct fold_char *out);
/* Puts a combining accent on the last letter of bytes[0, size), which has room for two more bytes;
   returns the new size. Accents other than those of a-ring, a-umlaut, o-umlaut change nothing. */
size_t fold_combine(char *bytes, size_t size, uint32_t accent);
/* The folded letters of U+00C0..U+00FF by the second byte of their UTF-8 form (0x80..0xBF); "" for
   the two that are no letters. */
const char *fold_latin(unsigned char second);

/* ---- atoms.c --------------------------------------------------------------------------------- */

enum atom_kind { ATOM_WORD, ATOM_DIGITS, ATOM_MARK, ATOM_ADDRESS, ATOM_DROPPED };

enum space { SPACE_BLANK = 1, SPACE_NEWLINE = 2, SPACE_TAB = 4 };

enum atom_flags {
    ATOM_CAPITAL = 1,  /* the first letter is a capital */
    ATOM_LOWER = 2,    /* has lower-case letters */
    ATOM_SHOUTS = 4,   /* has capitals after the first letter */
    ATOM_TURN = 8,     /* a capital after a lower-case letter: turn and turn_form say where */
    ATOM_SOFT_END = 16 /* a soft hyphen and then white space: a hyphen got lost */
};

struct atom {
    uint32_t start, end; /* bytes of the window */
    uint32_t form;    /* offset in forms; marks of ASCII stand there as themselves, white space not
                         at all, so that neighbours' forms are neighbours too */
    uint32_t mark;    /* ATOM_MARK; ATOM_WORD: bytes of the window at the last turn */
    uint16_t size;    /* bytes of the form */
    uint16_t turn;    /* ATOM_WORD: bytes of the form at the last turn */
    uint16_t repeats; /* ATOM_MARK: how many of them stand together, at most UINT16_MAX */
    uint8_t kind;
    uint8_t space; /* before it */
    uint8_t flags;
};

/* ---- assemble.c ------------------------------------------------------------------------------ */

/* What stands between a plain token and the one before it. */
enum gap {
    GAP_SPACE = 1,
    GAP_DOT = 2,
    GAP_STOP = 4, /* ! ? and the ellipsis */
    GAP_COMMA = 8,
    GAP_COLON = 16,
    GAP_OPEN = 32,  /* ( [ */
    GAP_CLOSE = 64, /* ) ] */
    GAP_HYPHEN = 128,
    GAP_DASH = 256,
    GAP_SLASH = 512,
    GAP_SECTION = 1024,
    GAP_QUOTE = 2048,
    GAP_BORDER = 4096, /* a tab, a bullet, the end of the text */
    GAP_OTHER = 8192
};

enum plain_flags {
    PLAIN_JOINED = 1,
    PLAIN_SUSPENDED = 2,
    PLAIN_HUNG = 4, /* a hyphen before it that hangs: "-resistens" */
    PLAIN_CAPITAL = 8,
    PLAIN_SHOUTS = 16, /* all capitals, two letters or more */
    PLAIN_DIGIT = 32,  /* holds digits */
    PLAIN_DROPPED = 64,
    PLAIN_ABBREVIATION = 128, /* of several parts with dots */
    PLAIN_ENDS = 256,         /* an abbreviation that often ends a sentence: "m.m." */
    PLAIN_SOFT = 512,         /* its hyphen at the end is a soft one that got lost */
    PLAIN_SENTENCE = 1024,    /* begins one */
    PLAIN_GLUED = 2048        /* digits taken off the word: nothing stands before it */
};

/* A plain token: consecutive atoms. */
struct plain {
    uint32_t atom, atom_end;
    uint32_t start, end;
    uint32_t form;
    uint16_t size;
    uint16_t gap; /* enum gap */
    uint16_t flags;
    uint8_t kind; /* enum swedish_kind */
};

/* Another reading of plain tokens. */
struct reading {
    uint32_t first, last; /* plain tokens, both included */
    uint32_t form;
    uint16_t size;
    uint8_t kind;
    uint32_t start, end;
    uint64_t value;
};

struct token_memory {
    struct swedish *swedish; /* for compounds; NULL: suspended parts stay as they are */
    struct slice text;       /* the window */
    char *forms;
    size_t forms_size, forms_room;
    struct atom *atoms;
    size_t atom_count, atom_room;
    struct plain *plains;
    size_t plain_count, plain_room;
    struct reading *readings;
    size_t reading_count, reading_room;
    size_t dropped;
    uint16_t gap;          /* gathered since the last plain token */
    uint16_t next_flags;   /* PLAIN_JOINED or PLAIN_HUNG for the next one */
    bool first_of_text;    /* the window is the first of its text */
    bool sentence_pending; /* the window before ended a sentence */
};

/* Fills m->atoms from m->text. */
void atoms_scan(struct token_memory *m);
/* addresses.c: looks whether the atom just added ends an address that began in this run, and if so
   makes one atom of it. Returns the offset to go on at. */
size_t addresses_at_word(struct token_memory *m, size_t at);
size_t addresses_at_mark(struct token_memory *m, size_t at);
/* Fills m->plains from m->atoms. */
void tokens_assemble(struct token_memory *m);
void sentences_mark(struct token_memory *m);
/* Each appends to m->readings. */
void readings_find(struct token_memory *m);

/* The pieces readings_find is made of, for the plain token t. */
void references_at(struct token_memory *m, size_t t);
bool european_at(struct token_memory *m, size_t t);
void chapters_at(struct token_memory *m, size_t t);
void amounts_at_number(struct token_memory *m, size_t t);
void amounts_at_word(struct token_memory *m, size_t t);
void dates_at(struct token_memory *m, size_t t);
void suspended_at(struct token_memory *m, size_t t);
void hung_at(struct token_memory *m, size_t t);

/* ---- small tools over atoms ------------------------------------------------------------------ */

/* forms[at, at + size) */
static inline struct slice tokens_form(const struct token_memory *m, uint32_t at, uint32_t size)
{
    return (struct slice){m->forms + at, size};
}

static inline bool atom_is(const struct token_memory *m, size_t i, enum atom_kind kind)
{
    return i < m->atom_count && m->atoms[i].kind == kind;
}

/* Directly after the one before it. */
static inline bool atom_adjacent(const struct token_memory *m, size_t i, enum atom_kind kind)
{
    return atom_is(m, i, kind) && m->atoms[i].space == 0;
}

static inline bool atom_adjacent_mark(const struct token_memory *m, size_t i, uint32_t mark)
{
    return atom_adjacent(m, i, ATOM_MARK) && m->atoms[i].mark == mark && m->atoms[i].repeats == 1;
}

static inline struct slice atom_form(const struct token_memory *m, size_t i)
{
    return tokens_form(m, m->atoms[i].form, m->atoms[i].size);
}

/* ---- numbers.c ------------------------------------------------------------------------------- */

struct number_shape {
    size_t end;  /* the atom after it */
    bool dotted; /* its marks are between thousands: "25.000" */
    bool word;   /* letters belong to it: "5G" */
};

/* The number that begins at atom i, a run of digits. */
struct number_shape numbers_match(const struct token_memory *m, size_t i);
/* Whether the letters at atom i belong to the digits before them: "5G" and "16a", not "5000kronor".
 */
bool numbers_take_letters(const struct token_memory *m, size_t i);

/* ---- small tools over plain tokens ----------------------------------------------------------- */

static inline struct slice plain_form(const struct token_memory *m, size_t t)
{
    return tokens_form(m, m->plains[t].form, m->plains[t].size);
}

bool word_is(struct slice form, const char *word);
bool plain_is(const struct token_memory *m, size_t t, const char *word);
/* Whether only what `allowed` names stands before plain token t. */
bool plain_follows(const struct token_memory *m, size_t t, unsigned allowed);
/* "och", "eller", "samt", "respektive", "resp" */
bool plain_conjunction(const struct token_memory *m, size_t t);
/* Whether all of the form are ASCII digits; its value, at most `max` of them. */
bool slice_digits(struct slice form, size_t max, uint32_t *value);
bool word_in(struct slice form, const char *const *words, size_t count);
#define WORD_IN(form, words) word_in((form), (words), sizeof(words) / sizeof(words)[0])

/* Room for `size` more bytes of forms; the place to write at. */
char *forms_reserve(struct token_memory *m, size_t size);
uint32_t forms_append(struct token_memory *m, struct slice bytes);
/* A reading of plain tokens first..last with a form that is copied; longer ones than
   SWEDISH_TOKEN_MAX are left out. */
void reading_add(struct token_memory *m, size_t first, size_t last, enum swedish_kind kind,
                 struct slice form, uint64_t value);
void reading_add_format(struct token_memory *m, size_t first, size_t last, enum swedish_kind kind,
                        const char *format, ...) BASE_FORMAT(5, 6);

/* ---- abbreviations.c ------------------------------------------------------------------------- */

enum abbreviation_flags {
    ABBREVIATION_BARE = 1, /* also without its dots: "bl a" */
    ABBREVIATION_ENDS = 2  /* often the last word of a sentence: its dot may end it */
};

/* Looks for an abbreviation of several parts ("bl. a.") at atom i. Returns the atom after it (a
   last dot included), or 0; *form and *flags as found. */
size_t abbreviation_match(const struct token_memory *m, size_t i, struct slice *form,
                          unsigned *flags);

enum abbreviation_end {
    ABBREVIATION_NONE,
    ABBREVIATION_GOES_ON, /* its dot never ends a sentence: dr. */
    ABBREVIATION_NUMBER   /* it does not where a number follows: art. */
};
enum abbreviation_end abbreviation_end(struct slice form);

/* ---- tokens.c -------------------------------------------------------------------------------- */

/* swedish_tokens_each with the memory given; s may be NULL. */
enum status tokens_each(struct token_memory *m, struct slice text,
                        int (*token)(void *user, const struct swedish_token *token), void *user,
                        size_t *dropped);
struct token_memory *token_memory_new(void);

#endif
