/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "digest.h"

#include <xxhash.h>

uint64_t digest_bytes(struct slice bytes)
{
    return XXH3_64bits(bytes.size > 0 ? bytes.data : "", bytes.size);
}

void digest_put(struct buffer *out, uint64_t digest)
{
    for (unsigned shift = 8 * DIGEST_SIZE; shift > 0; shift -= 8)
        buffer_char(out, (char)(digest >> (shift - 8) & 0xFF));
}

uint64_t digest_at(struct slice s, size_t offset)
{
    uint64_t value = 0;
    for (size_t i = 0; i < DIGEST_SIZE; i++)
        value = value << 8 | (unsigned char)s.data[offset + i];
    return value;
}

size_t digest_find(struct slice rows, size_t size, uint64_t digest)
{
    size_t low = 0, end = rows.size / size, high = end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (digest_at(rows, middle * size) < digest)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && digest_at(rows, low * size) == digest ? low * size : SIZE_MAX;
}

void digest_add(struct digest *d, struct slice s)
{
    buffer_counted(&d->bytes, s);
}

void digest_number(struct digest *d, uint64_t number)
{
    buffer_varint(&d->bytes, number);
}

uint64_t digest_end(struct digest *d)
{
    uint64_t value = digest_bytes(buffer_view(&d->bytes));
    buffer_clear(&d->bytes);
    return value;
}

void digest_free(struct digest *d)
{
    buffer_free(&d->bytes);
}
