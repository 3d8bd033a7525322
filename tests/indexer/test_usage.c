/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of lupp-index: mistakes, where the index is, what is said where. */
#include "expect.h"

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
        PLACE_TEST(mistakes_are_told),
        PLACE_TEST(where_the_index_is),
        PLACE_TEST(what_is_said_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
