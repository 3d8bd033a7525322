/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One request, from the connection to the last byte that is wanted. */
#include "fetch_internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { POLL_MS = 50 };

struct transfer {
    struct fetcher *f;
    const struct request *request;
    struct answer *answer;
    struct buffer *why;
    CURL *easy;
    size_t head_bytes;
    bool head_read;          /* of the answer proper, not of a 1xx one */
    bool over;               /* we know enough and hang up; answer->outcome holds */
    bool refused;            /* a private address was */
    uint64_t start, window;  /* clock_ms */
    curl_off_t window_bytes; /* received before the window began */
    char reason[CURL_ERROR_SIZE];
};

static void hang_up(struct transfer *t, enum fetch_outcome outcome, const char *why)
{
    t->over = true;
    t->answer->outcome = outcome;
    if (why != NULL)
        buffer_text(t->why, why);
}

/* ---- what the library calls ------------------------------------------------------------------ */

/* Here, and not before the name is looked up, since what counts is where we connect to. */
static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct transfer *t = user;
    if (purpose != CURLSOCKTYPE_IPCXN)
        return CURL_SOCKET_BAD;
    if (!t->request->private_too && address_is_private(&address->addr)) {
        t->refused = true;
        return CURL_SOCKET_BAD;
    }
    int handle = socket(address->family, address->socktype, address->protocol);
    if (handle >= 0)
        (void)fcntl(handle, F_SETFD, FD_CLOEXEC);
    return handle >= 0 ? handle : CURL_SOCKET_BAD;
}

static char *head_value(CURL *easy, const char *name)
{
    struct curl_header *head;
    if (curl.easy_header(easy, name, 0, CURLH_HEADER, -1, &head) != CURLHE_OK)
        return NULL;
    return slice_copy(slice_of(head->value));
}

static void read_head(struct transfer *t)
{
    struct answer *a = t->answer;
    a->location = head_value(t->easy, "location");
    a->type = head_value(t->easy, "content-type");
    a->etag = head_value(t->easy, "etag");
    a->modified = head_value(t->easy, "last-modified");
    char *control = head_value(t->easy, "cache-control");
    a->no_store = control != NULL && strstr(control, "no-store") != NULL;
    free(control);
}

/* Whether the body is worth waiting for. */
static void judge_head(struct transfer *t)
{
    struct answer *a = t->answer;
    curl_off_t declared = -1;
    (void)curl.easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &declared);
    struct type type = type_read(a->type);
    if (a->status != 200) {
        hang_up(t, FETCH_DONE, NULL);
    } else if (t->request->for_robots) {
        return;
    } else if (!type.known && !type.sniffs) {
        buffer_text(t->why, "its type is ");
        message_text(t->why, type.name);
        hang_up(t, FETCH_BAD_TYPE, ", which no reader takes");
    } else if (declared > 0 && (uintmax_t)declared > t->request->max_bytes) {
        buffer_format(t->why, "%llu bytes, more than the %zu allowed", (unsigned long long)declared,
                      t->request->max_bytes);
        hang_up(t, FETCH_TOO_LARGE, NULL);
    }
}

static size_t take_head(char *data, size_t size, size_t count, void *user)
{
    struct transfer *t = user;
    size_t bytes = size * count;
    if (t->over)
        return 0;
    t->head_bytes += bytes;
    if (t->head_bytes > FETCH_HEADERS_MAX) {
        hang_up(t, FETCH_BROKEN, "the head of its answer has no end");
        return 0;
    }
    bool ends = bytes > 0 && (data[0] == '\r' || data[0] == '\n');
    long status = 0;
    (void)curl.easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    if (ends && !t->head_read && status >= 200) {
        t->head_read = true;
        t->answer->status = status;
        read_head(t);
        judge_head(t);
    }
    return t->over ? 0 : bytes;
}

static size_t take_body(char *data, size_t size, size_t count, void *user)
{
    struct transfer *t = user;
    struct buffer *body = &t->answer->body;
    size_t bytes = size * count;
    if (t->over)
        return 0;
    size_t left = t->request->max_bytes - body->size;
    if (bytes <= left) {
        buffer_append(body, data, bytes);
        return bytes;
    }
    if (t->request->for_robots) {
        buffer_append(body, data, left);
        hang_up(t, FETCH_DONE, NULL);
    } else {
        buffer_format(t->why, "more than the %zu bytes allowed", t->request->max_bytes);
        hang_up(t, FETCH_TOO_LARGE, NULL);
    }
    return 0;
}

/* ---- how it went ----------------------------------------------------------------------------- */

static void judge_code(struct transfer *t, CURLcode code)
{
    const char *reason = t->reason[0] != '\0' ? t->reason : curl.easy_strerror(code);
    enum fetch_outcome outcome = FETCH_BROKEN;
    switch ((int)code) {
    case CURLE_OK:
        hang_up(t, t->head_read ? FETCH_DONE : FETCH_BROKEN, t->head_read ? NULL : "no answer");
        return;
    case CURLE_OPERATION_TIMEDOUT:
        outcome = FETCH_TIMEOUT;
        break;
    case CURLE_COULDNT_CONNECT:
        outcome = t->refused ? FETCH_PRIVATE : FETCH_UNREACHABLE;
        break;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_PEER_FAILED_VERIFICATION:
        outcome = FETCH_UNREACHABLE;
        break;
    default:
        break;
    }
    if (outcome == FETCH_PRIVATE)
        reason = "its name leads to a private address";
    message_text(t->why, reason);
    hang_up(t, outcome, NULL);
}

