/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An index anew from its own records: nothing of the old one is used but them and the metadata. */
#include "signals.h"
#include "table.h"
#include "whole.h"

#include <stdlib.h>

enum { REBUILD_COMMIT = 1000 /* entries */ };

/* ---- the links of all records ---------------------------------------------------------------- */

struct target {
    struct slice id;
    uint32_t first; /* of the links to it */
};

struct record_link {
    uint32_t next; /* of the same target, or TABLE_NONE */
    struct slice from, words;
};

struct rebuilder {
    struct store *from, *to;
    struct swedish *swedish;
    struct report *report;
    struct schema_codec *codec;
    struct schema_entry entry;
    uint32_t *docids; /* of all that have a record, rising */
    size_t count, room;
    struct arena arena;
    struct table ids; /* id -> index in targets */
    struct target *targets;
    size_t target_count, target_room;
    struct record_link *links;
    size_t link_count, link_room;
    struct schema_inbound *inbound;
    size_t inbound_room;
};

static struct target *target_of(struct rebuilder *r, struct slice id)
{
    uint32_t at = table_find(&r->ids, id);
    if (at != TABLE_NONE)
        return &r->targets[at];
    r->targets = base_grow(r->targets, &r->target_room, r->target_count + 1, sizeof *r->targets);
    struct target *target = &r->targets[r->target_count];
    *target = (struct target){.id = slice_keep(&r->arena, id), .first = TABLE_NONE};
    table_add(&r->ids, target->id, (uint32_t)r->target_count++);
    return target;
}

static void note_links(struct rebuilder *r, const struct schema_document *d)
{
    struct slice from = slice_keep(&r->arena, d->id);
    for (size_t i = 0; i < d->link_count; i++) {
        if (slice_equal(d->links[i].target, d->id))
            continue;
        struct target *target = target_of(r, d->links[i].target);
        r->links = base_grow(r->links, &r->link_room, r->link_count + 1, sizeof *r->links);
        r->links[r->link_count] = (struct record_link){
            .next = target->first, .from = from, .words = slice_keep(&r->arena, d->links[i].words)};
        target->first = (uint32_t)r->link_count++;
    }
}

static size_t inbound_of(struct rebuilder *r, struct slice id)
{
    size_t count = 0;
    uint32_t at = table_find(&r->ids, id);
    uint32_t next = at != TABLE_NONE ? r->targets[at].first : TABLE_NONE;
    for (; next != TABLE_NONE; next = r->links[next].next) {
        r->inbound = base_grow(r->inbound, &r->inbound_room, count + 1, sizeof *r->inbound);
        r->inbound[count++] =
            (struct schema_inbound){.from = r->links[next].from, .words = r->links[next].words};
    }
    return count;
}

/* ---- reading and writing --------------------------------------------------------------------- */

static enum status find_records(struct rebuilder *r, struct error *error)
{
    struct xc_postings *all;
    struct xc_posting at;
    struct xc_error from;
    enum xc_status got = xc_postings_open(&all, r->from->index, xc_text(""), false, &from);
    while (got == XC_OK) {
        struct xc_buffer data = {0};
        got = xc_postings_next(all, &at, &from);
        if (got != XC_OK || at.docid == 0)
            break;
        got = xc_index_data(r->from->index, at.docid, &data, &from);
        if (got == XC_OK && data.size > 0) { /* sections have no record */
            r->docids = base_grow(r->docids, &r->room, r->count + 1, sizeof *r->docids);
            r->docids[r->count++] = at.docid;
        }
        free(data.data);
    }
    xc_postings_close(all);
    return store_failed(r->from, got, &from, error);
}

/* Calls `each` with every record in turn. */
static enum status each_record(struct rebuilder *r, const char *stage,
                               enum status (*each)(struct rebuilder *r, struct schema_document *d,
                                                   struct error *error),
                               struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < r->count && status == STATUS_OK; i++) {
        struct schema_document d;
        status = signals_stop() ? STATUS_STOPPED
                                : store_read(r->from, r->docids[i], r->codec, &d, error);
        if (status == STATUS_OK)
            status = each(r, &d, error);
        report_progress(r->report, stage, i, r->count);
    }
    return status;
}

