/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * support/http: a small HTTP server on 127.0.0.1, for tests of what fetches. It answers as its
 * table of pages says, well or badly, one connection after the other, and remembers what it was
 * asked.
 *
 *     static const struct http_page pages[] = {
 *         {.path = "/", .type = "text/html", .body = SLICE_OF("<a href=\"/a\">a</a>")},
 *         {.path = "/slow", .type = "text/html", .manner = HTTP_DRIP},
 *     };
 *     struct http_server *server = http_start(pages, 2);
 *     ... http_url(server, "/slow") ...
 *     http_stop(server);
 *
 * A path that the table lacks (robots.txt too) is answered with 404.
 */
#ifndef LUPP_SUPPORT_HTTP_H
#define LUPP_SUPPORT_HTTP_H

#include "base.h"

enum http_manner {
    HTTP_WELL,    /* a whole answer with its length */
    HTTP_UNSIZED, /* without Content-Length: it ends where the connection does */
    HTTP_CHUNKED, /* well, in chunks of a few bytes */
    HTTP_LONG,    /* declares more bytes than come */
    HTTP_SHORT,   /* declares half of the bytes that come */
    HTTP_CUT,     /* chunked, and closes in the middle of one */
    HTTP_ENDLESS, /* the body again and again, without length, until the client hangs up */
    HTTP_DRIP,    /* a byte now and then, likewise */
    HTTP_SILENT,  /* takes the request and says nothing, likewise */
    HTTP_HEADS,   /* the head never ends, likewise */
    HTTP_RAW      /* the body is all that is sent, status line or not */
};

struct http_page {
    const char *path;     /* with the query; what stands in the request line */
    int status;           /* 0: 200 */
    const char *type;     /* Content-Type; NULL: none */
    const char *etag;     /* NULL: none. Asked for with the same one: 304 */
    const char *modified; /* Last-Modified; likewise */
    const char *heads;    /* more lines, each ended by "\r\n"; "$ORIGIN" is http://127.0.0.1:PORT */
    struct slice body;    /* "$ORIGIN" in it is replaced too */
    enum http_manner manner;
};

/* For initialisers of constants, where SLICE cannot stand. */
#define SLICE_OF(literal)                                                                          \
    {                                                                                              \
        .data = (literal), .size = sizeof(literal) - 1                                             \
    }

struct http_seen {
    char *target, *head; /* "/a?b"; the whole head of the request */
    uint64_t ms;         /* of a clock that only goes forward, when it came */
};

struct http_server;

/* pages are borrowed until http_stop or the next http_serve. Ends the test when it cannot start. */
struct http_server *http_start(const struct http_page *pages, size_t count);
void http_serve(struct http_server *server, const struct http_page *pages, size_t count);
void http_stop(struct http_server *server); /* NULL is fine */

unsigned http_port(const struct http_server *server);
/* http://127.0.0.1:PORT and path; borrowed until http_stop. */
const char *http_url(struct http_server *server, const char *path);

/* How many requests there were so far, for target or (NULL) for any. */
size_t http_count(struct http_server *server, const char *target);
/* The number'th one from 0, or NULL; borrowed until http_stop. */
const struct http_seen *http_request(struct http_server *server, size_t number);

#endif
