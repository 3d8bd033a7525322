/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "language_internal.h"

#include <stdlib.h>
#include <string.h>

struct parser {
    struct language_tree *tree;
    struct slice question;
    const struct token *tokens;
    size_t count, at;
    const struct schema_field *field; /* of the group that is being read */
    struct error *error;
    enum status status;
};

/* Children on their way to a node. */
struct list {
    const struct language_node **items;
    size_t count, room;
};

static const struct language_node *parse_or(struct parser *p);

/* ---- nodes ----------------------------------------------------------------------------------- */

static struct language_node *new_node(struct parser *p, enum language_kind kind)
{
    struct language_node *node = arena_alloc(&p->tree->arena, sizeof *node);
    *node = (struct language_node){.kind = kind};
    return node;
}

static const struct language_node *leaf(struct parser *p, enum language_kind kind,
                                        const struct schema_field *field, struct slice text)
{
    struct language_node *node = new_node(p, kind);
    node->field = field;
    node->text = text;
    return node;
}

static void list_add(struct list *list, const struct language_node *node)
{
    if (!node)
        return;
    list->items = base_grow(list->items, &list->room, list->count + 1, sizeof *list->items);
    list->items[list->count++] = node;
}

/* A node of the list's children, which is freed: none gives NULL, one is itself. */
static const struct language_node *join(struct parser *p, enum language_kind kind,
                                        unsigned distance, struct list *list)
{
    const struct language_node *only = list->count == 1 ? list->items[0] : NULL;
    if (list->count > 1) {
        struct language_node *node = new_node(p, kind);
        node->distance = distance;
        node->child_count = list->count;
        node->children = arena_alloc(&p->tree->arena, list->count * sizeof *list->items);
        memcpy(node->children, list->items, list->count * sizeof *list->items);
        only = node;
    }
    free(list->items);
    *list = (struct list){0};
    return only;
}

static const struct language_node *negate(struct parser *p, const struct language_node *node)
{
    if (!node)
        return NULL;
    struct list list = {0};
    struct language_node *not_node = new_node(p, LANGUAGE_NOT);
    list_add(&list, node);
    not_node->child_count = 1;
    not_node->children = arena_alloc(&p->tree->arena, sizeof *list.items);
    not_node->children[0] = node;
    free(list.items);
    return not_node;
}

/* ---- operands -------------------------------------------------------------------------------- */

static const struct token *current(const struct parser *p)
{
    return p->at < p->count ? &p->tokens[p->at] : NULL;
}

static struct slice without_stars(struct slice text)
{
    while (slice_ends(text, SLICE("*")))
        text.size--;
    return text;
}

/* "stem*" with two letters or digits at least. */
static bool is_prefix(struct slice text)
{
    struct slice stem = without_stars(text);
    size_t letters = 0;
    for (size_t at = 0; at < stem.size;) {
        uint32_t c;
        at += utf8_decode(stem, at, &c);
        letters += language_wordlike(c);
    }
    return stem.size < text.size && letters >= 2;
}

/* A word that belongs to a run of plain ones. */
static bool is_plain(const struct parser *p, const struct token *t)
{
    return t->kind == TOKEN_WORD && t->op == OPERATOR_NONE && !t->minus && !t->equals &&
           !t->field && !is_prefix(t->text) && (!p->field || p->field->kind == FIELD_WORDS);
}

/* A parenthesis that does not group is punctuation of the words around it. */
static bool is_punctuation(const struct token *t)
{
    return (t->kind == TOKEN_OPEN || t->kind == TOKEN_CLOSE) && !t->group;
}

/* The run of plain words that begins here, as one text of the question. */
static const struct language_node *parse_words(struct parser *p)
{
    size_t first = p->at, end = 0;
    for (const struct token *t = current(p); t; t = current(p)) {
        if (is_plain(p, t) || (t->kind == TOKEN_CLOSE && !t->group && t->partner >= first))
            end = t->end;
        else if (!is_punctuation(t))
            break;
        p->at++;
    }
    return leaf(p, LANGUAGE_WORDS, p->field, slice_part(p->question, p->tokens[first].start, end));
}

