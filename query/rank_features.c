/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rank_internal.h"

#include <math.h>
#include <string.h>

/* A word of the text that is a compound of which the question names a part says it less surely than
   the word itself; the other way round less still. */
const double level_share[LEVELS] = {1.0, 0.4, 0.3, 0.15};

enum { LEAD_WORDS = 30 };

static const double near_half = 0.7;     /* of pairs met within NEAR_WORDS words */
static const double sentence_ground = 8; /* added to a sentence's own mass: short ones say little */
static const double early_gain = 2, early_reach = 60;
static const double bm25_k = 1.7, bm25_floor = 0.5, bm25_length = 0.5;

/* What a distinct word of the question has met so far. */
struct word_walk {
    double best;      /* share, in the sentence */
    double paragraph; /* sum of shares */
    double early;     /* occurrences in the document, early ones heavier */
    double covered;   /* best share in the document */
};

/* A word that met some of the question, and its place. */
struct recent {
    size_t at;
    const struct met *met;
};

struct walk {
    struct rank *r;
    struct rank_candidate *out;
    struct word_walk words[RANK_WORDS_MAX];
    size_t at; /* counts words, and NEAR_WORDS more for the end of a paragraph */
    /* the sentence */
    uint64_t grams_one, rare_one; /* weight and rarity of its grams */
    uint64_t grams_two;           /* weight of its grams and those of the sentence before */
    double mass, met_mass;
    size_t sentence_words;
    bool sentence_met, paragraph_met; /* a word of the question */
    /* the document */
    uint64_t best_one, best_two, rare_all;
    uint32_t first_sentence;
    uint64_t pairs; /* bit i: words i and i + 1 of the question side by side */
    struct recent recent[NEAR_WORDS];
    size_t recent_next;
    uint64_t before; /* the question's words that the last of the recent met as such */
    double lead_mass, lead_met;
    size_t place, lead_words, section;
    bool in_title, any_text;
    double best_sentence;
};

static void raise(double *value, double other)
{
    if (other > *value)
        *value = other;
}

static void raise_sum(uint64_t *value, uint64_t other)
{
    if (other > *value)
        *value = other;
}

static double share_of(uint64_t sum, uint64_t total)
{
    return total > 0 ? (double)sum / (double)total : 0;
}

/* ---- ends -------------------------------------------------------------------------------------
 */

/* The share of the question's weight that the sentence holds; the words' own shares begin anew. */
static double sentence_cover(struct walk *w)
{
    const struct rank *r = w->r;
    double sum = 0;
    if (!w->sentence_met)
        return 0;
    for (size_t i = 0; i < r->distinct_count; i++) {
        sum += r->distinct[i].weight * w->words[i].best;
        w->words[i].best = 0;
    }
    return r->total > 0 ? sum / r->total : 0;
}

static void weigh_sentence(struct walk *w)
{
    double *f = w->out->features;
    double cover = sentence_cover(w), one = share_of(w->rare_one, w->r->rarity_total);
    double own = w->met_mass / (w->mass + sentence_ground);
    double balance = cover + own > 0 ? 2 * cover * own / (cover + own) : 0;
    raise_sum(&w->best_one, w->rare_one);
    raise_sum(&w->best_two, w->grams_two);
    raise(&f[RANK_SENTENCE], balance);
    if (w->in_title) {
        f[RANK_TITLE] = cover;
        f[RANK_TITLE_WHOLE] = w->mass > 0 ? w->met_mass / w->mass : 0;
    } else if (cover + balance + one > w->best_sentence) {
        w->best_sentence = cover + balance + one;
        w->out->section = (uint32_t)w->section;
    }
}

static void end_sentence(struct walk *w)
{
    if (w->sentence_words == 0)
        return;
    weigh_sentence(w);
    w->grams_two = w->grams_one;
    w->grams_one = w->rare_one = 0;
    w->mass = w->met_mass = 0;
    w->sentence_words = 0;
    w->sentence_met = false;
    w->r->sentence++;
}

static void weigh_paragraph(struct walk *w)
{
    const struct rank *r = w->r;
    double sum = 0;
    for (size_t i = 0; i < r->distinct_count; i++) {
        double met = w->words[i].paragraph;
        if (met > 0)
            sum += r->distinct[i].weight * 2 * met / (met + 1);
        w->words[i].paragraph = 0;
    }
    raise(&w->out->features[RANK_PARAGRAPH], sum);
}

static void end_paragraph(struct walk *w)
{
    end_sentence(w);
    if (w->paragraph_met)
        weigh_paragraph(w);
    w->paragraph_met = false;
    w->at += NEAR_WORDS;
    w->any_text |= !w->in_title;
    w->in_title = false;
}

/* ---- words ------------------------------------------------------------------------------------
 */

void features_weigh_places(struct rank *r)
{
    for (size_t i = 0; i < EARLY_TABLE; i++)
        r->early[i] = 1 + early_gain * exp(-(double)i / early_reach);
}

static void note_grams(struct walk *w, const struct met *m)
{
    struct rank *r = w->r;
    for (size_t i = 0; i < m->gram_count; i++) {
        uint8_t gram = r->met_grams[m->grams + i];
        uint32_t last = r->gram_sentence[gram];
        if (last == r->sentence)
            continue;
        r->gram_sentence[gram] = r->sentence;
        w->grams_one += r->gram_weight[gram];
        w->rare_one += r->gram_rarity[gram];
        if (last + 1 != r->sentence)
            w->grams_two += r->gram_weight[gram];
        if (last < w->first_sentence)
            w->rare_all += r->gram_rarity[gram];
    }
}

