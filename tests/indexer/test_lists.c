/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lists.h"

#include "run.h"

#include <stdlib.h>

#define SITE "https://www.regeringen.se"

static const struct naming naming = {.site = {SITE, sizeof SITE - 1}};

static struct lists *read_lists(const char *const *texts)
{
    struct lists *l = lists_new(&naming);
    struct error error;
    size_t odd = 0;
    assert_int_equal(
        lists_read_codes(l, SLICE("{\"2097\": \"Artikel\", \"1285\": \"Finansdepartementet\"}"),
                         &error),
        STATUS_OK);
    for (size_t i = 0; texts[i] != NULL; i++)
        assert_int_equal(lists_read(l, slice_of(texts[i]), SLICE(""), &odd, &error), STATUS_OK);
    return l;
}

static void expect(struct slice got, const char *wanted)
{
    char *text = slice_copy(got);
    assert_string_equal(text, wanted);
    free(text);
}

static void codes_become_names(void **state)
{
    (void)state;
    struct lists *l = read_lists((const char *[]){
        "[{\"title\": \" T \", \"url\": \"/artiklar/2025/01/a/\", \"published\": \"2025-01-29\","
        "\"types\": [\"2097\", \"2097\"], \"senders\": [\"1285\", \"9999\"], \"id\": \" Ds 1 \","
        "\"shortcuts\": [{\"name\": \"B\\n\", \"url\": \"/b/\"}, {\"name\": \"C\","
        "\"url\": \"file:C:/x\"}],"
        "\"attachments\": [{\"name\": \"P\", \"url\": \"/contentassets/p.pdf\"}]}]",
        NULL});
    const struct list_entry *e = lists_find(l, SLICE("artiklar/2025/01/a"));
    assert_non_null(e);
    expect(e->title, "T");
    expect(e->number, "Ds 1");
    expect(e->url, "https://www.regeringen.se/artiklar/2025/01/a/");
    assert_int_equal(e->types.count, 1);
    expect(e->types.items[0], "Artikel");
    assert_int_equal(e->senders.count, 2);
    expect(e->senders.items[0], "Finansdepartementet");
    expect(e->senders.items[1], "9999");
    assert_int_equal(e->link_count, 1);
    expect(e->links[0].target, "b");
    expect(e->links[0].words, "B");
    assert_true(e->links[0].shortcut);
    expect(e->attachments[0].url, "https://www.regeringen.se/contentassets/p.pdf");
    lists_free(l);
}

/* Of two entries of one page the one updated last holds, whichever came first. */
static void order_does_not_matter(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "[{\"title\": \"old\", \"url\": \"/a/\", \"published\": \"2021-09-24\"}]",
        "[{\"title\": \"new\", \"url\": \"/a\", \"published\": \"2009-05-01\","
        "\"updated\": \"2022-01-01\"}]",
        "[{\"title\": \"same date\", \"url\": \"/a\", \"published\": \"2009-05-01\","
        "\"updated\": \"2022-01-01\"}]"};
    static const size_t orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {0, 2, 1}};
    uint64_t digest = 0;
    for (size_t i = 0; i < 4; i++) {
        const char *const *t = texts;
        const size_t *o = orders[i];
        struct lists *l = read_lists((const char *[]){t[o[0]], t[o[1]], t[o[2]], NULL});
        const struct list_entry *e = lists_find(l, SLICE("a"));
        assert_int_equal(lists_count(l), 1);
        expect(e->updated, "2022-01-01");
        assert_true(i == 0 || e->digest == digest);
        digest = e->digest;
        lists_free(l);
    }
}

static void every_member_changes_the_digest(void **state)
{
    (void)state;
    static const char *const members[] = {
        "\"title\": \"x\"",
        "\"published\": \"2025-01-01\"",
        "\"updated\": \"2025-01-01\"",
        "\"types\": [\"2097\"]",
        "\"senders\": [\"1285\"]",
        "\"categories\": [\"EU\"]",
        "\"summary\": \"x\"",
        "\"id\": \"x\"",
        "\"shortcuts\": [{\"name\": \"x\", \"url\": \"/b/\"}]",
        "\"attachments\": [{\"name\": \"x\", \"url\": \"/b.pdf\"}]"};
    enum { COUNT = sizeof members / sizeof members[0] };
    uint64_t digests[COUNT + 1];
    for (size_t i = 0; i <= COUNT; i++) {
        struct buffer text = {0};
        buffer_format(&text, "[{\"url\": \"/a/\"%s%s}]", i < COUNT ? ", " : "",
                      i < COUNT ? members[i] : "");
        struct lists *l = read_lists((const char *[]){text.data, NULL});
        digests[i] = lists_at(l, 0)->digest;
        for (size_t j = 0; j < i; j++)
            assert_true(digests[i] != digests[j]);
        lists_free(l);
        buffer_free(&text);
    }
}

/* ---- into documents -------------------------------------------------------------------------- */

static void summaries_that_the_text_says(void **state)
{
    (void)state;
    struct arena arena = {0};
    const struct schema_block blocks[] = {
        {.kind = BLOCK_PARAGRAPH, .text = SLICE("Ett stycke\nmed ett mjukt binde\u00ADstreck.")}};
    static const struct {
        const char *summary;
        size_t blocks;
    } cases[] = {{"Ett stycke med ett mjukt bindestreck.", 1}, {"Något annat.", 2}, {"", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct schema_document d = {.blocks = blocks, .block_count = 1};
        const struct list_entry e = {.summary = slice_of(cases[i].summary)};
        lists_apply(&e, &d, &arena);
        assert_int_equal(d.block_count, cases[i].blocks);
        if (cases[i].blocks == 2)
            assert_int_equal(d.blocks[0].kind, BLOCK_SUMMARY);
    }
    arena_free(&arena);
}

/* Applying a list to a document that had one already replaces what the old one said. */
static void applying_again_replaces(void **state)
{
    (void)state;
    struct arena arena = {0};
    const struct schema_link own[] = {{.target = SLICE("x"), .words = SLICE("X")}};
    const struct schema_link first_links[] = {{.target = SLICE("y"), .shortcut = true},
                                              {.target = SLICE("z"), .shortcut = true}};
    const struct list_entry first = {.title = SLICE("T"),
                                     .summary = SLICE("S"),
                                     .url = SLICE("https://a.se/b"),
                                     .links = first_links,
                                     .link_count = 2};
    struct schema_document d = {.links = own, .link_count = 1, .url = SLICE("https://a.se/c")};
    lists_apply(&first, &d, &arena);
    assert_int_equal(d.link_count, 3);
    assert_int_equal(d.block_count, 1);
    expect(d.url, "https://a.se/b");
    lists_apply(NULL, &d, &arena);
    assert_int_equal(d.link_count, 1);
    assert_int_equal(d.block_count, 0);
    assert_int_equal(d.list_title.size, 0);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_become_names),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(every_member_changes_the_digest),
        cmocka_unit_test(summaries_that_the_text_says),
        cmocka_unit_test(applying_again_replaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
