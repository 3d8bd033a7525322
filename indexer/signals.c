/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "signals.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

enum { EXIT_COMMIT_FAILED = 2 };

static volatile sig_atomic_t came;
/* Of each thread: the one that aborts gets the signal. */
static _Thread_local volatile sig_atomic_t committing;

static void note(int number)
{
    if (came != 0) {
        signal(number, SIG_DFL);
        raise(number); /* comes when this handler ends */
    }
    came = number;
}

static void end_commit(int number)
{
    static const char text[] =
        "lupp-index: libxapian gave up in the middle of a commit (is the disk "
        "full?); the index is as it was before\n";
    if (committing) {
        ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
        (void)written;
        _exit(EXIT_COMMIT_FAILED);
    }
    signal(number, SIG_DFL);
}

void signals_commit_begin(void)
{
    committing = 1;
}

void signals_commit_end(void)
{
    committing = 0;
}

void signals_begin(void)
{
    struct sigaction action = {.sa_handler = note};
    sigemptyset(&action.sa_mask);
    /* No SA_RESTART: reading a pipe must end. */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    action.sa_handler = end_commit;
    sigaction(SIGABRT, &action, NULL);
    action = (struct sigaction){.sa_handler = SIG_IGN};
    sigemptyset(&action.sa_mask);
    sigaction(SIGPIPE, &action, NULL);
    sigaction(SIGXFSZ, &action, NULL);
}

bool signals_stop(void)
{
    return came != 0;
}

int signals_number(void)
{
    return came;
}
