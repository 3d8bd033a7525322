/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rank_internal.h"
#include "weights.h"

#include <string.h>

enum { YEAR_FIRST = 1900, YEAR_LAST = 2099 };

const double gram_unit = 1099511627776.0; /* 2^40 */

uint64_t stem_key(uint32_t id, struct slice stem)
{
    return id != SWEDISH_UNKNOWN ? id : slice_hash(stem) | UINT64_C(1) << 63;
}

static bool has_digit(struct slice form)
{
    for (size_t i = 0; i < form.size; i++)
        if (form.data[i] >= '0' && form.data[i] <= '9')
            return true;
    return false;
}

/* The year that a number is, or 0. */
static unsigned year_of(const struct rank_term *term)
{
    unsigned year = 0;
    if (term->kind != SWEDISH_NUMBER || term->form.size != 4)
        return 0;
    for (size_t i = 0; i < 4; i++) {
        if (term->form.data[i] < '0' || term->form.data[i] > '9')
            return 0;
        year = year * 10 + (unsigned)(term->form.data[i] - '0');
    }
    return year >= YEAR_FIRST && year <= YEAR_LAST ? year : 0;
}

static struct question_word read_word(struct rank *r, const struct rank_term *term)
{
    struct swedish_word word = {.form = term->form, .stem = term->form, .stem_id = SWEDISH_UNKNOWN};
    if (term->kind == SWEDISH_WORD)
        swedish_word(r->swedish, term->form, &word);
    struct question_word out = {.stem = stem_key(word.stem_id, word.stem),
                                .weight = term->idf * term->factor,
                                .digits = has_digit(term->form),
                                .year = year_of(term),
                                .part_count = word.part_count};
    for (size_t i = 0; i < word.part_count; i++)
        out.parts[i] = stem_key(word.part_ids[i], word.parts[i]);
    return out;
}

static uint32_t distinct_of(struct rank *r, const struct question_word *word)
{
    for (uint32_t i = 0; i < r->distinct_count; i++)
        if (r->distinct[i].stem == word->stem)
            return i;
    r->distinct[r->distinct_count] = *word;
    r->total += word->weight;
    return (uint32_t)r->distinct_count++;
}

/* ---- grams ------------------------------------------------------------------------------------
 */

static size_t gram_slot(uint32_t gram)
{
    return (gram * UINT32_C(2654435761) >> 16) & (RANK_GRAMS_MAX * 4 - 1);
}

size_t question_gram(const struct rank *r, uint32_t gram)
{
    for (size_t at = gram_slot(gram); r->gram_table[at] != 0;
         at = (at + 1) & (RANK_GRAMS_MAX * 4 - 1))
        if (r->grams[r->gram_table[at] - 1] == gram)
            return r->gram_table[at] - 1U;
    return RANK_GRAMS_MAX;
}

static void add_gram(struct rank *r, uint32_t gram, double share)
{
    size_t known = question_gram(r, gram);
    if (known < RANK_GRAMS_MAX) {
        if (share > r->gram_share[known])
            r->gram_share[known] = share;
        return;
    }
    if (r->gram_count == RANK_GRAMS_MAX)
        return;
    r->grams[r->gram_count] = gram;
    r->gram_share[r->gram_count] = share;
    size_t at = gram_slot(gram);
    while (r->gram_table[at] != 0)
        at = (at + 1) & (RANK_GRAMS_MAX * 4 - 1);
    r->gram_table[at] = (uint16_t)++r->gram_count;
    uint32_t number = swedish_gram_number(gram);
    if (number != SWEDISH_UNKNOWN) {
        bits_set(r->gram_asked, number, true);
        r->gram_number[number] = (uint8_t)(r->gram_count - 1);
    }
}

static void add_grams(struct rank *r, const struct rank_term *term)
{
    uint32_t grams[SWEDISH_TOKEN_MAX];
    size_t count = swedish_grams(term->form, grams, SWEDISH_TOKEN_MAX);
    for (size_t i = 0; i < count; i++)
        add_gram(r, grams[i], term->factor < 1.0 ? weights.stop_gram : 1.0);
}

static void weigh_grams(struct rank *r)
{
    for (size_t i = 0; i < r->gram_count; i++) {
        double weight = (double)swedish_gram_idf(r->grams[i]) * r->gram_share[i];
        r->gram_weight[i] = (uint64_t)(weight * gram_unit);
        r->gram_total += r->gram_weight[i];
    }
}

/* ---- the whole --------------------------------------------------------------------------------
 */

static void mark_stem(struct rank *r, uint64_t key, bool asked)
{
    if (key < swedish_stem_count())
        bits_set(r->stem_asked, (uint32_t)key, asked);
}

static void mark_stems(struct rank *r, bool asked)
{
    for (size_t i = 0; i < r->distinct_count; i++) {
        const struct question_word *word = &r->distinct[i];
        mark_stem(r, word->stem, asked);
        for (size_t k = 0; k < word->part_count; k++)
            mark_stem(r, word->parts[k], asked);
    }
}

void question_prepare(struct rank *r, const struct rank_term *terms, size_t count)
{
    for (size_t i = 0; i < count && r->word_count < RANK_WORDS_MAX; i++) {
        struct question_word word = read_word(r, &terms[i]);
        word.distinct = distinct_of(r, &word);
        r->words[r->word_count++] = word;
        add_grams(r, &terms[i]);
    }
    mark_stems(r, true);
    weigh_grams(r);
}

void question_forget(struct rank *r)
{
    mark_stems(r, false);
    for (size_t i = 0; i < r->gram_count; i++) {
        uint32_t number = swedish_gram_number(r->grams[i]);
        if (number != SWEDISH_UNKNOWN)
            bits_set(r->gram_asked, number, false);
    }
    memset(r->gram_table, 0, sizeof r->gram_table);
    memset(r->gram_core, 0, sizeof r->gram_core);
    memset(r->gram_last, 0, sizeof r->gram_last);
    memset(r->gram_sentence, 0, sizeof r->gram_sentence);
    r->word_count = r->distinct_count = r->gram_count = 0;
    r->total = 0;
    r->gram_total = r->rarity_total = 0;
    r->sentence = 0;
}
