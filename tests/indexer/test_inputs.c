/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lupp-index reads, and what it says of what it cannot read. */
#include "look.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INDEX(...) RUN(place, "lupp-index", "--index", "i", __VA_ARGS__)
#define INDEX_FROM(text, ...)                                                                      \
    RUN_HOW(place, HOW(.input = slice_of(text)), "lupp-index", "--index", "i", __VA_ARGS__)

static void expect_text(struct slice got, const char *wanted)
{
    char *text = slice_copy(got);
    assert_string_equal(text, wanted);
    free(text);
}

static const struct schema_document *expect_page(struct place *place, const char *id)
{
    const struct schema_document *d = look_document(place, "i", id);
    if (d == NULL || d->link_only)
        run_fail(place, __FILE__, __LINE__, "the index does not hold %s", id);
    return d;
}

/* ---- ids and roots --------------------------------------------------------------------------- */

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

/* ---- files ----------------------------------------------------------------------------------- */

static void kinds_of_files(struct place *place)
{
    place_write(place, "s/a.md", "# Markdown\n\nEtt.\n");
    place_write(place, "s/b.html", "<title>Sida</title><main><h1>Rubrik</h1><p>Två.</main>");
    place_write(place, "s/c.txt", "Titel\n\nTre.\n");
    place_write(place, "s/d.jsonl",
                "{\"id\": \"egen/id\", \"text\": \"Fyra\"}\n\n{\"url\": "
                "\"/fem/\", \"title\": \"Fem\"}");
    place_write(place, "s/e.json", "{\"id\": \"sex\",\n \"title\": \"Sex\"}\n");
    place_write(place, "s/f.json", "[{\"url\": \"/a/\", \"title\": \"Listans titel\"}]");
    place_write(place, "s/g.pdf.bak", "annat");
    place_write(place, "s/.dold.md", "# Dold\n");
    place_write(place, "s/.git/x.md", "# Dold\n");
    run_shell(place, "gzip -c s/c.txt >s/h.txt.gz");
    INDEX("s");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 7, updated 0, unchanged 0, removed 0, skipped 0, ignored 1,");
    expect_text(expect_page(place, "a")->list_title, "Listans titel");
    expect_text(expect_page(place, "b.html")->title, "Rubrik");
    expect_text(expect_page(place, "c.txt")->title, "Titel");
    expect_text(expect_page(place, "h.txt")->title, "Titel");
    expect_text(expect_page(place, "egen/id")->blocks[0].text, "Fyra");
    expect_text(expect_page(place, "fem")->list_title, "Fem");
    expect_text(expect_page(place, "sex")->list_title, "Sex");
    INDEX("s");
    EXPECT_ERR_HAS(place, "unchanged 7,");
}

/* Text cut out of a page of the mirror: its links count, and their addresses are no words. */
static void text_with_links(struct place *place)
{
    place_write(place, "s/a.jsonl",
                "{\"id\": \"a\", \"text\": \"Ett. Se [Om tv\u00e5](/b/hemlig-adress/).\"}\n"
                "{\"id\": \"b\", \"text\": \"Tv\u00e5 [inom] (klamrar).\"}\n");
    INDEX("s");
    EXPECT_STATUS(place, 0);
    expect_text(expect_page(place, "a")->blocks[0].text, "Ett. Se Om två.");
    assert_int_equal(expect_page(place, "a")->link_count, 1);
    expect_text(expect_page(place, "a")->links[0].target, "b/hemlig-adress");
    expect_text(expect_page(place, "b")->blocks[0].text, "Två [inom] (klamrar).");
    /* A heading is the title where no other is said, as of Markdown; plain text has none. */
    INDEX_FROM("{\"id\": \"c\", \"text\": \"# Om gr\u00e4nserSOU 2025:7\\n\\nSe [b](/b/).\"}\n"
               "{\"id\": \"d\", \"text\": \"# Rubrik\\n\\nSe [b](/b/).\", \"title\": \"D\"}\n"
               "{\"id\": \"e\", \"text\": \"# Ett tecken\\n\\nText.\"}\n",
               "-");
    expect_text(expect_page(place, "c")->title, "Om gränser");
    expect_text(expect_page(place, "c")->label, "SOU 2025:7");
    expect_text(expect_page(place, "d")->title, "");
    expect_text(expect_page(place, "d")->blocks[0].text, "Rubrik");
    expect_text(expect_page(place, "e")->title, "");
}

