/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- lines as shown ---------------------------------------------------------------------------
 */

static bool is_space(uint32_t c)
{
    return c <= ' ' || c == 0x7F || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

static bool is_invisible(uint32_t c)
{
    return c == 0xAD || c == 0x02 || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

void schema_shown_text(struct slice text, struct buffer *out)
{
    size_t start = out->size;
    bool space = false;
    for (size_t i = 0; i < text.size;) {
        uint32_t c;
        size_t length = utf8_decode(text, i, &c);
        if (is_invisible(c)) {
            i += length;
            continue;
        }
        if (is_space(c)) {
            space = out->size > start;
        } else {
            if (space)
                buffer_char(out, ' ');
            space = false;
            buffer_codepoint(out, c);
        }
        i += length;
    }
}

void schema_anchor(struct slice heading, struct buffer *out)
{
    struct buffer folded = {0};
    swedish_fold(heading, &folded);
    struct slice text = buffer_view(&folded);
    size_t start = out->size;
    bool gap = false;
    for (size_t i = 0; i < text.size;) {
        uint32_t c;
        i += utf8_decode(text, i, &c);
        c = c == 0xE5 || c == 0xE4 ? 'a' : c == 0xF6 ? 'o' : c;
        bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (kept && gap && out->size > start)
            buffer_char(out, '-');
        gap = !kept;
        if (kept)
            buffer_char(out, (char)c);
    }
    buffer_free(&folded);
}

void schema_shown_title(const struct schema_document *d, struct buffer *out)
{
    if (d->list_title.size > 0) {
        schema_shown_text(d->list_title, out);
        return;
    }
    size_t start = out->size;
    schema_shown_text(d->title, out);
    if (d->label.size == 0)
        return;
    if (out->size > start)
        buffer_text(out, ", ");
    schema_shown_text(d->label, out);
}

/* A day, a month or a year. */
static bool is_date(struct slice s)
{
    if (s.size != 10 && s.size != 7 && s.size != 4)
        return false;
    for (size_t i = 0; i < s.size; i++)
        if (i == 4 || i == 7 ? s.data[i] != '-' : s.data[i] < '0' || s.data[i] > '9')
            return false;
    return true;
}

bool schema_shown_date(const struct schema_document *d, char date[11])
{
    date[0] = '\0';
    if (is_date(d->published)) {
        memcpy(date, d->published.data, d->published.size);
        date[d->published.size] = '\0';
        return true;
    }
    return schema_month_of_id(d->id, date);
}

struct schema_names schema_shown_types(const struct schema_document *d, struct slice *room)
{
    if (d->types.count > 0)
        return d->types;
    *room = schema_type_of_id(d->id);
    return (struct schema_names){.items = room, .count = room->size > 0 ? 1 : 0};
}

/* ---- parts and sections -----------------------------------------------------------------------
 */

void document_parts(const struct schema_document *d,
                    void (*part)(void *user, const struct part *part), void *user)
{
    struct buffer title = {0};
    schema_shown_title(d, &title);
    if (title.size > 0)
        part(user, &(struct part){.kind = PART_TITLE, .text = buffer_view(&title)});
    buffer_free(&title);
    size_t section = 0;
    for (size_t i = 0; i < d->block_count; i++) {
        const struct schema_block *b = &d->blocks[i];
        bool heading = b->kind == BLOCK_HEADING;
        /* A heading at the very start names the first section. */
        section += heading && i > 0 ? 1 : 0;
        part(user, &(struct part){.kind = heading ? PART_HEADING : PART_TEXT,
                                  .text = b->text,
                                  .section = section});
    }
}

size_t schema_section_count(const struct schema_document *d)
{
    size_t count = 1;
    for (size_t i = 1; i < d->block_count; i++)
        count += d->blocks[i].kind == BLOCK_HEADING;
    return count;
}

/* ---- the references a document is -------------------------------------------------------------
 */

/* What a list's title has after its last comma: ", SOU 2010:61". */
static struct slice after_last_comma(struct slice s)
{
    for (size_t i = s.size; i > 0; i--)
        if (s.data[i - 1] == ',')
            return slice_part(s, i, s.size);
    return (struct slice){0};
}

static struct slice kind_word(struct slice reference)
{
    const char *space = reference.size > 0 ? memchr(reference.data, ' ', reference.size) : NULL;
    return space != NULL ? slice_part(reference, 0, (size_t)(space - reference.data)) : reference;
}

static void add_identity(struct identities *set, struct slice reference)
{
    for (size_t i = 0; i < set->count; i++)
        if (slice_equal(set->items[i], reference))
            return;
    if (set->count < IDENTITIES_MAX)
        set->items[set->count++] = slice_keep(set->arena, reference);
}

static bool has_kind(const struct identities *set, struct slice reference)
{
    for (size_t i = 0; i < set->count; i++)
        if (slice_equal(kind_word(set->items[i]), kind_word(reference)))
            return true;
    return false;
}

/* "Remiss av ...", "Sammanfattad remissammanställning": not "lagrådsremiss". */
static bool tells_of_referral(struct slice title)
{
    for (size_t at = 0; (at = slice_find(title, SLICE("emiss"), at)) != SIZE_MAX; at++)
        if (at > 0 && (title.data[at - 1] == 'R' || title.data[at - 1] == 'r') &&
            (at == 1 || title.data[at - 2] == ' '))
            return true;
    return false;
}

/* A referral's title ends with the number of what was referred; only a registry number is its own.
 */
static bool is_of_referred(const struct schema_document *d, struct slice reference)
{
    bool referral = slice_starts(d->id, SLICE("remisser/")) || tells_of_referral(d->title) ||
                    tells_of_referral(d->list_title);
    return referral && !slice_equal(kind_word(reference), SLICE("dnr"));
}

/* The lists are right where the address disagrees ("sou-2022461" is SOU 2022:46), so the address
   counts only for a kind of which they say nothing. */
void document_identities(struct swedish *s, const struct schema_document *d, struct identities *set)
{
    const struct slice in_titles[] = {d->label, after_last_comma(d->list_title)};
    struct buffer found = {0};
    if (d->list_id.size > 0 && swedish_reference_of_text(s, d->list_id, &found))
        add_identity(set, buffer_view(&found));
    for (size_t i = 0; i < sizeof in_titles / sizeof in_titles[0]; i++) {
        buffer_clear(&found);
        if (in_titles[i].size > 0 && swedish_reference_of_text(s, in_titles[i], &found) &&
            !is_of_referred(d, buffer_view(&found)))
            add_identity(set, buffer_view(&found));
    }
    buffer_clear(&found);
    if (swedish_reference_of_address(d->id, &found) && !has_kind(set, buffer_view(&found)))
        add_identity(set, buffer_view(&found));
    buffer_free(&found);
}
