/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Answers kept between runs: one file an address, so that what is known of a body cannot belong to
 * another one. The file's name is a digest of the address. It holds lines "key TAB value", an empty
 * line, and the body; the first line has a digest of all that follows it, so that a file cut off or
 * damaged is as good as none.
 */
#include "fetch_internal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#define CACHE_MARK "lupp-fetch-1 "

enum {
    CACHE_DIGEST = 32,                  /* digits */
    CACHE_HEAD_MAX = 32 * 1024,         /* bytes before the body */
    CACHE_VALUE_MAX = 4 * FETCH_URL_MAX /* bytes of one value; longer ones are not kept */
};

static void append_digest(struct buffer *out, struct slice s)
{
    XXH128_hash_t hash = XXH3_128bits(s.data, s.size);
    buffer_format(out, "%016" PRIx64 "%016" PRIx64, (uint64_t)hash.high64, (uint64_t)hash.low64);
}

char *cache_place(const char *given)
{
    struct buffer dir = {0};
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (given != NULL)
        buffer_text(&dir, given);
    else if (cache != NULL && cache[0] == '/')
        buffer_format(&dir, "%s/lupp", cache);
    else if (home != NULL && home[0] == '/')
        buffer_format(&dir, "%s/.cache/lupp", home);
    char *place = slice_copy(buffer_view(&dir));
    buffer_free(&dir);
    return place;
}

struct buffer cache_path(const char *dir, const char *kind, const char *url)
{
    struct buffer path = {0};
    buffer_format(&path, "%s/%s-", dir, kind);
    append_digest(&path, slice_of(url));
    return path;
}

/* ---- reading --------------------------------------------------------------------------------- */

