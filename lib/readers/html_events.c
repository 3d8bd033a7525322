/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libxml2's events, turned into blocks. */
#include "html_internal.h"

#include <string.h>

/* ---- where we are ---------------------------------------------------------------------------- */

/* Whether text here belongs to the page's own. */
static bool counts(const struct html *h, enum html_region region)
{
    if (h->chrome > 0 || h->inner_forms > 0)
        return false;
    if (region == HTML_REGION_MAIN)
        return h->mains > 0;
    if (region == HTML_REGION_ARTICLE)
        return h->articles > 0;
    return h->outer_forms == 0 || h->form_is_page;
}

static size_t h1_place(const struct html *h)
{
    if (h->chrome > 0 || h->inner_forms > 0)
        return HTML_H1_CHROME;
    return h->mains > 0      ? HTML_REGION_MAIN
           : h->articles > 0 ? HTML_REGION_ARTICLE
                             : HTML_REGION_BODY;
}

/* The innermost element of a kind that says what text in it is. */
static const struct html_element *context(const struct html *h)
{
    for (size_t i = h->depth; i > 0; i--) {
        const struct html_element *e = &h->stack[i - 1];
        if (e->tag == NULL)
            continue;
        switch (e->tag->role) {
        case HTML_HEADING:
        case HTML_ITEM:
        case HTML_CELL:
        case HTML_QUOTE:
        case HTML_CODE:
            return e;
        default:
            break;
        }
    }
    return NULL;
}

static int open_block(struct html *h)
{
    const struct html_element *e = context(h);
    enum reader_kind kind = READER_PARAGRAPH;
    unsigned level = 0;
    if (e != NULL && e->tag->role == HTML_HEADING) {
        kind = READER_HEADING;
        level = e->level < 2 ? 2 : e->level;
    } else if (e != NULL) {
        kind = e->tag->role == HTML_ITEM    ? READER_ITEM
               : e->tag->role == HTML_CELL  ? READER_ROW
               : e->tag->role == HTML_QUOTE ? READER_QUOTE
                                            : READER_CODE;
    }
    if (page_open(&h->page, kind, level, e != NULL) != 0)
        return h->page.stopped;
    h->page.strong = (unsigned)h->bold;
    h->space = false;
    return 0;
}

/* ---- text ------------------------------------------------------------------------------------ */

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t html_word_bytes(struct slice s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.size; i++)
        count += !is_space(s.data[i]);
    return count;
}

static struct buffer *survey_buffer(struct html *h)
{
    if (h->depth > 0 && h->stack[h->depth - 1].tag != NULL &&
        h->stack[h->depth - 1].tag->role == HTML_TITLE)
        return h->title_seen ? NULL : &h->title;
    return h->in_h1 && !h->h1_seen[h1_place(h)] ? &h->h1[h1_place(h)] : NULL;
}

static void survey_text(struct html *h, struct slice s)
{
    struct buffer *to = survey_buffer(h);
    if (counts(h, HTML_REGION_MAIN))
        h->main_text += html_word_bytes(s);
    else if (counts(h, HTML_REGION_ARTICLE))
        h->article_text += html_word_bytes(s);
    if (to != NULL)
        buffer_slice(to, s);
}

/* The one space that white space since the last word comes to. */
static void put_space(struct html *h)
{
    struct slice text = buffer_view(&h->page.open.text);
    bool after = text.size > 0 && !is_space(text.data[text.size - 1]);
    if (h->space && h->page.is_open && after)
        page_text(&h->page, SLICE(" "));
    h->space = false;
}

void html_put_words(struct html *h, struct slice s)
{
    for (size_t at = 0; at < s.size && h->page.stopped == 0;) {
        size_t end = at;
        while (end < s.size && !is_space(s.data[end]))
            end++;
        if (end > at) {
            if (!h->page.is_open && open_block(h) != 0)
                return;
            put_space(h);
            page_text(&h->page, slice_part(s, at, end));
        }
        at = end;
        while (at < s.size && is_space(s.data[at]))
            at++;
        h->space = h->space || at > end;
    }
}

static void put_code(struct html *h, struct slice s)
{
    if (!h->page.is_open && open_block(h) != 0)
        return;
    page_verbatim(&h->page, s);
}

void html_on_text(void *user, const xmlChar *text, int size)
{
    struct html *h = user;
    struct slice s = {(const char *)text, size > 0 ? (size_t)size : 0};
    bool title = h->depth > 0 && h->stack[h->depth - 1].tag != NULL &&
                 h->stack[h->depth - 1].tag->role == HTML_TITLE;
    if (h->surveying)
        survey_text(h, s);
    else if (h->skipping)
        h->skipped = h->skipped || html_word_bytes(s) > 0;
    else if (title || !counts(h, h->region))
        return;
    else if (h->codes > 0)
        put_code(h, s);
    else
        html_put_words(h, s);
}

static void on_break(struct html *h)
{
    if (h->codes > 0)
        page_verbatim(&h->page, SLICE("\n"));
    else
        page_break(&h->page);
    h->space = false;
    if (h->surveying && survey_buffer(h) != NULL)
        buffer_char(survey_buffer(h), ' ');
}

static void put_image(struct html *h, const char *alt)
{
    if (alt == NULL || h->surveying || h->skipping || !counts(h, h->region))
        return;
    if (!h->page.is_open && open_block(h) != 0)
        return;
    page_image_begin(&h->page);
    page_text(&h->page, slice_of(alt));
    page_image_end(&h->page);
}

