/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * References of Swedish public print: "SOU 2023:98", "prop. 2021/22:133", "bet. 2016/17:MJU23",
 * "lagen (2010:800)", "(Ju 2013:17)", "KIFS 2005:7", "A2024/00815", "utgiftsområde 13". They are
 * found from the number; the word before it says the kind. The canonical form is the kind in lower
 * case without a dot, a space, and the number without leading zeros.
 */
#include "swedish_tokens_internal.h"

#include <string.h>

/* ---- kinds ----------------------------------------------------------------------------------- */

enum series {
    SERIES_YEAR = 1,     /* numbered by calendar year: 2023:98 */
    SERIES_SESSION = 2,  /* numbered by session of parliament: 2021/22:133 */
    SERIES_COMMITTEE = 4 /* with letters of the committee: 2016/17:MJU23 */
};

static const struct {
    const char *word, *kind;
    unsigned series;
} kinds[] = {
    {"sou", "sou", SERIES_YEAR},
    {"betänkande", "sou", SERIES_YEAR},
    {"betänkandet", "sou", SERIES_YEAR},
    {"delbetänkandet", "sou", SERIES_YEAR},
    {"slutbetänkandet", "sou", SERIES_YEAR},
    {"prop", "prop", SERIES_SESSION | SERIES_YEAR},
    {"proposition", "prop", SERIES_SESSION | SERIES_YEAR},
    {"propositionen", "prop", SERIES_SESSION | SERIES_YEAR},
    {"propositionens", "prop", SERIES_SESSION | SERIES_YEAR},
    {"propositioner", "prop", SERIES_SESSION | SERIES_YEAR},
    {"propositionerna", "prop", SERIES_SESSION | SERIES_YEAR},
    {"budgetpropositionen", "prop", SERIES_SESSION},
    {"vårpropositionen", "prop", SERIES_SESSION},
    {"ds", "ds", SERIES_YEAR},
    {"departementsserien", "ds", SERIES_YEAR},
    {"dir", "dir", SERIES_YEAR},
    {"direktiv", "dir", SERIES_YEAR},
    {"direktivet", "dir", SERIES_YEAR},
    {"direktiven", "dir", SERIES_YEAR},
    {"kommittedirektiv", "dir", SERIES_YEAR},
    {"kommittedirektivet", "dir", SERIES_YEAR},
    {"kommittedirektiven", "dir", SERIES_YEAR},
    {"tilläggsdirektiv", "dir", SERIES_YEAR},
    {"tilläggsdirektivet", "dir", SERIES_YEAR},
    {"skr", "skr", SERIES_SESSION | SERIES_YEAR},
    {"skrivelse", "skr", SERIES_SESSION},
    {"skrivelsen", "skr", SERIES_SESSION},
    {"bet", "bet", SERIES_COMMITTEE},
    {"rskr", "rskr", SERIES_SESSION | SERIES_YEAR},
    {"riksdagsskrivelse", "rskr", SERIES_SESSION | SERIES_YEAR},
    {"riksdagsskrivelsen", "rskr", SERIES_SESSION | SERIES_YEAR},
    {"rir", "rir", SERIES_YEAR},
    {"sö", "sö", SERIES_YEAR},
    {"sös", "sö", SERIES_YEAR},
    {"sfs", "sfs", SERIES_YEAR},
    {"fm", "fm", SERIES_YEAR},
    {"förordningsmotiv", "fm", SERIES_YEAR},
    {"fpm", "fpm", SERIES_SESSION},
    {"faktapromemoria", "fpm", SERIES_SESSION},
};

/* Departments, as their letters stand in registry and committee numbers. */
static const char *const departments[] = {
    "a", "c",  "fi", "fö", "h", "i",  "ij", "jo", "ju", "k",  "kn", "ku",
    "l", "li", "m",  "n",  "s", "sb", "u",  "ud", "uf", "um", "v",
};

static const char *kind_of(struct slice word, unsigned series)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (word_is(word, kinds[i].word))
            return (kinds[i].series & series) != 0 ? kinds[i].kind : NULL;
    return NULL;
}

