/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text of the question in words: the index's own analysis, kept in order. */
#include "question_internal.h"

#include "near.h"

#include <stdlib.h>
#include <string.h>

enum { UNDOTTED_MAX = 3 /* of the forms that a word without dots may stand for */ };

struct collector {
    struct reader *reader;
    struct question_term *terms;
    struct text_other *others;
    size_t count, room, other_count, other_room;
};

/* ---- terms ----------------------------------------------------------------------------------- */

static struct arena *arena_of(struct reader *r)
{
    return &r->question->arena;
}

/* A head that is a compound itself ("marknadspolitik") comes among the parts beside its own. */
static bool holds_other_part(const struct question_term *t, size_t part)
{
    for (size_t i = 0; i < t->part_count; i++)
        if (i != part && t->parts[i].size < t->parts[part].size &&
            slice_ends(t->parts[part], t->parts[i]))
            return true;
    return false;
}

/* strings of `word` are the analyser's and soon gone. */
static void keep_word(struct reader *r, struct question_term *t, const struct swedish_word *word)
{
    t->stem = slice_keep(arena_of(r), word->stem);
    t->flags = word->flags;
    t->part_count = word->part_count;
    for (size_t i = 0; i < word->part_count; i++)
        t->parts[i] = slice_keep(arena_of(r), word->parts[i]);
    for (size_t i = 0; i < t->part_count; i++)
        if (!holds_other_part(t, i))
            t->simple[t->simple_count++] = t->parts[i];
}

static void analyse(struct reader *r, struct question_term *t, struct slice form)
{
    t->form = slice_keep(arena_of(r), form);
    if (t->kind == SWEDISH_WORD) {
        struct swedish_word word;
        swedish_word(r->swedish, form, &word);
        keep_word(r, t, &word);
    } else {
        t->stem = t->form;
    }
    t->documents = r->index ? r->index->documents(r->index->user, t->stem) : 0;
}

static int collect(void *user, const struct swedish_token *token)
{
    struct collector *c = user;
    struct question_term t = {.kind = token->kind,
                              .position = token->position,
                              .start = token->start,
                              .end = token->end,
                              .joined = token->joined,
                              .suspended = token->suspended};
    analyse(c->reader, &t, token->form);
    if (!token->also) {
        c->terms = base_grow(c->terms, &c->room, c->count + 1, sizeof *c->terms);
        c->terms[c->count++] = t;
        return 0;
    }
    struct question_term *kept = arena_alloc(arena_of(c->reader), sizeof *kept);
    *kept = t;
    c->others = base_grow(c->others, &c->other_room, c->other_count + 1, sizeof *c->others);
    c->others[c->other_count++] = (struct text_other){.kind = token->kind,
                                                      .position = token->position,
                                                      .span = token->span,
                                                      .value = token->value,
                                                      .term = kept};
    return 0;
}

/* ---- without dots ---------------------------------------------------------------------------- */

struct undotter {
    struct reader *reader;
    const struct question_term *typed;
    const struct question_term **out;
    size_t count, max;
};

static int add_undotted(void *user, struct slice form)
{
    struct undotter *u = user;
    struct question_term *t = arena_alloc(arena_of(u->reader), sizeof *t);
    *t = (struct question_term){.kind = SWEDISH_WORD,
                                .position = u->typed->position,
                                .start = u->typed->start,
                                .end = u->typed->end,
                                .joined = u->typed->joined,
                                .suspended = u->typed->suspended};
    analyse(u->reader, t, form);
    bool same = false;
    for (size_t i = 0; i < u->count; i++)
        same |= slice_equal(u->out[i]->stem, t->stem);
    if (t->documents > 0 && !same)
        u->out[u->count++] = t;
    return u->count == u->max;
}

static bool is_ascii(struct slice s)
{
    for (size_t i = 0; i < s.size; i++)
        if ((unsigned char)s.data[i] >= 0x80)
            return false;
    return true;
}

