/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyser.h"

struct swedish *swedish;

int analyser_open(void **state)
{
    (void)state;
    return swedish_open(&swedish, NULL) == STATUS_OK ? 0 : -1;
}

int analyser_close(void **state)
{
    (void)state;
    swedish_close(swedish);
    swedish = NULL;
    return 0;
}
