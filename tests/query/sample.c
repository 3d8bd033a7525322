/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sample.h"

#include "schema.h"
#include "swedish.h"
#include "xapian_c.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PAGES_MAX = 40, ITEMS_MAX = 40 };

struct page {
    struct schema_document document;
    struct schema_block blocks[ITEMS_MAX];
    struct schema_link links[ITEMS_MAX];
    struct slice type, sender, category;
    struct buffer url;
};

struct site {
    struct page pages[PAGES_MAX];
    size_t count;
    char *text;
};

static struct site site;

/* ---- reading --------------------------------------------------------------------------------- */

static bool takes(struct slice line, const char *prefix, struct slice *rest)
{
    if (!slice_starts(line, slice_of(prefix)))
        return false;
    *rest = slice_trim(slice_part(line, strlen(prefix), line.size));
    return true;
}

static void add_block(struct page *p, enum schema_block_kind kind, struct slice text)
{
    assert_true(p->document.block_count < ITEMS_MAX);
    p->blocks[p->document.block_count++] =
        (struct schema_block){.kind = kind, .level = kind == BLOCK_HEADING ? 2 : 0, .text = text};
}

static void add_link(struct page *p, struct slice text)
{
    size_t space = slice_find(text, SLICE(" "), 0);
    struct slice target = slice_part(text, 0, space);
    p->links[p->document.link_count++] =
        (struct schema_link){.target = target,
                             .words = slice_trim(slice_part(text, target.size, text.size)),
                             .outside = slice_starts(target, SLICE("exempel.se"))};
}

static void read_line(struct page *p, struct slice line)
{
    struct schema_document *d = &p->document;
    struct slice rest;
    if (takes(line, "date:", &rest))
        d->published = rest;
    else if (takes(line, "type:", &p->type))
        d->types = (struct schema_names){.items = &p->type, .count = 1};
    else if (takes(line, "sender:", &p->sender))
        d->senders = (struct schema_names){.items = &p->sender, .count = 1};
    else if (takes(line, "category:", &p->category))
        d->categories = (struct schema_names){.items = &p->category, .count = 1};
    else if (takes(line, "number:", &rest))
        d->list_id = rest;
    else if (takes(line, "link:", &rest))
        add_link(p, rest);
    else if (takes(line, "##", &rest))
        add_block(p, BLOCK_HEADING, rest);
    else if (takes(line, "#", &rest))
        d->title = rest;
    else if (line.size > 0)
        add_block(p, BLOCK_PARAGRAPH, line);
}

static struct page *new_page(struct slice id)
{
    assert_true(site.count < PAGES_MAX);
    struct page *p = &site.pages[site.count++];
    *p = (struct page){.document = {.id = id, .source = SLICE("sample"), .run = 1}};
    schema_address_of_id(SLICE("https://www.regeringen.se"), id, &p->url);
    p->document.url = buffer_view(&p->url);
    p->document.blocks = p->blocks;
    p->document.links = p->links;
    return p;
}

/* Without the comments at its head. */
static char *read_text(const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *text = base_calloc(1, 1 << 16);
    assert_true(fread(text, 1, (1 << 16) - 1, file) > 0);
    fclose(file);
    return text;
}

static void read_site(const char *pages)
{
    site.count = 0;
    site.text = read_text(pages);
    struct page *page = NULL;
    struct slice text = slice_of(site.text), id;
    for (size_t at = 0; at < text.size;) {
        size_t end = slice_find(text, SLICE("\n"), at);
        struct slice line = slice_part(text, at, end);
        if (takes(line, "==", &id))
            page = new_page(id);
        else if (page)
            read_line(page, line);
        at = end == SIZE_MAX ? text.size : end + 1;
    }
}

/* ---- links ----------------------------------------------------------------------------------- */

static size_t inbound_of(struct slice id, struct schema_inbound *out)
{
    size_t count = 0;
    for (size_t i = 0; i < site.count; i++) {
        const struct schema_document *d = &site.pages[i].document;
        for (size_t k = 0; k < d->link_count; k++)
            if (slice_equal(d->links[k].target, id))
                out[count++] = (struct schema_inbound){.from = d->id, .words = d->links[k].words};
    }
    return count;
}

