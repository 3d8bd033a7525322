/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "snippet.h"

#include <stdlib.h>
#include <string.h>

enum {
    TERMS_MAX = 64,
    TOKENS_MAX = 20000 /* of one paragraph; what comes after is not looked at */
};

static const double part_share = 0.4;
static const double repeat_share = 0.1;  /* of a term's weight, when the passage has it already */
static const double sentence_gain = 0.3; /* of a passage that begins with a sentence */

struct term {
    const struct snippet_term *given;
    struct buffer stem;
    struct buffer parts[SWEDISH_PARTS_MAX];
    size_t part_count;
};

struct place {
    size_t start, end; /* bytes of the paragraph */
    uint32_t position;
    bool sentence;
    uint8_t term; /* + 1; 0: no hit */
    double share;
};

struct finder {
    struct swedish *swedish;
    struct term terms[TERMS_MAX];
    size_t term_count;
    struct place *places;
    size_t place_count, place_room;
};

/* ---- terms ------------------------------------------------------------------------------------
 */

static void prepare_terms(struct finder *f, const struct snippet_term *terms, size_t count)
{
    for (size_t i = 0; i < count && f->term_count < TERMS_MAX; i++) {
        struct term *t = &f->terms[f->term_count++];
        struct swedish_word word = {.stem = terms[i].form};
        if (terms[i].kind == SWEDISH_WORD)
            swedish_word(f->swedish, terms[i].form, &word);
        t->given = &terms[i];
        buffer_slice(&t->stem, word.stem);
        if (terms[i].exact)
            continue;
        for (size_t k = 0; k < word.part_count; k++)
            buffer_slice(&t->parts[t->part_count++], word.parts[k]);
    }
}

static void free_finder(struct finder *f)
{
    for (size_t i = 0; i < f->term_count; i++) {
        buffer_free(&f->terms[i].stem);
        for (size_t k = 0; k < f->terms[i].part_count; k++)
            buffer_free(&f->terms[i].parts[k]);
    }
    free(f->places);
}

static bool shares_part(const struct term *t, const struct swedish_word *word)
{
    struct slice stem = buffer_view(&t->stem);
    for (size_t k = 0; k < word->part_count; k++)
        if (slice_equal(word->parts[k], stem))
            return true;
    for (size_t k = 0; k < t->part_count; k++)
        if (slice_equal(buffer_view(&t->parts[k]), word->stem))
            return true;
    return false;
}

/* How well a word of the text meets a term, 0 to 1. */
static double share_of(const struct term *t, const struct swedish_token *token,
                       const struct swedish_word *word)
{
    if (t->given->exact)
        return slice_equal(token->form, t->given->form) ? 1 : 0;
    if (slice_equal(word->stem, buffer_view(&t->stem)))
        return 1;
    return shares_part(t, word) ? part_share : 0;
}

/* ---- words of a paragraph ---------------------------------------------------------------------
 */

static void find_hit(const struct finder *f, struct place *place, const struct swedish_token *token)
{
    struct swedish_word word = {.form = token->form, .stem = token->form};
    if (token->kind == SWEDISH_ADDRESS)
        return;
    if (token->kind == SWEDISH_WORD)
        swedish_word(f->swedish, token->form, &word);
    for (size_t i = 0; i < f->term_count; i++) {
        const struct term *t = &f->terms[i];
        bool kinds_fit = (t->given->kind == SWEDISH_WORD) == (token->kind == SWEDISH_WORD) ||
                         t->given->kind == token->kind;
        double share = kinds_fit ? share_of(t, token, &word) : 0;
        if (share > place->share) {
            place->share = share;
            place->term = (uint8_t)(i + 1);
        }
    }
}

/* Another reading marks all the places it covers: "SOU 2023:98" as one. */
static void spread_hit(struct finder *f, const struct place *hit, const struct swedish_token *token)
{
    for (size_t i = f->place_count; i > 0 && f->places[i - 1].position >= token->position; i--) {
        struct place *p = &f->places[i - 1];
        if (p->position < token->position + token->span && hit->share > p->share) {
            p->share = hit->share;
            p->term = hit->term;
        }
    }
}

static int add_place(void *user, const struct swedish_token *token)
{
    struct finder *f = user;
    struct place place = {.start = token->start,
                          .end = token->end,
                          .position = token->position,
                          .sentence = token->sentence_start};
    find_hit(f, &place, token);
    if (token->also) {
        if (place.term != 0)
            spread_hit(f, &place, token);
        return 0;
    }
    if (f->place_count == TOKENS_MAX)
        return 1;
    f->places = base_grow(f->places, &f->place_room, f->place_count + 1, sizeof *f->places);
    f->places[f->place_count++] = place;
    return 0;
}

static bool is_minor(const struct finder *f, size_t i)
{
    return f->places[i].term != 0 && f->terms[f->places[i].term - 1].given->minor;
}

/* A stop word is a hit only where it joins others: "våld i nära relationer". */
static void drop_lone_minors(struct finder *f)
{
    bool all_minor = true;
    for (size_t i = 0; i < f->term_count; i++)
        all_minor = all_minor && f->terms[i].given->minor;
    if (all_minor)
        return;
    bool before = false;
    for (size_t i = 0; i < f->place_count; i++) {
        if (!is_minor(f, i)) {
            before = f->places[i].term != 0;
            continue;
        }
        size_t next = i;
        while (next < f->place_count && is_minor(f, next))
            next++;
        bool after = next < f->place_count && f->places[next].term != 0;
        for (; i < next; i++)
            if (!before || !after)
                f->places[i].term = 0;
        i = next - 1;
    }
}

