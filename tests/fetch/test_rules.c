/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules that need no network: robots.txt, private addresses, names of hosts. */
#include "cases.h"
#include "fetch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void check_robots(const struct cases_case *c, void *user)
{
    size_t *failed = user;
    struct buffer got = {0};
    struct fetch_robots *robots = fetch_robots_parse(c->input, "lupp");
    for (size_t i = 0; i < c->count; i++) {
        size_t space = slice_find(c->lines[i], SLICE(" "), 0);
        struct slice path = slice_part(c->lines[i], space + 1, c->lines[i].size);
        buffer_text(&got, fetch_robots_allow(robots, path) ? "allow " : "forbid ");
        buffer_slice(&got, path);
        buffer_char(&got, '\n');
    }
    *failed += !cases_same(c, buffer_view(&got));
    fetch_robots_free(robots);
    buffer_free(&got);
}

static void test_robots(void **state)
{
    (void)state;
    size_t failed = 0;
    assert_true(cases_each("tests/data/fetch/robots.test", check_robots, &failed) > 20);
    assert_int_equal(failed, 0);
}

static uint64_t delay_of(const char *text)
{
    struct fetch_robots *robots = fetch_robots_parse(slice_of(text), "lupp");
    uint64_t delay = fetch_robots_delay(robots);
    fetch_robots_free(robots);
    return delay;
}

static void test_delays(void **state)
{
    (void)state;
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: 3"), 3000);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: 0.25"), 250);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: 12.5 # s"), 12500);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: 9\nUser-agent: lupp\nDisallow:"), 0);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: snart"), 0);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: -1"), 0);
    assert_true(delay_of("User-agent: *\nCrawl-delay: 99999999999999999999999") > 1000 * 1000);
}

/* Patterns made to be slow, and one beyond the limit. */
static void test_hostile_robots(void **state)
{
    (void)state;
    struct buffer text = {0}, path = {0};
    buffer_text(&text, "User-agent: *\nDisallow: /");
    for (size_t i = 0; i < 1000; i++)
        buffer_text(&text, "*a");
    buffer_text(&text, "b\nDisallow: /");
    for (size_t i = 0; i < 100000; i++)
        buffer_char(&text, 'x');
    buffer_text(&text, "\nAllow: /");
    for (size_t i = 0; i < 100000; i++)
        buffer_char(&text, 'x');
    buffer_char(&path, '/');
    for (size_t i = 0; i < 2000; i++)
        buffer_char(&path, 'a');
    struct fetch_robots *robots = fetch_robots_parse(buffer_view(&text), "lupp");
    assert_true(fetch_robots_allow(robots, buffer_view(&path)));
    buffer_char(&path, 'b');
    assert_false(fetch_robots_allow(robots, buffer_view(&path)));
    buffer_clear(&path);
    buffer_char(&path, '/');
    for (size_t i = 0; i < 100000; i++)
        buffer_char(&path, 'x');
    /* The one that forbids is cut, the one that allows is dropped. */
    assert_false(fetch_robots_allow(robots, buffer_view(&path)));
    fetch_robots_free(robots);
    buffer_free(&text);
    buffer_free(&path);
}

/* What comes after the limit is not read. */
static void test_long_robots(void **state)
{
    (void)state;
    struct buffer text = {0};
    buffer_text(&text, "User-agent: *\nDisallow: /a\n");
    while (text.size < FETCH_ROBOTS_MAX)
        buffer_text(&text, "# and so on\n");
    buffer_text(&text, "Disallow: /b\n");
    struct fetch_robots *robots = fetch_robots_parse(buffer_view(&text), "lupp");
    assert_false(fetch_robots_allow(robots, SLICE("/a")));
    assert_true(fetch_robots_allow(robots, SLICE("/b")));
    fetch_robots_free(robots);
    buffer_free(&text);
}

static void check_address(const struct cases_case *c, void *user)
{
    size_t *failed = user;
    char *numbers = slice_copy(c->input);
    bool is_private = fetch_address_private(numbers);
    *failed += !cases_same(c, is_private ? SLICE("private") : SLICE("public"));
    free(numbers);
}

static void test_addresses(void **state)
{
    (void)state;
    size_t failed = 0;
    assert_true(cases_each("tests/data/fetch/addresses.test", check_address, &failed) > 40);
    assert_int_equal(failed, 0);
    assert_true(fetch_address_private(NULL));
}

static void test_host_names(void **state)
{
    (void)state;
    static const char *const hosts[] = {"Example.SE", "annan.example:8080", "[2001:db8::1]",
                                        "127.1"};
    static const char *const named[] = {
        "http://example.se/a",       "https://EXAMPLE.se:4430/", "http://annan.example:8080/x#y",
        "http://[2001:db8::1]:99/a", "http://127.0.0.1:8000/",   "http://2130706433/",
    };
    static const char *const others[] = {
        "http://www.example.se/",
        "http://example.se.annan.example/",
        "http://example.se./",
        "http://annan.example/",
        "ftp://example.se/",
        "file:///etc/passwd",
        "http://u:p@example.se/",
        "http://example.se@annan.example:99/",
        "http://127.0.0.2/",
        "example.se/a",
        "http://example.se\\@b.se",
        "javascript:alert(1)",
        "mailto:a@example.se",
        "",
        "//example.se/",
    };
    struct fetch_settings settings = {.hosts = hosts, .host_count = 4, .cache_dir = ""};
    struct fetcher *f;
    assert_int_equal(fetch_open(&f, &settings, NULL), STATUS_OK);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (!fetch_names_host(f, named[i]))
            fail_msg("%s is named", named[i]);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (fetch_names_host(f, others[i]))
            fail_msg("%s is not named", others[i]);
    }
    fetch_close(f);
}

static void test_bad_host_names(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "http://example.se",
                                      "example.se/a",
                                      "a b",
                                      "example.se:port",
                                      "example.se:99999",
                                      "u@x.se",
                                      "[::1",
                                      "*.example.se/",
                                      "a.se?x=1",
                                      "example.se:80:80",
                                      "r\xC3\xA4ksm\xC3\xB6rg\xC3\xA5s.se"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fetch_settings settings = {.hosts = &bad[i], .host_count = 1, .cache_dir = ""};
        struct fetcher *f;
        struct error error;
        if (fetch_open(&f, &settings, &error) != STATUS_USAGE)
            fail_msg("\"%s\" was taken for a host", bad[i]);
        assert_null(f);
        assert_non_null(strstr(error.text, "not a host"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_robots),         cmocka_unit_test(test_delays),
        cmocka_unit_test(test_hostile_robots), cmocka_unit_test(test_long_robots),
        cmocka_unit_test(test_addresses),      cmocka_unit_test(test_host_names),
        cmocka_unit_test(test_bad_host_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
