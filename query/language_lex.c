/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "language_internal.h"

#include <stdlib.h>

enum { FIELD_NAME_MAX = 24 /* bytes; longer words before a colon are no field */ };

/* An open parenthesis: one that stands where an operand begins may group, one inside a word
   ("COM(2023)") never does. */
struct paren {
    size_t token; /* SIZE_MAX: inside a word */
};

struct lexer {
    struct slice text;
    size_t at;
    struct tokens *tokens;
    struct paren *parens;
    size_t paren_count, paren_room;
    size_t last_quote; /* end of the last quote character of the text */
};

/* ---- characters ------------------------------------------------------------------------------ */

static bool is_space(uint32_t c)
{
    return c <= ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static bool is_quote(uint32_t c)
{
    return c == '"' || (c >= 0x201C && c <= 0x201F);
}

bool language_wordlike(uint32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return c >= 0xAA && c != 0xAB && c != 0xAD && c != 0xB7 && c != 0xBB && c != 0xBF &&
           !is_space(c) && !(c >= 0x2000 && c <= 0x206F) && c != 0x2212 && c != 0xFFFD;
}

static bool has_wordlike(struct slice s)
{
    for (size_t at = 0; at < s.size;) {
        uint32_t c;
        at += utf8_decode(s, at, &c);
        if (language_wordlike(c))
            return true;
    }
    return false;
}

static uint32_t peek(const struct lexer *l, size_t at, size_t *length)
{
    uint32_t c = ' ';
    size_t size = at < l->text.size ? utf8_decode(l->text, at, &c) : 0;
    if (length)
        *length = size;
    return c;
}

/* Whether the character before `at` ends a word: an operand may begin here. */
static bool at_border(const struct lexer *l, size_t at)
{
    if (at == 0)
        return true;
    size_t before = utf8_floor(l->text, at - 1);
    return !language_wordlike(peek(l, before, NULL));
}

/* The end of the quote that opens at `at`: just beyond its closing character, or SIZE_MAX. */
static size_t quote_end(const struct lexer *l, size_t at, size_t *inner_end)
{
    size_t length;
    peek(l, at, &length);
    for (size_t i = at + length; i < l->last_quote; i += length) {
        if (is_quote(peek(l, i, &length))) {
            *inner_end = i;
            return i + length;
        }
    }
    return SIZE_MAX;
}

static size_t find_last_quote(struct slice text)
{
    size_t last = 0;
    for (size_t at = 0; at < text.size;) {
        uint32_t c;
        at += utf8_decode(text, at, &c);
        if (is_quote(c))
            last = at;
    }
    return last;
}

/* ---- prefixes -------------------------------------------------------------------------------- */

/* A word that is followed by a suspended one: "antibiotika och -resistens". */
static bool suspends(const struct tokens *tokens)
{
    static const struct slice words[] = {
        {.data = "och", .size = 3},
        {.data = "eller", .size = 5},
        {.data = "samt", .size = 4},
        {.data = "respektive", .size = 10},
    };
    if (tokens->count == 0 || tokens->items[tokens->count - 1].kind != TOKEN_WORD)
        return false;
    const struct token *last = &tokens->items[tokens->count - 1];
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_equal_ascii(last->text, words[i]) && !last->minus && !last->equals &&
            !last->field)
            return true;
    return false;
}

static void read_minus(struct lexer *l, struct token *t)
{
    if (peek(l, l->at, NULL) != '-')
        return;
    bool open = l->at == 0 || l->text.data[l->at - 1] == '(' ||
                is_space(peek(l, utf8_floor(l->text, l->at - 1), NULL));
    uint32_t next = peek(l, l->at + 1, NULL);
    if (!open || is_space(next) || next == '-' || next == ')' || suspends(l->tokens))
        return;
    t->minus = true;
    l->at++;
}

/* Whether a value with something to look for begins at `at`: in quotes, parentheses, or up to the
   next space. */
static bool value_begins(const struct lexer *l, size_t at)
{
    size_t length, inner, end = at;
    uint32_t c = peek(l, at, NULL);
    if (is_quote(c) && quote_end(l, at, &inner) != SIZE_MAX)
        return has_wordlike(slice_part(l->text, at, inner));
    if (c == '(')
        return true;
    while (end < l->text.size && !is_space(peek(l, end, &length)))
        end += length;
    return has_wordlike(slice_part(l->text, at, end));
}

/* Whether the field's value is a month's name, which ends where the word does. */
static bool month_begins(const struct lexer *l, const struct schema_field *field, size_t at)
{
    size_t end = at, length;
    while (end < l->text.size && language_wordlike(peek(l, end, &length)))
        end += length;
    return language_names_month(field, slice_part(l->text, at, end)) &&
           is_space(peek(l, end + (peek(l, end, NULL) == ','), NULL));
}

/* Whether the value of a range may begin at `at`: "2024", "..2024", ">2024", a quote or a group. */
static bool range_begins(const struct lexer *l, size_t at)
{
    if (peek(l, at, NULL) == '<' || peek(l, at, NULL) == '>')
        at += peek(l, at + 1, NULL) == '=' ? 2 : 1;
    if (slice_starts(slice_part(l->text, at, l->text.size), SLICE("..")))
        at += 2;
    uint32_t c = peek(l, at, NULL);
    return is_quote(c) || c == '(' || (c >= '0' && c <= '9');
}

