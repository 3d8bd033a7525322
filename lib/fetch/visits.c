/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When an address was last asked for, and how that ended: a small file an address in the cache. */
#include "fetch_internal.h"

#include <stdlib.h>
#include <string.h>

#define VISIT_MARK "lupp-visit-1 "

enum { VISIT_MAX = FETCH_URL_MAX + 64 /* bytes of a file */ };

/* What will be the same for a while: not what a host says when it is busy or down. */
static bool is_lasting(const struct fetch_result *result)
{
    long status = result->http_status;
    switch (result->outcome) {
    case FETCH_DONE:
    case FETCH_BAD_TYPE:
        return true;
    case FETCH_HTTP_STATUS:
        return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
    case FETCH_STOPPED:
    case FETCH_BAD_URL:
    case FETCH_NOT_ALLOWED:
    case FETCH_PRIVATE:
    case FETCH_ROBOTS:
    case FETCH_TOO_LARGE:
    case FETCH_TIMEOUT:
    case FETCH_REDIRECTS:
    case FETCH_UNREACHABLE:
    case FETCH_BROKEN:
        return false;
    }
    return false;
}

enum status visit_note(const char *dir, const char *url, const struct fetch_result *result,
                       struct error *error)
{
    struct buffer text = {0};
    if (dir[0] == '\0' || !is_lasting(result))
        return STATUS_OK;
    struct buffer path = cache_path(dir, "visit", url);
    buffer_format(&text, VISIT_MARK "%d %ld\n%s\n", (int)result->outcome, result->http_status, url);
    enum status status = cache_file_write(dir, path.data, buffer_view(&text), error);
    buffer_free(&path);
    buffer_free(&text);
    return status;
}

/* "lupp-visit-1 OUTCOME STATUS", a line with the address. */
static bool read_visit(struct slice text, const char *url, struct fetch_visit *out)
{
    char *end;
    if (!slice_starts(text, SLICE(VISIT_MARK)))
        return false;
    text = slice_part(text, sizeof VISIT_MARK - 1, text.size);
    char *copy = slice_copy(text);
    long outcome = strtol(copy, &end, 10);
    out->http_status = strtol(end, &end, 10);
    out->outcome = (enum fetch_outcome)outcome;
    struct slice rest = slice_trim(slice_of(end));
    bool good =
        outcome >= FETCH_DONE && outcome <= FETCH_BROKEN && slice_equal(rest, slice_of(url));
    free(copy);
    return good;
}

bool fetch_recall(const struct fetcher *f, const char *url, struct fetch_visit *out)
{
    struct url at;
    struct buffer text = {0};
    const char *why;
    bool found = false;
    *out = (struct fetch_visit){0};
    if (f->cache[0] != '\0' && url_open(&at, NULL, url, &why) == FETCH_DONE) {
        struct buffer path = cache_path(f->cache, "visit", at.text);
        found = cache_file_read(path.data, VISIT_MAX, &text, &out->when) &&
                read_visit(buffer_view(&text), at.text, out);
        buffer_free(&path);
        url_free(&at);
    }
    buffer_free(&text);
    return found;
}
