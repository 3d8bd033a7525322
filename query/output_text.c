/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For a person. */
#include "output_internal.h"

#define BOLD "\x1b[1m"
#define FAINT "\x1b[2m"
#define HIT "\x1b[1;31m"
#define ADDRESS "\x1b[36m"
#define PLAIN "\x1b[0m"

static void style(struct output *o, const char *code)
{
    if (o->color)
        buffer_text(&o->text, code);
}

static void indent(struct output *o)
{
    buffer_text(&o->text, "   ");
}

static void separate(struct output *o, bool *first)
{
    if (*first)
        indent(o);
    else
        buffer_text(&o->text, " · ");
    *first = false;
}

/* date · type · senders */
static void print_facts(struct output *o, const struct shown *s)
{
    struct buffer line = {0};
    bool first = true;
    if (s->date[0]) {
        separate(o, &first);
        buffer_text(&o->text, s->date);
    }
    append_names(&line, s->types.items, s->types.count);
    if (line.size > 0)
        separate(o, &first);
    append_printable(&o->text, buffer_view(&line));
    buffer_clear(&line);
    append_names(&line, s->document->senders.items, s->document->senders.count);
    if (line.size > 0)
        separate(o, &first);
    append_printable(&o->text, buffer_view(&line));
    if (s->document->link_only) {
        separate(o, &first);
        buffer_text(&o->text, "known only through links");
    }
    buffer_free(&line);
    if (!first)
        buffer_char(&o->text, '\n');
}

static void print_snippet(struct output *o, const struct snippet *snippet)
{
    struct slice text = buffer_view(&snippet->text);
    size_t at = 0;
    if (text.size == 0)
        return;
    indent(o);
    for (size_t i = 0; i < snippet->mark_count; i++) {
        struct snippet_mark m = snippet->marks[i];
        append_printable(&o->text, slice_part(text, at, m.start));
        buffer_text(&o->text, o->color ? HIT : "*");
        append_printable(&o->text, slice_part(text, m.start, m.end));
        buffer_text(&o->text, o->color ? PLAIN : "*");
        at = m.end;
    }
    append_printable(&o->text, slice_part(text, at, text.size));
    buffer_char(&o->text, '\n');
}

static void print_features(struct output *o, const struct search_hit *hit)
{
    indent(o);
    buffer_format(&o->text, "score %.4f, first stage %.4f", hit->score, hit->first);
    if (hit->tier > 0)
        buffer_text(&o->text, hit->tier == 1 ? ", in the form typed" : ", is the reference");
    buffer_char(&o->text, '\n');
    indent(o);
    buffer_text(&o->text, "counts");
    for (size_t i = 0; i < hit->term_count; i++) {
        buffer_text(&o->text, i > 0 ? ", " : " ");
        append_printable(&o->text, hit->terms[i].stem);
        buffer_format(&o->text, " %.1f", hit->terms[i].wdf / (double)SCHEMA_WDF_SCALE);
    }
    buffer_char(&o->text, '\n');
    for (int f = 0; hit->ranked && f < RANK_FEATURES; f++) {
        double weight = rank_feature_weight((enum rank_feature)f);
        indent(o);
        buffer_format(&o->text, "  %-24s %10.4f x %8.4f = %8.4f\n",
                      rank_feature_name((enum rank_feature)f), hit->features[f], weight,
                      hit->features[f] * weight);
    }
}

static void print_section(struct output *o, const struct shown *s)
{
    if (s->section.size == 0)
        return;
    indent(o);
    buffer_text(&o->text, "§ ");
    append_printable(&o->text, s->section);
    buffer_char(&o->text, '\n');
}

static void print_missing(struct output *o, const struct search_hit *hit)
{
    struct buffer line = {0};
    if (hit->missing_count == 0)
        return;
    indent(o);
    style(o, FAINT);
    append_names(&line, hit->missing, hit->missing_count);
    buffer_text(&o->text, "missing: ");
    append_printable(&o->text, buffer_view(&line));
    style(o, PLAIN);
    buffer_char(&o->text, '\n');
    buffer_free(&line);
}