/* ---- numbers --------------------------------------------------------------------------------- */

struct number {
    uint32_t year;
    uint32_t next;      /* the session's second year, as written; 0: a calendar year */
    uint32_t item;      /* 0: none */
    uint32_t until;     /* the last item of "948-963", else 0 */
    size_t first, last; /* plain tokens */
};

static bool read_digits(struct slice form, size_t *at, size_t max, uint32_t *value)
{
    size_t start = *at;
    while (*at < form.size && form.data[*at] >= '0' && form.data[*at] <= '9')
        ++*at;
    return slice_digits(slice_part(form, start, *at), max, value);
}

/* "2009/10", "1999/2000", "2023", each with ":52" or without. */
static bool read_form(struct slice form, struct number *out)
{
    size_t at = 0;
    if (!read_digits(form, &at, 4, &out->year) || at != 4 || out->year < 1700 || out->year > 2199)
        return false;
    if (at < form.size && form.data[at] == '/') {
        size_t start = ++at;
        if (!read_digits(form, &at, 4, &out->next) || (at - start != 2 && at - start != 4))
            return false;
        /* 2000/00 would be read as none */
        out->next = at - start == 2 ? out->next + 100 : out->next;
    }
    if (at < form.size && form.data[at] == ':') {
        at++;
        if (!read_digits(form, &at, 5, &out->item))
            return false;
    }
    return at == form.size;
}

/* The number of a series that begins with plain token t, its item in the next one if it must be
   ("2020: 13"). */
static bool read_number(const struct token_memory *m, size_t t, struct number *out)
{
    *out = (struct number){.first = t, .last = t};
    struct slice form = plain_form(m, t);
    if (!read_form(form, out))
        return false;
    bool whole = slice_find(form, SLICE(":"), 0) != SIZE_MAX;
    if (!whole && t + 1 < m->plain_count && plain_follows(m, t + 1, GAP_COLON | GAP_SPACE) &&
        (m->plains[t + 1].gap & GAP_COLON) != 0 &&
        slice_digits(plain_form(m, t + 1), 4, &out->item))
        out->last = t + 1;
    size_t next = out->last + 1;
    if (out->item > 0 && next < m->plain_count && plain_follows(m, next, GAP_HYPHEN | GAP_DASH) &&
        slice_digits(plain_form(m, next), 4, &out->until) && out->until > out->item)
        out->last = next;
    else
        out->until = 0;
    return true;
}

static void write_year(const struct number *n, char *out, size_t room)
{
    if (n->next == 0)
        snprintf(out, room, "%u", n->year);
    else if (n->year == 1999) /* both 1999/00 and 1999/2000 are written */
        snprintf(out, room, "1999/2000");
    else
        snprintf(out, room, "%u/%02u", n->year, n->next % 100);
}

static void add_item(struct token_memory *m, size_t first, const char *kind, const struct number *n)
{
    char year[16];
    write_year(n, year, sizeof year);
    reading_add_format(m, first, n->last, SWEDISH_REFERENCE, "%s %s:%u", kind, year, n->item);
    if (n->until > 0)
        reading_add_format(m, n->last, n->last, SWEDISH_REFERENCE, "%s %s:%u", kind, year,
                           n->until);
}

/* ---- the word before the number -------------------------------------------------------------- */

enum { TO_NUMBER = GAP_SPACE | GAP_DOT | GAP_COLON | GAP_OPEN | GAP_HYPHEN };

/* The plain token that says of what kind the number at t is, past "nr"; SIZE_MAX: none. */
static size_t kind_token(const struct token_memory *m, size_t t)
{
    if (t == 0 || !plain_follows(m, t, TO_NUMBER) || (m->plains[t].flags & PLAIN_SENTENCE) != 0)
        return SIZE_MAX;
    t--;
    if (t > 0 && plain_is(m, t, "nr") && plain_follows(m, t, TO_NUMBER))
        t--;
    return t;
}

