/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _DEFAULT_SOURCE /* d_type: 44,000 stats spared */
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- kinds ----------------------------------------------------------------------------------- */

static const struct {
    const char *ending;
    enum file_kind kind;
} endings[] = {
    {".md", FILE_MARKDOWN}, {".markdown", FILE_MARKDOWN}, {".html", FILE_HTML},
    {".htm", FILE_HTML},    {".xhtml", FILE_HTML},        {".txt", FILE_TEXT},
    {".text", FILE_TEXT},   {".jsonl", FILE_LINES},       {".ndjson", FILE_LINES},
    {".json", FILE_JSON},   {".rss", FILE_FEED},          {".atom", FILE_FEED},
    {".xml", FILE_XML},
};

static bool ends_with(struct slice name, struct slice ending)
{
    return name.size > ending.size &&
           slice_equal_ascii(slice_part(name, name.size - ending.size, name.size), ending);
}

struct slice file_name_unpacked(struct slice name)
{
    static const char *const packed[] = {".gz", ".zst"};
    for (size_t i = 0; i < sizeof packed / sizeof packed[0]; i++)
        if (ends_with(name, slice_of(packed[i])))
            return slice_part(name, 0, name.size - strlen(packed[i]));
    return name;
}

enum file_kind file_kind_of_name(struct slice name)
{
    name = file_name_unpacked(name);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (ends_with(name, slice_of(endings[i].ending)))
            return endings[i].kind;
    return FILE_OTHER;
}

/* ---- one folder ------------------------------------------------------------------------------ */

enum entry_type { ENTRY_FOLDER, ENTRY_FILE };

struct entry {
    size_t name; /* offset in the names */
    enum entry_type type;
};

struct folder {
    DIR *stream;
    struct entry *entries;
    size_t count, room;
    struct buffer names; /* each with its NUL */
};

struct walk {
    const struct walk_calls *calls;
    void *user;
    struct buffer path;
};

