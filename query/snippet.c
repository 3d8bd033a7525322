/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "snippet_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- windows --------------------------------------------------------------------------------- */

struct window {
    size_t first, last; /* places, half-open */
    double cover;       /* weights of the terms that it meets, each once */
    double looks;       /* how well it reads, where it covers as much as another */
};

enum {
    CONTEXT_BYTES = 60, /* wanted before the first hit, where no sentence begins */
    AFTER_BYTES = 40,   /* wanted after the last one, where the paragraph does not end */
    FULL_BYTES = 200,   /* from here on a window counts as full */
    REPEATS_MAX = 4
};

/* A sentence's beginning is worth more than any amount of other context, but not a window that is
   left mostly empty, nor a hit at its very end. */
static const double sentence_gain = 1, context_gain = 0.7, distance_loss = 0.3;
static const double full_gain = 1, after_gain = 0.3, repeat_gain = 0.05;

static bool is_better(const struct window *a, const struct window *b)
{
    if (a->cover > b->cover || a->cover < b->cover)
        return a->cover > b->cover;
    return a->looks > b->looks;
}

static double share_up_to(size_t bytes, size_t enough)
{
    return bytes < enough ? (double)bytes / (double)enough : 1.0;
}

/* The places of the window's hits: of the first one's start, of the last one's end. */
static double looks_of(const struct finder *f, const struct window *w, size_t first_hit,
                       size_t last_hit, size_t hits)
{
    const struct place *p = f->places;
    size_t before = p[first_hit].start - p[w->first].start;
    size_t after = p[w->last - 1].end - p[last_hit - 1].end;
    size_t size = p[w->last - 1].end - p[w->first].start;
    size_t repeats = hits < REPEATS_MAX ? hits : (size_t)REPEATS_MAX;
    double looks = full_gain * share_up_to(size, FULL_BYTES);
    looks -= distance_loss * share_up_to(before, SNIPPET_BYTES);
    looks += w->first == 0 || p[w->first].sentence
                 ? sentence_gain
                 : context_gain * share_up_to(before, CONTEXT_BYTES);
    looks += after_gain * (w->last == f->place_count ? 1 : share_up_to(after, AFTER_BYTES));
    return looks + repeat_gain * (double)repeats;
}

/* `from`: the first hit that may lie in the window. */
static void rate_window(const struct finder *f, struct window *w, size_t from)
{
    double best[SNIPPET_WORDS_MAX] = {0};
    size_t hits = 0, first_hit = 0, last_hit = 0;
    for (size_t i = from; i < f->found_count && f->found[i].first < w->last; i++) {
        const struct found *h = &f->found[i];
        const struct snippet_term *t = &f->terms->items[h->term];
        if (h->last > w->last)
            continue;
        first_hit = hits++ == 0 ? h->first : first_hit;
        last_hit = h->last > last_hit ? h->last : last_hit;
        if ((!t->minor || f->all_minor) && t->weight * h->share > best[h->term])
            best[h->term] = t->weight * h->share;
    }
    w->cover = w->looks = 0;
    for (size_t i = 0; i < f->terms->count; i++)
        w->cover += best[i];
    if (hits > 0)
        w->looks = looks_of(f, w, first_hit, last_hit, hits);
}

static size_t places_end(const struct finder *f, size_t first, size_t last)
{
    last = last > first ? last : first + 1;
    while (last < f->place_count && f->places[last].end - f->places[first].start <= SNIPPET_BYTES)
        last++;
    return last;
}

/* Of all windows that are as full as can be; of equals the first. cover is 0 when none has a hit.
 */
static struct window best_window(const struct finder *f)
{
    struct window best = {.cover = 0}, w = {.cover = 0};
    size_t from = 0;
    for (w.first = 0; w.first < f->place_count; w.first++) {
        while (from < f->found_count && f->found[from].first < w.first)
            from++;
        if (from == f->found_count)
            break;
        w.last = places_end(f, w.first, w.last);
        rate_window(f, &w, from);
        if (is_better(&w, &best))
            best = w;
    }
    return best;
}

/* ---- text ------------------------------------------------------------------------------------ */

static void add_mark(struct snippet *sn, size_t start, size_t end)
{
    sn->marks = base_grow(sn->marks, &sn->mark_room, sn->mark_count + 1, sizeof *sn->marks);
    sn->marks[sn->mark_count++] = (struct snippet_mark){.start = start, .end = end};
}

enum { EDGE_BYTES = 40 /* of signs beside the first word and the last */ };

/* What is written together with the window's first word goes with it ("(", "hbtq-"), and what
   stands before the paragraph's first. */
static size_t window_start(const struct finder *f, const struct window *w, struct slice text)
{
    size_t word = f->places[w->first].start, start = word;
    while (start > 0 && word - start < EDGE_BYTES && (w->first == 0 || text.data[start - 1] != ' '))
        start--;
    return start == 0 || text.data[start - 1] == ' ' ? start : word;
}

