/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the index knows of the roots of a run: the lists and files that its pages were read from. */
#include "run.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_MAX = 64 /* bytes of a key of metadata */ };

void run_roots_begin(struct run *run)
{
    run->listings = base_calloc(run->places.root_count, sizeof *run->listings);
    run->stamps = base_calloc(run->places.root_count, sizeof *run->stamps);
}

void run_roots_end(struct run *run)
{
    for (size_t i = 0; i < run->places.root_count && run->listings != NULL; i++) {
        listings_free(&run->listings[i]);
        stamps_free(&run->stamps[i]);
    }
    free(run->listings);
    free(run->stamps);
}

static size_t number_of(const struct run *run, const struct root *root)
{
    size_t i = 0;
    while (run->places.roots[i] != root)
        i++;
    return i;
}

struct listings *run_listings(struct run *run, const struct root *root)
{
    return &run->listings[number_of(run, root)];
}

struct stamps *run_stamps(struct run *run, const struct root *root)
{
    return &run->stamps[number_of(run, root)];
}

/* ---- keys ------------------------------------------------------------------------------------ */

/* "lupp.lists." and a digest of the root's path: the lists that all pages of the root in the index
   were last compared with (listings_note). */
static void lists_key(const struct root *root, char key[KEY_MAX])
{
    snprintf(key, KEY_MAX, "lupp.lists.%016llx",
             (unsigned long long)digest_bytes(slice_of(root->path)));
}

/* "lupp.list." and that digest: what the keys of list_key begin with. */
static void list_keys(const struct root *root, char key[KEY_MAX])
{
    snprintf(key, KEY_MAX, "lupp.list.%016llx.",
             (unsigned long long)digest_bytes(slice_of(root->path)));
}

/* "lupp.list.", that digest and one of a list's name: its elements (listing_note). */
static void list_key(const struct root *root, const struct listing *file, char key[KEY_MAX])
{
    snprintf(key, KEY_MAX, "lupp.list.%016llx.%016llx",
             (unsigned long long)digest_bytes(slice_of(root->path)),
             (unsigned long long)digest_bytes(slice_of(file->name)));
}

/* "lupp.stamps." and the digest of the root's path (stamps_note). */
static void stamps_key(const struct root *root, char key[KEY_MAX])
{
    snprintf(key, KEY_MAX, "lupp.stamps.%016llx",
             (unsigned long long)digest_bytes(slice_of(root->path)));
}

/* ---- before the run -------------------------------------------------------------------------- */

/* Of a list that did not change nothing has to be known. */
static enum status know_lists(struct run *run, struct listings *l, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < l->count && status == STATUS_OK; i++) {
        struct buffer noted = {0};
        char key[KEY_MAX];
        if (l->files[i].same || l->files[i].broken)
            continue;
        list_key(l->root, &l->files[i], key);
        status = store_get(run->store, key, &noted, error);
        if (status == STATUS_OK)
            listing_know(l, &l->files[i], buffer_view(&noted));
        buffer_free(&noted);
    }
    return status;
}

enum status run_look_at_root(struct run *run, const struct root *root, struct error *error)
{
    struct listings *l = run_listings(run, root);
    struct buffer noted = {0};
    char key[KEY_MAX];
    enum status status = STATUS_OK;
    bool kept = root->mirror && run->store->index != NULL;
    if (l->looked)
        return STATUS_OK;
    lists_key(root, key);
    if (kept)
        status = store_get(run->store, key, &noted, error);
    if (status == STATUS_OK)
        listings_look(l, root, &run->places, &run->settings->naming, run->seed, buffer_view(&noted),
                      run->report);
    if (status == STATUS_OK && kept)
        status = know_lists(run, l, error);
    stamps_key(root, key);
    if (status == STATUS_OK && run->store->index != NULL)
        status = store_get(run->store, key, &run_stamps(run, root)->known, error);
    buffer_free(&noted);
    return status;
}

/* ---- with its commits ------------------------------------------------------------------------ */

static bool is_read_whole(const struct run *run, const struct root *root)
{
    return !root->broken && places_have_whole(&run->places, root);
}

/* The elements of lists that are others than the index knows. */
static enum status note_elements(struct run *run, const struct listings *l, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < l->count && status == STATUS_OK; i++) {
        struct buffer note = {0};
        char key[KEY_MAX];
        if (l->files[i].same || !l->files[i].read || l->files[i].broken)
            continue;
        listing_note(&l->files[i], &note);
        list_key(l->root, &l->files[i], key);
        status = store_set(run->store, key, buffer_view(&note), error);
        buffer_free(&note);
    }
    return status;
}

struct notes {
    const struct listings *listings;
    struct buffer gone; /* keys, each with its NUL */
};

static int find_gone(void *user, struct xc_bytes key, struct xc_bytes value)
{
    struct notes *n = user;
    char own[KEY_MAX];
    bool there = false;
    (void)value;
    for (size_t i = 0; i < n->listings->count && !there; i++) {
        list_key(n->listings->root, &n->listings->files[i], own);
        there = slice_equal(slice_of(own), store_slice(key));
    }
    if (!there) {
        buffer_slice(&n->gone, store_slice(key));
        buffer_char(&n->gone, '\0');
    }
    return 0;
}

/* The elements of lists that are not there any more are nobody's. */
static enum status drop_gone(struct run *run, const struct listings *l, struct error *error)
{
    struct notes n = {.listings = l};
    struct xc_error from;
    char prefix[KEY_MAX];
    list_keys(l->root, prefix);
    enum status status = store_failed(
        run->store,
        xc_index_each_metadata(run->store->index, xc_text(prefix), find_gone, &n, &from), &from,
        error);
    for (size_t at = 0; at < n.gone.size && status == STATUS_OK; at += strlen(n.gone.data + at) + 1)
        status = store_set(run->store, n.gone.data + at, (struct slice){0}, error);
    buffer_free(&n.gone);
    return status;
}

static enum status note_lists(struct run *run, const struct root *root, bool end,
                              struct error *error)
{
    const struct listings *l = run_listings(run, root);
    struct buffer note = {0};
    char key[KEY_MAX];
    if (!root->mirror || l->all_same)
        return STATUS_OK;
    if (end)
        listings_note(l, is_read_whole(run, root), &note);
    lists_key(root, key);
    enum status status = store_set(run->store, key, buffer_view(&note), error);
    if (status == STATUS_OK && end)
        status = note_elements(run, l, error);
    if (status == STATUS_OK && end && !l->alike)
        status = drop_gone(run, l, error);
    buffer_free(&note);
    return status;
}

static enum status note_stamps(struct run *run, const struct root *root, struct error *error)
{
    struct buffer note = {0};
    char key[KEY_MAX];
    enum status status = STATUS_OK;
    stamps_key(root, key);
    if (stamps_note(run_stamps(run, root), is_read_whole(run, root), &note))
        status = store_set(run->store, key, buffer_view(&note), error);
    buffer_free(&note);
    return status;
}

enum status run_note_roots(struct run *run, bool end, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < run->places.root_count && status == STATUS_OK; i++) {
        const struct root *root = run->places.roots[i];
        if (!run->listings[i].looked)
            continue;
        status = note_lists(run, root, end, error);
        if (status == STATUS_OK && end)
            status = note_stamps(run, root, error);
    }
    return status;
}
