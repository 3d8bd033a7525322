/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base.h"

#include <errno.h>
#include <unistd.h>

/* Control characters other than newline as "?": a file's name must not drive the terminal. */
static void append_shown(struct buffer *out, struct slice s)
{
    for (size_t at = 0; at < s.size;) {
        uint32_t c;
        size_t length = utf8_decode(s, at, &c);
        if ((c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0))
            buffer_char(out, '?');
        else
            buffer_slice(out, slice_part(s, at, at + length));
        at += length;
    }
}

/* Nothing can be done when stderr itself fails. */
static void write_stderr(struct slice s)
{
    fflush(stderr);
    while (s.size > 0) {
        ssize_t written = write(STDERR_FILENO, s.data, s.size);
        if (written < 0 && errno != EINTR)
            return;
        if (written > 0)
            s = slice_part(s, (size_t)written, s.size);
    }
}

void message(const char *program, const char *format, ...)
{
    struct buffer text = {0}, line = {0};
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length > 0) {
        buffer_reserve(&text, (size_t)length);
        vsnprintf(text.data, (size_t)length + 1, format, again);
        text.size = (size_t)length;
    }
    va_end(again);
    buffer_format(&line, "%s: ", program);
    append_shown(&line, buffer_view(&text));
    buffer_char(&line, '\n');
    write_stderr(buffer_view(&line));
    buffer_free(&text);
    buffer_free(&line);
}

static enum status output_failed(int errnum, struct error *error)
{
    if (errnum == EPIPE)
        return error_set(error, STATUS_STOPPED, "output: the reader closed the pipe");
    return error_set_errno(error, errnum, "output");
}

enum status output_write(FILE *stream, struct slice s, struct error *error)
{
    errno = 0;
    if (s.size > 0 && fwrite(s.data, 1, s.size, stream) != s.size)
        return output_failed(errno ? errno : EIO, error);
    return STATUS_OK;
}

/* A stream that was closed before the program began (">&-") fails only in fclose when nothing was
   written to it: no harm, nothing was lost. */
enum status output_close(FILE *stream, struct error *error)
{
    errno = 0;
    bool failed = ferror(stream) != 0;
    int reason = EIO;
    if (fflush(stream) != 0) {
        failed = true;
        reason = errno ? errno : EIO;
    }
    errno = 0;
    if (fclose(stream) != 0 && errno != EBADF && !failed) {
        failed = true;
        reason = errno ? errno : EIO;
    }
    return failed ? output_failed(reason, error) : STATUS_OK;
}
