/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lexicon.h"

#include <threads.h>

extern const char swedish_lexicon[];
extern const char swedish_lexicon_end[];

static struct lexicon view;
static bool usable;
static once_flag once = ONCE_FLAG_INIT;

static void open_view(void)
{
    usable = lexicon_view(&view, swedish_lexicon, (size_t)(swedish_lexicon_end - swedish_lexicon));
}

const struct lexicon *lexicon_compiled(void)
{
    call_once(&once, open_view);
    return usable ? &view : NULL;
}
