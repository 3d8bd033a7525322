/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"
#include "snippet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { BLOCKS_MAX = 8 };

static struct swedish *swedish;
static struct snippet snippet;

static int open_all(void **state)
{
    (void)state;
    return swedish_open(&swedish, NULL) == STATUS_OK ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    snippet_free(&snippet);
    swedish_close(swedish);
    return 0;
}

static double same_rarity(void *user, uint32_t documents)
{
    (void)user;
    (void)documents;
    return 1;
}

/* Fills `snippet` with that of a document for a question. */
static void make(struct slice asked, const struct schema_document *d, uint32_t section)
{
    struct language_tree tree;
    struct question question;
    struct snippet_terms terms;
    assert_int_equal(language_parse(&tree, asked, NULL), STATUS_OK);
    question_read(&question, swedish, tree.root, NULL);
    snippet_terms_read(&terms, &question, same_rarity, NULL);
    snippet_make(&snippet, swedish, d, &terms, section);
    question_free(&question);
    language_free(&tree);
}

/* Blocks separated by tabs; one that begins with "# " is a heading. */
static size_t read_blocks(struct slice text, struct schema_block blocks[BLOCKS_MAX])
{
    size_t count = 0;
    for (size_t at = 0; at < text.size;) {
        size_t tab = slice_find(text, SLICE("\t"), at);
        struct slice block = slice_part(text, at, tab);
        bool heading = slice_starts(block, SLICE("# "));
        assert_true(count < BLOCKS_MAX);
        blocks[count++] =
            (struct schema_block){.kind = heading ? BLOCK_HEADING : BLOCK_PARAGRAPH,
                                  .text = slice_part(block, heading ? 2 : 0, block.size)};
        at = tab == SIZE_MAX ? text.size : tab + 1;
    }
    return count;
}

/* The snippet with its marks between asterisks; what no reader may meet fails. */
static void print_snippet(struct buffer *out)
{
    struct slice text = buffer_view(&snippet.text);
    size_t at = 0;
    for (size_t i = 0; i < snippet.mark_count; i++) {
        struct snippet_mark m = snippet.marks[i];
        assert_true(m.start >= at && m.start < m.end && m.end <= text.size);
        buffer_slice(out, slice_part(text, at, m.start));
        buffer_char(out, '*');
        buffer_slice(out, slice_part(text, m.start, m.end));
        buffer_char(out, '*');
        at = m.end;
    }
    buffer_slice(out, slice_part(text, at, text.size));
}

/* Input: a question, a tab, the blocks. The first section is looked in first. */
static void check_case(const struct cases_case *c, void *user)
{
    size_t *wrong = user;
    struct schema_block blocks[BLOCKS_MAX];
    struct buffer got = {0};
    size_t tab = slice_find(c->input, SLICE("\t"), 0);
    struct schema_document d = {.blocks = blocks};
    d.block_count = read_blocks(slice_part(c->input, tab + 1, c->input.size), blocks);
    make(slice_part(c->input, 0, tab), &d, 0);
    print_snippet(&got);
    *wrong += !cases_same(c, buffer_view(&got));
    buffer_free(&got);
}

static void test_cases(void **state)
{
    (void)state;
    size_t wrong = 0;
    cases_each("tests/data/snippets.test", check_case, &wrong);
    assert_int_equal(wrong, 0);
}