/* "typ:" and its value at once after it; else it is a word. */
static void read_field(struct lexer *l, struct token *t)
{
    size_t end = l->at, length;
    while (end < l->text.size && end - l->at < FIELD_NAME_MAX &&
           language_wordlike(peek(l, end, &length)))
        end += length;
    if (end == l->at || end >= l->text.size || l->text.data[end] != ':' ||
        !value_begins(l, end + 1))
        return;
    const struct schema_field *field = schema_field_find(slice_part(l->text, l->at, end));
    if (!field || (field->kind == FIELD_RANGE && !range_begins(l, end + 1) &&
                   !month_begins(l, field, end + 1)))
        return;
    t->field = field;
    l->at = end + 1;
}

static void read_equals(struct lexer *l, struct token *t)
{
    uint32_t next = peek(l, l->at + 1, NULL);
    if (peek(l, l->at, NULL) != '=' || is_space(next))
        return;
    if (!language_wordlike(next) && !is_quote(next))
        return;
    t->equals = true;
    l->at++;
}

/* ---- tokens ---------------------------------------------------------------------------------- */

static struct token *add_token(struct lexer *l, const struct token *t)
{
    struct tokens *all = l->tokens;
    all->items = base_grow(all->items, &all->room, all->count + 1, sizeof *all->items);
    all->items[all->count] = *t;
    return &all->items[all->count++];
}

static void push_paren(struct lexer *l, size_t token)
{
    l->parens = base_grow(l->parens, &l->paren_room, l->paren_count + 1, sizeof *l->parens);
    l->parens[l->paren_count++] = (struct paren){.token = token};
}

static void read_open(struct lexer *l, struct token *t)
{
    t->kind = TOKEN_OPEN;
    t->partner = SIZE_MAX;
    t->end = ++l->at;
    push_paren(l, l->tokens->count);
    add_token(l, t);
}

static void read_close(struct lexer *l)
{
    size_t open = l->parens[--l->paren_count].token;
    struct token t = {.kind = TOKEN_CLOSE, .start = l->at, .end = l->at + 1, .partner = open};
    l->tokens->items[open].partner = l->tokens->count;
    l->at++;
    add_token(l, &t);
}

static bool closes_group(const struct lexer *l)
{
    return l->paren_count > 0 && l->parens[l->paren_count - 1].token != SIZE_MAX;
}

/* Moves to the end of the word that begins here. */
static void skip_word(struct lexer *l)
{
    size_t start = l->at, length, inner;
    for (; l->at < l->text.size; l->at += length) {
        uint32_t c = peek(l, l->at, &length);
        if (is_space(c) || (c == ')' && closes_group(l)))
            return;
        if (c == '(')
            push_paren(l, SIZE_MAX);
        if (c == ')' && l->paren_count > 0)
            l->paren_count--;
        if (is_quote(c) && l->at > start && at_border(l, l->at) &&
            quote_end(l, l->at, &inner) != SIZE_MAX)
            return;
    }
}

/* "30 %" is "30%": a sign of per cent alone is of the number before it. */
static void take_per_cent(struct lexer *l, struct slice sign)
{
    static const struct slice signs[] = {{.data = "%", .size = 1}, {.data = "‰", .size = 3}};
    struct token *last = l->tokens->count > 0 ? &l->tokens->items[l->tokens->count - 1] : NULL;
    bool per_cent = slice_equal(sign, signs[0]) || slice_equal(sign, signs[1]);
    if (!per_cent || !last || last->kind != TOKEN_WORD || last->equals ||
        (last->field && last->field->kind != FIELD_WORDS))
        return;
    char end = last->text.data[last->text.size - 1];
    if (end < '0' || end > '9')
        return;
    last->end = l->at;
    last->text.size = (size_t)(l->text.data + l->at - last->text.data);
}

static void read_word(struct lexer *l, struct token *t)
{
    size_t start = l->at;
    skip_word(l);
    if (l->at == start) /* a lone quote or the like: never stand still */
        l->at++;
    t->kind = TOKEN_WORD;
    t->text = slice_part(l->text, start, l->at);
    t->end = l->at;
    if (has_wordlike(t->text))
        add_token(l, t);
    else
        take_per_cent(l, t->text);
}

static void read_token(struct lexer *l)
{
    size_t length, inner = 0;
    uint32_t c = peek(l, l->at, &length);
    if (is_space(c)) {
        l->at += length;
        return;
    }
    if (c == ')' && closes_group(l)) {
        read_close(l);
        return;
    }
    struct token t = {.start = l->at, .partner = SIZE_MAX};
    read_minus(l, &t);
    read_field(l, &t);
    read_equals(l, &t);
    c = peek(l, l->at, &length);
    size_t end = is_quote(c) ? quote_end(l, l->at, &inner) : SIZE_MAX;
    if (end != SIZE_MAX) {
        t.kind = TOKEN_QUOTE;
        t.text = slice_part(l->text, l->at + length, inner);
        t.end = l->at = end;
        if (has_wordlike(t.text))
            add_token(l, &t);
    } else if (c == '(') {
        read_open(l, &t);
    } else {
        read_word(l, &t);
    }
}

