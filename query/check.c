/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check.h"

#include "plan.h"

#include <stdlib.h>

enum {
    OCCURRENCES_MAX = 10000, /* of one operand of NEAR on one page; more are not looked at */
    NO_ALSO = -1
};

/* A word asked for. */
struct wanted {
    struct slice form, stem;
    uint32_t form_id, stem_id;
};

/* Words in a row. */
struct row_wanted {
    struct wanted *words;
    size_t count;
    bool exact;
};

/* An operand: any of its rows, or, loosely, a compound that holds a single word. */
struct operand {
    const struct schema_field *field;
    bool loose;
    struct slice prefix; /* of a form; else empty */
    struct row_wanted *rows;
    size_t row_count, row_room;
};

/* A word of the record; other readings of it are chained. */
struct place {
    struct schema_word word;
    uint32_t paragraph;
    int32_t section;
    bool title;
    int32_t also;
};

struct also_word {
    struct schema_word word;
    int32_t next;
};

struct occurrence {
    size_t start, end; /* places, half-open */
};

struct occurrences {
    struct occurrence *items;
    size_t count, room;
};

struct check {
    struct swedish *swedish;
    struct operand *operands;
    size_t operand_count, operand_room;
    unsigned distance; /* 0: one operand, anywhere */
    struct place *places;
    size_t place_count, place_room;
    struct also_word *also;
    size_t also_count, also_room;
    struct occurrences *found; /* one for each operand */
};

/* ---- making ready ---------------------------------------------------------------------------- */

static struct wanted make_wanted(struct swedish *s, const struct question_term *t)
{
    struct wanted w = {
        .form = t->form, .stem = t->stem, .form_id = SWEDISH_UNKNOWN, .stem_id = SWEDISH_UNKNOWN};
    if (t->kind == SWEDISH_WORD) {
        struct swedish_word word;
        swedish_word(s, t->form, &word);
        w.form_id = word.id;
        w.stem_id = word.stem_id;
    }
    return w;
}

static void add_row(struct check *c, struct operand *o, const struct question_term *terms,
                    size_t count, bool exact)
{
    struct row_wanted row = {
        .words = base_calloc(count, sizeof *row.words), .count = count, .exact = exact};
    for (size_t i = 0; i < count; i++)
        row.words[i] = make_wanted(c->swedish, &terms[i]);
    o->rows = base_grow(o->rows, &o->row_room, o->row_count + 1, sizeof *o->rows);
    o->rows[o->row_count++] = row;
}

static struct operand *add_operand(struct check *c, const struct schema_field *field)
{
    c->operands =
        base_grow(c->operands, &c->operand_room, c->operand_count + 1, sizeof *c->operands);
    c->operands[c->operand_count] = (struct operand){.field = field};
    return &c->operands[c->operand_count++];
}

static void fill_operand(struct check *c, struct operand *o, const struct question_node *node)
{
    if (node->kind == QUESTION_PREFIX) {
        o->prefix = node->value;
        return;
    }
    struct plan_variant variants[QUESTION_VARIANTS_MAX];
    size_t count = plan_variants(node, variants);
    bool exact = node->kind == QUESTION_SEQUENCE && node->sequence->exact;
    for (size_t i = 0; i < count; i++)
        add_row(c, o, variants[i].terms, variants[i].count, exact);
    o->loose = node->kind == QUESTION_UNIT && !node->own;
    for (size_t i = 0; o->loose && i < node->unit->other_count; i++)
        if (node->unit->others[i]->kind > OTHER_NEAR && node->unit->others[i]->kind != OTHER_AMOUNT)
            add_row(c, o, node->unit->others[i]->terms, node->unit->others[i]->count, false);
}

static bool is_word(const struct question_node *node)
{
    return node->kind == QUESTION_UNIT || node->kind == QUESTION_SEQUENCE ||
           node->kind == QUESTION_PREFIX;
}

/* Words side by side are operands each; of OR, one with the rows of all. */
static void add_near_operands(struct check *c, const struct question_node *node)
{
    if (node->kind == QUESTION_OR) {
        struct operand *o = add_operand(c, NULL);
        for (size_t i = 0; i < node->child_count; i++)
            if (is_word(node->children[i]))
                fill_operand(c, o, node->children[i]);
    } else if (is_word(node)) {
        fill_operand(c, add_operand(c, node->field), node);
    } else if (node->kind != QUESTION_NOT) {
        for (size_t i = 0; i < node->child_count; i++)
            add_near_operands(c, node->children[i]);
    }
}

