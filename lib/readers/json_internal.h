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

/* Where a value ends that begins at `at`, strings and brackets heeded, without a look at its
   grammar; *values counts what is in it. */
size_t json_value_end(struct slice text, size_t at, size_t *values);

size_t json_skip_space(struct slice text, size_t at);

/* Parses text[start, end) into *value; the caller frees with json_decref. Errors name the line of
   the whole text when it has several. STATUS_BAD_INPUT. */
enum status json_parse(struct slice text, size_t start, size_t end, json_t **value,
                       struct error *error);

/* Fills *entry from an object. What it points to is borrowed until arena_clear or until the object
   goes, whichever is first. */
void entry_fill(struct reader_entry *entry, const json_t *object, struct arena *arena);

#endif
