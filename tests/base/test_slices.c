/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Slices, buffers and varints, against plain reckoning with strings. */
#include "run.h"

#include <stdlib.h>
#include <string.h>

static const struct slice nothing = {0};

static void parts_are_clamped(void **state)
{
    (void)state;
    static const struct {
        size_t start, end;
        const char *part;
    } cases[] = {
        {0, 3, "abc"},       {1, 2, "b"},       {3, 3, ""}, {2, 1, ""},
        {1, SIZE_MAX, "bc"}, {SIZE_MAX, 1, ""}, {4, 9, ""}, {SIZE_MAX, SIZE_MAX, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct slice part = slice_part(SLICE("abc"), cases[i].start, cases[i].end);
        assert_true(slice_equal(part, slice_of(cases[i].part)));
    }
    assert_int_equal(slice_part(nothing, 0, 5).size, 0);
    assert_int_equal(slice_of(NULL).size, 0);
}

static void order_is_that_of_bytes(void **state)
{
    (void)state;
    static const char *const ordered[] = {"", "A", "a", "aa", "ab", "b", "\x7f", "å", "ö"};
    const int count = sizeof ordered / sizeof ordered[0];
    for (int i = 0; i < count; i++)
        for (int j = 0; j < count; j++) {
            struct slice a = slice_of(ordered[i]), b = slice_of(ordered[j]);
            assert_int_equal(slice_compare(a, b), (i > j) - (i < j));
            assert_int_equal(slice_equal(a, b), i == j);
        }
    assert_int_equal(slice_compare(nothing, SLICE("")), 0);
    assert_int_equal(slice_compare(SLICE("a\0a"), SLICE("a\0b")), -1);
}

static void starts_ends_and_ascii_case(void **state)
{
    (void)state;
    assert_true(slice_starts(SLICE("abc"), SLICE("ab")));
    assert_true(slice_starts(SLICE("abc"), nothing));
    assert_false(slice_starts(SLICE("ab"), SLICE("abc")));
    assert_true(slice_ends(SLICE("abc"), SLICE("bc")));
    assert_false(slice_ends(SLICE("bc"), SLICE("abc")));
    assert_true(slice_equal_ascii(SLICE("Sou AZaz"), SLICE("sOU azAZ")));
    assert_false(slice_equal_ascii(SLICE("@["), SLICE("`{")));
    assert_false(slice_equal_ascii(SLICE("Å"), SLICE("å")));
}

static void trims_ascii_space_only(void **state)
{
    (void)state;
    assert_true(slice_equal(slice_trim(SLICE(" \t\r\n\v\fa b\n ")), SLICE("a b")));
    assert_int_equal(slice_trim(SLICE(" \n ")).size, 0);
    assert_int_equal(slice_trim(nothing).size, 0);
    assert_true(slice_equal(slice_trim(SLICE("\xc2\xa0x")), SLICE("\xc2\xa0x")));
}

/* Every needle and haystack over two letters up to some length, against a search that cannot err.
 */
static size_t find_plainly(struct slice s, struct slice needle, size_t from)
{
    for (size_t at = from; needle.size > 0 && at + needle.size <= s.size; at++)
        if (memcmp(s.data + at, needle.data, needle.size) == 0)
            return at;
    return SIZE_MAX;
}

static struct slice letters_of(unsigned bits, size_t size, char *into)
{
    for (size_t i = 0; i < size; i++)
        into[i] = bits >> i & 1 ? 'b' : 'a';
    return (struct slice){.data = into, .size = size};
}

static void finds_the_first_of_any(void **state)
{
    (void)state;
    char hay[8], pin[4];
    for (size_t size = 0; size <= 7; size++)
        for (unsigned bits = 0; bits < 1u << size; bits++)
            for (size_t small = 0; small <= 3; small++)
                for (unsigned few = 0; few < 1u << small; few++)
                    for (size_t from = 0; from <= size + 1; from++) {
                        struct slice s = letters_of(bits, size, hay);
                        struct slice needle = letters_of(few, small, pin);
                        assert_int_equal(slice_find(s, needle, from),
                                         find_plainly(s, needle, from));
                    }
    assert_int_equal(slice_find(nothing, SLICE("a"), 0), SIZE_MAX);
    assert_int_equal(slice_find(SLICE("a"), nothing, 0), SIZE_MAX);
    assert_int_equal(slice_find(SLICE("aa"), SLICE("a"), SIZE_MAX), SIZE_MAX);
}

static void copies_end_in_nul(void **state)
{
    (void)state;
    char *copy = slice_copy(slice_part(SLICE("abcdef"), 1, 3));
    assert_string_equal(copy, "bc");
    free(copy);
    copy = slice_copy(nothing);
    assert_string_equal(copy, "");
    free(copy);
}

/* 2^16 strings must fill a table of 2^12 places about evenly by the hash's low bits. */
static void hashes_spread(void **state)
{
    (void)state;
    static unsigned places[4096];
    for (unsigned i = 0; i < 65536; i++) {
        char text[16];
        int size = snprintf(text, sizeof text, "ord%u", i);
        places[slice_hash((struct slice){.data = text, .size = (size_t)size}) & 4095]++;
    }
    for (size_t i = 0; i < 4096; i++)
        assert_in_range(places[i], 1, 48); /* 16 in the mean */
    assert_true(slice_hash(nothing) == slice_hash(SLICE("")));
    assert_true(slice_hash(SLICE("\0")) != slice_hash(SLICE("")));
}

/* ---- buffers --------------------------------------------------------------------------------- */

static void buffers_stay_terminated(void **state)
{
    (void)state;
    struct buffer b = {0};
    assert_int_equal(buffer_view(&b).size, 0);
    buffer_clear(&b);
    buffer_text(&b, "");
    assert_string_equal(b.data, "");
    for (int i = 0; i < 1000; i++) {
        buffer_char(&b, 'x');
        assert_int_equal(strlen(b.data), i + 1);
    }
    buffer_clear(&b);
    assert_string_equal(b.data, "");
    buffer_format(&b, "%d %s", 12, "år");
    buffer_slice(&b, SLICE("\0!"));
    buffer_slice(&b, nothing);
    assert_true(slice_equal(buffer_view(&b), SLICE("12 år\0!")));
    buffer_clear(&b);
    buffer_format(&b, "%s", "");
    buffer_format(&b, "%5000d", 1); /* longer than what is there */
    assert_int_equal(b.size, 5000);
    assert_int_equal(strlen(b.data), 5000);
    buffer_free(&b);
    assert_null(b.data);
    assert_int_equal(b.size + b.room, 0);
    buffer_free(&b);
}

static void varints_come_back(void **state)
{
    (void)state;
    for (unsigned shift = 0; shift < 64; shift++)
        for (uint64_t delta = 0; delta < 3; delta++) {
            uint64_t value = (UINT64_C(1) << shift) - 1 + delta, back;
            struct buffer b = {0};
            size_t offset = 1;
            buffer_char(&b, '!');
            buffer_varint(&b, value);
            assert_true(slice_varint(buffer_view(&b), &offset, &back));
            assert_true(back == value);
            assert_int_equal(offset, b.size);
            for (size_t cut = 1; cut < b.size; cut++) { /* too short */
                offset = 1;
                assert_false(slice_varint(slice_part(buffer_view(&b), 0, cut), &offset, &back));
                assert_int_equal(offset, 1);
            }
            buffer_free(&b);
        }
    uint64_t back;
    struct buffer b = {0};
    size_t offset = 0;
    buffer_varint(&b, UINT64_MAX);
    assert_int_equal(b.size, 10);
    assert_true(slice_varint(buffer_view(&b), &offset, &back));
    assert_true(back == UINT64_MAX);
    buffer_free(&b);
}

static void bad_varints_are_refused(void **state)
{
    (void)state;
    static const struct slice bad[] = {
        {.data = "", .size = 0},
        {.data = "\x80", .size = 1},
        {.data = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", .size = 10}, /* 65 bits */
        {.data = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", .size = 11},
        {.data = "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00", .size = 11},
    };
    uint64_t value;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        size_t offset = 0;
        assert_false(slice_varint(bad[i], &offset, &value));
        assert_int_equal(offset, 0);
    }
    size_t offset = 9;
    assert_false(slice_varint(SLICE("abc"), &offset, &value));
}

static void counted_bytes_come_back_or_not_at_all(void **state)
{
    (void)state;
    struct buffer b = {0};
    struct slice out;
    size_t offset = 0;
    buffer_counted(&b, SLICE("ett"));
    buffer_counted(&b, nothing);
    buffer_counted(&b, SLICE("två"));
    assert_true(slice_counted(buffer_view(&b), &offset, &out));
    assert_true(slice_equal(out, SLICE("ett")));
    assert_true(slice_counted(buffer_view(&b), &offset, &out));
    assert_int_equal(out.size, 0);
    assert_false(slice_counted(slice_part(buffer_view(&b), 0, b.size - 1), &offset, &out));
    assert_int_equal(out.size, 0);
    assert_true(slice_counted(buffer_view(&b), &offset, &out));
    assert_true(slice_equal(out, SLICE("två")));
    assert_int_equal(offset, b.size);
    assert_false(slice_counted(buffer_view(&b), &offset, &out));
    buffer_clear(&b);
    buffer_varint(&b, UINT64_MAX); /* a length that would wrap */
    offset = 0;
    assert_false(slice_counted(buffer_view(&b), &offset, &out));
    assert_int_equal(offset, 0);
    buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_clamped),
        cmocka_unit_test(order_is_that_of_bytes),
        cmocka_unit_test(starts_ends_and_ascii_case),
        cmocka_unit_test(trims_ascii_space_only),
        cmocka_unit_test(finds_the_first_of_any),
        cmocka_unit_test(copies_end_in_nul),
        cmocka_unit_test(hashes_spread),
        cmocka_unit_test(buffers_stay_terminated),
        cmocka_unit_test(varints_come_back),
        cmocka_unit_test(bad_varints_are_refused),
        cmocka_unit_test(counted_bytes_come_back_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
