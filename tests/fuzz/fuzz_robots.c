/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules of robots.txt: the first line is a path that is asked for, the rest the file. */
#include "fetch.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice all = {(const char *)data, size};
    size_t end = slice_find(all, SLICE("\n"), 0);
    struct slice path = slice_part(all, 0, end);
    struct fetch_robots *robots = fetch_robots_parse(slice_part(all, path.size, all.size), "lupp");
    bool allowed = fetch_robots_allow(robots, path);
    check(allowed == fetch_robots_allow(robots, path));
    check(fetch_robots_allow(robots, SLICE("/robots.txt")));
    check(fetch_robots_delay(robots) <= UINT32_MAX);
    fetch_robots_free(robots);
    return 0;
}
