/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "watch.h"

static void skip(void *user, const char *subject, const char *reason)
{
    report_skip(user, subject, reason);
}

enum status watch_open(struct ask_watchlist **out, const struct settings *settings,
                       struct report *report, struct error *error)
{
    *out = NULL;
    if (settings->watchlist == NULL)
        return STATUS_OK;
    return ask_open(out, settings->watchlist, skip, report, error);
}

enum status watch_print(const struct ask_watchlist *w, const struct settings *settings,
                        const char *index, uint32_t number, struct report *report,
                        struct error *error)
{
    const struct ask_request request = {.index = index,
                                        .program = REPORT_PROGRAM,
                                        .run = number,
                                        .jsonl = settings->format == SETTINGS_JSONL,
                                        .stream = stdout,
                                        .skip = skip,
                                        .user = report};
    if (w == NULL)
        return STATUS_OK;
    enum status status = ask_print(w, &request, error);
    return status == STATUS_STOPPED ? STATUS_OK : status;
}
