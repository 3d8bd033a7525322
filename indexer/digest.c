/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "digest.h"

#include <xxhash.h>

uint64_t digest_bytes(struct slice bytes)
{
    return XXH3_64bits(bytes.size > 0 ? bytes.data : "", bytes.size);
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