/* Ours instead of the library's own, which counts whole seconds. */
static void judge_times(struct transfer *t)
{
    const struct fetch_settings *s = &t->f->settings;
    uint64_t now = clock_ms();
    curl_off_t bytes = 0;
    (void)curl.easy_getinfo(t->easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
    bytes += (curl_off_t)t->head_bytes;
    if (now - t->start >= s->total_ms) {
        buffer_format(t->why, "not done after %.3g seconds", s->total_ms / 1000.0);
        hang_up(t, FETCH_TIMEOUT, NULL);
    } else if (now - t->window >= s->low_speed_ms) {
        uint64_t least = (uint64_t)s->low_speed_bytes * (now - t->window) / 1000;
        if ((uint64_t)(bytes - t->window_bytes) < least) {
            buffer_format(t->why, "slower than %u bytes a second", s->low_speed_bytes);
            hang_up(t, FETCH_TIMEOUT, NULL);
        }
        t->window = now;
        t->window_bytes = bytes;
    }
}

static void run(struct transfer *t)
{
    int running = 1, left;
    while (!t->over) {
        if (curl.multi_perform(t->f->multi, &running) != CURLM_OK)
            hang_up(t, FETCH_BROKEN, "the transfer could not go on");
        if (t->over)
            return;
        if (running == 0)
            break;
        if (fetch_stopped(t->f)) {
            hang_up(t, FETCH_STOPPED, "stopped");
            return;
        }
        judge_times(t);
        if (!t->over)
            (void)curl.multi_poll(t->f->multi, NULL, 0, POLL_MS, NULL);
    }
    CURLMsg *message = curl.multi_info_read(t->f->multi, &left);
    if (!t->over)
        judge_code(t, message != NULL ? message->data.result : CURLE_GOT_NOTHING);
}

/* ---- sending --------------------------------------------------------------------------------- */

static struct curl_slist *add_head(struct curl_slist *list, const char *name, const char *value)
{
    struct buffer line = {0};
    if (value == NULL || value[0] == '\0')
        return list;
    buffer_format(&line, "%s: %s", name, value);
    struct curl_slist *longer = curl.slist_append(list, line.data);
    buffer_free(&line);
    return longer != NULL ? longer : list;
}

static struct curl_slist *make_heads(const struct request *request)
{
    struct curl_slist *list = NULL;
    if (!request->for_robots)
        list = add_head(list, "Accept",
                        "text/html, application/xhtml+xml, application/pdf, text/markdown, "
                        "text/plain, application/rss+xml, application/atom+xml, "
                        "application/json, */*;q=0.1");
    list = add_head(list, "Accept-Language", "sv, en;q=0.5");
    list = add_head(list, "If-None-Match", request->etag);
    return add_head(list, "If-Modified-Since", request->modified);
}

static void set_limits(CURL *easy, const struct fetch_settings *s)
{
    curl.easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl.easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl.easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)s->connect_ms);
    curl.easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    /* A proxy would look up the name itself and connect to what we would refuse. */
    curl.easy_setopt(easy, CURLOPT_PROXY, "");
    curl.easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl.easy_setopt(easy, CURLOPT_HTTPAUTH, 0L);
    /* What a host sends beyond one answer must not become the beginning of the next. */
    curl.easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl.easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
}

static void set_calls(struct transfer *t)
{
    CURL *easy = t->easy;
    curl.easy_setopt(easy, CURLOPT_CURLU, t->request->url->handle);
    curl.easy_setopt(easy, CURLOPT_USERAGENT, t->f->agent.data);
    curl.easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    curl.easy_setopt(easy, CURLOPT_ERRORBUFFER, t->reason);
    curl.easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl.easy_setopt(easy, CURLOPT_OPENSOCKETDATA, t);
    curl.easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_head);
    curl.easy_setopt(easy, CURLOPT_HEADERDATA, t);
    curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl.easy_setopt(easy, CURLOPT_WRITEDATA, t);
}

void request_send(struct fetcher *f, const struct request *request, struct answer *answer,
                  struct buffer *why)
{
    struct transfer t = {.f = f, .request = request, .answer = answer, .why = why};
    struct curl_slist *heads = NULL;
    *answer = (struct answer){.outcome = FETCH_BROKEN};
    t.start = t.window = clock_ms();
    t.easy = curl.easy_init();
    if (t.easy == NULL) {
        buffer_text(why, "no transfer could be set up");
        return;
    }
    heads = make_heads(request);
    set_limits(t.easy, &f->settings);
    set_calls(&t);
    curl.easy_setopt(t.easy, CURLOPT_HTTPHEADER, heads);
    if (curl.multi_add_handle(f->multi, t.easy) == CURLM_OK) {
        run(&t);
        (void)curl.multi_remove_handle(f->multi, t.easy);
    } else {
        buffer_text(why, "no transfer could be set up");
    }
    curl.easy_cleanup(t.easy);
    curl.slist_free_all(heads);
    if (answer->outcome != FETCH_DONE)
        buffer_free(&answer->body);
}

void fetch_answer_free(struct answer *answer)
{
    free(answer->location);
    free(answer->type);
    free(answer->etag);
    free(answer->modified);
    buffer_free(&answer->body);
    *answer = (struct answer){0};
}
