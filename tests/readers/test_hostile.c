/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Input made to hurt. A reader must come to an end on each of these in time and memory that grow
 * with the input alone (with a quadratic one, ctest's time limit strikes), keep what readers.h
 * promises of every block, and let its limits fire.
 */
#include "show.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    BYTES = 200 * 1000, /* of each pattern */
    SMALL_STACK = 512 * 1024,
    ROUNDS = 200, /* of random bytes */
};

static void repeat(struct buffer *b, const char *text, size_t times)
{
    buffer_reserve(b, strlen(text) * times);
    for (size_t i = 0; i < times; i++)
        buffer_text(b, text);
}

/* head, then unit until there are BYTES, then tail. */
struct pattern {
    const char *head, *unit, *tail;
};

static void check_patterns(page_reader *reader, const struct pattern *patterns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct pattern *p = &patterns[i];
        struct buffer b = {0};
        struct reader_report report;
        buffer_text(&b, p->head);
        repeat(&b, p->unit, BYTES / strlen(p->unit));
        buffer_text(&b, p->tail);
        show_check(reader, buffer_view(&b), &report);
        buffer_free(&b);
    }
}

/* ---- patterns -------------------------------------------------------------------------------- */

static void markdown_patterns(void **state)
{
    static const struct pattern patterns[] = {
        /* nesting */
        {"", ">", "a"},
        {"", "> ", "a"},
        {"", "- ", "a"},
        {"", "1. ", "a"},
        {"", "> - 1. ", "a\n\n\n"},
        {"", "- ", "\n```\n\n\n\na\n"},
        {"", "[", ""},
        {"", "![", ""},
        {"", "[", "a](b)](b)](b)"},
        {"", "![[]()", ""},
        /* links that never end */
        {"", "[a](", ""},
        {"", "[a](b", ""},
        {"", "[a](b \"", ""},
        {"", "[a](b '", "x')"},
        {"", "[a](<b", ""},
        {"", "[a](b (", ""},
        {"", "](", ""},
        {"", "[](", ""},
        {"", "[x](<\n", ""},
        {"", "[x](\"\n", ""},
        {"[a](", "b", ""},
        {"[a](b \"", "t ", ""},
        /* brackets on many lines */
        {"", "[x]\n", ""},
        {"", "[\n", ""},
        {"", "[x](u)\n", ""},
        {"", "|[x]|\n", ""},
        /* references */
        {"", "[a]: b\n", ""},
        {"", "[a]:\n", ""},
        {"", "[a]: b \"\n", ""},
        {"[a]: /u\n\n", "[a] ", ""},
        /* emphasis and code */
        {"", "*a ", ""},
        {"", "**a ", ""},
        {"", "*a _b ", ""},
        {"", "a**b", "c* "},
        {"", "*", "a"},
        {"", "*_", "a"},
        {"", "__a ", ""},
        {"", "`a", ""},
        {"", "`a``b```c", ""},
        {"", "~~a", ""},
        {"", "\\", ""},
        {"", "\\_", ""},
        {"", "\\*", ""},
        /* tags and entities */
        {"", "<", ""},
        {"", "<a ", ""},
        {"", "<a x='", ""},
        {"", "<!--", ""},
        {"", "<?", ""},
        {"", "<![CDATA[", ""},
        {"", "<http:", ""},
        {"", "&a", ""},
        {"", "&#1", ""},
        {"", "&#99999999999;", ""},
        /* blocks */
        {"", "\n", ""},
        {"", "\r", ""},
        {"", "a\n", "---\n"},
        {"", "---\n", ""},
        {"", "# ", ""},
        {"# t\n", "a\n", ""},
        {"", "# a\nb\n", ""},
        {"", "```\na\n", ""},
        {"", "~~~", ""},
        {"", "- Vi säger\n", ""},
        {"- Vi", " säger", ""},
        {"", "• a\n", ""},
        {"", "2018. a\n", ""},
        {"", "**a**\n\n", ""},
        {"", "**a**\nb\n\n", ""},
        {"---\n", "a: b\n", ""},
        {"---\n", "a: b\n", "---\nslut"},
        {"|a|b|\n|---|---|\n", "|a|b|\n", ""},
        {"|a|\n|---|\n|", "a|", ""},
        /* long words and lines */
        {"", "a", ""},
        {"", "ord ", ""},
        {"", "\xC3", ""},
        {"", "\xF0\x9F", ""},
        {"", "\xC2\xA0", ""},
        {"# ", "SOU 2024:1", ""},
        {"# ", "a\xE2\x80\x93 ", ""},
        {"# ", "Oslo den 1 maj", ""},
    };
    (void)state;
    check_patterns(reader_markdown, patterns, sizeof patterns / sizeof *patterns);
}

