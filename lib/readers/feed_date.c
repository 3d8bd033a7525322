/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "feed_internal.h"

#include <stdio.h>

struct words {
    struct slice rest;
};

/* Up to the next space or comma. Empty at the end. */
static struct slice next_word(struct words *w)
{
    size_t start = 0, end;
    while (start < w->rest.size && (w->rest.data[start] == ' ' || w->rest.data[start] == ','))
        start++;
    end = start;
    while (end < w->rest.size && w->rest.data[end] != ' ' && w->rest.data[end] != ',')
        end++;
    struct slice word = slice_part(w->rest, start, end);
    w->rest = slice_part(w->rest, end, w->rest.size);
    return word;
}

/* All of s as a number of at most `digits` digits; false when it is none. */
static bool read_number(struct slice s, size_t digits, unsigned *out)
{
    *out = 0;
    if (s.size == 0 || s.size > digits)
        return false;
    for (size_t i = 0; i < s.size; i++) {
        if (s.data[i] < '0' || s.data[i] > '9')
            return false;
        *out = *out * 10 + (unsigned)(s.data[i] - '0');
    }
    return true;
}

static unsigned read_month(struct slice s)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    struct slice all = SLICE(names);
    for (unsigned i = 0; i < 12 && s.size >= 3; i++) {
        if (slice_equal_ascii(slice_part(s, 0, 3), slice_part(all, i * 3, i * 3 + 3)))
            return i + 1;
    }
    return 0;
}

static bool put_date(unsigned year, unsigned month, unsigned day, char out[11])
{
    if (year < 1000 || year > 9999 || day < 1 || day > date_days(year, month))
        return false;
    snprintf(out, 11, "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
    return true;
}

static bool read_iso(struct slice s, char out[11])
{
    unsigned year, month, day;
    bool end = s.size == 10 ||
               (s.size > 10 && (s.data[10] == 'T' || s.data[10] == 't' || s.data[10] == ' '));
    return end && s.data[4] == '-' && s.data[7] == '-' &&
           read_number(slice_part(s, 0, 4), 4, &year) &&
           read_number(slice_part(s, 5, 7), 2, &month) &&
           read_number(slice_part(s, 8, 10), 2, &day) && put_date(year, month, day, out);
}

/* "Tue, 05 Dec 2023 14:30:00 GMT": the day of the week may be missing, the year have two digits. */
static bool read_mail(struct slice s, char out[11])
{
    struct words w = {s};
    unsigned day, year;
    struct slice word = next_word(&w);
    if (!read_number(word, 2, &day) && !read_number(next_word(&w), 2, &day))
        return false;
    unsigned month = read_month(next_word(&w));
    struct slice last = next_word(&w);
    if (!read_number(last, 4, &year) || last.size == 1 || last.size == 3)
        return false;
    if (last.size == 2)
        year += year < 50 ? 2000 : 1900;
    return put_date(year, month, day, out);
}

bool feed_date(struct slice text, char out[11])
{
    text = slice_trim(text);
    out[0] = '\0';
    return read_iso(text, out) || read_mail(text, out);
}
