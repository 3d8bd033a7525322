/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tests' own tools: a harness that misses a signal or a limit would let everything pass. */
#include "cases.h"
#include "run.h"

#include <signal.h>
#include <stdlib.h>

static void captures_both_streams_and_the_status(struct place *place)
{
    const struct run_result *r = RUN(place, "sh", "-c", "echo ut; echo fel >&2; exit 3");
    assert_int_equal(r->status, 3);
    assert_int_equal(r->signal, 0);
    EXPECT_STATUS(place, 3);
    EXPECT_OUT(place, "ut\n");
    EXPECT_ERR(place, "fel\n");
    EXPECT_OUT_HAS(place, "t");
    EXPECT_OUT_LACKS(place, "fel");
}

static void tells_a_signal_from_a_status(struct place *place)
{
    RUN(place, "sh", "-c", "kill -s TERM $$");
    EXPECT_SIGNAL(place, SIGTERM);
    assert_int_equal(RUN(place, "true")->signal, 0);
}

static void ends_what_takes_too_long(struct place *place)
{
    const struct run_result *r =
        RUN_HOW(place, HOW(.seconds = 1), "sh", "-c", "echo start; sleep 600");
    assert_true(r->timed_out);
    EXPECT_OUT(place, "start\n");
}

static void says_what_cannot_be_run(struct place *place)
{
    RUN(place, "no-such-program");
    EXPECT_STATUS(place, 127);
    EXPECT_ERR_HAS(place, "no-such-program: cannot be run");
}

static void feeds_more_than_a_pipe_holds(struct place *place)
{
    struct buffer big = {0};
    for (int i = 0; i < 200000; i++)
        buffer_format(&big, "%d\n", i);
    RUN_HOW(place, HOW(.input = buffer_view(&big)), "cat");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT(place, big.data);
    RUN_HOW(place, HOW(.input = buffer_view(&big)), "true"); /* reads none of it */
    EXPECT_STATUS(place, 0);
    buffer_free(&big);
}

static void has_no_input_unless_given(struct place *place)
{
    RUN(place, "cat");
    EXPECT_OUT(place, "");
    place_write(place, "a.txt", "ur en fil\n");
    RUN_HOW(place, HOW(.in_file = "a.txt"), "cat");
    EXPECT_OUT(place, "ur en fil\n");
    RUN_HOW(place, HOW(.in = RUN_CLOSED), "cat");
    EXPECT_STATUS(place, 1);
}

static void gives_every_kind_of_bad_output(struct place *place)
{
    RUN_HOW(place, HOW(.out = RUN_FULL), "sh", "-c", "echo x; echo status $? >&2");
    EXPECT_ERR_HAS(place, "status 1");
    RUN_HOW(place, HOW(.out = RUN_BROKEN_PIPE), "sh", "-c", "cat /dev/zero");
    EXPECT_STATUS(place, 128 + SIGPIPE);
    RUN_HOW(place, HOW(.out_bytes = 10), "sh", "-c", "cat /dev/zero");
    EXPECT_STATUS(place, 128 + SIGPIPE);
    assert_int_equal(place_exists(place, "home"), true);
    RUN_HOW(place, HOW(.out = RUN_CLOSED), "cat", "/dev/zero");
    EXPECT_STATUS(place, 1);
    RUN_HOW(place, HOW(.file_limit = 1024), "sh", "-c", "head -c 5000 /dev/zero >big");
    EXPECT_STATUS(place, 1);
    assert_int_equal(place_read(place, "big").size, 1024);
}

static void runs_in_a_clean_environment(struct place *place)
{
    place_setenv(place, "LUPP_INDEX", "här");
    RUN(place, "sh", "-c", "echo $LUPP_INDEX $LANG $HOME; pwd");
    EXPECT_OUT_HAS(place, "här C.UTF-8 /");
    EXPECT_OUT_HAS(place, place_path(place, "home"));
    place_setenv(place, "LUPP_INDEX", NULL);
    RUN(place, "sh", "-c", "echo [$LUPP_INDEX] $(env | grep -c XDG_)");
    EXPECT_OUT(place, "[] 4\n");
}

static void writes_copies_and_removes_trees(struct place *place)
{
    place_write(place, "a/b/c.txt", "text");
    place_write_bytes(place, "a/d", SLICE("\0\1"));
    place_copy(place, place_path(place, "a"), "copy/of/a");
    assert_string_equal(place_read(place, "copy/of/a/b/c.txt").data, "text");
    assert_int_equal(place_read(place, "copy/of/a/d").size, 2);
    RUN(place, "chmod", "0", "a/b");
    place_remove(place, "a");
    assert_false(place_exists(place, "a"));
    RUN(place, "chmod", "0", "copy/of"); /* and the end of the test must still remove it */
}

