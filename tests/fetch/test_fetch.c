/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Good answers and bad ones. */
#include "fetching.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#define HTML "<!doctype html><title>Sida</title><p>Ord p\xC3\xA5 sidan."
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- good ------------------------------------------------------------------------------------ */

struct good {
    const char *path, *type, *charset;
    enum fetch_kind kind;
};

static void test_types(void **state)
{
    (void)state;
    static const struct http_page pages[] = {
        {.path = "/html", .type = "Text/HTML; Charset=\"ISO-8859-1\"", .body = SLICE_OF(HTML)},
        {.path = "/xhtml", .type = "application/xhtml+xml", .body = SLICE_OF(HTML)},
        {.path = "/text", .type = "text/plain ;a=b; charset=utf-8", .body = SLICE_OF("Ord.")},
        {.path = "/md", .type = "text/markdown", .body = SLICE_OF("# Ord")},
        {.path = "/pdf", .type = "application/pdf", .body = SLICE_OF("\n%PDF-1.4\n\0\xFF")},
        {.path = "/rss", .type = "application/rss+xml", .body = SLICE_OF("<?xml version='1.0'?>")},
        {.path = "/atom", .type = "application/atom+xml", .body = SLICE_OF("<feed/>")},
        {.path = "/json", .type = "application/json", .body = SLICE_OF("{}")},
        {.path = "/wide", .type = "text/plain", .body = SLICE_OF("\xFF\xFEO\0r\0d\0")},
        {.path = "/empty", .type = "text/html", .body = SLICE_OF("")},
        {.path = "/bytes", .type = "application/octet-stream", .body = SLICE_OF("%PDF-1.7")},
        {.path = "/unsaid", .body = SLICE_OF(" <!DOCTYPE HTML><p>Ord")},
        {.path = "/unsaid.xml", .body = SLICE_OF("<?xml version='1.0'?><rss/>")},
    };
    static const struct good expected[] = {
        {"/html", "text/html", "iso-8859-1", FETCH_HTML},
        {"/xhtml", "application/xhtml+xml", "", FETCH_HTML},
        {"/text", "text/plain", "utf-8", FETCH_TEXT},
        {"/md", "text/markdown", "", FETCH_MARKDOWN},
        {"/pdf", "application/pdf", "", FETCH_PDF},
        {"/rss", "application/rss+xml", "", FETCH_FEED},
        {"/atom", "application/atom+xml", "", FETCH_FEED},
        {"/json", "application/json", "", FETCH_JSON},
        {"/wide", "text/plain", "", FETCH_TEXT},
        {"/empty", "text/html", "", FETCH_HTML},
        {"/bytes", "application/pdf", "", FETCH_PDF},
        {"/unsaid", "text/html", "", FETCH_HTML},
        {"/unsaid.xml", "application/xml", "", FETCH_FEED},
    };
    struct fetching t;
    FETCHING_BEGIN(&t, pages, .contact = "https://example.se/lupp");
    for (size_t i = 0; i < COUNT(expected); i++) {
        fetching_expect(&t, expected[i].path, FETCH_DONE, NULL);
        assert_string_equal(t.result.type, expected[i].type);
        assert_string_equal(t.result.charset, expected[i].charset);
        assert_int_equal(t.result.kind, expected[i].kind);
        assert_int_equal(t.result.http_status, 200);
        assert_false(t.result.from_cache);
        assert_true(slice_equal(buffer_view(&t.result.body), pages[i].body));
        assert_string_equal(t.result.url, http_url(t.server, expected[i].path));
    }
    /* Who asks, and for what; robots.txt once. */
    const struct http_seen *seen = http_request(t.server, 1);
    assert_non_null(strstr(seen->head, "User-Agent: lupp-index/" LUPP_VERSION
                                       " (+https://example.se/lupp)\r\n"));
    assert_non_null(strstr(seen->head, "\r\nAccept: text/html"));
    assert_null(strstr(seen->head, "Cookie"));
    assert_int_equal(http_count(t.server, "/robots.txt"), 1);
    assert_int_equal(http_count(t.server, NULL), 1 + COUNT(expected));
    fetching_end(&t);
}

