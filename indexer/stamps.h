/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stamps: which files of a root need not be read, since the file system tells that they are what
 * they were when the index took their content in. A stamp is a digest of a file's path, number,
 * size, times of change and content. What says otherwise, if only a time, is read; then the digest
 * of the content decides.
 *
 * They are noted together with what the lists said then, so that a file whose stamp is known was
 * compared with these lists too.
 *
 * A file that changed less than STAMPS_YOUNG before it was looked at gets no stamp: it could change
 * again without its times telling.
 */
#ifndef LUPP_INDEXER_STAMPS_H
#define LUPP_INDEXER_STAMPS_H

#include "base.h"

#include <sys/stat.h>

enum { STAMPS_YOUNG = 2 /* seconds */ };

/* {0} is an empty one. */
struct stamps {
    struct buffer known; /* digests in order, as digest_put puts them */
    uint64_t *items;     /* of this run */
    size_t count, room;
    struct buffer scratch;
};

/* Whether the file at `path` (below its root) is what it was when it had the content of the digest.
   Keeps its stamp if so. */
bool stamps_hold(struct stamps *s, struct slice path, const struct stat *about, uint64_t content);
/* Keeps the stamp of a file whose content was read after `about` was asked for, unless it is
   young. now: seconds since 1970, when the run began. */
void stamps_keep(struct stamps *s, struct slice path, const struct stat *about, uint64_t content,
                 time_t now);
/* What to keep in the index, appended to out; not `whole`: with those of files that this run did
   not look at. false: it is what is known. */
bool stamps_note(struct stamps *s, bool whole, struct buffer *out);
void stamps_free(struct stamps *s); /* leaves {0} */

#endif