static void named_files_are_never_ignored(struct place *place)
{
    place_write(place, "page", "# Titel\n\nText.\n");
    place_write(place, "markup", "<h1>Titel</h1>");
    place_write(place, "lines",
                "{\"id\": \"x\", \"text\": \"X\"}\n{\"id\": \"y\", \"text\": \"Y\"}\n");
    place_write_bytes(place, "binary",
                      SLICE("\x7F"
                            "ELF\0\0\0\1"));
    INDEX("page", "markup", "lines", "binary");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "binary: skipped: ");
    EXPECT_ERR_HAS(place, "indexed 4, updated 0, unchanged 0, removed 0, skipped 1, ignored 0");
    expect_text(expect_page(place, "page")->title, "Titel");
    expect_page(place, "y");
}

/* A list that is named makes documents of what it tells of. */
static void lists_alone(struct place *place)
{
    place_write(place, "m/api/codes.json", "{\"1\": \"Artikel\"}");
    place_write(place, "m/artiklar.json",
                "[{\"url\": \"/artiklar/a/\", \"title\": \"A\", \"types\": [\"1\"],"
                "\"summary\": \"Det viktigaste.\"}]");
    INDEX("m");
    EXPECT_ERR_HAS(place, "indexed 0,");
    INDEX("m/artiklar.json");
    EXPECT_ERR_HAS(place, "indexed 1,");
    const struct schema_document *d = expect_page(place, "artiklar/a");
    assert_int_equal(d->blocks[0].kind, BLOCK_SUMMARY);
    expect_text(d->types.items[0], "Artikel");
    INDEX("m/artiklar.json");
    EXPECT_ERR_HAS(place, "unchanged 1,");
    place_write(place, "m/artiklar/a.md", "# A\n\nDet viktigaste. Mer.\n");
    INDEX("m");
    EXPECT_ERR_HAS(place, "updated 1,");
    d = expect_page(place, "artiklar/a");
    assert_int_equal(d->block_count, 1);
    RUN(place, "lupp-index", "--index", "i", "--check");
    EXPECT_STATUS(place, 0);
}

static void broken_files_harm_nobody(struct place *place)
{
    place_copy(place, "tests/data/broken", "b");
    place_write(place, "b/whole.md", "# Hel\n\nSida.\n");
    run_shell(place, "mkfifo b/pipe.md; ln -s nowhere.md b/dangling.md; ln -s loop.md b/loop.md; "
                     "ln -s .. b/up; mkdir -p b/sub.md; echo '# Under' >b/sub.md/x.md");
    INDEX("b");
    EXPECT_STATUS(place, 1);
    static const char *const skipped[] = {
        "nul-bytes.md", "utf16.md", "truncated-list.json", "pipe.md",
        "dangling.md",  "loop.md",  "one-bad-line.jsonl:2"};
    for (size_t i = 0; i < sizeof skipped / sizeof skipped[0]; i++) {
        struct buffer wanted = {0};
        buffer_format(&wanted, "/b/%s: skipped: ", skipped[i]);
        EXPECT_ERR_HAS(place, wanted.data);
        buffer_free(&wanted);
    }
    EXPECT_ERR_HAS(place, "/b/invalid-utf8.md: ");
    EXPECT_ERR_HAS(place, "not UTF-8 and became U+FFFD");
    expect_page(place, "whole");
    expect_page(place, "sub.md/x");
    expect_page(place, "deep-quotes");
    expect_page(place, "empty");
    RUN(place, "lupp-index", "--index", "i", "--check");
    EXPECT_STATUS(place, 0);
}

/* Texts of old archives that say nothing of their characters. */
static void western_texts_are_read(struct place *place)
{
    place_write_bytes(place, "s/a.txt",
                      SLICE("\xC5r 1998\n\nOm sj\xF6"
                            "fart.\n"));
    place_write_bytes(place, "s/b.md", SLICE("# Tv\xE5\n\nOm f\xE4rjor.\n"));
    INDEX("s");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "/s/a.txt: not UTF-8; it was read as Windows-1252\n");
    EXPECT_ERR_HAS(place, "/s/b.md: not UTF-8; it was read as Windows-1252\n");
    EXPECT_ERR_LACKS(place, "U+FFFD");
    expect_text(expect_page(place, "a.txt")->blocks[0].text, "Om sjöfart.");
    expect_text(expect_page(place, "b")->title, "Två");
}

