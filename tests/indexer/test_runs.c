/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs of lupp-index over pages that come, change, move and go. */
#include "look.h"

#include <stdlib.h>
#include <string.h>

/* The closing line up to the seconds. */
static void expect_counts(struct place *place, const struct run_result *result, const char *counts)
{
    struct buffer wanted = {0};
    buffer_format(&wanted, "lupp-index: %s, ", counts);
    if (result->status > 1)
        run_fail(place, __FILE__, __LINE__, "status %d", result->status);
    EXPECT_ERR_HAS(place, wanted.data);
    buffer_free(&wanted);
}

static void make_site(struct place *place)
{
    place_copy(place, "corpus", "site");
}

#define INDEX(...) RUN(place, "lupp-index", "--index", "i", __VA_ARGS__)

/* ---- a whole site ---------------------------------------------------------------------------- */

static void site_is_indexed(struct place *place)
{
    make_site(place);
    expect_counts(place, INDEX("site"),
                  "indexed 72, updated 0, unchanged 0, removed 0, skipped 0, ignored 3");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT(place, "");
    look_expect_sound(place, "i");
    const struct schema_document *d = look_document(
        place, "i", "artiklar/2025/01/sa-ska-sexuell-exploatering-och-manniskohandel-motverkas");
    assert_non_null(d);
    assert_int_equal(d->published.size, 10);
    assert_true(d->types.count == 1 && d->link_count > 0 && d->block_count > 1);
    assert_true(slice_ends(d->path, SLICE("-motverkas.md")));
    assert_true(slice_starts(d->url, SLICE("https://www.regeringen.se/artiklar/2025/01/")));
    assert_int_equal(look_count(place, "i", "Kpage"), 72);
    assert_true(look_count(place, "i", "Klink") > 0);
    assert_true(look_count(place, "i", "Ksection") > 0);
}

static void unchanged_run_changes_no_byte(struct place *place)
{
    make_site(place);
    INDEX("site");
    uint64_t before = look_bytes(place, "i");
    run_shell(place, "find site -type f -exec touch {} +");
    expect_counts(place, INDEX("site"),
                  "indexed 0, updated 0, unchanged 72, removed 0, skipped 0, ignored 3");
    assert_true(look_bytes(place, "i") == before);
    assert_string_equal(look_metadata(place, "i", "lupp.run"), "00000001");
}

static void changed_files_are_updated(struct place *place)
{
    make_site(place);
    INDEX("site");
    run_shell(place, "for f in $(find site/pressmeddelanden -name '*.md' | sort | head -n 5); do "
                     "echo 'Ett nytt stycke.' >>$f; done");
    expect_counts(place, INDEX("site"),
                  "indexed 0, updated 5, unchanged 67, removed 0, skipped 0, ignored 3");
    assert_string_equal(look_metadata(place, "i", "lupp.run"), "00000002");
    look_expect_sound(place, "i");
    RUN(place, "lupp-index", "--index", "j", "site");
    look_expect_same(place, "i", "j");
}

/* A file of the same name, size and time, changed when nothing else did: only its time of change
   tells. The pause makes the files old enough to be known by their times. */
static void times_deceive_nobody(struct place *place)
{
    make_site(place);
    run_shell(place, "sleep 3.1");
    INDEX("site");
    run_shell(place, "f=$(find site/artiklar -name '*.md' | sort | head -n 1); cp -p $f kept; "
                     "sed 's/[aeiou]/y/g' kept >$f; touch -r kept $f; cmp -s $f kept && exit 1; "
                     "[ $(wc -c <$f) = $(wc -c <kept) ]");
    EXPECT_STATUS(place, 0);
    expect_counts(place, INDEX("site"),
                  "indexed 0, updated 1, unchanged 71, removed 0, skipped 0, ignored 3");
    expect_counts(place, INDEX("site"),
                  "indexed 0, updated 0, unchanged 72, removed 0, skipped 0, ignored 3");
    run_shell(place, "rm $(find site/pressmeddelanden -name '*.md' | sort | head -n 1)");
    expect_counts(place, INDEX("--prune", "site"),
                  "indexed 0, updated 0, unchanged 71, removed 1, skipped 0, ignored 3");
    look_expect_sound(place, "i");
    RUN(place, "lupp-index", "--index", "j", "site");
    look_expect_same(place, "i", "j");
}