static void runs_beside_the_test(struct place *place)
{
    struct run_child *child = run_begin(place, &(struct run_how){0},
                                        (const char *const[]){"sh", "-c", "sleep 600", NULL});
    assert_false(run_is_over(child));
    kill(run_pid(child), SIGKILL);
    run_finish(place, child);
    EXPECT_SIGNAL(place, SIGKILL);
}

static void does_not_wait_for_what_is_left_behind(struct place *place)
{
    const struct run_result *r = RUN(place, "sh", "-c", "sleep 600 & echo begun");
    assert_int_equal(r->status, 0);
    assert_false(r->timed_out);
    EXPECT_OUT(place, "begun\n");
}

static void a_shell_line_fails_by_any_part(struct place *place)
{
    run_shell(place, "false | cat");
    EXPECT_STATUS(place, 1);
}

/* ---- case files ------------------------------------------------------------------------------ */

static void note_case(const struct cases_case *c, void *user)
{
    buffer_format(user, "%zu %zu:", c->line, c->count);
    json_text(user, c->input);
    for (size_t i = 0; i < c->count; i++)
        json_text(user, c->lines[i]);
    buffer_char(user, '\n');
}

static void reads_case_files(struct place *place)
{
    struct buffer seen = {0};
    place_write(place, "x.test",
                "# a comment\nett\ntv\\u{e5}\n\n\n# more\n#tre\n\\e\n\\sfyra\\n\\\\\\x41\n# end\n");
    assert_int_equal(cases_each(place_path(place, "x.test"), note_case, &seen), 2);
    assert_string_equal(seen.data, "2 1:\"ett\"\"två\"\n"
                                   "7 2:\"#tre\"\"\"\" fyra\\n\\\\A\"\n");
    buffer_free(&seen);
}

static void compare_case(const struct cases_case *c, void *user)
{
    struct slice *got = user;
    assert_true(cases_same(c, got[0]));
    assert_true(cases_same(c, got[1]));
}

static void compares_lines_with_and_without_a_last_newline(struct place *place)
{
    place_write(place, "x.test", "in\na\nb\n");
    cases_each(place_path(place, "x.test"), compare_case,
               (struct slice[]){SLICE("a\nb"), SLICE("a\nb\n")});
}

/* ---- a test that fails ------------------------------------------------------------------------
 */

static void fails_on_purpose(struct place *place)
{
    RUN(place, "sh", "-c", "echo 'det här' ut; echo fel >&2; exit 3");
    EXPECT_STATUS(place, 0);
}

static char *this_program;

static void a_failure_tells_all_and_keeps_the_directory(struct place *place)
{
    RUN(place, this_program, "fail");
    EXPECT_STATUS(place, 1);
    EXPECT_ERR_HAS(place, "test_support.c");
    EXPECT_ERR_HAS(place, "expected exit status 0");
    EXPECT_ERR_HAS(place, "last command: sh -c 'echo '\\''det här'\\'' ut; echo fel >&2; exit 3'");
    EXPECT_ERR_HAS(place, "exit status: 3");
    EXPECT_ERR_HAS(place, "    | det här ut\n");
    EXPECT_ERR_HAS(place, "    | fel\n");
    run_shell(place, "ls -d tmp/lupp-test-*/home | wc -l");
    EXPECT_OUT(place, "1\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest failing[] = {PLACE_TEST(fails_on_purpose)};
    if (argc > 1)
        return cmocka_run_group_tests(failing, NULL, NULL);
    this_program = realpath(argv[0], NULL);
    const struct CMUnitTest tests[] = {
        PLACE_TEST(a_failure_tells_all_and_keeps_the_directory),
        PLACE_TEST(captures_both_streams_and_the_status),
        PLACE_TEST(tells_a_signal_from_a_status),
        PLACE_TEST(ends_what_takes_too_long),
        PLACE_TEST(says_what_cannot_be_run),
        PLACE_TEST(feeds_more_than_a_pipe_holds),
        PLACE_TEST(has_no_input_unless_given),
        PLACE_TEST(gives_every_kind_of_bad_output),
        PLACE_TEST(runs_in_a_clean_environment),
        PLACE_TEST(writes_copies_and_removes_trees),
        PLACE_TEST(runs_beside_the_test),
        PLACE_TEST(does_not_wait_for_what_is_left_behind),
        PLACE_TEST(a_shell_line_fails_by_any_part),
        PLACE_TEST(reads_case_files),
        PLACE_TEST(compares_lines_with_and_without_a_last_newline),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(this_program);
    return failed;
}
