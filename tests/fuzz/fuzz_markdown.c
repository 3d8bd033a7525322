/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Markdown and plain text: whatever comes in, each block is as readers.h promises. */
#include "fuzz_blocks.h"

static void check_title(struct slice s)
{
    struct slice label;
    size_t size = reader_title_parts(s, &label);
    check(size <= s.size && label.size <= s.size - size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = {(const char *)data, size};
    size_t blocks = 0;
    struct reader_report report;
    enum status status = reader_markdown(bytes, check_block, &blocks, &report, NULL);
    check(status == STATUS_OK || (status == STATUS_BAD_INPUT && blocks == 0));
    blocks = 0;
    check(reader_text(bytes, check_block, &blocks, NULL, NULL) == status);
    check_title(bytes);
    return 0;
}
