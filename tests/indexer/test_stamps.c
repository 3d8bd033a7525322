/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stamps.h"

#include "run.h"

#include <time.h>

enum { NOW = 1000000, CONTENT = 7 };

static struct stat file(time_t changed)
{
    return (struct stat){.st_dev = 1,
                         .st_ino = 2,
                         .st_size = 3,
                         .st_mtim = {.tv_sec = changed - 5, .tv_nsec = 4},
                         .st_ctim = {.tv_sec = changed, .tv_nsec = 5}};
}

/* What one run kept is what the next one knows. */
static void next_run(struct stamps *s, bool whole)
{
    struct buffer note = {0};
    stamps_note(s, whole, &note);
    stamps_free(s);
    s->known = note;
}

static void what_is_as_it_was_holds(void **state)
{
    (void)state;
    struct stamps s = {0};
    struct stat about = file(NOW - 10), other = about;
    assert_false(stamps_hold(&s, SLICE("a"), &about, CONTENT));
    stamps_keep(&s, SLICE("a"), &about, CONTENT, NOW);
    stamps_keep(&s, SLICE("b"), &about, CONTENT, NOW);
    next_run(&s, true);
    assert_true(stamps_hold(&s, SLICE("a"), &about, CONTENT));
    assert_false(stamps_hold(&s, SLICE("c"), &about, CONTENT));
    assert_false(stamps_hold(&s, SLICE("a"), &about, CONTENT + 1));
    other.st_size++;
    assert_false(stamps_hold(&s, SLICE("a"), &other, CONTENT));
    other = about;
    other.st_ino++;
    assert_false(stamps_hold(&s, SLICE("a"), &other, CONTENT));
    other = about;
    other.st_mtim.tv_nsec++;
    assert_false(stamps_hold(&s, SLICE("a"), &other, CONTENT));
    other = about;
    other.st_ctim.tv_nsec++;
    assert_false(stamps_hold(&s, SLICE("a"), &other, CONTENT));
    stamps_free(&s);
}

static void young_files_get_none(void **state)
{
    (void)state;
    struct stamps s = {0};
    struct stat about = file(NOW - STAMPS_YOUNG);
    stamps_keep(&s, SLICE("a"), &about, CONTENT, NOW);
    about.st_ctim.tv_sec--;
    about.st_mtim.tv_sec = NOW + 100; /* a clock that goes before ours */
    stamps_keep(&s, SLICE("b"), &about, CONTENT, NOW);
    assert_int_equal(s.count, 0);
    stamps_free(&s);
}

/* A run over some files keeps the stamps of the others, one over all does not. */
static void what_was_not_looked_at_stays(void **state)
{
    (void)state;
    struct stamps s = {0};
    struct buffer note = {0};
    struct stat about = file(NOW - 10);
    stamps_keep(&s, SLICE("a"), &about, CONTENT, NOW);
    stamps_keep(&s, SLICE("b"), &about, CONTENT, NOW);
    next_run(&s, true);
    assert_true(stamps_hold(&s, SLICE("b"), &about, CONTENT));
    assert_false(stamps_note(&s, false, &note)); /* nothing is new */
    buffer_free(&note);
    next_run(&s, false);
    assert_true(stamps_hold(&s, SLICE("a"), &about, CONTENT));
    next_run(&s, true);
    assert_false(stamps_hold(&s, SLICE("b"), &about, CONTENT));
    assert_true(stamps_hold(&s, SLICE("a"), &about, CONTENT));
    stamps_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_as_it_was_holds),
        cmocka_unit_test(young_files_get_none),
        cmocka_unit_test(what_was_not_looked_at_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
