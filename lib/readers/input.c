/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "readers_internal.h"

#include <string.h>

static bool is_utf16(struct slice bytes)
{
    return slice_starts(bytes, SLICE("\xFE\xFF")) || slice_starts(bytes, SLICE("\xFF\xFE"));
}

/* "\r\n" and lone "\r" become "\n": in a copy when text is not one yet. */
static void use_line_feeds(struct slice *text, struct buffer *kept)
{
    if (text->data != kept->data) {
        buffer_slice(kept, *text);
        *text = buffer_view(kept);
    }
    size_t to = 0;
    for (size_t from = 0; from < text->size; from++) {
        char c = kept->data[from];
        bool pair = c == '\r' && from + 1 < text->size && kept->data[from + 1] == '\n';
        if (!pair)
            kept->data[to++] = c == '\r' ? '\n' : c;
    }
    kept->size = to;
    *text = buffer_view(kept);
}

enum status input_open(struct slice bytes, struct slice *text, struct buffer *kept,
                       struct reader_report *report, struct error *error)
{
    *text = (struct slice){0};
    if (report != NULL)
        *report = (struct reader_report){0};
    if (bytes.size > READER_SIZE_MAX)
        return error_set(error, STATUS_TOO_LARGE, "larger than %d bytes", READER_SIZE_MAX);
    if (is_utf16(bytes))
        return error_set(error, STATUS_BAD_INPUT, "UTF-16, not UTF-8");
    if (bytes.size > 0 && memchr(bytes.data, '\0', bytes.size) != NULL)
        return error_set(error, STATUS_BAD_INPUT, "holds NUL bytes: not text");
    if (slice_starts(bytes, SLICE("\xEF\xBB\xBF")))
        bytes = slice_part(bytes, 3, bytes.size);
    *text = bytes;
    if (!utf8_valid(bytes)) {
        size_t repaired = utf8_repair(bytes, kept);
        *text = buffer_view(kept);
        if (report != NULL)
            report->repaired = repaired;
    }
    if (text->size > 0 && memchr(text->data, '\r', text->size) != NULL)
        use_line_feeds(text, kept);
    return STATUS_OK;
}

enum status input_open_page(struct slice bytes, struct slice *text, struct buffer *kept,
                            struct reader_report *report, struct error *error)
{
    struct reader_report own;
    if (report == NULL)
        report = &own;
    enum status status = input_open(bytes, text, kept, report, error);
    if (status != STATUS_OK || report->repaired == 0 || !western_is_swedish(bytes))
        return status;
    *report = (struct reader_report){.western = true};
    buffer_clear(kept);
    western_decode(bytes, kept);
    *text = buffer_view(kept);
    if (memchr(text->data, '\r', text->size) != NULL)
        use_line_feeds(text, kept);
    return STATUS_OK;
}

struct slice input_line(struct slice text, size_t offset, size_t *next)
{
    const char *start = text.data + offset;
    const char *end = memchr(start, '\n', text.size - offset);
    size_t size = end != NULL ? (size_t)(end - start) : text.size - offset;
    *next = offset + size + (end != NULL ? 1 : 0);
    return (struct slice){.data = start, .size = size};
}

/* ---- letters --------------------------------------------------------------------------------- */

enum letter letter_kind(uint32_t c)
{
    if (c < 0x80) {
        if (c >= '0' && c <= '9')
            return LETTER_DIGIT;
        if (c >= 'a' && c <= 'z')
            return LETTER_LOWER;
        return c >= 'A' && c <= 'Z' ? LETTER_UPPER : LETTER_NONE;
    }
    if (c < 0xC0)
        return c == 0xAA || c == 0xB5 || c == 0xBA ? LETTER_LOWER : LETTER_NONE;
    if (c == 0xD7 || c == 0xF7)
        return LETTER_NONE;
    if (c < 0x100)
        return c < 0xDF ? LETTER_UPPER : LETTER_LOWER;
    if (c < 0x138 || (c > 0x149 && c < 0x178))
        return c % 2 == 0 ? LETTER_UPPER : LETTER_LOWER;
    if (c < 0x17F)
        return c % 2 == 1 ? LETTER_UPPER : LETTER_LOWER;
    /* Marks, signs, symbols and private use stand in these; the rest is letters for our purpose. */
    bool sign = (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) ||
                (c >= 0xD800 && c <= 0xF8FF) || (c >= 0xFE00 && c <= 0xFE0F) || c >= 0xFFF0;
    return sign ? LETTER_NONE : LETTER_OTHER;
}

enum letter letter_at(struct slice s, size_t offset)
{
    uint32_t c = 0;
    if (offset >= s.size)
        return LETTER_NONE;
    utf8_decode(s, offset, &c);
    return letter_kind(c);
}

enum letter letter_before(struct slice s, size_t offset)
{
    return offset == 0 ? LETTER_NONE : letter_at(s, utf8_floor(s, offset - 1));
}
