/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a form to its lemma, and from there to its stem.
 *
 * The lemma is that of the likeliest reading (inflections.c); a form that nothing speaks for is its
 * own. Snowball then takes what is left of an ending, and joins what is derived from one root;
 * where that goes wrong a table of exceptions says the stem.
 */
#include "inflections.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

enum {
    MEMORY_SLOTS = 1 << 13,
    MEMORY_MAX = MEMORY_SLOTS / 2,
    STEPS_MAX = 3 /* a lemma that is an inflected form itself */
};

struct remembered {
    struct slice form;
    bool head; /* found by conflate_head among lemmas that the list has */
    struct lemma lemma;
};

struct conflater {
    const struct lexicon *lexicon;
    struct rules *rules;
    struct inflections *inflections;
    struct splitter *splitter;
    struct sb_stemmer *stemmer;
    struct arena arena;
    struct remembered *memory;
    uint32_t *slots; /* number + 1 */
    size_t remembered;
};

enum status conflater_open(struct conflater **out, const struct lexicon *lexicon,
                           struct error *error)
{
    *out = NULL;
    struct sb_stemmer *stemmer = sb_stemmer_new("swedish", "UTF_8");
    if (stemmer == NULL)
        return error_set(error, STATUS_INTERNAL, "libstemmer: has no Swedish stemmer");
    struct conflater *c = base_calloc(1, sizeof *c);
    c->lexicon = lexicon;
    c->rules = rules_new();
    c->stemmer = stemmer;
    c->inflections = inflections_new(lexicon, c->rules);
    c->memory = base_calloc(MEMORY_MAX, sizeof *c->memory);
    c->slots = base_calloc(MEMORY_SLOTS, sizeof *c->slots);
    *out = c;
    return STATUS_OK;
}

void conflater_close(struct conflater *c)
{
    if (c == NULL)
        return;
    inflections_free(c->inflections);
    rules_free(c->rules);
    sb_stemmer_delete(c->stemmer);
    arena_free(&c->arena);
    free(c->memory);
    free(c->slots);
    free(c);
}

const struct rules *conflater_rules(const struct conflater *c)
{
    return c->rules;
}

const struct lexicon *conflater_lexicon(const struct conflater *c)
{
    return c->lexicon;
}

void conflater_use(struct conflater *c, struct splitter *s)
{
    c->splitter = s;
}

/* ---- the lemma --------------------------------------------------------------------------------
 */

/* The lemma that an exception gives the form: the one it names, else its stem if that is a word. */
static struct slice named_lemma(const struct conflater *c, struct slice form)
{
    struct form_facts facts;
    const struct word_rule *rule = rules_word(c->rules, form);
    if (rule == NULL || (rule->kinds & RULE_STEM) == 0)
        return (struct slice){0};
    if (rule->lemma.size > 0)
        return rule->lemma;
    return lexicon_facts(c->lexicon, rule->stem, &facts) ? rule->stem : (struct slice){0};
}

/* One step from the form to its lemma, which may be kept in *memory. */
static struct lemma step(struct conflater *c, struct slice form, bool known_lemma,
                         struct inflection_found *memory)
{
    struct form_facts facts;
    lexicon_facts(c->lexicon, form, &facts);
    struct lemma out = {.text = form};
    if (facts.stop || form.size > SWEDISH_TOKEN_MAX || rules_letters(form) < 3 ||
        !rules_letters_alone(form))
        return out;
    struct slice named = named_lemma(c, form);
    if (inflections_find(c->inflections, form, &facts, known_lemma, memory)) {
        out.text = (struct slice){.data = memory->lemma, .size = memory->size};
        out.inflection = memory->inflection;
    }
    if (named.size > 0 && !slice_equal(named, out.text))
        out = (struct lemma){.text = named};
    return out;
}

static struct lemma find_lemma(struct conflater *c, struct slice form, bool known_lemma)
{
    struct inflection_found memory[2];
    struct lemma lemma = step(c, form, known_lemma, &memory[0]);
    for (int i = 1; i < STEPS_MAX && !slice_equal(lemma.text, form); i++) {
        struct lemma next = step(c, lemma.text, known_lemma, &memory[i % 2]);
        if (slice_equal(next.text, lemma.text))
            break;
        lemma = next;
    }
    lemma.text = slice_keep(&c->arena, lemma.text);
    return lemma;
}

static struct lemma remember(struct conflater *c, struct slice form, bool head)
{
    size_t at = slice_hash(form) & (MEMORY_SLOTS - 1);
    for (; c->slots[at] != 0; at = (at + 1) & (MEMORY_SLOTS - 1)) {
        const struct remembered *r = &c->memory[c->slots[at] - 1];
        if (r->head == head && slice_equal(r->form, form))
            return r->lemma;
    }
    struct remembered r = {
        .form = slice_keep(&c->arena, form), .head = head, .lemma = find_lemma(c, form, head)};
    if (c->remembered < MEMORY_MAX) {
        c->memory[c->remembered] = r;
        c->slots[at] = (uint32_t)++c->remembered;
    }
    return r.lemma;
}

struct lemma conflate_inflected(struct conflater *c, struct slice form)
{
    return remember(c, form, false);
}

struct lemma conflate_head(struct conflater *c, struct slice form)
{
    struct form_facts facts;
    return remember(c, form, !lexicon_facts(c->lexicon, form, &facts));
}

void conflate_rest(struct conflater *c)
{
    if (c->remembered < MEMORY_MAX * 3 / 4)
        return;
    memset(c->slots, 0, MEMORY_SLOTS * sizeof *c->slots);
    c->remembered = 0;
    arena_clear(&c->arena);
}

