/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How one value is written in each format that a pipe reads. */
#include "base.h"

#include <math.h>
#include <stdlib.h>

static bool is_plain_json(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

static void json_escape(struct buffer *out, uint32_t codepoint)
{
    switch (codepoint) {
    case '"':
        buffer_text(out, "\\\"");
        break;
    case '\\':
        buffer_text(out, "\\\\");
        break;
    case '\b':
        buffer_text(out, "\\b");
        break;
    case '\f':
        buffer_text(out, "\\f");
        break;
    case '\n':
        buffer_text(out, "\\n");
        break;
    case '\r':
        buffer_text(out, "\\r");
        break;
    case '\t':
        buffer_text(out, "\\t");
        break;
    default:
        if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0) || codepoint == 0x2028 ||
            codepoint == 0x2029)
            buffer_format(out, "\\u%04x", (unsigned)codepoint);
        else
            buffer_codepoint(out, codepoint);
    }
}

void json_text(struct buffer *out, struct slice s)
{
    buffer_char(out, '"');
    for (size_t at = 0; at < s.size;) {
        size_t run = at;
        while (run < s.size && is_plain_json((unsigned char)s.data[run]))
            run++;
        buffer_slice(out, slice_part(s, at, run));
        at = run;
        if (at < s.size) {
            uint32_t codepoint;
            at += utf8_decode(s, at, &codepoint);
            json_escape(out, codepoint);
        }
    }
    buffer_char(out, '"');
}

/* Every decimal of up to 15 digits survives the way to a double and back, so if one of them is the
   value, %.15g finds it in its shortest form; 17 digits always suffice. */
void json_double(struct buffer *out, double value)
{
    char text[40];
    if (!isfinite(value)) {
        buffer_text(out, "null");
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        double back = strtod(text, NULL);
        if (!(back < value || back > value))
            break;
    }
    for (char *c = text; *c; c++)
        if (*c == ',') /* a locale's decimal comma */
            *c = '.';
    buffer_text(out, text);
}

void tsv_field(struct buffer *out, struct slice s)
{
    for (size_t i = 0; i < s.size; i++) {
        char c = s.data[i];
        char letter = c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\\' ? '\\' : '\0';
        if (letter) {
            buffer_char(out, '\\');
            buffer_char(out, letter);
        } else {
            buffer_char(out, c);
        }
    }
}

void csv_field(struct buffer *out, struct slice s)
{
    bool quote = false;
    for (size_t i = 0; i < s.size && !quote; i++)
        quote = s.data[i] == '"' || s.data[i] == ',' || s.data[i] == '\n' || s.data[i] == '\r';
    if (!quote) {
        buffer_slice(out, s);
        return;
    }
    buffer_char(out, '"');
    for (size_t i = 0; i < s.size; i++) {
        if (s.data[i] == '"')
            buffer_char(out, '"');
        buffer_char(out, s.data[i]);
    }
    buffer_char(out, '"');
}
