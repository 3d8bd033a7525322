/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists, lines and codes of JSON: the cases of tests/data/readers, and lists that are too much. */
#include "cases.h"
#include "show.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void put_status(struct buffer *out, enum status status, const struct error *error)
{
    buffer_format(out, "status: %s: %s\n", status_name(status), error->text);
}

struct listing {
    struct buffer out;
    size_t entries;
};

static int list_entry(void *user, const struct reader_entry *entry)
{
    struct listing *listing = user;
    listing->entries++;
    return show_entry(&listing->out, entry);
}

static void check_list(const struct cases_case *c, void *user)
{
    struct listing listing = {0};
    struct error error = {0};
    size_t odd;
    enum status status = reader_list(c->input, list_entry, &listing, &odd, &error);
    if (status == STATUS_OK)
        buffer_format(&listing.out, "entries: %zu\n", listing.entries);
    else
        put_status(&listing.out, status, &error);
    if (odd > 0)
        buffer_format(&listing.out, "passed over: %zu\n", odd);
    *(size_t *)user += !cases_same(c, buffer_view(&listing.out));
    buffer_free(&listing.out);
}

static void lists_of_the_file(void **state)
{
    (void)state;
    size_t wrong = 0;
    assert_true(cases_each("tests/data/readers/lists.test", check_list, &wrong) >= 15);
    assert_int_equal(wrong, 0);
}

static void repeat(struct buffer *b, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        buffer_text(b, text);
}

/* ---- elements -------------------------------------------------------------------------------- */

struct elements {
    struct slice bytes;
    struct listing listing;
    struct slice url; /* of the element being read */
    size_t odd, urls;
    struct error error;
};

static int read_with_url(void *user, const struct reader_entry *entry)
{
    struct elements *e = user;
    if (e->url.data != NULL)
        assert_true(slice_equal(e->url, entry->url));
    e->urls += e->url.data != NULL;
    return list_entry(&e->listing, entry);
}

static int read_element(void *user, struct slice element, struct slice url)
{
    struct elements *e = user;
    assert_true(element.data >= e->bytes.data);
    assert_true(element.data + element.size <= e->bytes.data + e->bytes.size);
    e->url = url;
    return reader_list_element(e->bytes, element, read_with_url, e, &e->odd, &e->error) !=
           STATUS_OK;
}

/* Read one by one they give what reader_list gives, but that those before a fault come too. */
static void check_elements(const struct cases_case *c, void *user)
{
    struct elements e = {.bytes = c->input};
    bool plain;
    enum status status = reader_list_elements(c->input, &plain, read_element, &e, &e.error);
    if (status == STATUS_OK && plain)
        buffer_format(&e.listing.out, "entries: %zu\n", e.listing.entries);
    if (status != STATUS_OK) {
        buffer_clear(&e.listing.out);
        put_status(&e.listing.out, STATUS_BAD_INPUT, &e.error);
    }
    if (e.odd > 0 && status == STATUS_OK)
        buffer_format(&e.listing.out, "passed over: %zu\n", e.odd);
    struct slice wanted = c->count > 0 ? c->lines[0] : SLICE("");
    if (status != STATUS_OK)
        *(size_t *)user += !slice_starts(wanted, SLICE("status: "));
    else if (plain)
        *(size_t *)user += !cases_same(c, buffer_view(&e.listing.out));
    buffer_free(&e.listing.out);
}

static void elements_of_lists(void **state)
{
    (void)state;
    size_t wrong = 0;
    assert_true(cases_each("tests/data/readers/lists.test", check_elements, &wrong) >= 15);
    assert_int_equal(wrong, 0);
}

/* Which url is told without reading: "-" is none. */
static int put_url(void *user, struct slice element, struct slice url)
{
    (void)element;
    buffer_slice(user, url.data != NULL ? url : SLICE("-"));
    buffer_char(user, ' ');
    return 0;
}

