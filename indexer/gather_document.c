/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a document is new, changed or as it was. */
#include "run.h"

#include "runs.h"

#include <string.h>

static void refuse(struct run *run, const struct gathered *g, uint32_t holder)
{
    struct buffer reason = {0};
    struct slice other = catalogue_root_path(&run->catalogue, holder);
    buffer_text(&reason, "its id ");
    buffer_slice(&reason, g->id);
    buffer_text(&reason, " belongs to ");
    buffer_slice(&reason, slice_equal(other, SLICE("-")) ? SLICE("standard input") : other);
    buffer_text(&reason, " (--prefix gives it another id, --adopt takes this one over)");
    report_skip(run->report, g->shown, reason.data);
    buffer_free(&reason);
}

/* Whether another root holds the id and keeps it. One that this run has given it to keeps it, even
   with --adopt: else two roots would take it from each other. */
static bool held_elsewhere(struct run *run, const struct gathered *g, struct known *k)
{
    uint32_t root = g->root->number;
    if (k->root == CATALOGUE_NO_ROOT || k->root == root || k->taker == root)
        return false;
    if (!k->seen && (run->settings->adopt || catalogue_root_gone(&run->catalogue, k->root))) {
        k->taker = root;
        return false;
    }
    refuse(run, g, k->root);
    return true;
}

/* Of two documents of one id the last one holds. Both are the sources', so that is no update of the
   one by the other but a loss, unless they say the same. A page that was fetched is meant to take
   the place of a feed's entry. */
static void heed_again(struct run *run, const struct gathered *g, struct known *k)
{
    bool other = k->met != 0 && k->met != g->page_digest;
    if (other && !k->again && !catalogue_is_fetched(slice_of(g->root->path))) {
        k->again = true;
        report_warn(run->report, "%s: takes the place of %s, which has the same id %.*s", g->shown,
                    k->line != NULL ? k->line : "another file", (int)k->id.size, k->id.data);
    }
    k->met = g->page_digest;
    k->line = g->line ? slice_keep(&run->catalogue.arena, slice_of(g->shown)).data : NULL;
}

/* Whether the index holds the document as it is, but from another place. */
static bool has_moved(struct run *run, const struct gathered *g, const struct known *k)
{
    if (!k->page || k->docid == 0 || k->page_digest != g->page_digest)
        return false;
    if (k->list_digest == g->list_digest)
        return true; /* the same root's folder under another name */
    struct buffer path = {0};
    struct slice was = gather_known_path(run, k->docid, &path);
    bool moved = k->list_digest == gather_list_digest(run, was, g->entry);
    /* What lists said that are broken now is kept. */
    if (!moved && g->same_list && g->entry == NULL)
        moved = k->list_digest == gather_known_list_digest(run, k->docid, was);
    buffer_free(&path);
    return moved;
}

static void count_unchanged(struct run *run, struct known *k, bool unchanged)
{
    run->report->counts.unchanged += unchanged;
    run->report->counts.unchanged -= k->unchanged;
    k->unchanged = unchanged;
}

/* The document stays as the index has it. */
static void take_back(struct run *run, uint32_t known)
{
    struct known *k = &run->catalogue.items[known];
    batch_take_back(&run->batch, &run->catalogue, known);
    k->root = k->held;
}

bool gather_wanted(struct run *run, const struct gathered *g, uint32_t *known)
{
    *known = catalogue_add(&run->catalogue, g->id);
    struct known *k = &run->catalogue.items[*known];
    if (held_elsewhere(run, g, k))
        return false;
    heed_again(run, g, k);
    bool same = k->held == g->root->number && k->page && k->page_digest == g->page_digest &&
                (g->same_list || k->list_digest == g->list_digest);
    k->seen = true;
    count_unchanged(run, k, same || has_moved(run, g, k));
    if (same)
        take_back(run, *known);
    return !same;
}

static struct slice keep_path(struct run *run, const struct gathered *g)
{
    if (g->path.size == 0)
        return (struct slice){0};
    buffer_clear(&run->path);
    buffer_text(&run->path, g->root->path);
    if (!slice_ends(buffer_view(&run->path), SLICE("/")))
        buffer_char(&run->path, '/');
    buffer_slice(&run->path, g->path);
    return slice_keep(&run->batch.arena, buffer_view(&run->path));
}

struct draft *gather_draft(struct run *run, const struct gathered *g, uint32_t known)
{
    struct draft *draft = batch_draft(&run->batch, &run->catalogue, known, DRAFT_WRITE);
    struct schema_document *d = &draft->document;
    struct buffer url = {0};
    struct known *k = &run->catalogue.items[known];
    k->root = g->root->number;
    if (!k->page)
        k->page_digest = g->page_digest;
    d->id = k->id;
    naming_url(&run->settings->naming, d->id, &url);
    d->url = slice_keep(&run->batch.arena, buffer_view(&url));
    d->path = keep_path(run, g);
    d->source = slice_of(g->root->path);
    d->page_digest = g->page_digest;
    d->list_digest = g->list_digest;
    d->run = k->unchanged ? runs_of(run->store, k->docid) : run->number;
    buffer_free(&url);
    return draft;
}

uint64_t gather_list_digest(struct run *run, struct slice path, const struct list_entry *entry)
{
    digest_number(&run->digest, run->seed);
    digest_add(&run->digest, path);
    digest_number(&run->digest, entry != NULL ? entry->digest : 0);
    return digest_end(&run->digest);
}

void gather_drop(struct run *run, uint32_t known)
{
    take_back(run, known);
    count_unchanged(run, &run->catalogue.items[known], false);
}

enum status gather_flush(struct run *run, struct error *error)
{
    return run->batch.bytes >= BATCH_BYTES ? write_batch(run, error) : STATUS_OK;
}
