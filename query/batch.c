/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "batch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A line's own trouble; everything else ends the batch. */
static bool is_of_line(enum status status)
{
    return status == STATUS_USAGE || status == STATUS_TOO_LARGE;
}

static enum status ask_line(struct answer *a, struct slice line, size_t number, const char *path,
                            struct batch_result *out, struct error *error)
{
    char name[24];
    size_t tab = slice_find(line, SLICE("\t"), 0);
    struct slice id = slice_part(line, 0, tab == SIZE_MAX ? 0 : tab);
    struct slice question = tab == SIZE_MAX ? line : slice_part(line, tab + 1, line.size);
    snprintf(name, sizeof name, "%zu", number);
    if (tab == SIZE_MAX)
        id = slice_of(name);
    enum status status = answer_question(a, id, question, error);
    if (!is_of_line(status)) {
        out->hits |= status == STATUS_OK && a->hits;
        return status;
    }
    message(PROGRAM, "%s:%zu: %s", path, number, error->text);
    out->failed = true;
    return STATUS_OK;
}

static struct slice without_end(const char *text, size_t size)
{
    struct slice line = {.data = text, .size = size};
    if (slice_ends(line, SLICE("\n")))
        line.size--;
    if (slice_ends(line, SLICE("\r")))
        line.size--;
    return line;
}

/* A mark of the order of bytes, which some editors put before a text, is no part of it. */
static struct slice without_mark(struct slice line)
{
    static const struct slice mark = {.data = "\xEF\xBB\xBF", .size = 3};
    return slice_starts(line, mark) ? slice_part(line, mark.size, line.size) : line;
}

static enum status ask_lines(struct answer *a, FILE *file, const char *path,
                             struct batch_result *out, struct error *error)
{
    char *text = NULL;
    size_t room = 0, number = 0;
    enum status status = STATUS_OK;
    ssize_t size = 0;
    while (status == STATUS_OK && (size = getline(&text, &room, file)) >= 0) {
        struct slice line = without_end(text, (size_t)size);
        if (number++ == 0)
            line = without_mark(line);
        if (slice_trim(line).size > 0)
            status = ask_line(a, line, number, path, out, error);
    }
    if (status == STATUS_OK && !feof(file))
        status = error_set_errno(error, errno ? errno : EIO, path);
    free(text);
    return status;
}

enum status batch_run(struct answer *a, const char *path, struct batch_result *out,
                      struct error *error)
{
    bool standard = strcmp(path, "-") == 0;
    *out = (struct batch_result){0};
    errno = 0;
    FILE *file = standard ? stdin : fopen(path, "r");
    if (!file)
        return error_set_errno(error, errno, path);
    enum status status = ask_lines(a, file, standard ? "standard input" : path, out, error);
    if (!standard)
        fclose(file);
    return status;
}
