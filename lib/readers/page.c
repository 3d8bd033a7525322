/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Putting words into blocks: marks of emphasis and links that were glued to their neighbours, and
   the space between words that gets lost there. */
#include "readers_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- words kept apart ------------------------------------------------------------------------ */

enum { GAP_BOLD_ON = 1, GAP_BOLD_OFF = 2, GAP_LINK_ON = 4, GAP_LINK_OFF = 8 };

static bool is_word(enum letter kind)
{
    return kind != LETTER_NONE;
}

/* "Ob" of "Obligatorisk", but not the "VE" of "SVERIGE". */
static bool begins_capital(struct slice s)
{
    uint32_t c;
    if (letter_at(s, 0) != LETTER_UPPER)
        return false;
    return letter_at(s, utf8_decode(s, 0, &c)) != LETTER_UPPER;
}

/* Whether s begins with what only ends a word: "[avtal](...)ets". */
static bool begins_ending(struct slice s)
{
    static const struct slice endings[] = {
        {"a", sizeof "a" - 1},         {"ar", sizeof "ar" - 1}, {"arna", sizeof "arna" - 1},
        {"arnas", sizeof "arnas" - 1}, {"e", sizeof "e" - 1},   {"en", sizeof "en" - 1},
        {"ens", sizeof "ens" - 1},     {"er", sizeof "er" - 1}, {"erna", sizeof "erna" - 1},
        {"ernas", sizeof "ernas" - 1}, {"et", sizeof "et" - 1}, {"ets", sizeof "ets" - 1},
        {"n", sizeof "n" - 1},         {"na", sizeof "na" - 1}, {"nas", sizeof "nas" - 1},
        {"ns", sizeof "ns" - 1},       {"or", sizeof "or" - 1}, {"orna", sizeof "orna" - 1},
        {"ornas", sizeof "ornas" - 1}, {"r", sizeof "r" - 1},   {"rs", sizeof "rs" - 1},
        {"s", sizeof "s" - 1},         {"t", sizeof "t" - 1},   {"ts", sizeof "ts" - 1},
    };
    size_t end = 0;
    uint32_t c;
    while (end < s.size && end < 8 && letter_at(s, end) != LETTER_NONE)
        end += utf8_decode(s, end, &c);
    struct slice run = slice_part(s, 0, end);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (slice_equal(run, endings[i]))
            return true;
    }
    return false;
}

static bool is_one_line(enum reader_kind kind)
{
    return kind == READER_TITLE || kind == READER_HEADING || kind == READER_ROW;
}

/* What to put between the text so far and words, when a mark stood between them: '\n', ' ' or 0.
   A bold heading whose line break got lost ("**Bakgrund**Regeringen ...") gets it back. */
static char gap_char(const struct page *p, struct slice words)
{
    struct slice text = buffer_view(&p->open.text);
    enum letter before = letter_before(text, text.size), after = letter_at(words, 0);
    bool both = (p->gaps & GAP_BOLD_ON) && (p->gaps & GAP_BOLD_OFF);
    if (both && is_word(before) && is_word(after))
        return ' ';
    bool starts = p->bold_start == 0 && p->open.plain == SIZE_MAX;
    bool space = text.size > 0 && strchr(" \n\t", text.data[text.size - 1]) != NULL;
    if ((p->gaps & GAP_BOLD_OFF) && !space && begins_capital(words) &&
        text.size > p->bold_start + 1)
        return starts && !is_one_line(p->open.kind) ? '\n' : ' ';
    if ((p->gaps & GAP_BOLD_ON) && before == LETTER_LOWER && begins_capital(words))
        return ' ';
    if ((p->gaps & GAP_LINK_ON) && is_word(before) && is_word(after))
        return ' ';
    if ((p->gaps & GAP_LINK_OFF) && is_word(before) && is_word(after) && !begins_ending(words))
        return ' ';
    return 0;
}

