/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program as a person and a pipe meet it. */
#include "run.h"
#include "sample.h"
#include "schema.h"
#include "xapian_c.h"

#include <string.h>

static void make_index(struct place *place)
{
    sample_index(place_path(place, "i"), 0);
}

static void help_and_version(struct place *place)
{
    RUN(place, "lupp", "--help");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT_HAS(place, "usage: lupp");
    EXPECT_ERR(place, "");
    RUN(place, "lupp", "--version");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT_HAS(place, "lupp ");
}

static void statuses(struct place *place)
{
    make_index(place);
    RUN(place, "lupp", "--index", "i", "skog");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT_HAS(place, "*skog*");
    EXPECT_ERR(place, "");
    RUN(place, "lupp", "--index", "i", "--offset=99", "skog");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT(place, "");
    RUN(place, "lupp", "--index", "i", "qqqqqqqqq");
    EXPECT_STATUS(place, 1);
    EXPECT_OUT(place, "");
    RUN(place, "lupp", "--index", "i", "--count", "qqqqqqqqq");
    EXPECT_STATUS(place, 1);
    EXPECT_OUT(place, "0\n");
    RUN(place, "lupp", "--index", "i", "-n", "0", "skog");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT(place, "");
}

static void trouble(struct place *place)
{
    make_index(place);
    RUN(place, "lupp", "--index", "i");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "lupp: nothing asked");
    RUN(place, "lupp", "--index", "i", "");
    EXPECT_STATUS(place, 2);
    RUN(place, "lupp", "--index", "i", "--formt=tsv", "skog");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR(place, "lupp: --formt: no such option; did you mean --format?\n");
    RUN(place, "lupp", "--index", "i", "--limit=x", "skog");
    EXPECT_STATUS(place, 2);
    RUN(place, "lupp", "--index", "i", "--null", "skog");
    EXPECT_STATUS(place, 2);
    RUN(place, "lupp", "--index", "i", "--format=tsv", "--explain", "skog");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR(place, "lupp: --explain: --format=tsv has no place for it\n");
    RUN(place, "lupp", "--index", "i", "--facets=titel", "skog");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "'titel' is none of type");
    RUN(place, "lupp", "--index", "i", "datum:2024-13");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "lupp: datum:2024-13: expected a year");
    EXPECT_OUT(place, "");
    RUN(place, "lupp", "--index", "i", "--added-since=igår", "skog");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "--added-since: 'igår'");
    RUN(place, "lupp", "--index", "i", "--batch=-", "skog");
    EXPECT_STATUS(place, 2);
}

static void no_index(struct place *place)
{
    RUN(place, "lupp", "--index", "inte", "skog");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR(place,
               "lupp: inte: no index there; build one with: lupp-index --index inte SOURCE\n");
    place_write(place, "fil", "inget index\n");
    RUN(place, "lupp", "--index", "fil", "skog");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "lupp: fil: ");
}

static void put_stamp(struct place *place, const char *name, const char *stamp)
{
    struct xc_index *index;
    assert_int_equal(xc_index_write(&index, place_path(place, name), XC_WRITE_OPEN_OR_CREATE, NULL),
                     XC_OK);
    assert_int_equal(xc_index_set_metadata(index, xc_text(SCHEMA_KEY_STAMP), xc_text(stamp), NULL),
                     XC_OK);
    assert_int_equal(xc_index_commit(index, NULL), XC_OK);
    xc_index_close(index);
}

static void foreign_index(struct place *place)
{
    put_stamp(place, "f", "");
    RUN(place, "lupp", "--index", "f", "skog");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR(place, "lupp: f: not an index of lupp-index\n");
    make_index(place);
    put_stamp(place, "i", "lupp; schema 0; analysis 0");
    RUN(place, "lupp", "--index", "i", "skog");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "lupp-index --index i --rebuild");
}

static void finds_its_index(struct place *place)
{
    make_index(place);
    RUN(place, "lupp", "skog");
    EXPECT_STATUS(place, 2);
    place_setenv(place, "LUPP_INDEX", "i");
    RUN(place, "lupp", "skog");
    EXPECT_STATUS(place, 0);
    RUN(place, "lupp", "--index=inte", "skog");
    EXPECT_STATUS(place, 2);
    place_setenv(place, "LUPP_INDEX", NULL);
    place_setenv(place, "XDG_DATA_HOME", place_path(place, "data"));
    place_mkdir(place, "data/lupp");
    sample_index(place_path(place, "data/lupp/index"), 0);
    RUN(place, "lupp", "--count", "skog");
    EXPECT_OUT(place, "2\n");
}

