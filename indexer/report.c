/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const double progress_pause = 0.2; /* seconds between two progress lines */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void report_begin(struct report *r)
{
    const char *terminal = getenv("TERM");
    r->start = now();
    r->shown = r->start;
    r->terminal = isatty(STDERR_FILENO) && terminal != NULL && strcmp(terminal, "dumb") != 0;
}

double report_seconds(const struct report *r)
{
    return now() - r->start;
}

/* ---- messages -------------------------------------------------------------------------------- */

static void clear_line(struct report *r)
{
    if (!r->line)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    r->line = false;
}

/* As one line that can drive no terminal: a file's name may hold any byte. */
static void put_line(struct buffer *out, struct slice s)
{
    for (size_t at = 0; at < s.size;) {
        uint32_t c;
        size_t size = utf8_decode(s, at, &c);
        unsigned char byte = (unsigned char)s.data[at];
        bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
        bool foreign = c == 0xFFFD && !slice_equal(slice_part(s, at, at + size), SLICE("\uFFFD"));
        if (c == '\n')
            buffer_text(out, "\\n");
        else if (c == '\t')
            buffer_text(out, "\\t");
        else if (foreign || c < 0x20 || c == 0x7F)
            buffer_format(out, "\\x%02X", byte);
        else if (control)
            buffer_format(out, "\\u%04X", (unsigned)c);
        else
            buffer_slice(out, slice_part(s, at, at + size));
        at += foreign ? 1 : size;
    }
}

void report_skip(struct report *r, const char *subject, const char *reason)
{
    clear_line(r);
    r->counts.skipped++;
    struct buffer line = {0};
    put_line(&line, slice_of(subject));
    buffer_text(&line, ": skipped: ");
    put_line(&line, slice_of(reason));
    message(REPORT_PROGRAM, "%s", line.data);
    buffer_free(&line);
}

BASE_FORMAT(2, 0)
static void say(struct report *r, const char *format, va_list arguments)
{
    struct buffer text = {0};
    char line[2048];
    int size = vsnprintf(line, sizeof line, format, arguments);
    if (size < 0)
        return;
    clear_line(r);
    struct slice s = slice_part(slice_of(line), 0, sizeof line - 1);
    put_line(&text, slice_part(s, 0, utf8_floor(s, s.size)));
    message(REPORT_PROGRAM, "%s", text.data != NULL ? text.data : "");
    buffer_free(&text);
}

void report_warn(struct report *r, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(r, format, arguments);
    va_end(arguments);
}

void report_say(struct report *r, const char *format, ...)
{
    if (!r->verbose)
        return;
    va_list arguments;
    va_start(arguments, format);
    say(r, format, arguments);
    va_end(arguments);
}

/* ---- progress -------------------------------------------------------------------------------- */

void report_progress(struct report *r, const char *stage, uint64_t done, uint64_t total)
{
    if (!r->terminal || r->quiet || (done & 15) != 0)
        return;
    double t = now();
    if (r->stage == NULL || strcmp(r->stage, stage) != 0) {
        r->stage = stage;
        r->stage_start = t;
    }
    if (t - r->shown < progress_pause)
        return;
    r->shown = t;
    double spent = t - r->stage_start;
    double rate = spent > 0 ? (double)done / spent : 0;
    fprintf(stderr, "\r\033[K%s: %llu", stage, (unsigned long long)done);
    if (total > 0)
        fprintf(stderr, " of %llu", (unsigned long long)total);
    fprintf(stderr, " documents, %.0f/s", rate);
    if (total > done && rate > 0)
        fprintf(stderr, ", %.0f s left", (double)(total - done) / rate);
    fflush(stderr);
    r->line = true;
}

/* ---- the closing line ------------------------------------------------------------------------ */

static enum status print_object(const struct report *r, struct error *error)
{
    const struct report_counts *c = &r->counts;
    const struct {
        const char *name;
        uint64_t value;
    } members[] = {{"indexed", c->indexed}, {"updated", c->updated}, {"unchanged", c->unchanged},
                   {"removed", c->removed}, {"moved", c->moved},     {"skipped", c->skipped},
                   {"ignored", c->ignored}};
    struct buffer line = {0};
    buffer_text(&line, "{\"format\":1");
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        buffer_format(&line, ",\"%s\":%llu", members[i].name, (unsigned long long)members[i].value);
    buffer_format(&line, ",\"seconds\":%.3f,\"dry_run\":%s,\"run\":", report_seconds(r),
                  r->dry ? "true" : "false");
    if (r->run > 0)
        buffer_format(&line, "%lu}\n", (unsigned long)r->run);
    else
        buffer_text(&line, "null}\n");
    enum status status = output_write(stdout, buffer_view(&line), error);
    buffer_free(&line);
    return status;
}

enum status report_end(struct report *r, struct error *error)
{
    const struct report_counts *c = &r->counts;
    clear_line(r);
    if (r->json)
        return print_object(r, error);
    if (r->quiet)
        return STATUS_OK;
    message(REPORT_PROGRAM,
            "%sindexed %llu, updated %llu, unchanged %llu, removed %llu, skipped %llu, "
            "ignored %llu, %.1f seconds",
            r->dry ? "dry run: " : "", (unsigned long long)c->indexed,
            (unsigned long long)c->updated, (unsigned long long)c->unchanged,
            (unsigned long long)c->removed, (unsigned long long)c->skipped,
            (unsigned long long)c->ignored, report_seconds(r));
    return STATUS_OK;
}
