/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output_internal.h"

#include <math.h>

enum { FLUSH_BYTES = 64 * 1024 };

static const struct format *const formats[] = {
    [FORMAT_TEXT] = &format_text, [FORMAT_JSONL] = &format_jsonl, [FORMAT_TSV] = &format_tsv,
    [FORMAT_CSV] = &format_csv,   [FORMAT_PATHS] = &format_paths, [FORMAT_TREC] = &format_trec,
    [FORMAT_HTML] = &format_html,
};

void append_printable(struct buffer *out, struct slice s)
{
    for (size_t at = 0; at < s.size;) {
        uint32_t c;
        at += utf8_decode(s, at, &c);
        bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
        bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        buffer_codepoint(out, control || turns ? '?' : c);
    }
}

void append_names(struct buffer *out, const struct slice *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_text(out, ", ");
        buffer_slice(out, slice_trim(names[i]));
    }
}

void append_score(struct buffer *out, double score)
{
    json_double(out, round(score * 1e4) / 1e4);
}

void output_begin(struct output *o)
{
    if (formats[o->format]->begin)
        formats[o->format]->begin(o);
}

void output_end(struct output *o)
{
    if (formats[o->format]->end)
        formats[o->format]->end(o);
}

void output_question(struct output *o)
{
    if (formats[o->format]->question)
        formats[o->format]->question(o);
}

void output_hit(struct output *o, const struct shown *s)
{
    formats[o->format]->hit(o, s);
}

void output_facet(struct output *o, const struct schema_field *field,
                  const struct facet_count *counts, size_t count)
{
    if (formats[o->format]->facet)
        formats[o->format]->facet(o, field, counts, count);
}

void output_count(struct output *o, uint64_t count)
{
    formats[o->format]->count(o, count);
}

void output_explain(struct output *o, struct slice text)
{
    if (formats[o->format]->explain)
        formats[o->format]->explain(o, text);
}

enum status output_flush(struct output *o, bool all, struct error *error)
{
    if (!all && o->text.size < FLUSH_BYTES)
        return STATUS_OK;
    enum status status = output_write(o->stream, buffer_view(&o->text), error);
    buffer_clear(&o->text);
    return status;
}

bool output_shows_text(enum output_format format)
{
    return format != FORMAT_PATHS && format != FORMAT_TREC;
}
