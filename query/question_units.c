/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of a text as units, and what else each may be called. */
#include "question_internal.h"

#include "weights.h"

#include <stdlib.h>
#include <string.h>

struct builder {
    struct reader *reader;
    const struct text_words *words;
    bool listed;
    struct question_unit *units;
    size_t count;
    size_t *first_term; /* of each unit, and of the one after the last: index in words */
};

static struct question_other *new_other(struct reader *r, enum question_other_kind kind,
                                        const struct question_term *terms, size_t count)
{
    struct question_other *o = arena_alloc(&r->question->arena, sizeof *o);
    *o = (struct question_other){.kind = kind, .terms = terms, .count = count};
    return o;
}

static bool same_other(const struct question_other *a, const struct question_other *b)
{
    if (a->kind != b->kind || a->count != b->count || a->kronor != b->kronor)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!slice_equal(a->terms[i].form, b->terms[i].form))
            return false;
    return true;
}

static void list_other(struct reader *r, const struct question_other *other)
{
    struct question *q = r->question;
    for (size_t i = 0; i < q->other_count; i++)
        if (same_other(q->others[i], other))
            return;
    q->others = base_grow(q->others, &r->other_room, q->other_count + 1, sizeof *q->others);
    q->others[q->other_count++] = other;
}

/* Gives a reading to all units that words first .. end have a part of. */
static void attach(struct builder *b, const struct question_other *other, size_t first, size_t end)
{
    for (size_t i = 0; i < b->count; i++) {
        struct question_unit *u = &b->units[i];
        if (b->first_term[i] < end && b->first_term[i + 1] > first &&
            u->other_count < QUESTION_OTHERS_MAX)
            u->others[u->other_count++] = other;
    }
    if (b->listed)
        list_other(b->reader, other);
}

/* ---- units ----------------------------------------------------------------------------------- */

/* Whether words i .. end are one thing in several words: a reference, a sum, a date. A month is
   not: who asks for March 2023 means its days too. */
static bool is_whole(const struct text_words *words, size_t i, size_t end)
{
    const struct text_other *date = text_other_of(words, SWEDISH_DATE, i, end);
    return text_other_of(words, SWEDISH_REFERENCE, i, end) != NULL ||
           text_other_of(words, SWEDISH_AMOUNT, i, end) != NULL ||
           (date && date->term->form.size == sizeof "2010-03-09" - 1);
}

/* The end of the longest such thing that begins with word i, or i. */
static size_t whole_end(const struct text_words *words, size_t i)
{
    size_t end = words->count;
    while (end > i && !is_whole(words, i, end))
        end--;
    return end;
}

double question_term_factor(const struct question_term *t)
{
    if (t->flags & SWEDISH_QUESTION)
        return weights.question_word;
    return t->flags & SWEDISH_STOP ? weights.stop_word : 1.0;
}

const struct question_other *question_unit_reference(const struct question_unit *unit)
{
    for (size_t i = 0; unit->whole && i < unit->other_count; i++)
        if (unit->others[i]->kind == OTHER_REFERENCE)
            return unit->others[i];
    return NULL;
}

bool question_unit_parts(const struct question_unit *unit)
{
    return unit->whole ? !question_unit_reference(unit)
                       : unit->count == 1 && unit->terms[0].simple_count > 1;
}

static void add_unit(struct builder *b, size_t first, size_t end, bool whole)
{
    const struct question_term *terms = &b->words->terms[first];
    struct question_unit *u = &b->units[b->count];
    *u = (struct question_unit){
        .typed = slice_part(b->words->text, terms[0].start, terms[end - first - 1].end),
        .terms = terms,
        .count = end - first,
        .whole = whole,
        .factor = 1.0};
    if (u->count == 1 && !whole && !terms[0].suspended) {
        u->factor = question_term_factor(&terms[0]);
        u->light = (terms[0].flags & SWEDISH_STOP) != 0;
    }
    b->first_term[b->count++] = first;
    b->first_term[b->count] = end;
}