static void options_after_the_question(struct place *place)
{
    make_index(place);
    RUN(place, "lupp", "--index=i", "--count", "skog", "-mark");
    EXPECT_OUT(place, "1\n");
    RUN(place, "lupp", "--index=i", "skog", "-mark", "--count");
    EXPECT_OUT(place, "1\n");
    RUN(place, "lupp", "--index=i", "--count", "--", "-skog", "typ:artikel", "datum:2020..2021");
    EXPECT_OUT(place, "1\n");
    RUN(place, "lupp", "--index=i", "--count", "\"en skog\"");
    EXPECT_OUT(place, "1\n");
    RUN(place, "lupp", "--index=i", "--count", "--match=all", "mark skog");
    EXPECT_OUT(place, "1\n");
}

static void options_that_exclude(struct place *place)
{
    make_index(place);
    RUN(place, "lupp", "--index=i", "--count", "skog", "-n", "3");
    EXPECT_OUT(place, "0\n");
    EXPECT_ERR(place, "lupp: -n: after a word it excludes \"n\"; options come first\n");
    RUN(place, "lupp", "--index=i", "--count", "skog", "-n5");
    EXPECT_ERR_HAS(place, "lupp: -n5: after a word");
    RUN(place, "lupp", "--index=i", "--count", "skog", "-x", "-nato");
    EXPECT_ERR(place, "");
    RUN(place, "lupp", "--index=i", "--count", "-n3", "skog");
    EXPECT_ERR(place, "");
}

static void bytes_that_are_not_utf8(struct place *place)
{
    make_index(place);
    RUN(place, "lupp", "--index=i", "skog m\xE4nniska");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "lupp: the question is not UTF-8");
}

static void output_that_cannot_be_written(struct place *place)
{
    make_index(place);
    RUN_HOW(place, HOW(.out = RUN_FULL), "lupp", "--index=i", "skog");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "lupp: output: No space left on device");
    RUN_HOW(place, HOW(.out = RUN_FULL), "lupp", "--help");
    EXPECT_STATUS(place, 2);
    RUN_HOW(place, HOW(.out = RUN_CLOSED), "lupp", "--index=i", "skog");
    EXPECT_STATUS(place, 2);
    RUN_HOW(place, HOW(.out = RUN_BROKEN_PIPE), "lupp", "--index=i", "skog");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR(place, "");
    RUN_HOW(place, HOW(.out = RUN_CLOSED), "lupp", "--index=i", "qqqqqqqq");
    EXPECT_STATUS(place, 1);
}

static void batches(struct place *place)
{
    make_index(place);
    place_write(place, "q.tsv", "a b\tskog\r\nqqqqqqqqq\n\n   \nskog mark\n");
    RUN(place, "lupp", "--index=i", "--batch=q.tsv", "--format=trec", "-n1", "--stages=1");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT_HAS(place, "a%20b Q0 p/form");
    EXPECT_OUT_HAS(place, "\n5 Q0 p/form1 1 ");
    EXPECT_OUT_LACKS(place, "2 Q0");
    RUN_HOW(place, HOW(.input = SLICE("x\tskog\ny\tqqqqqqqqqq\n")), "lupp", "--index=i", "--batch",
            "-", "--count");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT(place, "x\t2\ny\t0\n");
    RUN_HOW(place, HOW(.input = SLICE("\xEF\xBB\xBFx\tskog\n")), "lupp", "--index=i", "--batch=-",
            "--count");
    EXPECT_OUT(place, "x\t2\n");
    RUN_HOW(place, HOW(.input = SLICE("qqqqqqqqqq\n")), "lupp", "--index=i", "--batch=-");
    EXPECT_STATUS(place, 1);
    RUN_HOW(place, HOW(.input = SLICE("datum:2024-13\nskog\n")), "lupp", "--index=i", "--batch=-",
            "--count");
    EXPECT_STATUS(place, 2);
    EXPECT_OUT(place, "2\t2\n");
    EXPECT_ERR_HAS(place, "lupp: standard input:1: datum:2024-13: expected");
    RUN(place, "lupp", "--index=i", "--batch=inte");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR(place, "lupp: inte: No such file or directory\n");
    RUN_HOW(place, HOW(.input = SLICE("")), "lupp", "--index=i", "--batch=-");
    EXPECT_STATUS(place, 1);
}

