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
    MEMORY_SLOTS = 1 << 17,
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
    STRONG_LONG = 4,            /* bytes of a lemma's strong ending that speaks for itself */
    ITSELF = 3000,              /* of a known form as its own lemma */
    UNKNOWN_LEMMA_SHARE = 10    /* its forms' occurrences are divided by this */
};

struct remembered {
    struct slice form;
    bool head; /* found by conflate_head among lemmas that the list has */
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

static int32_t evidence_of(const struct conflater *c, const struct form_facts *facts)
{
    if (facts->stop)
        return 0;
    if (facts->dictionary)
        return EVIDENCE_DICTIONARY + rules_log(c->rules, (uint64_t)facts->occurrences + 1);
    if (facts->occurrences == 1)
        return EVIDENCE_ONCE;
    return rules_log(c->rules, (uint64_t)facts->occurrences + 1);
}

/* The form as it is read with an ending of k bytes: what is left, and what that is like. */
struct cut {
    struct slice stem;
    size_t letters;
    bool vowel, prefix;
    enum lemma_end end; /* END_VOWEL, END_CONSONANT; END_LIQUID and END_T are consonants too */
};

/* One way to read the form. */
struct reading {
    const struct cut *cut;
    const struct paradigm *paradigm;
    const struct ending *ending;
    int32_t score;
};

static bool is_lemma(const struct reading *r)
{
    return r->ending->number == r->paradigm->lemma_number;
}

static const struct seen *look(struct conflater *c, const struct cut *cut, struct slice ending,
                               uint16_t number)
{
    struct seen *seen = &c->seen[number];
    if (seen->stem == c->stems)
        return seen;
    struct form form;
    struct form_facts facts = {0};
    if (compose(&form, cut->stem, ending))
        lexicon_facts(c->lexicon, form_view(&form), &facts);
    *seen = (struct seen){.stem = c->stems,
                          .stop = facts.stop,
                          .dictionary = facts.dictionary,
                          .occurrences = facts.occurrences,
                          .evidence = evidence_of(c, &facts)};
    return seen;
}

/* Where the letter begins that ends before at; at > 0. */
static size_t letter_before(struct slice s, size_t at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)s.data[at] & 0xC0) == 0x80);
    return at;
}

static enum lemma_end end_of(struct slice stem)
{
    if (stem.size == 0)
        return END_ANY;
    size_t last = letter_before(stem, stem.size);
    if (rules_vowel_at(stem, last))
        return END_VOWEL;
    if (stem.data[last] == 't')
        return END_T;
    if ((stem.data[last] == 'l' || stem.data[last] == 'r') && last > 0 &&
        rules_vowel_at(stem, letter_before(stem, last)))
        return END_LIQUID;
    return END_CONSONANT;
}

/* A paradigm that asks for an end has lemmas without ending of their own. */
static bool ends_as_it_must(const struct cut *cut, enum lemma_end end)
{
    if (end == END_CONSONANT)
        return cut->end != END_ANY && cut->end != END_VOWEL;
    return end == END_ANY || cut->end == end;
}

static struct cut cut_at(struct conflater *c, struct slice form, size_t at)
{
    struct slice stem = slice_part(form, 0, at);
    c->stems++;
    return (struct cut){.stem = stem,
                        .letters = rules_letters(stem),
                        .vowel = rules_has_vowel(stem),
                        .prefix = (rules_kinds(c->rules, stem) & RULE_PREFIX) != 0,
                        .end = end_of(stem)};
}

/* What the other forms say that the paradigm would give. */
struct others {
    int32_t evidence;
    uint64_t occurrences;
    size_t known, diagnostic;
};

static struct others look_at_others(struct conflater *c, const struct reading *r)
{
    const struct paradigm *p = r->paradigm;
    struct others out = {0};
    for (size_t i = p->first; i < p->first + p->count; i++) {
        const struct ending *e = &c->rules->endings[i];
        if (e->number == r->ending->number)
            continue;
        const struct seen *other = look(c, r->cut, e->text, e->number);
        if (other->evidence == 0)
            continue;
        out.known++;
        out.diagnostic += e->diagnostic;
        out.evidence += other->evidence < EVIDENCE_CAP ? other->evidence : EVIDENCE_CAP;
        out.occurrences += (uint64_t)other->occurrences + other->dictionary;
    }
    return out;
}

static int32_t score(struct conflater *c, const struct reading *r, const struct seen *lemma,
                     bool unknown)
{
    const struct paradigm *p = r->paradigm;
    struct others others = look_at_others(c, r);
    uint64_t sum = others.occurrences;
    if (unknown && others.diagnostic == 0)
        return INT32_MIN;
    if (!is_lemma(r))
        sum += (uint64_t)lemma->occurrences + (lemma->dictionary ? LEMMA_DICTIONARY : 0U);
    /* An unknown lemma is believed for its forms' sake, but less. */
    int32_t logarithm = unknown ? rules_log(c->rules, 1000 + sum * 1000 / UNKNOWN_LEMMA_SHARE) -
                                      rules_log(c->rules, 1000)
                                : rules_log(c->rules, sum + 1);
    int32_t out =
        logarithm * (SHARE_OCCURRENCES / 100) / 10 + others.evidence * (SHARE_FORMS / 100) / 10;
    /* A strong ending of some length is no accident. */
    bool strong =
        p->strong && (r->cut->stem.size == 0 || r->cut->prefix || p->lemma.size >= STRONG_LONG);
    if (strong)
        out += STRONG;
    else if (others.diagnostic == 0)
        out -= r->ending->diagnostic ? OWN_DIAGNOSTIC : NO_DIAGNOSTIC;
    if (p->inflection == INFLECTION_VERB && !p->strong)
        out -= VERB;
    if (!is_lemma(r) && others.known == 0)
        out -= ALONE;
    if (is_lemma(r) && !strong && others.diagnostic == 0 && out > ITSELF)
        out = ITSELF;
    return out;
}

