/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store.h"

#include "signals.h"
#include "store_files.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SWITCH_SECONDS = 1 };

static enum status status_of(enum xc_status status)
{
    switch (status) {
    case XC_OK:
        return STATUS_OK;
    case XC_STOPPED:
        return STATUS_STOPPED;
    case XC_NOT_FOUND:
        return STATUS_NOT_FOUND;
    case XC_LOCKED:
        return STATUS_LOCKED;
    case XC_CHANGED:
        return STATUS_CHANGED;
    case XC_CORRUPT:
        return STATUS_CORRUPT;
    case XC_VERSION:
        return STATUS_FOREIGN;
    case XC_NO_SPACE:
        return STATUS_NO_SPACE;
    case XC_IO:
        return STATUS_IO;
    case XC_EXISTS:
    case XC_BAD_ARGUMENT:
    case XC_BAD_STATE:
    case XC_TOO_MANY:
    case XC_UNSUPPORTED:
    case XC_MEMORY:
    case XC_OTHER:
        return STATUS_INTERNAL;
    }
    return STATUS_INTERNAL;
}

enum status store_failed(const struct store *store, enum xc_status status,
                         const struct xc_error *from, struct error *error)
{
    if (status == XC_OK)
        return STATUS_OK;
    const char *hint = status == XC_CORRUPT ? " (lupp-index --check tells more)" : "";
    return error_set(error, status_of(status), "%s: %s%s", store->path, from->text, hint);
}

/* ---- opening --------------------------------------------------------------------------------- */

static enum status check_stamp(struct store *store, enum store_mode mode, struct swedish *swedish,
                               struct error *error)
{
    struct buffer stamp = {0};
    enum status status = store_get(store, SCHEMA_KEY_STAMP, &stamp, error);
    if (status == STATUS_OK && (mode != STORE_ANY || stamp.size == 0))
        status = schema_stamp_check(swedish, buffer_view(&stamp), store->path, error);
    buffer_free(&stamp);
    return status;
}

/* Makes an empty database with our stamp, and only then the stub that names it. */
static enum status create(struct store *store, struct swedish *swedish, struct error *error)
{
    struct xc_error from;
    store->number = 1;
    store->made = true;
    store->database = files_database(store->path, 1);
    enum xc_status made = xc_index_write(&store->index, store->database, XC_WRITE_OVERWRITE, &from);
    enum status status = store_failed(store, made, &from, error);
    if (status == STATUS_OK)
        status = store_stamp(store, swedish, error);
    if (status == STATUS_OK)
        status = store_failed(store, xc_index_commit(store->index, &from), &from, error);
    if (status == STATUS_OK)
        status = files_write_stub(store->path, 1, error);
    return status;
}

static enum status open_database(struct store *store, enum store_mode mode, struct error *error)
{
    struct xc_error from;
    store->database = files_database(store->path, store->number);
    enum xc_status opened =
        mode == STORE_READ ? xc_index_open(&store->index, store->database, &from)
                           : xc_index_write(&store->index, store->database, XC_WRITE_OPEN, &from);
    /* Somebody else's writer, who does not know our lock. */
    if (opened == XC_LOCKED)
        return error_set(error, STATUS_LOCKED, "%s: another process is writing to the index",
                         store->path);
    if (opened == XC_NOT_FOUND)
        return error_set(error, STATUS_CORRUPT, "%s: its database %s is gone", store->path,
                         store->database);
    return store_failed(store, opened, &from, error);
}

static enum status open_found(struct store *store, enum store_mode mode, enum files_found found,
                              struct swedish *swedish, struct error *error)
{
    switch (found) {
    case FILES_NOTHING:
        if (mode == STORE_CREATE)
            return create(store, swedish, error);
        return mode == STORE_READ
                   ? STATUS_OK
                   : error_set(error, STATUS_NOT_FOUND, "%s: there is no index", store->path);
    case FILES_OTHERS:
        return error_set(error, STATUS_FOREIGN, "%s: not an index, and not empty", store->path);
    case FILES_STUB:
    case FILES_DATABASE:
        break;
    }
    enum status status = open_database(store, mode, error);
    return status == STATUS_OK ? check_stamp(store, mode, swedish, error) : status;
}

