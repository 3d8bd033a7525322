/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents that are fetched: --follow, from a server on 127.0.0.1. */
#include "follow.h"

#include <signal.h>
#include <string.h>

/* ---- links ----------------------------------------------------------------------------------- */

static const char pdf[] =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R"
    "/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 43>>stream\nBT /F 12 Tf 20 200 Td (Utredd skog) Tj ET\nendstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    "trailer<</Root 1 0 R>>\n%%EOF\n";

static const struct http_page site[] = {
    {.path = "/a/", .type = "text/html", .body = PAGE("Ett. <a href='c'>c</a> <a href='/b'>b</a>")},
    {.path = "/b", .type = "text/html", .body = PAGE("Två. <a href='/a/'>a</a>")},
    {.path = "/a/c", .type = "text/html", .body = PAGE("Tre. <a href='../d'>d</a>")},
    {.path = "/d", .type = "text/html", .body = PAGE("Fyra.")},
    {.path = "/e.txt", .type = "text/plain", .body = SLICE_OF("Rubrik\n\nFem.\n")},
    {.path = "/f", .type = "text/markdown", .body = SLICE_OF("# Sex\n\nText.\n")},
    {.path = "/g.pdf", .type = "application/pdf", .body = {.data = pdf, .size = sizeof pdf - 1}},
    {.path = "/h",
     .type = "text/html; charset=iso-8859-1",
     .body = SLICE_OF("<h1>S\xE5 h\xE4r</h1><p>Sju.</p>")},
};

static const char start[] =
    "# Start\n\n[a](/a/) [b](/b) [b igen](/b#del) [a](/a/) [e](/e.txt) [f](/f) [g](/g.pdf) [h](/h) "
    "[ute](https://example.org/x)\n";

static void expect_once_each(struct place *place, struct http_server *server)
{
    for (size_t i = 0; i < COUNT(site); i++)
        if (http_count(server, site[i].path) != 1)
            run_fail(place, __FILE__, __LINE__, "%s was asked for %zu times", site[i].path,
                     http_count(server, site[i].path));
}

static void links_are_followed_once_each(struct place *place)
{
    struct http_server *server = http_start(site, COUNT(site));
    place_write(place, "s/start.md", start);
    FOLLOW(server, "--follow", "s/start.md");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 7, updated 0, unchanged 0, removed 0, skipped 0,");
    expect_text(expect_page(place, "b")->blocks[0].text, "Två. a");
    expect_text(expect_page(place, "b")->url, http_url(server, "/b"));
    expect_text(expect_page(place, "b")->source, http_url(server, ""));
    expect_text(expect_page(place, "e.txt")->title, "Rubrik");
    expect_text(expect_page(place, "f")->title, "Sex");
    expect_text(expect_page(place, "h")->title, "Så här");
    RUN(place, "lupp", "--index", "i", "--format=paths", "utredd skog");
    EXPECT_OUT_HAS(place, "g.pdf");
    expect_link(place, "a/c"); /* two steps away */
    expect_link(place, "example.org/x");
    assert_int_equal(http_count(server, "/a/c"), 0);
    FOLLOW(server, "--follow=1", "s/start.md");
    EXPECT_ERR_HAS(place, "indexed 0, updated 0, unchanged 1,");
    FOLLOW(server, "--follow=3", "s/start.md");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 2, updated 0,");
    expect_page(place, "a/c");
    expect_page(place, "d");
    expect_once_each(place, server);
    http_stop(server);
    look_expect_sound(place, "i");
}

static void steps_at_once(struct place *place)
{
    struct http_server *server = http_start(site, COUNT(site));
    place_write(place, "s/start.md", start);
    FOLLOW(server, "--follow=9", "s/start.md");
    EXPECT_ERR_HAS(place, "indexed 9,");
    expect_once_each(place, server);
    http_stop(server);
    look_expect_sound(place, "i");
}

static void nothing_without_a_host(struct place *place)
{
    struct http_server *server = http_start(site, COUNT(site));
    const char *address = http_url(server, "");
    place_write(place, "start.md", start);
    INDEX("--site", address, "--follow", "start.md");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "--allow-host");
    INDEX("--site", address, "--follow", "--allow-host=example.net", "start.md");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 1,");
    INDEX("--site", address, "--follow", "--allow-host=127.0.0.1", "--dry-run", "start.md");
    INDEX("--site", address, "--allow-host=127.0.0.1", "start.md");
    EXPECT_STATUS(place, 2);
    INDEX("--follow=0", "--allow-host=127.0.0.1", "start.md");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "--follow: '0'");
    assert_int_equal(http_count(server, NULL), 0);
    http_stop(server);
}

