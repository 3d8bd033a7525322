/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parts.h"

#include <string.h>

enum {
    SHORT = 3,           /* letters; parts so short must be named in compounds.tsv */
    NAME_OCCURRENCES = 5 /* that make a part of a form that no dictionary has and looks inflected */
};

/* In thousandths of a natural logarithm. */
enum {
    DICTIONARY = 2000,  /* a part that stands in a dictionary */
    LINK_VOWEL = 1000,  /* taken off: a vowel was dropped or added */
    LINK_CHANGED = 500, /* taken off: a vowel was changed */
    LINK_ES = 1500      /* taken off */
};

bool parts_is_short(struct slice part)
{
    return part.size <= SHORT || (part.size <= 2 * SHORT && rules_letters(part) <= SHORT);
}

/* ---- weights ----------------------------------------------------------------------------------
 */

static int32_t weight_of(const struct parts *p, struct slice lemma)
{
    struct form_facts facts;
    if (!lexicon_facts(p->lexicon, lemma, &facts))
        return 0;
    uint32_t occurrences =
        facts.lemma_occurrences > facts.occurrences ? facts.lemma_occurrences : facts.occurrences;
    if (occurrences < 2 && !facts.dictionary)
        return 0;
    return rules_log(conflater_rules(p->conflater), (uint64_t)occurrences + 1) +
           (facts.dictionary ? DICTIONARY : 0);
}

unsigned parts_kinds(const struct parts *p, struct slice word)
{
    return rules_kinds(conflater_rules(p->conflater), word);
}

bool parts_is_stop(const struct parts *p, struct slice word)
{
    struct form_facts facts;
    return lexicon_facts(p->lexicon, word, &facts) && facts.stop;
}

/* ---- the last part ----------------------------------------------------------------------------
 */

bool parts_is_form(const struct parts *p, struct slice stem, const char *ending)
{
    char bytes[SWEDISH_TOKEN_MAX];
    size_t size = strlen(ending);
    struct form_facts facts;
    if (stem.size + size > sizeof bytes)
        return false;
    memcpy(bytes, stem.data, stem.size);
    memcpy(bytes + stem.size, ending, size);
    struct slice form = {.data = bytes, .size = stem.size + size};
    return lexicon_facts(p->lexicon, form, &facts);
}

/* A finite verb or an infinitive is no last part: fastställa is no compound that a search should
   take apart. Participles are (hedersrelaterad), and nouns that are infinitives too (skada). */
static bool finite(const struct parts *p, struct slice head, struct slice lemma)
{
    static const char *const endings[] = {"ar", "er", "as", "es", "s"};
    struct slice stem = slice_part(lemma, 0, lemma.size - 1);
    if (slice_equal(head, lemma))
        return !slice_ends(lemma, SLICE("a")) || !parts_is_form(p, stem, "or");
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (slice_ends(head, slice_of(endings[i])))
            return true;
    return false;
}

/* Whether a word can begin so: two consonants must be among those that begin words. */
static bool begins_as_a_word(struct slice head)
{
    static const char pairs[] =
        "bj bl br ch cl cr dj dr dv dw fj fl fn fr gj gl gn gr hj kj kl kn kr "
        "kv lj mj nj ph pj pl pr ps rh sc sf sh sj sk sl sm sn sp st sv th tj "
        "tr ts tv vr wh ";
    if (head.size < 2 || (unsigned char)head.data[0] >= 0x80 ||
        (unsigned char)head.data[1] >= 0x80 || rules_vowel_at(head, 0) || rules_vowel_at(head, 1))
        return true;
    for (size_t i = 0; i + 1 < sizeof pairs; i += 3)
        if (pairs[i] == head.data[0] && pairs[i + 1] == head.data[1])
            return true;
    return false;
}

int32_t parts_head_weight(const struct parts *p, struct slice head)
{
    unsigned kinds = parts_kinds(p, head);
    if ((kinds & COMPOUND_NO_HEAD) != 0 || !rules_has_vowel(head) || !begins_as_a_word(head))
        return 0;
    if (parts_is_short(head) && (kinds & COMPOUND_HEAD) == 0)
        return 0;
    struct lemma lemma = conflate_head(p->conflater, head);
    unsigned lemma_kinds = parts_kinds(p, lemma.text);
    if ((lemma_kinds & COMPOUND_NO_HEAD) != 0)
        return 0;
    if (parts_is_short(lemma.text) && (lemma_kinds & COMPOUND_HEAD) == 0)
        return 0;
    if ((lemma_kinds & COMPOUND_HEAD) == 0 &&
        (parts_is_stop(p, head) || parts_is_stop(p, lemma.text)))
        return 0;
    if (lemma.inflection == INFLECTION_VERB && finite(p, head, lemma.text))
        return 0;
    return weight_of(p, lemma.text);
}

/* ---- the first part ---------------------------------------------------------------------------
 */

