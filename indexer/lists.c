/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lists.h"

#include "table.h"

#include <stdlib.h>
#include <string.h>

struct lists {
    const struct naming *naming;
    struct arena arena;
    struct table codes; /* code -> index in names */
    struct slice *names;
    size_t name_count, name_room;
    struct list_entry *entries;
    size_t count, room;
    struct table ids; /* id -> index in entries */
    struct digest digest;
    struct buffer scratch;
    struct slice within; /* of the list being read */
    size_t outside;      /* entries that are not within */
};

struct lists *lists_new(const struct naming *naming)
{
    struct lists *l = base_calloc(1, sizeof *l);
    l->naming = naming;
    return l;
}

void lists_free(struct lists *l)
{
    if (l == NULL)
        return;
    arena_free(&l->arena);
    table_free(&l->codes);
    table_free(&l->ids);
    free(l->names);
    free(l->entries);
    digest_free(&l->digest);
    buffer_free(&l->scratch);
    free(l);
}

size_t lists_count(const struct lists *l)
{
    return l->count;
}

const struct list_entry *lists_at(const struct lists *l, size_t i)
{
    return &l->entries[i];
}

const struct list_entry *lists_find(const struct lists *l, struct slice id)
{
    uint32_t at = table_find(&l->ids, id);
    return at != TABLE_NONE ? &l->entries[at] : NULL;
}

/* ---- codes ----------------------------------------------------------------------------------- */

static int add_code(void *user, struct slice code, struct slice name)
{
    struct lists *l = user;
    l->names = base_grow(l->names, &l->name_room, l->name_count + 1, sizeof *l->names);
    l->names[l->name_count] = slice_keep(&l->arena, name);
    uint32_t at = (uint32_t)l->name_count;
    if (table_add(&l->codes, slice_keep(&l->arena, code), at) == at)
        l->name_count++;
    return 0;
}

enum status lists_read_codes(struct lists *l, struct slice bytes, struct error *error)
{
    return reader_codes(bytes, add_code, l, error);
}

/* ---- entries --------------------------------------------------------------------------------- */

/* A code without a name stays what it is: better than nothing. */
static struct schema_names keep_names(struct lists *l, const struct slice *items, size_t count)
{
    struct slice *names = arena_alloc(&l->arena, count * sizeof *names);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t code = table_find(&l->codes, items[i]);
        struct slice name = code != TABLE_NONE ? l->names[code] : items[i];
        bool again = name.size == 0;
        for (size_t j = 0; j < kept && !again; j++)
            again = slice_equal(names[j], name);
        if (!again)
            names[kept++] = code != TABLE_NONE ? name : slice_keep(&l->arena, name);
    }
    return (struct schema_names){.items = names, .count = kept};
}

static void keep_attachments(struct lists *l, const struct reader_named_link *items, size_t count,
                             struct list_entry *entry)
{
    struct schema_attachment *kept = arena_alloc(&l->arena, count * sizeof *kept);
    for (size_t i = 0; i < count; i++) {
        buffer_clear(&l->scratch);
        naming_whole(l->naming, items[i].url, &l->scratch);
        kept[i].name = slice_keep(&l->arena, items[i].name);
        kept[i].url = slice_keep(&l->arena, buffer_view(&l->scratch));
    }
    entry->attachments = kept;
    entry->attachment_count = count;
}

/* Appends to links, which has room. */
static void keep_links(struct lists *l, const struct reader_named_link *items, size_t count,
                       struct schema_link *links, struct list_entry *entry)
{
    struct slice from = naming_inner(l->naming, entry->id);
    for (size_t i = 0; i < count; i++) {
        buffer_clear(&l->scratch);
        enum schema_address_kind kind = naming_id(l->naming, from, items[i].url, &l->scratch);
        if (kind == ADDRESS_NONE)
            continue;
        links[entry->link_count++] =
            (struct schema_link){.target = slice_keep(&l->arena, buffer_view(&l->scratch)),
                                 .words = slice_keep(&l->arena, items[i].name),
                                 .shortcut = true,
                                 .outside = kind == ADDRESS_OUTSIDE};
    }
}

static void digest_names(struct digest *d, struct schema_names names)
{
    digest_number(d, names.count);
    for (size_t i = 0; i < names.count; i++)
        digest_add(d, names.items[i]);
}

uint64_t lists_digest(struct digest *d, const struct list_entry *e)
{
    const struct slice strings[] = {e->url,       e->title,   e->number,
                                    e->published, e->updated, e->summary};
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
        digest_add(d, strings[i]);
    digest_names(d, e->types);
    digest_names(d, e->senders);
    digest_names(d, e->categories);
    digest_number(d, e->link_count);
    for (size_t i = 0; i < e->link_count; i++) {
        digest_add(d, e->links[i].target);
        digest_add(d, e->links[i].words);
    }
    digest_number(d, e->attachment_count);
    for (size_t i = 0; i < e->attachment_count; i++) {
        digest_add(d, e->attachments[i].name);
        digest_add(d, e->attachments[i].url);
    }
    return digest_end(d);
}

