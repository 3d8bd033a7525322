/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory, the arena, and errors' texts. What ends the program is run as a program of its own. */
#include "run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static char *this_program;

/* ---- memory ---------------------------------------------------------------------------------- */

static void nothing_is_still_something(void **state)
{
    (void)state;
    void *a = base_alloc(0), *b = base_calloc(0, 8), *c = base_realloc(NULL, 0, 8);
    assert_non_null(a);
    assert_non_null(b);
    assert_non_null(c);
    free(a);
    free(b);
    free(c);
}

static void growing_keeps_what_is_there(void **state)
{
    (void)state;
    uint32_t *items = NULL;
    size_t room = 0, moves = 0;
    for (uint32_t i = 0; i < 100000; i++) {
        size_t before = room;
        items = base_grow(items, &room, i + 1, sizeof *items);
        moves += room != before;
        assert_true(room > i);
        items[i] = i;
    }
    assert_true(moves < 20); /* doubling */
    for (uint32_t i = 0; i < 100000; i++)
        assert_int_equal(items[i], i);
    items = base_grow(items, &room, 5, sizeof *items);
    assert_true(room >= 100000); /* never smaller */
    free(items);
}

/* Each asks for more than can be had; none may return. */
static void ask_too_much(const char *how)
{
    size_t room = SIZE_MAX / 2 + 1;
    struct buffer b = {0};
    struct arena a = {0};
    if (strcmp(how, "realloc") == 0)
        free(base_realloc(NULL, SIZE_MAX / 2 + 2, 2));
    else if (strcmp(how, "grow") == 0)
        free(base_grow(NULL, &room, SIZE_MAX, 2));
    else if (strcmp(how, "buffer") == 0)
        buffer_reserve(&b, SIZE_MAX);
    else if (strcmp(how, "buffer-sum") == 0) {
        buffer_text(&b, "abc");
        buffer_reserve(&b, SIZE_MAX - 2);
    } else if (strcmp(how, "arena") == 0)
        *(char *)arena_alloc(&a, SIZE_MAX) = 1;
    else if (strcmp(how, "arena-chunk") == 0)
        *(char *)arena_alloc(&a, SIZE_MAX / 16 * 16 - 16) = 1;
    else if (strcmp(how, "slice") == 0)
        free(slice_copy((struct slice){.data = "x", .size = SIZE_MAX}));
    exit(0);
}

static void too_much_ends_with_a_message(struct place *place)
{
    static const char *const ways[] = {"realloc", "grow",  "buffer",     "buffer-sum",
                                       "arena",   "slice", "arena-chunk"};
    place_setenv(place, "ASAN_OPTIONS", "allocator_may_return_null=1:detect_leaks=0");
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        RUN(place, this_program, ways[i]);
        EXPECT_STATUS(place, 2);
        EXPECT_ERR_HAS(place, "out of memory: asked for ");
    }
}

static void an_arena_gives_apart_and_aligned(void **state)
{
    (void)state;
    struct arena a = {0};
    unsigned char *given[2000];
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 2000; i++) {
            given[i] = arena_alloc(&a, i % 97);
            assert_int_equal((uintptr_t)given[i] % sizeof(max_align_t) % _Alignof(max_align_t), 0);
            memset(given[i], (int)(i & 255), i % 97);
        }
        for (size_t i = 0; i < 2000; i++)
            for (size_t j = 0; j < i % 97; j++)
                assert_int_equal(given[i][j], i & 255);
        arena_clear(&a);
    }
    struct slice kept = slice_keep(&a, SLICE("ord"));
    assert_string_equal(kept.data, "ord");
    assert_string_equal(slice_keep(&a, (struct slice){0}).data, "");
    assert_non_null(arena_alloc(&a, 1000000));
    arena_free(&a);
    arena_free(&a);
}

/* ---- errors ---------------------------------------------------------------------------------- */

static void every_status_has_its_own_name(void **state)
{
    (void)state;
    for (int i = STATUS_OK; i <= STATUS_INTERNAL; i++) {
        assert_string_not_equal(status_name((enum status)i), "unknown status");
        for (int j = STATUS_OK; j < i; j++)
            assert_string_not_equal(status_name((enum status)i), status_name((enum status)j));
    }
    assert_string_equal(status_name((enum status)99), "unknown status");
}

static void errors_carry_status_and_text(void **state)
{
    (void)state;
    struct error e;
    assert_int_equal(error_set(&e, STATUS_CORRUPT, "%s: %d", "a", 7), STATUS_CORRUPT);
    assert_int_equal(e.status, STATUS_CORRUPT);
    assert_string_equal(e.text, "a: 7");
    assert_int_equal(error_set(&e, STATUS_IO, "b: %s", e.text), STATUS_IO);
    assert_string_equal(e.text, "b: a: 7");
    assert_int_equal(error_set(NULL, STATUS_LOCKED, "x"), STATUS_LOCKED);
}

/* Whatever character stands at the cut, the text stays UTF-8 and as long as it can be. */
static void long_texts_are_cut_between_characters(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "å", "€", "𝄞"};
    for (size_t c = 0; c < 4; c++) {
        for (size_t shift = 0; shift < 4; shift++) {
            struct buffer text = {0};
            struct error e;
            buffer_append(&text, "abc", shift);
            while (text.size < 2 * sizeof e.text)
                buffer_text(&text, characters[c]);
            error_set(&e, STATUS_IO, "%s", text.data);
            assert_true(utf8_valid(slice_of(e.text)));
            assert_true(strlen(e.text) + strlen(characters[c]) >= sizeof e.text);
            buffer_free(&text);
        }
    }
}

static void system_errors_have_their_status(void **state)
{
    (void)state;
    static const struct {
        int number;
        enum status status;
    } cases[] = {
        {ENOENT, STATUS_NOT_FOUND}, {ENOTDIR, STATUS_NOT_FOUND}, {ENOSPC, STATUS_NO_SPACE},
        {EFBIG, STATUS_NO_SPACE},   {EACCES, STATUS_IO},         {EIO, STATUS_IO},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error e;
        assert_int_equal(error_set_errno(&e, cases[i].number, "fil.md"), cases[i].status);
        assert_true(slice_starts(slice_of(e.text), SLICE("fil.md: ")));
        assert_non_null(strstr(e.text, strerror(cases[i].number)));
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_still_something),
        cmocka_unit_test(growing_keeps_what_is_there),
        PLACE_TEST(too_much_ends_with_a_message),
        cmocka_unit_test(an_arena_gives_apart_and_aligned),
        cmocka_unit_test(every_status_has_its_own_name),
        cmocka_unit_test(errors_carry_status_and_text),
        cmocka_unit_test(long_texts_are_cut_between_characters),
        cmocka_unit_test(system_errors_have_their_status),
    };
    if (argc > 1)
        ask_too_much(argv[1]);
    this_program = realpath(argv[0], NULL);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(this_program);
    return failed;
}
