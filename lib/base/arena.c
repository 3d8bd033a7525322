/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK_MIN = 16 * 1024 };

struct arena_chunk {
    struct arena_chunk *older;
    size_t size;
    max_align_t bytes[];
};

static void open_chunk(struct arena *a, size_t need)
{
    size_t size = a->chunks != NULL ? a->chunks->size : CHUNK_MIN / 2;
    size = size < SIZE_MAX / 4 ? size * 2 : size;
    if (size < need)
        size = need;
    size_t head = sizeof(struct arena_chunk);
    struct arena_chunk *chunk = base_alloc(size <= SIZE_MAX - head ? head + size : SIZE_MAX);
    chunk->older = a->chunks;
    chunk->size = size;
    a->chunks = chunk;
    a->next = (char *)chunk->bytes;
    a->left = size;
}

void *arena_alloc(struct arena *a, size_t size)
{
    const size_t unit = sizeof(max_align_t);
    size = size > 0 ? size : 1;
    size_t rounded = (size + unit - 1) / unit * unit;
    if (rounded < size)
        rounded = size; /* beyond SIZE_MAX: base_alloc says so */
    if (rounded > a->left)
        open_chunk(a, rounded);
    void *memory = a->next;
    a->next += rounded;
    a->left -= rounded;
    return memory;
}

void arena_clear(struct arena *a)
{
    if (a->chunks == NULL)
        return;
    struct arena_chunk *largest = a->chunks; /* each is at least as large as the one before */
    while (largest->older != NULL) {
        struct arena_chunk *older = largest->older;
        largest->older = older->older;
        free(older);
    }
    a->next = (char *)largest->bytes;
    a->left = largest->size;
}

void arena_free(struct arena *a)
{
    while (a->chunks != NULL) {
        struct arena_chunk *older = a->chunks->older;
        free(a->chunks);
        a->chunks = older;
    }
    *a = (struct arena){0};
}

struct slice slice_keep(struct arena *a, struct slice s)
{
    char *copy = arena_alloc(a, s.size + 1);
    if (s.size > 0)
        memcpy(copy, s.data, s.size);
    copy[s.size] = '\0';
    return (struct slice){.data = copy, .size = s.size};
}
