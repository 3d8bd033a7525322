/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "curl_internal.h"

struct curl_functions curl;

enum status fetch_open_curl(struct error *error)
{
#define FETCH_CURL_PLACE(name) {"curl_" #name, offsetof(struct curl_functions, name)},
    static const struct library_function functions[] = {FETCH_CURL(FETCH_CURL_PLACE)};
#undef FETCH_CURL_PLACE
    return library_open(LIBCURL_SONAME, "fetching pages (--follow)", functions,
                        sizeof functions / sizeof *functions, &curl, error);
}