/* ---- operators ------------------------------------------------------------------------------- */

/* Without a small letter: then OCH, ELLER and INTE are words like the others. */
static bool all_capitals(struct slice text)
{
    for (size_t at = 0; at < text.size;) {
        uint32_t c;
        at += utf8_decode(text, at, &c);
        if ((c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7))
            return false;
    }
    return true;
}

static bool read_distance(struct slice text, unsigned *distance)
{
    *distance = LANGUAGE_NEAR_DEFAULT;
    if (text.size == 4)
        return true;
    if (text.size > 8 || text.size < 6 || text.data[4] != '/')
        return false;
    unsigned number = 0;
    for (size_t i = 5; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        number = number * 10 + (unsigned)(text.data[i] - '0');
    }
    *distance = number > LANGUAGE_NEAR_MAX ? LANGUAGE_NEAR_MAX : number;
    return number > 0;
}

static enum token_operator operator_of(const struct token *t, bool swedish, unsigned *distance)
{
    if (t->kind != TOKEN_WORD || t->minus || t->equals || t->field)
        return OPERATOR_NONE;
    if (slice_equal(t->text, SLICE("OR")) || (swedish && slice_equal(t->text, SLICE("ELLER"))))
        return OPERATOR_OR;
    if (slice_equal(t->text, SLICE("AND")) || (swedish && slice_equal(t->text, SLICE("OCH"))))
        return OPERATOR_AND;
    if (slice_equal(t->text, SLICE("NOT")) || (swedish && slice_equal(t->text, SLICE("INTE"))))
        return OPERATOR_NOT;
    if (slice_starts(t->text, SLICE("NEAR")) && read_distance(t->text, distance))
        return OPERATOR_NEAR;
    return OPERATOR_NONE;
}

/* An operand may end with t: "HÄLSO-" waits for the word after OCH. */
static bool ends_operand(const struct token *t)
{
    return t->kind != TOKEN_OPEN && !(t->kind == TOKEN_WORD && slice_ends(t->text, SLICE("-")));
}

static bool begins_operand(const struct tokens *tokens, size_t i)
{
    return i < tokens->count && tokens->items[i].kind != TOKEN_CLOSE;
}

static void find_operators(struct tokens *tokens, bool swedish)
{
    for (size_t i = 1; i < tokens->count; i++) {
        struct token *t = &tokens->items[i];
        unsigned distance = 0, ignored;
        enum token_operator op = operator_of(t, swedish, &distance);
        if (op == OPERATOR_NONE || !ends_operand(t - 1) || !begins_operand(tokens, i + 1))
            continue;
        t->op_words = 1;
        if (op == OPERATOR_AND && operator_of(t + 1, swedish, &ignored) == OPERATOR_NOT &&
            begins_operand(tokens, i + 2)) {
            op = OPERATOR_NOT;
            t->op_words = 2;
        }
        t->op = op;
        t->distance = distance;
        i += t->op_words; /* what comes next is an operand, whatever it looks like */
    }
}

/* Parentheses group when an operator is inside them, at any depth, or a sign or field before. */
static void find_groups(struct tokens *tokens)
{
    size_t *stack = base_alloc((tokens->count + 1) * sizeof *stack);
    size_t depth = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        struct token *t = &tokens->items[i];
        if (t->op != OPERATOR_NONE && depth > 0)
            tokens->items[stack[depth - 1]].group = true;
        if (t->kind == TOKEN_OPEN && t->partner != SIZE_MAX) {
            t->group = t->minus || t->field;
            stack[depth++] = i;
        }
        if (t->kind == TOKEN_CLOSE) {
            struct token *open = &tokens->items[stack[--depth]];
            t->group = open->group;
            if (open->group && depth > 0)
                tokens->items[stack[depth - 1]].group = true;
        }
    }
    free(stack);
}

/* Groups deeper than the limit are none. */
static void limit_depth(struct tokens *tokens)
{
    size_t depth = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        struct token *t = &tokens->items[i];
        if (!t->group)
            continue;
        if (t->kind == TOKEN_CLOSE) {
            depth--;
        } else if (depth < LANGUAGE_DEPTH_MAX) {
            depth++;
        } else {
            t->group = false;
            tokens->items[t->partner].group = false;
        }
    }
}

void language_tokens(struct tokens *out, struct slice question)
{
    *out = (struct tokens){.cut = question.size > LANGUAGE_BYTES_MAX};
    if (out->cut)
        question = slice_part(question, 0, utf8_floor(question, LANGUAGE_BYTES_MAX));
    struct lexer l = {.text = question, .tokens = out, .last_quote = find_last_quote(question)};
    while (l.at < l.text.size && out->count < LANGUAGE_OPERANDS_MAX)
        read_token(&l);
    out->cut |= l.at < l.text.size;
    free(l.parens);
    find_operators(out, !all_capitals(question));
    find_groups(out);
    limit_depth(out);
}
