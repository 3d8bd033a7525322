/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_SUPPORT_HTTP_INTERNAL_H
#define LUPP_SUPPORT_HTTP_INTERNAL_H

#include "http.h"

#include <pthread.h>

struct http_server {
    int listener;
    unsigned port;
    char origin[64];
    pthread_t thread;
    struct arena urls; /* lent out */
    /* The rest is shared with the thread. */
    pthread_mutex_t lock;
    bool stopping;
    const struct http_page *pages;
    size_t page_count;
    struct http_seen **seen;
    size_t seen_count, seen_room;
};

bool http_stopping(struct http_server *server);

/* Answers in the page's manner, until that is done, the client hangs up or the server stops. */
void http_answer(struct http_server *server, int client, const struct http_page *page,
                 struct slice head);

#endif
