/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists that are named themselves: what they say of pages that this run does not read. */
#include "run.h"
#include "stream.h"

#include <fcntl.h>
#include <stdlib.h>

static enum status gather_entry(struct run *run, const struct root *root,
                                const struct list_entry *entry, const char *shown,
                                struct error *error)
{
    struct buffer path = {0};
    uint32_t known = catalogue_find(&run->catalogue, entry->id);
    struct known k = {.root = CATALOGUE_NO_ROOT};
    if (known != TABLE_NONE)
        k = run->catalogue.items[known];
    bool page = k.root == root->number && k.page;
    struct gathered g = {.root = root, .id = entry->id, .shown = shown, .entry = entry};
    g.path = gather_known_path(run, page ? k.docid : 0, &path);
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

/* ---- what the list holds --------------------------------------------------------------------- */

struct named {
    struct run *run;
    const struct root *root;
    struct slice bytes;
    struct buffer shown;
    enum status status;
    struct error *error;
};

/* Whether the page has the file that its id says, and is as it was, for the file and the lists. */
static bool is_as_it_was(struct named *n, struct slice page)
{
    struct buffer path = {0};
    buffer_format(&path, "%s/%.*s.md", n->root->path, (int)page.size, page.data);
    struct slice below = root_relative(n->root, buffer_view(&path));
    struct stat about;
    bool spared = stat(path.data, &about) == 0 &&
                  gather_spared(n->run, n->root, &about, below, n->shown.data);
    buffer_free(&path);
    return spared;
}

static int take_url(struct named *n, struct slice url)
{
    struct run *run = n->run;
    const struct naming *naming = &run->settings->naming;
    buffer_clear(&run->id);
    if (naming_id(naming, (struct slice){0}, url, &run->id) == ADDRESS_NONE)
        return 0;
    struct slice id = buffer_view(&run->id), page = naming_inner(naming, id);
    uint32_t known = catalogue_find(&run->catalogue, id);
    if ((known != TABLE_NONE && run->catalogue.items[known].seen) || is_as_it_was(n, page))
        return 0;
    const struct list_entry *entry = listings_find(run_listings(run, n->root), id, page);
    if (entry != NULL)
        n->status = gather_entry(run, n->root, entry, n->shown.data, n->error);
    return n->status != STATUS_OK;
}

static int take_entry(void *user, const struct reader_entry *entry)
{
    return take_url(user, entry->url);
}

static int take_element(void *user, struct slice element, struct slice url)
{
    struct named *n = user;
    if (url.data != NULL)
        return take_url(n, url);
    reader_list_element(n->bytes, element, take_entry, n, NULL, NULL);
    return n->status != STATUS_OK;
}

/* Faults of a list are told when it is read with the others. */
enum status gather_named_list(struct run *run, const struct root *root, struct slice path,
                              struct error *error)
{
    bool plain;
    struct buffer bytes = {0};
    struct named n = {.run = run, .root = root, .status = STATUS_OK, .error = error};
    if (listings_is_broken(run_listings(run, root), path))
        return STATUS_OK;
    buffer_format(&n.shown, "%s/%.*s", root->path, (int)path.size, path.data);
    if (stream_read_file(AT_FDCWD, n.shown.data, &bytes, NULL) == STATUS_OK) {
        n.bytes = buffer_view(&bytes);
        if (reader_list_elements(n.bytes, &plain, take_element, &n, NULL) == STATUS_OK && !plain)
            reader_list(n.bytes, take_entry, &n, NULL, NULL);
    }
    buffer_free(&bytes);
    buffer_free(&n.shown);
    return n.status;
}
