/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the second stage asks for: the question's words, and those of the candidates' records. */
#include "search_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- the question ---------------------------------------------------------------------------- */

/* The form that stands for one that no document has, or NULL. */
static const struct question_term *near_of(const struct question *q, const struct question_term *t)
{
    for (size_t i = 0; t->documents == 0 && i < q->unit_count; i++)
        for (size_t k = 0; q->units[i]->terms == t && k < q->units[i]->other_count; k++)
            if (q->units[i]->others[k]->kind == OTHER_NEAR)
                return q->units[i]->others[k]->terms;
    return NULL;
}

static void add_term(struct search *s, const struct question_term *t, double factor,
                     struct rank_term *terms, size_t *count)
{
    if (*count < RANK_WORDS_MAX)
        terms[(*count)++] = (struct rank_term){
            .form = t->form, .kind = t->kind, .idf = search_idf(s, t->documents), .factor = factor};
}

size_t search_rank_terms(struct search *s, const struct question *q,
                         struct rank_term terms[RANK_WORDS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < q->term_count; i++) {
        const struct question_term *t = q->terms[i], *near = near_of(q, t);
        if (near)
            add_term(s, near, weights.near, terms, &count);
        else
            add_term(s, t, question_term_factor(t), terms, &count);
    }
    for (size_t i = 0; q->term_count == 0 && i < q->expansion_count; i++)
        add_term(s, q->expansions[i], 1.0, terms, &count);
    return count;
}

/* ---- the records ----------------------------------------------------------------------------- */

struct place {
    uint32_t page;
    size_t which; /* candidate */
    size_t start; /* in the room, which moves while it grows */
};

struct reading {
    struct buffer *room;
    struct slice *records; /* sizes */
    struct place *places;
    const int32_t *sections;
};

/* Records that lie near each other are read one after the other. */
static int compare_places(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    return x->page != y->page ? (x->page > y->page) - (x->page < y->page)
                              : (x->which > y->which) - (x->which < y->which);
}

static int keep_record(void *user, size_t place, uint32_t docid, struct xc_bytes data)
{
    struct reading *r = user;
    struct slice record = {.data = data.data, .size = data.size};
    size_t which = r->places[place].which;
    r->places[place].start = r->room->size;
    (void)docid;
    if (!data.data)
        return 0;
    if (r->sections && r->sections[which] != SECTION_NONE) {
        schema_words_section(record, (uint32_t)r->sections[which], r->room);
    } else {
        struct schema_words words; /* they come first, and are all that ranking reads */
        schema_words_open(&words, record);
        if (words.bytes.size > 0)
            record.size = (size_t)(words.bytes.data - record.data) + words.bytes.size;
        buffer_slice(r->room, record);
    }
    r->records[which].size = r->room->size - r->places[place].start;
    return 0;
}

enum status search_read_words(struct search *s, const uint32_t *pages, const int32_t *sections,
                              size_t count, struct buffer *room, struct slice *records,
                              struct error *error)
{
    struct xc_error failed;
    struct place *places = base_calloc(count, sizeof *places);
    uint32_t *docids = base_calloc(count, sizeof *docids);
    struct reading reading = {
        .room = room, .records = records, .places = places, .sections = sections};
    buffer_clear(room);
    buffer_reserve(room, 1);
    for (size_t i = 0; i < count; i++) {
        records[i] = (struct slice){0};
        places[i] = (struct place){.page = pages[i], .which = i};
    }
    qsort(places, count, sizeof *places, compare_places);
    for (size_t i = 0; i < count; i++)
        docids[i] = places[i].page;
    enum xc_status status =
        xc_index_each_data(s->index, docids, count, keep_record, &reading, &failed);
    for (size_t i = 0; i < count; i++)
        records[places[i].which].data = room->data + places[i].start;
    free(places);
    free(docids);
    return docids_status(status, &failed, error);
}

double search_average_words(const struct search *s)
{
    return s->average_words;
}

/* ---- the stage ------------------------------------------------------------------------------- */

static enum status read_candidates(struct asking *a, const struct candidate *candidates,
                                   size_t count, struct slice *records)
{
    uint32_t *pages = base_calloc(count, sizeof *pages);
    int32_t *sections = base_calloc(count, sizeof *sections);
    for (size_t i = 0; i < count; i++) {
        pages[i] = candidates[i].page;
        sections[i] = candidates[i].section;
    }
    enum status status = search_read_words(a->search, pages, sections, count, &a->search->rank_room,
                                           records, a->error);
    free(pages);
    free(sections);
    return status;
}

static void take_scores(struct candidate *candidates, const struct rank_candidate *ranked,
                        size_t count, bool order)
{
    for (size_t i = 0; i < count; i++) {
        candidates[i].best = ranked[i].section;
        memcpy(candidates[i].features, ranked[i].features, sizeof candidates[i].features);
        if (order) {
            candidates[i].score = ranked[i].score;
            candidates[i].ranked = true;
        }
    }
}

/* Of the date that the key of the order begins with. */
static unsigned order_year(struct slice order)
{
    unsigned long number = 0;
    for (size_t i = 0; i < order.size && i < SCHEMA_ORDER_DIGITS; i++)
        number = number * 10 + (unsigned long)(order.data[i] - '0');
    return (unsigned)((SCHEMA_ORDER_LAST - number) / 10000);
}

static void score(struct asking *a, const struct rank_term *terms, size_t term_count,
                  struct candidate *candidates, const struct slice *records, size_t count,
                  bool order)
{
    struct search *s = a->search;
    struct rank_candidate *ranked = base_calloc(count, sizeof *ranked);
    for (size_t i = 0; i < count; i++) {
        ranked[i].record = records[i];
        ranked[i].first = candidates[i].first;
        ranked[i].year = order_year(candidates[i].order);
    }
    if (!s->rank)
        rank_open(&s->rank, s->swedish);
    rank_question(s->rank, s->average_words, terms, term_count);
    rank_candidates(s->rank, ranked, count);
    take_scores(candidates, ranked, count, order);
    free(ranked);
}

enum status rank_some(struct asking *a, struct candidate *candidates, size_t count, bool order)
{
    struct rank_term terms[RANK_WORDS_MAX];
    size_t term_count = search_rank_terms(a->search, &a->result->question, terms);
    if (term_count == 0 || count == 0)
        return STATUS_OK;
    struct slice *records = base_calloc(count, sizeof *records);
    enum status status = read_candidates(a, candidates, count, records);
    if (status == STATUS_OK)
        score(a, terms, term_count, candidates, records, count, order);
    free(records);
    return status;
}
