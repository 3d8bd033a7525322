/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses, read by the library that will also connect to them: two readers of one address could
   disagree about its host. */
#include "fetch_internal.h"

#include <stdlib.h>
#include <string.h>

static void lower(char *text)
{
    for (; *text != '\0'; text++) {
        if (*text >= 'A' && *text <= 'Z')
            *text = (char)(*text - 'A' + 'a');
    }
}

/* A part of the address as our own string, or NULL. */
static char *get_part(CURLU *handle, CURLUPart part, unsigned flags)
{
    char *got = NULL, *copy = NULL;
    if (curl.url_get(handle, part, &got, flags) == CURLUE_OK && got != NULL)
        copy = slice_copy(slice_of(got));
    curl.free(got);
    return copy;
}

static bool is_printable(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text < 0x21 || *text == 0x7F)
            return false;
    }
    return true;
}

static const char *parse_reason(CURLUcode code)
{
    if (code == CURLUE_USER_NOT_ALLOWED)
        return "an address with a password is not fetched";
    return code == CURLUE_UNSUPPORTED_SCHEME ? "neither http nor https" : "not an address";
}

/* Host in lower case, no fragment, no port that goes without saying. */
static const char *normalise(CURLU *handle)
{
    char *host = get_part(handle, CURLUPART_HOST, 0);
    if (host == NULL)
        return "no host in it";
    lower(host);
    bool ascii = is_printable(host);
    CURLUcode code = curl.url_set(handle, CURLUPART_HOST, host, 0);
    free(host);
    if (!ascii)
        return "its host is not in ASCII (write it as xn--...)";
    if (code == CURLUE_OK)
        code = curl.url_set(handle, CURLUPART_FRAGMENT, NULL, 0);
    return code == CURLUE_OK ? NULL : "not an address";
}

static enum fetch_outcome open_handle(struct url *u, const struct url *base, const char *text,
                                      const char **why)
{
    /* Since libcurl 8, URLENCODE alone no longer takes spaces. */
    enum {
        FLAGS = CURLU_URLENCODE | CURLU_ALLOW_SPACE | CURLU_DISALLOW_USER | CURLU_NON_SUPPORT_SCHEME
    };
    *why = "longer than an address may be";
    if (strlen(text) > FETCH_URL_MAX)
        return FETCH_BAD_URL;
    u->handle = base != NULL ? curl.url_dup(base->handle) : curl.url();
    *why = "not an address";
    if (u->handle == NULL)
        return FETCH_BAD_URL;
    CURLUcode code = curl.url_set(u->handle, CURLUPART_URL, text, FLAGS);
    *why = parse_reason(code);
    if (code != CURLUE_OK)
        return code == CURLUE_UNSUPPORTED_SCHEME ? FETCH_NOT_ALLOWED : FETCH_BAD_URL;
    char *scheme = get_part(u->handle, CURLUPART_SCHEME, 0);
    bool http = scheme != NULL && (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0);
    free(scheme);
    *why = "neither http nor https";
    if (!http)
        return FETCH_NOT_ALLOWED;
    *why = normalise(u->handle);
    return *why == NULL ? FETCH_DONE : FETCH_BAD_URL;
}

/* The strings that are read off a good handle. */
static bool fill_in(struct url *u)
{
    struct buffer origin = {0};
    char *scheme = get_part(u->handle, CURLUPART_SCHEME, 0);
    char *port = get_part(u->handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    u->host = get_part(u->handle, CURLUPART_HOST, 0);
    u->text = get_part(u->handle, CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
    bool good = scheme != NULL && port != NULL && u->host != NULL && u->text != NULL &&
                strlen(u->text) <= FETCH_URL_MAX && is_printable(u->text);
    if (good) {
        u->port = (unsigned)strtoul(port, NULL, 10);
        u->path = strchr(u->text + strlen(scheme) + strlen("://"), '/');
        buffer_format(&origin, "%s://%s:%s", scheme, u->host, port);
        u->origin = slice_copy(buffer_view(&origin));
    }
    buffer_free(&origin);
    free(scheme);
    free(port);
    return good && u->path != NULL;
}

enum fetch_outcome url_open(struct url *out, const struct url *base, const char *text,
                            const char **why)
{
    *out = (struct url){0};
    enum fetch_outcome outcome = open_handle(out, base, text, why);
    if (outcome == FETCH_DONE && !fill_in(out)) {
        *why = "not an address";
        outcome = FETCH_BAD_URL;
    }
    if (outcome != FETCH_DONE)
        url_free(out);
    return outcome;
}

void url_free(struct url *u)
{
    curl.url_cleanup(u->handle);
    free(u->text);
    free(u->origin);
    free(u->host);
    *u = (struct url){0};
}

/* ---- hosts of the settings ------------------------------------------------------------------- */

/* Whether the name says by itself that it is loopback or private. */
static bool names_itself(const char *name)
{
    struct slice s = slice_of(name);
    if (slice_starts(s, SLICE("[")) && slice_ends(s, SLICE("]")))
        return true;
    bool numbers = s.size > 0;
    for (size_t i = 0; i < s.size; i++)
        numbers = numbers && (name[i] == '.' || (name[i] >= '0' && name[i] <= '9'));
    return numbers || slice_equal(s, SLICE("localhost"));
}

static bool has_port(struct slice text)
{
    size_t at = text.size;
    while (at > 0 && text.data[at - 1] >= '0' && text.data[at - 1] <= '9')
        at--;
    return at < text.size && at > 0 && text.data[at - 1] == ':';
}

bool host_name_read(struct host_name *out, const char *text)
{
    struct buffer whole = {0};
    struct url u;
    const char *why;
    *out = (struct host_name){0};
    if (text == NULL || text[0] == '\0' || strpbrk(text, "/?#@\\% \t\r\n") != NULL)
        return false;
    buffer_format(&whole, "http://%s/", text);
    if (url_open(&u, NULL, whole.data, &why) == FETCH_DONE) {
        out->name = slice_copy(slice_of(u.host));
        out->port = has_port(slice_of(text)) ? u.port : 0;
        out->private_too = names_itself(u.host);
    }
    url_free(&u);
    buffer_free(&whole);
    return out->name != NULL;
}

const struct host_name *host_name_find(const struct host_name *names, size_t count,
                                       const struct url *u)
{
    const struct host_name *found = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct host_name *name = &names[i];
        bool same = strcmp(name->name, u->host) == 0 && (name->port == 0 || name->port == u->port);
        if (same && (found == NULL || name->private_too))
            found = name;
    }
    return found;
}
