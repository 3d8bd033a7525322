/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stream: bytes of files and streams, unpacked when they are gzip or zstd (told by their first
 * bytes, whatever the name says).
 */
#ifndef LUPP_INDEXER_STREAM_H
#define LUPP_INDEXER_STREAM_H

#include "base.h"

#include <sys/stat.h>

/* Reads a whole regular file into out (cleared first), unpacked. folder is a descriptor or
   AT_FDCWD. STATUS_IO (the system's reason), STATUS_BAD_INPUT (not a regular file, packed bytes
   damaged or cut off), STATUS_TOO_LARGE (more than READER_SIZE_MAX unpacked). The error's text is
   the reason alone. */
enum status stream_read_file(int folder, const char *name, struct buffer *out, struct error *error);
/* The same, and tells of the file what it was before it was read. */
enum status stream_read_known(int folder, const char *name, struct buffer *out, struct stat *about,
                              struct error *error);

/* A stream read piece by piece, unpacked. */
struct stream;

/* Takes over fd, which is closed by stream_close. Never fails. */
struct stream *stream_open(int fd);
void stream_close(struct stream *in); /* NULL is fine */

/* All that is left, at most max bytes. The same statuses, and STATUS_STOPPED when a signal came. */
enum status stream_rest(struct stream *in, size_t max, struct buffer *out, struct error *error);

/* The next line without its newline, borrowed until the next call; *end when there is none. A line
   longer than max is passed over: STATUS_TOO_LARGE, and the next call gives the line after it. */
enum status stream_line(struct stream *in, char newline, size_t max, struct slice *line, bool *end,
                        struct error *error);

/* The first bytes that stream_rest or stream_line will give, as soon as there are some that are not
   white space; borrowed until then. */
enum status stream_peek(struct stream *in, struct slice *start, struct error *error);

#endif
