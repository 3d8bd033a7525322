/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "runs.h"

#include <stdlib.h>
#include <time.h>

enum status runs_next(struct store *store, uint32_t *number, struct error *error)
{
    struct buffer value = {0};
    uint64_t last = 0;
    enum status status = STATUS_OK;
    if (store->index != NULL)
        status = store_get(store, RUNS_KEY_LAST, &value, error);
    for (size_t i = 0; i < value.size && i < 8; i++)
        if (value.data[i] >= '0' && value.data[i] <= '9')
            last = last * 10 + (uint64_t)(value.data[i] - '0');
    buffer_free(&value);
    *number = (uint32_t)last + 1;
    return status;
}

uint32_t runs_of(struct store *store, uint32_t docid)
{
    struct xc_buffer value;
    uint32_t number = 0;
    if (xc_index_value(store->index, docid, SCHEMA_SLOT_RUN, &value, NULL) == XC_OK)
        for (size_t i = 0; i < value.size && value.data[i] >= '0' && value.data[i] <= '9'; i++)
            number = number * 10 + (uint32_t)(value.data[i] - '0');
    free(value.data);
    return number;
}

/* "2025-01-29T04:18:37Z", of what stands in `noted` already when the run was noted before. */
static void put_time(struct buffer *out, struct slice noted)
{
    char text[32];
    time_t now = time(NULL);
    struct tm parts;
    size_t space = slice_find(noted, SLICE(" "), 0);
    if (space != SIZE_MAX) {
        buffer_slice(out, slice_part(noted, 0, space));
        return;
    }
    if (gmtime_r(&now, &parts) != NULL &&
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0)
        buffer_text(out, text);
}

enum status runs_note(struct store *store, uint32_t number, const struct report_counts *counts,
                      struct error *error)
{
    char name[32], last[16];
    struct buffer noted = {0}, value = {0};
    snprintf(name, sizeof name, SCHEMA_KEY_RUN "%08lu", (unsigned long)number);
    snprintf(last, sizeof last, "%08lu", (unsigned long)number);
    enum status status = store_get(store, name, &noted, error);
    if (status == STATUS_OK) {
        put_time(&value, buffer_view(&noted));
        buffer_format(&value, " %llu %llu %llu", (unsigned long long)counts->indexed,
                      (unsigned long long)counts->updated, (unsigned long long)counts->removed);
        status = store_set(store, name, buffer_view(&value), error);
    }
    if (status == STATUS_OK)
        status = store_set(store, RUNS_KEY_LAST, slice_of(last), error);
    buffer_free(&noted);
    buffer_free(&value);
    return status;
}
