/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sources no longer hold. */
#include "run.h"

#include <stdlib.h>

enum { PRUNE_PART = 10 }; /* no more than a tenth goes without --force */

struct candidates {
    uint32_t *known;
    size_t count, room;
    size_t held; /* documents that the index holds from the sources */
};

/* Whether the sources of a root say all that there is of it. */
static bool is_whole(const struct run *run, const struct root *root)
{
    for (size_t i = 0; i < run->places.source_count; i++) {
        const struct source *source = &run->places.sources[i];
        if (source->unread)
            continue;
        if (source->root == root && (source->kind == SOURCE_STREAM ||
                                     (source->kind == SOURCE_FOLDER &&
                                      slice_equal(slice_of(source->path), slice_of(root->path)))))
            return true;
    }
    return false;
}

/* Whether a source says what is to be at path. */
static bool is_covered(const struct run *run, const struct root *root, struct slice path)
{
    for (size_t i = 0; i < run->places.source_count; i++) {
        const struct source *source = &run->places.sources[i];
        struct slice at = slice_of(source->path);
        if (source->root != root || source->kind == SOURCE_STREAM || source->unread)
            continue;
        if (slice_equal(path, at) || (source->kind == SOURCE_FOLDER && slice_starts(path, at) &&
                                      path.size > at.size && path.data[at.size] == '/'))
            return true;
    }
    return false;
}

static enum status find_candidates(struct run *run, const struct root *root,
                                   struct candidates *found, struct error *error)
{
    bool whole = is_whole(run, root);
    struct schema_codec *codec = schema_codec_new();
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < run->catalogue.count && status == STATUS_OK; i++) {
        const struct known *k = &run->catalogue.items[i];
        struct schema_document d;
        if (!k->page || k->root != root->number)
            continue;
        found->held += k->seen && !k->fresh;
        if (k->seen)
            continue;
        if (!whole)
            status = store_read(run->store, k->docid, codec, &d, error);
        if (status != STATUS_OK || (!whole && !is_covered(run, root, d.path)))
            continue;
        found->held++;
        found->known =
            base_grow(found->known, &found->room, found->count + 1, sizeof *found->known);
        found->known[found->count++] = i;
    }
    schema_codec_free(codec);
    return status;
}

/* ---- pages that moved ------------------------------------------------------------------------ */

static int compare_digests(const void *a, const void *b)
{
    const struct known *const *x = a, *const *y = b;
    return (*x)->page_digest < (*y)->page_digest ? -1 : (*x)->page_digest > (*y)->page_digest;
}

/* A page that goes while one of the same content comes has moved. */
static void tell_moved(struct run *run, const struct candidates *found)
{
    const struct known **fresh = NULL;
    size_t count = 0, room = 0;
    for (size_t i = 0; i < run->catalogue.count; i++) {
        const struct known *k = &run->catalogue.items[i];
        bool coming = k->draft != CATALOGUE_NO_DRAFT && !k->page &&
                      run->batch.drafts[k->draft].task == DRAFT_WRITE;
        if (!k->fresh && !coming)
            continue;
        fresh = base_grow(fresh, &room, count + 1, sizeof *fresh);
        fresh[count++] = k;
    }
    if (count > 0)
        qsort(fresh, count, sizeof *fresh, compare_digests);
    for (size_t i = 0; i < found->count && count > 0; i++) {
        const struct known *gone = &run->catalogue.items[found->known[i]];
        const struct known **to = bsearch(&gone, fresh, count, sizeof *fresh, compare_digests);
        if (to == NULL)
            continue;
        run->report->counts.moved++;
        report_say(run->report, "moved %.*s to %.*s", (int)gone->id.size, gone->id.data,
                   (int)(*to)->id.size, (*to)->id.data);
    }
    free(fresh);
}

/* ---- roots ----------------------------------------------------------------------------------- */

static bool may_prune(struct run *run, const struct root *root, const struct candidates *found)
{
    struct buffer reason = {0};
    if (run->settings->force || found->count == 0)
        return true;
    if (root->broken)
        buffer_format(&reason, "nothing pruned: some of it could not be read (--force prunes)");
    else if (found->count > found->held / PRUNE_PART)
        buffer_format(&reason,
                      "nothing pruned: %zu of %zu documents are gone, more than a tenth "
                      "(--force prunes them)",
                      found->count, found->held);
    bool may = reason.size == 0;
    if (!may)
        report_skip(run->report, root->path, reason.data);
    buffer_free(&reason);
    return may;
}

enum status prune_sources(struct run *run, struct error *error)
{
    enum status status = catalogue_load(&run->catalogue, error);
    for (size_t i = 0; i < run->places.root_count && status == STATUS_OK; i++) {
        const struct root *root = run->places.roots[i];
        struct candidates found = {0};
        status = find_candidates(run, root, &found, error);
        if (status == STATUS_OK && may_prune(run, root, &found)) {
            tell_moved(run, &found);
            for (size_t j = 0; j < found.count; j++)
                batch_draft(&run->batch, &run->catalogue, found.known[j], DRAFT_REMOVE);
        }
        free(found.known);
    }
    return status;
}
