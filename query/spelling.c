/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "spelling.h"

#include "schema.h"

#include <stdlib.h>
#include <string.h>

enum {
    LETTERS_MAX = 60,  /* of a word that suggestions are sought for */
    LETTERS_MIN = 4,   /* shorter words are near too many */
    TWO_EDITS_FROM = 8 /* letters of a word that may differ in two */
};

struct letters {
    uint32_t items[LETTERS_MAX];
    size_t count;
};

/* The nearest form so far; of equally near ones the one that most documents have. */
struct speller {
    struct letters wanted;
    size_t allowed, best;
    uint32_t documents;
    struct buffer form;
};

static bool read_letters(struct slice s, struct letters *out)
{
    out->count = 0;
    for (size_t at = 0; at < s.size;) {
        if (out->count == LETTERS_MAX)
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
static size_t distance(const struct letters *a, const struct letters *b, size_t most)
{
    size_t rows[3][LETTERS_MAX + 1];
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

static int try_form(void *user, struct xc_bytes term, uint32_t documents)
{
    struct speller *s = user;
    struct letters form;
    struct slice text = {.data = term.data + 1, .size = term.size - 1};
    size_t longest = 4 * (s->wanted.count + s->allowed);
    if (text.size + s->allowed < s->wanted.count || text.size > longest ||
        !read_letters(text, &form) || form.count + s->allowed < s->wanted.count ||
        form.count > s->wanted.count + s->allowed)
        return 0;
    size_t edits = distance(&s->wanted, &form, least(s->allowed, s->best));
    if (edits == 0 || edits > s->allowed || edits > s->best ||
        (edits == s->best && documents <= s->documents))
        return 0;
    s->best = edits;
    s->documents = documents;
    buffer_clear(&s->form);
    buffer_slice(&s->form, text);
    return 0;
}

/* A term that no document has, and that could be a slip. */
static bool is_unknown(const struct question_term *t)
{
    return t->kind == SWEDISH_WORD && t->documents == 0 && !(t->flags & SWEDISH_STOP);
}

static bool find_near(struct xc_index *index, struct slice form, struct speller *s)
{
    buffer_clear(&s->form);
    s->best = SIZE_MAX;
    s->documents = 0;
    if (!read_letters(form, &s->wanted) || s->wanted.count < LETTERS_MIN)
        return false;
    s->allowed = s->wanted.count >= TWO_EDITS_FROM ? 2 : 1;
    xc_index_each_term(index, xc_text(SCHEMA_PREFIX_FORM), try_form, s, NULL);
    return s->best != SIZE_MAX;
}

bool spelling_suggest(struct xc_index *index, const struct question *question, struct slice typed,
                      struct buffer *out)
{
    struct speller s = {0};
    struct buffer text = {0};
    size_t at = 0;
    bool found = false;
    for (size_t i = 0; i < question->unit_count; i++) {
        const struct question_unit *u = question->units[i];
        const char *start = u->typed.data;
        bool inside = start >= typed.data + at && start < typed.data + typed.size;
        if (u->count != 1 || !is_unknown(&u->terms[0]) || !inside ||
            !find_near(index, u->terms[0].form, &s))
            continue;
        buffer_slice(&text, slice_part(typed, at, (size_t)(start - typed.data)));
        buffer_slice(&text, buffer_view(&s.form));
        at = (size_t)(start - typed.data) + u->typed.size;
        found = true;
    }
    buffer_slice(&text, slice_part(typed, at, typed.size));
    if (found)
        buffer_slice(out, buffer_view(&text));
    buffer_free(&text);
    buffer_free(&s.form);
    return found;
}
