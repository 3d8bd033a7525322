/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fetch: polite fetching of linked documents over HTTP and HTTPS, one at a time. Nothing is
 * contacted that the settings do not name; robots.txt is kept; there is a pause between requests to
 * one host; what is too large, too slow, of another type or broken ends in an outcome and a text,
 * and the fetcher goes on with the next address.
 *
 * Not for several threads at once. Proxies of the environment, cookies, passwords and .netrc are
 * not used.
 */
#ifndef LUPP_FETCH_H
#define LUPP_FETCH_H

#include "base.h"

#include <time.h>

enum {
    FETCH_URL_MAX = 2048,       /* bytes of an address */
    FETCH_REDIRECTS_MAX = 5,    /* of one fetch; one more is FETCH_REDIRECTS */
    FETCH_HEADERS_MAX = 65536,  /* bytes of an answer's head; more is FETCH_BROKEN */
    FETCH_ROBOTS_MAX = 524288,  /* bytes of robots.txt that are read; the rest is not heeded */
    FETCH_CRAWL_DELAY_MAX = 60, /* seconds; a host that asks for longer pauses is not fetched */
};

/* How a fetch ended. */
enum fetch_outcome {
    FETCH_DONE,        /* body, type and url are there */
    FETCH_STOPPED,     /* settings.stop said so */
    FETCH_BAD_URL,     /* not an address, or one with a password, or a longer one than URL_MAX */
    FETCH_NOT_ALLOWED, /* neither http nor https, or a host that the settings do not name */
    FETCH_PRIVATE,     /* the host's name leads to a private address */
    FETCH_ROBOTS,      /* robots.txt forbids it, or could not be read */
    FETCH_TOO_LARGE,   /* more than max_bytes, by what was declared or by what came */
    FETCH_TIMEOUT,     /* one of the times or the low speed of the settings */
    FETCH_HTTP_STATUS, /* answered with another status than 200; result.http_status has it */
    FETCH_BAD_TYPE,    /* a type that no reader has, or bytes that are not of the type declared */
    FETCH_REDIRECTS,   /* more than FETCH_REDIRECTS_MAX */
    FETCH_UNREACHABLE, /* no such host, no connection, no trusted certificate */
    FETCH_BROKEN       /* no HTTP, cut off, cannot be decoded, a redirect to nowhere */
};

/* "too large" for FETCH_TOO_LARGE, and so on: a few words for counts of a run. Never NULL. */
const char *fetch_outcome_name(enum fetch_outcome outcome);

/* What the body is: which reader takes it. */
enum fetch_kind {
    FETCH_HTML,     /* text/html, application/xhtml+xml */
    FETCH_TEXT,     /* text/plain */
    FETCH_MARKDOWN, /* text/markdown */
    FETCH_PDF,      /* application/pdf */
    FETCH_FEED,     /* RSS or Atom: also application/xml and text/xml */
    FETCH_JSON      /* application/json, JSON Lines */
};

/*
 * {0} with hosts set is a good start: what is 0 has the value in brackets. Lists and strings are
 * borrowed until fetch_close.
 *
 * A host is "name", "name:port" or an IPv6 address in brackets; without a port it means every port.
 * Names are compared whole, without regard to case; "example.se" does not name "www.example.se".
 * An address in numbers, or "localhost", names itself, loopback or private as it may be; any other
 * name of hosts that leads to a private address is refused when it is connected to, unless
 * private_hosts names it too. A host of private_hosts need not be in hosts.
 */
