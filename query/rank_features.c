/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rank_internal.h"
#include "weights.h"

#include <math.h>
#include <string.h>

/* Beginnings of so many words are looked at; the second is also where covered words are counted. */
static const size_t leads[] = {15, 30, 60, 120};
enum { LEADS = sizeof leads / sizeof leads[0], LEAD_COVER = 1 };
static const enum rank_feature lead_features[LEADS] = {RANK_LEAD_15, RANK_LEAD_30, RANK_LEAD_60,
                                                       RANK_LEAD_120};

enum { WINDOW = 5 /* sentences */ };

static const double all_of_it = 0.999; /* but for rounding */

/* What a distinct word of the question has met so far. */
struct word_walk {
    double best;    /* share, in the sentence */
    double early;   /* occurrences in the document, early ones heavier */
    double covered; /* best share in the document */
};

struct walk {
    struct rank *r;
    struct rank_candidate *out;
    struct word_walk words[RANK_WORDS_MAX];
    /* Weight of the grams that stand in one of the last WINDOW sentences, by the last one that has
       them (its number modulo WINDOW). */
    uint64_t window[WINDOW];
    /* the sentence */
    uint64_t rare; /* rarity of its grams */
    double mass, met_mass;
    size_t sentence_words;
    bool sentence_met; /* a word of the question */
    /* the document */
    uint64_t best_one, best_two, best_five, rare_all;
    uint32_t first_sentence;
    uint64_t pairs;  /* bit i: words i and i + 1 of the question side by side */
    size_t at;       /* counts words, and one more for the end of a paragraph */
    size_t met_at;   /* of the last word that met one of the question */
    uint64_t before; /* those it met as such */
    double lead_mass, lead_met;
    size_t place, lead_words, lead, section;
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

/* What the document is called: the best of its title and of the words of links to it. */
static void weigh_name(struct walk *w, double cover)
{
    double *f = w->out->features;
    double whole = w->mass > 0 ? w->met_mass / w->mass : 0;
    if (cover + whole <= f[RANK_TITLE] + f[RANK_TITLE_WHOLE])
        return;
    f[RANK_TITLE] = cover;
    f[RANK_TITLE_WHOLE] = whole;
    f[RANK_TITLE_SAME] = cover > all_of_it && whole > all_of_it ? 1 : 0;
}

static void weigh_grams(struct walk *w)
{
    uint32_t last = w->r->sentence;
    uint64_t five = 0;
    for (size_t i = 0; i < WINDOW; i++)
        five += w->window[i];
    raise_sum(&w->best_one, w->rare);
    raise_sum(&w->best_two, w->window[last % WINDOW] + w->window[(last - 1) % WINDOW]);
    raise_sum(&w->best_five, five);
}

static void weigh_sentence(struct walk *w)
{
    double cover = sentence_cover(w), one = share_of(w->rare, w->r->rarity_total);
    double own = w->met_mass / (w->mass + weights.sentence_ground);
    double balance = cover + own > 0 ? 2 * cover * own / (cover + own) : 0;
    weigh_grams(w);
    raise(&w->out->features[RANK_SENTENCE], balance);
    if (w->in_title) {
        weigh_name(w, cover);
    } else if (cover + balance + one > w->best_sentence) {
        w->best_sentence = cover + balance + one;
        w->out->section = (uint32_t)w->section;
    }
}

static void begin_sentence(struct walk *w)
{
    w->rare = 0;
    w->mass = w->met_mass = 0;
    w->sentence_words = 0;
    w->sentence_met = false;
}

static void end_sentence(struct walk *w)
{
    if (w->sentence_words == 0)
        return;
    weigh_sentence(w);
    begin_sentence(w);
    w->r->sentence++;
    w->window[w->r->sentence % WINDOW] = 0;
}

static void end_paragraph(struct walk *w)
{
    end_sentence(w);
    w->at++;
    w->any_text |= !w->in_title;
    w->in_title = false;
}

/* ---- words ------------------------------------------------------------------------------------
 */

void features_prepare(struct rank *r)
{
    r->share[LEVEL_SAME] = weights.same;
    r->share[LEVEL_TEXT_PART] = weights.text_part;
    r->share[LEVEL_QUESTION_PART] = weights.question_part;
    r->share[LEVEL_BOTH_PARTS] = weights.both_parts;
    for (size_t i = 0; i < EARLY_TABLE; i++)
        r->early[i] = 1 + weights.early_gain * exp(-(double)i / weights.early_reach);
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
        w->rare += r->gram_rarity[gram];
        w->window[r->sentence % WINDOW] += r->gram_weight[gram];
        if (last < w->first_sentence)
            w->rare_all += r->gram_rarity[gram];
        else if (r->sentence - last < WINDOW)
            w->window[last % WINDOW] -= r->gram_weight[gram];
    }
}

/* The words met here and those met by the word before. */
static void note_pairs(struct walk *w, uint64_t same)
{
    const struct rank *r = w->r;
    if (same != 0 && w->before != 0 && w->met_at + 1 == w->at)
        for (size_t i = 0; i + 1 < r->word_count; i++)
            if ((w->before >> r->words[i].distinct & 1) != 0 &&
                (same >> r->words[i + 1].distinct & 1) != 0)
                w->pairs |= UINT64_C(1) << i;
    w->before = same;
    w->met_at = w->at;
}

/* What the sentence has of the question; the words met as such, a bit for each. */
static uint64_t note_shares(struct walk *w, const struct met *m)
{
    const struct rank *r = w->r;
    double most = 0;
    uint64_t same = 0;
    for (size_t k = 0; k < m->match_count; k++) {
        struct match match = r->matches[m->matches + k];
        double share = r->share[match.level];
        raise(&w->words[match.word].best, share);
        raise(&most, share);
        same |= match.level == LEVEL_SAME ? UINT64_C(1) << match.word : 0;
    }
    w->met_mass += most * (double)m->idf;
    w->sentence_met = true;
    return same;
}

