/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The copy of a page that md4c reads. Markdown gives a meaning to lines that the mirror's writer
   wrote as text; each of those is told here and written so that it means what it says. */
#include "readers_internal.h"

#include <string.h>

enum {
    LINES_MAX = 1000,                  /* of a paragraph: md4c 0.4 counts them for each bracket */
    COLUMNS_MAX = 200,                 /* of a table: wider ones are text */
    REFERENCES_MAX = 64 * 1024 * 1024, /* brackets x bytes of definitions: beyond, they are text */
    LIST_NUMBER_DIGITS = 3,            /* "104. Romska ..." is an item, "2018. De ..." is a year */
};

/* What the line before was, as far as the next one's meaning depends on it. */
enum above { ABOVE_NOTHING, ABOVE_TEXT, ABOVE_OTHER };

struct mend {
    struct slice text;
    struct buffer *out;
    size_t *flattened;
    enum above above;
    struct slice before; /* the last line that was not empty; "" after a quote */
    struct mend_inline state;
    char fence; /* "`" or "~" within a fenced block */
    size_t fence_size, fence_indent;
    bool no_references;
    size_t lines; /* of the paragraph so far */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static size_t skip_blanks(struct slice s, size_t at)
{
    while (at < s.size && is_blank(s.data[at]))
        at++;
    return at;
}

static size_t skip_char(struct slice s, size_t at, char c)
{
    while (at < s.size && s.data[at] == c)
        at++;
    return at;
}

static struct slice trim_end(struct slice s)
{
    while (s.size > 0 && is_blank(s.data[s.size - 1]))
        s.size--;
    return s;
}

static void put_line(struct mend *m, struct slice line)
{
    buffer_slice(m->out, line);
    buffer_char(m->out, '\n');
}

/* Ends a paragraph above, so that what follows stands by itself. */
static void part(struct mend *m)
{
    if (m->above == ABOVE_TEXT)
        buffer_char(m->out, '\n');
    m->state = (struct mend_inline){0};
    m->lines = 0;
}

/* ---- kinds of lines -------------------------------------------------------------------------- */

/* Only `c` and blanks, at least `least` of it. */
static bool is_only(struct slice s, char c, size_t least)
{
    size_t count = 0;
    for (size_t i = 0; i < s.size; i++) {
        if (s.data[i] == c)
            count++;
        else if (!is_blank(s.data[i]))
            return false;
    }
    return count >= least;
}

static bool is_break(struct slice s)
{
    return is_only(s, '-', 3) || is_only(s, '*', 3) || is_only(s, '_', 3);
}

/* "\_\_\_\_" or "\* \* \*": a rule that the writer escaped. */
static bool is_escaped_rule(struct slice s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.size; i++) {
        if (s.data[i] == '\\' && i + 1 < s.size && (s.data[i + 1] == '_' || s.data[i + 1] == '*'))
            count++;
        else if (s.data[i] != '_' && s.data[i] != '*' && !is_blank(s.data[i]))
            return false;
    }
    return count >= 3;
}

/* "-" or "--": under text it would make a heading of it. */
static bool is_short_rule(struct slice s)
{
    return is_only(s, '-', 1) && !is_only(s, '-', 3);
}

static bool is_wide_table(struct slice s)
{
    size_t bars = 0;
    for (size_t i = 0; i < s.size; i++) {
        bars += s.data[i] == '|';
        if (strchr("|-: \t", s.data[i]) == NULL)
            return false;
    }
    return bars > COLUMNS_MAX;
}

/* The level of "## ..." (also of "##" alone), 0 for anything else. */
static unsigned heading_level(struct slice s)
{
    size_t end = skip_char(s, 0, '#');
    if (end == 0 || end > 6 || (end < s.size && !is_blank(s.data[end])))
        return 0;
    return (unsigned)end;
}

/* The size of a literal bullet (also "\\*") that s begins with, 0 when there is none. */
static size_t bullet_size(struct slice s)
{
    static const uint32_t bullets[] = {0x2022, 0xB7,   0x25AA, 0x25CF, 0xF0B7, 0x25E6,
                                       0x2219, 0x2023, 0x2043, 0x25A0, 0x25A1};
    uint32_t c;
    if (slice_starts(s, SLICE("\\* ")))
        return 2;
    if (s.size == 0 || (unsigned char)s.data[0] < 0x80)
        return 0;
    size_t size = utf8_decode(s, 0, &c);
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
        if (c == bullets[i])
            return size;
    }
    return 0;
}

