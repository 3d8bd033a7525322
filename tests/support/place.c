/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Directories of tests: made, filled, removed. */
#include "run_internal.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TREE_DEPTH = 64, READ_BLOCK = 64 * 1024 };

void place_die(const struct place *place, const char *what, const char *name)
{
    print_error("%s: %s: %s (in %s)\n", what, name, strerror(errno), place ? place->dir : "?");
    _fail(__FILE__, __LINE__);
    abort(); /* _fail does not return */
}

/* ---- strings that live as long as the place -------------------------------------------------- */

static char *keep(struct place *place, char *string)
{
    place->kept = base_grow(place->kept, &place->kept_room, place->kept_count + 1, sizeof(char *));
    place->kept[place->kept_count++] = string;
    return string;
}

static char *join(const char *dir, const char *name)
{
    struct buffer path = {0};
    if (name[0] == '/')
        return slice_copy(slice_of(name));
    buffer_format(&path, "%s/%s", dir, name);
    return path.data;
}

const char *place_dir(const struct place *place)
{
    return place->dir;
}

const char *place_path(struct place *place, const char *name)
{
    return keep(place, join(place->dir, name));
}

/* ---- environment ----------------------------------------------------------------------------- */

static void drop_env(struct place *place, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < place->env_count; i++) {
        if (strncmp(place->env[i], name, length) != 0 || place->env[i][length] != '=')
            continue;
        free(place->env[i]);
        for (size_t j = i; j < place->env_count; j++) /* the NULL at the end too */
            place->env[j] = place->env[j + 1];
        place->env_count--;
        return;
    }
}

void place_setenv(struct place *place, const char *name, const char *value)
{
    struct buffer text = {0};
    drop_env(place, name);
    if (!value)
        return;
    buffer_format(&text, "%s=%s", name, value);
    place->env = base_grow(place->env, &place->env_room, place->env_count + 2, sizeof(char *));
    place->env[place->env_count++] = text.data;
    place->env[place->env_count] = NULL;
}

static void set_inside(struct place *place, const char *name, const char *folder)
{
    place_setenv(place, name, place_path(place, folder));
}

static void set_environment(struct place *place)
{
    static const char *const passed_on[] = {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS",
                                            "LD_LIBRARY_PATH"};
    struct buffer path = {0};
    const char *outer = getenv("PATH");
    buffer_format(&path, "%s:%s", SUPPORT_PROGRAMS, outer ? outer : "/usr/bin:/bin");
    place_setenv(place, "PATH", path.data);
    place_setenv(place, "LANG", "C.UTF-8");
    place_mkdir(place, "home");
    place_mkdir(place, "tmp");
    set_inside(place, "HOME", "home");
    set_inside(place, "TMPDIR", "tmp");
    set_inside(place, "XDG_DATA_HOME", "home/data");
    set_inside(place, "XDG_CACHE_HOME", "home/cache");
    set_inside(place, "XDG_CONFIG_HOME", "home/config");
    set_inside(place, "XDG_STATE_HOME", "home/state");
    for (size_t i = 0; i < sizeof passed_on / sizeof passed_on[0]; i++)
        place_setenv(place, passed_on[i], getenv(passed_on[i]));
    buffer_free(&path);
}

/* ---- files and trees ------------------------------------------------------------------------- */

/* Makes the directories that path needs before its last part. */
static void make_parents(const struct place *place, char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST)
            place_die(place, "mkdir", path);
        *slash = '/';
    }
}

void place_mkdir(struct place *place, const char *name)
{
    char *path = join(place->dir, name);
    make_parents(place, path);
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        place_die(place, "mkdir", path);
    free(path);
}

static void write_file(const struct place *place, char *path, struct slice bytes)
{
    make_parents(place, path);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes.data ? bytes.data : "", 1, bytes.size, file) != bytes.size)
        place_die(place, "write", path);
    if (fclose(file) != 0)
        place_die(place, "write", path);
}

void place_write_bytes(struct place *place, const char *name, struct slice bytes)
{
    char *path = join(place->dir, name);
    write_file(place, path, bytes);
    free(path);
}

void place_write(struct place *place, const char *name, const char *text)
{
    place_write_bytes(place, name, slice_of(text));
}

