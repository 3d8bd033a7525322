/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * References to the law of the European Union ("(EU) 2016/679", "2011/36/EU", "COM(2023) 123",
 * "mål C-575/17") and to chapters and sections of a Swedish law ("9 kap. 8 §").
 */
#include "swedish_tokens_internal.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *word, *kind;
} unions[] = {
    {"eu", "eu"}, {"eg", "eg"},     {"ec", "eg"},           {"eeg", "eeg"},   {"eec", "eeg"},
    {"ef", "eg"}, {"gusp", "gusp"}, {"euratom", "euratom"}, {"ekss", "ekss"}, {"rif", "rif"},
};

static const struct {
    const char *word, *kind;
} papers[] = {
    {"com", "com"}, {"kom", "com"},   {"swd", "swd"}, {"sek", "sec"},
    {"sec", "sec"}, {"join", "join"}, {"c", "c"},
};

static const char *union_of(const struct token_memory *m, size_t t)
{
    for (size_t i = 0; i < sizeof unions / sizeof unions[0]; i++)
        if (plain_is(m, t, unions[i].word))
            return unions[i].kind;
    return NULL;
}

/* "2016/679". */
static bool pair_of(struct slice form, uint32_t *first, uint32_t *second)
{
    size_t slash = slice_find(form, SLICE("/"), 0);
    return slash != SIZE_MAX && slice_digits(slice_part(form, 0, slash), 4, first) &&
           slice_digits(slice_part(form, slash + 1, form.size), 4, second);
}

/* "2011/36/EU". */
static bool directive(struct token_memory *m, size_t t)
{
    uint32_t a, b;
    if (t + 1 >= m->plain_count || m->plains[t + 1].gap != GAP_SLASH ||
        !pair_of(plain_form(m, t), &a, &b))
        return false;
    const char *kind = union_of(m, t + 1);
    if (kind == NULL)
        return false;
    reading_add_format(m, t, t + 1, SWEDISH_REFERENCE, "%02u/%u/%s", a, b, kind);
    return true;
}

/* "(EU) 2016/679", "(EG) nr 223/2009", "(EU, Euratom) 2018/1046". */
static bool regulation(struct token_memory *m, size_t t)
{
    uint32_t a, b;
    size_t before = t - 1;
    if (!pair_of(plain_form(m, t), &a, &b) ||
        !plain_follows(m, t, GAP_SPACE | GAP_CLOSE | GAP_DOT | GAP_COLON))
        return false;
    bool numbered = plain_is(m, before, "nr") || plain_is(m, before, "no");
    if (numbered && before > 0 && plain_follows(m, before, GAP_SPACE | GAP_CLOSE))
        before--;
    const char *kind = union_of(m, before);
    if (kind == NULL || (!numbered && a < 1900 && b < 1900 && (m->plains[t].gap & GAP_CLOSE) == 0))
        return false;
    while (before > 0 && plain_follows(m, before, GAP_SPACE | GAP_COMMA) &&
           (m->plains[before].gap & GAP_COMMA) != 0 && union_of(m, before - 1) != NULL)
        kind = union_of(m, --before);
    reading_add_format(m, before, t, SWEDISH_REFERENCE, "%s %u/%u", kind, a, b);
    return true;
}

/* The number of a paper, without the part of "614/2". */
static bool paper_item(struct slice form, uint32_t *item)
{
    size_t slash = slice_find(form, SLICE("/"), 0);
    return slice_digits(slash == SIZE_MAX ? form : slice_part(form, 0, slash), 4, item) &&
           *item > 0;
}

/* "COM(2023) 123", "KOM (2018)375", "COM/2022/217", "COM[2022] 236", "COM(2021) 723,724". */
static bool paper(struct token_memory *m, size_t t)
{
    enum { AROUND = GAP_SPACE | GAP_OPEN | GAP_SLASH };
    const char *kind = NULL;
    uint32_t year, item;
    size_t last = t;
    for (size_t i = 0; i < sizeof papers / sizeof papers[0]; i++)
        if (plain_is(m, t - 1, papers[i].word))
            kind = papers[i].kind;
    if (kind == NULL || !plain_follows(m, t, AROUND | GAP_COLON))
        return false;
    bool open = (m->plains[t].gap & (GAP_OPEN | GAP_SLASH)) != 0;
    if (!pair_of(plain_form(m, t), &year, &item)) {
        last = t + 1;
        if (!slice_digits(plain_form(m, t), 4, &year) || last >= m->plain_count ||
            !plain_follows(m, last, GAP_SPACE | GAP_CLOSE | GAP_SLASH | GAP_COLON) ||
            !paper_item(plain_form(m, last), &item))
            return false;
    }
    bool sure = open || kind[1] == 'o'; /* com and join: "c 2020 15", "sek 2000" are other things */
    if (!sure || year < 1950 || year > 2199 || item == 0)
        return false;
    reading_add_format(m, t - 1, last, SWEDISH_REFERENCE, "%s %u/%u", kind, year, item);
    while (last + 1 < m->plain_count && m->plains[last + 1].gap == GAP_COMMA &&
           paper_item(plain_form(m, last + 1), &item)) {
        last++;
        reading_add_format(m, last, last, SWEDISH_REFERENCE, "%s %u/%u", kind, year, item);
    }
    return true;
}

