/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formats hold whatever pages say: quotes, tabs, tags, bytes that are no text. */
#include "output.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HOSTILE "a\tb\n\"c\", <script>&'\x1b[31m \xFF\\d"

static struct snippet snippet;
static struct snippet_mark marks[2];
static struct schema_document document;
static struct search_hit hit;
static struct slice names[2];
static struct slice lacking[1];

static struct shown hostile_hit(void)
{
    snippet = (struct snippet){.marks = marks, .mark_count = 2};
    buffer_text(&snippet.text, "om <b>handel</b> & handel");
    marks[0] = (struct snippet_mark){.start = 6, .end = 12};
    marks[1] = (struct snippet_mark){.start = 19, .end = 25};
    names[0] = SLICE("Justitie, \"dep\"");
    names[1] = SLICE("Kultur ");
    lacking[0] = SLICE("ord\tmed");
    document =
        (struct schema_document){.id = SLICE("a b/c"), .senders = {.items = names, .count = 2}};
    hit = (struct search_hit){.section = SECTION_NONE,
                              .score = 12.34567,
                              .id = document.id,
                              .missing = lacking,
                              .missing_count = 1};
    return (struct shown){.rank = 3,
                          .hit = &hit,
                          .document = &document,
                          .title = SLICE(HOSTILE),
                          .url = SLICE("javascript:alert(1)"),
                          .path = SLICE("/tmp/a b\n.md"),
                          .section = SLICE("1 < 2"),
                          .anchor = SLICE("1-2"),
                          .date = "2025-01",
                          .types = {.items = names, .count = 1},
                          .snippet = &snippet};
}

static struct output output_for(enum output_format format)
{
    return (struct output){
        .stream = stdout, .format = format, .id = SLICE("q 1"), .question = SLICE("<x>")};
}

static void print_hit(struct output *o)
{
    struct shown s = hostile_hit();
    output_hit(o, &s);
    buffer_free(&snippet.text);
}

static void check(struct output *o, const char *wanted)
{
    assert_string_equal(o->text.data, wanted);
    buffer_free(&o->text);
}

static void test_jsonl(void **state)
{
    (void)state;
    struct output o = output_for(FORMAT_JSONL);
    o.batch = true;
    print_hit(&o);
    check(&o, "{\"format\":1,\"question\":\"q 1\",\"rank\":3,\"score\":12.3457,\"id\":\"a b/c\","
              "\"url\":\"javascript:alert(1)\",\"path\":\"/tmp/a b\\n.md\","
              "\"title\":\"a\\tb\\n\\\"c\\\", <script>&'\\u001b[31m \xEF\xBF\xBD\\\\d\","
              "\"section\":\"1 < 2\",\"anchor\":\"1-2\",\"date\":\"2025-01\",\"updated\":null,"
              "\"type\":\"Justitie, \\\"dep\\\"\",\"types\":[\"Justitie, \\\"dep\\\"\"],"
              "\"senders\":[\"Justitie, \\\"dep\\\"\",\"Kultur\"],\"categories\":[],"
              "\"missing\":[\"ord\\tmed\"],\"snippet\":\"om <b>handel</b> & handel\","
              "\"highlights\":[[6,12],[19,25]],\"known\":\"page\",\"links\":[],\"linked_by\":[],"
              "\"attachments\":[]}\n");
}

static void test_jsonl_of_a_link(void **state)
{
    (void)state;
    struct output o = output_for(FORMAT_JSONL);
    struct shown s = hostile_hit();
    document.link_only = true;
    s.url = s.path = s.title = s.section = s.anchor = (struct slice){0};
    s.date[0] = '\0';
    s.types.count = document.senders.count = hit.missing_count = snippet.mark_count = 0;
    buffer_clear(&snippet.text);
    output_hit(&o, &s);
    check(&o, "{\"format\":1,\"rank\":3,\"score\":12.3457,\"id\":\"a b/c\",\"url\":null,"
              "\"path\":null,\"title\":\"\",\"section\":\"\",\"anchor\":\"\",\"date\":null,"
              "\"updated\":null,\"type\":null,\"types\":[],\"senders\":[],\"categories\":[],"
              "\"missing\":[],\"snippet\":\"\",\"highlights\":[],\"known\":\"link\",\"links\":[],"
              "\"linked_by\":[],\"attachments\":[]}\n");
    buffer_free(&snippet.text);
}

