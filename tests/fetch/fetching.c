/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetching.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void open_fetcher(struct fetching *t, const struct fetch_settings *settings)
{
    static const char *const loopback[] = {"127.0.0.1"};
    struct fetch_settings filled = *settings;
    if (filled.hosts == NULL) {
        filled.hosts = loopback;
        filled.host_count = 1;
    }
    if (filled.cache_dir == NULL)
        filled.cache_dir = "";
    assert_int_equal(fetch_open(&t->fetcher, &filled, &t->error), STATUS_OK);
}

void fetching_begin(struct fetching *t, const struct http_page *pages, size_t count,
                    const struct fetch_settings *settings)
{
    *t = (struct fetching){.server = http_start(pages, count)};
    open_fetcher(t, settings);
}

void fetching_again(struct fetching *t, const struct fetch_settings *settings)
{
    fetch_result_free(&t->result);
    fetch_close(t->fetcher);
    open_fetcher(t, settings);
}

void fetching_end(struct fetching *t)
{
    fetch_result_free(&t->result);
    fetch_close(t->fetcher);
    http_stop(t->server);
}

void fetching_expect(struct fetching *t, const char *url, enum fetch_outcome outcome,
                     const char *words)
{
    const char *whole = url[0] == '/' ? http_url(t->server, url) : url;
    t->error = (struct error){0};
    fetch_result_free(&t->result);
    enum status status = fetch_get(t->fetcher, whole, &t->result, &t->error);
    if (t->result.outcome != outcome)
        fail_msg("%s: expected \"%s\", got \"%s\" (%s)", url, fetch_outcome_name(outcome),
                 fetch_outcome_name(t->result.outcome), t->error.text);
    if ((status == STATUS_OK) != (outcome == FETCH_DONE))
        fail_msg("%s: status %s for \"%s\"", url, status_name(status), fetch_outcome_name(outcome));
    if (outcome != FETCH_DONE && t->error.status != status)
        fail_msg("%s: the error is not of the status %s", url, status_name(status));
    if (words != NULL && strstr(t->error.text, words) == NULL)
        fail_msg("%s: \"%s\" is not in \"%s\"", url, words, t->error.text);
    if (outcome != FETCH_DONE && t->result.body.size != 0)
        fail_msg("%s: a body for \"%s\"", url, fetch_outcome_name(outcome));
    assert_non_null(t->result.url);
    assert_non_null(t->result.type);
    assert_non_null(t->result.charset);
}
