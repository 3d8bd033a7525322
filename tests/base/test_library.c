/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening a shared library. The one opened is zlib: ZLIB_SONAME comes from the build. */
#include "base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

struct calls {
    int before;
    __typeof__(&zlibVersion) version;
    __typeof__(&crc32) crc;
    int after;
};

static const struct library_function functions[] = {
    {"zlibVersion", offsetof(struct calls, version)},
    {"crc32", offsetof(struct calls, crc)},
    {"no_such_function", offsetof(struct calls, crc)},
};

static enum status open_it(const char *soname, size_t count, struct calls *calls,
                           struct error *error)
{
    *calls = (struct calls){.before = 3, .after = 4};
    return library_open(soname, "packing", functions, count, calls, error);
}

static void functions_can_be_called(void **state)
{
    (void)state;
    struct calls calls;
    struct error error;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(open_it(ZLIB_SONAME, 2, &calls, &error), STATUS_OK);
        assert_int_equal(calls.version()[0], ZLIB_VERSION[0]);
        assert_int_equal(calls.crc(0, (const unsigned char *)"123456789", 9), 0xCBF43926);
        assert_int_equal(calls.before, 3);
        assert_int_equal(calls.after, 4);
    }
}

static void a_library_that_is_not_there(void **state)
{
    (void)state;
    struct calls calls;
    struct error error;
    assert_int_equal(open_it("libnone.so.7", 2, &calls, &error), STATUS_IO);
    assert_int_equal(error.status, STATUS_IO);
    assert_ptr_equal(strstr(error.text, "packing needs the library libnone.so.7: "), error.text);
    assert_null(strstr(error.text, "libnone.so.7: libnone.so.7: "));
    assert_true(calls.version == NULL);
    assert_int_equal(open_it("libnone.so.7", 2, &calls, NULL), STATUS_IO);
}

static void a_function_that_is_not_in_it(void **state)
{
    (void)state;
    struct calls calls;
    struct error error;
    assert_int_equal(open_it(ZLIB_SONAME, 3, &calls, &error), STATUS_IO);
    assert_string_equal(error.text,
                        "packing needs the library " ZLIB_SONAME ": it has no no_such_function");
    assert_true(calls.version == NULL && calls.crc == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_can_be_called),
        cmocka_unit_test(a_library_that_is_not_there),
        cmocka_unit_test(a_function_that_is_not_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