/* Of types in order of the alphabet the particular one. */
static void test_jsonl_of_two_types(void **state)
{
    (void)state;
    struct output o = output_for(FORMAT_JSONL);
    struct shown s = hostile_hit();
    names[0] = SLICE("R\xC3\xA4ttsliga dokument");
    names[1] = SLICE("Skrivelse");
    s.types.count = 2;
    hit.id = SLICE("rattsliga-dokument/skrivelse/2022/01/skr.-202122106");
    output_hit(&o, &s);
    assert_non_null(strstr(o.text.data, "\"type\":\"Skrivelse\",\"types\":[\"R"));
    buffer_clear(&o.text);
    hit.id = SLICE("artiklar/2022/01/a");
    output_hit(&o, &s);
    assert_non_null(strstr(o.text.data, "\"type\":\"R\xC3\xA4ttsliga dokument\","));
    buffer_free(&o.text);
    buffer_free(&snippet.text);
}

static void test_tsv(void **state)
{
    (void)state;
    struct output o = output_for(FORMAT_TSV);
    print_hit(&o);
    check(&o, "3\t12.3457\ta b/c\t2025-01\tJustitie, \"dep\"\tJustitie, \"dep\"; Kultur\t"
              "a\\tb\\n\"c\", <script>&'\x1b[31m \xEF\xBF\xBD\\\\d\t1 < 2\tpage\tord\\tmed\t"
              "javascript:alert(1)\t/tmp/a b\\n.md\tom <b>handel</b> & handel\n");
}

static void test_csv(void **state)
{
    (void)state;
    struct output o = output_for(FORMAT_CSV);
    output_begin(&o);
    print_hit(&o);
    check(&o, "rank,score,id,date,type,senders,title,section,known,missing,url,path,snippet\r\n"
              "3,12.3457,a b/c,2025-01,\"Justitie, \"\"dep\"\"\","
              "\"Justitie, \"\"dep\"\"; Kultur\","
              "\"a\tb\n\"\"c\"\", <script>&'\x1b[31m \xEF\xBF\xBD\\d\",1 < 2,page,ord\tmed,"
              "javascript:alert(1),\"/tmp/a b\n.md\",om <b>handel</b> & handel\r\n");
}

static void test_paths(void **state)
{
    (void)state;
    struct output o = output_for(FORMAT_PATHS);
    print_hit(&o);
    check(&o, "/tmp/a b\n.md\n");
    struct shown s = hostile_hit();
    o.null = true;
    s.path = SLICE("");
    output_hit(&o, &s);
    assert_int_equal(o.text.size, sizeof "javascript:alert(1)");
    check(&o, "javascript:alert(1)");
    buffer_free(&snippet.text);
}

static void test_trec(void **state)
{
    (void)state;
    struct output o = output_for(FORMAT_TREC);
    print_hit(&o);
    check(&o, "q%201 Q0 a%20b/c 3 12.3457 lupp\n");
    struct shown s = hostile_hit();
    hit.section = 2;
    output_hit(&o, &s);
    check(&o, "q%201 Q0 a%20b/c#2 3 12.3457 lupp\n");
    buffer_free(&snippet.text);
}

static void test_html(void **state)
{
    (void)state;
    struct output o = output_for(FORMAT_HTML);
    output_question(&o);
    print_hit(&o);
    check(&o, "<h2>&lt;x&gt;</h2>\n"
              "<h3>3. a?b?&quot;c&quot;, &lt;script&gt;&amp;&#39;?[31m \xEF\xBF\xBD\\d</h3>\n"
              "<p class=\"facts\">2025-01 · Justitie, &quot;dep&quot; · "
              "Justitie, &quot;dep&quot;, Kultur</p>\n"
              "<p>§ 1 &lt; 2</p>\n"
              "<p>om &lt;b&gt;<mark>handel</mark>&lt;/b&gt; &amp; <mark>handel</mark></p>\n"
              "<p class=\"missing\">missing: ord?med</p>\n");
}

static void test_html_links_to_the_web_only(void **state)
{
    (void)state;
    struct output o = output_for(FORMAT_HTML);
    struct shown s = hostile_hit();
    s.title = SLICE("t");
    s.url = SLICE("https://exempel.se/a?b=\"c\"&d");
    output_hit(&o, &s);
    assert_non_null(strstr(o.text.data,
                           "<h3>3. <a href=\"https://exempel.se/a?b=&quot;c&quot;&amp;d#1-2\">t"
                           "</a></h3>\n"));
    buffer_free(&o.text);
    buffer_free(&snippet.text);
}