struct check *check_new(struct swedish *s, const struct question_node *leaf)
{
    struct check *c = base_calloc(1, sizeof *c);
    c->swedish = s;
    add_near_operands(c, leaf);
    c->distance = leaf->kind == QUESTION_NEAR ? leaf->distance : 0;
    c->found = base_calloc(c->operand_count, sizeof *c->found);
    return c;
}

struct check *check_new_exact(struct swedish *s, const struct question_sequence *sequence)
{
    struct check *c = base_calloc(1, sizeof *c);
    c->swedish = s;
    struct operand *o = add_operand(c, NULL);
    for (size_t i = 0; i < sequence->variant_count; i++)
        add_row(c, o, sequence->variants[i].terms, sequence->variants[i].count, true);
    c->found = base_calloc(1, sizeof *c->found);
    return c;
}

void check_free(struct check *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->operand_count; i++) {
        for (size_t k = 0; k < c->operands[i].row_count; k++)
            free(c->operands[i].rows[k].words);
        free(c->operands[i].rows);
        free(c->found[i].items);
    }
    free(c->operands);
    free(c->found);
    free(c->places);
    free(c->also);
    free(c);
}

/* ---- the record's words ---------------------------------------------------------------------- */

static void add_also(struct check *c, const struct schema_word *word)
{
    if (c->place_count == 0 || word->back >= c->place_count)
        return;
    struct place *p = &c->places[c->place_count - 1 - word->back];
    c->also = base_grow(c->also, &c->also_room, c->also_count + 1, sizeof *c->also);
    c->also[c->also_count] = (struct also_word){.word = *word, .next = p->also};
    p->also = (int32_t)c->also_count++;
}

static void add_place(struct check *c, const struct place *place)
{
    c->places = base_grow(c->places, &c->place_room, c->place_count + 1, sizeof *c->places);
    c->places[c->place_count++] = *place;
}

/* A heading opens a section, but at the very start it names the first one. */
static void read_places(struct check *c, struct slice record)
{
    struct schema_words words;
    struct place place = {.also = NO_ALSO};
    bool blocks = false;
    c->place_count = c->also_count = 0;
    schema_words_open(&words, record);
    for (;;) {
        switch (schema_words_next(&words, &place.word)) {
        case WORDS_WORD:
            add_place(c, &place);
            break;
        case WORDS_ALSO:
            add_also(c, &place.word);
            break;
        case WORDS_TITLE:
            place.title = true;
            break;
        case WORDS_HEADING:
            place.section += blocks;
            break;
        case WORDS_PARAGRAPH:
            blocks |= !place.title;
            place.title = false;
            place.paragraph++;
            break;
        case WORDS_SENTENCE:
            break;
        case WORDS_TYPE:
        case WORDS_LINK:
        case WORDS_END:
            return;
        }
    }
}

/* ---- matching -------------------------------------------------------------------------------- */

static struct swedish_word analysed(struct check *c, const struct schema_word *w)
{
    struct swedish_word word = {
        .form = w->form, .stem = w->form, .id = SWEDISH_UNKNOWN, .stem_id = SWEDISH_UNKNOWN};
    if (w->id != SWEDISH_UNKNOWN)
        swedish_word_at(c->swedish, w->id, &word);
    else if (w->token == SWEDISH_WORD)
        swedish_word(c->swedish, w->form, &word);
    return word;
}

static bool same_stem(const struct wanted *wanted, const struct swedish_word *word)
{
    if (wanted->stem_id != SWEDISH_UNKNOWN && word->stem_id != SWEDISH_UNKNOWN)
        return wanted->stem_id == word->stem_id;
    return slice_equal(wanted->stem, word->stem);
}

static bool word_fits(struct check *c, const struct wanted *wanted, const struct schema_word *w,
                      bool exact)
{
    if (exact) {
        if (w->id != SWEDISH_UNKNOWN || wanted->form_id != SWEDISH_UNKNOWN)
            return w->id == wanted->form_id;
        return slice_equal(w->form, wanted->form);
    }
    struct swedish_word word = analysed(c, w);
    return same_stem(wanted, &word);
}