/* A date in a list alone. */
static void changed_lists_update_their_pages(struct place *place)
{
    make_site(place);
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

/* A list that is broken for a night must not take the metadata from its pages. */
static void broken_lists_change_nothing(struct place *place)
{
    make_site(place);
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

/* ---- the order does not matter --------------------------------------------------------------- */

static void parts_in_any_order(struct place *place)
{
    make_site(place);
    RUN(place, "lupp-index", "--index", "whole", "site");
    RUN(place, "lupp-index", "--index", "a", "site/artiklar", "site/pressmeddelanden",
        "site/rattsliga-dokument");
    RUN(place, "lupp-index", "--index", "a", "site");
    run_shell(place, "for d in $(ls -d site/*/ | grep -v api | sort -r); do "
                     "lupp-index --index b $d || exit 1; done");
    EXPECT_STATUS(place, 0);
    run_shell(place, "find site -name '*.md' | sort -R --random-source=corpus.seed 2>/dev/null "
                     "| cat >files; find site -name '*.md' | sort | awk '{print length, $0}' | "
                     "sort -n | cut -d' ' -f2- >files; lupp-index --index c --files-from files");
    EXPECT_STATUS(place, 0);
    run_shell(place, "while read f; do lupp-index -q --index d $f || exit 1; done <files");
    EXPECT_STATUS(place, 0);
    RUN(place, "lupp-index", "--index", "e", "--commit-every", "1", "site", "site/artiklar");
    static const char *const others[] = {"a", "b", "c", "d", "e"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        look_expect_sound(place, others[i]);
        look_expect_same(place, "whole", others[i]);
    }
}

/* Deleting, then putting back: as if nothing had been. */
static void pages_go_and_come_back(struct place *place)
{
    make_site(place);
    INDEX("site");
    char *before = look_dump(place, "i");
    run_shell(place, "mkdir away; for f in $(find site/artiklar -name '*.md' | sort | head -n 7); "
                     "do cp --parents $f away; rm $f; done");
    expect_counts(place, INDEX("--prune", "site"),
                  "indexed 0, updated 0, unchanged 65, removed 7, skipped 0, ignored 3");
    look_expect_sound(place, "i");
    RUN(place, "lupp-index", "--index", "j", "site");
    look_expect_same(place, "i", "j");
    run_shell(place, "cp -r away/site .");
    expect_counts(place, INDEX("site"),
                  "indexed 7, updated 0, unchanged 65, removed 0, skipped 0, ignored 3");
    look_expect_sound(place, "i");
    char *after = look_dump(place, "i");
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* ---- links ----------------------------------------------------------------------------------- */

static void links_make_entries(struct place *place)
{
    place_write(place, "s/a.md",
                "# A\n\nSe [om fisk](/b/) och [Östersjön](https://cbss.org/x/).\n");
    INDEX("s");
    const struct schema_document *d = look_document(place, "i", "b");
    assert_true(d != NULL && d->link_only);
    assert_memory_equal(d->title.data, "om fisk", 7);
    assert_true(slice_equal(d->url, SLICE("https://www.regeringen.se/b/")));
    assert_non_null(look_document(place, "i", "cbss.org/x"));
    /* the page comes */
    place_write(place, "s/b.md", "# B\n\nOm torsk.\n");
    INDEX("s");
    d = look_document(place, "i", "b");
    assert_true(d != NULL && !d->link_only);
    assert_int_equal(look_count(place, "i", "fisk"), 2);
    look_expect_sound(place, "i");
    /* the words of the link change: the target's entry, not its run, with them */
    place_write(place, "s/a.md", "# A\n\nSe [om lax](/b/) och [Östersjön](https://cbss.org/x/).\n");
    INDEX("s");
    assert_int_equal(look_count(place, "i", "fisk"), 0);
    assert_int_equal(look_count(place, "i", "lax"), 2);
    assert_int_equal(look_document(place, "i", "b")->run, 2);
    look_expect_sound(place, "i");
    /* the page goes, then the link */
    place_remove(place, "s/b.md");
    INDEX("--prune", "--force", "s");
    d = look_document(place, "i", "b");
    assert_true(d != NULL && d->link_only);
    place_write(place, "s/a.md", "# A\n\nInget.\n");
    INDEX("s");
    assert_null(look_document(place, "i", "b"));
    assert_null(look_document(place, "i", "cbss.org/x"));
    look_expect_sound(place, "i");
}

static void links_to_oneself_say_nothing(struct place *place)
{
    place_write(place, "s/a.md", "# A\n\nSe [egenheter](/a/) och [flikar](#b).\n");
    INDEX("s");
    look_expect_sound(place, "i");
    assert_int_equal(look_count(place, "i", "Klink"), 0);
    place_write(place, "s/a.md", "# A\n\nSe [egna](/a/).\n");
    INDEX("s");
    look_expect_sound(place, "i");
}

static void sections_come_and_go(struct place *place)
{
    place_write(place, "s/a.md", "# A\n\nEtt.\n\n## Två\n\nDrei.\n\n## Tre\n\nQuatre.\n");
    INDEX("s");
    assert_int_equal(look_count(place, "i", "Ksection"), 3);
    place_write(place, "s/a.md", "# A\n\nEtt.\n\n## Två\n\nDrei.\n");
    INDEX("s");
    assert_int_equal(look_count(place, "i", "Ksection"), 2);
    place_write(place, "s/a.md", "# A\n\nEtt.\n");
    INDEX("s");
    assert_int_equal(look_count(place, "i", "Ksection"), 0);
    place_write(place, "s/a.md", "# A\n\nEtt.\n\n## Två\n\nDrei.\n");
    INDEX("s");
    look_expect_sound(place, "i");
    RUN(place, "lupp-index", "--index", "i", "--remove", "a");
    assert_int_equal(look_count(place, "i", "Ksection"), 0);
    look_expect_sound(place, "i");
}

/* ---- pruning --------------------------------------------------------------------------------- */

static void prune_refuses_too_much(struct place *place)
{
    make_site(place);
    INDEX("site");
    uint64_t before = look_bytes(place, "i");
    run_shell(place, "rm -r site/artiklar");
    expect_counts(place, INDEX("--prune", "site"),
                  "indexed 0, updated 0, unchanged 57, removed 0, skipped 1, ignored 3");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "15 of 72 documents are gone, more than a tenth");
    assert_true(look_bytes(place, "i") == before);
    expect_counts(place, INDEX("--prune", "--force", "site"),
                  "indexed 0, updated 0, unchanged 57, removed 15, skipped 0, ignored 3");
    EXPECT_STATUS(place, 0);
    look_expect_sound(place, "i");
}

/* A source says nothing of what lies beside it, and a missing one nothing at all. */
static void prune_keeps_to_its_source(struct place *place)
{
    make_site(place);
    INDEX("site");
    run_shell(place, "rm site/pressmeddelanden/2022/*/*.md site/tal/*/*/*.md");
    expect_counts(place, INDEX("--prune", "--force", "site/tal"),
                  "indexed 0, updated 0, unchanged 0, removed 2, skipped 0, ignored 0");
    run_shell(place, "mv site/artiklar away");
    INDEX("--prune", "--force", "site/artiklar");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "no source could be read");
    INDEX("--prune", "--force", "site/artiklar", "site/tal");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "removed 0");
    look_expect_sound(place, "i");
}