static void urls_of_elements(void **state)
{
    (void)state;
    static const char list[] =
        "[{\"url\":\"/a\"}, {\"x\":{\"url\":\"/n\"},\"url\" : \" /b \" ,\"y\":[1,{}]},"
        "{\"url\":\"/c\",\"url\":\"/d\"},{\"ur\\u006C\":\"/e\"},{\"url\":\"\\/f\"},"
        "{\"url\":7},{\"a:b\":1,\"url\":\"/g\"},{},[\"url\"],\"url\",{\"url\":\"\"},"
        "{\":\":\"url\",\"url\":\"/h,]}\"},{\"url\":\"/i\" \"j\"},{\"x\":[\"url\",\"/k\"]},"
        "{\"url\":\"/l\",\"ur\\u006C\":\"/m\"}]";
    struct buffer urls = {0};
    bool plain;
    assert_int_equal(reader_list_elements(slice_of(list), &plain, put_url, &urls, NULL), STATUS_OK);
    assert_true(plain);
    assert_string_equal(urls.data, "/a /b - - - - /g - - -  /h,]} - - - ");
    buffer_free(&urls);
}

/* A string ends at the quote that an even number of backslashes stands before, wherever it is. */
static void ends_of_strings(void **state)
{
    (void)state;
    struct buffer list = {0}, urls = {0};
    bool plain;
    for (size_t length = 0; length <= 20; length++)
        for (size_t backslashes = 0; backslashes <= 5; backslashes++) {
            buffer_clear(&list);
            buffer_clear(&urls);
            buffer_text(&list, "[{\"x\":\"");
            repeat(&list, "}", length);
            repeat(&list, "\\", backslashes);
            buffer_text(&list, backslashes % 2 == 0 ? "" : "\"");
            repeat(&list, "\\\"", length);
            buffer_text(&list, "\",\"url\":\"/a\"},{\"url\":\"/b\"}]");
            assert_int_equal(reader_list_elements(buffer_view(&list), &plain, put_url, &urls, NULL),
                             STATUS_OK);
            assert_string_equal(urls.data, "/a /b ");
        }
    buffer_free(&list);
    buffer_free(&urls);
}

static void an_array_needs_its_end(void **state)
{
    (void)state;
    struct slice list = SLICE("[{\"x\":\"\\\\\\\"y\"},[1,2],\n        {\"url\" : \"/a\"} ]");
    struct buffer urls = {0};
    bool plain;
    for (size_t size = 0; size < list.size; size++) {
        char *exact = base_alloc(size); /* so that reading past it is seen */
        memcpy(exact, list.data, size);
        struct slice cut = {exact, size};
        assert_int_equal(reader_list_elements(cut, &plain, put_url, &urls, NULL), STATUS_BAD_INPUT);
        free(exact);
    }
    assert_int_equal(reader_list_elements(list, &plain, put_url, &urls, NULL), STATUS_OK);
    buffer_free(&urls);
}

static void check_line(const struct cases_case *c, void *user)
{
    struct buffer out = {0};
    struct error error = {0};
    enum status status = reader_json_line(c->input, show_entry, &out, &error);
    if (status != STATUS_OK)
        put_status(&out, status, &error);
    *(size_t *)user += !cases_same(c, buffer_view(&out));
    buffer_free(&out);
}

static void lines_of_the_file(void **state)
{
    (void)state;
    size_t wrong = 0;
    assert_true(cases_each("tests/data/readers/jsonl.test", check_line, &wrong) >= 9);
    assert_int_equal(wrong, 0);
}

static int show_code(void *user, struct slice code, struct slice name)
{
    buffer_slice(user, code);
    buffer_char(user, ' ');
    buffer_slice(user, name);
    buffer_char(user, '\n');
    return 0;
}

static void check_codes(const struct cases_case *c, void *user)
{
    struct buffer out = {0};
    struct error error = {0};
    enum status status = reader_codes(c->input, show_code, &out, &error);
    if (status != STATUS_OK)
        put_status(&out, status, &error);
    *(size_t *)user += !cases_same(c, buffer_view(&out));
    buffer_free(&out);
}

static void codes_of_the_file(void **state)
{
    (void)state;
    size_t wrong = 0;
    assert_true(cases_each("tests/data/readers/codes.test", check_codes, &wrong) >= 4);
    assert_int_equal(wrong, 0);
}

