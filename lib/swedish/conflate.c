/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a form to its lemma, and from there to its stem.
 *
 * Each way to read the form as an inflected one (an ending of a paradigm, hence a lemma) is weighed
 * by what the word list knows of the other forms that the paradigm would give: how often they
 * occur, how many of them there are, and whether one is there that hardly any other paradigm has. A
 * form that nothing speaks for is its own lemma. Snowball then takes what is left of an ending, and
 * joins what is derived from one root; where that goes wrong a table of exceptions says the stem.
 */
#include "rules.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

enum {
    MEMORY_SLOTS = 1 << 16,
    MEMORY_MAX = MEMORY_SLOTS / 2,
    STEPS_MAX = 3 /* a lemma that is an inflected form itself */
};

/* The weights of evidence, in thousandths of a natural logarithm. */
enum {
    EVIDENCE_DICTIONARY = 1500, /* a form that stands in a dictionary, beside its occurrences */
    EVIDENCE_ONCE = 350,        /* one met once, in no dictionary */
    EVIDENCE_CAP = 4000,        /* the most that one form counts */
    SHARE_OCCURRENCES = 2000,   /* of the logarithm of all occurrences, in thousandths */
    SHARE_FORMS = 300,          /* of the sum of the forms' evidence */
    LEMMA_DICTIONARY = 4,       /* occurrences that a lemma in a dictionary is worth */
    NO_DIAGNOSTIC = 6000,       /* taken off: no diagnostic form is known */
    OWN_DIAGNOSTIC = 2000,      /* taken off: only the form itself is one */
    VERB = 1000,                /* taken off: verbs' endings are those of others too */
    STRONG = 1000,              /* added */
    ALONE = 2000,               /* taken off: no other form of the paradigm is known */
    ITSELF = 3000,              /* of a known form as its own lemma */
    UNKNOWN_LEMMA_SHARE = 10    /* its forms' occurrences are divided by this */
};

struct remembered {
    struct slice form;
    struct lemma lemma;
};

/* What is known of stem + ending while one stem is looked at. */
struct seen {
    uint32_t stem; /* the conflater's count of stems when this was looked up */
    bool stop, dictionary;
    uint32_t occurrences;
    int32_t evidence;
};

struct conflater {
    struct seen *seen; /* by the ending's number */
    uint32_t stems;
    const struct lexicon *lexicon;
    struct rules *rules;
    struct splitter *splitter;
    struct sb_stemmer *stemmer;
    struct arena arena;
    struct remembered *memory;
    uint16_t *slots; /* number + 1 */
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
    c->seen = base_calloc(c->rules->ending_numbers, sizeof *c->seen);
    c->memory = base_calloc(MEMORY_MAX, sizeof *c->memory);
    c->slots = base_calloc(MEMORY_SLOTS, sizeof *c->slots);
    *out = c;
    return STATUS_OK;
}

void conflater_close(struct conflater *c)
{
    if (c == NULL)
        return;
    rules_free(c->rules);
    sb_stemmer_delete(c->stemmer);
    arena_free(&c->arena);
    free(c->memory);
    free(c->slots);
    free(c->seen);
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

/* ---- evidence ---------------------------------------------------------------------------------
 */

/* A form being put together: a stem of letters and an ending. */
struct form {
    char bytes[2 * SWEDISH_TOKEN_MAX];
    size_t size;
};

static bool compose(struct form *f, struct slice stem, struct slice ending)
{
    if (stem.size + ending.size > SWEDISH_TOKEN_MAX)
        return false;
    if (stem.size > 0)
        memcpy(f->bytes, stem.data, stem.size);
    if (ending.size > 0)
        memcpy(f->bytes + stem.size, ending.data, ending.size);
    f->size = stem.size + ending.size;
    return true;
}

static struct slice form_view(const struct form *f)
{
    return (struct slice){.data = f->bytes, .size = f->size};
}

static int32_t evidence_of(const struct form_facts *facts)
{
    if (facts->stop)
        return 0;
    if (facts->dictionary)
        return EVIDENCE_DICTIONARY + rules_log((uint64_t)facts->occurrences + 1);
    if (facts->occurrences == 1)
        return EVIDENCE_ONCE;
    return rules_log((uint64_t)facts->occurrences + 1);
}

static const struct seen *look(struct conflater *c, struct slice stem, struct slice ending,
                               uint16_t number)
{
    struct seen *seen = &c->seen[number];
    if (seen->stem == c->stems)
        return seen;
    struct form form;
    struct form_facts facts = {0};
    if (compose(&form, stem, ending))
        lexicon_facts(c->lexicon, form_view(&form), &facts);
    *seen = (struct seen){.stem = c->stems,
                          .stop = facts.stop,
                          .dictionary = facts.dictionary,
                          .occurrences = facts.occurrences,
                          .evidence = evidence_of(&facts)};
    return seen;
}

struct reading {
    struct slice stem; /* of letters: the form without its ending */
    const struct paradigm *paradigm;
    bool is_lemma;       /* the form is the lemma */
    bool own_diagnostic; /* its ending is a diagnostic one */
    struct form lemma;
    int32_t score;
};

/* Where the letter begins that ends before at; at > 0. */
static size_t letter_before(struct slice s, size_t at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)s.data[at] & 0xC0) == 0x80);
    return at;
}

