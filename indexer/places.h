/* SPDX-License-Identifier: GPL-2.0-or-later */
/* places: roots, the sources under them, and the ids that files get there. */
#ifndef LUPP_INDEXER_PLACES_H
#define LUPP_INDEXER_PLACES_H

#include "settings.h"

/* Where ids begin: a folder, or "-" for standard input. */
struct root {
    char *path;
    bool mirror;     /* holds api/codes.json */
    bool broken;     /* some of it could not be read: nothing of it is pruned */
    uint32_t number; /* in the catalogue */
};

enum source_kind { SOURCE_FOLDER, SOURCE_FILE, SOURCE_STREAM };

struct source {
    enum source_kind kind;
    struct root *root; /* borrowed until places_free */
    char *path;        /* absolute; "-" for a stream */
    bool list;         /* a file that turned out to be a list */
    bool unread;       /* nothing of it could be read: it says nothing of what is there */
};

struct places {
    struct root **roots; /* in order of path */
    size_t root_count, root_room;
    struct source *sources; /* in order of root and path; none lies inside another */
    size_t source_count, source_room;
};

/* Adds one SOURCE, if it can be opened. STATUS_IO or STATUS_USAGE with the reason alone. */
enum status places_add(struct places *p, const struct settings *settings, const char *source,
                       struct error *error);
/* Sorts them and takes out what lies inside another one. Call once, after the last places_add. */
void places_settle(struct places *p);
/* Whether one of the sources is the whole folder of the root. */
bool places_have_whole(const struct places *p, const struct root *root);
void places_free(struct places *p); /* leaves {0} */

/* The absolute path of a file, which need not be there, but its folder must. NULL with errno.
   caller frees with free(). */
char *places_file_path(const char *path);
/* What of path (absolute) is below the root: "artiklar/2025/01/x.md". */
struct slice root_relative(const struct root *root, struct slice path);

#endif