static bool is_law_word(struct slice word)
{
    static const char *const endings[] = {
        "lag",           "lagen",        "lagens",         "lagar",         "lagarna",
        "balk",          "balken",       "balkens",        "förordning",    "förordningen",
        "förordningens", "förordningar", "förordningarna", "kungörelse",    "kungörelsen",
        "stadga",        "stadgan",      "instruktion",    "instruktionen", "ordning",
        "ordningen",     "ordningens",   "formen",         "formens",
    };
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (slice_ends(word, slice_of(endings[i])))
            return !slice_equal(word, SLICE("förslag")) && !slice_ends(word, SLICE("förslag")) &&
                   !slice_ends(word, SLICE("beslag")) && !slice_ends(word, SLICE("bolag"));
    return false;
}

/* "lagen om handel med utsläppsrätter (2004:1199)": a law is named earlier in the sentence, and no
   report or directive after it. */
static bool law_before(const struct token_memory *m, size_t t)
{
    for (size_t n = 0; n < 2 * TOKENS_LIST_MAX && t > 0; n++) {
        if ((m->plains[t].flags & PLAIN_SENTENCE) != 0)
            return false;
        t--;
        if (is_law_word(plain_form(m, t)))
            return true;
        if (kind_of(plain_form(m, t), SERIES_YEAR) != NULL)
            return false;
    }
    return false;
}

/* ---- kinds of references --------------------------------------------------------------------- */

/* The number that follows in a list or ends a range: "SFS 2022:365-2022:368 och 2022:416". */
static bool listed_number(const struct token_memory *m, size_t t, struct number *out)
{
    enum { LISTED = GAP_SPACE | GAP_COMMA | GAP_HYPHEN | GAP_DASH };
    if (t >= m->plain_count || !plain_follows(m, t, LISTED))
        return false;
    if (plain_conjunction(m, t))
        t++;
    return t < m->plain_count && plain_follows(m, t, LISTED) && read_number(m, t, out) &&
           out->item > 0;
}

/* A number of a series with its kind's word before it, and those that follow it in a list. */
static bool series_reference(struct token_memory *m, size_t t, struct number *n)
{
    size_t before = kind_token(m, t);
    if (before == SIZE_MAX || n->item == 0)
        return false;
    unsigned series = n->next > 0 ? SERIES_SESSION : SERIES_YEAR;
    const char *kind = kind_of(plain_form(m, before), series);
    if (kind == NULL)
        return false;
    add_item(m, before, kind, n);
    struct number more;
    for (size_t i = 0; i < TOKENS_LIST_MAX && listed_number(m, n->last + 1, &more); i++) {
        if ((more.next == 0) != (n->next == 0))
            break;
        add_item(m, more.first, kind, &more);
        *n = more;
    }
    return true;
}

/* "KIFS 2005:7", "HSLF-FS 2016:40". */
static bool regulation(struct token_memory *m, size_t before, const struct number *n)
{
    struct slice word = plain_form(m, before);
    if (word.size < 2 || !slice_ends(word, SLICE("fs")) || n->next > 0)
        return false;
    char kind[SWEDISH_TOKEN_MAX * 2 + 2];
    size_t first = before;
    if ((m->plains[before].flags & PLAIN_JOINED) != 0 && before > 0) {
        struct slice part = plain_form(m, --first);
        snprintf(kind, sizeof kind, "%.*s-%.*s", (int)part.size, part.data, (int)word.size,
                 word.data);
    } else {
        snprintf(kind, sizeof kind, "%.*s", (int)word.size, word.data);
    }
    add_item(m, first, kind, n);
    return true;
}

/* "(Ju 2013:17)": a committee's number. */
static bool committee(struct token_memory *m, size_t before, const struct number *n)
{
    struct slice word = plain_form(m, before);
    bool sure = (m->plains[before].flags & PLAIN_CAPITAL) != 0 || word.size > 1;
    if (!sure || n->next > 0 || n->item > 999 || !WORD_IN(word, departments))
        return false;
    char kind[8];
    snprintf(kind, sizeof kind, "%.*s", (int)word.size, word.data);
    add_item(m, before, kind, n);
    return true;
}

