/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "near.h"

enum { TWO_EDITS_FROM = 8 /* letters of a word that may differ in two */ };

static bool read_letters(struct slice s, struct near_letters *out)
{
    out->count = 0;
    for (size_t at = 0; at < s.size;) {
        if (out->count == NEAR_LETTERS_MAX)
            return false;
        at += utf8_decode(s, at, &out->items[out->count++]);
    }
    return true;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters to insert, remove, change or swap with their neighbour; beyond `most` any larger number.
 */
static size_t distance(const struct near_letters *a, const struct near_letters *b, size_t most)
{
    size_t rows[3][NEAR_LETTERS_MAX + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t k = 0; k <= b->count; k++)
        before[k] = last[k] = k;
    for (size_t i = 1; i <= a->count; i++) {
        size_t lowest = row[0] = i;
        for (size_t k = 1; k <= b->count; k++) {
            row[k] = least(least(last[k], row[k - 1]) + 1,
                           last[k - 1] + (a->items[i - 1] != b->items[k - 1]));
            if (i > 1 && k > 1 && a->items[i - 1] == b->items[k - 2] &&
                a->items[i - 2] == b->items[k - 1])
                row[k] = least(row[k], before[k - 2] + 1);
            lowest = least(lowest, row[k]);
        }
        if (lowest > most)
            return lowest;
        size_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b->count];
}

bool near_begin(struct near *n, struct slice form, size_t edits)
{
    buffer_clear(&n->form);
    n->documents = 0;
    n->best = SIZE_MAX;
    if (!read_letters(form, &n->wanted) || n->wanted.count < NEAR_LETTERS_MIN)
        return false;
    n->allowed = least(edits, n->wanted.count >= TWO_EDITS_FROM ? 2 : 1);
    return true;
}

void near_try(struct near *n, struct slice form, uint32_t documents)
{
    struct near_letters letters;
    size_t longest = 4 * (n->wanted.count + n->allowed); /* bytes of so many letters */
    if (form.size + n->allowed < n->wanted.count || form.size > longest ||
        !read_letters(form, &letters) || letters.count + n->allowed < n->wanted.count ||
        letters.count > n->wanted.count + n->allowed)
        return;
    size_t edits = distance(&n->wanted, &letters, least(n->allowed, n->best));
    if (edits == 0 || edits > n->allowed || edits > n->best ||
        (edits == n->best && documents <= n->documents))
        return;
    n->best = edits;
    n->documents = documents;
    buffer_clear(&n->form);
    buffer_slice(&n->form, form);
}

void near_free(struct near *n)
{
    buffer_free(&n->form);
    *n = (struct near){0};
}
