/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A fetcher and a server for a test, and what is expected of one fetch. */
#ifndef LUPP_TESTS_FETCHING_H
#define LUPP_TESTS_FETCHING_H

#include "fetch.h"
#include "http.h"

struct fetching {
    struct http_server *server;
    struct fetcher *fetcher;
    struct fetch_result result; /* of the last fetch */
    struct error error;
};

/* Starts both. What settings leave out is: hosts {"127.0.0.1"}, no pause, no cache. */
void fetching_begin(struct fetching *t, const struct http_page *pages, size_t count,
                    const struct fetch_settings *settings);
/* Another fetcher at the same server, as another run would have. */
void fetching_again(struct fetching *t, const struct fetch_settings *settings);
void fetching_end(struct fetching *t);

#define FETCHING_BEGIN(t, pages, ...)                                                              \
    fetching_begin((t), (pages), sizeof(pages) / sizeof *(pages),                                  \
                   &(struct fetch_settings){.no_pause = true, __VA_ARGS__})
#define FETCHING_AGAIN(t, ...)                                                                     \
    fetching_again((t), &(struct fetch_settings){.no_pause = true, __VA_ARGS__})

/* Fetches url (a path: of the server) and fails the test when the outcome is another, or the text
   of the error lacks words (NULL: not looked at). */
void fetching_expect(struct fetching *t, const char *url, enum fetch_outcome outcome,
                     const char *words);

#endif
