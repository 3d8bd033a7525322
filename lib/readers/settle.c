/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a finished block is: dropped when it says nothing, a heading when it is bold and something
   follows it, and then handed to the caller. */
#include "readers_internal.h"

#include <string.h>

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

/* Moves *start and *end inwards over white space, also the kinds that Unicode adds. */
static void trim(struct slice s, size_t *start, size_t *end)
{
    uint32_t c;
    while (*start < *end) {
        size_t size = utf8_decode(s, *start, &c);
        if (!is_space(c))
            break;
        *start += size;
    }
    while (*start < *end) {
        size_t at = utf8_floor(s, *end - 1);
        utf8_decode(s, at, &c);
        if (!is_space(c))
            break;
        *end = at;
    }
}

/* "___", "* * *", "--": a rule that was written as text. */
static bool is_rule(struct slice s)
{
    uint32_t c;
    for (size_t i = 0; i < s.size;) {
        i += utf8_decode(s, i, &c);
        bool mark = (c < 0x80 && strchr("_*-=~|", (int)c) != NULL) || c == 0x2013 || c == 0x2014 ||
                    c == 0x2022 || c == 0xB7;
        if (!mark && !is_space(c))
            return false;
    }
    return true;
}

/* ---- handing on ------------------------------------------------------------------------------ */

/* The links of d that lie in [start, end), as the caller sees them; returns how many. */
static size_t gather_links(struct page *p, const struct draft *d, size_t start, size_t end)
{
    struct slice text = buffer_view(&d->text);
    size_t count = 0;
    for (size_t i = 0; i < d->link_count; i++) {
        const struct draft_link *l = &d->links[i];
        size_t from = l->start > start ? l->start : start, to = l->end < end ? l->end : end;
        if (from < to)
            trim(text, &from, &to);
        if (from >= to)
            continue;
        p->links = base_grow(p->links, &p->link_room, count + 1, sizeof *p->links);
        p->links[count++] = (struct reader_link){
            .address = {d->addresses.data + l->address, l->address_size},
            .words = slice_part(text, from, to),
            .start = from - start,
            .end = to - start,
        };
    }
    return count;
}

static int emit(struct page *p, const struct draft *d, enum reader_kind kind, unsigned level,
                size_t start, size_t end)
{
    trim(buffer_view(&d->text), &start, &end);
    if (start >= end || p->stopped != 0)
        return p->stopped;
    struct reader_block block = {
        .kind = kind,
        .level = level,
        .text = slice_part(buffer_view(&d->text), start, end),
        .link_count = gather_links(p, d, start, end),
    };
    block.links = p->links;
    p->begun = true;
    p->stopped = p->call(p->user, &block);
    return p->stopped;
}

static int emit_images(struct page *p)
{
    struct slice all = buffer_view(&p->images);
    for (size_t i = 0; i < p->image_count && p->stopped == 0; i++) {
        const struct page_image *image = &p->image_items[i];
        size_t start = image->start, end = image->end;
        trim(all, &start, &end);
        if (start >= end)
            continue;
        struct slice words = slice_part(all, start, end);
        struct reader_link link = {
            .address = slice_part(all, image->address, image->address + image->address_size),
            .words = words,
            .end = words.size,
        };
        struct reader_block block = {
            .kind = READER_IMAGE,
            .text = words,
            .links = &link,
            .link_count = image->address_size > 0 ? 1 : 0,
        };
        p->begun = true;
        p->stopped = p->call(p->user, &block);
    }
    p->image_count = 0;
    buffer_clear(&p->images);
    return p->stopped;
}

/* ---- bold headings --------------------------------------------------------------------------- */

/* Bold words in [0, end) of d that could be a heading: short, with a letter, not a sentence, not a
   line of a table of contents ("**[Finanser](#R3)**"). */
static bool reads_as_heading(const struct draft *d, size_t end)
{
    struct slice text = buffer_view(&d->text);
    size_t start = 0;
    trim(text, &start, &end);
    struct slice words = slice_part(text, start, end);
    if (words.size == 0 || strchr(".!,;", words.data[words.size - 1]) != NULL ||
        utf8_length(words) > PAGE_HEADING_MAX)
        return false;
    for (size_t i = 0; i < d->link_count && d->links[i].start < end; i++) {
        if (d->addresses.data[d->links[i].address] == '#')
            return false;
    }
    uint32_t c;
    for (size_t i = 0; i < words.size; i += utf8_decode(words, i, &c)) {
        enum letter kind = letter_at(words, i);
        if (kind != LETTER_NONE && kind != LETTER_DIGIT)
            return true;
    }
    return false;
}

