/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The batch into the index: component after component, one commit for several. */
#include "fresh.h"
#include "runs.h"
#include "signals.h"
#include "writer.h"

#include <time.h>

struct writing {
    struct writer writer;
    const struct graph *graph;
    /* since the last commit */
    bool open;
    uint64_t entries; /* that the writer had written then */
    double since;
};

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- commits --------------------------------------------------------------------------------- */

static enum status commit(struct writing *w, bool last, struct error *error)
{
    struct run *run = w->writer.run;
    const struct report_counts *counts = &w->writer.counts;
    bool counts_any = counts->indexed + counts->updated + counts->removed > 0;
    enum status status = counts_any ? runs_note(run->store, run->number, counts, error) : STATUS_OK;
    if (status == STATUS_OK)
        status = run_note_roots(run, last && run->ending, error);
    if (status == STATUS_OK)
        status = store_commit(run->store, error);
    if (status != STATUS_OK)
        return status;
    w->open = false;
    run->changed = true;
    run->report->run = counts_any ? run->number : 0;
    run->report->counts.indexed = counts->indexed;
    run->report->counts.updated = counts->updated;
    run->report->counts.removed = counts->removed;
    return STATUS_OK;
}

static bool is_due(const struct writing *w)
{
    const struct settings *s = w->writer.run->settings;
    uint64_t entries = w->writer.entries - w->entries;
    return (s->commit_documents > 0 && entries >= s->commit_documents) ||
           (s->commit_milliseconds > 0 &&
            (seconds_now() - w->since) * 1000.0 >= (double)s->commit_milliseconds);
}

static enum status begin(struct writing *w, struct error *error)
{
    enum status status = store_begin(w->writer.run->store, error);
    w->open = status == STATUS_OK;
    w->entries = w->writer.entries;
    w->since = seconds_now();
    return status;
}

/* The component that begins at order[*i]. */
static enum status write_component(struct writing *w, size_t *i, struct error *error)
{
    const struct graph *g = w->graph;
    size_t end = graph_component_end(g, *i);
    enum status status = w->open ? STATUS_OK : begin(w, error);
    for (; *i < end && status == STATUS_OK; ++*i) {
        status = writer_node(&w->writer, g->order[*i], error);
        report_progress(w->writer.run->report, "writing", *i, g->count);
    }
    return status;
}

/* A signal stops after the commit that is under way, or after a first small one. */
static enum status write_components(struct writing *w, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < w->graph->count && status == STATUS_OK;) {
        status = write_component(w, &i, error);
        bool stop = signals_stop();
        if (status == STATUS_OK && (is_due(w) || i == w->graph->count || stop))
            status = commit(w, i == w->graph->count, error);
        if (status == STATUS_OK && stop && i < w->graph->count)
            status = STATUS_STOPPED;
    }
    if (w->open)
        store_cancel(w->writer.run->store);
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
        bool moved = page && k->unchanged;
        counts->updated += !remove && page && !moved;
        counts->indexed += !remove && !page;
        k->fresh = !remove && !page;
        k->page = !remove;
        k->held = remove ? CATALOGUE_NO_ROOT : k->root;
        if (!remove)
            k->page_digest = draft->document.page_digest;
        report_say(run->report, "would be %s: %.*s",
                   remove  ? "removed"
                   : moved ? "found in another place"
                   : page  ? "updated"
                           : "indexed",
                   (int)k->id.size, k->id.data);
    }
}

static enum status write_commits(struct run *run, struct graph *graph, struct error *error)
{
    struct writing w = {.graph = graph};
    w.writer = (struct writer){.run = run,
                               .graph = graph,
                               .store = run->store,
                               .swedish = run->swedish,
                               .report = run->report,
                               .counts = run->report->counts};
    enum status status = write_components(&w, error);
    run->dropped += w.writer.dropped;
    writer_free(&w.writer);
    return status;
}

static enum status write_all(struct run *run, struct error *error)
{
    struct graph graph;
    enum status status = graph_build(&graph, &run->batch, &run->catalogue, run->store, error);
    if (status == STATUS_OK)
        status = fresh_is_due(run, &graph) ? fresh_write(run, &graph, error)
                                           : write_commits(run, &graph, error);
    graph_free(&graph, &run->catalogue);
    return status;
}

enum status write_batch(struct run *run, struct error *error)
{
    enum status status = catalogue_status(&run->catalogue, error);
    if (status == STATUS_OK && run->settings->dry_run)
        count_only(run);
    else if (status == STATUS_OK && run->batch.count > 0)
        status = write_all(run, error);
    batch_clear(&run->batch, &run->catalogue);
    return status;
}