bool cache_file_read(const char *path, size_t max, struct buffer *out, time_t *when)
{
    struct stat facts;
    FILE *file = fopen(path, "rb");
    bool good = false;
    if (file == NULL)
        return false;
    if (fstat(fileno(file), &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0 &&
        (uintmax_t)facts.st_size <= max) {
        size_t size = (size_t)facts.st_size;
        buffer_reserve(out, size + 1);
        out->size = fread(out->data, 1, size, file);
        good = out->size == size;
        if (when != NULL)
            *when = facts.st_mtime;
    }
    fclose(file);
    return good;
}

/* Takes the first line off *rest. */
static struct slice take_line(struct slice *rest)
{
    size_t end = slice_find(*rest, SLICE("\n"), 0);
    struct slice line = slice_part(*rest, 0, end);
    *rest = slice_part(*rest, end == SIZE_MAX ? rest->size : end + 1, rest->size);
    return line;
}

static bool is_whole(struct slice *rest)
{
    struct buffer wanted = {0};
    struct slice line = take_line(rest);
    buffer_text(&wanted, CACHE_MARK);
    append_digest(&wanted, *rest);
    bool same = slice_equal(line, buffer_view(&wanted));
    buffer_free(&wanted);
    return same;
}

static bool take_value(struct slice line, struct slice key, char **out)
{
    if (!slice_starts(line, key))
        return false;
    free(*out);
    *out = slice_copy(slice_part(line, key.size, line.size));
    return true;
}

static bool read_entry(struct slice rest, const char *url, struct cache_entry *entry)
{
    char *of = NULL;
    if (!is_whole(&rest))
        return false;
    for (struct slice line = take_line(&rest); line.size > 0; line = take_line(&rest)) {
        (void)(take_value(line, SLICE("url\t"), &of) ||
               take_value(line, SLICE("type\t"), &entry->type) ||
               take_value(line, SLICE("etag\t"), &entry->etag) ||
               take_value(line, SLICE("modified\t"), &entry->modified));
    }
    bool good = of != NULL && strcmp(of, url) == 0;
    free(of);
    if (good)
        buffer_slice(&entry->body, rest);
    return good;
}

bool cache_read(const char *dir, const char *url, size_t max_bytes, struct cache_entry *entry)
{
    *entry = (struct cache_entry){0};
    if (dir[0] == '\0')
        return false;
    struct buffer path = cache_path(dir, "fetch", url), file = {0};
    size_t max = max_bytes < SIZE_MAX - CACHE_HEAD_MAX ? max_bytes + CACHE_HEAD_MAX : SIZE_MAX;
    bool found =
        cache_file_read(path.data, max, &file, NULL) && read_entry(buffer_view(&file), url, entry);
    buffer_free(&path);
    buffer_free(&file);
    found = found && entry->body.size <= max_bytes && (entry->etag || entry->modified);
    if (!found)
        cache_entry_free(entry);
    return found;
}

void cache_entry_free(struct cache_entry *entry)
{
    free(entry->etag);
    free(entry->modified);
    free(entry->type);
    buffer_free(&entry->body);
    *entry = (struct cache_entry){0};
}

/* ---- writing --------------------------------------------------------------------------------- */

static bool add_value(struct buffer *out, const char *key, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return true;
    if (strlen(value) > CACHE_VALUE_MAX || strpbrk(value, "\r\n") != NULL)
        return false;
    buffer_format(out, "%s\t%s\n", key, value);
    return true;
}

/* The folder and those above it, for this person alone. */
static enum status make_folder(const char *dir, struct error *error)
{
    struct buffer path = {0};
    enum status status = STATUS_OK;
    size_t size = strlen(dir);
    for (size_t i = 1; i <= size && status == STATUS_OK; i++) {
        if (dir[i] != '/' && dir[i] != '\0')
            continue;
        buffer_clear(&path);
        buffer_append(&path, dir, i);
        if (mkdir(path.data, 0700) != 0 && errno != EEXIST)
            status = error_set_errno(error, errno, path.data);
    }
    buffer_free(&path);
    return status;
}

static enum status write_file(const char *dir, const char *path, struct slice bytes,
                              struct error *error)
{
    struct buffer temp = {0};
    enum status status = STATUS_IO;
    FILE *file = NULL;
    buffer_format(&temp, "%s/new-XXXXXX", dir);
    int handle = mkstemp(temp.data);
    if (handle < 0) {
        status = error_set_errno(error, errno, dir);
        goto cleanup;
    }
    file = fdopen(handle, "wb");
    if (file == NULL)
        close(handle);
    bool written = file != NULL && fwrite(bytes.data, 1, bytes.size, file) == bytes.size;
    int reason = errno;
    if (file != NULL && fclose(file) != 0 && written) {
        written = false;
        reason = errno;
    }
    if (written && rename(temp.data, path) == 0) {
        status = STATUS_OK;
        goto cleanup;
    }
    status = error_set_errno(error, written ? errno : reason, path);
    unlink(temp.data);
cleanup:
    buffer_free(&temp);
    return status;
}

enum status cache_file_write(const char *dir, const char *path, struct slice bytes,
                             struct error *error)
{
    enum status status = make_folder(dir, error);
    return status == STATUS_OK ? write_file(dir, path, bytes, error) : status;
}

enum status cache_write(const char *dir, const char *url, const struct cache_entry *entry,
                        struct error *error)
{
    struct buffer rest = {0}, file = {0}, path = {0};
    enum status status = STATUS_OK;
    if (dir[0] == '\0' || !add_value(&rest, "url", url) || !add_value(&rest, "type", entry->type) ||
        !add_value(&rest, "etag", entry->etag) || !add_value(&rest, "modified", entry->modified))
        goto cleanup;
    buffer_char(&rest, '\n');
    buffer_slice(&rest, buffer_view(&entry->body));
    buffer_text(&file, CACHE_MARK);
    append_digest(&file, buffer_view(&rest));
    buffer_char(&file, '\n');
    buffer_slice(&file, buffer_view(&rest));
    path = cache_path(dir, "fetch", url);
    status = cache_file_write(dir, path.data, buffer_view(&file), error);
cleanup:
    buffer_free(&rest);
    buffer_free(&file);
    buffer_free(&path);
    return status;
}
