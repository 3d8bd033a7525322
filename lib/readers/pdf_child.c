/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process that reads a PDF. poppler is large and PDFs come from anybody: what it crashes on,
   never ends with or wants all memory for must end there. */
#include "pdf_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define PDF_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PDF_SANITIZED 1
#endif
#endif
#ifndef PDF_SANITIZED
#define PDF_SANITIZED 0
#endif

enum { MEMORY_MIB = 2048, PART = 65536 };

/* ---- the child ------------------------------------------------------------------------------- */

static void limit(int what, rlim_t most)
{
    struct rlimit limits = {.rlim_cur = most, .rlim_max = most};
    (void)setrlimit(what, &limits);
}

static void confine(unsigned seconds)
{
    int nothing = open("/dev/null", O_RDWR);
    for (int handle = 0; handle <= 2 && nothing >= 0; handle++)
        (void)dup2(nothing, handle);
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGTERM, SIG_DFL);
    (void)signal(SIGPIPE, SIG_DFL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CPU, (rlim_t)seconds + 1); /* should the parent be gone */
    if (!PDF_SANITIZED)                     /* which maps more than any memory */
        limit(RLIMIT_AS, (rlim_t)MEMORY_MIB * 1024 * 1024);
}

static bool put(void *user, struct slice records)
{
    int handle = *(const int *)user;
    while (records.size > 0) {
        ssize_t written = write(handle, records.data, records.size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        records = slice_part(records, (size_t)written, records.size);
    }
    return true;
}

/* ---- the parent ------------------------------------------------------------------------------ */

static int left_ms(const struct timespec *end)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    long long ms =
        (long long)(end->tv_sec - now.tv_sec) * 1000 + (end->tv_nsec - now.tv_nsec) / 1000000;
    return ms < 0 ? 0 : ms > 60000 ? 60000 : (int)ms;
}

static enum status collect(unsigned seconds, int handle, struct buffer *out, struct error *error)
{
    struct timespec end = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += seconds;
    for (;;) {
        struct pollfd wait = {.fd = handle, .events = POLLIN};
        int left = left_ms(&end);
        int ready = poll(&wait, 1, left);
        if (ready == 0 && left == 0)
            return error_set(error, STATUS_BAD_INPUT, "takes longer than %u seconds to read",
                             seconds);
        if (ready <= 0)
            continue;
        buffer_reserve(out, PART);
        ssize_t got = read(handle, out->data + out->size, PART);
        if (got < 0 && errno != EINTR)
            return error_set_errno(error, errno, "the child that reads PDF");
        if (got == 0)
            return STATUS_OK;
        out->size += got > 0 ? (size_t)got : 0;
        if (out->size > READER_PDF_TEXT_MAX)
            return error_set(error, STATUS_TOO_LARGE, "more than %d bytes of text",
                             READER_PDF_TEXT_MAX);
    }
}

static enum status reap(pid_t child, struct error *error)
{
    int ended = 0;
    while (waitpid(child, &ended, 0) < 0) {
        if (errno != EINTR)
            return error_set_errno(error, errno, "the child that reads PDF");
    }
    if (WIFEXITED(ended))
        return STATUS_OK;
    int number = WTERMSIG(ended);
    if (number == SIGINT || number == SIGTERM)
        return error_set(error, STATUS_STOPPED, "stopped");
    return error_set(error, STATUS_BAD_INPUT, "the reading of it broke off (signal %d)", number);
}

enum status pdf_run(unsigned seconds, struct slice bytes, struct buffer *out, struct error *error)
{
    int ends[2];
    enum status status = pdf_open_poppler(error); /* here, for all children to come */
    if (status != STATUS_OK)
        return status;
    if (pipe(ends) != 0)
        return error_set_errno(error, errno, "a pipe");
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        confine(seconds);
        pdf_read(bytes, put, &ends[1]);
        _exit(0);
    }
    int reason = errno;
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return error_set_errno(error, reason, "a child that reads PDF");
    }
    status = collect(seconds, ends[0], out, error);
    close(ends[0]);
    if (status != STATUS_OK)
        (void)kill(child, SIGKILL);
    enum status ended = reap(child, status == STATUS_OK ? error : NULL);
    return status != STATUS_OK ? status : ended;
}
