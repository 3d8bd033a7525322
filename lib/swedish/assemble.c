/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Atoms to plain tokens. A neighbour's form is a neighbour in forms (see struct atom), so most
 * tokens of several atoms ("2 000 000", "2009/10:52", "covid19") need no copying.
 */
#include "swedish_tokens_internal.h"

#include <string.h>

static bool is_year(struct slice digits)
{
    return digits.size == 4 && (digits.data[0] == '1' || digits.data[0] == '2');
}

/* ---- adding plain tokens --------------------------------------------------------------------- */

static struct plain *plain_add(struct token_memory *m, size_t atom, size_t atom_end,
                               enum swedish_kind kind)
{
    m->plains = base_grow(m->plains, &m->plain_room, m->plain_count + 1, sizeof *m->plains);
    const struct atom *first = &m->atoms[atom], *last = &m->atoms[atom_end - 1];
    struct plain *p = &m->plains[m->plain_count++];
    unsigned gap = m->gap;
    if (first->space != 0)
        gap |= (first->space & SPACE_TAB) != 0 ? GAP_SPACE | GAP_BORDER : GAP_SPACE;
    *p = (struct plain){
        .atom = (uint32_t)atom,
        .atom_end = (uint32_t)atom_end,
        .start = first->start,
        .end = last->end,
        .form = first->form,
        .size = (uint16_t)(last->form + last->size - first->form),
        .gap = (uint16_t)gap,
        .flags = m->next_flags,
        .kind = (uint8_t)kind,
    };
    if (first->kind == ATOM_DROPPED || p->size > SWEDISH_TOKEN_MAX)
        p->flags |= PLAIN_DROPPED;
    if ((first->flags & ATOM_CAPITAL) != 0)
        p->flags |= PLAIN_CAPITAL;
    if ((first->flags & (ATOM_SHOUTS | ATOM_LOWER)) == ATOM_SHOUTS)
        p->flags |= PLAIN_SHOUTS;
    m->gap = 0;
    m->next_flags = 0;
    return p;
}

static void plain_set_form(struct token_memory *m, struct plain *p, struct slice form)
{
    p->form = forms_append(m, form);
    p->size = (uint16_t)form.size;
}

/* ---- endings after a colon or an apostrophe ------------------------------------------------- */

/* "SBU:s", "57:orna", "18:e": what inflects an acronym or a number. */
static const char *const colon_endings[] = {
    "s",  "n",   "t",   "e",    "a",    "en",   "et",    "er",    "ar",    "or",  "na",  "ns",
    "ts", "ens", "ets", "arna", "erna", "orna", "arnas", "ernas", "ornas", "ars", "ers", "are",
};

/* A colon that stands for letters left out. */
static const struct {
    const char *word, *ending, *form;
} contractions[] = {
    {"n", "r", "nr"},     {"n", "o", "nr"},      {"s", "t", "st"}, {"s", "ta", "sta"},
    {"maj", "t", "majt"}, {"maj", "ts", "majt"}, {"d", "o", "do"}, {"d", "r", "dr"},
    {"k", "a", "ka"},     {"c", "a", "ca"},
};

static const char *contraction(struct slice word, struct slice ending)
{
    for (size_t i = 0; i < sizeof contractions / sizeof contractions[0]; i++)
        if (slice_equal(word, slice_of(contractions[i].word)) &&
            slice_equal(ending, slice_of(contractions[i].ending)))
            return contractions[i].form;
    return NULL;
}

/* Takes ":s" into the plain token p that ends at atom `next`; returns the atom after. */
static size_t take_colon(struct token_memory *m, struct plain *p, size_t next)
{
    struct slice ending = atom_form(m, next + 1);
    const char *whole = contraction(tokens_form(m, p->form, p->size), ending);
    if (whole == NULL && !WORD_IN(ending, colon_endings))
        return next;
    if (atom_adjacent(m, next + 2, ATOM_DIGITS))
        return next;
    p->atom_end = (uint32_t)(next + 2);
    if (whole != NULL) {
        p->end = m->atoms[next + 1].end;
        plain_set_form(m, p, slice_of(whole));
    }
    return next + 2;
}

/* "Sweden's": the s goes. "don't": one word. "d'Estaing": two. */
static size_t take_apostrophe(struct token_memory *m, struct plain *p, size_t next)
{
    struct slice ending = atom_form(m, next + 1);
    bool genitive = slice_equal(ending, SLICE("s"));
    if (p->kind != SWEDISH_WORD || ending.size > 2 || (!genitive && p->size < 2))
        return next;
    p->atom_end = (uint32_t)(next + 2);
    if (!genitive) {
        char joined[SWEDISH_TOKEN_MAX + 2];
        memcpy(joined, m->forms + p->form, p->size);
        memcpy(joined + p->size, ending.data, ending.size);
        p->end = m->atoms[next + 1].end;
        plain_set_form(m, p, (struct slice){joined, p->size + ending.size});
    }
    return next + 2;
}

