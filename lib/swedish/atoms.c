/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes to atoms. Most of the time is spent here, so ASCII and the letters of Latin-1 go through
 * tables; everything else asks fold_next.
 */
#include "swedish_tokens_internal.h"

#include <string.h>

enum byte_class {
    BYTE_MARK, /* 0: also control characters */
    BYTE_LOWER,
    BYTE_UPPER,
    BYTE_DIGIT,
    BYTE_BLANK,
    BYTE_NEWLINE,
    BYTE_TAB,
    BYTE_HIGH /* beyond ASCII */
};

#define TIMES_4(x) x, x, x, x
#define TIMES_16(x) TIMES_4(x), TIMES_4(x), TIMES_4(x), TIMES_4(x)
#define TIMES_26(x) TIMES_16(x), TIMES_4(x), TIMES_4(x), x, x

static const unsigned char classes[256] = {
    ['\t'] = BYTE_TAB,
    ['\n'] = BYTE_NEWLINE,
    ['\v'] = BYTE_BLANK,
    ['\f'] = BYTE_BLANK,
    ['\r'] = BYTE_BLANK,
    [' '] = BYTE_BLANK,
    ['0'] = TIMES_4(BYTE_DIGIT),
    TIMES_4(BYTE_DIGIT),
    BYTE_DIGIT,
    BYTE_DIGIT,
    ['A'] = TIMES_26(BYTE_UPPER),
    ['a'] = TIMES_26(BYTE_LOWER),
    [0x80] = TIMES_16(BYTE_HIGH),
    TIMES_16(BYTE_HIGH),
    TIMES_16(BYTE_HIGH),
    TIMES_16(BYTE_HIGH),
    TIMES_16(BYTE_HIGH),
    TIMES_16(BYTE_HIGH),
    TIMES_16(BYTE_HIGH),
    TIMES_16(BYTE_HIGH),
};

enum {
    FORM_ROOM = SWEDISH_TOKEN_MAX + FOLD_BYTES + 8, /* what one atom may write, and some */
    WORD_JOINER = 0x02                              /* some exports have it for a soft hyphen */
};

struct scan {
    struct token_memory *m;
    const unsigned char *text;
    size_t size;
    size_t run_start; /* where the run of ASCII without white space began */
    size_t run_atom;
    uint8_t space; /* seen since the last atom */
};

static struct atom *atom_add(struct scan *s, enum atom_kind kind, size_t start)
{
    struct token_memory *m = s->m;
    struct atom *a = &m->atoms[m->atom_count++];
    *a = (struct atom){
        .start = (uint32_t)start,
        .form = (uint32_t)m->forms_size,
        .kind = (uint8_t)kind,
        .space = s->space,
    };
    s->space = 0;
    return a;
}

static bool letter_at(const struct scan *s, size_t at)
{
    struct fold_char c;
    if (at >= s->size)
        return false;
    unsigned class = classes[s->text[at]];
    if (class != BYTE_HIGH)
        return class == BYTE_LOWER || class == BYTE_UPPER;
    fold_next(s->m->text, at, &c);
    return c.class == FOLD_LETTER;
}

static bool space_at(const struct scan *s, size_t at)
{
    struct fold_char c;
    if (at >= s->size)
        return false;
    unsigned class = classes[s->text[at]];
    if (class != BYTE_HIGH)
        return class == BYTE_BLANK || class == BYTE_NEWLINE;
    fold_next(s->m->text, at, &c);
    return c.class == FOLD_SPACE || c.class == FOLD_NEWLINE;
}

/* ---- words ----------------------------------------------------------------------------------- */

struct word {
    char *out;
    size_t size; /* of out; stays at the limit once it is passed */
    size_t at;   /* the next byte of the text */
    size_t end;  /* after the last letter */
    size_t turn, turn_form;
    unsigned flags;
    bool any, too_long;
};

static void word_letter(struct word *w, bool upper, size_t length)
{
    if (upper) {
        if (!w->any)
            w->flags |= ATOM_CAPITAL;
        else
            w->flags |= ATOM_SHOUTS;
    } else {
        w->flags |= ATOM_LOWER;
    }
    w->any = true;
    w->at += length;
    w->end = w->at;
}

/* Before an upper-case letter is written. */
static void word_turn(struct word *w, bool after_lower)
{
    if (after_lower && !w->too_long) {
        w->flags |= ATOM_TURN;
        w->turn = w->at;
        w->turn_form = w->size;
    }
}

static void word_limit(struct word *w)
{
    if (w->size > SWEDISH_TOKEN_MAX) {
        w->too_long = true;
        w->size = SWEDISH_TOKEN_MAX;
    }
}

