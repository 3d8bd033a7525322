/* SPDX-License-Identifier: GPL-2.0-or-later */
/* robots.txt, pauses, and stopping when asked to. */
#include "fetching.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define PAGE(name)                                                                                 \
    {                                                                                              \
        .path = (name), .type = "text/plain", .body = SLICE_OF("Ord.")                             \
    }
#define ROBOTS(text)                                                                               \
    {                                                                                              \
        .path = "/robots.txt", .type = "text/plain", .body = SLICE_OF(text)                        \
    }

static void test_rules_are_kept(void **state)
{
    (void)state;
    static const struct http_page pages[] = {
        ROBOTS("User-agent: *\nDisallow: /hemligt\nDisallow: /*?sort="),
        PAGE("/a"),
        PAGE("/a?sort=b"),
        PAGE("/hemligt/a"),
        {.path = "/dit", .status = 302, .heads = "Location: /hemligt/a\r\n"},
    };
    struct fetching t;
    FETCHING_BEGIN(&t, pages, );
    fetching_expect(&t, "/a", FETCH_DONE, NULL);
    fetching_expect(&t, "/hemligt/a", FETCH_ROBOTS, "its robots.txt forbids it");
    fetching_expect(&t, "/a?sort=b", FETCH_ROBOTS, NULL);
    fetching_expect(&t, "/x/../hemligt/%61", FETCH_ROBOTS, NULL);
    fetching_expect(&t, "/dit", FETCH_ROBOTS, "forbids it (redirected to");
    assert_int_equal(http_count(t.server, "/hemligt/a"), 0);
    assert_int_equal(http_count(t.server, "/a?sort=b"), 0);
    assert_int_equal(http_count(t.server, "/robots.txt"), 1);
    fetching_end(&t);
}

struct answer_case {
    struct http_page robots;
    enum fetch_outcome outcome; /* of /a */
    const char *words;
};

static const struct answer_case answers[] = {
    {{.status = 404}, FETCH_DONE, NULL},
    {{.status = 403}, FETCH_DONE, NULL},
    {{.status = 401}, FETCH_DONE, NULL},
    {{.status = 429}, FETCH_ROBOTS, "its robots.txt answers with status 429"},
    {{.status = 500}, FETCH_ROBOTS, "its robots.txt answers with status 500"},
    {{.status = 503}, FETCH_ROBOTS, "its robots.txt answers with status 503"},
    {{.status = 204}, FETCH_ROBOTS, "status 204"},
    {{.manner = HTTP_RAW, .body = SLICE_OF("User-agent: *")}, FETCH_ROBOTS, "cannot be read: "},
    {{.manner = HTTP_LONG, .body = SLICE_OF("User-agent: *")}, FETCH_ROBOTS, "cannot be read: "},
    {{.status = 302, .heads = "Location: /regler\r\n"}, FETCH_ROBOTS, "forbids it"},
    {{.status = 302, .heads = "Location: /robots.txt\r\n"}, FETCH_ROBOTS, "more than 5 times"},
    {{.status = 302, .heads = "Location: http://example.test/\r\n"},
     FETCH_ROBOTS,
     "cannot be read: its host is not among those allowed"},
    /* Of any type, with rules at its beginning and no end. */
    {{.type = "image/png",
      .manner = HTTP_ENDLESS,
      .body = SLICE_OF("\nUser-agent: *\nDisallow: /a\n")},
     FETCH_ROBOTS,
     "forbids it"},
    {{.type = "text/html", .body = SLICE_OF("<!doctype html>")}, FETCH_DONE, NULL},
};

static void test_answers_for_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(answers); i++) {
        struct http_page pages[] = {answers[i].robots,
                                    PAGE("/a"),
                                    {.path = "/regler",
                                     .type = "text/plain",
                                     .body = SLICE_OF("User-agent: lupp\nDisallow: /a\n")}};
        pages[0].path = "/robots.txt";
        struct fetching t;
        FETCHING_BEGIN(&t, pages, );
        fetching_expect(&t, "/a", answers[i].outcome, answers[i].words);
        fetching_expect(&t, "/a", answers[i].outcome, answers[i].words);
        assert_int_equal(http_count(t.server, "/a"), answers[i].outcome == FETCH_DONE ? 2 : 0);
        fetching_end(&t);
    }
}

