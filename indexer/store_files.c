/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store_files.h"

#include "signals.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define STUB "XAPIANDB"
#define STUB_NEW "XAPIANDB.new"
#define LOCK "lupp.lock"
#define STUB_WORD "auto "

static const long poll_nanoseconds = 50L * 1000 * 1000;

static char *inside(const char *path, const char *name)
{
    struct buffer out = {0};
    buffer_format(&out, "%s/%s", path, name);
    return out.data;
}

char *files_database(const char *path, uint64_t number)
{
    char name[32];
    if (number == 0)
        return slice_copy(slice_of(path));
    snprintf(name, sizeof name, "%llu", (unsigned long long)number);
    return inside(path, name);
}

/* A number without sign or spaces, or 0. */
static uint64_t read_number(struct slice s)
{
    uint64_t number = 0;
    if (s.size == 0 || s.size > 12)
        return 0;
    for (size_t i = 0; i < s.size; i++) {
        if (s.data[i] < '0' || s.data[i] > '9')
            return 0;
        number = number * 10 + (uint64_t)(s.data[i] - '0');
    }
    return number;
}

/* ---- looking --------------------------------------------------------------------------------- */

static bool is_there(const char *path, const char *name)
{
    struct stat about;
    char *whole = inside(path, name);
    bool there = stat(whole, &about) == 0;
    free(whole);
    return there;
}

/* Names that a killed run may leave before the index is whole. */
static bool is_leftover(const char *name)
{
    return name[0] == '.' || strcmp(name, LOCK) == 0 || strcmp(name, STUB_NEW) == 0 ||
           read_number(slice_of(name)) > 0;
}

static enum status look_inside(const char *path, enum files_found *found, struct error *error)
{
    DIR *stream = opendir(path);
    if (stream == NULL && errno == ENOENT)
        return STATUS_OK;
    if (stream == NULL)
        return error_set_errno(error, errno, path);
    for (const struct dirent *item; (item = readdir(stream)) != NULL;)
        if (!is_leftover(item->d_name))
            *found = FILES_OTHERS;
    closedir(stream);
    return STATUS_OK;
}

static enum status read_stub(const char *path, uint64_t *number, struct error *error)
{
    char text[64];
    char *name = inside(path, STUB);
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd >= 0 ? read(fd, text, sizeof text) : -1;
    enum status status = got < 0 ? error_set_errno(error, errno, name) : STATUS_OK;
    if (fd >= 0)
        close(fd);
    free(name);
    if (status != STATUS_OK)
        return status;
    struct slice s = {.data = text, .size = (size_t)got};
    if (slice_starts(s, SLICE(STUB_WORD)))
        *number = read_number(slice_trim(slice_part(s, sizeof STUB_WORD - 1, s.size)));
    return STATUS_OK;
}

enum status files_look(const char *path, enum files_found *found, uint64_t *number,
                       struct error *error)
{
    *found = FILES_NOTHING;
    *number = 0;
    if (is_there(path, "iamglass")) { /* libxapian looks for it before the stub, too */
        *found = FILES_DATABASE;
        return STATUS_OK;
    }
    if (!is_there(path, STUB))
        return look_inside(path, found, error);
    enum status status = read_stub(path, number, error);
    *found = *number > 0 ? FILES_STUB : FILES_OTHERS;
    return status;
}

/* Files of a database, the one that makes it one first. */
static const char *const names[] = {
    "iamglass",       "postlist.glass", "docdata.glass", "termlist.glass", "position.glass",
    "spelling.glass", "synonym.glass",  "flintlock",     "postlist.tmp",   "docdata.tmp"};

/* ---- making and removing --------------------------------------------------------------------- */

enum status files_make_folder(const char *path, struct error *error)
{
    char *whole = slice_copy(slice_of(path));
    enum status status = STATUS_OK;
    for (size_t i = 1; status == STATUS_OK; i++) {
        bool last = whole[i] == '\0';
        if (!last && whole[i] != '/')
            continue;
        whole[i] = '\0';
        if (mkdir(whole, 0777) != 0 && errno != EEXIST)
            status = error_set_errno(error, errno, whole);
        if (last)
            break;
        whole[i] = '/';
    }
    free(whole);
    return status;
}

