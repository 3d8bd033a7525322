/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a form to its word: looked up in the lexicon, else found by the rules and remembered. */
#include "lexicon.h"
#include "snowball.h"
#include "swedish_words_internal.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum {
    CACHE_SLOTS = 1 << 15,
    CACHE_MAX = CACHE_SLOTS / 2 /* words remembered; then all are forgotten and it begins anew */
};

struct words {
    const struct lexicon *lexicon;
    enum swedish_analysis analysis;
    struct snowball *snowball; /* SWEDISH_SNOWBALL only */
    struct conflater *conflater;
    struct splitter *splitter;
    struct swedish_word *cache;
    uint16_t *slots; /* number in the cache + 1 */
    size_t cached;
    struct arena arena; /* strings of the cache */
    struct buffer stem;
};

enum status words_open(struct words **out, enum swedish_analysis analysis, struct error *error)
{
    *out = NULL;
    struct words *w = base_calloc(1, sizeof *w);
    enum status status = STATUS_OK;
    w->analysis = analysis;
    w->lexicon = lexicon_compiled();
    if (w->lexicon == NULL)
        status = error_set(error, STATUS_INTERNAL, "lexicon: the one compiled in is damaged");
    else if (analysis == SWEDISH_SNOWBALL)
        status = snowball_open(&w->snowball, w->lexicon, error);
    if (status != STATUS_OK) {
        words_close(w);
        return status;
    }
    *out = w;
    return STATUS_OK;
}

void words_close(struct words *w)
{
    if (w == NULL)
        return;
    splitter_close(w->splitter);
    conflater_close(w->conflater);
    snowball_close(w->snowball);
    free(w->cache);
    free(w->slots);
    arena_free(&w->arena);
    buffer_free(&w->stem);
    free(w);
}

/* Most questions and many pages hold known words alone, so the rules are readied when asked for. A
   program whose libstemmer lacks Swedish could not have been built. */
static void ready_rules(struct words *w)
{
    struct error error;
    if (w->splitter != NULL)
        return;
    if (conflater_open(&w->conflater, w->lexicon, &error) != STATUS_OK ||
        splitter_open(&w->splitter, w->lexicon, w->conflater, &error) != STATUS_OK) {
        fprintf(stderr, "lupp: %s\n", error.text);
        abort();
    }
    w->cache = base_calloc(CACHE_MAX, sizeof *w->cache);
    w->slots = base_calloc(CACHE_SLOTS, sizeof *w->slots);
}

void swedish_stamp(struct swedish *s, struct buffer *out)
{
    struct words *w = swedish_words(s);
    buffer_format(out,
                  "analysis %s; tokens %d; conflation %d; compounds %d; lexicon %016llx; stemmer "
                  "%08x; unicode %s",
                  swedish_analysis_name(w->analysis), (int)SWEDISH_TOKENS_VERSION,
                  (int)CONFLATE_VERSION, (int)COMPOUND_VERSION,
                  (unsigned long long)w->lexicon->head->digest, (unsigned)conflate_stemmer_digest(),
                  utf8proc_unicode_version());
}

/* ---- known words ------------------------------------------------------------------------------
 */

static unsigned flags_of(uint8_t flags)
{
    unsigned out = SWEDISH_KNOWN;
    out |= (flags & LEXICON_STOP) != 0 ? (unsigned)SWEDISH_STOP : 0U;
    out |= (flags & LEXICON_QUESTION) != 0 ? (unsigned)SWEDISH_QUESTION : 0U;
    return out;
}

static void fill_known(const struct lexicon *l, uint32_t id, struct swedish_word *out)
{
    const struct lexicon_form *f = &l->forms[id];
    *out = (struct swedish_word){.form = lexicon_form_text(l, id),
                                 .stem = lexicon_stem_text(l, f->stem),
                                 .id = id,
                                 .stem_id = f->stem,
                                 .documents = f->documents,
                                 .flags = flags_of(f->flags),
                                 .part_count = f->part_count};
    for (size_t i = 0; i < f->part_count; i++) {
        out->part_ids[i] = l->parts[f->parts + i];
        out->parts[i] = lexicon_stem_text(l, out->part_ids[i]);
    }
}

/* Takes away what the analysis is to be without. */
static void reduce(struct words *w, struct swedish_word *word)
{
    if (w->analysis >= SWEDISH_NO_COMPOUNDS)
        word->part_count = 0;
    if (w->analysis < SWEDISH_SNOWBALL)
        return;
    word->stem = w->analysis == SWEDISH_SNOWBALL ? snowball_stem(w->snowball, word->form, word->id)
                                                 : word->form;
    word->stem_id = lexicon_find_stem(w->lexicon, word->stem);
}

void swedish_word_at(struct swedish *s, uint32_t id, struct swedish_word *out)
{
    struct words *w = swedish_words(s);
    fill_known(w->lexicon, id, out);
    if (w->analysis != SWEDISH_FULL)
        reduce(w, out);
}

void swedish_briefs_at(struct swedish *s, const uint32_t *ids, size_t count,
                       struct swedish_brief *out)
{
    const struct words *w = swedish_words(s);
    lexicon_touch_rows(w->lexicon, ids, count);
    for (size_t i = 0; i < count; i++)
        out[i] = lexicon_row(w->lexicon, ids[i]);
    for (size_t i = 0; w->analysis >= SWEDISH_NO_COMPOUNDS && i < count; i++) {
        struct swedish_word word;
        swedish_word_at(s, ids[i], &word);
        out[i].stem_id = word.stem_id;
        out[i].part_count = word.part_count;
    }
}

uint32_t swedish_stem_count(void)
{
    return lexicon_compiled()->head->stems;
}

