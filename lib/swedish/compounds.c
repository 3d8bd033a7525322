/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a compound is put together.
 *
 * Each place is tried: what stands before must be a first part, what follows a last one (parts.c),
 * and both are weighed by how often they occur. A word that is derived from a verb (planering from
 * planera) is taken apart only where the verb is.
 */
#include "parts.h"

#include <stdlib.h>
#include <string.h>

enum {
    COMPOUND_MIN = 6,  /* letters of a compound */
    COMPOUND_MAX = 72, /* bytes; beyond it nobody wrote a word */
    DEPTH_MAX = 4,     /* compounds within compounds whose parts are given */
    MEMORY_SLOTS = 1 << 13,
    MEMORY_MAX = MEMORY_SLOTS / 2
};

/* In thousandths of a natural logarithm. */
enum {
    COMPOUND_CAP = 5000, /* the most that a first part counts which is a compound itself */
    SHORT_PART = 1000,   /* taken off for each */
    NO_S = 700,          /* taken off: a compound without the s that follows it */
    NO_S_AT_ALL = 20000, /* likewise: it ends like those that never go without */
    ACCEPTED = 3000      /* the least score of a compound */
};

/* One place where a form is put together. */
struct split {
    size_t head;           /* byte where the last part begins; 0: none */
    struct slice modifier; /* the lemma of what stands before */
    int32_t score;
};

struct remembered {
    struct slice form;
    struct split split;
};

struct splitter {
    const struct lexicon *lexicon;
    struct conflater *conflater;
    struct parts parts;
    struct buffer texts; /* of the stems given */
    struct arena arena;  /* what is remembered */
    struct remembered *memory;
    uint16_t *slots; /* number + 1 */
    size_t remembered;
};

enum status splitter_open(struct splitter **out, const struct lexicon *lexicon,
                          struct conflater *conflater, struct error *error)
{
    (void)error;
    struct splitter *s = base_calloc(1, sizeof *s);
    s->lexicon = lexicon;
    s->conflater = conflater;
    s->parts = (struct parts){.lexicon = lexicon, .conflater = conflater, .arena = &s->arena};
    s->memory = base_calloc(MEMORY_MAX, sizeof *s->memory);
    s->slots = base_calloc(MEMORY_SLOTS, sizeof *s->slots);
    conflater_use(conflater, s);
    *out = s;
    return STATUS_OK;
}

void splitter_close(struct splitter *s)
{
    if (s == NULL)
        return;
    buffer_free(&s->texts);
    arena_free(&s->arena);
    free(s->memory);
    free(s->slots);
    free(s);
}

/* ---- one place --------------------------------------------------------------------------------
 */

static struct split split_form(struct splitter *s, struct slice form);

/* The word, if it is a compound and its own lemma, as the first part of another. */
static struct modifier as_modifier(struct splitter *s, struct slice word)
{
    struct split split = split_form(s, word);
    if (split.head == 0 || !slice_equal(conflate_inflected(s->conflater, word).text, word))
        return (struct modifier){0};
    return (struct modifier){slice_keep(&s->arena, word),
                             split.score < COMPOUND_CAP ? split.score : COMPOUND_CAP};
}

/* A first part that is a compound itself. Each is shorter than the one before and remembered, so
   that this goes no deeper than a form has letters, and a form's beginnings are looked at once. */
static struct modifier compound_modifier(struct splitter *s, struct slice part)
{
    char last = part.data[part.size - 1];
    struct slice shorter = slice_part(part, 0, part.size - 1);
    struct modifier found = as_modifier(s, last == 's' ? shorter : part);
    if (found.weight > 0 || last != 'e' || part.size > COMPOUND_MAX)
        return found;
    /* brottsskade|lag is of brottsskada: a noun with a plural in -or. */
    char bytes[COMPOUND_MAX];
    memcpy(bytes, part.data, shorter.size);
    bytes[shorter.size] = 'a';
    struct slice word = {.data = bytes, .size = part.size};
    size_t head = split_form(s, word).head;
    if (head == 0 || !parts_is_form(&s->parts, slice_part(shorter, head, shorter.size), "or"))
        return found;
    return as_modifier(s, word);
}

