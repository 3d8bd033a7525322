/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values of the range fields: dates and sums of kronor, single or from..to. */
#include "language_internal.h"

#include <math.h>
#include <string.h>

enum { DATE_END = 99, /* beyond the last day or month, as two digits */ AMOUNT_DIGITS_MAX = 18 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A single value as the least and greatest it stands for. */
typedef bool read_value(struct slice text, uint64_t *low, uint64_t *high);

/* ">2024", ">=2024", "<5mkr", "<=5mkr" */
static enum range_reading read_compared(struct slice text, read_value *read, uint64_t *from,
                                        uint64_t *to)
{
    uint64_t least, most;
    bool above = text.data[0] == '>', same = text.size > 1 && text.data[1] == '=';
    struct slice value = slice_trim(slice_part(text, same ? 2 : 1, text.size));
    if (value.size == 0 || !is_digit(value.data[0]))
        return RANGE_NONE;
    if (!read(value, &least, &most) || (!above && !same && least == 0))
        return RANGE_BAD;
    *from = !above ? 0 : same ? least : most + 1;
    *to = above ? UINT64_MAX : same ? most : least - 1;
    return RANGE_IS;
}

static enum range_reading read_range(struct slice text, read_value *read, uint64_t *from,
                                     uint64_t *to)
{
    uint64_t ignored;
    if (text.size > 0 && (text.data[0] == '<' || text.data[0] == '>'))
        return read_compared(text, read, from, to);
    size_t dots = slice_find(text, SLICE(".."), 0);
    struct slice low = slice_trim(slice_part(text, 0, dots == SIZE_MAX ? text.size : dots));
    struct slice high = dots == SIZE_MAX ? low : slice_trim(slice_part(text, dots + 2, text.size));
    struct slice first = low.size > 0 ? low : high;
    if (first.size == 0 || !is_digit(first.data[0]))
        return RANGE_NONE;
    *from = 0;
    *to = UINT64_MAX;
    if (low.size > 0 && !read(low, from, &ignored))
        return RANGE_BAD;
    if (high.size > 0 && !read(high, &ignored, to))
        return RANGE_BAD;
    return *from <= *to ? RANGE_IS : RANGE_BAD;
}

/* ---- dates ----------------------------------------------------------------------------------- */

/* Digits at *at, from least to most of them, as a number. */
static bool read_digits(struct slice text, size_t *at, size_t least, size_t most, unsigned *out)
{
    size_t start = *at;
    *out = 0;
    while (*at < text.size && *at - start < most && is_digit(text.data[*at]))
        *out = *out * 10 + (unsigned)(text.data[(*at)++] - '0');
    return *at - start >= least;
}

/* 2024, 2024-11, 2024-11-05, 202411, 20241105 */
static bool read_date(struct slice text, uint64_t *low, uint64_t *high)
{
    unsigned year, month = 0, day = 0;
    size_t at = 0;
    if (!read_digits(text, &at, 4, 4, &year) || year == 0)
        return false;
    bool dashes = at < text.size && text.data[at] == '-';
    if (at < text.size) {
        at += dashes;
        if (!read_digits(text, &at, dashes ? 1 : 2, 2, &month) || month < 1 || month > 12)
            return false;
    }
    if (at < text.size) {
        if (dashes && text.data[at++] != '-')
            return false;
        if (!read_digits(text, &at, dashes ? 1 : 2, 2, &day) || day < 1 ||
            day > date_days(year, month))
            return false;
    }
    uint64_t y = (uint64_t)year * 10000;
    *low = y + month * 100 + day;
    *high = y + (month ? month : DATE_END) * 100 + (day ? day : DATE_END);
    return at == text.size;
}

static bool is_year(struct slice text)
{
    unsigned year;
    size_t at = 0;
    return text.size == 4 && read_digits(text, &at, 4, 4, &year);
}

/* "2022-2023", also with a dash: nothing else can be meant. */
static bool years_range(struct slice text, uint64_t *from, uint64_t *to)
{
    static const struct slice dash = {.data = "\xE2\x80\x93", .size = 3};
    bool hyphen = text.size == 9 && text.data[4] == '-';
    struct slice first = slice_part(text, 0, 4);
    struct slice last = slice_part(text, text.size < 4 ? 0 : text.size - 4, text.size);
    uint64_t ignored;
    if (!hyphen && !(text.size == 11 && slice_equal(slice_part(text, 4, 7), dash)))
        return false;
    return is_year(first) && is_year(last) && read_date(first, from, &ignored) &&
           read_date(last, &ignored, to) && *from <= *to;
}

enum range_reading language_date_range(struct slice text, uint64_t *from, uint64_t *to)
{
    return years_range(text, from, to) ? RANGE_IS : read_range(text, read_date, from, to);
}

unsigned language_month(struct slice text)
{
    static const char *const names[] = {"januari",   "februari", "mars",     "april",
                                        "maj",       "juni",     "juli",     "augusti",
                                        "september", "oktober",  "november", "december"};
    unsigned number = 0;
    size_t at = 0;
    text = slice_trim(text);
    if (text.size <= 2 && read_digits(text, &at, 1, 2, &number) && at == text.size)
        return number <= 12 ? number : 0;
    for (unsigned i = 0; i < 12; i++)
        if (slice_equal_ascii(text, slice_of(names[i])) ||
            slice_equal_ascii(text, slice_part(slice_of(names[i]), 0, 3)))
            return i + 1;
    return 0;
}

bool language_names_month(const struct schema_field *field, struct slice text)
{
    return strcmp(field->english, "month") == 0 && language_month(text) > 0;
}

/* ---- amounts --------------------------------------------------------------------------------- */

struct unit {
    const char *name;
    unsigned zeros;
};

static const struct unit units[] = {
    {"", 0},       {"kr", 0},     {"kronor", 0},   {"sek", 0},     {"tkr", 3},
    {"tusen", 3},  {"mkr", 6},    {"mnkr", 6},     {"msek", 6},    {"mn", 6},
    {"mn kr", 6},  {"miljon", 6}, {"miljoner", 6}, {"mdkr", 9},    {"mdr", 9},
    {"mdr kr", 9}, {"md", 9},     {"md kr", 9},    {"miljard", 9}, {"miljarder", 9},
};

static bool read_unit(struct slice text, unsigned *zeros)
{
    text = slice_trim(text);
    if (slice_ends(text, SLICE(" kronor")))
        text = slice_trim(slice_part(text, 0, text.size - strlen(" kronor")));
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (slice_equal_ascii(text, slice_of(units[i].name))) {
            *zeros = units[i].zeros;
            return true;
        }
    }
    return false;
}

