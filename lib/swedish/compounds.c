/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a compound is put together.
 *
 * Each place is tried: what stands before must be a word as it stands as a first part (with its
 * linking letters), what follows must be an inflected word, and both are weighed by how often they
 * occur. A word that is derived from a verb (planering from planera) is taken apart only where the
 * verb is. What neither rule nor count can know stands in compounds.tsv.
 */
#include "rules.h"

#include <stdlib.h>
#include <string.h>

enum {
    COMPOUND_MIN = 6,  /* letters of a compound */
    COMPOUND_MAX = 72, /* bytes; beyond it nobody wrote a word */
    SHORT = 3,         /* letters; parts so short must be named in compounds.tsv */
    DEPTH_MAX = 4,     /* compounds within compounds whose parts are given */
    MEMORY_SLOTS = 1 << 15,
    MEMORY_MAX = MEMORY_SLOTS / 2,
    NAME_OCCURRENCES = 5 /* that make a part of a form that no dictionary has and looks inflected */
};

/* In thousandths of a natural logarithm. */
enum {
    DICTIONARY = 2000,   /* a part that stands in a dictionary */
    COMPOUND_CAP = 5000, /* the most that a first part counts which is a compound itself */
    SHORT_PART = 1000,   /* taken off for each */
    LINK_VOWEL = 1000,   /* taken off: a vowel was dropped or added */
    LINK_CHANGED = 500,  /* taken off: a vowel was changed */
    LINK_ES = 1500,      /* taken off */
    ACCEPTED = 3000      /* the least score of a compound */
};

/* One place where a form is put together. */
struct split {
    size_t head;           /* byte where the last part begins; 0: none */
    struct slice modifier; /* the lemma of what stands before */
    int32_t score;
};

struct remembered {
    struct slice form;
    struct split split;
};

struct splitter {
    const struct lexicon *lexicon;
    struct conflater *conflater;
    struct buffer texts; /* of the stems given */
    struct arena arena;  /* what is remembered */
    struct remembered *memory;
    uint16_t *slots; /* number + 1 */
    size_t remembered;
};

enum status splitter_open(struct splitter **out, const struct lexicon *lexicon,
                          struct conflater *conflater, struct error *error)
{
    (void)error;
    struct splitter *s = base_calloc(1, sizeof *s);
    s->lexicon = lexicon;
    s->conflater = conflater;
    s->memory = base_calloc(MEMORY_MAX, sizeof *s->memory);
    s->slots = base_calloc(MEMORY_SLOTS, sizeof *s->slots);
    conflater_use(conflater, s);
    *out = s;
    return STATUS_OK;
}

void splitter_close(struct splitter *s)
{
    if (s == NULL)
        return;
    buffer_free(&s->texts);
    arena_free(&s->arena);
    free(s->memory);
    free(s->slots);
    free(s);
}

static bool is_short(struct slice part)
{
    return part.size <= SHORT || (part.size <= 2 * SHORT && rules_letters(part) <= SHORT);
}

/* ---- weights ----------------------------------------------------------------------------------
 */

static int32_t weight_of(const struct splitter *s, struct slice lemma)
{
    struct form_facts facts;
    if (!lexicon_facts(s->lexicon, lemma, &facts))
        return 0;
    uint32_t occurrences =
        facts.lemma_occurrences > facts.occurrences ? facts.lemma_occurrences : facts.occurrences;
    if (occurrences < 2 && !facts.dictionary)
        return 0;
    return rules_log(conflater_rules(s->conflater), (uint64_t)occurrences + 1) +
           (facts.dictionary ? DICTIONARY : 0);
}

static unsigned kinds_of(const struct splitter *s, struct slice word)
{
    return rules_kinds(conflater_rules(s->conflater), word);
}

static bool is_stop(const struct splitter *s, struct slice word)
{
    struct form_facts facts;
    return lexicon_facts(s->lexicon, word, &facts) && facts.stop;
}

/* ---- the last part ----------------------------------------------------------------------------
 */

/* Whether stem + ending is a word of the list. */
static bool is_form(const struct splitter *s, struct slice stem, const char *ending)
{
    char bytes[SWEDISH_TOKEN_MAX];
    size_t size = strlen(ending);
    struct form_facts facts;
    if (stem.size + size > sizeof bytes)
        return false;
    memcpy(bytes, stem.data, stem.size);
    memcpy(bytes + stem.size, ending, size);
    struct slice form = {.data = bytes, .size = stem.size + size};
    return lexicon_facts(s->lexicon, form, &facts);
}

/* A finite verb or an infinitive is no last part: fastställa is no compound that a search should
   take apart. Participles are (hedersrelaterad), and nouns that are infinitives too (skada). */
