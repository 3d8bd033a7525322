/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents of JSON Lines. */
#include "readers.h"
#include "run.h"
#include "signals.h"
#include "stream.h"

#include <string.h>
#include <time.h>

static const double stream_patience = 5.0; /* seconds that documents wait to be written */

/* ---- ids ------------------------------------------------------------------------------------- */

static struct slice without_slashes(struct slice s)
{
    while (slice_starts(s, SLICE("/")))
        s = slice_part(s, 1, s.size);
    while (slice_ends(s, SLICE("/")))
        s.size--;
    return s;
}

bool gather_said_id(const struct said *l, const struct reader_entry *entry, struct buffer *id)
{
    const struct naming *naming = &l->run->settings->naming;
    struct slice own = without_slashes(entry->id);
    buffer_clear(id);
    if (own.size > 0 || entry->url.size == 0) {
        if (naming->prefix.size > 0) {
            buffer_slice(id, naming->prefix);
            buffer_char(id, '/');
        }
        if (own.size > 0)
            buffer_slice(id, own);
        else
            buffer_format(id, "jsonl/%016llx", (unsigned long long)l->digest);
        return true;
    }
    return naming_id(naming, (struct slice){0}, entry->url, id) != ADDRESS_NONE;
}

/* ---- documents ------------------------------------------------------------------------------- */

/* A line says itself what its title is: a first line of its text is text. */
static void title_to_text(struct schema_document *d, struct arena *arena)
{
    if (d->title.size == 0)
        return;
    struct schema_block *blocks = arena_alloc(arena, (d->block_count + 1) * sizeof *blocks);
    blocks[0] = (struct schema_block){.kind = BLOCK_PARAGRAPH, .text = d->title};
    if (d->block_count > 0)
        memcpy(blocks + 1, d->blocks, d->block_count * sizeof *blocks);
    d->blocks = blocks;
    d->block_count++;
    d->title = (struct slice){0};
}

/* Text that was cut out of a page of the mirror keeps the marks of Markdown. What has its links is
   read as such, so that the links count and their addresses are no words. */
static enum file_kind kind_of_text(struct slice text)
{
    static const char *const targets[] = {"](/", "](http://", "](https://"};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
        if (slice_find(text, slice_of(targets[i]), 0) != SIZE_MAX)
            return FILE_MARKDOWN;
    return FILE_TEXT;
}

static enum status read_content(struct run *run, const struct reader_entry *entry,
                                struct schema_document *d, struct error *error)
{
    struct page_oddities odd;
    struct arena *arena = &run->batch.arena;
    if (entry->markdown.size > 0)
        return page_maker_read(&run->maker, FILE_MARKDOWN, entry->markdown, d, arena, &odd, error);
    if (entry->html.size > 0)
        return page_maker_read(&run->maker, FILE_HTML, entry->html, d, arena, &odd, error);
    enum file_kind kind = kind_of_text(entry->text);
    enum status status = page_maker_read(&run->maker, kind, entry->text, d, arena, &odd, error);
    if (kind == FILE_MARKDOWN && entry->title.size == 0)
        return status;       /* its heading is its title, as if it had come as Markdown */
    if (d->label.size > 0) { /* the reader took the title apart */
        const char *end = d->label.data + d->label.size;
        d->title.size = (size_t)(end - d->title.data);
        d->label = (struct slice){0};
    }
    title_to_text(d, arena);
    return status;
}

static void take_line(const struct said *l, const struct reader_entry *entry,
                      const struct gathered *g, uint32_t known)
{
    struct run *run = l->run;
    struct error error;
    struct draft *draft = gather_draft(run, g, known);
    enum status status = read_content(run, entry, &draft->document, &error);
    if (status != STATUS_OK) {
        gather_drop(run, known);
        report_skip(run->report, l->shown, error.text);
        return;
    }
    if (run->batch.lines == NULL)
        run->batch.lines = lists_new(&run->settings->naming);
    struct list_entry said = lists_entry_of_line(run->batch.lines, entry, g->id);
    said.number = (struct slice){0}; /* what a list calls "id" is a number, what a line does not */
    lists_apply(&said, &draft->document, &run->batch.arena);
    run->batch.bytes += l->size;
}

