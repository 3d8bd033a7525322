/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person is shown of their own files, and at a terminal. */
#include "run.h"

#include <stdlib.h>

static void make_index(struct place *place)
{
    place_write(place, "p/Råd \"ett\" 100%.md", "# Råd\n\nOm skogen [där](granar.md).\n");
    place_write(place, "p/granar.md", "# Granar\n\nI skogen [åter](https://x.se/å%20ä).\n");
    place_write(place, "p/artiklar/2025/01/a.md", "# Artikel\n\nEn skog.\n");
    RUN(place, "lupp-index", "--index=i", "--quiet", "p");
    EXPECT_STATUS(place, 0);
}

/* An id is what the file is called; its address must be one. */
static void addresses_are_valid(struct place *place)
{
    make_index(place);
    RUN(place, "lupp", "--index=i", "--format=jsonl", "titel:råd");
    EXPECT_OUT_HAS(place, "\"id\":\"Råd \\\"ett\\\" 100%\"");
    EXPECT_OUT_HAS(place, "\"url\":\"https://www.regeringen.se/R%C3%A5d%20%22ett%22%20100%25/\"");
    EXPECT_OUT_HAS(place, "/p/Råd \\\"ett\\\" 100%.md\"");
    RUN(place, "lupp", "--index=i", "--format=jsonl", "--linked=only", "åter");
    EXPECT_OUT_HAS(place, "\"id\":\"x.se/å%20ä\"");
    EXPECT_OUT_HAS(place, "\"url\":\"https://x.se/%C3%A5%20%C3%A4\"");
    RUN(place, "lupp", "--index=i", "--format=html", "titel:råd");
    EXPECT_OUT_HAS(place, "<a href=\"https://www.regeringen.se/R%C3%A5d%20%22ett%22%20100%25/\">");
    RUN(place, "lupp", "--index=i", "--format=tsv", "titel:råd");
    EXPECT_OUT_HAS(place, "\thttps://www.regeringen.se/R%C3%A5d%20%22ett%22%20100%25/\t");
}

/* Filters take ids as they are. */
static void links_take_ids(struct place *place)
{
    make_index(place);
    RUN(place, "lupp", "--index=i", "--format=trec", "länk:granar");
    EXPECT_OUT_HAS(place, "Råd%20\"ett\"%20100%");
    RUN(place, "lupp", "--index=i", "--format=trec", "länk:https://x.se/å%20ä");
    EXPECT_OUT_HAS(place, " granar ");
    RUN(place, "lupp", "--index=i", "--format=trec", "från:granar");
    EXPECT_OUT_HAS(place, " x.se/å%20ä ");
}

/* The site does not know a person's own files. */
static void files_are_named(struct place *place)
{
    make_index(place);
    RUN(place, "lupp", "--index=i", "titel:granar");
    EXPECT_OUT_HAS(place, "1. Granar\n   I skogen");
    EXPECT_OUT_HAS(place, "   https://www.regeringen.se/granar/\n   /");
    EXPECT_OUT_HAS(place, "/p/granar.md\n");
    RUN(place, "lupp", "--index=i", "titel:artikel");
    EXPECT_OUT_HAS(place, "   https://www.regeringen.se/artiklar/2025/01/a/\n\n");
}

/* Runs a line with a terminal as its output; skips where nothing makes one. */
static void run_at_terminal(struct place *place, const char *line)
{
    struct buffer whole = {0};
    if (run_shell(place, "command -v script")->status != 0)
        skip();
    buffer_format(&whole, "script -qec '%s' /dev/null < /dev/null", line);
    run_shell(place, whole.data);
    buffer_free(&whole);
}

static void terminals_are_told_the_count(struct place *place)
{
    make_index(place);
    run_at_terminal(place, "lupp --index=i -n2 skog");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT_HAS(place, "\r\n\r\nlupp: hits 1-2 of 3; --offset=2 goes on\r\n");
    run_at_terminal(place, "lupp --index=i -n2 granar skog");
    EXPECT_OUT_HAS(place, "lupp: hits 1-2 of 3 with all or some of the words; --offset=2 goes on");
    run_at_terminal(place, "lupp --index=i --offset=2 skog");
    EXPECT_OUT_HAS(place, "lupp: hits 3-3 of 3\r\n");
    run_at_terminal(place, "lupp --index=i skog");
    EXPECT_OUT_HAS(place, "lupp: 3 hits\r\n");
    run_at_terminal(place, "lupp --index=i qqqqqqqq");
    EXPECT_STATUS(place, 1);
    EXPECT_OUT_HAS(place, "lupp: no hits\r\n");
    run_at_terminal(place, "lupp --index=i --count skog");
    EXPECT_OUT_LACKS(place, "hits");
    run_at_terminal(place, "lupp --index=i --format=jsonl skog");
    EXPECT_OUT_LACKS(place, "lupp:");
    run_at_terminal(place, "lupp --index=i skog | cat");
    EXPECT_OUT_LACKS(place, "lupp:");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(addresses_are_valid),
        PLACE_TEST(links_take_ids),
        PLACE_TEST(files_are_named),
        PLACE_TEST(terminals_are_told_the_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