static int32_t split_score(int32_t modifier, int32_t head, int32_t whole, bool short_modifier,
                           bool short_head)
{
    int32_t least = modifier < head ? modifier : head;
    int32_t score = least + (modifier + head) * 3 / 10;
    score -= short_modifier ? SHORT_PART : 0;
    score -= short_head ? SHORT_PART : 0;
    /* A word far more frequent than its parts is hardly made of them. */
    if (whole > least)
        score -= (whole - least) / 2;
    return score;
}

/* What is taken off when the s after the border more likely links: jordbruks|varor, not
   jordbruk|svaror, since a first part that is a compound nearly always takes one. */
static int32_t missing_s(struct splitter *s, struct slice before, struct slice after,
                         struct slice modifier)
{
    if (after.data[0] != 's' || before.data[before.size - 1] == 's')
        return 0;
    if (parts_always_links(before))
        return NO_S_AT_ALL;
    return split_form(s, modifier).head > 0 ? NO_S : 0;
}

static bool starts_letter(struct slice s, size_t at)
{
    return ((unsigned char)s.data[at] & 0xC0) != 0x80;
}

/* What the whole form says of being taken apart; found when the first place turns up. */
struct whole {
    bool found, never;
    struct slice lemma; /* when the list has it and the form is another: it decides where */
    struct slice base;  /* what it is derived from */
    int32_t weight;
};

static void look_at_whole(struct splitter *s, struct slice form, struct whole *whole)
{
    struct form_facts facts;
    struct lemma found = conflate_inflected(s->conflater, form);
    struct slice lemma = found.text;
    bool listed = lexicon_facts(s->lexicon, lemma, &facts);
    *whole = (struct whole){
        .found = true,
        .never =
            ((parts_kinds(&s->parts, form) | parts_kinds(&s->parts, lemma)) & COMPOUND_WHOLE) != 0,
        .base = parts_derived_from(&s->parts, lemma),
        .weight = rules_log(conflater_rules(s->conflater), (uint64_t)facts.lemma_occurrences + 1)};
    if (!listed || slice_equal(lemma, form))
        return;
    if (found.inflection == INFLECTION_VERB)
        whole->base = lemma; /* tillhandahållande is no land: tillhandahålla is put together so */
    else
        whole->lemma = lemma;
}

/* The place where the lemma is put together, if the form is the same up to there. */
static struct split as_lemma(struct splitter *s, struct slice form, struct slice lemma)
{
    struct split split = split_form(s, lemma);
    if (split.head + 2 > form.size || memcmp(form.data, lemma.data, split.head) != 0)
        return (struct split){0};
    return split;
}

/* The best place to take the form apart. */
static struct split find_split(struct splitter *s, struct slice form)
{
    struct split best = {0};
    struct whole whole = {0};
    if (rules_letters(form) < COMPOUND_MIN || parts_is_stop(&s->parts, form))
        return best;
    bool simple = false; /* a first part that is no compound ended at or before this place */
    for (size_t at = 2; at + 2 <= form.size; at++) {
        if (!starts_letter(form, at))
            continue;
        struct slice before = slice_part(form, 0, at), after = slice_part(form, at, form.size);
        struct modifier modifier = parts_modifier(&s->parts, before);
        simple = simple || modifier.weight > 0;
        int32_t head = simple ? parts_head_weight(&s->parts, after) : 0;
        if (head <= 0)
            continue;
        if (modifier.weight <= 0)
            modifier = compound_modifier(s, before);
        if (modifier.weight <= 0)
            continue;
        if (!whole.found)
            look_at_whole(s, form, &whole);
        if (whole.never)
            return (struct split){0};
        if (whole.lemma.size > 0)
            return as_lemma(s, form, whole.lemma);
        if (whole.base.size > 0 && !parts_derived_apart(&s->parts, form, whole.base, at))
            continue;
        int32_t score = split_score(modifier.weight, head, whole.weight, parts_is_short(before),
                                    parts_is_short(after));
        if (score < ACCEPTED)
            continue;
        score -= missing_s(s, before, after, modifier.lemma);
        if (best.head == 0 || score > best.score)
            best = (struct split){.head = at, .modifier = modifier.lemma, .score = score};
    }
    return best;
}

