/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Windows of text, the order of tokens, and the small tools that finding readings needs. */
#include "swedish_tokens_internal.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ---- tools ----------------------------------------------------------------------------------- */

bool word_is(struct slice form, const char *word)
{
    return form.size > 0 && form.data[0] == word[0] && strncmp(form.data, word, form.size) == 0 &&
           word[form.size] == '\0';
}

bool plain_is(const struct token_memory *m, size_t t, const char *word)
{
    return word_is(plain_form(m, t), word);
}

bool plain_follows(const struct token_memory *m, size_t t, unsigned allowed)
{
    return (m->plains[t].gap & ~allowed) == 0;
}

bool word_in(struct slice form, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (word_is(form, words[i]))
            return true;
    return false;
}

bool plain_conjunction(const struct token_memory *m, size_t t)
{
    static const char *const words[] = {"och", "eller", "samt", "respektive", "resp"};
    return m->plains[t].kind == SWEDISH_WORD && WORD_IN(plain_form(m, t), words);
}

bool slice_digits(struct slice form, size_t max, uint32_t *value)
{
    uint32_t sum = 0;
    if (form.size == 0 || form.size > max || form.size > 9)
        return false;
    for (size_t i = 0; i < form.size; i++) {
        if (form.data[i] < '0' || form.data[i] > '9')
            return false;
        sum = sum * 10 + (uint32_t)(form.data[i] - '0');
    }
    *value = sum;
    return true;
}

char *forms_reserve(struct token_memory *m, size_t size)
{
    m->forms = base_grow(m->forms, &m->forms_room, m->forms_size + size, 1);
    return m->forms + m->forms_size;
}

/* bytes may lie in forms itself. */
uint32_t forms_append(struct token_memory *m, struct slice bytes)
{
    char copy[2 * SWEDISH_TOKEN_MAX];
    size_t size = bytes.size < sizeof copy ? bytes.size : sizeof copy;
    memcpy(copy, bytes.data, size);
    memcpy(forms_reserve(m, size + 1), copy, size);
    m->forms_size += size;
    return (uint32_t)(m->forms_size - size);
}

void reading_add(struct token_memory *m, size_t first, size_t last, enum swedish_kind kind,
                 struct slice form, uint64_t value)
{
    if (form.size == 0 || form.size > SWEDISH_TOKEN_MAX)
        return;
    m->readings =
        base_grow(m->readings, &m->reading_room, m->reading_count + 1, sizeof *m->readings);
    m->readings[m->reading_count++] = (struct reading){
        .first = (uint32_t)first,
        .last = (uint32_t)last,
        .form = forms_append(m, form),
        .size = (uint16_t)form.size,
        .kind = (uint8_t)kind,
        .start = m->plains[first].start,
        .end = m->plains[last].end,
        .value = value,
    };
}

void reading_add_format(struct token_memory *m, size_t first, size_t last, enum swedish_kind kind,
                        const char *format, ...)
{
    char form[2 * SWEDISH_TOKEN_MAX];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(form, sizeof form, format, arguments);
    va_end(arguments);
    if (size > 0 && (size_t)size < sizeof form)
        reading_add(m, first, last, kind, (struct slice){form, (size_t)size}, 0);
}

/* ---- readings -------------------------------------------------------------------------------- */

enum { CHAIN_MAX = 4 }; /* parts of a hyphenated word that are also written together */

static bool is_alphanumeric(struct slice form)
{
    for (size_t i = 0; i < form.size; i++) {
        unsigned char c = (unsigned char)form.data[i];
        bool ok = c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!ok)
            return false;
    }
    return form.size > 0;
}

/* "hbtq-personer" is also "hbtqpersoner"; plain token t is its last part. */
static void chain_at(struct token_memory *m, size_t t)
{
    char form[SWEDISH_TOKEN_MAX];
    size_t first = t, size = 0;
    bool word = false;
    while (first > 0 && (m->plains[first].flags & PLAIN_JOINED) != 0 && t - first < CHAIN_MAX)
        first--;
    if (t - first >= CHAIN_MAX)
        return;
    for (size_t i = first; i <= t; i++) {
        struct slice part = plain_form(m, i);
        if (!is_alphanumeric(part) || (m->plains[i].flags & PLAIN_DROPPED) != 0 ||
            size + part.size > sizeof form)
            return;
        memcpy(form + size, part.data, part.size);
        size += part.size;
        word = word || m->plains[i].kind == SWEDISH_WORD;
    }
    if (word)
        reading_add(m, first, t, SWEDISH_WORD, (struct slice){form, size}, 0);
}