static void test_ways_to_send(void **state)
{
    (void)state;
    static const struct http_page pages[] = {
        {.path = "/unsized", .type = "text/html", .body = SLICE_OF(HTML), .manner = HTTP_UNSIZED},
        {.path = "/chunked", .type = "text/html", .body = SLICE_OF(HTML), .manner = HTTP_CHUNKED},
        {.path = "/early",
         .manner = HTTP_RAW,
         .body = SLICE_OF("HTTP/1.1 103 Early\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n"
                          "Content-Type: text/html\r\n\r\n" HTML)},
        {.path = "/old",
         .manner = HTTP_RAW,
         .body = SLICE_OF("HTTP/1.0 200 OK\nContent-Type: text/html\n\n" HTML)},
        {.path = "/a%20b/%C3%A5?q=%C3%B6", .type = "text/html", .body = SLICE_OF(HTML)},
    };
    struct fetching t;
    FETCHING_BEGIN(&t, pages, );
    for (size_t i = 0; i < COUNT(pages); i++) {
        fetching_expect(&t, pages[i].path, FETCH_DONE, NULL);
        assert_true(slice_equal(buffer_view(&t.result.body), SLICE(HTML)));
    }
    /* A fragment is the reader's, dots are taken out, letters and spaces are escaped. */
    fetching_expect(&t, "/x/../unsized#a", FETCH_DONE, NULL);
    assert_string_equal(t.result.url, http_url(t.server, "/unsized"));
    fetching_expect(&t, "/a b/\xC3\xA5", FETCH_HTTP_STATUS, "404");
    assert_int_equal(http_count(t.server, "/a%20b/%c3%a5"), 1);
    fetching_end(&t);
}

/* size bytes of c as gzip; caller frees with buffer_free. */
static struct buffer make_gzip(struct slice text)
{
    struct buffer out = {0};
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    buffer_reserve(&out, deflateBound(&z, text.size));
    z.next_in = (Bytef *)(uintptr_t)text.data;
    z.avail_in = (uInt)text.size;
    z.next_out = (Bytef *)out.data;
    z.avail_out = (uInt)out.room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out.size = z.total_out;
    deflateEnd(&z);
    return out;
}

static void test_gzip(void **state)
{
    (void)state;
    enum { LARGE = 20 * 1024 * 1024 };
    char *large = base_calloc(1, LARGE);
    memset(large, ' ', LARGE);
    struct buffer small = make_gzip(SLICE(HTML));
    struct buffer bomb = make_gzip((struct slice){large, LARGE});
    const char *encoded = "Content-Encoding: gzip\r\n";
    const struct http_page pages[] = {
        {.path = "/a", .type = "text/html", .heads = encoded, .body = buffer_view(&small)},
        {.path = "/bomb", .type = "text/html", .heads = encoded, .body = buffer_view(&bomb)},
        {.path = "/lie", .type = "text/html", .heads = encoded, .body = SLICE(HTML)},
        {.path = "/cut",
         .type = "text/html",
         .heads = encoded,
         .body = {small.data, small.size / 2},
         .manner = HTTP_LONG},
        {.path = "/odd",
         .type = "text/html",
         .heads = "Content-Encoding: rot13\r\n",
         .body = SLICE(HTML)},
    };
    struct fetching t;
    FETCHING_BEGIN(&t, pages, .max_bytes = 100 * 1000);
    fetching_expect(&t, "/a", FETCH_DONE, NULL);
    assert_true(slice_equal(buffer_view(&t.result.body), SLICE(HTML)));
    assert_true(bomb.size < 100 * 1000); /* so that what counts is what it becomes */
    fetching_expect(&t, "/bomb", FETCH_TOO_LARGE, "more than the 100000 bytes allowed");
    fetching_expect(&t, "/lie", FETCH_BROKEN, NULL);
    fetching_expect(&t, "/cut", FETCH_BROKEN, NULL);
    fetching_expect(&t, "/odd", FETCH_BROKEN, NULL);
    fetching_expect(&t, "/a", FETCH_DONE, NULL);
    fetching_end(&t);
    buffer_free(&small);
    buffer_free(&bomb);
    free(large);
}

