/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the index holds, looked up document by document or read whole. */
#include "look.h"
#include "xapian_c.h"

#define STREAM(file, ...)                                                                          \
    RUN_HOW(place, HOW(.in_file = file), "lupp-index", "--index", "i", __VA_ARGS__, "-")

/* Lines of JSON of the documents first to last, into the file. */
static void write_lines(struct place *place, const char *file, int first, int last)
{
    struct buffer lines = {0};
    for (int n = first; n <= last; n++)
        buffer_format(&lines,
                      "{\"id\": \"sida/%d\", \"title\": \"Sida %d\", \"markdown\": "
                      "\"Se [nästa sida](/sida/%d) om vattnet.\"}\n",
                      n, n, n + 1);
    place_write(place, file, lines.data);
    buffer_free(&lines);
}

/* More than are looked up one by one, those that are new or changed among and after them. */
static void few_and_many_documents(struct place *place)
{
    write_lines(place, "all", 1, 1300);
    write_lines(place, "few", 700, 710);
    STREAM("all", "--quiet");
    EXPECT_STATUS(place, 0);
    STREAM("few", "--verbose");
    EXPECT_ERR_HAS(place, "indexed 0, updated 0, unchanged 11,");
    run_shell(place, "sed 's/vattnet/luften/' few >changed");
    STREAM("changed", "--verbose");
    EXPECT_ERR_HAS(place, "indexed 0, updated 11, unchanged 0,");
    write_lines(place, "more", 1290, 1320);
    run_shell(place, "cat all more >both");
    STREAM("both", "--verbose");
    EXPECT_ERR_HAS(place, "indexed 20, updated 11, unchanged 1289,");
    look_expect_sound(place, "i");
    run_shell(place, "lupp-index --quiet --index j - <both");
    look_expect_same(place, "i", "j");
    STREAM("few", "--prune", "--force");
    EXPECT_ERR_HAS(place, "unchanged 11, removed 1309,");
    look_expect_sound(place, "i");
}

/* Without the sources, a page that another one's links made comes and goes. */
static void linked_documents_are_known(struct place *place)
{
    write_lines(place, "first", 1, 1);
    write_lines(place, "second", 2, 2);
    STREAM("first", "--quiet");
    STREAM("second", "--verbose");
    EXPECT_ERR_HAS(place, "indexed 1, updated 0, unchanged 0,");
    RUN(place, "lupp-index", "--index", "i", "--remove", "sida/2");
    EXPECT_ERR_HAS(place, "removed 1,");
    RUN(place, "lupp-index", "--index", "i", "--remove", "sida/2");
    EXPECT_ERR_HAS(place, "sida/2: skipped: the index holds no such document");
    look_expect_sound(place, "i");
    RUN(place, "lupp-index", "--index", "j", "first");
    STREAM("second", "--dry-run", "--verbose");
    EXPECT_ERR_HAS(place, "would be indexed: sida/2");
}

/* "bok#1" is neither the second section of "bok" nor touched when that one changes. */
static void ids_may_look_like_sections(struct place *place)
{
    struct buffer book = {0};
    buffer_format(&book, "{\"id\": \"bok\", \"title\": \"Bok\", \"markdown\": \"# Bok\\n\\n");
    for (int n = 0; n < 4; n++)
        buffer_format(&book, "## Kapitel %d\\n\\nOm vattnet i sjön och dess djup.\\n\\n", n);
    buffer_format(&book,
                  "\"}\n{\"id\": \"bok#1\", \"title\": \"Annan\", \"text\": \"Om luften.\"}\n");
    place_write(place, "books", book.data);
    buffer_free(&book);
    STREAM("books", "--quiet");
    EXPECT_STATUS(place, 0);
    assert_int_equal(look_count(place, "i", "Ksection"), 4);
    run_shell(place, "head -n 1 books | sed 's/sjön/havet/' >changed");
    STREAM("changed", "--verbose");
    EXPECT_ERR_HAS(place, "updated 1,");
    assert_non_null(look_document(place, "i", "bok#1"));
    RUN(place, "lupp", "--index", "i", "--unit=section", "--format=trec", "havet");
    EXPECT_OUT_HAS(place, " bok#");
    look_expect_sound(place, "i");
}

static int count_key(void *user, struct xc_bytes key, struct xc_bytes value)
{
    (void)key;
    (void)value;
    ++*(size_t *)user;
    return 0;
}

/* What the index keeps of lists that it has compared pages with. */
static size_t count_notes(struct place *place)
{
    struct xc_index *index = NULL;
    size_t count = 0;
    assert_int_equal(xc_index_open(&index, place_path(place, "i"), NULL), XC_OK);
    assert_int_equal(xc_index_each_metadata(index, xc_text("lupp.list."), count_key, &count, NULL),
                     XC_OK);
    xc_index_close(index);
    return count;
}

static void lists_that_go_are_forgotten(struct place *place)
{
    place_write(place, "s/api/codes.json", "{}");
    place_write(place, "s/a.md", "# A\n\nText.\n");
    place_write(place, "s/b.md", "# B\n\nText.\n");
    place_write(place, "s/one.json",
                "[{\"url\": \"/a/\", \"title\": \"A\", \"published\": "
                "\"2024-05-06\"}]");
    place_write(place, "s/two.json", "[{\"url\": \"/b/\", \"title\": \"B\"}]");
    RUN(place, "lupp-index", "--index", "i", "s");
    assert_int_equal(count_notes(place), 2);
    place_remove(place, "s/one.json");
    RUN(place, "lupp-index", "--index", "i", "s");
    EXPECT_ERR_HAS(place, "updated 1, unchanged 1,");
    assert_int_equal(count_notes(place), 1);
    RUN(place, "lupp-index", "--index", "i", "s");
    EXPECT_ERR_HAS(place, "updated 0, unchanged 2,");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(few_and_many_documents),
        PLACE_TEST(linked_documents_are_known),
        PLACE_TEST(ids_may_look_like_sections),
        PLACE_TEST(lists_that_go_are_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, look_end);
}