static size_t take_ending(struct token_memory *m, size_t next)
{
    struct plain *p = &m->plains[m->plain_count - 1];
    if ((p->flags & PLAIN_DROPPED) != 0 || !atom_adjacent(m, next + 1, ATOM_WORD))
        return next;
    if (atom_adjacent_mark(m, next, ':'))
        return take_colon(m, p, next);
    if (atom_adjacent_mark(m, next, '\''))
        return take_apostrophe(m, p, next);
    return next;
}

/* ---- numbers --------------------------------------------------------------------------------- */

static void set_digits_only(struct token_memory *m, struct plain *p)
{
    char digits[SWEDISH_TOKEN_MAX];
    size_t size = 0;
    for (size_t i = 0; i < p->size; i++) {
        char c = m->forms[p->form + i];
        if (c >= '0' && c <= '9')
            digits[size++] = c;
    }
    plain_set_form(m, p, (struct slice){digits, size});
}

static size_t take_number(struct token_memory *m, size_t i)
{
    struct number_shape shape = numbers_match(m, i);
    struct plain *p = plain_add(m, i, shape.end, shape.word ? SWEDISH_WORD : SWEDISH_NUMBER);
    p->flags |= PLAIN_DIGIT;
    if (shape.dotted)
        set_digits_only(m, p);
    return take_ending(m, shape.end);
}

/* ---- words and digits together --------------------------------------------------------------- */

/* What a title may be glued to: "...människohandelSOU 2025:119". */
static const char *const glued_kinds[] = {
    "sou", "prop", "proposition", "dir", "ds",  "skr",          "skrivelse",
    "fpm", "sö",   "rskr",        "bet", "dnr", "diarienummer", "kommittedirektiv",
    "sfs", "rir",
};

/* Letters, a year, "/", a number: "A2025/00608" at atom i, of which the letters after `turn`. */
static bool is_registry_number(const struct token_memory *m, size_t i, size_t turn)
{
    size_t letters = utf8_length(slice_part(atom_form(m, i), turn, SIZE_MAX));
    return letters >= 1 && letters <= 3 && atom_adjacent(m, i + 1, ATOM_DIGITS) &&
           is_year(atom_form(m, i + 1)) && atom_adjacent_mark(m, i + 2, '/') &&
           atom_adjacent(m, i + 3, ATOM_DIGITS) && m->atoms[i + 3].size >= 2;
}

static bool digits_follow(const struct token_memory *m, size_t i)
{
    if (atom_is(m, i, ATOM_MARK) && (m->atoms[i].mark == '.' || m->atoms[i].mark == ':'))
        i++;
    return atom_is(m, i, ATOM_DIGITS) && is_year(atom_form(m, i));
}

/* Cuts atom i in two plain tokens at its turn; the second is left to the caller as a smaller atom.
 */
static void cut_at_turn(struct token_memory *m, size_t i)
{
    struct atom *a = &m->atoms[i];
    struct atom rest = *a;
    a->size = a->turn;
    a->end = a->mark;
    struct plain *p = plain_add(m, i, i + 1, SWEDISH_WORD);
    struct slice form = tokens_form(m, p->form, p->size);
    if (form.size > 12 && slice_ends(form, SLICE("diarienummer"))) {
        /* "...exploateringDiarienummerA2025/00608" */
        uint32_t middle = p->end - 12;
        p->size = (uint16_t)(p->size - 12);
        p->end = middle;
        p = plain_add(m, i, i + 1, SWEDISH_WORD);
        p->form += p->size - 12u;
        p->size = 12;
        p->start = middle;
    }
    rest.form += rest.turn;
    rest.size = (uint16_t)(rest.size - rest.turn);
    rest.start = rest.mark;
    rest.space = 0;
    rest.flags = (uint8_t)((rest.flags & ~(unsigned)ATOM_TURN) | ATOM_CAPITAL);
    *a = rest;
}

static void take_off_glue(struct token_memory *m, size_t i)
{
    const struct atom *a = &m->atoms[i];
    if ((a->flags & ATOM_TURN) == 0)
        return;
    struct slice tail = slice_part(atom_form(m, i), a->turn, a->size);
    bool number = slice_equal(tail, SLICE("diarienummer"));
    bool reference = WORD_IN(tail, glued_kinds) && (number || digits_follow(m, i + 1));
    if (reference || (a->turn > 2 && is_registry_number(m, i, a->turn)))
        cut_at_turn(m, i);
}

