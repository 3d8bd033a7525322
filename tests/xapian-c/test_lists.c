/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terms, values, spelling and metadata of an index; cursors. */
#include "sample.h"

#include <stdlib.h>

struct seen {
    char text[512];
    int stop_at; /* 0: never */
    int calls;
};

static int note_term(void *user, struct xc_bytes term, uint32_t documents)
{
    struct seen *seen = user;
    size_t used = strlen(seen->text);
    snprintf(seen->text + used, sizeof seen->text - used, "%.*s:%u ", (int)term.size, term.data,
             (unsigned)documents);
    return ++seen->calls == seen->stop_at;
}

static int note_metadata(void *user, struct xc_bytes key, struct xc_bytes value)
{
    struct seen *seen = user;
    size_t used = strlen(seen->text);
    snprintf(seen->text + used, sizeof seen->text - used, "%.*s=%.*s ", (int)key.size, key.data,
             (int)value.size, value.data);
    return ++seen->calls == seen->stop_at;
}

static struct xc_index *sample(struct place *place)
{
    struct xc_index *index = sample_write(place, "i", XC_WRITE_CREATE);
    sample_fill(index);
    return index;
}

/* ---- counts ---------------------------------------------------------------------------------- */

static void counts(struct place *place)
{
    struct xc_index *index = sample(place);
    struct xc_statistics all;
    EXPECT(XC_OK, xc_index_statistics(index, &all, &sample_error));
    assert_int_equal(all.documents, 5);
    assert_int_equal(all.last_docid, 5);
    assert_int_equal(all.total_length, 20);
    assert_true(all.average_length > 3.99 && all.average_length < 4.01);
    assert_true(all.length_lower <= 2 && all.length_upper >= 6);
    assert_true(all.positions);

    struct xc_term_statistics term;
    EXPECT(XC_OK, xc_index_term(index, xc_text("katt"), &term, &sample_error));
    assert_int_equal(term.documents, 3);
    assert_int_equal(term.occurrences, 4);
    assert_true(term.wdf_upper >= 2);
    EXPECT(XC_OK, xc_index_term(index, xc_text("saknas"), &term, &sample_error));
    assert_int_equal(term.documents + term.occurrences + term.wdf_upper, 0);
    EXPECT(XC_BAD_ARGUMENT, xc_index_term(index, xc_text(""), &term, &sample_error));

    bool there = false;
    EXPECT(XC_OK, xc_index_has_term(index, xc_text("katt"), &there, &sample_error));
    assert_true(there);
    EXPECT(XC_OK, xc_index_has_term(index, xc_text("kat"), &there, &sample_error));
    assert_false(there);
    char longer[XC_TERM_MAX + 200];
    memset(longer, 'x', sizeof longer);
    EXPECT(XC_OK, xc_index_has_term(index, xc_bytes_of(longer, sizeof longer), &there, NULL));
    assert_false(there);
    EXPECT(XC_BAD_ARGUMENT, xc_index_has_term(index, xc_text(""), &there, &sample_error));
    xc_index_close(index);
}

static void names_itself(struct place *place)
{
    struct xc_index *index = sample(place);
    struct xc_buffer uuid, again;
    EXPECT(XC_OK, xc_index_uuid(index, &uuid, &sample_error));
    assert_int_equal(uuid.size, 36);
    struct xc_index *reader = sample_open(place, "i");
    EXPECT(XC_OK, xc_index_uuid(reader, &again, &sample_error));
    assert_string_equal(uuid.data, again.data);
    free(uuid.data);
    free(again.data);
    xc_index_close(reader);
    xc_index_close(index);
}

