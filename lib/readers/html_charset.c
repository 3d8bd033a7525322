/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html_internal.h"

#include <string.h>

enum {
    HEAD_MAX = 2048, /* bytes in which a page names its character set */
    NAME_MAX_SIZE = 40,
};

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':' || c == '.';
}

/* The word after the first "charset=" in the head, or "". */
static struct slice named_charset(struct slice bytes)
{
    const struct slice mark = SLICE("charset=");
    struct slice head = slice_part(bytes, 0, HEAD_MAX);
    for (size_t i = 0; i + mark.size < head.size; i++) {
        if (!slice_equal_ascii(slice_part(head, i, i + mark.size), mark))
            continue;
        size_t start = i + mark.size;
        if (head.data[start] == '"' || head.data[start] == '\'')
            start++;
        size_t end = start;
        while (end < head.size && end - start < NAME_MAX_SIZE && is_name_char(head.data[end]))
            end++;
        return slice_part(head, start, end);
    }
    return (struct slice){0};
}

static bool is_one_of(struct slice name, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (slice_equal_ascii(name, slice_of(*names)))
            return true;
    }
    return false;
}

static uint32_t latin9(unsigned char byte)
{
    switch (byte) {
    case 0xA4:
        return 0x20AC;
    case 0xA6:
        return 0x160;
    case 0xA8:
        return 0x161;
    case 0xB4:
        return 0x17D;
    case 0xB8:
        return 0x17E;
    case 0xBC:
        return 0x152;
    case 0xBD:
        return 0x153;
    case 0xBE:
        return 0x178;
    default:
        return byte;
    }
}

bool html_decode(struct slice bytes, struct buffer *out)
{
    static const char *const as_windows[] = {"windows-1252", "cp1252", "iso-8859-1", "iso8859-1",
                                             "iso_8859-1",   "latin1", "latin-1",    "l1",
                                             "us-ascii",     "ascii",  NULL};
    static const char *const as_latin9[] = {"iso-8859-15", "iso8859-15", "latin9", "latin-9", NULL};
    struct slice name = named_charset(bytes);
    bool nine = is_one_of(name, as_latin9);
    if ((!nine && !is_one_of(name, as_windows)) || utf8_valid(bytes))
        return false;
    buffer_reserve(out, bytes.size + bytes.size / 8);
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        if (byte < 0x80)
            buffer_char(out, (char)byte);
        else if (nine)
            buffer_codepoint(out, latin9(byte));
        else
            buffer_codepoint(out, western_codepoint(byte));
    }
    return true;
}