static void html_patterns(void **state)
{
    static const struct pattern patterns[] = {
        {"", "<b>", "x"},
        {"", "<div>", "x"},
        {"", "<p>x", ""},
        {"", "<ul><li>", "x"},
        {"", "<li><p>", "x"},
        {"", "<table><tr><td>", "x"},
        {"", "<td><li>", "x"},
        {"", "<h1>", "x"},
        {"", "<main>", "x"},
        {"", "<form>", "x"},
        {"", "<blockquote><pre>", "x"},
        {"", "<a href=x>", "y"},
        {"", "<title>", "x"},
        {"", "<script>", "</script>x"},
        {"", "<script></script", ""},
        {"", "</b>", ""},
        {"", "</p>", "x"},
        {"", "</", ""},
        {"", "<", ""},
        {"", "<!--", ""},
        {"", "<!", ""},
        {"", "<?", ""},
        {"", "<![CDATA[", ""},
        {"", "<a href=\"", ""},
        {"<a href=\"", "x", "\">y</a>"},
        {"<a ", "b=c ", ">y</a>"},
        {"<a ", "href=c ", ">y</a>"},
        {"<a ", "href ", ">y</a>"},
        {"<img alt=\"", "x ", "\">"},
        {"", "<img alt=x>", ""},
        {"", "&", ""},
        {"", "&amp", ""},
        {"", "&#228;", ""},
        {"", "<xyz>", ""},
        {"", "<br>", "x"},
        {"", "\n", "x"},
        {"", "a", ""},
        {"", "ord ", ""},
        {"<pre>", "a\n", ""},
        {"<p>", "<b>fet</b>ord", ""},
        {"<p>", "<a href=x>y</a>", ""},
        {"", "<p><b>a</b>", ""},
    };
    (void)state;
    check_patterns(reader_html, patterns, sizeof patterns / sizeof *patterns);
}

static void text_patterns(void **state)
{
    static const struct pattern patterns[] = {
        {"", "a", ""}, {"", "\n", ""}, {"", "a\n\n", ""}, {"", " ", "a"}, {"", "\r", "a"}};
    (void)state;
    check_patterns(reader_text, patterns, sizeof patterns / sizeof *patterns);
}

/* What is open is left in the middle of everything. */
static void closing_what_is_far_above(void **state)
{
    static const char *const opens[] = {"<b>", "<div>", "<span>", "<td>", "<li>", "<p>"};
    static const char *const closes[] = {"</i>", "</span>", "</div>", "</p>", "</table>", "</li>"};
    (void)state;
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        for (size_t j = 0; j < sizeof closes / sizeof *closes; j++) {
            struct buffer b = {0};
            struct reader_report report;
            repeat(&b, opens[i], 10000);
            repeat(&b, closes[j], 20000);
            buffer_text(&b, "<p>slut");
            show_check(reader_html, buffer_view(&b), &report);
            buffer_free(&b);
        }
    }
}

/* ---- limits ---------------------------------------------------------------------------------- */

/* How much of a page was cut flat. */
static size_t flattened(page_reader *reader, const char *unit, size_t times)
{
    struct buffer b = {0};
    struct reader_report report;
    repeat(&b, unit, times);
    buffer_text(&b, "slut");
    assert_true(show_check(reader, buffer_view(&b), &report) > 0);
    buffer_free(&b);
    return report.flattened;
}

static void nesting_is_cut_flat(void **state)
{
    (void)state;
    assert_int_equal(flattened(reader_markdown, "> ", READER_DEPTH_MAX), 0);
    assert_true(flattened(reader_markdown, "> ", READER_DEPTH_MAX + 1) > 0);
    assert_int_equal(flattened(reader_markdown, "- ", READER_DEPTH_MAX), 0);
    assert_true(flattened(reader_markdown, "- ", 10000) > 0);
    assert_int_equal(flattened(reader_html, "<div>", 400), 0);
    assert_true(flattened(reader_html, "<div>", 10000) > 0);
}

