/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the links that lead to a document call it. */
#include "schema_internal.h"

#include <stdlib.h>

static int compare_words(const void *a, const void *b)
{
    return slice_compare(((const struct said_words *)a)->words,
                         ((const struct said_words *)b)->words);
}

/* Most said first, of equals the longest, then by bytes. */
static int compare_said(const void *a, const void *b)
{
    const struct said_words *x = a, *y = b;
    if (x->times != y->times)
        return x->times > y->times ? -1 : 1;
    if (x->words.size != y->words.size)
        return x->words.size > y->words.size ? -1 : 1;
    return slice_compare(x->words, y->words);
}

size_t inbound_said(const struct schema_inbound *inbound, size_t count, struct said_words **out)
{
    struct said_words *said = base_calloc(count, sizeof *said);
    size_t taken = 0, distinct = 0;
    for (size_t i = 0; i < count; i++) {
        struct slice words = schema_link_words(inbound[i].words);
        if (words.size > 0)
            said[taken++] = (struct said_words){.words = words, .times = 1};
    }
    if (taken > 0)
        qsort(said, taken, sizeof *said, compare_words);
    for (size_t i = 0; i < taken; i++) {
        if (distinct > 0 && slice_equal(said[i].words, said[distinct - 1].words))
            said[distinct - 1].times++;
        else
            said[distinct++] = said[i];
    }
    if (distinct > 0)
        qsort(said, distinct, sizeof *said, compare_said);
    *out = said;
    return distinct;
}

struct slice schema_link_title(const struct schema_inbound *inbound, size_t count)
{
    struct said_words *said;
    struct slice best = inbound_said(inbound, count, &said) > 0 ? said[0].words : (struct slice){0};
    free(said);
    return best;
}
