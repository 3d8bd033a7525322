/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lupp: finds things in Swedish official texts. */
#include "answer.h"
#include "batch.h"
#include "options.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Answers what was asked; *exit_status tells of hits. */
static enum status answer_all(struct answer *a, enum exit_status *exit_status, struct error *error)
{
    const struct settings *s = a->settings;
    struct batch_result batch = {0};
    enum status status;
    output_begin(&a->output);
    if (s->batch) {
        status = batch_run(a, s->batch, &batch, error);
    } else {
        status = answer_question(a, SLICE("1"), buffer_view(&s->question), error);
        batch.hits = a->hits;
    }
    *exit_status = batch.failed ? EXIT_TROUBLE : batch.hits ? EXIT_HITS : EXIT_NO_HITS;
    if (status != STATUS_OK)
        return status;
    output_end(&a->output);
    return output_flush(&a->output, true, error);
}

/* What is asked as it stands, but was hardly meant so. */
static void warn(const struct settings *s)
{
    if (s->excluding)
        message(PROGRAM, "%s: after a word it excludes \"%s\"; options come first", s->excluding,
                s->excluding + 1);
    if (!utf8_valid(buffer_view(&s->question)))
        message(PROGRAM, "the question is not UTF-8: what cannot be read parts words");
}

/* An index that this user may not read looks as if it were not there. */
static enum status tell_forbidden(const struct settings *s, struct error *error)
{
    static const char *const inside[] = {"", "/XAPIANDB", "/iamglass"};
    struct buffer path = {0};
    enum status status = STATUS_NOT_FOUND;
    for (size_t i = 0; i < sizeof inside / sizeof inside[0] && status == STATUS_NOT_FOUND; i++) {
        buffer_clear(&path);
        buffer_format(&path, "%s%s", s->index.data, inside[i]);
        errno = 0;
        if (access(path.data, R_OK) != 0 && errno == EACCES)
            status = error_set_errno(error, EACCES, path.data);
    }
    buffer_free(&path);
    return status;
}

static enum status run(struct settings *s, enum exit_status *exit_status, struct error *error)
{
    struct search *search = NULL;
    enum status status = search_open(&search, s->index.data, error);
    if (status == STATUS_NOT_FOUND)
        return tell_forbidden(s, error);
    if (status == STATUS_OK)
        warn(s);
    if (status == STATUS_OK && s->since) {
        s->search.limits.since = true;
        status = search_run_number(search, s->since, &s->search.limits.since_run, error);
    }
    if (status == STATUS_OK) {
        struct answer a = {.search = search,
                           .settings = s,
                           .program = PROGRAM,
                           .output = {.stream = stdout,
                                      .format = (enum output_format)s->format,
                                      .null = s->null,
                                      .color = s->color,
                                      .explain = s->search.explain,
                                      .batch = s->batch != NULL}};
        status = answer_all(&a, exit_status, error);
        answer_free(&a);
    }
    search_close(search);
    return status;
}

/* What a run's status means for the caller. A pipe that is closed has had what it wanted. */
static enum exit_status finish(enum status status, enum exit_status found, struct error *error)
{
    if (status == STATUS_OK)
        status = output_close(stdout, error);
    if (status == STATUS_OK || status == STATUS_STOPPED)
        return found;
    message(PROGRAM, "%s", error->text);
    return EXIT_TROUBLE;
}

int main(int argc, char **argv)
{
    struct settings settings;
    struct error error = {.status = STATUS_OK};
    enum exit_status found = EXIT_HITS;
    signal(SIGPIPE, SIG_IGN);
    enum status status = settings_read(&settings, argc, argv, &error);
    if (status == STATUS_OK && settings.help)
        settings_help(stdout);
    else if (status == STATUS_OK && settings.version)
        printf(PROGRAM " %s\n", LUPP_VERSION);
    else if (status == STATUS_OK)
        status = run(&settings, &found, &error);
    settings_free(&settings);
    return (int)finish(status, found, &error);
}