/* ---- bad ------------------------------------------------------------------------------------- */

struct bad {
    struct http_page page;
    enum fetch_outcome outcome;
    const char *words;
};

static const struct bad bad[] = {
    /* Statuses. */
    {{.path = "/404", .status = 404}, FETCH_HTTP_STATUS, "answers with status 404"},
    {{.path = "/410", .status = 410}, FETCH_HTTP_STATUS, "answers with status 410"},
    {{.path = "/500", .status = 500, .body = SLICE_OF(HTML)}, FETCH_HTTP_STATUS, "status 500"},
    {{.path = "/503", .status = 503}, FETCH_HTTP_STATUS, "status 503"},
    {{.path = "/204", .status = 204}, FETCH_HTTP_STATUS, "status 204"},
    {{.path = "/206", .status = 206, .type = "text/html"}, FETCH_HTTP_STATUS, "status 206"},
    {{.path = "/304", .status = 304}, FETCH_BROKEN, "nothing has changed"},
    /* Its head is enough: its body never ends. */
    {{.path = "/404-drip", .status = 404, .manner = HTTP_DRIP}, FETCH_HTTP_STATUS, "status 404"},
    /* Sizes. */
    {{.path = "/endless", .type = "text/html", .body = SLICE_OF(HTML), .manner = HTTP_ENDLESS},
     FETCH_TOO_LARGE,
     "more than the 10000 bytes allowed"},
    {{.path = "/declared",
      .type = "text/html",
      .heads = "Content-Length: 10001\r\n",
      .manner = HTTP_DRIP},
     FETCH_TOO_LARGE,
     "10001 bytes, more than the 10000 allowed"},
    {{.path = "/heads", .type = "text/html", .manner = HTTP_HEADS}, FETCH_BROKEN, "has no end"},
    /* Cut off. */
    {{.path = "/long", .type = "text/html", .body = SLICE_OF(HTML), .manner = HTTP_LONG},
     FETCH_BROKEN,
     NULL},
    {{.path = "/cut", .type = "text/html", .body = SLICE_OF(HTML), .manner = HTTP_CUT},
     FETCH_BROKEN,
     NULL},
    {{.path = "/nothing", .manner = HTTP_RAW}, FETCH_BROKEN, NULL},
    {{.path = "/half", .manner = HTTP_RAW, .body = SLICE_OF("HTTP/1.1 200 OK\r\nContent-Ty")},
     FETCH_BROKEN,
     NULL},
    /* No HTTP. */
    {{.path = "/garbage", .manner = HTTP_RAW, .body = SLICE_OF("\x16\x03\x01\0\1\xFF\xFE\r\n\r\n")},
     FETCH_BROKEN,
     NULL},
    {{.path = "/0.9", .manner = HTTP_RAW, .body = SLICE_OF(HTML)}, FETCH_BROKEN, "HTTP/0.9"},
    {{.path = "/length",
      .type = "text/html",
      .manner = HTTP_UNSIZED,
      .heads = "Content-Length: a lot\r\n",
      .body = SLICE_OF(HTML)},
     FETCH_BROKEN,
     NULL},
    /* Types. */
    {{.path = "/png", .type = "image/png", .body = SLICE_OF("\x89PNG")},
     FETCH_BAD_TYPE,
     "its type is image/png, which no reader takes"},
    {{.path = "/escape", .type = "a\x1B[31mb", .body = SLICE_OF("x")}, FETCH_BAD_TYPE, "a?[31mb"},
    {{.path = "/video", .type = "video/mp4", .body = SLICE_OF("x"), .manner = HTTP_ENDLESS},
     FETCH_BAD_TYPE,
     "video/mp4"},
    {{.path = "/untyped", .body = SLICE_OF("Bara ord.")}, FETCH_BAD_TYPE, "not given"},
    {{.path = "/lie.png", .type = "text/html", .body = SLICE_OF("\x89PNG\r\n\x1A\n....")},
     FETCH_BAD_TYPE,
     "text/html: a picture"},
    {{.path = "/lie.zip", .type = "text/plain", .body = SLICE_OF("PK\3\4....")},
     FETCH_BAD_TYPE,
     "a zip archive"},
    {{.path = "/lie.pdf", .type = "text/plain", .body = SLICE_OF("%PDF-1.4")},
     FETCH_BAD_TYPE,
     "a PDF"},
    {{.path = "/lie.bin", .type = "text/html", .body = SLICE_OF("<html>\0\1\2")},
     FETCH_BAD_TYPE,
     "bytes that are no text"},
    {{.path = "/no.pdf", .type = "application/pdf", .body = SLICE_OF(HTML)},
     FETCH_BAD_TYPE,
     "it is no PDF"},
    /* Redirects. */
    {{.path = "/nowhere", .status = 302}, FETCH_BROKEN, "redirects to nowhere"},
    {{.path = "/to-file", .status = 302, .heads = "Location: file:///etc/passwd\r\n"},
     FETCH_NOT_ALLOWED,
     "neither http nor https"},
    {{.path = "/to-ftp", .status = 301, .heads = "Location: ftp://127.0.0.1/a\r\n"},
     FETCH_NOT_ALLOWED,
     "neither http nor https"},
    {{.path = "/to-other", .status = 301, .heads = "Location: http://example.test/a\r\n"},
     FETCH_NOT_ALLOWED,
     "its host is not among those allowed (redirected to http://example.test/a)"},
    {{.path = "/to-private", .status = 307, .heads = "Location: http://169.254.169.254/a\r\n"},
     FETCH_NOT_ALLOWED,
     "not among those allowed"},
    {{.path = "/to-password", .status = 302, .heads = "Location: http://a:b@127.0.0.1/\r\n"},
     FETCH_BROKEN,
     "password"},
    {{.path = "/to-noise", .status = 302, .heads = "Location: http://\x1B[0m/\r\n"},
     FETCH_BROKEN,
     "?[0m"},
    {{.path = "/loop", .status = 308, .heads = "Location: /loop\r\n"},
     FETCH_REDIRECTS,
     "redirects more than 5 times"},
};

