/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rank_internal.h"

#include <math.h>
#include <string.h>

/* A word of the text that is a compound of which the question names a part says it less surely than
   the word itself; the other way round less still. */
const double level_share[LEVELS] = {1.0, 0.4, 0.3, 0.15};

enum {
    LEAD_WORDS = 30,
    NEAR_WORDS = 5,
    EARLY_TABLE = 512 /* beyond it a word counts as one far down */
};

static const double near_half = 0.7;     /* of pairs met within NEAR_WORDS words */
static const double sentence_ground = 8; /* added to a sentence's own mass: short ones say little */
static const double early_gain = 2, early_reach = 60;
static const double bm25_k = 1.7, bm25_floor = 0.5, bm25_length = 0.5;

struct walk {
    const struct rank *r;
    struct rank_candidate *out;
    /* the sentence */
    struct gram_set grams, grams_before;
    double best[RANK_WORDS_MAX]; /* share by question word */
    double mass, met_mass;
    size_t sentence_words;
    /* the paragraph */
    double paragraph[RANK_WORDS_MAX];
    /* the document */
    double early[RANK_WORDS_MAX];   /* occurrences, early ones heavier */
    double covered[RANK_WORDS_MAX]; /* best share */
    uint64_t pairs;                 /* bit i: words i and i + 1 of the question side by side */
    float near[RANK_WORDS_MAX][RANK_WORDS_MAX];
    uint64_t recent[NEAR_WORDS]; /* question words met, the latest first */
    uint64_t before;             /* those the word before met as such */
    struct gram_set all;
    double lead_mass, lead_met;
    size_t place, lead_words, section;
    bool in_title, any_text;
    double best_sentence;
};

static double gram_sum(const struct gram_set *set, const double *weight)
{
    double sum = 0;
    for (size_t k = 0; k < GRAM_WORDS; k++)
        for (uint64_t bits = set->bits[k]; bits != 0; bits &= bits - 1) {
            /* The lowest bit's number, without a compiler's own word for it. */
            uint64_t low = bits & (~bits + 1);
            size_t number = 0;
            for (size_t step = 32; step > 0; step /= 2)
                if (low >> (number + step) != 0)
                    number += step;
            sum += weight[k * 64 + number];
        }
    return sum;
}

static double weighted(const struct rank *r, const double *share)
{
    double sum = 0;
    for (size_t i = 0; i < r->distinct_count; i++)
        sum += r->distinct[i].weight * share[i];
    return sum;
}

static void raise(double *value, double other)
{
    if (other > *value)
        *value = other;
}

/* ---- ends -------------------------------------------------------------------------------------
 */

static void end_sentence(struct walk *w)
{
    const struct rank *r = w->r;
    if (w->sentence_words == 0)
        return;
    struct gram_set both = w->grams;
    for (size_t k = 0; k < GRAM_WORDS; k++)
        both.bits[k] |= w->grams_before.bits[k];
    double *f = w->out->features;
    if (r->gram_total > 0)
        raise(&f[RANK_GRAMS_TWO], gram_sum(&both, r->gram_weight) / r->gram_total);
    double one = r->rarity_total > 0 ? gram_sum(&w->grams, r->gram_rarity) / r->rarity_total : 0;
    raise(&f[RANK_GRAMS_ONE], one);
    double cover = r->total > 0 ? weighted(r, w->best) / r->total : 0;
    double own = w->met_mass / (w->mass + sentence_ground);
    double balance = cover + own > 0 ? 2 * cover * own / (cover + own) : 0;
    raise(&f[RANK_SENTENCE], balance);
    if (w->in_title) {
        f[RANK_TITLE] = cover;
        f[RANK_TITLE_WHOLE] = w->mass > 0 ? w->met_mass / w->mass : 0;
    } else if (cover + balance + one > w->best_sentence) {
        w->best_sentence = cover + balance + one;
        w->out->section = (uint32_t)w->section;
    }
    w->grams_before = w->grams;
    w->grams = (struct gram_set){0};
    memset(w->best, 0, r->distinct_count * sizeof w->best[0]);
    w->mass = w->met_mass = 0;
    w->sentence_words = 0;
}

static void end_paragraph(struct walk *w)
{
    const struct rank *r = w->r;
    end_sentence(w);
    double sum = 0;
    for (size_t i = 0; i < r->distinct_count; i++)
        sum += r->distinct[i].weight * 2 * w->paragraph[i] / (w->paragraph[i] + 1);
    raise(&w->out->features[RANK_PARAGRAPH], sum);
    memset(w->paragraph, 0, r->distinct_count * sizeof w->paragraph[0]);
    memset(w->recent, 0, sizeof w->recent);
    w->before = 0;
    w->any_text |= !w->in_title;
    w->in_title = false;
}

/* ---- words ------------------------------------------------------------------------------------
 */

static double early_weight(size_t place)
{
    static double table[EARLY_TABLE];
    static bool ready;
    if (!ready) {
        for (size_t i = 0; i < EARLY_TABLE; i++)
            table[i] = 1 + early_gain * exp(-(double)i / early_reach);
        ready = true;
    }
    return place < EARLY_TABLE ? table[place] : 1;
}