/* A character that the tables do not know; false ends the word. */
static bool word_other(struct scan *s, struct word *w, bool *lower)
{
    struct fold_char c;
    unsigned char byte = s->text[w->at];
    if (byte < 0x80) {
        if (byte != WORD_JOINER || !letter_at(s, w->at + 1))
            return false;
        w->at++;
        return true;
    }
    size_t length = fold_next(s->m->text, w->at, &c);
    if (c.class == FOLD_DROPPED) {
        w->at += length;
        if (c.mark == 0xAD && space_at(s, w->at))
            w->flags |= ATOM_SOFT_END;
        return true;
    }
    if (c.class == FOLD_MARK && c.mark == MARK_NOT && letter_at(s, w->at + length)) {
        w->at += length;
        return true;
    }
    if (c.class == FOLD_COMBINING) {
        w->size = fold_combine(w->out, w->size, c.mark);
        word_limit(w);
        w->at += length;
        w->end = w->at;
        return true;
    }
    if (c.class != FOLD_LETTER)
        return false;
    if (c.upper)
        word_turn(w, *lower);
    *lower = !c.upper;
    memcpy(w->out + w->size, c.bytes, c.size);
    w->size += c.size;
    word_letter(w, c.upper, length);
    word_limit(w);
    return true;
}

/* Letters of Latin-1 after 0xC3. */
static bool word_latin(const struct scan *s, struct word *w, bool *lower)
{
    unsigned char second = w->at + 1 < s->size ? s->text[w->at + 1] : 0;
    if (second < 0x80 || second > 0xBF)
        return false;
    const char *fold = fold_latin(second);
    if (fold[0] == '\0')
        return false;
    bool upper = second < 0x9F;
    if (upper)
        word_turn(w, *lower);
    *lower = !upper;
    w->out[w->size++] = fold[0];
    if (fold[1] != '\0')
        w->out[w->size++] = fold[1];
    word_letter(w, upper, 2);
    word_limit(w);
    return true;
}

/* A run of lower-case ASCII, the most of all text. */
static void word_lower(const struct scan *s, struct word *w)
{
    size_t at = w->at, size = w->size;
    while (at < s->size && size <= SWEDISH_TOKEN_MAX && classes[s->text[at]] == BYTE_LOWER)
        w->out[size++] = (char)s->text[at++];
    w->flags |= ATOM_LOWER;
    w->any = true;
    w->size = size;
    w->at = w->end = at;
}

static void word_finish(struct scan *s, struct atom *a, const struct word *w)
{
    a->end = (uint32_t)w->end;
    a->size = (uint16_t)w->size;
    a->flags = (uint8_t)w->flags;
    a->mark = (uint32_t)w->turn;
    a->turn = (uint16_t)w->turn_form;
    if (w->too_long || w->size == 0)
        a->kind = ATOM_DROPPED;
    s->m->forms_size += w->size;
}

static size_t scan_word(struct scan *s, size_t at)
{
    struct atom *a = atom_add(s, ATOM_WORD, at);
    struct word w = {.out = forms_reserve(s->m, FORM_ROOM), .at = at, .end = at};
    bool lower = false; /* the letter before was a lower-case one */
    while (w.at < s->size) {
        unsigned char c = s->text[w.at];
        unsigned class = classes[c];
        if (class == BYTE_LOWER) {
            word_lower(s, &w);
            lower = true;
        } else if (class == BYTE_UPPER) {
            word_turn(&w, lower);
            w.out[w.size++] = (char)(c | 0x20);
            lower = false;
            word_letter(&w, true, 1);
        } else if ((c != 0xC3 || !word_latin(s, &w, &lower)) && !word_other(s, &w, &lower)) {
            break;
        }
        word_limit(&w);
    }
    word_finish(s, a, &w);
    return w.at > at ? w.at : at + 1;
}

static size_t scan_ideograph(struct scan *s, size_t at, const struct fold_char *c, size_t length)
{
    struct atom *a = atom_add(s, c->size > 0 ? ATOM_WORD : ATOM_DROPPED, at);
    memcpy(forms_reserve(s->m, FORM_ROOM), c->bytes, c->size);
    a->end = (uint32_t)(at + length);
    a->size = (uint16_t)c->size;
    s->m->forms_size += c->size;
    return at + length;
}

/* ---- digits and marks ------------------------------------------------------------------------ */

static size_t scan_digits(struct scan *s, size_t at)
{
    struct atom *a = atom_add(s, ATOM_DIGITS, at);
    char *out = forms_reserve(s->m, FORM_ROOM);
    size_t size = 0, end = at;
    while (at < s->size) {
        struct fold_char c;
        size_t length = 1;
        if (classes[s->text[at]] == BYTE_DIGIT) {
            if (size <= SWEDISH_TOKEN_MAX)
                out[size++] = (char)s->text[at];
            end = at + 1;
        } else if (s->text[at] < 0x80) {
            break;
        } else {
            length = fold_next(s->m->text, at, &c);
            if (c.class != FOLD_DROPPED)
                break;
        }
        at += length;
    }
    a->end = (uint32_t)end;
    a->size = (uint16_t)size;
    if (size > SWEDISH_TOKEN_MAX)
        a->kind = ATOM_DROPPED;
    s->m->forms_size += size;
    return at;
}