static void moved_pages_are_told(struct place *place)
{
    make_site(place);
    INDEX("site");
    run_shell(place, "mkdir -p site/artiklar/2025/07; mv site/artiklar/2025/06/*.md "
                     "site/artiklar/2025/07/");
    INDEX("--prune", "--verbose", "--format=jsonl", "site");
    EXPECT_ERR_HAS(place, "moved artiklar/2025/06/tagen-ska-ga-i-tid to "
                          "artiklar/2025/07/tagen-ska-ga-i-tid");
    EXPECT_OUT_HAS(place, "\"moved\":1");
    EXPECT_OUT_HAS(place, "\"indexed\":1,\"updated\":0,\"unchanged\":71,\"removed\":1");
    EXPECT_OUT_HAS(place, "\"run\":2}\n");
    EXPECT_ERR_LACKS(place, "seconds");
}

static void dry_runs_write_nothing(struct place *place)
{
    make_site(place);
    expect_counts(place, INDEX("--dry-run", "site"),
                  "dry run: indexed 72, updated 0, unchanged 0, removed 0, skipped 0, ignored 3");
    assert_false(place_exists(place, "i"));
    INDEX("site");
    uint64_t before = look_bytes(place, "i");
    run_shell(place, "rm site/artiklar/2025/06/*.md; echo Mer. >>site/artiklar/2025/05/*.md; "
                     "echo '# Ny' >site/artiklar/ny.md");
    expect_counts(place, INDEX("-n", "-v", "--prune", "site"),
                  "dry run: indexed 1, updated 1, unchanged 70, removed 1, skipped 0, ignored 3");
    EXPECT_ERR_HAS(place, "would be removed: artiklar/2025/06/tagen-ska-ga-i-tid");
    assert_true(look_bytes(place, "i") == before);
}