int gather_said(void *user, const struct reader_entry *entry)
{
    struct said *l = user;
    struct run *run = l->run;
    uint32_t known;
    if (!gather_said_id(l, entry, &run->id)) {
        report_skip(run->report, l->shown, "its url is not the address of a page");
        return 0;
    }
    if (entry->odd > 0)
        report_warn(run->report, "%s: passed over %zu values of a wrong kind or form: %.*s",
                    l->shown, entry->odd, (int)entry->odd_keys.size, entry->odd_keys.data);
    struct gathered g = {.root = l->root,
                         .id = buffer_view(&run->id),
                         .path = l->path,
                         .shown = l->shown,
                         .line = true,
                         .page_digest = l->digest,
                         .list_digest = gather_list_digest(run, l->path, NULL)};
    if (gather_wanted(run, &g, &known))
        take_line(l, entry, &g, known);
    return 0;
}

static void gather_line(struct said *l, struct slice bytes)
{
    struct error error;
    if (slice_trim(bytes).size == 0)
        return;
    l->digest = digest_bytes(bytes);
    l->size = bytes.size;
    if (reader_json_line(bytes, gather_said, l, &error) == STATUS_OK)
        return;
    l->root->broken = true; /* whose document it was is not known */
    report_skip(l->run->report, l->shown, error.text);
}

bool gather_object(struct run *run, struct root *root, struct slice path, const char *shown)
{
    struct said l = {.run = run, .root = root, .path = path, .shown = shown};
    struct slice bytes = buffer_view(&run->bytes);
    l.digest = digest_bytes(bytes);
    l.size = bytes.size;
    if (reader_json_line(bytes, gather_said, &l, NULL) != STATUS_OK)
        return false;
    if (!utf8_valid(bytes))
        report_warn(run->report, "%s: what was not UTF-8 became U+FFFD", shown);
    return true;
}

/* ---- streams --------------------------------------------------------------------------------- */

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Lines that trickle in are written now and then, not only when the stream ends. */
static enum status flush_stream(struct run *run, double *since, struct error *error)
{
    if (run->batch.count == 0)
        *since = seconds_now();
    if (run->batch.count < run->settings->commit_documents ||
        seconds_now() - *since < stream_patience)
        return gather_flush(run, error);
    *since = seconds_now();
    return write_batch(run, error);
}

enum status gather_lines(struct run *run, struct root *root, struct stream *in, struct slice path,
                         const char *shown, struct error *error)
{
    struct buffer name = {0};
    double since = seconds_now();
    enum status status = STATUS_OK;
    uint64_t mended = 0;
    for (uint64_t number = 1; status == STATUS_OK; number++) {
        struct error own;
        bool end;
        struct slice bytes;
        struct said l = {.run = run, .root = root, .path = path};
        enum status got = stream_line(in, '\n', READER_SIZE_MAX, &bytes, &end, &own);
        buffer_clear(&name);
        buffer_format(&name, "%s:%llu", shown, (unsigned long long)number);
        l.shown = name.data;
        if (got == STATUS_STOPPED || (got == STATUS_OK && !end && signals_stop())) {
            status = STATUS_STOPPED;
        } else if (got == STATUS_OK && end) {
            break;
        } else if (got == STATUS_OK) {
            gather_line(&l, bytes);
            mended += !utf8_valid(bytes);
            report_progress(run->report, "reading", number, 0);
        } else {
            root->broken = true;
            report_skip(run->report, l.shown, own.text);
        }
        if (got == STATUS_IO || got == STATUS_BAD_INPUT)
            break; /* nothing more comes */
        if (status == STATUS_OK)
            status = flush_stream(run, &since, error);
    }
    if (mended > 0)
        report_warn(run->report, "%s: what was not UTF-8 in %llu lines became U+FFFD", shown,
                    (unsigned long long)mended);
    buffer_free(&name);
    return status;
}
