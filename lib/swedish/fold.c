/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Folding one character. Text is taken in compatibility decomposition, letter for letter: then an
 * accent is a character of its own whether the input was composed or not, ligatures come apart, and
 * the three accents that make letters of their own in Swedish are put back (fold_combine). Other
 * accents of Latin letters are dropped.
 *
 * Danish and Norwegian ae and oslash fold to a-umlaut and o-umlaut, not to a(e) and o: Swedish
 * sorts them as those letters, and Swedes write Oresund and Jorgensen with theirs.
 */
#include "swedish_tokens_internal.h"

#include <string.h>
#include <utf8proc.h>

enum {
    ACCENT_DIAERESIS = 0x308,
    ACCENT_RING = 0x30A,
    ACCENT_FIRST = 0x300,
    ACCENT_LAST = 0x36F,
    DECOMPOSED_MAX = 24 /* code points; the longest compatibility decomposition has 18 */
};

static const char *const latin_fold[32] = {"a", "a", "a", "a", "ä", "å", "ä", "c", "e",  "e", "e",
                                           "e", "i", "i", "i", "i", "d", "n", "o", "o",  "o", "o",
                                           "ö", "",  "ö", "u", "u", "u", "u", "y", "th", "ss"};

const char *fold_latin(unsigned char second)
{
    return second == 0xBF ? "y" : latin_fold[second & 0x1F];
}

/* Letters that have no decomposition. */
static const struct {
    uint32_t letter;
    const char *fold;
} strokes[] = {
    {0xC6, "ä"},   {0xD0, "d"},   {0xD8, "ö"},  {0xDE, "th"}, {0xE6, "ä"},  {0xF0, "d"},
    {0xF8, "ö"},   {0xFE, "th"},  {0x110, "d"}, {0x111, "d"}, {0x126, "h"}, {0x127, "h"},
    {0x131, "i"},  {0x138, "k"},  {0x141, "l"}, {0x142, "l"}, {0x14A, "n"}, {0x14B, "n"},
    {0x152, "oe"}, {0x153, "oe"}, {0x166, "t"}, {0x167, "t"}, {0x1FC, "ä"}, {0x1FD, "ä"},
    {0x1FE, "ö"},  {0x1FF, "ö"},
};

static const char *stroke_fold(uint32_t codepoint)
{
    for (size_t i = 0; i < sizeof strokes / sizeof strokes[0]; i++)
        if (strokes[i].letter == codepoint)
            return strokes[i].fold;
    return NULL;
}

size_t fold_combine(char *bytes, size_t size, uint32_t accent)
{
    char last = size > 0 ? bytes[size - 1] : '\0';
    const char *letter = NULL;
    if (accent == ACCENT_RING && last == 'a')
        letter = "å";
    else if (accent == ACCENT_DIAERESIS && last == 'a')
        letter = "ä";
    else if (accent == ACCENT_DIAERESIS && last == 'o')
        letter = "ö";
    if (letter == NULL)
        return size;
    memcpy(bytes + size - 1, letter, 2);
    return size + 1;
}

