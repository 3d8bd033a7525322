/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"
#include "schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct slice site = {.data = "https://www.regeringen.se", .size = 25};

static void address_case(const struct cases_case *c, void *user)
{
    size_t *wrong = user;
    size_t space = slice_find(c->input, SLICE(" "), 0);
    struct buffer id = {0}, got = {0};
    switch (schema_id_of_address(site, slice_part(c->input, 0, space),
                                 slice_part(c->input, space + 1, c->input.size), &id)) {
    case ADDRESS_PAGE:
        buffer_text(&got, "page ");
        break;
    case ADDRESS_OUTSIDE:
        buffer_text(&got, "outside ");
        break;
    case ADDRESS_NONE:
        buffer_text(&got, "none");
        break;
    }
    buffer_slice(&got, buffer_view(&id));
    *wrong += !cases_same(c, buffer_view(&got));
    buffer_free(&id);
    buffer_free(&got);
}

static void test_ids_of_addresses(void **state)
{
    (void)state;
    size_t wrong = 0;
    cases_each("tests/data/schema/addresses.test", address_case, &wrong);
    assert_int_equal(wrong, 0);
}

static void words_case(const struct cases_case *c, void *user)
{
    size_t *wrong = user;
    *wrong += !cases_same(c, schema_link_words(c->input));
}

static void test_words_of_links(void **state)
{
    (void)state;
    size_t wrong = 0;
    cases_each("tests/data/schema/link-words.test", words_case, &wrong);
    assert_int_equal(wrong, 0);
}

static void path_case(const struct cases_case *c, void *user)
{
    size_t *wrong = user;
    char month[8] = "-";
    struct slice type = schema_type_of_id(c->input);
    struct buffer got = {0};
    buffer_slice(&got, type.size > 0 ? type : SLICE("-"));
    schema_month_of_id(c->input, month);
    buffer_format(&got, "\n%s", month);
    *wrong += !cases_same(c, buffer_view(&got));
    buffer_free(&got);
}

static void test_what_paths_tell(void **state)
{
    (void)state;
    size_t wrong = 0;
    cases_each("tests/data/schema/paths.test", path_case, &wrong);
    assert_int_equal(wrong, 0);
}

static void check_address(const char *id, const char *expected)
{
    struct buffer got = {0};
    schema_address_of_id(site, slice_of(id), &got);
    assert_string_equal(got.data, expected);
    buffer_free(&got);
}

static void test_addresses_of_ids(void **state)
{
    (void)state;
    check_address("artiklar/2025/01/a", "https://www.regeringen.se/artiklar/2025/01/a/");
    check_address("contentassets/x/y.pdf", "https://www.regeringen.se/contentassets/x/y.pdf");
    check_address("cbss.org/safe", "https://cbss.org/safe");
    check_address("fi.se", "https://fi.se");
    check_address("www.esv.se/brev?RBID=24856", "https://www.esv.se/brev?RBID=24856");
    check_address("prop.-2021", "https://www.regeringen.se/prop.-2021/");
    check_address("example.org:8080/x", "https://example.org:8080/x");
    check_address("192.0.2.7/x", "https://192.0.2.7/x");
    check_address("bilaga.pdf", "https://www.regeringen.se/bilaga.pdf");
}

/* An id made from an address, made an address again, gives the same id. */
static void test_ids_come_back(void **state)
{
    (void)state;
    const char *const ids[] = {"artiklar/2025/01/a", "cbss.org/safe/x", "fi.se",
                               "www.esv.se/brev?RBID=24856", "contentassets/x/y.pdf"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        struct buffer address = {0}, id = {0};
        schema_address_of_id(site, slice_of(ids[i]), &address);
        schema_id_of_address(site, SLICE(""), buffer_view(&address), &id);
        assert_string_equal(id.data, ids[i]);
        buffer_free(&address);
        buffer_free(&id);
    }
}

