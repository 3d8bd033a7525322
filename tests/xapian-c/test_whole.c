/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compacting and checking whole databases. */
#include "sample.h"

#include <stdlib.h>

static void make_sample(struct place *place, const char *name)
{
    struct xc_index *index = sample_write(place, name, XC_WRITE_CREATE);
    sample_fill(index);
    EXPECT(XC_OK, xc_index_delete_at(index, 4, &sample_error));
    EXPECT(XC_OK, xc_index_set_metadata(index, xc_text("name"), xc_text(name), &sample_error));
    EXPECT(XC_OK, xc_index_commit(index, &sample_error));
    xc_index_close(index);
}

static enum xc_status compacted(struct place *place, const char *output, size_t count,
                                unsigned flags)
{
    const char *inputs[] = {place_path(place, "i"), place_path(place, "j"),
                            place_path(place, "none")};
    return xc_compact(place_path(place, output), inputs, count, flags, &sample_error);
}

static uint32_t last_docid(struct place *place, const char *name)
{
    struct xc_statistics statistics;
    struct xc_index *index = sample_open(place, name);
    EXPECT(XC_OK, xc_index_statistics(index, &statistics, &sample_error));
    xc_index_close(index);
    return statistics.last_docid;
}

static void compacts(struct place *place)
{
    make_sample(place, "i");
    make_sample(place, "j");
    EXPECT(XC_OK, compacted(place, "one", 1, XC_COMPACT_KEEP_DOCIDS));
    assert_int_equal(last_docid(place, "one"), 5);
    EXPECT(XC_OK, compacted(place, "two", 2, XC_COMPACT_MULTIPASS | XC_COMPACT_FULLER));
    assert_int_equal(last_docid(place, "two"), 10);
    EXPECT(XC_OK, compacted(place, "file", 2, XC_COMPACT_SINGLE_FILE));
    assert_int_equal(last_docid(place, "file"), 10);
    EXPECT(XC_OK, compacted(place, "one", 2, 0)); /* written over */
    assert_int_equal(last_docid(place, "one"), 10);

    struct xc_index *index = sample_open(place, "two");
    struct xc_buffer value;
    uint32_t docid = 0;
    EXPECT(XC_OK, xc_index_metadata(index, xc_text("name"), &value, &sample_error));
    assert_string_equal(value.data, "i");
    free(value.data);
    EXPECT(XC_OK, xc_index_find(index, xc_text("Qa"), &docid, &sample_error));
    assert_int_equal(docid, 1);
    xc_index_close(index);
}

static void refuses_to_compact(struct place *place)
{
    make_sample(place, "i");
    make_sample(place, "j");
    EXPECT(XC_BAD_STATE, compacted(place, "k", 2, XC_COMPACT_KEEP_DOCIDS));
    EXPECT(XC_BAD_ARGUMENT, compacted(place, "i", 1, 0));
    EXPECT(XC_BAD_ARGUMENT, compacted(place, "k", 0, 0));
    EXPECT(XC_BAD_ARGUMENT, compacted(place, "k", 1, 1 << 20));
    EXPECT(XC_NOT_FOUND, compacted(place, "k", 3, 0));
    assert_non_null(strstr(sample_error.text, "/none"));
    EXPECT(XC_BAD_ARGUMENT, xc_compact(NULL, NULL, 1, 0, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_compact(place_path(place, "k"), NULL, 1, 0, &sample_error));
    assert_int_equal(last_docid(place, "i"), 5);
}

/* Many blocks, so that the first one can be good and others not. */
static void make_large(struct place *place, const char *name)
{
    struct xc_index *index = sample_write(place, name, XC_WRITE_CREATE);
    for (int i = 0; i < 1000; i++) {
        char id[16], words[64];
        snprintf(id, sizeof id, "%d", i);
        snprintf(words, sizeof words, "ord%d och ord%d", i, i / 2);
        sample_put(index, id, words, id, "");
    }
    EXPECT(XC_OK, xc_index_commit(index, &sample_error));
    xc_index_close(index);
}

/* The second half of a file, but for its end. */
static void spoil(struct place *place, const char *name)
{
    struct slice bytes = place_read(place, name);
    char *copy = malloc(bytes.size);
    assert_non_null(copy);
    memcpy(copy, bytes.data, bytes.size);
    memset(copy + bytes.size / 2, 0x55, bytes.size / 4);
    place_write_bytes(place, name, (struct slice){copy, bytes.size});
    free(copy);
}

static void checks(struct place *place)
{
    struct xc_buffer report;
    size_t faults = 99;
    make_sample(place, "i");
    EXPECT(XC_OK, xc_check(place_path(place, "i"), &faults, &report, &sample_error));
    assert_int_equal(faults, 0);
    assert_true(report.size > 0);
    free(report.data);
    EXPECT(XC_OK, xc_check(place_path(place, "i"), &faults, NULL, &sample_error));
    make_large(place, "large");
    spoil(place, "large/termlist.glass");
    EXPECT(XC_OK, xc_check(place_path(place, "large"), &faults, &report, &sample_error));
    assert_true(faults > 0);
    assert_non_null(strstr(report.data, "termlist"));
    free(report.data);
    place_write(place, "i/iamglass", "spoilt");
    EXPECT(XC_CORRUPT, xc_check(place_path(place, "i"), &faults, &report, &sample_error));
    EXPECT(XC_NOT_FOUND, xc_check(place_path(place, "none"), &faults, &report, &sample_error));
    assert_null(report.data);
    assert_int_equal(faults, 0);
    place_write(place, "text", "not a database\n");
    EXPECT(XC_CORRUPT, xc_check(place_path(place, "text"), &faults, NULL, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_check(NULL, &faults, NULL, &sample_error));
}

/* The text of an error fits, in whole characters and one line. */
static void errors_fit(void **state)
{
    (void)state;
    char path[600];
    size_t size = 0;
    while (size + 2 < sizeof path - 1) {
        memcpy(path + size, size % 200 == 0 ? "/\n" : "ö", 2);
        size += 2;
    }
    path[size] = '\0';
    struct xc_index *index = NULL;
    for (size_t i = 0; i < 4; i++) {
        enum xc_status status = xc_index_open(&index, path + i * 2, &sample_error);
        assert_true(status == XC_NOT_FOUND || status == XC_IO);
        size_t length = strlen(sample_error.text);
        assert_true(length < sizeof sample_error.text && length > 200);
        assert_null(strchr(sample_error.text, '\n'));
        assert_true(utf8_valid((struct slice){sample_error.text, length}));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(compacts),
        PLACE_TEST(refuses_to_compact),
        PLACE_TEST(checks),
        cmocka_unit_test(errors_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