void conflate_lemma(struct conflater *c, struct slice form, struct buffer *lemma, bool *verb)
{
    conflate_rest(c);
    struct lemma found = conflate_inflected(c, form);
    buffer_slice(lemma, found.text);
    if (verb != NULL)
        *verb = found.inflection == INFLECTION_VERB;
}

/* ---- the stem ---------------------------------------------------------------------------------
 */

static bool exception(const struct conflater *c, struct slice word, struct buffer *stem)
{
    const struct word_rule *rule = rules_word(c->rules, word);
    if (rule == NULL || (rule->kinds & RULE_STEM) == 0)
        return false;
    buffer_slice(stem, rule->stem);
    return true;
}

static bool is_stop(const struct conflater *c, struct slice word)
{
    struct form_facts facts;
    return lexicon_facts(c->lexicon, word, &facts) && facts.stop;
}

static bool is_form(const struct conflater *c, struct slice lemma, struct slice ending)
{
    char room[SWEDISH_TOKEN_MAX];
    struct form_facts facts;
    if (lemma.size + ending.size > sizeof room)
        return false;
    memcpy(room, lemma.data, lemma.size);
    memcpy(room + lemma.size, ending.data, ending.size);
    struct slice form = {.data = room, .size = lemma.size + ending.size};
    return lexicon_facts(c->lexicon, form, &facts);
}

/* Snowball takes -at for an ending, but soldat, mandat and format are no forms of sold, mand and
   form: the list has soldaten and formatet, as it has no definite form of a participle. */
static bool is_noun_in_at(const struct conflater *c, struct slice lemma)
{
    struct form_facts facts;
    return slice_ends(lemma, SLICE("at")) && lexicon_facts(c->lexicon, lemma, &facts) &&
           (is_form(c, lemma, SLICE("en")) || is_form(c, lemma, SLICE("et")));
}

/* A word that the list lacks, without the s of the genitive before which Snowball would overlook
   another ending. */
static struct slice without_genitive(const struct conflater *c, struct slice word)
{
    static const char *const endings[] = {"ares", "ars", "ers", "ets", "ors"};
    struct form_facts facts;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (slice_ends(word, slice_of(endings[i])) && !lexicon_facts(c->lexicon, word, &facts))
            return slice_part(word, 0, word.size - 1);
    return word;
}

/* Snowball's stem, or the lemma itself when that would be a small word (tillsats: tills, villa:
   vill): who asks for either does not mean the other. */
static struct slice snowball_stem(struct conflater *c, struct slice lemma)
{
    const sb_symbol *found = NULL;
    if (is_noun_in_at(c, lemma))
        return lemma;
    lemma = without_genitive(c, lemma);
    if (!is_stop(c, lemma) && rules_letters_alone(lemma) && lemma.size <= INT32_MAX)
        found = sb_stemmer_stem(c->stemmer, (const sb_symbol *)lemma.data, (int)lemma.size);
    if (found == NULL)
        return lemma;
    struct slice stem = {.data = (const char *)found,
                         .size = (size_t)sb_stemmer_length(c->stemmer)};
    return is_stop(c, stem) ? lemma : stem;
}

void conflate_lemma_stem(struct conflater *c, struct slice lemma, struct buffer *stem)
{
    if (!exception(c, lemma, stem))
        buffer_slice(stem, snowball_stem(c, lemma));
}

/* A compound is inflected by its last part. */
static void compound_stem(struct conflater *c, struct slice form, size_t head, struct buffer *stem)
{
    struct lemma last = conflate_head(c, slice_part(form, head, form.size));
    struct buffer lemma = {0};
    buffer_slice(&lemma, slice_part(form, 0, head));
    if (exception(c, last.text, &lemma)) {
        buffer_slice(stem, buffer_view(&lemma));
    } else if (is_noun_in_at(c, last.text)) {
        buffer_slice(&lemma, last.text);
        buffer_slice(stem, buffer_view(&lemma));
    } else {
        buffer_slice(&lemma, last.text);
        conflate_lemma_stem(c, buffer_view(&lemma), stem);
    }
    buffer_free(&lemma);
}

void conflate_part_stem(struct conflater *c, struct slice form, struct buffer *stem)
{
    if (exception(c, form, stem))
        return;
    size_t head = c->splitter != NULL ? splitter_head(c->splitter, form) : 0;
    if (head > 0)
        compound_stem(c, form, head, stem);
    else
        conflate_lemma_stem(c, conflate_inflected(c, form).text, stem);
}

uint32_t conflate_stemmer_digest(void)
{
    static const char *const words[] = {"aftonbladet", "överösts",   "kvinnorna", "möjligheterna",
                                        "arbetande",   "sexuellt",   "uppdraget", "fullt",
                                        "rörligheten", "friheterna", "hjälplöst", "strategin"};
    uint32_t digest = 2166136261U;
    struct sb_stemmer *stemmer = sb_stemmer_new("swedish", "UTF_8");
    for (size_t i = 0; stemmer != NULL && i < sizeof words / sizeof words[0]; i++) {
        const sb_symbol *stem =
            sb_stemmer_stem(stemmer, (const sb_symbol *)words[i], (int)strlen(words[i]));
        for (int k = 0; stem != NULL && k <= sb_stemmer_length(stemmer); k++)
            digest = (digest ^ (k < sb_stemmer_length(stemmer) ? stem[k] : 0U)) * 16777619U;
    }
    if (stemmer != NULL)
        sb_stemmer_delete(stemmer);
    return digest;
}

void conflate_stem(struct conflater *c, struct slice form, struct buffer *stem)
{
    conflate_rest(c);
    conflate_part_stem(c, form, stem);
}
