/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs of tests: started with chosen ends, fed, watched and read. */
#include "run_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { READ_SIZE = 64 * 1024, EXEC_FAILED = 127, GRACE_MS = 2000 };

extern char **environ;

struct run_child {
    pid_t pid;
    struct run_how how;
    int in, out, err; /* our ends, or -1 */
    size_t fed;       /* bytes of input written */
    bool over;
    int wait_status;
    int64_t deadline; /* milliseconds */
    struct run_result result;
};

/* The child's ends, by file descriptor, or -1 for closed. */
struct ends {
    int fd[3];
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* ---- starting -------------------------------------------------------------------------------- */

/* Both ends are kept from other children, and away from 0, 1 and 2, which the child fills. */
static void open_pipe(struct place *place, int *reading, int *writing)
{
    int raw[2];
    if (pipe(raw) != 0)
        place_die(place, "pipe", "test");
    *reading = fcntl(raw[0], F_DUPFD_CLOEXEC, 3);
    *writing = fcntl(raw[1], F_DUPFD_CLOEXEC, 3);
    close(raw[0]);
    close(raw[1]);
}

static int open_file(struct place *place, const char *path, int flags)
{
    int raw = open(path, flags | O_CLOEXEC);
    if (raw < 0)
        place_die(place, "open", path);
    int fd = fcntl(raw, F_DUPFD_CLOEXEC, 3);
    close(raw);
    return fd;
}

static int open_input(struct place *place, const struct run_how *how, int *ours)
{
    int theirs = -1;
    *ours = -1;
    if (how->in_file)
        return open_file(place, place_path(place, how->in_file), O_RDONLY);
    if (how->in == RUN_CLOSED)
        return -1;
    if (how->in != RUN_PIPE || how->input.size == 0)
        return open_file(place, "/dev/null", O_RDONLY);
    open_pipe(place, &theirs, ours);
    fcntl(*ours, F_SETFL, O_NONBLOCK);
    return theirs;
}

static int open_output(struct place *place, enum run_end end, int *ours)
{
    int theirs = -1;
    *ours = -1;
    switch (end) {
    case RUN_NULL:
        return open_file(place, "/dev/null", O_WRONLY);
    case RUN_FULL:
        return open_file(place, "/dev/full", O_WRONLY);
    case RUN_CLOSED:
        return -1;
    case RUN_PIPE:
    case RUN_BROKEN_PIPE:
        break;
    }
    open_pipe(place, ours, &theirs);
    if (end == RUN_BROKEN_PIPE)
        close_fd(ours);
    return theirs;
}

static void limit(int resource, uint64_t value)
{
    if (value > 0)
        setrlimit(resource, &(struct rlimit){.rlim_cur = value, .rlim_max = value});
}

/* In the child: never returns. */
static _Noreturn void become(const struct place *place, const struct run_how *how,
                             const struct ends *ends, const char *const *argv)
{
    setpgid(0, 0);
    signal(SIGPIPE, SIG_DFL);
    for (int i = 0; i < 3; i++) {
        if (ends->fd[i] >= 0)
            dup2(ends->fd[i], i);
        else
            close(i);
    }
    if (how->file_limit > 0)
        signal(SIGXFSZ, SIG_IGN); /* writing past the limit then fails with EFBIG */
    limit(RLIMIT_FSIZE, how->file_limit);
    limit(RLIMIT_AS, (uint64_t)how->memory * 1024 * 1024);
    environ = place->env;
    /* exec wants pointers to writable strings and promises not to write; a copy says the same. */
    size_t count = 0;
    while (argv[count])
        count++;
    char **words = base_calloc(count + 1, sizeof *words);
    for (size_t i = 0; i < count; i++)
        words[i] = slice_copy(slice_of(argv[i]));
    if (chdir(place->dir) == 0)
        execvp(words[0], words);
    fprintf(stderr, "%s: cannot be run: %s\n", words[0], strerror(errno));
    _exit(EXEC_FAILED);
}

static bool is_plain_word(const char *word)
{
    for (const char *c = word; *c; c++)
        if (strchr(" \t\n\"'\\$`*?;&|<>()[]{}!#~", *c))
            return false;
    return word[0] != '\0';
}

/* The command as a person would paste it into a shell. */
static void note_command(struct place *place, const char *const *argv)
{
    buffer_clear(&place->command);
    for (; *argv; argv++) {
        bool plain = is_plain_word(*argv);
        if (place->command.size > 0)
            buffer_char(&place->command, ' ');
        if (!plain)
            buffer_char(&place->command, '\'');
        for (const char *c = *argv; *c; c++)
            if (*c == '\'')
                buffer_text(&place->command, "'\\''");
            else
                buffer_char(&place->command, *c);
        if (!plain)
            buffer_char(&place->command, '\'');
    }
}

struct run_child *run_begin(struct place *place, const struct run_how *how, const char *const *argv)
{
    struct run_child *child = base_calloc(1, sizeof *child);
    struct ends ends;
    if (how)
        child->how = *how;
    note_command(place, argv);
    signal(SIGPIPE, SIG_IGN); /* a program that reads no input must not end the test */
    ends.fd[0] = open_input(place, &child->how, &child->in);
    ends.fd[1] = open_output(place, child->how.out, &child->out);
    ends.fd[2] = open_output(place, child->how.err, &child->err);
    child->deadline =
        now_ms() + 1000 * (int64_t)(child->how.seconds ? child->how.seconds : RUN_SECONDS);
    fflush(NULL);
    child->pid = fork();
    if (child->pid < 0)
        place_die(place, "fork", argv[0]);
    if (child->pid == 0)
        become(place, &child->how, &ends, argv);
    setpgid(child->pid, child->pid); /* here too: whoever comes first */
    for (int i = 0; i < 3; i++)
        close_fd(&ends.fd[i]);
    return child;
}

pid_t run_pid(const struct run_child *child)
{
    return child->pid;
}

/* ---- feeding and reading --------------------------------------------------------------------- */

static void feed(struct run_child *child)
{
    struct slice rest = slice_part(child->how.input, child->fed, child->how.input.size);
    ssize_t written = write(child->in, rest.data, rest.size);
    if (written > 0)
        child->fed += (size_t)written;
    bool again = written < 0 && (errno == EAGAIN || errno == EINTR);
    if (child->fed == child->how.input.size || (written < 0 && !again))
        close_fd(&child->in);
}

/* Reads what is there, at most `most` bytes in all (0: no limit), and closes at the end. */
static void drain(int *fd, struct buffer *into, size_t most)
{
    size_t want = most > 0 && most - into->size < READ_SIZE ? most - into->size : READ_SIZE;
    buffer_reserve(into, want);
    ssize_t got = read(*fd, into->data + into->size, want);
    if (got < 0 && errno == EINTR)
        return;
    if (got > 0)
        into->size += (size_t)got;
    into->data[into->size] = '\0';
    if (got <= 0 || (most > 0 && into->size >= most))
        close_fd(fd);
}

static void move_bytes(struct run_child *child, int milliseconds)
{
    struct pollfd polled[3] = {{.fd = child->in, .events = POLLOUT},
                               {.fd = child->out, .events = POLLIN},
                               {.fd = child->err, .events = POLLIN}};
    if (poll(polled, 3, milliseconds) <= 0)
        return;
    if (polled[0].revents)
        feed(child);
    if (polled[1].revents)
        drain(&child->out, &child->result.out, child->how.out_bytes);
    if (polled[2].revents)
        drain(&child->err, &child->result.err, 0);
}

bool run_is_over(struct run_child *child)
{
    if (!child->over && waitpid(child->pid, &child->wait_status, WNOHANG) == child->pid)
        child->over = true;
    return child->over;
}

/* What the program left running may hold its output open: it gets a moment, then it is ended too.
 */
static void wait_until_over(struct run_child *child)
{
    int64_t over_at = 0;
    while (child->out >= 0 || child->err >= 0 || !run_is_over(child)) {
        int64_t now = now_ms();
        if (run_is_over(child) && over_at == 0)
            over_at = now;
        child->result.timed_out = !child->over && now > child->deadline;
        if (child->result.timed_out || (over_at > 0 && now > over_at + GRACE_MS)) {
            kill(-child->pid, SIGKILL);
            break;
        }
        if (child->in >= 0 || child->out >= 0 || child->err >= 0)
            move_bytes(child, 100);
        else
            nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    if (!child->over)
        waitpid(child->pid, &child->wait_status, 0);
    child->over = true;
}

const struct run_result *run_finish(struct place *place, struct run_child *child)
{
    wait_until_over(child);
    close_fd(&child->in);
    close_fd(&child->out);
    close_fd(&child->err);
    buffer_append(&child->result.out, "", 0); /* so that data is never NULL */
    buffer_append(&child->result.err, "", 0);
    child->result.status = WIFEXITED(child->wait_status) ? WEXITSTATUS(child->wait_status) : -1;
    child->result.signal = WIFSIGNALED(child->wait_status) ? WTERMSIG(child->wait_status) : 0;
    buffer_free(&place->last.out);
    buffer_free(&place->last.err);
    place->last = child->result;
    place->ran = true;
    free(child);
    return &place->last;
}

const struct run_result *run_program(struct place *place, const struct run_how *how,
                                     const char *const *argv)
{
    return run_finish(place, run_begin(place, how, argv));
}

const struct run_result *run_shell(struct place *place, const char *line)
{
    return RUN(place, "bash", "-o", "pipefail", "-c", line);
}