static bool is_page(struct slice id)
{
    for (size_t i = 0; i < site.count; i++)
        if (slice_equal(site.pages[i].document.id, id))
            return true;
    return false;
}

static void add_linked_pages(void)
{
    size_t read = site.count;
    struct schema_inbound inbound[ITEMS_MAX];
    for (size_t i = 0; i < read; i++) {
        for (size_t k = 0; k < site.pages[i].document.link_count; k++) {
            struct slice target = site.pages[i].links[k].target;
            if (is_page(target))
                continue;
            struct page *p = new_page(target);
            p->document.link_only = true;
            p->document.title = schema_link_title(inbound, inbound_of(target, inbound));
        }
    }
}

/* ---- writing --------------------------------------------------------------------------------- */

static struct xc_bytes bytes(struct slice s)
{
    return xc_bytes_of(s.data, s.size);
}

static void put(struct xc_index *index, struct xc_document *document,
                const struct schema_entry *entry)
{
    assert_int_equal(xc_document_clear(document, NULL), XC_OK);
    for (size_t i = 0; i < entry->posting_count; i++) {
        const struct schema_posting *p = &entry->postings[i];
        enum xc_status status =
            p->position_count > 0 ? xc_document_add_postings(document, bytes(p->term), p->positions,
                                                             p->position_count, p->wdf, NULL)
                                  : xc_document_add_term(document, bytes(p->term), p->wdf, NULL);
        assert_int_equal(status, XC_OK);
    }
    for (size_t i = 0; i < entry->value_count; i++)
        assert_int_equal(xc_document_set_value(document, (uint32_t)entry->values[i].slot,
                                               bytes(entry->values[i].bytes), NULL),
                         XC_OK);
    assert_int_equal(xc_document_set_data(document, bytes(entry->data), NULL), XC_OK);
    assert_int_equal(xc_index_add(index, document, NULL, NULL), XC_OK);
}

static void put_page(struct xc_index *index, struct xc_document *document, struct swedish *swedish,
                     struct schema_entry *entry, const struct schema_document *d)
{
    struct schema_inbound inbound[ITEMS_MAX];
    size_t count = inbound_of(d->id, inbound);
    assert_int_equal(schema_entry_build(entry, swedish, d, inbound, count, NULL), STATUS_OK);
    put(index, document, entry);
    size_t sections = schema_section_count(d);
    for (size_t i = 0; sections > 1 && i < sections; i++) {
        assert_int_equal(schema_entry_section(entry, swedish, d, i, NULL), STATUS_OK);
        put(index, document, entry);
    }
}

void sample_index(const char *path, int backwards)
{
    sample_index_of("tests/data/search-pages.txt", path, backwards);
}

void sample_index_of(const char *pages, const char *path, int backwards)
{
    struct xc_index *index;
    struct xc_document *document;
    struct swedish *swedish;
    struct schema_entry entry = {0};
    struct buffer stamp = {0};
    read_site(pages);
    add_linked_pages();
    assert_int_equal(xc_index_write(&index, path, XC_WRITE_CREATE, NULL), XC_OK);
    assert_int_equal(xc_document_new(&document, NULL), XC_OK);
    assert_int_equal(swedish_open(&swedish, NULL), STATUS_OK);
    schema_stamp(swedish, &stamp);
    assert_int_equal(
        xc_index_set_metadata(index, xc_text(SCHEMA_KEY_STAMP), bytes(buffer_view(&stamp)), NULL),
        XC_OK);
    for (size_t i = 0; i < site.count; i++)
        put_page(index, document, swedish, &entry,
                 &site.pages[backwards ? site.count - 1 - i : i].document);
    assert_int_equal(xc_index_commit(index, NULL), XC_OK);
    for (size_t i = 0; i < site.count; i++)
        buffer_free(&site.pages[i].url);
    buffer_free(&stamp);
    schema_entry_free(&entry);
    swedish_close(swedish);
    xc_document_free(document);
    xc_index_close(index);
    free(site.text);
}
