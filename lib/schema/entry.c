/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What words weigh, in tenths of an occurrence far down in a text: of a title as two at the very
   start, of links measured (bench/quality: headlines gain up to 25 and little beyond), of a
   section's surroundings chosen. The parts' share is of the study of ranking that query/weights.h
   speaks of, as is what words weigh by their place (weight_at). */
enum {
    WEIGHT_TITLE = 80,
    WEIGHT_LINK = 20,    /* a word of a link that leads here */
    WEIGHT_CONTEXT = 3,  /* in a section: a word of its page's title or lead */
    LINK_REPEATS_MAX = 3 /* the same words in links count so often at most */
};

static const double part_share = 0.3; /* of a word's weight, for each part of a compound */

struct memory {
    struct postings postings;
    struct arena arena;
    struct schema_value values[8];
    struct buffer record, term;
    struct schema_codec *codec;
};

/* A walk that adds the words of one text to the postings. */
struct adder {
    struct memory *m;
    struct swedish *swedish;
    const char *prefix;    /* of the stems */
    uint32_t fixed;        /* weight of each word, or 0: by its place */
    size_t place;          /* words of the text before this one */
    uint32_t base;         /* position of the part's first word */
    uint32_t last;         /* highest position given so far */
    bool positions, forms; /* to be kept */
    bool own;              /* words of the document itself, not of links to it */
    bool title;            /* also as title terms */
};

/* 1 + 3 / (1 + p / 15), times ten. */
static uint32_t weight_at(size_t place)
{
    static const uint32_t first[] = {40, 38, 36, 35, 34, 33, 31, 30, 30, 29, 28};
    if (place < sizeof first / sizeof first[0])
        return first[place];
    return (uint32_t)lround(SCHEMA_WDF_SCALE * (1.0 + 3.0 / (1.0 + (double)place / 15.0)));
}

static void add_parts(struct adder *a, const struct swedish_word *word, uint32_t weight)
{
    uint32_t share = (uint32_t)lround(weight * part_share);
    for (size_t i = 0; i < word->part_count; i++) {
        struct posting *item = postings_find(&a->m->postings, a->prefix, word->parts[i]);
        if (item != NULL)
            item->wdf += share > 0 ? share : 1;
        if (a->title)
            postings_find(&a->m->postings, SCHEMA_PREFIX_TITLE_PART, word->parts[i]);
    }
}

static void add_word(struct adder *a, const struct swedish_token *t, uint32_t weight)
{
    struct swedish_word word = {.form = t->form, .stem = t->form};
    if (t->kind == SWEDISH_WORD)
        swedish_word(a->swedish, t->form, &word);
    struct posting *item = postings_find(&a->m->postings, a->prefix, word.stem);
    if (item != NULL) {
        item->wdf += weight;
        item->own |= a->own;
        if (a->positions)
            postings_position(&a->m->postings, item, a->base + t->position);
    }
    if (a->forms)
        postings_find(&a->m->postings, SCHEMA_PREFIX_FORM, t->form);
    if (a->title)
        postings_find(&a->m->postings, SCHEMA_PREFIX_TITLE, word.stem);
    /* "hbtq-personer": its parts stand in the text as words already. */
    if (!t->also || t->span == 1)
        add_parts(a, &word, weight);
}

struct amount_adder {
    struct adder *a;
    uint32_t weight;
};

static void add_amount_term(void *user, struct slice term)
{
    struct amount_adder *amount = user;
    struct posting *item = postings_find(&amount->a->m->postings, "", term);
    /* Only the exact sum ("XB=...") weighs; steps are for ranges. */
    if (item != NULL && slice_starts(term, SLICE(SCHEMA_PREFIX_AMOUNT "=")))
        item->wdf += amount->weight;
}

static int add_token(void *user, const struct swedish_token *t)
{
    struct adder *a = user;
    uint32_t weight = a->fixed > 0 ? a->fixed : weight_at(a->place);
    if (t->kind == SWEDISH_AMOUNT) {
        if (a->own)
            schema_amount_terms(t->value, add_amount_term,
                                &(struct amount_adder){.a = a, .weight = weight});
        return 0;
    }
    add_word(a, t, weight);
    if (a->base + t->position + t->span > a->last)
        a->last = a->base + t->position + t->span;
    a->place += !t->also;
    return 0;
}

