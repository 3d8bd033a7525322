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

/* libxapian 1.4 may end the program (std::terminate) when the disk fills in the middle of a commit,
   while it cleans up after its own failure. Between begin and end that becomes a message and exit
   status 2: the index is as of its last commit. */
void signals_commit_begin(void);
void signals_commit_end(void);

#endif
