/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sources in order, and the pages among them. */
#include "readers.h"
#include "run.h"
#include "signals.h"
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- pages ----------------------------------------------------------------------------------- */

void gather_tell_oddities(struct run *run, const char *shown, const struct page_oddities *odd)
{
    if (odd->western)
        report_warn(run->report, "%s: not UTF-8; it was read as Windows-1252", shown);
    if (odd->repaired > 0)
        report_warn(run->report, "%s: %zu places were not UTF-8 and became U+FFFD", shown,
                    odd->repaired);
    if (odd->flattened > 0)
        report_warn(run->report, "%s: %zu blocks are nested deeper than %d and became plain text",
                    shown, odd->flattened, READER_DEPTH_MAX);
}

/* What the lists say of a page; when that cannot be told, since one is broken, what they said. */
static enum status apply_lists(struct run *run, const struct gathered *g, uint32_t known,
                               const struct list_entry *entry, struct schema_document *d,
                               struct error *error)
{
    const struct known *k = &run->catalogue.items[known];
    if (entry == NULL && g->same_list && k->page)
        return gather_known_listed(run, k->docid, d, error);
    lists_apply(entry, d, &run->batch.arena);
    return STATUS_OK;
}

/* The page in run->bytes, now that it is known to be new or changed. */
static void read_page(struct run *run, const struct gathered *g, enum file_kind kind,
                      uint32_t known, const struct list_entry *entry)
{
    struct error error;
    struct page_oddities odd;
    struct slice bytes = buffer_view(&run->bytes);
    struct draft *draft = gather_draft(run, g, known);
    enum status status = page_maker_read(&run->maker, kind, bytes, &draft->document,
                                         &run->batch.arena, &odd, &error);
    if (status == STATUS_OK)
        status = apply_lists(run, g, known, entry, &draft->document, &error);
    if (status != STATUS_OK) {
        gather_drop(run, known);
        report_skip(run->report, g->shown, error.text);
        return;
    }
    gather_tell_oddities(run, g->shown, &odd);
    run->batch.bytes += bytes.size;
}

/* What the lists say of the page (NULL: it was not asked), and whether the page has to be read.
   compared: the last run that compared pages with the lists met this one too. One that was away
   then may hold what the lists said earlier, even if it is back as it was. */
static bool page_wanted(struct run *run, struct gathered *g, bool compared, uint32_t *known,
                        const struct list_entry **entry)
{
    struct listings *l = run_listings(run, g->root);
    *entry = NULL;
    g->same_list = compared && listings_hold(l, g->id, g->path);
    if (g->same_list && !gather_wanted(run, g, known))
        return false;
    *entry = g->entry = listings_find(l, g->id, g->path);
    /* Reading them may show that they are broken. */
    g->same_list = listings_broken_for(l, g->path);
    g->list_digest = gather_list_digest(run, g->path, *entry);
    return gather_wanted(run, g, known);
}

void gather_page(struct run *run, const struct root *root, enum file_kind kind, struct slice path,
                 const char *shown)
{
    uint32_t known;
    const struct list_entry *entry;
    struct gathered g = {.root = root,
                         .id = buffer_view(&run->id),
                         .path = path,
                         .shown = shown,
                         .page_digest = digest_bytes(buffer_view(&run->bytes))};
    if (page_wanted(run, &g, false, &known, &entry))
        read_page(run, &g, kind, known, entry);
}

bool gather_spared(struct run *run, const struct root *root, const struct stat *about,
                   struct slice path, const char *shown)
{
    struct stamps *stamps = run_stamps(run, root);
    uint32_t known = catalogue_find(&run->catalogue, buffer_view(&run->id));
    const struct list_entry *entry;
    const struct known *k = known != TABLE_NONE ? &run->catalogue.items[known] : NULL;
    if (k == NULL || stamps->known.size == 0 || !k->page || k->root != root->number)
        return false;
    struct gathered g = {.root = root,
                         .id = buffer_view(&run->id),
                         .path = path,
                         .shown = shown,
                         .page_digest = k->page_digest};
    return about != NULL && S_ISREG(about->st_mode) &&
           stamps_hold(stamps, path, about, g.page_digest) &&
           !page_wanted(run, &g, true, &known, &entry);
}

/* ---- files ----------------------------------------------------------------------------------- */

struct gathering {
    struct run *run;
    struct source *source;
    struct slice base; /* of the folder walked, below its root */
    enum status status;
    struct error *error;
    uint64_t files;
};

static bool holds_many(enum file_kind kind)
{
    return kind == FILE_JSON || kind == FILE_LINES || kind == FILE_FEED || kind == FILE_XML;
}

/* A file that cannot be read is still there: --prune leaves its document alone. */
static void note_unreadable(struct run *run, enum file_kind kind)
{
    uint32_t known = catalogue_find(&run->catalogue, buffer_view(&run->id));
    if (!holds_many(kind) && known != TABLE_NONE)
        run->catalogue.items[known].seen = true;
}