static void add_char(struct page *p, char c)
{
    struct draft *d = &p->open;
    struct draft_link *last = d->link_count > 0 ? &d->links[d->link_count - 1] : NULL;
    if (p->in_link && last != NULL && last->start == d->text.size)
        last->start++;
    if (c == '\n' && d->broken == SIZE_MAX)
        d->broken = d->text.size;
    buffer_char(&d->text, c);
}

static void note_plain(struct draft *d, struct slice words)
{
    for (size_t i = 0; i < words.size && d->plain == SIZE_MAX; i++) {
        if (words.data[i] != ' ')
            d->plain = d->text.size + i;
    }
}

static bool is_bold(const struct page *p)
{
    return p->bold || p->strong > 0;
}

/* Words without marks. Tabs part the cells of a row, so those of the text become spaces. */
static void add_words(struct page *p, struct slice words)
{
    struct draft *d = &p->open;
    if (words.size == 0)
        return;
    if (p->in_image > 0) {
        buffer_slice(&p->images, words);
        return;
    }
    char gap = p->gaps != 0 && d->text.size > 0 ? gap_char(p, words) : 0;
    if (gap != 0)
        add_char(p, gap);
    p->gaps = 0;
    if (d->plain == SIZE_MAX && !is_bold(p))
        note_plain(d, words);
    size_t start = d->text.size;
    buffer_slice(&d->text, words);
    for (size_t i = start; i < d->text.size; i++) {
        char c = d->text.data[i];
        if (c == '\t' || c == '\n' || c == '\f' || c == '\v')
            d->text.data[i] = ' ';
    }
}

static void turn_bold(struct page *p)
{
    if (p->in_image > 0)
        return;
    p->bold = !p->bold;
    p->gaps |= p->bold ? GAP_BOLD_ON : GAP_BOLD_OFF;
    if (p->bold)
        p->bold_start = p->open.text.size;
}

void page_text(struct page *p, struct slice words)
{
    if (!p->is_open)
        return;
    while (words.size > 0) {
        const char *mark = memchr(words.data, PAGE_BOLD, words.size);
        size_t size = mark != NULL ? (size_t)(mark - words.data) : words.size;
        add_words(p, slice_part(words, 0, size));
        if (mark != NULL)
            turn_bold(p);
        words = slice_part(words, size + (mark != NULL ? 1 : 0), words.size);
    }
}

void page_verbatim(struct page *p, struct slice words)
{
    struct buffer *to = p->in_image > 0 ? &p->images : &p->open.text;
    if (!p->is_open)
        return;
    bool lines = p->in_image == 0 && !is_one_line(p->open.kind);
    p->gaps = 0;
    for (size_t i = 0; i < words.size; i++) {
        if ((unsigned char)words.data[i] == PAGE_BOLD)
            buffer_text(to, "**");
        else if (words.data[i] == '\t' || (words.data[i] == '\n' && !lines))
            buffer_char(to, ' ');
        else
            buffer_char(to, words.data[i]);
    }
}

void page_break(struct page *p)
{
    struct draft *d = &p->open;
    if (!p->is_open)
        return;
    if (p->in_image > 0) {
        buffer_char(&p->images, ' ');
        return;
    }
    p->gaps = 0;
    if (d->text.size > 0 && d->text.data[d->text.size - 1] != '\n')
        add_char(p, is_one_line(d->kind) ? ' ' : '\n');
}

/* Takes spaces off the end of the text, and off the links that reach over them. */
static void trim_spaces(struct draft *d)
{
    while (d->text.size > 0 && d->text.data[d->text.size - 1] == ' ')
        d->text.size--;
    for (size_t i = d->link_count; i > 0 && d->links[i - 1].end > d->text.size; i--) {
        struct draft_link *l = &d->links[i - 1];
        l->end = d->text.size;
        l->start = l->start < l->end ? l->start : l->end;
    }
}

void page_cell(struct page *p)
{
    if (p->is_open && p->open.kind == READER_ROW) {
        trim_spaces(&p->open);
        add_char(p, '\t');
        p->gaps = 0;
    }
}

