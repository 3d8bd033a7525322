/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base.h"

#include <stdlib.h>

enum {
    FIRST_ROOM = 8,          /* items in an array that grows for the first time */
    OUT_OF_MEMORY_STATUS = 2 /* "failed" for both programs */
};

/* No cleaning up: whatever it would call may want memory too. An index is whole at its last commit
   however the writer ends. */
static _Noreturn void out_of_memory(size_t count, size_t size)
{
    fprintf(stderr, "out of memory: asked for %zu times %zu bytes\n", count, size);
    _Exit(OUT_OF_MEMORY_STATUS);
}

void *base_alloc(size_t size)
{
    void *memory = malloc(size > 0 ? size : 1);
    if (!memory)
        out_of_memory(1, size);
    return memory;
}

void *base_calloc(size_t count, size_t size)
{
    if (count == 0 || size == 0)
        count = size = 1;
    void *memory = calloc(count, size);
    if (!memory)
        out_of_memory(count, size);
    return memory;
}

void *base_realloc(void *memory, size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size)
        out_of_memory(count, size);
    size_t bytes = count * size;
    void *moved = realloc(memory, bytes > 0 ? bytes : 1);
    if (!moved)
        out_of_memory(count, size);
    return moved;
}

void *base_grow(void *items, size_t *room, size_t need, size_t size)
{
    if (need <= *room)
        return items;
    size_t wanted = *room > SIZE_MAX / 2 ? need : *room * 2;
    if (wanted < FIRST_ROOM)
        wanted = FIRST_ROOM;
    if (wanted < need)
        wanted = need;
    items = base_realloc(items, wanted, size);
    *room = wanted;
    return items;
}