static void note_near(struct walk *w, uint64_t words)
{
    for (size_t back = 0; back < NEAR_WORDS; back++)
        for (size_t i = 0; i < w->r->distinct_count; i++)
            if ((words >> i & 1) != 0)
                for (size_t j = 0; w->recent[back] >> j != 0; j++)
                    if (i != j && (w->recent[back] >> j & 1) != 0)
                        w->near[i < j ? i : j][i < j ? j : i] += 1;
}

static void note_pairs(struct walk *w, uint64_t same)
{
    const struct rank *r = w->r;
    if (w->before == 0 || same == 0)
        return;
    for (size_t i = 0; i + 1 < r->word_count; i++)
        if ((w->before >> r->words[i].distinct & 1) != 0 &&
            (same >> r->words[i + 1].distinct & 1) != 0)
            w->pairs |= UINT64_C(1) << i;
}

static void note_matches(struct walk *w, const struct met *m)
{
    double early = early_weight(w->place), most = 0;
    uint64_t words = 0, same = 0;
    for (uint32_t k = 0; k < m->match_count; k++) {
        size_t i = m->matches[k].word;
        double share = level_share[m->matches[k].level];
        raise(&w->best[i], share);
        raise(&w->covered[i], share);
        raise(&most, share);
        w->paragraph[i] += share;
        w->early[i] += share * early;
        words |= w->r->distinct[i].content ? UINT64_C(1) << i : 0;
        same |= m->matches[k].level == LEVEL_SAME ? UINT64_C(1) << i : 0;
    }
    w->met_mass += most * (double)m->idf;
    if (words != 0)
        note_near(w, words);
    note_pairs(w, same);
    memmove(w->recent + 1, w->recent, (NEAR_WORDS - 1) * sizeof w->recent[0]);
    w->recent[0] = words;
    w->before = same;
}

static void note_word(struct walk *w, const struct met *m)
{
    const struct rank *r = w->r;
    for (size_t k = 0; k < GRAM_WORDS; k++) {
        w->grams.bits[k] |= m->grams.bits[k];
        w->all.bits[k] |= m->grams.bits[k];
    }
    w->mass += (double)m->idf;
    w->sentence_words++;
    note_matches(w, m);
    if (w->lead_words < LEAD_WORDS) {
        double rarity = log(((double)r->core + 1) / ((double)r->stems[m->stem].core + 0.5));
        rarity = rarity > 0 ? rarity : 0;
        w->lead_mass += rarity;
        for (uint32_t k = 0; k < m->match_count; k++)
            if (m->matches[k].level == LEVEL_SAME) {
                w->lead_met += rarity;
                break;
            }
        w->lead_words++;
    }
    w->place += !w->in_title;
}

/* ---- the whole --------------------------------------------------------------------------------
 */

static double near_share(const struct walk *w)
{
    const struct rank *r = w->r;
    double sum = 0, all = 0;
    for (size_t i = 0; i < r->distinct_count; i++) {
        if (!r->distinct[i].content)
            continue;
        for (size_t j = i + 1; j < r->distinct_count; j++) {
            if (!r->distinct[j].content)
                continue;
            double weight = r->distinct[i].weight + r->distinct[j].weight;
            double u = (double)w->near[i][j];
            all += weight;
            sum += weight * u / (u + near_half);
        }
    }
    return all > 0 ? sum / all : 0;
}

static void finish(struct walk *w, size_t words)
{
    const struct rank *r = w->r;
    double *f = w->out->features;
    double length = bm25_floor + bm25_length * (double)words / r->average_words;
    for (size_t i = 0; i < r->distinct_count; i++) {
        f[RANK_BM25] += r->distinct[i].weight * 2 * w->early[i] / (w->early[i] + bm25_k * length);
        if (r->distinct[i].digits && w->covered[i] < 1)
            f[RANK_DIGITS] += r->distinct[i].weight;
    }
    for (size_t i = 0; i + 1 < r->word_count; i++)
        if ((w->pairs >> i & 1) != 0)
            f[RANK_PAIRS] += (r->words[i].weight + r->words[i + 1].weight) / 2;
    f[RANK_PAIRS_SHARE] = r->total > 0 ? f[RANK_PAIRS] / r->total : 0;
    f[RANK_COVERED] = weighted(r, w->covered);
    f[RANK_GRAMS_RARE] = gram_sum(&w->all, r->gram_rarity);
    f[RANK_LEAD] = w->lead_mass > 0 ? w->lead_met / w->lead_mass : 0;
    f[RANK_NEAR] = near_share(w);
}

void features_measure(const struct rank *r, const struct row *row, struct rank_candidate *candidate)
{
    struct walk w = {.r = r, .out = candidate, .best_sentence = -1};
    memset(candidate->features, 0, sizeof candidate->features);
    candidate->section = 0;
    for (size_t at = row->start; at < row->end; at++) {
        switch (r->row_items[at]) {
        case MARK_SENTENCE:
            end_sentence(&w);
            break;
        case MARK_PARAGRAPH:
            end_paragraph(&w);
            break;
        case MARK_HEADING:
            w.section += w.any_text;
            break;
        case MARK_TITLE:
            w.in_title = true;
            break;
        default:
            note_word(&w, &r->met[r->row_items[at] - MARK_WORDS]);
        }
    }
    end_paragraph(&w);
    finish(&w, row->words);
}
