/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One object a line. */
#include "output_internal.h"

static void key(struct buffer *b, const char *name)
{
    buffer_format(b, ",\"%s\":", name);
}

static void text(struct buffer *b, const char *name, struct slice value)
{
    key(b, name);
    json_text(b, value);
}

static void text_or_null(struct buffer *b, const char *name, struct slice value)
{
    if (value.size > 0) {
        text(b, name, value);
        return;
    }
    key(b, name);
    buffer_text(b, "null");
}

static void list(struct buffer *b, const char *name, const struct slice *items, size_t count)
{
    key(b, name);
    buffer_char(b, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_char(b, ',');
        json_text(b, slice_trim(items[i]));
    }
    buffer_char(b, ']');
}

static void open_object(struct output *o)
{
    buffer_format(&o->text, "{\"format\":%d", OUTPUT_VERSION);
    if (o->batch)
        text(&o->text, o->watch ? "watch" : "question", o->id);
}

static void close_object(struct output *o)
{
    buffer_text(&o->text, "}\n");
}

static void print_highlights(struct buffer *b, const struct snippet *snippet)
{
    key(b, "highlights");
    buffer_char(b, '[');
    for (size_t i = 0; i < snippet->mark_count; i++)
        buffer_format(b, "%s[%zu,%zu]", i > 0 ? "," : "", snippet->marks[i].start,
                      snippet->marks[i].end);
    buffer_char(b, ']');
}

static void print_links(struct buffer *b, const struct shown *s)
{
    const struct schema_document *d = s->document;
    struct slice last = {0};
    key(b, "links");
    buffer_char(b, '[');
    for (size_t i = 0; i < d->link_count; i++) {
        bool again = false;
        for (size_t k = 0; k < i && !again; k++)
            again = slice_equal(d->links[k].target, d->links[i].target);
        if (again)
            continue;
        if (last.size > 0)
            buffer_char(b, ',');
        last = d->links[i].target;
        json_text(b, last);
    }
    buffer_char(b, ']');
    list(b, "linked_by", s->linked_by.items, s->linked_by.count);
}

static void print_attachments(struct buffer *b, const struct schema_document *d)
{
    key(b, "attachments");
    buffer_char(b, '[');
    for (size_t i = 0; i < d->attachment_count; i++) {
        buffer_text(b, i > 0 ? ",{\"name\":" : "{\"name\":");
        json_text(b, slice_trim(d->attachments[i].name));
        text(b, "url", d->attachments[i].url);
        buffer_char(b, '}');
    }
    buffer_char(b, ']');
}

static void print_features(struct buffer *b, const struct search_hit *hit)
{
    key(b, "first_stage");
    json_double(b, hit->first);
    key(b, "terms");
    buffer_char(b, '{');
    for (size_t i = 0; i < hit->term_count; i++) {
        if (i > 0)
            buffer_char(b, ',');
        json_text(b, hit->terms[i].stem);
        buffer_format(b, ":%.1f", hit->terms[i].wdf / (double)SCHEMA_WDF_SCALE);
    }
    buffer_char(b, '}');
    key(b, "features");
    buffer_char(b, '{');
    for (int f = 0; hit->ranked && f < RANK_FEATURES; f++) {
        if (f > 0)
            buffer_char(b, ',');
        json_text(b, slice_of(rank_feature_name((enum rank_feature)f)));
        buffer_char(b, ':');
        json_double(b, hit->features[f]);
    }
    buffer_char(b, '}');
}

/* Of several types the one that the address names too: all that is of law is called "Rättsliga
   dokument" first. */
static struct slice main_type(const struct shown *s)
{
    struct slice named = schema_type_of_id(s->hit->id);
    for (size_t i = 0; i < s->types.count; i++)
        if (slice_equal(slice_trim(s->types.items[i]), named))
            return named;
    return s->types.count > 0 ? slice_trim(s->types.items[0]) : SLICE("");
}

static void jsonl_hit(struct output *o, const struct shown *s)
{
    struct buffer *b = &o->text;
    const struct schema_document *d = s->document;
    open_object(o);
    key(b, "rank");
    buffer_format(b, "%llu", (unsigned long long)s->rank);
    key(b, "score");
    append_score(b, s->hit->score);
    text(b, "id", s->hit->id);
    text_or_null(b, "url", s->url);
    text_or_null(b, "path", s->path);
    text(b, "title", s->title);
    text(b, "section", s->section);
    text(b, "anchor", s->anchor);
    text_or_null(b, "date", slice_of(s->date));
    text_or_null(b, "updated", d->updated);
    text_or_null(b, "type", main_type(s));
    list(b, "types", s->types.items, s->types.count);
    list(b, "senders", d->senders.items, d->senders.count);
    list(b, "categories", d->categories.items, d->categories.count);
    list(b, "missing", s->hit->missing, s->hit->missing_count);
    text(b, "snippet", buffer_view(&s->snippet->text));
    print_highlights(b, s->snippet);
    text(b, "known", d->link_only ? SLICE("link") : SLICE("page"));
    print_links(b, s);
    print_attachments(b, d);
    if (s->hit->section != SECTION_NONE) {
        key(b, "section_number");
        buffer_format(b, "%d", (int)s->hit->section);
    }
    if (o->explain)
        print_features(b, s->hit);
    close_object(o);
}

static void jsonl_facet(struct output *o, const struct schema_field *field,
                        const struct facet_count *counts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        open_object(o);
        text(&o->text, "facet", slice_of(field->english));
        text(&o->text, "value", counts[i].value);
        key(&o->text, "count");
        buffer_format(&o->text, "%llu", (unsigned long long)counts[i].count);
        close_object(o);
    }
}

static void jsonl_count(struct output *o, uint64_t count)
{
    open_object(o);
    key(&o->text, "count");
    buffer_format(&o->text, "%llu", (unsigned long long)count);
    close_object(o);
}

static void jsonl_explain(struct output *o, struct slice lines)
{
    open_object(o);
    text(&o->text, "explain", lines);
    close_object(o);
}

const struct format format_jsonl = {
    .hit = jsonl_hit, .facet = jsonl_facet, .count = jsonl_count, .explain = jsonl_explain};
