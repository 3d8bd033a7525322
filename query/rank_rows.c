/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rank_internal.h"

#include <math.h>

/* ---- rows -------------------------------------------------------------------------------------
 */

static void add_item(struct rank *r, uint32_t item)
{
    r->row_items[r->row_count++] = item;
}

/* Returns how many words. */
static size_t read_run(struct rank *r, struct schema_words *words)
{
    uint32_t forms[MET_RUN];
    size_t count, all = 0;
    while ((count = schema_words_run(words, forms, MET_RUN)) > 0) {
        all += count;
        met_known(r, forms, count);
        for (size_t i = 0; i < count; i++)
            add_item(r, forms[i] + MARK_WORDS);
    }
    return all;
}

static uint32_t mark_of(enum schema_word_kind kind)
{
    static const uint32_t marks[] = {
        [WORDS_SENTENCE] = MARK_SENTENCE, [WORDS_PARAGRAPH] = MARK_PARAGRAPH,
        [WORDS_HEADING] = MARK_HEADING,   [WORDS_TITLE] = MARK_TITLE,
        [WORDS_TYPE] = MARK_TYPE,         [WORDS_LINK] = MARK_LINK};
    return marks[kind];
}

/* From here on it is not the document's own text. */
static void end_own(const struct rank *r, struct row *row, size_t words)
{
    if (row->called_end > 0)
        return;
    row->end = r->row_count;
    row->words = words;
    row->called_end = SIZE_MAX;
}

struct row row_read(struct rank *r, struct slice record)
{
    struct row row = {.start = r->row_count};
    struct schema_words words;
    struct schema_word w = {0};
    size_t count = 0;
    schema_words_open(&words, record);
    /* A word or a mark takes a byte at least. */
    r->row_items = base_grow(r->row_items, &r->row_room, r->row_count + words.bytes.size + 1,
                             sizeof *r->row_items);
    for (;;) {
        count += read_run(r, &words);
        enum schema_word_kind kind = schema_words_next(&words, &w);
        if (kind == WORDS_TYPE || kind == WORDS_LINK || kind == WORDS_END)
            end_own(r, &row, count);
        if (kind == WORDS_END)
            break;
        if (kind == WORDS_WORD) { /* one of the lexicon would have been in the run */
            add_item(r, met_spelled(r, &w) + MARK_WORDS);
            count++;
        } else if (kind != WORDS_ALSO) {
            add_item(r, mark_of(kind));
        }
    }
    row.called_end = r->row_count;
    return row;
}

/* ---- the core ---------------------------------------------------------------------------------
 */

static void count_row(struct rank *r, const struct row *row, uint8_t number)
{
    for (size_t at = row->start; at < row->end; at++) {
        if (r->row_items[at] < MARK_WORDS)
            continue;
        struct met *m = &r->met[r->row_items[at] - MARK_WORDS];
        if (m->core == number)
            continue;
        m->core = number;
        struct stem_met *stem = &r->stems[m->stem];
        if (stem->last != number)
            stem->core++;
        stem->last = number;
        for (size_t i = 0; i < m->gram_count; i++) {
            uint8_t gram = r->met_grams[m->grams + i];
            r->gram_core[gram] += r->gram_last[gram] != number;
            r->gram_last[gram] = number;
        }
    }
}

void core_count(struct rank *r, const struct row *rows, size_t core)
{
    _Static_assert(RANK_CORE < UINT8_MAX, "candidates of the core are counted in bytes");
    r->core = core;
    for (size_t i = 0; i < core; i++)
        count_row(r, &rows[i], (uint8_t)(i + 1));
    r->rarity_total = 0;
    for (size_t g = 0; g < r->gram_count; g++) {
        double rarity = log(((double)core + 1.0) / ((double)r->gram_core[g] + 0.5));
        r->gram_rarity[g] = (uint64_t)(rarity * r->gram_share[g] * gram_unit);
        r->rarity_total += r->gram_rarity[g];
    }
    for (size_t n = 0; n <= core; n++)
        r->lead_rarity[n] = log(((double)core + 1.0) / ((double)n + 0.5));
}
