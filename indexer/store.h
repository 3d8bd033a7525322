/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * store: the index on disk. DIR holds
 *
 *   XAPIANDB    a stub, "auto N": which database is the index now
 *   N/          that database (a number that grows when the index is written anew)
 *   lupp.lock   held by the one who writes, so that others can name him
 *
 * A plain Xapian database at DIR itself is taken too, if it bears our stamp.
 */
#ifndef LUPP_INDEXER_STORE_H
#define LUPP_INDEXER_STORE_H

#include "base.h"
#include "schema.h"
#include "xapian_c.h"

struct store {
    char *path;             /* DIR */
    char *database;         /* the database in it */
    uint64_t number;        /* of the database; 0: DIR itself */
    struct xc_index *index; /* NULL: none is there (reading only) */
    struct xc_document *document;
    struct buffer term; /* room for keys */
    int lock;           /* descriptor or -1 */
    bool writable;
    bool made;   /* by this process: nobody reads it yet */
    bool mended; /* a run that was killed had left something, which is removed now */
};

enum store_mode {
    STORE_READ,   /* store->index is NULL when there is no index */
    STORE_WRITE,  /* it must be there: STATUS_NOT_FOUND */
    STORE_CREATE, /* made when it is not there */
    STORE_ANY     /* STORE_WRITE that takes any stamp of ours: for rebuilding */
};

/* Opens the index and checks its stamp. wait_seconds: how long to wait for another writer (0: not,
   negative: for ever). STATUS_LOCKED (names the process), STATUS_FOREIGN, STATUS_CORRUPT,
   STATUS_NO_SPACE, STATUS_IO, STATUS_STOPPED. caller frees with store_close. */
enum status store_open(struct store *store, const char *path, enum store_mode mode,
                       int wait_seconds, struct swedish *swedish, struct error *error);
/* By which analysis the index at path was made; SWEDISH_FULL when there is none, or it cannot be
   told: store_open says why. */
enum swedish_analysis store_analysis(const char *path);
/* What was not committed is lost. */
void store_close(struct store *store);

/* From a status of xapian-c: sets *error to "INDEX: reason". */
enum status store_failed(const struct store *store, enum xc_status status,
                         const struct xc_error *from, struct error *error);

/* ---- transactions and metadata --------------------------------------------------------------- */

enum status store_begin(struct store *store, struct error *error);
enum status store_commit(struct store *store, struct error *error);
void store_cancel(struct store *store);

enum status store_set(struct store *store, const char *key, struct slice value,
                      struct error *error);
/* Appends the value to out. */
enum status store_get(struct store *store, const char *key, struct buffer *out,
                      struct error *error);

/* ---- entries --------------------------------------------------------------------------------- */

/* docid 0 adds a new document and tells its docid. */
enum status store_put(struct store *store, const struct schema_entry *entry, uint32_t *docid,
                      struct error *error);
/* Puts the entry in place of the one that has its key, or adds it. */
enum status store_put_by_key(struct store *store, const struct schema_entry *entry,
                             struct error *error);
enum status store_delete(struct store *store, uint32_t docid, struct error *error);
enum status store_delete_by_key(struct store *store, struct slice key, struct error *error);
/* Reads the record of a document, borrowed until the next read with the codec. */
enum status store_read(struct store *store, uint32_t docid, struct schema_codec *codec,
                       struct schema_document *out, struct error *error);

/* ---- databases of the index ------------------------------------------------------------------ */

/* Databases beside the present one, on the way to become the index, are named by a step: how many
   numbers they come after it. What a killed run left there goes when the index is opened for
   writing. */

/* Opens an empty database for quick writing: what happens to it when the machine stops does not
   matter until store_switch. Its metadata is the caller's affair. caller frees with store_close. */
enum status store_fresh(struct store *store, uint64_t step, struct store *fresh,
                        struct error *error);
/* Opens one that is there already. */
enum status store_open_next(struct store *store, uint64_t step, struct store *next,
                            struct error *error);
/* What was put into such a database so far, out of memory. */
enum status store_save(struct store *next, struct error *error);
/* Packs several (steps; 0 is the index itself) into a new one. Documents get new docids, one
   database after the other; those of a single one keep theirs. */
enum status store_join(struct store *store, const uint64_t *steps, size_t count, uint64_t into,
                       struct error *error);
/* Makes it the index, in one step that readers see whole, removes the one it replaces (who reads it
   goes on) and opens the new one. */
enum status store_switch(struct store *store, uint64_t step, struct error *error);
/* Removes one, if it is there. */
void store_drop(struct store *store, uint64_t step);
/* Sets the stamp of the running program. */
enum status store_stamp(struct store *store, struct swedish *swedish, struct error *error);

static inline struct xc_bytes store_bytes(struct slice s)
{
    return xc_bytes_of(s.data, s.size);
}

static inline struct slice store_slice(struct xc_bytes bytes)
{
    return (struct slice){.data = bytes.data, .size = bytes.size};
}

#endif
