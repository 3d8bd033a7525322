/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page of its own, without scripts. */
#include "output_internal.h"

static void escape(struct buffer *out, struct slice s)
{
    struct buffer clean = {0};
    append_printable(&clean, s);
    for (size_t i = 0; i < clean.size; i++) {
        switch (clean.data[i]) {
        case '&':
            buffer_text(out, "&amp;");
            break;
        case '<':
            buffer_text(out, "&lt;");
            break;
        case '>':
            buffer_text(out, "&gt;");
            break;
        case '"':
            buffer_text(out, "&quot;");
            break;
        case '\'':
            buffer_text(out, "&#39;");
            break;
        default:
            buffer_char(out, clean.data[i]);
        }
    }
    buffer_free(&clean);
}

/* Only addresses of the web become links: a document must not bring a script. */
static bool is_web(struct slice url)
{
    return slice_equal_ascii(slice_part(url, 0, 8), SLICE("https://")) ||
           slice_equal_ascii(slice_part(url, 0, 7), SLICE("http://"));
}

static void html_begin(struct output *o)
{
    buffer_text(
        &o->text,
        "<!DOCTYPE html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<title>Lupp</title>\n<style>\n"
        "body { max-width: 45em; margin: 2em auto; padding: 0 1em;"
        " font-family: sans-serif; line-height: 1.4 }\n"
        "h3 { margin: 1.5em 0 0 } p { margin: .2em 0 } .facts, .file, .missing { color: #555 }\n"
        "mark { background: #ffec99 } table { margin: 1em 0 }\n"
        "</style>\n</head>\n<body>\n");
}

static void html_end(struct output *o)
{
    buffer_text(&o->text, "</body>\n</html>\n");
}

static void html_question(struct output *o)
{
    buffer_text(&o->text, "<h2>");
    escape(&o->text, o->question);
    buffer_text(&o->text, "</h2>\n");
}

static void html_title(struct output *o, const struct shown *s)
{
    buffer_format(&o->text, "<h3>%llu. ", (unsigned long long)s->rank);
    bool link = is_web(s->url);
    if (link) {
        buffer_text(&o->text, "<a href=\"");
        escape(&o->text, s->url);
        if (s->anchor.size > 0) {
            buffer_char(&o->text, '#');
            escape(&o->text, s->anchor);
        }
        buffer_text(&o->text, "\">");
    }
    escape(&o->text, s->title.size > 0 ? s->title : s->hit->id);
    buffer_text(&o->text, link ? "</a></h3>\n" : "</h3>\n");
}

static void html_facts(struct output *o, const struct shown *s)
{
    struct buffer line = {0};
    buffer_text(&line, s->date);
    if (line.size > 0 && s->types.count > 0)
        buffer_text(&line, " · ");
    append_names(&line, s->types.items, s->types.count);
    if (line.size > 0 && s->document->senders.count > 0)
        buffer_text(&line, " · ");
    append_names(&line, s->document->senders.items, s->document->senders.count);
    if (s->document->link_only)
        buffer_text(&line,
                    line.size > 0 ? " · known only through links" : "known only through links");
    buffer_text(&o->text, "<p class=\"facts\">");
    escape(&o->text, buffer_view(&line));
    buffer_text(&o->text, "</p>\n");
    buffer_free(&line);
}

static void html_snippet(struct output *o, const struct snippet *snippet)
{
    struct slice text = buffer_view(&snippet->text);
    size_t at = 0;
    buffer_text(&o->text, "<p>");
    for (size_t i = 0; i < snippet->mark_count; i++) {
        escape(&o->text, slice_part(text, at, snippet->marks[i].start));
        buffer_text(&o->text, "<mark>");
        escape(&o->text, slice_part(text, snippet->marks[i].start, snippet->marks[i].end));
        buffer_text(&o->text, "</mark>");
        at = snippet->marks[i].end;
    }
    escape(&o->text, slice_part(text, at, text.size));
    buffer_text(&o->text, "</p>\n");
}

static void html_attachments(struct output *o, const struct schema_document *d)
{
    if (d->attachment_count == 0)
        return;
    buffer_text(&o->text, "<ul>\n");
    for (size_t i = 0; i < d->attachment_count; i++) {
        bool link = is_web(d->attachments[i].url);
        buffer_text(&o->text, link ? "<li><a href=\"" : "<li>");
        if (link) {
            escape(&o->text, d->attachments[i].url);
            buffer_text(&o->text, "\">");
        }
        escape(&o->text, slice_trim(d->attachments[i].name));
        buffer_text(&o->text, link ? "</a></li>\n" : "</li>\n");
    }
    buffer_text(&o->text, "</ul>\n");
}

static void html_hit(struct output *o, const struct shown *s)
{
    html_title(o, s);
    html_facts(o, s);
    if (s->section.size > 0) {
        buffer_text(&o->text, "<p>§ ");
        escape(&o->text, s->section);
        buffer_text(&o->text, "</p>\n");
    }
    html_snippet(o, s->snippet);
    if (s->hit->missing_count > 0) {
        struct buffer line = {0};
        append_names(&line, s->hit->missing, s->hit->missing_count);
        buffer_text(&o->text, "<p class=\"missing\">missing: ");
        escape(&o->text, buffer_view(&line));
        buffer_text(&o->text, "</p>\n");
        buffer_free(&line);
    }
    if (s->file.size > 0) {
        buffer_text(&o->text, "<p class=\"file\">");
        escape(&o->text, s->file);
        buffer_text(&o->text, "</p>\n");
    }
    html_attachments(o, s->document);
}

static void html_facet(struct output *o, const struct schema_field *field,
                       const struct facet_count *counts, size_t count)
{
    buffer_format(&o->text, "<table>\n<tr><th colspan=\"2\">%s</th></tr>\n", field->name);
    for (size_t i = 0; i < count; i++) {
        buffer_format(&o->text, "<tr><td>%llu</td><td>", (unsigned long long)counts[i].count);
        escape(&o->text, counts[i].value);
        buffer_text(&o->text, "</td></tr>\n");
    }
    buffer_text(&o->text, "</table>\n");
}

static void html_count(struct output *o, uint64_t count)
{
    buffer_format(&o->text, "<p>%llu</p>\n", (unsigned long long)count);
}

static void html_explain(struct output *o, struct slice text)
{
    buffer_text(&o->text, "<pre>");
    for (size_t at = 0; at < text.size;) {
        size_t end = slice_find(text, SLICE("\n"), at);
        end = end == SIZE_MAX ? text.size : end;
        escape(&o->text, slice_part(text, at, end));
        buffer_char(&o->text, '\n');
        at = end + 1;
    }
    buffer_text(&o->text, "</pre>\n");
}

const struct format format_html = {.begin = html_begin,
                                   .end = html_end,
                                   .question = html_question,
                                   .hit = html_hit,
                                   .facet = html_facet,
                                   .count = html_count,
                                   .explain = html_explain};
