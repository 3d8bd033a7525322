/* SPDX-License-Identifier: GPL-2.0-or-later */
/* settings: what the command line says, read before anything is touched. */
#ifndef LUPP_INDEXER_SETTINGS_H
#define LUPP_INDEXER_SETTINGS_H

#include "base.h"
#include "names.h"
#include "swedish.h"

enum {
    SETTINGS_WAIT_FOREVER = -1,
    SETTINGS_COMMIT_DOCUMENTS = 1000,
    SETTINGS_FOLLOW_MAX = 20,
    SETTINGS_MAX_BYTES = 16 * 1024 * 1024,
    SETTINGS_PAUSE = 1,
    SETTINGS_TIMEOUT = 60,
    SETTINGS_REFRESH = 7
};

enum settings_format { SETTINGS_TEXT, SETTINGS_JSONL };

struct settings {
    const char *index; /* as given, or NULL */
    struct option_list sources;
    /* what the ids are */
    const char *root;
    struct naming naming;
    const char *site_given, *prefix_given;
    bool adopt;
    const char *url;        /* of the one page on standard input */
    const char *files_from; /* a list of sources: a file, or "-" */
    bool null;              /* its names end in NUL bytes */
    /* what is fetched */
    unsigned follow; /* steps; 0: nothing */
    struct option_list hosts, private_hosts;
    const char *contact;
    uint64_t max_bytes, pause, timeout; /* of a document; seconds */
    uint64_t refresh;                   /* days that what was fetched, or cannot be, stays so */
    /* what is done */
    bool prune, force, dry_run;
    struct option_list remove;
    bool check, rebuild, compact;
    bool analysis_given; /* else that of the index */
    enum swedish_analysis analysis;
    int wait_seconds;                               /* for another writer; 0: do not */
    uint64_t commit_documents, commit_milliseconds; /* 0: no limit of that kind */
    bool commit_given;
    /* what is said */
    const char *watchlist; /* file of standing questions */
    bool quiet, verbose;
    int format;
    bool help, version;
};

/* Fills *s (cleared first) from argv, whose strings it borrows. STATUS_USAGE. caller frees with
   settings_free. */
enum status settings_parse(struct settings *s, int argc, char **argv, struct error *error);
void settings_free(struct settings *s);

void settings_print_help(void);

/* Where the index is: --index, $LUPP_INDEX, $XDG_DATA_HOME/lupp/index, ~/.local/share/lupp/index.
   Appended to out. STATUS_USAGE when none of them is set. */
enum status settings_index(const struct settings *s, struct buffer *out, struct error *error);

#endif
