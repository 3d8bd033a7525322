/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stamps.h"

#include "digest.h"

#include <stdlib.h>

void stamps_free(struct stamps *s)
{
    buffer_free(&s->known);
    buffer_free(&s->scratch);
    free(s->items);
    *s = (struct stamps){0};
}

static void put_time(struct buffer *out, struct timespec t)
{
    buffer_varint(out, (uint64_t)t.tv_sec);
    buffer_varint(out, (uint64_t)t.tv_nsec);
}

static uint64_t stamp_of(struct stamps *s, struct slice path, const struct stat *about,
                         uint64_t content)
{
    struct buffer *b = &s->scratch;
    buffer_clear(b);
    buffer_counted(b, path);
    buffer_varint(b, (uint64_t)about->st_dev);
    buffer_varint(b, (uint64_t)about->st_ino);
    buffer_varint(b, (uint64_t)about->st_size);
    put_time(b, about->st_mtim);
    put_time(b, about->st_ctim);
    digest_put(b, content);
    return digest_bytes(buffer_view(b));
}

static void add(struct stamps *s, uint64_t stamp)
{
    s->items = base_grow(s->items, &s->room, s->count + 1, sizeof *s->items);
    s->items[s->count++] = stamp;
}

static bool is_known(const struct stamps *s, uint64_t stamp)
{
    return digest_find(buffer_view(&s->known), DIGEST_SIZE, stamp) != SIZE_MAX;
}

bool stamps_hold(struct stamps *s, struct slice path, const struct stat *about, uint64_t content)
{
    uint64_t stamp = stamp_of(s, path, about, content);
    if (!is_known(s, stamp))
        return false;
    add(s, stamp);
    return true;
}

void stamps_keep(struct stamps *s, struct slice path, const struct stat *about, uint64_t content,
                 time_t now)
{
    time_t changed = about->st_ctim.tv_sec > about->st_mtim.tv_sec ? about->st_ctim.tv_sec
                                                                   : about->st_mtim.tv_sec;
    if (changed + STAMPS_YOUNG < now)
        add(s, stamp_of(s, path, about, content));
}

static int compare_stamps(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

bool stamps_note(struct stamps *s, bool whole, struct buffer *out)
{
    struct slice known = buffer_view(&s->known);
    size_t start = out->size;
    for (size_t at = 0; !whole && at + DIGEST_SIZE <= known.size; at += DIGEST_SIZE)
        add(s, digest_at(known, at));
    if (s->count > 0)
        qsort(s->items, s->count, sizeof *s->items, compare_stamps);
    for (size_t i = 0; i < s->count; i++)
        if (i == 0 || s->items[i] != s->items[i - 1])
            digest_put(out, s->items[i]);
    return !slice_equal(slice_part(buffer_view(out), start, out->size), known);
}
