/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * URLs and e-mail addresses become one atom while the text is scanned: their paths are no words.
 * What was already scanned of them ("https", "fornamn.efternamn") is taken back.
 */
#include "swedish_tokens_internal.h"

#include <string.h>

enum {
    SCHEME_MAX = 8,
    BASE64_WITHIN = 100 /* bytes after "data:" where ";base64," must stand */
};

/* Endings of hosts that are written without "www". Those that are Swedish words too (de, no) are
   left out. */
static const char *const endings[] = {"se",  "com", "org", "net",  "eu", "nu", "int",
                                      "gov", "edu", "dk",  "info", "fi", "uk"};

static bool is_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static unsigned char byte_at(const struct token_memory *m, size_t at)
{
    return at < m->text.size ? (unsigned char)m->text.data[at] : 0;
}

/* Whether the byte can stand in an address; beyond ASCII only what may be a letter. */
static bool is_inside(const struct token_memory *m, size_t at)
{
    unsigned char c = byte_at(m, at);
    if (c >= 0x80) {
        bool space_or_quote = c == 0xC2 || (c == 0xE2 && byte_at(m, at + 1) == 0x80);
        return !space_or_quote;
    }
    return c > ' ' && c != 0x7F && strchr("<>\"|`{}\\^", c) == NULL;
}

/* The end of a URL that goes on at `at`, without the punctuation of the sentence around it. */
static size_t url_end(const struct token_memory *m, size_t at)
{
    size_t start = at;
    bool open = false;
    while (is_inside(m, at)) {
        open = open || m->text.data[at] == '(';
        at++;
    }
    while (at > start && strchr(".,;:!?'*_)]", m->text.data[at - 1]) != NULL) {
        if (m->text.data[at - 1] == ')' && open)
            break;
        at--;
    }
    return at;
}

/* Makes one atom, beginning where atom `first` does, of all from it to the end of the text `end`.
 */
static void address_put(struct token_memory *m, size_t first, size_t end, struct slice form)
{
    struct buffer folded = {0};
    struct atom *a = &m->atoms[first];
    swedish_fold(form, &folded);
    struct slice shown = buffer_view(&folded);
    if (slice_starts(shown, SLICE("www.")))
        shown = slice_part(shown, 4, shown.size);
    m->atom_count = first + 1;
    m->forms_size = a->form;
    a->kind = ATOM_ADDRESS;
    a->flags = 0;
    a->end = (uint32_t)end;
    a->size = 0;
    if (shown.size == 0 || shown.size > SWEDISH_TOKEN_MAX) {
        a->kind = ATOM_DROPPED;
    } else {
        forms_append(m, shown);
        a->size = (uint16_t)shown.size;
    }
    buffer_free(&folded);
}

/* The host in text[at, end): without user, port and path. */
static struct slice host_of(const struct token_memory *m, size_t at, size_t end)
{
    struct slice host = slice_part(m->text, at, end);
    for (size_t i = 0; i < host.size; i++) {
        if (host.data[i] == '@') {
            host = slice_part(host, i + 1, host.size);
            i = 0;
        }
        if (i < host.size && strchr("/?#:", host.data[i]) != NULL)
            return slice_part(host, 0, i);
    }
    return host;
}

static size_t take_url(struct token_memory *m, size_t first, size_t host_at, size_t at)
{
    size_t end = url_end(m, host_at);
    struct slice host = host_of(m, host_at, end);
    if (end <= host_at || host.size == 0 || !is_inside(m, host_at) || host.data[0] == '/' ||
        host.data[0] == '.')
        return at;
    address_put(m, first, end, host);
    return end;
}

/* data:image/png;base64,... is dropped with all its bytes. */
static size_t take_data(struct token_memory *m, size_t first, size_t at)
{
    struct slice near = slice_part(m->text, at, at + BASE64_WITHIN);
    size_t base64 = slice_find(near, SLICE(";base64,"), 0);
    for (size_t i = 0; i < base64 && i < near.size; i++)
        if (!is_inside(m, at + i))
            return at;
    if (base64 == SIZE_MAX)
        return at;
    while (is_inside(m, at))
        at++;
    address_put(m, first, at, (struct slice){0});
    return at;
}

static bool is_part(const struct atom *a, const char *marks)
{
    if (a->kind == ATOM_MARK)
        return a->repeats == 1 && a->mark < 0x80 && strchr(marks, (int)a->mark) != NULL;
    return a->kind == ATOM_WORD || a->kind == ATOM_DIGITS;
}

