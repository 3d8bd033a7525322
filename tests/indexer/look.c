/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "look.h"

#include "xapian_c.h"

#include <stdlib.h>
#include <string.h>

static struct schema_codec *codec;
static struct buffer kept;

int look_end(void **state)
{
    (void)state;
    schema_codec_free(codec);
    codec = NULL;
    buffer_free(&kept);
    return 0;
}

static struct xc_index *open_index(struct place *place, const char *index)
{
    struct xc_index *opened;
    struct xc_error error;
    if (codec == NULL)
        codec = schema_codec_new();
    if (xc_index_open(&opened, place_path(place, index), &error) != XC_OK)
        run_fail(place, __FILE__, __LINE__, "%s: %s", index, error.text);
    return opened;
}

const struct schema_document *look_document(struct place *place, const char *index, const char *id)
{
    static struct schema_document d;
    struct buffer key = {0};
    struct xc_index *opened = open_index(place, index);
    struct xc_buffer data = {0};
    struct error error;
    uint32_t docid;
    schema_term(&key, SCHEMA_PREFIX_ID, slice_of(id));
    bool found = xc_index_find(opened, xc_bytes_of(key.data, key.size), &docid, NULL) == XC_OK &&
                 xc_index_data(opened, docid, &data, NULL) == XC_OK;
    if (found && schema_record_read(codec, (struct slice){.data = data.data, .size = data.size}, &d,
                                    &error) != STATUS_OK)
        run_fail(place, __FILE__, __LINE__, "%s: %s", id, error.text);
    free(data.data);
    buffer_free(&key);
    xc_index_close(opened);
    return found ? &d : NULL;
}

size_t look_count(struct place *place, const char *index, const char *term)
{
    struct xc_index *opened = open_index(place, index);
    struct xc_term_statistics about;
    xc_index_term(opened, xc_text(term), &about, NULL);
    xc_index_close(opened);
    return about.documents;
}

const char *look_metadata(struct place *place, const char *index, const char *key)
{
    struct xc_index *opened = open_index(place, index);
    struct xc_buffer value;
    xc_index_metadata(opened, xc_text(key), &value, NULL);
    buffer_clear(&kept);
    buffer_append(&kept, value.data, value.size);
    free(value.data);
    xc_index_close(opened);
    return kept.data;
}

/* ---- dumps ----------------------------------------------------------------------------------- */

struct dumping {
    struct xc_index *index;
    struct swedish *swedish;
    uint32_t docid;
    struct buffer key, terms;
};

static int dump_term(void *user, const struct xc_document_term *term)
{
    struct dumping *d = user;
    struct slice s = {.data = term->term.data, .size = term->term.size};
    uint32_t *positions = NULL;
    size_t count = 0;
    if (slice_starts(s, SLICE(SCHEMA_PREFIX_ID)) ||
        slice_starts(s, SLICE(SCHEMA_PREFIX_SECTION_ID))) {
        buffer_clear(&d->key);
        buffer_slice(&d->key, s);
    }
    buffer_counted(&d->terms, s);
    buffer_varint(&d->terms, term->wdf);
    xc_index_positions(d->index, d->docid, term->term, &positions, &count, NULL);
    for (size_t i = 0; i < count; i++)
        buffer_varint(&d->terms, positions[i]);
    free(positions);
    return 0;
}

static void dump_values(const struct dumping *d, struct buffer *out)
{
    for (uint32_t slot = 0; slot <= SCHEMA_SLOT_TEXT; slot++) {
        struct xc_buffer value;
        if (slot == SCHEMA_SLOT_RUN)
            continue;
        xc_index_value(d->index, d->docid, slot, &value, NULL);
        buffer_format(
            out, " %016llx",
            (unsigned long long)slice_hash((struct slice){.data = value.data, .size = value.size}));
        free(value.data);
    }
}

/* The record as it would be with no run. */
static void dump_record(const struct dumping *d, struct buffer *out)
{
    struct xc_buffer data;
    struct schema_document document;
    struct buffer again = {0};
    xc_index_data(d->index, d->docid, &data, NULL);
    struct slice record = {.data = data.data, .size = data.size};
    if (record.size > 0 && schema_record_read(codec, record, &document, NULL) == STATUS_OK) {
        struct schema_codec *writer = schema_codec_new();
        document.run = 0;
        schema_record_write(writer, d->swedish, &document, NULL, 0, &again, NULL);
        schema_codec_free(writer);
    }
    buffer_format(out, " record %016llx\n", (unsigned long long)slice_hash(buffer_view(&again)));
    buffer_free(&again);
    free(data.data);
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *join_sorted(char **lines, size_t count)
{
    struct buffer out = {0};
    if (count > 0)
        qsort(lines, count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < count; i++) {
        buffer_text(&out, lines[i]);
        free(lines[i]);
    }
    free(lines);
    return out.data != NULL ? out.data : slice_copy(slice_of(""));
}

char *look_dump(struct place *place, const char *index)
{
    struct dumping d = {.index = open_index(place, index)};
    struct xc_postings *all;
    struct xc_posting at = {0};
    char **lines = NULL;
    size_t count = 0, room = 0;
    swedish_open(&d.swedish, NULL);
    xc_postings_open(&all, d.index, xc_text(""), false, NULL);
    while (xc_postings_next(all, &at, NULL) == XC_OK && at.docid != 0) {
        struct buffer line = {0};
        d.docid = at.docid;
        buffer_clear(&d.terms);
        xc_index_each_document_term(d.index, at.docid, dump_term, &d, NULL);
        buffer_slice(&line, buffer_view(&d.key));
        buffer_format(&line, " terms %016llx values",
                      (unsigned long long)slice_hash(buffer_view(&d.terms)));
        dump_values(&d, &line);
        dump_record(&d, &line);
        lines = base_grow(lines, &room, count + 1, sizeof *lines);
        lines[count++] = line.data;
    }
    xc_postings_close(all);
    xc_index_close(d.index);
    swedish_close(d.swedish);
    buffer_free(&d.key);
    buffer_free(&d.terms);
    return join_sorted(lines, count);
}

uint64_t look_bytes(struct place *place, const char *index)
{
    struct buffer command = {0};
    buffer_format(&command, "cd '%s' && find . -type f | LC_ALL=C sort | xargs cksum", index);
    const struct run_result *result = run_shell(place, command.data);
    uint64_t digest = slice_hash(buffer_view(&result->out));
    EXPECT_STATUS(place, 0);
    buffer_free(&command);
    return digest;
}

void look_expect_sound(struct place *place, const char *index)
{
    RUN(place, "lupp-index", "--index", index, "--check");
    EXPECT_STATUS(place, 0);
}

void look_expect_same(struct place *place, const char *a, const char *b)
{
    char *first = look_dump(place, a), *second = look_dump(place, b);
    if (strcmp(first, second) != 0) {
        place_write(place, "dump-a", first);
        place_write(place, "dump-b", second);
        run_fail(place, __FILE__, __LINE__, "%s and %s differ: see dump-a, dump-b", a, b);
    }
    free(first);
    free(second);
}
