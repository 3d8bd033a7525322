/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages and their blocks, titles and their parts: the cases of tests/data/readers. */
#include "cases.h"
#include "show.h"

#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

struct run {
    page_reader *reader;
    size_t wrong;
};

static void check_page(const struct cases_case *c, void *user)
{
    struct run *run = user;
    struct buffer out = {0};
    show_page(&out, run->reader, c->input);
    run->wrong += !cases_same(c, buffer_view(&out));
    buffer_free(&out);
}

static void check_file(const char *file, page_reader *reader, size_t least)
{
    struct run run = {.reader = reader};
    assert_true(cases_each(file, check_page, &run) >= least);
    assert_int_equal(run.wrong, 0);
}

static void markdown_of_the_file(void **state)
{
    (void)state;
    check_file("tests/data/readers/markdown.test", reader_markdown, 70);
}

static void html_of_the_file(void **state)
{
    (void)state;
    check_file("tests/data/readers/html.test", reader_html, 20);
}

static void text_of_the_file(void **state)
{
    (void)state;
    check_file("tests/data/readers/text.test", reader_text, 5);
}

static void check_title(const struct cases_case *c, void *user)
{
    struct buffer out = {0};
    struct slice label;
    size_t size = reader_title_parts(c->input, &label);
    assert_true(size <= c->input.size);
    buffer_slice(&out, slice_part(c->input, 0, size));
    buffer_char(&out, '\n');
    if (label.size > 0)
        buffer_slice(&out, label);
    *(size_t *)user += !cases_same(c, buffer_view(&out));
    buffer_free(&out);
}

static void titles_of_the_file(void **state)
{
    (void)state;
    size_t wrong = 0;
    assert_true(cases_each("tests/data/readers/titles.test", check_title, &wrong) >= 20);
    assert_int_equal(wrong, 0);
}

/* ---- stopping -------------------------------------------------------------------------------- */

static int stop_at(void *user, const struct reader_block *block)
{
    size_t *left = user;
    (void)block;
    return --*left == 0;
}

/* A callback that stops at the nth block is not called again, whatever came of the page by then. */
static void check_stops(page_reader *reader, struct slice bytes)
{
    struct reader_report report;
    size_t blocks = show_check(reader, bytes, &report);
    assert_true(blocks >= 3);
    for (size_t n = 1; n <= blocks; n++) {
        size_t left = n;
        assert_int_equal(reader(bytes, stop_at, &left, NULL, NULL), STATUS_STOPPED);
        assert_int_equal(left, 0);
    }
}

static void callbacks_stop_readers(void **state)
{
    (void)state;
    check_stops(reader_markdown, SLICE("# T\n\n**Fet**\n\nText ![a](b)\n\n* x\n\n| a |\n| --- |\n"
                                       "| b |\n\n**Sist**\nrad\n\n> q\n\n**Slut**"));
    check_stops(reader_html, SLICE("<h1>T</h1><p><b>Fet</b><p>x<ul><li>y</ul><img alt=z>"
                                   "<table><tr><td>1</table>"));
    check_stops(reader_text, SLICE("T\n\na\n\nb\n"));
}

static void pages_that_are_too_large(void **state)
{
    (void)state;
    static const char byte = 'a';
    struct slice large = {&byte, (size_t)READER_SIZE_MAX + 1}; /* refused before it is looked at */
    size_t left = 1;
    struct error error;
    page_reader *const readers[] = {reader_markdown, reader_html, reader_text};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        assert_int_equal(readers[i](large, stop_at, &left, NULL, &error), STATUS_TOO_LARGE);
        assert_non_null(strstr(error.text, "larger than"));
    }
    assert_int_equal(reader_list(large, NULL, NULL, NULL, &error), STATUS_TOO_LARGE);
    assert_int_equal(reader_json_line(large, NULL, NULL, &error), STATUS_TOO_LARGE);
    assert_int_equal(left, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markdown_of_the_file),   cmocka_unit_test(html_of_the_file),
        cmocka_unit_test(text_of_the_file),       cmocka_unit_test(titles_of_the_file),
        cmocka_unit_test(callbacks_stop_readers), cmocka_unit_test(pages_that_are_too_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