/* Lists that go deeper line by line, by their indentation. */
static void indented_lists_are_cut_flat(void **state)
{
    struct buffer b = {0};
    struct reader_report report;
    (void)state;
    for (size_t depth = 0; depth < 1000; depth++) {
        repeat(&b, "  ", depth);
        buffer_text(&b, "- a\n");
    }
    assert_int_equal(show_check(reader_markdown, buffer_view(&b), &report), 1000);
    assert_int_equal(report.flattened, 1000 - READER_DEPTH_MAX);
    buffer_free(&b);
}

static void shown(struct buffer *out, page_reader *reader, const struct buffer *page)
{
    buffer_clear(out);
    show_page(out, reader, buffer_view(page));
}

static bool has(const struct buffer *out, const char *text)
{
    return slice_find(buffer_view(out), slice_of(text), 0) != SIZE_MAX;
}

/* Many brackets for a long definition: the links become words; few of them stay links. */
static void costly_references_are_words(void **state)
{
    struct buffer page = {0}, out = {0};
    (void)state;
    buffer_text(&page, "[a] [a]\n\n[a]: /");
    repeat(&page, "b", 5000);
    shown(&out, reader_markdown, &page);
    assert_true(has(&out, "link: a -> /bbb"));
    buffer_text(&page, "\n\n");
    repeat(&page, "[a] ", 20000);
    shown(&out, reader_markdown, &page);
    assert_false(has(&out, "link: "));
    assert_true(has(&out, "p: [a] [a]\n"));
    buffer_free(&page);
    buffer_free(&out);
}

static void long_addresses_are_none(void **state)
{
    static const struct {
        page_reader *reader;
        const char *head, *tail;
    } forms[] = {{reader_markdown, "[ord](/", ")"},
                 {reader_markdown, "[ord](</", "> \"t\")"},
                 {reader_html, "<a href='/", "'>ord</a>"}};
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        for (size_t size = 8000; size <= 9000; size += 1000) {
            struct buffer page = {0}, out = {0};
            buffer_text(&page, forms[i].head);
            repeat(&page, "b", size);
            buffer_text(&page, forms[i].tail);
            shown(&out, forms[i].reader, &page);
            assert_true(has(&out, "p: ord\n"));
            assert_true(has(&out, "link: ") == (size == 8000));
            buffer_free(&page);
            buffer_free(&out);
        }
    }
}

/* Rows of one cell under a head of thousands: md4c would fill each up. */
static void wide_tables_are_text(void **state)
{
    (void)state;
    for (size_t columns = 100; columns <= 10000; columns *= 100) {
        struct buffer page = {0}, out = {0};
        buffer_char(&page, '|');
        repeat(&page, " a |", columns);
        buffer_text(&page, "\n|");
        repeat(&page, " --- |", columns);
        buffer_char(&page, '\n');
        repeat(&page, "| x |\n", 2000);
        shown(&out, reader_markdown, &page);
        assert_true(has(&out, "row: ") == (columns == 100));
        buffer_free(&page);
        buffer_free(&out);
    }
}

static void long_paragraphs_are_parted(void **state)
{
    struct buffer page = {0};
    struct reader_report report;
    (void)state;
    repeat(&page, "[a] rad\n", 2500);
    assert_int_equal(show_check(reader_markdown, buffer_view(&page), &report), 3);
    buffer_free(&page);
}

/* ---- the stack ------------------------------------------------------------------------------- */

static int pass(void *user, const struct reader_block *block)
{
    (void)user;
    (void)block;
    return 0;
}

static void *read_deep_pages(void *user)
{
    static const char *const units[] = {"> ", "- ", "[", "![", "*a _b ", "<div>", "<b><li>"};
    size_t *done = user;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct buffer page = {0};
        repeat(&page, units[i], 50000);
        *done += reader_markdown(buffer_view(&page), pass, NULL, NULL, NULL) == STATUS_OK;
        *done += reader_html(buffer_view(&page), pass, NULL, NULL, NULL) == STATUS_OK;
        buffer_free(&page);
    }
    return NULL;
}