/* Whether the reading can be at all; then its score. */
static bool weigh(struct conflater *c, struct reading *r, bool known_lemma)
{
    const struct paradigm *p = r->paradigm;
    const struct cut *cut = r->cut;
    if (cut->stem.size + p->lemma.size < 2 || !(cut->vowel || rules_has_vowel(p->lemma)) ||
        !ends_as_it_must(cut, p->end))
        return false;
    if (!p->strong && !is_lemma(r) && p->end != END_VOWEL && (cut->stem.size < 2 || !cut->vowel))
        return false;
    const struct seen *lemma = look(c, cut, p->lemma, p->lemma_number);
    if (lemma->stop && (!p->strong || cut->stem.size > 0))
        return false;
    bool unknown = lemma->evidence == 0 && !lemma->stop;
    if (unknown && p->strong) {
        struct form_facts plain;
        if (!cut->prefix || !lexicon_facts(c->lexicon, p->lemma, &plain))
            return false;
        unknown = false;
    } else if (unknown && (known_lemma || is_lemma(r) || cut->letters < 4)) {
        return false;
    }
    r->score = score(c, r, lemma, unknown);
    return r->score != INT32_MIN;
}

/* ---- the lemma --------------------------------------------------------------------------------
 */

static void compose_lemma(struct form *f, const struct reading *r)
{
    compose(f, r->cut->stem, r->paradigm->lemma);
}

/* The higher score, then the shorter lemma, then the first of the alphabet. */
static bool better(const struct reading *a, const struct reading *b)
{
    if (a->score != b->score)
        return a->score > b->score;
    struct form x, y;
    compose_lemma(&x, a);
    compose_lemma(&y, b);
    if (x.size != y.size)
        return x.size < y.size;
    return slice_compare(form_view(&x), form_view(&y)) < 0;
}

/* The best reading of the form; its cut goes to *memory. *itself says whether one of the readings
   was that the form is the lemma. */
static struct reading best_reading(struct conflater *c, struct slice form, bool known_lemma,
                                   struct cut *memory, bool *itself)
{
    struct reading best = {.score = INT32_MIN};
    size_t longest = c->rules->ending_max < form.size ? c->rules->ending_max : form.size;
    *itself = false;
    for (size_t k = 0; k <= longest; k++) {
        size_t first, end;
        end = rules_endings(c->rules, slice_part(form, form.size - k, form.size), &first);
        if (first == end)
            continue;
        struct cut cut = cut_at(c, form, form.size - k);
        for (size_t i = first; i < end; i++) {
            const struct ending *e = c->rules->sorted[i];
            struct reading r = {
                .cut = &cut, .paradigm = &c->rules->paradigms[e->paradigm], .ending = e};
            if (!weigh(c, &r, known_lemma))
                continue;
            *itself = *itself || is_lemma(&r);
            if (best.paradigm == NULL || better(&r, &best)) {
                best = r;
                *memory = cut;
                best.cut = memory;
            }
        }
    }
    return best;
}

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
                         struct form *memory)
{
    struct form_facts facts;
    bool known = lexicon_facts(c->lexicon, form, &facts), itself;
    struct lemma out = {.text = form};
    if (facts.stop || form.size > SWEDISH_TOKEN_MAX || rules_letters(form) < 3 ||
        !rules_letters_alone(form))
        return out;
    struct slice named = named_lemma(c, form);
    struct cut cut;
    struct reading best = best_reading(c, form, known_lemma, &cut, &itself);
    int32_t plain = known && evidence_of(c, &facts) > 0 ? ITSELF : 0;
    bool found = best.paradigm != NULL && (itself || best.score > plain);
    if (found)
        out.inflection = best.paradigm->inflection;
    if (named.size > 0) {
        out.text = named;
    } else if (found) {
        compose_lemma(memory, &best);
        out.text = form_view(memory);
    }
    return out;
}

static struct lemma find_lemma(struct conflater *c, struct slice form, bool known_lemma)
{
    struct form memory[2];
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

void conflate_lemma_stem(struct conflater *c, struct slice lemma, struct buffer *stem)
{
    struct form_facts facts;
    if (exception(c, lemma, stem))
        return;
    lexicon_facts(c->lexicon, lemma, &facts);
    const sb_symbol *found = NULL;
    if (!facts.stop && rules_letters_alone(lemma) && lemma.size <= INT32_MAX)
        found = sb_stemmer_stem(c->stemmer, (const sb_symbol *)lemma.data, (int)lemma.size);
    if (found != NULL)
        buffer_append(stem, found, (size_t)sb_stemmer_length(c->stemmer));
    else
        buffer_slice(stem, lemma);
}

/* A compound is inflected by its last part. */
static void compound_stem(struct conflater *c, struct slice form, size_t head, struct buffer *stem)
{
    struct lemma last = conflate_head(c, slice_part(form, head, form.size));
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