static void fetched_pages_have_a_root_of_their_own(struct place *place)
{
    struct http_server *server = http_start(site, COUNT(site));
    place_write(place, "s/start.md", start);
    place_write(place, "s/mer.md", "# Mer\n");
    FOLLOW(server, "--follow", "s");
    INDEX("--prune", "--force", "--site", http_url(server, ""), "s");
    EXPECT_ERR_HAS(place, "removed 0");
    place_write(place, "s/b.md", "# Egen b\n");
    INDEX("--prune", "--force", "--site", http_url(server, ""), "s");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "updated 1,");
    expect_text(expect_page(place, "b")->title, "Egen b");
    FOLLOW(server, "--follow", "s"); /* and it stays so */
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 0, updated 0,");
    expect_page(place, "a");
    http_stop(server);
    look_expect_sound(place, "i");
}

static void redirects_lead_to_one_page(struct place *place)
{
    static const struct http_page pages[] = {
        {.path = "/old", .status = 301, .heads = "Location: /new/page\r\n"},
        {.path = "/older", .status = 302, .heads = "Location: /new/page\r\n"},
        {.path = "/new/page", .type = "text/html", .body = PAGE("Ny. <a href='x'>x</a>")},
        {.path = "/out", .status = 301, .heads = "Location: http://127.0.0.2/\r\n"},
    };
    struct http_server *server = http_start(pages, COUNT(pages));
    place_write(place, "start.md", "# S\n\n[1](/old) [2](/older) [3](/new/page) [4](/out)\n");
    FOLLOW(server, "--follow", "start.md");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "/out: skipped: ");
    EXPECT_ERR_HAS(place, "indexed 2,");
    RUN(place, "lupp", "--index", "i", "--linked=no", "--count", "ny");
    EXPECT_OUT(place, "1\n");
    expect_link(place, "new/x"); /* relative to where the page was */
    http_stop(server);
    look_expect_sound(place, "i");
}

/* What is relative on a page of another host is of that host, not of the site; also on a page that
   was not fetched but says where it is from. */
static void pages_of_other_hosts_keep_theirs(struct place *place)
{
    struct http_server *server = http_start(site, COUNT(site));
    struct buffer page = {0}, id = {0};
    const char *host = http_url(server, "") + sizeof "http://" - 1;
    buffer_format(&page, "# S\n\n[a](%s)\n", http_url(server, "/a/"));
    place_write(place, "start.md", page.data);
    place_write(place, "said.jsonl",
                "{\"url\":\"https://cbss.org/x/y\",\"title\":\"Y\","
                "\"html\":\"<p><a href='/z'>z</a> <a href='v'>v</a></p>\"}\n");
    INDEX("--follow", "--allow-host=127.0.0.1", "--pause=0", "start.md", "said.jsonl");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 3,");
    buffer_format(&id, "%s/a", host);
    expect_text(expect_page(place, id.data)->url, http_url(server, "/a/"));
    buffer_clear(&id);
    buffer_format(&id, "%s/a/c", host);
    expect_link(place, id.data);
    buffer_clear(&id);
    buffer_format(&id, "%s/b", host);
    expect_link(place, id.data);
    expect_link(place, "cbss.org/z");
    expect_link(place, "cbss.org/x/v");
    assert_null(look_document(place, "i", "b"));
    assert_null(look_document(place, "i", "z"));
    buffer_free(&page);
    buffer_free(&id);
    http_stop(server);
    look_expect_sound(place, "i");
}

/* ---- time passes ----------------------------------------------------------------------------- */

static const struct http_page morning[] = {
    {.path = "/a", .type = "text/html", .etag = "\"1\"", .body = PAGE("Ett. <a href='b'>b</a>")},
    {.path = "/b", .type = "text/html", .body = PAGE("Två.")},
};
static const struct http_page evening[] = {
    {.path = "/a",
     .type = "text/html",
     .etag = "\"2\"",
     .body = PAGE("Ett till. <a href='b'>b</a>")},
};

static void let_days_pass(struct place *place)
{
    run_shell(place, "find . -name 'visit-*' -exec touch -d '-8 days' {} +");
}

