/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds as documents of their own, and with --follow, from a server on 127.0.0.1. */
#include "follow.h"

static const struct http_page site[] = {
    {.path = "/a/", .type = "text/html", .body = PAGE("Ett. <a href='c'>c</a> <a href='/b'>b</a>")},
    {.path = "/b", .type = "text/html", .body = PAGE("Två. <a href='/a/'>a</a>")},
    {.path = "/a/c", .type = "text/html", .body = PAGE("Tre.")},
};

static const char rss[] =
    "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Nytt</title>\n"
    "<item><title>Första</title><link>$/a/</link><guid>urn:1</guid>"
    "<pubDate>Wed, 29 Jan 2025 10:00:00 +0100</pubDate>"
    "<description>Kort om &lt;b&gt;ettan&lt;/b&gt;.</description></item>\n"
    "<item><title>Andra</title><link>https://example.org/andra</link>"
    "<description>Kort om tvåan.</description></item>\n"
    "</channel></rss>\n";

/* The feed with "$" as the server's address. caller frees with buffer_free. */
static struct buffer feed_of(struct http_server *server)
{
    struct buffer feed = {0};
    for (const char *c = rss; *c != '\0'; c++) {
        if (*c == '$')
            buffer_text(&feed, http_url(server, ""));
        else
            buffer_char(&feed, *c);
    }
    return feed;
}

static void feeds_are_documents(struct place *place)
{
    struct http_server *server = http_start(site, COUNT(site));
    struct buffer feed = feed_of(server);
    const char *address = http_url(server, "");
    place_write(place, "s/nytt.rss", feed.data);
    place_write(place, "s/same.xml", feed.data);
    place_write(place, "s/map.xml", "<?xml version='1.0'?>\n<urlset><url/></urlset>\n");
    place_write(place, "s/bad.atom", "<feed><entry></feed>");
    INDEX("--site", address, "s");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "s/bad.atom: skipped: ");
    EXPECT_ERR_HAS(place, "skipped 1, ignored 1,");
    const struct schema_document *d = expect_page(place, "a");
    expect_text(d->list_title, "Första");
    expect_text(d->published, "2025-01-29");
    expect_text(d->blocks[0].text, "Kort om ettan.");
    expect_text(expect_page(place, "example.org/andra")->list_title, "Andra");
    RUN_HOW(place, HOW(.input = buffer_view(&feed)), "lupp-index", "--index", "j", "--site",
            address, "-");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 2,");
    RUN_HOW(place, HOW(.input = buffer_view(&feed)), "lupp-index", "--index", "j", "--site",
            address, "-");
    EXPECT_ERR_HAS(place, "unchanged 2,");
    assert_int_equal(http_count(server, NULL), 0);
    buffer_free(&feed);
    http_stop(server);
    look_expect_sound(place, "i");
}

/* With --follow an entry's page stands in its place; what the feed says of it stays. */
static void feeds_are_followed(struct place *place)
{
    struct http_server *server = http_start(site, COUNT(site));
    struct buffer feed = feed_of(server);
    place_write(place, "nytt.xml", feed.data);
    FOLLOW(server, "--follow", "nytt.xml");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 2, updated 0,");
    const struct schema_document *d = expect_page(place, "a");
    expect_text(d->title, "Sida");
    expect_text(d->published, "2025-01-29");
    expect_text(d->list_title, "Första");
    expect_link(place, "b"); /* the entry's page was the one step */
    FOLLOW(server, "--follow", "nytt.xml");
    EXPECT_ERR_HAS(place, "indexed 0, updated 0, unchanged 2,");
    assert_int_equal(http_count(server, "/a/"), 1);
    FOLLOW(server, "--follow=2", "nytt.xml");
    EXPECT_ERR_HAS(place, "indexed 2, updated 0, unchanged 2,");
    expect_page(place, "b");
    buffer_free(&feed);
    http_stop(server);
    look_expect_sound(place, "i");
}

/* An entry whose page cannot be had is taken as the feed has it, until the page can. */
static void entries_stand_for_missing_pages(struct place *place)
{
    struct http_server *server = http_start(site + 1, 1);
    struct buffer feed = feed_of(server);
    place_write(place, "nytt.xml", feed.data);
    FOLLOW(server, "--follow", "nytt.xml");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "/a/: skipped: answers with status 404");
    EXPECT_ERR_HAS(place, "indexed 2,");
    expect_text(expect_page(place, "a")->blocks[0].text, "Kort om ettan.");
    http_serve(server, site, COUNT(site));
    FOLLOW(server, "--follow", "nytt.xml");
    EXPECT_ERR_HAS(place, "updated 0,"); /* it was not there today */
    FOLLOW(server, "--follow", "--refresh=0", "nytt.xml");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "updated 1,");
    expect_text(expect_page(place, "a")->title, "Sida");
    buffer_free(&feed);
    http_stop(server);
    look_expect_sound(place, "i");
}

/* A page that a folder holds is the folder's. */
static void feeds_take_nothing_from_sources(struct place *place)
{
    struct http_server *server = http_start(site, COUNT(site));
    struct buffer feed = feed_of(server);
    place_write(place, "s/a.md", "# Egen a\n");
    place_write(place, "f/nytt.xml", feed.data);
    INDEX("--site", http_url(server, ""), "s");
    FOLLOW(server, "--follow", "f");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "entry 1: skipped: its id a belongs to ");
    expect_text(expect_page(place, "a")->title, "Egen a");
    assert_int_equal(http_count(server, "/a/"), 0);
    buffer_free(&feed);
    http_stop(server);
    look_expect_sound(place, "i");
}

/* A feed tells of its pages anew; without it what it told stays. */
static void pages_of_feeds_are_refreshed(struct place *place)
{
    struct http_server *server = http_start(site, COUNT(site));
    struct buffer feed = {0};
    buffer_format(&feed,
                  "<rss version=\"2.0\"><channel><title>N</title><item><title>Om b</title>"
                  "<link>%s</link></item></channel></rss>",
                  http_url(server, "/b"));
    place_write(place, "f/nytt.rss", feed.data);
    place_write(place, "s/start.md", "# S\n\n[b](/b)\n");
    FOLLOW(server, "--follow", "f");
    FOLLOW(server, "--follow", "f");
    assert_int_equal(http_count(server, "/b"), 1);
    FOLLOW(server, "--follow", "--refresh=0", "f");
    EXPECT_ERR_HAS(place, "indexed 0, updated 0, unchanged 1,");
    assert_int_equal(http_count(server, "/b"), 2);
    FOLLOW(server, "--follow", "--refresh=0", "s");
    EXPECT_ERR_HAS(place, "indexed 1, updated 0,");
    expect_text(expect_page(place, "b")->list_title, "Om b");
    buffer_free(&feed);
    http_stop(server);
    look_expect_sound(place, "i");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(feeds_are_documents),
        PLACE_TEST(feeds_are_followed),
        PLACE_TEST(entries_stand_for_missing_pages),
        PLACE_TEST(feeds_take_nothing_from_sources),
        PLACE_TEST(pages_of_feeds_are_refreshed),
    };
    return cmocka_run_group_tests(tests, NULL, look_end);
}