/* Letters with digits directly after them: one token ("G20", "covid19", "H1N1") or several
   ("SOU2020:22", "november2023"). */
static size_t take_cluster(struct token_memory *m, size_t i)
{
    size_t end = i + 1;
    if (is_registry_number(m, i, 0)) {
        end = i + 4;
    } else {
        size_t letters = m->atoms[i].size, digits = m->atoms[end].size;
        bool names_year =
            digits == 4 &&
            (atom_adjacent_mark(m, end + 1, ':') || atom_adjacent_mark(m, end + 1, '/')) &&
            atom_adjacent(m, end + 2, ATOM_DIGITS);
        if (!names_year && (letters < 4 || digits < 3) && !WORD_IN(atom_form(m, i), glued_kinds)) {
            end++;
            while (numbers_take_letters(m, end) || (atom_adjacent(m, end, ATOM_DIGITS)))
                end++;
        }
    }
    struct plain *p = plain_add(m, i, end, SWEDISH_WORD);
    if (end > i + 1)
        p->flags |= PLAIN_DIGIT;
    return take_ending(m, end);
}

/* "U.S.A.": single capitals with dots and no space, two at least. The atom after, or 0. */
static size_t dotted_capitals_end(const struct token_memory *m, size_t i)
{
    size_t end = i, letters = 0;
    while (atom_is(m, end, ATOM_WORD) && (letters == 0 || m->atoms[end].space == 0) &&
           m->atoms[end].size <= 2 && (m->atoms[end].flags & ~(unsigned)ATOM_CAPITAL) == 0 &&
           atom_adjacent_mark(m, end + 1, '.')) {
        letters++;
        end += 2;
    }
    return letters >= 2 ? end : 0;
}

static size_t take_dotted_capitals(struct token_memory *m, size_t i, size_t end)
{
    char letters[SWEDISH_TOKEN_MAX];
    size_t size = 0;
    for (size_t k = i; k < end && size + 2 < sizeof letters; k += 2) {
        memcpy(letters + size, m->forms + m->atoms[k].form, m->atoms[k].size);
        size += m->atoms[k].size;
    }
    struct plain *p = plain_add(m, i, end, SWEDISH_WORD);
    plain_set_form(m, p, (struct slice){letters, size});
    p->flags = (uint16_t)((p->flags & ~(unsigned)PLAIN_DROPPED) | PLAIN_ABBREVIATION);
    p->end = m->atoms[end - 2].end;
    m->gap = GAP_DOT; /* the last dot may end a sentence too */
    return end;
}

static size_t take_dotted(struct token_memory *m, size_t i)
{
    struct slice form;
    unsigned flags;
    size_t capitals = dotted_capitals_end(m, i);
    size_t end = abbreviation_match(m, i, &form, &flags);
    if (end == 0 || capitals > end)
        return capitals > 0 ? take_dotted_capitals(m, i, capitals) : 0;
    struct plain *p = plain_add(m, i, end, SWEDISH_WORD);
    plain_set_form(m, p, form);
    p->flags |= PLAIN_ABBREVIATION | ((flags & ABBREVIATION_ENDS) != 0 ? PLAIN_ENDS : 0);
    if (m->atoms[end - 1].kind == ATOM_MARK) {
        p->end = m->atoms[end - 2].end;
        m->gap = GAP_DOT;
    }
    return end;
}

/* What begins the abbreviations that are also written without dots. */
static const char *const bare_beginnings[] = {"bl", "d", "f", "fr", "i",  "m",
                                              "o",  "p", "s", "t",  "utg"};

/* Whether atom i may begin an abbreviation of several parts: a short word, then a dot and a word,
   or one of a few before another short word. */
static bool may_be_dotted(const struct token_memory *m, size_t i)
{
    if (i + 1 >= m->atom_count || m->atoms[i].size > 7)
        return false;
    const struct atom *next = &m->atoms[i + 1];
    if (next->kind == ATOM_MARK)
        return next->mark == '.' && next->space == 0 && atom_is(m, i + 2, ATOM_WORD);
    return next->kind == ATOM_WORD && next->size <= 3 && WORD_IN(atom_form(m, i), bare_beginnings);
}

