/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rank_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Words are looked up once a question: what a word of the texts has to do with the question (which
   of its words it meets, which grams it shares) does not change from one candidate to the next. */

enum { SLOTS_MIN = 4096 };

static size_t spread(uint64_t key)
{
    return (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

/* ---- stems met --------------------------------------------------------------------------------
 */

static void place_stem(struct rank *r, uint32_t number)
{
    size_t at = spread(r->stems[number].key) & (r->stem_slot_count - 1);
    while (r->stem_slots[at] != 0)
        at = (at + 1) & (r->stem_slot_count - 1);
    r->stem_slots[at] = number + 1;
}

static uint32_t stem_number(struct rank *r, uint64_t key)
{
    if (r->stem_count * 2 >= r->stem_slot_count) {
        r->stem_slot_count = r->stem_slot_count > 0 ? r->stem_slot_count * 2 : SLOTS_MIN;
        free(r->stem_slots);
        r->stem_slots = base_calloc(r->stem_slot_count, sizeof *r->stem_slots);
        for (uint32_t i = 0; i < r->stem_count; i++)
            place_stem(r, i);
    }
    for (size_t at = spread(key) & (r->stem_slot_count - 1); r->stem_slots[at] != 0;
         at = (at + 1) & (r->stem_slot_count - 1))
        if (r->stems[r->stem_slots[at] - 1].key == key)
            return r->stem_slots[at] - 1;
    r->stems = base_grow(r->stems, &r->stem_room, r->stem_count + 1, sizeof *r->stems);
    r->stems[r->stem_count] = (struct stem_met){.key = key};
    place_stem(r, (uint32_t)r->stem_count);
    return (uint32_t)r->stem_count++;
}

/* ---- words met --------------------------------------------------------------------------------
 */

static bool is_part(uint64_t stem, const uint64_t *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (parts[i] == stem)
            return true;
    return false;
}

static enum level level_of(const struct question_word *q, uint64_t stem, const uint64_t *parts,
                           size_t part_count)
{
    if (stem == q->stem)
        return LEVEL_SAME;
    if (is_part(q->stem, parts, part_count))
        return LEVEL_TEXT_PART;
    if (is_part(stem, q->parts, q->part_count))
        return LEVEL_QUESTION_PART;
    for (size_t i = 0; i < part_count; i++)
        if (is_part(parts[i], q->parts, q->part_count))
            return LEVEL_BOTH_PARTS;
    return LEVELS;
}

static void find_matches(const struct rank *r, struct met *m, const struct swedish_word *word)
{
    uint64_t stem = stem_key(word->stem_id, word->stem), parts[SWEDISH_PARTS_MAX];
    for (size_t i = 0; i < word->part_count; i++)
        parts[i] = stem_key(word->part_ids[i], word->parts[i]);
    for (uint32_t i = 0; i < r->distinct_count && m->match_count < MATCHES_MAX; i++) {
        enum level level = level_of(&r->distinct[i], stem, parts, word->part_count);
        if (level < LEVELS)
            m->matches[m->match_count++] =
                (struct match){.word = (uint8_t)i, .level = (uint8_t)level};
    }
}

static void find_grams(const struct rank *r, struct met *m, struct slice form)
{
    uint32_t grams[SWEDISH_TOKEN_MAX];
    size_t count = swedish_grams(form, grams, SWEDISH_TOKEN_MAX);
    for (size_t i = 0; i < count; i++) {
        size_t gram = question_gram(r, grams[i]);
        if (gram < RANK_GRAMS_MAX)
            m->grams.bits[gram / 64] |= UINT64_C(1) << gram % 64;
    }
}

/* Over the texts that the lexicon was counted from: a sentence's own mass needs no more. */
static float idf_of(uint32_t documents)
{
    return (float)log(35000.0 / ((double)documents + 0.5));
}

static void look_up(struct rank *r, struct met *m, const struct schema_word *w)
{
    struct swedish_word word = {.form = w->form, .stem = w->form, .stem_id = SWEDISH_UNKNOWN};
    if (w->id != SWEDISH_UNKNOWN)
        swedish_word_at(r->swedish, w->id, &word);
    else if (w->token == SWEDISH_WORD)
        swedish_word(r->swedish, w->form, &word);
    m->stem = stem_number(r, stem_key(word.stem_id, word.stem));
    m->idf = idf_of(word.documents);
    find_matches(r, m, &word);
    find_grams(r, m, word.form);
}

static void place_met(struct rank *r, uint32_t number)
{
    size_t at = spread(r->met[number].key) & (r->met_slot_count - 1);
    while (r->met_slots[at] != 0)
        at = (at + 1) & (r->met_slot_count - 1);
    r->met_slots[at] = number + 1;
}

static uint32_t met_number(struct rank *r, const struct schema_word *w)
{
    uint64_t key =
        w->id != SWEDISH_UNKNOWN ? w->id + UINT64_C(1) : slice_hash(w->form) | UINT64_C(1) << 63;
    if (r->met_count * 2 >= r->met_slot_count) {
        r->met_slot_count = r->met_slot_count > 0 ? r->met_slot_count * 2 : SLOTS_MIN * 2;
        free(r->met_slots);
        r->met_slots = base_calloc(r->met_slot_count, sizeof *r->met_slots);
        for (uint32_t i = 0; i < r->met_count; i++)
            place_met(r, i);
    }
    for (size_t at = spread(key) & (r->met_slot_count - 1); r->met_slots[at] != 0;
         at = (at + 1) & (r->met_slot_count - 1))
        if (r->met[r->met_slots[at] - 1].key == key)
            return r->met_slots[at] - 1;
    r->met = base_grow(r->met, &r->met_room, r->met_count + 1, sizeof *r->met);
    struct met *m = &r->met[r->met_count];
    *m = (struct met){.key = key};
    look_up(r, m, w);
    place_met(r, (uint32_t)r->met_count);
    return (uint32_t)r->met_count++;
}

/* ---- rows -------------------------------------------------------------------------------------
 */

static void add_item(struct rank *r, uint32_t item)
{
    r->row_items = base_grow(r->row_items, &r->row_room, r->row_count + 1, sizeof *r->row_items);
    r->row_items[r->row_count++] = item;
}

struct row row_read(struct rank *r, struct slice record)
{
    struct row row = {.start = r->row_count};
    struct schema_words words;
    struct schema_word w = {0};
    schema_words_open(&words, record);
    for (;;) {
        switch (schema_words_next(&words, &w)) {
        case WORDS_WORD:
            add_item(r, met_number(r, &w) + MARK_WORDS);
            row.words++;
            break;
        case WORDS_SENTENCE:
            add_item(r, MARK_SENTENCE);
            break;
        case WORDS_PARAGRAPH:
            add_item(r, MARK_PARAGRAPH);
            break;
        case WORDS_HEADING:
            add_item(r, MARK_HEADING);
            break;
        case WORDS_TITLE:
            add_item(r, MARK_TITLE);
            break;
        case WORDS_ALSO:
            break;
        case WORDS_END:
            row.end = r->row_count;
            return row;
        }
    }
}

/* ---- the core ---------------------------------------------------------------------------------
 */

void core_count(struct rank *r, const struct row *rows, size_t core)
{
    r->core = core;
    for (size_t i = 0; i < core; i++) {
        struct gram_set all = {0};
        for (size_t at = rows[i].start; at < rows[i].end; at++) {
            if (r->row_items[at] < MARK_WORDS)
                continue;
            const struct met *m = &r->met[r->row_items[at] - MARK_WORDS];
            struct stem_met *stem = &r->stems[m->stem];
            stem->core += stem->last != i + 1;
            stem->last = (uint32_t)i + 1;
            for (size_t k = 0; k < GRAM_WORDS; k++)
                all.bits[k] |= m->grams.bits[k];
        }
        for (size_t g = 0; g < r->gram_count; g++)
            r->gram_core[g] += (uint32_t)((all.bits[g / 64] >> g % 64) & 1);
    }
    r->rarity_total = 0;
    for (size_t g = 0; g < r->gram_count; g++) {
        double rarity = log(((double)core + 1.0) / ((double)r->gram_core[g] + 0.5));
        r->gram_rarity[g] = rarity * r->gram_share[g];
        r->rarity_total += r->gram_rarity[g];
    }
}