static void note_matches(struct walk *w, const struct met *m)
{
    const struct rank *r = w->r;
    double early = w->place < EARLY_TABLE ? r->early[w->place] : 1;
    for (size_t k = 0; k < m->match_count; k++) {
        struct match match = r->matches[m->matches + k];
        double share = r->share[match.level];
        raise(&w->words[match.word].covered, share);
        w->words[match.word].early += share * early;
    }
    note_pairs(w, note_shares(w, m));
}

static double covered_weight(const struct walk *w)
{
    const struct rank *r = w->r;
    double sum = 0;
    for (size_t i = 0; i < r->distinct_count; i++)
        sum += r->distinct[i].weight * w->words[i].covered;
    return sum;
}

/* Of the words so far: of their rarity among the core, the share that the question has too. */
static void end_lead(struct walk *w)
{
    double *f = w->out->features;
    f[lead_features[w->lead]] = w->lead_mass > 0 ? w->lead_met / w->lead_mass : 0;
    if (w->lead == LEAD_COVER)
        f[RANK_LEAD_COVERED] = w->r->total > 0 ? covered_weight(w) / w->r->total : 0;
    w->lead++;
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
    if (++w->lead_words == leads[w->lead])
        end_lead(w);
}

static void note_word(struct walk *w, const struct met *m)
{
    w->at++;
    w->mass += (double)m->idf;
    w->sentence_words++;
    note_grams(w, m);
    if (m->match_count > 0)
        note_matches(w, m);
    if (w->lead < LEADS)
        note_lead(w, m);
    w->place += !w->in_title;
}

/* ---- what the document is called --------------------------------------------------------------
 */

/* A question that begins with what documents of a type are called asks for one ("uppdrag om ..."),
   as far as they have to do with the rest of it. */
static void note_type(struct walk *w, const struct met *m)
{
    const struct rank *r = w->r;
    double *f = w->out->features;
    double covered = r->total > 0 ? f[RANK_COVERED] / r->total : 0;
    for (size_t k = 0; k < m->match_count; k++) {
        struct match match = r->matches[m->matches + k];
        bool meant = match.level == LEVEL_SAME || match.level == LEVEL_QUESTION_PART;
        if (meant && match.word == r->words[0].distinct)
            raise(&f[RANK_TYPE], r->share[match.level] * covered);
    }
}

static void note_link(struct walk *w, const struct met *m)
{
    w->mass += (double)m->idf;
    if (m->match_count > 0)
        note_shares(w, m);
}

static void measure_called(struct walk *w, const struct row *row)
{
    bool type = false;
    for (size_t at = row->end; at < row->called_end; at++) {
        uint32_t item = w->r->row_items[at];
        const struct met *m = item < MARK_WORDS ? NULL : &w->r->met[item - MARK_WORDS];
        if (item == MARK_TYPE || item == MARK_LINK) {
            type = item == MARK_TYPE;
        } else if (item == MARK_PARAGRAPH && !type) {
            weigh_name(w, sentence_cover(w));
            begin_sentence(w);
        } else if (m != NULL) {
            if (type)
                note_type(w, m);
            else
                note_link(w, m);
        }
    }
}

/* ---- the whole --------------------------------------------------------------------------------
 */

/* 1 when the question names years and the document is of another; one without a date is of none. */
static double other_year(const struct rank *r, unsigned year)
{
    bool named = false;
    for (size_t i = 0; i < r->word_count; i++) {
        if (r->words[i].year != 0 && r->words[i].year == year)
            return 0;
        named |= r->words[i].year != 0;
    }
    return named && year != 0 ? 1 : 0;
}

static void finish(struct walk *w, size_t words)
{
    const struct rank *r = w->r;
    double *f = w->out->features;
    double length = weights.early_floor + weights.early_length * (double)words / r->average_words;
    while (w->lead < LEADS)
        end_lead(w);
    f[RANK_COVERED] = covered_weight(w);
    for (size_t i = 0; i < r->distinct_count; i++) {
        const struct word_walk *word = &w->words[i];
        double weight = r->distinct[i].weight;
        f[RANK_BM25] += weight * 2 * word->early / (word->early + weights.early_k * length);
        if (r->distinct[i].digits && word->covered < 1)
            f[RANK_DIGITS] += weight;
    }
    for (size_t i = 0; i + 1 < r->word_count; i++)
        if ((w->pairs >> i & 1) != 0)
            f[RANK_PAIRS] += (r->words[i].weight + r->words[i + 1].weight) / 2;
    f[RANK_PAIRS_SHARE] = r->total > 0 ? f[RANK_PAIRS] / r->total : 0;
    f[RANK_GRAMS_ONE] = share_of(w->best_one, r->rarity_total);
    f[RANK_GRAMS_TWO] = share_of(w->best_two, r->gram_total);
    f[RANK_GRAMS_FIVE] = share_of(w->best_five, r->gram_total);
    f[RANK_GRAMS_RARE] = (double)w->rare_all / gram_unit;
    f[RANK_YEAR] = other_year(r, w->out->year);
}

static void begin(struct walk *w, struct rank *r, struct rank_candidate *candidate)
{
    memset(w, 0, sizeof *w);
    w->r = r;
    w->out = candidate;
    w->best_sentence = -1;
    w->at = 1;
    r->sentence += WINDOW; /* so that no sentence of another document is in the window */
    w->first_sentence = r->sentence;
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
    measure_called(&w, row);
}
