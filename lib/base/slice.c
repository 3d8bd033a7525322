/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Slices of size 0 may have no data, and memcmp and friends must not see NULL: hence the checks. */
#include "base.h"

#include <string.h>

struct slice slice_of(const char *string)
{
    return (struct slice){.data = string, .size = string ? strlen(string) : 0};
}

struct slice slice_part(struct slice s, size_t start, size_t end)
{
    if (end > s.size)
        end = s.size;
    if (start > end)
        start = end;
    return (struct slice){.data = s.data ? s.data + start : NULL, .size = end - start};
}

bool slice_equal(struct slice a, struct slice b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

int slice_compare(struct slice a, struct slice b)
{
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common > 0 ? memcmp(a.data, b.data, common) : 0;
    if (order != 0)
        return order < 0 ? -1 : 1;
    return (a.size > b.size) - (a.size < b.size);
}

bool slice_starts(struct slice s, struct slice prefix)
{
    return s.size >= prefix.size && slice_equal(slice_part(s, 0, prefix.size), prefix);
}

bool slice_ends(struct slice s, struct slice suffix)
{
    return s.size >= suffix.size &&
           slice_equal(slice_part(s, s.size - suffix.size, s.size), suffix);
}

static char lower_ascii(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool slice_equal_ascii(struct slice a, struct slice b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (lower_ascii(a.data[i]) != lower_ascii(b.data[i]))
            return false;
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice slice_trim(struct slice s)
{
    size_t start = 0, end = s.size;
    while (start < end && is_space(s.data[start]))
        start++;
    while (end > start && is_space(s.data[end - 1]))
        end--;
    return slice_part(s, start, end);
}

size_t slice_find(struct slice s, struct slice needle, size_t from)
{
    if (needle.size == 0 || needle.size > s.size)
        return SIZE_MAX;
    size_t last = s.size - needle.size;
    while (from <= last) {
        const char *hit = memchr(s.data + from, needle.data[0], last - from + 1);
        if (!hit)
            return SIZE_MAX;
        if (memcmp(hit, needle.data, needle.size) == 0)
            return (size_t)(hit - s.data);
        from = (size_t)(hit - s.data) + 1;
    }
    return SIZE_MAX;
}

char *slice_copy(struct slice s)
{
    char *copy = base_realloc(NULL, s.size < SIZE_MAX ? s.size + 1 : SIZE_MAX, 1);
    if (s.size > 0)
        memcpy(copy, s.data, s.size);
    copy[s.size] = '\0';
    return copy;
}

uint64_t slice_hash(struct slice s)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < s.size; i++) {
        hash ^= (unsigned char)s.data[i];
        hash *= UINT64_C(0x100000001b3);
    }
    /* FNV alone leaves the low bits, which tables use, poorly mixed. */
    hash ^= hash >> 33;
    hash *= UINT64_C(0xff51afd7ed558ccd);
    return hash ^ hash >> 33;
}
