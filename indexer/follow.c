/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "follow_internal.h"

#include "signals.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DAY = 24 * 60 * 60 };

/* ---- opening --------------------------------------------------------------------------------- */

static int stop(void *user)
{
    (void)user;
    return signals_stop();
}

static void warn(void *user, const char *text)
{
    struct follow *f = user;
    report_warn(f->report, "%s", text);
}

static unsigned least(uint64_t a, unsigned b)
{
    return a < b ? (unsigned)a : b;
}

enum status follow_open(struct follow **out, const struct settings *s, struct report *report,
                        struct error *error)
{
    uint64_t ms = s->timeout * 1000;
    *out = NULL;
    if (s->follow == 0 || s->dry_run)
        return STATUS_OK;
    struct follow *f = base_calloc(1, sizeof *f);
    const struct fetch_settings settings = {.hosts = s->hosts.items,
                                            .host_count = s->hosts.count,
                                            .private_hosts = s->private_hosts.items,
                                            .private_count = s->private_hosts.count,
                                            .contact = s->contact,
                                            .max_bytes = (size_t)s->max_bytes,
                                            .pause_ms = (unsigned)s->pause * 1000,
                                            .no_pause = s->pause == 0,
                                            .total_ms = (unsigned)ms,
                                            .connect_ms = least(ms, FOLLOW_CONNECT),
                                            .low_speed_ms = least(ms, FOLLOW_LOW_SPEED),
                                            .stop = stop,
                                            .warn = warn,
                                            .user = f};
    f->report = report;
    f->naming = &s->naming;
    f->refresh = s->refresh * DAY;
    f->lists = lists_new(&s->naming);
    enum status status = fetch_open(&f->fetcher, &settings, error);
    if (status == STATUS_OK)
        *out = f;
    else
        follow_close(f);
    return status;
}

void follow_close(struct follow *f)
{
    if (f == NULL)
        return;
    fetch_close(f->fetcher);
    lists_free(f->lists);
    free(f->wanted);
    free(f->steps);
    free(f->addresses);
    table_free(&f->noted);
    table_free(&f->finals);
    buffer_free(&f->whole);
    arena_free(&f->arena);
    buffer_free(&f->body);
    free(f);
}

/* ---- what is wanted -------------------------------------------------------------------------- */

unsigned char *follow_steps(struct follow *f, uint32_t known)
{
    size_t before = f->steps_room;
    f->steps = base_grow(f->steps, &f->steps_room, (size_t)known + 1, 1);
    memset(f->steps + before, FOLLOW_FAR, f->steps_room - before);
    return &f->steps[known];
}

void follow_note(void *user, struct slice id, struct slice address)
{
    struct follow *f = user;
    address = slice_trim(address);
    buffer_clear(&f->whole);
    naming_whole(f->naming, address, &f->whole);
    struct slice whole = buffer_view(&f->whole);
    bool web = slice_starts(whole, SLICE("https://")) || slice_starts(whole, SLICE("http://"));
    if (!web || whole.size > FETCH_URL_MAX || table_find(&f->noted, id) != TABLE_NONE)
        return;
    f->addresses =
        base_grow(f->addresses, &f->address_room, f->address_count + 1, sizeof *f->addresses);
    f->addresses[f->address_count] = slice_keep(&f->arena, whole);
    table_add(&f->noted, slice_keep(&f->arena, id), (uint32_t)f->address_count++);
}

static bool is_fetched(struct run *run, const struct known *k)
{
    return k->page && k->root != CATALOGUE_NO_ROOT &&
           catalogue_is_fetched(catalogue_root_path(&run->catalogue, k->root));
}

static bool is_allowed(const struct follow *f, struct slice url)
{
    char *text = slice_copy(url);
    bool allowed = fetch_names_host(f->fetcher, text);
    free(text);
    return allowed;
}

/* Whether an address is to be asked for: not so long ago it answered, or had nothing for us. */
static bool is_due(struct follow *f, struct slice url, bool held)
{
    struct fetch_visit visit;
    char *text = slice_copy(url);
    bool due = true;
    if (fetch_recall(f->fetcher, text, &visit) && (held || visit.outcome != FETCH_DONE)) {
        double age = difftime(time(NULL), visit.when);
        due = age >= (double)f->refresh || age < -DAY;
    }
    f->waiting += !due && visit.outcome != FETCH_DONE;
    free(text);
    return due;
}

