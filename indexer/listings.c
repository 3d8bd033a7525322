/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "listings.h"

#include "digest.h"
#include "page.h"
#include "stream.h"
#include "walk.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CODES "api/codes.json"

enum { NOTE_DIGITS = 16, NOTE_LINE = 2 * NOTE_DIGITS + 2 };

void listings_free(struct listings *l)
{
    for (size_t i = 0; i < l->count; i++) {
        free(l->files[i].name);
        free(l->files[i].folder);
    }
    free(l->files);
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

/* "artiklar/" of "artiklar.json" when there is such a folder, else NULL. */
static char *folder_of(const struct root *root, struct slice name)
{
    struct stat about;
    struct buffer folder = {0};
    name = file_name_unpacked(name);
    buffer_slice(&folder, slice_part(name, 0, name.size - (sizeof ".json" - 1)));
    buffer_char(&folder, '/');
    char *path = path_in(root, buffer_view(&folder));
    bool there = stat(path, &about) == 0 && S_ISDIR(about.st_mode);
    free(path);
    if (!there)
        buffer_free(&folder);
    return folder.data;
}

static void add_file(struct listings *l, const struct root *root, struct slice name)
{
    l->files = base_grow(l->files, &l->room, l->count + 1, sizeof *l->files);
    l->files[l->count++] =
        (struct listing){.name = slice_copy(name), .folder = folder_of(root, name)};
}

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
    add_file(f->listings, f->root, buffer_view(&name));
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
            add_file(l, root, root_relative(root, path));
    }
}

/* ---- comparing ------------------------------------------------------------------------------- */

/* Digest of a file's bytes, 0 and *broken when it cannot be read. */
static uint64_t digest_file(const struct root *root, struct slice name, struct buffer *bytes,
                            bool *broken, struct report *report)
{
    struct error error;
    char *path = path_in(root, name);
    uint64_t digest = 0;
    *broken = stream_read_file(AT_FDCWD, path, bytes, &error) != STATUS_OK;
    if (*broken)
        report_skip(report, path, error.text);
    else
        digest = digest_bytes(buffer_view(bytes));
    free(path);
    return digest;
}

static void put_line(struct buffer *out, uint64_t name, uint64_t digest)
{
    buffer_format(out, "%016llx %016llx\n", (unsigned long long)name, (unsigned long long)digest);
}

void listings_note(const struct listings *l, struct buffer *out)
{
    put_line(out, 0, l->seed);
    for (size_t i = 0; i < l->count; i++)
        put_line(out, digest_bytes(slice_of(l->files[i].name)), l->files[i].digest);
}

/* A note of NOTE_LINE bytes a file, in the order of names. One of other files than those of now, or
   with other codes, says nothing: pages may have lost their list. */
static void compare(struct listings *l, struct slice noted)
{
    struct buffer now = {0};
    listings_note(l, &now);
    bool alike = noted.size == now.size && noted.size >= NOTE_LINE &&
                 memcmp(noted.data, now.data, NOTE_LINE) == 0;
    for (size_t at = NOTE_LINE; alike && at < now.size; at += NOTE_LINE)
        alike = memcmp(noted.data + at, now.data + at, NOTE_DIGITS) == 0;
    l->all_same = alike;
    for (size_t i = 0; i < l->count && alike; i++) {
        size_t at = (i + 1) * NOTE_LINE;
        l->files[i].same = memcmp(noted.data + at, now.data + at, NOTE_LINE) == 0;
        l->all_same &= l->files[i].same;
    }
    buffer_free(&now);
}

void listings_look(struct listings *l, const struct root *root, const struct places *places,
                   uint64_t seed, struct slice noted, struct report *report)
{
    struct digest digest = {0};
    struct buffer bytes = {0};
    bool broken;
    if (l->looked)
        return;
    l->looked = true;
    find_lists(l, root, places);
    if (!root->mirror)
        return;
    digest_number(&digest, seed);
    digest_number(&digest, digest_file(root, SLICE(CODES), &bytes, &broken, report));
    l->seed = digest_end(&digest);
    for (size_t i = 0; i < l->count; i++) {
        struct listing *file = &l->files[i];
        file->digest = digest_file(root, slice_of(file->name), &bytes, &file->broken, report);
    }
    compare(l, noted);
    digest_free(&digest);
    buffer_free(&bytes);
}

