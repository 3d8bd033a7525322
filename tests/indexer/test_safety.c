/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writers that are killed, stopped, out of space or not alone, and readers beside them. */
#include "look.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, NULL})

enum { KILLS = 50, LIMITS = 10 };

static void pause_for(long milliseconds)
{
    nanosleep(
        &(struct timespec){.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000},
        NULL);
}

/* Every page says something else, and some link elsewhere, in each round. */
static void change_site(struct place *place, int round)
{
    struct buffer line = {0};
    buffer_format(&line,
                  "for f in $(find site -name '*.md'); do "
                  "echo \"\nRunda %d leder [hit %d](/mal/%d/).\" >>$f; done",
                  round, round % 3, round % 5);
    run_shell(place, line.data);
    EXPECT_STATUS(place, 0);
    buffer_free(&line);
}

static double seconds_of(struct place *place, const char *index)
{
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    RUN(place, "lupp-index", "--index", index, "site");
    EXPECT_STATUS(place, 0);
    clock_gettime(CLOCK_MONOTONIC, &end);
    return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

/* ---- killed ---------------------------------------------------------------------------------- */

static void killed_writers_lose_nothing(struct place *place)
{
    place_copy(place, "corpus", "site");
    double seconds = seconds_of(place, "first");
    srand(4711);
    for (int i = 0; i < KILLS; i++) {
        if (i % 2 == 1)
            change_site(place, i);
        struct run_child *child = run_begin(
            place, NULL, ARGUMENTS("lupp-index", "--index", "i", "--commit-every=3", "site"));
        pause_for((long)(seconds * 1500.0 * rand() / RAND_MAX));
        kill(run_pid(child), SIGKILL);
        run_finish(place, child);
        if (place_exists(place, "i/XAPIANDB"))
            look_expect_sound(place, "i");
    }
    RUN(place, "lupp-index", "--index", "i", "site");
    EXPECT_STATUS(place, 0);
    RUN(place, "lupp-index", "--index", "j", "site");
    look_expect_sound(place, "i");
    look_expect_same(place, "i", "j");
}

static void killed_rebuilds_leave_the_old(struct place *place)
{
    place_copy(place, "corpus", "site");
    double seconds = seconds_of(place, "i");
    char *before = look_dump(place, "i");
    for (int i = 0; i < 10; i++) {
        struct run_child *child =
            run_begin(place, NULL, ARGUMENTS("lupp-index", "--index", "i", "--rebuild"));
        pause_for((long)(seconds * 100.0 * i));
        kill(run_pid(child), SIGKILL);
        run_finish(place, child);
        look_expect_sound(place, "i");
    }
    char *after = look_dump(place, "i");
    assert_string_equal(before, after);
    free(before);
    free(after);
    RUN(place, "lupp-index", "--index", "i", "--rebuild");
    look_expect_sound(place, "i");
}

/* ---- no space -------------------------------------------------------------------------------- */

static void full_disks_leave_the_index(struct place *place)
{
    place_copy(place, "corpus", "site");
    RUN(place, "lupp-index", "--index", "whole", "site");
    /* libxapian forgets some of its memory when a commit fails. */
    place_setenv(place, "ASAN_OPTIONS", "detect_leaks=0");
    for (uint64_t i = 0; i < LIMITS; i++) {
        const struct run_how how = {.file_limit = 8192 + i * 36000};
        const struct run_result *result = run_program(
            place, &how, ARGUMENTS("lupp-index", "--index", "i", "--commit-every=5", "site"));
        if (result->status == 0)
            break;
        EXPECT_STATUS(place, 2);
        EXPECT_ERR_HAS(place, "lupp-index: ");
        EXPECT_ERR_LACKS(place, "indexed"); /* no closing line after a failure */
        if (place_exists(place, "i/XAPIANDB"))
            look_expect_sound(place, "i");
    }
    RUN(place, "lupp-index", "--index", "i", "site");
    EXPECT_STATUS(place, 0);
    look_expect_sound(place, "i");
    look_expect_same(place, "i", "whole");
    /* an index that is whole stays as it was */
    uint64_t before = look_bytes(place, "i");
    change_site(place, 1);
    const struct run_how how = {.file_limit = 100000};
    run_program(place, &how, ARGUMENTS("lupp-index", "--index", "i", "--rebuild"));
    EXPECT_STATUS(place, 2);
    assert_true(look_bytes(place, "i") == before);
}

/* ---- streams that a test feeds --------------------------------------------------------------- */

struct fed {
    struct run_child *child;
    int fd;
};

static struct fed begin_fed(struct place *place, const char *option)
{
    struct fed f;
    if (!place_exists(place, "pipe"))
        run_shell(place, "mkfifo pipe");
    /* Both ends here, so that opening neither waits. */
    f.fd = open(place_path(place, "pipe"), O_RDWR | O_CLOEXEC);
    const struct run_how how = {.in_file = "pipe"};
    f.child = run_begin(place, &how, ARGUMENTS("lupp-index", "--index", "i", option, "-"));
    return f;
}

/* Writes a line and waits until it was read. */
static void feed(struct fed *f, const char *line)
{
    int left = 1;
    assert_int_equal(write(f->fd, line, strlen(line)), (ssize_t)strlen(line));
    for (int i = 0; i < 1000 && left > 0; i++) {
        pause_for(10);
        ioctl(f->fd, FIONREAD, &left);
    }
    assert_int_equal(left, 0);
    pause_for(100);
}

static void signals_commit_and_stop(struct place *place)
{
    static const int numbers[] = {SIGINT, SIGTERM};
    for (int i = 0; i < 2; i++) {
        char line[100];
        struct fed f = begin_fed(place, "-v");
        snprintf(line, sizeof line, "{\"id\": \"a%d\", \"text\": \"Ett ord.\"}\n", i);
        feed(&f, line);
        kill(run_pid(f.child), numbers[i]);
        run_finish(place, f.child);
        close(f.fd);
        EXPECT_STATUS(place, 128 + numbers[i]);
        EXPECT_ERR_HAS(place, "indexed 1,");
        look_expect_sound(place, "i");
        assert_int_equal(look_count(place, "i", "Kpage"), (size_t)i + 1);
    }
}

static void stopped_runs_go_on(struct place *place)
{
    place_copy(place, "corpus", "site");
    double seconds = seconds_of(place, "whole");
    for (int i = 0; i < 10; i++) {
        struct run_child *child = run_begin(
            place, NULL, ARGUMENTS("lupp-index", "--index", "i", "--commit-every=2", "site"));
        pause_for((long)(seconds * 150.0 * i));
        kill(run_pid(child), SIGTERM);
        const struct run_result *result = run_finish(place, child);
        /* before the handler stands, or after the end */
        bool ended = result->signal == SIGTERM || result->status == 0;
        if (!ended)
            EXPECT_STATUS(place, 143);
        if (place_exists(place, "i/XAPIANDB"))
            look_expect_sound(place, "i");
        if (result->status == 0)
            place_remove(place, "i");
    }
    RUN(place, "lupp-index", "--index", "i", "site");
    look_expect_same(place, "i", "whole");
}

/* ---- the first build of a large index -------------------------------------------------------- */

/* Pages of some sections that link to each other and to pages that are not there. */
static void write_lines(struct place *place, const char *name, int count)
{
    struct buffer lines = {0};
    for (int i = 0; i < count; i++)
        buffer_format(
            &lines,
            "{\"id\": \"sida/%d\", \"title\": \"Sida %d om %d\", \"markdown\": \"Text %d. "
            "[till %d](/sida/%d/) [ut](/borta/%d/)\\n\\n## Del\\n\\nMer %d.\"}\n",
            i, i, i % 7, i, i * 31 % count, i * 31 % count, i % 50, i);
    place_write_bytes(place, name, buffer_view(&lines));
    buffer_free(&lines);
}

static void first_builds_are_as_others(struct place *place)
{
    write_lines(place, "s/a.jsonl", 2600);
    RUN(place, "lupp-index", "--index", "i", "s");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "indexed 2600,");
    RUN(place, "lupp-index", "--index", "j", "--commit-every=700", "s");
    EXPECT_ERR_HAS(place, "indexed 2600,");
    look_expect_sound(place, "i");
    look_expect_same(place, "i", "j");
    assert_string_equal(look_metadata(place, "i", "lupp.run"), "00000001");
    run_shell(place, "ls -d i/[0-9]* | wc -l");
    EXPECT_OUT(place, "1\n");
    RUN(place, "lupp-index", "--index", "i", "s");
    EXPECT_ERR_HAS(place, "unchanged 2600,");
}

