/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run.h"

#include "runs.h"
#include "stream.h"
#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { NAME_MAX_BYTES = 64 * 1024 }; /* of one line of --files-from */

/* ---- sources --------------------------------------------------------------------------------- */

static void add_source(struct run *run, const char *name)
{
    struct error error;
    if (places_add(&run->places, run->settings, name, &error) != STATUS_OK)
        report_skip(run->report, name, error.text);
}

static enum status add_from(struct run *run, struct stream *in, struct error *error)
{
    const char *list = run->settings->files_from;
    for (;;) {
        struct slice line;
        struct error own;
        bool end;
        enum status status =
            stream_line(in, run->settings->null ? '\0' : '\n', NAME_MAX_BYTES, &line, &end, &own);
        if (status == STATUS_OK && end)
            return STATUS_OK;
        if (status != STATUS_OK)
            return error_set(error, status, "%s: %s", list, own.text);
        if (line.size == 0)
            continue;
        char *name = slice_copy(line);
        add_source(run, name);
        free(name);
    }
}

static enum status add_files_from(struct run *run, struct error *error)
{
    const char *list = run->settings->files_from;
    if (list == NULL)
        return STATUS_OK;
    int fd = strcmp(list, "-") == 0 ? dup(STDIN_FILENO) : open(list, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(error, errno, list);
    struct stream *in = stream_open(fd);
    enum status status = add_from(run, in, error);
    stream_close(in);
    return status;
}

static enum status add_sources(struct run *run, struct error *error)
{
    const struct settings *s = run->settings;
    for (size_t i = 0; i < s->sources.count; i++)
        add_source(run, s->sources.items[i]);
    if (s->url != NULL && s->sources.count == 0)
        add_source(run, "-");
    enum status status = add_files_from(run, error);
    places_settle(&run->places);
    if (status == STATUS_OK && run->places.source_count == 0)
        status = error_set(error, STATUS_IO, "no source could be read");
    return status;
}

/* ---- the run --------------------------------------------------------------------------------- */

void run_begin(struct run *run)
{
    const struct naming *naming = &run->settings->naming;
    digest_number(&run->digest, RUN_GENERATION);
    digest_add(&run->digest, naming->site);
    digest_add(&run->digest, naming->prefix);
    run->seed = digest_end(&run->digest);
    run->maker.naming = naming;
    run->began = time(NULL);
}

enum status run_open_index(struct run *run, const char *path, enum store_mode mode,
                           struct error *error)
{
    enum status status =
        store_open(run->store, path, mode, run->settings->wait_seconds, run->swedish, error);
    if (status == STATUS_OK && run->store->mended)
        report_warn(run->report,
                    "%s: a run before was ended while it wrote; what it left unfinished "
                    "is removed, and what it lacks is taken in now",
                    path);
    if (status == STATUS_OK)
        status = catalogue_open(&run->catalogue, run->store, error);
    if (status == STATUS_OK)
        status = runs_next(run->store, &run->number, error);
    return status;
}

void run_end(struct run *run)
{
    run_roots_end(run);
    batch_free(&run->batch);
    follow_close(run->follow);
    places_free(&run->places);
    catalogue_free(&run->catalogue);
    page_maker_free(&run->maker);
    buffer_free(&run->bytes);
    buffer_free(&run->id);
    buffer_free(&run->path);
    digest_free(&run->digest);
}

static enum status gather_and_write(struct run *run, struct error *error)
{
    enum status status = gather_sources(run, error);
    if (status != STATUS_OK && status != STATUS_STOPPED)
        return status;
    if (status == STATUS_OK)
        status = follow_entries(run, error);
    if (status == STATUS_OK && run->settings->prune)
        status = prune_sources(run, error);
    run->ending = status == STATUS_OK;
    enum status written = STATUS_OK;
    if (status == STATUS_OK || status == STATUS_STOPPED)
        written = write_batch(run, error);
    if (status != STATUS_OK || written != STATUS_OK)
        return written != STATUS_OK ? written : status;
    status = follow_links(run, error);
    if (status == STATUS_STOPPED)
        written = write_batch(run, error);
    return written != STATUS_OK ? written : status;
}

enum status run_sources(const struct settings *settings, const char *path, struct swedish *swedish,
                        struct report *report, struct error *error)
{
    struct store store = {.lock = -1};
    struct run run = {.settings = settings, .report = report, .swedish = swedish, .store = &store};
    struct ask_watchlist *watchlist = NULL;
    run_begin(&run);
    enum status status = watch_open(&watchlist, settings, report, error);
    if (status == STATUS_OK)
        status = follow_open(&run.follow, settings, report, error);
    if (run.follow != NULL) {
        run.maker.note = follow_note;
        run.maker.user = run.follow;
    }
    if (status == STATUS_OK)
        status = add_sources(&run, error);
    if (status == STATUS_OK)
        status = run_open_index(&run, path, settings->dry_run ? STORE_READ : STORE_CREATE, error);
    if (status == STATUS_OK) {
        run_roots_begin(&run);
        for (size_t i = 0; i < run.places.root_count; i++)
            run.places.roots[i]->number =
                catalogue_root(&run.catalogue, slice_of(run.places.roots[i]->path));
        status = gather_and_write(&run, error);
    }
    if (run.dropped > 0)
        report_say(report, "%llu words were too long to be indexed",
                   (unsigned long long)run.dropped);
    if (report->run > 0 && (status == STATUS_OK || status == STATUS_STOPPED)) {
        enum status told = watch_print(watchlist, settings, path, run.number, report, error);
        status = told != STATUS_OK ? told : status;
    }
    ask_close(watchlist);
    run_end(&run);
    store_close(&store);
    return status;
}