/* ---- what tells of a page -------------------------------------------------------------------- */

static bool may_tell(const struct listing *file, struct slice path)
{
    return file->folder == NULL || slice_starts(path, slice_of(file->folder));
}

bool listings_broken_for(const struct listings *l, struct slice path)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->files[i].broken && may_tell(&l->files[i], path))
            return true;
    return false;
}

bool listings_broken(const struct listings *l)
{
    bool broken = false;
    for (size_t i = 0; i < l->count; i++)
        broken |= l->files[i].broken;
    return broken;
}

bool listings_hold(const struct listings *l, struct slice path)
{
    bool any = false;
    for (size_t i = 0; i < l->count; i++) {
        if (!may_tell(&l->files[i], path))
            continue;
        if (!l->files[i].same && !l->files[i].broken)
            return false;
        any = true;
    }
    /* Of a page without lists only the seed can have changed. */
    return any || l->all_same;
}

/* One list; what begins like a document of JSON Lines is none. */
static void read_one(struct listings *l, const struct root *root, struct listing *file,
                     struct buffer *bytes, struct report *report)
{
    struct error error;
    size_t odd = 0;
    file->read = true;
    if (file->broken)
        return;
    char *path = path_in(root, slice_of(file->name));
    enum status status = stream_read_file(AT_FDCWD, path, bytes, &error);
    struct slice text = buffer_view(bytes);
    bool other = !root->mirror && page_maker_sniff(text) == FILE_LINES;
    if (status == STATUS_OK && !other)
        status = lists_read(l->lists, text, slice_of(file->folder), &odd, &error);
    if (status != STATUS_OK) {
        report_skip(report, path, error.text);
        file->broken = true;
    } else if (odd > 0) {
        report_warn(report, "%s: passed over %zu elements that are no entries%s%s", path, odd,
                    file->folder != NULL ? " of " : "", file->folder != NULL ? file->folder : "");
    }
    free(path);
}

static void read_codes(struct listings *l, const struct root *root, struct buffer *bytes,
                       struct report *report)
{
    struct error error;
    l->codes_read = true;
    if (!root->mirror)
        return;
    char *path = path_in(root, SLICE(CODES));
    enum status status = stream_read_file(AT_FDCWD, path, bytes, &error);
    if (status == STATUS_OK)
        status = lists_read_codes(l->lists, buffer_view(bytes), &error);
    if (status == STATUS_BAD_INPUT) /* that it cannot be read has been told */
        report_skip(report, path, error.text);
    free(path);
}

static void need(struct listings *l, const struct root *root, const struct naming *naming,
                 struct report *report, struct listing *file)
{
    struct buffer bytes = {0};
    if (l->lists == NULL)
        l->lists = lists_new(naming);
    if (!l->codes_read)
        read_codes(l, root, &bytes, report);
    if (!file->read)
        read_one(l, root, file, &bytes, report);
    buffer_free(&bytes);
}

const struct list_entry *listings_find(struct listings *l, const struct root *root,
                                       const struct naming *naming, struct report *report,
                                       struct slice id, struct slice path)
{
    for (size_t i = 0; i < l->count; i++)
        if (!l->files[i].read && may_tell(&l->files[i], path))
            need(l, root, naming, report, &l->files[i]);
    return l->lists != NULL ? lists_find(l->lists, id) : NULL;
}

void listings_read_rest(struct listings *l, const struct root *root, const struct naming *naming,
                        struct report *report)
{
    for (size_t i = 0; i < l->count; i++)
        if (!l->files[i].read && !l->files[i].same)
            need(l, root, naming, report, &l->files[i]);
}
