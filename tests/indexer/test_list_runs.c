/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs of lupp-index over lists of metadata that change, break and come back. */
#include "expect.h"

#include <stdlib.h>

static void write_page(struct place *place, const char *name)
{
    struct buffer path = {0}, text = {0};
    buffer_format(&path, "site/artiklar/%s.md", name);
    buffer_format(&text, "# Sida %s\n", name);
    place_write(place, path.data, text.data);
    buffer_free(&path);
    buffer_free(&text);
}

static void write_list(struct place *place, const char *entries)
{
    struct buffer list = {0};
    buffer_format(&list, "[\n%s\n]\n", entries);
    place_write(place, "site/artiklar.json", list.data);
    buffer_free(&list);
}

static void expect_date(struct place *place, const char *id, const char *date)
{
    const struct schema_document *d = look_document(place, "i", id);
    assert_non_null(d);
    assert_true(slice_equal(d->published, slice_of(date)));
}

#define ENTRY(name, date) "{\"url\": \"/artiklar/" name "/\", \"published\": \"2024-01-" date "\"}"
#define ESCAPED(name, date)                                                                        \
    "{\"published\": \"2024-01-" date "\", \"url\": \"\\/artiklar\\/" name "\"}"

/* ---- lists that change ----------------------------------------------------------------------- */

/* A date in a list alone. */
static void changed_lists_update_their_pages(struct place *place)
{
    place_copy(place, "corpus", "site");
    INDEX("site");
    run_shell(place, "sed -i '0,/2025-05-22/s//2025-05-23/' site/artiklar.json");
    expect_counts(place, INDEX("site"),
                  "indexed 0, updated 1, unchanged 71, removed 0, skipped 0, ignored 3");
    const struct schema_document *d = look_document(
        place, "i", "artiklar/2025/05/artificiell-intelligens-i-offentlig-forvaltning");
    assert_memory_equal(d->published.data, "2025-05-23", 10);
    /* the list alone, changed back */
    run_shell(place, "sed -i '0,/2025-05-23/s//2025-05-22/' site/artiklar.json");
    expect_counts(place, INDEX("site/artiklar.json"),
                  "indexed 0, updated 1, unchanged 14, removed 0, skipped 0, ignored 0");
    look_expect_sound(place, "i");
    RUN(place, "lupp-index", "--index", "j", "site");
    look_expect_same(place, "i", "j");
    /* a name in the codes */
    run_shell(place, "sed -i 's/\"Finland\"/\"Suomi\"/' site/api/codes.json");
    INDEX("site");
    EXPECT_ERR_LACKS(place, "updated 0");
    assert_int_equal(look_count(place, "i", "XCFinland"), 0);
}

/* A list night after night: who has a new entry, another one, one of two less, or none any more. */
static void lists_change_entry_by_entry(struct place *place)
{
    static const struct {
        const char *page; /* a new one, or NULL */
        const char *entries;
        const char *counts;
    } nights[] = {
        {"a", ENTRY("a", "01") ",\n" ESCAPED("b", "02") ",\n" ENTRY("c", "03") "," ENTRY("c", "09"),
         "indexed 3, updated 0, unchanged 0"},
        {NULL,
         ENTRY("a", "01") ",\n" ESCAPED("b", "04") ",\n" ENTRY("c", "03") "," ENTRY("c", "09"),
         "indexed 0, updated 1, unchanged 2"},
        {NULL, ENTRY("a", "01") "," ESCAPED("b", "04") "," ENTRY("c", "03"),
         "indexed 0, updated 1, unchanged 2"},
        {NULL, ENTRY("c", "03") "  ,\n\n" ESCAPED("b", "04") ",7," ENTRY("e", "05"),
         "indexed 0, updated 1, unchanged 2"},
        {"d", ENTRY("c", "03") "," ENTRY("d", "06") "," ESCAPED("b", "04") "," ENTRY("e", "05"),
         "indexed 1, updated 0, unchanged 3"},
        {"e", ENTRY("c", "03") "," ENTRY("d", "06") "," ESCAPED("b", "04") "," ENTRY("e", "05"),
         "indexed 1, updated 0, unchanged 4"},
        {NULL, ENTRY("c", "03") "," ENTRY("d", "06") ",{\"url\":\"/artiklar/b\",\"x\":}",
         "indexed 0, updated 0, unchanged 5, removed 0, skipped 1"},
        {"f", ENTRY("f", "07") "," ENTRY("d", "06") "," ESCAPED("b", "04") "," ENTRY("e", "05"),
         "indexed 1, updated 1, unchanged 4"},
    };
    place_write(place, "site/api/codes.json", "{}");
    write_page(place, "b");
    write_page(place, "c");
    for (size_t i = 0; i < sizeof nights / sizeof nights[0]; i++) {
        if (nights[i].page != NULL)
            write_page(place, nights[i].page);
        write_list(place, nights[i].entries);
        expect_counts(place, INDEX("site"), nights[i].counts);
    }
    expect_date(place, "artiklar/a", "");
    expect_date(place, "artiklar/b", "2024-01-04");
    expect_date(place, "artiklar/c", "");
    expect_date(place, "artiklar/d", "2024-01-06");
    expect_date(place, "artiklar/e", "2024-01-05");
    look_expect_sound(place, "i");
    RUN(place, "lupp-index", "--index", "j", "site");
    look_expect_same(place, "i", "j");
}