/* The first atom of those that stand together up to `last`; SIZE_MAX when none begins with a letter
   or digit. */
static size_t first_of_run(const struct token_memory *m, size_t last, const char *marks)
{
    size_t first = last;
    while (first > 0 && m->atoms[first].space == 0 && is_part(&m->atoms[first - 1], marks))
        first--;
    while (first < last && m->atoms[first].kind == ATOM_MARK)
        first++;
    return m->atoms[first].kind == ATOM_MARK ? SIZE_MAX : first;
}

/* "regeringen.se", the last atom being "se". */
static size_t take_bare_host(struct token_memory *m, size_t at)
{
    size_t last = m->atom_count - 1;
    if (last < 2 || (m->atoms[last].flags & (ATOM_CAPITAL | ATOM_SHOUTS)) != 0 ||
        !WORD_IN(tokens_form(m, m->atoms[last].form, m->atoms[last].size), endings))
        return at;
    const struct atom *label = &m->atoms[last - 2];
    unsigned char next = byte_at(m, at);
    if (m->atoms[last - 1].space != 0 || m->atoms[last - 1].repeats != 1 || label->size < 2 ||
        (label->kind != ATOM_WORD && label->kind != ATOM_DIGITS))
        return at;
    bool goes_on = is_alnum(byte_at(m, at + 1)) && (next == '.' || next == '-');
    if (goes_on || next == '@' || next == '_' || next >= 0x80)
        return at;
    size_t first = first_of_run(m, last, ".-");
    size_t end = next == '/' || next == '?' || next == '#' ? url_end(m, at) : at;
    if (first == SIZE_MAX)
        return at;
    address_put(m, first, end, slice_part(m->text, m->atoms[first].start, at));
    return end;
}

size_t addresses_at_word(struct token_memory *m, size_t at)
{
    size_t last = m->atom_count - 1;
    const struct atom *a = &m->atoms[last];
    unsigned char next = byte_at(m, at);
    if (a->kind != ATOM_WORD)
        return at;
    if (next == ':' && a->size <= SCHEME_MAX) {
        if (byte_at(m, at + 1) == '/' && byte_at(m, at + 2) == '/')
            return take_url(m, last, at + 3, at);
        if (slice_equal(tokens_form(m, a->form, a->size), SLICE("data")))
            return take_data(m, last, at);
    }
    if (next == '.' && a->size == 3 && is_alnum(byte_at(m, at + 1)) &&
        slice_equal(tokens_form(m, a->form, a->size), SLICE("www")))
        return take_url(m, last, a->start, at);
    if (a->space == 0 && last > 0 && m->atoms[last - 1].kind == ATOM_MARK &&
        m->atoms[last - 1].mark == '.')
        return take_bare_host(m, at);
    return at;
}

/* How many atoms of "mailto:" stand before atom `first`. */
static size_t mailto_before(const struct token_memory *m, size_t first)
{
    if (first < 2 || m->atoms[first].space != 0 || m->atoms[first - 1].space != 0)
        return 0;
    const struct atom *word = &m->atoms[first - 2], *colon = &m->atoms[first - 1];
    return colon->kind == ATOM_MARK && colon->mark == ':' && colon->repeats == 1 &&
                   word->kind == ATOM_WORD &&
                   slice_equal(tokens_form(m, word->form, word->size), SLICE("mailto"))
               ? 2
               : 0;
}

/* name@host, the last atom being the "@". */
static size_t take_mail(struct token_memory *m, size_t at)
{
    size_t last = m->atom_count - 1;
    size_t end = at, dots = 0;
    while (is_alnum(byte_at(m, end)) || byte_at(m, end) == '-' || byte_at(m, end) == '.') {
        dots += byte_at(m, end) == '.' && is_alnum(byte_at(m, end + 1));
        end++;
    }
    while (end > at && !is_alnum(byte_at(m, end - 1)))
        end--;
    if (dots == 0 || last == 0 || m->atoms[last].space != 0)
        return at;
    size_t first = first_of_run(m, last - 1, "._-+");
    if (first == SIZE_MAX)
        return at;
    struct slice form = slice_part(m->text, m->atoms[first].start, end);
    address_put(m, first - mailto_before(m, first), end, form);
    return end;
}

size_t addresses_at_mark(struct token_memory *m, size_t at)
{
    const struct atom *a = &m->atoms[m->atom_count - 1];
    if (a->mark == '@' && a->repeats == 1 && is_alnum(byte_at(m, at)))
        return take_mail(m, at);
    return at;
}