enum status store_open(struct store *store, const char *path, enum store_mode mode,
                       int wait_seconds, struct swedish *swedish, struct error *error)
{
    enum files_found found;
    struct xc_error from;
    *store = (struct store){.lock = -1, .writable = mode != STORE_READ};
    store->path = slice_copy(slice_of(path));
    enum status status = files_look(path, &found, &store->number, error);
    if (status == STATUS_OK && mode == STORE_CREATE && found == FILES_NOTHING)
        status = files_make_folder(path, error);
    bool lock = store->writable && found != FILES_OTHERS &&
                (found != FILES_NOTHING || mode == STORE_CREATE);
    if (status == STATUS_OK && lock)
        status = files_lock(path, wait_seconds, &store->lock, error);
    if (status == STATUS_OK && lock) /* who held the lock may have changed it */
        status = files_look(path, &found, &store->number, error);
    if (status == STATUS_OK && lock)
        store->mended = files_remove_leftovers(path, store->number);
    if (status == STATUS_OK)
        status = open_found(store, mode, found, swedish, error);
    if (status == STATUS_OK && store->writable)
        status = store_failed(store, xc_document_new(&store->document, &from), &from, error);
    if (status != STATUS_OK)
        store_close(store);
    return status;
}

enum swedish_analysis store_analysis(const char *path)
{
    struct xc_index *index;
    struct xc_buffer stamp = {0};
    enum swedish_analysis analysis = SWEDISH_FULL;
    if (xc_index_open(&index, path, NULL) != XC_OK)
        return analysis;
    if (xc_index_metadata(index, xc_text(SCHEMA_KEY_STAMP), &stamp, NULL) == XC_OK)
        analysis = schema_stamp_analysis((struct slice){.data = stamp.data, .size = stamp.size});
    free(stamp.data);
    xc_index_close(index);
    return analysis;
}

void store_close(struct store *store)
{
    xc_document_free(store->document);
    xc_index_close(store->index);
    buffer_free(&store->term);
    free(store->database);
    free(store->path);
    if (store->lock >= 0)
        close(store->lock);
    *store = (struct store){.lock = -1};
}

/* ---- transactions and metadata --------------------------------------------------------------- */

enum status store_begin(struct store *store, struct error *error)
{
    struct xc_error from;
    return store_failed(store, xc_transaction_begin(store->index, &from), &from, error);
}

enum status store_commit(struct store *store, struct error *error)
{
    struct xc_error from;
    signals_commit_begin();
    enum xc_status committed = xc_transaction_commit(store->index, &from);
    signals_commit_end();
    return store_failed(store, committed, &from, error);
}

void store_cancel(struct store *store)
{
    xc_transaction_cancel(store->index, NULL);
}

enum status store_set(struct store *store, const char *key, struct slice value, struct error *error)
{
    struct xc_error from;
    enum xc_status set =
        xc_index_set_metadata(store->index, xc_text(key), store_bytes(value), &from);
    return store_failed(store, set, &from, error);
}

enum status store_stamp(struct store *store, struct swedish *swedish, struct error *error)
{
    struct buffer stamp = {0};
    schema_stamp(swedish, &stamp);
    enum status status = store_set(store, SCHEMA_KEY_STAMP, buffer_view(&stamp), error);
    buffer_free(&stamp);
    return status;
}

enum status store_get(struct store *store, const char *key, struct buffer *out, struct error *error)
{
    struct xc_error from;
    struct xc_buffer value;
    enum xc_status got = xc_index_metadata(store->index, xc_text(key), &value, &from);
    if (got == XC_OK)
        buffer_append(out, value.data, value.size);
    free(value.data);
    return store_failed(store, got, &from, error);
}

/* ---- entries --------------------------------------------------------------------------------- */

static enum xc_status add_postings(struct xc_document *document, const struct schema_entry *entry,
                                   struct xc_error *from)
{
    enum xc_status status = XC_OK;
    for (size_t i = 0; i < entry->posting_count && status == XC_OK; i++) {
        const struct schema_posting *p = &entry->postings[i];
        struct xc_bytes term = store_bytes(p->term);
        if (p->positions == NULL)
            status = xc_document_add_term(document, term, p->wdf, from);
        else
            status = xc_document_add_postings(document, term, p->positions, p->position_count,
                                              p->wdf, from);
    }
    return status;
}

static enum xc_status fill_document(struct xc_document *document, const struct schema_entry *entry,
                                    struct xc_error *from)
{
    enum xc_status status = xc_document_clear(document, from);
    if (status == XC_OK)
        status = add_postings(document, entry, from);
    for (size_t i = 0; i < entry->value_count && status == XC_OK; i++)
        status = xc_document_set_value(document, (uint32_t)entry->values[i].slot,
                                       store_bytes(entry->values[i].bytes), from);
    if (status == XC_OK && entry->data.size > 0)
        status = xc_document_set_data(document, store_bytes(entry->data), from);
    return status;
}

