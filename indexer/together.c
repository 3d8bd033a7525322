/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "together.h"

#include <threads.h>
#include <unistd.h>

struct task {
    together_work *work;
    void *user;
};

static int start(void *user)
{
    const struct task *task = user;
    task->work(task->user, false);
    return 0;
}

static size_t thread_count(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1 ? 1 : processors > TOGETHER_MAX ? TOGETHER_MAX : (size_t)processors;
}

void together(together_work *work, void *user)
{
    thrd_t threads[TOGETHER_MAX];
    struct task task = {.work = work, .user = user};
    size_t count = 0, wanted = thread_count() - 1;
    while (count < wanted && thrd_create(&threads[count], start, &task) == thrd_success)
        count++;
    work(user, true);
    for (size_t i = 0; i < count; i++)
        thrd_join(threads[i], NULL);
}
