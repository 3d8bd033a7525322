/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lupp-index: reads pages, lists and lines of JSON into an index that lupp searches. */
#include "report.h"
#include "run.h"
#include "settings.h"
#include "signals.h"
#include "store.h"
#include "whole.h"

#include <stdlib.h>

enum exit_status {
    EXIT_ALL_DONE = 0,
    EXIT_SOME_SKIPPED = 1,
    EXIT_FAILED = 2,
    EXIT_OTHER_WRITES = 75,
    EXIT_SIGNAL = 128 /* and its number */
};

static int exit_of(enum status status, const struct report *report)
{
    switch (status) {
    case STATUS_OK:
        return report->counts.skipped > 0 ? EXIT_SOME_SKIPPED : EXIT_ALL_DONE;
    case STATUS_STOPPED:
        return signals_stop() ? EXIT_SIGNAL + signals_number() : EXIT_ALL_DONE;
    case STATUS_LOCKED:
        return EXIT_OTHER_WRITES;
    case STATUS_NOT_FOUND:
    case STATUS_BAD_INPUT:
    case STATUS_TOO_LARGE:
    case STATUS_USAGE:
    case STATUS_IO:
    case STATUS_NO_SPACE:
    case STATUS_CHANGED:
    case STATUS_CORRUPT:
    case STATUS_FOREIGN:
    case STATUS_INTERNAL:
        break;
    }
    return EXIT_FAILED;
}

static enum status run_task(const struct settings *s, const char *index, struct swedish *swedish,
                            struct report *report, struct error *error)
{
    if (s->check)
        return whole_check(s, index, swedish, report, error);
    if (s->rebuild)
        return whole_rebuild(s, index, swedish, report, error);
    if (s->compact)
        return whole_compact(s, index, swedish, report, error);
    if (s->remove.count > 0)
        return run_remove(s, index, swedish, report, error);
    return run_sources(s, index, swedish, report, error);
}

/* Everything but what is printed about it. */
static enum status work(const struct settings *s, struct report *report, struct error *error)
{
    struct buffer index = {0};
    struct swedish *swedish = NULL;
    enum status status = settings_index(s, &index, error);
    if (status == STATUS_OK)
        status = swedish_open_as(
            &swedish, s->analysis_given ? s->analysis : store_analysis(index.data), error);
    if (status == STATUS_OK)
        status = run_task(s, index.data, swedish, report, error);
    swedish_close(swedish);
    buffer_free(&index);
    return status;
}

static int run(const struct settings *s)
{
    struct error error = {0};
    struct report report = {.quiet = s->quiet,
                            .verbose = s->verbose,
                            .json = s->format == SETTINGS_JSONL,
                            .dry = s->dry_run};
    report_begin(&report);
    signals_begin();
    enum status status = work(s, &report, &error);
    if (status != STATUS_OK && status != STATUS_STOPPED)
        report_warn(&report, "%s", error.text);
    if (status == STATUS_OK || status == STATUS_STOPPED) {
        enum status told = report_end(&report, &error);
        if (told != STATUS_OK && told != STATUS_STOPPED) {
            report_warn(&report, "%s", error.text);
            status = told;
        }
    }
    return exit_of(status, &report);
}

int main(int argc, char **argv)
{
    struct settings settings;
    struct error error = {0};
    int result = EXIT_ALL_DONE;
    if (settings_parse(&settings, argc, argv, &error) != STATUS_OK) {
        message(REPORT_PROGRAM, "%s", error.text);
        result = EXIT_FAILED;
    } else if (settings.help) {
        settings_print_help();
    } else if (settings.version) {
        puts(REPORT_PROGRAM " " LUPP_VERSION);
    } else {
        result = run(&settings);
    }
    settings_free(&settings);
    enum status closed = output_close(stdout, &error);
    if (closed != STATUS_OK && closed != STATUS_STOPPED) {
        message(REPORT_PROGRAM, "%s", error.text);
        result = EXIT_FAILED;
    }
    return result;
}
