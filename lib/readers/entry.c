/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One entry of a list, or one line of JSON Lines. */
#include "json_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct filler {
    const json_t *object;
    struct arena *arena;
    struct odd odd;
};

/* The value of a key, or one in it, is passed over. */
static void note_odd(struct filler *f, const char *key)
{
    odd_note(&f->odd, key);
}

static struct slice text_of(const json_t *value)
{
    struct slice s = {json_string_value(value), json_string_length(value)};
    return slice_trim(s);
}

/* A number where a name or an id was meant is its digits. */
static struct slice digits_of(struct filler *f, const json_t *value)
{
    char digits[32];
    int size =
        json_is_integer(value)
            ? snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(value))
            : snprintf(digits, sizeof digits, "%.0f", json_real_value(value));
    if (size < 0 || (size_t)size >= sizeof digits)
        return (struct slice){0};
    return slice_keep(f->arena, (struct slice){digits, (size_t)size});
}

static bool is_whole(const json_t *value)
{
    double real = json_real_value(value);
    return json_is_integer(value) ||
           (json_is_real(value) && real > -1e15 && real < 1e15 && (double)(int64_t)real == real);
}

static struct slice text_at(struct filler *f, const char *key)
{
    const json_t *value = json_object_get(f->object, key);
    if (json_is_string(value))
        return text_of(value);
    if (value != NULL && !json_is_null(value))
        note_odd(f, key);
    return (struct slice){0};
}

static struct slice name_at(struct filler *f, const char *key)
{
    const json_t *value = json_object_get(f->object, key);
    return is_whole(value) ? digits_of(f, value) : text_at(f, key);
}

/* ---- dates ----------------------------------------------------------------------------------- */

static unsigned two_digits(const char *s)
{
    return (unsigned)(s[0] - '0') * 10 + (unsigned)(s[1] - '0');
}

/* Of a day that is not said, the first one is looked at. */
static bool is_day(struct slice date)
{
    unsigned year = two_digits(date.data) * 100 + two_digits(date.data + 2);
    unsigned month = date.size >= 7 ? two_digits(date.data + 5) : 1;
    unsigned day = date.size >= 10 ? two_digits(date.data + 8) : 1;
    return year > 0 && day > 0 && day <= date_days(year, month);
}

static bool has_form(struct slice s, const char *form)
{
    if (s.size != strlen(form))
        return false;
    for (size_t i = 0; i < s.size; i++) {
        bool digit = s.data[i] >= '0' && s.data[i] <= '9';
        if (form[i] == 'd' ? !digit : s.data[i] != form[i])
            return false;
    }
    return true;
}

/* "20240502" is "2024-05-02"; what has no such form stays. */
static struct slice with_dashes(struct filler *f, struct slice s)
{
    char text[16];
    if (!has_form(s, "dddddddd"))
        return s;
    int size = snprintf(text, sizeof text, "%.4s-%.2s-%.2s", s.data, s.data + 4, s.data + 6);
    return slice_keep(f->arena, (struct slice){text, (size_t)size});
}

/* A year, a month or a day; a time may follow a day. Empty: none of them. */
static struct slice date_of(struct filler *f, struct slice s)
{
    size_t end = 0;
    while (end < s.size && ((s.data[end] >= '0' && s.data[end] <= '9') || s.data[end] == '-'))
        end++;
    struct slice date = with_dashes(f, slice_part(s, 0, end));
    bool day = has_form(date, "dddd-dd-dd"), month = day || has_form(date, "dddd-dd");
    bool timed = end < s.size && strchr("Tt ", s.data[end]) != NULL;
    if ((!month && !has_form(date, "dddd")) || (end < s.size && !(day && timed)))
        return (struct slice){0};
    return is_day(date) ? date : (struct slice){0};
}

static struct slice date_at(struct filler *f, const char *key)
{
    struct slice s = name_at(f, key);
    struct slice date = date_of(f, s);
    if (s.size > 0 && date.size == 0)
        note_odd(f, key);
    return date;
}

