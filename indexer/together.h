/* SPDX-License-Identifier: GPL-2.0-or-later */
/* together: one piece of work on several threads. */
#ifndef LUPP_INDEXER_TOGETHER_H
#define LUPP_INDEXER_TOGETHER_H

#include "base.h"

enum { TOGETHER_MAX = 8 /* threads */ };

/* `first` is true on the thread that called together(): the only one that may speak to people. */
typedef void together_work(void *user, bool first);

/* Runs `work` on as many threads as there are processors, this one among them, and returns when all
   have ended. Threads that cannot be started leave more to the others, so `work` must do all there
   is whoever else does. */
void together(together_work *work, void *user);

#endif