/* A name is one line, whatever bytes it has. */
static void odd_names_are_told_on_a_line(struct place *place)
{
    run_shell(place, "mkdir s; cd s; n=$(printf 'a\\nb\\tc\\033[1m\\344\\302\\233d'); "
                     "echo x >\"$n.bin\"; printf 'a\\000' >\"$n.md\"; echo '# X' >\"x$n.md\"");
    INDEX("--verbose", "s");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "/s/a\\nb\\tc\\x1B[1m\\xE4\\u009Bd.bin: ignored\n");
    EXPECT_ERR_HAS(place, "/s/a\\nb\\tc\\x1B[1m\\xE4\\u009Bd.md: skipped: holds NUL");
    EXPECT_ERR_HAS(place, "indexed xa\\nb\\tc\\x1B[1m\\xE4\\u009Bd\n");
}

static void unreadable_files_stay(struct place *place)
{
    if (geteuid() == 0)
        skip(); /* nothing is unreadable to root */
    place_write(place, "s/a.md", "# A\n");
    place_write(place, "s/sub/b.md", "# B\n");
    INDEX("s");
    run_shell(place, "chmod 0 s/a.md s/sub");
    INDEX("--prune", "s");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "s/a.md: skipped: Permission denied");
    EXPECT_ERR_HAS(place, "s/sub: skipped: Permission denied");
    EXPECT_ERR_HAS(place, "removed 0");
    run_shell(place, "chmod 755 s/a.md s/sub");
}

/* Root may open everything, unless it gives that up. */
static const char *unprivileged(struct place *place)
{
    static const char less[] = "setpriv --bounding-set=-dac_override,-dac_read_search ";
    if (geteuid() != 0)
        return "";
    if (run_shell(place, "setpriv --bounding-set=-dac_override,-dac_read_search true")->status != 0)
        skip();
    return less;
}

/* As one that is missing: with --prune it takes nothing away, whatever else is given. */
static void unreadable_sources_say_nothing(struct place *place)
{
    const char *run = unprivileged(place);
    struct buffer command = {0};
    place_write(place, "s/sub/a.md", "# A\n");
    place_write(place, "s/b.md", "# B\n");
    INDEX("s");
    static const char *const closed[] = {"s", "s/sub", "s/b.md"};
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++) {
        buffer_clear(&command);
        buffer_format(&command,
                      "chmod 0 %s; %slupp-index --index i --root s --prune --force %s; "
                      "code=$?; chmod 755 %s; exit $code",
                      closed[i], run, closed[i], closed[i]);
        run_shell(place, command.data);
        EXPECT_STATUS(place, 2);
        EXPECT_ERR_HAS(place, ": skipped: Permission denied");
        EXPECT_ERR_HAS(place, "no source could be read");
        assert_int_equal(look_count(place, "i", "Kpage"), 2);
    }
    buffer_clear(&command);
    buffer_format(&command,
                  "chmod 0 s/sub; rm s/b.md; %slupp-index --index i --root s --prune --force "
                  "s/b.md s/sub s; code=$?; chmod 755 s/sub; exit $code",
                  run);
    run_shell(place, command.data);
    EXPECT_STATUS(place, 1);
    assert_int_equal(look_count(place, "i", "Kpage"), 0); /* s can be read, and --force prunes */
    buffer_clear(&command);
    buffer_format(
        &command,
        "chmod 0 s/sub; %slupp-index --index new s/sub; code=$?; chmod 755 s/sub; exit $code", run);
    run_shell(place, command.data);
    EXPECT_STATUS(place, 2);
    assert_false(place_exists(place, "new"));
    buffer_free(&command);
}

/* Lists that nobody may read for a night: their pages keep what they said. */
static void unreadable_lists_stay(struct place *place)
{
    if (geteuid() == 0)
        skip();
    place_write(place, "s/api/codes.json", "{\"1\": \"Ett departement\"}");
    place_write(
        place, "s/artiklar.json",
        "[{\"url\": \"/artiklar/a\", \"published\": \"2024-01-01\", \"senders\": [\"1\"]}]");
    place_write(place, "s/artiklar/a.md", "# A\n");
    INDEX("s");
    run_shell(place, "chmod 0 s/artiklar.json s/api/codes.json");
    place_write(place, "s/artiklar/b.md", "# B\n");
    INDEX("s");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "s/artiklar.json: skipped: Permission denied");
    EXPECT_ERR_HAS(place, "indexed 1, updated 0, unchanged 1,");
    const struct schema_document *d = look_document(place, "i", "artiklar/a");
    expect_text(d->published, "2024-01-01");
    run_shell(place, "chmod 644 s/artiklar.json s/api/codes.json");
    INDEX("s");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 0, updated 0, unchanged 2,");
}