static void test_slow_rules(void **state)
{
    (void)state;
    static const struct http_page pages[] = {{.path = "/robots.txt", .manner = HTTP_SILENT},
                                             PAGE("/a")};
    struct fetching t;
    FETCHING_BEGIN(&t, pages, .total_ms = 300);
    fetching_expect(&t, "/a", FETCH_ROBOTS, "cannot be read: not done after 0.3 seconds");
    fetching_expect(&t, "/a", FETCH_ROBOTS, NULL);
    assert_int_equal(http_count(t.server, "/robots.txt"), 1);
    fetching_end(&t);
}

/* ---- pauses ---------------------------------------------------------------------------------- */

/* The shortest time between two requests that follow each other; it has no upper bound. */
static uint64_t shortest_pause(struct fetching *t)
{
    uint64_t shortest = UINT64_MAX;
    for (size_t i = 1; i < http_count(t->server, NULL); i++) {
        uint64_t pause = http_request(t->server, i)->ms - http_request(t->server, i - 1)->ms;
        shortest = pause < shortest ? pause : shortest;
    }
    return shortest;
}

static void test_pause(void **state)
{
    (void)state;
    static const struct http_page pages[] = {
        PAGE("/a"), {.path = "/b", .status = 302, .heads = "Location: /a\r\n"}};
    struct fetching t;
    /* Between redirects too, and after robots.txt. */
    fetching_begin(&t, pages, COUNT(pages), &(struct fetch_settings){.pause_ms = 200});
    fetching_expect(&t, "/b", FETCH_DONE, NULL);
    fetching_expect(&t, "/a", FETCH_DONE, NULL);
    assert_int_equal(http_count(t.server, NULL), 4);
    assert_true(shortest_pause(&t) >= 199);
    fetching_end(&t);
}

static void test_crawl_delay(void **state)
{
    (void)state;
    static const struct http_page pages[] = {ROBOTS("User-agent: *\nCrawl-delay: 0.4"), PAGE("/a"),
                                             PAGE("/b")};
    struct fetching t;
    FETCHING_BEGIN(&t, pages, );
    fetching_expect(&t, "/a", FETCH_DONE, NULL);
    fetching_expect(&t, "/b", FETCH_DONE, NULL);
    assert_true(shortest_pause(&t) >= 399);
    fetching_end(&t);
}

static void test_endless_crawl_delay(void **state)
{
    (void)state;
    static const struct http_page pages[] = {ROBOTS("User-agent: *\nCrawl-delay: 86400"),
                                             PAGE("/a")};
    struct fetching t;
    FETCHING_BEGIN(&t, pages, );
    fetching_expect(&t, "/a", FETCH_ROBOTS, "asks for 86400 seconds between requests");
    fetching_end(&t);
}

/* ---- stopping -------------------------------------------------------------------------------- */

struct countdown {
    size_t left; /* times that it may be asked before it says stop */
};

static int count_down(void *user)
{
    struct countdown *countdown = user;
    if (countdown->left == 0)
        return 1;
    countdown->left--;
    return 0;
}

static void expect_stop(const struct http_page *pages, size_t count,
                        const struct fetch_settings *settings, size_t requests)
{
    struct fetching t;
    fetching_begin(&t, pages, count, settings);
    fetching_expect(&t, "/a", FETCH_STOPPED, "stopped");
    assert_int_equal(t.error.status, STATUS_STOPPED);
    assert_int_equal(http_count(t.server, NULL), requests);
    fetching_end(&t);
}

static void test_stop(void **state)
{
    (void)state;
    static const struct http_page silent[] = {{.path = "/robots.txt", .manner = HTTP_SILENT}};
    static const struct http_page good[] = {PAGE("/a")};
    struct countdown at_once = {0}, soon = {5}, later = {20};
    struct fetch_settings settings = {.stop = count_down, .user = &at_once, .no_pause = true};
    expect_stop(good, 1, &settings, 0);
    settings.user = &soon; /* while it waits for an answer */
    expect_stop(silent, 1, &settings, 1);
    settings.user = &later; /* in a pause of a month */
    settings.no_pause = false;
    settings.pause_ms = 30u * 24 * 3600 * 1000;
    expect_stop(good, 1, &settings, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules_are_kept), cmocka_unit_test(test_answers_for_rules),
        cmocka_unit_test(test_slow_rules),     cmocka_unit_test(test_pause),
        cmocka_unit_test(test_crawl_delay),    cmocka_unit_test(test_endless_crawl_delay),
        cmocka_unit_test(test_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
