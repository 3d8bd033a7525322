/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"
#include "language.h"
#include "question.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct table {
    struct swedish *swedish;
    size_t failed;
};

/* An index that has every word but those typed without their dots or wrongly. */
static uint32_t documents(void *user, struct slice term)
{
    static const char *const unknown[] = {"mannisko", "halvars", "tansk", "konsull"};
    (void)user;
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        if (slice_starts(term, slice_of(unknown[i])))
            return 0;
    static const struct {
        const char *term;
        uint32_t documents;
    } many[] = {{"regering", 900}, {"svensklär", 200}, {"klimatutsl", 17}, {"socialstyr", 100}};
    for (size_t i = 0; i < sizeof many / sizeof many[0]; i++)
        if (slice_starts(term, slice_of(many[i].term)))
            return many[i].documents;
    return 1;
}

/* Nearly all that have "social" and "styrelse" have them as parts. */
static uint32_t both(void *user, struct slice first, struct slice second, uint32_t most)
{
    uint32_t count = slice_equal(first, SLICE("social")) ? 110 : 500;
    (void)user;
    (void)second;
    return count < most ? count : most;
}

static void forms(void *user, struct slice prefix,
                  void (*form)(void *user, struct slice form, uint32_t documents), void *form_user)
{
    (void)user;
    if (slice_equal(prefix, SLICE("t"))) {
        form(form_user, SLICE("tandsköterska"), 9);
        form(form_user, SLICE("tandsköterskan"), 2);
        form(form_user, SLICE("tandsköterskor"), 2);
    }
    if (!slice_equal(prefix, SLICE("exploat")))
        return;
    form(form_user, SLICE("exploatera"), 3);
    form(form_user, SLICE("exploatering"), 9);
    form(form_user, SLICE("exploatör"), 3);
}

static void check_case(const struct cases_case *c, void *user)
{
    struct table *t = user;
    const struct question_index index = {.documents = documents, .both = both, .forms = forms};
    struct language_tree tree;
    struct question question;
    struct buffer got = {0};
    assert_int_equal(language_parse(&tree, c->input, NULL), STATUS_OK);
    question_read(&question, t->swedish, tree.root, &index);
    question_explain(&question, &got);
    t->failed += !cases_same(c, buffer_view(&got));
    buffer_free(&got);
    question_free(&question);
    language_free(&tree);
}

static void test_analysis(void **state)
{
    (void)state;
    struct table table = {.failed = 0};
    assert_int_equal(swedish_open(&table.swedish, NULL), STATUS_OK);
    size_t count = cases_each("tests/data/analysis.test", check_case, &table);
    swedish_close(table.swedish);
    assert_int_equal(table.failed, 0);
    assert_true(count >= 15);
}

/* Nothing asked, or nothing but what is excluded, asks for no words. */
static void test_lists(void **state)
{
    (void)state;
    struct swedish *swedish;
    struct language_tree tree;
    struct question question;
    assert_int_equal(swedish_open(&swedish, NULL), STATUS_OK);
    assert_int_equal(language_parse(&tree, SLICE("-handel -\"a b\" typ:remiss"), NULL), STATUS_OK);
    question_read(&question, swedish, tree.root, NULL);
    assert_non_null(question.root);
    assert_int_equal(question.unit_count + question.sequence_count + question.term_count, 0);
    question_free(&question);
    question_read(&question, swedish, NULL, NULL);
    assert_null(question.root);
    question_free(&question);
    language_free(&tree);
    swedish_close(swedish);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_analysis),
                                       cmocka_unit_test(test_lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
