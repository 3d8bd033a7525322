/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema_internal.h"

#include <stdlib.h>
#include <string.h>

/* Terms of one entry while it is built: an open-addressed table, kept between entries so that its
   memory is asked for once. */

enum { TABLE_MIN = 1024 };

void postings_free(struct postings *p)
{
    free(p->slots);
    free(p->items);
    free(p->sorted);

    arena_free(&p->arena);
    *p = (struct postings){0};
}

void postings_clear(struct postings *p)
{
    /* One long text must not make every short one after it clear a large table. */
    if (p->slot_count > TABLE_MIN && p->slot_count / 16 > p->count) {
        free(p->slots);
        p->slots = NULL;
        p->slot_count = 0;
    }
    if (p->slots != NULL)
        memset(p->slots, 0, p->slot_count * sizeof *p->slots);
    p->count = 0;
    p->dropped = 0;
    arena_clear(&p->arena);
}

static void place(struct postings *p, uint32_t number)
{
    size_t at = p->items[number].hash & (p->slot_count - 1);
    while (p->slots[at] != 0)
        at = (at + 1) & (p->slot_count - 1);
    p->slots[at] = number + 1;
}

static void grow_table(struct postings *p)
{
    p->slot_count = p->slot_count > 0 ? p->slot_count * 2 : TABLE_MIN;
    free(p->slots);
    p->slots = base_calloc(p->slot_count, sizeof *p->slots);
    for (uint32_t i = 0; i < p->count; i++)
        place(p, i);
}

static bool too_long(const char *prefix, struct slice value)
{
    size_t size = strlen(prefix) + value.size;
    for (size_t i = 0; i < value.size; i++)
        size += value.data[i] == '\0';
    return size > SCHEMA_TERM_MAX;
}

static struct posting *add_item(struct postings *p, const char *prefix, struct slice value,
                                uint64_t hash)
{
    p->items = base_grow(p->items, &p->room, (size_t)p->count + 1, sizeof *p->items);
    size_t size = strlen(prefix);
    char *copy = arena_alloc(&p->arena, size + value.size);
    memcpy(copy, prefix, size);
    if (value.size > 0)
        memcpy(copy + size, value.data, value.size);
    p->items[p->count] = (struct posting){
        .term = {.data = copy, .size = size + value.size}, .prefix_size = size, .hash = hash};
    place(p, p->count);
    return &p->items[p->count++];
}

struct posting *postings_find(struct postings *p, const char *prefix, struct slice value)
{
    if (too_long(prefix, value)) {
        p->dropped++;
        return NULL;
    }
    if ((size_t)p->count * 2 >= p->slot_count)
        grow_table(p);
    uint64_t hash = slice_hash(value) ^ slice_hash(slice_of(prefix)) * 31;
    size_t prefix_size = strlen(prefix);
    for (size_t at = hash & (p->slot_count - 1); p->slots[at] != 0;
         at = (at + 1) & (p->slot_count - 1)) {
        struct posting *item = &p->items[p->slots[at] - 1];
        if (item->hash == hash && item->prefix_size == prefix_size &&
            memcmp(item->term.data, prefix, prefix_size) == 0 &&
            slice_equal(slice_part(item->term, prefix_size, item->term.size), value))
            return item;
    }
    return add_item(p, prefix, value, hash);
}

void postings_position(struct postings *p, struct posting *item, uint32_t position)
{
    if (item->position_count == item->position_room) {
        size_t room = item->position_room > 0 ? item->position_room * 2 : 4;
        uint32_t *more = arena_alloc(&p->arena, room * sizeof *more);
        if (item->position_count > 0)
            memcpy(more, item->positions, item->position_count * sizeof *more);
        item->positions = more;
        item->position_room = room;
    }
    item->positions[item->position_count++] = position;
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int compare_postings(const void *a, const void *b)
{
    return slice_compare(((const struct schema_posting *)a)->term,
                         ((const struct schema_posting *)b)->term);
}

/* Completions of suspended words come late, so positions are put in order, each once. */
static size_t order_positions(uint32_t *positions, size_t count)
{
    bool rising = true;
    for (size_t i = 1; i < count; i++)
        rising = rising && positions[i - 1] < positions[i];
    if (rising)
        return count;
    qsort(positions, count, sizeof *positions, compare_numbers);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++)
        if (positions[i] != positions[kept - 1])
            positions[kept++] = positions[i];
    return kept;
}

const struct schema_posting *postings_sorted(struct postings *p)
{
    p->sorted = base_grow(p->sorted, &p->sorted_room, (size_t)p->count + 1, sizeof *p->sorted);
    for (uint32_t i = 0; i < p->count; i++) {
        struct posting *item = &p->items[i];
        item->position_count = order_positions(item->positions, item->position_count);
        p->sorted[i] =
            (struct schema_posting){.term = item->term,
                                    .wdf = item->wdf,
                                    .positions = item->position_count > 0 ? item->positions : NULL,
                                    .position_count = item->position_count};
    }
    qsort(p->sorted, p->count, sizeof *p->sorted, compare_postings);
    return p->sorted;
}
