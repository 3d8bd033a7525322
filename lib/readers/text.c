/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "readers_internal.h"

enum { TITLE_MAX = 200 }; /* bytes */

struct paragraph {
    size_t start, end; /* bytes of the text, half-open */
    size_t next;       /* where to look for the one after it */
    size_t lines;
};

/* The first paragraph at or after `at`; false when there is none. */
static bool find_paragraph(struct slice text, size_t at, struct paragraph *found)
{
    *found = (struct paragraph){.start = SIZE_MAX, .next = text.size};
    for (size_t next; at < text.size; at = next) {
        struct slice line = input_line(text, at, &next);
        bool empty = slice_trim(line).size == 0;
        if (empty && found->start == SIZE_MAX)
            continue;
        if (empty) {
            found->next = next;
            break;
        }
        if (found->start == SIZE_MAX)
            found->start = at;
        found->end = at + line.size;
        found->lines++;
    }
    return found->start != SIZE_MAX;
}

static int put_paragraph(struct page *p, struct slice text, const struct paragraph *paragraph,
                         enum reader_kind kind)
{
    if (page_open(p, kind, kind == READER_TITLE ? 1 : 0, true) != 0)
        return p->stopped;
    for (size_t at = paragraph->start, next; at < paragraph->end; at = next) {
        page_text(p, slice_trim(input_line(text, at, &next)));
        page_break(p);
    }
    return page_close(p);
}

enum status reader_text(struct slice bytes, reader_block_call *block, void *user,
                        struct reader_report *report, struct error *error)
{
    struct slice text;
    struct buffer kept = {0};
    struct page page;
    struct paragraph first, second;
    enum status status = input_open_page(bytes, &text, &kept, report, error);
    if (status != STATUS_OK)
        goto cleanup;
    page_begin(&page, block, user, report);
    bool more = find_paragraph(text, 0, &first);
    bool titled = more && first.lines == 1 && first.end - first.start <= TITLE_MAX &&
                  find_paragraph(text, first.next, &second);
    enum reader_kind kind = titled ? READER_TITLE : READER_PARAGRAPH;
    while (more && put_paragraph(&page, text, &first, kind) == 0) {
        more = find_paragraph(text, first.next, &first);
        kind = READER_PARAGRAPH;
    }
    status = page_end(&page);
cleanup:
    buffer_free(&kept);
    return status;
}