/* Every bad server ends in an outcome of its own and words; a good page is fetched after each. */
static void test_bad_servers(void **state)
{
    (void)state;
    enum { BAD = COUNT(bad) };
    struct http_page pages[BAD + 1];
    for (size_t i = 0; i < BAD; i++)
        pages[i] = bad[i].page;
    pages[BAD] = (struct http_page){.path = "/good", .type = "text/html", .body = SLICE_OF(HTML)};
    struct fetching t;
    FETCHING_BEGIN(&t, pages, .max_bytes = 10000);
    for (size_t i = 0; i < BAD; i++) {
        fetching_expect(&t, bad[i].page.path, bad[i].outcome, bad[i].words);
        fetching_expect(&t, "/good", FETCH_DONE, NULL);
    }
    fetching_end(&t);
}

/* As HTTP has it, what comes after the declared length is not part of the answer. */
static void test_short_length(void **state)
{
    (void)state;
    static const struct http_page pages[] = {
        {.path = "/", .type = "text/plain", .body = SLICE_OF("Sant.Mera"), .manner = HTTP_SHORT}};
    struct fetching t;
    FETCHING_BEGIN(&t, pages, );
    fetching_expect(&t, "/", FETCH_DONE, NULL);
    assert_true(slice_equal(buffer_view(&t.result.body), SLICE("Sant")));
    fetching_end(&t);
}