static struct follow_wanted *add_wanted(struct follow *f, uint32_t known, struct slice url)
{
    f->wanted = base_grow(f->wanted, &f->room, f->count + 1, sizeof *f->wanted);
    struct follow_wanted *w = &f->wanted[f->count++];
    *w = (struct follow_wanted){.known = known, .url = slice_keep(&f->arena, url)};
    return w;
}

/* ---- entries of feeds ------------------------------------------------------------------------ */

/* Whether a source of its own holds the document: its page is not fetched. */
static bool is_held(struct run *run, const struct known *k, const struct said *said)
{
    return k->root != CATALOGUE_NO_ROOT && k->root != said->root->number &&
           !catalogue_is_fetched(catalogue_root_path(&run->catalogue, k->root));
}

/* Its page is wanted, unless the index has it, the feed says of it what it said then, and it is not
   yet to be asked for again; or it could not be had some days ago. */
static void want_page(struct run *run, uint32_t known, struct slice url, const struct said *said,
                      const struct reader_entry *entry)
{
    struct follow *f = run->follow;
    struct known *k = &run->catalogue.items[known];
    struct list_entry list = lists_entry_of_line(f->lists, entry, k->id);
    list.number = (struct slice){0};
    bool held =
        is_fetched(run, k) && k->list_digest == gather_list_digest(run, (struct slice){0}, &list);
    if (!is_due(f, url, held)) {
        if (!held)
            return;
        run->report->counts.unchanged += !k->unchanged;
        k->unchanged = k->seen = true;
        return;
    }
    struct follow_wanted *w = add_wanted(f, known, url);
    w->listed = true;
    w->said = list;
    w->feed = said->root->number;
}

bool follow_entry(struct run *run, const struct said *said, const struct reader_entry *entry)
{
    struct follow *f = run->follow;
    struct buffer url = {0};
    bool as_it_is = true;
    if (f == NULL || entry->url.size == 0 || !gather_said_id(said, entry, &run->id))
        return true;
    naming_whole(&run->settings->naming, entry->url, &url);
    if (is_allowed(f, buffer_view(&url))) {
        uint32_t known = catalogue_add(&run->catalogue, buffer_view(&run->id));
        const struct known *k = &run->catalogue.items[known];
        as_it_is = !is_fetched(run, k);
        if (*follow_steps(f, known) == FOLLOW_FAR && !is_held(run, k, said)) {
            *follow_steps(f, known) = 1;
            want_page(run, known, buffer_view(&url), said, entry);
        }
    }
    buffer_free(&url);
    return as_it_is;
}

/* ---- steps ----------------------------------------------------------------------------------- */

/* Fetches all that is wanted, and writes now and then. */
static enum status fetch_wanted(struct run *run, bool write, struct error *error)
{
    struct follow *f = run->follow;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < f->count && status == STATUS_OK; i++) {
        struct slice id = run->catalogue.items[f->wanted[i].known].id;
        if (table_find(&f->finals, id) != TABLE_NONE)
            continue; /* another address led there */
        report_progress(run->report, "fetching", ++f->done, 0);
        status = follow_fetch(run, &f->wanted[i]);
        if (status == STATUS_OK && write && run->batch.count >= FOLLOW_BATCH)
            status = write_batch(run, error);
    }
    f->count = 0;
    return status;
}

enum status follow_entries(struct run *run, struct error *error)
{
    return run->follow != NULL ? fetch_wanted(run, false, error) : STATUS_OK;
}

/* Steps of what stands at each docid of the index. caller frees with free(). */
static unsigned char *map_steps(struct run *run, size_t *docids)
{
    struct catalogue *c = &run->catalogue;
    *docids = 1;
    for (size_t i = 0; i < c->count; i++)
        if (c->items[i].docid >= *docids)
            *docids = (size_t)c->items[i].docid + 1;
    unsigned char *steps = base_calloc(*docids, 1);
    memset(steps, FOLLOW_FAR, *docids);
    for (uint32_t i = 0; i < c->count; i++) {
        const struct known *k = &c->items[i];
        unsigned char *own = follow_steps(run->follow, i);
        if (*own == FOLLOW_FAR && k->seen && k->page && !is_fetched(run, k))
            *own = 0;
        if (k->docid != 0)
            steps[k->docid] = *own;
    }
    return steps;
}

