/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pdf_internal.h"

struct told {
    struct page page;
    bool ended, has_text;
    enum status status;
};

static bool put_block(struct told *t, enum reader_kind kind, unsigned level, struct slice text)
{
    /* Nested, since nothing of it is bold and a heading of ours needs no follower. */
    if (page_open(&t->page, kind, level, true) != 0)
        return false;
    page_text(&t->page, text);
    return page_close(&t->page) == 0;
}

/* false at the last record, or when the callback wants no more. */
static bool take_record(struct told *t, char kind, struct slice text, struct error *error)
{
    switch ((enum pdf_record)kind) {
    case PDF_TITLE:
        return put_block(t, READER_TITLE, 1, text);
    case PDF_PAGE:
        return put_block(t, READER_HEADING, 2, text);
    case PDF_PARAGRAPH:
        t->has_text = true;
        return put_block(t, READER_PARAGRAPH, 0, text);
    case PDF_ITEM:
        t->has_text = true;
        return put_block(t, READER_ITEM, 0, text);
    case PDF_END:
        t->ended = true;
        return false;
    case PDF_FAILED:
    case PDF_HUGE:
        t->ended = true;
        t->status = kind == PDF_HUGE ? STATUS_TOO_LARGE : STATUS_BAD_INPUT;
        error_set(error, t->status, "%.*s", (int)(text.size < 200 ? text.size : 200), text.data);
        return false;
    }
    return false;
}

static enum status take_records(struct told *t, struct slice records, struct error *error)
{
    struct slice text;
    size_t at = 0;
    bool more = true;
    while (more && at < records.size) {
        char kind = records.data[at++];
        more = slice_counted(records, &at, &text) && take_record(t, kind, text, error);
    }
    enum status status = page_end(&t->page);
    if (status != STATUS_OK || t->status != STATUS_OK)
        return status != STATUS_OK ? status : t->status;
    if (!t->ended)
        return error_set(error, STATUS_BAD_INPUT, "the reading of it broke off");
    return t->has_text ? STATUS_OK
                       : error_set(error, STATUS_BAD_INPUT, "no text in it: pictures of pages?");
}

enum status reader_pdf(struct slice bytes, reader_block_call *block, void *user,
                       struct reader_report *report, struct error *error)
{
    return reader_pdf_within(READER_PDF_SECONDS, bytes, block, user, report, error);
}

enum status reader_pdf_within(unsigned seconds, struct slice bytes, reader_block_call *block,
                              void *user, struct reader_report *report, struct error *error)
{
    struct told told = {.status = STATUS_OK};
    struct buffer records = {0};
    if (report != NULL)
        *report = (struct reader_report){0};
    if (bytes.size > READER_SIZE_MAX)
        return error_set(error, STATUS_TOO_LARGE, "larger than %d bytes", READER_SIZE_MAX);
    if (slice_find(slice_part(bytes, 0, 1024), SLICE("%PDF-"), 0) == SIZE_MAX)
        return error_set(error, STATUS_BAD_INPUT, "no PDF");
    enum status status = pdf_run(seconds, bytes, &records, error);
    if (status == STATUS_OK) {
        page_begin(&told.page, block, user, report);
        status = take_records(&told, buffer_view(&records), error);
    }
    buffer_free(&records);
    return status;
}