static enum status gather_stream_of_lines(struct gathering *g, const struct walk_file *file,
                                          struct slice path, const char *shown)
{
    int fd = openat(file->folder, file->name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        report_skip(g->run->report, shown, strerror(errno));
        g->source->root->broken = true;
        return STATUS_OK;
    }
    struct stream *in = stream_open(fd);
    enum status status = gather_lines(g->run, g->source->root, in, path, shown, g->error);
    stream_close(in);
    return status;
}

/* JSON that is a list was read with the listings; the rest is one document, or one a line. */
static void gather_json(struct gathering *g, const struct walk_file *file, struct slice path,
                        const char *shown)
{
    struct slice bytes = buffer_view(&g->run->bytes);
    if (page_maker_sniff(bytes) != FILE_LINES ||
        gather_object(g->run, g->source->root, path, shown))
        return;
    g->status = gather_stream_of_lines(g, file, path, shown);
}

static void ignore(struct run *run, const char *shown)
{
    run->report->counts.ignored++;
    report_say(run->report, "%s: ignored", shown);
}

/* path is below the root. */
static void gather_file(struct gathering *g, const struct walk_file *file, struct slice path,
                        const char *shown)
{
    struct run *run = g->run;
    enum file_kind kind = file->kind;
    struct error error;
    struct stat about;
    bool xml = kind == FILE_XML;
    buffer_clear(&run->id);
    naming_id_of_path(&run->settings->naming, path, &run->id);
    if (kind == FILE_LINES) {
        g->status = gather_stream_of_lines(g, file, path, shown);
        return;
    }
    bool page = kind == FILE_MARKDOWN || kind == FILE_HTML || kind == FILE_TEXT;
    if (page && gather_spared(run, g->source->root, file->about, path, shown))
        return;
    if (stream_read_known(file->folder, file->name, &run->bytes, &about, &error) != STATUS_OK) {
        note_unreadable(run, kind);
        g->source->root->broken |= holds_many(kind);
        report_skip(run->report, shown, error.text);
        return;
    }
    if (page)
        stamps_keep(run_stamps(run, g->source->root), path, &about,
                    digest_bytes(buffer_view(&run->bytes)), run->began);
    /* FILE_OTHER: only of files that are named. */
    if (kind == FILE_OTHER || kind == FILE_XML)
        kind = page_maker_sniff(buffer_view(&run->bytes));
    if (xml && kind != FILE_FEED && g->source->kind == SOURCE_FOLDER)
        ignore(run, shown);
    else if (kind == FILE_FEED)
        gather_feed(run, g->source->root, path, shown);
    else if (kind == FILE_JSON || kind == FILE_LINES)
        gather_json(g, file, path, shown);
    else
        gather_page(run, g->source->root, kind, path, shown);
}

/* ---- folders --------------------------------------------------------------------------------- */

static void whole_path(const struct gathering *g, struct slice path, struct buffer *out)
{
    buffer_text(out, g->source->path);
    if (!slice_ends(buffer_view(out), SLICE("/")))
        buffer_char(out, '/');
    buffer_slice(out, path);
}

static int walk_file(void *user, const struct walk_file *file)
{
    struct gathering *g = user;
    struct run *run = g->run;
    struct buffer shown = {0};
    if (signals_stop()) {
        g->status = STATUS_STOPPED;
        return 1;
    }
    /* The lists of a mirror and what its api/ holds are no pages. */
    if (file->kind == FILE_JSON && g->source->root->mirror)
        return 0;
    whole_path(g, file->path, &shown);
    if (file->kind == FILE_OTHER) {
        ignore(run, shown.data);
    } else {
        struct slice path = root_relative(g->source->root, buffer_view(&shown));
        gather_file(g, file, path, shown.data);
        report_progress(run->report, "reading", ++g->files, 0);
    }
    buffer_free(&shown);
    if (g->status == STATUS_OK)
        g->status = gather_flush(run, g->error);
    return g->status != STATUS_OK;
}

static void unreadable(void *user, struct slice path, const char *reason)
{
    struct gathering *g = user;
    struct buffer shown = {0};
    whole_path(g, path, &shown);
    g->source->root->broken = true;
    report_skip(g->run->report, shown.data, reason);
    buffer_free(&shown);
}

static enum status gather_folder(struct gathering *g)
{
    static const struct walk_calls calls = {.file = walk_file, .unreadable = unreadable};
    struct error error;
    const struct root *root = g->source->root;
    const struct walk_tree *tree = run_listings(g->run, root)->tree;
    enum status status = tree != NULL && strcmp(root->path, g->source->path) == 0
                             ? walk_tree_tell(tree, &calls, g)
                             : walk_folder(g->source->path, true, &calls, g, &error);
    if (status == STATUS_IO) {
        g->source->root->broken = g->source->unread = true;
        report_skip(g->run->report, g->source->path, error.text);
    }
    return g->status;
}

/* ---- files that are named, and streams ------------------------------------------------------- */