/* Links are followed to files only; of file systems that do not tell, each entry is asked. */
static enum entry_type entry_type_of(int folder, const struct dirent *item)
{
    struct stat about;
    if (item->d_type == DT_DIR)
        return ENTRY_FOLDER;
    if (item->d_type != DT_UNKNOWN)
        return ENTRY_FILE;
    if (fstatat(folder, item->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(about.st_mode))
        return ENTRY_FOLDER;
    return ENTRY_FILE;
}

/* Whether a link leads to a folder: then it is passed over. */
static bool leads_to_folder(int folder, const struct dirent *item)
{
    struct stat about;
    return item->d_type != DT_REG && item->d_type != DT_DIR &&
           fstatat(folder, item->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISLNK(about.st_mode) && fstatat(folder, item->d_name, &about, 0) == 0 &&
           S_ISDIR(about.st_mode);
}

static void add_entry(struct folder *f, const char *name, enum entry_type type)
{
    f->entries = base_grow(f->entries, &f->room, f->count + 1, sizeof *f->entries);
    f->entries[f->count++] = (struct entry){.name = f->names.size, .type = type};
    buffer_append(&f->names, name, strlen(name) + 1);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts through an array of pointers, so that qsort needs no context. */
static void sort_entries(struct folder *f)
{
    struct sortable {
        const char *name;
        struct entry entry;
    } *items = base_calloc(f->count, sizeof *items);
    for (size_t i = 0; i < f->count; i++)
        items[i] = (struct sortable){f->names.data + f->entries[i].name, f->entries[i]};
    if (f->count > 0)
        qsort(items, f->count, sizeof *items, compare_names);
    for (size_t i = 0; i < f->count; i++)
        f->entries[i] = items[i].entry;
    free(items);
}

/* Reads all names; errno of what failed, or 0. */
static int read_folder(struct folder *f, int fd)
{
    f->stream = fdopendir(fd);
    if (f->stream == NULL) {
        int failed = errno;
        close(fd);
        return failed;
    }
    for (;;) {
        errno = 0;
        const struct dirent *item = readdir(f->stream);
        if (item == NULL)
            break;
        if (item->d_name[0] == '.' || leads_to_folder(fd, item))
            continue;
        add_entry(f, item->d_name, entry_type_of(fd, item));
    }
    if (errno != 0)
        return errno;
    sort_entries(f);
    return 0;
}

static void free_folder(struct folder *f)
{
    if (f->stream != NULL)
        closedir(f->stream);
    free(f->entries);
    buffer_free(&f->names);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static int walk_opened(struct walk *w, int fd, unsigned depth);

static void tell_unreadable(struct walk *w, const char *reason)
{
    if (w->calls->unreadable != NULL)
        w->calls->unreadable(w->user, buffer_view(&w->path), reason);
}

static int walk_entry(struct walk *w, int fd, const char *name, enum entry_type type,
                      unsigned depth)
{
    if (type == ENTRY_FILE) {
        const struct walk_file file = {.folder = fd,
                                       .name = name,
                                       .path = buffer_view(&w->path),
                                       .kind = file_kind_of_name(slice_of(name))};
        return w->calls->file(w->user, &file);
    }
    if (depth + 1 >= WALK_DEPTH_MAX) {
        tell_unreadable(w, "nested too deeply");
        return 0;
    }
    int inner = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (inner < 0) {
        tell_unreadable(w, strerror(errno));
        return 0;
    }
    return walk_opened(w, inner, depth + 1);
}

/* Takes over fd. Depth is bound by WALK_DEPTH_MAX. */
static int walk_opened(struct walk *w, int fd, unsigned depth)
{
    struct folder f = {0};
    int stopped = 0;
    int failed = read_folder(&f, fd);
    if (failed != 0)
        tell_unreadable(w, strerror(failed));
    size_t base = w->path.size;
    for (size_t i = 0; i < f.count && failed == 0 && stopped == 0; i++) {
        const char *name = f.names.data + f.entries[i].name;
        w->path.size = base;
        if (base > 0)
            buffer_char(&w->path, '/');
        buffer_text(&w->path, name);
        stopped = walk_entry(w, fd, name, f.entries[i].type, depth);
    }
    w->path.size = base;
    free_folder(&f);
    return stopped;
}

enum status walk_folder(const char *path, const struct walk_calls *calls, void *user,
                        struct error *error)
{
    struct walk w = {.calls = calls, .user = user};
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(error, errno, path);
    int stopped = walk_opened(&w, fd, 0);
    buffer_free(&w.path);
    return stopped != 0 ? STATUS_STOPPED : STATUS_OK;
}

/* ---- walks that are kept --------------------------------------------------------------------- */

struct tree_item {
    const char *path;
    const char *reason; /* why the folder could not be read; NULL: a file */
    enum file_kind kind;
};

struct walk_tree {
    int folder;
    struct arena arena;
    struct tree_item *items;
    size_t count, room;
};

static struct tree_item *add_item(struct walk_tree *t, struct slice path)
{
    t->items = base_grow(t->items, &t->room, t->count + 1, sizeof *t->items);
    t->items[t->count] = (struct tree_item){.path = slice_keep(&t->arena, path).data};
    return &t->items[t->count++];
}

static int keep_file(void *user, const struct walk_file *file)
{
    add_item(user, file->path)->kind = file->kind;
    return 0;
}

static void keep_unreadable(void *user, struct slice path, const char *reason)
{
    struct walk_tree *t = user;
    add_item(t, path)->reason = slice_keep(&t->arena, slice_of(reason)).data;
}

struct walk_tree *walk_tree_read(const char *path, struct error *error)
{
    static const struct walk_calls calls = {.file = keep_file, .unreadable = keep_unreadable};
    struct walk_tree *t = base_calloc(1, sizeof *t);
    t->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum status status =
        t->folder < 0 ? error_set_errno(error, errno, path) : walk_folder(path, &calls, t, error);
    if (status == STATUS_OK)
        return t;
    walk_tree_free(t);
    return NULL;
}

void walk_tree_free(struct walk_tree *t)
{
    if (t == NULL)
        return;
    free(t->items);
    arena_free(&t->arena);
    if (t->folder >= 0)
        close(t->folder);
    free(t);
}

enum status walk_tree_again(const struct walk_tree *t, const struct walk_calls *calls, void *user)
{
    for (size_t i = 0; i < t->count; i++) {
        const struct tree_item *item = &t->items[i];
        const struct walk_file file = {.folder = t->folder,
                                       .name = item->path,
                                       .path = slice_of(item->path),
                                       .kind = item->kind};
        if (item->reason == NULL && calls->file(user, &file) != 0)
            return STATUS_STOPPED;
        if (item->reason != NULL && calls->unreadable != NULL)
            calls->unreadable(user, file.path, item->reason);
    }
    return STATUS_OK;
}