static bool finite(const struct splitter *s, struct slice head, struct slice lemma)
{
    static const char *const endings[] = {"ar", "er", "as", "es", "s"};
    struct slice stem = slice_part(lemma, 0, lemma.size - 1);
    if (slice_equal(head, lemma))
        return !slice_ends(lemma, SLICE("a")) || !is_form(s, stem, "or");
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

static int32_t head_weight(struct splitter *s, struct slice head)
{
    unsigned kinds = kinds_of(s, head);
    if ((kinds & COMPOUND_NO_HEAD) != 0 || !rules_has_vowel(head) || !begins_as_a_word(head))
        return 0;
    if (is_short(head) && (kinds & COMPOUND_HEAD) == 0)
        return 0;
    struct lemma lemma = conflate_head(s->conflater, head);
    unsigned lemma_kinds = kinds_of(s, lemma.text);
    if ((lemma_kinds & COMPOUND_NO_HEAD) != 0)
        return 0;
    if (is_short(lemma.text) && (lemma_kinds & COMPOUND_HEAD) == 0)
        return 0;
    if ((lemma_kinds & COMPOUND_HEAD) == 0 && (is_stop(s, head) || is_stop(s, lemma.text)))
        return 0;
    if (lemma.inflection == INFLECTION_VERB && finite(s, head, lemma.text))
        return 0;
    return weight_of(s, lemma.text);
}

/* ---- the first part ---------------------------------------------------------------------------
 */

struct modifier {
    struct slice lemma;
    int32_t weight;
};

/* Takes stem + ending for the lemma of a first part, if it can be one and weighs more. */
static void try_modifier(struct splitter *s, struct modifier *best, struct slice stem,
                         const char *ending, int32_t penalty)
{
    char bytes[SWEDISH_TOKEN_MAX + 2];
    size_t size = strlen(ending);
    if (stem.size + size > sizeof bytes)
        return;
    memcpy(bytes, stem.data, stem.size);
    memcpy(bytes + stem.size, ending, size);
    struct slice word = {.data = bytes, .size = stem.size + size};
    unsigned kinds = kinds_of(s, word);
    if ((kinds & COMPOUND_NO_MODIFIER) != 0)
        return;
    if ((kinds & COMPOUND_MODIFIER) == 0 && (is_short(word) || is_stop(s, word)))
        return;
    int32_t weight = weight_of(s, word) - penalty;
    if (weight <= best->weight)
        return;
    struct lemma lemma = conflate_inflected(s->conflater, word);
    if (!slice_equal(lemma.text, word) && (kinds & COMPOUND_MODIFIER) == 0) {
        struct form_facts facts;
        lexicon_facts(s->lexicon, word, &facts);
        if (facts.dictionary || facts.occurrences < NAME_OCCURRENCES || size > 0)
            return;
    }
    /* The stem of a verb is no first part unless compounds.tsv says so; an o or u for a is a
     * noun's. */
    if (lemma.inflection == INFLECTION_VERB && size > 0 && penalty != LINK_CHANGED)
        return;
    best->weight = weight;
    best->lemma = slice_keep(&s->arena, word);
}

/* Nouns with these endings always take an s when something follows. */
static bool always_links(struct slice part)
{
    static const char *const endings[] = {"het", "ing", "skap", "tet", "dom", "nad", "ion"};
    if (part.size <= 5)
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (slice_ends(part, slice_of(endings[i])))
            return true;
    return false;
}

static struct modifier find_modifier(struct splitter *s, struct slice part)
{
    struct modifier best = {0};
    const struct word_rule *rule = rules_word(conflater_rules(s->conflater), part);
    if (rule != NULL && (rule->kinds & COMPOUND_LINK) != 0)
        return (struct modifier){rule->lemma, weight_of(s, rule->lemma)};
    bool named = rule != NULL && (rule->kinds & COMPOUND_MODIFIER) != 0;
    if ((rule != NULL && (rule->kinds & COMPOUND_NO_MODIFIER) != 0) || !rules_has_vowel(part) ||
        (!named && (is_stop(s, part) || is_short(part))))
        return best;
    struct slice shorter = slice_part(part, 0, part.size - 1);
    char last = part.data[part.size - 1];
    if (!always_links(part))
        try_modifier(s, &best, part, "", 0);
    if (last == 's' && part.size > 3) {
        try_modifier(s, &best, shorter, "", 0);
        try_modifier(s, &best, shorter, "e", LINK_CHANGED);
        try_modifier(s, &best, shorter, "a", LINK_VOWEL);
        if (slice_ends(shorter, SLICE("e")))
            try_modifier(s, &best, slice_part(shorter, 0, shorter.size - 1), "", LINK_ES);
    }
    if (slice_ends(part, SLICE("ar")))
        try_modifier(s, &best, part, "e", 0);
    if (strchr("aeiouy", last) == NULL && (unsigned char)last < 0x80) {
        try_modifier(s, &best, part, "a", LINK_VOWEL);
        try_modifier(s, &best, part, "e", LINK_VOWEL);
    }
    if (last == 'o' || last == 'u')
        try_modifier(s, &best, shorter, "a", LINK_CHANGED);
    if (last == 'e') {
        try_modifier(s, &best, shorter, "a", LINK_VOWEL);
        try_modifier(s, &best, shorter, "", LINK_VOWEL);
    }
    return best;
}

/* ---- derived words ----------------------------------------------------------------------------
 */

/* The verb or adjective that the lemma is derived from, if it is known; in the arena. */
static struct slice derived_from(struct splitter *s, struct slice lemma)
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
        bool known = weight_of(s, buffer_view(&base)) > 1000;
        struct slice kept = known ? slice_keep(&s->arena, buffer_view(&base)) : (struct slice){0};
        buffer_free(&base);
        if (known)
            return kept;
    }
    return (struct slice){0};
}