enum { ATTACHMENTS_SHOWN = 3, LINKED_BY_SHOWN = 3 };

static void print_attachments(struct output *o, const struct schema_document *d)
{
    size_t shown =
        d->attachment_count < ATTACHMENTS_SHOWN ? d->attachment_count : (size_t)ATTACHMENTS_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        indent(o);
        buffer_text(&o->text, "+ ");
        append_printable(&o->text, slice_trim(d->attachments[i].name));
        buffer_char(&o->text, ' ');
        style(o, ADDRESS);
        append_printable(&o->text, d->attachments[i].url);
        style(o, PLAIN);
        buffer_char(&o->text, '\n');
    }
    if (d->attachment_count > shown) {
        indent(o);
        buffer_format(&o->text, "+ %zu more\n", d->attachment_count - shown);
    }
}

/* Of a document that was not read: who speaks of it. */
static void print_linked_by(struct output *o, const struct shown *s)
{
    if (!s->document->link_only || s->linked_by.count == 0)
        return;
    size_t shown =
        s->linked_by.count < LINKED_BY_SHOWN ? s->linked_by.count : (size_t)LINKED_BY_SHOWN;
    struct buffer line = {0};
    append_names(&line, s->linked_by.items, shown);
    indent(o);
    buffer_text(&o->text, "linked by ");
    append_printable(&o->text, buffer_view(&line));
    buffer_text(&o->text, shown < s->linked_by.count ? ", …\n" : "\n");
    buffer_free(&line);
}

static void print_address(struct output *o, struct slice address)
{
    indent(o);
    style(o, ADDRESS);
    append_printable(&o->text, address);
    style(o, PLAIN);
    buffer_char(&o->text, '\n');
}

static void text_hit(struct output *o, const struct shown *s)
{
    buffer_format(&o->text, "%llu. ", (unsigned long long)s->rank);
    style(o, BOLD);
    append_printable(&o->text, s->title.size > 0 ? s->title : s->hit->id);
    style(o, PLAIN);
    buffer_char(&o->text, '\n');
    print_facts(o, s);
    print_section(o, s);
    print_snippet(o, s->snippet);
    print_missing(o, s->hit);
    if (o->explain)
        print_features(o, s->hit);
    print_address(o, s->url.size > 0 ? s->url : s->hit->id);
    if (s->file.size > 0)
        print_address(o, s->file);
    print_linked_by(o, s);
    print_attachments(o, s->document);
    buffer_char(&o->text, '\n');
}

static void text_question(struct output *o)
{
    if (!o->batch)
        return;
    style(o, BOLD);
    buffer_text(&o->text, "== ");
    append_printable(&o->text, o->id);
    buffer_text(&o->text, ": ");
    append_printable(&o->text, o->question);
    style(o, PLAIN);
    buffer_text(&o->text, "\n\n");
}

static void text_facet(struct output *o, const struct schema_field *field,
                       const struct facet_count *counts, size_t count)
{
    buffer_format(&o->text, "%s:\n", field->name);
    for (size_t i = 0; i < count; i++) {
        buffer_format(&o->text, "%8llu  ", (unsigned long long)counts[i].count);
        append_printable(&o->text, counts[i].value);
        buffer_char(&o->text, '\n');
    }
    buffer_char(&o->text, '\n');
}

static void text_count(struct output *o, uint64_t count)
{
    if (o->batch) {
        append_printable(&o->text, o->id);
        buffer_char(&o->text, '\t');
    }
    buffer_format(&o->text, "%llu\n", (unsigned long long)count);
}

static void text_explain(struct output *o, struct slice text)
{
    for (size_t at = 0; at < text.size;) {
        size_t end = slice_find(text, SLICE("\n"), at);
        end = end == SIZE_MAX ? text.size : end;
        append_printable(&o->text, slice_part(text, at, end));
        buffer_char(&o->text, '\n');
        at = end + 1;
    }
    buffer_char(&o->text, '\n');
}

const struct format format_text = {.question = text_question,
                                   .hit = text_hit,
                                   .facet = text_facet,
                                   .count = text_count,
                                   .explain = text_explain};
