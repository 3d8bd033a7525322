/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_JSON_INTERNAL_H
#define LUPP_JSON_INTERNAL_H

#include "readers_internal.h"

#include <jansson.h>

enum {
    /* Values in one entry. jansson needs some 300 bytes for a "{}" of two, so that a list of a
       million of them would take more memory than a machine has. */
    JSON_VALUES_MAX = 200000,
};

/* A value as it stands in a text: strings and brackets are heeded, its grammar is not looked at. */
struct json_span {
    size_t end;    /* after it */
    size_t values; /* itself and those in it */
    /* Of an object: where the value of its one key "url" may begin; 0: it has no such key,
       SIZE_MAX: several, or a key with an escape, which may be one. */
    size_t url;
};

struct json_span json_span_at(struct slice text, size_t at);

/* After the string whose opening quote stands at `at`; text.size when it has no end. */
size_t json_string_end(struct slice text, size_t at);

size_t json_skip_space(struct slice text, size_t at);

/* Parses text[start, end) into *value; the caller frees with json_decref. Errors name the line of
   the whole text when it has several. STATUS_BAD_INPUT. */
enum status json_parse(struct slice text, size_t start, size_t end, json_t **value,
                       struct error *error);

/* Fills *entry from an object. What it points to is borrowed until arena_clear or until the object
   goes, whichever is first. */
void entry_fill(struct reader_entry *entry, const json_t *object, struct arena *arena);

#endif
