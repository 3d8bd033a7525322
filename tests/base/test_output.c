/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What goes to people and pipes: fields of each format, full disks, closed pipes, messages. */
#include "cases.h"
#include "run.h"

#include <float.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *this_program;

/* ---- fields ---------------------------------------------------------------------------------- */

/* The file's expected lines are the JSON, the TSV and the CSV of its input. */
static void check_fields(const struct cases_case *c, void *user)
{
    struct buffer out = {0};
    json_text(&out, c->input);
    buffer_char(&out, '\n');
    tsv_field(&out, c->input);
    buffer_char(&out, '\n');
    csv_field(&out, c->input);
    buffer_char(&out, '\n');
    *(size_t *)user += !cases_same(c, buffer_view(&out));
    buffer_free(&out);
}

static void fields_of_the_file(void **state)
{
    (void)state;
    size_t wrong = 0;
    assert_true(cases_each("tests/data/base/fields.test", check_fields, &wrong) >= 15);
    assert_int_equal(wrong, 0);
}

static void jq_reads_every_character_back(struct place *place)
{
    struct buffer text = {0}, json = {0};
    for (uint32_t c = 1; c < 0x3000; c++)
        buffer_codepoint(&text, c);
    buffer_text(&text, "\uFEFF\uFFFF\U0001F600\U0010FFFF");
    json_text(&json, buffer_view(&text));
    if (run_shell(place, "command -v jq")->status != 0)
        skip();
    RUN_HOW(place, HOW(.input = buffer_view(&json)), "jq", "-j", ".");
    EXPECT_STATUS(place, 0);
    EXPECT_OUT(place, text.data);
    buffer_free(&text);
    buffer_free(&json);
}

static void check_double(double value)
{
    struct buffer out = {0};
    json_double(&out, value);
    double back = strtod(out.data, NULL);
    if (memcmp(&back, &value, sizeof back) != 0)
        fail_msg("%.17g was written as %s", value, out.data);
    assert_true(out.size <= 24);
    buffer_free(&out);
}

static void doubles_come_back(void **state)
{
    (void)state;
    static const double values[] = {0.0,    -0.0,     1.0 / 3, DBL_MAX, DBL_MIN, DBL_EPSILON,
                                    5e-324, -DBL_MAX, 1e21,    123456,  0.1,     1e22};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        check_double(values[i]);
    uint64_t bits = 88172645463325252;
    for (int i = 0; i < 100000; i++) {
        double value;
        bits ^= bits << 13; /* xorshift: any bits will do */
        bits ^= bits >> 7;
        bits ^= bits << 17;
        memcpy(&value, &bits, sizeof value);
        if (isfinite(value))
            check_double(value);
    }
}

static void doubles_are_short(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0.1, "0.1"},
        {1, "1"},
        {-2.5, "-2.5"},
        {12.25, "12.25"},
        {1e21, "1e+21"},
        {0.3, "0.3"},
        {0.1 + 0.2, "0.30000000000000004"},
        {NAN, "null"},
        {INFINITY, "null"},
        {-INFINITY, "null"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer out = {0};
        json_double(&out, cases[i].value);
        assert_string_equal(out.data, cases[i].text);
        buffer_free(&out);
    }
}

/* ---- streams --------------------------------------------------------------------------------- */

/* Run as a program: writes `bytes` to stdout, closes it, and tells the statuses on stderr. */
static int write_out(size_t bytes)
{
    struct error error = {.status = STATUS_OK};
    struct buffer out = {0};
    signal(SIGPIPE, SIG_IGN);
    while (out.size < bytes)
        buffer_char(&out, 'x');
    enum status status = output_write(stdout, buffer_view(&out), &error);
    fprintf(stderr, "write %s %s\n", status_name(status), error.text);
    error.text[0] = '\0';
    status = output_close(stdout, &error);
    fprintf(stderr, "close %s %s\n", status_name(status), error.text);
    buffer_free(&out);
    return 0;
}

static void whole_output_arrives(struct place *place)
{
    const struct run_result *r = RUN(place, this_program, "write", "300000");
    EXPECT_ERR(place, "write OK \nclose OK \n");
    assert_int_equal(r->out.size, 300000);
}

/* A little fails only when it is flushed, at the end; much fails at once. */
static void a_full_disk_is_told(struct place *place)
{
    RUN_HOW(place, HOW(.out = RUN_FULL), this_program, "write", "10");
    EXPECT_ERR(place, "write OK \nclose NO_SPACE output: No space left on device\n");
    RUN_HOW(place, HOW(.out = RUN_FULL), this_program, "write", "300000");
    EXPECT_ERR_HAS(place, "write NO_SPACE output: No space left on device\n");
    EXPECT_ERR_LACKS(place, "close OK");
}

static void a_closed_pipe_stops(struct place *place)
{
    RUN_HOW(place, HOW(.out = RUN_BROKEN_PIPE), this_program, "write", "10");
    EXPECT_ERR_HAS(place, "write OK \nclose STOPPED ");
    RUN_HOW(place, HOW(.out = RUN_BROKEN_PIPE), this_program, "write", "300000");
    EXPECT_ERR_HAS(place, "write STOPPED ");
    EXPECT_ERR_LACKS(place, "close OK");
}

static void an_output_that_is_not_open_matters_when_written_to(struct place *place)
{
    RUN_HOW(place, HOW(.out = RUN_CLOSED), this_program, "write", "0");
    EXPECT_ERR(place, "write OK \nclose OK \n");
    RUN_HOW(place, HOW(.out = RUN_CLOSED), this_program, "write", "10");
    EXPECT_ERR_HAS(place, "close IO output: ");
}

/* ---- messages -------------------------------------------------------------------------------- */

static int say(void)
{
    message("lupp", "%s: %s", "fil\x1b[31m\r\t\xc2\x9b.md", "ingen sådan\n  rad två");
    message("lupp", "%s", "");
    return 0;
}

static void messages_cannot_drive_a_terminal(struct place *place)
{
    RUN(place, this_program, "message");
    EXPECT_OUT(place, "");
    EXPECT_ERR(place, "lupp: fil?[31m???.md: ingen sådan\n  rad två\nlupp: \n");
}

static int run_mode(int argc, char **argv)
{
    if (strcmp(argv[1], "write") == 0 && argc > 2)
        return write_out(strtoul(argv[2], NULL, 10));
    return say();
}

int main(int argc, char **argv)
{
    if (argc > 1)
        return run_mode(argc, argv);
    this_program = realpath(argv[0], NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_of_the_file),
        PLACE_TEST(jq_reads_every_character_back),
        cmocka_unit_test(doubles_come_back),
        cmocka_unit_test(doubles_are_short),
        PLACE_TEST(whole_output_arrives),
        PLACE_TEST(a_full_disk_is_told),
        PLACE_TEST(a_closed_pipe_stops),
        PLACE_TEST(an_output_that_is_not_open_matters_when_written_to),
        PLACE_TEST(messages_cannot_drive_a_terminal),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(this_program);
    return failed;
}
