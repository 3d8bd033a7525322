/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_internal.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { HEAD_MAX = 65536, POLL_MS = 20 };

static uint64_t now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* ---- one connection -------------------------------------------------------------------------- */

bool http_stopping(struct http_server *server)
{
    pthread_mutex_lock(&server->lock);
    bool stopping = server->stopping;
    pthread_mutex_unlock(&server->lock);
    return stopping;
}

/* The request's head in *head; false when the client hangs up before its end. */
static bool read_head(struct http_server *server, int client, struct buffer *head)
{
    char part[4096];
    while (slice_find(buffer_view(head), SLICE("\r\n\r\n"), 0) == SIZE_MAX) {
        struct pollfd wait = {.fd = client, .events = POLLIN};
        if (poll(&wait, 1, POLL_MS) == 0) {
            if (http_stopping(server))
                return false;
            continue;
        }
        ssize_t got = recv(client, part, sizeof part, 0);
        if (got <= 0 || head->size > HEAD_MAX)
            return false;
        buffer_append(head, part, (size_t)got);
    }
    return true;
}

static struct slice read_target(struct slice head)
{
    size_t start = slice_find(head, SLICE(" "), 0);
    if (start == SIZE_MAX)
        return (struct slice){0};
    size_t end = slice_find(head, SLICE(" "), start + 1);
    return slice_part(head, start + 1, end);
}

/* Remembers the request and finds its page. */
static struct http_page take_request(struct http_server *server, struct slice head)
{
    struct http_page page = {.status = 404, .type = "text/plain", .body = SLICE_OF("not here")};
    struct slice target = read_target(head);
    struct http_seen seen = {
        .target = slice_copy(target), .head = slice_copy(head), .ms = now_ms()};
    pthread_mutex_lock(&server->lock);
    server->seen =
        base_grow(server->seen, &server->seen_room, server->seen_count + 1, sizeof *server->seen);
    server->seen[server->seen_count] = base_alloc(sizeof seen);
    *server->seen[server->seen_count++] = seen;
    for (size_t i = 0; i < server->page_count; i++) {
        if (slice_equal(target, slice_of(server->pages[i].path)))
            page = server->pages[i];
    }
    pthread_mutex_unlock(&server->lock);
    return page;
}

static void serve(struct http_server *server, int client)
{
    struct buffer head = {0};
    if (read_head(server, client, &head)) {
        struct http_page page = take_request(server, buffer_view(&head));
        http_answer(server, client, &page, buffer_view(&head));
    }
    buffer_free(&head);
    /* So that the client reads our last bytes and no reset. */
    shutdown(client, SHUT_WR);
    char rest[4096];
    struct pollfd wait = {.fd = client, .events = POLLIN};
    while (poll(&wait, 1, 10 * POLL_MS) == 1 && recv(client, rest, sizeof rest, 0) > 0)
        continue;
    close(client);
}

static void *run(void *user)
{
    struct http_server *server = user;
    while (!http_stopping(server)) {
        struct pollfd wait = {.fd = server->listener, .events = POLLIN};
        if (poll(&wait, 1, POLL_MS) != 1)
            continue;
        int client = accept(server->listener, NULL, NULL);
        if (client >= 0)
            serve(server, client);
    }
    return NULL;
}

/* ---- starting and stopping ------------------------------------------------------------------- */

static void bind_listener(struct http_server *server)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof in;
    struct sockaddr *address = (struct sockaddr *)&in;
    server->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(server->listener >= 0);
    assert_int_equal(bind(server->listener, address, size), 0);
    assert_int_equal(listen(server->listener, 16), 0);
    assert_int_equal(getsockname(server->listener, address, &size), 0);
    server->port = ntohs(in.sin_port);
    snprintf(server->origin, sizeof server->origin, "http://127.0.0.1:%u", server->port);
}

struct http_server *http_start(const struct http_page *pages, size_t count)
{
    struct http_server *server = base_calloc(1, sizeof *server);
    server->pages = pages;
    server->page_count = count;
    bind_listener(server);
    assert_int_equal(pthread_mutex_init(&server->lock, NULL), 0);
    assert_int_equal(pthread_create(&server->thread, NULL, run, server), 0);
    return server;
}

void http_serve(struct http_server *server, const struct http_page *pages, size_t count)
{
    pthread_mutex_lock(&server->lock);
    server->pages = pages;
    server->page_count = count;
    pthread_mutex_unlock(&server->lock);
}

void http_stop(struct http_server *server)
{
    if (server == NULL)
        return;
    pthread_mutex_lock(&server->lock);
    server->stopping = true;
    pthread_mutex_unlock(&server->lock);
    pthread_join(server->thread, NULL);
    pthread_mutex_destroy(&server->lock);
    close(server->listener);
    for (size_t i = 0; i < server->seen_count; i++) {
        free(server->seen[i]->target);
        free(server->seen[i]->head);
        free(server->seen[i]);
    }
    free(server->seen);
    arena_free(&server->urls);
    free(server);
}

/* ---- looking --------------------------------------------------------------------------------- */

unsigned http_port(const struct http_server *server)
{
    return server->port;
}

const char *http_url(struct http_server *server, const char *path)
{
    struct buffer url = {0};
    buffer_text(&url, server->origin);
    buffer_text(&url, path);
    struct slice kept = slice_keep(&server->urls, buffer_view(&url));
    buffer_free(&url);
    return kept.data;
}

size_t http_count(struct http_server *server, const char *target)
{
    size_t count = 0;
    pthread_mutex_lock(&server->lock);
    for (size_t i = 0; i < server->seen_count; i++)
        count += target == NULL || strcmp(server->seen[i]->target, target) == 0;
    pthread_mutex_unlock(&server->lock);
    return count;
}

const struct http_seen *http_request(struct http_server *server, size_t number)
{
    pthread_mutex_lock(&server->lock);
    const struct http_seen *seen = number < server->seen_count ? server->seen[number] : NULL;
    pthread_mutex_unlock(&server->lock);
    return seen;
}
