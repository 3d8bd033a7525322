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
        elements_free(&l->files[i].elements);
        buffer_free(&l->files[i].known);
    }
    free(l->files);
    walk_tree_free(l->tree);
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

/* What cannot be read is told by the walk through the pages, for which a walk through the whole
   root is kept. look: this walk will be. */
static void find_in_folder(struct listings *l, const struct root *root, const char *path, bool look)
{
    static const struct walk_calls calls = {.file = find_list};
    struct finding f = {.listings = l, .root = root, .base = root_relative(root, slice_of(path))};
    if (strcmp(path, root->path) != 0) {
        walk_folder(path, false, &calls, &f, NULL);
        return;
    }
    if (l->tree == NULL)
        l->tree = walk_tree_read(path, look, NULL);
    if (l->tree != NULL)
        walk_tree_tell(l->tree, &calls, &f);
}

static void find_lists(struct listings *l, const struct root *root, const struct places *places)
{
    if (root->mirror) {
        find_in_folder(l, root, root->path, places_have_whole(places, root));
        return;
    }
    for (size_t i = 0; i < places->source_count; i++) {
        const struct source *source = &places->sources[i];
        struct slice path = slice_of(source->path);
        if (source->root != root)
            continue;
        if (source->kind == SOURCE_FOLDER)
            find_in_folder(l, root, source->path, true);
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

void listings_note(const struct listings *l, bool whole, struct buffer *out)
{
    put_line(out, 0, l->seed);
    for (size_t i = 0; i < l->count; i++) {
        const struct listing *file = &l->files[i];
        bool compared = !file->broken && (whole || file->same);
        /* Whether it has a folder decides what pages it tells of. */
        uint64_t name = digest_bytes(slice_of(file->folder != NULL ? file->folder : file->name));
        put_line(out, name, compared ? file->digest : 0);
    }
}

void listing_note(const struct listing *file, struct buffer *out)
{
    if (!file->elements.plain)
        return; /* what it held is not known by its bytes */
    digest_put(out, file->digest);
    elements_note(&file->elements, out);
}

void listing_know(struct listings *l, struct listing *file, struct slice noted)
{
    if (noted.size < DIGEST_SIZE)
        return;
    buffer_slice(&file->known, slice_part(noted, DIGEST_SIZE, noted.size));
    file->comparable = l->alike && digest_at(noted, 0) == file->noted;
}

/* A note of NOTE_LINE bytes a file, in the order of names. One of other files than those of now, or
   with other codes, says nothing: pages may have lost their list. */
static void compare(struct listings *l, struct slice noted)
{
    struct buffer now = {0};
    listings_note(l, true, &now);
    bool alike = noted.size == now.size && noted.size >= NOTE_LINE &&
                 memcmp(noted.data, now.data, NOTE_LINE) == 0;
    for (size_t at = NOTE_LINE; alike && at < now.size; at += NOTE_LINE)
        alike = memcmp(noted.data + at, now.data + at, NOTE_DIGITS) == 0;
    l->alike = l->all_same = alike;
    for (size_t i = 0; i < l->count && alike; i++) {
        size_t at = (i + 1) * NOTE_LINE + NOTE_DIGITS + 1;
        l->files[i].noted = strtoull(noted.data + at, NULL, 16);
        l->files[i].same = l->files[i].noted != 0 && l->files[i].noted == l->files[i].digest;
        l->all_same &= l->files[i].same;
    }
    buffer_free(&now);
}

/* Without codes the lists would take the names from what the index holds; a first run takes what
   they say without. */
static void lose_codes(struct listings *l)
{
    for (size_t i = 0; i < l->count && l->noted; i++)
        l->files[i].broken = true;
}

void listings_look(struct listings *l, const struct root *root, const struct places *places,
                   const struct naming *naming, uint64_t seed, struct slice noted,
                   struct report *report)
{
    struct digest digest = {0};
    struct buffer bytes = {0};
    bool no_codes;
    if (l->looked)
        return;
    l->looked = true;
    l->noted = noted.size > 0;
    l->root = root;
    l->naming = naming;
    l->report = report;
    find_lists(l, root, places);
    if (!root->mirror)
        return;
    digest_number(&digest, seed);
    digest_number(&digest, digest_file(root, SLICE(CODES), &bytes, &no_codes, report));
    l->seed = digest_end(&digest);
    for (size_t i = 0; i < l->count; i++) {
        struct listing *file = &l->files[i];
        file->digest = digest_file(root, slice_of(file->name), &bytes, &file->broken, report);
    }
    compare(l, noted);
    if (no_codes)
        lose_codes(l);
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

bool listings_is_broken(const struct listings *l, struct slice name)
{
    for (size_t i = 0; i < l->count; i++)
        if (slice_equal(slice_of(l->files[i].name), name))
            return l->files[i].broken;
    return false;
}

/* What begins like a document of JSON Lines is no list. */
static enum status read_elements(struct listings *l, struct listing *file, size_t *odd,
                                 struct error *error)
{
    struct elements *e = &file->elements;
    struct slice folder = slice_of(file->folder);
    if (!l->root->mirror && page_maker_sniff(buffer_view(&e->bytes)) == FILE_LINES)
        return STATUS_OK;
    enum status status = elements_cut(e, l->naming, folder, error);
    *odd = e->outside;
    if (status == STATUS_OK && !e->plain)
        return lists_read(l->lists, buffer_view(&e->bytes), folder, odd, error);
    if (file->same || status != STATUS_OK)
        return status;
    status = elements_read_new(e, l->lists, buffer_view(&file->known), odd, error);
    if (file->known.size == 0)
        buffer_free(&e->bytes); /* all of it was read */
    return status;
}

static void read_one(struct listings *l, struct listing *file)
{
    struct error error;
    size_t odd = 0;
    file->read = true;
    if (file->broken)
        return;
    char *path = path_in(l->root, slice_of(file->name));
    enum status status = stream_read_file(AT_FDCWD, path, &file->elements.bytes, &error);
    if (status == STATUS_OK)
        status = read_elements(l, file, &odd, &error);
    if (status != STATUS_OK) {
        report_skip(l->report, path, error.text);
        file->broken = true;
    } else if (odd > 0) {
        report_warn(l->report, "%s: passed over %zu elements that are no entries%s%s", path, odd,
                    file->folder != NULL ? " of " : "", file->folder != NULL ? file->folder : "");
    }
    free(path);
}

static void read_codes(struct listings *l)
{
    struct error error;
    struct buffer bytes = {0};
    l->codes_read = true;
    if (!l->root->mirror)
        return;
    char *path = path_in(l->root, SLICE(CODES));
    enum status status = stream_read_file(AT_FDCWD, path, &bytes, &error);
    if (status == STATUS_OK)
        status = lists_read_codes(l->lists, buffer_view(&bytes), &error);
    if (status == STATUS_BAD_INPUT) { /* that it cannot be read has been told */
        report_skip(l->report, path, error.text);
        lose_codes(l);
    }
    free(path);
    buffer_free(&bytes);
}

static void need(struct listings *l, struct listing *file)
{
    if (l->lists == NULL)
        l->lists = lists_new(l->naming);
    if (!l->codes_read)
        read_codes(l);
    if (!file->read)
        read_one(l, file);
}

/* Whether a list says of the page what it said when the page was last compared with it. */
static bool says_the_same(struct listings *l, struct listing *file, struct slice id)
{
    if (file->same || file->broken)
        return true;
    if (!file->comparable)
        return false;
    need(l, file);
    return file->broken ||
           (file->elements.plain && elements_same(&file->elements, buffer_view(&file->known), id));
}

bool listings_hold(struct listings *l, struct slice id, struct slice path)
{
    bool any = false;
    for (size_t i = 0; i < l->count; i++) {
        if (!may_tell(&l->files[i], path))
            continue;
        if (!says_the_same(l, &l->files[i], id))
            return false;
        any = true;
    }
    /* Of a page without lists only the seed can have changed. */
    return any || l->all_same;
}

const struct list_entry *listings_find(struct listings *l, struct slice id, struct slice path)
{
    struct error error;
    for (size_t i = 0; i < l->count; i++) {
        struct listing *file = &l->files[i];
        if (!may_tell(file, path))
            continue;
        need(l, file);
        if (!file->broken && elements_read(&file->elements, l->lists, id, &error) != STATUS_OK) {
            report_skip(l->report, file->name, error.text);
            file->broken = true;
        }
    }
    return l->lists != NULL ? lists_find(l->lists, id) : NULL;
}

void listings_read_rest(struct listings *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (!l->files[i].read && !l->files[i].same)
            need(l, &l->files[i]);
}
