/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words are looked up once a question: what a word of the texts has to do with the question (which
 * of its words it meets, which grams it shares) does not change from one candidate to the next. Of
 * a word of the lexicon that is told by numbers alone: those that the question asks for are marked
 * in tables of all stems and grams, and nearly all words have none of them.
 */
#include "rank_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- numbers ----------------------------------------------------------------------------------
 */

enum { SLOTS_MIN = 1024 };

static size_t slot_of(const struct numbers *n, uint64_t key)
{
    size_t at = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (n->slot_count - 1);
    while (n->keys[at] != 0 && n->keys[at] != key)
        at = (at + 1) & (n->slot_count - 1);
    return at;
}

static void grow(struct numbers *n)
{
    struct numbers old = *n;
    n->slot_count = old.slot_count > 0 ? old.slot_count * 2 : SLOTS_MIN;
    n->keys = base_calloc(n->slot_count, sizeof *n->keys);
    n->values = base_calloc(n->slot_count, sizeof *n->values);
    for (size_t i = 0; i < old.slot_count; i++)
        if (old.keys[i] != 0) {
            size_t at = slot_of(n, old.keys[i]);
            n->keys[at] = old.keys[i];
            n->values[at] = old.values[i];
        }
    free(old.keys);
    free(old.values);
}

uint32_t *numbers_of(struct numbers *n, uint64_t key)
{
    if (n->count * 2 >= n->slot_count)
        grow(n);
    size_t at = slot_of(n, key);
    if (n->keys[at] == 0) {
        n->keys[at] = key;
        n->values[at] = 0;
        n->count++;
    }
    return &n->values[at];
}

void numbers_clear(struct numbers *n)
{
    if (n->count > 0)
        memset(n->keys, 0, n->slot_count * sizeof *n->keys);
    n->count = 0;
}

void numbers_free(struct numbers *n)
{
    free(n->keys);
    free(n->values);
    *n = (struct numbers){0};
}

/* ---- matches ----------------------------------------------------------------------------------
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

static void find_matches(struct rank *r, struct met *m, const struct swedish_word *word)
{
    uint64_t stem = stem_key(word->stem_id, word->stem), parts[SWEDISH_PARTS_MAX];
    for (size_t i = 0; i < word->part_count; i++)
        parts[i] = stem_key(word->part_ids[i], word->parts[i]);
    m->matches = (uint32_t)r->match_count;
    r->matches =
        base_grow(r->matches, &r->match_room, r->match_count + MATCHES_MAX, sizeof *r->matches);
    for (uint32_t i = 0; i < r->distinct_count && m->match_count < MATCHES_MAX; i++) {
        enum level level = level_of(&r->distinct[i], stem, parts, word->part_count);
        if (level < LEVELS) {
            r->matches[r->match_count++] =
                (struct match){.word = (uint8_t)i, .level = (uint8_t)level};
            m->match_count++;
        }
    }
}

/* Whether the stem or a part is one that the question asks for: else there is no match. */
static bool is_asked(const struct rank *r, const struct swedish_brief *word)
{
    bool asked = bits_have(r->stem_asked, word->stem_id);
    for (size_t i = 0; i < word->part_count; i++)
        asked = asked || bits_have(r->stem_asked, word->part_ids[i]);
    return asked;
}

/* ---- grams ------------------------------------------------------------------------------------
 */

static void begin_grams(struct rank *r, struct met *m)
{
    m->grams = (uint32_t)r->met_gram_count;
    r->met_grams = base_grow(r->met_grams, &r->met_gram_room, r->met_gram_count + SWEDISH_TOKEN_MAX,
                             sizeof *r->met_grams);
}

static void end_grams(struct rank *r, struct met *m)
{
    m->gram_count = (uint8_t)(r->met_gram_count - m->grams);
}

static void find_grams(struct rank *r, struct met *m, const struct swedish_brief *word)
{
    begin_grams(r, m);
    for (size_t i = 0; i < word->gram_count; i++)
        if (bits_have(r->gram_asked, word->grams[i]))
            r->met_grams[r->met_gram_count++] = r->gram_number[word->grams[i]];
    end_grams(r, m);
}