enum status store_put(struct store *store, const struct schema_entry *entry, uint32_t *docid,
                      struct error *error)
{
    struct xc_error from;
    enum xc_status status = fill_document(store->document, entry, &from);
    if (status == XC_OK)
        status = *docid == 0 ? xc_index_add(store->index, store->document, docid, &from)
                             : xc_index_put_at(store->index, *docid, store->document, &from);
    return store_failed(store, status, &from, error);
}

enum status store_put_by_key(struct store *store, const struct schema_entry *entry,
                             struct error *error)
{
    struct xc_error from;
    enum xc_status status = fill_document(store->document, entry, &from);
    if (status == XC_OK)
        status = xc_index_put(store->index, store_bytes(entry->key), store->document, NULL, &from);
    return store_failed(store, status, &from, error);
}

enum status store_delete(struct store *store, uint32_t docid, struct error *error)
{
    struct xc_error from;
    return store_failed(store, xc_index_delete_at(store->index, docid, &from), &from, error);
}

enum status store_delete_by_key(struct store *store, struct slice key, struct error *error)
{
    struct xc_error from;
    return store_failed(store, xc_index_delete(store->index, store_bytes(key), &from), &from,
                        error);
}

enum status store_read(struct store *store, uint32_t docid, struct schema_codec *codec,
                       struct schema_document *out, struct error *error)
{
    struct xc_error from;
    struct xc_buffer data;
    struct error own;
    enum xc_status got = xc_index_data(store->index, docid, &data, &from);
    if (got != XC_OK)
        return store_failed(store, got, &from, error);
    enum status status =
        schema_record_read(codec, (struct slice){.data = data.data, .size = data.size}, out, &own);
    free(data.data);
    if (status == STATUS_OK)
        return STATUS_OK;
    return error_set(error, status, "%s: document %lu: %s (lupp-index --check tells more)",
                     store->path, (unsigned long)docid, own.text);
}

/* ---- databases of the index ------------------------------------------------------------------ */

void store_drop(struct store *store, uint64_t step)
{
    files_remove_database(store->path, store->number + step);
}

static enum status open_step(struct store *store, uint64_t step, unsigned mode, struct store *out,
                             struct error *error)
{
    struct xc_error from;
    *out = (struct store){.lock = -1, .writable = true};
    out->path = slice_copy(slice_of(store->path));
    out->database = files_database(store->path, store->number + step);
    mode |= XC_WRITE_DANGEROUS | XC_WRITE_NO_SYNC;
    enum xc_status opened = xc_index_write(&out->index, out->database, mode, &from);
    if (opened == XC_OK)
        opened = xc_document_new(&out->document, &from);
    return store_failed(out, opened, &from, error);
}

enum status store_fresh(struct store *store, uint64_t step, struct store *fresh,
                        struct error *error)
{
    return open_step(store, step, XC_WRITE_OVERWRITE, fresh, error);
}

enum status store_open_next(struct store *store, uint64_t step, struct store *next,
                            struct error *error)
{
    return open_step(store, step, XC_WRITE_OPEN, next, error);
}

enum status store_save(struct store *next, struct error *error)
{
    struct xc_error from;
    signals_commit_begin();
    enum xc_status committed = xc_index_commit(next->index, &from);
    signals_commit_end();
    return store_failed(next, committed, &from, error);
}

enum status store_join(struct store *store, const uint64_t *steps, size_t count, uint64_t into,
                       struct error *error)
{
    struct xc_error from;
    char *output = files_database(store->path, store->number + into);
    const char **inputs = base_calloc(count, sizeof *inputs);
    char **paths = base_calloc(count, sizeof *paths);
    for (size_t i = 0; i < count; i++)
        inputs[i] = paths[i] = files_database(store->path, store->number + steps[i]);
    unsigned flags = count == 1 ? XC_COMPACT_KEEP_DOCIDS : 0;
    enum xc_status joined = xc_compact(output, inputs, count, flags, &from);
    for (size_t i = 0; i < count; i++)
        free(paths[i]);
    free(paths);
    free(inputs);
    free(output);
    if (joined != XC_OK)
        store_drop(store, into);
    return store_failed(store, joined, &from, error);
}

enum status store_switch(struct store *store, uint64_t step, struct error *error)
{
    uint64_t old = store->number;
    enum status status = files_sync_database(store->path, old + step, error);
    if (status == STATUS_OK)
        status = files_write_stub(store->path, old + step, error);
    if (status != STATUS_OK)
        return status;
    xc_index_close(store->index);
    store->index = NULL;
    store->number = old + step;
    /* A reader may have read the stub and not yet opened what it names. */
    if (!store->made)
        nanosleep(&(struct timespec){.tv_sec = SWITCH_SECONDS}, NULL);
    files_remove_database(store->path, old);
    free(store->database);
    return open_database(store, STORE_WRITE, error);
}