/* A page must not drive the terminal. */
static void test_text(void **state)
{
    (void)state;
    struct output o = output_for(FORMAT_TEXT);
    print_hit(&o);
    check(&o, "3. a?b?\"c\", <script>&'?[31m \xEF\xBF\xBD\\d\n"
              "   2025-01 · Justitie, \"dep\" · Justitie, \"dep\", Kultur\n"
              "   § 1 < 2\n"
              "   om <b>*handel*</b> & *handel*\n"
              "   missing: ord?med\n"
              "   javascript:alert(1)\n\n");
}

/* Where the address may be made up, the file. */
static void test_files(void **state)
{
    (void)state;
    struct output text = output_for(FORMAT_TEXT), html = output_for(FORMAT_HTML);
    struct shown s = hostile_hit();
    s.file = SLICE("/tmp/<a>\n.md");
    output_hit(&text, &s);
    assert_non_null(strstr(text.text.data, "   javascript:alert(1)\n   /tmp/<a>?.md\n\n"));
    output_hit(&html, &s);
    assert_non_null(strstr(html.text.data, "<p class=\"file\">/tmp/&lt;a&gt;?.md</p>\n"));
    buffer_free(&text.text);
    buffer_free(&html.text);
    buffer_free(&snippet.text);
}

static void test_text_in_colour(void **state)
{
    (void)state;
    struct output o = output_for(FORMAT_TEXT);
    o.color = true;
    print_hit(&o);
    assert_non_null(strstr(o.text.data, "om <b>\x1b[1;31mhandel\x1b[0m</b> & "));
    assert_null(strstr(o.text.data, "\x1b[31m"));
    buffer_free(&o.text);
}

static void test_facets(void **state)
{
    (void)state;
    const struct facet_count counts[] = {{.value = SLICE("Remiss, \"x\""), .count = 7},
                                         {.value = SLICE("Tal"), .count = 1}};
    const struct schema_field *type = schema_field_find(SLICE("typ"));
    static const struct {
        enum output_format format;
        const char *wanted;
    } cases[] = {
        {FORMAT_TEXT, "typ:\n       7  Remiss, \"x\"\n       1  Tal\n\n"},
        {FORMAT_JSONL,
         "{\"format\":1,\"facet\":\"type\",\"value\":\"Remiss, \\\"x\\\"\",\"count\":7}\n"
         "{\"format\":1,\"facet\":\"type\",\"value\":\"Tal\",\"count\":1}\n"},
        {FORMAT_TSV, "facet\ttype\tRemiss, \"x\"\t7\nfacet\ttype\tTal\t1\n"},
        {FORMAT_CSV, "facet,type,\"Remiss, \"\"x\"\"\",7\r\nfacet,type,Tal,1\r\n"},
        {FORMAT_HTML, "<table>\n<tr><th colspan=\"2\">typ</th></tr>\n"
                      "<tr><td>7</td><td>Remiss, &quot;x&quot;</td></tr>\n"
                      "<tr><td>1</td><td>Tal</td></tr>\n</table>\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct output o = output_for(cases[i].format);
        output_facet(&o, type, counts, 2);
        check(&o, cases[i].wanted);
    }
}

static void test_counts(void **state)
{
    (void)state;
    static const struct {
        enum output_format format;
        bool batch;
        const char *wanted;
    } cases[] = {
        {FORMAT_TEXT, false, "12\n"},
        {FORMAT_TEXT, true, "q 1\t12\n"},
        {FORMAT_PATHS, false, "12\n"},
        {FORMAT_TREC, true, "q 1\t12\n"},
        {FORMAT_TSV, true, "q 1\t12\n"},
        {FORMAT_CSV, true, "q 1,12\r\n"},
        {FORMAT_JSONL, true, "{\"format\":1,\"question\":\"q 1\",\"count\":12}\n"},
        {FORMAT_HTML, false, "<p>12</p>\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct output o = output_for(cases[i].format);
        o.batch = cases[i].batch;
        output_count(&o, 12);
        check(&o, cases[i].wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jsonl),
        cmocka_unit_test(test_jsonl_of_a_link),
        cmocka_unit_test(test_jsonl_of_two_types),
        cmocka_unit_test(test_tsv),
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_trec),
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_html_links_to_the_web_only),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_text_in_colour),
        cmocka_unit_test(test_facets),
        cmocka_unit_test(test_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
