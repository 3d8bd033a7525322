/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay FILE|FOLDER...: gives a fuzz target each seed, and what a bad disk or network makes of it:
 * its beginnings, and copies with one byte changed. Every input is in memory of its exact size, so
 * that reading past it is seen. Which bytes change depends on the seed alone: a failure repeats.
 */
#include "base.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { READ_BLOCK = 64 * 1024, CUTS = 40, CHANGES = 60, SMALL_SEED = 64 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void give(const char *data, size_t size)
{
    uint8_t *exact = base_alloc(size);
    if (size > 0)
        memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static void give_damaged(struct slice seed)
{
    static const unsigned char odd[] = {0x00, 0xFF, 0x80, '\n', '"', '<', '[', '(', 0xC3, ' '};
    if (seed.size == 0)
        return;
    uint64_t state = slice_hash(seed);
    char *changed = slice_copy(seed);
    for (size_t i = 1; i <= CUTS; i++)
        give(seed.data, seed.size / (CUTS + 1) * i + seed.size % (CUTS + 1) * i / (CUTS + 1));
    for (size_t i = 0; i < CHANGES; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        size_t at = (size_t)(state >> 20) % seed.size;
        char before = changed[at];
        changed[at] = (char)odd[(state >> 8) % sizeof odd];
        give(changed, seed.size);
        if (i % 3 == 0)
            changed[at] = before; /* the other changes add up */
    }
    free(changed);
}

static int fail(const char *path)
{
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return 1;
}

static int replay_file(const char *path)
{
    struct buffer bytes = {0};
    FILE *file = fopen(path, "rb");
    size_t got;
    if (!file)
        return fail(path);
    do {
        buffer_reserve(&bytes, READ_BLOCK);
        got = fread(bytes.data + bytes.size, 1, READ_BLOCK, file);
        bytes.size += got;
    } while (got > 0);
    fclose(file);
    give(bytes.data, bytes.size);
    if (bytes.size <= SMALL_SEED) /* large ones are about size, and slow */
        give_damaged(buffer_view(&bytes));
    buffer_free(&bytes);
    return 0;
}

/* Returns how many seeds were given, or -1. */
static long replay_folder(const char *path)
{
    long count = 0;
    DIR *dir = opendir(path);
    if (!dir)
        return -fail(path);
    for (struct dirent *entry; (entry = readdir(dir));) {
        struct buffer name = {0};
        if (entry->d_name[0] == '.')
            continue;
        buffer_format(&name, "%s/%s", path, entry->d_name);
        count = replay_file(name.data) == 0 ? count + 1 : -1;
        buffer_free(&name);
        if (count < 0)
            break;
    }
    closedir(dir);
    return count;
}

int main(int argc, char **argv)
{
    long count = 0;
    give("", 0);
    for (int i = 1; i < argc; i++) {
        struct stat about;
        if (stat(argv[i], &about) != 0)
            return fail(argv[i]);
        long more =
            S_ISDIR(about.st_mode) ? replay_folder(argv[i]) : (replay_file(argv[i]) == 0 ? 1 : -1);
        if (more < 0)
            return 1;
        count += more;
    }
    printf("%ld seeds replayed\n", count);
    return count > 0 ? 0 : 1;
}
