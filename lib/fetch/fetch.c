/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_BYTES = 16 * 1024 * 1024,
    PAUSE_MS = 1000,
    CONNECT_MS = 10 * 1000,
    TOTAL_MS = 60 * 1000,
    LOW_SPEED_BYTES = 100,
    LOW_SPEED_MS = 20 * 1000,
    MESSAGE_MAX = 200, /* bytes of somebody else's text in one of our messages */
};

const char *fetch_outcome_name(enum fetch_outcome outcome)
{
    switch (outcome) {
    case FETCH_DONE:
        return "fetched";
    case FETCH_STOPPED:
        return "stopped";
    case FETCH_BAD_URL:
        return "not an address";
    case FETCH_NOT_ALLOWED:
        return "host not allowed";
    case FETCH_PRIVATE:
        return "private address";
    case FETCH_ROBOTS:
        return "forbidden by robots.txt";
    case FETCH_TOO_LARGE:
        return "too large";
    case FETCH_TIMEOUT:
        return "too slow";
    case FETCH_HTTP_STATUS:
        return "answered with an error";
    case FETCH_BAD_TYPE:
        return "of another type";
    case FETCH_REDIRECTS:
        return "too many redirects";
    case FETCH_UNREACHABLE:
        return "unreachable";
    case FETCH_BROKEN:
        return "broken answer";
    }
    return "unknown outcome";
}

void message_text(struct buffer *out, const char *text)
{
    size_t size = strlen(text);
    for (size_t i = 0; i < size && i < MESSAGE_MAX; i++)
        buffer_char(out, (char)(text[i] >= 0x20 && text[i] < 0x7F ? text[i] : '?'));
    if (size > MESSAGE_MAX)
        buffer_text(out, "...");
}

/* ---- opening --------------------------------------------------------------------------------- */

static unsigned or_else(unsigned value, unsigned fallback)
{
    return value != 0 ? value : fallback;
}

static void fill_in(struct fetch_settings *s)
{
    s->max_bytes = s->max_bytes != 0 ? s->max_bytes : MAX_BYTES;
    s->pause_ms = or_else(s->pause_ms, PAUSE_MS);
    s->connect_ms = or_else(s->connect_ms, CONNECT_MS);
    s->total_ms = or_else(s->total_ms, TOTAL_MS);
    s->low_speed_bytes = or_else(s->low_speed_bytes, LOW_SPEED_BYTES);
    s->low_speed_ms = or_else(s->low_speed_ms, LOW_SPEED_MS);
}

static enum status add_name(struct fetcher *f, const char *text, bool private_too,
                            struct error *error)
{
    struct host_name *name = &f->names[f->name_count];
    if (!host_name_read(name, text))
        return error_set(error, STATUS_USAGE, "%s: not a host (name, or name:port)",
                         text != NULL ? text : "");
    name->private_too = name->private_too || private_too;
    f->name_count++;
    return STATUS_OK;
}

static enum status add_names(struct fetcher *f, struct error *error)
{
    const struct fetch_settings *s = &f->settings;
    enum status status = STATUS_OK;
    f->names = base_calloc(s->host_count + s->private_count, sizeof *f->names);
    for (size_t i = 0; i < s->host_count && status == STATUS_OK; i++)
        status = add_name(f, s->hosts[i], false, error);
    for (size_t i = 0; i < s->private_count && status == STATUS_OK; i++)
        status = add_name(f, s->private_hosts[i], true, error);
    return status;
}

static void name_agent(struct fetcher *f)
{
    const char *contact = f->settings.contact;
    buffer_text(&f->agent, "lupp-index/" LUPP_VERSION);
    if (contact != NULL && contact[0] != '\0') {
        buffer_text(&f->agent, " (+");
        message_text(&f->agent, contact);
        buffer_text(&f->agent, ")");
    }
}

enum status fetch_open(struct fetcher **out, const struct fetch_settings *settings,
                       struct error *error)
{
    *out = NULL;
    enum status status = fetch_open_curl(error);
    if (status != STATUS_OK)
        return status;
    if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return error_set(error, STATUS_INTERNAL, "libcurl: cannot be set up");
    struct fetcher *f = base_calloc(1, sizeof *f);
    f->settings = *settings;
    fill_in(&f->settings);
    name_agent(f);
    f->cache = cache_place(settings->cache_dir);
    f->multi = curl.multi_init();
    status = f->multi != NULL ? add_names(f, error)
                              : error_set(error, STATUS_INTERNAL, "libcurl: cannot be set up");
    if (status == STATUS_OK)
        *out = f;
    else
        fetch_close(f);
    return status;
}

void fetch_close(struct fetcher *f)
{
    if (f == NULL)
        return;
    for (size_t i = 0; i < f->name_count; i++)
        free(f->names[i].name);
    free(f->names);
    sites_free(f);
    (void)curl.multi_cleanup(f->multi);
    free(f->cache);
    buffer_free(&f->agent);
    free(f);
    curl.global_cleanup();
}

bool fetch_names_host(const struct fetcher *f, const char *url)
{
    struct url u;
    const char *why;
    bool named = url_open(&u, NULL, url, &why) == FETCH_DONE &&
                 host_name_find(f->names, f->name_count, &u) != NULL;
    url_free(&u);
    return named;
}

/* ---- fetching -------------------------------------------------------------------------------- */