static const struct language_node *refuse(struct parser *p, const struct schema_field *field,
                                          struct slice text)
{
    const char *month = strcmp(field->english, "month") == 0 ? "the name of a month, " : "";
    const char *expected = field->slot >= 0
                               ? "a year, month or day (2024, 2024-11, 2024-11-05) or two of them, "
                                 "the earlier first (2024-11..2025-02, 2024.., ..2024)"
                               : "a sum (500000, 2mkr, 1,5mdkr) or two of them, the smaller first "
                                 "(1mkr..5mkr, 1mkr.., ..5mkr)";
    size_t shown = text.size < 60 ? text.size : utf8_floor(text, 60);
    p->status = error_set(p->error, STATUS_USAGE, "%s:%.*s: expected %s%s", field->name, (int)shown,
                          text.data, month, expected);
    return NULL;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool has_digit(struct slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if (is_digit(text.data[i]))
            return true;
    return false;
}

/* A filter's value; what follows a word in a list of them is not of it. */
static struct slice value_of(const struct token *t)
{
    struct slice text = t->text;
    if (t->kind == TOKEN_WORD)
        while (slice_ends(text, SLICE(",")) || slice_ends(text, SLICE(";")) ||
               slice_ends(text, SLICE("*")))
            text.size--;
    return text;
}

/* Whether what follows a value can be of its number: three more digits, or a unit. */
static bool goes_on(struct slice value, const struct token *next)
{
    size_t digits = 0, own = 0;
    while (digits < next->text.size && is_digit(next->text.data[digits]))
        digits++;
    while (own < value.size && is_digit(value.data[value.size - 1 - own]))
        own++;
    return own > 0 && (digits == 0 || (digits == 3 && own <= 3));
}

/* A sum goes on after a space, when that makes it one: belopp:500 000, belopp:2 mkr. */
static struct slice whole_amount(struct parser *p, const struct token *t)
{
    enum { TOKENS_MAX = 12 };
    uint64_t from, to;
    size_t start = t->end - t->text.size, first = p->at;
    struct slice text = t->text, longest = value_of(t);
    if (t->kind != TOKEN_WORD)
        return longest;
    for (size_t i = first; i < p->count && i < first + TOKENS_MAX; i++) {
        const struct token *next = &p->tokens[i];
        bool plain = next->kind == TOKEN_WORD && next->op == OPERATOR_NONE && !next->minus &&
                     !next->equals && !next->field;
        bool more = plain && goes_on(text, next);
        text = slice_part(p->question, start, next->end);
        struct slice value = slice_part(text, 0, text.size - slice_ends(text, SLICE(",")));
        bool whole = plain && language_amount_range(value, &from, &to) == RANGE_IS &&
                     (more || !has_digit(next->text));
        if (!more && !whole)
            break;
        if (whole) {
            longest = value;
            p->at = i + 1;
        }
    }
    return longest;
}

static const struct language_node *parse_range(struct parser *p, const struct schema_field *field,
                                               const struct token *t)
{
    uint64_t from, to;
    struct slice text = field->slot >= 0 ? value_of(t) : whole_amount(p, t);
    if (language_names_month(field, text))
        return leaf(p, LANGUAGE_FILTER, field, text);
    enum range_reading reading = field->slot >= 0 ? language_date_range(text, &from, &to)
                                                  : language_amount_range(text, &from, &to);
    if (reading == RANGE_BAD)
        return refuse(p, field, text);
    if (reading == RANGE_NONE)
        return leaf(p, LANGUAGE_WORDS, NULL, slice_part(p->question, t->start + t->minus, t->end));
    struct language_node *node = new_node(p, LANGUAGE_RANGE);
    node->field = field;
    node->text = text;
    node->from = from;
    node->to = to;
    return node;
}

/* A value without quotes ends at a space; but a reference's number, which everybody writes after
   one, belongs to it: ref:SOU 2023:98. */
static const struct language_node *parse_filter(struct parser *p, const struct schema_field *field,
                                                const struct token *t)
{
    struct slice text = value_of(t);
    const struct token *next = current(p);
    if (t->kind == TOKEN_WORD && strcmp(field->name, "ref") == 0 && !has_digit(text) && next &&
        is_plain(p, next) && has_digit(slice_part(next->text, 0, 1))) {
        text = slice_part(p->question, t->end - text.size, next->end);
        p->at++;
    }
    return leaf(p, LANGUAGE_FILTER, field, text);
}

/* A word or quote with a sign, a field or a star; p stands behind it. */
static const struct language_node *parse_marked(struct parser *p, const struct token *t)
{
    const struct schema_field *field = t->field ? t->field : p->field;
    if (field && field->kind == FIELD_RANGE)
        return parse_range(p, field, t);
    if (field && field->kind == FIELD_FILTER)
        return parse_filter(p, field, t);
    if (t->equals)
        return leaf(p, LANGUAGE_EXACT, field, without_stars(t->text));
    if (t->kind == TOKEN_QUOTE)
        return leaf(p, LANGUAGE_PHRASE, field, t->text);
    if (is_prefix(t->text))
        return leaf(p, LANGUAGE_PREFIX, field, without_stars(t->text));
    return leaf(p, LANGUAGE_WORDS, field, t->text);
}

static const struct language_node *parse_group(struct parser *p, const struct token *open)
{
    const struct schema_field *outer = p->field;
    if (open->field)
        p->field = open->field;
    p->at++;
    const struct language_node *node = parse_or(p);
    p->at++; /* its partner */
    p->field = outer;
    return node;
}

/* One operand, or NULL for nothing (an empty group, stray punctuation). */
static const struct language_node *parse_operand(struct parser *p)
{
    const struct token *t = current(p);
    const struct language_node *node;
    if (t->kind == TOKEN_OPEN && t->group) {
        node = parse_group(p, t);
    } else if (is_plain(p, t) ||
               (is_punctuation(t) && p->at + 1 < p->count && is_plain(p, t + 1))) {
        return parse_words(p);
    } else if (is_punctuation(t)) {
        p->at++;
        return NULL;
    } else {
        p->at++;
        node = parse_marked(p, t);
    }
    return t->minus ? negate(p, node) : node;
}

/* ---- operators ------------------------------------------------------------------------------- */

static enum token_operator operator_here(const struct parser *p)
{
    const struct token *t = current(p);
    return t ? t->op : OPERATOR_NONE;
}

static bool at_end(const struct parser *p)
{
    const struct token *t = current(p);
    return !t || p->status != STATUS_OK || (t->kind == TOKEN_CLOSE && t->group);
}

static const struct language_node *parse_side(struct parser *p)
{
    struct list list = {0};
    while (!at_end(p) && operator_here(p) == OPERATOR_NONE)
        list_add(&list, parse_operand(p));
    return join(p, LANGUAGE_ALL, 0, &list);
}

/* A row of NEARs is one, with the widest distance of them. */
static const struct language_node *parse_near(struct parser *p)
{
    struct list list = {0};
    unsigned distance = 0;
    list_add(&list, parse_side(p));
    while (!at_end(p) && operator_here(p) == OPERATOR_NEAR) {
        unsigned own = current(p)->distance;
        distance = own > distance ? own : distance;
        p->at++;
        list_add(&list, parse_side(p));
    }
    return join(p, LANGUAGE_NEAR, distance, &list);
}

static const struct language_node *parse_and(struct parser *p)
{
    struct list list = {0};
    list_add(&list, parse_near(p));
    while (!at_end(p)) {
        enum token_operator op = operator_here(p);
        if (op != OPERATOR_AND && op != OPERATOR_NOT)
            break;
        p->at += current(p)->op_words;
        const struct language_node *node = parse_near(p);
        list_add(&list, op == OPERATOR_NOT ? negate(p, node) : node);
    }
    return join(p, LANGUAGE_AND, 0, &list);
}

static const struct language_node *parse_or(struct parser *p)
{
    struct list list = {0};
    list_add(&list, parse_and(p));
    while (!at_end(p) && operator_here(p) == OPERATOR_OR) {
        p->at++;
        list_add(&list, parse_and(p));
    }
    return join(p, LANGUAGE_OR, 0, &list);
}

enum status language_parse(struct language_tree *out, struct slice question, struct error *error)
{
    struct tokens tokens;
    *out = (struct language_tree){0};
    language_tokens(&tokens, question);
    struct parser p = {.tree = out,
                       .question = question,
                       .tokens = tokens.items,
                       .count = tokens.count,
                       .error = error};
    out->root = parse_or(&p);
    out->cut = tokens.cut;
    free(tokens.items);
    return p.status;
}

void language_free(struct language_tree *tree)
{
    arena_free(&tree->arena);
    *tree = (struct language_tree){0};
}
