/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "readers_internal.h"

#include <libxml/HTMLparser.h>
#include <string.h>

/* The number in "#228" or "#xE4"; 0 when it is none or no character of text. */
static uint32_t number_of(struct slice s)
{
    bool hex = s.size > 1 && (s.data[1] == 'x' || s.data[1] == 'X');
    uint32_t value = 0;
    for (size_t i = hex ? 2 : 1; i < s.size; i++) {
        char c = s.data[i];
        uint32_t digit = 16;
        if (c >= '0' && c <= '9')
            digit = (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = (uint32_t)(c - 'a') + 10;
        else if (c >= 'A' && c <= 'F')
            digit = (uint32_t)(c - 'A') + 10;
        if (digit >= (hex ? 16u : 10u) || value > 0x10FFFF)
            return 0;
        value = value * (hex ? 16 : 10) + digit;
    }
    bool surrogate = value >= 0xD800 && value < 0xE000;
    return value < ' ' || surrogate || value > 0x10FFFF ? 0 : value;
}

void entity_append(struct buffer *out, struct slice entity)
{
    enum { NAME_MAX_SIZE = 16 };
    struct slice inner = slice_part(entity, 1, entity.size > 0 ? entity.size - 1 : 0);
    uint32_t c = 0;
    if (inner.size > 1 && inner.data[0] == '#') {
        c = number_of(inner);
    } else if (inner.size > 0 && inner.size < NAME_MAX_SIZE) {
        char name[NAME_MAX_SIZE] = {0};
        memcpy(name, inner.data, inner.size);
        const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
        c = known != NULL ? known->value : strcmp(name, "apos") == 0 ? '\'' : 0;
    }
    if (c != 0)
        buffer_codepoint(out, c);
    else
        buffer_slice(out, entity);
}