static bool is_minus(struct slice s)
{
    return slice_starts(s, SLICE("\xE2\x88\x92"));
}

/* White space after a bullet, a no-break one too. */
static size_t skip_spaces(struct slice s, size_t at)
{
    for (;;) {
        at = skip_blanks(s, at);
        if (!slice_starts(slice_part(s, at, s.size), SLICE("\xC2\xA0")))
            return at;
        at += 2;
    }
}

/* The end of "12." or "12)" when a blank or nothing comes after it, else `at`; *digits counts. */
static size_t number_end(struct slice s, size_t at, size_t *digits)
{
    size_t end = at;
    while (end < s.size && s.data[end] >= '0' && s.data[end] <= '9')
        end++;
    *digits = end - at;
    if (*digits == 0 || *digits > 9 || end >= s.size || (s.data[end] != '.' && s.data[end] != ')'))
        return at;
    end++;
    return end < s.size && !is_blank(s.data[end]) ? at : end;
}

/* Whether a line that ends so goes on with a number: "enligt artikel" / "1. i avtalet". */
static bool calls_for_number(struct slice before)
{
    static const char *const words[] = {
        "artikel", "artiklarna", "avsnitt", "bilaga", "del",     "den",  "fas",    "figur",  "kap.",
        "kapitel", "nr",         "nummer",  "punkt",  "punkten", "steg", "tabell", "version"};
    size_t start = before.size;
    while (start > 0 && !is_blank(before.data[start - 1]))
        start--;
    struct slice last = slice_part(before, start, before.size);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (slice_equal_ascii(last, slice_of(words[i])))
            return true;
    }
    return false;
}

/* ---- marks of quotes and lists --------------------------------------------------------------- */

/* The offset after the marks at the beginning of line that open quotes and items. Where one is none
   (a year, a number within a sentence, one too deep), *escape is where a backslash stops it. */
static size_t marks_end(struct mend *m, struct slice line, size_t *escape)
{
    *escape = SIZE_MAX;
    size_t at = 0, depth = 0;
    for (;;) {
        at = skip_blanks(line, at);
        struct slice rest = slice_part(line, at, line.size);
        size_t end = at, digits;
        if (rest.size == 0 || is_break(rest))
            return at;
        if (rest.data[0] == '>')
            end = at + 1;
        else if (strchr("-*+", rest.data[0]) != NULL && (rest.size == 1 || is_blank(rest.data[1])))
            end = at + 1;
        else
            end = number_end(line, at, &digits);
        if (end == at)
            return at;
        bool number = rest.data[0] >= '0' && rest.data[0] <= '9';
        bool year = number && end - at - 1 > LIST_NUMBER_DIGITS;
        bool wrapped = number && depth == 0 && m->above == ABOVE_TEXT && end - at == 2 &&
                       rest.data[0] == '1' && calls_for_number(m->before);
        if (depth >= READER_DEPTH_MAX || year || wrapped) {
            *m->flattened += depth >= READER_DEPTH_MAX;
            *escape = number ? end - 1 : at;
            return at;
        }
        at = end;
        depth++;
    }
}

