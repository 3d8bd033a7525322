/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * UTF-8 against an oracle that is no decoder: all code points are encoded, and every beginning of
 * such an encoding is noted. What a decoder must take at any place is then the longest beginning
 * that is noted, which is what the Unicode standard calls the maximal subpart.
 */
#include "run.h"

#include <stdlib.h>
#include <string.h>

enum { REPLACEMENT = 0xFFFD, LAST = 0x10FFFF };

/* Bit n of beginnings[k]: the k bytes n (first byte highest) begin an encoding, or are one. */
static unsigned char *beginnings[4];

static bool is_surrogate(uint32_t c)
{
    return c >= 0xD800 && c <= 0xDFFF;
}

static uint32_t bytes_number(const unsigned char *bytes, size_t count)
{
    uint32_t n = 0;
    for (size_t i = 0; i < count; i++)
        n = n << 8 | bytes[i];
    return n;
}

static int note_beginnings(void **state)
{
    (void)state;
    for (size_t k = 1; k < 4; k++)
        beginnings[k] = base_calloc((size_t)1 << (8 * k - 3), 1);
    struct buffer b = {0};
    for (uint32_t c = 0; c <= LAST; c++) {
        if (is_surrogate(c))
            continue;
        buffer_clear(&b);
        buffer_codepoint(&b, c);
        for (size_t k = 1; k < 4 && k <= b.size; k++) {
            uint32_t n = bytes_number((const unsigned char *)b.data, k);
            beginnings[k][n >> 3] |= (unsigned char)(1u << (n & 7));
        }
    }
    buffer_free(&b);
    return 0;
}

static int forget_beginnings(void **state)
{
    (void)state;
    for (size_t k = 1; k < 4; k++)
        free(beginnings[k]);
    return 0;
}

static bool begins(const unsigned char *bytes, size_t k)
{
    uint32_t n = bytes_number(bytes, k);
    return beginnings[k][n >> 3] >> (n & 7) & 1;
}

static size_t wanted_length(const unsigned char *bytes, size_t size)
{
    size_t length = 1;
    while (length < 3 && length < size && begins(bytes, length) && begins(bytes, length + 1))
        length++;
    /* The fourth byte: any continuation after a good beginning of three that needs one. */
    if (length == 3 && size > 3 && bytes[0] >= 0xF0 && (bytes[3] & 0xC0) == 0x80)
        length = 4;
    return length;
}

static void every_codepoint_comes_back(void **state)
{
    (void)state;
    struct buffer b = {0};
    for (uint32_t c = 0; c <= LAST + 2; c++) {
        uint32_t back;
        buffer_clear(&b);
        buffer_codepoint(&b, c);
        size_t length = utf8_decode(buffer_view(&b), 0, &back);
        if (length != b.size || back != (is_surrogate(c) || c > LAST ? REPLACEMENT : c))
            fail_msg("U+%04X came back as U+%04X, %zu bytes", c, back, length);
    }
    buffer_codepoint(&b, UINT32_MAX);
    assert_true(slice_ends(buffer_view(&b), SLICE("\xef\xbf\xbd")));
    buffer_free(&b);
}

/* Decodes a string whole and checks each step, the boundaries, and what repair makes of it. */
static void check_string(const unsigned char *bytes, size_t size)
{
    struct slice s = {.data = (const char *)bytes, .size = size};
    size_t count = 0, bad = 0;
    struct buffer mended = {0}, whole = {0};
    for (size_t at = 0; at < size; count++) {
        uint32_t c;
        size_t length = utf8_decode(s, at, &c);
        size_t wanted = wanted_length(bytes + at, size - at);
        if (length != wanted)
            fail_msg("%02x %02x %02x %02x at %zu: %zu bytes, not %zu", bytes[0],
                     size > 1 ? bytes[1] : 0, size > 2 ? bytes[2] : 0, size > 3 ? bytes[3] : 0, at,
                     length, wanted);
        for (size_t inside = at; inside < at + length; inside++)
            assert_int_equal(utf8_floor(s, inside), at);
        bad += c == REPLACEMENT &&
               !slice_equal(slice_part(s, at, at + length), SLICE("\uFFFD")); /* not there before */
        buffer_codepoint(&mended, c);
        at += length;
    }
    assert_int_equal(utf8_floor(s, size), size);
    assert_int_equal(utf8_length(s), count);
    assert_int_equal(utf8_valid(s), bad == 0);
    assert_int_equal(utf8_repair(s, &whole), bad);
    assert_true(slice_equal(buffer_view(&whole), buffer_view(&mended)));
    assert_true(utf8_valid(buffer_view(&whole)));
    buffer_free(&mended);
    buffer_free(&whole);
}

