/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run tells of what it has brought: --watchlist, and lupp --added-since. */
#include "run.h"

#define INDEX(...) RUN(place, "lupp-index", "--index", "i", "--quiet", __VA_ARGS__)
#define ASK(...) RUN(place, "lupp", "--index", "i", "--format=paths", __VA_ARGS__)

/* The sample site in two batches: the second brings its press releases and speeches. */
static void two_batches(struct place *place)
{
    place_copy(place, "corpus", "site");
    run_shell(place, "cut -f1,2 site/questions.tsv >questions; mkdir later; "
                     "mv site/pressmeddelanden site/tal later");
    INDEX("--watchlist", "questions", "--format=jsonl", "site");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT_HAS(place, "\"watch\":");
    run_shell(place, "mv later/* site/ && "
                     "lupp-index --index i --quiet --format=jsonl --watchlist questions site "
                     ">out && head -n -1 out >watched && tail -n 1 out");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT_HAS(place, "\"run\":2}\n"); /* the closing line comes last */
}

#define ALL "lupp --index i --batch questions --limit=100000 --format=jsonl "

static void watches_are_searches(struct place *place)
{
    two_batches(place);
    run_shell(place, ALL "--added-since=2 | sed 's/\"question\":/\"watch\":/' >searched; "
                         "test -s watched && cmp watched searched");
    EXPECT_STATUS(place, 0);
}

/* What was added is told by the files alone here. */
static void watches_are_searches_of_the_new_pages(struct place *place)
{
    two_batches(place);
    run_shell(
        place,
        "pairs() { grep '\"known\":\"page\"' | sed -E 's/^.*\"(watch|question)\":\"([^\"]*)\","
        "\"rank\":[0-9]+,\"score\":[^,]*,\"id\":\"([^\"]*)\".*/\\2 \\3/' | sort; }\n" ALL
        "--match=all | grep -E '\"path\":\"[^\"]*/site/(pressmeddelanden|tal)/' | pairs >b; "
        "pairs <watched >a; test $(wc -l <a) -gt 5 && diff a b");
    EXPECT_OUT(place, "");
    EXPECT_STATUS(place, 0);
}

static void small_site(struct place *place)
{
    place_write(place, "s/skog.md", "# Skogen\n\nSkogen växer.\n");
    place_write(place, "s/hav.md", "# Havet\n\nHavet stiger.\n");
    place_write(place, "w", "växt\tskog\nvatten\thav\nväxt\tträd OR skogar\n");
}

static void text_is_grouped_by_name(struct place *place)
{
    small_site(place);
    INDEX("--watchlist=w", "s");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR(place, "");
    EXPECT_OUT_HAS(place, "== växt: skog\n\n");
    run_shell(place, "lupp-index --index j --quiet --watchlist w s | grep ==");
    EXPECT_OUT(place, "== växt: skog\n== växt: träd OR skogar\n== vatten: hav\n");
}

static void only_what_the_run_brought(struct place *place)
{
    small_site(place);
    INDEX("--watchlist=w", "s");
    INDEX("--watchlist=w", "s");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT(place, "");
    INDEX("--watchlist=w", "--dry-run", "--adopt", "s");
    EXPECT_OUT(place, "");
    place_write(place, "s/hav.md", "# Havet\n\nHavet sjunker.\n");
    place_write(place, "s/annat.md", "# Annat\n\nIngenting.\n");
    INDEX("--watchlist=w", "s");
    EXPECT_OUT_HAS(place, "== vatten: hav\n");
    EXPECT_OUT_LACKS(place, "skog");
    place_write(place, "s/annat.md", "# Annat\n\nIngenting alls.\n");
    INDEX("--watchlist=w", "s");
    EXPECT_OUT(place, "");
}

/* Files that moved are no news, but for what was changed on the way; their pages know where they
   are. A run that only finds things elsewhere has no number. */
