/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema_internal.h"

#include <string.h>

/*
 * A sum of n digits is found by its first one, two and three digits: "XB7:2", "XB7:20", "XB7:200".
 * A range is then a union of few terms: whole lengths, whole first digits, and finer ones only at
 * its two ends. Three digits are as exact as sums are said in text; what the ends cut finer is for
 * the caller to check against the exact sums.
 */
enum { STEPS = 3, DIGITS_MAX = 20 };

static struct slice step_term(char *room, size_t size, size_t digits, const char *first,
                              size_t count)
{
    int written = snprintf(room, size, SCHEMA_PREFIX_AMOUNT "%zu:%.*s", digits, (int)count, first);
    return (struct slice){.data = room, .size = (size_t)written};
}

void schema_amount_terms(uint64_t kronor, void (*term)(void *user, struct slice term), void *user)
{
    char digits[DIGITS_MAX + 1];
    size_t count = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)kronor);
    char exact[DIGITS_MAX + 8];
    int size = snprintf(exact, sizeof exact, SCHEMA_PREFIX_AMOUNT "=%s", digits);
    term(user, (struct slice){.data = exact, .size = (size_t)size});
    for (size_t step = 1; step <= STEPS && step <= count; step++)
        term(user, step_term(exact, sizeof exact, count, digits, step));
}

/* The least and greatest sum of `digits` digits that begin with `first` (of `count` digits). */
static uint64_t least(size_t digits, uint64_t first, size_t count)
{
    for (; count < digits; count++)
        first *= 10;
    return first;
}

static uint64_t greatest(size_t digits, uint64_t first, size_t count)
{
    for (; count < digits; count++)
        first = first > (UINT64_MAX - 9) / 10 ? UINT64_MAX : first * 10 + 9;
    return first;
}

struct range {
    uint64_t from, to;
    void (*term)(void *user, struct slice term, bool inside);
    void *user;
};

/* Emits what of the sums beginning with `first` lies in the range: one term, or its ten children.
 */
static void cover(struct range *r, size_t digits, uint64_t first, size_t count)
{
    uint64_t low = least(digits, first, count), high = greatest(digits, first, count);
    if (high < r->from || low > r->to)
        return;
    bool inside = low >= r->from && high <= r->to;
    if (!inside && count < STEPS && count < digits) {
        for (uint64_t next = 0; next < 10; next++)
            cover(r, digits, first * 10 + next, count + 1);
        return;
    }
    char text[DIGITS_MAX + 1], room[DIGITS_MAX + 8];
    snprintf(text, sizeof text, "%llu", (unsigned long long)first);
    r->term(r->user, step_term(room, sizeof room, digits, text, strlen(text)), inside);
}

void schema_amount_range(uint64_t from, uint64_t to,
                         void (*term)(void *user, struct slice term, bool inside), void *user)
{
    struct range r = {.from = from, .to = to, .term = term, .user = user};
    for (size_t digits = 1; digits <= 19; digits++)
        for (uint64_t first = digits == 1 ? 0 : 1; first < 10; first++)
            cover(&r, digits, first, 1);
}