static struct split split_form(struct splitter *s, struct slice form)
{
    if (form.size > COMPOUND_MAX || !rules_letters_alone(form))
        return (struct split){0};
    size_t at = slice_hash(form) & (MEMORY_SLOTS - 1);
    for (; s->slots[at] != 0; at = (at + 1) & (MEMORY_SLOTS - 1))
        if (slice_equal(s->memory[s->slots[at] - 1].form, form))
            return s->memory[s->slots[at] - 1].split;
    struct split split = find_split(s, form);
    if (s->remembered == MEMORY_MAX)
        return split;
    /* Its beginnings may have taken the slot meanwhile. */
    while (s->slots[at] != 0)
        at = (at + 1) & (MEMORY_SLOTS - 1);
    s->memory[s->remembered] = (struct remembered){slice_keep(&s->arena, form), split};
    s->slots[at] = (uint16_t)++s->remembered;
    return split;
}

static void rest(struct splitter *s)
{
    if (s->remembered < MEMORY_MAX * 3 / 4)
        return;
    memset(s->slots, 0, MEMORY_SLOTS * sizeof *s->slots);
    s->remembered = 0;
    arena_clear(&s->arena);
}

size_t splitter_head(struct splitter *s, struct slice form)
{
    return split_form(s, form).head;
}

/* ---- all places and parts ---------------------------------------------------------------------
 */

struct taken_apart {
    struct compound *out;
    struct {
        size_t start, size;
    } stems[SWEDISH_PARTS_MAX];
};

static void add_stem(struct splitter *s, struct taken_apart *t, struct slice word)
{
    struct compound *out = t->out;
    size_t start = s->texts.size;
    if (out->stem_count == SWEDISH_PARTS_MAX)
        return;
    conflate_part_stem(s->conflater, word, &s->texts);
    struct slice stem = slice_part(buffer_view(&s->texts), start, s->texts.size);
    for (size_t i = 0; i < out->stem_count; i++)
        if (slice_equal(stem, slice_part(buffer_view(&s->texts), t->stems[i].start,
                                         t->stems[i].start + t->stems[i].size)))
            return;
    t->stems[out->stem_count].start = start;
    t->stems[out->stem_count++].size = stem.size;
}

static void add_bound(struct compound *out, size_t bound)
{
    if (out->bound_count < COMPOUND_BOUNDS_MAX)
        out->bounds[out->bound_count++] = bound;
}

/* Takes the word apart, which stands at `offset` of the form; places beyond `visible` bytes of it
   (0: none) are not the form's. */
static void take_apart(struct splitter *s, struct taken_apart *t, struct slice word, size_t offset,
                       size_t visible, int depth)
{
    struct split split = depth < DEPTH_MAX ? split_form(s, word) : (struct split){0};
    if (split.head == 0)
        return;
    struct slice before = slice_part(word, 0, split.head);
    struct slice after = slice_part(word, split.head, word.size);
    size_t shared = 0;
    while (shared < before.size && shared < split.modifier.size &&
           before.data[shared] == split.modifier.data[shared])
        shared++;
    take_apart(s, t, split.modifier, offset, shared < visible ? shared : visible, depth + 1);
    add_stem(s, t, split.modifier);
    if (split.head < visible)
        add_bound(t->out, offset + split.head);
    take_apart(s, t, after, offset + split.head, visible > split.head ? visible - split.head : 0,
               depth + 1);
    add_stem(s, t, after);
}

void compound_split(struct splitter *s, struct slice form, struct compound *out)
{
    struct taken_apart t = {.out = out};
    *out = (struct compound){0};
    conflate_rest(s->conflater);
    rest(s);
    buffer_clear(&s->texts);
    take_apart(s, &t, form, 0, form.size, 0);
    for (size_t i = 0; i < out->stem_count; i++)
        out->stems[i] = slice_part(buffer_view(&s->texts), t.stems[i].start,
                                   t.stems[i].start + t.stems[i].size);
}