/* Whether one of the pages that link to id is so many steps away. */
static enum status is_linked(struct run *run, struct slice id, const unsigned char *steps,
                             size_t docids, unsigned from, bool *linked, struct error *error)
{
    struct xc_postings *postings;
    struct xc_error failed;
    struct store *store = run->store;
    *linked = false;
    schema_term(&store->term, SCHEMA_PREFIX_LINK, id);
    enum xc_status got = xc_postings_open(&postings, store->index,
                                          store_bytes(buffer_view(&store->term)), false, &failed);
    while (got == XC_OK && !*linked) {
        struct xc_posting at;
        got = xc_postings_next(postings, &at, &failed);
        if (got != XC_OK || at.docid == 0)
            break;
        *linked = at.docid < docids && steps[at.docid] == from;
    }
    xc_postings_close(postings);
    return store_failed(store, got, &failed, error);
}

/* As the page may have been asked for when its address was not guessed. */
static struct slice without_slash(struct slice url)
{
    return slice_ends(url, SLICE("/")) ? slice_part(url, 0, url.size - 1) : url;
}

/* Of a fetched page whose feed this run did not read, the feed's part could not be put anew. */
static bool is_of_feed(struct run *run, const struct known *k)
{
    return k->page && k->list_digest != gather_list_digest(run, (struct slice){0}, NULL);
}

/* A document that the index knows by links only, or that was fetched some time ago. */
static enum status want_linked(struct run *run, uint32_t known, struct schema_codec *codec,
                               struct error *error)
{
    struct follow *f = run->follow;
    const struct known *k = &run->catalogue.items[known];
    struct schema_document d;
    enum status status = store_read(run->store, k->docid, codec, &d, error);
    if (status != STATUS_OK)
        return status;
    uint32_t at = k->page ? TABLE_NONE : table_find(&f->noted, k->id);
    struct slice url = at != TABLE_NONE ? f->addresses[at] : d.url;
    bool guessed = at == TABLE_NONE && !k->page;
    if (!is_allowed(f, url))
        f->elsewhere += !k->page;
    else if (is_due(f, url, k->page) && (!guessed || is_due(f, without_slash(url), false)))
        add_wanted(f, known, url)->guessed = guessed;
    return STATUS_OK;
}

/* What is one step further, but for pages that sources have. */
static enum status find_wanted(struct run *run, unsigned step, struct error *error)
{
    struct follow *f = run->follow;
    enum status status = catalogue_load(&run->catalogue, error);
    size_t docids, count = run->catalogue.count;
    unsigned char *steps = map_steps(run, &docids);
    struct schema_codec *codec = schema_codec_new();
    for (uint32_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct known *k = &run->catalogue.items[i];
        bool linked = false;
        if (k->docid == 0 || *follow_steps(f, i) != FOLLOW_FAR || (k->page && !is_fetched(run, k)))
            continue;
        status = is_linked(run, k->id, steps, docids, step - 1, &linked, error);
        if (status != STATUS_OK || !linked)
            continue;
        *follow_steps(f, i) = (unsigned char)step;
        if (!is_of_feed(run, k))
            status = want_linked(run, i, codec, error);
    }
    schema_codec_free(codec);
    free(steps);
    return status;
}

enum status follow_links(struct run *run, struct error *error)
{
    struct follow *f = run->follow;
    enum status status = STATUS_OK;
    if (f == NULL || run->store->index == NULL)
        return STATUS_OK;
    for (unsigned step = 1; step <= run->settings->follow && status == STATUS_OK; step++) {
        status = find_wanted(run, step, error);
        if (status == STATUS_OK)
            status = fetch_wanted(run, true, error);
        if (status == STATUS_OK)
            status = write_batch(run, error);
    }
    report_say(
        run->report,
        "fetched %llu documents; %llu are on hosts that --allow-host lacks; %llu could not be "
        "had and are asked for again later",
        (unsigned long long)f->done, (unsigned long long)f->elsewhere,
        (unsigned long long)f->waiting);
    return status;
}
