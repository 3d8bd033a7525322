/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far a number goes: thousands, decimals, years with their items, letters behind it. */
#include "swedish_tokens_internal.h"

static const char *const kronor[] = {"kr", "kronor", "kronors", "kronorna"};
static const char *const union_words[] = {"eu",      "eg",   "eeg", "ef",
                                          "euratom", "gusp", "rif", "ekss"};

/* "2 000 000": the atom after the last group of three, or i + 1. "08-405 50 05" is none. */
static size_t thousands_end(const struct token_memory *m, size_t i)
{
    struct slice head = atom_form(m, i);
    size_t end = i + 1;
    if (head.size > 3 || head.data[0] == '0')
        return end;
    while (atom_is(m, end, ATOM_DIGITS) && m->atoms[end].size == 3 &&
           (m->atoms[end].space & (SPACE_BLANK | SPACE_TAB)) == SPACE_BLANK)
        end++;
    bool phone = atom_is(m, end, ATOM_DIGITS) && m->atoms[end].size == 2 && end > i + 1 &&
                 !(atom_adjacent_mark(m, end + 1, '.') && atom_adjacent(m, end + 2, ATOM_DIGITS));
    return phone ? i + 1 : end;
}

/* Numbers with a comma here are a list: "COM(2021) 723,724", the rest of "1,2,3"; not "(del) 1,5"
   nor "pension, 18,2 miljarder". */
static bool in_list(const struct token_memory *m, size_t i)
{
    if (i == 0 || m->atoms[i - 1].kind != ATOM_MARK)
        return false;
    if (m->atoms[i - 1].mark == ',')
        return m->atoms[i].space == 0;
    return i >= 2 && atom_adjacent_mark(m, i - 1, ')') && atom_is(m, i - 2, ATOM_DIGITS) &&
           m->atoms[i - 2].size == 4;
}

/* "25.000 kr", "1.000.000", "1,000,000": the atom after, or 0. */
static size_t dotted_thousands_end(const struct token_memory *m, size_t i, uint32_t mark)
{
    struct slice head = atom_form(m, i);
    size_t end = i + 1, groups = 0;
    if (head.size > 3 || head.data[0] == '0' || (mark == ',' && in_list(m, i)))
        return 0;
    while (atom_adjacent_mark(m, end, mark) && atom_adjacent(m, end + 1, ATOM_DIGITS) &&
           m->atoms[end + 1].size == 3) {
        end += 2;
        groups++;
    }
    bool goes_on = atom_adjacent_mark(m, end, mark) && atom_adjacent(m, end + 1, ATOM_DIGITS);
    bool money = mark == '.' && atom_is(m, end, ATOM_WORD) && WORD_IN(atom_form(m, end), kronor);
    return !goes_on && (groups >= 2 || (groups == 1 && money)) ? end : 0;
}

/* Whether "a/b" at atoms i .. i + 2 is one token: a year and another number, not a day and month.
 */
static bool slash_joins(const struct token_memory *m, size_t i)
{
    if (!atom_adjacent_mark(m, i + 1, '/') || !atom_adjacent(m, i + 2, ATOM_DIGITS))
        return false;
    if (m->atoms[i].size > 2 || m->atoms[i + 2].size > 2)
        return true;
    if (atom_adjacent_mark(m, i + 3, '/') && atom_adjacent(m, i + 4, ATOM_WORD) &&
        WORD_IN(atom_form(m, i + 4), union_words))
        return true; /* 95/46/EG */
    if (i < 2)
        return false;
    const struct atom *a = &m->atoms[i - 1], *b = &m->atoms[i - 2];
    bool court = m->atoms[i].space == 0 && atom_adjacent_mark(m, i - 1, '-') &&
                 b->kind == ATOM_WORD && b->size == 1; /* C-34/09 */
    bool numbered = a->kind == ATOM_WORD && a->size == 2 && b->kind == ATOM_MARK &&
                    b->mark == ')'; /* (EEG) nr 95/93 */
    return court || numbered;
}

/* "2023:98", "2009/10:52", "1,5", "13.00", "15.3.2024": the atom after what begins at atom i with a
   single run of digits. */
static size_t number_tail(const struct token_memory *m, size_t i)
{
    size_t end = i + 1;
    if (slash_joins(m, i))
        end = i + 3;
    if (atom_adjacent_mark(m, end, ':') && atom_adjacent(m, end + 1, ATOM_DIGITS))
        return end + 2;
    if (end > i + 1)
        return end;
    if (atom_adjacent_mark(m, end, ',') && atom_adjacent(m, end + 1, ATOM_DIGITS)) {
        bool list = atom_adjacent_mark(m, end + 2, ',') && atom_adjacent(m, end + 3, ATOM_DIGITS);
        return list || in_list(m, i) ? end : end + 2;
    }
    while (atom_adjacent_mark(m, end, '.') && atom_adjacent(m, end + 1, ATOM_DIGITS))
        end += 2;
    return end;
}

/* Letters directly after a number: "5G", "16a" are one token, "5000kronor" and "30kr" two. */
bool numbers_take_letters(const struct token_memory *m, size_t i)
{
    return atom_adjacent(m, i, ATOM_WORD) && m->atoms[i].size <= 2 &&
           !WORD_IN(atom_form(m, i), kronor);
}

struct number_shape numbers_match(const struct token_memory *m, size_t i)
{
    struct number_shape shape = {.end = thousands_end(m, i)};
    size_t dotted = dotted_thousands_end(m, i, '.');
    if (dotted == 0)
        dotted = dotted_thousands_end(m, i, ',');
    if (shape.end > i + 1) {
        if (atom_adjacent_mark(m, shape.end, ',') && atom_adjacent(m, shape.end + 1, ATOM_DIGITS))
            shape.end += 2;
    } else if (dotted > 0) {
        shape.end = dotted;
        shape.dotted = true;
    } else {
        shape.end = number_tail(m, i);
        shape.word = shape.end == i + 1 && numbers_take_letters(m, shape.end);
        while (shape.word &&
               (atom_adjacent(m, shape.end, ATOM_WORD) || atom_adjacent(m, shape.end, ATOM_DIGITS)))
            shape.end++;
    }
    return shape;
}
