/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening, closing, locks, commits and transactions, and what each failure is called. */
#include "sample.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static enum xc_status opened(struct place *place, const char *name)
{
    struct xc_index *index = NULL;
    enum xc_status status = xc_index_open(&index, place_path(place, name), &sample_error);
    assert_true((status == XC_OK) == (index != NULL));
    xc_index_close(index);
    return status;
}

static enum xc_status written(struct place *place, const char *name, unsigned mode)
{
    struct xc_index *index = NULL;
    enum xc_status status = xc_index_write(&index, place_path(place, name), mode, &sample_error);
    assert_true((status == XC_OK) == (index != NULL));
    xc_index_close(index);
    return status;
}

static void make_sample(struct place *place, const char *name)
{
    struct xc_index *index = sample_write(place, name, XC_WRITE_CREATE);
    sample_fill(index);
    xc_index_close(index);
}

/* ---- names ----------------------------------------------------------------------------------- */

static void names_each_status(void **state)
{
    (void)state;
    for (int i = XC_OK; i <= XC_OTHER; i++) {
        assert_memory_equal(xc_status_name((enum xc_status)i), "XC_", 3);
        for (int j = XC_OK; j < i; j++)
            assert_string_not_equal(xc_status_name((enum xc_status)i),
                                    xc_status_name((enum xc_status)j));
    }
    assert_true(strlen(xc_version()) >= 5);
    assert_true(xc_xapian_version()[0] >= '1');
}

/* ---- opening --------------------------------------------------------------------------------- */

static void opens_what_is_there(struct place *place)
{
    make_sample(place, "i");
    EXPECT(XC_OK, opened(place, "i"));
    EXPECT(XC_NOT_FOUND, opened(place, "none"));
    place_mkdir(place, "empty");
    EXPECT(XC_NOT_FOUND, opened(place, "empty"));
    assert_non_null(strstr(sample_error.text, "/empty"));
    place_write(place, "text", "not a database\n");
    EXPECT(XC_CORRUPT, opened(place, "text"));
    EXPECT(XC_NOT_FOUND, opened(place, "text/below"));
    place_write(place, "nothing", "");
    EXPECT(XC_CORRUPT, opened(place, "nothing"));
    EXPECT(XC_BAD_ARGUMENT, xc_index_open(NULL, "i", &sample_error));
    struct xc_index *index = NULL;
    EXPECT(XC_BAD_ARGUMENT, xc_index_open(&index, NULL, &sample_error));
    assert_int_equal(xc_index_open(&index, "/none", NULL), XC_NOT_FOUND);
}

static void opens_stubs(struct place *place)
{
    make_sample(place, "i");
    place_write(place, "stub", "auto i\n");
    place_mkdir(place, "folder");
    place_write(place, "folder/XAPIANDB", "auto ../i\n");
    EXPECT(XC_OK, opened(place, "stub"));
    EXPECT(XC_OK, opened(place, "folder"));
    EXPECT(XC_OK, written(place, "stub", XC_WRITE_OPEN));
    place_write(place, "stub", "auto gone\n");
    EXPECT(XC_NOT_FOUND, opened(place, "stub"));
    place_write(place, "stub", "nonsense i\n");
    EXPECT(XC_CORRUPT, opened(place, "stub"));
}