static void note_near(struct walk *w, size_t i, const struct met *other)
{
    struct rank *r = w->r;
    size_t n = r->distinct_count;
    for (size_t k = 0; k < other->match_count; k++) {
        size_t j = r->matches[other->matches + k].word;
        if (i != j && r->distinct[j].content)
            r->near[i < j ? i * n + j : j * n + i] += 1;
    }
}

static void note_pairs(struct walk *w, uint64_t same)
{
    const struct rank *r = w->r;
    for (size_t i = 0; i + 1 < r->word_count; i++)
        if ((w->before >> r->words[i].distinct & 1) != 0 &&
            (same >> r->words[i + 1].distinct & 1) != 0)
            w->pairs |= UINT64_C(1) << i;
}

/* The word and those that stand before it, near or next to it. */
static void note_neighbours(struct walk *w, const struct met *m, uint64_t same)
{
    const struct rank *r = w->r;
    const struct recent *last = &w->recent[(w->recent_next + NEAR_WORDS - 1) % NEAR_WORDS];
    if (same != 0 && w->before != 0 && last->at + 1 == w->at)
        note_pairs(w, same);
    for (size_t k = 0; k < NEAR_WORDS; k++) {
        if (w->at - w->recent[k].at > NEAR_WORDS)
            continue;
        for (size_t i = 0; i < m->match_count; i++) {
            size_t word = r->matches[m->matches + i].word;
            if (r->distinct[word].content)
                note_near(w, word, w->recent[k].met);
        }
    }
    w->recent[w->recent_next] = (struct recent){w->at, m};
    w->recent_next = (w->recent_next + 1) % NEAR_WORDS;
    w->before = same;
}

static void note_matches(struct walk *w, const struct met *m)
{
    const struct rank *r = w->r;
    double early = w->place < EARLY_TABLE ? r->early[w->place] : 1, most = 0;
    uint64_t same = 0;
    for (size_t k = 0; k < m->match_count; k++) {
        struct match match = r->matches[m->matches + k];
        struct word_walk *word = &w->words[match.word];
        double share = level_share[match.level];
        raise(&word->best, share);
        raise(&word->covered, share);
        raise(&most, share);
        word->paragraph += share;
        word->early += share * early;
        same |= match.level == LEVEL_SAME ? UINT64_C(1) << match.word : 0;
    }
    w->met_mass += most * (double)m->idf;
    w->sentence_met = w->paragraph_met = true;
    note_neighbours(w, m, same);
}

static void note_lead(struct walk *w, const struct met *m)
{
    const struct rank *r = w->r;
    double rarity = r->lead_rarity[r->stems[m->stem].core];
    w->lead_mass += rarity;
    for (size_t k = 0; k < m->match_count; k++)
        if (r->matches[m->matches + k].level == LEVEL_SAME) {
            w->lead_met += rarity;
            break;
        }
    w->lead_words++;
}

static void note_word(struct walk *w, const struct met *m)
{
    w->at++;
    w->mass += (double)m->idf;
    w->sentence_words++;
    note_grams(w, m);
    if (m->match_count > 0)
        note_matches(w, m);
    if (w->lead_words < LEAD_WORDS)
        note_lead(w, m);
    w->place += !w->in_title;
}

/* ---- the whole --------------------------------------------------------------------------------
 */

static double near_share(const struct walk *w)
{
    const struct rank *r = w->r;
    size_t n = r->distinct_count;
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            double u = (double)r->near[i * n + j];
            if (u > 0)
                sum += (r->distinct[i].weight + r->distinct[j].weight) * u / (u + near_half);
        }
    return r->near_total > 0 ? sum / r->near_total : 0;
}

static void finish(struct walk *w, size_t words)
{
    const struct rank *r = w->r;
    double *f = w->out->features;
    double length = bm25_floor + bm25_length * (double)words / r->average_words;
    for (size_t i = 0; i < r->distinct_count; i++) {
        const struct word_walk *word = &w->words[i];
        double weight = r->distinct[i].weight;
        f[RANK_BM25] += weight * 2 * word->early / (word->early + bm25_k * length);
        f[RANK_COVERED] += weight * word->covered;
        if (r->distinct[i].digits && word->covered < 1)
            f[RANK_DIGITS] += weight;
    }
    for (size_t i = 0; i + 1 < r->word_count; i++)
        if ((w->pairs >> i & 1) != 0)
            f[RANK_PAIRS] += (r->words[i].weight + r->words[i + 1].weight) / 2;
    f[RANK_PAIRS_SHARE] = r->total > 0 ? f[RANK_PAIRS] / r->total : 0;
    f[RANK_GRAMS_ONE] = share_of(w->best_one, r->rarity_total);
    f[RANK_GRAMS_TWO] = share_of(w->best_two, r->gram_total);
    f[RANK_GRAMS_RARE] = (double)w->rare_all / gram_unit;
    f[RANK_LEAD] = w->lead_mass > 0 ? w->lead_met / w->lead_mass : 0;
    f[RANK_NEAR] = near_share(w);
}

static void begin(struct walk *w, struct rank *r, struct rank_candidate *candidate)
{
    memset(w, 0, sizeof *w);
    w->r = r;
    w->out = candidate;
    w->best_sentence = -1;
    w->at = NEAR_WORDS; /* the recent, none yet, are farther away */
    r->sentence += 2;   /* so that the last one of another document is not the one before */
    w->first_sentence = r->sentence;
    memset(r->near, 0, r->distinct_count * r->distinct_count * sizeof r->near[0]);
    memset(candidate->features, 0, sizeof candidate->features);
    candidate->section = 0;
}

void features_measure(struct rank *r, const struct row *row, struct rank_candidate *candidate)
{
    struct walk w;
    begin(&w, r, candidate);
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
