/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Titles: the site prints a document's number and a subtitle in spans of their own, which the
   mirror runs together ("...människohandelSOU 2025:119", "Rektor i fokus– förutsättningar"). */
#include "readers_internal.h"

#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits_end(struct slice s, size_t at)
{
    while (at < s.size && is_digit(s.data[at]))
        at++;
    return at;
}

/* "2025:119", "2025/26:57", "2024/25:FPM9" from `at` to the very end of s. */
static bool is_number(struct slice s, size_t at, bool memorandum)
{
    size_t year = digits_end(s, at);
    if (year - at != 4)
        return false;
    if (year < s.size && s.data[year] == '/') {
        size_t end = digits_end(s, year + 1);
        if (end - year != 3 && end - year != 5)
            return false;
        year = end;
    } else if (memorandum) {
        return false;
    }
    if (year >= s.size || s.data[year] != ':')
        return false;
    year++;
    if (memorandum) {
        if (!slice_starts(slice_part(s, year, s.size), SLICE("FPM")))
            return false;
        year += 3;
    }
    size_t end = digits_end(s, year);
    return end > year && end - year <= 4 && end == s.size;
}

/* Where a label "SOU 2025:119" begins that ends s, or SIZE_MAX. */
static size_t find_numbered(struct slice s)
{
    static const char *const names[] = {"SOU", "Ds", "DS", "Dir", "Prop", "Skr", "SÖ", "SFS"};
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct slice name = slice_of(names[i]);
        /* The longest number is 15 bytes; the label begins little more than a name before it. */
        size_t from = s.size > 32 ? s.size - 32 : 0;
        for (size_t at; (at = slice_find(s, name, from)) != SIZE_MAX; from = at + 1) {
            size_t number = at + name.size;
            if (number < s.size && s.data[number] == '.')
                number++;
            while (number < s.size && s.data[number] == ' ')
                number++;
            if (is_number(s, number, false) && (best == SIZE_MAX || at < best))
                best = at;
        }
    }
    return best;
}

/* Where "2024/25:FPM9" begins that ends s, or SIZE_MAX. */
static size_t find_memorandum(struct slice s)
{
    size_t mark = slice_find(s, SLICE(":FPM"), s.size > 16 ? s.size - 16 : 0);
    if (mark == SIZE_MAX || mark < 7)
        return SIZE_MAX;
    size_t at = mark - 7;
    return is_number(s, at, true) ? at : SIZE_MAX;
}

/* Whether something at `at` was set to the title's end without belonging to its wording: glued to
   it, or after a comma, as the site's own lists do it. */
static bool is_set_off(struct slice title, size_t at)
{
    if (at == 0 || at >= title.size)
        return false;
    char before = title.data[at - 1];
    if (before == ' ')
        return at > 1 && title.data[at - 2] == ',';
    return strchr("(/-\"", before) == NULL;
}

size_t reader_title_parts(struct slice title, struct slice *label)
{
    *label = (struct slice){0};
    size_t end = slice_trim(title).size;
    struct slice s = slice_trim(title);
    size_t lead = end > 0 ? (size_t)(s.data - title.data) : 0;
    size_t at = slice_find(s, SLICE("Diarienummer:"), 0);
    if (at == SIZE_MAX || !is_set_off(s, at))
        at = find_numbered(s);
    if (at == SIZE_MAX || !is_set_off(s, at))
        at = find_memorandum(s);
    if (at == SIZE_MAX || !is_set_off(s, at))
        return title.size;
    *label = slice_part(s, at, s.size);
    while (at > 0 && (s.data[at - 1] == ' ' || s.data[at - 1] == ','))
        at--;
    return lead + at;
}

/* ---- in a draft ------------------------------------------------------------------------------ */

static void insert(struct draft *d, size_t at, struct slice what)
{
    struct buffer grown = {0};
    buffer_reserve(&grown, d->text.size + what.size);
    buffer_append(&grown, d->text.data, at);
    buffer_slice(&grown, what);
    buffer_append(&grown, d->text.data + at, d->text.size - at);
    buffer_free(&d->text);
    d->text = grown;
    for (size_t i = 0; i < d->link_count; i++) {
        if (d->links[i].start >= at)
            d->links[i].start += what.size;
        if (d->links[i].end > at)
            d->links[i].end += what.size;
    }
}

/* Where a dash is glued to the word before it and not to the one after it, or SIZE_MAX. */
static size_t glued_dash(struct slice s, size_t from)
{
    const struct slice dash = SLICE("\xE2\x80\x93");
    for (size_t at; (at = slice_find(s, dash, from)) != SIZE_MAX; from = at + dash.size) {
        size_t after = at + dash.size;
        enum letter before = letter_before(s, at);
        if (before != LETTER_NONE && before != LETTER_DIGIT && after + 1 < s.size &&
            s.data[after] == ' ' && letter_at(s, after + 1) != LETTER_NONE)
            return at;
    }
    return SIZE_MAX;
}

/* Whether s is "New York den 19 februari ...": a treaty's place, in capitals, and date. */
static bool is_place_and_date(struct slice s)
{
    enum { PLACE_MAX = 40 };
    size_t den = slice_find(slice_part(s, 0, PLACE_MAX), SLICE(" den "), 0);
    if (den == SIZE_MAX || den == 0 || letter_at(s, den + 5) != LETTER_DIGIT)
        return false;
    uint32_t c;
    for (size_t i = 0; i < den; i += utf8_decode(s, i, &c)) {
        bool first = i == 0 || s.data[i - 1] == ' ';
        if (first ? letter_at(s, i) != LETTER_UPPER
                  : letter_at(s, i) == LETTER_NONE && s.data[i] != ' ')
            return false;
    }
    return true;
}

/* Where a place and date is glued to a small letter, or SIZE_MAX. */
static size_t glued_place(struct slice s)
{
    uint32_t c;
    enum letter before = LETTER_NONE;
    for (size_t i = 0; i < s.size; i += utf8_decode(s, i, &c)) {
        if (before == LETTER_LOWER && is_place_and_date(slice_part(s, i, s.size)))
            return i;
        before = letter_at(s, i);
    }
    return SIZE_MAX;
}

void title_mend(struct draft *d)
{
    size_t at = glued_dash(buffer_view(&d->text), 0);
    if (at != SIZE_MAX)
        insert(d, at, SLICE(" "));
    at = glued_place(buffer_view(&d->text));
    if (at != SIZE_MAX)
        insert(d, at, SLICE(" "));
    struct slice label, s = buffer_view(&d->text);
    size_t size = reader_title_parts(s, &label);
    if (label.size == 0)
        return;
    at = (size_t)(label.data - s.data);
    if (slice_ends(slice_part(s, 0, size), label)) {
        d->text.size = size;
        return;
    }
    if (at == size)
        insert(d, at, SLICE(", "));
}
