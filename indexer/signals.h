/* SPDX-License-Identifier: GPL-2.0-or-later */
/* signals: SIGINT and SIGTERM ask the run to stop after its next commit; a second one ends it. */
#ifndef LUPP_INDEXER_SIGNALS_H
#define LUPP_INDEXER_SIGNALS_H

#include <stdbool.h>

/* Also: a closed pipe and a passed file size limit become errors of the call that meets them. */
void signals_begin(void);

/* Whether one has come. */
bool signals_stop(void);
/* Its number, or 0. */
int signals_number(void);

#endif
