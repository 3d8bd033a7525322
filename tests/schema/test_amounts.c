/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TERMS_MAX = 400, TERM_SIZE = 40 };

struct terms {
    char text[TERMS_MAX][TERM_SIZE];
    bool inside[TERMS_MAX];
    size_t count;
};

static void keep(struct terms *t, struct slice term, bool inside)
{
    assert_true(t->count < TERMS_MAX && term.size < TERM_SIZE);
    memcpy(t->text[t->count], term.data, term.size);
    t->text[t->count][term.size] = '\0';
    t->inside[t->count++] = inside;
}

static void keep_term(void *user, struct slice term)
{
    keep(user, term, true);
}

static void keep_range_term(void *user, struct slice term, bool inside)
{
    keep(user, term, inside);
}

static bool has(const struct terms *t, const char *text, bool *inside)
{
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(t->text[i], text) == 0) {
            *inside |= t->inside[i];
            return true;
        }
    return false;
}

static void test_terms_of_an_amount(void **state)
{
    (void)state;
    struct terms t = {0};
    schema_amount_terms(2500000, keep_term, &t);
    const char *const expected[] = {"XB=2500000", "XB7:2", "XB7:25", "XB7:250"};
    assert_int_equal(t.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(t.text[i], expected[i]);
    t.count = 0;
    schema_amount_terms(0, keep_term, &t);
    assert_int_equal(t.count, 2);
    assert_string_equal(t.text[1], "XB1:0");
    t.count = 0;
    schema_amount_terms(UINT64_MAX, keep_term, &t);
    assert_int_equal(t.count, 4);
}

/* Whether a range's terms hold an amount, and whether surely. */
static bool holds(const struct terms *range, uint64_t amount, bool *inside)
{
    struct terms own = {0};
    bool any = false;
    *inside = false;
    schema_amount_terms(amount, keep_term, &own);
    for (size_t i = 0; i < own.count; i++)
        any |= has(range, own.text[i], inside);
    return any;
}

static uint64_t random_amount(void)
{
    uint64_t amount = (uint64_t)rand() % 1000000;
    for (int zeros = rand() % 8; zeros > 0; zeros--)
        amount *= 10;
    return amount;
}

/* All that lies in a range is held by its terms; what is held "inside" lies in it; what lies
   outside is held at most by a term that says so. */
static void test_ranges(void **state)
{
    (void)state;
    srand(1);
    for (int round = 0; round < 300; round++) {
        uint64_t a = random_amount(), b = random_amount();
        uint64_t from = a < b ? a : b, to = a < b ? b : a;
        struct terms range = {0};
        schema_amount_range(from, to, keep_range_term, &range);
        for (int i = 0; i < 100; i++) {
            uint64_t amount = i == 0 ? from : i == 1 ? to : random_amount();
            bool inside, held = holds(&range, amount, &inside);
            if (amount >= from && amount <= to)
                assert_true(held);
            if (inside)
                assert_true(amount >= from && amount <= to);
        }
    }
}

static void test_round_ranges_are_few_and_exact(void **state)
{
    (void)state;
    struct terms t = {0};
    schema_amount_range(1000000, 5000000, keep_range_term, &t);
    bool inside;
    assert_true(holds(&t, 1000000, &inside) && inside);
    assert_true(holds(&t, 4999999, &inside) && inside);
    assert_true(t.count < 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terms_of_an_amount),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_round_ranges_are_few_and_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
