/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lupp-index reads, and what it says of what it cannot read. */
#include "expect.h"

#include <unistd.h>

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
    look_expect_sound(place, "i");
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
    look_expect_sound(place, "i");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
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
    };
    return cmocka_run_group_tests(tests, NULL, look_end);
}
