/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * support/run: tests of whole programs. A test owns a new directory (its place), runs programs
 * there in a clean environment, and looks at what they said. When a test fails, its last command,
 * the exit status and both streams are printed and the directory is kept; else it is removed.
 *
 *     static void counts(struct place *place)
 *     {
 *         place_write(place, "a.md", "# Titel\n");
 *         RUN(place, "lupp-index", "--index", "i", "a.md");
 *         EXPECT_STATUS(place, 0);
 *         RUN(place, "lupp", "--index", "i", "--count", "titel");
 *         EXPECT_OUT(place, "1\n");
 *     }
 *
 *     int main(void)
 *     {
 *         const struct CMUnitTest tests[] = {PLACE_TEST(counts)};
 *         return cmocka_run_group_tests(tests, NULL, NULL);
 *     }
 *
 * Paths inside a place are relative to it, which is also the directory programs run in. Its
 * environment is PATH (our programs first), LANG=C.UTF-8, HOME, TMPDIR and XDG_* inside the place,
 * and what place_setenv adds. Paths of the source tree start from the directory that ctest runs
 * tests in, its root.
 */
#ifndef LUPP_SUPPORT_RUN_H
#define LUPP_SUPPORT_RUN_H

#include "base.h"

#include <setjmp.h>
#include <stdint.h>
#include <sys/types.h>

#include <cmocka.h>

/* ---- places ---------------------------------------------------------------------------------- */

struct place;

typedef void place_function(struct place *place);

struct place_test {
    place_function *function;
};

/* A row of cmocka's table; `test` takes a struct place *. */
#define PLACE_TEST(test)                                                                           \
    {                                                                                              \
        .name = #test, .test_func = place_test_run, .setup_func = place_test_setup,                \
        .teardown_func = place_test_teardown, .initial_state = &(struct place_test)                \
        {                                                                                          \
            .function = test                                                                       \
        }                                                                                          \
    }

int place_test_setup(void **state);
void place_test_run(void **state);
int place_test_teardown(void **state);

/* For tests that want a place without PLACE_TEST. place_close(place, true) keeps the directory. */
struct place *place_open(void);
void place_close(struct place *place, bool keep);

/* All of these end the test when the system says no. Strings and bytes returned are borrowed until
   the place is closed. */
const char *place_dir(const struct place *place);
const char *place_path(struct place *place, const char *name); /* absolute */
void place_mkdir(struct place *place, const char *name);       /* with its parents */
void place_write(struct place *place, const char *name, const char *text);
void place_write_bytes(struct place *place, const char *name, struct slice bytes);
void place_copy(struct place *place, const char *source, const char *name); /* a file or a tree */
void place_remove(struct place *place, const char *name);                   /* a file or a tree */
struct slice place_read(struct place *place, const char *name);
bool place_exists(struct place *place, const char *name);
void place_setenv(struct place *place, const char *name, const char *value); /* NULL: unset */

/* ---- running --------------------------------------------------------------------------------- */

enum run_end {
    RUN_PIPE,        /* input: the bytes of `input`; output: captured */
    RUN_NULL,        /* /dev/null */
    RUN_FULL,        /* output: /dev/full */
    RUN_BROKEN_PIPE, /* output: a pipe whose reader has gone */
    RUN_CLOSED       /* not open at all, as ">&-" or "<&-" does */
};

/* How to run; {0} is the ordinary way: no input, everything captured. */
struct run_how {
    struct slice input; /* bytes for standard input */
    enum run_end in, out, err;
    const char *in_file;  /* instead of `in`: a file in the place (or absolute) */
    size_t out_bytes;     /* if not 0: close the reading end of stdout after so many bytes */
    unsigned seconds;     /* 0: RUN_SECONDS; then the whole process group is killed */
    uint64_t file_limit;  /* if not 0: RLIMIT_FSIZE, as a disk that fills; SIGXFSZ is ignored */
    unsigned long memory; /* if not 0: RLIMIT_AS in MiB; not with AddressSanitizer */
};

enum { RUN_SECONDS = 120 };

/* What came of it. */
struct run_result {
    int status;     /* exit status, or -1 */
    int signal;     /* that ended it, or 0 */
    bool timed_out; /* killed after its seconds */
    struct buffer out, err;
};

/* Runs argv (NULL-terminated; argv[0] is looked up in PATH) to its end. The result is borrowed
   until the next run in this place. */
const struct run_result *run_program(struct place *place, const struct run_how *how,
                                     const char *const *argv);

#define RUN(place, ...) run_program((place), NULL, (const char *const[]){__VA_ARGS__, NULL})
#define RUN_HOW(place, how, ...)                                                                   \
    run_program((place), &(struct run_how)how, (const char *const[]){__VA_ARGS__, NULL})
#define HOW(...)                                                                                   \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

/* The line as bash runs it, with pipefail. */
const struct run_result *run_shell(struct place *place, const char *line);

/* A program that runs beside the test. Its output must fit in a pipe (64 KiB) until run_finish
   reads it. run_finish waits, stores the result as run_program does, and frees the child. */
struct run_child;
struct run_child *run_begin(struct place *place, const struct run_how *how,
                            const char *const *argv);
pid_t run_pid(const struct run_child *child);
bool run_is_over(struct run_child *child);
const struct run_result *run_finish(struct place *place, struct run_child *child);

/* ---- looking --------------------------------------------------------------------------------- */

#define EXPECT_STATUS(place, status) run_expect_status((place), (status), __FILE__, __LINE__)
#define EXPECT_SIGNAL(place, number) run_expect_signal((place), (number), __FILE__, __LINE__)
#define EXPECT_OUT(place, text) run_expect((place), RUN_OUT, RUN_IS, (text), __FILE__, __LINE__)
#define EXPECT_OUT_HAS(place, text)                                                                \
    run_expect((place), RUN_OUT, RUN_HAS, (text), __FILE__, __LINE__)
#define EXPECT_OUT_LACKS(place, text)                                                              \
    run_expect((place), RUN_OUT, RUN_LACKS, (text), __FILE__, __LINE__)
#define EXPECT_ERR(place, text) run_expect((place), RUN_ERR, RUN_IS, (text), __FILE__, __LINE__)
#define EXPECT_ERR_HAS(place, text)                                                                \
    run_expect((place), RUN_ERR, RUN_HAS, (text), __FILE__, __LINE__)
#define EXPECT_ERR_LACKS(place, text)                                                              \
    run_expect((place), RUN_ERR, RUN_LACKS, (text), __FILE__, __LINE__)

enum run_stream { RUN_OUT, RUN_ERR };
enum run_relation { RUN_IS, RUN_HAS, RUN_LACKS };

void run_expect_status(struct place *place, int status, const char *file, int line);
void run_expect_signal(struct place *place, int number, const char *file, int line);
void run_expect(struct place *place, enum run_stream stream, enum run_relation relation,
                const char *text, const char *file, int line);
/* Ends the test with a reason of the test's own. */
void run_fail(struct place *place, const char *file, int line, const char *format, ...)
    BASE_FORMAT(4, 5);

#endif
