/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The batch into the index: component after component, one commit for several. */
#include "graph.h"
#include "run.h"
#include "runs.h"
#include "signals.h"

#include <stdlib.h>
#include <time.h>

struct writer {
    struct run *run;
    struct graph graph;
    struct inbound inbound;
    struct schema_entry entry;
    struct schema_codec *targets; /* for the document being written */
    struct schema_codec *linkers; /* for those that link to it */
    struct buffer url, key;
    /* since the last commit */
    bool open;
    uint64_t documents;
    double since;
    struct report_counts
        counts; /* what has been committed, and what will be with the next commit */
    uint64_t done;
    uint64_t dropped; /* tokens and terms that were too long */
};

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- one entry ------------------------------------------------------------------------------- */

/* The sections of a page, in place of old_sections there were; d NULL removes them all. */
static enum status put_sections(struct writer *w, struct slice id, const struct schema_document *d,
                                size_t old_sections, struct error *error)
{
    struct store *store = w->run->store;
    size_t count = d != NULL ? schema_section_count(d) : 0;
    count = count > 1 ? count : 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        uint32_t docid = 0;
        status = schema_entry_section(&w->entry, w->run->swedish, d, i, error);
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
    enum status status = schema_entry_build(&w->entry, w->run->swedish, d, w->inbound.items,
                                            w->inbound.count, error);
    if (status == STATUS_OK)
        status = store_put(w->run->store, &w->entry, &k->docid, error);
    w->dropped += w->entry.dropped;
    return status;
}

/* The number of the run that wrote what stands at docid: one that only knows a document by other
   links than before does not change it. */
static uint32_t run_of(struct store *store, uint32_t docid)
{
    struct xc_buffer value;
    uint32_t number = 0;
    if (xc_index_value(store->index, docid, SCHEMA_SLOT_RUN, &value, NULL) == XC_OK)
        for (size_t i = 0; i < value.size && value.data[i] >= '0' && value.data[i] <= '9'; i++)
            number = number * 10 + (uint32_t)(value.data[i] - '0');
    free(value.data);
    return number;
}

/* A document that no source has: an entry as long as somebody links to it. */
static enum status write_link_entry(struct writer *w, struct known *k, struct error *error)
{
    struct store *store = w->run->store;
    bool was_page = k->page;
    k->page = false;
    k->root = CATALOGUE_NO_ROOT;
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
    d.run = k->docid != 0 && !was_page ? run_of(store, k->docid) : w->run->number;
    return put_entry(w, k, &d, error);
}

/* A page that the batch does not change, but other links lead to it now. */
static enum status write_known_page(struct writer *w, struct known *k, struct error *error)
{
    struct schema_document d;
    enum status status = store_read(w->run->store, k->docid, w->targets, &d, error);
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
    k->page_digest = d->page_digest;
    k->list_digest = d->list_digest;
    k->fresh = !was_page;
    w->counts.indexed += !was_page;
    w->counts.updated += was_page;
    report_say(w->run->report, "%s %.*s", was_page ? "updated" : "indexed", (int)d->id.size,
               d->id.data);
    return status;
}

static enum status remove_page(struct writer *w, struct known *k, size_t old_sections,
                               struct error *error)
{
    enum status status = write_link_entry(w, k, error);
    if (status == STATUS_OK)
        status = put_sections(w, k->id, NULL, old_sections, error);
    w->counts.removed++;
    report_say(w->run->report, "removed %.*s", (int)k->id.size, k->id.data);
    return status;
}

static enum status write_node(struct writer *w, uint32_t at, struct error *error)
{
    struct run *run = w->run;
    const struct graph_node *node = &w->graph.nodes[at];
    struct known *k = &run->catalogue.items[node->known];
    enum status status = inbound_collect(&w->inbound, k->id, &w->graph, at, &run->batch,
                                         &run->catalogue, run->store, w->linkers, error);
    if (status != STATUS_OK)
        return status;
    w->documents++;
    if (k->draft == CATALOGUE_NO_DRAFT)
        return k->page ? write_known_page(w, k, error) : write_link_entry(w, k, error);
    const struct draft *draft = &run->batch.drafts[k->draft];
    w->done++;
    if (draft->task == DRAFT_REMOVE)
        return remove_page(w, k, node->old_sections, error);
    return write_draft(w, draft, k, node->old_sections, error);
}