static int write_durably(const char *name, struct slice text)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return errno;
    ssize_t written = write(fd, text.data, text.size);
    int failed = written < 0 ? errno : (size_t)written < text.size ? ENOSPC : 0;
    if (failed == 0 && fsync(fd) != 0)
        failed = errno;
    if (close(fd) != 0 && failed == 0)
        failed = errno;
    return failed;
}

enum status files_write_stub(const char *path, uint64_t number, struct error *error)
{
    struct buffer text = {0};
    char *new_name = inside(path, STUB_NEW), *name = inside(path, STUB);
    buffer_format(&text, STUB_WORD "%llu\n", (unsigned long long)number);
    int failed = write_durably(new_name, buffer_view(&text));
    if (failed == 0 && rename(new_name, name) != 0)
        failed = errno;
    enum status status = failed != 0 ? error_set_errno(error, failed, name) : STATUS_OK;
    free(new_name);
    free(name);
    buffer_free(&text);
    return status;
}

static int sync_file(const char *name)
{
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 0 : errno;
    int failed = fsync(fd) != 0 ? errno : 0;
    close(fd);
    return failed;
}

enum status files_sync_database(const char *path, uint64_t number, struct error *error)
{
    char *database = files_database(path, number);
    int failed = sync_file(database);
    for (size_t i = 0; i < sizeof names / sizeof names[0] && failed == 0; i++) {
        char *name = inside(database, names[i]);
        failed = sync_file(name);
        free(name);
    }
    enum status status = failed != 0 ? error_set_errno(error, failed, database) : STATUS_OK;
    free(database);
    return status;
}

/* Of a plain database the version file goes first: from then on the stub beside it counts. */
void files_remove_database(const char *path, uint64_t number)
{
    char *database = files_database(path, number);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *name = inside(database, names[i]);
        unlink(name);
        free(name);
    }
    if (number > 0)
        rmdir(database);
    free(database);
}

bool files_remove_leftovers(const char *path, uint64_t number)
{
    DIR *stream = opendir(path);
    bool any = false;
    if (stream == NULL)
        return false;
    for (const struct dirent *item; (item = readdir(stream)) != NULL;) {
        uint64_t other = read_number(slice_of(item->d_name));
        if (other == 0 || other == number)
            continue;
        files_remove_database(path, other);
        any = true;
    }
    closedir(stream);
    return any;
}

/* ---- the lock -------------------------------------------------------------------------------- */

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A lock of fcntl tells who holds it, and goes when he does, however he goes. *failed is set when
   there can be none on this file system. */
static bool try_lock(int fd, long *holder, int *failed)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    *holder = 0;
    *failed = 0;
    if (fcntl(fd, F_SETLK, &lock) == 0)
        return true;
    if (errno != EACCES && errno != EAGAIN)
        *failed = errno;
    lock = (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
        *holder = (long)lock.l_pid;
    return false;
}

enum status files_lock(const char *path, int wait_seconds, int *lock, struct error *error)
{
    long holder;
    int failed;
    char *name = inside(path, LOCK);
    double until = seconds_now() + (double)wait_seconds;
    enum status status = STATUS_OK;
    *lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (*lock < 0)
        status = error_set_errno(error, errno, name);
    while (status == STATUS_OK && !try_lock(*lock, &holder, &failed)) {
        if (failed != 0)
            status = error_set_errno(error, failed, name);
        else if (signals_stop())
            status = error_set(error, STATUS_STOPPED, "%s: stopped while waiting", path);
        else if (wait_seconds >= 0 && seconds_now() >= until)
            status = error_set(error, STATUS_LOCKED,
                               "%s: process %ld is writing to the index (--wait waits for it)",
                               path, holder);
        else
            nanosleep(&(struct timespec){.tv_nsec = poll_nanoseconds}, NULL);
    }
    free(name);
    if (status != STATUS_OK && *lock >= 0) {
        close(*lock);
        *lock = -1;
    }
    return status;
}