static bool place_fits(struct check *c, size_t at, const struct wanted *wanted, bool exact)
{
    const struct place *p = &c->places[at];
    if (word_fits(c, wanted, &p->word, exact))
        return true;
    for (int32_t i = p->also; i != NO_ALSO; i = c->also[i].next)
        if (word_fits(c, wanted, &c->also[i].word, exact))
            return true;
    return false;
}

static bool row_fits(struct check *c, size_t at, const struct row_wanted *row)
{
    if (at + row->count > c->place_count)
        return false;
    if (c->places[at].paragraph != c->places[at + row->count - 1].paragraph)
        return false;
    for (size_t i = 0; i < row->count; i++)
        if (!place_fits(c, at + i, &row->words[i], row->exact))
            return false;
    return true;
}

static bool holds_as_part(struct check *c, const struct schema_word *w, const struct wanted *wanted)
{
    struct swedish_word word = analysed(c, w);
    for (size_t i = 0; i < word.part_count; i++)
        if (slice_equal(word.parts[i], wanted->stem))
            return true;
    return false;
}

static bool begins_so(struct check *c, const struct schema_word *w, struct slice prefix)
{
    return slice_starts(analysed(c, w).form, prefix);
}

/* Places that the operand takes from `at` on; 0: it does not stand there. */
static size_t operand_at(struct check *c, const struct operand *o, size_t at)
{
    const struct place *p = &c->places[at];
    if (o->prefix.size > 0) {
        bool begins = begins_so(c, &p->word, o->prefix);
        for (int32_t i = p->also; i != NO_ALSO && !begins; i = c->also[i].next)
            begins = begins_so(c, &c->also[i].word, o->prefix);
        return begins;
    }
    for (size_t i = 0; i < o->row_count; i++)
        if (row_fits(c, at, &o->rows[i]))
            return o->rows[i].count;
    if (o->loose && o->rows[0].count == 1)
        return holds_as_part(c, &p->word, &o->rows[0].words[0]);
    return 0;
}

/* Without a field the whole page, or all of a section; the title belongs to no section. */
static bool in_range(const struct place *p, const struct operand *o, int32_t section)
{
    if (o->field && p->title != (o->field->prefix != NULL))
        return false;
    if (section == CHECK_PAGE || (o->field && p->title))
        return true;
    return !p->title && p->section == section;
}

static void find(struct check *c, size_t number, int32_t section, size_t most)
{
    struct occurrences *all = &c->found[number];
    all->count = 0;
    for (size_t at = 0; at < c->place_count && all->count < most; at++) {
        if (!in_range(&c->places[at], &c->operands[number], section))
            continue;
        size_t size = operand_at(c, &c->operands[number], at);
        if (size == 0)
            continue;
        all->items = base_grow(all->items, &all->room, all->count + 1, sizeof *all->items);
        all->items[all->count++] = (struct occurrence){.start = at, .end = at + size};
    }
}

/* ---- near ------------------------------------------------------------------------------------ */

/* Whether every operand stands within the distance when `first` is the leftmost: of each the next
   occurrence from there on. The words' own lengths do not count towards the distance. */
static bool near_from(struct check *c, const struct occurrence *first, size_t *next)
{
    size_t end = first->end, words = 0;
    for (size_t i = 0; i < c->operand_count; i++) {
        const struct occurrences *all = &c->found[i];
        while (next[i] < all->count && all->items[next[i]].start < first->start)
            next[i]++;
        if (next[i] == all->count)
            return false;
        const struct occurrence *o = &all->items[next[i]];
        end = o->end > end ? o->end : end;
        words += o->end - o->start;
    }
    return c->places[first->start].paragraph == c->places[end - 1].paragraph &&
           end - first->start <= c->distance + words - 1;
}

static bool all_near(struct check *c)
{
    size_t *next = base_calloc(c->operand_count, sizeof *next);
    bool near = false;
    for (size_t i = 0; i < c->operand_count && !near; i++) {
        for (size_t k = 0; k < c->operand_count; k++)
            next[k] = 0;
        for (size_t k = 0; k < c->found[i].count && !near; k++)
            near = near_from(c, &c->found[i].items[k], next);
    }
    free(next);
    return near;
}

bool check_holds(struct check *c, struct slice record, int32_t section)
{
    read_places(c, record);
    for (size_t i = 0; i < c->operand_count; i++) {
        find(c, i, section, c->distance > 0 ? OCCURRENCES_MAX : 1);
        if (c->found[i].count == 0)
            return false;
    }
    return c->distance == 0 || c->operand_count < 2 || all_near(c);
}
