/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Windows-1252, in which many Swedish archives have texts that do not say so. */
#include "readers_internal.h"

/* What it has where Latin-1 has control characters; who says Latin-1 means it. */
static const uint16_t windows[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

uint32_t western_codepoint(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xA0 ? windows[byte - 0x80] : byte;
}

static bool is_ascii_letter(struct slice s, size_t at)
{
    char c = at < s.size ? (char)(s.data[at] | 0x20) : '\0';
    return c >= 'a' && c <= 'z';
}

static bool is_swedish_letter(unsigned char byte)
{
    switch (byte) {
    case 0xC4: /* Ä */
    case 0xC5: /* Å */
    case 0xD6: /* Ö */
    case 0xE4:
    case 0xE5:
    case 0xF6:
        return true;
    default:
        return false;
    }
}

/* Bytes of the character of UTF-8 at `at`; 0: there is none. */
static size_t utf8_size(struct slice s, size_t at)
{
    uint32_t c;
    size_t size = utf8_decode(s, at, &c);
    bool whole = c != 0xFFFD || slice_starts(slice_part(s, at, at + size), SLICE("\xEF\xBF\xBD"));
    return whole ? size : 0;
}

/* How many bytes that are not UTF-8 a character of it outweighs. One that begins with the byte of a
   Swedish letter may be that letter and the sign after it by chance ("MILJÖ”", "Ö–"), and is rare
   in Swedish. */
static size_t utf8_weight(unsigned char first)
{
    return is_swedish_letter(first) ? 2 : 4;
}

/* Characters of UTF-8 tell that the rest is UTF-8 too, if broken, unless far more is none. In
   Swedish the letters beyond ASCII stand among those of ASCII; in other scripts of a byte a letter
   they stand together. */
bool western_is_swedish(struct slice s)
{
    size_t letters = 0, among = 0, swedish = 0, broken = 0, weight = 0;
    if (slice_starts(s, SLICE("\xEF\xBB\xBF")))
        return false; /* the byte order mark of UTF-8 */
    for (size_t i = 0, whole = 0; i < s.size; i++) {
        unsigned char byte = (unsigned char)s.data[i];
        if (byte < 0x80)
            continue;
        if (byte < 0xA0 && windows[byte - 0x80] == byte)
            return false;
        if (i >= whole) {
            size_t size = utf8_size(s, i);
            whole = i + size;
            broken += size == 0;
            weight += size > 0 ? utf8_weight(byte) : 0;
        }
        if (byte < 0xC0)
            continue; /* signs */
        bool beside = is_ascii_letter(s, i + 1) || (i > 0 && is_ascii_letter(s, i - 1));
        letters++;
        among += beside;
        swedish += beside && is_swedish_letter(byte);
    }
    return swedish > 0 && among >= letters - among && broken >= weight;
}

void western_decode(struct slice s, struct buffer *out)
{
    buffer_reserve(out, s.size + s.size / 8);
    for (size_t i = 0; i < s.size; i++)
        buffer_codepoint(out, western_codepoint((unsigned char)s.data[i]));
}
