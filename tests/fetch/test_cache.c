/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is kept between runs. */
#include "fetching.h"
#include "run.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define LONG_AGO "Tue, 05 Dec 2023 14:30:00 GMT"

static const struct http_page first[] = {
    {.path = "/etag",
     .type = "text/html; charset=utf-8",
     .etag = "\"ett\"",
     .body = SLICE_OF("<p>F\xC3\xB6rsta.")},
    {.path = "/modified", .type = "text/plain", .modified = LONG_AGO, .body = SLICE_OF("Ord.")},
    {.path = "/neither", .type = "text/plain", .body = SLICE_OF("Ord.")},
    {.path = "/no-store",
     .type = "text/plain",
     .etag = "\"n\"",
     .heads = "Cache-Control: private, no-store\r\n",
     .body = SLICE_OF("Ord.")},
    {.path = "/there", .status = 301, .etag = "\"ett\"", .heads = "Location: /etag\r\n"},
    {.path = "/empty", .type = "text/plain", .etag = "\"tom\""},
    {.path = "/same", .type = "text/html", .etag = "\"ett\"", .body = SLICE_OF("Annan.")},
};
static const struct http_page second[] = {
    {.path = "/etag", .type = "text/plain", .etag = "\"tv\xC3\xA5\"", .body = SLICE_OF("Andra.")},
};

static struct slice body_of(const struct fetching *t)
{
    return buffer_view(&t->result.body);
}

/* How many answers are in the cache; the path of one of them in path (may be NULL). */
static size_t count_files(struct place *place, struct buffer *path)
{
    size_t count = 0;
    DIR *dir = opendir(place_path(place, "a/cache"));
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry != NULL; entry = readdir(dir)) {
        if (!slice_starts(slice_of(entry->d_name), SLICE("fetch-")))
            continue;
        count++;
        if (path != NULL) {
            buffer_clear(path);
            buffer_format(path, "a/cache/%s", entry->d_name);
        }
    }
    if (dir != NULL)
        closedir(dir);
    return count;
}

static void keeps_with_etag(struct place *place)
{
    struct fetching t;
    const char *dir = place_path(place, "a/cache");
    FETCHING_BEGIN(&t, first, .cache_dir = dir);
    fetching_expect(&t, "/etag", FETCH_DONE, NULL);
    assert_false(t.result.from_cache);
    for (int run = 0; run < 2; run++) {
        FETCHING_AGAIN(&t, .cache_dir = dir);
        fetching_expect(&t, "/etag", FETCH_DONE, NULL);
        assert_true(t.result.from_cache);
        assert_int_equal(t.result.http_status, 200);
        assert_int_equal(t.result.kind, FETCH_HTML);
        assert_string_equal(t.result.type, "text/html");
        assert_string_equal(t.result.charset, "utf-8");
        assert_true(slice_equal(body_of(&t), first[0].body));
    }
    /* Only what changed is sent anew, and kept instead. */
    http_serve(t.server, second, COUNT(second));
    fetching_expect(&t, "/etag", FETCH_DONE, NULL);
    assert_false(t.result.from_cache);
    assert_true(slice_equal(body_of(&t), SLICE("Andra.")));
    fetching_expect(&t, "/etag", FETCH_DONE, NULL);
    assert_true(t.result.from_cache);
    assert_true(slice_equal(body_of(&t), SLICE("Andra.")));
    assert_int_equal(count_files(place, NULL), 1);
    fetching_end(&t);
}

static void keeps_with_date(struct place *place)
{
    struct fetching t;
    FETCHING_BEGIN(&t, first, .cache_dir = place_path(place, "a/cache"));
    fetching_expect(&t, "/modified", FETCH_DONE, NULL);
    fetching_expect(&t, "/modified", FETCH_DONE, NULL);
    assert_true(t.result.from_cache);
    const struct http_seen *last = http_request(t.server, http_count(t.server, NULL) - 1);
    assert_non_null(strstr(last->head, "\r\nIf-Modified-Since: " LONG_AGO "\r\n"));
    fetching_expect(&t, "/empty", FETCH_DONE, NULL);
    fetching_expect(&t, "/empty", FETCH_DONE, NULL);
    assert_true(t.result.from_cache);
    assert_int_equal(t.result.body.size, 0);
    fetching_end(&t);
}