static void add_text(struct adder *a, struct slice text)
{
    swedish_tokens_each(a->swedish, text, add_token, a, &a->m->postings.dropped);
}

/* ---- pages ------------------------------------------------------------------------------------
 */

static void add_part(void *user, const struct part *part)
{
    struct adder *a = user;
    a->title = part->kind == PART_TITLE;
    a->fixed = a->title ? WEIGHT_TITLE : 0;
    add_text(a, part->text);
    if (a->title)
        a->place = 0; /* the text's own places begin after the title */
    a->base = a->last + SCHEMA_PARAGRAPH_GAP;
}

static void add_plain(struct memory *m, const char *prefix, struct slice value)
{
    schema_term(&m->term, prefix, value);
    postings_find(&m->postings, "", buffer_view(&m->term));
}

static void add_names(struct memory *m, const char *prefix, struct schema_names names)
{
    for (size_t i = 0; i < names.count; i++)
        if (names.items[i].size > 0)
            add_plain(m, prefix, names.items[i]);
}

static void add_date_terms(struct memory *m, const struct schema_document *d)
{
    char date[11] = "";
    if (!schema_shown_date(d, date))
        return;
    const char month[] = {date[0], date[1], date[2], date[3], date[5], date[6]};
    add_plain(m, SCHEMA_PREFIX_YEAR, (struct slice){.data = month, .size = 4});
    if (strlen(date) > 4)
        add_plain(m, SCHEMA_PREFIX_MONTH, (struct slice){.data = month, .size = 6});
}

/* What pages and sections are filtered and counted by. */
static void add_filters(struct memory *m, const struct schema_document *d)
{
    struct slice room;
    add_names(m, SCHEMA_PREFIX_TYPE, schema_shown_types(d, &room));
    add_names(m, SCHEMA_PREFIX_SENDER, d->senders);
    add_names(m, SCHEMA_PREFIX_CATEGORY, d->categories);
    add_date_terms(m, d);
}

/* A document is its own reference, which its text rarely says: the words count as the title's. */
static void add_identities(struct adder *a, const struct schema_document *d)
{
    struct identities set = {.arena = &a->m->arena};
    document_identities(a->swedish, d, &set);
    bool positions = a->positions, forms = a->forms;
    a->positions = a->forms = false;
    for (size_t i = 0; i < set.count; i++) {
        add_plain(a->m, SCHEMA_PREFIX_IDENTITY, set.items[i]);
        struct posting *item = postings_find(&a->m->postings, a->prefix, set.items[i]);
        if (item != NULL && item->wdf >= WEIGHT_TITLE)
            continue; /* the shown title says it */
        a->title = true;
        a->fixed = WEIGHT_TITLE;
        add_text(a, set.items[i]);
    }
    a->positions = positions;
    a->forms = forms;
    a->title = false;
}

static int compare_inbound(const void *a, const void *b)
{
    return slice_compare(((const struct schema_inbound *)a)->words,
                         ((const struct schema_inbound *)b)->words);
}

/* Sorted, so that neither weights nor what is left out depend on the order of the links. */
static void add_inbound(struct adder *a, const struct schema_inbound *inbound, size_t count)
{
    if (count == 0)
        return;
    struct schema_inbound *links = arena_alloc(&a->m->arena, count * sizeof *links);
    for (size_t i = 0; i < count; i++) {
        links[i] = inbound[i];
        links[i].words = schema_link_words(inbound[i].words);
    }
    qsort(links, count, sizeof *links, compare_inbound);
    a->own = a->positions = a->forms = a->title = false;
    a->fixed = WEIGHT_LINK;
    for (size_t i = 0, repeats = 0; i < count; i++) {
        bool again = i > 0 && slice_equal(links[i].words, links[i - 1].words);
        repeats = again ? repeats + 1 : 1;
        if (repeats <= LINK_REPEATS_MAX)
            add_text(a, links[i].words);
    }
}

/* Marks the stems that the document does not say itself: plain terms only, which begin with no
   capital letter. */