static void test_exactly_at_the_limit(void **state)
{
    (void)state;
    static const struct http_page pages[] = {
        {.path = "/9", .type = "text/plain", .body = SLICE_OF("123456789")},
        {.path = "/10", .type = "text/plain", .body = SLICE_OF("1234567890")},
        {.path = "/10-unsized",
         .type = "text/plain",
         .body = SLICE_OF("1234567890"),
         .manner = HTTP_UNSIZED},
    };
    struct fetching t;
    FETCHING_BEGIN(&t, pages, .max_bytes = 9);
    fetching_expect(&t, "/9", FETCH_DONE, NULL);
    fetching_expect(&t, "/10", FETCH_TOO_LARGE, NULL);
    fetching_expect(&t, "/10-unsized", FETCH_TOO_LARGE, NULL);
    fetching_end(&t);
}

static void test_slow_servers(void **state)
{
    (void)state;
    static const struct http_page pages[] = {
        {.path = "/robots.txt", .type = "text/plain", .body = SLICE_OF("")},
        {.path = "/drip", .type = "text/html", .manner = HTTP_DRIP},
        {.path = "/silent", .manner = HTTP_SILENT},
        {.path = "/good", .type = "text/html", .body = SLICE_OF(HTML)},
    };
    struct fetching t;
    FETCHING_BEGIN(&t, pages, .low_speed_bytes = 10000, .low_speed_ms = 700);
    fetching_expect(&t, "/drip", FETCH_TIMEOUT, "slower than 10000 bytes a second");
    fetching_expect(&t, "/silent", FETCH_TIMEOUT, "slower than 10000 bytes a second");
    FETCHING_AGAIN(&t, .total_ms = 700);
    fetching_expect(&t, "/drip", FETCH_TIMEOUT, "not done after 0.7 seconds");
    fetching_expect(&t, "/silent", FETCH_TIMEOUT, "not done after 0.7 seconds");
    FETCHING_AGAIN(&t, .total_ms = 0);
    fetching_expect(&t, "/good", FETCH_DONE, NULL);
    fetching_end(&t);
}

static void test_unreachable(void **state)
{
    (void)state;
    static const char *const hosts[] = {"127.0.0.1", "saknas.invalid"};
    static const struct http_page pages[] = {{.path = "/"}};
    struct fetching t;
    FETCHING_BEGIN(&t, pages, .hosts = hosts, .host_count = 2);
    struct buffer url = {0};
    buffer_text(&url, http_url(t.server, "/"));
    /* Nobody listens there any more. */
    http_stop(t.server);
    t.server = NULL;
    fetching_expect(&t, url.data, FETCH_UNREACHABLE, NULL);
    assert_int_equal(t.error.status, STATUS_IO);
    fetching_end(&t);
    buffer_free(&url);
}

/* ---- addresses ------------------------------------------------------------------------------- */

static void test_bad_addresses(void **state)
{
    (void)state;
    static const struct http_page pages[] = {{.path = "/"}};
    struct fetching t;
    struct buffer longer = {0};
    FETCHING_BEGIN(&t, pages, );
    buffer_text(&longer, http_url(t.server, "/"));
    while (longer.size <= FETCH_URL_MAX)
        buffer_char(&longer, 'a');
    fetching_expect(&t, longer.data, FETCH_BAD_URL, "longer than");
    fetching_expect(&t, "", FETCH_BAD_URL, "not an address");
    fetching_expect(&t, "127.0.0.1/a", FETCH_BAD_URL, "not an address");
    fetching_expect(&t, "http://a:b@127.0.0.1/", FETCH_BAD_URL, "password");
    fetching_expect(&t, "http://127.0.0.1/a\nb", FETCH_BAD_URL, "127.0.0.1/a?b: not an address");
    fetching_expect(&t, "file:///etc/passwd", FETCH_NOT_ALLOWED, "neither http nor https");
    fetching_expect(&t, "javascript:alert(1)", FETCH_BAD_URL, NULL);
    fetching_expect(&t, "http://127.0.0.2/", FETCH_NOT_ALLOWED, "not among those allowed");
    assert_int_equal(http_count(t.server, NULL), 0);
    fetching_end(&t);
    buffer_free(&longer);
}

