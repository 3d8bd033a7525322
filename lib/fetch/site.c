/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run remembers of the hosts it asks: their rules, and when they were asked last. */
#include "fetch_internal.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SLICE_MS = 50 };

/* One scheme, host and port. */
struct site {
    struct site *next;
    char *origin, *host;
    bool asked; /* for robots.txt; then outcome and why hold */
    enum fetch_outcome outcome;
    struct buffer why;
    struct fetch_robots *robots; /* NULL: everything is allowed, or nothing (outcome) */
    uint64_t delay_ms;
    bool used;
    uint64_t last; /* clock_ms at the end of the last request, if used */
};

uint64_t clock_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

bool fetch_stopped(const struct fetcher *f)
{
    return f->settings.stop != NULL && f->settings.stop(f->settings.user) != 0;
}

static struct site *find_site(struct fetcher *f, const struct url *u)
{
    struct site *site = f->sites;
    while (site != NULL && strcmp(site->origin, u->origin) != 0)
        site = site->next;
    if (site == NULL) {
        site = base_calloc(1, sizeof *site);
        site->origin = slice_copy(slice_of(u->origin));
        site->host = slice_copy(slice_of(u->host));
        site->next = f->sites;
        f->sites = site;
    }
    return site;
}

void sites_free(struct fetcher *f)
{
    while (f->sites != NULL) {
        struct site *site = f->sites;
        f->sites = site->next;
        free(site->origin);
        free(site->host);
        buffer_free(&site->why);
        fetch_robots_free(site->robots);
        free(site);
    }
}

/* ---- pauses ---------------------------------------------------------------------------------- */

/* When u's host may be asked again, whatever the scheme and port it was asked at. */
static uint64_t due_at(const struct fetcher *f, const struct url *u)
{
    uint64_t due = 0, pause = f->settings.no_pause ? 0 : f->settings.pause_ms;
    for (const struct site *site = f->sites; site != NULL; site = site->next) {
        uint64_t wait = site->delay_ms > pause ? site->delay_ms : pause;
        if (site->used && strcmp(site->host, u->host) == 0 && site->last + wait > due)
            due = site->last + wait;
    }
    return due;
}

bool site_wait(struct fetcher *f, const struct url *u)
{
    uint64_t due = due_at(f, u);
    for (uint64_t now = clock_ms(); now < due; now = clock_ms()) {
        uint64_t ms = due - now < SLICE_MS ? due - now : SLICE_MS;
        struct timespec span = {.tv_nsec = (long)ms * 1000000};
        if (fetch_stopped(f))
            return false;
        (void)nanosleep(&span, NULL);
    }
    return !fetch_stopped(f);
}

void site_used(struct fetcher *f, const struct url *u)
{
    struct site *site = find_site(f, u);
    site->used = true;
    site->last = clock_ms();
}

/* ---- robots.txt ------------------------------------------------------------------------------ */

static void take_robots(struct site *site, struct slice text)
{
    site->robots = fetch_robots_parse(text, FETCH_AGENT);
    site->delay_ms = fetch_robots_delay(site->robots);
    if (site->delay_ms > FETCH_CRAWL_DELAY_MAX * 1000) {
        buffer_format(&site->why, "its robots.txt asks for %llu seconds between requests",
                      (unsigned long long)site->delay_ms / 1000);
        site->outcome = FETCH_ROBOTS;
        site->delay_ms = 0;
    }
}

/* A host without rules allows everything; one that cannot say them nothing. 429 says "not now". */
static void judge_robots(struct site *site, enum fetch_outcome outcome, const struct answer *answer,
                         const struct buffer *why)
{
    bool done = outcome == FETCH_DONE;
    site->outcome = FETCH_DONE;
    if (done && answer->status == 200) {
        take_robots(site, buffer_view(&answer->body));
    } else if (done && answer->status >= 400 && answer->status < 500 && answer->status != 429) {
        return;
    } else if (done) {
        site->outcome = FETCH_ROBOTS;
        buffer_format(&site->why, "its robots.txt answers with status %ld", answer->status);
    } else if (outcome == FETCH_PRIVATE || outcome == FETCH_UNREACHABLE) {
        site->outcome = outcome;
        buffer_slice(&site->why, buffer_view(why));
    } else {
        site->outcome = FETCH_ROBOTS;
        buffer_text(&site->why, "its robots.txt cannot be read: ");
        buffer_slice(&site->why, buffer_view(why));
    }
}

/* false when told to stop. */
static bool load_robots(struct fetcher *f, struct site *site, const struct url *u)
{
    struct answer answer = {0};
    struct buffer why = {0};
    struct url at;
    const char *reason;
    bool from_cache;
    enum fetch_outcome outcome = url_open(&at, u, "/robots.txt", &reason);
    if (outcome == FETCH_DONE)
        outcome = follow_url(f, &at, true, &answer, &from_cache, &why);
    else
        buffer_text(&why, reason);
    if (outcome != FETCH_STOPPED) {
        site->asked = true;
        judge_robots(site, outcome, &answer, &why);
    }
    url_free(&at);
    fetch_answer_free(&answer);
    buffer_free(&why);
    return outcome != FETCH_STOPPED;
}

enum fetch_outcome site_ask(struct fetcher *f, const struct url *u, struct buffer *why)
{
    struct site *site = find_site(f, u);
    if (!site->asked && !load_robots(f, site, u)) {
        buffer_text(why, "stopped");
        return FETCH_STOPPED;
    }
    if (site->outcome != FETCH_DONE) {
        buffer_slice(why, buffer_view(&site->why));
        return site->outcome;
    }
    if (site->robots == NULL || fetch_robots_allow(site->robots, slice_of(u->path)))
        return FETCH_DONE;
    buffer_text(why, "its robots.txt forbids it");
    return FETCH_ROBOTS;
}