static enum status gather_named(struct gathering *g)
{
    const char *shown = g->source->path;
    struct slice path = root_relative(g->source->root, slice_of(shown));
    struct stat about;
    const struct walk_file file = {.folder = AT_FDCWD,
                                   .name = shown,
                                   .kind = file_kind_of_name(slice_of(shown)),
                                   .about = stat(shown, &about) == 0 ? &about : NULL};
    gather_file(g, &file, path, shown);
    g->source->list = (file.kind == FILE_JSON || file.kind == FILE_OTHER) &&
                      page_maker_sniff(buffer_view(&g->run->bytes)) == FILE_JSON;
    return g->status == STATUS_OK ? gather_flush(g->run, g->error) : g->status;
}

static enum status gather_one_page(struct gathering *g, struct stream *in)
{
    struct run *run = g->run;
    struct error error;
    const char *url = run->settings->url;
    buffer_clear(&run->id);
    enum schema_address_kind kind =
        naming_id(&run->settings->naming, (struct slice){0}, slice_of(url), &run->id);
    enum status status = stream_rest(in, READER_SIZE_MAX, &run->bytes, &error);
    if (status == STATUS_STOPPED)
        return status;
    if (status != STATUS_OK)
        report_skip(run->report, g->source->path, error.text);
    else if (kind == ADDRESS_NONE)
        report_skip(run->report, url, "not the address of a page");
    else {
        enum file_kind page = page_maker_sniff(buffer_view(&run->bytes));
        bool text = page != FILE_HTML && page != FILE_PDF;
        gather_page(run, g->source->root, text ? FILE_MARKDOWN : page, (struct slice){0}, url);
    }
    return STATUS_OK;
}

static enum status gather_feed_of_stream(struct gathering *g, struct stream *in)
{
    struct run *run = g->run;
    struct error error;
    enum status status = stream_rest(in, READER_SIZE_MAX, &run->bytes, &error);
    if (status == STATUS_STOPPED)
        return status;
    if (status == STATUS_OK)
        gather_feed(run, g->source->root, (struct slice){0}, g->source->path);
    else
        report_skip(run->report, g->source->path, error.text);
    g->source->root->broken |= status != STATUS_OK;
    return STATUS_OK;
}

static enum status gather_stream(struct gathering *g)
{
    struct slice start;
    struct error error;
    bool standard = strcmp(g->source->path, "-") == 0;
    int fd = standard ? dup(STDIN_FILENO) : open(g->source->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        g->source->unread = true;
        report_skip(g->run->report, g->source->path, strerror(errno));
        return STATUS_OK;
    }
    struct stream *in = stream_open(fd);
    enum status status = STATUS_OK;
    if (g->run->settings->url != NULL) {
        status = gather_one_page(g, in);
    } else if ((status = stream_peek(in, &start, &error)) != STATUS_OK) {
        g->source->unread = true;
        if (status != STATUS_STOPPED)
            report_skip(g->run->report, g->source->path, error.text);
        status = status == STATUS_STOPPED ? status : STATUS_OK;
    } else if (page_maker_sniff(start) == FILE_LINES || slice_trim(start).size == 0) {
        status =
            gather_lines(g->run, g->source->root, in, (struct slice){0}, g->source->path, g->error);
    } else if (page_maker_sniff(start) == FILE_FEED) {
        status = gather_feed_of_stream(g, in);
    } else {
        g->source->unread = true;
        report_skip(g->run->report, g->source->path,
                    "neither JSON Lines nor a feed (a page needs its address: --url)");
    }
    stream_close(in);
    return status;
}

static enum status gather_source(struct run *run, struct source *source, struct error *error)
{
    struct gathering g = {.run = run, .source = source, .status = STATUS_OK, .error = error};
    switch (source->kind) {
    case SOURCE_FOLDER:
        return gather_folder(&g);
    case SOURCE_FILE:
        return gather_named(&g);
    case SOURCE_STREAM:
        return gather_stream(&g);
    }
    return STATUS_OK;
}

/* STATUS_IO when there is no source of which anything could be read. */
static enum status check_read(const struct run *run, struct error *error)
{
    for (size_t i = 0; i < run->places.source_count; i++)
        if (!run->places.sources[i].unread)
            return STATUS_OK;
    return error_set(error, STATUS_IO, "no source could be read");
}

enum status gather_sources(struct run *run, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < run->places.source_count && status == STATUS_OK; i++) {
        struct source *source = &run->places.sources[i];
        status = run_look_at_root(run, source->root, error);
        if (status == STATUS_OK)
            status = gather_source(run, source, error);
    }
    if (status == STATUS_OK)
        status = check_read(run, error);
    for (size_t i = 0; i < run->places.root_count && status == STATUS_OK; i++)
        listings_read_rest(&run->listings[i]);
    /* Lists that are named tell of pages that nothing else told of. */
    for (size_t i = 0; i < run->places.source_count && status == STATUS_OK; i++) {
        const struct source *source = &run->places.sources[i];
        struct slice path = root_relative(source->root, slice_of(source->path));
        if (source->list)
            status = gather_named_list(run, source->root, path, error);
    }
    return status;
}
