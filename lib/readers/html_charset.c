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

/* What windows-1252 has where Latin-1 has control characters; pages that name Latin-1 mean it. */
static const uint16_t windows[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

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
            buffer_codepoint(out, byte < 0xA0 ? windows[byte - 0x80] : byte);
    }
    return true;
}