static void formats(struct place *place)
{
    make_index(place);
    RUN(place, "lupp", "--index=i", "--format=paths", "=skogen");
    EXPECT_OUT(place, "https://www.regeringen.se/p/form1/\n");
    RUN(place, "lupp", "--index=i", "--format=jsonl", "=skogen");
    EXPECT_OUT_HAS(place, "{\"format\":1,\"rank\":1,\"score\":");
    EXPECT_OUT_HAS(place, "\"id\":\"p/form1\"");
    EXPECT_OUT_HAS(place, "\"date\":\"2020-01-01\"");
    RUN(place, "lupp", "--index=i", "--format=jsonl", "Kartan vapenfabriker");
    EXPECT_OUT_HAS(place, "\"known\":\"link\"");
    EXPECT_OUT_HAS(place, "\"linked_by\":[\"p/handel\"]");
    RUN(place, "lupp", "--index=i", "--format=jsonl", "-n0", "--facets=year,sender", "--",
        "-vapen");
    EXPECT_OUT_HAS(place, "{\"format\":1,\"facet\":\"year\",\"value\":\"2022\",\"count\":3}\n");
    EXPECT_OUT_HAS(place, "{\"format\":1,\"facet\":\"sender\",\"value\":\"Justitiedepartementet\","
                          "\"count\":2}\n");
    RUN(place, "lupp", "--index=i", "--format=jsonl", "-n0", "--facets=month", "=skogen");
    EXPECT_OUT(place, "{\"format\":1,\"facet\":\"month\",\"value\":\"2020-01\",\"count\":1}\n");
    RUN(place, "lupp", "--index=i", "--format=csv", "=skogen");
    EXPECT_OUT_HAS(place, "rank,score,id,");
    RUN(place, "lupp", "--index=i", "--format=html", "=skogen");
    EXPECT_OUT_HAS(place, "<mark>Skogen</mark>");
    EXPECT_OUT_HAS(place, "</html>\n");
    RUN(place, "lupp", "--index=i", "--color=always", "=skogen");
    EXPECT_OUT_HAS(place, "\x1b[1mOrdet");
    RUN(place, "lupp", "--index=i", "=skogen");
    EXPECT_OUT_LACKS(place, "\x1b");
    RUN(place, "lupp", "--index=i", "--explain", "=skogen -mark skog");
    EXPECT_OUT_HAS(place,
                   "read as (all (exact \"skogen\") (not (words \"mark\")) (words \"skog\"))\n");
}

static void limits_without_words(struct place *place)
{
    make_index(place);
    RUN(place, "lupp", "--index=i", "--linked=only", "--format=paths");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT(place, "https://exempel.se/karta\n");
    RUN(place, "lupp", "--index=i", "--linked=no", "--format=trec", "-n1");
    EXPECT_OUT_HAS(place, "1 Q0 p/manniskohandel 1 ");
    RUN(place, "lupp", "--index=i", "--linked=only", "--count");
    EXPECT_OUT(place, "1\n");
    RUN(place, "lupp", "--index=i", "--linked=only", "--unit=section", "--explain");
    EXPECT_STATUS(place, 0);
    RUN(place, "lupp", "--index=i", "--facets=sender", "--format=jsonl", "-n0");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT_HAS(place, "\"value\":\"Justitiedepartementet\"");
    RUN(place, "lupp", "--index=i", "--sort=newest");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "lupp: nothing asked");
    RUN(place, "lupp", "--index=i", "--linked=only", "??");
    EXPECT_STATUS(place, 2);
    place_write(place, "m/a.md", "# Om skog\n\nSe marken.\n");
    RUN(place, "lupp-index", "--index=n", "m");
    RUN(place, "lupp", "--index=n", "--added-since=last", "--format=html");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT_HAS(place, "Om skog");
}

