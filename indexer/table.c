/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "table.h"

#include "digest.h"

#include <stdlib.h>

/* Ids are a hundred bytes long: taking them byte by byte took a tenth of a run that changes
   nothing. */
static uint32_t hash_of(struct slice key)
{
    return (uint32_t)digest_bytes(key);
}

/* The cell that holds key, or the free one where it would stand. Only for a table with room. */
static struct table_cell *cell_of(const struct table *t, struct slice key, uint32_t hash)
{
    size_t at = hash & (t->room - 1);
    for (;; at = (at + 1) & (t->room - 1)) {
        struct table_cell *cell = &t->cells[at];
        if (cell->value == TABLE_NONE || (cell->hash == hash && slice_equal(cell->key, key)))
            return cell;
    }
}

static void grow(struct table *t)
{
    struct table bigger = {.room = t->room > 0 ? t->room * 2 : 64, .count = t->count};
    bigger.cells = base_calloc(bigger.room, sizeof *bigger.cells);
    for (size_t i = 0; i < bigger.room; i++)
        bigger.cells[i].value = TABLE_NONE;
    for (size_t i = 0; i < t->room; i++)
        if (t->cells[i].value != TABLE_NONE)
            *cell_of(&bigger, t->cells[i].key, t->cells[i].hash) = t->cells[i];
    free(t->cells);
    *t = bigger;
}

uint32_t table_find(const struct table *t, struct slice key)
{
    return t->room > 0 ? cell_of(t, key, hash_of(key))->value : TABLE_NONE;
}

uint32_t table_add(struct table *t, struct slice key, uint32_t value)
{
    if (t->count * 4 >= t->room * 3)
        grow(t);
    uint32_t hash = hash_of(key);
    struct table_cell *cell = cell_of(t, key, hash);
    if (cell->value == TABLE_NONE) {
        *cell = (struct table_cell){.key = key, .hash = hash, .value = value};
        t->count++;
    }
    return cell->value;
}

void table_set(struct table *t, struct slice key, uint32_t value)
{
    struct table_cell *cell = cell_of(t, key, hash_of(key));
    cell->key = key;
    cell->value = value;
}

void table_free(struct table *t)
{
    free(t->cells);
    *t = (struct table){0};
}