static void find_spelled_grams(struct rank *r, struct met *m, struct slice form)
{
    uint32_t grams[SWEDISH_TOKEN_MAX];
    size_t count = swedish_grams(form, grams, SWEDISH_TOKEN_MAX);
    begin_grams(r, m);
    for (size_t i = 0; i < count; i++) {
        size_t gram = question_gram(r, grams[i]);
        if (gram < RANK_GRAMS_MAX)
            r->met_grams[r->met_gram_count++] = (uint8_t)gram;
    }
    end_grams(r, m);
}

/* ---- words ------------------------------------------------------------------------------------
 */

/* Over the texts that the lexicon was counted from: a sentence's own mass needs no more. */
static float idf_of(struct rank *r, uint32_t documents)
{
    if (documents < IDF_TABLE && r->idf[documents] > 0)
        return r->idf[documents];
    float idf = (float)log(35000.0 / ((double)documents + 0.5));
    if (documents < IDF_TABLE)
        r->idf[documents] = idf;
    return idf;
}

/* A stem that the lexicon lacks. */
static uint32_t strange_stem(struct rank *r, uint64_t key)
{
    uint32_t *number = numbers_of(&r->strange, key);
    if (*number == 0) {
        r->stems = base_grow(r->stems, &r->stem_room, r->stem_count + 1, sizeof *r->stems);
        r->stems[r->stem_count] = (struct stem_met){0};
        *number = (uint32_t)r->stem_count++;
    }
    return *number;
}

static uint32_t stem_number(struct rank *r, const struct swedish_word *word)
{
    if (word->stem_id != SWEDISH_UNKNOWN)
        return word->stem_id;
    return strange_stem(r, stem_key(word->stem_id, word->stem));
}

/* m may move with the next. */
static struct met *add_met(struct rank *r, uint32_t form, uint32_t documents)
{
    r->met = base_grow(r->met, &r->met_room, r->met_count + 1, sizeof *r->met);
    struct met *m = &r->met[r->met_count++];
    *m = (struct met){.form = form, .idf = idf_of(r, documents)};
    return m;
}

static void add_known(struct rank *r, uint32_t form, const struct swedish_brief *brief)
{
    struct met *m = add_met(r, form, brief->documents);
    m->stem = brief->stem_id;
    if (brief->stem_id == SWEDISH_UNKNOWN || is_asked(r, brief)) {
        struct swedish_word word;
        swedish_word_at(r->swedish, form, &word);
        m->stem = stem_number(r, &word);
        find_matches(r, m, &word);
    }
    find_grams(r, m, brief);
    r->met_of_form[form] = (uint32_t)r->met_count;
}

void met_known(struct rank *r, uint32_t *forms, size_t count)
{
    uint32_t *unmet = r->unmet;
    size_t unmet_count = 0;
    for (size_t i = 0; i < count; i++) {
        unmet[unmet_count] = forms[i];
        unmet_count += r->met_of_form[forms[i]] == 0;
    }
    swedish_briefs_at(r->swedish, unmet, unmet_count, r->briefs);
    for (size_t i = 0; i < unmet_count; i++)
        if (r->met_of_form[unmet[i]] == 0) /* it may stand twice in the run */
            add_known(r, unmet[i], &r->briefs[i]);
    for (size_t i = 0; i < count; i++)
        forms[i] = r->met_of_form[forms[i]] - 1;
}

uint32_t met_spelled(struct rank *r, const struct schema_word *w)
{
    uint32_t *number = numbers_of(&r->spelled, slice_hash(w->form) | UINT64_C(1) << 63);
    if (*number != 0)
        return *number - 1;
    struct swedish_word word = {.form = w->form, .stem = w->form, .stem_id = SWEDISH_UNKNOWN};
    if (w->token == SWEDISH_WORD && !schema_word_analysis(w, &word))
        swedish_word(r->swedish, w->form, &word);
    struct met *m = add_met(r, SWEDISH_UNKNOWN, word.documents);
    m->stem = stem_number(r, &word);
    find_matches(r, m, &word);
    find_spelled_grams(r, m, w->form);
    *number = (uint32_t)r->met_count;
    return *number - 1;
}

void met_forget(struct rank *r)
{
    for (size_t i = 0; i < r->met_count; i++) {
        const struct met *m = &r->met[i];
        if (m->form != SWEDISH_UNKNOWN)
            r->met_of_form[m->form] = 0;
        r->stems[m->stem] = (struct stem_met){0};
    }
    numbers_clear(&r->spelled);
    numbers_clear(&r->strange);
    r->stem_count = swedish_stem_count();
    r->met_count = r->met_gram_count = r->match_count = 0;
}
