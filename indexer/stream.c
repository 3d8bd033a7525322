/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stream.h"

#include "readers.h"
#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { CHUNK = 64 * 1024, MAGIC = 4 };

enum packing { PACKING_UNKNOWN, PACKING_NONE, PACKING_GZIP, PACKING_ZSTD };

struct stream {
    int fd;
    enum packing packing;
    bool fd_ended; /* no more bytes from fd */
    bool ended;    /* no more bytes for text */
    bool inside;   /* in the middle of packed data */
    bool begun;    /* the unpacker has state */
    z_stream gzip;
    ZSTD_DStream *zstd;
    struct buffer raw; /* as read; used up to raw_used */
    size_t raw_used;
    struct buffer text; /* unpacked; given out up to text_used */
    size_t text_used;
};

struct stream *stream_open(int fd)
{
    struct stream *in = base_calloc(1, sizeof *in);
    in->fd = fd;
    return in;
}

void stream_close(struct stream *in)
{
    if (in == NULL)
        return;
    if (in->packing == PACKING_GZIP && in->begun)
        inflateEnd(&in->gzip);
    ZSTD_freeDStream(in->zstd);
    if (in->fd >= 0)
        close(in->fd);
    buffer_free(&in->raw);
    buffer_free(&in->text);
    free(in);
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Appends one piece to raw; sets fd_ended at the end. */
static enum status read_raw(struct stream *in, struct error *error)
{
    if (in->raw_used > 0) {
        memmove(in->raw.data, in->raw.data + in->raw_used, in->raw.size - in->raw_used);
        in->raw.size -= in->raw_used;
        in->raw_used = 0;
    }
    buffer_reserve(&in->raw, CHUNK);
    for (;;) {
        ssize_t got = read(in->fd, in->raw.data + in->raw.size, CHUNK);
        if (got >= 0) {
            in->raw.size += (size_t)got;
            in->fd_ended = got == 0;
            return STATUS_OK;
        }
        if (errno != EINTR)
            return error_set(error, STATUS_IO, "%s", strerror(errno));
        if (signals_stop())
            return error_set(error, STATUS_STOPPED, "stopped");
    }
}

static enum packing packing_of(struct slice start)
{
    if (slice_starts(start, SLICE("\x1F\x8B")))
        return PACKING_GZIP;
    if (slice_starts(start, SLICE("\x28\xB5\x2F\xFD")))
        return PACKING_ZSTD;
    return PACKING_NONE;
}

static enum status begin_unpacking(struct stream *in, struct error *error)
{
    in->begun = true;
    if (in->packing == PACKING_GZIP) {
        if (inflateInit2(&in->gzip, 15 + 16) != Z_OK)
            return error_set(error, STATUS_INTERNAL, "zlib gives no state");
    } else {
        in->zstd = ZSTD_createDStream();
        if (in->zstd == NULL)
            return error_set(error, STATUS_INTERNAL, "zstd gives no state");
    }
    return STATUS_OK;
}

static enum status unpack_gzip(struct stream *in, size_t room, struct error *error)
{
    in->gzip.next_in = (unsigned char *)in->raw.data + in->raw_used;
    in->gzip.avail_in = (unsigned)(in->raw.size - in->raw_used);
    in->gzip.next_out = (unsigned char *)in->text.data + in->text.size;
    in->gzip.avail_out = (unsigned)room;
    int result = inflate(&in->gzip, Z_NO_FLUSH);
    size_t taken = in->raw.size - in->raw_used - in->gzip.avail_in;
    size_t given = room - in->gzip.avail_out;
    in->raw_used += taken;
    in->text.size += given;
    if (result == Z_STREAM_END) {
        in->inside = false;
        return inflateReset(&in->gzip) == Z_OK ? STATUS_OK
                                               : error_set(error, STATUS_INTERNAL, "zlib failed");
    }
    in->inside |= taken + given > 0;
    if (result != Z_OK && result != Z_BUF_ERROR)
        return error_set(error, STATUS_BAD_INPUT, "damaged gzip data");
    return STATUS_OK;
}

static enum status unpack_zstd(struct stream *in, size_t room, struct error *error)
{
    ZSTD_inBuffer from = {in->raw.data + in->raw_used, in->raw.size - in->raw_used, 0};
    ZSTD_outBuffer to = {in->text.data + in->text.size, room, 0};
    size_t result = ZSTD_decompressStream(in->zstd, &to, &from);
    if (ZSTD_isError(result))
        return error_set(error, STATUS_BAD_INPUT, "damaged zstd data");
    in->raw_used += from.pos;
    in->text.size += to.pos;
    if (from.pos + to.pos > 0)
        in->inside = result != 0;
    return STATUS_OK;
}

/* The bytes may be all in, and the unpacker still hold some back. */
static enum status unpack(struct stream *in, struct error *error)
{
    if (!in->begun && begin_unpacking(in, error) != STATUS_OK)
        return STATUS_INTERNAL;
    buffer_reserve(&in->text, CHUNK);
    size_t before = in->text.size;
    enum status status =
        in->packing == PACKING_GZIP ? unpack_gzip(in, CHUNK, error) : unpack_zstd(in, CHUNK, error);
    if (status != STATUS_OK)
        return status;
    bool used_up = in->raw_used == in->raw.size;
    if (used_up && in->fd_ended && in->text.size == before) {
        in->ended = true;
        if (in->inside)
            return error_set(error, STATUS_BAD_INPUT, "packed data is cut off");
    }
    return STATUS_OK;
}

/* Makes text longer, or sets ended. */
static enum status fill(struct stream *in, struct error *error)
{
    if (in->text_used > 0) {
        memmove(in->text.data, in->text.data + in->text_used, in->text.size - in->text_used);
        in->text.size -= in->text_used;
        in->text_used = 0;
    }
    while (!in->fd_ended && (in->raw_used == in->raw.size ||
                             (in->packing == PACKING_UNKNOWN && in->raw.size < MAGIC))) {
        enum status status = read_raw(in, error);
        if (status != STATUS_OK)
            return status;
    }
    if (in->packing == PACKING_UNKNOWN)
        in->packing = packing_of(buffer_view(&in->raw));
    if (in->packing != PACKING_NONE)
        return unpack(in, error);
    buffer_append(&in->text, in->raw.data + in->raw_used, in->raw.size - in->raw_used);
    in->raw_used = in->raw.size;
    in->ended = in->fd_ended;
    return STATUS_OK;
}

static struct slice waiting(const struct stream *in)
{
    return slice_part(buffer_view(&in->text), in->text_used, in->text.size);
}

/* ---- giving out ------------------------------------------------------------------------------ */

enum status stream_rest(struct stream *in, size_t max, struct buffer *out, struct error *error)
{
    buffer_clear(out);
    for (;;) {
        struct slice piece = waiting(in);
        if (piece.size > max - out->size)
            return error_set(error, STATUS_TOO_LARGE, "larger than %zu bytes", max);
        buffer_slice(out, piece);
        in->text_used = in->text.size;
        if (in->ended)
            return STATUS_OK;
        enum status status = fill(in, error);
        if (status != STATUS_OK)
            return status;
    }
}

enum status stream_peek(struct stream *in, struct slice *start, struct error *error)
{
    while (!in->ended && slice_trim(waiting(in)).size == 0) {
        enum status status = fill(in, error);
        if (status != STATUS_OK)
            return status;
    }
    *start = waiting(in);
    return STATUS_OK;
}

enum status stream_line(struct stream *in, char newline, size_t max, struct slice *line, bool *end,
                        struct error *error)
{
    bool too_long = false;
    size_t looked = 0; /* bytes of what waits that hold no newline */
    *line = (struct slice){0};
    *end = false;
    for (;;) {
        struct slice rest = waiting(in);
        const char *found =
            rest.size > looked ? memchr(rest.data + looked, newline, rest.size - looked) : NULL;
        size_t size = found != NULL ? (size_t)(found - rest.data) : rest.size;
        if (found == NULL && size > max) { /* do not keep what is thrown away */
            too_long = true;
            in->text_used = in->text.size;
            size = 0;
        }
        if (found != NULL || in->ended) {
            *end = found == NULL && size == 0 && !too_long;
            *line = slice_part(rest, 0, size);
            in->text_used += size + (found != NULL ? 1 : 0);
            return too_long || size > max
                       ? error_set(error, STATUS_TOO_LARGE, "longer than %zu bytes", max)
                       : STATUS_OK;
        }
        looked = size;
        enum status status = fill(in, error);
        if (status != STATUS_OK)
            return status;
    }
}

/* ---- whole files ----------------------------------------------------------------------------- */

/* Plain files are read straight into out: one read for a page. */
static enum status read_plain(int fd, size_t size, struct buffer *out, struct error *error)
{
    for (;;) {
        size_t want = size > out->size ? size - out->size + 1 : CHUNK;
        buffer_reserve(out, want);
        ssize_t got = read(fd, out->data + out->size, want);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set(error, STATUS_IO, "%s", strerror(errno));
        out->size += (size_t)got;
        if (out->size > READER_SIZE_MAX)
            return error_set(error, STATUS_TOO_LARGE, "larger than %d bytes", READER_SIZE_MAX);
        /* More was asked for than there was. */
        if (got == 0 || (out->size == size && (size_t)got < want))
            return STATUS_OK;
    }
}

static enum status unpack_whole(struct buffer *out, struct error *error)
{
    struct stream *in = stream_open(-1);
    in->raw = *out;
    in->fd_ended = true;
    *out = (struct buffer){0};
    enum status status = stream_rest(in, READER_SIZE_MAX, out, error);
    stream_close(in);
    return status;
}

enum status stream_read_known(int folder, const char *name, struct buffer *out, struct stat *about,
                              struct error *error)
{
    buffer_clear(out);
    /* A pipe must not make us wait, a terminal not become ours. */
    int fd = openat(folder, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return error_set(error, STATUS_IO, "%s", strerror(errno));
    enum status status = STATUS_OK;
    if (fstat(fd, about) != 0)
        status = error_set(error, STATUS_IO, "%s", strerror(errno));
    else if (!S_ISREG(about->st_mode))
        status = error_set(error, STATUS_BAD_INPUT, "not a regular file");
    else if (about->st_size > READER_SIZE_MAX)
        status = error_set(error, STATUS_TOO_LARGE, "larger than %d bytes", READER_SIZE_MAX);
    else
        status = read_plain(fd, (size_t)about->st_size, out, error);
    close(fd);
    if (status == STATUS_OK && packing_of(buffer_view(out)) != PACKING_NONE)
        status = unpack_whole(out, error);
    return status;
}

enum status stream_read_file(int folder, const char *name, struct buffer *out, struct error *error)
{
    struct stat about;
    return stream_read_known(folder, name, out, &about, error);
}
