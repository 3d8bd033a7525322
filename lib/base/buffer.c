/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base.h"

#include <stdlib.h>
#include <string.h>

enum { VARINT_BYTES = 10 /* of 64 bits, 7 a byte */ };

void buffer_free(struct buffer *b)
{
    free(b->data);
    *b = (struct buffer){0};
}

void buffer_clear(struct buffer *b)
{
    b->size = 0;
    if (b->data)
        b->data[0] = '\0';
}

/* Makes room for `more` bytes and the NUL after them. A sum that would wrap is passed on as the
   largest size there is, which base_grow then refuses. */
void buffer_reserve(struct buffer *b, size_t more)
{
    size_t need = more < SIZE_MAX - b->size ? b->size + more + 1 : SIZE_MAX;
    b->data = base_grow(b->data, &b->room, need, 1);
}

void buffer_append(struct buffer *b, const void *data, size_t size)
{
    buffer_reserve(b, size);
    if (size > 0)
        memcpy(b->data + b->size, data, size);
    b->size += size;
    b->data[b->size] = '\0';
}

void buffer_slice(struct buffer *b, struct slice s)
{
    buffer_append(b, s.data, s.size);
}

void buffer_text(struct buffer *b, const char *string)
{
    buffer_append(b, string, strlen(string));
}

void buffer_char(struct buffer *b, char c)
{
    buffer_append(b, &c, 1);
}

void buffer_format(struct buffer *b, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length > 0) {
        buffer_reserve(b, (size_t)length);
        vsnprintf(b->data + b->size, (size_t)length + 1, format, again);
        b->size += (size_t)length;
    } else {
        buffer_append(b, "", 0);
    }
    va_end(again);
}

void buffer_codepoint(struct buffer *b, uint32_t c)
{
    char bytes[4];
    size_t size;
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    if (c < 0x80) {
        bytes[0] = (char)c;
        size = 1;
    } else if (c < 0x800) {
        bytes[0] = (char)(0xC0 | c >> 6);
        bytes[1] = (char)(0x80 | (c & 0x3F));
        size = 2;
    } else if (c < 0x10000) {
        bytes[0] = (char)(0xE0 | c >> 12);
        bytes[1] = (char)(0x80 | (c >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (c & 0x3F));
        size = 3;
    } else {
        bytes[0] = (char)(0xF0 | c >> 18);
        bytes[1] = (char)(0x80 | (c >> 12 & 0x3F));
        bytes[2] = (char)(0x80 | (c >> 6 & 0x3F));
        bytes[3] = (char)(0x80 | (c & 0x3F));
        size = 4;
    }
    buffer_append(b, bytes, size);
}

void buffer_varint(struct buffer *b, uint64_t value)
{
    char bytes[VARINT_BYTES];
    size_t size = 0;
    while (value >= 0x80) {
        bytes[size++] = (char)(0x80 | (value & 0x7F));
        value >>= 7;
    }
    bytes[size++] = (char)value;
    buffer_append(b, bytes, size);
}

struct slice buffer_view(const struct buffer *b)
{
    return (struct slice){.data = b->data, .size = b->size};
}

bool slice_varint(struct slice s, size_t *offset, uint64_t *value)
{
    uint64_t sum = 0;
    *value = 0;
    for (size_t i = 0; i < VARINT_BYTES; i++) {
        if (*offset > s.size || i >= s.size - *offset)
            return false;
        unsigned char byte = (unsigned char)s.data[*offset + i];
        if (i == VARINT_BYTES - 1 && byte > 1)
            return false;
        sum |= (uint64_t)(byte & 0x7F) << (7 * i);
        if (byte < 0x80) {
            *value = sum;
            *offset += i + 1;
            return true;
        }
    }
    return false;
}

bool slice_counted(struct slice s, size_t *offset, struct slice *out)
{
    size_t start = *offset;
    uint64_t size;
    *out = (struct slice){0};
    if (!slice_varint(s, &start, &size) || size > s.size - start)
        return false;
    *out = slice_part(s, start, start + (size_t)size);
    *offset = start + (size_t)size;
    return true;
}

void buffer_counted(struct buffer *b, struct slice s)
{
    buffer_varint(b, s.size);
    buffer_slice(b, s);
}
