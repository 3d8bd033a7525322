/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of options: cases in tests/data/base/options.test, and --help. */
#include "cases.h"
#include "run.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 32 };

static struct {
    bool quiet, count;
    const char *index, *wait;
    struct option_list roots;
    uint64_t limit, big;
    int format;
    int acts;
} got;

static const char *const formats[] = {"text", "jsonl", "paths", NULL};

static enum status act(const char *value, void *target, struct error *error)
{
    if (value && strcmp(value, "stop") == 0)
        return error_set(error, STATUS_STOPPED, "help was asked for");
    if (value && strcmp(value, "bad") == 0)
        return error_set(error, STATUS_USAGE, "'%s' is no month", value);
    ++*(int *)target;
    return STATUS_OK;
}

static enum status act_wait(const char *value, void *target, struct error *error)
{
    (void)error;
    *(const char **)target = value ? value : "(for ever)";
    return STATUS_OK;
}

static const struct option table[] = {
    {.name = "index",
     .letter = 'i',
     .value = "DIR",
     .help = "the index",
     .kind = OPTION_TEXT,
     .target = &got.index},
    {.name = "quiet", .letter = 'q', .help = "say less", .kind = OPTION_FLAG, .target = &got.quiet},
    {.name = "count", .help = "only the number of hits", .kind = OPTION_FLAG, .target = &got.count},
    {.name = "root",
     .letter = 'r',
     .value = "DIR",
     .help = "a root",
     .kind = OPTION_LIST,
     .target = &got.roots},
    {.name = "limit",
     .letter = 'n',
     .value = "N",
     .help = "hits",
     .kind = OPTION_NUMBER,
     .target = &got.limit,
     .min = 1,
     .max = 1000},
    {.name = "big",
     .value = "N",
     .help = "any number",
     .kind = OPTION_NUMBER,
     .target = &got.big,
     .max = UINT64_MAX},
    {.name = "format",
     .value = "FORMAT",
     .help = "how hits are shown",
     .kind = OPTION_CHOICE,
     .target = &got.format,
     .choices = formats},
    {.name = "added-since",
     .value = "WHEN",
     .help = "runs",
     .kind = OPTION_ACTION,
     .target = &got.acts,
     .act = act},
    {.name = "wait",
     .letter = 'w',
     .value = "[=SECONDS]",
     .help = "wait",
     .kind = OPTION_ACTION,
     .target = &got.wait,
     .act = act_wait},
    {0},
};

/* What was set, one line each, in the order of the table; arguments last. */
static void describe(struct buffer *out, const struct option_list *arguments)
{
    if (got.index)
        buffer_format(out, "index %s\n", got.index);
    if (got.quiet)
        buffer_text(out, "quiet\n");
    if (got.count)
        buffer_text(out, "count\n");
    for (size_t i = 0; i < got.roots.count; i++)
        buffer_format(out, "root %s\n", got.roots.items[i]);
    if (got.limit)
        buffer_format(out, "limit %llu\n", (unsigned long long)got.limit);
    if (got.big)
        buffer_format(out, "big %llu\n", (unsigned long long)got.big);
    if (got.format >= 0)
        buffer_format(out, "format %d\n", got.format);
    if (got.acts)
        buffer_format(out, "acts %d\n", got.acts);
    if (got.wait)
        buffer_format(out, "wait %s\n", got.wait);
    for (size_t i = 0; i < arguments->count; i++)
        buffer_format(out, "argument %s\n", arguments->items[i]);
}

/* Splits at spaces; "_" alone stands for an empty argument. */
static int split(char *line, char **argv)
{
    static char program[] = "test", empty[] = "";
    int argc = 0;
    argv[argc++] = program;
    for (char *word = strtok(line, " "); word && argc < WORDS_MAX; word = strtok(NULL, " "))
        argv[argc++] = strcmp(word, "_") == 0 ? empty : word;
    return argc;
}