/* ---- the index itself ------------------------------------------------------------------------ */

static void removing_by_id(struct place *place)
{
    make_site(place);
    INDEX("site");
    INDEX("--remove", "artiklar/2025/06/tagen-ska-ga-i-tid", "--remove", "no/such");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "no/such: skipped: the index holds no such document");
    EXPECT_ERR_HAS(place, "removed 1");
    assert_int_equal(look_count(place, "i", "Kpage"), 71);
    look_expect_sound(place, "i");
}

/* As addresses are taken elsewhere, and as files are named. */
static void removing_by_other_names(struct place *place)
{
    static const char *const names[] = {"https://www.regeringen.se/a/",
                                        "regeringen.se/a",
                                        "//www.regeringen.se/a.md#del",
                                        "/a/",
                                        "a/",
                                        "a.md",
                                        "s/a.md",
                                        "./s/../s/a.md"};
    place_write(place, "s/a.md", "# A\n");
    place_write(place, "s/b.md", "# B\n");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        INDEX("s");
        INDEX("--remove", names[i]);
        EXPECT_STATUS(place, 0);
        EXPECT_ERR_HAS(place, "removed 1,");
        assert_null(look_document(place, "i", "a"));
    }
    place_write(place, "t/b.md", "# En annan\n");
    INDEX("--remove", "t/b.md", "--remove", "nowhere/b.md", "--remove", "https://annan.se/b",
          "--remove", "", "--remove", "#b");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "removed 0, skipped 5,");
    INDEX("--prefix=x", "s");
    INDEX("--prefix=x", "--remove=/b/");
    EXPECT_ERR_HAS(place, "removed 1,");
    assert_null(look_document(place, "i", "x/b"));
    assert_non_null(look_document(place, "i", "b"));
}

static void rebuilding_gives_the_same(struct place *place)
{
    make_site(place);
    INDEX("site");
    char *before = look_dump(place, "i");
    run_shell(place, "mv site away");
    static const char *const tasks[] = {"--rebuild", "--compact", "--rebuild"};
    for (size_t i = 0; i < 3; i++) {
        INDEX(tasks[i]);
        EXPECT_STATUS(place, 0);
        look_expect_sound(place, "i");
        char *after = look_dump(place, "i");
        assert_string_equal(before, after);
        free(after);
    }
    run_shell(place, "mv away site");
    expect_counts(place, INDEX("site"),
                  "indexed 0, updated 0, unchanged 72, removed 0, skipped 0, ignored 3");
    free(before);
}

static void expect_count(struct place *place, const char *question, const char *count)
{
    RUN(place, "lupp", "--index", "i", "--count", "--match=all", question);
    EXPECT_OUT(place, count);
}

