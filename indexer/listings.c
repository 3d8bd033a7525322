/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "listings.h"

#include "digest.h"
#include "page.h"
#include "stream.h"
#include "walk.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#define CODES "api/codes.json"

static void add_text(char ***items, size_t *count, size_t *room, struct slice text)
{
    *items = base_grow(*items, room, *count + 1, sizeof **items);
    (*items)[(*count)++] = slice_copy(text);
}

void listings_free(struct listings *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->files[i]);
    for (size_t i = 0; i < l->broken_count; i++)
        free(l->broken[i]);
    free(l->files);
    free(l->broken);
    lists_free(l->lists);
    *l = (struct listings){0};
}

static char *path_in(const struct root *root, struct slice name)
{
    struct buffer out = {0};
    buffer_text(&out, root->path);
    if (!slice_ends(buffer_view(&out), SLICE("/")))
        buffer_char(&out, '/');
    buffer_slice(&out, name);
    return out.data;
}

/* ---- finding --------------------------------------------------------------------------------- */

struct finding {
    struct listings *listings;
    const struct root *root;
    struct slice base; /* of the folder walked, below the root */
};

static int find_list(void *user, const struct walk_file *file)
{
    struct finding *f = user;
    bool api = f->root->mirror && f->base.size == 0 && slice_starts(file->path, SLICE("api/"));
    if (file->kind != FILE_JSON || api)
        return 0;
    struct buffer name = {0};
    if (f->base.size > 0) {
        buffer_slice(&name, f->base);
        buffer_char(&name, '/');
    }
    buffer_slice(&name, file->path);
    struct listings *l = f->listings;
    add_text(&l->files, &l->count, &l->room, buffer_view(&name));
    buffer_free(&name);
    return 0;
}

/* What cannot be read is told by the walk through the pages. */
static void find_in_folder(struct listings *l, const struct root *root, const char *path)
{
    static const struct walk_calls calls = {.file = find_list};
    struct finding f = {.listings = l, .root = root, .base = root_relative(root, slice_of(path))};
    walk_folder(path, &calls, &f, NULL);
}

static void find_lists(struct listings *l, const struct root *root, const struct places *places)
{
    if (root->mirror) {
        find_in_folder(l, root, root->path);
        return;
    }
    for (size_t i = 0; i < places->source_count; i++) {
        const struct source *source = &places->sources[i];
        struct slice path = slice_of(source->path);
        if (source->root != root)
            continue;
        if (source->kind == SOURCE_FOLDER)
            find_in_folder(l, root, source->path);
        else if (source->kind == SOURCE_FILE && file_kind_of_name(path) == FILE_JSON)
            add_text(&l->files, &l->count, &l->room, root_relative(root, path));
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

/* "artiklar.json" tells of "artiklar/". */
static void mark_broken(struct listings *l, struct slice name)
{
    struct buffer folder = {0};
    name = file_name_unpacked(name);
    buffer_slice(&folder, slice_part(name, 0, name.size - (sizeof ".json" - 1)));
    buffer_char(&folder, '/');
    add_text(&l->broken, &l->broken_count, &l->broken_room, buffer_view(&folder));
    buffer_free(&folder);
}

bool listings_broken_for(const struct listings *l, struct slice path)
{
    for (size_t i = 0; i < l->broken_count; i++)
        if (slice_starts(path, slice_of(l->broken[i])))
            return true;
    return false;
}

static void digest_files(struct listings *l, const struct root *root, uint64_t seed,
                         struct report *report)
{
    struct digest digest = {0};
    struct buffer bytes = {0};
    digest_number(&digest, seed);
    for (size_t i = 0; i <= l->count; i++) {
        struct error error;
        struct slice name = i < l->count ? slice_of(l->files[i]) : SLICE(CODES);
        char *path = path_in(root, name);
        digest_add(&digest, name);
        if (stream_read_file(AT_FDCWD, path, &bytes, &error) == STATUS_OK) {
            digest_number(&digest, digest_bytes(buffer_view(&bytes)));
        } else {
            report_skip(report, path, error.text);
            mark_broken(l, name);
        }
        free(path);
    }
    l->digest = digest_end(&digest);
    digest_free(&digest);
    buffer_free(&bytes);
}

void listings_look(struct listings *l, const struct root *root, const struct places *places,
                   uint64_t seed, struct report *report)
{
    if (l->looked)
        return;
    l->looked = true;
    find_lists(l, root, places);
    if (root->mirror)
        digest_files(l, root, seed, report);
}

static bool is_broken(const struct listings *l, struct slice name)
{
    name = file_name_unpacked(name);
    struct slice stem = slice_part(name, 0, name.size - (sizeof ".json" - 1));
    for (size_t i = 0; i < l->broken_count; i++) {
        struct slice folder = slice_of(l->broken[i]);
        if (slice_equal(slice_part(folder, 0, folder.size - 1), stem))
            return true;
    }
    return false;
}

/* One list; what begins like a document of JSON Lines is none. */
static void read_one(struct listings *l, const struct root *root, struct slice name, bool codes,
                     struct buffer *bytes, struct report *report)
{
    struct error error;
    size_t odd = 0;
    if (is_broken(l, name))
        return;
    char *path = path_in(root, name);
    enum status status = stream_read_file(AT_FDCWD, path, bytes, &error);
    struct slice text = buffer_view(bytes);
    bool other = !root->mirror && page_maker_sniff(text) == FILE_LINES;
    if (status == STATUS_OK && codes)
        status = lists_read_codes(l->lists, text, &error);
    else if (status == STATUS_OK && !other)
        status = lists_read(l->lists, text, &odd, &error);
    if (status != STATUS_OK) {
        report_skip(report, path, error.text);
        mark_broken(l, name);
    } else if (odd > 0) {
        report_warn(report, "%s: passed over %zu elements that are no entries", path, odd);
    }
    free(path);
}

struct lists *listings_need(struct listings *l, const struct root *root,
                            const struct naming *naming, struct report *report)
{
    struct buffer bytes = {0};
    if (l->lists != NULL)
        return l->lists;
    l->lists = lists_new(naming);
    if (root->mirror)
        read_one(l, root, SLICE(CODES), true, &bytes, report);
    for (size_t i = 0; i < l->count; i++)
        read_one(l, root, slice_of(l->files[i]), false, &bytes, report);
    buffer_free(&bytes);
    return l->lists;
}