static void keeps_nothing_else(struct place *place)
{
    struct fetching t;
    FETCHING_BEGIN(&t, first, .cache_dir = place_path(place, "a/cache"));
    fetching_expect(&t, "/neither", FETCH_DONE, NULL);
    fetching_expect(&t, "/no-store", FETCH_DONE, NULL);
    fetching_expect(&t, "/no-store", FETCH_DONE, NULL);
    assert_false(t.result.from_cache);
    fetching_expect(&t, "/missing", FETCH_HTTP_STATUS, NULL);
    assert_int_equal(count_files(place, NULL), 0);
    /* A redirect is asked for each time; where it leads is kept. */
    fetching_expect(&t, "/there", FETCH_DONE, NULL);
    fetching_expect(&t, "/there", FETCH_DONE, NULL);
    assert_true(t.result.from_cache);
    assert_string_equal(t.result.url, http_url(t.server, "/etag"));
    assert_int_equal(http_count(t.server, "/there"), 2);
    assert_int_equal(count_files(place, NULL), 1);
    fetching_end(&t);
}

/* Fetches /etag with the bytes as its entry, which is not one: it is fetched anew and mended. */
static void expect_ignored(struct fetching *t, struct place *place, const char *path,
                           struct slice bytes)
{
    place_write_bytes(place, path, bytes);
    fetching_expect(t, "/etag", FETCH_DONE, NULL);
    assert_false(t->result.from_cache);
    assert_true(slice_equal(body_of(t), first[0].body));
    fetching_expect(t, "/etag", FETCH_DONE, NULL);
    assert_true(t->result.from_cache);
}

static void ignores_damage(struct place *place)
{
    struct fetching t;
    struct buffer path = {0}, other = {0}, bytes = {0};
    FETCHING_BEGIN(&t, first, .cache_dir = place_path(place, "a/cache"));
    fetching_expect(&t, "/same", FETCH_DONE, NULL);
    count_files(place, &other);
    buffer_slice(&bytes, place_read(place, other.data));
    place_remove(place, other.data);
    fetching_expect(&t, "/etag", FETCH_DONE, NULL);
    assert_int_equal(count_files(place, &path), 1);
    /* Another address's entry under its name, though its tag is the same. */
    expect_ignored(&t, place, path.data, buffer_view(&bytes));
    buffer_clear(&bytes);
    buffer_slice(&bytes, place_read(place, path.data));
    for (size_t at = 0; at < bytes.size; at += 11) {
        bytes.data[at] = (char)(bytes.data[at] ^ 4);
        expect_ignored(&t, place, path.data, buffer_view(&bytes));
        bytes.data[at] = (char)(bytes.data[at] ^ 4);
        expect_ignored(&t, place, path.data, slice_part(buffer_view(&bytes), 0, at));
    }
    buffer_char(&bytes, 'x');
    expect_ignored(&t, place, path.data, buffer_view(&bytes));
    fetching_end(&t);
    buffer_free(&path);
    buffer_free(&other);
    buffer_free(&bytes);
}

static void ignores_what_is_too_large_now(struct place *place)
{
    struct fetching t;
    const char *dir = place_path(place, "a/cache");
    FETCHING_BEGIN(&t, first, .cache_dir = dir);
    fetching_expect(&t, "/etag", FETCH_DONE, NULL);
    FETCHING_AGAIN(&t, .cache_dir = dir, .max_bytes = 4);
    fetching_expect(&t, "/etag", FETCH_TOO_LARGE, NULL);
    fetching_end(&t);
}

