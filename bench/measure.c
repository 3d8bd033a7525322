/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * measure TIMES PROGRAM [ARGUMENT...]: what running the program costs, its output thrown away.
 *
 * One line: the medians of wall, user and system milliseconds, the most memory any run took (MiB),
 * and the median of the MiB written by write calls ("-" where /proc does not tell). Exit status 1
 * when a run ends with more than 1, which is what our programs call trouble.
 *
 * measure --each TIMES QUESTIONS LUPP [ARGUMENT...]: what each question of a file (id TAB question)
 * costs inside one process: processor time of a batch that asks it TIMES + 1 times, less that of
 * one that asks it once, divided by TIMES. One line: milliseconds at the 50th and 95th percentile,
 * and the mean.
 */
#include "base.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TIMES_MAX = 10000, LINE_MAX_BYTES = 65536, TROUBLE = 2 };

static const double MIB = 1024.0 * 1024.0;

struct cost {
    double wall, user, system, peak, written; /* ms, ms, ms, MiB, MiB (below 0: not known) */
    int status;
};

static _Noreturn void fail(const char *what)
{
    perror(what);
    exit(TROUBLE);
}

static double milliseconds(struct timeval t)
{
    return (double)t.tv_sec * 1000.0 + (double)t.tv_usec / 1000.0;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1000.0 + (double)t.tv_nsec / 1e6;
}

/* What a process that ended, and was not waited for yet, gave to write calls. */
static double written_by(pid_t child)
{
    char path[64], line[128];
    double bytes = -1;
    snprintf(path, sizeof path, "/proc/%ld/io", (long)child);
    FILE *io = fopen(path, "r");
    if (io == NULL)
        return -1;
    while (fgets(line, sizeof line, io) != NULL)
        if (strncmp(line, "wchar: ", 7) == 0)
            bytes = strtod(line + 7, NULL) / MIB;
    fclose(io);
    return bytes;
}

static _Noreturn void become(char *const *command)
{
    int nothing = open("/dev/null", O_RDWR);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0)
        fail("/dev/null");
    execvp(command[0], command);
    fail(command[0]);
}

static struct cost run(char *const *command)
{
    double start = now();
    siginfo_t ended;
    struct rusage before, after;
    int status;
    getrusage(RUSAGE_CHILDREN, &before);
    pid_t child = fork();
    if (child < 0)
        fail("fork");
    if (child == 0)
        become(command);
    if (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT) != 0)
        fail("waitid");
    struct cost out = {.wall = now() - start, .written = written_by(child)};
    if (waitpid(child, &status, 0) < 0)
        fail("waitpid");
    getrusage(RUSAGE_CHILDREN, &after);
    out.user = milliseconds(after.ru_utime) - milliseconds(before.ru_utime);
    out.system = milliseconds(after.ru_stime) - milliseconds(before.ru_stime);
    out.peak = (double)after.ru_maxrss / 1024.0; /* of the largest child so far */
    out.status = WIFEXITED(status) ? WEXITSTATUS(status) : TROUBLE;
    return out;
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The value below which `share` of those of the sorted array lie. */
static double percentile(const double *sorted, size_t count, double share)
{
    size_t at = (size_t)(share * (double)count);
    return count == 0 ? 0 : sorted[at < count ? at : count - 1];
}

static int measure_runs(size_t times, char *const *command)
{
    double *values[4], peak = 0;
    int status = 0;
    for (size_t k = 0; k < 4; k++)
        values[k] = base_calloc(times, sizeof *values[k]);
    for (size_t i = 0; i < times; i++) {
        struct cost c = run(command);
        values[0][i] = c.wall;
        values[1][i] = c.user;
        values[2][i] = c.system;
        values[3][i] = c.written;
        peak = c.peak > peak ? c.peak : peak;
        status = c.status > 1 ? 1 : status;
    }
    for (size_t k = 0; k < 4; k++)
        qsort(values[k], times, sizeof *values[k], compare_doubles);
    for (size_t k = 0; k < 3; k++)
        printf("%.1f ", percentile(values[k], times, 0.5));
    printf("%.1f ", peak);
    double written = percentile(values[3], times, 0.5);
    if (written < 0)
        puts("-");
    else
        printf("%.2f\n", written);
    for (size_t k = 0; k < 4; k++)
        free(values[k]);
    return status;
}

/* ---- one question at a time ------------------------------------------------------------------ */

static void write_questions(const char *path, const char *line, size_t times)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        fail(path);
    for (size_t i = 0; i < times; i++)
        fputs(line, file);
    if (fclose(file) != 0)
        fail(path);
}

/* Adds --batch=PATH to the command. Caller frees with free. */
static char **with_batch(char *const *command, char *option)
{
    size_t count = 0;
    while (command[count] != NULL)
        count++;
    char **out = base_calloc(count + 2, sizeof *out);
    for (size_t i = 0; i < count; i++)
        out[i] = command[i];
    out[count] = option;
    return out;
}

static double processor_time(char *const *command)
{
    struct cost c = run(command);
    return c.user + c.system;
}

static int measure_each(size_t times, const char *questions, char *const *command)
{
    char line[LINE_MAX_BYTES], option[64] = "--batch=/tmp/measure-XXXXXX";
    char *path = option + strlen("--batch=");
    double *values = NULL, sum = 0;
    size_t count = 0, room = 0;
    FILE *file = fopen(questions, "r");
    int made = mkstemp(path);
    if (file == NULL || made < 0)
        fail(file == NULL ? questions : path);
    close(made);
    char **batch = with_batch(command, option);
    while (fgets(line, sizeof line, file) != NULL) {
        write_questions(path, line, 1);
        double once = processor_time(batch);
        write_questions(path, line, times + 1);
        values = base_grow(values, &room, count + 1, sizeof *values);
        values[count] = (processor_time(batch) - once) / (double)times;
        sum += values[count++];
    }
    fclose(file);
    unlink(path);
    qsort(values, count, sizeof *values, compare_doubles);
    printf("%.2f %.2f %.2f\n", percentile(values, count, 0.5), percentile(values, count, 0.95),
           count > 0 ? sum / (double)count : 0);
    free(values);
    free(batch);
    return 0;
}

int main(int argc, char **argv)
{
    bool each = argc > 1 && strcmp(argv[1], "--each") == 0;
    int first = each ? 2 : 1, least = each ? 5 : 3;
    long times = argc >= least ? strtol(argv[first], NULL, 10) : 0;
    if (times < 1 || times > TIMES_MAX) {
        fputs("usage: measure TIMES PROGRAM [ARGUMENT...]\n"
              "       measure --each TIMES QUESTIONS LUPP [ARGUMENT...]\n",
              stderr);
        return TROUBLE;
    }
    return each ? measure_each((size_t)times, argv[3], argv + 4)
                : measure_runs((size_t)times, argv + 2);
}
