/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Marks within a line that md4c would read otherwise than the mirror's writer meant them. */
#include "readers_internal.h"

#include <string.h>

enum {
    PARENS_MAX = 8, /* nesting within an address; also keeps the search for its end linear */
};

/* ---- addresses of links ---------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The offset of the ")" that ends what begins at `at`, or SIZE_MAX. */
static size_t closing(struct slice line, size_t at)
{
    size_t depth = 1;
    for (; at < line.size; at++) {
        char c = line.data[at];
        if (c == '\\')
            at++;
        else if (c == ')' && --depth == 0)
            return at;
        else if (c == '(' && ++depth > PARENS_MAX)
            return SIZE_MAX;
    }
    return SIZE_MAX;
}

/* A title in quotes that begins at `at`: the offset of the ")" after it, or SIZE_MAX. Quotes within
   it are not escaped, so it ends where ")" follows a quote. */
static size_t after_title(struct slice line, size_t at)
{
    char quote = line.data[at];
    for (size_t i = at + 1; i < line.size; i++) {
        char c = line.data[i];
        if (c == '(' && line.data[i - 1] == ']')
            return SIZE_MAX; /* the next link: this title never ended */
        if (c == ')' && line.data[i - 1] == quote && i > at + 1)
            return i;
    }
    return SIZE_MAX;
}

/* Splits what stands after "](" at `start`: the address, and the offset of the ")". false when this
   is no link. */
static bool split_link(struct slice line, size_t start, struct slice *address, size_t *end)
{
    size_t at = start;
    while (at < line.size && !is_blank(line.data[at]) && line.data[at] != ')' &&
           line.data[at] != '(')
        at++;
    size_t title = at;
    while (title < line.size && is_blank(line.data[title]))
        title++;
    if (title < line.size && title > at && (line.data[title] == '"' || line.data[title] == '\'')) {
        *end = after_title(line, title);
        *address = slice_part(line, start, at);
        if (*end != SIZE_MAX)
            return true;
    }
    *end = closing(line, start);
    if (*end == SIZE_MAX)
        return false;
    *address = slice_trim(slice_part(line, start, *end));
    return true;
}

/* "http://Myndighetens föreskrifter": a name where an address was meant. Spaces are forgiven in
   what follows a host, in paths, and in tel: and mailto:. */
static bool is_address(struct slice s)
{
    size_t host = slice_find(s, SLICE("://"), 0);
    if (s.size == 0 || s.size > PAGE_ADDRESS_MAX)
        return false;
    if (host == SIZE_MAX)
        return true;
    for (size_t i = host + 3; i < s.size && s.data[i] != '/'; i++) {
        if (is_blank(s.data[i]))
            return false;
    }
    return true;
}

/* "(address)" in a form that md4c reads: in angle brackets when it must be. */
static void put_address(struct slice address, struct buffer *out)
{
    if (address.size >= 2 && address.data[0] == '<' && address.data[address.size - 1] == '>')
        address = slice_part(address, 1, address.size - 1);
    bool plain = true;
    for (size_t i = 0; i < address.size && plain; i++)
        plain = strchr(" \t()<>", address.data[i]) == NULL;
    buffer_text(out, plain ? "](" : "](<");
    for (size_t i = 0; i < address.size; i++) {
        if (address.data[i] == '<' || address.data[i] == '>')
            buffer_char(out, '\\');
        buffer_char(out, address.data[i]);
        if (address.data[i] == '\\' && i + 1 < address.size)
            buffer_char(out, address.data[++i]);
    }
    buffer_text(out, plain ? ")" : ">)");
}

/* ---- marks ----------------------------------------------------------------------------------- */

static void open_bracket(struct slice line, size_t at, struct mend_inline *state)
{
    bool image = at > 0 && line.data[at - 1] == '!';
    if (state->depth < 64) {
        uint64_t bit = (uint64_t)1 << state->depth;
        state->images = image ? state->images | bit : state->images & ~bit;
    }
    state->depth++;
}