static size_t scan_mark(struct scan *s, size_t at, uint32_t mark, size_t length)
{
    struct token_memory *m = s->m;
    struct atom *last = m->atom_count > 0 ? &m->atoms[m->atom_count - 1] : NULL;
    if (last != NULL && s->space == 0 && last->kind == ATOM_MARK && last->mark == mark &&
        last->end == at) {
        last->end = (uint32_t)(at + length);
        if (last->repeats < UINT16_MAX)
            last->repeats++;
        return at + length;
    }
    struct atom *a = atom_add(s, ATOM_MARK, at);
    a->mark = mark;
    a->end = (uint32_t)(at + length);
    a->repeats = 1;
    if (mark < 0x80) {
        *forms_reserve(m, 1) = (char)mark;
        a->size = 1;
        m->forms_size++;
    }
    return at + length;
}

/* ---- everything ------------------------------------------------------------------------------ */

static size_t scan_high(struct scan *s, size_t at)
{
    struct fold_char c;
    if (s->text[at] == 0xC3 && at + 1 < s->size && s->text[at + 1] >= 0x80 &&
        s->text[at + 1] <= 0xBF && fold_latin(s->text[at + 1])[0] != '\0')
        return scan_word(s, at);
    size_t length = fold_next(s->m->text, at, &c);
    switch (c.class) {
    case FOLD_LETTER:
        return scan_word(s, at);
    case FOLD_IDEOGRAPH:
        return scan_ideograph(s, at, &c, length);
    case FOLD_SPACE:
        s->space |= SPACE_BLANK;
        break;
    case FOLD_NEWLINE:
        s->space |= SPACE_NEWLINE;
        break;
    case FOLD_COMBINING:
    case FOLD_DROPPED:
        break;
    case FOLD_MARK:
        return scan_mark(s, at, c.mark, length);
    }
    return at + length;
}

/* A run that is too long to be text: its atoms become one that is dropped, up to its end. */
static size_t drop_run(struct scan *s, size_t at)
{
    struct token_memory *m = s->m;
    while (at < s->size && s->text[at] > ' ' && s->text[at] < 0x80)
        at++;
    struct atom *a = &m->atoms[s->run_atom];
    m->forms_size = a->form;
    m->atom_count = s->run_atom + 1;
    a->kind = ATOM_DROPPED;
    a->size = 0;
    a->end = (uint32_t)at;
    return at;
}

static bool run_is_long(struct scan *s, size_t at)
{
    const struct token_memory *m = s->m;
    const struct atom *last = m->atom_count > 0 ? &m->atoms[m->atom_count - 1] : NULL;
    bool border = last == NULL || (last->kind == ATOM_MARK && last->repeats > 2) ||
                  last->kind == ATOM_ADDRESS;
    if (s->space != 0 || s->text[at] >= 0x80 || border) {
        s->run_start = at;
        s->run_atom = m->atom_count;
        return false;
    }
    return at - s->run_start > TOKENS_RUN_MAX && s->run_atom < m->atom_count;
}

static size_t scan_next(struct scan *s, size_t at)
{
    size_t before = s->m->atom_count;
    switch ((enum byte_class)classes[s->text[at]]) {
    case BYTE_LOWER:
    case BYTE_UPPER:
        at = scan_word(s, at);
        break;
    case BYTE_DIGIT:
        return scan_digits(s, at);
    case BYTE_BLANK:
        s->space |= SPACE_BLANK;
        return at + 1;
    case BYTE_NEWLINE:
        s->space |= SPACE_NEWLINE;
        return at + 1;
    case BYTE_TAB:
        s->space |= SPACE_TAB;
        return at + 1;
    case BYTE_MARK:
        at = scan_mark(s, at, s->text[at], 1);
        return s->m->atom_count > before ? addresses_at_mark(s->m, at) : at;
    case BYTE_HIGH:
        at = scan_high(s, at);
        break;
    }
    return s->m->atom_count > before ? addresses_at_word(s->m, at) : at;
}

void atoms_scan(struct token_memory *m)
{
    struct scan s = {.m = m, .text = (const unsigned char *)m->text.data, .size = m->text.size};
    m->atom_count = 0;
    m->forms_size = 0;
    m->atoms = base_grow(m->atoms, &m->atom_room, m->text.size + 1, sizeof *m->atoms);
    for (size_t at = 0; at < s.size;) {
        unsigned class = classes[s.text[at]];
        if (class != BYTE_BLANK && run_is_long(&s, at))
            at = drop_run(&s, at);
        else
            at = scan_next(&s, at);
    }
}
