/* SPDX-License-Identifier: GPL-2.0-or-later */
/* md4c's events, turned into blocks. Its enumerations grow from version to version, hence the
   "default" in the switches over them. */
#include "readers_internal.h"

#include <libxml/HTMLparser.h>
#include <md4c.h>
#include <stdlib.h>
#include <string.h>

struct markdown {
    struct page page;
    unsigned char *nesting; /* READER_QUOTE or READER_ITEM, outermost first */
    size_t depth, room;
    bool in_code;
    struct buffer scratch; /* an address or an entity, resolved */
};

/* ---- blocks ---------------------------------------------------------------------------------- */

static int open_block(struct markdown *m, enum reader_kind kind, unsigned level)
{
    bool nested = m->depth > 0;
    if (nested && kind != READER_ROW && kind != READER_CODE) {
        level = 0;
        kind = (enum reader_kind)m->nesting[m->depth - 1];
        if (m->depth > READER_DEPTH_MAX) {
            kind = READER_PARAGRAPH;
            m->page.report->flattened++;
        }
    }
    return page_open(&m->page, kind, level, nested);
}

static int enter_nesting(struct markdown *m, enum reader_kind kind)
{
    m->nesting = base_grow(m->nesting, &m->room, m->depth + 1, 1);
    m->nesting[m->depth++] = (unsigned char)kind;
    return page_close(&m->page);
}

static int leave_nesting(struct markdown *m)
{
    m->depth--;
    return page_close(&m->page);
}

static int enter_heading(struct markdown *m, const MD_BLOCK_H_DETAIL *detail)
{
    if (detail->level == 1)
        return open_block(m, READER_TITLE, 1);
    return open_block(m, READER_HEADING, detail->level);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    struct markdown *m = user;
    switch (type) {
    case MD_BLOCK_QUOTE:
        return enter_nesting(m, READER_QUOTE);
    case MD_BLOCK_LI:
        return enter_nesting(m, READER_ITEM);
    case MD_BLOCK_H:
        return enter_heading(m, detail);
    case MD_BLOCK_CODE:
        m->in_code = true;
        return open_block(m, READER_CODE, 0);
    case MD_BLOCK_P:
        return open_block(m, READER_PARAGRAPH, 0);
    case MD_BLOCK_TR:
        return open_block(m, READER_ROW, 0);
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        page_cell(&m->page);
        return 0;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        return page_close(&m->page);
    default:
        return 0;
    }
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    struct markdown *m = user;
    (void)detail;
    switch (type) {
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_LI:
        return leave_nesting(m);
    case MD_BLOCK_CODE:
        m->in_code = false;
        return page_close(&m->page);
    case MD_BLOCK_H:
    case MD_BLOCK_P:
    case MD_BLOCK_TR:
        return page_close(&m->page);
    default:
        return 0;
    }
}

/* Text of a tight item comes without a paragraph of its own. */
static int ensure_block(struct markdown *m)
{
    return m->page.is_open ? 0 : open_block(m, READER_PARAGRAPH, 0);
}

/* ---- spans ----------------------------------------------------------------------------------- */

/* Stars in an address were no marks. */
static void put_plain(struct buffer *out, struct slice s)
{
    for (size_t i = 0; i < s.size; i++) {
        if ((unsigned char)s.data[i] == PAGE_BOLD)
            buffer_text(out, "**");
        else
            buffer_char(out, s.data[i]);
    }
}