size_t undotted_terms(struct reader *r, const struct question_term *term,
                      const struct question_term **out, size_t max)
{
    struct undotter u = {.reader = r, .typed = term, .out = out, .max = max};
    if (term->kind == SWEDISH_WORD && term->documents == 0 && r->index && max > 0 &&
        is_ascii(term->form))
        swedish_undotted_each(term->form, add_undotted, &u);
    return u.count;
}

/* ---- typed apart ----------------------------------------------------------------------------- */

enum {
    APART_LETTERS_MIN = 3, /* of each word */
    APART_DOCUMENTS = 5,   /* that must have the one word */
    APART_LINKING = 10 /* a form is of so few of its stem's documents: "regerings", "människo" */
};

static bool has_other(const struct text_words *words, size_t i)
{
    uint32_t position = words->terms[i].position;
    for (size_t k = 0; k < words->other_count; k++)
        if (words->others[k].position <= position &&
            position < words->others[k].position + words->others[k].span)
            return true;
    return false;
}

static bool stands_alone(const struct text_words *words, size_t i)
{
    const struct question_term *t = &words->terms[i];
    return t->kind == SWEDISH_WORD && !t->joined && !t->suspended &&
           !(t->flags & (SWEDISH_STOP | SWEDISH_QUESTION)) &&
           utf8_length(t->form) >= APART_LETTERS_MIN && !has_other(words, i);
}

/* Whether the form is hardly ever a word by itself, but what compounds begin with. */
static bool is_linking(struct reader *r, const struct question_term *t)
{
    struct buffer term = {0};
    schema_term(&term, SCHEMA_PREFIX_FORM, t->form);
    uint32_t documents = r->index->documents(r->index->user, buffer_view(&term));
    buffer_free(&term);
    return !slice_equal(t->form, t->stem) && documents < t->documents / APART_LINKING;
}

/* Whether the two are one compound, of which the second is the head: because the first is no word
   of its own, or because most pages that have both have the compound. Else they are two: who asks
   for "klimat utsläpp" or "svensk lärare" hardly means klimatutsläpp or svensklärare. */
static bool are_one(struct reader *r, const struct question_term *first,
                    const struct question_term *second, const struct question_term *one)
{
    if (one->simple_count != 2 || !slice_equal(one->simple[1], second->stem) ||
        one->documents < APART_DOCUMENTS)
        return false;
    uint32_t most = 2 * one->documents; /* which have both by their parts */
    return is_linking(r, first) ||
           r->index->both(r->index->user, first->stem, second->stem, most) < most;
}

void text_join_apart(struct reader *r, struct text_words *words)
{
    struct buffer form = {0};
    for (size_t i = 0; i + 1 < words->count; i++) {
        const struct question_term *first = &words->terms[i], *second = &words->terms[i + 1];
        struct question_term one = {
            .kind = SWEDISH_WORD, .position = first->position, .start = first->start};
        bool joined = i + 2 < words->count && words->terms[i + 2].joined;
        if (!r->index || joined || !stands_alone(words, i) || !stands_alone(words, i + 1))
            continue;
        buffer_clear(&form);
        buffer_slice(&form, first->form);
        buffer_slice(&form, second->form);
        analyse(r, &one, buffer_view(&form));
        one.end = second->end;
        if (!are_one(r, first, second, &one))
            continue;
        words->terms[i] = one;
        words->count--;
        memmove(&words->terms[i + 1], &words->terms[i + 2],
                (words->count - i - 1) * sizeof *words->terms);
    }
    buffer_free(&form);
}

/* ---- mistyped -------------------------------------------------------------------------------- */

static void try_near(void *user, struct slice form, uint32_t documents)
{
    near_try(user, form, documents);
}

bool may_be_mistyped(const struct question_term *term)
{
    return term->kind == SWEDISH_WORD && term->documents == 0 && term->flags == 0 &&
           utf8_length(term->form) >= NEAR_LETTERS_MIN;
}