/* Pages that were read alone, and a list that then is again what it was. */
static void lists_change_back(struct place *place)
{
    place_write(place, "site/api/codes.json", "{}");
    write_page(place, "a");
    write_page(place, "b");
    write_list(place, ENTRY("a", "01") "," ENTRY("b", "01"));
    INDEX("site");
    write_list(place, ENTRY("a", "02") "," ENTRY("b", "02"));
    expect_counts(place, INDEX("site/artiklar/a.md"), "indexed 0, updated 1, unchanged 0");
    expect_date(place, "artiklar/a", "2024-01-02");
    write_list(place, ENTRY("a", "01") "," ENTRY("b", "01"));
    expect_counts(place, INDEX("site"), "indexed 0, updated 1, unchanged 1");
    expect_date(place, "artiklar/a", "2024-01-01");
    write_list(place, ENTRY("a", "01") "," ENTRY("b", "03"));
    expect_counts(place, INDEX("site/artiklar/a.md"), "indexed 0, updated 0, unchanged 1");
    expect_counts(place, INDEX("site"), "indexed 0, updated 1, unchanged 1");
    expect_date(place, "artiklar/b", "2024-01-03");
}

/* What the list says anew while the page is away is heeded when the page is back as it was. */
static void pages_come_back_to_changed_lists(struct place *place)
{
    place_write(place, "site/api/codes.json", "{}");
    write_page(place, "a");
    write_page(place, "b");
    write_list(place, ENTRY("a", "01") "," ENTRY("b", "01"));
    run_shell(place, "sleep 3.1");
    INDEX("site");
    run_shell(place, "mv site/artiklar/a.md a.md");
    write_list(place, ENTRY("a", "02") "," ENTRY("b", "02"));
    expect_counts(place, INDEX("site"), "indexed 0, updated 1, unchanged 0");
    run_shell(place, "mv a.md site/artiklar/a.md");
    expect_counts(place, INDEX("site"), "indexed 0, updated 1, unchanged 1");
    expect_date(place, "artiklar/a", "2024-01-02");
    expect_counts(place, INDEX("site"), "indexed 0, updated 0, unchanged 2");
}

/* ---- broken lists ---------------------------------------------------------------------------- */

/* A list that is broken for a night must not take the metadata from its pages. */
static void broken_lists_change_nothing(struct place *place)
{
    place_copy(place, "corpus", "site");
    INDEX("site");
    char *before = look_dump(place, "i");
    run_shell(place, "cp site/artiklar.json kept; head -c 3000 kept >site/artiklar.json");
    expect_counts(place, INDEX("site"),
                  "indexed 0, updated 0, unchanged 72, removed 0, skipped 1, ignored 3");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "site/artiklar.json: skipped: ");
    char *after = look_dump(place, "i");
    assert_string_equal(before, after);
    run_shell(place, "cp kept site/artiklar.json");
    expect_counts(place, INDEX("site"),
                  "indexed 0, updated 0, unchanged 72, removed 0, skipped 0, ignored 3");
    run_shell(place, "cp site/api/codes.json kept; head -c 30 kept >site/api/codes.json");
    expect_counts(place, INDEX("site"),
                  "indexed 0, updated 0, unchanged 72, removed 0, skipped 1, ignored 3");
    EXPECT_ERR_HAS(place, "site/api/codes.json: skipped: ");
    run_shell(place, "cp kept site/api/codes.json");
    expect_counts(place, INDEX("site"),
                  "indexed 0, updated 0, unchanged 72, removed 0, skipped 0, ignored 3");
    free(before);
    free(after);
}

/* The page's text is new, what the list said of it holds. */
static void broken_lists_keep_metadata(struct place *place)
{
    static const struct {
        const char *name, *text;
    } broken[] = {{"site/artiklar.json", "[" ENTRY("c", "04") ",{\"x\":}]"},
                  {"site/artiklar.json", "[" ENTRY("c", "04")},
                  {"site/api/codes.json", "{"}};
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        place_write(place, "site/api/codes.json", "{\"1\": \"Artikel\"}");
        place_write(place, "site/artiklar/a.md", "# Sida a\n");
        write_list(place, "{\"url\": \"/artiklar/a\", \"published\": \"2024-01-01\", \"types\":"
                          "[\"1\"], \"senders\": [\"SCB\"], \"id\": \"N 1\", \"summary\": \"S\","
                          "\"shortcuts\": [{\"name\": \"B\", \"url\": \"/b\"}], \"attachments\":"
                          "[{\"name\": \"P\", \"url\": \"/p.pdf\"}], \"title\": \"Lång sida\"}");
        INDEX("site");
        place_write(place, "site/artiklar/a.md", "# Sida a\n\nOch text.\n");
        RUN(place, "lupp-index", "--index", "j", "site");
        place_write(place, broken[i].name, broken[i].text);
        expect_counts(place, INDEX("site"),
                      "indexed 0, updated 1, unchanged 0, removed 0, skipped 1");
        look_expect_same(place, "i", "j");
        place_remove(place, "j");
        place_remove(place, "i");
    }
}