static void joins_several(struct place *place)
{
    make_sample(place, "i");
    make_sample(place, "j");
    const char *paths[] = {place_path(place, "i"), place_path(place, "j"), "/none"};
    struct xc_index *index = NULL;
    EXPECT(XC_OK, xc_index_open_many(&index, paths, 2, &sample_error));
    struct xc_statistics statistics;
    EXPECT(XC_OK, xc_index_statistics(index, &statistics, &sample_error));
    assert_int_equal(statistics.documents, 10);
    uint64_t revision = 0;
    EXPECT(XC_BAD_STATE, xc_index_revision(index, &revision, &sample_error));
    struct xc_buffer data;
    EXPECT(XC_OK, xc_index_data(index, (4 - 1) * 2 + 1 + 1, &data, &sample_error));
    assert_string_equal(data.data, "gul bil");
    free(data.data);
    xc_index_close(index);
    EXPECT(XC_NOT_FOUND, xc_index_open_many(&index, paths, 3, &sample_error));
    assert_null(index);
    EXPECT(XC_BAD_ARGUMENT, xc_index_open_many(&index, paths, 0, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_open_many(&index, NULL, 1, &sample_error));
}

static void creates_as_told(struct place *place)
{
    EXPECT(XC_NOT_FOUND, written(place, "i", XC_WRITE_OPEN));
    EXPECT(XC_OK, written(place, "i", XC_WRITE_CREATE | XC_WRITE_DANGEROUS));
    EXPECT(XC_EXISTS, written(place, "i", XC_WRITE_CREATE));
    EXPECT(XC_OK, written(place, "i", XC_WRITE_OPEN | XC_WRITE_NO_SYNC));
    EXPECT(XC_NOT_FOUND, written(place, "none/i", XC_WRITE_OPEN_OR_CREATE));
    EXPECT(XC_BAD_ARGUMENT, written(place, "i", 1 << 20));

    struct xc_index *index = sample_write(place, "i", XC_WRITE_OPEN);
    sample_fill(index);
    xc_index_close(index);
    index = sample_write(place, "i", XC_WRITE_OVERWRITE);
    struct xc_statistics statistics;
    EXPECT(XC_OK, xc_index_statistics(index, &statistics, &sample_error));
    assert_int_equal(statistics.documents, 0);
    xc_index_close(index);
}

static void without_termlists(struct place *place)
{
    struct xc_index *index = sample_write(place, "i", XC_WRITE_CREATE | XC_WRITE_NO_TERMLISTS);
    struct xc_document *document = NULL;
    EXPECT(XC_OK, xc_document_new(&document, &sample_error));
    EXPECT(XC_OK, xc_document_add_term(document, xc_text("ord"), 1, &sample_error));
    EXPECT(XC_OK, xc_index_add(index, document, NULL, &sample_error));
    EXPECT(XC_OK, xc_index_commit(index, &sample_error));
    EXPECT(XC_UNSUPPORTED, xc_index_delete_at(index, 1, &sample_error));
    xc_document_free(document);
    xc_index_close(index);
}

/* ---- damage ---------------------------------------------------------------------------------- */

/* Keeps the first part of a file and overwrites the byte at `spoil` (if it is in it). */
static void damage(struct place *place, const char *name, size_t keep, size_t spoil)
{
    struct slice bytes = place_read(place, name);
    size_t size = keep < bytes.size ? keep : bytes.size;
    char *copy = malloc(size + 1);
    assert_non_null(copy);
    memcpy(copy, bytes.data, size);
    if (spoil < size)
        copy[spoil] = (char)(copy[spoil] ^ 0x40);
    place_write_bytes(place, name, (struct slice){copy, size});
    free(copy);
}

/* A damaged index may open; then reading all of it must tell. */
static enum xc_status read_all(struct place *place, const char *name)
{
    struct xc_index *index = NULL;
    struct xc_postings *all = NULL;
    struct xc_posting posting = {.docid = 1};
    enum xc_status status = xc_index_open(&index, place_path(place, name), &sample_error);
    if (status == XC_OK)
        status = xc_postings_open(&all, index, xc_text("katt"), true, &sample_error);
    while (status == XC_OK && posting.docid != 0)
        status = xc_postings_next(all, &posting, &sample_error);
    xc_postings_close(all);
    xc_index_close(index);
    return status;
}

static void tells_damage(struct place *place)
{
    make_sample(place, "i");
    EXPECT(XC_OK, read_all(place, "i"));
    place_copy(place, place_path(place, "i"), "cut");
    damage(place, "cut/postlist.glass", 100, SIZE_MAX);
    EXPECT(XC_CORRUPT, read_all(place, "cut"));
    place_copy(place, place_path(place, "i"), "head");
    damage(place, "head/iamglass", 10, SIZE_MAX);
    EXPECT(XC_CORRUPT, read_all(place, "head"));
    place_copy(place, place_path(place, "i"), "magic");
    damage(place, "magic/iamglass", SIZE_MAX, 3);
    EXPECT(XC_CORRUPT, read_all(place, "magic"));
    place_copy(place, place_path(place, "i"), "version");
    damage(place, "version/iamglass", SIZE_MAX, 15);
    EXPECT(XC_VERSION, read_all(place, "version"));
}

static void tells_other_trouble_with_files(struct place *place)
{
    assert_int_equal(symlink("loop", place_path(place, "loop")), 0);
    EXPECT(XC_IO, opened(place, "loop"));
}

/* A file size limit is as good as a full disk. */
static void tells_when_there_is_no_room(struct place *place)
{
    make_sample(place, "i");
    struct xc_index *index = sample_write(place, "i", XC_WRITE_OPEN);
    struct rlimit before, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 16 * 1024;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    struct xc_document *document = NULL;
    enum xc_status status = xc_document_new(&document, &sample_error);
    for (int i = 0; i < 5000 && status == XC_OK; i++) {
        char term[32];
        snprintf(term, sizeof term, "ord%d", i);
        status = xc_document_add_term(document, xc_text(term), 1, &sample_error);
    }
    if (status == XC_OK)
        status = xc_index_add(index, document, NULL, &sample_error);
    if (status == XC_OK)
        status = xc_index_commit(index, &sample_error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    EXPECT(XC_NO_SPACE, status);
    xc_document_free(document);
    xc_index_close(index);
    EXPECT(XC_OK, read_all(place, "i"));
}

/* ---- two at once ----------------------------------------------------------------------------- */

static void second_writer_is_locked_out(struct place *place)
{
    struct xc_index *first = sample_write(place, "i", XC_WRITE_CREATE);
    EXPECT(XC_LOCKED, written(place, "i", XC_WRITE_OPEN));
    EXPECT(XC_LOCKED, written(place, "i", XC_WRITE_OVERWRITE));
    EXPECT(XC_OK, opened(place, "i"));
    xc_index_close(first);
    EXPECT(XC_OK, written(place, "i", XC_WRITE_OPEN));
}

/* A process that holds the lock for a moment; says so through `ready`. */
static void hold_lock(const char *path, int ready)
{
    struct xc_index *index = NULL;
    if (xc_index_write(&index, path, XC_WRITE_OPEN, NULL) != XC_OK || write(ready, "x", 1) != 1)
        _exit(1);
    nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
    xc_index_close(index);
    _exit(0);
}

static void waits_for_the_lock(struct place *place)
{
    make_sample(place, "i");
    const char *path = place_path(place, "i");
    int ends[2];
    char byte;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        hold_lock(path, ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    EXPECT(XC_OK, written(place, "i", XC_WRITE_OPEN | XC_WRITE_WAIT));
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(ends[0]);
    close(ends[1]);
}

enum { MANY = 400 };

/* Enough documents that a reader does not hold all blocks in memory. */
static void put_many(struct xc_index *writer, unsigned seed)
{
    for (unsigned i = 0; i < MANY; i++) {
        char id[16], words[256];
        size_t used = (size_t)snprintf(words, sizeof words, "hund");
        snprintf(id, sizeof id, "%u", i);
        for (unsigned n = 0; n < 20; n++) {
            seed = seed * 1103515245U + 12345U;
            used += (size_t)snprintf(words + used, sizeof words - used, " %x", seed >> 8);
        }
        sample_put(writer, id, words, "", "");
    }
    EXPECT(XC_OK, xc_index_commit(writer, &sample_error));
}

/* Three commits later, the blocks that a reader knows of have been used again. */
static void change_thrice(struct xc_index *writer)
{
    for (unsigned seed = 2; seed < 5; seed++)
        put_many(writer, seed);
}

static void reader_is_told_of_changes(struct place *place)
{
    struct xc_index *writer = sample_write(place, "i", XC_WRITE_CREATE);
    put_many(writer, 1);
    struct xc_index *reader = sample_open(place, "i");
    bool changed = true;
    EXPECT(XC_OK, xc_index_reopen(reader, &changed, &sample_error));
    assert_false(changed);
    change_thrice(writer);
    struct xc_buffer data = {0};
    EXPECT(XC_CHANGED, xc_index_data(reader, MANY, &data, &sample_error));
    assert_null(data.data);
    EXPECT(XC_OK, xc_index_reopen(reader, &changed, &sample_error));
    assert_true(changed);
    EXPECT(XC_OK, xc_index_data(reader, MANY, &data, &sample_error));
    assert_memory_equal(data.data, "hund ", 5);
    free(data.data);
    xc_index_close(reader);
    xc_index_close(writer);
}

static void search_is_repeated_after_changes(struct place *place)
{
    struct xc_index *writer = sample_write(place, "i", XC_WRITE_CREATE);
    put_many(writer, 1);
    struct xc_index *reader = sample_open(place, "i");
    change_thrice(writer);
    struct xc_builder *builder = NULL;
    EXPECT(XC_OK, xc_builder_new(&builder, &sample_error));
    struct xc_request request = {
        .query = xc_query_term(builder, xc_text("hund"), 1, 0), .limit = MANY, .data = true};
    struct xc_result *result = NULL;
    EXPECT(XC_CHANGED, xc_search(&result, reader, &request, &sample_error));
    EXPECT(XC_CHANGED, xc_search_retry(&result, reader, &request, 0, &sample_error));
    assert_null(result);
    EXPECT(XC_OK, xc_search_retry(&result, reader, &request, 1, &sample_error));
    assert_int_equal(result->count, MANY);
    xc_index_close(reader);
    xc_index_close(writer);
    /* a result stands without its index */
    assert_memory_equal(result->hits[MANY - 1].data.data, "hund ", 5);
    xc_result_free(result);
    xc_builder_free(builder);
}

/* ---- commits and transactions ---------------------------------------------------------------- */

static uint32_t count_of(struct xc_index *index)
{
    struct xc_statistics statistics;
    EXPECT(XC_OK, xc_index_statistics(index, &statistics, &sample_error));
    return statistics.documents;
}

static void transactions(struct place *place)
{
    struct xc_index *writer = sample_write(place, "i", XC_WRITE_CREATE);
    EXPECT(XC_BAD_STATE, xc_transaction_commit(writer, &sample_error));
    EXPECT(XC_BAD_STATE, xc_transaction_cancel(writer, &sample_error));
    EXPECT(XC_OK, xc_transaction_begin(writer, &sample_error));
    EXPECT(XC_BAD_STATE, xc_transaction_begin(writer, &sample_error));
    EXPECT(XC_BAD_STATE, xc_index_commit(writer, &sample_error));
    sample_put(writer, "a", "ord", "", "");
    assert_int_equal(count_of(writer), 1); /* a writer sees what it has not committed */
    EXPECT(XC_OK, xc_transaction_cancel(writer, &sample_error));
    assert_int_equal(count_of(writer), 0);
    EXPECT(XC_OK, xc_transaction_begin(writer, &sample_error));
    sample_put(writer, "a", "ord", "", "");
    struct xc_index *reader = sample_open(place, "i");
    assert_int_equal(count_of(reader), 0);
    EXPECT(XC_OK, xc_transaction_commit(writer, &sample_error));
    EXPECT(XC_OK, xc_index_reopen(reader, NULL, &sample_error));
    assert_int_equal(count_of(reader), 1);
    uint64_t before = 0, after = 0;
    EXPECT(XC_OK, xc_index_revision(reader, &before, &sample_error));
    sample_put(writer, "b", "ord", "", "");
    EXPECT(XC_OK, xc_index_commit(writer, &sample_error));
    EXPECT(XC_OK, xc_index_revision(writer, &after, &sample_error));
    assert_true(after > before);
    xc_index_close(reader);
    xc_index_close(writer);
}

static void readers_do_not_write(struct place *place)
{
    make_sample(place, "i");
    struct xc_index *reader = sample_open(place, "i");
    struct xc_document *document = NULL;
    struct xc_bytes word = xc_text("Qx");
    EXPECT(XC_OK, xc_document_new(&document, &sample_error));
    EXPECT(XC_BAD_STATE, xc_index_commit(reader, &sample_error));
    EXPECT(XC_BAD_STATE, xc_transaction_begin(reader, &sample_error));
    EXPECT(XC_BAD_STATE, xc_index_put(reader, word, document, NULL, &sample_error));
    EXPECT(XC_BAD_STATE, xc_index_add(reader, document, NULL, &sample_error));
    EXPECT(XC_BAD_STATE, xc_index_put_at(reader, 1, document, &sample_error));
    EXPECT(XC_BAD_STATE, xc_index_delete(reader, word, &sample_error));
    EXPECT(XC_BAD_STATE, xc_index_delete_at(reader, 1, &sample_error));
    EXPECT(XC_BAD_STATE, xc_index_set_metadata(reader, word, word, &sample_error));
    EXPECT(XC_BAD_STATE, xc_index_add_spelling(reader, word, 1, &sample_error));
    EXPECT(XC_BAD_STATE, xc_index_remove_spelling(reader, word, 1, &sample_error));
    xc_document_free(document);
    xc_index_close(reader);
}

static void lives_in_memory(void **state)
{
    (void)state;
    struct xc_index *index = NULL;
    EXPECT(XC_OK, xc_index_memory(&index, &sample_error));
    sample_fill(index);
    assert_int_equal(count_of(index), 5);
    uint64_t revision;
    EXPECT(XC_UNSUPPORTED, xc_transaction_begin(index, &sample_error));
    EXPECT(XC_UNSUPPORTED, xc_index_revision(index, &revision, &sample_error));
    EXPECT(XC_UNSUPPORTED, xc_index_add_spelling(index, xc_text("ord"), 1, &sample_error));
    xc_index_close(index);
}

static void closing_nothing_is_fine(void **state)
{
    (void)state;
    xc_index_close(NULL);
    xc_document_free(NULL);
    xc_builder_free(NULL);
    xc_builder_clear(NULL);
    xc_result_free(NULL);
    xc_postings_close(NULL);
    xc_values_close(NULL);
    EXPECT(XC_BAD_ARGUMENT, xc_index_commit(NULL, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_index_reopen(NULL, NULL, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_document_clear(NULL, &sample_error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_each_status),
        PLACE_TEST(opens_what_is_there),
        PLACE_TEST(opens_stubs),
        PLACE_TEST(joins_several),
        PLACE_TEST(creates_as_told),
        PLACE_TEST(without_termlists),
        PLACE_TEST(tells_damage),
        PLACE_TEST(tells_other_trouble_with_files),
        PLACE_TEST(tells_when_there_is_no_room),
        PLACE_TEST(second_writer_is_locked_out),
        PLACE_TEST(waits_for_the_lock),
        PLACE_TEST(reader_is_told_of_changes),
        PLACE_TEST(search_is_repeated_after_changes),
        PLACE_TEST(transactions),
        PLACE_TEST(readers_do_not_write),
        cmocka_unit_test(lives_in_memory),
        cmocka_unit_test(closing_nothing_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
