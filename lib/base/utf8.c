/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base.h"

enum { REPLACEMENT = 0xFFFD };

/* What may follow a lead byte (table 3-7 of the Unicode standard): how many bytes in all, and the
   range of the second, which is where overlong forms, surrogates and too large values are told. */
struct lead {
    size_t length; /* 0: no lead byte */
    unsigned char low, high;
};

static struct lead lead_of(unsigned char byte)
{
    if (byte < 0xC2 || byte > 0xF4)
        return (struct lead){0};
    if (byte < 0xE0)
        return (struct lead){2, 0x80, 0xBF};
    if (byte < 0xF0)
        return (struct lead){3, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF};
    return (struct lead){4, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF};
}

size_t utf8_decode(struct slice s, size_t offset, uint32_t *codepoint)
{
    const unsigned char *bytes = (const unsigned char *)s.data + offset;
    size_t left = s.size - offset;
    *codepoint = bytes[0];
    if (bytes[0] < 0x80)
        return 1;
    struct lead lead = lead_of(bytes[0]);
    if (lead.length == 0) {
        *codepoint = REPLACEMENT;
        return 1;
    }
    uint32_t value = bytes[0] & (0x7Fu >> lead.length);
    for (size_t i = 1; i < lead.length; i++) {
        unsigned char low = i == 1 ? lead.low : 0x80;
        unsigned char high = i == 1 ? lead.high : 0xBF;
        if (i >= left || bytes[i] < low || bytes[i] > high) {
            *codepoint = REPLACEMENT;
            return i;
        }
        value = value << 6 | (bytes[i] & 0x3F);
    }
    *codepoint = value;
    return lead.length;
}

/* A real U+FFFD in the input is three bytes that decode to it; a mistake is never that. */
static bool is_bad(struct slice s, size_t offset, size_t length, uint32_t codepoint)
{
    return codepoint == REPLACEMENT && !(length == 3 && (unsigned char)s.data[offset] == 0xEF);
}

/* `byte` in each byte of a word. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Eight bytes as a number, the first one lowest, whatever the machine's own order. */
static uint64_t word_at(const char *data)
{
    const unsigned char *b = (const unsigned char *)data;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
           (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
           (uint64_t)b[7] << 56;
}

/* Steps from a boundary over words that hold only ASCII and good forms of two bytes, which is
   nearly all of a Swedish text. Returns a boundary. Facts about a byte stand in its highest bit. */
static size_t skip_words(struct slice s, size_t at)
{
    uint64_t open = 0; /* of the next byte: the lead of its form stood in the word before */
    for (; s.size - at >= sizeof open; at += sizeof open) {
        uint64_t word = word_at(s.data + at);
        uint64_t high = word & EACH(0x80);
        uint64_t lead = high & word << 1; /* of any form */
        uint64_t long_lead = lead & word << 2;
        uint64_t good = lead & ((word & EACH(0x1E)) + EACH(0x7E)); /* C0 and C1 are none */
        uint64_t continuation = high ^ lead;
        if (long_lead != 0 || good != lead || continuation != (lead << 8 | open))
            break;
        open = lead >> 56;
    }
    return open != 0 ? at - 1 : at;
}

/* The offset of the first bad byte at or after `from`, or s.size. */
static size_t first_bad(struct slice s, size_t from)
{
    while (from < s.size) {
        from = skip_words(s, from);
        for (size_t i = 0; i < sizeof(uint64_t) && from < s.size; i++) {
            uint32_t codepoint;
            size_t length = utf8_decode(s, from, &codepoint);
            if (is_bad(s, from, length, codepoint))
                return from;
            from += length;
        }
    }
    return s.size;
}

bool utf8_valid(struct slice s)
{
    return first_bad(s, 0) == s.size;
}

size_t utf8_repair(struct slice s, struct buffer *out)
{
    size_t count = 0, at = 0;
    buffer_reserve(out, s.size);
    while (at < s.size) {
        size_t bad = first_bad(s, at);
        buffer_slice(out, slice_part(s, at, bad));
        at = bad;
        if (at < s.size) {
            uint32_t codepoint;
            at += utf8_decode(s, at, &codepoint);
            buffer_codepoint(out, REPLACEMENT);
            count++;
        }
    }
    return count;
}

size_t utf8_floor(struct slice s, size_t offset)
{
    if (offset >= s.size)
        return s.size;
    size_t start = offset;
    while (start > 0 && offset - start < 3 && ((unsigned char)s.data[start] & 0xC0) == 0x80)
        start--;
    uint32_t codepoint;
    return start + utf8_decode(s, start, &codepoint) > offset ? start : offset;
}

size_t utf8_length(struct slice s)
{
    size_t count = 0;
    for (size_t at = 0; at < s.size; count++) {
        uint32_t codepoint;
        at += utf8_decode(s, at, &codepoint);
    }
    return count;
}

struct range {
    uint32_t first, last;
};

/* Combining marks and invisible characters that Swedish and other European texts hold. */
static const struct range no_column[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064}, {0x2066, 0x2069},
    {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF},
};

static bool takes_column(uint32_t codepoint)
{
    for (size_t i = 0; i < sizeof no_column / sizeof no_column[0]; i++)
        if (codepoint <= no_column[i].last)
            return codepoint < no_column[i].first;
    return true;
}

size_t text_columns(struct slice s)
{
    size_t count = 0;
    for (size_t at = 0; at < s.size;) {
        uint32_t codepoint;
        at += utf8_decode(s, at, &codepoint);
        count += takes_column(codepoint);
    }
    return count;
}
