/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What readers.h promises of every block, for the targets that read pages. */
#ifndef LUPP_TESTS_FUZZ_BLOCKS_H
#define LUPP_TESTS_FUZZ_BLOCKS_H

#include "readers.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good)
        abort();
}

static int check_block(void *user, const struct reader_block *b)
{
    size_t *before = user;
    bool heading = b->kind == READER_HEADING, title = b->kind == READER_TITLE;
    check(b->text.size > 0 && utf8_valid(b->text));
    check(slice_trim(b->text).size == b->text.size);
    check(!title || *before == 0);
    check(heading ? b->level >= 2 && b->level <= 6 : b->level == (title ? 1 : 0));
    check((!heading && !title && b->kind != READER_ROW) ||
          memchr(b->text.data, '\n', b->text.size) == NULL);
    for (size_t i = 0; i < b->link_count; i++) {
        const struct reader_link *link = &b->links[i];
        check(link->start < link->end && link->end <= b->text.size);
        check(link->words.data == b->text.data + link->start);
        check(link->words.size == link->end - link->start);
        check(utf8_valid(link->words) && utf8_valid(link->address) && link->address.size > 0);
    }
    ++*before;
    return 0;
}

#endif