static void mark_indirect(struct memory *m)
{
    uint32_t count = m->postings.count;
    for (uint32_t i = 0; i < count; i++) {
        struct posting item = m->postings.items[i];
        if (item.prefix_size == 0 && item.wdf > 0 && !item.own && item.term.data[0] != 'X')
            postings_find(&m->postings, SCHEMA_PREFIX_INDIRECT, item.term);
    }
}

/* ---- values -----------------------------------------------------------------------------------
 */

static struct slice kept(struct memory *m, const char *text, size_t size)
{
    return slice_keep(&m->arena, (struct slice){.data = text, .size = size});
}

static void add_value(struct schema_entry *e, enum schema_slot slot, struct slice bytes)
{
    struct memory *m = e->memory;
    if (bytes.size > 0)
        m->values[e->value_count++] = (struct schema_value){.slot = slot, .bytes = bytes};
}

/* "2025-01-29" as 20250129, "2025-01" as 20250100, "2025" as 20250000, else 0. */
static unsigned long date_number(const char *date)
{
    unsigned long number = 0;
    size_t digits = 0;
    for (const char *c = date; *c != '\0' && digits < 8; c++)
        if (*c >= '0' && *c <= '9') {
            number = number * 10 + (unsigned long)(*c - '0');
            digits++;
        }
    for (; digits > 0 && digits < 8; digits++)
        number *= 10;
    return number;
}

static void add_date_values(struct schema_entry *e, const struct schema_document *d)
{
    struct memory *m = e->memory;
    char date[11], updated[11] = "", text[16];
    schema_shown_date(d, date);
    unsigned long number = date_number(date);
    struct buffer order = {0};
    buffer_format(&order, "%08lu", (unsigned long)SCHEMA_ORDER_LAST - number);
    buffer_slice(&order, d->id);
    add_value(e, SCHEMA_SLOT_ORDER, kept(m, order.data, order.size));
    buffer_free(&order);
    if (number > 0)
        add_value(e, SCHEMA_SLOT_DATE,
                  kept(m, text, (size_t)snprintf(text, sizeof text, "%08lu", number)));
    if (d->updated.size > 0 && d->updated.size < sizeof updated) {
        memcpy(updated, d->updated.data, d->updated.size);
        unsigned long changed = date_number(updated);
        add_value(e, SCHEMA_SLOT_UPDATED,
                  kept(m, text, (size_t)snprintf(text, sizeof text, "%08lu", changed)));
    }
}

static void put_digest(char *bytes, uint64_t digest)
{
    for (size_t i = 0; i < 8; i++)
        bytes[i] = (char)(unsigned char)(digest >> (56 - 8 * i));
}

static void add_text_digest(struct schema_entry *e, const struct schema_document *d)
{
    XXH3_state_t *state = XXH3_createState();
    if (state == NULL || d->block_count == 0) {
        XXH3_freeState(state);
        return;
    }
    XXH3_64bits_reset(state);
    for (size_t i = 0; i < d->block_count; i++) {
        XXH3_64bits_update(state, d->blocks[i].text.data, d->blocks[i].text.size);
        XXH3_64bits_update(state, "\n", 1);
    }
    char bytes[8];
    put_digest(bytes, XXH3_64bits_digest(state));
    XXH3_freeState(state);
    add_value(e, SCHEMA_SLOT_TEXT, kept(e->memory, bytes, sizeof bytes));
}

static void add_page_values(struct schema_entry *e, const struct schema_document *d)
{
    struct memory *m = e->memory;
    char digests[16], run[16];
    add_date_values(e, d);
    put_digest(digests, d->page_digest);
    put_digest(digests + 8, d->list_digest);
    add_value(e, SCHEMA_SLOT_DIGEST, kept(m, digests, sizeof digests));
    int size = snprintf(run, sizeof run, "%08lu", (unsigned long)d->run);
    add_value(e, SCHEMA_SLOT_RUN, kept(m, run, (size_t)size));
    add_text_digest(e, d);
}

/* ---- entries ----------------------------------------------------------------------------------
 */

static struct memory *begin(struct schema_entry *e)
{
    struct memory *m = e->memory;
    if (m == NULL) {
        m = base_calloc(1, sizeof *m);
        m->codec = schema_codec_new();
    }
    postings_clear(&m->postings);
    arena_clear(&m->arena);
    buffer_clear(&m->record);
    *e = (struct schema_entry){.memory = m, .values = m->values};
    return m;
}

