/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table: from a string to a number (an index in some array). */
#ifndef LUPP_INDEXER_TABLE_H
#define LUPP_INDEXER_TABLE_H

#include "base.h"

#define TABLE_NONE UINT32_MAX

struct table_cell {
    struct slice key;
    uint32_t hash;
    uint32_t value; /* TABLE_NONE: the cell is free */
};

/* {0} is an empty one. Keys are borrowed for as long as they are in the table. */
struct table {
    struct table_cell *cells;
    size_t room, count; /* room is 0 or a power of two */
};

/* The value of key, or TABLE_NONE. */
uint32_t table_find(const struct table *t, struct slice key);
/* The value of key, after adding it with `value` when it was not there. */
uint32_t table_add(struct table *t, struct slice key, uint32_t value);
/* Gives a key that is there another value (and the key's own memory, which may be another). */
void table_set(struct table *t, struct slice key, uint32_t value);
void table_free(struct table *t); /* leaves {0} */

#endif