static bool is_dropped(uint32_t c)
{
    return c == 0xAD || c == 0x34F || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

/* Scripts that write without spaces: each character is a word. */
static bool is_ideograph(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x3040 && c <= 0x30FF) ||
           (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

static uint32_t mark_of(uint32_t c)
{
    switch (c) {
    case 0x2010: /* hyphens, also the one that does not break */
    case 0x2011:
    case 0xFE63:
    case 0xFF0D:
        return '-';
    case 0x2012: /* dashes, the minus sign among them: "2014-2020" is written with all of them */
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return MARK_DASH;
    case 0xB4: /* "Sweden's" */
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2BC:
        return '\'';
    case 0xAB:
    case 0xBB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
        return '"';
    case 0x2022: /* bullets, also as a word processor's private character */
    case 0x2023:
    case 0x2043:
    case 0x25AA:
    case 0x25A0:
    case 0x25CF:
    case 0x25E6:
    case 0xF0B7:
        return MARK_BULLET;
    case 0xA7:
    case 0xAC:
    case 0x2026:
    case 0x2030:
        return c;
    case 0x2044:
    case 0x2215:
        return '/';
    default:
        return MARK_OTHER;
    }
}

static bool is_letter(utf8proc_category_t category, uint32_t c)
{
    switch (category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
        return c != 0xAA && c != 0xBA; /* ordinal signs, used as such */
    default:
        return c >= 0x2080 && c <= 0x2089; /* the 2 of CO2; raised digits are notes' numbers */
    }
}

/* The letters that c decomposes and case-folds to. */
static void fold_letter(uint32_t c, struct fold_char *out)
{
    utf8proc_int32_t points[DECOMPOSED_MAX];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)c, points, DECOMPOSED_MAX,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < DECOMPOSED_MAX; i++) {
        uint32_t point = (uint32_t)points[i];
        const char *stroke = stroke_fold(point);
        if (out->size + 8 > FOLD_BYTES)
            return;
        if (point >= ACCENT_FIRST && point <= ACCENT_LAST) {
            out->size = fold_combine(out->bytes, out->size, point);
        } else if (stroke != NULL) {
            memcpy(out->bytes + out->size, stroke, strlen(stroke));
            out->size += strlen(stroke);
        } else if (is_letter(utf8proc_category(points[i]), point) ||
                   (point >= '0' && point <= '9')) {
            out->size += (size_t)utf8proc_encode_char(points[i],
                                                      (utf8proc_uint8_t *)(out->bytes + out->size));
        }
    }
}

static enum fold_class class_of(uint32_t c, utf8proc_category_t category)
{
    if (is_dropped(c))
        return FOLD_DROPPED;
    if (c >= ACCENT_FIRST && c <= ACCENT_LAST)
        return FOLD_COMBINING;
    if (category == UTF8PROC_CATEGORY_ZS)
        return FOLD_SPACE;
    if (c == 0x85 || c == 0x2028 || c == 0x2029)
        return FOLD_NEWLINE;
    if (!is_letter(category, c))
        return FOLD_MARK;
    return is_ideograph(c) ? FOLD_IDEOGRAPH : FOLD_LETTER;
}

size_t fold_next(struct slice text, size_t offset, struct fold_char *out)
{
    uint32_t c;
    size_t length = utf8_decode(text, offset, &c);
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    out->class = class_of(c, category);
    out->upper = category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
    out->mark = out->class == FOLD_MARK ? mark_of(c) : c;
    out->size = 0;
    if (out->class == FOLD_LETTER || out->class == FOLD_IDEOGRAPH)
        fold_letter(c, out);
    return length;
}

/* ---- a whole text ---------------------------------------------------------------------------- */

static void append_letters(struct buffer *out, const struct fold_char *c)
{
    buffer_append(out, c->bytes, c->size);
}

static void append_accent(struct buffer *out, size_t start, uint32_t accent)
{
    if (out->size == start)
        return;
    char last[4] = {out->data[out->size - 1]};
    size_t size = fold_combine(last, 1, accent);
    out->size--;
    buffer_append(out, last, size);
}

void swedish_fold(struct slice text, struct buffer *out)
{
    size_t start = out->size;
    bool space = false;
    for (size_t at = 0; at < text.size;) {
        unsigned char byte = (unsigned char)text.data[at];
        struct fold_char c = {.class = FOLD_LETTER, .size = 1};
        size_t length = 1;
        if (byte >= 0x80)
            length = fold_next(text, at, &c);
        else if (byte == ' ' || (byte >= '\t' && byte <= '\r'))
            c.class = FOLD_SPACE;
        else
            c.bytes[0] = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
        if (c.class == FOLD_SPACE || c.class == FOLD_NEWLINE) {
            space = true;
        } else if (c.class == FOLD_COMBINING) {
            append_accent(out, start, c.mark);
        } else if (c.class != FOLD_DROPPED) {
            if (space && out->size > start)
                buffer_char(out, ' ');
            space = false;
            if (c.class == FOLD_MARK) /* what is not UTF-8 becomes U+FFFD */
                utf8_repair(slice_part(text, at, at + length), out);
            else
                append_letters(out, &c);
        }
        at += length;
    }
}
