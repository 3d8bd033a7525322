/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "question_internal.h"

#include <stdlib.h>
#include <string.h>

struct list {
    const struct question_node **items;
    size_t count, room;
};

static const struct question_node *read_node(struct reader *r, const struct language_node *node,
                                             bool excluded);

static struct question_node *new_node(struct reader *r, enum question_kind kind,
                                      const struct language_node *from, bool excluded)
{
    struct question_node *node = arena_alloc(&r->question->arena, sizeof *node);
    *node = (struct question_node){.kind = kind, .field = from->field, .own = excluded};
    return node;
}

static void list_add(struct list *list, const struct question_node *node)
{
    if (!node)
        return;
    list->items = base_grow(list->items, &list->room, list->count + 1, sizeof *list->items);
    list->items[list->count++] = node;
}

/* The list's children as one node, or the only one itself; the list is freed. */
static const struct question_node *join(struct reader *r, struct list *list,
                                        enum question_kind kind, const struct language_node *from,
                                        bool excluded)
{
    const struct question_node *result = list->count == 1 ? list->items[0] : NULL;
    if (list->count > 1 || (list->count == 1 && kind == QUESTION_NOT)) {
        struct question_node *node = new_node(r, kind, from, excluded);
        node->field = NULL;
        node->distance = from->distance;
        node->child_count = list->count;
        node->children = arena_alloc(&r->question->arena, list->count * sizeof *list->items);
        memcpy(node->children, list->items, list->count * sizeof *list->items);
        result = node;
    }
    free(list->items);
    return result;
}

/* ---- leaves ---------------------------------------------------------------------------------- */

static void add_units(struct reader *r, const struct language_node *from, bool excluded,
                      struct list *list)
{
    struct question_unit *units;
    size_t count;
    units_read(r, from->text, !excluded, &units, &count);
    for (size_t i = 0; i < count; i++) {
        struct question_node *node = new_node(r, QUESTION_UNIT, from, excluded);
        node->unit = &units[i];
        list_add(list, node);
    }
}

static const struct question_node *read_sequence(struct reader *r, const struct language_node *from,
                                                 bool exact, bool excluded)
{
    const struct question_sequence *seq = sequence_read(r, from->text, exact, !excluded);
    if (!seq)
        return NULL;
    struct question_node *node = new_node(r, QUESTION_SEQUENCE, from, excluded);
    node->sequence = seq;
    return node;
}

static const struct question_node *read_prefix(struct reader *r, const struct language_node *from,
                                               bool excluded)
{
    struct text_words words;
    text_read(r, from->text, false, &words);
    if (words.count != 1)
        return read_sequence(r, from, false, excluded);
    struct question_node *node = new_node(r, QUESTION_PREFIX, from, excluded);
    node->value = words.terms[0].form;
    if (!excluded)
        expansions_read(r, node->value);
    return node;
}

static const struct question_node *read_filter(struct reader *r, const struct language_node *from,
                                               bool excluded)
{
    struct question_node *node = new_node(r, QUESTION_FILTER, from, excluded);
    node->value = from->text;
    if (strcmp(from->field->name, "ref") == 0) {
        struct buffer reference = {0};
        if (!swedish_reference_of_text(r->swedish, from->text, &reference)) {
            buffer_clear(&reference);
            swedish_fold(from->text, &reference);
        }
        node->value = slice_keep(&r->question->arena, buffer_view(&reference));
        buffer_free(&reference);
    }
    return node;
}

static const struct question_node *read_range(struct reader *r, const struct language_node *from,
                                              bool excluded)
{
    struct question_node *node = new_node(r, QUESTION_RANGE, from, excluded);
    node->from = from->from;
    node->to = from->to;
    return node;
}

/* ---- the tree -------------------------------------------------------------------------------- */

/* Words among operands side by side are operands like the others. */
static const struct question_node *read_children(struct reader *r, enum question_kind kind,
                                                 const struct language_node *from, bool excluded)
{
    struct list list = {0};
    for (size_t i = 0; i < from->child_count; i++) {
        const struct language_node *child = from->children[i];
        if (kind == QUESTION_ALL && child->kind == LANGUAGE_WORDS)
            add_units(r, child, excluded, &list);
        else
            list_add(&list, read_node(r, child, excluded || kind == QUESTION_NOT));
    }
    return join(r, &list, kind, from, excluded);
}

/* Depth is limited by language. */
static const struct question_node *read_node(struct reader *r, const struct language_node *node,
                                             bool excluded)
{
    struct list list = {0};
    switch (node->kind) {
    case LANGUAGE_WORDS:
        add_units(r, node, excluded, &list);
        return join(r, &list, QUESTION_ALL, node, excluded);
    case LANGUAGE_PHRASE:
        return read_sequence(r, node, false, excluded);
    case LANGUAGE_EXACT:
        return read_sequence(r, node, true, excluded);
    case LANGUAGE_PREFIX:
        return read_prefix(r, node, excluded);
    case LANGUAGE_FILTER:
        return read_filter(r, node, excluded);
    case LANGUAGE_RANGE:
        return read_range(r, node, excluded);
    case LANGUAGE_NOT:
        return read_children(r, QUESTION_NOT, node, excluded);
    case LANGUAGE_ALL:
        return read_children(r, QUESTION_ALL, node, excluded);
    case LANGUAGE_NEAR:
        return read_children(r, QUESTION_NEAR, node, excluded);
    case LANGUAGE_AND:
        return read_children(r, QUESTION_AND, node, excluded);
    case LANGUAGE_OR:
        return read_children(r, QUESTION_OR, node, excluded);
    }
    return NULL;
}

void question_read(struct question *out, struct swedish *s, const struct language_node *root,
                   const struct question_index *index)
{
    *out = (struct question){0};
    struct reader r = {.question = out, .swedish = s, .index = index};
    out->root = root ? read_node(&r, root, false) : NULL;
}

void question_free(struct question *q)
{
    free(q->units);
    free(q->sequences);
    free(q->others);
    free(q->terms);
    free(q->expansions);
    arena_free(&q->arena);
    *q = (struct question){0};
}