struct fetch_settings {
    const char *const *hosts;
    size_t host_count;
    const char *const *private_hosts;
    size_t private_count;
    const char *contact;      /* put after "+" in the User-Agent: an address where you answer */
    const char *cache_dir;    /* NULL: $XDG_CACHE_HOME/lupp or ~/.cache/lupp; "": no cache */
    size_t max_bytes;         /* of a body, decoded [16 MiB] */
    unsigned pause_ms;        /* between requests to one host [1000]; Crawl-delay may raise it */
    bool no_pause;            /* none at all: for hosts of your own */
    unsigned connect_ms;      /* until the host answers the call [10 s] */
    unsigned total_ms;        /* of one request, from its start [60 s] */
    unsigned low_speed_bytes; /* a second; slower for low_speed_ms is FETCH_TIMEOUT [100] */
    unsigned low_speed_ms;    /* [20 s] */
    int (*stop)(void *user);  /* non-zero: end soon. Asked ten times a second. May be NULL */
    void (*warn)(void *user, const char *text); /* the cache cannot be written; once. May be NULL */
    void *user;
};

struct fetcher;

struct fetch_result {
    enum fetch_outcome outcome;
    long http_status; /* of the last answer; 0: there was none */
    char *url;     /* where the last answer came from, normalised, without fragment; never NULL */
    char *type;    /* "text/html": lower case, without parameters; "" when not FETCH_DONE */
    char *charset; /* as the answer's head names it, lower case; "" when it does not */
    enum fetch_kind kind;
    struct buffer body;
    bool from_cache; /* the host said that what the cache holds is still so */
};

/* STATUS_USAGE when a name in hosts is none, STATUS_IO when libcurl is not there: it is opened
   here. caller frees with fetch_close. */
enum status fetch_open(struct fetcher **out, const struct fetch_settings *settings,
                       struct error *error);
void fetch_close(struct fetcher *f); /* NULL is fine */

/*
 * Fetches url (with its scheme; a fragment is left out) after the pause that is due. Each redirect
 * is checked as the first address is. *result is always filled in; caller frees with
 * fetch_result_free. The error's text begins with the address as asked for.
 *
 * STATUS_OK exactly for FETCH_DONE; STATUS_STOPPED; STATUS_USAGE for BAD_URL, NOT_ALLOWED, PRIVATE
 * and ROBOTS; STATUS_TOO_LARGE; STATUS_NOT_FOUND for the HTTP statuses 404 and 410;
 * STATUS_BAD_INPUT for BAD_TYPE, REDIRECTS and BROKEN; else STATUS_IO.
 */
enum status fetch_get(struct fetcher *f, const char *url, struct fetch_result *result,
                      struct error *error);
void fetch_result_free(struct fetch_result *result); /* leaves {0} */

/* How asking for an address ended the last time, in this run or an earlier one. */
struct fetch_visit {
    enum fetch_outcome outcome;
    long http_status;
    time_t when; /* seconds since 1970 */
};

/* false when nothing is known, or there is no cache. Remembered is what will last for a while,
   under the address asked for and the one that answered: FETCH_DONE, FETCH_BAD_TYPE, and of
   FETCH_HTTP_STATUS the statuses from 400 to 499 but 408, 425 and 429. */
bool fetch_recall(const struct fetcher *f, const char *url, struct fetch_visit *out);

/* Whether the settings name the host of url: what to ask before a link is put in a queue. */
bool fetch_names_host(const struct fetcher *f, const char *url);

/* ---- robots.txt ------------------------------------------------------------------------------ */

/* One host's rules for agent: its own groups, else those of "*". */
struct fetch_robots;

/* Never fails: lines that are no rules are passed over, as is what comes after FETCH_ROBOTS_MAX.
   caller frees with fetch_robots_free. */
struct fetch_robots *fetch_robots_parse(struct slice text, const char *agent);
void fetch_robots_free(struct fetch_robots *robots);

/* path begins with "/" and holds the query. The longest rule that matches decides; of two as long,
   the one that allows. */
bool fetch_robots_allow(const struct fetch_robots *robots, struct slice path);

/* Milliseconds between requests; 0: nothing said. */
uint64_t fetch_robots_delay(const struct fetch_robots *robots);

/* ---- addresses ------------------------------------------------------------------------------- */

/* Whether an IPv4 or IPv6 address in numbers is anything but a public one: private, loopback,
   link-local, multicast, reserved, or an IPv6 form that holds such an IPv4 address. What is no
   address is private. */
bool fetch_address_private(const char *numbers);

#endif
