/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said when a program did not do what the test expects. */
#include "run_internal.h"

#include <string.h>

enum { SHOWN_BYTES = 4000 };

static void print_stream(const char *name, const struct buffer *bytes)
{
    struct slice shown = slice_part(buffer_view(bytes), 0, SHOWN_BYTES);
    print_error("  %s, %zu bytes%s\n", name, bytes->size,
                shown.size < bytes->size ? " (beginning)" : "");
    for (size_t at = 0; at < shown.size;) {
        size_t end = slice_find(shown, SLICE("\n"), at);
        end = end == SIZE_MAX ? shown.size : end;
        print_error("    | %.*s\n", (int)(end - at), shown.data + at);
        at = end + 1;
    }
}

void run_print_last(const struct place *place)
{
    const struct run_result *last = &place->last;
    print_error("  directory (kept): %s\n", place->dir);
    if (!place->ran)
        return;
    print_error("  last command: %s\n", place->command.data);
    if (last->timed_out)
        print_error("  killed: its time was over\n");
    else if (last->signal)
        print_error("  ended by signal %d (%s)\n", last->signal, strsignal(last->signal));
    else
        print_error("  exit status: %d\n", last->status);
    print_stream("stdout", &last->out);
    print_stream("stderr", &last->err);
}

void run_fail(struct place *place, const char *file, int line, const char *format, ...)
{
    struct error reason;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason.text, sizeof reason.text, format, arguments);
    va_end(arguments);
    print_error("%s:%d: %s\n", file, line, reason.text);
    if (!place->test)
        run_print_last(place);
    _fail(file, line);
}

void run_expect_status(struct place *place, int status, const char *file, int line)
{
    if (place->last.status != status || place->last.timed_out)
        run_fail(place, file, line, "expected exit status %d", status);
}

void run_expect_signal(struct place *place, int number, const char *file, int line)
{
    if (place->last.signal != number || place->last.timed_out)
        run_fail(place, file, line, "expected to end by signal %d", number);
}

void run_expect(struct place *place, enum run_stream stream, enum run_relation relation,
                const char *text, const char *file, int line)
{
    static const char *const words[] = {
        [RUN_IS] = "to be", [RUN_HAS] = "to hold", [RUN_LACKS] = "not to hold"};
    const struct buffer *bytes = stream == RUN_OUT ? &place->last.out : &place->last.err;
    struct slice got = buffer_view(bytes), wanted = slice_of(text);
    bool found = slice_find(got, wanted, 0) != SIZE_MAX;
    bool good = relation == RUN_IS ? slice_equal(got, wanted) : found == (relation == RUN_HAS);
    if (!good)
        run_fail(place, file, line, "expected %s %s:\n%s", stream == RUN_OUT ? "stdout" : "stderr",
                 words[relation], text);
}