/* Whether a word derived from base may be taken apart at `at`: base must be, there, too. */
static bool derived_apart(struct splitter *s, struct slice form, struct slice base, size_t at)
{
    if (base.size <= at || memcmp(base.data, form.data, at) != 0)
        return false;
    struct slice rest = slice_part(base, at, base.size);
    return !is_short(rest) && weight_of(s, rest) > 0 && (kinds_of(s, rest) & COMPOUND_NO_HEAD) == 0;
}

/* ---- one place --------------------------------------------------------------------------------
 */

static struct split split_form(struct splitter *s, struct slice form);

/* A first part that is a compound itself. Each is shorter than the one before and remembered, so
   that this goes no deeper than a form has letters, and a form's beginnings are looked at once. */
static struct modifier compound_modifier(struct splitter *s, struct slice part)
{
    struct slice word = part;
    if (part.data[part.size - 1] == 's')
        word.size--;
    struct split split = split_form(s, word);
    if (split.head == 0 || !slice_equal(conflate_inflected(s->conflater, word).text, word))
        return (struct modifier){0};
    return (struct modifier){slice_keep(&s->arena, word),
                             split.score < COMPOUND_CAP ? split.score : COMPOUND_CAP};
}

static int32_t split_score(int32_t modifier, int32_t head, int32_t whole, bool short_modifier,
                           bool short_head)
{
    int32_t least = modifier < head ? modifier : head;
    int32_t score = least + (modifier + head) * 3 / 10;
    score -= short_modifier ? SHORT_PART : 0;
    score -= short_head ? SHORT_PART : 0;
    /* A word far more frequent than its parts is hardly made of them. */
    if (whole > least)
        score -= (whole - least) / 2;
    return score;
}

static bool starts_letter(struct slice s, size_t at)
{
    return ((unsigned char)s.data[at] & 0xC0) != 0x80;
}

/* What the whole form says of being taken apart; found when the first place turns up. */
struct whole {
    bool found, never;
    struct slice lemma; /* when the list has it and the form is another: it decides where */
    struct slice base;  /* what it is derived from */
    int32_t weight;
};

static void look_at_whole(struct splitter *s, struct slice form, struct whole *whole)
{
    struct form_facts facts;
    struct lemma found = conflate_inflected(s->conflater, form);
    struct slice lemma = found.text;
    bool listed = lexicon_facts(s->lexicon, lemma, &facts);
    *whole = (struct whole){
        .found = true,
        .never = ((kinds_of(s, form) | kinds_of(s, lemma)) & COMPOUND_WHOLE) != 0,
        .base = derived_from(s, lemma),
        .weight = rules_log(conflater_rules(s->conflater), (uint64_t)facts.lemma_occurrences + 1)};
    if (listed && found.inflection != INFLECTION_VERB && !slice_equal(lemma, form))
        whole->lemma = lemma;
}

/* The place where the lemma is put together, if the form is the same up to there. */
static struct split as_lemma(struct splitter *s, struct slice form, struct slice lemma)
{
    struct split split = split_form(s, lemma);
    if (split.head + 2 > form.size || memcmp(form.data, lemma.data, split.head) != 0)
        return (struct split){0};
    return split;
}