static void what_moved_is_no_news(struct place *place)
{
    small_site(place);
    place_write(place, "s/x.jsonl", "{\"id\": \"x\", \"text\": \"Skog.\"}\n");
    INDEX("s");
    run_shell(place, "mv s t; mv t/x.jsonl t/y.jsonl");
    RUN(place, "lupp-index", "--index=i", "--watchlist=w", "--dry-run", "--verbose", "t");
    EXPECT_ERR_HAS(place, "would be found in another place: x\n");
    EXPECT_ERR_HAS(place, "indexed 0, updated 0, unchanged 3, removed 0, skipped 0,");
    RUN(place, "lupp-index", "--index=i", "--watchlist=w", "--verbose", "t");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT(place, "");
    EXPECT_ERR_HAS(place, "unchanged, but in another place: hav\n");
    EXPECT_ERR_HAS(place, "indexed 0, updated 0, unchanged 3, removed 0, skipped 0,");
    ASK("--added-since=2", "--count", "skog");
    EXPECT_OUT(place, "0\n");
    ASK("skog");
    EXPECT_OUT_HAS(place, "/t/skog.md\n");
    EXPECT_OUT_HAS(place, "/t/y.jsonl\n");
    RUN(place, "lupp-index", "--index=i", "--format=jsonl", "t");
    EXPECT_OUT_HAS(place, "\"updated\":0,\"unchanged\":3,");
    RUN(place, "lupp-index", "--index=i", "--check");
    EXPECT_STATUS(place, 0);
    run_shell(place, "mv t u; echo 'Mer hav.' >>u/hav.md");
    INDEX("--watchlist=w", "--prune", "--format=jsonl", "u");
    EXPECT_OUT_HAS(place, "\"id\":\"hav\"");
    EXPECT_OUT_LACKS(place, "\"id\":\"skog\"");
    EXPECT_OUT_HAS(place, "\"indexed\":0,\"updated\":1,\"unchanged\":2,\"removed\":0,");
    EXPECT_OUT_HAS(place, "\"run\":2}\n");
    ASK("--added-since=2", "--count", "skog OR hav");
    EXPECT_OUT(place, "1\n");
}

/* The same of a mirror, whose lists tell of its pages. */
static void mirrors_that_moved_are_no_news(struct place *place)
{
    place_copy(place, "corpus", "site");
    INDEX("site");
    run_shell(place, "cut -f1,2 site/questions.tsv >w; mv site copy; touch copy/artiklar/*/*/*.md");
    INDEX("--watchlist=w", "--format=jsonl", "copy");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT_HAS(place, "{\"format\":1,\"indexed\":0,\"updated\":0,\"unchanged\":72,");
    EXPECT_OUT_HAS(place, "\"run\":null}\n");
    EXPECT_OUT_LACKS(place, "\"watch\"");
    ASK("--added-since=2", "--count", "datum:1900..2999");
    EXPECT_OUT(place, "0\n");
    run_shell(place, "lupp-index --index i --check && lupp --index i --format=paths --linked=no "
                     "'datum:1900..2999' | grep -vc /copy/");
    EXPECT_OUT(place, "0\n");
}

static void broken_lines_are_said(struct place *place)
{
    small_site(place);
    place_write(place, "w", "utan flik\n\n\tnamnlös\ntom\t \nfel\tdatum:2024-13\nvatten\thav\r\n");
    INDEX("--watchlist=w", "s");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "lupp-index: w:1: skipped: no tab");
    EXPECT_ERR_LACKS(place, "w:2:");
    EXPECT_ERR_HAS(place, "lupp-index: w:3: skipped: no name");
    EXPECT_ERR_HAS(place, "lupp-index: w:4: skipped: no question");
    EXPECT_ERR_HAS(place, "lupp-index: w:5: skipped: ");
    EXPECT_OUT_HAS(place, "== vatten: hav\n");
    INDEX("--watchlist=nowhere", "--index=j", "s");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "nowhere: No such file");
    assert_false(place_exists(place, "j"));
    INDEX("--watchlist=w", "--check");
    EXPECT_STATUS(place, 2);
    EXPECT_ERR_HAS(place, "--watchlist: goes with sources");
}

/* lupp --added-since: a run's number, the last run, a day. */
static void since_when(struct place *place)
{
    small_site(place);
    INDEX("s");
    place_write(place, "s/mer.md", "# Mer skog\n\nSkogen och havet.\n");
    INDEX("s");
    place_write(place, "s/bara.md", "# Bara hav\n\nHavet.\n");
    INDEX("s");
    INDEX("s"); /* no run: it changes nothing */
    ASK("--added-since=1", "--count", "skog");
    EXPECT_OUT(place, "2\n");
    ASK("--added-since=2", "--count", "skog");
    EXPECT_OUT(place, "1\n");
    ASK("--added-since=3", "--count", "skog");
    EXPECT_OUT(place, "0\n");
    EXPECT_STATUS(place, 1);
    ASK("--added-since=last", "hav");
    EXPECT_OUT_HAS(place, "/s/bara.md\n");
    EXPECT_OUT_LACKS(place, "/s/mer.md\n");
    ASK("--added-since=2000-01-01", "--count", "skog");
    EXPECT_OUT(place, "2\n");
    ASK("--added-since=2999-12-31", "--count", "skog");
    EXPECT_OUT(place, "0\n");
    ASK("--added-since=1", "--count", "skog hav"); /* only what holds all */
    EXPECT_OUT(place, "1\n");
    ASK("--added-since=i fjol", "skog");
    EXPECT_STATUS(place, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(watches_are_searches),    PLACE_TEST(watches_are_searches_of_the_new_pages),
        PLACE_TEST(text_is_grouped_by_name), PLACE_TEST(only_what_the_run_brought),
        PLACE_TEST(what_moved_is_no_news),   PLACE_TEST(mirrors_that_moved_are_no_news),
        PLACE_TEST(broken_lines_are_said),   PLACE_TEST(since_when),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
