/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page.h"

#include "readers.h"

#include <stdlib.h>
#include <string.h>

void page_maker_free(struct page_maker *m)
{
    free(m->blocks);
    free(m->links);
    buffer_free(&m->target);
    buffer_free(&m->whole);
    *m = (struct page_maker){.naming = m->naming};
}

static void add_link(struct page_maker *m, const struct reader_link *link, struct slice text)
{
    buffer_clear(&m->target);
    buffer_clear(&m->whole);
    struct slice from = naming_inner(m->naming, m->document->id), address = link->address;
    if (m->address.size > 0) {
        naming_resolve(m->address, address, &m->whole);
        address = buffer_view(&m->whole);
    }
    enum schema_address_kind kind = naming_id(m->naming, from, address, &m->target);
    if (kind == ADDRESS_NONE)
        return;
    if (m->note != NULL)
        m->note(m->user, buffer_view(&m->target), address);
    m->links = base_grow(m->links, &m->link_room, m->link_count + 1, sizeof *m->links);
    m->links[m->link_count++] =
        (struct schema_link){.target = slice_keep(m->arena, buffer_view(&m->target)),
                             .words = slice_part(text, link->start, link->end),
                             .outside = kind == ADDRESS_OUTSIDE};
}

static enum schema_block_kind kind_of(enum reader_kind kind)
{
    switch (kind) {
    case READER_TITLE:
    case READER_HEADING:
        return BLOCK_HEADING;
    case READER_PARAGRAPH:
        return BLOCK_PARAGRAPH;
    case READER_ITEM:
        return BLOCK_ITEM;
    case READER_ROW:
        return BLOCK_ROW;
    case READER_QUOTE:
        return BLOCK_QUOTE;
    case READER_CODE:
        return BLOCK_CODE;
    case READER_IMAGE:
        return BLOCK_IMAGE;
    }
    return BLOCK_PARAGRAPH;
}

static int add_block(void *user, const struct reader_block *block)
{
    struct page_maker *m = user;
    struct slice text = slice_keep(m->arena, block->text);
    for (size_t i = 0; i < block->link_count; i++)
        add_link(m, &block->links[i], text);
    if (block->kind == READER_TITLE) {
        size_t size = reader_title_parts(text, &m->document->label);
        m->document->title = slice_part(text, 0, size);
        return 0;
    }
    m->blocks = base_grow(m->blocks, &m->block_room, m->block_count + 1, sizeof *m->blocks);
    m->blocks[m->block_count++] =
        (struct schema_block){.kind = kind_of(block->kind), .level = block->level, .text = text};
    return 0;
}

static void *keep(struct arena *arena, const void *items, size_t size)
{
    void *copy = arena_alloc(arena, size);
    if (size > 0)
        memcpy(copy, items, size);
    return copy;
}

static enum status call_reader(enum file_kind kind, struct slice bytes, struct page_maker *m,
                               struct reader_report *report, struct error *error)
{
    switch (kind) {
    case FILE_MARKDOWN:
        return reader_markdown(bytes, add_block, m, report, error);
    case FILE_HTML:
        return reader_html(bytes, add_block, m, report, error);
    case FILE_PDF:
        return reader_pdf(bytes, add_block, m, report, error);
    case FILE_TEXT:
    case FILE_OTHER:
        return reader_text(bytes, add_block, m, report, error);
    case FILE_LINES:
    case FILE_JSON:
    case FILE_XML:
    case FILE_FEED:
        break;
    }
    return error_set(error, STATUS_INTERNAL, "not a page");
}

enum status page_maker_read(struct page_maker *m, enum file_kind kind, struct slice bytes,
                            struct schema_document *d, struct arena *arena,
                            struct page_oddities *oddities, struct error *error)
{
    struct reader_report report = {0};
    m->document = d;
    m->arena = arena;
    m->block_count = m->link_count = 0;
    enum status status = call_reader(kind, bytes, m, &report, error);
    d->blocks = keep(arena, m->blocks, m->block_count * sizeof *m->blocks);
    d->block_count = m->block_count;
    d->links = keep(arena, m->links, m->link_count * sizeof *m->links);
    d->link_count = m->link_count;
    *oddities = (struct page_oddities){
        .repaired = report.repaired, .western = report.western, .flattened = report.flattened};
    return status;
}

/* What stands before the first element: <?xml ...?>, <!DOCTYPE ...>, comments. */
static struct slice without_prolog(struct slice s)
{
    while (slice_starts(s, SLICE("<?")) || slice_starts(s, SLICE("<!"))) {
        bool comment = slice_starts(s, SLICE("<!--"));
        struct slice close = comment ? SLICE("-->") : SLICE(">");
        size_t end = slice_find(s, close, comment ? 4 : 0);
        if (end == SIZE_MAX)
            break;
        s = slice_trim(slice_part(s, end + close.size, s.size));
    }
    return s;
}

static enum file_kind markup_kind(struct slice start)
{
    static const char *const feeds[] = {"<rss", "<feed", "<rdf:RDF", "<atom:feed"};
    start = without_prolog(start);
    for (size_t i = 0; i < sizeof feeds / sizeof feeds[0]; i++)
        if (slice_starts(start, slice_of(feeds[i])))
            return FILE_FEED;
    return FILE_HTML;
}

enum file_kind page_maker_sniff(struct slice start)
{
    if (slice_starts(start, SLICE("\xEF\xBB\xBF")))
        start = slice_part(start, 3, start.size);
    start = slice_trim(start);
    if (start.size == 0)
        return FILE_TEXT;
    switch (start.data[0]) {
    case '<':
        return markup_kind(start);
    case '%':
        return slice_starts(start, SLICE("%PDF-")) ? FILE_PDF : FILE_TEXT;
    case '{':
        return FILE_LINES;
    case '[':
        return FILE_JSON;
    case '#':
        return FILE_MARKDOWN;
    default:
        return FILE_TEXT;
    }
}
