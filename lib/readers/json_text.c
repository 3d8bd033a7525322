/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON one value at a time, so that a long list takes the memory of its longest entry. */
#include "json_internal.h"

#include <string.h>

size_t json_skip_space(struct slice text, size_t at)
{
    while (at < text.size && strchr(" \t\n\r", text.data[at]) != NULL)
        at++;
    return at;
}

/* After the string whose opening quote stands at `at`. */
static size_t string_end(struct slice text, size_t at)
{
    for (at++; at < text.size; at++) {
        if (text.data[at] == '\\')
            at++;
        else if (text.data[at] == '"')
            return at + 1;
    }
    return text.size;
}

size_t json_value_end(struct slice text, size_t at, size_t *values)
{
    size_t depth = 0;
    *values = 1;
    while (at < text.size) {
        switch (text.data[at]) {
        case '"':
            at = string_end(text, at);
            continue;
        case '[':
        case '{':
            depth++;
            ++*values;
            break;
        case ']':
        case '}':
            if (depth == 0)
                return at;
            if (--depth == 0)
                return at + 1;
            break;
        case ',':
            if (depth == 0)
                return at;
            ++*values;
            break;
        default:
            break;
        }
        at++;
    }
    return text.size;
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
    if (*value == NULL)
        return refuse(text, start, reason.line, reason.text, error);
    return STATUS_OK;
}