static size_t window_end(const struct finder *f, const struct window *w, struct slice text)
{
    size_t word = f->places[w->last - 1].end, end = word;
    bool last = w->last == f->place_count;
    while (end < text.size && end - word < EDGE_BYTES && (last || text.data[end] != ' '))
        end++;
    return end == text.size || text.data[end] == ' ' ? end : word;
}

/* Hits that share a place have one mark. */
static void mark_hits(struct snippet *sn, const struct finder *f, const struct window *w,
                      size_t start, size_t shift)
{
    size_t last = 0;
    for (size_t i = 0; i < f->found_count; i++) {
        const struct found *h = &f->found[i];
        if (h->first < w->first || h->last > w->last)
            continue;
        if (h->first < last) {
            last = h->last > last ? h->last : last;
            sn->marks[sn->mark_count - 1].end = f->places[last - 1].end - start + shift;
            continue;
        }
        last = h->last;
        add_mark(sn, f->places[h->first].start - start + shift,
                 f->places[last - 1].end - start + shift);
    }
}

static void copy_window(struct snippet *sn, const struct finder *f, const struct window *w,
                        struct slice text)
{
    size_t start = window_start(f, w, text), end = window_end(f, w, text);
    buffer_clear(&sn->text);
    sn->mark_count = 0;
    if (start > 0)
        buffer_text(&sn->text, "… ");
    size_t shift = sn->text.size;
    buffer_slice(&sn->text, slice_part(text, start, end));
    if (end < text.size)
        buffer_text(&sn->text, " …");
    mark_hits(sn, f, w, start, shift);
}

/* ---- the best paragraph ---------------------------------------------------------------------- */

struct search {
    struct finder finder;
    struct snippet *out;
    const struct schema_document *d;
    struct window best;
    struct buffer line;
    struct slice heading;
    uint32_t section;
};

static void read_paragraph(struct search *q, struct slice text)
{
    buffer_clear(&q->line);
    schema_shown_text(text, &q->line);
    finder_read(&q->finder, buffer_view(&q->line));
}

static void keep_window(struct search *q, const struct window *w)
{
    copy_window(q->out, &q->finder, w, buffer_view(&q->line));
    q->out->section = q->section;
    buffer_clear(&q->out->heading);
    schema_shown_text(q->heading, &q->out->heading);
    q->best = *w;
}

/* Looks through one section, or all when section is UINT32_MAX. */
static void look_through(struct search *q, uint32_t section)
{
    q->section = 0;
    q->heading = (struct slice){0};
    for (size_t i = 0; i < q->d->block_count; i++) {
        const struct schema_block *b = &q->d->blocks[i];
        if (b->kind == BLOCK_HEADING) {
            q->section += i > 0 ? 1 : 0;
            q->heading = b->text;
            continue;
        }
        if (section != UINT32_MAX && q->section != section)
            continue;
        read_paragraph(q, b->text);
        struct window w = best_window(&q->finder);
        if (w.cover > 0 && is_better(&w, &q->best))
            keep_window(q, &w);
    }
}

/* The first text of the section, or of the document. */
static void take_first_text(struct search *q, uint32_t section)
{
    q->section = 0;
    q->heading = (struct slice){0};
    for (size_t i = 0; i < q->d->block_count; i++) {
        const struct schema_block *b = &q->d->blocks[i];
        if (b->kind == BLOCK_HEADING) {
            q->section += i > 0 ? 1 : 0;
            q->heading = b->text;
        } else if (q->section >= section || i + 1 == q->d->block_count) {
            read_paragraph(q, b->text);
            if (q->finder.place_count == 0)
                continue;
            struct window w = {.first = 0, .last = places_end(&q->finder, 0, 0)};
            keep_window(q, &w);
            return;
        }
    }
}

/* A section whose heading alone has the words is the right one all the same. */
static bool heading_has_hit(struct search *q, uint32_t section)
{
    uint32_t number = 0;
    for (size_t i = 0; i < q->d->block_count; i++) {
        const struct schema_block *b = &q->d->blocks[i];
        if (b->kind != BLOCK_HEADING)
            continue;
        number += i > 0 ? 1 : 0;
        if (number != section)
            continue;
        read_paragraph(q, b->text);
        return best_window(&q->finder).cover > 0;
    }
    return false;
}

void snippet_make(struct snippet *out, struct swedish *s, const struct schema_document *d,
                  const struct snippet_terms *terms, uint32_t section)
{
    struct search q = {.out = out, .d = d};
    buffer_clear(&out->text);
    buffer_clear(&out->heading);
    out->mark_count = 0;
    out->section = 0;
    finder_begin(&q.finder, s, terms);
    look_through(&q, section);
    if (q.best.cover <= 0 && heading_has_hit(&q, section))
        take_first_text(&q, section);
    else if (q.best.cover <= 0)
        look_through(&q, UINT32_MAX);
    if (out->text.size == 0)
        take_first_text(&q, 0);
    buffer_free(&q.line);
    finder_free(&q.finder);
}

void snippet_free(struct snippet *sn)
{
    buffer_free(&sn->text);
    buffer_free(&sn->heading);
    free(sn->marks);
    *sn = (struct snippet){0};
}
