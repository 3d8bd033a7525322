/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _DEFAULT_SOURCE /* d_type: a stat of each entry spared */
#include "walk.h"

#include "together.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <threads.h>
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

struct item {
    const char *path, *name;  /* from the folder walked, and its end */
    struct folder *inner;     /* NULL: a file */
    const struct stat *about; /* or NULL */
};

struct folder {
    const char *path; /* "" for the one walked */
    unsigned depth;
    bool deep;          /* too deep to be read */
    int failed;         /* errno of reading it, or 0 */
    struct item *items; /* in order of name */
    size_t count;
    struct folder *next; /* of those that wait */
};

struct walk_tree {
    int root;
    bool look;
    struct folder top;
    struct arena arenas[TOGETHER_MAX]; /* one for each thread that read */
    /* while it is being read */
    mtx_t lock;
    cnd_t changed;
    size_t threads, busy;
    struct folder *waiting;
};

/* One thread. */
struct walker {
    struct walk_tree *tree;
    struct arena *arena;
    struct item *items; /* memory used again */
    size_t count, room;
};

/* Links are followed to files only; of file systems that do not tell, each entry is asked. */
static bool is_folder(int folder, const struct dirent *entry)
{
    struct stat about;
    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type == DT_DIR;
    return fstatat(folder, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISDIR(about.st_mode);
}

/* Whether a link leads to a folder: then it is passed over. */
static bool leads_to_folder(int folder, const struct dirent *entry)
{
    struct stat about;
    return entry->d_type != DT_REG && entry->d_type != DT_DIR &&
           fstatat(folder, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISLNK(about.st_mode) && fstatat(folder, entry->d_name, &about, 0) == 0 &&
           S_ISDIR(about.st_mode);
}

static struct folder *add_folder(struct walker *w, const struct folder *outer, const char *path)
{
    struct folder *f = arena_alloc(w->arena, sizeof *f);
    *f = (struct folder){.path = path, .depth = outer->depth + 1};
    f->deep = f->depth >= WALK_DEPTH_MAX;
    return f;
}

static const struct stat *look_at(struct walker *w, int folder, const char *name)
{
    struct stat *about = arena_alloc(w->arena, sizeof *about);
    return fstatat(folder, name, about, 0) == 0 ? about : NULL;
}

static void add_item(struct walker *w, const struct folder *f, int handle,
                     const struct dirent *entry)
{
    size_t outer = strlen(f->path), size = strlen(entry->d_name) + 1, at = 0;
    char *path = arena_alloc(w->arena, outer + 1 + size);
    if (outer > 0) {
        memcpy(path, f->path, outer);
        path[outer] = '/';
        at = outer + 1;
    }
    memcpy(path + at, entry->d_name, size);
    struct item item = {.path = path, .name = path + at};
    if (is_folder(handle, entry))
        item.inner = add_folder(w, f, path);
    else if (w->tree->look)
        item.about = look_at(w, handle, entry->d_name);
    w->items = base_grow(w->items, &w->room, w->count + 1, sizeof *w->items);
    w->items[w->count++] = item;
}

static int compare_names(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    return strcmp(a->name, b->name);
}

/* Reads all names; errno of what failed, or 0. */
static int read_names(struct walker *w, struct folder *f)
{
    const char *path = f->path[0] != '\0' ? f->path : ".";
    int handle = openat(w->tree->root, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *stream = handle >= 0 ? fdopendir(handle) : NULL;
    const struct dirent *entry;
    int failed = errno;
    if (stream == NULL) {
        if (handle >= 0)
            close(handle);
        return failed;
    }
    for (w->count = 0; errno = 0, (entry = readdir(stream)) != NULL;)
        if (entry->d_name[0] != '.' && !leads_to_folder(handle, entry))
            add_item(w, f, handle, entry);
    failed = errno;
    closedir(stream);
    return failed;
}

static void read_folder(struct walker *w, struct folder *f)
{
    f->failed = read_names(w, f);
    f->count = f->failed == 0 ? w->count : 0;
    f->items = arena_alloc(w->arena, f->count * sizeof *f->items);
    if (f->count == 0)
        return;
    memcpy(f->items, w->items, f->count * sizeof *f->items);
    qsort(f->items, f->count, sizeof *f->items, compare_names);
}

/* ---- all of them, by several threads --------------------------------------------------------- */

/* The next folder; NULL when none waits and none that is being read can give more. */
static struct folder *take_folder(struct walk_tree *t)
{
    while (t->waiting == NULL && t->busy > 0)
        cnd_wait(&t->changed, &t->lock);
    struct folder *f = t->waiting;
    if (f != NULL) {
        t->waiting = f->next;
        t->busy++;
    }
    return f;
}

static void give_back(struct walk_tree *t, const struct folder *f)
{
    for (size_t i = f->count; i-- > 0;) {
        struct folder *inner = f->items[i].inner;
        if (inner != NULL && !inner->deep) {
            inner->next = t->waiting;
            t->waiting = inner;
        }
    }
    t->busy--;
    cnd_broadcast(&t->changed);
}

static void read_folders(void *user, bool first)
{
    struct walk_tree *t = user;
    struct walker w = {.tree = t};
    struct folder *f;
    (void)first;
    mtx_lock(&t->lock);
    w.arena = &t->arenas[t->threads++];
    while ((f = take_folder(t)) != NULL) {
        mtx_unlock(&t->lock);
        read_folder(&w, f);
        mtx_lock(&t->lock);
        give_back(t, f);
    }
    mtx_unlock(&t->lock);
    free(w.items);
}

struct walk_tree *walk_tree_read(const char *path, bool look, struct error *error)
{
    int root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        error_set_errno(error, errno, path);
        return NULL;
    }
    struct walk_tree *t = base_calloc(1, sizeof *t);
    *t = (struct walk_tree){.root = root, .look = look, .top = {.path = ""}};
    mtx_init(&t->lock, mtx_plain);
    cnd_init(&t->changed);
    t->waiting = &t->top;
    together(read_folders, t);
    mtx_destroy(&t->lock);
    cnd_destroy(&t->changed);
    return t;
}

void walk_tree_free(struct walk_tree *t)
{
    if (t == NULL)
        return;
    for (size_t i = 0; i < TOGETHER_MAX; i++)
        arena_free(&t->arenas[i]);
    close(t->root);
    free(t);
}

/* ---- telling --------------------------------------------------------------------------------- */

/* Depth is bound by WALK_DEPTH_MAX. */
static int tell_folder(const struct walk_tree *t, const struct folder *f,
                       const struct walk_calls *calls, void *user)
{
    int stopped = 0;
    if ((f->deep || f->failed != 0) && calls->unreadable != NULL)
        calls->unreadable(user, slice_of(f->path),
                          f->deep ? "nested too deeply" : strerror(f->failed));
    for (size_t i = 0; i < f->count && stopped == 0; i++) {
        const struct item *item = &f->items[i];
        const struct walk_file file = {.folder = t->root,
                                       .name = item->path,
                                       .path = slice_of(item->path),
                                       .kind = file_kind_of_name(slice_of(item->name)),
                                       .about = item->about};
        stopped = item->inner != NULL ? tell_folder(t, item->inner, calls, user)
                                      : calls->file(user, &file);
    }
    return stopped;
}

enum status walk_tree_tell(const struct walk_tree *t, const struct walk_calls *calls, void *user)
{
    return tell_folder(t, &t->top, calls, user) != 0 ? STATUS_STOPPED : STATUS_OK;
}

enum status walk_folder(const char *path, bool look, const struct walk_calls *calls, void *user,
                        struct error *error)
{
    struct walk_tree *t = walk_tree_read(path, look, error);
    enum status status = t != NULL ? walk_tree_tell(t, calls, user) : STATUS_IO;
    walk_tree_free(t);
    return status;
}
