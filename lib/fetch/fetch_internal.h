/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of fetch share: addresses, one request, the cache, hosts and their pauses. */
#ifndef LUPP_FETCH_INTERNAL_H
#define LUPP_FETCH_INTERNAL_H

#include "curl_internal.h"
#include "fetch.h"

#include <sys/socket.h>
#include <time.h>

#define FETCH_AGENT "lupp" /* our name in robots.txt */

/* ---- addresses ------------------------------------------------------------------------------- */

/* A checked address. {0} is none; freed with url_free. */
struct url {
    CURLU *handle;    /* without fragment */
    char *text;       /* the whole of it */
    char *origin;     /* "http://example.se:80" */
    char *host;       /* lower case; brackets round IPv6 */
    const char *path; /* in text: from the path on, with the query */
    unsigned port;
};

/* Reads text, relative to base (may be NULL). FETCH_DONE, FETCH_BAD_URL, FETCH_NOT_ALLOWED
 *(scheme); why is then a constant reason. */
enum fetch_outcome url_open(struct url *out, const struct url *base, const char *text,
                            const char **why);
void url_free(struct url *u); /* leaves {0} */

/* A host of the settings. */
struct host_name {
    char *name;    /* as url.host */
    unsigned port; /* 0: every one */
    bool private_too;
};

/* false when text names no host. caller frees out->name with free(). */
bool host_name_read(struct host_name *out, const char *text);
/* The entry that names u's host, or NULL; one that allows private addresses is preferred. */
const struct host_name *host_name_find(const struct host_name *names, size_t count,
                                       const struct url *u);

bool address_is_private(const struct sockaddr *address);

/* ---- types ----------------------------------------------------------------------------------- */

struct type {
    char name[64];    /* lower case; "" when none was declared */
    char charset[32]; /* lower case; "" when none was */
    enum fetch_kind kind;
    bool known;  /* one of those that a reader takes */
    bool sniffs; /* says nothing, so that the bytes decide */
};

/* value: of Content-Type; NULL: there was none. */
struct type type_read(const char *value);
/* Looks whether body is what type says, or finds out when it says nothing; sets name and kind then.
   NULL, or what is wrong. */
const char *type_check(struct type *type, struct slice body);

/* ---- the cache ------------------------------------------------------------------------------- */

struct cache_entry {
    char *etag, *modified; /* "" when there is none */
    char *type;            /* as Content-Type was */
    struct buffer body;
};

/* The cache's folder, "" for none. caller frees with free(). */
char *cache_place(const char *given);
/* false when there is none that is whole, for this url and within max_bytes. */
bool cache_read(const char *dir, const char *url, size_t max_bytes, struct cache_entry *entry);
enum status cache_write(const char *dir, const char *url, const struct cache_entry *entry,
                        struct error *error);
void cache_entry_free(struct cache_entry *entry); /* leaves {0} */

/* The file that holds what is of a kind ("fetch") for an address. caller frees with buffer_free. */
struct buffer cache_path(const char *dir, const char *kind, const char *url);
/* false when there is no such file of at most max bytes. *when (may be NULL): when it was written.
 */
bool cache_file_read(const char *path, size_t max, struct buffer *out, time_t *when);
/* In one step, dir made before. */
enum status cache_file_write(const char *dir, const char *path, struct slice bytes,
                             struct error *error);

/* ---- visits ---------------------------------------------------------------------------------- */

/* Remembers how asking for url ended, if that is worth it; see fetch_recall. */
enum status visit_note(const char *dir, const char *url, const struct fetch_result *result,
                       struct error *error);

/* ---- one request ----------------------------------------------------------------------------- */

struct request {
    const struct url *url;
    bool private_too; /* may be connected to at a private address */
    bool for_robots;  /* any type will do, and what is too large is cut off */
    size_t max_bytes;
    const char *etag, *modified; /* of the cache's copy; NULL: there is none */
};

/* What came of one request. {0} before; freed with fetch_answer_free. */
struct answer {
    enum fetch_outcome outcome; /* FETCH_DONE: a whole answer came, of whatever status */
    long status;                /* 0: not even a status came */
    char *location, *type, *etag, *modified; /* from its head; NULL when absent */
    bool no_store;
    struct buffer body; /* of the status 200 only */
};

struct site; /* see site.c */

struct fetcher {
    struct fetch_settings settings; /* with what is left out filled in */
    struct host_name *names;
    size_t name_count;
    char *cache; /* the folder; "": none */
    struct site *sites;
    CURLM *multi;
    struct buffer agent;
    bool warned;
};

/* Appends to *why when the outcome is not FETCH_DONE. */
void request_send(struct fetcher *f, const struct request *request, struct answer *answer,
                  struct buffer *why);
void fetch_answer_free(struct answer *answer); /* leaves {0} */

/* ---- redirects ------------------------------------------------------------------------------- */

/* Asks for *at, and for where it leads, until an answer is no redirect. *at becomes the address of
   the last one. for_robots: neither robots.txt nor the cache is asked. A status 304 comes out as
   200 with the cache's body and *from_cache. */
enum fetch_outcome follow_url(struct fetcher *f, struct url *at, bool for_robots,
                              struct answer *answer, bool *from_cache, struct buffer *why);

/* ---- sites ----------------------------------------------------------------------------------- */

/* Milliseconds of a clock that only goes forward. */
uint64_t clock_ms(void);
bool fetch_stopped(const struct fetcher *f);

/* Whether robots.txt of u's site lets us: FETCH_DONE when it does. Reads it when it is asked of a
   site for the first time. */
enum fetch_outcome site_ask(struct fetcher *f, const struct url *u, struct buffer *why);
/* Waits until u's host may be asked again; false when told to stop. */
bool site_wait(struct fetcher *f, const struct url *u);
void site_used(struct fetcher *f, const struct url *u);
void sites_free(struct fetcher *f);

/* Appends text for a message: printable ASCII as it is, other bytes "?", 200 at most. */
void message_text(struct buffer *out, const char *text);

#endif