static void cut_units(struct builder *b)
{
    for (size_t i = 0; i < b->words->count;) {
        size_t end = whole_end(b->words, i);
        bool whole = end > i;
        if (!whole)
            end = text_joined_end(b->words, i);
        add_unit(b, i, end, whole);
        i = end;
    }
}

/* ---- other readings -------------------------------------------------------------------------- */

/* Indexes of the words that positions position .. position + span are. */
static void words_at(const struct text_words *words, const struct text_other *o, size_t *first,
                     size_t *end)
{
    *first = 0;
    while (*first < words->count && words->terms[*first].position < o->position)
        ++*first;
    *end = *first;
    while (*end < words->count && words->terms[*end].position < o->position + o->span)
        ++*end;
}

static void attach_text_others(struct builder *b)
{
    for (size_t i = 0; i < b->words->other_count; i++) {
        const struct text_other *o = &b->words->others[i];
        static const enum question_other_kind kinds[] = {
            [SWEDISH_NUMBER] = OTHER_JOINED, [SWEDISH_REFERENCE] = OTHER_REFERENCE,
            [SWEDISH_AMOUNT] = OTHER_AMOUNT, [SWEDISH_DATE] = OTHER_DATE,
            [SWEDISH_WORD] = OTHER_JOINED,   [SWEDISH_ADDRESS] = OTHER_JOINED};
        enum question_other_kind kind = kinds[o->kind];
        if (kind == OTHER_JOINED && o->span == 1)
            kind = OTHER_COMPLETED;
        struct question_other *other = new_other(b->reader, kind, o->term, 1);
        other->kronor = o->value;
        size_t first, end;
        words_at(b->words, o, &first, &end);
        attach(b, other, first, end);
    }
}

enum { NAMES_MAX = 16 /* other names in one text */ };

struct names {
    struct swedish_name items[NAMES_MAX];
    size_t count;
};

static int add_name(void *user, const struct swedish_name *name)
{
    struct names *all = user;
    all->items[all->count++] = *name;
    return all->count == NAMES_MAX;
}

/* Whether the words are of a reference: "skr." names a series there, no party. */
static bool in_reference(const struct builder *b, size_t first, size_t end)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->units[i].whole && b->first_term[i] < end && b->first_term[i + 1] > first)
            return true;
    return false;
}

static void attach_names(struct builder *b)
{
    struct names names = {.count = 0};
    const struct text_words *words = b->words;
    struct slice *forms = base_calloc(words->count, sizeof *forms);
    for (size_t i = 0; i < words->count; i++)
        forms[i] = words->terms[i].form;
    swedish_names_each(b->reader->swedish, forms, words->count, add_name, &names);
    free(forms);
    for (size_t i = 0; i < names.count; i++) {
        struct text_words other;
        size_t first = names.items[i].first, end = first + names.items[i].count;
        if (in_reference(b, first, end))
            continue;
        text_read(b->reader, names.items[i].other, false, &other);
        if (other.count > 0)
            attach(b, new_other(b->reader, OTHER_NAME, other.terms, other.count), first, end);
    }
}

/* The first form with dots has taken the word's place; these are those after it. */
static void attach_undotted(struct builder *b, const struct text_words *typed)
{
    for (size_t i = 0; i < typed->count; i++) {
        const struct question_term *found[3];
        size_t count = undotted_terms(b->reader, &typed->terms[i], found, 3);
        for (size_t k = 1; k < count; k++)
            attach(b, new_other(b->reader, OTHER_UNDOTTED, found[k], 1), i, i + 1);
        if (count > 0)
            b->words->terms[i] = *found[0];
    }
}

