/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole files of JSON: lists, lines, codes. Each is looked through before anything is handed on, so
   that a file cut short in transfer gives nothing rather than a half. */
#include "json_internal.h"

#include <stdlib.h>
#include <string.h>

/* Entries of a list that holds no more values than this are kept from the look through it; those of
   a longer one are parsed again. */
enum { KEPT_VALUES_MAX = 1000000 };

struct list {
    reader_entry_call *call;
    void *user;
    size_t *odd;
    struct arena arena;
    json_t **kept;
    size_t kept_count, kept_room, kept_values;
};

typedef enum status element_call(struct list *list, json_t *element, size_t values);

/* ---- arrays ---------------------------------------------------------------------------------- */

/* An element as it stands in the text. */
typedef enum status raw_call(void *user, struct slice text, size_t start, struct json_span span,
                             struct error *error);

/* Calls call with each element of the array that text is. */
static enum status each_raw(struct slice text, raw_call *call, void *user, struct error *error)
{
    size_t at = json_skip_space(text, 0);
    if (at >= text.size || text.data[at] != '[')
        return error_set(error, STATUS_BAD_INPUT, "not an array of JSON");
    at = json_skip_space(text, at + 1);
    bool more = at < text.size && text.data[at] != ']';
    while (more) {
        struct json_span span = json_span_at(text, at);
        if (span.values > JSON_VALUES_MAX)
            return error_set(error, STATUS_TOO_LARGE, "an entry has more than %d values",
                             JSON_VALUES_MAX);
        enum status status = call(user, text, at, span, error);
        if (status != STATUS_OK)
            return status;
        at = json_skip_space(text, span.end);
        more = at < text.size && text.data[at] == ',';
        if (more)
            at = json_skip_space(text, at + 1);
    }
    if (at >= text.size || text.data[at] != ']')
        return error_set(error, STATUS_BAD_INPUT, "the array has no end");
    if (json_skip_space(text, at + 1) < text.size)
        return error_set(error, STATUS_BAD_INPUT, "something follows the array");
    return STATUS_OK;
}

struct parsing {
    element_call *call;
    struct list *list;
};

static enum status put_element(void *user, struct slice text, size_t start, struct json_span span,
                               struct error *error)
{
    struct parsing *p = user;
    json_t *value;
    enum status status = json_parse(text, start, span.end, &value, error);
    if (status == STATUS_OK)
        status = p->call(p->list, value, span.values);
    json_decref(value);
    return status;
}

static enum status each_element(struct slice text, element_call *call, struct list *list,
                                struct error *error)
{
    return each_raw(text, put_element, &(struct parsing){.call = call, .list = list}, error);
}

static void drop_kept(struct list *list)
{
    for (size_t i = 0; i < list->kept_count; i++)
        json_decref(list->kept[i]);
    free(list->kept);
    list->kept = NULL;
    list->kept_count = list->kept_room = 0;
}

static enum status keep_element(struct list *list, json_t *element, size_t values)
{
    list->kept_values += values;
    if (list->kept_values > KEPT_VALUES_MAX) {
        drop_kept(list);
        return STATUS_OK;
    }
    list->kept = base_grow(list->kept, &list->kept_room, list->kept_count + 1, sizeof(json_t *));
    list->kept[list->kept_count++] = json_incref(element);
    return STATUS_OK;
}

static enum status put_entry(struct list *list, json_t *element, size_t values)
{
    struct reader_entry entry = {0};
    enum status status = STATUS_OK;
    (void)values;
    if (json_is_object(element))
        entry_fill(&entry, element, &list->arena);
    if (entry.url.size == 0) {
        if (list->odd != NULL)
            ++*list->odd;
    } else if (list->call(list->user, &entry) != 0) {
        status = STATUS_STOPPED;
    }
    arena_clear(&list->arena);
    return status;
}

enum status reader_list(struct slice bytes, reader_entry_call *entry, void *user, size_t *odd,
                        struct error *error)
{
    struct slice text;
    struct buffer kept = {0};
    struct list list = {.call = entry, .user = user, .odd = odd};
    if (odd != NULL)
        *odd = 0;
    enum status status = input_open(bytes, &text, &kept, NULL, error);
    if (status == STATUS_OK)
        status = each_element(text, keep_element, &list, error);
    if (status == STATUS_OK && list.kept_values > KEPT_VALUES_MAX)
        status = each_element(text, put_entry, &list, error);
    for (size_t i = 0; i < list.kept_count && status == STATUS_OK; i++)
        status = put_entry(&list, list.kept[i], 0);
    drop_kept(&list);
    arena_free(&list.arena);
    buffer_free(&kept);
    return status;
}

