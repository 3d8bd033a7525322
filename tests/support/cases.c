/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"

#include <errno.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { READ_BLOCK = 64 * 1024, HEX_DIGITS = 6 };

static struct buffer read_all(const char *file)
{
    struct buffer bytes = {0};
    FILE *stream = fopen(file, "rb");
    size_t got;
    if (!stream) {
        print_error("%s: %s\n", file, strerror(errno));
        _fail(file, 0);
    }
    do {
        buffer_reserve(&bytes, READ_BLOCK);
        got = fread(bytes.data + bytes.size, 1, READ_BLOCK, stream);
        bytes.size += got;
    } while (got > 0);
    fclose(stream);
    return bytes;
}

static _Noreturn void bad_line(const struct cases_case *at, const char *why)
{
    print_error("%s:%zu: %s\n", at->file, at->line, why);
    _fail(at->file, (int)at->line);
    abort(); /* _fail does not return */
}

/* Reads at most `most` hexadecimal digits at *offset. */
static uint32_t read_hex(const struct cases_case *at, struct slice s, size_t *offset, size_t most)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    uint32_t value = 0;
    size_t count = 0;
    while (count < most && *offset < s.size && s.data[*offset] != '\0') {
        const char *digit = strchr(digits, s.data[*offset]);
        if (!digit)
            break;
        value = value << 4 | (uint32_t)((digit - digits) & 15);
        ++*offset;
        ++count;
    }
    if (count == 0)
        bad_line(at, "hexadecimal digits expected");
    return value;
}

/* *offset is that of the letter after the backslash. */
static void append_escape(const struct cases_case *at, struct slice s, size_t *offset,
                          struct buffer *out)
{
    static const char letters[] = "ntrs0\\", bytes[] = "\n\t\r \0\\";
    char letter = *offset < s.size ? s.data[*offset] : 'e';
    const char *known = letter ? strchr(letters, letter) : NULL;
    ++*offset;
    if (known) {
        buffer_char(out, bytes[known - letters]);
    } else if (letter == 'x') {
        buffer_char(out, (char)read_hex(at, s, offset, 2));
    } else if (letter == 'u') {
        ++*offset; /* { */
        buffer_codepoint(out, read_hex(at, s, offset, HEX_DIGITS));
        if (*offset >= s.size || s.data[(*offset)++] != '}')
            bad_line(at, "\\u{HEX} expected");
    } else if (letter != 'e' || s.size != 2) {
        bad_line(at, "unknown escape");
    }
}

static void append_unescaped(const struct cases_case *at, struct slice s, struct buffer *out)
{
    for (size_t i = 0; i < s.size;) {
        char c = s.data[i++];
        if (c == '\\')
            append_escape(at, s, &i, out);
        else
            buffer_char(out, c);
    }
}

/* One case as it is read: its lines one after the other in `text`, where each ends in `ends`. */
struct reading {
    struct cases_case at;
    struct buffer text;
    size_t *ends;
    size_t count, room;
};

static void finish_case(struct reading *r, cases_function *function, void *user)
{
    struct slice *lines = base_calloc(r->count, sizeof *lines);
    for (size_t i = 0; i < r->count; i++)
        lines[i] = slice_part(buffer_view(&r->text), i > 0 ? r->ends[i - 1] : 0, r->ends[i]);
    r->at.input = lines[0];
    r->at.lines = lines + 1;
    r->at.count = r->count - 1;
    function(&r->at, user);
    free(lines);
    r->count = 0;
    buffer_clear(&r->text);
}

static void add_line(struct reading *r, struct slice line, size_t number)
{
    if (r->count == 0)
        r->at.line = number;
    append_unescaped(&r->at, line, &r->text);
    r->ends = base_grow(r->ends, &r->room, r->count + 1, sizeof *r->ends);
    r->ends[r->count++] = r->text.size;
}

size_t cases_each(const char *file, cases_function *function, void *user)
{
    struct buffer bytes = read_all(file);
    struct slice all = buffer_view(&bytes);
    struct reading r = {.at = {.file = file}};
    size_t found = 0, number = 0;
    for (size_t at = 0; at < all.size;) {
        size_t end = slice_find(all, SLICE("\n"), at);
        end = end == SIZE_MAX ? all.size : end;
        struct slice line = slice_part(all, at, end);
        at = end + 1;
        number++;
        if (slice_starts(line, SLICE("# ")) || slice_equal(line, SLICE("#")))
            continue;
        if (line.size > 0)
            add_line(&r, line, number);
        if (r.count > 0 && (line.size == 0 || at >= all.size)) {
            found++;
            finish_case(&r, function, user);
        }
    }
    if (r.count > 0) { /* comments were the last lines */
        found++;
        finish_case(&r, function, user);
    }
    if (found == 0)
        bad_line(&r.at, "no cases");
    free(r.ends);
    buffer_free(&r.text);
    buffer_free(&bytes);
    return found;
}

bool cases_same(const struct cases_case *c, struct slice got)
{
    struct buffer wanted = {0};
    for (size_t i = 0; i < c->count; i++) {
        buffer_slice(&wanted, c->lines[i]);
        buffer_char(&wanted, '\n');
    }
    if (got.size > 0 && !slice_ends(got, SLICE("\n")) && wanted.size > 0)
        wanted.data[--wanted.size] = '\0';
    bool same = slice_equal(buffer_view(&wanted), got);
    if (!same)
        print_error("%s:%zu: %.*s\n  expected:\n%s\n  got:\n%.*s\n", c->file, c->line,
                    (int)c->input.size, c->input.data, wanted.data ? wanted.data : "",
                    (int)got.size, got.data ? got.data : "");
    buffer_free(&wanted);
    return same;
}