static bool ends_as_it_must(struct slice lemma, enum lemma_end end)
{
    size_t last = letter_before(lemma, lemma.size);
    char letter = lemma.data[last];
    switch (end) {
    case END_ANY:
        return true;
    case END_VOWEL:
        return rules_vowel_at(lemma, last);
    case END_CONSONANT:
        return !rules_vowel_at(lemma, last);
    case END_LIQUID:
        return last > 0 && (letter == 'l' || letter == 'r') &&
               rules_vowel_at(lemma, letter_before(lemma, last));
    case END_T:
        return letter == 't';
    }
    return false;
}

/* Weighs the other forms that the paradigm gives. */
static void weigh_forms(struct conflater *c, struct reading *r, uint16_t own, bool unknown,
                        uint64_t occurrences)
{
    const struct paradigm *p = r->paradigm;
    int32_t sum = 0, score;
    size_t known = 0, diagnostic = 0;
    for (size_t i = p->first; i < p->first + p->count; i++) {
        const struct ending *e = &c->rules->endings[i];
        if (e->number == own)
            continue;
        const struct seen *other = look(c, r->stem, e->text, e->number);
        int32_t evidence = other->evidence;
        if (evidence == 0)
            continue;
        known++;
        diagnostic += e->diagnostic;
        sum += evidence < EVIDENCE_CAP ? evidence : EVIDENCE_CAP;
        occurrences += (uint64_t)other->occurrences + other->dictionary;
    }
    if (unknown && diagnostic == 0) {
        r->score = INT32_MIN;
        return;
    }
    /* An unknown lemma is believed for its forms' sake, but less. */
    score = unknown ? rules_log(1000 + occurrences * 1000 / UNKNOWN_LEMMA_SHARE) - rules_log(1000)
                    : rules_log(occurrences + 1);
    score = score * (SHARE_OCCURRENCES / 100) / 10 + sum * (SHARE_FORMS / 100) / 10;
    bool strong =
        p->strong && (r->stem.size == 0 || (rules_kinds(c->rules, r->stem) & RULE_PREFIX) != 0);
    if (strong)
        score += STRONG;
    else if (diagnostic == 0)
        score -= r->own_diagnostic ? OWN_DIAGNOSTIC : NO_DIAGNOSTIC;
    if (p->inflection == INFLECTION_VERB && !p->strong)
        score -= VERB;
    if (!r->is_lemma && known == 0)
        score -= ALONE;
    if (r->is_lemma && !strong && diagnostic == 0 && score > ITSELF)
        score = ITSELF;
    r->score = score;
}

/* Whether the reading can be at all; then its score. */
static bool weigh(struct conflater *c, struct reading *r, struct slice form, uint16_t own)
{
    const struct paradigm *p = r->paradigm;
    if (!compose(&r->lemma, r->stem, p->lemma))
        return false;
    struct slice lemma = form_view(&r->lemma);
    r->is_lemma = slice_equal(lemma, form);
    if (lemma.size < 2 || !rules_has_vowel(lemma) || !ends_as_it_must(lemma, p->end))
        return false;
    if (!p->strong && !r->is_lemma && p->end != END_VOWEL &&
        (r->stem.size < 2 || !rules_has_vowel(r->stem)))
        return false;
    const struct seen *facts = look(c, r->stem, p->lemma, p->lemma_number);
    if (facts->stop)
        return false;
    bool unknown = facts->evidence == 0;
    if (unknown && p->strong) {
        struct form_facts plain;
        if (r->stem.size == 0 || (rules_kinds(c->rules, r->stem) & RULE_PREFIX) == 0 ||
            !lexicon_facts(c->lexicon, p->lemma, &plain))
            return false;
        unknown = false;
    } else if (unknown && (r->is_lemma || utf8_length(r->stem) < 4)) {
        return false;
    }
    uint64_t occurrences =
        r->is_lemma ? 0
                    : (uint64_t)facts->occurrences + (facts->dictionary ? LEMMA_DICTIONARY : 0U);
    weigh_forms(c, r, own, unknown, occurrences);
    return r->score != INT32_MIN;
}

/* ---- the lemma --------------------------------------------------------------------------------
 */

