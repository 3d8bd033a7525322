/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "batch.h"

#include <stdlib.h>

struct draft *batch_draft(struct batch *b, struct catalogue *c, uint32_t known,
                          enum draft_task task)
{
    uint32_t at = c->items[known].draft;
    if (at == CATALOGUE_NO_DRAFT) {
        b->drafts = base_grow(b->drafts, &b->room, b->count + 1, sizeof *b->drafts);
        at = (uint32_t)b->count++;
        c->items[known].draft = at;
    }
    b->drafts[at] = (struct draft){.task = task, .known = known};
    b->bytes += BATCH_DOCUMENT;
    return &b->drafts[at];
}

void batch_take_back(struct batch *b, struct catalogue *c, uint32_t known)
{
    uint32_t at = c->items[known].draft;
    if (at == CATALOGUE_NO_DRAFT)
        return;
    b->drafts[at].task = DRAFT_NOTHING;
    c->items[known].draft = CATALOGUE_NO_DRAFT;
}

void batch_clear(struct batch *b, struct catalogue *c)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->drafts[i].task != DRAFT_NOTHING)
            c->items[b->drafts[i].known].draft = CATALOGUE_NO_DRAFT;
    b->count = 0;
    b->bytes = 0;
    arena_clear(&b->arena);
    lists_free(b->lines);
    b->lines = NULL;
}

void batch_free(struct batch *b)
{
    free(b->drafts);
    arena_free(&b->arena);
    lists_free(b->lines);
    *b = (struct batch){0};
}