/* A false quote of the site's old texts: ">>" for a guillemet, within a paragraph. */
static bool is_guillemet(const struct mend *m, struct slice line)
{
    return m->above == ABOVE_TEXT && slice_starts(line, SLICE(">>")) &&
           !slice_starts(m->before, SLICE(">"));
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void put_content(struct mend *m, struct slice line)
{
    if (is_wide_table(line))
        buffer_char(m->out, '\\');
    if (m->no_references && line.size > 0 && line.data[0] == '[')
        buffer_char(m->out, '\\');
    mend_inline(line, m->out, &m->state);
    buffer_char(m->out, '\n');
}

/* A line in its marks: they are copied, the rest is mended. */
static void put_marked(struct mend *m, struct slice line)
{
    size_t escape, end = marks_end(m, line, &escape);
    if (escape != SIZE_MAX) {
        buffer_slice(m->out, slice_part(line, 0, escape));
        buffer_char(m->out, '\\');
        put_content(m, slice_part(line, escape, line.size));
        return;
    }
    if (end > 0)
        m->state = (struct mend_inline){0};
    struct slice content = slice_part(line, end, line.size);
    buffer_slice(m->out, slice_part(line, 0, end));
    size_t lead = skip_spaces(content, 0);
    size_t bullet = bullet_size(slice_part(content, lead, content.size));
    if (bullet == 0) {
        put_content(m, content);
        return;
    }
    /* "• punkt", also in an item that has its own mark already */
    m->state = (struct mend_inline){0};
    if (skip_blanks(line, 0) == end)
        buffer_text(m->out, "* ");
    put_content(m, slice_part(content, skip_spaces(content, lead + bullet), content.size));
}

static void put_quote(struct mend *m, struct slice line)
{
    part(m);
    if (line.data[0] == '-')
        buffer_char(m->out, '\\');
    put_content(m, line);
    m->before = (struct slice){0};
    m->above = ABOVE_TEXT;
}

/* "− punkt": a minus sign as a bullet. */
static void put_minus(struct mend *m, struct slice line)
{
    m->state = (struct mend_inline){0};
    buffer_text(m->out, "* ");
    put_content(m, slice_part(line, skip_spaces(line, 3), line.size));
}

static bool opens_fence(struct mend *m, struct slice line)
{
    size_t at = skip_blanks(line, 0);
    if (at >= line.size || (line.data[at] != '`' && line.data[at] != '~'))
        return false;
    size_t end = skip_char(line, at, line.data[at]);
    struct slice info = slice_part(line, end, line.size);
    if (end - at < 3 || (line.data[at] == '`' && slice_find(info, SLICE("`"), 0) != SIZE_MAX))
        return false;
    m->fence = line.data[at];
    m->fence_size = end - at;
    m->fence_indent = at;
    return true;
}

/* A line within a fence. One that stands to the left of it ends it, as it ends the item that the
   fence stands in: we and md4c must agree on where code is. */
static bool put_fenced(struct mend *m, struct slice line)
{
    size_t at = skip_blanks(line, 0), end = skip_char(line, at, m->fence);
    bool closes = end - at >= m->fence_size && end == line.size;
    if (!closes && m->fence_indent > 1 && at < m->fence_indent) {
        for (size_t i = 0; i < m->fence_indent; i++)
            buffer_char(m->out, ' ');
        for (size_t i = 0; i < m->fence_size; i++)
            buffer_char(m->out, m->fence);
        buffer_char(m->out, '\n');
        m->fence = '\0';
        return false;
    }
    put_line(m, line);
    if (closes)
        m->fence = '\0';
    return true;
}

/* A heading; *next moves past the lines that a title goes on over ("# Om stöd till\nkommuner"). */
static void put_heading(struct mend *m, struct slice line, size_t *next)
{
    m->state = (struct mend_inline){0};
    mend_inline(line, m->out, &m->state);
    while (heading_level(line) == 1 && *next < m->text.size) {
        size_t after;
        struct slice more = trim_end(input_line(m->text, *next, &after));
        if (letter_at(more, 0) != LETTER_LOWER)
            break;
        buffer_char(m->out, ' ');
        mend_inline(more, m->out, &m->state);
        *next = after;
    }
    buffer_char(m->out, '\n');
    m->state = (struct mend_inline){0};
    m->above = ABOVE_OTHER;
}

static void put_text(struct mend *m, size_t at, struct slice line)
{
    if (m->above != ABOVE_TEXT)
        m->lines = 0;
    if (++m->lines > LINES_MAX)
        part(m);
    bool dash = slice_starts(line, SLICE("- ")), minus = is_minus(line);
    size_t words = dash ? 2 : minus ? skip_spaces(line, 3) : 0;
    if ((dash || minus) && mend_is_quote(m->text, at + words, m->before)) {
        put_quote(m, line);
        return;
    }
    if (minus && letter_at(line, words) != LETTER_DIGIT) {
        put_minus(m, line);
    } else if (is_guillemet(m, line)) {
        buffer_text(m->out, "\\>\\>");
        put_content(m, slice_part(line, 2, line.size));
    } else {
        put_marked(m, line);
    }
    m->before = line;
    m->above = ABOVE_TEXT;
}

/* Writes the line at `at` and whatever goes with it; returns where the next one begins. */
static size_t put_any(struct mend *m, size_t at)
{
    size_t next;
    struct slice line = trim_end(input_line(m->text, at, &next));
    struct slice inner = slice_part(line, skip_blanks(line, 0), line.size);
    if (line.size == 0) {
        /* One empty line says as much as many, and many cost md4c time in deep lists. */
        if (m->above != ABOVE_NOTHING)
            buffer_char(m->out, '\n');
        m->above = ABOVE_NOTHING;
        m->state = (struct mend_inline){0};
    } else if (m->fence != '\0' && put_fenced(m, line)) {
        m->above = ABOVE_OTHER;
    } else if (is_escaped_rule(line) || (m->above == ABOVE_TEXT && is_short_rule(line))) {
        part(m);
        buffer_char(m->out, '\n');
        m->above = ABOVE_NOTHING;
    } else if (is_only(line, '-', 1) || is_break(inner)) {
        part(m);
        put_line(m, line);
        m->above = ABOVE_OTHER;
    } else if (opens_fence(m, line)) {
        put_line(m, line);
        m->above = ABOVE_OTHER;
    } else if (heading_level(line) > 0) {
        put_heading(m, line, &next);
    } else {
        put_text(m, at, line);
    }
    return next;
}

/* ---- the page -------------------------------------------------------------------------------- */

/* Front matter at the very start: where the text after it begins, 0 when there is none. */
static size_t front_matter(struct slice text)
{
    size_t at;
    if (text.size == 0 || !slice_equal(trim_end(input_line(text, 0, &at)), SLICE("---")))
        return 0;
    for (bool first = true; at < text.size; first = false) {
        struct slice line = trim_end(input_line(text, at, &at));
        if (first && slice_find(line, SLICE(":"), 0) == SIZE_MAX)
            return 0;
        if (slice_equal(line, SLICE("---")) || slice_equal(line, SLICE("...")))
            return at;
    }
    return 0;
}

/* The first heading, when it is one of level 1: its line as [*start, *end). */
static bool find_title(struct slice text, size_t *start, size_t *end)
{
    struct mend probe = {0};
    for (size_t at = 0, next; at < text.size; at = next) {
        struct slice line = trim_end(input_line(text, at, &next));
        if (probe.fence != '\0') {
            size_t from = skip_blanks(line, 0), to = skip_char(line, from, probe.fence);
            if (to - from >= probe.fence_size && to == line.size)
                probe.fence = '\0';
            continue;
        }
        unsigned level = opens_fence(&probe, line) ? 0 : heading_level(line);
        if (level > 1)
            return false;
        if (level == 1 && line.size > 2) {
            *start = at;
            *end = next;
            return true;
        }
    }
    return false;
}

/* Definitions of references ("[1]: /address") are looked up for each bracket: with long ones and
   many brackets that is more than md4c should be asked to do. */
static bool has_costly_references(struct slice text)
{
    size_t brackets = 0, definitions = 0, from = 0;
    for (size_t at; (at = slice_find(text, SLICE("]:"), from)) != SIZE_MAX;) {
        from = slice_find(text, SLICE("\n\n"), at);
        if (from == SIZE_MAX)
            from = text.size;
        definitions += from - at;
    }
    if (definitions == 0)
        return false;
    for (size_t i = 0; i < text.size; i++)
        brackets += text.data[i] == '[';
    return brackets > REFERENCES_MAX / definitions;
}

static void put_range(struct mend *m, size_t start, size_t end)
{
    struct slice all = m->text;
    m->text = slice_part(all, 0, end);
    for (size_t at = start; at < end;)
        at = put_any(m, at);
    if (m->above != ABOVE_NOTHING)
        buffer_char(m->out, '\n');
    m->above = ABOVE_NOTHING;
    m->state = (struct mend_inline){0};
    m->text = all;
}

void mend_page(struct slice text, struct buffer *out, size_t *flattened)
{
    text = slice_part(text, front_matter(text), text.size);
    struct mend m = {.text = text, .out = out, .flattened = flattened};
    size_t start = 0, end = 0;
    m.no_references = has_costly_references(text);
    buffer_reserve(out, text.size + text.size / 16 + 64);
    /* The title comes first, also when a picture or a line stands above it. */
    if (find_title(text, &start, &end) && slice_trim(slice_part(text, 0, start)).size > 0) {
        put_range(&m, start, end);
        put_range(&m, 0, start);
        put_range(&m, end, text.size);
    } else {
        put_range(&m, 0, text.size);
    }
}