static void depth_costs_no_stack(void **state)
{
    pthread_attr_t attributes;
    pthread_t thread;
    size_t done = 0;
    (void)state;
    assert_int_equal(pthread_attr_init(&attributes), 0);
    assert_int_equal(pthread_attr_setstacksize(&attributes, SMALL_STACK), 0);
    assert_int_equal(pthread_create(&thread, &attributes, read_deep_pages, &done), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(pthread_attr_destroy(&attributes), 0);
    assert_int_equal(done, 14);
}

/* ---- chance ---------------------------------------------------------------------------------- */

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

static void check_random(page_reader *reader, const char *const *pieces, size_t count)
{
    uint64_t random = 2026;
    for (size_t round = 0; round < ROUNDS; round++) {
        struct buffer b = {0};
        struct reader_report report;
        size_t pieces_here = 1 + next_random(&random) % 300;
        for (size_t i = 0; i < pieces_here; i++)
            buffer_text(&b, pieces[next_random(&random) % count]);
        show_check(reader, buffer_view(&b), &report);
        buffer_free(&b);
    }
}

static void random_marks(void **state)
{
    static const char *const markdown[] = {
        "# ",   "## ",  "\n",       "\n\n",   "* ",        "- ",       "1. ",   "2018. ", ">",
        "> ",   "**",   "****",     "*",      "_",         "`",        "```\n", "[",      "](",
        ")",    "]",    "![",       "\"",     "---\n",     "|",        "| a |", "\\",     "\\_",
        "\\*",  "<",    ">",        "<br>",   "&amp;",     "&#x20;",   "• ",    "−",      "å",
        "Ord ", "ord",  ", säger ", "jag ",   "?",         "[a]: b\n", "  ",    "\t",     "~~~",
        "\xFF", "\xC3", "\xE2\x80", "\u00AD", "SOU 2024:1"};
    static const char *const html[] = {"<p>",      "</p>",
                                       "<b>",      "</b>",
                                       "<div>",    "</div>",
                                       "<ul><li>", "</li>",
                                       "</ul>",    "<h1>",
                                       "</h1>",    "<h2>",
                                       "<table>",  "<tr>",
                                       "<td>",     "</table>",
                                       "<a href=", "<a href='x'>",
                                       "</a>",     "<img alt=",
                                       "<br>",     "<pre>",
                                       "</pre>",   "<main>",
                                       "</main>",  "<article>",
                                       "<nav>",    "</nav>",
                                       "<form>",   "</form>",
                                       "<title>",  "</title>",
                                       "<script>", "</script>",
                                       "<!--",     "-->",
                                       "<",        ">",
                                       "\"",       "'",
                                       "&amp;",    "&",
                                       "ord",      "Ord ",
                                       " ",        "\n",
                                       "\xFF",     "\xC3",
                                       "<x-y>",    "<blockquote>",
                                       "hidden",   "<p hidden>",
                                       "<header>", "</header>",
                                       "å",        "="};
    (void)state;
    check_random(reader_markdown, markdown, sizeof markdown / sizeof *markdown);
    check_random(reader_html, html, sizeof html / sizeof *html);
}

static void random_bytes(void **state)
{
    static page_reader *const readers[] = {reader_markdown, reader_html, reader_text};
    uint64_t random = 1;
    (void)state;
    for (size_t round = 0; round < ROUNDS; round++) {
        char bytes[2000];
        struct reader_report report;
        size_t size = next_random(&random) % sizeof bytes;
        for (size_t i = 0; i < size; i++)
            bytes[i] = (char)(1 + next_random(&random) % 255);
        bytes[0] = 'a'; /* no mark of UTF-16 */
        show_check(readers[round % 3], (struct slice){bytes, size}, &report);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markdown_patterns),
        cmocka_unit_test(html_patterns),
        cmocka_unit_test(text_patterns),
        cmocka_unit_test(closing_what_is_far_above),
        cmocka_unit_test(nesting_is_cut_flat),
        cmocka_unit_test(indented_lists_are_cut_flat),
        cmocka_unit_test(costly_references_are_words),
        cmocka_unit_test(long_addresses_are_none),
        cmocka_unit_test(wide_tables_are_text),
        cmocka_unit_test(long_paragraphs_are_parted),
        cmocka_unit_test(depth_costs_no_stack),
        cmocka_unit_test(random_marks),
        cmocka_unit_test(random_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