static struct buffer read_file(const struct place *place, const char *path)
{
    struct buffer bytes = {0};
    FILE *file = fopen(path, "rb");
    if (!file)
        place_die(place, "read", path);
    size_t got;
    do {
        buffer_reserve(&bytes, READ_BLOCK);
        got = fread(bytes.data + bytes.size, 1, READ_BLOCK, file);
        bytes.size += got;
    } while (got > 0);
    bytes.data[bytes.size] = '\0';
    if (ferror(file))
        place_die(place, "read", path);
    fclose(file);
    return bytes;
}

struct slice place_read(struct place *place, const char *name)
{
    char *path = join(place->dir, name);
    struct buffer bytes = read_file(place, path);
    free(path);
    keep(place, bytes.data);
    return buffer_view(&bytes);
}

bool place_exists(struct place *place, const char *name)
{
    struct stat about;
    char *path = join(place->dir, name);
    bool exists = lstat(path, &about) == 0;
    free(path);
    return exists;
}

typedef void tree_visit(const struct place *place, const char *from, const char *to, int depth);

/* Calls visit with each entry of the folder `from` and its name joined to `to`. */
static void each_entry(const struct place *place, const char *from, const char *to, int depth,
                       tree_visit *visit)
{
    DIR *dir = opendir(from);
    if (!dir || depth > TREE_DEPTH)
        place_die(place, "open folder", from);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *inner_from = join(from, entry->d_name);
        char *inner_to = join(to, entry->d_name);
        visit(place, inner_from, inner_to, depth + 1);
        free(inner_from);
        free(inner_to);
    }
    closedir(dir);
}

static void copy_tree(const struct place *place, const char *from, const char *to, int depth)
{
    struct stat about;
    if (stat(from, &about) != 0)
        place_die(place, "copy", from);
    if (S_ISDIR(about.st_mode)) {
        if (mkdir(to, 0777) != 0 && errno != EEXIST)
            place_die(place, "mkdir", to);
        each_entry(place, from, to, depth, copy_tree);
        return;
    }
    struct buffer bytes = read_file(place, from);
    char *path = slice_copy(slice_of(to));
    write_file(place, path, buffer_view(&bytes));
    free(path);
    buffer_free(&bytes);
}

void place_copy(struct place *place, const char *source, const char *name)
{
    char *path = join(place->dir, name);
    make_parents(place, path);
    copy_tree(place, source, path, 0);
    free(path);
}

/* Folders that a test made unreadable are opened again first. */
static void remove_tree(const struct place *place, const char *from, const char *to, int depth)
{
    struct stat about;
    if (lstat(from, &about) != 0)
        place_die(place, "remove", from);
    if (S_ISDIR(about.st_mode)) {
        chmod(from, 0700);
        each_entry(place, from, to, depth, remove_tree);
    }
    if (remove(from) != 0)
        place_die(place, "remove", from);
}

void place_remove(struct place *place, const char *name)
{
    char *path = join(place->dir, name);
    remove_tree(place, path, "", 0);
    free(path);
}

/* ---- a place's life -------------------------------------------------------------------------- */

struct place *place_open(void)
{
    struct place *place = base_calloc(1, sizeof *place);
    const char *parent = getenv("TMPDIR");
    struct buffer dir = {0};
    buffer_format(&dir, "%s/lupp-test-XXXXXX", parent && parent[0] ? parent : "/tmp");
    place->dir = dir.data;
    if (!mkdtemp(place->dir))
        place_die(place, "mkdtemp", place->dir);
    set_environment(place);
    return place;
}

void place_close(struct place *place, bool keep_directory)
{
    if (!place)
        return;
    if (!keep_directory)
        remove_tree(place, place->dir, "", 0);
    for (size_t i = 0; i < place->kept_count; i++)
        free(place->kept[i]);
    for (size_t i = 0; i < place->env_count; i++)
        free(place->env[i]);
    free(place->kept);
    free(place->env);
    free(place->dir);
    buffer_free(&place->command);
    buffer_free(&place->last.out);
    buffer_free(&place->last.err);
    free(place);
}

int place_test_setup(void **state)
{
    const struct place_test *test = *state;
    struct place *place = place_open();
    place->test = test;
    *state = place;
    return 0;
}

/* A failed assertion leaves by longjmp and never comes to the last line. */
void place_test_run(void **state)
{
    struct place *place = *state;
    place->test->function(place);
    place->passed = true;
}

int place_test_teardown(void **state)
{
    struct place *place = *state;
    if (!place->passed)
        run_print_last(place);
    place_close(place, !place->passed);
    *state = NULL;
    return 0;
}
