/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void months_have_their_days(void **state)
{
    (void)state;
    assert_int_equal(date_days(2023, 1), 31);
    assert_int_equal(date_days(2023, 2), 28);
    assert_int_equal(date_days(2024, 2), 29);
    assert_int_equal(date_days(1900, 2), 28);
    assert_int_equal(date_days(2000, 2), 29);
    assert_int_equal(date_days(2023, 4), 30);
    assert_int_equal(date_days(2023, 12), 31);
    assert_int_equal(date_days(2023, 0), 0);
    assert_int_equal(date_days(2023, 13), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_have_their_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