uint32_t swedish_lexicon_count(void)
{
    return lexicon_compiled()->head->forms;
}

void swedish_lexicon_counts(struct slice form, uint32_t *occurrences, uint32_t *documents)
{
    struct form_facts facts;
    lexicon_facts(lexicon_compiled(), form, &facts);
    *occurrences = facts.occurrences;
    *documents = facts.documents;
}

bool swedish_form_known(struct slice form, uint32_t *occurrences)
{
    struct form_facts facts;
    bool known = lexicon_facts(lexicon_compiled(), form, &facts);
    if (occurrences != NULL)
        *occurrences = facts.occurrences;
    return known;
}

float swedish_gram_idf(uint32_t gram)
{
    return lexicon_gram_idf(lexicon_compiled(), gram);
}

uint32_t swedish_gram_number(uint32_t gram)
{
    return lexicon_gram_number(lexicon_compiled(), gram);
}

uint32_t swedish_gram_count(void)
{
    return lexicon_compiled()->head->gram_count;
}

/* ---- unknown words ----------------------------------------------------------------------------
 */

static struct swedish_word *remembered(struct words *w, struct slice form, size_t *slot)
{
    *slot = lexicon_hash(form) & (CACHE_SLOTS - 1);
    for (; w->slots[*slot] != 0; *slot = (*slot + 1) & (CACHE_SLOTS - 1))
        if (slice_equal(w->cache[w->slots[*slot] - 1].form, form))
            return &w->cache[w->slots[*slot] - 1];
    return NULL;
}

static void forget_all(struct words *w)
{
    memset(w->slots, 0, CACHE_SLOTS * sizeof *w->slots);
    w->cached = 0;
    arena_clear(&w->arena);
}

static void find_unknown(struct words *w, struct slice form, struct swedish_word *out)
{
    struct compound compound;
    buffer_clear(&w->stem);
    conflate_stem(w->conflater, form, &w->stem);
    compound_split(w->splitter, form, &compound);
    struct slice stem = buffer_view(&w->stem);
    *out = (struct swedish_word){.form = slice_keep(&w->arena, form),
                                 .stem = slice_keep(&w->arena, stem),
                                 .id = SWEDISH_UNKNOWN,
                                 .stem_id = lexicon_find_stem(w->lexicon, stem),
                                 .part_count = compound.stem_count};
    for (size_t i = 0; i < compound.stem_count; i++) {
        out->parts[i] = slice_keep(&w->arena, compound.stems[i]);
        out->part_ids[i] = lexicon_find_stem(w->lexicon, compound.stems[i]);
    }
}

void swedish_word(struct swedish *s, struct slice form, struct swedish_word *out)
{
    struct words *w = swedish_words(s);
    uint32_t id = lexicon_find_form(w->lexicon, form);
    if (id != SWEDISH_UNKNOWN) {
        swedish_word_at(s, id, out);
        return;
    }
    *out = (struct swedish_word){
        .form = form, .stem = form, .id = SWEDISH_UNKNOWN, .stem_id = SWEDISH_UNKNOWN};
    if (form.size == 0 || form.size > SWEDISH_TOKEN_MAX)
        return;
    if (w->analysis >= SWEDISH_SNOWBALL) {
        reduce(w, out);
        return;
    }
    ready_rules(w);
    size_t slot;
    struct swedish_word *known = remembered(w, form, &slot);
    if (known == NULL) {
        if (w->cached == CACHE_MAX) {
            forget_all(w);
            remembered(w, form, &slot);
        }
        known = &w->cache[w->cached];
        find_unknown(w, form, known);
        w->slots[slot] = (uint16_t)++w->cached;
    }
    *out = *known;
    if (w->analysis != SWEDISH_FULL)
        reduce(w, out);
}

size_t swedish_split_surface(struct swedish *s, struct slice form, size_t *bounds, size_t max)
{
    struct words *w = swedish_words(s);
    struct compound compound;
    if (w->analysis >= SWEDISH_NO_COMPOUNDS)
        return 0;
    uint32_t id = lexicon_find_form(w->lexicon, form);
    if (id != SWEDISH_UNKNOWN) {
        const struct lexicon_form *f = &w->lexicon->forms[id];
        compound.bound_count = f->bound_count;
        for (size_t i = 0; i < f->bound_count; i++)
            compound.bounds[i] = w->lexicon->bounds[f->bounds + i];
    } else if (form.size > SWEDISH_TOKEN_MAX) {
        return 0;
    } else {
        ready_rules(w);
        compound_split(w->splitter, form, &compound);
    }
    size_t count = compound.bound_count < max ? compound.bound_count : max;
    memcpy(bounds, compound.bounds, count * sizeof *bounds);
    return count;
}

/* ---- forms typed without dots -----------------------------------------------------------------
 */

/* Compares a lexicon form, its dots taken away, with text. */
static int compare_undotted(const struct lexicon *l, uint32_t form, struct slice text,
                            struct buffer *room)
{
    buffer_clear(room);
    lexicon_undot(lexicon_form_text(l, form), room);
    return slice_compare(buffer_view(room), text);
}

void swedish_undotted_each(struct slice form, int (*word)(void *user, struct slice form),
                           void *user)
{
    const struct lexicon *l = lexicon_compiled();
    struct buffer room = {0};
    uint32_t low = 0, high = l->head->undotted;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (compare_undotted(l, l->undotted[middle], form, &room) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < l->head->undotted; low++) {
        if (compare_undotted(l, l->undotted[low], form, &room) != 0)
            break;
        struct slice dotted = lexicon_form_text(l, l->undotted[low]);
        if (!slice_equal(dotted, form) && word(user, dotted) != 0)
            break;
    }
    buffer_free(&room);
}
