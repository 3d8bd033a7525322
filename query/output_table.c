/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows: TSV without a head, CSV with one. */
#include "output_internal.h"

typedef void write_field(struct buffer *out, struct slice s);

struct row {
    struct output *output;
    write_field *write;
    char comma;
    bool begun;
};

static struct row begin_row(struct output *o)
{
    bool csv = o->format == FORMAT_CSV;
    return (struct row){
        .output = o, .write = csv ? csv_field : tsv_field, .comma = csv ? ',' : '\t'};
}

static void field(struct row *r, struct slice s)
{
    struct buffer clean = {0};
    if (r->begun)
        buffer_char(&r->output->text, r->comma);
    r->begun = true;
    utf8_repair(s, &clean);
    r->write(&r->output->text, buffer_view(&clean));
    buffer_free(&clean);
}

static void number(struct row *r, uint64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    field(r, slice_of(text));
}

static void names(struct row *r, const struct slice *items, size_t count)
{
    struct buffer text = {0};
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_text(&text, "; ");
        buffer_slice(&text, slice_trim(items[i]));
    }
    field(r, buffer_view(&text));
    buffer_free(&text);
}

/* RFC 4180 ends lines with both characters. */
static void end_row(struct row *r)
{
    buffer_text(&r->output->text, r->output->format == FORMAT_CSV ? "\r\n" : "\n");
}

static const char *const columns[] = {"rank",    "score", "id",      "date",  "type",
                                      "senders", "title", "section", "known", "missing",
                                      "url",     "path",  "snippet"};

static void csv_begin(struct output *o)
{
    struct row r = begin_row(o);
    if (o->batch)
        field(&r, SLICE("question"));
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        field(&r, slice_of(columns[i]));
    end_row(&r);
}

static void table_hit(struct output *o, const struct shown *s)
{
    struct row r = begin_row(o);
    struct buffer score = {0};
    if (o->batch)
        field(&r, o->id);
    number(&r, s->rank);
    append_score(&score, s->hit->score);
    field(&r, buffer_view(&score));
    buffer_free(&score);
    field(&r, s->hit->id);
    field(&r, slice_of(s->date));
    names(&r, s->types.items, s->types.count);
    names(&r, s->document->senders.items, s->document->senders.count);
    field(&r, s->title);
    field(&r, s->section);
    field(&r, s->document->link_only ? SLICE("link") : SLICE("page"));
    names(&r, s->hit->missing, s->hit->missing_count);
    field(&r, s->url);
    field(&r, s->path);
    field(&r, buffer_view(&s->snippet->text));
    end_row(&r);
}

static void table_facet(struct output *o, const struct schema_field *facet,
                        const struct facet_count *counts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct row r = begin_row(o);
        if (o->batch)
            field(&r, o->id);
        field(&r, SLICE("facet"));
        field(&r, slice_of(facet->english));
        field(&r, counts[i].value);
        number(&r, counts[i].count);
        end_row(&r);
    }
}

static void table_count(struct output *o, uint64_t count)
{
    struct row r = begin_row(o);
    if (o->batch)
        field(&r, o->id);
    number(&r, count);
    end_row(&r);
}

const struct format format_tsv = {.hit = table_hit, .facet = table_facet, .count = table_count};
const struct format format_csv = {
    .begin = csv_begin, .hit = table_hit, .facet = table_facet, .count = table_count};