/* ---- stopping -------------------------------------------------------------------------------- */

static int stop_at(size_t *left)
{
    return --*left == 0;
}

static int stop_entry(void *user, const struct reader_entry *entry)
{
    (void)entry;
    return stop_at(user);
}

static int stop_code(void *user, struct slice code, struct slice name)
{
    (void)code;
    (void)name;
    return stop_at(user);
}

static void callbacks_stop_readers(void **state)
{
    (void)state;
    struct slice list = SLICE("[{\"url\":\"/a\"},{\"url\":\"/b\"},{\"url\":\"/c\"}]");
    size_t left = 2;
    assert_int_equal(reader_list(list, stop_entry, &left, NULL, NULL), STATUS_STOPPED);
    assert_int_equal(left, 0);
    left = 1;
    assert_int_equal(reader_json_line(SLICE("{\"title\":\"T\"}"), stop_entry, &left, NULL),
                     STATUS_STOPPED);
    left = 2;
    assert_int_equal(
        reader_codes(SLICE("{\"1\":\"a\",\"2\":\"b\",\"3\":\"c\"}"), stop_code, &left, NULL),
        STATUS_STOPPED);
    assert_int_equal(left, 0);
}

/* ---- too much -------------------------------------------------------------------------------- */

static int count_entry(void *user, const struct reader_entry *entry)
{
    (void)entry;
    ++*(size_t *)user;
    return 0;
}

/* Longer than what is kept from the first look: the second one must hand on the same. */
static void a_list_of_many_values(void **state)
{
    (void)state;
    enum { ENTRIES = 60000 };
    struct buffer list = {0};
    size_t entries = 0, odd = 0;
    buffer_text(&list, "[0");
    repeat(&list, ",{\"url\":\"/a\",\"types\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]}", ENTRIES);
    buffer_text(&list, "]");
    assert_int_equal(reader_list(buffer_view(&list), count_entry, &entries, &odd, NULL), STATUS_OK);
    assert_int_equal(entries, ENTRIES);
    assert_int_equal(odd, 1);
    buffer_free(&list);
}

static void an_entry_of_too_many_values(void **state)
{
    (void)state;
    struct buffer text = {0};
    struct error error;
    size_t entries = 0;
    buffer_text(&text, "[{\"url\":\"/a\"},{\"url\":\"/b\",\"types\":[{}");
    repeat(&text, ",{}", 300000);
    buffer_text(&text, "]}]");
    assert_int_equal(reader_list(buffer_view(&text), count_entry, &entries, NULL, &error),
                     STATUS_TOO_LARGE);
    assert_non_null(strstr(error.text, "values"));
    struct slice line = slice_part(buffer_view(&text), 14, text.size - 1);
    assert_int_equal(reader_json_line(line, count_entry, &entries, &error), STATUS_TOO_LARGE);
    assert_int_equal(entries, 0);
    buffer_free(&text);
}

static void deep_nesting_is_refused(void **state)
{
    (void)state;
    struct buffer text = {0};
    size_t entries = 0;
    repeat(&text, "[", 50000);
    assert_int_equal(reader_list(buffer_view(&text), count_entry, &entries, NULL, NULL),
                     STATUS_BAD_INPUT);
    buffer_clear(&text);
    repeat(&text, "{\"title\":", 50000);
    assert_int_equal(reader_json_line(buffer_view(&text), count_entry, &entries, NULL),
                     STATUS_BAD_INPUT);
    assert_int_equal(entries, 0);
    buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_the_file),       cmocka_unit_test(elements_of_lists),
        cmocka_unit_test(urls_of_elements),        cmocka_unit_test(ends_of_strings),
        cmocka_unit_test(an_array_needs_its_end),  cmocka_unit_test(lines_of_the_file),
        cmocka_unit_test(codes_of_the_file),       cmocka_unit_test(callbacks_stop_readers),
        cmocka_unit_test(a_list_of_many_values),   cmocka_unit_test(an_entry_of_too_many_values),
        cmocka_unit_test(deep_nesting_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