static void check_case(const struct cases_case *c, void *user)
{
    bool query = slice_starts(c->input, SLICE("lupp "));
    char *line = slice_copy(slice_part(c->input, query ? 5 : 0, c->input.size));
    char *argv[WORDS_MAX];
    int argc = split(line, argv);
    struct option_list arguments;
    struct error error = {.status = STATUS_OK};
    struct buffer out = {0};
    memset(&got, 0, sizeof got);
    got.format = -1;
    enum status status = options_parse(table, query ? OPTIONS_LONG_AFTER : OPTIONS_ANYWHERE, argc,
                                       argv, &arguments, &error);
    if (status == STATUS_OK)
        describe(&out, &arguments);
    else
        buffer_format(&out, "%s %s\n", status_name(status), error.text);
    *(size_t *)user += !cases_same(c, buffer_view(&out));
    free(got.roots.items);
    free(arguments.items);
    buffer_free(&out);
    free(line);
}

static void cases_of_the_file(void **state)
{
    (void)state;
    size_t wrong = 0;
    assert_true(cases_each("tests/data/base/options.test", check_case, &wrong) >= 60);
    assert_int_equal(wrong, 0);
}

static void works_without_a_place_for_the_error(void **state)
{
    (void)state;
    static char program[] = "test", option[] = "--nothing-like-it", since[] = "--added-since=bad";
    struct option_list arguments;
    assert_int_equal(options_parse(table, OPTIONS_ANYWHERE, 2, (char *[]){program, option, NULL},
                                   &arguments, NULL),
                     STATUS_USAGE);
    assert_int_equal(options_parse(table, OPTIONS_ANYWHERE, 2, (char *[]){program, since, NULL},
                                   &arguments, NULL),
                     STATUS_USAGE);
    assert_int_equal(options_parse(table, OPTIONS_ANYWHERE, 0, (char *[]){NULL}, &arguments, NULL),
                     STATUS_OK);
    assert_int_equal(arguments.count, 0);
}

/* ---- --help ---------------------------------------------------------------------------------- */

static struct slice help_of(const struct option *rows, char *into, size_t size)
{
    FILE *stream = fmemopen(into, size, "w");
    assert_non_null(stream);
    options_help(rows, stream);
    assert_int_equal(fclose(stream), 0);
    return slice_of(into);
}

static void help_shows_the_table(void **state)
{
    (void)state;
    char text[4000] = "";
    help_of(table, text, sizeof text);
    assert_string_equal(text, "  -i, --index=DIR       the index\n"
                              "  -q, --quiet           say less\n"
                              "      --count           only the number of hits\n"
                              "  -r, --root=DIR        a root\n"
                              "  -n, --limit=N         hits\n"
                              "      --big=N           any number\n"
                              "      --format=FORMAT   how hits are shown\n"
                              "      --added-since=WHEN\n"
                              "                        runs\n"
                              "  -w, --wait[=SECONDS]  wait\n");
}

static void long_help_is_wrapped(void **state)
{
    (void)state;
    static const struct option rows[] = {
        {.name = "a",
         .help = "åtta ord som är längre än det som får plats på en enda rad av hjälpen "
                 "och därför bryts",
         .kind = OPTION_FLAG},
        {.name = "b",
         .kind = OPTION_FLAG,
         .help = "ååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååå"},
        {.name = "c", .help = "", .kind = OPTION_FLAG},
        {0},
    };
    char text[4000] = "";
    struct slice help = help_of(rows, text, sizeof text);
    size_t lines = 0;
    for (size_t at = 0; at < help.size; lines++) {
        size_t end = slice_find(help, SLICE("\n"), at);
        struct slice line = slice_part(help, at, end);
        assert_true(text_columns(line) <= 80);
        assert_true(utf8_valid(line));
        assert_true(lines == 0 || !slice_starts(line, SLICE("                         ")));
        at = end + 1;
    }
    assert_int_equal(lines, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_of_the_file),
        cmocka_unit_test(works_without_a_place_for_the_error),
        cmocka_unit_test(help_shows_the_table),
        cmocka_unit_test(long_help_is_wrapped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