static bool is_bold_paragraph(const struct draft *d)
{
    return d->kind == READER_PARAGRAPH && !d->nested && d->plain == SIZE_MAX &&
           reads_as_heading(d, d->text.size);
}

/* "**Rätt till stöd har den som:**" before a list leads into it; "**Referenser:**" names it. */
static bool leads_into_list(struct slice words)
{
    size_t spaces = 0;
    for (size_t i = 0; i < words.size; i++)
        spaces += words.data[i] == ' ';
    return slice_ends(words, SLICE(":")) && spaces >= 3;
}

/* Whether bold words above `next` head it: "**Namn, land**" above "är född ..." begins a sentence,
   and of two bold paragraphs only the second has text below it. */
static bool heads(struct slice words, const struct draft *next)
{
    if (next->kind == READER_HEADING || next->kind == READER_TITLE || is_bold_paragraph(next))
        return false;
    if (next->kind == READER_ITEM)
        return !leads_into_list(words);
    struct slice text = buffer_view(&next->text);
    size_t start = 0, end = text.size;
    trim(text, &start, &end);
    return letter_at(text, start) != LETTER_LOWER;
}

static unsigned bold_level(const struct page *p)
{
    return p->level < 6 ? p->level + 1 : 6;
}

/* Emits the paragraph that waits; next is what follows it, NULL at the end of the page. */
static int release(struct page *p, const struct draft *next)
{
    if (!p->is_held)
        return p->stopped;
    struct draft *d = &p->held;
    p->is_held = false;
    struct slice words = slice_trim(buffer_view(&d->text));
    if (next != NULL && heads(words, next)) {
        for (size_t i = 0; i < d->text.size; i++)
            d->text.data[i] = d->text.data[i] == '\n' ? ' ' : d->text.data[i];
        return emit(p, d, READER_HEADING, bold_level(p), 0, d->text.size);
    }
    return emit(p, d, READER_PARAGRAPH, 0, 0, d->text.size);
}

int page_release(struct page *p)
{
    return release(p, NULL);
}

/* A paragraph whose first line is bold and nothing else. */
static bool has_bold_line(const struct draft *d)
{
    if (d->kind != READER_PARAGRAPH || d->nested || d->broken == SIZE_MAX || d->plain == SIZE_MAX ||
        d->plain < d->broken)
        return false;
    size_t rest = d->broken, end = d->text.size;
    trim(buffer_view(&d->text), &rest, &end);
    return letter_at(buffer_view(&d->text), rest) != LETTER_LOWER && reads_as_heading(d, d->broken);
}

static int settle_block(struct page *p)
{
    struct draft *d = &p->open;
    if (release(p, d) != 0)
        return p->stopped;
    if (is_bold_paragraph(d)) {
        struct draft held = p->held;
        p->held = *d;
        *d = held;
        p->is_held = true;
        return 0;
    }
    if (has_bold_line(d)) {
        if (emit(p, d, READER_HEADING, bold_level(p), 0, d->broken) != 0)
            return p->stopped;
        return emit(p, d, READER_PARAGRAPH, 0, d->broken, d->text.size);
    }
    if (d->kind == READER_TITLE && (p->titled || p->begun)) {
        d->kind = READER_HEADING;
        d->level = 2;
    }
    if (d->kind == READER_TITLE) {
        title_mend(d);
        p->titled = true;
    }
    if (d->kind == READER_TITLE || d->kind == READER_HEADING)
        p->level = d->level;
    return emit(p, d, d->kind, d->level, 0, d->text.size);
}

int page_settle(struct page *p)
{
    if (p->stopped == 0 && !is_rule(buffer_view(&p->open.text)))
        settle_block(p);
    if (p->image_count > 0 && p->stopped == 0 && release(p, NULL) == 0)
        emit_images(p);
    return p->stopped;
}
