/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML: whatever comes in, each block is as readers.h promises. */
#include "fuzz_blocks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = {(const char *)data, size};
    size_t blocks = 0;
    struct reader_report report;
    enum status status = reader_html(bytes, check_block, &blocks, &report, NULL);
    check(status == STATUS_OK || (status == STATUS_BAD_INPUT && blocks == 0));
    return 0;
}