static void number_at(struct token_memory *m, size_t t)
{
    if (!european_at(m, t))
        references_at(m, t);
    chapters_at(m, t);
    amounts_at_number(m, t);
    dates_at(m, t);
}

/* "miljon", "miljoner", "miljard", "miljarder" */
static bool is_million(const struct token_memory *m, const struct plain *p)
{
    return p->size >= 6 && p->size <= 9 && memcmp(m->forms + p->form, "milj", 4) == 0;
}

void readings_find(struct token_memory *m)
{
    m->reading_count = 0;
    for (size_t t = 0; t < m->plain_count; t++) {
        const struct plain *p = &m->plains[t];
        unsigned flags = p->flags;
        if ((flags & PLAIN_DROPPED) != 0)
            continue;
        if ((flags & PLAIN_JOINED) != 0 &&
            (t + 1 == m->plain_count || (m->plains[t + 1].flags & PLAIN_JOINED) == 0))
            chain_at(m, t);
        if ((flags & PLAIN_DIGIT) != 0)
            number_at(m, t);
        else if (is_million(m, p))
            amounts_at_word(m, t);
        if ((flags & (PLAIN_SUSPENDED | PLAIN_SOFT)) != 0)
            suspended_at(m, t);
        else if ((flags & (PLAIN_HUNG | PLAIN_JOINED)) == PLAIN_HUNG ||
                 ((m->plains[t].gap & GAP_HYPHEN) != 0 && (flags & PLAIN_JOINED) == 0))
            hung_at(m, t);
    }
}

/* By first token; nearly sorted already. Of those of one token the order of finding is kept. */
static void readings_sort(struct token_memory *m)
{
    for (size_t i = 1; i < m->reading_count; i++) {
        struct reading r = m->readings[i];
        size_t at = i;
        for (; at > 0 && m->readings[at - 1].first > r.first; at--)
            m->readings[at] = m->readings[at - 1];
        m->readings[at] = r;
    }
}

/* ---- windows --------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

/* Where the window that begins at start ends: after a sentence in its last half, else at white
   space, else at a character; start itself when it begins with a run of ASCII that fills it. */
static size_t window_end(struct slice text, size_t start)
{
    size_t limit = start + TOKENS_WINDOW, blank = 0;
    bool ascii = true;
    if (text.size - start <= TOKENS_WINDOW)
        return text.size;
    for (size_t at = limit; at > start + TOKENS_WINDOW / 2; at--) {
        if (!is_blank(text.data[at]))
            continue;
        if (text.data[at] == '\t' || text.data[at] == '\n' || text.data[at - 1] == '.')
            return at;
        if (blank == 0)
            blank = at;
    }
    if (blank > 0)
        return blank;
    for (size_t at = start + TOKENS_WINDOW / 2; at > start; at--)
        if (is_blank(text.data[at]))
            return at;
    for (size_t at = start; at < limit; at++)
        ascii = ascii && (unsigned char)text.data[at] < 0x80;
    return ascii ? start : utf8_floor(text, limit);
}

static size_t run_end(struct slice text, size_t at)
{
    while (at < text.size && (unsigned char)text.data[at] < 0x80 && !is_blank(text.data[at]))
        at++;
    return at;
}

/* ---- the callback ---------------------------------------------------------------------------- */

struct sink {
    int (*token)(void *user, const struct swedish_token *token);
    void *user;
    size_t base;       /* bytes before the window */
    uint32_t position; /* plain tokens before it */
};

