/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One document that is fetched. */
#include "follow_internal.h"

#include <stdlib.h>
#include <string.h>

/* FILE_OTHER when it is no page. */
static enum file_kind kind_of(enum fetch_kind kind)
{
    switch (kind) {
    case FETCH_HTML:
        return FILE_HTML;
    case FETCH_TEXT:
        return FILE_TEXT;
    case FETCH_MARKDOWN:
        return FILE_MARKDOWN;
    case FETCH_PDF:
        return FILE_PDF;
    case FETCH_FEED:
    case FETCH_JSON:
        break;
    }
    return FILE_OTHER;
}

/* The body as the reader takes it: what the answer's head says of its characters goes before what
   the page says. */
static struct slice body_of(struct follow *f, const struct fetch_result *result)
{
    if (result->kind != FETCH_HTML || result->charset[0] == '\0')
        return buffer_view(&result->body);
    buffer_clear(&f->body);
    buffer_format(&f->body, "<!-- charset=%s -->\n", result->charset);
    buffer_slice(&f->body, buffer_view(&result->body));
    return buffer_view(&f->body);
}

/* "https://example.se", whose documents they are. */
static struct slice origin_of(const char *url)
{
    struct slice whole = slice_of(url);
    size_t scheme = slice_find(whole, SLICE("://"), 0);
    size_t end = scheme == SIZE_MAX ? SIZE_MAX : slice_find(whole, SLICE("/"), scheme + 3);
    return slice_part(whole, 0, end == SIZE_MAX ? whole.size : end);
}

/* Whether a redirect led to a page that the index, or this run, has by its own id. */
static bool is_known(struct run *run, const struct follow_wanted *w, const char *url)
{
    struct follow *f = run->follow;
    struct buffer id = {0};
    naming_id(&run->settings->naming, (struct slice){0}, slice_of(url), &id);
    struct slice own = run->catalogue.items[w->known].id, found = buffer_view(&id);
    bool again = false;
    if (found.size > 0 && !slice_equal(own, found)) {
        uint32_t at = catalogue_find(&run->catalogue, found);
        const struct known *k = at != TABLE_NONE ? &run->catalogue.items[at] : NULL;
        again = (k != NULL && (k->page || k->draft != CATALOGUE_NO_DRAFT)) ||
                table_find(&f->finals, found) != TABLE_NONE;
        if (!again)
            table_add(&f->finals, slice_keep(&f->arena, found), w->known);
    }
    if (again)
        report_say(run->report, "%.*s leads to %.*s, which is known", (int)own.size, own.data,
                   (int)found.size, found.data);
    buffer_free(&id);
    return again;
}

static void put_draft(struct run *run, const struct follow_wanted *w,
                      const struct schema_document *read, const struct fetch_result *result)
{
    struct follow *f = run->follow;
    char *path = slice_copy(origin_of(result->url));
    struct root root = {.path = path};
    struct known *k = &run->catalogue.items[w->known];
    uint32_t known;
    root.number = catalogue_root(&run->catalogue, slice_of(path));
    if (w->listed && k->root == w->feed)
        k->root = CATALOGUE_NO_ROOT; /* a feed's entry gives way to its page */
    struct gathered g = {
        .root = &root,
        .id = k->id,
        .shown = result->url,
        .entry = w->listed ? &w->said : NULL,
        .page_digest = digest_bytes(buffer_view(&result->body)),
    };
    g.list_digest = gather_list_digest(run, g.path, g.entry);
    if (gather_wanted(run, &g, &known)) {
        struct schema_document *d = &gather_draft(run, &g, known)->document;
        d->title = read->title;
        d->label = read->label;
        d->blocks = read->blocks;
        d->block_count = read->block_count;
        d->links = read->links;
        d->link_count = read->link_count;
        lists_apply(w->listed ? &w->said : NULL, d, &run->batch.arena);
        d->url = slice_keep(&run->batch.arena, slice_of(result->url));
        d->source = slice_keep(&f->arena, slice_of(path));
        run->batch.bytes += result->body.size;
    }
    free(path);
}

/* Whether a page that was fetched before is what it was, in the same place. */
static bool is_same(struct run *run, const struct follow_wanted *w,
                    const struct fetch_result *result)
{
    struct known *k = &run->catalogue.items[w->known];
    if (w->listed || !k->page || k->page_digest != digest_bytes(buffer_view(&result->body)))
        return false;
    run->report->counts.unchanged += !k->unchanged;
    k->unchanged = k->seen = true;
    return true;
}

static void take(struct run *run, const struct follow_wanted *w, const struct fetch_result *result)
{
    struct error error;
    struct page_oddities odd;
    struct schema_document read = {.id = run->catalogue.items[w->known].id};
    enum file_kind kind = kind_of(result->kind);
    if (kind == FILE_OTHER) {
        report_skip(run->report, result->url, "not a page, but a feed or JSON");
        return;
    }
    if (is_known(run, w, result->url) || is_same(run, w, result))
        return;
    run->maker.address = slice_of(result->url);
    enum status status = page_maker_read(&run->maker, kind, body_of(run->follow, result), &read,
                                         &run->batch.arena, &odd, &error);
    run->maker.address = (struct slice){0};
    if (status != STATUS_OK) {
        report_skip(run->report, result->url, error.text);
        return;
    }
    gather_tell_oddities(run, result->url, &odd);
    put_draft(run, w, &read, result);
}

/* The error's text begins with the address, which is the subject here. */
static void tell(struct run *run, const char *url, const struct error *error)
{
    struct slice text = slice_of(error->text);
    size_t size = strlen(url);
    bool said = slice_starts(text, slice_of(url)) &&
                slice_starts(slice_part(text, size, text.size), SLICE(": "));
    report_skip(run->report, url, error->text + (said ? size + 2 : 0));
}

/* An address without the slash at its end, when that was a guess and led nowhere. */
static enum status fetch_other(struct follow *f, const struct follow_wanted *w,
                               struct fetch_result *result)
{
    char *url = slice_copy(slice_part(w->url, 0, w->url.size - 1));
    fetch_result_free(result);
    enum status status = fetch_get(f->fetcher, url, result, NULL);
    free(url);
    return status;
}

enum status follow_fetch(struct run *run, const struct follow_wanted *w)
{
    struct follow *f = run->follow;
    struct fetch_result result;
    struct error error;
    char *url = slice_copy(w->url);
    enum status status = fetch_get(f->fetcher, url, &result, &error);
    if (status == STATUS_NOT_FOUND && w->guessed && slice_ends(w->url, SLICE("/")))
        status = fetch_other(f, w, &result);
    if (status == STATUS_OK)
        take(run, w, &result);
    else if (status != STATUS_STOPPED)
        tell(run, url, &error);
    fetch_result_free(&result);
    free(url);
    return status == STATUS_STOPPED ? status : STATUS_OK;
}
