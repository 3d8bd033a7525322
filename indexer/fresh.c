/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fresh.h"

#include "runs.h"
#include "signals.h"
#include "together.h"
#include "writer.h"

#include <stdlib.h>
#include <threads.h>

enum {
    FRESH_LEAST = 2000, /* nodes; fewer are as quick the ordinary way */
    FRESH_SHARD = 500   /* nodes of one small database: larger ones take longer for each */
};

/* What the threads share. */
struct fresh {
    struct run *run;
    const struct graph *graph;
    mtx_t lock;      /* of all below */
    size_t next;     /* in graph->order */
    uint64_t shards; /* begun; shard n is the database number of the index + 1 + n */
    bool *whole;     /* which of them are */
    size_t whole_room;
    enum status status;
    struct error error;
    struct report_counts counts;
    uint64_t dropped;
};

struct piece {
    size_t start, end; /* of graph->order: whole components */
    uint64_t shard;
};

bool fresh_is_due(const struct run *run, const struct graph *graph)
{
    return run->catalogue.empty && !run->changed && !run->settings->commit_given &&
           graph->count >= FRESH_LEAST;
}

/* ---- threads --------------------------------------------------------------------------------- */

/* The next piece of work; false when there is none, or somebody failed or was stopped. */
static bool take_piece(struct fresh *f, struct piece *piece)
{
    mtx_lock(&f->lock);
    bool more = f->status == STATUS_OK && f->next < f->graph->count;
    if (more && signals_stop()) {
        f->status = STATUS_STOPPED;
        more = false;
    }
    if (more) {
        *piece = (struct piece){.start = f->next, .shard = f->shards++};
        while (f->next < f->graph->count && f->next - piece->start < FRESH_SHARD)
            f->next = graph_component_end(f->graph, f->next);
        piece->end = f->next;
        f->whole = base_grow(f->whole, &f->whole_room, f->shards, sizeof *f->whole);
        f->whole[piece->shard] = false;
    }
    mtx_unlock(&f->lock);
    return more;
}

/* Returns how far all are. */
static size_t give_back(struct fresh *f, const struct piece *piece, struct writer *w,
                        enum status status, const struct error *error)
{
    mtx_lock(&f->lock);
    if (status == STATUS_OK) {
        f->whole[piece->shard] = true;
        f->counts.indexed += w->counts.indexed;
        f->dropped += w->dropped;
    } else if (f->status == STATUS_OK || f->status == STATUS_STOPPED) {
        f->status = status;
        f->error = *error;
    }
    w->counts = (struct report_counts){0};
    w->dropped = 0;
    size_t next = f->next;
    mtx_unlock(&f->lock);
    return next;
}

static enum status write_piece(struct fresh *f, struct writer *w, const struct piece *piece,
                               struct error *error)
{
    struct store shard;
    enum status status = store_fresh(f->run->store, 1 + piece->shard, &shard, error);
    w->store = &shard;
    for (size_t i = piece->start; i < piece->end && status == STATUS_OK; i++)
        status = writer_node(w, f->graph->order[i], error);
    if (status == STATUS_OK)
        status = store_save(&shard, error);
    store_close(&shard);
    return status;
}

static void work(void *user, bool first)
{
    struct fresh *f = user;
    struct error error;
    struct piece piece;
    struct writer w = {.run = f->run, .graph = f->graph, .fresh = true};
    enum status status = swedish_open_as(&w.swedish, swedish_analysis(f->run->swedish), &error);
    while (status == STATUS_OK && take_piece(f, &piece)) {
        status = write_piece(f, &w, &piece, &error);
        size_t next = give_back(f, &piece, &w, status, &error);
        if (first)
            report_progress(f->run->report, "writing", next & ~(size_t)15, f->graph->count);
    }
    swedish_close(w.swedish);
    writer_free(&w);
}

/* ---- into one -------------------------------------------------------------------------------- */

static void tell(struct fresh *f)
{
    struct run *run = f->run;
    run->report->counts.indexed += f->counts.indexed;
    run->report->run = run->number;
    run->changed = true;
    run->dropped += f->dropped;
    for (size_t i = 0; i < run->batch.count; i++) {
        const struct known *k = &run->catalogue.items[run->batch.drafts[i].known];
        if (k->page && run->batch.drafts[i].task == DRAFT_WRITE)
            report_say(run->report, "indexed %.*s", (int)k->id.size, k->id.data);
    }
}

static enum status put_metadata(struct run *run, bool complete, struct error *error)
{
    enum status status = store_stamp(run->store, run->swedish, error);
    if (status == STATUS_OK)
        status = runs_note(run->store, run->number, &run->report->counts, error);
    if (status == STATUS_OK)
        status = run_note_roots(run, complete && run->ending, error);
    return status == STATUS_OK ? store_save(run->store, error) : status;
}

/* The joined database becomes the index once it bears all that an index must. */
static enum status take_over(struct run *run, uint64_t step, bool complete, struct error *error)
{
    struct store *store = run->store, joined;
    enum status status = store_open_next(store, step, &joined, error);
    if (status == STATUS_OK) {
        run->store = &joined;
        status = put_metadata(run, complete, error);
        run->store = store;
    }
    store_close(&joined);
    if (status == STATUS_OK)
        status = store_switch(store, step, error);
    /* Documents have other places now; who is still to come may link to them. */
    bool more = !run->ending || run->follow != NULL;
    return status == STATUS_OK && more ? catalogue_find_places(&run->catalogue, error) : status;
}

static void drop_shards(struct fresh *f)
{
    for (; f->shards > 0; f->shards--)
        store_drop(f->run->store, f->shards);
}

/* The shards that are whole become the index. */
static enum status join_shards(struct fresh *f, bool complete, struct error *error)
{
    uint64_t *steps = base_calloc(f->shards, sizeof *steps);
    size_t count = 0;
    for (uint64_t i = 0; i < f->shards; i++)
        if (f->whole[i])
            steps[count++] = 1 + i;
    enum status status = STATUS_OK;
    if (count > 0) {
        tell(f);
        uint64_t joined = 1 + f->shards;
        status = store_join(f->run->store, steps, count, joined, error);
        drop_shards(f);
        if (status == STATUS_OK)
            status = take_over(f->run, joined, complete, error);
    }
    free(steps);
    return status;
}

enum status fresh_write(struct run *run, const struct graph *graph, struct error *error)
{
    struct fresh f = {.run = run, .graph = graph, .status = STATUS_OK};
    mtx_init(&f.lock, mtx_plain);
    together(work, &f);
    enum status status = f.status;
    if (status == STATUS_OK || status == STATUS_STOPPED) {
        enum status joined = join_shards(&f, status == STATUS_OK, error);
        status = joined != STATUS_OK ? joined : status;
    } else {
        *error = f.error;
    }
    drop_shards(&f);
    mtx_destroy(&f.lock);
    free(f.whole);
    return status;
}