/* Pages that moved are what they were only if they are read as they were. */
static void broken_lists_hide_no_other_reading(struct place *place)
{
    place_write(place, "site/api/codes.json", "{\"1\": \"Artikel\", \"2\": \"SCB\"}");
    write_page(place, "a");
    write_page(place, "b");
    write_page(place, "c");
    write_list(
        place,
        ENTRY("b",
              "02") ",{\"url\": \"/artiklar/a\", \"published\": \"2024-01-01\","
                    "\"updated\": \"2024-01-02\", \"types\": [\"1\"], \"senders\": [\"2\"],"
                    "\"id\": \"N 1\", \"summary\": \"S\", \"title\": \"Lång sida\", \"shortcuts\":"
                    "[{\"name\": \"B\", \"url\": \"/artiklar/b\"}], \"attachments\":"
                    "[{\"name\": \"P\", \"url\": \"/p.pdf\"}]}");
    INDEX("--site", "https://example.se", "site");
    run_shell(place, "mv site old; cp -r old new; echo '[' >new/artiklar.json; rm -r old");
    expect_counts(place, INDEX("--site", "https://example.se", "new"),
                  "indexed 0, updated 0, unchanged 3, removed 0, skipped 1");
    run_shell(place, "mv new site");
    expect_counts(place, INDEX("--site", "https://example.org", "site"),
                  "indexed 0, updated 3, unchanged 0, removed 0, skipped 1");
    expect_date(place, "artiklar/b", "2024-01-02");
    look_expect_sound(place, "i");
}

/* ---- lists that are named, and folders ------------------------------------------------------- */

/* A list that is named itself: of pages whose files are as they were, and of one without a file. */
static void named_lists_know_what_changed(struct place *place)
{
    place_write(place, "site/api/codes.json", "{}");
    write_page(place, "a");
    write_page(place, "b");
    write_list(place, ENTRY("a", "01") "," ENTRY("b", "01"));
    run_shell(place, "sleep 3.1");
    INDEX("site");
    expect_counts(place, INDEX("site/artiklar.json"), "indexed 0, updated 0, unchanged 2");
    write_list(place, "7," ENTRY("b", "01") "," ENTRY("a", "02") "," ENTRY("c", "03"));
    expect_counts(place, INDEX("site/artiklar.json"), "indexed 1, updated 1, unchanged 1");
    expect_date(place, "artiklar/a", "2024-01-02");
    expect_date(place, "artiklar/c", "2024-01-03");
    write_list(place, ENTRY("a", "03") "," ENTRY("c", "04") ",{\"x\":}");
    expect_counts(place, INDEX("site/artiklar.json"),
                  "indexed 0, updated 0, unchanged 0, removed 0, skipped 1");
    write_list(place, ENTRY("a", "02") "," ENTRY("a", "01") ",7," ENTRY("c", "04"));
    expect_counts(place, INDEX("site/artiklar.json"), "indexed 0, updated 1, unchanged 1");
    expect_counts(place, INDEX("site"), "indexed 0, updated 1, unchanged 1");
    expect_date(place, "artiklar/b", "");
    expect_date(place, "artiklar/c", "2024-01-04");
}

/* A list tells of any page until there is a folder of its name, and again when that is gone. */
static void folders_bind_their_lists(struct place *place)
{
    place_write(place, "site/api/codes.json", "{}");
    place_write(place, "site/lista.json", "[" ENTRY("a", "01") "]");
    write_page(place, "a");
    INDEX("site");
    expect_date(place, "artiklar/a", "2024-01-01");
    place_mkdir(place, "site/lista");
    expect_counts(place, INDEX("site"), "indexed 0, updated 1, unchanged 0");
    expect_date(place, "artiklar/a", "");
    place_remove(place, "site/lista");
    expect_counts(place, INDEX("site"), "indexed 0, updated 1, unchanged 0");
    expect_date(place, "artiklar/a", "2024-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(changed_lists_update_their_pages),
        PLACE_TEST(lists_change_entry_by_entry),
        PLACE_TEST(lists_change_back),
        PLACE_TEST(pages_come_back_to_changed_lists),
        PLACE_TEST(broken_lists_change_nothing),
        PLACE_TEST(broken_lists_keep_metadata),
        PLACE_TEST(broken_lists_hide_no_other_reading),
        PLACE_TEST(named_lists_know_what_changed),
        PLACE_TEST(folders_bind_their_lists),
    };
    return cmocka_run_group_tests(tests, NULL, look_end);
}
