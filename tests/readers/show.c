/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "show.h"

#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

static const char *const kinds[] = {"title", "h", "p", "item", "row", "quote", "code", "image"};

struct shown {
    struct buffer *out; /* NULL: only checked */
    size_t blocks;
};

static void put_line(struct buffer *out, struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\n')
            buffer_text(out, "⏎");
        else if (text.data[i] == '\t')
            buffer_text(out, "⇥");
        else
            buffer_char(out, text.data[i]);
    }
}

static void check_link(const struct reader_block *block, const struct reader_link *link)
{
    assert_true(link->start < link->end && link->end <= block->text.size);
    assert_true(link->words.data == block->text.data + link->start);
    assert_int_equal(link->words.size, link->end - link->start);
    assert_true(utf8_valid(link->words));
    assert_true(link->address.size > 0);
    assert_true(utf8_valid(link->address));
}

static void check_block(const struct reader_block *block, size_t before)
{
    bool heading = block->kind == READER_HEADING;
    assert_true(block->text.size > 0);
    assert_true(utf8_valid(block->text));
    assert_int_equal(slice_trim(block->text).size, block->text.size);
    assert_true(memchr(block->text.data, '\0', block->text.size) == NULL);
    assert_true(block->kind != READER_TITLE || before == 0);
    assert_true(heading == (block->level >= 2 && block->level <= 6));
    assert_true((block->kind == READER_TITLE) == (block->level == 1));
    if (heading || block->kind == READER_TITLE || block->kind == READER_ROW)
        assert_true(memchr(block->text.data, '\n', block->text.size) == NULL);
    for (size_t i = 0; i < block->link_count; i++)
        check_link(block, &block->links[i]);
}

static int show_block(void *user, const struct reader_block *block)
{
    struct shown *shown = user;
    check_block(block, shown->blocks++);
    if (shown->out == NULL)
        return 0;
    buffer_text(shown->out, kinds[block->kind]);
    if (block->kind == READER_HEADING)
        buffer_format(shown->out, "%u", block->level);
    buffer_text(shown->out, ": ");
    put_line(shown->out, block->text);
    buffer_char(shown->out, '\n');
    for (size_t i = 0; i < block->link_count; i++) {
        buffer_text(shown->out, "link: ");
        put_line(shown->out, block->links[i].words);
        buffer_text(shown->out, " -> ");
        put_line(shown->out, block->links[i].address);
        buffer_char(shown->out, '\n');
    }
    return 0;
}

void show_page(struct buffer *out, page_reader *reader, struct slice bytes)
{
    struct shown shown = {.out = out};
    struct reader_report report;
    struct error error = {0};
    enum status status = reader(bytes, show_block, &shown, &report, &error);
    if (status != STATUS_OK)
        buffer_format(out, "status: %s: %s\n", status_name(status), error.text);
    if (report.western)
        buffer_text(out, "report: western\n");
    if (report.repaired + report.flattened > 0)
        buffer_format(out, "report: repaired %zu, flattened %zu\n", report.repaired,
                      report.flattened);
}

size_t show_check(page_reader *reader, struct slice bytes, struct reader_report *report)
{
    struct shown shown = {0};
    struct error error = {0};
    assert_int_equal(reader(bytes, show_block, &shown, report, &error), STATUS_OK);
    return shown.blocks;
}

/* ---- entries --------------------------------------------------------------------------------- */

static void put_field(struct buffer *out, const char *key, struct slice value)
{
    if (value.size == 0)
        return;
    buffer_format(out, "%s: ", key);
    put_line(out, value);
    buffer_char(out, '\n');
}

static void put_names(struct buffer *out, const char *key, const struct slice *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        put_field(out, key, names[i]);
}

static void put_links(struct buffer *out, const char *key, const struct reader_named_link *links,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_format(out, "%s: ", key);
        put_line(out, links[i].name);
        buffer_text(out, " -> ");
        put_line(out, links[i].url);
        buffer_char(out, '\n');
    }
}

int show_entry(void *user, const struct reader_entry *e)
{
    struct buffer *out = user;
    put_field(out, "id", e->id);
    put_field(out, "url", e->url);
    put_field(out, "title", e->title);
    put_field(out, "published", e->published);
    put_field(out, "updated", e->updated);
    put_field(out, "summary", e->summary);
    put_field(out, "text", e->text);
    put_field(out, "markdown", e->markdown);
    put_field(out, "html", e->html);
    put_names(out, "type", e->types, e->type_count);
    put_names(out, "sender", e->senders, e->sender_count);
    put_names(out, "category", e->categories, e->category_count);
    put_links(out, "shortcut", e->shortcuts, e->shortcut_count);
    put_links(out, "attachment", e->attachments, e->attachment_count);
    put_links(out, "link", e->links, e->link_count);
    if (e->odd > 0)
        buffer_format(out, "odd: %zu: %.*s\n", e->odd, (int)e->odd_keys.size, e->odd_keys.data);
    return 0;
}
