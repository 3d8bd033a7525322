/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"
#include "show.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int show_head(void *user, struct slice title)
{
    struct buffer *out = user;
    buffer_text(out, "feed: ");
    buffer_slice(out, title);
    buffer_char(out, '\n');
    return 0;
}

static int show_one(void *user, const struct reader_entry *entry)
{
    buffer_text(user, "--\n");
    return show_entry(user, entry);
}

/* The case's last line may be the beginning of a message: libxml2's words differ by version. */
static void show_status(struct buffer *out, enum status status, const struct error *error)
{
    struct slice text = slice_of(error->text);
    struct slice line = SLICE("line ");
    if (status == STATUS_OK)
        return;
    if (slice_starts(text, line))
        text = slice_part(text, 0, slice_find(text, SLICE(":"), 0));
    buffer_format(out, "status: %s: ", status_name(status));
    buffer_slice(out, text);
    buffer_char(out, '\n');
}

static void check_feed(const struct cases_case *c, void *user)
{
    size_t *failed = user, odd = 0;
    struct buffer got = {0};
    struct reader_report report;
    struct error error = {0};
    enum status status = reader_feed(c->input, show_head, show_one, &got, &report, &odd, &error);
    show_status(&got, status, &error);
    if (odd > 0)
        buffer_format(&got, "passed over: %zu\n", odd);
    if (report.repaired > 0)
        buffer_format(&got, "repaired: %zu\n", report.repaired);
    *failed += !cases_same(c, buffer_view(&got));
    buffer_free(&got);
}

static void test_feeds(void **state)
{
    (void)state;
    size_t failed = 0;
    assert_true(cases_each("tests/data/readers/feeds.test", check_feed, &failed) > 10);
    assert_int_equal(failed, 0);
}

static int keep_date(void *user, const struct reader_entry *entry)
{
    buffer_slice(user, entry->published.size > 0 ? entry->published : SLICE("none"));
    return 0;
}

static void check_date(const struct cases_case *c, void *user)
{
    size_t *failed = user;
    struct buffer feed = {0}, got = {0};
    buffer_text(&feed, "<rss><channel><item><title>T</title><pubDate>");
    buffer_slice(&feed, c->input);
    buffer_text(&feed, "</pubDate></item></channel></rss>");
    assert_int_equal(reader_feed(buffer_view(&feed), NULL, keep_date, &got, NULL, NULL, NULL),
                     STATUS_OK);
    *failed += !cases_same(c, buffer_view(&got));
    buffer_free(&feed);
    buffer_free(&got);
}

static void test_dates(void **state)
{
    (void)state;
    size_t failed = 0;
    assert_true(cases_each("tests/data/readers/feed-dates.test", check_date, &failed) > 10);
    assert_int_equal(failed, 0);
}

static int stop_at_two(void *user, const struct reader_entry *entry)
{
    size_t *seen = user;
    (void)entry;
    return ++*seen == 2 ? 7 : 0;
}

static int stop_head(void *user, struct slice title)
{
    (void)user;
    (void)title;
    return 1;
}

static void test_stops(void **state)
{
    (void)state;
    struct slice feed = SLICE("<rss><channel><item><title>1</title></item><item><title>2</title>"
                              "</item><item><title>3</title></item></channel></rss>");
    size_t seen = 0;
    assert_int_equal(reader_feed(feed, NULL, stop_at_two, &seen, NULL, NULL, NULL), STATUS_STOPPED);
    assert_int_equal(seen, 2);
    assert_int_equal(reader_feed(feed, stop_head, stop_at_two, &seen, NULL, NULL, NULL),
                     STATUS_STOPPED);
    assert_int_equal(seen, 2);
}

static int count_entry(void *user, const struct reader_entry *entry)
{
    size_t *seen = user;
    assert_true(entry->category_count <= 100);
    ++*seen;
    return 0;
}

