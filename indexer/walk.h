/* SPDX-License-Identifier: GPL-2.0-or-later */
/* walk: the files of a folder in a fixed order, and what kind of file a name says it is. */
#ifndef LUPP_INDEXER_WALK_H
#define LUPP_INDEXER_WALK_H

#include "base.h"

#include <sys/stat.h>

enum {
    WALK_DEPTH_MAX = 100 /* folders in folders; what is deeper is told as unreadable */
};

enum file_kind {
    FILE_OTHER,
    FILE_MARKDOWN, /* .md .markdown */
    FILE_HTML,     /* .html .htm .xhtml */
    FILE_TEXT,     /* .txt .text */
    FILE_LINES,    /* .jsonl .ndjson */
    FILE_JSON,     /* .json: a list of a mirror, or documents */
    FILE_FEED,     /* .rss .atom */
    FILE_XML,      /* .xml: a feed, or of no kind of ours */
    FILE_PDF       /* by its first bytes only: no name says so */
};

/* By the ending of the name, letters of any case, also with .gz or .zst after it. */
enum file_kind file_kind_of_name(struct slice name);
/* The name without .gz or .zst. */
struct slice file_name_unpacked(struct slice name);

/* A file, or what is neither a file nor a folder. */
struct walk_file {
    int folder;        /* descriptor of the folder walked */
    const char *name;  /* there; the same as path */
    struct slice path; /* from the folder walked: "2025/01/x.md" */
    enum file_kind kind;
    const struct stat *about; /* what the walk found; NULL: it did not look, or could not */
};

struct walk_calls {
    /* Each file, other kinds too. Non-zero stops the walk. */
    int (*file)(void *user, const struct walk_file *file);
    /* A folder that cannot be read, and why. */
    void (*unreadable)(void *user, struct slice path, const char *reason);
};

/* What stands in a folder and those in it, found by several threads. */
struct walk_tree;

/* Reads the folder at `path`. Names that begin with a dot are passed over; links to files are
   followed, links to folders are not (so that there are no loops). look: tells of each file what
   stat says. NULL and *error when the folder itself cannot be opened. caller frees with
   walk_tree_free. */
struct walk_tree *walk_tree_read(const char *path, bool look, struct error *error);
void walk_tree_free(struct walk_tree *tree); /* NULL is fine */
/* Calls what was found, in order of path, names in order of bytes. STATUS_STOPPED when a call said
   so. */
enum status walk_tree_tell(const struct walk_tree *tree, const struct walk_calls *calls,
                           void *user);
/* All three in one. */
enum status walk_folder(const char *path, bool look, const struct walk_calls *calls, void *user,
                        struct error *error);

#endif
