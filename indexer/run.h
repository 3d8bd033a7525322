/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * run: one run of the indexer over its sources.
 *
 *   gather  walks the sources, drops what the index holds already, reads the rest into a batch
 *   prune   adds to the batch what the sources no longer hold
 *   write   puts the batch into the index: documents, their sections, and what they link to
 *
 * What the index holds depends on the documents alone, never on the order or the batches in which
 * they came: see graph.h.
 */
#ifndef LUPP_INDEXER_RUN_H
#define LUPP_INDEXER_RUN_H

#include "batch.h"
#include "catalogue.h"
#include "digest.h"
#include "follow.h"
#include "listings.h"
#include "page.h"
#include "places.h"
#include "report.h"
#include "settings.h"
#include "stamps.h"
#include "store.h"

enum {
    RUN_GENERATION = 4 /* raised when reading changes, so that unchanged pages are read anew */
};

struct run {
    const struct settings *settings;
    struct report *report;
    struct swedish *swedish;
    struct store *store;
    struct places places;
    struct listings *listings; /* of each root of places, in its order */
    struct stamps *stamps;     /* likewise */
    time_t began;
    struct catalogue catalogue;
    struct batch batch;
    struct follow *follow; /* of --follow, or NULL */
    uint64_t seed;         /* of what the reading depends on beside the bytes */
    uint32_t number;       /* that this run has if it changes something */
    bool changed;          /* the run has written something */
    bool ending;           /* all sources are read: the batch being written is the last one */
    uint64_t dropped;      /* tokens and terms that were too long */
    /* memory used again */
    struct page_maker maker;
    struct buffer bytes, id, path;
    struct digest digest;
};

/* Does all that the settings say of sources, into the index at `path`. STATUS_STOPPED when a signal
   came; STATUS_IO when no source could be read (when none could be opened, no index is made). */
enum status run_sources(const struct settings *settings, const char *path, struct swedish *swedish,
                        struct report *report, struct error *error);
/* Removes documents by id, address or file; one that is not there is told to report as skipped. */
enum status run_remove(const struct settings *settings, const char *path, struct swedish *swedish,
                       struct report *report, struct error *error);

/* ---- the parts, for each other --------------------------------------------------------------- */

/* run.c: what every run begins and ends with; the index is opened with its catalogue. */
void run_begin(struct run *run);
enum status run_open_index(struct run *run, const char *path, enum store_mode mode,
                           struct error *error);
void run_end(struct run *run);

/* gather.c: all sources in order. */
enum status gather_sources(struct run *run, struct error *error);
/* One page: bytes in run->bytes, path below its root ("" for standard input). */
void gather_page(struct run *run, const struct root *root, enum file_kind kind, struct slice path,
                 const char *shown);
/* What was odd about a page that was taken in all the same. */
void gather_tell_oddities(struct run *run, const char *shown, const struct page_oddities *odd);
/* Whether the file system tells that the page of run->id is what the index holds, and so do the
   lists. Told as unchanged then. about: of its file, or NULL. */
bool gather_spared(struct run *run, const struct root *root, const struct stat *about,
                   struct slice path, const char *shown);

/* gather_document.c */

/* What a document is told by. */
struct gathered {
    const struct root *root;
    struct slice id;
    struct slice path; /* below the root, or empty */
    const char *shown; /* for messages */
    bool line;         /* that is a line or an entry of a file, not the file */
    uint64_t page_digest, list_digest;
    const struct list_entry *entry; /* what the lists say of it, or NULL */
    bool same_list; /* list_digest does not matter: the lists are those of the last run, or one is
                       broken */
};
/* Whether the document has to be read: the index does not hold it as it is. One that does but for
   the place of its file is to be written all the same, and counts as unchanged. Tells report of an
   id that another root holds, and of one that the run has met with other contents, which this one
   replaces. *known is its place in the catalogue. */
bool gather_wanted(struct run *run, const struct gathered *g, uint32_t *known);
/* Begins a draft: what every document has. Borrowed until the next draft. */
struct draft *gather_draft(struct run *run, const struct gathered *g, uint32_t known);
/* Of what the lists say (entry may be NULL) and all else that a document depends on beside its
   bytes. */
uint64_t gather_list_digest(struct run *run, struct slice path, const struct list_entry *entry);
/* Takes it back when the document cannot be read. */
void gather_drop(struct run *run, uint32_t known);
/* Writes the batch when it has grown large. */
enum status gather_flush(struct run *run, struct error *error);

/* gather_lines.c */

/* A document that says itself what it is: a line of JSON Lines, an entry of a feed. */
struct said {
    struct run *run;
    struct root *root;
    uint64_t digest;   /* of all that it says */
    size_t size;       /* bytes, about */
    struct slice path; /* of its file, below the root */
    const char *shown; /* "file:12" */
};
/* Takes it in; user is a struct said. Always 0. */
int gather_said(void *user, const struct reader_entry *entry);
/* Its id: the one it names, else its address's, else one made of its content. false: its address is
   none. */
bool gather_said_id(const struct said *said, const struct reader_entry *entry, struct buffer *id);

/* JSON Lines of a file or a stream. */
struct stream;
enum status gather_lines(struct run *run, struct root *root, struct stream *in, struct slice path,
                         const char *shown, struct error *error);
/* The one document in run->bytes, an object that may go over several lines. false, and nothing
   done, when it is not one object. */
bool gather_object(struct run *run, struct root *root, struct slice path, const char *shown);

/* gather_feed.c: the feed in run->bytes. */
void gather_feed(struct run *run, struct root *root, struct slice path, const char *shown);

/* gather_known.c: the path below its root that the page at docid had when it was read; empty for
   one that was not read from a file. Borrowed from path. */
struct slice gather_known_path(struct run *run, uint32_t docid, struct buffer *path);
/* gather_list_digest of what the lists said of that page, as far as the index tells. */
uint64_t gather_known_list_digest(struct run *run, uint32_t docid, struct slice path);
/* Puts into d the page's own part of the document that the index holds, with the
   shortcuts of lists, or what the lists said of it; d lives as long as the batch. */
enum status gather_known_page(struct run *run, uint32_t docid, struct schema_document *d,
                              struct error *error);
enum status gather_known_listed(struct run *run, uint32_t docid, struct schema_document *d,
                                struct error *error);

/* gather_list.c: entries of a list that was named itself, whose pages were not read. */
enum status gather_named_list(struct run *run, const struct root *root, struct slice path,
                              struct error *error);

/* prune.c */
enum status prune_sources(struct run *run, struct error *error);

/* write.c: the batch into the index, then forgotten. */
enum status write_batch(struct run *run, struct error *error);

/* run_roots.c: what is known of a root from earlier runs. */
struct listings *run_listings(struct run *run, const struct root *root);
struct stamps *run_stamps(struct run *run, const struct root *root);
/* To be called before a source of the root is read. */
enum status run_look_at_root(struct run *run, const struct root *root, struct error *error);
/* Notes in the index, with a commit, what files and lists its pages were compared with: none while
   the run goes on, those of now at its end. */
enum status run_note_roots(struct run *run, bool end, struct error *error);
/* Makes room for the roots of run->places; and gives it back. */
void run_roots_begin(struct run *run);
void run_roots_end(struct run *run);

#endif