struct list_entry lists_entry_of_line(struct lists *l, const struct reader_entry *in,
                                      struct slice id)
{
    struct arena *a = &l->arena;
    struct list_entry e = {.id = slice_keep(a, id),
                           .title = slice_keep(a, in->title),
                           .number = slice_keep(a, in->id),
                           .published = slice_keep(a, in->published),
                           .updated = slice_keep(a, in->updated),
                           .summary = slice_keep(a, in->summary),
                           .types = keep_names(l, in->types, in->type_count),
                           .senders = keep_names(l, in->senders, in->sender_count),
                           .categories = keep_names(l, in->categories, in->category_count)};
    if (in->url.size > 0) {
        buffer_clear(&l->scratch);
        naming_whole(l->naming, in->url, &l->scratch);
        e.url = slice_keep(a, buffer_view(&l->scratch));
    }
    size_t links = in->shortcut_count + in->link_count;
    struct schema_link *kept = arena_alloc(a, links * sizeof *kept);
    e.links = kept;
    keep_links(l, in->shortcuts, in->shortcut_count, kept, &e);
    keep_links(l, in->links, in->link_count, kept, &e);
    keep_attachments(l, in->attachments, in->attachment_count, &e);
    e.digest = lists_digest(&l->digest, &e);
    return e;
}

/* Whether `a` holds against `b`, which has the same id. */
static bool is_newer(const struct list_entry *a, const struct list_entry *b)
{
    int order = slice_compare(a->updated, b->updated);
    if (order == 0)
        order = slice_compare(a->published, b->published);
    return order != 0 ? order > 0 : a->digest > b->digest;
}

static int add_entry(void *user, const struct reader_entry *in)
{
    struct lists *l = user;
    struct buffer id = {0};
    if (naming_id(l->naming, (struct slice){0}, in->url, &id) == ADDRESS_NONE) {
        buffer_free(&id);
        return 0;
    }
    if (!slice_starts(naming_inner(l->naming, buffer_view(&id)), l->within)) {
        l->outside++;
        buffer_free(&id);
        return 0;
    }
    struct list_entry entry = lists_entry_of_line(l, in, buffer_view(&id));
    buffer_free(&id);
    uint32_t at = table_add(&l->ids, entry.id, (uint32_t)l->count);
    if (at < l->count) {
        if (is_newer(&entry, &l->entries[at]))
            l->entries[at] = entry;
        table_set(&l->ids, l->entries[at].id, at);
        return 0;
    }
    l->entries = base_grow(l->entries, &l->room, l->count + 1, sizeof *l->entries);
    l->entries[l->count++] = entry;
    return 0;
}

enum status lists_read(struct lists *l, struct slice bytes, struct slice within, size_t *odd,
                       struct error *error)
{
    size_t passed = 0;
    l->within = within;
    l->outside = 0;
    enum status status = reader_list(bytes, add_entry, l, &passed, error);
    if (odd != NULL)
        *odd = passed + l->outside;
    return status;
}

enum status lists_read_element(struct lists *l, struct slice bytes, struct slice element,
                               size_t *odd, struct error *error)
{
    l->within = (struct slice){0};
    return reader_list_element(bytes, element, add_entry, l, odd, error);
}

/* ---- into documents -------------------------------------------------------------------------- */

/* Whether the title or the text says the summary, white space and soft hyphens apart. */
static bool says(const struct schema_document *d, struct slice summary)
{
    struct buffer wanted = {0}, text = {0};
    schema_shown_text(summary, &wanted);
    schema_shown_text(d->title, &text);
    for (size_t i = 0; i < d->block_count; i++) {
        buffer_char(&text, ' ');
        schema_shown_text(d->blocks[i].text, &text);
    }
    bool found = slice_find(buffer_view(&text), buffer_view(&wanted), 0) != SIZE_MAX;
    buffer_free(&wanted);
    buffer_free(&text);
    return found;
}

/* Blocks of the page itself, with the summary before them when it says something else. */
static void apply_summary(struct schema_document *d, struct arena *arena)
{
    struct schema_block *blocks = arena_alloc(arena, (d->block_count + 1) * sizeof *blocks);
    size_t count = 1;
    for (size_t i = 0; i < d->block_count; i++)
        if (d->blocks[i].kind != BLOCK_SUMMARY)
            blocks[count++] = d->blocks[i];
    d->blocks = blocks + 1;
    d->block_count = count - 1;
    if (d->summary.size == 0 || says(d, d->summary))
        return;
    blocks[0] = (struct schema_block){.kind = BLOCK_SUMMARY, .text = d->summary};
    d->blocks = blocks;
    d->block_count = count;
}

static void apply_links(const struct list_entry *e, struct schema_document *d, struct arena *arena)
{
    struct schema_link *links = arena_alloc(arena, (d->link_count + e->link_count) * sizeof *links);
    size_t count = 0;
    for (size_t i = 0; i < d->link_count; i++)
        if (!d->links[i].shortcut)
            links[count++] = d->links[i];
    for (size_t i = 0; i < e->link_count; i++)
        links[count++] = e->links[i];
    d->links = links;
    d->link_count = count;
}

void lists_apply(const struct list_entry *entry, struct schema_document *d, struct arena *arena)
{
    static const struct list_entry nothing;
    const struct list_entry *e = entry != NULL ? entry : &nothing;
    if (e->url.size > 0)
        d->url = e->url;
    d->list_title = e->title;
    d->list_id = e->number;
    d->published = e->published;
    d->updated = e->updated;
    d->summary = e->summary;
    d->types = e->types;
    d->senders = e->senders;
    d->categories = e->categories;
    d->attachments = e->attachments;
    d->attachment_count = e->attachment_count;
    apply_links(e, d, arena);
    apply_summary(d, arena);
}