static void every_pair_of_bytes(void **state)
{
    (void)state;
    for (unsigned n = 0; n < 65536; n++)
        check_string((unsigned char[]){(unsigned char)(n >> 8), (unsigned char)n}, 2);
}

/* Both sides of each edge that the encoding has. */
static const unsigned char edges[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBD,
                                      0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED,
                                      0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF};
enum { EDGES = sizeof edges };

/* In every order of up to four bytes. */
static void every_edge_in_every_order(void **state)
{
    (void)state;
    const size_t n = EDGES;
    for (size_t i = 0; i < n * n * n * n; i++) {
        unsigned char *exact = base_alloc(4); /* so that reading past it is seen */
        exact[0] = edges[i % n];
        exact[1] = edges[i / n % n];
        exact[2] = edges[i / n / n % n];
        exact[3] = edges[i / n / n / n];
        check_string(exact, 4);
        if (exact[3] == 0)
            check_string(exact, 3);
        free(exact);
    }
}

/* Three of them about the end of the first word of a longer string, which is looked through by
   words: between characters of one byte, and of two, which they may cut. */
static void every_edge_between_words(void **state)
{
    (void)state;
    enum { SIZE = 20, WORD = 8 };
    static const char *const fillings[] = {"aaaaaaaaaaaaaaaaaaaa", "åååååååååå"};
    unsigned char bytes[SIZE];
    for (size_t f = 0; f < 2; f++)
        for (size_t place = WORD - 4; place <= WORD + 1; place++)
            for (size_t i = 0; i < EDGES * EDGES * EDGES; i++) {
                memcpy(bytes, fillings[f], SIZE);
                bytes[place] = edges[i % EDGES];
                bytes[place + 1] = edges[i / EDGES % EDGES];
                bytes[place + 2] = edges[i / EDGES / EDGES];
                check_string(bytes, SIZE);
            }
}

/* A character, whole or cut off, at the end of strings of every length. */
static void every_length(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "å", "\u20AC", "\U0001D11E"};
    for (size_t before = 0; before <= 20; before++)
        for (size_t i = 0; i < 4; i++)
            for (size_t cut = 1; cut <= i + 1; cut++) {
                unsigned char *exact = base_alloc(before + cut);
                memset(exact, 'x', before);
                memcpy(exact + before, characters[i], cut);
                check_string(exact, before + cut);
                free(exact);
            }
}

static void empty_is_valid(void **state)
{
    (void)state;
    struct buffer out = {0};
    assert_true(utf8_valid((struct slice){0}));
    assert_int_equal(utf8_length((struct slice){0}), 0);
    assert_int_equal(utf8_floor((struct slice){0}, 3), 0);
    assert_int_equal(utf8_repair((struct slice){0}, &out), 0);
    buffer_free(&out);
}

static void repair_appends(void **state)
{
    (void)state;
    struct buffer out = {0};
    buffer_text(&out, "före:");
    assert_int_equal(utf8_repair(SLICE("a\xff\xe2\x82z\xc3"), &out), 3);
    assert_string_equal(out.data, "före:a\uFFFD\uFFFDz\uFFFD");
    buffer_clear(&out);
    assert_int_equal(utf8_repair(SLICE("\uFFFD"), &out), 0); /* it stood there already */
    buffer_free(&out);
}

static void columns_are_what_a_terminal_shows(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t columns;
    } cases[] = {
        {"", 0},       {"abc", 3},        {"åäö", 3},      {"A\u030A", 1}, {"a\u200Bb", 2},
        {"\u20AC", 1}, {"\U0001D11E", 1}, {"e\u0301e", 2}, {"\xff", 1},    {"\uFEFFx", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(text_columns(slice_of(cases[i].text)), cases[i].columns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_codepoint_comes_back),
        cmocka_unit_test(every_pair_of_bytes),
        cmocka_unit_test(every_edge_in_every_order),
        cmocka_unit_test(every_edge_between_words),
        cmocka_unit_test(every_length),
        cmocka_unit_test(empty_is_valid),
        cmocka_unit_test(repair_appends),
        cmocka_unit_test(columns_are_what_a_terminal_shows),
    };
    return cmocka_run_group_tests(tests, note_beginnings, forget_beginnings);
}