/* A letter or two off, mostly: it weighs, so that it tells among pages found by other words. */
static void attach_near(struct builder *b)
{
    size_t sought = 0; /* each costs a walk over forms of the index */
    for (size_t i = 0; i < b->count && sought < QUESTION_NEAR_MAX; i++) {
        const struct question_unit *u = &b->units[i];
        if (u->count != 1 || u->whole || !may_be_mistyped(u->terms))
            continue;
        const struct question_term *near = near_term(b->reader, u->terms);
        sought++;
        if (near)
            attach(b, new_other(b->reader, OTHER_NEAR, near, 1), b->first_term[i],
                   b->first_term[i + 1]);
    }
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void list_terms(struct reader *r, const struct question_term *terms, size_t count)
{
    struct question *q = r->question;
    for (size_t i = 0; i < count; i++) {
        q->terms = base_grow(q->terms, &r->term_room, q->term_count + 1, sizeof *q->terms);
        q->terms[q->term_count++] = &terms[i];
    }
}

static void list_units(struct reader *r, const struct question_unit *units, size_t count)
{
    struct question *q = r->question;
    for (size_t i = 0; i < count; i++) {
        q->units = base_grow(q->units, &r->unit_room, q->unit_count + 1, sizeof *q->units);
        q->units[q->unit_count++] = &units[i];
    }
}

void units_read(struct reader *r, struct slice text, bool listed, struct question_unit **out,
                size_t *count)
{
    struct text_words words;
    text_read(r, text, false, &words);
    text_join_apart(r, &words);
    *out = NULL;
    *count = 0;
    if (words.count == 0)
        return;
    struct builder b = {.reader = r, .words = &words, .listed = listed};
    b.units = arena_alloc(&r->question->arena, words.count * sizeof *b.units);
    b.first_term = base_calloc(words.count + 1, sizeof *b.first_term);
    cut_units(&b);
    attach_undotted(&b, &words);
    attach_text_others(&b);
    attach_names(&b);
    if (listed)
        attach_near(&b);
    free(b.first_term);
    if (listed) {
        list_units(r, b.units, b.count);
        list_terms(r, words.terms, words.count);
    }
    *out = b.units;
    *count = b.count;
}

/* ---- sequences ------------------------------------------------------------------------------- */

static void add_variant(struct reader *r, struct question_sequence *seq,
                        const struct question_term *terms, size_t count, size_t first, size_t end,
                        const struct question_term *joined)
{
    size_t size = count - (end - first) + 1, at = 0;
    struct question_term *copy = arena_alloc(&r->question->arena, size * sizeof *copy);
    for (size_t i = 0; i < first; i++)
        copy[at++] = terms[i];
    copy[at++] = *joined;
    for (size_t i = end; i < count; i++)
        copy[at++] = terms[i];
    seq->variants[seq->variant_count].terms = copy;
    seq->variants[seq->variant_count++].count = size;
}

/* From right to left, so that the words before keep their places in the variants made before. */
static void add_joined_variants(struct reader *r, struct question_sequence *seq,
                                const struct text_words *words)
{
    for (size_t first = words->count; first-- > 0;) {
        size_t end = text_joined_end(words, first);
        if (words->terms[first].joined || end == first + 1)
            continue;
        const struct text_other *joined = text_other_of(words, SWEDISH_WORD, first, end);
        size_t known = seq->variant_count;
        for (size_t v = 0; joined && v < known && seq->variant_count < QUESTION_VARIANTS_MAX; v++)
            add_variant(r, seq, seq->variants[v].terms, seq->variants[v].count, first, end,
                        joined->term);
    }
}

const struct question_sequence *sequence_read(struct reader *r, struct slice text, bool exact,
                                              bool listed)
{
    struct text_words words;
    text_read(r, text, !exact, &words);
    if (words.count == 0)
        return NULL;
    struct question_sequence *seq = arena_alloc(&r->question->arena, sizeof *seq);
    *seq = (struct question_sequence){.exact = exact, .typed = text, .variant_count = 1};
    seq->variants[0].terms = words.terms;
    seq->variants[0].count = words.count;
    const struct text_other *reference = text_other_of(&words, SWEDISH_REFERENCE, 0, words.count);
    if (reference)
        seq->reference = new_other(r, OTHER_REFERENCE, reference->term, 1);
    else
        add_joined_variants(r, seq, &words);
    if (!listed)
        return seq;
    struct question *q = r->question;
    q->sequences =
        base_grow(q->sequences, &r->sequence_room, q->sequence_count + 1, sizeof *q->sequences);
    q->sequences[q->sequence_count++] = seq;
    list_terms(r, words.terms, words.count);
    if (seq->reference)
        list_other(r, seq->reference);
    return seq;
}
