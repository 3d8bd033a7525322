/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists that are named themselves: what they say of pages that this run does not read. */
#include "run.h"
#include "stream.h"

#include <fcntl.h>
#include <stdlib.h>

/* The path that the page of an id has below its root, as the digest was told it when the page was
   read; empty for one that was never read. */
static struct slice path_of(struct run *run, const struct root *root, uint32_t docid,
                            struct buffer *path)
{
    struct schema_document d;
    struct schema_codec *codec = schema_codec_new();
    buffer_clear(path);
    if (docid != 0 && store_read(run->store, docid, codec, &d, NULL) == STATUS_OK)
        buffer_slice(path, root_relative(root, d.path));
    schema_codec_free(codec);
    return buffer_view(path);
}

static enum status gather_entry(struct run *run, const struct root *root,
                                const struct list_entry *entry, const char *shown,
                                struct error *error)
{
    struct buffer path = {0};
    uint32_t known = catalogue_find(&run->catalogue, entry->id);
    struct known k = {.root = CATALOGUE_NO_ROOT};
    if (known != TABLE_NONE)
        k = run->catalogue.items[known];
    if (k.seen)
        return STATUS_OK;
    bool page = k.root == root->number && k.page;
    struct gathered g = {.root = root, .id = entry->id, .shown = shown};
    g.path = path_of(run, root, page ? k.docid : 0, &path);
    g.page_digest = page ? k.page_digest : 0;
    g.list_digest = gather_list_digest(run, g.path, entry);
    enum status status = STATUS_OK;
    if (gather_wanted(run, &g, &known)) {
        struct draft *draft = gather_draft(run, &g, known);
        if (page)
            status = gather_known_page(run, k.docid, &draft->document, error);
        lists_apply(entry, &draft->document, &run->batch.arena);
    }
    buffer_free(&path);
    return status;
}

enum status gather_named_list(struct run *run, const struct root *root, struct slice path,
                              struct error *error)
{
    enum status status = STATUS_OK;
    struct error own;
    struct buffer bytes = {0}, shown = {0};
    struct listings *l = run_listings(run, root);
    struct lists *named = lists_new(&run->settings->naming);
    buffer_format(&shown, "%s/%.*s", root->path, (int)path.size, path.data);
    if (stream_read_file(AT_FDCWD, shown.data, &bytes, &own) == STATUS_OK)
        lists_read(named, buffer_view(&bytes), (struct slice){0}, NULL,
                   &own); /* its faults are told already */
    for (size_t i = 0; i < lists_count(named) && status == STATUS_OK; i++) {
        struct slice id = lists_at(named, i)->id;
        struct slice page = naming_inner(&run->settings->naming, id);
        const struct list_entry *entry = listings_find(l, id, page);
        if (entry != NULL)
            status = gather_entry(run, root, entry, shown.data, error);
    }
    lists_free(named);
    buffer_free(&bytes);
    buffer_free(&shown);
    return status;
}