/* Tells, once, that the cache cannot be written. */
static void warn_once(struct fetcher *f, enum status status, const struct error *error)
{
    if (status == STATUS_OK || f->warned)
        return;
    f->warned = true;
    if (f->settings.warn != NULL)
        f->settings.warn(f->settings.user, error->text);
}

static void keep_in_cache(struct fetcher *f, const char *url, struct answer *answer)
{
    struct error error;
    bool validated = answer->etag != NULL || answer->modified != NULL;
    if (f->cache[0] == '\0' || answer->no_store || !validated)
        return;
    struct cache_entry entry = {.etag = answer->etag,
                                .modified = answer->modified,
                                .type = answer->type,
                                .body = answer->body};
    warn_once(f, cache_write(f->cache, url, &entry, &error), &error);
}

static void remember(struct fetcher *f, const char *asked, const struct fetch_result *result)
{
    struct error error;
    warn_once(f, visit_note(f->cache, asked, result, &error), &error);
    if (strcmp(asked, result->url) != 0)
        warn_once(f, visit_note(f->cache, result->url, result, &error), &error);
}

static enum fetch_outcome judge(const struct answer *answer, struct type *type, struct buffer *why)
{
    if (answer->status != 200) {
        buffer_format(why, "answers with status %ld", answer->status);
        return FETCH_HTTP_STATUS;
    }
    *type = type_read(answer->type);
    const char *wrong = type_check(type, buffer_view(&answer->body));
    if (wrong == NULL)
        return FETCH_DONE;
    buffer_format(why, "its type is %s: ", type->name[0] != '\0' ? type->name : "not given");
    buffer_text(why, wrong);
    return FETCH_BAD_TYPE;
}

/* Fills in what came, and gives the body to the result. */
static enum fetch_outcome take_answer(struct fetcher *f, struct answer *answer, bool from_cache,
                                      struct fetch_result *result, struct buffer *why)
{
    struct type type = {0};
    enum fetch_outcome outcome = judge(answer, &type, why);
    if (outcome != FETCH_DONE)
        return outcome;
    if (!from_cache)
        keep_in_cache(f, result->url, answer);
    free(result->type);
    free(result->charset);
    result->type = slice_copy(slice_of(type.name));
    result->charset = slice_copy(slice_of(type.charset));
    result->kind = type.kind;
    result->from_cache = from_cache;
    result->body = answer->body;
    answer->body = (struct buffer){0};
    return outcome;
}

static enum status to_status(const struct fetch_result *result)
{
    switch (result->outcome) {
    case FETCH_DONE:
        return STATUS_OK;
    case FETCH_STOPPED:
        return STATUS_STOPPED;
    case FETCH_BAD_URL:
    case FETCH_NOT_ALLOWED:
    case FETCH_PRIVATE:
    case FETCH_ROBOTS:
        return STATUS_USAGE;
    case FETCH_TOO_LARGE:
        return STATUS_TOO_LARGE;
    case FETCH_BAD_TYPE:
    case FETCH_REDIRECTS:
    case FETCH_BROKEN:
        return STATUS_BAD_INPUT;
    case FETCH_HTTP_STATUS:
        return result->http_status == 404 || result->http_status == 410 ? STATUS_NOT_FOUND
                                                                        : STATUS_IO;
    case FETCH_TIMEOUT:
    case FETCH_UNREACHABLE:
        return STATUS_IO;
    }
    return STATUS_INTERNAL;
}

static enum status report(const struct fetch_result *result, const char *asked, const char *first,
                          const struct buffer *why, struct error *error)
{
    struct buffer text = {0};
    enum status status = to_status(result);
    if (status == STATUS_OK)
        return status;
    message_text(&text, asked);
    buffer_text(&text, ": ");
    buffer_slice(&text, buffer_view(why));
    if (first != NULL && strcmp(first, result->url) != 0) {
        buffer_text(&text, " (redirected to ");
        message_text(&text, result->url);
        buffer_text(&text, ")");
    }
    error_set(error, status, "%s", text.data);
    buffer_free(&text);
    return status;
}

enum status fetch_get(struct fetcher *f, const char *url, struct fetch_result *result,
                      struct error *error)
{
    struct url at = {0};
    struct answer answer = {0};
    struct buffer why = {0};
    const char *reason = NULL;
    char *first = NULL;
    bool from_cache = false;
    *result =
        (struct fetch_result){.type = slice_copy(SLICE("")), .charset = slice_copy(SLICE(""))};
    result->outcome = url_open(&at, NULL, url, &reason);
    if (result->outcome != FETCH_DONE) {
        result->url = slice_copy(slice_of(url));
        buffer_text(&why, reason);
        goto cleanup;
    }
    first = slice_copy(slice_of(at.text));
    result->outcome = follow_url(f, &at, false, &answer, &from_cache, &why);
    result->http_status = answer.status;
    result->url = slice_copy(slice_of(at.text));
    if (result->outcome == FETCH_DONE)
        result->outcome = take_answer(f, &answer, from_cache, result, &why);
    remember(f, first, result);
cleanup:;
    enum status status = report(result, url, first, &why, error);
    url_free(&at);
    fetch_answer_free(&answer);
    buffer_free(&why);
    free(first);
    return status;
}

void fetch_result_free(struct fetch_result *result)
{
    free(result->url);
    free(result->type);
    free(result->charset);
    buffer_free(&result->body);
    *result = (struct fetch_result){0};
}
