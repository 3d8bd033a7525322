/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents: what is put in comes back, and what cannot be is refused at once. */
#include "sample.h"

#include <stdlib.h>

static struct xc_document *new_document(void)
{
    struct xc_document *document = NULL;
    EXPECT(XC_OK, xc_document_new(&document, &sample_error));
    return document;
}

static struct xc_index *in_memory(void)
{
    struct xc_index *index = NULL;
    EXPECT(XC_OK, xc_index_memory(&index, &sample_error));
    return index;
}

/* ---- terms that cannot be -------------------------------------------------------------------- */

static enum xc_status added(struct xc_document *document, struct xc_bytes term)
{
    enum xc_status status = xc_document_add_term(document, term, 1, &sample_error);
    uint32_t position = 7;
    assert_int_equal(xc_document_add_posting(document, term, 1, 1, NULL), status);
    assert_int_equal(xc_document_add_postings(document, term, &position, 1, 1, NULL), status);
    assert_int_equal(xc_document_add_boolean_term(document, term, NULL), status);
    return status;
}

static void refuses_terms(struct place *place)
{
    static char letters[XC_TERM_MAX + 1], zeros[XC_TERM_MAX];
    memset(letters, 'x', sizeof letters);
    struct xc_document *document = new_document();
    EXPECT(XC_BAD_ARGUMENT, added(document, xc_bytes_of(NULL, 0)));
    EXPECT(XC_BAD_ARGUMENT, added(document, xc_bytes_of("", 0)));
    EXPECT(XC_BAD_ARGUMENT, added(document, xc_bytes_of(NULL, 1)));
    EXPECT(XC_BAD_ARGUMENT, added(document, xc_bytes_of(letters, XC_TERM_MAX + 1)));
    EXPECT(XC_BAD_ARGUMENT, added(document, xc_bytes_of(letters, SIZE_MAX)));
    EXPECT(XC_BAD_ARGUMENT, added(document, xc_bytes_of(zeros, XC_TERM_MAX / 2 + 1)));
    EXPECT(XC_OK, added(document, xc_bytes_of(letters, XC_TERM_MAX)));
    EXPECT(XC_OK, added(document, xc_bytes_of(zeros, XC_TERM_MAX / 2)));
    assert_int_equal(xc_term_size(xc_bytes_of("a\0b", 3)), 4);

    /* what was refused is not there, and the longest can be put on disk */
    struct xc_index *index = sample_write(place, "i", XC_WRITE_CREATE);
    EXPECT(XC_OK, xc_index_add(index, document, NULL, &sample_error));
    EXPECT(XC_OK, xc_index_commit(index, &sample_error));
    struct xc_term_statistics term;
    EXPECT(XC_OK, xc_index_term(index, xc_bytes_of(zeros, XC_TERM_MAX / 2), &term, &sample_error));
    assert_int_equal(term.documents, 1);
    uint32_t docid = 9;
    EXPECT(XC_BAD_ARGUMENT, xc_index_put(index, xc_bytes_of(letters, XC_TERM_MAX + 1), document,
                                         &docid, &sample_error));
    assert_int_equal(docid, 0);
    EXPECT(XC_BAD_ARGUMENT, xc_index_put(index, xc_text(""), document, NULL, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_put(index, xc_text("Q"), NULL, NULL, &sample_error));
    xc_index_close(index);
    xc_document_free(document);
}

static void refuses_what_memory_cannot_hold(void **state)
{
    (void)state;
    struct xc_document *document = new_document();
    EXPECT(XC_MEMORY, xc_document_set_data(document, xc_bytes_of("x", SIZE_MAX), &sample_error));
    EXPECT(XC_MEMORY,
           xc_document_set_value(document, 0, xc_bytes_of("x", SIZE_MAX), &sample_error));
    EXPECT(XC_BAD_ARGUMENT,
           xc_document_set_value(document, UINT32_MAX, xc_text("x"), &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_document_set_data(document, xc_bytes_of(NULL, 1), &sample_error));
    xc_document_free(document);
}

/* ---- what comes back ------------------------------------------------------------------------- */

struct seen {
    char text[512];
    int stop_at; /* 0: never */
    int calls;
};

static int note_term(void *user, const struct xc_document_term *term)
{
    struct seen *seen = user;
    size_t used = strlen(seen->text);
    snprintf(seen->text + used, sizeof seen->text - used, "%.*s:%u:%u ", (int)term->term.size,
             term->term.data, (unsigned)term->wdf, (unsigned)term->positions);
    return ++seen->calls == seen->stop_at;
}

static void gives_back_terms(struct place *place)
{
    const uint32_t positions[] = {3, 9, 200};
    struct xc_document *document = new_document();
    struct xc_bytes katt = xc_text("katt"), hund = xc_text("hund");
    EXPECT(XC_OK, xc_document_add_postings(document, katt, positions, 3, 40, &sample_error));
    EXPECT(XC_OK, xc_document_add_posting(document, hund, 5, 2, &sample_error));
    EXPECT(XC_OK, xc_document_add_posting(document, hund, 4, 1, &sample_error));
    EXPECT(XC_OK, xc_document_add_term(document, hund, 4, &sample_error));
    EXPECT(XC_OK, xc_document_add_boolean_term(document, xc_text("Kdjur"), &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_document_add_postings(document, katt, NULL, 1, 1, &sample_error));
    EXPECT(XC_OK, xc_document_add_postings(document, xc_text("tom"), NULL, 0, 1, &sample_error));

    struct xc_index *index = sample_write(place, "i", XC_WRITE_CREATE);
    EXPECT(XC_OK, xc_index_put(index, xc_text("Qa"), document, NULL, &sample_error));
    EXPECT(XC_OK, xc_index_commit(index, &sample_error));
    struct seen seen = {.text = ""};
    EXPECT(XC_OK, xc_index_each_document_term(index, 1, note_term, &seen, &sample_error));
    assert_string_equal(seen.text, "Kdjur:0:0 Qa:0:0 hund:7:2 katt:40:3 tom:1:0 ");
    seen = (struct seen){.stop_at = 2};
    EXPECT(XC_STOPPED, xc_index_each_document_term(index, 1, note_term, &seen, &sample_error));
    assert_int_equal(seen.calls, 2);
    EXPECT(XC_NOT_FOUND, xc_index_each_document_term(index, 2, note_term, &seen, &sample_error));
    EXPECT(XC_NOT_FOUND, xc_index_each_document_term(index, 0, note_term, &seen, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_each_document_term(index, 1, NULL, NULL, &sample_error));

    uint32_t *found = NULL, length = 0;
    size_t count = 0;
    EXPECT(XC_OK, xc_index_positions(index, 1, katt, &found, &count, &sample_error));
    assert_int_equal(count, 3);
    assert_memory_equal(found, positions, sizeof positions);
    free(found);
    EXPECT(XC_OK, xc_index_positions(index, 1, xc_text("saknas"), &found, &count, &sample_error));
    assert_int_equal(count, 0);
    assert_non_null(found);
    free(found);
    EXPECT(XC_NOT_FOUND, xc_index_positions(index, 2, katt, &found, &count, &sample_error));
    assert_null(found);
    EXPECT(XC_OK, xc_index_length(index, 1, &length, &sample_error));
    assert_int_equal(length, 48);
    EXPECT(XC_NOT_FOUND, xc_index_length(index, 7, &length, &sample_error));
    xc_index_close(index);
    xc_document_free(document);
}

static void gives_back_bytes(void **state)
{
    (void)state;
    struct xc_index *index = in_memory();
    struct xc_document *document = new_document();
    const struct xc_bytes bytes = {"a\0b", 3};
    struct xc_buffer buffer;
    uint32_t docid = 0;
    EXPECT(XC_OK, xc_document_set_data(document, bytes, &sample_error));
    EXPECT(XC_OK, xc_document_set_value(document, 7, bytes, &sample_error));
    EXPECT(XC_OK, xc_document_set_value(document, 8, bytes, &sample_error));
    EXPECT(XC_OK, xc_document_set_value(document, 8, xc_text(""), &sample_error));
    EXPECT(XC_OK, xc_index_add(index, document, &docid, &sample_error));
    EXPECT(XC_OK, xc_index_data(index, docid, &buffer, &sample_error));
    assert_int_equal(buffer.size, 3);
    assert_memory_equal(buffer.data, "a\0b\0", 4);
    free(buffer.data);
    EXPECT(XC_OK, xc_index_value(index, docid, 7, &buffer, &sample_error));
    assert_memory_equal(buffer.data, "a\0b\0", 4);
    free(buffer.data);
    EXPECT(XC_OK, xc_index_value(index, docid, 8, &buffer, &sample_error));
    assert_int_equal(buffer.size, 0);
    assert_non_null(buffer.data);
    free(buffer.data);
    EXPECT(XC_NOT_FOUND, xc_index_value(index, docid + 1, 7, &buffer, &sample_error));
    EXPECT(XC_NOT_FOUND, xc_index_data(index, 0, &buffer, &sample_error));
    assert_null(buffer.data);
    EXPECT(XC_BAD_ARGUMENT, xc_index_data(index, docid, NULL, &sample_error));
    xc_document_free(document);
    xc_index_close(index);
}

struct read {
    char text[256];
    size_t stop_at;
};

static int note_data(void *user, size_t which, uint32_t docid, struct xc_bytes data)
{
    struct read *read = user;
    size_t used = strlen(read->text);
    snprintf(read->text + used, sizeof read->text - used, "%zu:%u:%.*s;", which, (unsigned)docid,
             (int)(data.data == NULL ? 4 : data.size), data.data == NULL ? "gone" : data.data);
    return which + 1 == read->stop_at;
}

static void check_many(struct xc_index *index)
{
    sample_fill(index);
    EXPECT(XC_OK, xc_index_delete_at(index, 2, &sample_error));
    const uint32_t docids[] = {4, 2, 5, 0, 99};
    struct read read = {.text = ""};
    EXPECT(XC_OK, xc_index_each_data(index, docids, 5, note_data, &read, &sample_error));
    assert_string_equal(read.text, "0:4:gul bil;1:2:gone;2:5:tom ruta;3:0:gone;4:99:gone;");
    read = (struct read){.stop_at = 1};
    EXPECT(XC_STOPPED, xc_index_each_data(index, docids, 5, note_data, &read, &sample_error));
    assert_string_equal(read.text, "0:4:gul bil;");
    EXPECT(XC_OK, xc_index_each_data(index, NULL, 0, note_data, &read, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_each_data(index, NULL, 1, note_data, &read, &sample_error));
    xc_index_close(index);
}

static void gives_back_many(struct place *place)
{
    check_many(in_memory());
    check_many(sample_write(place, "i", XC_WRITE_CREATE));
}

/* ---- putting and deleting -------------------------------------------------------------------- */

static uint32_t count_of(struct xc_index *index)
{
    struct xc_statistics statistics;
    EXPECT(XC_OK, xc_index_statistics(index, &statistics, &sample_error));
    return statistics.documents;
}

static void puts_by_key(struct place *place)
{
    struct xc_index *index = sample_write(place, "i", XC_WRITE_CREATE);
    uint32_t docid = 0;
    assert_int_equal(sample_put(index, "a", "ett", "", ""), 1);
    assert_int_equal(sample_put(index, "b", "ett", "", ""), 2);
    assert_int_equal(sample_put(index, "a", "annat", "", ""), 1);
    assert_int_equal(count_of(index), 2);
    EXPECT(XC_OK, xc_index_find(index, xc_text("Qb"), &docid, &sample_error));
    assert_int_equal(docid, 2);
    EXPECT(XC_OK, xc_index_delete(index, xc_text("Qb"), &sample_error));
    EXPECT(XC_OK, xc_index_delete(index, xc_text("Qb"), &sample_error));
    EXPECT(XC_NOT_FOUND, xc_index_find(index, xc_text("Qb"), &docid, &sample_error));
    assert_int_equal(docid, 0);
    EXPECT(XC_NOT_FOUND, xc_index_delete_at(index, 2, &sample_error));
    EXPECT(XC_NOT_FOUND, xc_index_delete_at(index, 0, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_delete(index, xc_text(""), &sample_error));
    assert_int_equal(sample_put(index, "c", "tre", "", ""), 3); /* docids are not used again */
    xc_index_close(index);
}

static void puts_by_docid(void **state)
{
    (void)state;
    struct xc_index *index = in_memory();
    struct xc_document *document = new_document();
    EXPECT(XC_OK, xc_document_add_term(document, xc_text("ord"), 1, &sample_error));
    EXPECT(XC_OK, xc_index_put_at(index, 10, document, &sample_error));
    EXPECT(XC_OK, xc_document_clear(document, &sample_error));
    EXPECT(XC_OK, xc_index_put_at(index, 10, document, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_put_at(index, 0, document, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_put_at(index, 1, NULL, &sample_error));
    bool there = true;
    EXPECT(XC_OK, xc_index_has_term(index, xc_text("ord"), &there, &sample_error));
    assert_false(there); /* clear made it empty */
    assert_int_equal(count_of(index), 1);
    xc_document_free(document);
    xc_index_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(refuses_terms),       cmocka_unit_test(refuses_what_memory_cannot_hold),
        PLACE_TEST(gives_back_terms),    cmocka_unit_test(gives_back_bytes),
        PLACE_TEST(gives_back_many),     PLACE_TEST(puts_by_key),
        cmocka_unit_test(puts_by_docid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