/* ---- arrays ---------------------------------------------------------------------------------- */

static bool add_name(struct filler *f, const json_t *value, struct slice *names, size_t *count)
{
    struct slice name = {0};
    if (json_is_string(value))
        name = text_of(value);
    else if (is_whole(value))
        name = digits_of(f, value);
    if (name.size == 0)
        return false;
    names[(*count)++] = name;
    return true;
}

/* Codes or names: an array of them, or one by itself. */
static const struct slice *names_at(struct filler *f, const char *key, size_t *count)
{
    const json_t *value = json_object_get(f->object, key);
    size_t size = json_is_array(value) ? json_array_size(value) : 1;
    *count = 0;
    if (value == NULL || json_is_null(value) || size == 0)
        return NULL;
    struct slice *names = arena_alloc(f->arena, size * sizeof *names);
    if (!json_is_array(value)) {
        if (!add_name(f, value, names, count))
            note_odd(f, key);
        return names;
    }
    for (size_t i = 0; i < size; i++)
        if (!add_name(f, json_array_get(value, i), names, count))
            note_odd(f, key);
    return names;
}

static struct slice member(const json_t *object, const char *const *keys)
{
    for (; *keys != NULL; keys++) {
        const json_t *value = json_object_get(object, *keys);
        if (json_is_string(value))
            return text_of(value);
    }
    return (struct slice){0};
}

/* {"name": ..., "url": ...}, or an address by itself. An address of somebody's own disk
   ("file:C:/...") leads nowhere. */
static bool add_link(const json_t *value, struct reader_named_link *links, size_t *count)
{
    static const char *const names[] = {"name", "text", "title", NULL};
    static const char *const urls[] = {"url", "href", NULL};
    struct reader_named_link link = {.name = member(value, names), .url = member(value, urls)};
    if (json_is_string(value))
        link.url = text_of(value);
    if (link.url.size == 0 || slice_equal_ascii(slice_part(link.url, 0, 5), SLICE("file:")))
        return false;
    links[(*count)++] = link;
    return true;
}

static const struct reader_named_link *links_at(struct filler *f, const char *key, size_t *count)
{
    const json_t *value = json_object_get(f->object, key);
    *count = 0;
    if (value == NULL || json_is_null(value))
        return NULL;
    if (!json_is_array(value)) {
        note_odd(f, key);
        return NULL;
    }
    size_t size = json_array_size(value);
    struct reader_named_link *links = arena_alloc(f->arena, size * sizeof *links);
    for (size_t i = 0; i < size; i++)
        if (!add_link(json_array_get(value, i), links, count))
            note_odd(f, key);
    return links;
}

/* ---- the entry ------------------------------------------------------------------------------- */

static bool has(const struct filler *f, const char *key)
{
    const json_t *value = json_object_get(f->object, key);
    return value != NULL && !json_is_null(value);
}

void entry_fill(struct reader_entry *e, const json_t *object, struct arena *arena)
{
    struct filler f = {.object = object, .arena = arena};
    *e = (struct reader_entry){
        .id = name_at(&f, "id"),
        .url = text_at(&f, "url"),
        .title = text_at(&f, "title"),
        .published = date_at(&f, has(&f, "published") ? "published" : "date"),
        .updated = date_at(&f, "updated"),
        .summary = text_at(&f, "summary"),
        .text = text_at(&f, "text"),
        .markdown = text_at(&f, "markdown"),
        .html = text_at(&f, "html"),
    };
    e->types = names_at(&f, has(&f, "types") ? "types" : "type", &e->type_count);
    e->senders = names_at(&f, has(&f, "senders") ? "senders" : "sender", &e->sender_count);
    e->categories = names_at(&f, "categories", &e->category_count);
    e->shortcuts = links_at(&f, "shortcuts", &e->shortcut_count);
    e->attachments = links_at(&f, "attachments", &e->attachment_count);
    e->links = links_at(&f, "links", &e->link_count);
    odd_tell(&f.odd, e, arena);
}