static int emit_plain(const struct token_memory *m, const struct sink *sink, size_t t)
{
    const struct plain *p = &m->plains[t];
    struct swedish_token token = {
        .kind = (enum swedish_kind)p->kind,
        .joined = (p->flags & PLAIN_JOINED) != 0,
        .suspended = (p->flags & PLAIN_SUSPENDED) != 0,
        .sentence_start = (p->flags & PLAIN_SENTENCE) != 0,
        .capital = (p->flags & PLAIN_CAPITAL) != 0,
        .position = sink->position + (uint32_t)t,
        .span = 1,
        .form = plain_form(m, t),
        .start = sink->base + p->start,
        .end = sink->base + p->end,
    };
    return sink->token(sink->user, &token);
}

static int emit_reading(const struct token_memory *m, const struct sink *sink,
                        const struct reading *r)
{
    struct swedish_token token = {
        .kind = (enum swedish_kind)r->kind,
        .also = true,
        .capital = (m->plains[r->first].flags & PLAIN_CAPITAL) != 0,
        .position = sink->position + r->first,
        .span = r->last - r->first + 1,
        .form = tokens_form(m, r->form, r->size),
        .start = sink->base + r->start,
        .end = sink->base + r->end,
        .value = r->value,
    };
    return sink->token(sink->user, &token);
}

static int emit_window(struct token_memory *m, const struct sink *sink)
{
    size_t next = 0;
    for (size_t t = 0; t < m->plain_count; t++) {
        int stop = 0;
        if ((m->plains[t].flags & PLAIN_DROPPED) != 0)
            m->dropped++;
        else
            stop = emit_plain(m, sink, t);
        for (; stop == 0 && next < m->reading_count && m->readings[next].first == t; next++)
            stop = emit_reading(m, sink, &m->readings[next]);
        if (stop != 0)
            return stop;
    }
    return 0;
}

/* Windows end before white space; a tab in it is a border still. */
static size_t skip_blanks(struct token_memory *m, struct slice text, size_t at)
{
    for (; at < text.size && is_blank(text.data[at]); at++)
        m->sentence_pending = m->sentence_pending || text.data[at] == '\t';
    return at;
}

static void find_tokens(struct token_memory *m)
{
    atoms_scan(m);
    tokens_assemble(m);
    sentences_mark(m);
    readings_find(m);
    readings_sort(m);
}

enum status tokens_each(struct token_memory *m, struct slice text,
                        int (*token)(void *user, const struct swedish_token *token), void *user,
                        size_t *dropped)
{
    struct sink sink = {.token = token, .user = user};
    enum status status = STATUS_OK;
    m->first_of_text = true;
    m->sentence_pending = false;
    m->dropped = 0;
    size_t start = 0;
    while (status == STATUS_OK && (start = skip_blanks(m, text, start)) < text.size) {
        size_t end = window_end(text, start);
        if (end == start) {
            start = run_end(text, start);
            sink.position++;
            m->dropped++;
            m->first_of_text = false;
            continue;
        }
        m->text = slice_part(text, start, end);
        find_tokens(m);
        sink.base = start;
        status = emit_window(m, &sink) == 0 ? STATUS_OK : STATUS_STOPPED;
        sink.position += (uint32_t)m->plain_count;
        m->first_of_text = m->first_of_text && m->plain_count == 0;
        start = end;
    }
    if (dropped != NULL)
        *dropped += m->dropped;
    return status;
}

struct token_memory *token_memory_new(void)
{
    return base_calloc(1, sizeof(struct token_memory));
}

void token_memory_free(struct token_memory *m)
{
    if (m == NULL)
        return;
    free(m->forms);
    free(m->atoms);
    free(m->plains);
    free(m->readings);
    free(m);
}

/* The memory is taken out of the analyser while it is in use, so that a callback may tokenize
   another text with it. */
enum status swedish_tokens_each(struct swedish *s, struct slice text,
                                int (*token)(void *user, const struct swedish_token *token),
                                void *user, size_t *dropped)
{
    struct token_memory **place = swedish_token_memory(s);
    struct token_memory *m = *place != NULL ? *place : token_memory_new();
    *place = NULL;
    m->swedish = s;
    enum status status = tokens_each(m, text, token, user, dropped);
    token_memory_free(*place);
    *place = m;
    return status;
}