static void finish(struct schema_entry *e, struct slice key)
{
    struct memory *m = e->memory;
    struct posting *item = postings_find(&m->postings, "", key);
    if (item != NULL)
        e->key = item->term;
    e->postings = postings_sorted(&m->postings);
    e->posting_count = m->postings.count;
    e->dropped = m->postings.dropped;
    e->data = buffer_view(&m->record);
}

void schema_entry_free(struct schema_entry *e)
{
    struct memory *m = e->memory;
    if (m != NULL) {
        postings_free(&m->postings);
        arena_free(&m->arena);
        buffer_free(&m->record);
        buffer_free(&m->term);
        schema_codec_free(m->codec);
        free(m);
    }
    *e = (struct schema_entry){0};
}

static void add_page_terms(struct memory *m, struct swedish *s, const struct schema_document *d,
                           const struct schema_inbound *inbound, size_t inbound_count)
{
    struct adder a = {
        .m = m, .swedish = s, .prefix = "", .positions = true, .forms = true, .own = true};
    document_parts(d, add_part, &a);
    add_identities(&a, d);
    add_inbound(&a, inbound, inbound_count);
    mark_indirect(m);
    add_filters(m, d);
    for (size_t i = 0; i < d->link_count; i++)
        add_plain(m, SCHEMA_PREFIX_LINK, d->links[i].target);
    add_plain(m, SCHEMA_PREFIX_KIND, d->link_only ? SLICE("link") : SLICE("page"));
    if (d->link_only || schema_section_count(d) == 1)
        add_plain(m, SCHEMA_PREFIX_KIND, SLICE("single"));
    if (!d->link_only)
        add_plain(m, SCHEMA_PREFIX_ROOT, d->source);
}

enum status schema_entry_build(struct schema_entry *e, struct swedish *s,
                               const struct schema_document *d,
                               const struct schema_inbound *inbound, size_t inbound_count,
                               struct error *error)
{
    struct memory *m = begin(e);
    add_page_terms(m, s, d, inbound, inbound_count);
    add_page_values(e, d);
    enum status status =
        schema_record_write(m->codec, s, d, inbound, inbound_count, &m->record, error);
    struct buffer key = {0};
    schema_term(&key, SCHEMA_PREFIX_ID, d->id);
    finish(e, buffer_view(&key));
    buffer_free(&key);
    return status;
}

/* ---- sections ---------------------------------------------------------------------------------
 */

struct section_walk {
    struct adder adder;
    size_t section; /* the one wanted */
    bool lead_seen;
};

/* The wanted section's own words by their place in it; around them, lightly, the title and the
   page's first paragraph, so that a section is found by what it is about too. */
static void add_section_part(void *user, const struct part *part)
{
    struct section_walk *w = user;
    bool lead = part->kind == PART_TEXT && part->section == 0 && !w->lead_seen;
    w->lead_seen |= lead;
    bool inside = part->kind != PART_TITLE && part->section == w->section;
    if (!inside && part->kind != PART_TITLE && !lead)
        return;
    size_t place = w->adder.place;
    w->adder.fixed = inside ? 0 : WEIGHT_CONTEXT;
    add_text(&w->adder, part->text);
    if (!inside)
        w->adder.place = place;
}

enum status schema_entry_section(struct schema_entry *e, struct swedish *s,
                                 const struct schema_document *d, size_t section,
                                 struct error *error)
{
    if (section >= schema_section_count(d))
        return error_set(error, STATUS_NOT_FOUND, "section %zu: no such section", section);
    struct memory *m = begin(e);
    struct section_walk w = {
        .adder = {.m = m, .swedish = s, .prefix = SCHEMA_PREFIX_SECTION, .own = true},
        .section = section};
    document_parts(d, add_section_part, &w);
    add_filters(m, d);
    add_plain(m, SCHEMA_PREFIX_KIND, SLICE("section"));
    add_date_values(e, d);
    add_value(e, SCHEMA_SLOT_PAGE, slice_keep(&m->arena, d->id));
    struct buffer key = {0};
    schema_section_key(&key, d->id, section);
    finish(e, buffer_view(&key));
    buffer_free(&key);
    return STATUS_OK;
}