/* The best place to take the form apart. */
static struct split find_split(struct splitter *s, struct slice form)
{
    struct split best = {0};
    struct whole whole = {0};
    if (rules_letters(form) < COMPOUND_MIN || is_stop(s, form))
        return best;
    bool simple = false; /* a first part that is no compound ended at or before this place */
    for (size_t at = 2; at + 2 <= form.size; at++) {
        if (!starts_letter(form, at))
            continue;
        struct slice before = slice_part(form, 0, at), after = slice_part(form, at, form.size);
        struct modifier modifier = find_modifier(s, before);
        simple = simple || modifier.weight > 0;
        int32_t head = simple ? head_weight(s, after) : 0;
        if (head <= 0)
            continue;
        if (modifier.weight <= 0)
            modifier = compound_modifier(s, before);
        if (modifier.weight <= 0)
            continue;
        if (!whole.found)
            look_at_whole(s, form, &whole);
        if (whole.never)
            return (struct split){0};
        if (whole.lemma.size > 0)
            return as_lemma(s, form, whole.lemma);
        if (whole.base.size > 0 && !derived_apart(s, form, whole.base, at))
            continue;
        int32_t score =
            split_score(modifier.weight, head, whole.weight, is_short(before), is_short(after));
        if (score >= ACCEPTED && score > best.score)
            best = (struct split){.head = at, .modifier = modifier.lemma, .score = score};
    }
    return best;
}

static struct split split_form(struct splitter *s, struct slice form)
{
    if (form.size > COMPOUND_MAX || !rules_letters_alone(form))
        return (struct split){0};
    size_t at = slice_hash(form) & (MEMORY_SLOTS - 1);
    for (; s->slots[at] != 0; at = (at + 1) & (MEMORY_SLOTS - 1))
        if (slice_equal(s->memory[s->slots[at] - 1].form, form))
            return s->memory[s->slots[at] - 1].split;
    struct split split = find_split(s, form);
    if (s->remembered == MEMORY_MAX)
        return split;
    /* Its beginnings may have taken the slot meanwhile. */
    while (s->slots[at] != 0)
        at = (at + 1) & (MEMORY_SLOTS - 1);
    s->memory[s->remembered] = (struct remembered){slice_keep(&s->arena, form), split};
    s->slots[at] = (uint16_t)++s->remembered;
    return split;
}

static void rest(struct splitter *s)
{
    if (s->remembered < MEMORY_MAX * 3 / 4)
        return;
    memset(s->slots, 0, MEMORY_SLOTS * sizeof *s->slots);
    s->remembered = 0;
    arena_clear(&s->arena);
}

size_t splitter_head(struct splitter *s, struct slice form)
{
    return split_form(s, form).head;
}

/* ---- all places and parts ---------------------------------------------------------------------
 */

struct taken_apart {
    struct compound *out;
    struct {
        size_t start, size;
    } stems[SWEDISH_PARTS_MAX];
};

static void add_stem(struct splitter *s, struct taken_apart *t, struct slice word)
{
    struct compound *out = t->out;
    size_t start = s->texts.size;
    if (out->stem_count == SWEDISH_PARTS_MAX)
        return;
    conflate_part_stem(s->conflater, word, &s->texts);
    struct slice stem = slice_part(buffer_view(&s->texts), start, s->texts.size);
    for (size_t i = 0; i < out->stem_count; i++)
        if (slice_equal(stem, slice_part(buffer_view(&s->texts), t->stems[i].start,
                                         t->stems[i].start + t->stems[i].size)))
            return;
    t->stems[out->stem_count].start = start;
    t->stems[out->stem_count++].size = stem.size;
}

static void add_bound(struct compound *out, size_t bound)
{
    if (out->bound_count < COMPOUND_BOUNDS_MAX)
        out->bounds[out->bound_count++] = bound;
}

/* Takes the word apart, which stands at `offset` of the form; places beyond `visible` bytes of it
   (0: none) are not the form's. */
static void take_apart(struct splitter *s, struct taken_apart *t, struct slice word, size_t offset,
                       size_t visible, int depth)
{
    struct split split = depth < DEPTH_MAX ? split_form(s, word) : (struct split){0};
    if (split.head == 0)
        return;
    struct slice before = slice_part(word, 0, split.head);
    struct slice after = slice_part(word, split.head, word.size);
    size_t shared = 0;
    while (shared < before.size && shared < split.modifier.size &&
           before.data[shared] == split.modifier.data[shared])
        shared++;
    take_apart(s, t, split.modifier, offset, shared < visible ? shared : visible, depth + 1);
    add_stem(s, t, split.modifier);
    if (split.head < visible)
        add_bound(t->out, offset + split.head);
    take_apart(s, t, after, offset + split.head, visible > split.head ? visible - split.head : 0,
               depth + 1);
    add_stem(s, t, after);
}

void compound_split(struct splitter *s, struct slice form, struct compound *out)
{
    struct taken_apart t = {.out = out};
    *out = (struct compound){0};
    conflate_rest(s->conflater);
    rest(s);
    buffer_clear(&s->texts);
    take_apart(s, &t, form, 0, form.size, 0);
    for (size_t i = 0; i < out->stem_count; i++)
        out->stems[i] = slice_part(buffer_view(&s->texts), t.stems[i].start,
                                   t.stems[i].start + t.stems[i].size);
}