/* The index says by which analysis it was made; who asks or adds need not. */
static void other_analyses_are_heeded(struct place *place)
{
    place_write(place, "a.md", "# Ett\n\nUppdraget gäller människohandel.\n");
    INDEX("--analysis=surface", "a.md");
    EXPECT_STATUS(place, 0);
    expect_count(place, "uppdraget", "1\n");
    expect_count(place, "uppdrag", "0\n");
    expect_count(place, "handel", "0\n");
    place_write(place, "b.md", "# Två\n\nHandeln med virke.\n");
    INDEX("b.md");
    EXPECT_STATUS(place, 0);
    expect_count(place, "handel", "0\n");
    look_expect_sound(place, "i");
    INDEX("--analysis=full", "b.md");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "built with \"analysis surface\", this program has \"analysis full\"");
    INDEX("--rebuild", "--analysis=no-compounds");
    EXPECT_STATUS(place, 0);
    expect_count(place, "uppdrag", "1\n");
    expect_count(place, "handel", "1\n");
    INDEX("--rebuild", "--analysis=full");
    expect_count(place, "handel", "2\n");
    RUN(place, "lupp-index", "--index", "j", "a.md", "b.md");
    look_expect_same(place, "i", "j");
    INDEX("--analysis=best", "a.md");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "'best' is none of full, no-names, no-compounds, snowball, surface");
}

/* What Xapian's own tools make of it can be written to as well. */
static void plain_databases_are_taken(struct place *place)
{
    make_site(place);
    INDEX("site");
    if (run_shell(place, "xapian-compact i plain")->status != 0)
        skip();
    place_write(place, "site/artiklar/ny.md", "# Ny\n\nSida.\n");
    RUN(place, "lupp-index", "--index", "plain", "site");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 1, updated 0, unchanged 72");
    RUN(place, "lupp-index", "--index", "plain", "--rebuild");
    EXPECT_STATUS(place, 0);
    look_expect_sound(place, "plain");
    assert_true(place_exists(place, "plain/XAPIANDB"));
    assert_false(place_exists(place, "plain/iamglass"));
}

static void damaged_indexes_are_told(struct place *place)
{
    make_site(place);
    INDEX("site");
    run_shell(place, "dd if=/dev/zero of=i/1/postlist.glass bs=8192 seek=2 count=3 conv=notrunc");
    INDEX("--check");
    EXPECT_STATUS(place, 2);
    run_shell(place, "rm -r i; mkdir i; echo text >i/file");
    INDEX("site");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "i: not an index, and not empty");
    RUN(place, "lupp-index", "--index", "none", "--check");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "there is no index");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(site_is_indexed),
        PLACE_TEST(unchanged_run_changes_no_byte),
        PLACE_TEST(changed_files_are_updated),
        PLACE_TEST(times_deceive_nobody),
        PLACE_TEST(changed_lists_update_their_pages),
        PLACE_TEST(lists_change_entry_by_entry),
        PLACE_TEST(lists_change_back),
        PLACE_TEST(broken_lists_change_nothing),
        PLACE_TEST(broken_lists_keep_metadata),
        PLACE_TEST(pages_come_back_to_changed_lists),
        PLACE_TEST(named_lists_know_what_changed),
        PLACE_TEST(folders_bind_their_lists),
        PLACE_TEST(parts_in_any_order),
        PLACE_TEST(pages_go_and_come_back),
        PLACE_TEST(links_make_entries),
        PLACE_TEST(links_to_oneself_say_nothing),
        PLACE_TEST(sections_come_and_go),
        PLACE_TEST(prune_refuses_too_much),
        PLACE_TEST(prune_keeps_to_its_source),
        PLACE_TEST(moved_pages_are_told),
        PLACE_TEST(dry_runs_write_nothing),
        PLACE_TEST(removing_by_id),
        PLACE_TEST(removing_by_other_names),
        PLACE_TEST(rebuilding_gives_the_same),
        PLACE_TEST(other_analyses_are_heeded),
        PLACE_TEST(plain_databases_are_taken),
        PLACE_TEST(damaged_indexes_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, look_end);
}
