/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libxml2 looks through all that is open for each end tag, and through all attributes of a tag for
   each of them. The copy that it is given has no more of either than it can look through. */
#include "html_internal.h"

#include <string.h>

enum { ABOVE_MAX = 3 }; /* blocks that are begun again */

struct mender {
    struct slice text;
    size_t at;
    struct buffer *out;
    size_t *flattened;
    const struct html_tag *open[HTML_DEPTH_MAX]; /* start tags that are not ended yet */
    size_t depth;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char char_at(const struct mender *m, size_t offset)
{
    return offset < m->text.size ? m->text.data[offset] : '\0';
}

/* Moves after the next `mark`, or to the end. */
static void skip_past(struct mender *m, struct slice mark)
{
    size_t found = slice_find(m->text, mark, m->at);
    m->at = found == SIZE_MAX ? m->text.size : found + mark.size;
}

/* ---- tags ------------------------------------------------------------------------------------ */

static struct slice take_name(struct mender *m)
{
    size_t start = m->at;
    while (m->at < m->text.size && !is_space(m->text.data[m->at]) &&
           strchr("/>", m->text.data[m->at]) == NULL)
        m->at++;
    return slice_part(m->text, start, m->at);
}

static void skip_spaces(struct mender *m)
{
    while (m->at < m->text.size && is_space(m->text.data[m->at]))
        m->at++;
}

static struct slice take_value(struct mender *m)
{
    char quote = char_at(m, m->at);
    size_t start = m->at;
    if (quote == '"' || quote == '\'') {
        start = ++m->at;
        while (m->at < m->text.size && m->text.data[m->at] != quote)
            m->at++;
        struct slice value = slice_part(m->text, start, m->at);
        m->at += m->at < m->text.size;
        return value;
    }
    while (m->at < m->text.size && !is_space(m->text.data[m->at]) && m->text.data[m->at] != '>')
        m->at++;
    return slice_part(m->text, start, m->at);
}

/* One attribute; false at the tag's end, which is passed. */
static bool take_attribute(struct mender *m, struct slice *name, struct slice *value)
{
    *value = (struct slice){0};
    for (skip_spaces(m); char_at(m, m->at) == '/'; skip_spaces(m))
        m->at++;
    if (m->at >= m->text.size || m->text.data[m->at] == '>') {
        m->at += m->at < m->text.size;
        return false;
    }
    size_t start = m->at++;
    while (m->at < m->text.size && !is_space(m->text.data[m->at]) &&
           strchr("=/>", m->text.data[m->at]) == NULL)
        m->at++;
    *name = slice_part(m->text, start, m->at);
    skip_spaces(m);
    if (char_at(m, m->at) == '=') {
        m->at++;
        skip_spaces(m);
        *value = take_value(m);
    }
    return true;
}

/* ` name="value"`, its entities left to libxml2. */
static void put_attribute(struct buffer *out, const char *name, struct slice value)
{
    buffer_format(out, " %s=\"", name);
    for (size_t i = 0; i < value.size; i++) {
        char c = value.data[i];
        if (c == '"')
            buffer_text(out, "&quot;");
        else if (c == '<')
            buffer_text(out, "&lt;");
        else
            buffer_char(out, c);
    }
    buffer_char(out, '"');
}

/* What of a tag's attributes tells us something. */
struct attributes {
    struct slice href, alt;
    bool has_href, has_alt, chrome;
};

static void take_attributes(struct mender *m, struct attributes *a)
{
    struct slice name, value;
    *a = (struct attributes){0};
    while (take_attribute(m, &name, &value)) {
        if (slice_equal_ascii(name, SLICE("href")) && !a->has_href) {
            a->href = value;
            a->has_href = true;
        } else if (slice_equal_ascii(name, SLICE("alt")) && !a->has_alt) {
            a->alt = value;
            a->has_alt = true;
        } else if (slice_equal_ascii(name, SLICE("role"))) {
            a->chrome |= slice_equal_ascii(value, SLICE("navigation")) ||
                         slice_equal_ascii(value, SLICE("search"));
        } else if (slice_equal_ascii(name, SLICE("aria-hidden"))) {
            a->chrome |= slice_equal_ascii(value, SLICE("true"));
        } else if (slice_equal_ascii(name, SLICE("hidden"))) {
            a->chrome = true;
        }
    }
}

static bool is_void(const struct html_tag *tag)
{
    return tag->role == HTML_BREAK || tag->role == HTML_IMAGE || strcmp(tag->name, "hr") == 0 ||
           strcmp(tag->name, "wbr") == 0;
}

/* Elements whose end tags may be left out. */
static bool may_lack_end(const struct html_tag *tag)
{
    return tag->role == HTML_ITEM || tag->role == HTML_ROW || tag->role == HTML_CELL ||
           strcmp(tag->name, "p") == 0;
}

/* Elements within running text. */
static bool is_inner(const struct html_tag *tag)
{
    return tag->role == HTML_INLINE || tag->role == HTML_BOLD || tag->role == HTML_LINK;
}

/* Ends what is open down to `depth`. All that is ended is ended in so many words, so that libxml2
   has no more open than we have. */
static void end_down_to(struct mender *m, size_t depth)
{
    while (m->depth > depth)
        buffer_format(m->out, "</%s>", m->open[--m->depth]->name);
}

/* Ends what lacks its end tag: the item before this one, the cell before this row. */
static void end_before(struct mender *m, const struct html_tag *tag)
{
    size_t depth = may_lack_end(tag) ? m->depth : 0;
    while (depth > 0) {
        const struct html_tag *above = m->open[--depth];
        if (above->role == tag->role && may_lack_end(above)) {
            end_down_to(m, depth);
            return;
        }
        if (!is_inner(above) && !may_lack_end(above))
            return;
    }
}

static void put_start(struct mender *m, const struct html_tag *tag, const struct attributes *a)
{
    buffer_format(m->out, "<%s", tag->name);
    if (tag->role == HTML_LINK && a->has_href && a->href.size <= PAGE_ADDRESS_MAX)
        put_attribute(m->out, "href", a->href);
    if (tag->role == HTML_IMAGE && a->has_alt)
        put_attribute(m->out, "alt", a->alt);
    if (a->chrome)
        buffer_text(m->out, " hidden=\"\"");
    buffer_char(m->out, '>');
}

/* Skips what a raw element holds, with its end tag. */
static void skip_raw(struct mender *m, const struct html_tag *tag)
{
    struct slice name = slice_of(tag->name);
    while (m->at < m->text.size) {
        skip_past(m, SLICE("</"));
        if (slice_equal_ascii(slice_part(m->text, m->at, m->at + name.size), name)) {
            skip_past(m, SLICE(">"));
            return;
        }
    }
}

/* A title holds text alone, whatever it looks like. */
static void put_title(struct mender *m)
{
    buffer_text(m->out, "<title>");
    while (m->at < m->text.size) {
        struct slice rest = slice_part(m->text, m->at, m->text.size);
        if (slice_equal_ascii(slice_part(rest, 0, 7), SLICE("</title")))
            break;
        if (m->text.data[m->at] == '<')
            buffer_text(m->out, "&lt;");
        else
            buffer_char(m->out, m->text.data[m->at]);
        m->at++;
    }
    skip_past(m, SLICE(">"));
    buffer_text(m->out, "</title>");
}

static void take_start(struct mender *m)
{
    struct attributes a;
    m->at++;
    const struct html_tag *tag = html_tag_find(take_name(m));
    take_attributes(m, &a);
    if (tag == NULL) {
        buffer_char(m->out, ' ');
    } else if (tag->role == HTML_RAW) {
        skip_raw(m, tag);
        buffer_char(m->out, ' ');
    } else if (tag->role == HTML_TITLE) {
        put_title(m);
    } else if (is_void(tag)) {
        put_start(m, tag, &a);
    } else {
        end_before(m, tag);
        if (m->depth < HTML_DEPTH_MAX) {
            m->open[m->depth++] = tag;
            put_start(m, tag, &a);
        } else {
            (*m->flattened)++;
            buffer_char(m->out, ' ');
        }
    }
}

/* Ends an element of running text that blocks stand in: those are ended and begun again. Where they
   are many it stays open, until what it stands in ends. */
static void end_inner(struct mender *m, size_t depth)
{
    const struct html_tag *above[ABOVE_MAX];
    size_t count = m->depth - depth;
    bool blocks = false;
    for (size_t i = depth; i < m->depth; i++)
        blocks = blocks || !is_inner(m->open[i]);
    if (!blocks) {
        end_down_to(m, depth - 1);
        return;
    }
    if (count > ABOVE_MAX)
        return;
    memcpy(above, m->open + depth, count * sizeof *above);
    end_down_to(m, depth - 1);
    for (size_t i = 0; i < count; i++) {
        m->open[m->depth++] = above[i];
        put_start(m, above[i], &(struct attributes){0});
    }
}

/* An end tag goes into the copy when it ends something; what was open within it ends with it. */
static void take_end(struct mender *m)
{
    m->at += 2;
    const struct html_tag *tag = html_tag_find(take_name(m));
    skip_past(m, SLICE(">"));
    if (tag == NULL) {
        buffer_char(m->out, ' ');
        return;
    }
    size_t depth = m->depth;
    while (depth > 0 && m->open[depth - 1] != tag)
        depth--;
    if (depth == 0)
        return;
    if (is_inner(tag))
        end_inner(m, depth);
    else
        end_down_to(m, depth - 1);
}

/* ---- the page -------------------------------------------------------------------------------- */

/* "<!--", "<!DOCTYPE", "<?xml", "<![CDATA[": none is text, though the last may hold some. */
static void take_declaration(struct mender *m)
{
    struct slice rest = slice_part(m->text, m->at, m->text.size);
    if (slice_starts(rest, SLICE("<!--"))) {
        m->at += 2; /* "<!-->" is a whole comment */
        skip_past(m, SLICE("-->"));
    } else if (slice_starts(rest, SLICE("<![CDATA["))) {
        m->at += 9;
    } else {
        skip_past(m, SLICE(">"));
    }
}

static void take_text(struct mender *m)
{
    const char *start = m->text.data + m->at;
    size_t left = m->text.size - m->at;
    const char *mark = memchr(start, '<', left);
    size_t size = mark != NULL ? (size_t)(mark - start) : left;
    buffer_append(m->out, start, size);
    m->at += size;
}

void html_mend(struct slice text, struct buffer *out, size_t *flattened)
{
    struct mender m = {.text = text, .out = out, .flattened = flattened};
    buffer_reserve(out, text.size + 64);
    while (m.at < text.size) {
        char next = char_at(&m, m.at + 1);
        if (text.data[m.at] != '<') {
            take_text(&m);
        } else if (is_letter(next)) {
            take_start(&m);
        } else if (next == '/' && is_letter(char_at(&m, m.at + 2))) {
            take_end(&m);
        } else if (next == '!' || next == '?' || next == '/') {
            take_declaration(&m);
        } else {
            buffer_text(out, "&lt;");
            m.at++;
        }
    }
}
