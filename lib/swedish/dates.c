/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Dates that name their year: "9 mars 2010", "den 9:e mars 2010", "9 okt. 1925", "28-29 juni 2023"
 * (two), "mars 2010", "2010-03-09", "9.3.2010". They are found from the year.
 */
#include "swedish_tokens_internal.h"

enum { YEAR_MIN = 1500, YEAR_MAX = 2199 };

static const struct {
    const char *name;
    uint32_t month;
} months[] = {
    {"januari", 1}, {"jan", 1},       {"februari", 2}, {"feb", 2},       {"febr", 2},
    {"mars", 3},    {"mar", 3},       {"april", 4},    {"apr", 4},       {"maj", 5},
    {"juni", 6},    {"jun", 6},       {"juli", 7},     {"jul", 7},       {"augusti", 8},
    {"aug", 8},     {"september", 9}, {"sept", 9},     {"sep", 9},       {"oktober", 10},
    {"okt", 10},    {"november", 11}, {"nov", 11},     {"december", 12}, {"dec", 12},
};

static uint32_t month_of(struct slice form)
{
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++)
        if (word_is(form, months[i].name))
            return months[i].month;
    return 0;
}

static bool is_valid(uint32_t year, uint32_t month, uint32_t day)
{
    return year >= YEAR_MIN && year <= YEAR_MAX && day >= 1 && day <= date_days(year, month);
}

static bool add_day(struct token_memory *m, size_t first, size_t last, uint32_t year,
                    uint32_t month, uint32_t day)
{
    if (!is_valid(year, month, day))
        return false;
    reading_add_format(m, first, last, SWEDISH_DATE, "%04u-%02u-%02u", year, month, day);
    return true;
}

static bool day_of(const struct token_memory *m, size_t t, uint32_t *day)
{
    return slice_digits(plain_form(m, t), 2, day) && *day >= 1 && *day <= 31;
}

enum { LINKS = GAP_SPACE | GAP_HYPHEN | GAP_DASH | GAP_COMMA | GAP_DOT };

/* The plain token before t, past one "och", "till", "samt", "eller" or "den"; SIZE_MAX when what
   stands between is no list and no range. */
static size_t linked_before(const struct token_memory *m, size_t t)
{
    bool linked = false;
    while (t > 0 && plain_follows(m, t, LINKS)) {
        if ((m->plains[t].gap & (GAP_HYPHEN | GAP_DASH | GAP_COMMA)) != 0)
            linked = true;
        t--;
        if (plain_conjunction(m, t) || plain_is(m, t, "till"))
            linked = true;
        else if (!plain_is(m, t, "den"))
            return linked ? t : SIZE_MAX;
    }
    return SIZE_MAX;
}

/* What shares month or year with a whole date whose day is plain token t: "1, 2 och 3 mars 2021",
   "17 mars-2 april 2021". */
static void add_shared(struct token_memory *m, size_t t, uint32_t year, uint32_t month)
{
    uint32_t day, other;
    for (size_t n = 0; n < TOKENS_LIST_MAX; n++) {
        size_t before = linked_before(m, t);
        if (before == SIZE_MAX)
            return;
        other = m->plains[before].kind == SWEDISH_WORD ? month_of(plain_form(m, before)) : 0;
        if (other != 0 && before > 0) {
            month = other;
            before--;
        }
        if (!day_of(m, before, &day) || !is_valid(year, month, day))
            return;
        add_day(m, before, other != 0 ? before + 1 : before, year, month, day);
        t = before;
    }
}

/* "januari och februari 2025", "mars-maj 2025". */
static void add_shared_months(struct token_memory *m, size_t t, uint32_t year)
{
    for (size_t n = 0; n < TOKENS_LIST_MAX; n++) {
        size_t before = linked_before(m, t);
        uint32_t month = before == SIZE_MAX ? 0 : month_of(plain_form(m, before));
        uint32_t day;
        if (month == 0 || (before > 0 && day_of(m, before - 1, &day)))
            return;
        reading_add_format(m, before, before, SWEDISH_DATE, "%04u-%02u", year, month);
        t = before;
    }
}

/* The year is plain token t. */
static void spelled_date(struct token_memory *m, size_t t, uint32_t year)
{
    size_t at = t > 0 && plain_is(m, t - 1, "år") && plain_follows(m, t, GAP_SPACE) ? t - 1 : t;
    uint32_t month, day;
    if (at == 0 || !plain_follows(m, at, GAP_SPACE | GAP_DOT | GAP_COMMA))
        return;
    month = month_of(plain_form(m, at - 1));
    if (month == 0)
        return;
    if (at >= 2 && plain_follows(m, at - 1, GAP_SPACE | GAP_DOT) &&
        slice_digits(plain_form(m, at - 2), 2, &day)) {
        if (add_day(m, at - 2, t, year, month, day))
            add_shared(m, at - 2, year, month);
        return;
    }
    reading_add_format(m, at - 1, t, SWEDISH_DATE, "%04u-%02u", year, month);
    add_shared_months(m, at - 1, year);
}

static bool iso_date(struct token_memory *m, size_t t, uint32_t year)
{
    uint32_t month, day;
    if (t + 2 >= m->plain_count || (m->plains[t].flags & PLAIN_JOINED) != 0)
        return false;
    bool joined = (m->plains[t + 1].flags & m->plains[t + 2].flags & PLAIN_JOINED) != 0;
    bool longer = t + 3 < m->plain_count && (m->plains[t + 3].flags & PLAIN_JOINED) != 0;
    return joined && !longer && m->plains[t + 1].size == 2 && m->plains[t + 2].size == 2 &&
           slice_digits(plain_form(m, t + 1), 2, &month) &&
           slice_digits(plain_form(m, t + 2), 2, &day) && add_day(m, t, t + 2, year, month, day);
}

/* "15.3.2024" is one plain token. */
static void dotted_date(struct token_memory *m, size_t t, struct slice form)
{
    size_t dot = slice_find(form, SLICE("."), 0);
    size_t second = dot == SIZE_MAX ? SIZE_MAX : slice_find(form, SLICE("."), dot + 1);
    uint32_t day, month, year;
    if (second == SIZE_MAX || form.size - second != 5)
        return;
    if (slice_digits(slice_part(form, 0, dot), 2, &day) &&
        slice_digits(slice_part(form, dot + 1, second), 2, &month) &&
        slice_digits(slice_part(form, second + 1, form.size), 4, &year))
        add_day(m, t, t, year, month, day);
}

void dates_at(struct token_memory *m, size_t t)
{
    struct slice form = plain_form(m, t);
    uint32_t year;
    if (form.size > 4)
        dotted_date(m, t, form);
    if (form.size != 4 || !slice_digits(form, 4, &year) || year < YEAR_MIN || year > YEAR_MAX)
        return;
    if (!iso_date(m, t, year))
        spelled_date(m, t, year);
}
