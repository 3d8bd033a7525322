/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The manners of servers. */
#include "http_internal.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>

enum { DRIP_MS = 20, CHUNK = 7 };

static bool send_all(struct http_server *server, int client, struct slice s)
{
    while (s.size > 0) {
        struct pollfd wait = {.fd = client, .events = POLLOUT};
        if (poll(&wait, 1, DRIP_MS) == 0) {
            if (http_stopping(server))
                return false;
            continue;
        }
        ssize_t sent = send(client, s.data, s.size, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        s = slice_part(s, (size_t)sent, s.size);
    }
    return true;
}

/* Waits a moment; false when the client has hung up or the server stops. */
static bool linger(struct http_server *server, int client)
{
    char byte;
    struct pollfd wait = {.fd = client, .events = POLLIN};
    bool gone = poll(&wait, 1, DRIP_MS) == 1 && recv(client, &byte, 1, 0) <= 0;
    return !gone && !http_stopping(server);
}

/* s with "$ORIGIN" replaced. */
static void expand(struct buffer *out, struct slice s, const char *origin)
{
    const struct slice mark = SLICE("$ORIGIN");
    size_t at = 0;
    for (size_t found; (found = slice_find(s, mark, at)) != SIZE_MAX; at = found + mark.size) {
        buffer_slice(out, slice_part(s, at, found));
        buffer_text(out, origin);
    }
    buffer_slice(out, slice_part(s, at, s.size));
}

static bool has_line(struct slice head, const char *name, const char *value)
{
    struct buffer line = {0};
    if (value == NULL)
        return false;
    buffer_format(&line, "\r\n%s: %s\r\n", name, value);
    bool found = slice_find(head, buffer_view(&line), 0) != SIZE_MAX;
    buffer_free(&line);
    return found;
}

static void add_line(struct buffer *out, const char *name, const char *value)
{
    if (value != NULL)
        buffer_format(out, "%s: %s\r\n", name, value);
}

static void add_length(struct buffer *out, enum http_manner manner, size_t size)
{
    if (manner == HTTP_WELL)
        buffer_format(out, "Content-Length: %zu\r\n", size);
    else if (manner == HTTP_LONG)
        buffer_format(out, "Content-Length: %zu\r\n", size + 100);
    else if (manner == HTTP_SHORT)
        buffer_format(out, "Content-Length: %zu\r\n", size / 2);
    else if (manner == HTTP_CHUNKED || manner == HTTP_CUT)
        buffer_text(out, "Transfer-Encoding: chunked\r\n");
}

static void send_chunks(struct http_server *server, int client, struct slice body, bool cut)
{
    struct buffer out = {0};
    for (size_t at = 0; at < body.size; at += CHUNK) {
        struct slice chunk = slice_part(body, at, at + CHUNK);
        buffer_format(&out, "%zx\r\n", chunk.size);
        buffer_slice(&out, chunk);
        buffer_text(&out, "\r\n");
    }
    buffer_text(&out, cut ? "ff\r\nand no more" : "0\r\n\r\n");
    (void)send_all(server, client, buffer_view(&out));
    buffer_free(&out);
}

static void send_body(struct http_server *server, int client, const struct http_page *page,
                      struct slice body)
{
    switch (page->manner) {
    case HTTP_WELL:
    case HTTP_UNSIZED:
    case HTTP_LONG:
    case HTTP_SHORT:
    case HTTP_RAW:
        (void)send_all(server, client, body);
        break;
    case HTTP_CHUNKED:
    case HTTP_CUT:
        send_chunks(server, client, body, page->manner == HTTP_CUT);
        break;
    case HTTP_ENDLESS:
        while (body.size > 0 && send_all(server, client, body))
            continue;
        break;
    case HTTP_HEADS:
        while (send_all(server, client, SLICE("X-More: and more of it\r\n")))
            continue;
        break;
    case HTTP_DRIP:
        while (linger(server, client) && send_all(server, client, SLICE(" ")))
            continue;
        break;
    case HTTP_SILENT:
        while (linger(server, client))
            continue;
        break;
    }
}

void http_answer(struct http_server *server, int client, const struct http_page *page,
                 struct slice head)
{
    struct buffer out = {0}, body = {0};
    bool same = has_line(head, "If-None-Match", page->etag) ||
                (page->etag == NULL && has_line(head, "If-Modified-Since", page->modified));
    expand(&body, page->body, server->origin);
    if (same) {
        buffer_text(&out, "HTTP/1.1 304 Same\r\n");
        add_line(&out, "ETag", page->etag);
        buffer_text(&out, "Connection: close\r\n\r\n");
    } else if (page->manner != HTTP_RAW && page->manner != HTTP_SILENT) {
        buffer_format(&out, "HTTP/1.1 %d Said\r\n", page->status != 0 ? page->status : 200);
        add_line(&out, "Content-Type", page->type);
        add_line(&out, "ETag", page->etag);
        add_line(&out, "Last-Modified", page->modified);
        add_length(&out, page->manner, body.size);
        if (page->heads != NULL)
            expand(&out, slice_of(page->heads), server->origin);
        buffer_text(&out, page->manner == HTTP_HEADS ? "" : "Connection: close\r\n\r\n");
    }
    if (send_all(server, client, buffer_view(&out)) && !same)
        send_body(server, client, page, buffer_view(&body));
    buffer_free(&out);
    buffer_free(&body);
}