/* A page that became unreadable (a link to nowhere) is still there. */
static void broken_links_do_not_prune(struct place *place)
{
    place_write(place, "s/a.md", "# A\n");
    place_write(place, "s/b.md", "# B\n");
    INDEX("s");
    run_shell(place, "ln -sf nowhere s/a.md");
    INDEX("--prune", "--force", "s");
    EXPECT_STATUS(place, 1);
    expect_page(place, "a");
}

/* ---- standard input and lists of files ------------------------------------------------------- */

static void lines_from_standard_input(struct place *place)
{
    const char *lines =
        "{\"id\": \"a\", \"title\": \"A\", \"text\": \"Ett.\", \"date\": \"2025-01-02\","
        "\"type\": \"Nyhet\", \"senders\": [\"X\"], \"links\": [{\"name\": \"till b\","
        "\"url\": \"/b/\"}]}\n"
        "{\"url\": \"https://annan.se/c\", \"markdown\": \"# C\\n\\n## Del\\n\\nText.\"}\n"
        "{\"text\": \"Utan id.\"}\n"
        "{\"id\": \"d\", \"title\": \"D\", \"text\": \"Kort rad.\\n\\nMer text.\"}\n";
    INDEX_FROM(lines, "-");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 4,");
    const struct schema_document *d = expect_page(place, "a");
    expect_text(d->published, "2025-01-02");
    expect_text(d->types.items[0], "Nyhet");
    expect_text(d->links[0].target, "b");
    expect_text(d->path, "");
    expect_text(d->source, "-");
    expect_text(expect_page(place, "annan.se/c")->url, "https://annan.se/c");
    d = expect_page(place, "d"); /* the text's first line is no title */
    expect_text(d->title, "");
    assert_int_equal(d->block_count, 2);
    INDEX_FROM(lines, "-");
    EXPECT_ERR_HAS(place, "unchanged 4,");
    INDEX_FROM("{\"id\": \"a\", \"title\": \"A2\"}\n{\"id\": \"a\", \"title\": \"A3\"}\n", "-");
    EXPECT_ERR_HAS(place, "updated 1,");
    expect_text(expect_page(place, "a")->list_title, "A3");
}

/* What lupp prints can be read, dates of pages of which only the month is known among it. */
static void answers_are_lines(struct place *place)
{
    INDEX_FROM("{\"id\": \"tal/2024/05/a\", \"text\": \"Ett tal.\"}\n"
               "{\"id\": \"b\", \"text\": \"Ett tal.\", \"date\": \"2023\","
               "\"updated\": \"20230102\", \"links\": [\"/c\"]}\n",
               "-");
    run_shell(place, "lupp --index i --format=jsonl tal | sed 's/tal.2024.05.a/a/' | "
                     "lupp-index --index j -");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_LACKS(place, "passed over");
    RUN(place, "lupp", "--index", "j", "--format=tsv", "datum:2024-05");
    EXPECT_OUT_HAS(place, "\ta\t2024-05\t");
    RUN(place, "lupp", "--index", "j", "--format=tsv", "datum:2023");
    EXPECT_OUT_HAS(place, "\tb\t2023\t");
    INDEX_FROM("{\"id\": \"d\", \"title\": \"D\", \"date\": \"5 maj\", \"types\": {}}\n", "-");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "-:1: passed over 2 values of a wrong kind or form: date, types");
}

/* Who is replaced by whom, once an id; not where both say the same. */
static void ids_given_twice_are_told(struct place *place)
{
    const char *a = "{\"id\": \"a\", \"text\": \"Ett.\"}\n";
    INDEX_FROM("{\"id\": \"a\", \"text\": \"Ett.\"}\n"
               "{\"id\": \"a\", \"text\": \"Ett.\"}\n"
               "{\"id\": \"b\", \"text\": \"B.\"}\n"
               "{\"id\": \"a\", \"text\": \"Två.\"}\n"
               "{\"id\": \"a\", \"text\": \"Tre.\"}\n",
               "--format=jsonl", "-");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR(place, "lupp-index: -:4: takes the place of -:2, which has the same id a\n");
    EXPECT_OUT_HAS(place, "\"indexed\":2,\"updated\":0,\"unchanged\":0,\"removed\":0");
    expect_text(expect_page(place, "a")->blocks[0].text, "Tre.");
    INDEX_FROM(a, "-");
    EXPECT_ERR_LACKS(place, "the same id");
    INDEX_FROM("{\"id\": \"a\", \"text\": \"Två.\"}\n{\"id\": \"a\", \"text\": \"Ett.\"}\n", "-");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "-:2: takes the place of -:1, which");
    EXPECT_ERR_HAS(place, "indexed 0, updated 0, unchanged 1,");
    place_write(place, "s/x.md", "# X\n");
    run_shell(place, "cd s; gzip -k x.md; echo '# Y' | gzip >y.md.gz; echo '# Z' >y.md");
    INDEX("s");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "s/y.md.gz: takes the place of another file, which has the same id y\n");
    EXPECT_ERR_LACKS(place, "x.md");
}

