/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lexicon.h"

#include <math.h>
#include <string.h>

uint64_t lexicon_hash_more(uint64_t state, struct slice piece)
{
    for (size_t i = 0; i < piece.size; i++)
        state = (state ^ (unsigned char)piece.data[i]) * UINT64_C(0x100000001B3);
    return state;
}

static uint32_t hash_end(uint64_t state)
{
    return (uint32_t)(state ^ state >> 32);
}

uint32_t lexicon_hash(struct slice s)
{
    return hash_end(lexicon_hash_more(LEXICON_HASH_START, s));
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
    out->filter = take(&at, end, (size_t)1 << (LEXICON_FILTER_BITS - 5), sizeof *out->filter);
    out->undotted = take(&at, end, h->undotted, sizeof *out->undotted);
    out->grams = take(&at, end, h->gram_slots, sizeof *out->grams);
    out->gram_numbers = take(&at, end, h->gram_slots, sizeof *out->gram_numbers);
    out->row_starts = take(&at, end, h->forms, sizeof *out->row_starts);
    out->rows = take(&at, end, h->row_words, sizeof *out->rows);
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

uint32_t lexicon_filter_bit(uint32_t hash)
{
    return hash * UINT32_C(0x9E3779B1) >> (32 - LEXICON_FILTER_BITS);
}

static bool may_be_form(const struct lexicon *l, uint32_t hash)
{
    uint32_t bit = lexicon_filter_bit(hash);
    return (l->filter[bit >> 5] >> (bit & 31) & 1) != 0;
}

/* The next number that a text of this hash may have, from slot *at on, which moves beyond it. */
static uint32_t next_candidate(const uint32_t *slots, uint32_t count, uint32_t hash, uint32_t *at)
{
    const uint32_t low = (UINT32_C(1) << LEXICON_NUMBER_BITS) - 1;
    for (;; ++*at) {
        uint32_t slot = slots[*at & (count - 1)];
        if (slot == 0)
            return SWEDISH_UNKNOWN;
        if (((slot ^ hash) & ~low) != 0)
            continue;
        ++*at;
        return (slot & low) - 1;
    }
}

/* The form head + tail. */
static uint32_t find_joined(const struct lexicon *l, uint32_t hash, struct slice head,
                            struct slice tail)
{
    uint32_t at = hash, number;
    if (!may_be_form(l, hash))
        return SWEDISH_UNKNOWN;
    while ((number = next_candidate(l->form_slots, l->head->form_slots, hash, &at)) !=
           SWEDISH_UNKNOWN) {
        struct slice text = lexicon_form_text(l, number);
        if (text.size == head.size + tail.size && slice_starts(text, head) &&
            slice_ends(text, tail))
            break;
    }
    return number;
}

uint32_t lexicon_find_form(const struct lexicon *l, struct slice form)
{
    return find_joined(l, lexicon_hash(form), form, (struct slice){0});
}

uint32_t lexicon_find_stem(const struct lexicon *l, struct slice stem)
{
    uint32_t hash = lexicon_hash(stem), at = hash, number;
    if (l->head->stem_slots == 0)
        return SWEDISH_UNKNOWN;
    do
        number = next_candidate(l->stem_slots, l->head->stem_slots, hash, &at);
    while (number != SWEDISH_UNKNOWN && !slice_equal(lexicon_stem_text(l, number), stem));
    return number;
}

/* The slot of the gram, or the free one where it would be. */
static uint32_t find_gram(const struct lexicon *l, uint32_t gram)
{
    uint32_t mask = l->head->gram_slots - 1, at = gram & mask;
    while (l->grams[at].gram != 0 && l->grams[at].gram != gram)
        at = (at + 1) & mask;
    return at;
}

float lexicon_gram_idf(const struct lexicon *l, uint32_t gram)
{
    uint32_t at = find_gram(l, gram);
    if (l->grams[at].gram != 0)
        return l->grams[at].idf;
    /* As one that stands in a single document. */
    return logf(((float)l->head->documents + 1.0F) / 1.5F);
}

uint32_t lexicon_gram_number(const struct lexicon *l, uint32_t gram)
{
    uint32_t at = find_gram(l, gram);
    return l->grams[at].gram != 0 ? l->gram_numbers[at] : SWEDISH_UNKNOWN;
}

uint32_t lexicon_row_head(uint32_t stem, uint32_t part_count, uint32_t gram_count)
{
    return stem | part_count << LEXICON_NUMBER_BITS |
           gram_count << (LEXICON_NUMBER_BITS + LEXICON_PART_BITS);
}

/* The lowest bits of a number. */
static uint32_t low_bits(uint32_t number, unsigned bits)
{
    return number & ((UINT32_C(1) << bits) - 1);
}

void lexicon_touch_rows(const struct lexicon *l, const uint32_t *forms, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const volatile uint32_t *row = l->rows + l->row_starts[forms[i]];
        (void)*row;
    }
}

struct swedish_brief lexicon_row(const struct lexicon *l, uint32_t form)
{
    const uint32_t *row = l->rows + l->row_starts[form];
    uint32_t parts = low_bits(row[0] >> LEXICON_NUMBER_BITS, LEXICON_PART_BITS);
    uint32_t grams =
        low_bits(row[0] >> (LEXICON_NUMBER_BITS + LEXICON_PART_BITS), LEXICON_GRAM_BITS);
    const void *after = row + LEXICON_ROW_HEAD + parts;
    return (struct swedish_brief){.stem_id = low_bits(row[0], LEXICON_NUMBER_BITS),
                                  .documents = row[1],
                                  .part_ids = row + LEXICON_ROW_HEAD,
                                  .part_count = parts,
                                  .grams = after,
                                  .gram_count = grams};
}

static bool facts_of(const struct lexicon *l, uint32_t number, struct form_facts *out)
{
    *out = (struct form_facts){0};
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

bool lexicon_facts(const struct lexicon *l, struct slice form, struct form_facts *out)
{
    return facts_of(l, lexicon_find_form(l, form), out);
}

bool lexicon_facts_joined(const struct lexicon *l, uint64_t state, struct slice head,
                          struct slice tail, struct form_facts *out)
{
    uint32_t hash = hash_end(lexicon_hash_more(state, tail));
    return facts_of(l, find_joined(l, hash, head, tail), out);
}
