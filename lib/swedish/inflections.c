/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inflections.h"

#include "lexicon.h"

#include <stdlib.h>
#include <string.h>

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

/* What is known of stem + ending while one stem is looked at. */
struct seen {
    uint32_t stem; /* the conflater's count of stems when this was looked up */
    bool stop, dictionary;
    uint32_t occurrences;
    int32_t evidence;
};

struct inflections {
    const struct lexicon *lexicon;
    const struct rules *rules;
    struct seen *seen; /* by the ending's number */
    uint32_t stems;
};

struct inflections *inflections_new(const struct lexicon *lexicon, const struct rules *rules)
{
    struct inflections *m = base_calloc(1, sizeof *m);
    m->lexicon = lexicon;
    m->rules = rules;
    m->seen = base_calloc(rules->ending_numbers, sizeof *m->seen);
    return m;
}

void inflections_free(struct inflections *m)
{
    if (m == NULL)
        return;
    free(m->seen);
    free(m);
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
    f->size = 0;
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

static int32_t evidence_of(struct inflections *m, const struct form_facts *facts)
{
    if (facts->stop)
        return 0;
    if (facts->dictionary)
        return EVIDENCE_DICTIONARY + rules_log(m->rules, (uint64_t)facts->occurrences + 1);
    if (facts->occurrences == 1)
        return EVIDENCE_ONCE;
    return rules_log(m->rules, (uint64_t)facts->occurrences + 1);
}

/* The form as it is read with an ending of k bytes: what is left, and what that is like. */
struct cut {
    struct slice stem;
    uint64_t hash; /* of the stem, to go on from */
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

static const struct seen *look(struct inflections *m, const struct cut *cut, struct slice ending,
                               uint16_t number)
{
    struct seen *seen = &m->seen[number];
    if (seen->stem == m->stems)
        return seen;
    struct form_facts facts;
    lexicon_facts_joined(m->lexicon, cut->hash, cut->stem, ending, &facts);
    *seen = (struct seen){.stem = m->stems,
                          .stop = facts.stop,
                          .dictionary = facts.dictionary,
                          .occurrences = facts.occurrences,
                          .evidence = evidence_of(m, &facts)};
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

static struct cut cut_at(struct inflections *m, struct slice form, size_t at)
{
    struct slice stem = slice_part(form, 0, at);
    m->stems++;
    return (struct cut){.stem = stem,
                        .hash = lexicon_hash_more(LEXICON_HASH_START, stem),
                        .letters = rules_letters(stem),
                        .vowel = rules_has_vowel(stem),
                        .prefix = (rules_kinds(m->rules, stem) & RULE_PREFIX) != 0,
                        .end = end_of(stem)};
}

/* What the other forms say that the paradigm would give. */
struct others {
    int32_t evidence;
    uint64_t occurrences;
    size_t known, diagnostic;
};

static struct others look_at_others(struct inflections *m, const struct reading *r)
{
    const struct paradigm *p = r->paradigm;
    struct others out = {0};
    for (size_t i = p->first; i < p->first + p->count; i++) {
        const struct ending *e = &m->rules->endings[i];
        if (e->number == r->ending->number)
            continue;
        const struct seen *other = look(m, r->cut, e->text, e->number);
        if (other->evidence == 0)
            continue;
        out.known++;
        out.diagnostic += e->diagnostic;
        out.evidence += other->evidence < EVIDENCE_CAP ? other->evidence : EVIDENCE_CAP;
        out.occurrences += (uint64_t)other->occurrences + other->dictionary;
    }
    return out;
}

static int32_t score(struct inflections *m, const struct reading *r, const struct seen *lemma,
                     bool unknown)
{
    const struct paradigm *p = r->paradigm;
    struct others others = look_at_others(m, r);
    uint64_t sum = others.occurrences;
    if (unknown && others.diagnostic == 0)
        return INT32_MIN;
    if (!is_lemma(r))
        sum += (uint64_t)lemma->occurrences + (lemma->dictionary ? LEMMA_DICTIONARY : 0U);
    /* An unknown lemma is believed for its forms' sake, but less. */
    int32_t logarithm = unknown ? rules_log(m->rules, 1000 + sum * 1000 / UNKNOWN_LEMMA_SHARE) -
                                      rules_log(m->rules, 1000)
                                : rules_log(m->rules, sum + 1);
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
static bool weigh(struct inflections *m, struct reading *r, bool known_lemma)
{
    const struct paradigm *p = r->paradigm;
    const struct cut *cut = r->cut;
    if (cut->stem.size + p->lemma.size < 2 || !(cut->vowel || rules_has_vowel(p->lemma)) ||
        !ends_as_it_must(cut, p->end))
        return false;
    if (!p->strong && !is_lemma(r) && p->end != END_VOWEL && (cut->stem.size < 2 || !cut->vowel))
        return false;
    const struct seen *lemma = look(m, cut, p->lemma, p->lemma_number);
    if (lemma->stop && (!p->strong || cut->stem.size > 0))
        return false;
    bool unknown = lemma->evidence == 0 && !lemma->stop;
    if (unknown && p->strong) {
        struct form_facts plain;
        if (!cut->prefix || !lexicon_facts(m->lexicon, p->lemma, &plain))
            return false;
        unknown = false;
    } else if (unknown && (known_lemma || is_lemma(r) || cut->letters < 4)) {
        return false;
    }
    r->score = score(m, r, lemma, unknown);
    return r->score != INT32_MIN;
}

/* ---- the likeliest reading --------------------------------------------------------------------
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
static struct reading best_reading(struct inflections *m, struct slice form, bool known_lemma,
                                   struct cut *memory, bool *itself)
{
    struct reading best = {.score = INT32_MIN};
    size_t longest = m->rules->ending_max < form.size ? m->rules->ending_max : form.size;
    *itself = false;
    for (size_t k = 0; k <= longest; k++) {
        size_t first, end;
        end = rules_endings(m->rules, slice_part(form, form.size - k, form.size), &first);
        if (first == end)
            continue;
        struct cut cut = cut_at(m, form, form.size - k);
        for (size_t i = first; i < end; i++) {
            const struct ending *e = m->rules->grouped[i];
            struct reading r = {
                .cut = &cut, .paradigm = &m->rules->paradigms[e->paradigm], .ending = e};
            if (!weigh(m, &r, known_lemma))
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

bool inflections_find(struct inflections *m, struct slice form, const struct form_facts *facts,
                      bool known_lemma, struct inflection_found *out)
{
    bool itself;
    struct cut cut;
    struct reading best = best_reading(m, form, known_lemma, &cut, &itself);
    int32_t plain = evidence_of(m, facts) > 0 ? ITSELF : 0;
    if (best.paradigm == NULL || (!itself && best.score <= plain))
        return false;
    struct form lemma;
    if (!compose(&lemma, best.cut->stem, best.paradigm->lemma))
        return false;
    out->inflection = best.paradigm->inflection;
    out->size = lemma.size;
    memcpy(out->lemma, lemma.bytes, lemma.size);
    return true;
}
