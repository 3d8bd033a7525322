/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "readers_internal.h"

#include <string.h>

void odd_note(struct odd *odd, const char *key)
{
    odd->count++;
    for (size_t i = 0; i < odd->key_count; i++)
        if (strcmp(odd->keys[i], key) == 0)
            return;
    if (odd->key_count < ODD_KEYS_MAX)
        odd->keys[odd->key_count++] = key;
}

void odd_tell(const struct odd *odd, struct reader_entry *entry, struct arena *arena)
{
    struct buffer keys = {0};
    for (size_t i = 0; i < odd->key_count; i++)
        buffer_format(&keys, "%s%s", i > 0 ? ", " : "", odd->keys[i]);
    entry->odd = odd->count;
    entry->odd_keys = slice_keep(arena, buffer_view(&keys));
    buffer_free(&keys);
}