/* Bytes of the space at `at` that may stand between thousands: a plain or a no-break one. */
static size_t thousands_space(struct slice text, size_t at)
{
    static const struct slice spaces[] = {
        {.data = " ", .size = 1},
        {.data = "\xC2\xA0", .size = 2},
        {.data = "\xE2\x80\xAF", .size = 3},
    };
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
        if (slice_starts(slice_part(text, at, text.size), spaces[i]))
            return spaces[i].size;
    return 0;
}

struct amount {
    uint64_t digits; /* all of them, as one number */
    size_t count, decimals;
    size_t groups_of_three; /* parted by a dot */
};

static bool read_digit(struct amount *a, char c)
{
    a->digits = a->digits * 10 + (uint64_t)(c - '0');
    return ++a->count <= AMOUNT_DIGITS_MAX;
}

/* Digits with a decimal comma or dot, thousands parted by spaces; *at is left behind them. */
static bool read_number(struct slice text, size_t *at, struct amount *a)
{
    bool decimal = false;
    while (*at < text.size) {
        char c = text.data[*at];
        size_t space = thousands_space(text, *at);
        if (is_digit(c)) {
            if (!read_digit(a, c))
                return false;
            a->decimals += decimal;
            ++*at;
        } else if ((c == ',' || c == '.') && *at + 1 < text.size && is_digit(text.data[*at + 1])) {
            if (decimal && a->decimals != 3)
                return false;
            a->groups_of_three += c == '.';
            a->decimals = 0;
            decimal = true;
            ++*at;
        } else if (space > 0 && *at + space < text.size && is_digit(text.data[*at + space])) {
            *at += space;
        } else {
            break;
        }
    }
    return a->count > 0;
}

/* "2.000" and "2.000.000" kronor are thousands: kronor have no third decimal. */
static bool read_amount(struct slice text, uint64_t *low, uint64_t *high)
{
    struct amount a = {0};
    size_t at = 0;
    unsigned zeros;
    if (!read_number(text, &at, &a) || !read_unit(slice_part(text, at, text.size), &zeros))
        return false;
    if (a.groups_of_three > 1 || (a.groups_of_three == 1 && a.decimals == 3 && zeros == 0))
        a.decimals = 0;
    double value = (double)a.digits * pow(10.0, (double)zeros - (double)a.decimals);
    if (value >= 1e18)
        return false;
    *low = a.digits;
    for (; a.decimals < zeros; zeros--)
        *low *= 10;
    for (; a.decimals > zeros; zeros++)
        *low /= 10;
    *high = *low;
    return true;
}

enum range_reading language_amount_range(struct slice text, uint64_t *from, uint64_t *to)
{
    return read_range(text, read_amount, from, to);
}
