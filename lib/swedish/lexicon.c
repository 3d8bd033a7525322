/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lexicon.h"

#include <math.h>
#include <string.h>

uint32_t lexicon_hash(struct slice s)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < s.size; i++)
        hash = (hash ^ (unsigned char)s.data[i]) * UINT64_C(0x100000001B3);
    return (uint32_t)(hash ^ hash >> 32);
}

void lexicon_undot(struct slice form, struct buffer *out)
{
    for (size_t i = 0; i < form.size;) {
        uint32_t c;
        size_t length = utf8_decode(form, i, &c);
        if (c == 0xE5 || c == 0xE4)
            buffer_char(out, 'a');
        else if (c == 0xF6)
            buffer_char(out, 'o');
        else
            buffer_slice(out, slice_part(form, i, i + length));
        i += length;
    }
}

/* ---- the block --------------------------------------------------------------------------------
 */

static const void *take(const char **at, const char *end, size_t count, size_t size)
{
    const char *start = *at;
    if (start == NULL || count > (size_t)(end - start) / size) {
        *at = NULL;
        return NULL;
    }
    *at = start + count * size;
    return start;
}

bool lexicon_view(struct lexicon *out, const void *bytes, size_t size)
{
    const char *at = bytes, *end = at + size;
    *out = (struct lexicon){.head = take(&at, end, 1, sizeof *out->head)};
    const struct lexicon_head *h = out->head;
    if (h == NULL || h->format != LEXICON_FORMAT)
        return false;
    out->forms = take(&at, end, (size_t)h->forms + 1, sizeof *out->forms);
    out->stems = take(&at, end, (size_t)h->stems + 1, sizeof *out->stems);
    out->parts = take(&at, end, h->parts, sizeof *out->parts);
    out->form_slots = take(&at, end, h->form_slots, sizeof *out->form_slots);
    out->stem_slots = take(&at, end, h->stem_slots, sizeof *out->stem_slots);
    out->undotted = take(&at, end, h->undotted, sizeof *out->undotted);
    out->grams = take(&at, end, h->gram_slots, sizeof *out->grams);
    out->bounds = take(&at, end, h->bounds, sizeof *out->bounds);
    out->form_text = take(&at, end, h->form_bytes, 1);
    out->stem_text = take(&at, end, h->stem_bytes, 1);
    return at != NULL;
}

/* ---- look-up ----------------------------------------------------------------------------------
 */

struct slice lexicon_form_text(const struct lexicon *l, uint32_t form)
{
    uint32_t start = l->forms[form].text;
    return (struct slice){.data = l->form_text + start, .size = l->forms[form + 1].text - start};
}

struct slice lexicon_stem_text(const struct lexicon *l, uint32_t stem)
{
    return (struct slice){.data = l->stem_text + l->stems[stem],
                          .size = l->stems[stem + 1] - l->stems[stem]};
}

uint32_t lexicon_slot(uint32_t hash, uint32_t number)
{
    return hash >> LEXICON_NUMBER_BITS << LEXICON_NUMBER_BITS | (number + 1);
}

/* The number of the text in slots, or SWEDISH_UNKNOWN. */
static uint32_t find(const struct lexicon *l, const uint32_t *slots, uint32_t count,
                     struct slice text,
                     struct slice (*text_of)(const struct lexicon *l, uint32_t number))
{
    const uint32_t low = (UINT32_C(1) << LEXICON_NUMBER_BITS) - 1;
    uint32_t hash = lexicon_hash(text);
    if (count == 0)
        return SWEDISH_UNKNOWN;
    for (uint32_t at = hash & (count - 1); slots[at] != 0; at = (at + 1) & (count - 1))
        if (((slots[at] ^ hash) & ~low) == 0 &&
            slice_equal(text_of(l, (slots[at] & low) - 1), text))
            return (slots[at] & low) - 1;
    return SWEDISH_UNKNOWN;
}

uint32_t lexicon_find_form(const struct lexicon *l, struct slice form)
{
    return find(l, l->form_slots, l->head->form_slots, form, lexicon_form_text);
}

uint32_t lexicon_find_stem(const struct lexicon *l, struct slice stem)
{
    return find(l, l->stem_slots, l->head->stem_slots, stem, lexicon_stem_text);
}

float lexicon_gram_idf(const struct lexicon *l, uint32_t gram)
{
    uint32_t mask = l->head->gram_slots - 1;
    for (uint32_t at = gram & mask; l->grams[at].gram != 0; at = (at + 1) & mask)
        if (l->grams[at].gram == gram)
            return l->grams[at].idf;
    /* As one that stands in a single document. */
    return logf(((float)l->head->documents + 1.0F) / 1.5F);
}

bool lexicon_facts(const struct lexicon *l, struct slice form, struct form_facts *out)
{
    *out = (struct form_facts){0};
    uint32_t number = lexicon_find_form(l, form);
    if (number == SWEDISH_UNKNOWN)
        return false;
    const struct lexicon_form *f = &l->forms[number];
    *out = (struct form_facts){.occurrences = f->occurrences,
                               .documents = f->documents,
                               .lemma_occurrences = f->lemma_occurrences,
                               .dictionary = (f->flags & LEXICON_DICTIONARY) != 0,
                               .stop = (f->flags & (LEXICON_STOP | LEXICON_QUESTION)) != 0};
    return true;
}