/* ---- commits --------------------------------------------------------------------------------- */

static enum status commit(struct writer *w, bool last, struct error *error)
{
    struct run *run = w->run;
    enum status status = runs_note(run->store, run->number, &w->counts, error);
    if (status == STATUS_OK)
        status = run_note_lists(run, last && run->ending, error);
    if (status == STATUS_OK)
        status = store_commit(run->store, error);
    if (status != STATUS_OK)
        return status;
    w->open = false;
    run->changed = true;
    run->report->run = run->number;
    run->report->counts.indexed = w->counts.indexed;
    run->report->counts.updated = w->counts.updated;
    run->report->counts.removed = w->counts.removed;
    return STATUS_OK;
}

static bool is_due(const struct writer *w)
{
    const struct settings *s = w->run->settings;
    return (s->commit_documents > 0 && w->documents >= s->commit_documents) ||
           (s->commit_milliseconds > 0 &&
            (seconds_now() - w->since) * 1000.0 >= (double)s->commit_milliseconds);
}

/* The component that begins at order[*i]. */
static enum status write_component(struct writer *w, size_t *i, struct error *error)
{
    const struct graph *g = &w->graph;
    uint32_t component = g->nodes[g->order[*i]].component;
    enum status status = STATUS_OK;
    if (!w->open) {
        status = store_begin(w->run->store, error);
        w->open = status == STATUS_OK;
        w->documents = 0;
        w->since = seconds_now();
    }
    for (; *i < g->count && g->nodes[g->order[*i]].component == component && status == STATUS_OK;
         ++*i) {
        status = write_node(w, g->order[*i], error);
        report_progress(w->run->report, "writing", w->done, w->run->batch.count);
    }
    return status;
}

/* A signal stops after the commit that is under way, or after a first small one. */
static enum status write_components(struct writer *w, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < w->graph.count && status == STATUS_OK;) {
        status = write_component(w, &i, error);
        bool stop = signals_stop();
        if (status == STATUS_OK && (is_due(w) || i == w->graph.count || stop))
            status = commit(w, i == w->graph.count, error);
        if (status == STATUS_OK && stop && i < w->graph.count)
            status = STATUS_STOPPED;
    }
    if (w->open)
        store_cancel(w->run->store);
    return status;
}

/* ---- the batch ------------------------------------------------------------------------------- */

static void count_only(struct run *run)
{
    struct report_counts *counts = &run->report->counts;
    for (size_t i = 0; i < run->batch.count; i++) {
        const struct draft *draft = &run->batch.drafts[i];
        struct known *k = &run->catalogue.items[draft->known];
        if (draft->task == DRAFT_NOTHING)
            continue;
        bool remove = draft->task == DRAFT_REMOVE, page = k->page;
        counts->removed += remove;
        counts->updated += !remove && page;
        counts->indexed += !remove && !page;
        k->fresh = !remove && !page;
        k->page = !remove;
        if (!remove)
            k->page_digest = draft->document.page_digest;
        report_say(run->report, "would be %s: %.*s",
                   remove ? "removed"
                   : page ? "updated"
                          : "indexed",
                   (int)k->id.size, k->id.data);
    }
}

static enum status write_all(struct run *run, struct error *error)
{
    struct writer w = {.run = run, .counts = run->report->counts};
    enum status status = graph_build(&w.graph, &run->batch, &run->catalogue, run->store, error);
    if (status == STATUS_OK) {
        w.targets = schema_codec_new();
        w.linkers = schema_codec_new();
        status = write_components(&w, error);
    }
    run->dropped += w.dropped;
    graph_free(&w.graph, &run->catalogue);
    inbound_free(&w.inbound);
    schema_entry_free(&w.entry);
    schema_codec_free(w.targets);
    schema_codec_free(w.linkers);
    buffer_free(&w.url);
    buffer_free(&w.key);
    return status;
}

enum status write_batch(struct run *run, struct error *error)
{
    enum status status = STATUS_OK;
    if (run->settings->dry_run)
        count_only(run);
    else if (run->batch.count > 0)
        status = write_all(run, error);
    batch_clear(&run->batch, &run->catalogue);
    return status;
}
