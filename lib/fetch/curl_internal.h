/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcurl, which is opened when something is fetched and not when the program starts: it stands on
 * some thirty libraries more. Its functions are called through the table: curl.easy_init() is
 * curl_easy_init().
 */
#ifndef LUPP_CURL_INTERNAL_H
#define LUPP_CURL_INTERNAL_H

#include "base.h"

#include <curl/curl.h>

/* The functions that are called, without "curl_". */
#define FETCH_CURL(FUNCTION)                                                                       \
    FUNCTION(global_init)                                                                          \
    FUNCTION(global_cleanup)                                                                       \
    FUNCTION(easy_init)                                                                            \
    FUNCTION(easy_setopt)                                                                          \
    FUNCTION(easy_getinfo)                                                                         \
    FUNCTION(easy_header)                                                                          \
    FUNCTION(easy_strerror)                                                                        \
    FUNCTION(easy_cleanup)                                                                         \
    FUNCTION(multi_init)                                                                           \
    FUNCTION(multi_add_handle)                                                                     \
    FUNCTION(multi_perform)                                                                        \
    FUNCTION(multi_poll)                                                                           \
    FUNCTION(multi_info_read)                                                                      \
    FUNCTION(multi_remove_handle)                                                                  \
    FUNCTION(multi_cleanup)                                                                        \
    FUNCTION(slist_append)                                                                         \
    FUNCTION(slist_free_all)                                                                       \
    FUNCTION(url)                                                                                  \
    FUNCTION(url_dup)                                                                              \
    FUNCTION(url_get)                                                                              \
    FUNCTION(url_set)                                                                              \
    FUNCTION(url_cleanup)                                                                          \
    FUNCTION(free)

/* __typeof__ (typeof in C23) takes the types from the library's header, where they cannot be
   mistaken for others. */
struct curl_functions {
#define FETCH_CURL_MEMBER(name) __typeof__(&curl_##name) name;
    FETCH_CURL(FETCH_CURL_MEMBER)
#undef FETCH_CURL_MEMBER
};

/* Filled in by fetch_open_curl, which fetch_open calls before anything else. */
extern struct curl_functions curl;

enum status fetch_open_curl(struct error *error);

#endif
