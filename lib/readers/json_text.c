/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON one value at a time, so that a long list takes the memory of its longest entry. */
#include "json_internal.h"

#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

size_t json_skip_space(struct slice text, size_t at)
{
    const struct slice indent = SLICE("        "); /* of which a third of our lists is made */
    while (text.size - at >= indent.size && memcmp(text.data + at, indent.data, indent.size) == 0)
        at += indent.size;
    while (at < text.size && is_space(text.data[at]))
        at++;
    return at;
}

size_t json_string_end(struct slice text, size_t at)
{
    const char *quote;
    size_t escapes;
    while ((quote = memchr(text.data + at + 1, '"', text.size - at - 1)) != NULL) {
        at = (size_t)(quote - text.data);
        for (escapes = 0; text.data[at - escapes - 1] == '\\';) /* as far as the quote before */
            escapes++;
        if (escapes % 2 == 0)
            return at + 1;
    }
    return text.size;
}

/* A key of the outermost object, with its quotes. */
static void heed_key(struct json_span *span, struct slice key, size_t after_colon)
{
    bool escaped = memchr(key.data, '\\', key.size) != NULL;
    if (escaped || slice_equal(key, SLICE("\"url\"")))
        span->url = escaped || span->url != 0 ? SIZE_MAX : after_colon;
}

struct json_span json_span_at(struct slice text, size_t at)
{
    struct json_span span = {.end = text.size, .values = 1};
    size_t depth = 0, string = at, string_end = at; /* the last one */
    while (at < text.size) {
        switch (text.data[at]) {
        case '"':
            string = at;
            at = string_end = json_string_end(text, at);
            continue;
        case '\n':
            at = json_skip_space(text, at + 1);
            continue;
        case ':':
            if (depth == 1)
                heed_key(&span, slice_part(text, string, string_end), at + 1);
            break;
        case '[':
        case '{':
            depth++;
            span.values++;
            break;
        case ']':
        case '}':
            if (depth < 2) {
                span.end = at + depth;
                return span;
            }
            depth--;
            break;
        case ',':
            if (depth == 0) {
                span.end = at;
                return span;
            }
            span.values++;
            break;
        default:
            break;
        }
        at++;
    }
    return span;
}

/* STATUS_BAD_INPUT; names the line at `at` and `more` lines below it, in a text of several. */
static enum status refuse(struct slice text, size_t at, int more, const char *reason,
                          struct error *error)
{
    size_t line = 1 + (more > 1 ? (size_t)more - 1 : 0);
    for (size_t i = 0; i < at && i < text.size; i++)
        line += text.data[i] == '\n';
    if (slice_find(text, SLICE("\n"), 0) == SIZE_MAX)
        return error_set(error, STATUS_BAD_INPUT, "not JSON: %s", reason);
    return error_set(error, STATUS_BAD_INPUT, "line %zu: not JSON: %s", line, reason);
}

enum status json_parse(struct slice text, size_t start, size_t end, json_t **value,
                       struct error *error)
{
    json_error_t reason;
    struct slice part = slice_part(text, start, end);
    *value = NULL;
    if (slice_trim(part).size == 0)
        return refuse(text, end, 0, "a value is missing", error);
    *value = json_loadb(part.data, part.size, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &reason);
    if (*value == NULL && json_error_code(&reason) == json_error_null_character)
        return refuse(text, start, reason.line, "a string holds the character \\u0000", error);
    if (*value == NULL)
        return refuse(text, start, reason.line, reason.text, error);
    return STATUS_OK;
}