/* Wherever in a long paragraph the hit is, the passage is full, and of whole words. */
static void test_fills_its_room(void **state)
{
    enum { WORDS = 120 };
    (void)state;
    for (size_t hit = 0; hit < WORDS; hit++) {
        struct buffer text = {0};
        struct schema_block block = {.kind = BLOCK_PARAGRAPH};
        const struct schema_document d = {.blocks = &block, .block_count = 1};
        for (size_t i = 0; i < WORDS; i++)
            buffer_text(&text, i == hit ? "skogsbränder " : i % 2 == 0 ? "ålgräs " : "och ");
        block.text = buffer_view(&text);
        make(SLICE("skogsbränder"), &d, 0);
        struct slice got = buffer_view(&snippet.text);
        assert_int_equal(snippet.mark_count, 1);
        assert_true(got.size > 200 && got.size < SNIPPET_BYTES + 20);
        if (hit > 12)
            assert_true(snippet.marks[0].start >= 60);
        for (size_t at = 0; at < got.size;) {
            size_t space = slice_find(got, SLICE(" "), at);
            struct slice word = slice_part(got, at, space);
            assert_true(slice_equal(word, SLICE("skogsbränder")) ||
                        slice_equal(word, SLICE("ålgräs")) || slice_equal(word, SLICE("och")) ||
                        slice_equal(word, SLICE("…")));
            at = space == SIZE_MAX ? got.size : space + 1;
        }
        buffer_free(&text);
    }
}

/* Signs without end beside a word do not all come along. */
static void test_long_runs(void **state)
{
    enum { RUN_BYTES = 3000 };
    struct buffer text = {0};
    struct schema_block block = {.kind = BLOCK_PARAGRAPH};
    const struct schema_document d = {.blocks = &block, .block_count = 1};
    (void)state;
    for (size_t i = 0; i < RUN_BYTES; i++)
        buffer_text(&text, "§");
    buffer_text(&text, " skog");
    for (size_t i = 0; i < RUN_BYTES; i++)
        buffer_text(&text, "§");
    block.text = buffer_view(&text);
    make(SLICE("skog"), &d, 0);
    assert_string_equal(snippet.text.data, "… skog …");
    buffer_free(&text);
}

static void test_sections(void **state)
{
    (void)state;
    struct schema_block blocks[BLOCKS_MAX];
    struct schema_document d = {.blocks = blocks};
    d.block_count =
        read_blocks(SLICE("Inledning om vatten.\t# Skog\tOm granar.\t# Mark\tOm skog."), blocks);
    make(SLICE("skog"), &d, 2);
    assert_string_equal(snippet.text.data, "Om skog.");
    assert_string_equal(snippet.heading.data, "Mark");
    assert_int_equal(snippet.section, 2);
    /* The heading alone has the word. */
    make(SLICE("skog"), &d, 1);
    assert_string_equal(snippet.text.data, "Om granar.");
    assert_string_equal(snippet.heading.data, "Skog");
    assert_int_equal(snippet.mark_count, 0);
    /* The section lacks it, another has it. */
    make(SLICE("vatten"), &d, 2);
    assert_string_equal(snippet.text.data, "Inledning om vatten.");
    assert_int_equal(snippet.section, 0);
    /* Nothing but a heading. */
    d.block_count = 1;
    blocks[0].kind = BLOCK_HEADING;
    make(SLICE("vatten"), &d, 0);
    assert_int_equal(snippet.text.size, 0);
}

/* What does not fit into the table of words is left out whole. */
static void test_long_question(void **state)
{
    enum { QUESTION_WORDS = 200 };
    struct buffer asked = {0};
    struct schema_block block = {.kind = BLOCK_PARAGRAPH, .text = SLICE("Ord3 och ord150.")};
    const struct schema_document d = {.blocks = &block, .block_count = 1};
    (void)state;
    for (size_t i = 0; i < QUESTION_WORDS; i++)
        buffer_format(&asked, "ord%zu ", i);
    make(buffer_view(&asked), &d, 0);
    assert_int_equal(snippet.mark_count, 1);
    buffer_clear(&asked);
    buffer_char(&asked, '"');
    for (size_t i = 0; i < QUESTION_WORDS; i++)
        buffer_format(&asked, "ord%zu ", i);
    buffer_text(&asked, "\" ord150");
    make(buffer_view(&asked), &d, 0);
    assert_int_equal(snippet.mark_count, 1);
    assert_int_equal(snippet.marks[0].start, strlen("Ord3 och "));
    buffer_free(&asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),         cmocka_unit_test(test_fills_its_room),
        cmocka_unit_test(test_long_runs),     cmocka_unit_test(test_sections),
        cmocka_unit_test(test_long_question),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