static void test_addresses_as_shown(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"https://x.se/a/b-c_d.e~f/?g=h&i=j#k", "https://x.se/a/b-c_d.e~f/?g=h&i=j#k"},
        {"https://x.se/a b", "https://x.se/a%20b"},
        {"https://x.se/a%20b/%C3%A5", "https://x.se/a%20b/%C3%A5"},
        {"https://x.se/100%/%zz/%2", "https://x.se/100%25/%25zz/%252"},
        {"https://x.se/\"<a>\"\\^`{|}", "https://x.se/%22%3Ca%3E%22%5C%5E%60%7B%7C%7D"},
        {"https://x.se/råd/\n\t\x7f\xff", "https://x.se/r%C3%A5d/%0A%09%7F%FF"},
        {"https://[2001:db8::1]:8080/a[1]", "https://[2001:db8::1]:8080/a%5B1%5D"},
        {"https://[2001:db8::1]", "https://[2001:db8::1]"},
        {"mailto:a@x.se", "mailto:a@x.se"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer got = {0};
        schema_shown_url(slice_of(cases[i][0]), &got);
        assert_string_equal(got.data != NULL ? got.data : "", cases[i][1]);
        buffer_free(&got);
    }
}

static void test_fields(void **state)
{
    (void)state;
    for (const struct schema_field *a = schema_fields; a->name != NULL; a++) {
        assert_non_null(a->help);
        assert_ptr_equal(schema_field_find(slice_of(a->name)), a);
        assert_ptr_equal(schema_field_find(slice_of(a->english)), a);
        for (const struct schema_field *b = a + 1; b->name != NULL; b++) {
            assert_string_not_equal(a->name, b->name);
            assert_string_not_equal(a->english, b->english);
            if (a->prefix != NULL && b->prefix != NULL)
                assert_string_not_equal(a->prefix, b->prefix);
            /* Years and months are counted by terms of their own, and asked for as dates. */
            assert_true(a->slot < 0 || a->slot != b->slot || b->prefix != NULL);
        }
    }
    assert_non_null(schema_field_find(SLICE("AVSÄNDARE")));
    assert_string_equal(schema_field_find(SLICE("Avsandare"))->name, "avsändare");
    assert_string_equal(schema_field_find(SLICE("fran"))->name, "från");
    assert_null(schema_field_find(SLICE("färg")));
    assert_null(schema_field_find(SLICE("äv")));
    assert_null(schema_field_find(SLICE("titäl")));
    assert_null(schema_field_find(SLICE("")));
}

static void test_long_terms_are_hashed(void **state)
{
    (void)state;
    char text[600];
    struct buffer a = {0}, b = {0};
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = 'a';
    schema_term(&a, SCHEMA_PREFIX_ID, (struct slice){.data = text, .size = sizeof text});
    schema_term(&b, SCHEMA_PREFIX_ID, (struct slice){.data = text, .size = sizeof text - 1});
    assert_true(a.size <= SCHEMA_TERM_MAX);
    assert_false(slice_equal(buffer_view(&a), buffer_view(&b)));
    schema_term(&a, "Q", (struct slice){.data = text, .size = SCHEMA_TERM_MAX - 1});
    assert_int_equal(a.size, SCHEMA_TERM_MAX);
    /* A zero byte takes two. */
    for (size_t i = 0; i < 200; i++)
        text[i] = '\0';
    schema_term(&a, "Q", (struct slice){.data = text, .size = 200});
    assert_int_equal(a.size, 1 + 1 + 32);
    buffer_free(&a);
    buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids_of_addresses), cmocka_unit_test(test_words_of_links),
        cmocka_unit_test(test_what_paths_tell),  cmocka_unit_test(test_addresses_of_ids),
        cmocka_unit_test(test_ids_come_back),    cmocka_unit_test(test_addresses_as_shown),
        cmocka_unit_test(test_fields),           cmocka_unit_test(test_long_terms_are_hashed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
