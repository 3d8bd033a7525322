/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From an address to an answer: each step is allowed, waits its turn, and may be a redirect. */
#include "fetch_internal.h"

#include <stdlib.h>
#include <string.h>

static bool is_redirect(long status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* The cache's copy stands for the answer. */
static void use_cached(struct answer *answer, struct cache_entry *entry)
{
    fetch_answer_free(answer);
    *answer = (struct answer){.outcome = FETCH_DONE, .status = 200};
    answer->type = entry->type;
    answer->body = entry->body;
    entry->type = NULL;
    entry->body = (struct buffer){0};
}

/* Sends the request for u, with what the cache knows of it. */
static enum fetch_outcome ask(struct fetcher *f, const struct url *u, bool for_robots,
                              bool private_too, struct answer *answer, bool *from_cache,
                              struct buffer *why)
{
    struct cache_entry entry = {0};
    size_t max = for_robots ? FETCH_ROBOTS_MAX : f->settings.max_bytes;
    struct request request = {
        .url = u, .private_too = private_too, .for_robots = for_robots, .max_bytes = max};
    bool cached = !for_robots && cache_read(f->cache, u->text, max, &entry);
    if (cached) {
        request.etag = entry.etag;
        request.modified = entry.modified;
    }
    request_send(f, &request, answer, why);
    site_used(f, u);
    enum fetch_outcome outcome = answer->outcome;
    if (outcome == FETCH_DONE && answer->status == 304) {
        *from_cache = cached;
        if (cached) {
            use_cached(answer, &entry);
        } else {
            buffer_text(why, "says that nothing has changed, which was not asked");
            outcome = FETCH_BROKEN;
        }
    }
    cache_entry_free(&entry);
    return outcome;
}

/* One step: may u be asked, is it its turn, and what does it say? */
static enum fetch_outcome step(struct fetcher *f, const struct url *u, bool for_robots,
                               struct answer *answer, bool *from_cache, struct buffer *why)
{
    const struct host_name *name = host_name_find(f->names, f->name_count, u);
    enum fetch_outcome outcome = FETCH_DONE;
    if (name == NULL) {
        buffer_text(why, "its host is not among those allowed");
        return FETCH_NOT_ALLOWED;
    }
    if (!for_robots)
        outcome = site_ask(f, u, why);
    if (outcome != FETCH_DONE)
        return outcome;
    if (!site_wait(f, u)) {
        buffer_text(why, "stopped");
        return FETCH_STOPPED;
    }
    return ask(f, u, for_robots, name->private_too, answer, from_cache, why);
}

/* Moves *at to where the answer leads. */
static enum fetch_outcome turn(struct url *at, const struct answer *answer, struct buffer *why)
{
    struct url next;
    const char *reason;
    if (answer->location == NULL || answer->location[0] == '\0') {
        buffer_text(why, "redirects to nowhere");
        return FETCH_BROKEN;
    }
    enum fetch_outcome outcome = url_open(&next, at, answer->location, &reason);
    if (outcome != FETCH_DONE) {
        buffer_text(why, "redirects to ");
        message_text(why, answer->location);
        buffer_format(why, ": %s", reason);
        return outcome == FETCH_BAD_URL ? FETCH_BROKEN : outcome;
    }
    url_free(at);
    *at = next;
    return FETCH_DONE;
}

enum fetch_outcome follow_url(struct fetcher *f, struct url *at, bool for_robots,
                              struct answer *answer, bool *from_cache, struct buffer *why)
{
    *answer = (struct answer){0};
    *from_cache = false;
    for (unsigned turns = 0;; turns++) {
        enum fetch_outcome outcome = step(f, at, for_robots, answer, from_cache, why);
        if (outcome != FETCH_DONE || !is_redirect(answer->status))
            return outcome;
        if (turns == FETCH_REDIRECTS_MAX) {
            buffer_format(why, "redirects more than %d times", FETCH_REDIRECTS_MAX);
            return FETCH_REDIRECTS;
        }
        outcome = turn(at, answer, why);
        if (outcome != FETCH_DONE)
            return outcome;
        fetch_answer_free(answer);
    }
}