/* "mål C-575/17", "T-12/99". */
static bool court_case(struct token_memory *m, size_t t)
{
    uint32_t number, year;
    if ((m->plains[t].flags & PLAIN_JOINED) == 0 || m->plains[t - 1].size != 1 ||
        !pair_of(plain_form(m, t), &number, &year) || year > 99 || number == 0)
        return false;
    char court = m->forms[m->plains[t - 1].form];
    if (court != 'c' && court != 't' && court != 'f')
        return false;
    reading_add_format(m, t - 1, t, SWEDISH_REFERENCE, "mål %c-%u/%02u", court, number, year);
    return true;
}

bool european_at(struct token_memory *m, size_t t)
{
    if (directive(m, t))
        return true;
    return t > 0 && (paper(m, t) || regulation(m, t) || court_case(m, t));
}

/* ---- chapters and sections ------------------------------------------------------------------- */

/* "8", "8 a", "8a" at plain token t as "8 a"; the last token of it, or SIZE_MAX. */
static size_t numbered(const struct token_memory *m, size_t t, char *out, size_t room)
{
    struct slice form = plain_form(m, t);
    size_t digits = 0;
    uint32_t number;
    while (digits < form.size && form.data[digits] >= '0' && form.data[digits] <= '9')
        digits++;
    if (form.size > digits + 1 || !slice_digits(slice_part(form, 0, digits), 3, &number))
        return SIZE_MAX;
    if (form.size == digits + 1) {
        snprintf(out, room, "%u %c", number, form.data[digits]);
        return t;
    }
    if (t + 1 < m->plain_count && m->plains[t + 1].size == 1 && m->plains[t + 1].gap == GAP_SPACE &&
        m->plains[t + 1].kind == SWEDISH_WORD) {
        snprintf(out, room, "%u %c", number, m->forms[m->plains[t + 1].form]);
        return t + 1;
    }
    snprintf(out, room, "%u", number);
    return t;
}

static bool section_sign_after(const struct token_memory *m, size_t t)
{
    unsigned gap = t + 1 < m->plain_count ? m->plains[t + 1].gap : m->gap;
    return (gap & GAP_SECTION) != 0;
}

/* The token that has the section sign behind it, in a list that begins at t; SIZE_MAX: none. */
static size_t list_end(const struct token_memory *m, size_t t)
{
    for (size_t n = 0; n < TOKENS_LIST_MAX && t < m->plain_count; n++, t++) {
        bool part = (m->plains[t].flags & PLAIN_DIGIT) != 0 || m->plains[t].size == 1 ||
                    plain_conjunction(m, t);
        if (!part)
            return SIZE_MAX;
        if (section_sign_after(m, t))
            return t;
    }
    return SIZE_MAX;
}

/* "9 kap. 8 §", "4 kap. 1, 3 och 5 §§", "9 kap. 4-4 e §§": each section by itself; plain token t is
   the chapter's number. */
void chapters_at(struct token_memory *m, size_t t)
{
    char chapter[16], section[16];
    if (m->plains[t].size > 4)
        return;
    size_t kap = numbered(m, t, chapter, sizeof chapter);
    if (kap == SIZE_MAX || ++kap + 1 >= m->plain_count || !plain_is(m, kap, "kap") ||
        !plain_follows(m, kap, GAP_SPACE) || !plain_follows(m, kap + 1, GAP_SPACE | GAP_DOT))
        return;
    size_t end = list_end(m, kap + 1);
    bool first = true;
    for (size_t at = kap + 1; end != SIZE_MAX && at <= end; at++) {
        size_t last = numbered(m, at, section, sizeof section);
        if (last == SIZE_MAX)
            continue;
        reading_add_format(m, first ? t : at, last, SWEDISH_REFERENCE, "%s kap %s §", chapter,
                           section);
        first = false;
        at = last;
    }
}