static void lines_that_are_no_utf8_are_told(struct place *place)
{
    INDEX_FROM("{\"id\": \"a\", \"text\": \"R\xE4tt\"}\n{\"id\": \"b\", \"text\": \"Rätt\"}\n"
               "{\"id\": \"c\", \"text\": \"R\xE4tt\"}\n",
               "-");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "lupp-index: -: what was not UTF-8 in 2 lines became U+FFFD\n");
    place_write(place, "s/a.json", "{\n\"id\": \"d\",\n\"text\": \"R\xE4tt\"}\n");
    INDEX("s");
    EXPECT_ERR_HAS(place, "s/a.json: what was not UTF-8 became U+FFFD\n");
}

static void bad_lines_are_named(struct place *place)
{
    INDEX_FROM(
        "{\"id\": \"a\", \"text\": \"A\"}\n{\"id\": \n[]\n{}\n{\"id\": \"b\", \"text\": \"B\"}\n",
        "-");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "lupp-index: -:2: skipped: ");
    EXPECT_ERR_HAS(place, "lupp-index: -:3: skipped: ");
    EXPECT_ERR_HAS(place, "lupp-index: -:4: skipped: ");
    EXPECT_ERR_HAS(place, "indexed 2, updated 0, unchanged 0, removed 0, skipped 3");
    INDEX_FROM("# En sida\n", "--prune", "--force", "-");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "--url");
    EXPECT_ERR_HAS(place, "lupp-index: no source could be read");
    expect_page(place, "a");
}

static void a_page_from_standard_input(struct place *place)
{
    INDEX_FROM("# Titel\n\n[Länk](/b/)\n", "--url", "https://www.regeringen.se/a/");
    expect_text(expect_page(place, "a")->title, "Titel");
    INDEX_FROM("<html><body><h1>Ute</h1></body></html>", "--url", "https://annan.se/x", "-");
    expect_text(expect_page(place, "annan.se/x")->title, "Ute");
    INDEX_FROM("# T\n", "--url", "mailto:a@b.se");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "not the address of a page");
}

static void packed_standard_input(struct place *place)
{
    run_shell(place,
              "echo '{\"id\": \"a\", \"text\": \"Packad\"}' | gzip | lupp-index --index i -");
    EXPECT_STATUS(place, 0);
    expect_page(place, "a");
}

static void sources_from_a_list(struct place *place)
{
    place_write(place, "s/a.md", "# A\n");
    place_write(place, "s/b c.md", "# B\n");
    place_write(place, "list", "s/a.md\ns/b c.md\n\n");
    INDEX("--files-from", "list");
    EXPECT_ERR_HAS(place, "indexed 2,");
    run_shell(place, "find s -name '*.md' -print0 | lupp-index --index i -0 --files-from -");
    EXPECT_ERR_HAS(place, "unchanged 2,");
    place_write(place, "list", "s/a.md\ns/missing.md\n");
    INDEX("--files-from", "list");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "s/missing.md: skipped: No such file or directory");
}

/* ---- the command line ------------------------------------------------------------------------ */