static size_t take_word(struct token_memory *m, size_t i)
{
    size_t end = may_be_dotted(m, i) ? take_dotted(m, i) : 0;
    if (end > 0)
        return end;
    take_off_glue(m, i);
    if (atom_adjacent(m, i + 1, ATOM_DIGITS))
        return take_cluster(m, i);
    struct plain *p = plain_add(m, i, i + 1, SWEDISH_WORD);
    if ((m->atoms[i].flags & ATOM_SOFT_END) != 0)
        p->flags |= PLAIN_SOFT;
    return take_ending(m, i + 1);
}

/* ---- marks ----------------------------------------------------------------------------------- */

static const char *const conjunctions[] = {"och", "eller", "samt", "respektive", "resp"};

static uint16_t gap_of(uint32_t mark)
{
    switch (mark) {
    case '.':
        return GAP_DOT;
    case '!':
    case '?':
    case MARK_ELLIPSIS:
        return GAP_STOP;
    case ',':
    case '&': /* "SÖ 1986:72 & 2000:39", "forsknings- & utvecklingsfrågor" */
        return GAP_COMMA;
    case ':':
        return GAP_COLON;
    case '(':
    case '[':
        return GAP_OPEN;
    case ')':
    case ']':
        return GAP_CLOSE;
    case '-':
        return GAP_HYPHEN;
    case MARK_DASH:
        return GAP_DASH;
    case '/':
        return GAP_SLASH;
    case MARK_SECTION:
        return GAP_SECTION;
    case '"':
    case '\'':
        return GAP_QUOTE;
    case MARK_BULLET:
        return GAP_BORDER;
    default:
        return GAP_OTHER;
    }
}

/* A hyphen at atom i: does it join its neighbours, or hang from one of them? */
static void take_hyphen(struct token_memory *m, size_t i)
{
    struct plain *left = m->plain_count > 0 ? &m->plains[m->plain_count - 1] : NULL;
    bool on_left = left != NULL && left->atom_end == i && m->atoms[i].space == 0;
    bool on_right = atom_adjacent(m, i + 1, ATOM_WORD) || atom_adjacent(m, i + 1, ATOM_DIGITS);
    if (on_left && on_right && atom_is(m, i + 2, ATOM_WORD) && m->atoms[i + 2].space != 0 &&
        m->atoms[i + 1].kind == ATOM_WORD && WORD_IN(atom_form(m, i + 1), conjunctions))
        on_right = false; /* "hälso-och sjukvård" */
    if (on_left && on_right)
        m->next_flags |= PLAIN_JOINED;
    else if (on_left)
        left->flags |= PLAIN_SUSPENDED;
    else if (on_right && m->atoms[i].space != 0)
        m->next_flags |= PLAIN_HUNG;
}

static void take_per_cent(struct token_memory *m, size_t i)
{
    const struct plain *left = m->plain_count > 0 ? &m->plains[m->plain_count - 1] : NULL;
    if (left == NULL || left->atom_end != i || (left->flags & PLAIN_DIGIT) == 0)
        return;
    bool mille = m->atoms[i].mark == MARK_PERMILLE;
    struct plain *p = plain_add(m, i, i + 1, SWEDISH_WORD);
    plain_set_form(m, p, mille ? SLICE("promille") : SLICE("procent"));
}

static void take_mark(struct token_memory *m, size_t i)
{
    const struct atom *a = &m->atoms[i];
    if ((a->mark == '%' || a->mark == MARK_PERMILLE) && a->repeats == 1) {
        take_per_cent(m, i);
        return;
    }
    m->next_flags = 0;
    if (a->mark == '-' && a->repeats == 1)
        take_hyphen(m, i);
    uint16_t gap = a->mark == '-' && a->repeats > 1 ? GAP_DASH : gap_of(a->mark);
    if (a->mark == '.' && a->repeats > 1)
        gap |= GAP_STOP;
    if (a->space != 0)
        gap |= (a->space & SPACE_TAB) != 0 ? GAP_SPACE | GAP_BORDER : GAP_SPACE;
    m->gap |= gap;
}

void tokens_assemble(struct token_memory *m)
{
    m->plain_count = 0;
    m->gap = m->first_of_text ? GAP_BORDER : GAP_SPACE;
    m->next_flags = 0;
    for (size_t i = 0; i < m->atom_count;) {
        switch ((enum atom_kind)m->atoms[i].kind) {
        case ATOM_WORD:
            i = take_word(m, i);
            break;
        case ATOM_DIGITS:
            i = take_number(m, i);
            break;
        case ATOM_MARK:
            take_mark(m, i);
            i++;
            break;
        case ATOM_ADDRESS:
        case ATOM_DROPPED:
            plain_add(m, i, i + 1, SWEDISH_ADDRESS);
            i = take_ending(m, i + 1);
            break;
        }
    }
}