/* ---- elements as they stand ------------------------------------------------------------------ */

/* The url of an object, whose value begins at `at` after white space; none when it is no string or
   holds an escape. */
static struct slice plain_url(struct slice text, size_t at)
{
    at = json_skip_space(text, at);
    if (at >= text.size || text.data[at] != '"')
        return (struct slice){0};
    size_t end = json_string_end(text, at), next = json_skip_space(text, end);
    struct slice url = slice_part(text, at + 1, end - 1);
    bool plain = next < text.size && (text.data[next] == ',' || text.data[next] == '}') &&
                 memchr(url.data, '\\', url.size) == NULL;
    return plain ? slice_trim(url) : (struct slice){0};
}

struct looking {
    reader_element_call *call;
    void *user;
};

static enum status look_at(void *user, struct slice text, size_t start, struct json_span span,
                           struct error *error)
{
    struct looking *l = user;
    struct slice element = slice_part(text, start, span.end), url = {0};
    (void)error;
    if (slice_starts(element, SLICE("{")) && span.url != 0 && span.url != SIZE_MAX)
        url = plain_url(text, span.url);
    return l->call(l->user, element, url) != 0 ? STATUS_STOPPED : STATUS_OK;
}

enum status reader_list_elements(struct slice bytes, bool *plain, reader_element_call *element,
                                 void *user, struct error *error)
{
    struct slice text;
    struct buffer kept = {0};
    enum status status = input_open(bytes, &text, &kept, NULL, error);
    *plain = kept.size == 0;
    if (status == STATUS_OK && *plain)
        status = each_raw(text, look_at, &(struct looking){.call = element, .user = user}, error);
    buffer_free(&kept);
    return status;
}

enum status reader_list_element(struct slice bytes, struct slice element, reader_entry_call *entry,
                                void *user, size_t *odd, struct error *error)
{
    struct list list = {.call = entry, .user = user, .odd = odd};
    struct parsing parsing = {.call = put_entry, .list = &list};
    size_t start = (size_t)(element.data - bytes.data);
    struct json_span span = {.end = start + element.size};
    enum status status = put_element(&parsing, bytes, start, span, error);
    arena_free(&list.arena);
    return status;
}

/* ---- single objects -------------------------------------------------------------------------- */

/* The one object that bytes are; caller frees *object with json_decref. */
static enum status parse_object(struct slice bytes, struct buffer *kept, json_t **object,
                                struct error *error)
{
    struct slice text;
    *object = NULL;
    enum status status = input_open(bytes, &text, kept, NULL, error);
    if (status != STATUS_OK)
        return status;
    if (json_span_at(text, 0).values > JSON_VALUES_MAX)
        return error_set(error, STATUS_TOO_LARGE, "more than %d values", JSON_VALUES_MAX);
    status = json_parse(text, 0, text.size, object, error);
    if (status == STATUS_OK && !json_is_object(*object))
        status = error_set(error, STATUS_BAD_INPUT, "not an object of JSON");
    return status;
}

enum status reader_json_line(struct slice line, reader_entry_call *entry, void *user,
                             struct error *error)
{
    json_t *object = NULL;
    struct buffer kept = {0};
    struct arena arena = {0};
    struct reader_entry filled;
    enum status status = parse_object(line, &kept, &object, error);
    if (status != STATUS_OK)
        goto cleanup;
    entry_fill(&filled, object, &arena);
    /* A document with an address and no text is one all the same: many pages have no body. */
    if (filled.id.size + filled.url.size + filled.title.size + filled.text.size +
            filled.markdown.size + filled.html.size ==
        0)
        status = error_set(error, STATUS_BAD_INPUT, "neither id, url, title nor text");
    else if (entry(user, &filled) != 0)
        status = STATUS_STOPPED;
cleanup:
    json_decref(object);
    arena_free(&arena);
    buffer_free(&kept);
    return status;
}

enum status reader_codes(struct slice bytes,
                         int (*code)(void *user, struct slice code, struct slice name), void *user,
                         struct error *error)
{
    json_t *object = NULL;
    struct buffer kept = {0};
    enum status status = parse_object(bytes, &kept, &object, error);
    if (status != STATUS_OK)
        goto cleanup;
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        struct slice name = {json_string_value(value), json_string_length(value)};
        name = slice_trim(name);
        if (name.size > 0 && code(user, slice_trim(slice_of(key)), name) != 0) {
            status = STATUS_STOPPED;
            break;
        }
    }
cleanup:
    json_decref(object);
    buffer_free(&kept);
    return status;
}