static bool better(const struct reading *a, const struct reading *b)
{
    if (a->score != b->score)
        return a->score > b->score;
    if (a->lemma.size != b->lemma.size)
        return a->lemma.size < b->lemma.size;
    return slice_compare(form_view(&a->lemma), form_view(&b->lemma)) < 0;
}

static bool letters_alone(struct slice form)
{
    for (size_t i = 0; i < form.size; i++)
        if ((unsigned char)form.data[i] < 0x80 && (form.data[i] < 'a' || form.data[i] > 'z'))
            return false;
    return true;
}

/* One step: the best reading of the form. */
static struct lemma step(struct conflater *c, struct slice form, struct form *memory)
{
    struct form_facts facts;
    bool known = lexicon_facts(c->lexicon, form, &facts);
    const struct word_rule *rule = rules_word(c->rules, form);
    struct lemma out = {.text = form};
    if (rule != NULL && (rule->kinds & RULE_STEM) != 0 && rule->lemma.size > 0)
        return (struct lemma){.text = rule->lemma, .inflection = INFLECTION_NOUN};
    if (facts.stop || utf8_length(form) < 3 || !letters_alone(form))
        return out;
    struct reading best = {.score = INT32_MIN};
    bool itself = false;
    size_t longest = c->rules->ending_max < form.size ? c->rules->ending_max : form.size;
    for (size_t k = 0; k <= longest; k++) {
        size_t cut = form.size - k, first;
        size_t end = rules_endings(c->rules, slice_part(form, cut, form.size), &first);
        c->stems++;
        for (size_t i = first; i < end; i++) {
            const struct ending *e = c->rules->sorted[i];
            struct reading r = {.stem = slice_part(form, 0, cut),
                                .paradigm = &c->rules->paradigms[e->paradigm],
                                .own_diagnostic = e->diagnostic};
            if (!weigh(c, &r, form, e->number))
                continue;
            itself = itself || r.is_lemma;
            if (best.paradigm == NULL || better(&r, &best))
                best = r;
        }
    }
    int32_t plain = known && evidence_of(&facts) > 0 ? ITSELF : 0;
    if (best.paradigm == NULL || (!itself && best.score <= plain))
        return out;
    *memory = best.lemma;
    return (struct lemma){.text = form_view(memory), .inflection = best.paradigm->inflection};
}

static struct lemma find_lemma(struct conflater *c, struct slice form)
{
    struct form memory[2];
    struct lemma lemma = step(c, form, &memory[0]);
    for (int i = 1; i < STEPS_MAX && !slice_equal(lemma.text, form); i++) {
        struct lemma next = step(c, lemma.text, &memory[i % 2]);
        if (slice_equal(next.text, lemma.text))
            break;
        lemma = next;
    }
    lemma.text = slice_keep(&c->arena, lemma.text);
    return lemma;
}

struct lemma conflate_inflected(struct conflater *c, struct slice form)
{
    if (form.size > SWEDISH_TOKEN_MAX)
        return (struct lemma){.text = form};
    size_t at = slice_hash(form) & (MEMORY_SLOTS - 1);
    for (; c->slots[at] != 0; at = (at + 1) & (MEMORY_SLOTS - 1))
        if (slice_equal(c->memory[c->slots[at] - 1].form, form))
            return c->memory[c->slots[at] - 1].lemma;
    struct remembered r = {.form = slice_keep(&c->arena, form), .lemma = find_lemma(c, form)};
    if (c->remembered < MEMORY_MAX) {
        c->memory[c->remembered] = r;
        c->slots[at] = (uint16_t)++c->remembered;
    }
    return r.lemma;
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

void conflate_lemma_stem(struct conflater *c, struct slice lemma, struct buffer *stem)
{
    struct form_facts facts;
    if (exception(c, lemma, stem))
        return;
    lexicon_facts(c->lexicon, lemma, &facts);
    const sb_symbol *found = NULL;
    if (!facts.stop && letters_alone(lemma) && lemma.size <= INT32_MAX)
        found = sb_stemmer_stem(c->stemmer, (const sb_symbol *)lemma.data, (int)lemma.size);
    if (found != NULL)
        buffer_append(stem, found, (size_t)sb_stemmer_length(c->stemmer));
    else
        buffer_slice(stem, lemma);
}

/* A compound is inflected by its last part. */
static void compound_stem(struct conflater *c, struct slice form, size_t head, struct buffer *stem)
{
    struct lemma last = conflate_inflected(c, slice_part(form, head, form.size));
    struct buffer lemma = {0};
    buffer_slice(&lemma, slice_part(form, 0, head));
    if (exception(c, last.text, &lemma)) {
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

void conflate_stem(struct conflater *c, struct slice form, struct buffer *stem)
{
    conflate_rest(c);
    conflate_part_stem(c, form, stem);
}