static void first_builds_can_be_ended(struct place *place)
{
    write_lines(place, "s/a.jsonl", 2600);
    for (int i = 0; i < 8; i++) {
        bool killed = i % 2 == 0;
        struct run_child *child =
            run_begin(place, NULL, ARGUMENTS("lupp-index", "--index", "i", "s"));
        pause_for(150L * i);
        kill(run_pid(child), killed ? SIGKILL : SIGTERM);
        const struct run_result *result = run_finish(place, child);
        if (!killed && result->status > 0)
            EXPECT_STATUS(place, 143);
        if (place_exists(place, "i/XAPIANDB"))
            look_expect_sound(place, "i");
        if (i == 4)
            place_remove(place, "i");
    }
    RUN(place, "lupp-index", "--index", "i", "s");
    EXPECT_STATUS(place, 0);
    look_expect_sound(place, "i");
    RUN(place, "lupp-index", "--index", "j", "s");
    look_expect_same(place, "i", "j");
    run_shell(place, "ls -d i/[0-9]* | wc -l");
    EXPECT_OUT(place, "1\n");
}

/* What a first build leaves that was killed while it wrote its parts: an index that can be asked,
   though nothing is in it, and a run that starts anew and says why. */
static void killed_first_builds_are_told(struct place *place)
{
    write_lines(place, "s/a.jsonl", 2600);
    struct run_child *child = run_begin(place, NULL, ARGUMENTS("lupp-index", "--index", "i", "s"));
    while (!place_exists(place, "i/2") && !run_is_over(child))
        pause_for(5);
    kill(run_pid(child), SIGKILL);
    run_finish(place, child);
    RUN(place, "lupp", "--index", "i", "--count", "sida");
    EXPECT_STATUS(place, 1);
    EXPECT_OUT(place, "0\n");
    RUN(place, "lupp-index", "--index", "i", "s");
    EXPECT_STATUS(place, 0);
    EXPECT_ERR_HAS(place, "lupp-index: i: a run before was ended while it wrote");
    EXPECT_ERR_HAS(place, "indexed 2600,");
    look_expect_sound(place, "i");
    run_shell(place, "ls -d i/[0-9]* | wc -l");
    EXPECT_OUT(place, "1\n");
    RUN(place, "lupp-index", "--index", "i", "s");
    EXPECT_ERR_LACKS(place, "a run before");
}