static void fetched_pages_are_refreshed(struct place *place)
{
    struct http_server *server = http_start(morning, COUNT(morning));
    place_write(place, "start.md", "# S\n\n[a](/a)\n");
    FOLLOW(server, "--follow=2", "start.md");
    EXPECT_ERR_HAS(place, "indexed 3,");
    uint64_t before = look_bytes(place, "i");
    FOLLOW(server, "--follow=2", "start.md");
    assert_int_equal(http_count(server, "/a"), 1);
    let_days_pass(place);
    FOLLOW(server, "--follow=2", "--refresh=9", "start.md");
    assert_int_equal(http_count(server, "/a"), 1);
    FOLLOW(server, "--follow=2", "start.md");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 0, updated 0, unchanged 3,");
    assert_int_equal(http_count(server, "/a"), 2);
    assert_int_equal(http_count(server, "/b"), 2);
    const struct http_seen *asked = http_request(server, http_count(server, NULL) - 2);
    assert_non_null(strstr(asked->head, "If-None-Match: \"1\""));
    assert_true(look_bytes(place, "i") == before);
    FOLLOW(server, "--follow=2", "start.md"); /* it was asked for just now */
    assert_int_equal(http_count(server, "/a"), 2);
    http_serve(server, evening, COUNT(evening));
    FOLLOW(server, "--follow=2", "--refresh=0", "start.md");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "/b: skipped: answers with status 404");
    EXPECT_ERR_HAS(place, "indexed 0, updated 1, unchanged 1,");
    expect_text(expect_page(place, "a")->blocks[0].text, "Ett till. b");
    expect_text(expect_page(place, "b")->blocks[0].text, "Två."); /* what has gone stays */
    http_stop(server);
    look_expect_sound(place, "i");
}

static void dead_links_are_left_alone(struct place *place)
{
    struct http_server *server = http_start(morning, COUNT(morning));
    place_write(place, "start.md", "# S\n\n[a](/a) [x](/x)\n");
    FOLLOW(server, "--follow", "start.md");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "/x: skipped: answers with status 404");
    FOLLOW(server, "--follow", "--verbose", "start.md");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "; 1 could not be had");
    assert_int_equal(http_count(server, "/x"), 1);
    let_days_pass(place);
    FOLLOW(server, "--follow", "start.md");
    EXPECT_STATUS(place, 1);
    assert_int_equal(http_count(server, "/x"), 2);
    http_stop(server);
    look_expect_sound(place, "i");
}

/* ---- bad servers ----------------------------------------------------------------------------- */

#define HTML PAGE("Text.")

static const struct bad {
    struct http_page page;
    const char *said;
} bad[] = {
    {{.path = "/1", .status = 500, .type = "text/html", .body = HTML}, "answers with status 500"},
    {{.path = "/2", .status = 301, .heads = "Location: /2\r\n"}, "redirects"},
    {{.path = "/3", .type = "text/html", .body = HTML, .manner = HTTP_ENDLESS}, "bytes allowed"},
    {{.path = "/4", .type = "text/html", .body = HTML, .manner = HTTP_LONG}, "closed"},
    {{.path = "/5", .type = "text/html", .body = HTML, .manner = HTTP_CUT}, "closed"},
    {{.path = "/6", .type = "text/html", .manner = HTTP_HEADS}, "has no end"},
    {{.path = "/7", .type = "text/html", .manner = HTTP_SILENT}, "not done after 1 seconds"},
    {{.path = "/8", .type = "image/png", .body = SLICE_OF("\x89PNG\r\n\x1A\n\0\0")}, "image/png"},
    {{.path = "/9", .manner = HTTP_RAW, .body = SLICE_OF("\x16\x03\x01\0\1\xFF\xFE\r\n\r\n")},
     "HTTP"},
    {{.path = "/drip", .type = "text/html", .body = HTML, .manner = HTTP_DRIP}, "after 1 seconds"},
    {{.path = "/binary", .type = "text/html", .body = SLICE_OF("\0\1\2\3")},
     "bytes that are no text"},
    {{.path = "/locked.pdf", .type = "application/pdf", .body = SLICE_OF("%PDF-1.4\nx")}, "no PDF"},
    {{.path = "/feed", .type = "application/rss+xml", .body = SLICE_OF("<rss/>")}, "not a page"},
    {{.path = "/hidden", .type = "text/html", .body = HTML}, "robots.txt"},
};

