/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which run of lupp-index a person means. */
#include "search_internal.h"

#include <string.h>

enum { DATE_SIZE = 10, RUN_DIGITS = 8 };

struct runs {
    struct slice since; /* a date; empty: all runs */
    uint32_t first;     /* that began on that day or later; 0: none */
    uint32_t last;
};

static bool read_number(struct slice text, uint32_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9' || i == RUN_DIGITS)
            return false;
        *number = *number * 10 + (uint32_t)(text.data[i] - '0');
    }
    return text.size > 0;
}

static int look_at_run(void *user, struct xc_bytes key, struct xc_bytes value)
{
    struct runs *r = user;
    uint32_t number;
    size_t start = strlen(SCHEMA_KEY_RUN);
    struct slice began = {.data = value.data, .size = value.size};
    if (!read_number((struct slice){.data = key.data + start, .size = key.size - start}, &number))
        return 0;
    if (number > r->last)
        r->last = number;
    bool later = slice_compare(slice_part(began, 0, DATE_SIZE), r->since) >= 0;
    if (later && (r->first == 0 || number < r->first))
        r->first = number;
    return 0;
}

static bool is_date(struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        bool dash = i == 4 || i == 7;
        if (dash ? text.data[i] != '-' : text.data[i] < '0' || text.data[i] > '9')
            return false;
    }
    return text.size == DATE_SIZE;
}

enum status search_run_number(struct search *s, const char *text, uint32_t *run,
                              struct error *error)
{
    struct slice value = slice_of(text);
    struct runs runs = {.since = is_date(value) ? value : SLICE("")};
    struct xc_error failed;
    if (read_number(value, run))
        return STATUS_OK;
    if (!is_date(value) && strcmp(text, "last") != 0)
        return error_set(error, STATUS_USAGE,
                         "--added-since: '%s' is no day (2025-01-29), no run's number, not last",
                         text);
    enum xc_status status =
        xc_index_each_metadata(s->index, xc_text(SCHEMA_KEY_RUN), look_at_run, &runs, &failed);
    if (!is_date(value))
        *run = runs.last;
    else
        *run = runs.first > 0 ? runs.first : runs.last + 1;
    return docids_status(status, &failed, error);
}