/* At "]": writes it and what belongs to it; returns the offset after it. */
static size_t close_bracket(struct slice line, size_t at, struct buffer *out,
                            struct mend_inline *state)
{
    struct slice address;
    size_t end;
    bool matched = state->depth > 0;
    if (matched)
        state->depth--;
    bool image = matched && state->depth < 64 && (state->images >> state->depth & 1) != 0;
    if (at + 1 >= line.size || line.data[at + 1] != '(') {
        buffer_char(out, ']');
        return at + 1;
    }
    if (!matched || !split_link(line, at + 2, &address, &end)) {
        buffer_text(out, "]\\(");
        return at + 2;
    }
    if (image || !is_address(address))
        buffer_text(out, "]()");
    else
        put_address(address, out);
    return end + 1;
}

/* A run of stars: two are bold, three bold and more, four the end of one and the beginning of the
   next; more are no mark. Returns the offset after it. */
static size_t put_stars(struct slice line, size_t at, struct buffer *out)
{
    size_t end = at;
    while (end < line.size && line.data[end] == '*')
        end++;
    size_t count = end - at;
    if (count > 4) {
        buffer_char(out, ' ');
        return end;
    }
    for (size_t i = 0; i < count / 2; i++)
        buffer_char(out, (char)PAGE_BOLD);
    if (count % 2 == 1)
        buffer_char(out, '*');
    return end;
}

/* "\_\_\_": a line to write on. Others are copied, escape and all. */
static size_t put_escape(struct slice line, size_t at, struct buffer *out)
{
    size_t end = at, count = 0;
    while (end + 1 < line.size && line.data[end] == '\\' && line.data[end + 1] == '_') {
        end += 2;
        count++;
    }
    if (count >= 3) {
        buffer_char(out, ' ');
        return end;
    }
    end = at + 2 <= line.size ? at + 2 : line.size;
    buffer_slice(out, slice_part(line, at, end));
    return end;
}

/* Code between runs of backticks of one length is copied as it stands. Without an end on the same
   line only the run is; no_end remembers that for the rest of the line, so that the search stays
   linear. */
static size_t put_code(struct slice line, size_t at, struct buffer *out, uint32_t *no_end)
{
    size_t start = at;
    while (start < line.size && line.data[start] == '`')
        start++;
    size_t count = start - at, end = start;
    uint32_t bit = count < 32 ? (uint32_t)1 << count : 0;
    while (bit != 0 && !(*no_end & bit) && end < line.size) {
        size_t run = end;
        while (run < line.size && line.data[run] == '`')
            run++;
        if (run - end == count) {
            buffer_slice(out, slice_part(line, at, run));
            return run;
        }
        end = run > end ? run : end + 1;
    }
    *no_end |= bit;
    buffer_slice(out, slice_part(line, at, start));
    return start;
}

void mend_inline(struct slice line, struct buffer *out, struct mend_inline *state)
{
    static const char marks[256] = {['\\'] = 1, ['*'] = 1, ['['] = 1, [']'] = 1, ['`'] = 1};
    uint32_t no_end = 0;
    size_t at = 0, copied = 0;
    while (at < line.size) {
        if (!marks[(unsigned char)line.data[at]]) {
            at++;
            continue;
        }
        buffer_slice(out, slice_part(line, copied, at));
        switch (line.data[at]) {
        case '\\':
            at = put_escape(line, at, out);
            break;
        case '*':
            at = put_stars(line, at, out);
            break;
        case '`':
            at = put_code(line, at, out, &no_end);
            break;
        case '[':
            open_bracket(line, at, state);
            buffer_char(out, '[');
            at++;
            break;
        default:
            at = close_bracket(line, at, out, state);
            break;
        }
        copied = at;
    }
    buffer_slice(out, slice_part(line, copied, line.size));
}