static void mistakes_are_told(struct place *place)
{
    static const char *const cases[][4] = {
        {"", NULL, NULL, "no source given"},
        {"--sit", "x", NULL, "--site"},
        {"--prune=yes", "s", NULL, "--prune: takes no value"},
        {"--site", "nonsense", "s", "--site: 'nonsense' is not an address"},
        {"--prefix", "/", "s", "--prefix: the name is empty"},
        {"--commit-every=soon", "s", NULL, "--commit-every: 'soon' is neither"},
        {"--commit-every=0", "s", NULL, "--commit-every: '0' is neither"},
        {"--wait=long", "s", NULL, "--wait: 'long' is no number of seconds"},
        {"--check", "s", NULL, "stand alone"},
        {"--check", "--rebuild", NULL, "stand alone"},
        {"--dry-run", "--compact", NULL, "--dry-run: goes with sources"},
        {"-", "-", NULL, "once only"},
        {"--files-from=-", "-", NULL, "once only"},
        {"-0", "s", NULL, "--null: goes with --files-from"},
        {"--url=/a/", "s", NULL, "--url: goes with standard input"},
        {"--format=xml", "s", NULL, "--format: 'xml' is none of text, jsonl"},
    };
    place_write(place, "s/a.md", "# A\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (cases[i][0][0] == '\0')
            RUN(place, "lupp-index", "--index", "i");
        else
            RUN(place, "lupp-index", "--index", "i", cases[i][0], cases[i][1], cases[i][2]);
        EXPECT_STATUS(place, 2);
        EXPECT_ERR_HAS(place, cases[i][3]);
        assert_false(place_exists(place, "i"));
    }
    RUN(place, "lupp-index", "--index", "i", "nowhere");
    EXPECT_STATUS(place, 2);
    assert_false(place_exists(place, "i"));
}

static void where_the_index_is(struct place *place)
{
    place_write(place, "s/a.md", "# A\n");
    RUN(place, "lupp-index", "s");
    assert_true(place_exists(place, "home/data/lupp/index/XAPIANDB"));
    place_setenv(place, "LUPP_INDEX", "from-variable");
    RUN(place, "lupp-index", "s");
    assert_true(place_exists(place, "from-variable/XAPIANDB"));
    INDEX("s");
    assert_true(place_exists(place, "i/XAPIANDB"));
    place_setenv(place, "LUPP_INDEX", NULL);
    place_setenv(place, "XDG_DATA_HOME", NULL);
    RUN(place, "lupp-index", "s");
    assert_true(place_exists(place, "home/.local/share/lupp/index/XAPIANDB"));
}

static void what_is_said_where(struct place *place)
{
    place_write(place, "s/a.md", "# A\n");
    INDEX("--quiet", "s");
    EXPECT_OUT(place, "");
    EXPECT_ERR(place, "");
    INDEX("--format=jsonl", "s");
    EXPECT_OUT_HAS(place, "{\"format\":1,\"indexed\":0,\"updated\":0,\"unchanged\":1,");
    EXPECT_OUT_HAS(place, "\"run\":null}\n");
    EXPECT_ERR(place, "");
    RUN_HOW(place, HOW(.out = RUN_FULL), "lupp-index", "--index", "i", "--format=jsonl", "s");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "No space left");
    RUN_HOW(place, HOW(.out = RUN_BROKEN_PIPE), "lupp-index", "--index", "i", "--format=jsonl",
            "s");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR(place, "");
    INDEX("--help");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT_HAS(place, "Usage: lupp-index");
    INDEX("--version");
    EXPECT_OUT_HAS(place, "lupp-index ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(one_page_has_one_id),
        PLACE_TEST(roots_hold_their_ids),
        PLACE_TEST(moved_roots_give_their_ids),
        PLACE_TEST(ids_come_back_to_known_roots),
        PLACE_TEST(root_site_and_prefix),
        PLACE_TEST(kinds_of_files),
        PLACE_TEST(text_with_links),
        PLACE_TEST(named_files_are_never_ignored),
        PLACE_TEST(lists_alone),
        PLACE_TEST(broken_files_harm_nobody),
        PLACE_TEST(western_texts_are_read),
        PLACE_TEST(odd_names_are_told_on_a_line),
        PLACE_TEST(unreadable_files_stay),
        PLACE_TEST(unreadable_sources_say_nothing),
        PLACE_TEST(unreadable_lists_stay),
        PLACE_TEST(broken_links_do_not_prune),
        PLACE_TEST(lines_from_standard_input),
        PLACE_TEST(answers_are_lines),
        PLACE_TEST(ids_given_twice_are_told),
        PLACE_TEST(lines_that_are_no_utf8_are_told),
        PLACE_TEST(bad_lines_are_named),
        PLACE_TEST(a_page_from_standard_input),
        PLACE_TEST(packed_standard_input),
        PLACE_TEST(sources_from_a_list),
        PLACE_TEST(mistakes_are_told),
        PLACE_TEST(where_the_index_is),
        PLACE_TEST(what_is_said_where),
    };
    return cmocka_run_group_tests(tests, NULL, look_end);
}
