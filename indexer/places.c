/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "places.h"

#include "walk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- paths ----------------------------------------------------------------------------------- */

static struct slice parent_of(struct slice path)
{
    size_t end = path.size;
    while (end > 0 && path.data[end - 1] != '/')
        end--;
    while (end > 1 && path.data[end - 1] == '/')
        end--;
    return slice_part(path, 0, end);
}

/* What of path is below folder, empty for folder itself; *inside tells whether it is. */
static struct slice below(struct slice folder, struct slice path, bool *inside)
{
    if (slice_ends(folder, SLICE("/")))
        folder.size--;
    *inside =
        slice_starts(path, folder) && (path.size == folder.size || path.data[folder.size] == '/');
    return *inside ? slice_part(path, folder.size + 1, path.size) : (struct slice){0};
}

struct slice root_relative(const struct root *root, struct slice path)
{
    bool inside;
    return below(slice_of(root->path), path, &inside);
}

/* realpath of a folder; of a file, its folder's and its own name: a link to a file is a file. NULL
   with errno. caller frees with free(). */
static char *whole_path(const char *path, bool folder)
{
    if (folder)
        return realpath(path, NULL);
    struct slice given = slice_of(path), parent = parent_of(given);
    size_t name = given.size;
    while (name > 0 && path[name - 1] != '/')
        name--;
    char *parent_text = slice_copy(parent.size > 0 ? parent : SLICE("."));
    char *real = realpath(parent_text, NULL);
    free(parent_text);
    if (real == NULL)
        return NULL;
    struct buffer out = {0};
    buffer_format(&out, "%s%s%s", real, strcmp(real, "/") == 0 ? "" : "/", path + name);
    free(real);
    return out.data;
}

char *places_file_path(const char *path)
{
    return whole_path(path, false);
}

/* ---- roots ----------------------------------------------------------------------------------- */

static bool holds_codes(struct slice folder)
{
    struct stat about;
    struct buffer name = {0};
    buffer_slice(&name, folder);
    buffer_text(&name, "/api/codes.json");
    bool there = stat(name.data, &about) == 0 && S_ISREG(about.st_mode);
    buffer_free(&name);
    return there;
}

static struct root *root_at(struct places *p, struct slice path)
{
    for (size_t i = p->root_count; i > 0; i--) /* neighbours come together */
        if (slice_equal(slice_of(p->roots[i - 1]->path), path))
            return p->roots[i - 1];
    struct root *root = base_calloc(1, sizeof *root);
    root->path = slice_copy(path);
    root->mirror = path.size > 0 && path.data[0] == '/' && holds_codes(path);
    p->roots = base_grow(p->roots, &p->root_room, p->root_count + 1, sizeof *p->roots);
    p->roots[p->root_count++] = root;
    return root;
}

static struct root *find_root(struct places *p, struct slice path, bool folder)
{
    struct slice start = folder ? path : parent_of(path);
    for (struct slice at = start;; at = parent_of(at)) {
        if (holds_codes(at))
            return root_at(p, at);
        if (at.size <= 1)
            return root_at(p, start);
    }
}

static enum status given_root(struct places *p, const char *given, struct slice path,
                              struct root **root, struct error *error)
{
    bool inside = false;
    char *real = whole_path(given, true);
    if (real == NULL)
        return error_set(error, STATUS_USAGE, "--root: %s: %s", given, strerror(errno));
    below(slice_of(real), path, &inside);
    enum status status = STATUS_OK;
    if (inside)
        *root = root_at(p, slice_of(real));
    else
        status = error_set(error, STATUS_USAGE, "lies outside --root %s", given);
    free(real);
    return status;
}

/* ---- sources --------------------------------------------------------------------------------- */

static void add_source(struct places *p, enum source_kind kind, struct root *root, char *path)
{
    p->sources = base_grow(p->sources, &p->source_room, p->source_count + 1, sizeof *p->sources);
    p->sources[p->source_count++] = (struct source){.kind = kind, .root = root, .path = path};
}

/* 0, or errno. A pipe must not make us wait, a terminal not become ours. */
static int try_to_open(const char *path)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    close(fd);
    return 0;
}