static void law(struct token_memory *m, size_t t, const struct number *n)
{
    bool closed = n->last + 1 < m->plain_count ? (m->plains[n->last + 1].gap & GAP_CLOSE) != 0
                                               : (m->gap & GAP_CLOSE) != 0;
    bool listed = n->last + 1 < m->plain_count && (m->plains[n->last + 1].gap & GAP_COMMA) != 0;
    if (n->next > 0 || t == 0 || (m->plains[t].gap & GAP_OPEN) == 0 || (!closed && !listed))
        return;
    if (is_law_word(plain_form(m, t - 1)) || law_before(m, t))
        add_item(m, t, "sfs", n);
}

/* A committee of parliament and its number after a session: "2016/17:MJU23", "2009/10, KU 22",
   "1999/00SkU20"; and "2023/24:FPM3". */
static bool report(struct token_memory *m, size_t t, const struct number *n)
{
    size_t next = n->last + 1;
    uint32_t item;
    if (n->next == 0 || n->item > 0 || next >= m->plain_count ||
        !plain_follows(m, next, GAP_COLON | GAP_SPACE | GAP_COMMA | GAP_DOT))
        return false;
    struct slice word = plain_form(m, next);
    size_t letters = 0, last = next;
    while (letters < word.size && (word.data[letters] < '0' || word.data[letters] > '9'))
        letters++;
    struct slice digits = slice_part(word, letters, word.size);
    if (digits.size == 0 && next + 1 < m->plain_count && plain_follows(m, next + 1, GAP_SPACE)) {
        last = next + 1;
        digits = plain_form(m, last);
    }
    word = slice_part(word, 0, letters);
    size_t before = kind_token(m, t);
    bool said = before != SIZE_MAX && kind_of(plain_form(m, before), SERIES_COMMITTEE) != NULL;
    bool paper = slice_equal(word, SLICE("fpm"));
    if (word.size < 2 || word.size > 6 || !slice_digits(digits, 4, &item) || item == 0 ||
        (!said && !paper && word.data[word.size - 1] != 'u'))
        return false;
    char year[16];
    write_year(n, year, sizeof year);
    if (before == SIZE_MAX || !(said || (paper && kind_of(plain_form(m, before), SERIES_SESSION))))
        before = t;
    if (paper)
        reading_add_format(m, before, last, SWEDISH_REFERENCE, "fpm %s:%u", year, item);
    else
        reading_add_format(m, before, last, SWEDISH_REFERENCE, "bet %s:%.*s%u", year,
                           (int)word.size, word.data, item);
    return true;
}

/* ---- registry numbers ------------------------------------------------------------------------ */

/* Since 2015 the numbers have five digits; written with fewer they mean the same. */
static void add_registry(struct token_memory *m, size_t first, size_t last, struct slice letters,
                         struct slice year, struct slice item)
{
    uint32_t number, y;
    if (!slice_digits(item, 6, &number) || number == 0 || !slice_digits(year, 4, &y) || y < 1900 ||
        y > 2199)
        return;
    reading_add_format(m, first, last, SWEDISH_REFERENCE,
                       y >= 2015 ? "dnr %.*s%u/%05u" : "dnr %.*s%u/%u", (int)letters.size,
                       letters.data, y, number);
}

static bool is_registry_word(const struct token_memory *m, size_t t)
{
    return plain_is(m, t, "dnr") || plain_is(m, t, "diarienummer") || plain_is(m, t, "diarienr");
}

/* "dnr" or "diarienummer" before plain token t belongs to the reference. */
static size_t with_registry_word(const struct token_memory *m, size_t t)
{
    bool said = t > 0 && is_registry_word(m, t - 1) &&
                plain_follows(m, t, GAP_SPACE | GAP_DOT | GAP_COLON | GAP_OPEN);
    return said ? t - 1 : t;
}

