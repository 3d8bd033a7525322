/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reader of HTML. A page is parsed twice: once to see where its text and its title are, once to
   hand them on. */
#include "html_internal.h"

#include <stdlib.h>

static enum status run(struct html *h, struct slice copy, struct error *error)
{
    htmlSAXHandler events = {
        .startElement = html_on_start,
        .endElement = html_on_end,
        .characters = html_on_text,
        .ignorableWhitespace = html_on_text,
        .cdataBlock = html_on_text,
    };
    h->depth = h->chrome = h->mains = h->articles = h->bold = h->cells = h->codes = 0;
    h->inner_forms = h->outer_forms = 0;
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(copy.data, (int)copy.size);
    if (parser == NULL)
        return error_set(error, STATUS_INTERNAL, "libxml2 gave up");
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                   HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    *parser->sax = events;
    parser->userData = h;
    htmlParseDocument(parser);
    htmlFreeParserCtxt(parser);
    if (h->too_deep)
        return error_set(error, STATUS_TOO_LARGE, "elements nested deeper than %d", HTML_STACK_MAX);
    return STATUS_OK;
}

static void choose_region(struct html *h)
{
    h->region = h->main_text > 0      ? HTML_REGION_MAIN
                : h->article_text > 0 ? HTML_REGION_ARTICLE
                                      : HTML_REGION_BODY;
}

/* The first h1 of the text, else of the page, else <title>, else an h1 among the menus. */
static void put_title(struct html *h)
{
    const struct buffer *const order[] = {&h->h1[h->region],
                                          &h->h1[HTML_REGION_MAIN],
                                          &h->h1[HTML_REGION_ARTICLE],
                                          &h->h1[HTML_REGION_BODY],
                                          &h->title,
                                          &h->h1[HTML_H1_CHROME]};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (html_word_bytes(buffer_view(order[i])) == 0)
            continue;
        h->title_passed = i > 0;
        if (page_open(&h->page, READER_TITLE, 1, false) == 0) {
            html_put_words(h, buffer_view(order[i]));
            page_close(&h->page);
        }
        return;
    }
}

static enum status parse(struct html *h, struct slice copy, struct error *error)
{
    h->surveying = true;
    enum status status = run(h, copy, error);
    if (status != STATUS_OK)
        return status;
    h->surveying = false;
    choose_region(h);
    put_title(h);
    return run(h, copy, error);
}

enum status reader_html(struct slice bytes, reader_block_call *block, void *user,
                        struct reader_report *report, struct error *error)
{
    struct reader_report own = {0};
    struct slice text;
    struct buffer decoded = {0}, kept = {0}, copy = {0};
    struct html *h = base_calloc(1, sizeof *h);
    if (report == NULL)
        report = &own;
    if (bytes.size <= READER_SIZE_MAX && html_decode(bytes, &decoded))
        bytes = buffer_view(&decoded);
    enum status status = input_open_page(bytes, &text, &kept, report, error);
    if (status != STATUS_OK)
        goto cleanup;
    /* A byte order mark tells every version of libxml2 that this is UTF-8. */
    buffer_text(&copy, "\xEF\xBB\xBF");
    html_mend(text, &copy, &report->flattened);
    buffer_char(&copy, '\n'); /* 2.9 sees no mark in a page of three bytes */
    if (copy.size > INT32_MAX) {
        status = error_set(error, STATUS_TOO_LARGE, "larger than libxml2 can read");
        goto cleanup;
    }
    page_begin(&h->page, block, user, report);
    status = parse(h, buffer_view(&copy), error);
    enum status ended = page_end(&h->page);
    if (status == STATUS_OK)
        status = ended;
cleanup:
    buffer_free(&h->title);
    for (size_t i = 0; i < HTML_H1_PLACES; i++)
        buffer_free(&h->h1[i]);
    free(h);
    buffer_free(&copy);
    buffer_free(&kept);
    buffer_free(&decoded);
    return status;
}
