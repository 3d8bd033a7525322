/* SPDX-License-Identifier: GPL-2.0-or-later */
/* base's decoder, varints and writers: whatever comes in, what goes out is whole. */
#include "base.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice s = {.data = (const char *)data, .size = size};
    struct buffer out = {0};
    size_t bad = utf8_repair(s, &out);
    check(utf8_valid(buffer_view(&out)) && (bad == 0) == utf8_valid(s));
    check(utf8_length(s) == utf8_length(buffer_view(&out)));
    check(bad > 0 || slice_equal(s, buffer_view(&out)));
    buffer_clear(&out);
    json_text(&out, s);
    check(utf8_valid(buffer_view(&out)));
    for (size_t i = 0; i < out.size; i++)
        check((unsigned char)out.data[i] >= 0x20);
    uint64_t value;
    struct slice part;
    for (size_t at = 0; slice_varint(s, &at, &value);)
        check(at <= size);
    for (size_t at = 0; slice_counted(s, &at, &part);)
        check(at <= size && part.size <= size);
    buffer_free(&out);
    return 0;
}
