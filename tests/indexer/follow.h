/* SPDX-License-Identifier: GPL-2.0-or-later */
/* follow: runs of lupp-index that fetch from a server of the test. */
#ifndef LUPP_TESTS_INDEXER_FOLLOW_H
#define LUPP_TESTS_INDEXER_FOLLOW_H

#include "expect.h"
#include "http.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The body of a page with the words, a literal that may hold markup. */
#define PAGE(words) SLICE_OF("<html><body><main><h1>Sida</h1><p>" words "</p></main></body></html>")

/* INDEX with the server as the site, and as a host that may be fetched from. */
#define FOLLOW(server, ...)                                                                        \
    INDEX("--site", http_url(server, ""), "--allow-host", "127.0.0.1", "--pause=0", __VA_ARGS__)

#endif