/* Takes stem + ending for the lemma of a first part, if it can be one and weighs more. */
static void try_modifier(const struct parts *p, struct modifier *best, struct slice stem,
                         const char *ending, int32_t penalty)
{
    char bytes[SWEDISH_TOKEN_MAX + 2];
    size_t size = strlen(ending);
    if (stem.size + size > sizeof bytes)
        return;
    memcpy(bytes, stem.data, stem.size);
    memcpy(bytes + stem.size, ending, size);
    struct slice word = {.data = bytes, .size = stem.size + size};
    unsigned kinds = parts_kinds(p, word);
    if ((kinds & COMPOUND_NO_MODIFIER) != 0)
        return;
    if ((kinds & COMPOUND_MODIFIER) == 0 && (parts_is_short(word) || parts_is_stop(p, word)))
        return;
    int32_t weight = weight_of(p, word) - penalty;
    if (weight <= best->weight)
        return;
    struct lemma lemma = conflate_inflected(p->conflater, word);
    if (!slice_equal(lemma.text, word) && (kinds & COMPOUND_MODIFIER) == 0) {
        struct form_facts facts;
        lexicon_facts(p->lexicon, word, &facts);
        if (facts.dictionary || facts.occurrences < NAME_OCCURRENCES || size > 0)
            return;
    }
    /* The stem of a verb is no first part unless compounds.tsv says so; an o or u for a is a
     * noun's. */
    if (lemma.inflection == INFLECTION_VERB && size > 0 && penalty != LINK_CHANGED)
        return;
    best->weight = weight;
    best->lemma = slice_keep(p->arena, word);
}

bool parts_always_links(struct slice part)
{
    static const char *const endings[] = {"het", "ing", "skap", "tet", "dom", "nad", "ion"};
    if (part.size <= 5)
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (slice_ends(part, slice_of(endings[i])))
            return true;
    return false;
}

struct modifier parts_modifier(const struct parts *p, struct slice part)
{
    struct modifier best = {0};
    const struct word_rule *rule = rules_word(conflater_rules(p->conflater), part);
    if (rule != NULL && (rule->kinds & COMPOUND_LINK) != 0)
        return (struct modifier){rule->lemma, weight_of(p, rule->lemma)};
    bool named = rule != NULL && (rule->kinds & COMPOUND_MODIFIER) != 0;
    if ((rule != NULL && (rule->kinds & COMPOUND_NO_MODIFIER) != 0) || !rules_has_vowel(part) ||
        (!named && (parts_is_stop(p, part) || parts_is_short(part))))
        return best;
    struct slice shorter = slice_part(part, 0, part.size - 1);
    char last = part.data[part.size - 1];
    if (!parts_always_links(part))
        try_modifier(p, &best, part, "", 0);
    if (last == 's' && part.size > 3) {
        try_modifier(p, &best, shorter, "", 0);
        try_modifier(p, &best, shorter, "e", LINK_CHANGED);
        try_modifier(p, &best, shorter, "a", LINK_VOWEL);
        if (slice_ends(shorter, SLICE("e")))
            try_modifier(p, &best, slice_part(shorter, 0, shorter.size - 1), "", LINK_ES);
    }
    if (slice_ends(part, SLICE("ar")))
        try_modifier(p, &best, part, "e", 0);
    if (strchr("aeiouy", last) == NULL && (unsigned char)last < 0x80) {
        try_modifier(p, &best, part, "a", LINK_VOWEL);
        try_modifier(p, &best, part, "e", LINK_VOWEL);
    }
    if (last == 'o' || last == 'u')
        try_modifier(p, &best, shorter, "a", LINK_CHANGED);
    if (last == 'e') {
        try_modifier(p, &best, shorter, "a", LINK_VOWEL);
        try_modifier(p, &best, shorter, "", LINK_VOWEL);
    }
    return best;
}

/* ---- derived words ----------------------------------------------------------------------------
 */

/* The verb or adjective that the lemma is derived from, if it is known; in the arena. */
struct slice parts_derived_from(const struct parts *p, struct slice lemma)
{
    static const struct {
        const char *ending, *base;
    } derivations[] = {
        {"ning", "a"}, {"ning", "na"},  {"ing", "a"},  {"ming", "ma"},   {"ming", "mma"},
        {"ande", "a"}, {"ende", "a"},   {"else", "a"}, {"melse", "mma"}, {"are", "a"},
        {"het", ""},   {"het", "a"},    {"lig", ""},   {"lig", "a"},     {"lig", "e"},
        {"an", "a"},   {"erad", "era"}, {"bar", "a"},  {"ad", "a"},
    };
    for (size_t i = 0; i < sizeof derivations / sizeof derivations[0]; i++) {
        struct slice ending = slice_of(derivations[i].ending);
        if (!slice_ends(lemma, ending) || lemma.size < ending.size + 3)
            continue;
        struct buffer base = {0};
        buffer_slice(&base, slice_part(lemma, 0, lemma.size - ending.size));
        buffer_text(&base, derivations[i].base);
        bool known = weight_of(p, buffer_view(&base)) > 1000;
        struct slice kept = known ? slice_keep(p->arena, buffer_view(&base)) : (struct slice){0};
        buffer_free(&base);
        if (known)
            return kept;
    }
    return (struct slice){0};
}

/* Whether a word derived from base may be taken apart at `at`: base must be, there, too. */
bool parts_derived_apart(const struct parts *p, struct slice form, struct slice base, size_t at)
{
    if (base.size <= at || memcmp(base.data, form.data, at) != 0)
        return false;
    struct slice rest = slice_part(base, at, base.size);
    return !parts_is_short(rest) && weight_of(p, rest) > 0 &&
           (parts_kinds(p, rest) & COMPOUND_NO_HEAD) == 0;
}
