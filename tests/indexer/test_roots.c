/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which ids pages get from their roots, and to which root an id belongs. */
#include "expect.h"

static void one_page_has_one_id(struct place *place)
{
    place_copy(place, "corpus", "site");
    INDEX("site/artiklar/2025/06/tagen-ska-ga-i-tid.md");
    EXPECT_ERR_HAS(place, "indexed 1,");
    const struct schema_document *d = expect_page(place, "artiklar/2025/06/tagen-ska-ga-i-tid");
    expect_text(d->published, "2025-06-05"); /* its list was read too */
    INDEX("site/artiklar");
    EXPECT_ERR_HAS(place, "unchanged 1,");
    INDEX("site");
    EXPECT_ERR_HAS(place, "updated 0,");
    run_shell(place, "cd site/artiklar/2025/06 && lupp-index --index ../../../../i *.md");
    EXPECT_ERR_HAS(place, "unchanged 1,");
}

static void roots_hold_their_ids(struct place *place)
{
    place_write(place, "one/x.md", "# Ett\n");
    place_write(place, "two/x.md", "# Två\n");
    place_write(place, "two/y.md", "# Y\n");
    INDEX("one");
    INDEX("two");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "two/x.md: skipped: its id x belongs to ");
    EXPECT_ERR_HAS(place, "/one (--prefix gives it another id, --adopt takes this one over)");
    EXPECT_ERR_HAS(place, "indexed 1,");
    expect_text(expect_page(place, "x")->title, "Ett");
    /* each way out */
    INDEX("--prefix", "andra/", "two/x.md");
    EXPECT_STATUS(place, 0);
    expect_text(expect_page(place, "andra/x")->title, "Två");
    INDEX("--adopt", "two");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "updated 1, unchanged 1");
    expect_text(expect_page(place, "x")->title, "Två");
    expect_text(expect_page(place, "andra/x")->title, "Två");
    /* both at once: the one that sorts first holds, whatever --adopt says */
    RUN(place, "lupp-index", "--index", "j", "--adopt", "two", "one");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "two/x.md: skipped");
}

static void moved_roots_give_their_ids(struct place *place)
{
    place_write(place, "old/x.md", "# X\n");
    INDEX("old");
    run_shell(place, "mv old new");
    INDEX("new");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 0, updated 0, unchanged 1, removed 0, skipped 0,");
    assert_true(slice_ends(expect_page(place, "x")->path, SLICE("/new/x.md")));
    INDEX("new");
    EXPECT_ERR_HAS(place, "unchanged 1,");
}

/* Also where one of two lines of an id is what the index holds. */
static void moved_roots_give_ids_met_twice(struct place *place)
{
    place_write(place, "old/x.jsonl",
                "{\"id\": \"a\", \"text\": \"Ett.\"}\n"
                "{\"id\": \"a\", \"text\": \"Två.\"}\n"
                "{\"id\": \"b\", \"text\": \"B.\"}\n");
    INDEX("old");
    run_shell(place, "mv old new");
    expect_counts(place, INDEX("new"), "indexed 0, updated 0, unchanged 2, removed 0, skipped 0");
    assert_true(slice_ends(expect_page(place, "a")->path, SLICE("/new/x.jsonl")));
    expect_text(expect_page(place, "a")->blocks[0].text, "Två.");
    run_shell(place, "sed -i /\\\"a\\\"/d new/x.jsonl");
    expect_counts(place, INDEX("--prune", "--force", "new"),
                  "indexed 0, updated 0, unchanged 1, removed 1");
    look_expect_sound(place, "i");
}

/* The root that takes a page back knows its lists and files from before. */
static void ids_come_back_to_known_roots(struct place *place)
{
    place_write(place, "one/x.md", "# X\n");
    place_write(place, "site/api/codes.json", "{}");
    place_write(place, "site/artiklar.json", "[{\"url\": \"/artiklar/y/\", \"title\": \"Y\"}]");
    place_write(place, "site/artiklar/y.md", "# Y\n");
    run_shell(place, "sleep 3.1; cp -r one two; cp -r site copy");
    INDEX("one", "site");
    INDEX("--adopt", "two", "copy");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "updated 0, unchanged 2,");
    INDEX("--adopt", "one", "site");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "updated 0, unchanged 2,");
    run_shell(place, "rm -r two copy; mv one two; mv site copy");
    INDEX("two", "copy");
    run_shell(place, "mv two one; mv copy site");
    INDEX("one", "site");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "updated 0, unchanged 2,");
    assert_true(slice_ends(expect_page(place, "x")->path, SLICE("/one/x.md")));
    INDEX("one", "site");
    EXPECT_ERR_HAS(place, "unchanged 2,");
}

static void root_site_and_prefix(struct place *place)
{
    place_write(place, "a/b/x.md", "# X\n\n[Y](/b/y/) [Z](z.md) [ut](https://example.se/q)\n");
    INDEX("--root", "a", "--site", "https://example.se/", "--prefix", "p", "a/b/x.md");
    const struct schema_document *d = expect_page(place, "p/b/x");
    expect_text(d->url, "https://example.se/b/x/");
    expect_text(d->links[0].target, "p/b/y");
    expect_text(d->links[1].target, "p/b/z");
    expect_text(d->links[2].target, "p/q");
    expect_text(look_document(place, "i", "p/b/y")->url, "https://example.se/b/y/");
    INDEX("--root", "a/b", "a");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "lies outside --root a/b");
    /* another site: other addresses */
    INDEX("--root", "a", "--site", "https://example.org", "--prefix", "p", "a/b/x.md");
    EXPECT_ERR_HAS(place, "updated 1,");
    expect_text(expect_page(place, "p/b/x")->url, "https://example.org/b/x/");
    assert_non_null(look_document(place, "i", "example.se/q"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(one_page_has_one_id),          PLACE_TEST(roots_hold_their_ids),
        PLACE_TEST(moved_roots_give_their_ids),   PLACE_TEST(moved_roots_give_ids_met_twice),
        PLACE_TEST(ids_come_back_to_known_roots), PLACE_TEST(root_site_and_prefix),
    };
    return cmocka_run_group_tests(tests, NULL, look_end);
}