/* ---- links and images ------------------------------------------------------------------------ */

static void begin_link(struct page *p)
{
    struct draft *d = &p->open;
    d->links = base_grow(d->links, &d->link_room, d->link_count + 1, sizeof *d->links);
    d->links[d->link_count++] = (struct draft_link){
        .address = d->addresses.size,
        .address_size = p->address.size,
        .start = d->text.size,
        .end = d->text.size,
    };
    buffer_slice(&d->addresses, buffer_view(&p->address));
}

static void end_link(struct page *p)
{
    struct draft *d = &p->open;
    if (d->link_count == 0)
        return;
    struct draft_link *last = &d->links[d->link_count - 1];
    last->end = d->text.size;
    if (last->end == last->start) {
        d->addresses.size = last->address;
        d->link_count--;
    }
}

void page_link_begin(struct page *p, struct slice address)
{
    address = slice_trim(address);
    if (p->in_link)
        page_link_end(p);
    p->gaps |= GAP_LINK_ON;
    if (address.size == 0 || address.size > PAGE_ADDRESS_MAX)
        return;
    buffer_clear(&p->address);
    buffer_slice(&p->address, address);
    p->in_link = true;
    if (p->is_open)
        begin_link(p);
}

void page_link_end(struct page *p)
{
    p->gaps |= GAP_LINK_OFF;
    if (p->in_link && p->is_open)
        end_link(p);
    p->in_link = false;
}

void page_image_begin(struct page *p)
{
    if (p->in_image++ > 0)
        return;
    p->image_items =
        base_grow(p->image_items, &p->image_room, p->image_count + 1, sizeof *p->image_items);
    struct page_image *image = &p->image_items[p->image_count++];
    *image = (struct page_image){.address = p->images.size};
    if (p->in_link)
        buffer_slice(&p->images, buffer_view(&p->address));
    image->address_size = p->images.size - image->address;
    image->start = p->images.size;
}

void page_image_end(struct page *p)
{
    if (p->in_image > 0 && --p->in_image == 0)
        p->image_items[p->image_count - 1].end = p->images.size;
}

/* ---- beginning and ending -------------------------------------------------------------------- */

void page_begin(struct page *p, reader_block_call *call, void *user, struct reader_report *report)
{
    *p = (struct page){.call = call, .user = user, .report = report, .level = 1};
}

static void draft_clear(struct draft *d)
{
    buffer_clear(&d->text);
    buffer_clear(&d->addresses);
    d->link_count = 0;
    d->plain = SIZE_MAX;
    d->broken = SIZE_MAX;
}

static void draft_free(struct draft *d)
{
    buffer_free(&d->text);
    buffer_free(&d->addresses);
    free(d->links);
}

int page_open(struct page *p, enum reader_kind kind, unsigned level, bool nested)
{
    if (p->is_open && page_close(p) != 0)
        return p->stopped;
    draft_clear(&p->open);
    p->open.kind = kind;
    p->open.level = level;
    p->open.nested = nested;
    p->is_open = true;
    p->bold = false;
    p->strong = 0;
    p->bold_start = 0;
    p->gaps = 0;
    if (p->in_link)
        begin_link(p);
    return 0;
}

int page_close(struct page *p)
{
    if (!p->is_open)
        return p->stopped;
    if (p->in_link)
        end_link(p);
    if (p->bold && p->bold_start < p->open.plain)
        p->open.plain = p->bold_start; /* a mark without its fellow makes nothing bold */
    p->is_open = false;
    return page_settle(p);
}

enum status page_end(struct page *p)
{
    if (p->stopped == 0)
        page_close(p);
    if (p->stopped == 0)
        page_release(p);
    draft_free(&p->open);
    draft_free(&p->held);
    buffer_free(&p->address);
    buffer_free(&p->images);
    free(p->image_items);
    free(p->links);
    return p->stopped != 0 ? STATUS_STOPPED : STATUS_OK;
}
