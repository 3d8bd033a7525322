/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs of lupp-index over pages that come, change, move and go. */
#include "expect.h"

#include <stdlib.h>

/* ---- a whole site ---------------------------------------------------------------------------- */

static void site_is_indexed(struct place *place)
{
    place_copy(place, "corpus", "site");
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
    place_copy(place, "corpus", "site");
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
    place_copy(place, "corpus", "site");
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
    place_copy(place, "corpus", "site");
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

/* ---- the order does not matter --------------------------------------------------------------- */

static void parts_in_any_order(struct place *place)
{
    place_copy(place, "corpus", "site");
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
    place_copy(place, "corpus", "site");
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
    place_copy(place, "corpus", "site");
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
    place_copy(place, "corpus", "site");
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
    place_copy(place, "corpus", "site");
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
    place_copy(place, "corpus", "site");
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
    place_copy(place, "corpus", "site");
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
    place_copy(place, "corpus", "site");
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
    place_copy(place, "corpus", "site");
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
    place_copy(place, "corpus", "site");
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
        PLACE_TEST(site_is_indexed),           PLACE_TEST(unchanged_run_changes_no_byte),
        PLACE_TEST(changed_files_are_updated), PLACE_TEST(times_deceive_nobody),
        PLACE_TEST(parts_in_any_order),        PLACE_TEST(pages_go_and_come_back),
        PLACE_TEST(links_make_entries),        PLACE_TEST(links_to_oneself_say_nothing),
        PLACE_TEST(sections_come_and_go),      PLACE_TEST(prune_refuses_too_much),
        PLACE_TEST(prune_keeps_to_its_source), PLACE_TEST(moved_pages_are_told),
        PLACE_TEST(dry_runs_write_nothing),    PLACE_TEST(removing_by_id),
        PLACE_TEST(removing_by_other_names),   PLACE_TEST(rebuilding_gives_the_same),
        PLACE_TEST(other_analyses_are_heeded), PLACE_TEST(plain_databases_are_taken),
        PLACE_TEST(damaged_indexes_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, look_end);
}