/* Every beginning of a feed, nesting without end, and many of everything. */
static void test_hostile_feeds(void **state)
{
    (void)state;
    struct slice whole = SLICE("<?xml version='1.0'?><feed><title type='html'>&lt;b>a</title>"
                               "<entry><title>b</title><content type='xhtml'><div>c</div>"
                               "</content></entry></feed>");
    struct buffer deep = {0}, many = {0};
    size_t seen = 0;
    for (size_t size = 0; size < whole.size; size++)
        assert_int_equal(
            reader_feed(slice_part(whole, 0, size), NULL, count_entry, &seen, NULL, NULL, NULL),
            STATUS_BAD_INPUT);
    assert_int_equal(seen, 0);
    for (size_t i = 0; i < 50000; i++)
        buffer_text(&deep, "<feed>");
    assert_int_equal(reader_feed(buffer_view(&deep), NULL, count_entry, &seen, NULL, NULL, NULL),
                     STATUS_BAD_INPUT);
    buffer_text(&many, "<rss><channel>");
    for (size_t i = 0; i < 2000; i++)
        buffer_text(&many, "<item><title>t</title><category>a</category></item>");
    buffer_text(&many, "<item><title>t</title>");
    for (size_t i = 0; i < 2000; i++)
        buffer_text(&many, "<category>a</category><enclosure url='b'/>");
    buffer_text(&many, "</item></channel></rss>");
    assert_int_equal(reader_feed(buffer_view(&many), NULL, count_entry, &seen, NULL, NULL, NULL),
                     STATUS_OK);
    assert_int_equal(seen, 2001);
    buffer_free(&deep);
    buffer_free(&many);
}

static int keep_odd(void *user, const struct reader_entry *entry)
{
    size_t *odd = user;
    assert_true(slice_equal(entry->odd_keys, SLICE("updated")));
    *odd += entry->odd;
    return 0;
}

/* What is told of values without number is short, and takes no memory for each. */
static void test_many_odd_values(void **state)
{
    (void)state;
    struct buffer feed = {0};
    size_t odd = 0;
    buffer_text(&feed, "<feed><entry><title>t</title>");
    for (size_t i = 0; i < 20000; i++)
        buffer_text(&feed, "<updated>nej</updated>");
    buffer_text(&feed, "</entry></feed>");
    assert_int_equal(reader_feed(buffer_view(&feed), NULL, keep_odd, &odd, NULL, NULL, NULL),
                     STATUS_OK);
    assert_int_equal(odd, 20000);
    buffer_free(&feed);
}

/* Entities of entities: refused or left out, never unfolded. */
static void test_entity_bomb(void **state)
{
    (void)state;
    struct buffer feed = {0}, got = {0};
    buffer_text(&feed, "<!DOCTYPE rss [<!ENTITY e0 \"aaaaaaaaaa\">");
    for (int i = 1; i < 12; i++) {
        buffer_format(&feed, "<!ENTITY e%d \"", i);
        for (int j = 0; j < 10; j++)
            buffer_format(&feed, "&e%d;", i - 1);
        buffer_text(&feed, "\">");
    }
    buffer_text(&feed, "]><rss><channel><title>a &e11; b</title><item><title>c &e11;</title>"
                       "<link>d&e11;</link><category domain='&e11;'>e</category></item>"
                       "</channel></rss>");
    (void)reader_feed(buffer_view(&feed), show_head, show_one, &got, NULL, NULL, NULL);
    assert_true(got.size < feed.size);
    buffer_free(&feed);
    buffer_free(&got);
}

static void test_size_is_limited(void **state)
{
    (void)state;
    size_t size = (size_t)READER_SIZE_MAX + 1;
    char *bytes = base_calloc(size, 1);
    struct error error;
    assert_int_equal(
        reader_feed((struct slice){bytes, size}, NULL, count_entry, NULL, NULL, NULL, &error),
        STATUS_TOO_LARGE);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_feeds),           cmocka_unit_test(test_dates),
        cmocka_unit_test(test_stops),           cmocka_unit_test(test_hostile_feeds),
        cmocka_unit_test(test_many_odd_values), cmocka_unit_test(test_entity_bomb),
        cmocka_unit_test(test_size_is_limited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