static void bad_servers_end_in_a_message(struct place *place)
{
    struct http_page pages[COUNT(bad) + 2];
    struct buffer page = {0};
    buffer_text(&page, "# Start\n\n");
    for (size_t i = 0; i < COUNT(bad); i++) {
        pages[i] = bad[i].page;
        buffer_format(&page, "[länk](%s) ", bad[i].page.path);
    }
    pages[COUNT(bad)] = (struct http_page){
        .path = "/robots.txt",
        .type = "text/plain",
        .body = SLICE("User-agent: *\nDisallow: /hidden\n"),
    };
    pages[COUNT(bad) + 1] = site[1];
    buffer_text(&page, "[bra](/b)\n");
    place_write(place, "start.md", page.data);
    struct http_server *server = http_start(pages, COUNT(pages));
    FOLLOW(server, "--follow", "--timeout=1", "--max-bytes=100000", "start.md");
    EXPECT_STATUS(place, 1);
    for (size_t i = 0; i < COUNT(bad); i++) {
        buffer_clear(&page);
        buffer_format(&page, "%s: skipped: ", http_url(server, bad[i].page.path));
        EXPECT_ERR_HAS(place, page.data);
        EXPECT_ERR_HAS(place, bad[i].said);
    }
    buffer_clear(&page);
    buffer_format(&page, "indexed 2, updated 0, unchanged 0, removed 0, skipped %zu,", COUNT(bad));
    EXPECT_ERR_HAS(place, page.data);
    buffer_free(&page);
    expect_page(place, "b");
    http_stop(server);
    look_expect_sound(place, "i");
}

/* What was fetched before a signal is in the index. */
static void signals_keep_what_came(struct place *place)
{
    static const struct http_page pages[] = {
        {.path = "/b", .type = "text/html", .body = HTML},
        {.path = "/z", .type = "text/html", .manner = HTTP_SILENT},
    };
    struct http_server *server = http_start(pages, COUNT(pages));
    place_write(place, "start.md", "# S\n\n[b](/b) [z](/z)\n");
    struct run_child *child = run_begin(
        place, NULL,
        (const char *const[]){"lupp-index", "--index", "i", "--site", http_url(server, ""),
                              "--allow-host=127.0.0.1", "--pause=0", "--follow", "start.md", NULL});
    while (http_count(server, "/z") == 0 && !run_is_over(child))
        run_shell(place, "sleep 0.05");
    kill(run_pid(child), SIGTERM);
    run_finish(place, child);
    EXPECT_STATUS(place, 143);
    expect_page(place, "b");
    http_stop(server);
    look_expect_sound(place, "i");
}

/* ---- libraries that are not there ------------------------------------------------------------ */

/* A file that is no library lies before the system's own. */
static void spoil(struct place *place, const char *soname)
{
    struct buffer name = {0};
    buffer_format(&name, "spoiled/%s", soname);
    place_write(place, name.data, "no library\n");
    place_setenv(place, "LD_LIBRARY_PATH", place_path(place, "spoiled"));
    buffer_free(&name);
}

static void nothing_is_done_without_libcurl(struct place *place)
{
    struct http_server *server = http_start(site, COUNT(site));
    place_write(place, "start.md", start);
    spoil(place, LIBCURL_SONAME);
    FOLLOW(server, "--follow", "start.md");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "fetching pages (--follow) needs the library " LIBCURL_SONAME ": ");
    assert_false(place_exists(place, "i"));
    INDEX("start.md");
    EXPECT_STATUS(place, 0);
    http_stop(server);
}

static void pdf_is_skipped_without_poppler(struct place *place)
{
    struct http_server *server = http_start(site, COUNT(site));
    place_write(place, "start.md", start);
    spoil(place, POPPLER_GLIB_SONAME);
    FOLLOW(server, "--follow", "start.md");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place,
                   "/g.pdf: skipped: reading PDF needs the library " POPPLER_GLIB_SONAME ": ");
    EXPECT_ERR_HAS(place, "skipped 1,");
    expect_page(place, "b");
    http_stop(server);
    look_expect_sound(place, "i");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(links_are_followed_once_each),
        PLACE_TEST(steps_at_once),
        PLACE_TEST(nothing_without_a_host),
        PLACE_TEST(fetched_pages_have_a_root_of_their_own),
        PLACE_TEST(redirects_lead_to_one_page),
        PLACE_TEST(pages_of_other_hosts_keep_theirs),
        PLACE_TEST(fetched_pages_are_refreshed),
        PLACE_TEST(dead_links_are_left_alone),
        PLACE_TEST(bad_servers_end_in_a_message),
        PLACE_TEST(signals_keep_what_came),
        PLACE_TEST(nothing_is_done_without_libcurl),
        PLACE_TEST(pdf_is_skipped_without_poppler),
    };
    return cmocka_run_group_tests(tests, NULL, look_end);
}
