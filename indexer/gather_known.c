/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Half of a document that the index holds, when the other half is new: what the page says, or what
   the lists say. */
#include "run.h"

#include <stdlib.h>

static void keep_links(const struct schema_document *old, struct schema_document *d,
                       struct arena *arena)
{
    struct schema_link *links = arena_alloc(arena, old->link_count * sizeof *links);
    for (size_t i = 0; i < old->link_count; i++) {
        links[i] = old->links[i];
        links[i].target = slice_keep(arena, old->links[i].target);
        links[i].words = slice_keep(arena, old->links[i].words);
    }
    d->links = links;
    d->link_count = old->link_count;
}

struct slice gather_known_path(struct run *run, uint32_t docid, struct buffer *path)
{
    struct schema_document d;
    struct schema_codec *codec = schema_codec_new();
    buffer_clear(path);
    if (docid != 0 && store_read(run->store, docid, codec, &d, NULL) == STATUS_OK) {
        struct root root = {.path = slice_copy(d.source)};
        buffer_slice(path, root_relative(&root, d.path));
        free(root.path);
    }
    schema_codec_free(codec);
    return buffer_view(path);
}

enum status gather_known_page(struct run *run, uint32_t docid, struct schema_document *d,
                              struct error *error)
{
    struct schema_document old;
    struct schema_codec *codec = schema_codec_new();
    enum status status = store_read(run->store, docid, codec, &old, error);
    if (status == STATUS_OK) {
        struct arena *arena = &run->batch.arena;
        d->path = slice_keep(arena, old.path);
        d->title = slice_keep(arena, old.title);
        d->label = slice_keep(arena, old.label);
        struct schema_block *blocks = arena_alloc(arena, old.block_count * sizeof *blocks);
        for (size_t i = 0; i < old.block_count; i++) {
            blocks[i] = old.blocks[i];
            blocks[i].text = slice_keep(arena, old.blocks[i].text);
        }
        d->blocks = blocks;
        d->block_count = old.block_count;
        keep_links(&old, d, arena);
    }
    schema_codec_free(codec);
    return status;
}

/* ---- what the lists said --------------------------------------------------------------------- */

static struct schema_names keep_names(struct schema_names old, struct arena *arena)
{
    struct slice *names = arena_alloc(arena, old.count * sizeof *names);
    for (size_t i = 0; i < old.count; i++)
        names[i] = slice_keep(arena, old.items[i]);
    return (struct schema_names){.items = names, .count = old.count};
}

static struct list_entry keep_entry(const struct schema_document *old, struct arena *arena)
{
    struct schema_attachment *attachments =
        arena_alloc(arena, old->attachment_count * sizeof *attachments);
    struct schema_document links;
    size_t shortcuts = 0;
    for (size_t i = 0; i < old->attachment_count; i++) {
        attachments[i].name = slice_keep(arena, old->attachments[i].name);
        attachments[i].url = slice_keep(arena, old->attachments[i].url);
    }
    keep_links(old, &links, arena);
    struct schema_link *kept = arena_alloc(arena, links.link_count * sizeof *kept);
    for (size_t i = 0; i < links.link_count; i++)
        if (links.links[i].shortcut)
            kept[shortcuts++] = links.links[i];
    return (struct list_entry){.url = slice_keep(arena, old->url),
                               .title = slice_keep(arena, old->list_title),
                               .number = slice_keep(arena, old->list_id),
                               .published = slice_keep(arena, old->published),
                               .updated = slice_keep(arena, old->updated),
                               .summary = slice_keep(arena, old->summary),
                               .types = keep_names(old->types, arena),
                               .senders = keep_names(old->senders, arena),
                               .categories = keep_names(old->categories, arena),
                               .links = kept,
                               .link_count = shortcuts,
                               .attachments = attachments,
                               .attachment_count = old->attachment_count};
}

uint64_t gather_known_list_digest(struct run *run, uint32_t docid, struct slice path)
{
    struct schema_document old;
    struct arena arena = {0};
    struct list_entry entry = {0};
    struct schema_codec *codec = schema_codec_new();
    if (store_read(run->store, docid, codec, &old, NULL) == STATUS_OK)
        entry = keep_entry(&old, &arena);
    entry.digest = lists_digest(&run->digest, &entry);
    schema_codec_free(codec);
    arena_free(&arena);
    return gather_list_digest(run, path, &entry);
}

enum status gather_known_listed(struct run *run, uint32_t docid, struct schema_document *d,
                                struct error *error)
{
    struct schema_document old;
    struct schema_codec *codec = schema_codec_new();
    enum status status = store_read(run->store, docid, codec, &old, error);
    if (status == STATUS_OK) {
        struct list_entry entry = keep_entry(&old, &run->batch.arena);
        lists_apply(&entry, d, &run->batch.arena);
        d->list_digest = old.list_digest;
    }
    schema_codec_free(codec);
    return status;
}