static void is_for_its_owner_alone(struct place *place)
{
    struct fetching t;
    struct stat facts;
    struct buffer path = {0};
    FETCHING_BEGIN(&t, first, .cache_dir = place_path(place, "a/cache"));
    fetching_expect(&t, "/etag", FETCH_DONE, NULL);
    assert_int_equal(stat(place_path(place, "a/cache"), &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0700);
    assert_int_equal(count_files(place, &path), 1);
    assert_int_equal(stat(place_path(place, path.data), &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    fetching_end(&t);
    buffer_free(&path);
}

static void note(void *user, const char *text)
{
    struct buffer *notes = user;
    buffer_text(notes, text);
    buffer_char(notes, '\n');
}

/* A cache that cannot be written is told of once, and nothing else comes of it. */
static void goes_on_without(struct place *place)
{
    struct fetching t;
    struct buffer notes = {0};
    place_write(place, "a", "a file, no folder\n");
    FETCHING_BEGIN(&t, first, .cache_dir = place_path(place, "a/cache"), .warn = note,
                   .user = &notes);
    fetching_expect(&t, "/etag", FETCH_DONE, NULL);
    fetching_expect(&t, "/modified", FETCH_DONE, NULL);
    assert_true(slice_equal(body_of(&t), SLICE("Ord.")));
    size_t end = slice_find(buffer_view(&notes), SLICE("\n"), 0);
    assert_int_equal(end, notes.size - 1);
    assert_non_null(strstr(notes.data, "/a/cache: "));
    fetching_end(&t);
    buffer_free(&notes);
}

/* A missing setting is $XDG_CACHE_HOME/lupp, then ~/.cache/lupp. */
static void has_a_place(struct place *place)
{
    static const char *const hosts[] = {"127.0.0.1"};
    struct fetch_settings settings = {.hosts = hosts, .host_count = 1, .no_pause = true};
    struct http_server *server = http_start(first, COUNT(first));
    place_mkdir(place, "home");
    assert_int_equal(setenv("HOME", place_path(place, "home"), 1), 0);
    for (int run = 0; run < 2; run++) {
        struct fetcher *f;
        struct fetch_result result;
        if (run == 0)
            assert_int_equal(setenv("XDG_CACHE_HOME", place_path(place, "xdg"), 1), 0);
        else
            unsetenv("XDG_CACHE_HOME");
        assert_int_equal(fetch_open(&f, &settings, NULL), STATUS_OK);
        assert_int_equal(fetch_get(f, http_url(server, "/etag"), &result, NULL), STATUS_OK);
        assert_true(place_exists(place, run == 0 ? "xdg/lupp" : "home/.cache/lupp"));
        fetch_result_free(&result);
        fetch_close(f);
    }
    http_stop(server);
}

/* ---- visits ---------------------------------------------------------------------------------- */

static const struct http_page visited[] = {
    {.path = "/there", .type = "text/plain", .body = SLICE_OF("Ord.")},
    {.path = "/old", .status = 301, .heads = "Location: /there\r\n"},
    {.path = "/older", .status = 301, .heads = "Location: /gone\r\n"},
    {.path = "/gone", .status = 410},
    {.path = "/mine", .status = 403},
    {.path = "/image", .type = "image/png", .body = SLICE_OF("\x89PNG\r\n")},
    {.path = "/busy", .status = 429},
    {.path = "/down", .status = 503},
    {.path = "/large", .type = "text/plain", .body = SLICE_OF("0123456789")},
};

static void expect_visit(struct fetching *t, const char *path, enum fetch_outcome outcome,
                         long status)
{
    struct fetch_visit visit;
    assert_true(fetch_recall(t->fetcher, http_url(t->server, path), &visit));
    assert_int_equal(visit.outcome, outcome);
    assert_int_equal(visit.http_status, status);
    assert_true(visit.when <= time(NULL) + 1 && visit.when >= time(NULL) - 60);
}

static void expect_no_visit(struct fetching *t, const char *path)
{
    struct fetch_visit visit;
    assert_false(fetch_recall(t->fetcher, http_url(t->server, path), &visit));
}

static void remembers_visits(struct place *place)
{
    struct fetching t;
    const char *dir = place_path(place, "a/cache");
    FETCHING_BEGIN(&t, visited, .cache_dir = dir, .max_bytes = 8);
    expect_no_visit(&t, "/old");
    fetching_expect(&t, "/old", FETCH_DONE, NULL);
    fetching_expect(&t, "/older", FETCH_HTTP_STATUS, NULL);
    fetching_expect(&t, "/mine", FETCH_HTTP_STATUS, NULL);
    fetching_expect(&t, "/nowhere", FETCH_HTTP_STATUS, NULL);
    fetching_expect(&t, "/image", FETCH_BAD_TYPE, NULL);
    fetching_expect(&t, "/busy", FETCH_HTTP_STATUS, NULL);
    fetching_expect(&t, "/down", FETCH_HTTP_STATUS, NULL);
    fetching_expect(&t, "/large", FETCH_TOO_LARGE, NULL);
    FETCHING_AGAIN(&t, .cache_dir = dir);
    expect_visit(&t, "/old", FETCH_DONE, 200);
    expect_visit(&t, "/there", FETCH_DONE, 200);
    expect_visit(&t, "/there#del", FETCH_DONE, 200);
    expect_visit(&t, "/older", FETCH_HTTP_STATUS, 410);
    expect_visit(&t, "/gone", FETCH_HTTP_STATUS, 410);
    expect_visit(&t, "/mine", FETCH_HTTP_STATUS, 403);
    expect_visit(&t, "/nowhere", FETCH_HTTP_STATUS, 404);
    expect_visit(&t, "/image", FETCH_BAD_TYPE, 200);
    expect_no_visit(&t, "/busy");
    expect_no_visit(&t, "/down");
    expect_no_visit(&t, "/large");
    http_serve(t.server, visited, 1);
    fetching_expect(&t, "/old", FETCH_HTTP_STATUS, NULL);
    expect_visit(&t, "/old", FETCH_HTTP_STATUS, 404);
    FETCHING_AGAIN(&t, .cache_dir = "");
    fetching_expect(&t, "/there", FETCH_DONE, NULL);
    expect_no_visit(&t, "/there");
    fetching_end(&t);
}

/* What stands in the file of another address, or is no visit, is none. */
static void ignores_damaged_visits(struct place *place)
{
    struct fetching t;
    FETCHING_BEGIN(&t, visited, .cache_dir = place_path(place, "a/cache"));
    fetching_expect(&t, "/gone", FETCH_HTTP_STATUS, NULL);
    expect_visit(&t, "/gone", FETCH_HTTP_STATUS, 410);
    run_shell(place, "f=$(ls a/cache/visit-*); cp $f kept; sed 's,/gone,/other,' kept >$f");
    expect_no_visit(&t, "/gone");
    run_shell(place, "f=$(ls a/cache/visit-*); sed 's,visit-1 ,visit-1 9,' kept >$f");
    expect_no_visit(&t, "/gone");
    run_shell(place, "f=$(ls a/cache/visit-*); head -c 9 kept >$f");
    expect_no_visit(&t, "/gone");
    run_shell(place, "f=$(ls a/cache/visit-*); cat kept >$f");
    expect_visit(&t, "/gone", FETCH_HTTP_STATUS, 410);
    fetching_end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(keeps_with_etag),
        PLACE_TEST(keeps_with_date),
        PLACE_TEST(keeps_nothing_else),
        PLACE_TEST(ignores_damage),
        PLACE_TEST(ignores_what_is_too_large_now),
        PLACE_TEST(is_for_its_owner_alone),
        PLACE_TEST(goes_on_without),
        PLACE_TEST(remembers_visits),
        PLACE_TEST(ignores_damaged_visits),
        PLACE_TEST(has_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