enum status places_add(struct places *p, const struct settings *settings, const char *source,
                       struct error *error)
{
    struct stat about;
    if (strcmp(source, "-") == 0) {
        add_source(p, SOURCE_STREAM, root_at(p, SLICE("-")), slice_copy(SLICE("-")));
        return STATUS_OK;
    }
    if (stat(source, &about) != 0)
        return error_set(error, STATUS_IO, "%s", strerror(errno));
    if (S_ISFIFO(about.st_mode) || S_ISCHR(about.st_mode)) {
        add_source(p, SOURCE_STREAM, root_at(p, SLICE("-")), slice_copy(slice_of(source)));
        return STATUS_OK;
    }
    bool folder = S_ISDIR(about.st_mode);
    int failed = try_to_open(source);
    if (failed != 0)
        return error_set(error, STATUS_IO, "%s", strerror(failed));
    char *path = whole_path(source, folder);
    if (path == NULL)
        return error_set(error, STATUS_IO, "%s", strerror(errno));
    struct root *root = NULL;
    enum status status = STATUS_OK;
    if (settings->root != NULL)
        status = given_root(p, settings->root, slice_of(path), &root, error);
    else
        root = find_root(p, slice_of(path), folder);
    if (status == STATUS_OK)
        add_source(p, folder ? SOURCE_FOLDER : SOURCE_FILE, root, path);
    else
        free(path);
    return status;
}

/* The slash before all other bytes, so that what is inside a folder follows it. */
static int path_byte(char c)
{
    return c == '/' ? 1 : c == '\0' ? 0 : (unsigned char)c + 1;
}

/* Streams last, so that files hold an id before them. */
static int compare_paths(const char *a, const char *b)
{
    bool a_stream = a[0] != '/', b_stream = b[0] != '/';
    if (a_stream != b_stream)
        return a_stream ? 1 : -1;
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return path_byte(*a) - path_byte(*b);
}

static int compare_roots(const void *a, const void *b)
{
    return compare_paths((*(struct root *const *)a)->path, (*(struct root *const *)b)->path);
}

static int compare_sources(const void *a, const void *b)
{
    const struct source *x = a, *y = b;
    int order = compare_paths(x->root->path, y->root->path);
    return order != 0 ? order : compare_paths(x->path, y->path);
}

/* Whether the walk through `folder` reads what `inner` names: files of other kinds are read only
   when they are named, and a list that is named says more than one that is met. */
static bool covers(const struct source *folder, const struct source *inner)
{
    bool inside;
    if (folder->root != inner->root)
        return false;
    if (strcmp(folder->path, inner->path) == 0)
        return true;
    below(slice_of(folder->path), slice_of(inner->path), &inside);
    enum file_kind kind = file_kind_of_name(slice_of(inner->path));
    return folder->kind == SOURCE_FOLDER && inside &&
           (inner->kind == SOURCE_FOLDER ||
            (kind != FILE_OTHER && kind != FILE_JSON && kind != FILE_XML));
}

bool places_have_whole(const struct places *p, const struct root *root)
{
    for (size_t i = 0; i < p->source_count; i++)
        if (p->sources[i].root == root && p->sources[i].kind == SOURCE_FOLDER &&
            strcmp(p->sources[i].path, root->path) == 0)
            return true;
    return false;
}

void places_settle(struct places *p)
{
    if (p->source_count == 0)
        return;
    qsort(p->roots, p->root_count, sizeof *p->roots, compare_roots);
    qsort(p->sources, p->source_count, sizeof *p->sources, compare_sources);
    size_t kept = 0, folder = SIZE_MAX; /* the last one kept */
    for (size_t i = 0; i < p->source_count; i++) {
        struct source *source = &p->sources[i];
        if ((folder < kept && covers(&p->sources[folder], source)) ||
            (kept > 0 && covers(&p->sources[kept - 1], source))) {
            free(source->path);
            continue;
        }
        if (source->kind == SOURCE_FOLDER)
            folder = kept;
        p->sources[kept++] = *source;
    }
    p->source_count = kept;
}

void places_free(struct places *p)
{
    for (size_t i = 0; i < p->root_count; i++) {
        free(p->roots[i]->path);
        free(p->roots[i]);
    }
    for (size_t i = 0; i < p->source_count; i++)
        free(p->sources[i].path);
    free(p->roots);
    free(p->sources);
    *p = (struct places){0};
}