/* ---- windows ----------------------------------------------------------------------------------
 */

struct window {
    size_t first, last; /* places, half-open */
    double score;
};

static double score_window(const struct finder *f, size_t first, size_t last)
{
    double best[TERMS_MAX] = {0}, score = 0;
    for (size_t i = first; i < last; i++) {
        const struct place *p = &f->places[i];
        if (p->term == 0)
            continue;
        double weight = f->terms[p->term - 1].given->weight * p->share;
        score += repeat_share * weight;
        if (weight > best[p->term - 1])
            best[p->term - 1] = weight;
    }
    for (size_t i = 0; i < f->term_count; i++)
        score += best[i];
    return score;
}

static size_t window_end(const struct finder *f, size_t first)
{
    size_t last = first + 1;
    while (last < f->place_count && f->places[last].end - f->places[first].start <= SNIPPET_BYTES)
        last++;
    return last;
}

/* Windows begin at a hit, or at the sentence just before one. */
static struct window best_window(const struct finder *f)
{
    struct window best = {.score = -1};
    size_t sentence = 0;
    for (size_t i = 0; i < f->place_count; i++) {
        if (f->places[i].sentence)
            sentence = i;
        if (f->places[i].term == 0)
            continue;
        size_t first = i;
        if (f->places[i].start - f->places[sentence].start <= SNIPPET_BYTES / 2)
            first = sentence;
        size_t last = window_end(f, first);
        double score = score_window(f, first, last);
        if (f->places[first].sentence && score > 0)
            score += sentence_gain;
        if (score > best.score)
            best = (struct window){.first = first, .last = last, .score = score};
    }
    return best;
}

/* ---- text -------------------------------------------------------------------------------------
 */

static void add_mark(struct snippet *sn, size_t start, size_t end)
{
    sn->marks = base_grow(sn->marks, &sn->mark_room, sn->mark_count + 1, sizeof *sn->marks);
    sn->marks[sn->mark_count++] = (struct snippet_mark){.start = start, .end = end};
}

static bool is_closing(char c)
{
    return c != '\0' && strchr(".,;:!?)]\"'%", c) != NULL;
}

/* Copies the window; opening and closing signs beside its first and last word go with it. */
static void copy_window(struct snippet *sn, const struct finder *f, const struct window *w,
                        struct slice text)
{
    size_t start = f->places[w->first].start, end = f->places[w->last - 1].end;
    while (start > 0 && text.data[start - 1] != ' ')
        start--;
    if (w->first == 0)
        start = 0;
    while (end < text.size && is_closing(text.data[end]))
        end++;
    while (end < text.size && text.data[end] != ' ')
        end++;
    if (w->last == f->place_count)
        end = text.size;
    buffer_clear(&sn->text);
    sn->mark_count = 0;
    if (start > 0)
        buffer_text(&sn->text, "… ");
    size_t shift = sn->text.size;
    buffer_slice(&sn->text, slice_part(text, start, end));
    if (end < text.size)
        buffer_text(&sn->text, " …");
    for (size_t i = w->first; i < w->last; i++)
        if (f->places[i].term != 0)
            add_mark(sn, f->places[i].start - start + shift, f->places[i].end - start + shift);
}

/* ---- the best paragraph -----------------------------------------------------------------------
 */

struct search {
    struct finder finder;
    struct snippet *out;
    const struct schema_document *d;
    double best;
    struct buffer line;
    struct slice heading;
    uint32_t section;
};

static void read_paragraph(struct search *q, struct slice text)
{
    buffer_clear(&q->line);
    schema_shown_text(text, &q->line);
    q->finder.place_count = 0;
    swedish_tokens_each(q->finder.swedish, buffer_view(&q->line), add_place, &q->finder, NULL);
    drop_lone_minors(&q->finder);
}

static void keep_window(struct search *q, const struct window *w)
{
    copy_window(q->out, &q->finder, w, buffer_view(&q->line));
    q->out->section = q->section;
    buffer_clear(&q->out->heading);
    schema_shown_text(q->heading, &q->out->heading);
    q->best = w->score;
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
        if (w.score > q->best)
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
            struct window w = {.first = 0, .last = window_end(&q->finder, 0)};
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
        return best_window(&q->finder).score > 0;
    }
    return false;
}

void snippet_make(struct snippet *out, struct swedish *s, const struct schema_document *d,
                  const struct snippet_term *terms, size_t count, uint32_t section)
{
    struct search q = {.finder = {.swedish = s}, .out = out, .d = d};
    buffer_clear(&out->text);
    buffer_clear(&out->heading);
    out->mark_count = 0;
    out->section = 0;
    prepare_terms(&q.finder, terms, count);
    look_through(&q, section);
    if (q.best <= 0 && heading_has_hit(&q, section))
        take_first_text(&q, section);
    else if (q.best <= 0)
        look_through(&q, UINT32_MAX);
    if (out->text.size == 0)
        take_first_text(&q, 0);
    buffer_free(&q.line);
    free_finder(&q.finder);
}

void snippet_free(struct snippet *sn)
{
    buffer_free(&sn->text);
    buffer_free(&sn->heading);
    free(sn->marks);
    *sn = (struct snippet){0};
}