const struct question_term *near_term(struct reader *r, const struct question_term *term)
{
    struct near near = {0};
    struct question_term *found = NULL;
    /* What can be taken apart into words is likelier rare than wrong. */
    size_t edits = term->part_count > 0 ? 1 : 2;
    if (!r->index || !near_begin(&near, term->form, edits))
        return NULL;
    /* Slips in the first letter are rare, and forms of one first letter few. */
    uint32_t letter;
    struct slice first = slice_part(term->form, 0, utf8_decode(term->form, 0, &letter));
    r->index->forms(r->index->user, first, try_near, &near);
    if (near.form.size > 0) {
        found = arena_alloc(arena_of(r), sizeof *found);
        *found = (struct question_term){.kind = SWEDISH_WORD,
                                        .position = term->position,
                                        .start = term->start,
                                        .end = term->end};
        analyse(r, found, buffer_view(&near.form));
    }
    near_free(&near);
    return found;
}

/* ---- texts ----------------------------------------------------------------------------------- */

void text_read(struct reader *r, struct slice text, bool undotted, struct text_words *out)
{
    struct collector c = {.reader = r};
    swedish_tokens_each(r->swedish, text, collect, &c, NULL);
    *out = (struct text_words){.text = text, .count = c.count, .other_count = c.other_count};
    const struct question_term *dotted[UNDOTTED_MAX];
    for (size_t i = 0; undotted && i < c.count; i++)
        if (undotted_terms(r, &c.terms[i], dotted, 1) > 0)
            c.terms[i] = *dotted[0];
    if (c.count > 0) {
        out->terms = arena_alloc(arena_of(r), c.count * sizeof *c.terms);
        memcpy(out->terms, c.terms, c.count * sizeof *c.terms);
    }
    if (c.other_count > 0) {
        struct text_other *others = arena_alloc(arena_of(r), c.other_count * sizeof *others);
        memcpy(others, c.others, c.other_count * sizeof *others);
        out->others = others;
    }
    free(c.terms);
    free(c.others);
}

size_t text_joined_end(const struct text_words *words, size_t i)
{
    size_t end = i + 1;
    while (end < words->count && words->terms[end].joined)
        end++;
    return end;
}

const struct text_other *text_other_of(const struct text_words *words, enum swedish_kind kind,
                                       size_t first, size_t end)
{
    uint32_t position = words->terms[first].position;
    uint32_t span = words->terms[end - 1].position + 1 - position;
    for (size_t i = 0; i < words->other_count; i++) {
        const struct text_other *o = &words->others[i];
        if (o->kind == kind && o->position == position && o->span == span)
            return o;
    }
    return NULL;
}

/* ---- beginnings of words --------------------------------------------------------------------- */

struct expansion {
    struct slice form;
    uint32_t documents;
};

struct expander {
    struct reader *reader;
    struct expansion best[QUESTION_EXPANSIONS_MAX]; /* most documents first */
    size_t count;
};

static void add_form(void *user, struct slice form, uint32_t documents)
{
    struct expander *e = user;
    size_t at = e->count;
    while (at > 0 && e->best[at - 1].documents < documents)
        at--;
    if (at == QUESTION_EXPANSIONS_MAX)
        return;
    if (e->count < QUESTION_EXPANSIONS_MAX)
        e->count++;
    memmove(&e->best[at + 1], &e->best[at], (e->count - 1 - at) * sizeof *e->best);
    e->best[at] =
        (struct expansion){.form = slice_keep(arena_of(e->reader), form), .documents = documents};
}

void expansions_read(struct reader *r, struct slice prefix)
{
    struct question *q = r->question;
    struct expander e = {.reader = r};
    if (!r->index)
        return;
    r->index->forms(r->index->user, prefix, add_form, &e);
    for (size_t i = 0; i < e.count; i++) {
        struct question_term *t = arena_alloc(arena_of(r), sizeof *t);
        *t = (struct question_term){.kind = SWEDISH_WORD};
        analyse(r, t, e.best[i].form);
        q->expansions = base_grow(q->expansions, &r->expansion_room, q->expansion_count + 1,
                                  sizeof *q->expansions);
        q->expansions[q->expansion_count++] = t;
    }
}
