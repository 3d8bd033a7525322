/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"
#include "language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void print_question(struct slice question, struct buffer *out)
{
    struct language_tree tree;
    struct error error = {0};
    if (language_parse(&tree, question, &error) == STATUS_OK)
        language_print(tree.root, out);
    else
        buffer_format(out, "refused: %s", error.text);
    language_free(&tree);
}

static void check_case(const struct cases_case *c, void *user)
{
    size_t *failed = user;
    struct buffer got = {0};
    print_question(c->input, &got);
    *failed += !cases_same(c, buffer_view(&got));
    buffer_free(&got);
}

static void test_questions(void **state)
{
    (void)state;
    size_t failed = 0;
    size_t count = cases_each("tests/data/questions.test", check_case, &failed);
    assert_int_equal(failed, 0);
    assert_true(count >= 100);
}

/* start, then `count` times item, then end. */
static struct buffer repeat(const char *start, const char *item, size_t count, const char *end)
{
    struct buffer b = {0};
    buffer_text(&b, start);
    for (size_t i = 0; i < count; i++)
        buffer_text(&b, item);
    buffer_text(&b, end);
    return b;
}

static size_t tree_depth(const struct language_node *node)
{
    size_t deepest = 0;
    for (size_t i = 0; node && i < node->child_count; i++) {
        size_t depth = tree_depth(node->children[i]);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}

static void test_depth_is_limited(void **state)
{
    (void)state;
    struct buffer open = repeat("", "(a OR (b AND ", 5000, "c");
    struct buffer text = repeat("", "))", 5000, "");
    buffer_slice(&open, buffer_view(&text));
    struct language_tree tree;
    assert_int_equal(language_parse(&tree, buffer_view(&open), NULL), STATUS_OK);
    assert_true(tree.cut);
    assert_true(tree_depth(tree.root) <= 2 * LANGUAGE_DEPTH_MAX + 4);
    language_free(&tree);
    buffer_free(&open);
    buffer_free(&text);
}

static void test_groups_just_within_the_limit(void **state)
{
    (void)state;
    struct buffer text = {0}, printed = {0};
    for (size_t i = 0; i < LANGUAGE_DEPTH_MAX; i++)
        buffer_text(&text, "(a OR -");
    buffer_text(&text, "b");
    for (size_t i = 0; i < LANGUAGE_DEPTH_MAX; i++)
        buffer_char(&text, ')');
    print_question(buffer_view(&text), &printed);
    size_t groups = 0;
    for (size_t at = 0; (at = slice_find(buffer_view(&printed), SLICE("(or "), at)) != SIZE_MAX;
         at++)
        groups++;
    assert_int_equal(groups, LANGUAGE_DEPTH_MAX);
    buffer_free(&text);
    buffer_free(&printed);
}

static void test_size_is_limited(void **state)
{
    (void)state;
    struct buffer text = repeat("handel ", "x", LANGUAGE_BYTES_MAX, " slut");
    struct language_tree tree;
    assert_int_equal(language_parse(&tree, buffer_view(&text), NULL), STATUS_OK);
    assert_true(tree.cut);
    assert_int_equal(tree.root->text.size, LANGUAGE_BYTES_MAX);
    language_free(&tree);
    buffer_free(&text);
    text = repeat("", "-a ", LANGUAGE_OPERANDS_MAX + 1, "");
    assert_int_equal(language_parse(&tree, buffer_view(&text), NULL), STATUS_OK);
    assert_true(tree.cut);
    assert_int_equal(tree.root->child_count, LANGUAGE_OPERANDS_MAX);
    language_free(&tree);
    buffer_free(&text);
}

/* A cut in the middle of a character leaves no half of one. */
static void test_cut_between_characters(void **state)
{
    (void)state;
    struct buffer text = repeat("a", "\xC3\xA5", LANGUAGE_BYTES_MAX / 2 + 9, "");
    struct language_tree tree;
    assert_int_equal(language_parse(&tree, buffer_view(&text), NULL), STATUS_OK);
    assert_true(utf8_valid(tree.root->text));
    assert_int_equal(tree.root->text.size, LANGUAGE_BYTES_MAX - 1);
    language_free(&tree);
    buffer_free(&text);
}

static void test_free_after_refusal(void **state)
{
    (void)state;
    struct language_tree tree;
    struct error error;
    assert_int_equal(language_parse(&tree, SLICE("a (b OR datum:2024-99) c"), &error),
                     STATUS_USAGE);
    language_free(&tree);
    assert_null(tree.root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_questions),
        cmocka_unit_test(test_depth_is_limited),
        cmocka_unit_test(test_groups_just_within_the_limit),
        cmocka_unit_test(test_size_is_limited),
        cmocka_unit_test(test_cut_between_characters),
        cmocka_unit_test(test_free_after_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