static void slots(struct place *place)
{
    struct xc_index *index = sample(place);
    struct xc_buffer lower, upper;
    uint32_t documents = 0;
    EXPECT(XC_OK, xc_index_slot(index, SAMPLE_DATE, &documents, &lower, &upper, &sample_error));
    assert_int_equal(documents, 4);
    assert_true(strcmp(lower.data, "2020") <= 0 && strcmp(upper.data, "2023") >= 0);
    free(lower.data);
    free(upper.data);
    EXPECT(XC_OK, xc_index_slot(index, 99, &documents, NULL, NULL, &sample_error));
    assert_int_equal(documents, 0);
    EXPECT(XC_BAD_ARGUMENT, xc_index_slot(index, 99, NULL, NULL, NULL, &sample_error));
    xc_index_close(index);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void lists_terms(struct place *place)
{
    struct xc_index *index = sample(place);
    struct seen seen = {.text = ""};
    EXPECT(XC_OK, xc_index_each_term(index, xc_text("Q"), note_term, &seen, &sample_error));
    assert_string_equal(seen.text, "Qa:1 Qb:1 Qc:1 Qd:1 Qe:1 ");
    seen = (struct seen){.stop_at = 3};
    EXPECT(XC_STOPPED, xc_index_each_term(index, xc_text(""), note_term, &seen, &sample_error));
    assert_int_equal(seen.calls, 3);
    seen = (struct seen){.text = ""};
    EXPECT(XC_OK, xc_index_each_term(index, xc_text("zz"), note_term, &seen, &sample_error));
    assert_int_equal(seen.calls, 0);
    EXPECT(XC_BAD_ARGUMENT, xc_index_each_term(index, xc_text(""), NULL, NULL, &sample_error));
    xc_index_close(index);
}

static void keeps_metadata(struct place *place)
{
    struct xc_index *index = sample(place);
    char key[XC_KEY_MAX + 1];
    memset(key, 'k', sizeof key);
    struct xc_bytes longest = {key, XC_KEY_MAX}, longer = {key, sizeof key};
    struct xc_bytes none = {NULL, 0}, one = xc_text("1");
    EXPECT(XC_OK, xc_index_set_metadata(index, longest, one, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_set_metadata(index, longer, one, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_set_metadata(index, none, one, &sample_error));
    EXPECT(XC_OK, xc_index_set_metadata(index, xc_text("a.1"), xc_text("ett"), &sample_error));
    EXPECT(XC_OK, xc_index_set_metadata(index, xc_text("a.2"), xc_text("två"), &sample_error));
    EXPECT(XC_OK, xc_index_set_metadata(index, xc_text("a.3"), xc_text("tre"), &sample_error));
    EXPECT(XC_OK, xc_index_set_metadata(index, xc_text("a.3"), none, &sample_error));
    EXPECT(XC_OK, xc_index_commit(index, &sample_error));

    struct xc_buffer value;
    EXPECT(XC_OK, xc_index_metadata(index, xc_text("a.2"), &value, &sample_error));
    assert_string_equal(value.data, "två");
    free(value.data);
    EXPECT(XC_OK, xc_index_metadata(index, xc_text("a.3"), &value, &sample_error));
    assert_int_equal(value.size, 0);
    free(value.data);
    EXPECT(XC_BAD_ARGUMENT, xc_index_metadata(index, none, &value, &sample_error));
    assert_null(value.data);

    struct seen seen = {.text = ""};
    struct xc_bytes prefix = xc_text("a.");
    EXPECT(XC_OK, xc_index_each_metadata(index, prefix, note_metadata, &seen, &sample_error));
    assert_string_equal(seen.text, "a.1=ett a.2=två ");
    seen = (struct seen){.stop_at = 1};
    EXPECT(XC_STOPPED, xc_index_each_metadata(index, prefix, note_metadata, &seen, &sample_error));
    assert_string_equal(seen.text, "a.1=ett ");
    xc_index_close(index);
}

static void expect_suggestion(struct xc_index *index, const char *word, unsigned distance,
                              const char *expected)
{
    struct xc_buffer found;
    EXPECT(XC_OK, xc_index_suggest(index, xc_text(word), distance, &found, &sample_error));
    assert_string_equal(found.data, expected);
    free(found.data);
}

static void suggests_words(struct place *place)
{
    struct xc_index *index = sample_write(place, "i", XC_WRITE_CREATE);
    char word[XC_TERM_MAX + 1];
    memset(word, 'x', sizeof word);
    struct xc_bytes too_long = {word, sizeof word};
    EXPECT(XC_OK, xc_index_add_spelling(index, xc_text("handel"), 5, &sample_error));
    EXPECT(XC_OK, xc_index_add_spelling(index, xc_text("handla"), 2, &sample_error));
    EXPECT(XC_OK, xc_index_add_spelling(index, xc_text("skogsbruk"), 2, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_add_spelling(index, too_long, 1, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_add_spelling(index, xc_text(""), 1, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_remove_spelling(index, xc_text(""), 1, &sample_error));
    EXPECT(XC_OK, xc_index_commit(index, &sample_error));
    expect_suggestion(index, "hanedl", 2, "handel");
    expect_suggestion(index, "handel", 2, "");
    expect_suggestion(index, "skgsbrk", 1, "");
    expect_suggestion(index, "skgsbrk", 2, "skogsbruk");
    expect_suggestion(index, "", 2, "");
    struct xc_buffer found;
    EXPECT(XC_BAD_ARGUMENT, xc_index_suggest(index, xc_text("x"), 0, &found, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_suggest(index, xc_text("x"), 9, &found, &sample_error));

    EXPECT(XC_OK, xc_index_remove_spelling(index, xc_text("handel"), 1, &sample_error));
    EXPECT(XC_OK, xc_index_remove_spelling(index, xc_text("handla"), 9, &sample_error));
    EXPECT(XC_OK, xc_index_commit(index, &sample_error));
    struct seen seen = {.text = ""};
    EXPECT(XC_OK, xc_index_each_spelling(index, note_term, &seen, &sample_error));
    assert_string_equal(seen.text, "handel:4 skogsbruk:2 ");
    seen = (struct seen){.stop_at = 1};
    EXPECT(XC_STOPPED, xc_index_each_spelling(index, note_term, &seen, &sample_error));
    xc_index_close(index);
}

/* ---- cursors --------------------------------------------------------------------------------- */

static uint32_t next_docid(struct xc_postings *postings)
{
    struct xc_posting posting = {.docid = 99};
    EXPECT(XC_OK, xc_postings_next(postings, &posting, &sample_error));
    return posting.docid;
}

static uint32_t skip_to(struct xc_postings *postings, uint32_t docid)
{
    struct xc_posting posting = {.docid = 99};
    EXPECT(XC_OK, xc_postings_skip(postings, docid, &posting, &sample_error));
    return posting.docid;
}

static void walks_postings(struct place *place)
{
    struct xc_index *index = sample(place);
    struct xc_postings *postings = NULL;
    struct xc_posting posting;
    struct xc_bytes katt = xc_text("katt");
    EXPECT(XC_OK, xc_postings_open(&postings, index, katt, true, &sample_error));
    assert_int_equal(next_docid(postings), 1);
    assert_int_equal(next_docid(postings), 2);
    EXPECT(XC_OK, xc_postings_next(postings, &posting, &sample_error));
    assert_int_equal(posting.docid, 3);
    assert_int_equal(posting.wdf, 2);
    assert_int_equal(posting.length, 6);
    assert_int_equal(next_docid(postings), 0);
    assert_int_equal(next_docid(postings), 0);
    assert_int_equal(skip_to(postings, 1), 0);
    xc_postings_close(postings);

    EXPECT(XC_OK, xc_postings_open(&postings, index, katt, false, &sample_error));
    assert_int_equal(skip_to(postings, 2), 2);
    assert_int_equal(skip_to(postings, 1), 2);
    assert_int_equal(next_docid(postings), 3);
    assert_int_equal(skip_to(postings, 4), 0);
    xc_postings_close(postings);

    EXPECT(XC_OK, xc_postings_open(&postings, index, xc_text(""), false, &sample_error));
    assert_int_equal(skip_to(postings, 4), 4);
    EXPECT(XC_OK, xc_postings_next(postings, &posting, &sample_error));
    assert_int_equal(posting.docid, 5);
    assert_int_equal(posting.wdf, 1);
    assert_int_equal(posting.length, 0); /* not asked for */
    assert_int_equal(next_docid(postings), 0);
    xc_postings_close(postings);

    EXPECT(XC_OK, xc_postings_open(&postings, index, xc_text("saknas"), false, &sample_error));
    assert_int_equal(skip_to(postings, 5), 0);
    xc_postings_close(postings);
    EXPECT(XC_BAD_ARGUMENT, xc_postings_open(&postings, NULL, katt, false, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_postings_next(NULL, &posting, &sample_error));
    xc_index_close(index);
}

static void walks_values(struct place *place)
{
    struct xc_index *index = sample(place);
    struct xc_values *values = NULL;
    struct xc_value value;
    EXPECT(XC_OK, xc_values_open(&values, index, SAMPLE_DATE, &sample_error));
    EXPECT(XC_OK, xc_values_next(values, &value, &sample_error));
    assert_int_equal(value.docid, 1);
    assert_memory_equal(value.value.data, "2021", value.value.size);
    EXPECT(XC_OK, xc_values_skip(values, 3, &value, &sample_error));
    assert_int_equal(value.docid, 3);
    assert_memory_equal(value.value.data, "2022", value.value.size);
    EXPECT(XC_OK, xc_values_next(values, &value, &sample_error));
    assert_int_equal(value.docid, 4);
    for (int i = 0; i < 2; i++) {
        EXPECT(XC_OK, xc_values_next(values, &value, &sample_error));
        assert_int_equal(value.docid, 0);
        assert_null(value.value.data);
    }
    xc_values_close(values);
    EXPECT(XC_OK, xc_values_open(&values, index, 99, &sample_error));
    EXPECT(XC_OK, xc_values_skip(values, 1, &value, &sample_error));
    assert_int_equal(value.docid, 0);
    xc_values_close(values);
    EXPECT(XC_BAD_ARGUMENT, xc_values_next(NULL, &value, &sample_error));
    xc_index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(counts),         PLACE_TEST(names_itself),   PLACE_TEST(slots),
        PLACE_TEST(lists_terms),    PLACE_TEST(keeps_metadata), PLACE_TEST(suggests_words),
        PLACE_TEST(walks_postings), PLACE_TEST(walks_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
