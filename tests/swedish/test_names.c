/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyser.h"
#include "cases.h"

struct forms {
    struct arena arena;
    struct slice items[64];
    size_t count;
};

static int keep_form(void *user, const struct swedish_token *token)
{
    struct forms *f = user;
    if (!token->also && f->count < 64)
        f->items[f->count++] = slice_keep(&f->arena, token->form);
    return 0;
}

static int describe(void *user, const struct swedish_name *name)
{
    struct buffer *out = user;
    buffer_format(out, "%zu+%zu ", name->first, name->count);
    buffer_slice(out, name->other);
    buffer_char(out, '\n');
    return 0;
}

static void name_case(const struct cases_case *c, void *user)
{
    size_t *wrong = user;
    struct forms f = {0};
    struct buffer got = {0};
    swedish_tokens_each(swedish, c->input, keep_form, &f, NULL);
    swedish_names_each(swedish, f.items, f.count, describe, &got);
    *wrong += !cases_same(c, buffer_view(&got));
    buffer_free(&got);
    arena_free(&f.arena);
}

static void test_names(void **state)
{
    (void)state;
    size_t wrong = 0;
    cases_each("tests/data/swedish/names.test", name_case, &wrong);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names)};
    return cmocka_run_group_tests(tests, analyser_open, analyser_close);
}