/* A name that leads to loopback is refused when it is connected to, unless it is said to be
   private. libcurl itself takes every name under .localhost for loopback. */
static void test_private_names(void **state)
{
    (void)state;
    static const struct http_page pages[] = {
        {.path = "/a", .type = "text/html", .body = SLICE_OF(HTML)},
        {.path = "/there", .status = 302, .heads = "Location: http://namn.localhost:1/\r\n"},
    };
    static const char *const hosts[] = {"namn.localhost", "127.0.0.1"};
    struct fetching t;
    struct buffer url = {0};
    FETCHING_BEGIN(&t, pages, .hosts = hosts, .host_count = 2);
    buffer_format(&url, "http://namn.localhost:%u/a", http_port(t.server));
    fetching_expect(&t, url.data, FETCH_PRIVATE, "leads to a private address");
    assert_int_equal(http_count(t.server, NULL), 0);
    fetching_expect(&t, "/there", FETCH_PRIVATE, "leads to a private address (redirected to");
    FETCHING_AGAIN(&t, .private_hosts = hosts, .private_count = 1);
    fetching_expect(&t, url.data, FETCH_DONE, NULL);
    fetching_end(&t);
    buffer_free(&url);
}

/* "localhost" says what it is. */
static void test_localhost(void **state)
{
    (void)state;
    static const struct http_page pages[] = {
        {.path = "/a", .type = "text/html", .body = SLICE_OF(HTML)}};
    static const char *const hosts[] = {"localhost"};
    struct fetching t;
    struct buffer url = {0};
    FETCHING_BEGIN(&t, pages, .hosts = hosts, .host_count = 1);
    buffer_format(&url, "http://localhost:%u/a", http_port(t.server));
    fetching_expect(&t, url.data, FETCH_DONE, NULL);
    fetching_expect(&t, "/a", FETCH_NOT_ALLOWED, NULL);
    fetching_end(&t);
    buffer_free(&url);
}

static void test_ports(void **state)
{
    (void)state;
    static const struct http_page pages[] = {
        {.path = "/a", .type = "text/html", .body = SLICE_OF(HTML)}};
    static const char *const other[] = {"127.0.0.1:1"};
    struct fetching t;
    struct buffer host = {0};
    FETCHING_BEGIN(&t, pages, .hosts = other, .host_count = 1);
    fetching_expect(&t, "/a", FETCH_NOT_ALLOWED, NULL);
    buffer_format(&host, "127.0.0.1:%u", http_port(t.server));
    const char *const named[] = {host.data};
    FETCHING_AGAIN(&t, .hosts = named, .host_count = 1);
    fetching_expect(&t, "/a", FETCH_DONE, NULL);
    fetching_end(&t);
    buffer_free(&host);
}

/* The environment's proxy would connect for us to what we refuse. */
static void test_no_proxy(void **state)
{
    (void)state;
    static const struct http_page pages[] = {
        {.path = "/a", .type = "text/html", .body = SLICE_OF(HTML)}};
    struct fetching t;
    FETCHING_BEGIN(&t, pages, );
    assert_int_equal(setenv("http_proxy", "http://127.0.0.1:1", 1), 0);
    fetching_expect(&t, "/a", FETCH_DONE, NULL);
    unsetenv("http_proxy");
    fetching_end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),         cmocka_unit_test(test_ways_to_send),
        cmocka_unit_test(test_gzip),          cmocka_unit_test(test_bad_servers),
        cmocka_unit_test(test_short_length),  cmocka_unit_test(test_exactly_at_the_limit),
        cmocka_unit_test(test_slow_servers),  cmocka_unit_test(test_unreachable),
        cmocka_unit_test(test_bad_addresses), cmocka_unit_test(test_private_names),
        cmocka_unit_test(test_localhost),     cmocka_unit_test(test_ports),
        cmocka_unit_test(test_no_proxy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
