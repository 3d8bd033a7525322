/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a paragraph meets the question. */
#include "snippet_internal.h"

#include <stdlib.h>

enum { TOKENS_MAX = 20000 /* of one paragraph; what comes after is not looked at */ };

static const double part_share = 0.4;

void finder_begin(struct finder *f, struct swedish *s, const struct snippet_terms *terms)
{
    size_t bit = 0;
    *f = (struct finder){.swedish = s, .terms = terms, .all_minor = true};
    for (size_t i = 0; i < terms->count; i++) {
        f->all_minor = f->all_minor && terms->items[i].minor;
        f->first_words |= UINT64_C(1) << bit;
        bit += terms->items[i].count;
        f->last_words |= UINT64_C(1) << (bit - 1);
    }
}

void finder_free(struct finder *f)
{
    free(f->places);
    free(f->found);
}

static void add_found(struct finder *f, const struct found *found)
{
    f->found = base_grow(f->found, &f->found_room, f->found_count + 1, sizeof *f->found);
    f->found[f->found_count++] = *found;
    for (size_t i = found->first; i < found->last; i++)
        f->places[i].hit = true;
}

/* ---- words ----------------------------------------------------------------------------------- */

static bool shares_part(const struct question_term *asked, const struct swedish_word *word)
{
    for (size_t k = 0; k < word->part_count; k++)
        if (slice_equal(word->parts[k], asked->stem))
            return true;
    for (size_t k = 0; k < asked->part_count; k++)
        if (slice_equal(asked->parts[k], word->stem))
            return true;
    return false;
}

/* How well a word of the text meets one of a term, 0 to 1. */
static double share_of(const struct snippet_term *t, size_t number,
                       const struct swedish_token *token, const struct swedish_word *word)
{
    if (t->fit == SNIPPET_PREFIX)
        return slice_starts(token->form, t->prefix) ? 1 : 0;
    const struct question_term *asked = &t->words[number];
    if (asked->kind != token->kind)
        return 0;
    if (t->fit == SNIPPET_FORM)
        return slice_equal(token->form, asked->form) ? 1 : 0;
    if (slice_equal(word->stem, asked->stem))
        return 1;
    return t->fit == SNIPPET_LOOSE && shares_part(asked, word) ? part_share : 0;
}

static void meet(const struct finder *f, struct place *place, const struct swedish_token *token)
{
    struct swedish_word word = {.form = token->form, .stem = token->form};
    uint64_t bit = 1;
    if (token->kind == SWEDISH_ADDRESS)
        return;
    if (token->kind == SWEDISH_WORD)
        swedish_word(f->swedish, token->form, &word);
    for (size_t i = 0; i < f->terms->count; i++) {
        const struct snippet_term *t = &f->terms->items[i];
        for (size_t k = 0; k < t->count; k++, bit <<= 1) {
            double share = share_of(t, k, token, &word);
            if (share > 0 && t->count > 1)
                place->met |= bit;
            if (share > place->share && t->count == 1) {
                place->share = share;
                place->term = (uint8_t)(i + 1);
            }
        }
    }
}

/* Another reading may be a word of a phrase at its first place. As a hit it covers all its places
   ("SOU 2023:98" is one), of which only the first is sure to be there yet. */
static void add_reading(struct finder *f, const struct place *reading,
                        const struct swedish_token *token)
{
    size_t first = f->place_count;
    while (first > 0 && f->places[first - 1].position >= token->position)
        first--;
    if (first == f->place_count || f->places[first].position >= token->position + token->span)
        return;
    f->places[first].met |= reading->met;
    if (reading->term == 0)
        return;
    add_found(f, &(struct found){.first = first,
                                 .last = first,
                                 .end = token->position + token->span,
                                 .term = (uint8_t)(reading->term - 1),
                                 .share = reading->share});
}

static void stretch_readings(struct finder *f)
{
    for (size_t i = 0; i < f->found_count; i++) {
        struct found *h = &f->found[i];
        for (; h->last < f->place_count && f->places[h->last].position < h->end; h->last++)
            f->places[h->last].hit = true;
    }
}

static int add_token(void *user, const struct swedish_token *token)
{
    struct finder *f = user;
    struct place place = {.start = token->start,
                          .end = token->end,
                          .position = token->position,
                          .sentence = token->sentence_start};
    meet(f, &place, token);
    if (token->also) {
        add_reading(f, &place, token);
        return 0;
    }
    if (f->place_count == TOKENS_MAX)
        return 1;
    f->places = base_grow(f->places, &f->place_room, f->place_count + 1, sizeof *f->places);
    f->places[f->place_count++] = place;
    return 0;
}

/* ---- phrases --------------------------------------------------------------------------------- */

static void add_phrase(struct finder *f, size_t last, size_t word)
{
    size_t term = 0;
    while (word >= f->terms->items[term].count)
        word -= f->terms->items[term++].count;
    add_found(f, &(struct found){.first = last - f->terms->items[term].count,
                                 .last = last,
                                 .term = (uint8_t)term,
                                 .share = 1});
}

/* All phrases at once: a bit of `met` is set while the place's words end the term's words up to
   that one. */
static void find_phrases(struct finder *f)
{
    uint64_t met = 0;
    for (size_t i = 0; i < f->place_count; i++) {
        if (i > 0 && f->places[i].position != f->places[i - 1].position + 1)
            met = 0;
        met = ((met << 1) | f->first_words) & f->places[i].met;
        for (uint64_t ended = met & f->last_words; ended != 0; ended &= ended - 1) {
            size_t word = 0;
            while ((ended >> word & 1) == 0)
                word++;
            add_phrase(f, i + 1, word);
        }
    }
}

/* ---- single words ---------------------------------------------------------------------------- */

static bool is_minor(const struct finder *f, size_t i)
{
    return f->places[i].term != 0 && f->terms->items[f->places[i].term - 1].minor;
}

static void find_words(struct finder *f, bool minor)
{
    for (size_t i = 0; i < f->place_count; i++)
        if (f->places[i].term != 0 && is_minor(f, i) == minor)
            add_found(f, &(struct found){.first = i,
                                         .last = i + 1,
                                         .term = (uint8_t)(f->places[i].term - 1),
                                         .share = f->places[i].share});
}

/* A stop word is a hit only where it joins others: "våld i nära relationer". */
static void drop_lone_minors(struct finder *f)
{
    bool before = false;
    for (size_t i = 0; i < f->place_count; i++) {
        if (!is_minor(f, i)) {
            before = f->places[i].hit;
            continue;
        }
        size_t next = i;
        while (next < f->place_count && is_minor(f, next))
            next++;
        bool after = next < f->place_count && f->places[next].hit;
        for (; i < next; i++)
            if (!before || !after)
                f->places[i].term = 0;
        i = next - 1;
    }
}

static int compare_found(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    if (a->last != b->last)
        return a->last < b->last ? -1 : 1;
    return (a->term > b->term) - (a->term < b->term);
}

void finder_read(struct finder *f, struct slice text)
{
    f->place_count = f->found_count = 0;
    swedish_tokens_each(f->swedish, text, add_token, f, NULL);
    stretch_readings(f);
    find_phrases(f);
    find_words(f, false);
    if (!f->all_minor)
        drop_lone_minors(f);
    find_words(f, true);
    if (f->found_count > 1)
        qsort(f->found, f->found_count, sizeof *f->found, compare_found);
}
