/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ask.h"

#include "answer.h"

#include <errno.h>
#include <stdlib.h>

enum { HITS_MAX = 100000000 };

struct watch {
    struct slice name, question;
    size_t line;     /* from 1 */
    uint32_t before; /* the watch that its name came up with first; itself when it is that one */
};

struct ask_watchlist {
    char *path;
    struct buffer bytes; /* of the file; names and questions point into it */
    struct watch *items;
    size_t count, room;
};

/* ---- reading --------------------------------------------------------------------------------- */

static enum status read_all(struct ask_watchlist *w, FILE *file, struct error *error)
{
    enum { PIECE = 64 * 1024 };
    size_t got = 1;
    while (got > 0) {
        buffer_reserve(&w->bytes, PIECE);
        got = fread(w->bytes.data + w->bytes.size, 1, PIECE, file);
        w->bytes.size += got;
        if (w->bytes.size > ASK_BYTES_MAX)
            return error_set(error, STATUS_TOO_LARGE, "%s: larger than %d bytes", w->path,
                             ASK_BYTES_MAX);
    }
    return ferror(file) ? error_set_errno(error, errno ? errno : EIO, w->path) : STATUS_OK;
}

static void tell(const struct ask_watchlist *w, size_t line, const char *reason,
                 ask_skip_call *skip, void *user)
{
    struct buffer subject = {0};
    buffer_format(&subject, "%s:%zu", w->path, line);
    skip(user, subject.data, reason);
    buffer_free(&subject);
}

static uint32_t first_of_name(const struct ask_watchlist *w, struct slice name)
{
    uint32_t i = 0;
    while (i < w->count && !slice_equal(w->items[i].name, name))
        i++;
    return i;
}

/* The reason why it is none, or NULL. */
static const char *add_line(struct ask_watchlist *w, struct slice line, size_t number)
{
    size_t tab = slice_find(line, SLICE("\t"), 0);
    if (tab == SIZE_MAX)
        return "no tab between a name and its question";
    struct slice name = slice_trim(slice_part(line, 0, tab));
    struct slice question = slice_trim(slice_part(line, tab + 1, line.size));
    if (name.size == 0)
        return "no name before the tab";
    if (question.size == 0)
        return "no question after the tab";
    if (w->count == ASK_LINES_MAX)
        return "too many questions";
    w->items = base_grow(w->items, &w->room, w->count + 1, sizeof *w->items);
    w->items[w->count] = (struct watch){
        .name = name, .question = question, .line = number, .before = first_of_name(w, name)};
    w->count++;
    return NULL;
}

static void add_lines(struct ask_watchlist *w, ask_skip_call *skip, void *user)
{
    struct slice all = buffer_view(&w->bytes);
    size_t number = 0;
    for (size_t at = 0; at < all.size;) {
        size_t found = slice_find(all, SLICE("\n"), at);
        size_t end = found == SIZE_MAX ? all.size : found;
        struct slice line = slice_part(all, at, end);
        number++;
        at = end + 1;
        if (slice_trim(line).size == 0)
            continue;
        const char *reason = add_line(w, line, number);
        if (reason != NULL)
            tell(w, number, reason, skip, user);
    }
}

enum status ask_open(struct ask_watchlist **out, const char *path, ask_skip_call *skip, void *user,
                     struct error *error)
{
    *out = NULL;
    errno = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return error_set_errno(error, errno, path);
    struct ask_watchlist *w = base_calloc(1, sizeof *w);
    w->path = slice_copy(slice_of(path));
    enum status status = read_all(w, file, error);
    fclose(file);
    if (status != STATUS_OK) {
        ask_close(w);
        return status;
    }
    add_lines(w, skip, user);
    *out = w;
    return STATUS_OK;
}

void ask_close(struct ask_watchlist *w)
{
    if (w == NULL)
        return;
    free(w->path);
    free(w->items);
    buffer_free(&w->bytes);
    free(w);
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* A question that is refused is told; everything else ends the answers. */
static enum status ask_one(struct answer *a, const struct ask_watchlist *w,
                           const struct watch *watch, const struct ask_request *request,
                           struct error *error)
{
    enum status status = answer_question(a, watch->name, watch->question, error);
    if (status != STATUS_USAGE && status != STATUS_TOO_LARGE)
        return status;
    tell(w, watch->line, error->text, request->skip, request->user);
    return STATUS_OK;
}

static enum status ask_all(struct answer *a, const struct ask_watchlist *w,
                           const struct ask_request *request, struct error *error)
{
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < w->count; i++)
        for (uint32_t k = i; k < w->count && w->items[i].before == i && status == STATUS_OK; k++)
            if (w->items[k].before == i)
                status = ask_one(a, w, &w->items[k], request, error);
    return status == STATUS_OK ? output_flush(&a->output, true, error) : status;
}

enum status ask_print(const struct ask_watchlist *w, const struct ask_request *request,
                      struct error *error)
{
    const struct settings settings = {
        .format = request->jsonl ? FORMAT_JSONL : FORMAT_TEXT,
        .search = {.limit = HITS_MAX,
                   .all = true,
                   .records = true,
                   .missing = true,
                   .limits = {.since = true, .since_run = request->run}}};
    struct search *search = NULL;
    enum status status = search_open(&search, request->index, error);
    if (status == STATUS_OK) {
        struct answer a = {.search = search,
                           .settings = &settings,
                           .program = request->program,
                           .output = {.stream = request->stream,
                                      .format = (enum output_format)settings.format,
                                      .batch = true,
                                      .watch = true}};
        status = ask_all(&a, w, request, error);
        answer_free(&a);
    }
    search_close(search);
    return status;
}
