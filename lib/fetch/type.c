/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types of content: which ones a reader takes, and whether the bytes are what was declared. */
#include "fetch_internal.h"

#include <string.h>

enum { SNIFF_SIZE = 4096, PDF_HEAD_MAX = 1024 };

struct known_type {
    const char *name;
    enum fetch_kind kind;
};

static const struct known_type known_types[] = {
    {"text/html", FETCH_HTML},
    {"application/xhtml+xml", FETCH_HTML},
    {"text/plain", FETCH_TEXT},
    {"text/markdown", FETCH_MARKDOWN},
    {"text/x-markdown", FETCH_MARKDOWN},
    {"application/pdf", FETCH_PDF},
    {"application/x-pdf", FETCH_PDF},
    {"application/rss+xml", FETCH_FEED},
    {"application/atom+xml", FETCH_FEED},
    {"application/xml", FETCH_FEED},
    {"text/xml", FETCH_FEED},
    {"application/json", FETCH_JSON},
    {"application/jsonl", FETCH_JSON},
    {"application/x-ndjson", FETCH_JSON},
    {"text/json", FETCH_JSON},
};

/* Names that say nothing but "bytes". */
static const char *const empty_names[] = {
    "application/octet-stream",
    "binary/octet-stream",
    "application/download",
    "application/force-download",
};

static void copy_lower(char *out, size_t room, struct slice s)
{
    size_t size = s.size < room ? s.size : room - 1;
    for (size_t i = 0; i < size; i++) {
        char c = s.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        out[i] = (char)(c > 0x20 && c < 0x7F ? c : '?');
    }
    out[size] = '\0';
}

static void find_charset(struct type *type, struct slice parameters)
{
    const struct slice key = SLICE("charset=");
    while (parameters.size > 0) {
        size_t end = slice_find(parameters, SLICE(";"), 0);
        struct slice one = slice_trim(slice_part(parameters, 0, end));
        if (slice_equal_ascii(slice_part(one, 0, key.size), key)) {
            struct slice value = slice_trim(slice_part(one, key.size, one.size));
            if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"')
                value = slice_part(value, 1, value.size - 1);
            if (value.size < sizeof type->charset)
                copy_lower(type->charset, sizeof type->charset, value);
            return;
        }
        parameters =
            slice_part(parameters, end == SIZE_MAX ? parameters.size : end + 1, parameters.size);
    }
}

static void find_kind(struct type *type)
{
    type->sniffs = type->name[0] == '\0';
    for (size_t i = 0; i < sizeof empty_names / sizeof *empty_names; i++)
        type->sniffs = type->sniffs || strcmp(type->name, empty_names[i]) == 0;
    for (size_t i = 0; i < sizeof known_types / sizeof *known_types; i++) {
        if (strcmp(type->name, known_types[i].name) == 0) {
            type->known = true;
            type->kind = known_types[i].kind;
        }
    }
}

struct type type_read(const char *value)
{
    struct type type = {0};
    struct slice s = slice_of(value);
    size_t end = slice_find(s, SLICE(";"), 0);
    struct slice name = slice_trim(slice_part(s, 0, end));
    copy_lower(type.name, sizeof type.name, name);
    if (end != SIZE_MAX)
        find_charset(&type, slice_part(s, end + 1, s.size));
    find_kind(&type);
    return type;
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static bool is_pdf(struct slice body)
{
    return slice_find(slice_part(body, 0, PDF_HEAD_MAX), SLICE("%PDF-"), 0) != SIZE_MAX;
}

struct magic {
    struct slice head;
    const char *what;
};

/* What kind of bytes that are no text these are, or NULL. */
static const char *binary_name(struct slice body)
{
    static const struct magic magics[] = {
        {{"%PDF-", 5}, "a PDF"},
        {{"PK\x03\x04", 4}, "a zip archive"},
        {{"\x1F\x8B", 2}, "gzip"},
        {{"\x28\xB5\x2F\xFD", 4}, "zstd"},
        {{"\xD0\xCF\x11\xE0", 4}, "an office document"},
        {{"\x89PNG", 4}, "a picture"},
        {{"GIF8", 4}, "a picture"},
        {{"\xFF\xD8\xFF", 3}, "a picture"},
        {{"\x7F"
          "ELF",
          4},
         "a program"},
    };
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        if (slice_starts(body, magics[i].head))
            return magics[i].what;
    }
    bool wide = slice_starts(body, SLICE("\xFF\xFE")) || slice_starts(body, SLICE("\xFE\xFF"));
    struct slice head = slice_part(body, 0, SNIFF_SIZE);
    if (!wide && head.size > 0 && memchr(head.data, '\0', head.size) != NULL)
        return "bytes that are no text";
    return NULL;
}

static bool begins_tag(struct slice s, struct slice tag)
{
    return slice_equal_ascii(slice_part(s, 0, tag.size), tag);
}

static void sniff(struct type *type, struct slice body)
{
    struct slice text = body;
    if (slice_starts(text, SLICE("\xEF\xBB\xBF")))
        text = slice_part(text, 3, text.size);
    text = slice_trim(text);
    type->known = true;
    if (is_pdf(body)) {
        type->kind = FETCH_PDF;
        copy_lower(type->name, sizeof type->name, SLICE("application/pdf"));
    } else if (begins_tag(text, SLICE("<!doctype html")) || begins_tag(text, SLICE("<html"))) {
        type->kind = FETCH_HTML;
        copy_lower(type->name, sizeof type->name, SLICE("text/html"));
    } else if (begins_tag(text, SLICE("<?xml"))) {
        type->kind = FETCH_FEED;
        copy_lower(type->name, sizeof type->name, SLICE("application/xml"));
    } else {
        type->known = false;
    }
}

const char *type_check(struct type *type, struct slice body)
{
    if (type->sniffs) {
        sniff(type, body);
        return type->known ? NULL : "says nothing of its type";
    }
    if (!type->known)
        return "no reader takes it";
    if (type->kind == FETCH_PDF)
        return is_pdf(body) ? NULL : "it is no PDF";
    return binary_name(body);
}