/* ---- two writers ----------------------------------------------------------------------------- */

static void second_writers_are_told(struct place *place)
{
    char pid[64];
    place_write(place, "s/b.md", "# B\n");
    struct fed f = begin_fed(place, "-v");
    feed(&f, "{\"id\": \"a\", \"text\": \"A\"}\n");
    RUN(place, "lupp-index", "--index", "i", "s");
    EXPECT_STATUS(place, 75);
    snprintf(pid, sizeof pid, "process %ld is writing", (long)run_pid(f.child));
    EXPECT_ERR_HAS(place, pid);
    RUN(place, "lupp-index", "--index", "i", "--wait=1", "--rebuild");
    EXPECT_STATUS(place, 75);
    struct run_child *waiting =
        run_begin(place, NULL, ARGUMENTS("lupp-index", "--index", "i", "--wait", "s"));
    pause_for(300);
    assert_false(run_is_over(waiting));
    close(f.fd);
    run_finish(place, f.child);
    EXPECT_STATUS(place, 0);
    run_finish(place, waiting);
    EXPECT_STATUS(place, 0);
    assert_int_equal(look_count(place, "i", "Kpage"), 2);
    look_expect_sound(place, "i");
}

/* ---- readers --------------------------------------------------------------------------------- */

static void readers_never_notice(struct place *place)
{
    enum { READERS = 4, ROUNDS = 6 };
    static const char reader[] =
        "while [ ! -e stop ]; do "
        "lupp --index i --format=jsonl regeringen >out.$$ 2>err.$$ || { echo $?; cat err.$$; exit "
        "9; }; "
        "[ ! -s err.$$ ] && [ -s out.$$ ] || { cat err.$$; exit 9; }; done";
    struct run_child *readers[READERS];
    place_copy(place, "corpus", "site");
    RUN(place, "lupp-index", "--index", "i", "site");
    for (int i = 0; i < READERS; i++)
        readers[i] = run_begin(place, NULL, ARGUMENTS("sh", "-c", reader));
    for (int i = 0; i < ROUNDS; i++) {
        change_site(place, i);
        RUN(place, "lupp-index", "--index", "i", "--commit-every=1", "site");
        EXPECT_STATUS(place, 0);
        RUN(place, "lupp-index", "--index", "i", i % 2 == 0 ? "--rebuild" : "--compact");
        EXPECT_STATUS(place, 0);
    }
    place_write(place, "stop", "");
    for (int i = 0; i < READERS; i++) {
        run_finish(place, readers[i]);
        EXPECT_STATUS(place, 0);
    }
    look_expect_sound(place, "i");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(killed_writers_lose_nothing), PLACE_TEST(killed_rebuilds_leave_the_old),
        PLACE_TEST(full_disks_leave_the_index),  PLACE_TEST(signals_commit_and_stop),
        PLACE_TEST(stopped_runs_go_on),          PLACE_TEST(first_builds_are_as_others),
        PLACE_TEST(first_builds_can_be_ended),   PLACE_TEST(killed_first_builds_are_told),
        PLACE_TEST(second_writers_are_told),     PLACE_TEST(readers_never_notice),
    };
    return cmocka_run_group_tests(tests, NULL, look_end);
}
