/* SPDX-License-Identifier: GPL-2.0-or-later */
/* swedish's words: whatever form comes in, its stem and parts are whole, and the same when asked
 * again. */
#include "swedish.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good)
        abort();
}

struct copy {
    char stem[2 * SWEDISH_TOKEN_MAX];
    size_t size, parts;
};

static void look_up(struct swedish *s, struct slice form, struct copy *out)
{
    struct swedish_word word;
    swedish_word(s, form, &word);
    check(slice_equal(word.form, form));
    check(word.stem.size <= sizeof out->stem && (word.stem.size > 0 || form.size == 0));
    check(utf8_valid(word.stem) && word.part_count <= SWEDISH_PARTS_MAX);
    for (size_t i = 0; i < word.part_count; i++)
        check(word.parts[i].size > 0 && utf8_valid(word.parts[i]));
    if (word.stem.size > 0)
        memcpy(out->stem, word.stem.data, word.stem.size);
    out->size = word.stem.size;
    out->parts = word.part_count;
}

/* Forms are what the fold makes of the input, parted at spaces. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct swedish *s;
    struct buffer folded = {0};
    if (s == NULL)
        check(swedish_open(&s, NULL) == STATUS_OK);
    swedish_fold((struct slice){.data = (const char *)data, .size = size}, &folded);
    struct slice rest = buffer_view(&folded);
    while (rest.size > 0) {
        size_t end = slice_find(rest, SLICE(" "), 0);
        struct slice form = slice_part(rest, 0, end == SIZE_MAX ? rest.size : end);
        struct copy first, again;
        rest = slice_part(rest, form.size + 1, rest.size);
        if (form.size == 0 || form.size > SWEDISH_TOKEN_MAX)
            continue;
        look_up(s, form, &first);
        look_up(s, form, &again);
        check(first.size == again.size && first.parts == again.parts &&
              memcmp(first.stem, again.stem, first.size) == 0);
    }
    buffer_free(&folded);
    return 0;
}
