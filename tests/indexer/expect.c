/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "expect.h"

#include <stdlib.h>

void expect_counts(struct place *place, const struct run_result *result, const char *counts)
{
    struct buffer wanted = {0};
    buffer_format(&wanted, "lupp-index: %s, ", counts);
    if (result->status > 1)
        run_fail(place, __FILE__, __LINE__, "status %d", result->status);
    EXPECT_ERR_HAS(place, wanted.data);
    buffer_free(&wanted);
}

const struct schema_document *expect_page(struct place *place, const char *id)
{
    const struct schema_document *d = look_document(place, "i", id);
    if (d == NULL || d->link_only)
        run_fail(place, __FILE__, __LINE__, "the index does not hold %s", id);
    return d;
}

void expect_link(struct place *place, const char *id)
{
    const struct schema_document *d = look_document(place, "i", id);
    if (d == NULL || !d->link_only)
        run_fail(place, __FILE__, __LINE__, "%s is no entry known by links", id);
}

void expect_text(struct slice got, const char *wanted)
{
    char *text = slice_copy(got);
    assert_string_equal(text, wanted);
    free(text);
}