static struct slice resolve_address(struct markdown *m, const MD_ATTRIBUTE *a)
{
    buffer_clear(&m->scratch);
    for (size_t i = 0; a->size > 0 && a->substr_offsets[i] < a->size; i++) {
        struct slice piece = {a->text + a->substr_offsets[i],
                              a->substr_offsets[i + 1] - a->substr_offsets[i]};
        if (a->substr_types[i] == MD_TEXT_ENTITY)
            entity_append(&m->scratch, piece);
        else
            put_plain(&m->scratch, piece);
    }
    return buffer_view(&m->scratch);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct markdown *m = user;
    if (ensure_block(m) != 0)
        return m->page.stopped;
    if (type == MD_SPAN_A && m->page.in_image == 0)
        page_link_begin(&m->page, resolve_address(m, &((const MD_SPAN_A_DETAIL *)detail)->href));
    else if (type == MD_SPAN_IMG)
        page_image_begin(&m->page);
    else if (type == MD_SPAN_STRONG)
        m->page.strong++;
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct markdown *m = user;
    (void)detail;
    if (type == MD_SPAN_A && m->page.in_image == 0)
        page_link_end(&m->page);
    else if (type == MD_SPAN_IMG)
        page_image_end(&m->page);
    else if (type == MD_SPAN_STRONG)
        m->page.strong--;
    return 0;
}

/* "<br>" is a line break, other known tags and comments say nothing; what only looks like a tag
   ("<registrator>") is text. */
static void put_tag(struct markdown *m, struct slice tag)
{
    enum { NAME_MAX_SIZE = 16 };
    char name[NAME_MAX_SIZE] = {0};
    size_t at = tag.size > 1 && tag.data[1] == '/' ? 2 : 1, size = 0;
    if (tag.size > 1 && (tag.data[1] == '!' || tag.data[1] == '?'))
        return;
    while (at < tag.size && size + 1 < sizeof name && letter_at(tag, at) != LETTER_NONE) {
        char c = tag.data[at++];
        name[size++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    const htmlElemDesc *known = htmlTagLookup((const xmlChar *)name);
    if (known == NULL)
        page_text(&m->page, tag);
    else if (strcmp(name, "br") == 0 || !known->isinline)
        page_break(&m->page);
}

static int text(MD_TEXTTYPE type, const MD_CHAR *data, MD_SIZE size, void *user)
{
    struct markdown *m = user;
    struct slice words = {data, size};
    if (ensure_block(m) != 0)
        return m->page.stopped;
    switch (type) {
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
        page_break(&m->page);
        break;
    case MD_TEXT_ENTITY:
        buffer_clear(&m->scratch);
        entity_append(&m->scratch, words);
        page_text(&m->page, buffer_view(&m->scratch));
        break;
    case MD_TEXT_HTML:
        put_tag(m, words);
        break;
    case MD_TEXT_CODE:
        page_verbatim(&m->page, words);
        break;
    default:
        page_text(&m->page, words);
        break;
    }
    return 0;
}

/* ---- the reader ------------------------------------------------------------------------------ */

static enum status parse(struct markdown *m, struct slice copy, struct error *error)
{
    const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_NOHTMLBLOCKS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = text,
    };
    if (copy.size > UINT32_MAX)
        return error_set(error, STATUS_TOO_LARGE, "larger than md4c can read");
    int result = md_parse(copy.data, (MD_SIZE)copy.size, &parser, m);
    if (result != 0 && m->page.stopped == 0)
        return error_set(error, STATUS_INTERNAL, "md4c gave up");
    return STATUS_OK;
}

enum status reader_markdown(struct slice bytes, reader_block_call *block, void *user,
                            struct reader_report *report, struct error *error)
{
    struct reader_report own = {0};
    struct slice source;
    struct buffer kept = {0}, copy = {0};
    struct markdown m = {0};
    if (report == NULL)
        report = &own;
    enum status status = input_open_page(bytes, &source, &kept, report, error);
    if (status != STATUS_OK)
        goto cleanup;
    mend_page(source, &copy, &report->flattened);
    page_begin(&m.page, block, user, report);
    status = parse(&m, buffer_view(&copy), error);
    enum status ended = page_end(&m.page);
    if (status == STATUS_OK)
        status = ended;
cleanup:
    free(m.nesting);
    buffer_free(&m.scratch);
    buffer_free(&copy);
    buffer_free(&kept);
    return status;
}