/* The unit that has the matter and the document's number, "/PBB" and "-2", are no part of the form
   but of the span. */
static size_t registry_end(const struct token_memory *m, size_t last)
{
    while (last + 1 < m->plain_count && m->plains[last + 1].gap == GAP_SLASH &&
           m->plains[last + 1].kind == SWEDISH_WORD && m->plains[last + 1].size <= 10)
        last++;
    if (last + 1 < m->plain_count && (m->plains[last + 1].flags & PLAIN_JOINED) != 0 &&
        m->plains[last + 1].kind == SWEDISH_NUMBER)
        last++;
    return last;
}

/* "N2017 /01899", "N2015-4841-TIF": whether plain token t is the number of what is before it. */
static bool item_follows(const struct token_memory *m, size_t t, struct slice letters)
{
    if (t >= m->plain_count || letters.size == 0 || m->plains[t].size < 3)
        return false;
    unsigned gap = m->plains[t].gap;
    return (gap & ~(unsigned)GAP_SPACE) == GAP_SLASH ||
           (gap == GAP_HYPHEN && WORD_IN(letters, departments));
}

/* "a2024/00815" is one plain token; "N2017 /01899" and "Fi 2010/1619" are two. */
static void registry(struct token_memory *m, size_t t)
{
    struct slice form = plain_form(m, t), letters = {0};
    size_t at = 0, first = t;
    while (at < form.size && (form.data[at] < '0' || form.data[at] > '9'))
        at++;
    letters = slice_part(form, 0, at);
    if (letters.size > 6 || form.size < at + 4)
        return;
    struct slice year = slice_part(form, at, at + 4), item = {0};
    size_t last = t;
    if (form.size > at + 4) {
        if (form.data[at + 4] != '/')
            return;
        item = slice_part(form, at + 5, form.size);
    } else if (item_follows(m, t + 1, letters)) {
        item = plain_form(m, ++last);
    }
    if (letters.size == 0 && item.size >= 3 && t > 0) {
        first = t - 1;
        letters = plain_form(m, first);
        bool said = with_registry_word(m, first) != first;
        bool sure = letters.size > 1 || (m->plains[first].flags & PLAIN_CAPITAL) != 0 || said;
        if (is_registry_word(m, first) && plain_follows(m, t, TO_NUMBER))
            letters = (struct slice){0}; /* another authority's: "dnr 2013/1821" */
        else if (!sure || !plain_follows(m, t, GAP_SPACE | GAP_SLASH) ||
                 !WORD_IN(letters, departments))
            return;
    } else if (letters.size == 0) {
        return;
    }
    add_registry(m, with_registry_word(m, first), registry_end(m, last), letters, year, item);
}

/* ---- expenditure areas, and all -------------------------------------------------------------- */

enum { AREA_MAX = 27 };

static void area(struct token_memory *m, size_t t)
{
    static const char *const words[] = {"utgiftsområde", "utgiftsområdet", "utgiftsområdena",
                                        "utg.omr", "utgiftsområden"};
    uint32_t number;
    if (t > 0 && plain_follows(m, t, GAP_SPACE | GAP_DOT) &&
        slice_digits(plain_form(m, t), 2, &number) && number >= 1 && number <= AREA_MAX &&
        WORD_IN(plain_form(m, t - 1), words))
        reading_add_format(m, t - 1, t, SWEDISH_REFERENCE, "utgiftsområde %u", number);
}

void references_at(struct token_memory *m, size_t t)
{
    struct number n;
    if (m->plains[t].size <= 2) {
        area(m, t);
    } else if ((m->plains[t].flags & PLAIN_JOINED) == 0 && read_number(m, t, &n)) {
        size_t before = kind_token(m, t);
        if (series_reference(m, t, &n) || report(m, t, &n))
            return;
        if (n.item == 0) {
            registry(m, t);
            return;
        }
        if (before != SIZE_MAX && (regulation(m, before, &n) || committee(m, before, &n)))
            return;
        law(m, t, &n);
    } else {
        registry(m, t);
    }
}
