/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether an index is what its records say. */
#include "graph.h"
#include "signals.h"
#include "whole.h"

#include <stdlib.h>
#include <string.h>

enum { TOLD_MAX = 20 /* faults that are told one by one */ };

struct checker {
    struct store *store;
    struct swedish *swedish;
    struct report *report;
    struct catalogue catalogue;
    struct inbound inbound;
    struct schema_entry entry;
    struct schema_codec *targets, *linkers;
    uint64_t faults, sections;
    uint64_t done;
};

static void fault(struct checker *c, struct slice id, const char *what)
{
    if (c->faults++ < TOLD_MAX)
        report_warn(c->report, "%s: %.*s: %s", c->store->path, (int)id.size, id.data, what);
}

/* ---- one entry ------------------------------------------------------------------------------- */

struct comparing {
    const struct schema_entry *entry;
    size_t at;
    bool differs;
};

static int compare_term(void *user, const struct xc_document_term *term)
{
    struct comparing *c = user;
    if (c->at >= c->entry->posting_count) {
        c->differs = true;
        return 1;
    }
    const struct schema_posting *p = &c->entry->postings[c->at++];
    c->differs = !slice_equal(p->term, store_slice(term->term)) || p->wdf != term->wdf ||
                 p->position_count != term->positions;
    return c->differs;
}

static bool value_differs(struct store *store, uint32_t docid, const struct schema_value *value)
{
    struct xc_buffer stored;
    xc_index_value(store->index, docid, (uint32_t)value->slot, &stored, NULL);
    struct slice s = {.data = stored.data, .size = stored.size};
    bool differs = !slice_equal(s, value->bytes);
    free(stored.data);
    return differs;
}

/* Whether what stands at docid is the entry in c->entry. */
static void compare_entry(struct checker *c, struct slice id, uint32_t docid, const char *what)
{
    struct comparing terms = {.entry = &c->entry};
    enum xc_status got =
        xc_index_each_document_term(c->store->index, docid, compare_term, &terms, NULL);
    bool differs =
        terms.differs || terms.at != c->entry.posting_count || (got != XC_OK && got != XC_STOPPED);
    for (size_t i = 0; i < c->entry.value_count; i++)
        differs |= value_differs(c->store, docid, &c->entry.values[i]);
    if (differs)
        fault(c, id, what);
}

static void check_sections(struct checker *c, const struct schema_document *d)
{
    struct buffer key = {0};
    size_t count = schema_section_count(d);
    for (size_t i = 0; i < count && count > 1; i++) {
        uint32_t docid;
        schema_section_key(&key, d->id, i);
        struct xc_bytes term = store_bytes(buffer_view(&key));
        c->sections++;
        if (xc_index_find(c->store->index, term, &docid, NULL) != XC_OK)
            fault(c, d->id, "a section is missing");
        else if (schema_entry_section(&c->entry, c->swedish, d, i, NULL) == STATUS_OK)
            compare_entry(c, d->id, docid, "a section is not what its page says");
    }
    buffer_free(&key);
}

static enum status check_document(struct checker *c, const struct known *k, struct error *error)
{
    struct schema_document d;
    struct error own;
    if (store_read(c->store, k->docid, c->targets, &d, &own) != STATUS_OK) {
        fault(c, k->id, own.text);
        return STATUS_OK;
    }
    enum status status = inbound_collect(&c->inbound, k->id, NULL, GRAPH_NONE, NULL, &c->catalogue,
                                         c->store, c->linkers, error);
    if (status != STATUS_OK)
        return status;
    if (!slice_equal(d.id, k->id) || d.link_only == k->page)
        fault(c, k->id, "its record is of another document");
    if (d.link_only && c->inbound.count == 0)
        fault(c, k->id, "nobody links to it");
    status =
        schema_entry_build(&c->entry, c->swedish, &d, c->inbound.items, c->inbound.count, error);
    if (status == STATUS_OK)
        compare_entry(c, k->id, k->docid,
                      "its entry is not what its record and the links to it say");
    if (status == STATUS_OK && !d.link_only)
        check_sections(c, &d);
    return status;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static enum status check_documents(struct checker *c, struct error *error)
{
    enum status status = catalogue_open(&c->catalogue, c->store, error);
    if (status == STATUS_OK)
        status = catalogue_load(&c->catalogue, error);
    for (size_t i = 0; i < c->catalogue.count && status == STATUS_OK; i++) {
        status = signals_stop() ? STATUS_STOPPED : check_document(c, &c->catalogue.items[i], error);
        report_progress(c->report, "checking", ++c->done, c->catalogue.count);
    }
    return status;
}

/* Entries that no page knows of. */
static enum status check_counts(struct checker *c, struct error *error)
{
    struct xc_statistics about;
    struct xc_error from;
    enum xc_status got = xc_index_statistics(c->store->index, &about, &from);
    if (got == XC_OK && about.documents != c->catalogue.count + c->sections)
        fault(c, SLICE("index"), "it holds entries that belong to no document");
    return store_failed(c->store, got, &from, error);
}

static enum status check_blocks(struct checker *c, struct error *error)
{
    size_t faults;
    struct xc_buffer told;
    struct xc_error from;
    enum xc_status got = xc_check(c->store->database, &faults, &told, &from);
    if (got == XC_OK && faults > 0) {
        c->faults += faults;
        report_warn(c->report, "%s: %zu faults in the database:\n%s", c->store->path, faults,
                    told.data);
    }
    free(told.data);
    return store_failed(c->store, got, &from, error);
}

static enum status check_all(struct checker *c, struct error *error)
{
    c->targets = schema_codec_new();
    c->linkers = schema_codec_new();
    enum status status = check_blocks(c, error);
    if (status == STATUS_OK)
        status = check_documents(c, error);
    if (status == STATUS_OK)
        status = check_counts(c, error);
    c->report->counts.unchanged = c->done;
    if (status == STATUS_OK && c->faults > 0)
        status = error_set(error, STATUS_CORRUPT,
                           "%s: %llu faults (--rebuild mends what the records still tell)",
                           c->store->path, (unsigned long long)c->faults);
    catalogue_free(&c->catalogue);
    inbound_free(&c->inbound);
    schema_entry_free(&c->entry);
    schema_codec_free(c->targets);
    schema_codec_free(c->linkers);
    return status;
}

enum status whole_check(const struct settings *settings, const char *path, struct swedish *swedish,
                        struct report *report, struct error *error)
{
    struct store store; /* opened for writing, so that nobody writes meanwhile */
    enum status status =
        store_open(&store, path, STORE_WRITE, settings->wait_seconds, swedish, error);
    if (status == STATUS_OK) {
        struct checker c = {.store = &store, .swedish = swedish, .report = report};
        status = check_all(&c, error);
    }
    store_close(&store);
    return status;
}