static void pages_that_filters_name(struct place *place)
{
    struct buffer file = {0};
    place_write(place, "m/a.md", "# Om skog\n\nSe [marken](/b) och [staden](/c).\n");
    place_write(place, "m/b.md", "# Mark\n\nHär är mark.\n");
    RUN(place, "lupp-index", "--index=p", "m");
    EXPECT_STATUS(place, 0);
    buffer_format(&file, "från:%s", place_path(place, "m/a.md"));
    RUN(place, "lupp", "--index=p", "--format=trec", file.data);
    EXPECT_STATUS(place, 0);
    EXPECT_OUT_HAS(place, " b 1 ");
    EXPECT_ERR(place, "");
    buffer_clear(&file);
    buffer_format(&file, "länk:%s", place_path(place, "m/b.md"));
    RUN(place, "lupp", "--index=p", "--count", file.data);
    EXPECT_OUT(place, "1\n");
    RUN(place, "lupp", "--index=p", "--count", "länk:c");
    EXPECT_OUT(place, "1\n");
    EXPECT_ERR(place, "");
    RUN(place, "lupp", "--index=p", "från:d");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR(place, "lupp: från:d: no such page in the index\n");
    RUN(place, "lupp", "--index=p", "skog", "-länk:d");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR(place, "lupp: länk:d: no such page in the index\n");
    buffer_free(&file);
}

static void suggests(struct place *place)
{
    make_index(place);
    RUN(place, "lupp", "--index=i", "fiskekvoxer");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR(place, "lupp: menade du: fiskekvoter\n");
    RUN(place, "lupp", "--index=i", "alldeles", "fiskkvoxer");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR(place, "lupp: menade du: alldeles fiskekvoter\n");
    /* Understood as it stands: a sum, a compound of known words, a number. */
    place_write(place, "d.jsonl",
                "{\"id\":\"a\",\"text\":\"Det kostar 1 miljard kronor, inte 7 mnkr.\"}\n"
                "{\"id\":\"b\",\"text\":\"En varg på jakt. Valjakt och a2025 skrivs så.\"}\n");
    RUN(place, "lupp-index", "--index=d", "d.jsonl");
    EXPECT_STATUS(place, 0);
    RUN(place, "lupp", "--index=d", "--count", "1 mdkr");
    EXPECT_ERR(place, "");
    RUN(place, "lupp", "--index=d", "vargjakt");
    EXPECT_ERR(place, "");
    RUN(place, "lupp", "--index=d", "a2026");
    EXPECT_ERR(place, "");
    RUN(place, "lupp", "--index=d", "skriivs");
    EXPECT_ERR(place, "lupp: menade du: skrivs\n");
    struct buffer text = {0};
    for (size_t i = 0; i < 50; i++)
        buffer_text(&text, "alldeles ");
    buffer_text(&text, "skriivs");
    RUN(place, "lupp", "--index=d", text.data);
    EXPECT_ERR(place, "");
    buffer_free(&text);
}

static void hostile_questions(struct place *place)
{
    static const char *const questions[] = {
        "((((((((((((((((((((((((((((((((((((((((a OR b",
        "\"",
        "\"a\" \"",
        "titel:\"",
        "-",
        "- - -a",
        "a*b*",
        "\xFF\xFE\"\xFF",
        "NEAR/5 NEAR/5 NEAR/5 a",
        "skog NEAR/2 typ:artikel",
        "(skog OR typ:artikel) NEAR/2 mark",
        "skog NEAR/3 -mark",
        "NOT NOT NOT",
        "ref:x länk:: från:#",
        "belopp:0..",
        "\x1b[31mskog",
        "(titel:skog* OR ref:1) -(\"a b\" NEAR/2 =c)",
    };
    make_index(place);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        for (int section = 0; section < 2; section++) {
            RUN(place, "lupp", "--index=i", section ? "--unit=section" : "--unit=document",
                "--explain", "--", questions[i]);
            int status = run_program(place, NULL,
                                     (const char *const[]){"lupp", "--index=i", "--count", "--",
                                                           questions[i], NULL})
                             ->status;
            if (status < 0 || status > 2)
                run_fail(place, __FILE__, __LINE__, "%s", questions[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(help_and_version),
        PLACE_TEST(statuses),
        PLACE_TEST(trouble),
        PLACE_TEST(no_index),
        PLACE_TEST(foreign_index),
        PLACE_TEST(finds_its_index),
        PLACE_TEST(options_after_the_question),
        PLACE_TEST(options_that_exclude),
        PLACE_TEST(bytes_that_are_not_utf8),
        PLACE_TEST(output_that_cannot_be_written),
        PLACE_TEST(batches),
        PLACE_TEST(formats),
        PLACE_TEST(limits_without_words),
        PLACE_TEST(pages_that_filters_name),
        PLACE_TEST(suggests),
        PLACE_TEST(hostile_questions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