static enum status note_record(struct rebuilder *r, struct schema_document *d, struct error *error)
{
    (void)error;
    note_links(r, d);
    return STATUS_OK;
}

static enum status put_sections(struct rebuilder *r, const struct schema_document *d,
                                struct error *error)
{
    size_t count = d->link_only ? 0 : schema_section_count(d);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && count > 1 && status == STATUS_OK; i++) {
        uint32_t docid = 0;
        status = schema_entry_section(&r->entry, r->swedish, d, i, error);
        if (status == STATUS_OK)
            status = store_put(r->to, &r->entry, &docid, error);
    }
    return status;
}

static enum status write_record(struct rebuilder *r, struct schema_document *d, struct error *error)
{
    uint32_t docid = 0;
    size_t count = inbound_of(r, d->id);
    if (d->link_only && count == 0)
        return STATUS_OK;
    if (d->link_only)
        d->title = schema_link_title(r->inbound, count);
    enum status status = schema_entry_build(&r->entry, r->swedish, d, r->inbound, count, error);
    if (status == STATUS_OK)
        status = store_put(r->to, &r->entry, &docid, error);
    if (status == STATUS_OK)
        status = put_sections(r, d, error);
    if (status == STATUS_OK && ++r->report->counts.updated % REBUILD_COMMIT == 0)
        status = store_save(r->to, error);
    return status;
}

static int copy_metadata(void *user, struct xc_bytes key, struct xc_bytes value)
{
    struct rebuilder *r = user;
    return xc_index_set_metadata(r->to->index, key, value, NULL) != XC_OK;
}

static enum status write_metadata(struct rebuilder *r, struct error *error)
{
    struct xc_error from;
    enum xc_status got =
        xc_index_each_metadata(r->from->index, xc_text("lupp."), copy_metadata, r, &from);
    enum status status = store_failed(r->from, got, &from, error);
    return status == STATUS_OK ? store_stamp(r->to, r->swedish, error) : status;
}

static enum status rebuild(struct rebuilder *r, struct error *error)
{
    enum status status = find_records(r, error);
    if (status == STATUS_OK)
        status = each_record(r, "reading", note_record, error);
    if (status == STATUS_OK)
        status = each_record(r, "writing", write_record, error);
    if (status == STATUS_OK)
        status = write_metadata(r, error);
    return status == STATUS_OK ? store_save(r->to, error) : status;
}

static void free_rebuilder(struct rebuilder *r)
{
    schema_codec_free(r->codec);
    schema_entry_free(&r->entry);
    table_free(&r->ids);
    arena_free(&r->arena);
    free(r->docids);
    free(r->targets);
    free(r->links);
    free(r->inbound);
}

enum status whole_rebuild(const struct settings *settings, const char *path,
                          struct swedish *swedish, struct report *report, struct error *error)
{
    struct store from, to;
    enum status status = store_open(&from, path, STORE_ANY, settings->wait_seconds, swedish, error);
    if (status != STATUS_OK)
        return status;
    status = store_fresh(&from, 1, &to, error);
    if (status == STATUS_OK) {
        struct rebuilder r = {.from = &from,
                              .to = &to,
                              .swedish = swedish,
                              .report = report,
                              .codec = schema_codec_new()};
        status = rebuild(&r, error);
        free_rebuilder(&r);
    }
    store_close(&to);
    status = status == STATUS_OK ? store_switch(&from, 1, error) : status;
    if (status != STATUS_OK)
        store_drop(&from, 1);
    store_close(&from);
    return status;
}

enum status whole_compact(const struct settings *settings, const char *path,
                          struct swedish *swedish, struct report *report, struct error *error)
{
    struct store store;
    (void)report;
    enum status status =
        store_open(&store, path, STORE_WRITE, settings->wait_seconds, swedish, error);
    if (status != STATUS_OK)
        return status;
    status = store_join(&store, (const uint64_t[]){0}, 1, 1, error);
    if (status == STATUS_OK)
        status = store_switch(&store, 1, error);
    store_close(&store);
    return status;
}