/* ---- elements -------------------------------------------------------------------------------- */

static const char *attribute(const xmlChar **attributes, const char *name)
{
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2) {
        if (strcmp((const char *)attributes[0], name) == 0)
            return attributes[1] != NULL ? (const char *)attributes[1] : "";
    }
    return NULL;
}

/* Whether what an element of this role holds never counts. A header within the text holds its
   title, one outside it the site's name. */
static bool is_chrome(const struct html *h, enum html_role role)
{
    if (role == HTML_HEADER)
        return h->mains == 0 && h->articles == 0;
    return role == HTML_CHROME || role == HTML_RAW;
}

static bool parts_text(enum html_role role)
{
    switch (role) {
    case HTML_BLOCK:
    case HTML_HEADING:
    case HTML_ITEM:
    case HTML_ROW:
    case HTML_QUOTE:
    case HTML_CODE:
    case HTML_MAIN:
    case HTML_ARTICLE:
    case HTML_HEADER:
    case HTML_FORM:
    case HTML_CHROME:
    case HTML_RAW:
        return true;
    case HTML_INLINE:
    case HTML_CELL:
    case HTML_BREAK:
    case HTML_BOLD:
    case HTML_LINK:
    case HTML_IMAGE:
    case HTML_TITLE:
        break;
    }
    return false;
}

/* A block's edge ends the block being built; within a cell it only parts words. */
static void edge(struct html *h, enum html_role role)
{
    if (!parts_text(role))
        return;
    if (h->cells > 0 && role != HTML_ROW && h->page.is_open && h->page.open.kind == READER_ROW) {
        page_break(&h->page);
        return;
    }
    page_close(&h->page);
    h->space = false;
}

/* The h1 that the survey found is the title; it is passed over where it stands. */
static void begin_h1(struct html *h)
{
    h->in_h1 = true;
    h->skipped = false;
    h->skipping = !h->surveying && !h->title_passed && h->page.titled && counts(h, h->region);
}

static void end_h1(struct html *h)
{
    size_t place = h1_place(h);
    if (h->surveying && html_word_bytes(buffer_view(&h->h1[place])) > 0)
        h->h1_seen[place] = true;
    if (h->skipping)
        h->title_passed = h->skipped;
    h->in_h1 = false;
    h->skipping = false;
}

/* Counts an element in (step 1) or out (-1, as a size_t that wraps back). */
static void count(struct html *h, const struct html_element *e, size_t step)
{
    switch (e->tag->role) {
    case HTML_MAIN:
        h->mains += step;
        break;
    case HTML_ARTICLE:
        h->articles += step;
        break;
    case HTML_CELL:
        h->cells += step;
        break;
    case HTML_CODE:
        h->codes += step;
        break;
    case HTML_BOLD:
        h->bold += step;
        h->page.strong = (unsigned)h->bold;
        break;
    case HTML_FORM:
        if (e->inner_form)
            h->inner_forms += step;
        else
            h->outer_forms += step;
        break;
    default:
        break;
    }
    if (e->chrome)
        h->chrome += step;
}

static void begin_element(struct html *h, const struct html_element *e, const xmlChar **attributes)
{
    enum html_role role = e->tag->role;
    if (role == HTML_MAIN || role == HTML_ARTICLE || (role == HTML_HEADING && e->level == 1))
        h->form_is_page = h->form_is_page || (h->chrome == 0 && h->outer_forms > 0);
    switch (role) {
    case HTML_HEADING:
        if (e->level == 1)
            begin_h1(h);
        break;
    case HTML_CELL:
        if (h->page.is_open && h->page.open.kind == READER_ROW)
            page_cell(&h->page);
        h->space = false;
        break;
    case HTML_BREAK:
        on_break(h);
        break;
    case HTML_LINK: {
        const char *href = attribute(attributes, "href");
        if (href != NULL && !h->surveying && counts(h, h->region)) {
            put_space(h);
            page_link_begin(&h->page, slice_of(href));
        }
        break;
    }
    case HTML_IMAGE:
        put_image(h, attribute(attributes, "alt"));
        break;
    default:
        break;
    }
}

void html_on_start(void *user, const xmlChar *name, const xmlChar **attributes)
{
    struct html *h = user;
    struct html_element e = {.tag = html_tag_find(slice_of((const char *)name))};
    if (h->depth >= HTML_STACK_MAX) {
        h->too_deep = true;
        return;
    }
    if (e.tag != NULL) {
        if (e.tag->role == HTML_HEADING)
            e.level = (unsigned)(e.tag->name[1] - '0');
        e.inner_form = h->mains > 0 || h->articles > 0;
        e.chrome = is_chrome(h, e.tag->role) || attribute(attributes, "hidden") != NULL;
        edge(h, e.tag->role);
        count(h, &e, 1);
        begin_element(h, &e, attributes);
    }
    h->stack[h->depth++] = e;
}

void html_on_end(void *user, const xmlChar *name)
{
    struct html *h = user;
    (void)name;
    if (h->depth == 0)
        return;
    struct html_element e = h->stack[--h->depth];
    if (e.tag == NULL)
        return;
    if (e.tag->role == HTML_HEADING && e.level == 1)
        end_h1(h);
    if (e.tag->role == HTML_TITLE)
        h->title_seen = true;
    if (e.tag->role == HTML_LINK)
        page_link_end(&h->page);
    edge(h, e.tag->role);
    count(h, &e, (size_t)-1);
}
