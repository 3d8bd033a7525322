/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "writer.h"

#include "runs.h"

void writer_free(struct writer *w)
{
    inbound_free(&w->inbound);
    schema_entry_free(&w->entry);
    schema_codec_free(w->targets);
    schema_codec_free(w->linkers);
    buffer_free(&w->url);
    buffer_free(&w->key);
}

/* The sections of a page, in place of old_sections there were; d NULL removes them all. */
static enum status put_sections(struct writer *w, struct slice id, const struct schema_document *d,
                                size_t old_sections, struct error *error)
{
    struct store *store = w->store;
    size_t count = d != NULL ? schema_section_count(d) : 0;
    count = count > 1 ? count : 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        uint32_t docid = 0;
        status = schema_entry_section(&w->entry, w->swedish, d, i, error);
        w->dropped += w->entry.dropped;
        if (status == STATUS_OK)
            status = i < old_sections ? store_put_by_key(store, &w->entry, error)
                                      : store_put(store, &w->entry, &docid, error);
    }
    for (size_t i = count; i < old_sections && status == STATUS_OK; i++) {
        schema_section_key(&w->key, id, i);
        status = store_delete_by_key(store, buffer_view(&w->key), error);
    }
    return status;
}

static enum status put_entry(struct writer *w, struct known *k, const struct schema_document *d,
                             struct error *error)
{
    enum status status =
        schema_entry_build(&w->entry, w->swedish, d, w->inbound.items, w->inbound.count, error);
    if (status == STATUS_OK)
        status = store_put(w->store, &w->entry, &k->docid, error);
    w->dropped += w->entry.dropped;
    return status;
}

/* A document that no source has: an entry as long as somebody links to it. */
static enum status write_link_entry(struct writer *w, struct known *k, struct error *error)
{
    struct store *store = w->store;
    bool was_page = k->page;
    k->page = false;
    k->held = k->root = CATALOGUE_NO_ROOT;
    k->page_digest = k->list_digest = 0;
    if (w->inbound.count == 0) {
        uint32_t docid = k->docid;
        k->docid = 0;
        return docid != 0 ? store_delete(store, docid, error) : STATUS_OK;
    }
    struct schema_document d = {.id = k->id, .link_only = true};
    buffer_clear(&w->url);
    naming_url_beside(w->run->settings->naming.site, w->inbound.first_id, w->inbound.first_url,
                      k->id, &w->url);
    d.url = buffer_view(&w->url);
    d.title = schema_link_title(w->inbound.items, w->inbound.count);
    /* That other links lead to it than before does not change it. */
    d.run = k->docid != 0 && !was_page ? runs_of(store, k->docid) : w->run->number;
    return put_entry(w, k, &d, error);
}

/* A page that the batch does not change, but other links lead to it now. */
static enum status write_known_page(struct writer *w, struct known *k, struct error *error)
{
    struct schema_document d;
    enum status status = store_read(w->store, k->docid, w->targets, &d, error);
    return status == STATUS_OK ? put_entry(w, k, &d, error) : status;
}

static enum status write_draft(struct writer *w, const struct draft *draft, struct known *k,
                               size_t old_sections, struct error *error)
{
    const struct schema_document *d = &draft->document;
    bool was_page = k->page;
    enum status status = put_entry(w, k, d, error);
    if (status == STATUS_OK)
        status = put_sections(w, d->id, d, old_sections, error);
    k->page = true;
    k->held = k->root;
    k->page_digest = d->page_digest;
    k->list_digest = d->list_digest;
    k->fresh = !was_page;
    w->counts.indexed += !was_page;
    w->counts.updated += was_page && !k->unchanged;
    if (w->report != NULL)
        report_say(w->report, "%s %.*s",
                   !was_page      ? "indexed"
                   : k->unchanged ? "unchanged, but in another place:"
                                  : "updated",
                   (int)d->id.size, d->id.data);
    return status;
}

static enum status remove_page(struct writer *w, struct known *k, size_t old_sections,
                               struct error *error)
{
    enum status status = write_link_entry(w, k, error);
    if (status == STATUS_OK)
        status = put_sections(w, k->id, NULL, old_sections, error);
    w->counts.removed++;
    if (w->report != NULL)
        report_say(w->report, "removed %.*s", (int)k->id.size, k->id.data);
    return status;
}

static enum status collect_inbound(struct writer *w, uint32_t node, const struct known *k,
                                   struct error *error)
{
    if (w->linkers == NULL) {
        w->targets = schema_codec_new();
        w->linkers = schema_codec_new();
    }
    return inbound_collect(&w->inbound, k->id, w->graph, node, &w->run->batch, &w->run->catalogue,
                           w->fresh ? NULL : w->store, w->linkers, error);
}

enum status writer_node(struct writer *w, uint32_t at, struct error *error)
{
    struct run *run = w->run;
    const struct graph_node *node = &w->graph->nodes[at];
    struct known *k = &run->catalogue.items[node->known];
    enum status status = collect_inbound(w, at, k, error);
    if (status != STATUS_OK)
        return status;
    w->entries++;
    if (k->draft == CATALOGUE_NO_DRAFT)
        return k->page ? write_known_page(w, k, error) : write_link_entry(w, k, error);
    const struct draft *draft = &run->batch.drafts[k->draft];
    if (draft->task == DRAFT_REMOVE)
        return remove_page(w, k, node->old_sections, error);
    return write_draft(w, draft, k, node->old_sections, error);
}
