/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules.h"

#include <stdlib.h>
#include <string.h>

extern const char swedish_paradigms_table[], swedish_paradigms_table_end[];
extern const char swedish_exceptions_table[], swedish_exceptions_table_end[];
extern const char swedish_compounds_table[], swedish_compounds_table_end[];

/* ---- letters and logarithms -------------------------------------------------------------------
 */

bool rules_vowel_at(struct slice s, size_t at)
{
    if (at >= s.size)
        return false;
    switch ((unsigned char)s.data[at]) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
    case 'y':
        return true;
    case 0xC3: /* a-umlaut, a-ring, o-umlaut */
        return at + 1 < s.size && (s.data[at + 1] == (char)0xA4 || s.data[at + 1] == (char)0xA5 ||
                                   s.data[at + 1] == (char)0xB6);
    default:
        return false;
    }
}

bool rules_has_vowel(struct slice s)
{
    for (size_t i = 0; i < s.size; i++)
        if (rules_vowel_at(s, i))
            return true;
    return false;
}

size_t rules_letters(struct slice s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.size; i++)
        count += ((unsigned char)s.data[i] & 0xC0) != 0x80;
    return count;
}

bool rules_letters_alone(struct slice s)
{
    for (size_t i = 0; i < s.size; i++)
        if ((unsigned char)s.data[i] < 0x80 && (s.data[i] < 'a' || s.data[i] > 'z'))
            return false;
    return true;
}

static int32_t find_log(uint64_t x)
{
    if (x == 0)
        return 0;
    uint64_t whole = 0, rest = x, fraction = 0;
    while (rest >= 2) {
        rest /= 2;
        whole++;
    }
    /* x / 2^whole in [1, 2) with 30 bits after the point; each squaring gives a bit of log2. */
    uint64_t y = whole <= 30 ? x << (30 - whole) : x >> (whole - 30);
    for (int i = 0; i < 14; i++) {
        y = y * y >> 30;
        fraction *= 2;
        if (y >= UINT64_C(2) << 30) {
            fraction++;
            y /= 2;
        }
    }
    /* ln 2 = 0.693147; 1000 ln 2 / 2^14 of each unit. */
    return (int32_t)(((whole << 14) + fraction) * 693147 / 1000 >> 14);
}

int32_t rules_log(const struct rules *r, uint64_t x)
{
    if (x >= RULES_LOGS)
        return find_log(x);
    if (r->logs[x] == 0)
        r->logs[x] = find_log(x);
    return r->logs[x];
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static struct slice cut(struct slice *rest, char sign)
{
    const char *found = rest->size > 0 ? memchr(rest->data, sign, rest->size) : NULL;
    size_t end = found != NULL ? (size_t)(found - rest->data) : rest->size;
    struct slice piece = slice_part(*rest, 0, end);
    *rest = slice_part(*rest, end + 1, rest->size);
    return piece;
}

static void fail(const char *file, struct slice line)
{
    fprintf(stderr, "swedish: %s: cannot be read: %.*s\n", file, (int)line.size, line.data);
    abort();
}

static void add_ending(struct rules *r, struct slice text, bool diagnostic, bool of_lemma)
{
    r->endings = base_grow(r->endings, &r->ending_room, r->ending_count + 1, sizeof *r->endings);
    r->endings[r->ending_count++] = (struct ending){.text = text,
                                                    .paradigm = (uint16_t)r->paradigm_count,
                                                    .diagnostic = diagnostic,
                                                    .of_lemma = of_lemma};
    if (text.size > r->ending_max)
        r->ending_max = text.size;
}

static struct word_rule *word_for(struct rules *r, struct slice word)
{
    for (size_t at = slice_hash(word) & (r->word_slot_count - 1);;
         at = (at + 1) & (r->word_slot_count - 1)) {
        if (r->word_slots[at] == 0) {
            r->words = base_grow(r->words, &r->word_room, r->word_count + 1, sizeof *r->words);
            r->words[r->word_count] = (struct word_rule){.word = word};
            r->word_slots[at] = (uint32_t)++r->word_count;
            return &r->words[r->word_count - 1];
        }
        struct word_rule *rule = &r->words[r->word_slots[at] - 1];
        if (slice_equal(rule->word, word))
            return rule;
    }
}

static enum lemma_end end_of(struct slice line, struct slice name)
{
    static const char *const names[] = {"-", "V", "C", "R", "T"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (slice_equal(name, slice_of(names[i])))
            return (enum lemma_end)i;
    fail("paradigms.tsv", line);
    return END_ANY;
}

static void read_paradigm(struct rules *r, struct slice line)
{
    struct slice rest = line, kind = cut(&rest, '\t'), lemma = cut(&rest, '\t');
    struct slice forms = cut(&rest, '\t');
    if (slice_equal(kind, SLICE("prefix"))) {
        word_for(r, lemma)->kinds |= RULE_PREFIX;
        return;
    }
    struct paradigm p = {
        .strong = slice_equal(kind, SLICE("strong")), .lemma = lemma, .end = end_of(line, rest)};
    if (slice_equal(kind, SLICE("noun")))
        p.inflection = INFLECTION_NOUN;
    else if (slice_equal(kind, SLICE("adjective")))
        p.inflection = INFLECTION_ADJECTIVE;
    else if (slice_equal(kind, SLICE("verb")) || (p.strong && slice_ends(lemma, SLICE("a"))))
        p.inflection = INFLECTION_VERB;
    else if (p.strong)
        p.inflection = INFLECTION_NOUN;
    else
        fail("paradigms.tsv", line);
    p.first = r->ending_count;
    while (forms.size > 0) {
        struct slice ending = cut(&forms, ' ');
        bool diagnostic = slice_starts(ending, SLICE("!"));
        add_ending(r, slice_part(ending, diagnostic, ending.size), diagnostic, false);
    }
    p.count = r->ending_count - p.first;
    add_ending(r, lemma, false, true);
    r->paradigms =
        base_grow(r->paradigms, &r->paradigm_room, r->paradigm_count + 1, sizeof *r->paradigms);
    r->paradigms[r->paradigm_count++] = p;
}

static void read_exception(struct rules *r, struct slice line)
{
    struct slice rest = line, word = cut(&rest, '\t'), stem = cut(&rest, '\t');
    struct word_rule *rule = word_for(r, word);
    if (stem.size == 0 || (rule->kinds & RULE_STEM) != 0)
        fail("exceptions.tsv", line);
    rule->kinds |= RULE_STEM;
    rule->stem = stem;
    rule->lemma = rest;
}

static void read_compound(struct rules *r, struct slice line)
{
    static const char *const names[] = {"whole",    "no-modifier", "no-head",
                                        "modifier", "head",        "link"};
    struct slice rest = line, kind = cut(&rest, '\t'), word = cut(&rest, '\t');
    size_t i = 0;
    while (i < sizeof names / sizeof names[0] && !slice_equal(kind, slice_of(names[i])))
        i++;
    if (word.size == 0 || i == sizeof names / sizeof names[0])
        fail("compounds.tsv", line);
    struct word_rule *rule = word_for(r, word);
    rule->kinds |= 1U << i;
    if (1U << i == COMPOUND_LINK)
        rule->lemma = rest;
}

static void read_lines(struct rules *r, const char *start, const char *end,
                       void (*read)(struct rules *r, struct slice line))
{
    struct slice rest = {.data = start, .size = (size_t)(end - start)};
    while (rest.size > 0) {
        struct slice line = cut(&rest, '\n');
        if (line.size > 0 && line.data[0] != '#')
            read(r, line);
    }
}

/* The slot of an ending's letters, taken or free. */
static uint16_t *ending_slot(struct rules *r, struct slice text)
{
    size_t at = slice_hash(text) & (ENDING_SLOTS - 1);
    while (r->ending_slots[at] != 0 && !slice_equal(r->endings[r->ending_slots[at] - 1].text, text))
        at = (at + 1) & (ENDING_SLOTS - 1);
    return &r->ending_slots[at];
}

/* Endings of the same letters get one number, and stand together in `grouped`. */
static void number_endings(struct rules *r)
{
    r->groups = base_calloc(r->ending_count + 2, sizeof *r->groups);
    r->grouped = base_calloc(r->ending_count, sizeof(struct ending *));
    for (size_t i = 0; i < r->ending_count; i++) {
        struct ending *e = &r->endings[i];
        uint16_t *slot = ending_slot(r, e->text);
        if (*slot == 0) {
            *slot = (uint16_t)(i + 1);
            e->number = (uint16_t)r->ending_numbers++;
        } else {
            e->number = r->endings[*slot - 1].number;
        }
        r->groups[e->number + 2]++;
        if (e->of_lemma)
            r->paradigms[e->paradigm].lemma_number = e->number;
    }
    for (size_t i = 2; i <= r->ending_numbers + 1; i++)
        r->groups[i] = (uint16_t)(r->groups[i] + r->groups[i - 1]);
    for (size_t i = 0; i < r->ending_count; i++)
        r->grouped[r->groups[r->endings[i].number + 1]++] = &r->endings[i];
}

struct rules *rules_new(void)
{
    struct rules *r = base_calloc(1, sizeof *r);
    r->word_slot_count = 1 << 12; /* the words are about a thousand */
    r->word_slots = base_calloc(r->word_slot_count, sizeof *r->word_slots);
    r->logs = base_calloc(RULES_LOGS, sizeof *r->logs);
    read_lines(r, swedish_paradigms_table, swedish_paradigms_table_end, read_paradigm);
    read_lines(r, swedish_exceptions_table, swedish_exceptions_table_end, read_exception);
    read_lines(r, swedish_compounds_table, swedish_compounds_table_end, read_compound);
    if (r->word_count * 2 > r->word_slot_count || r->ending_count * 2 > ENDING_SLOTS)
        fail("rules", SLICE("more words than there are slots for"));
    number_endings(r);
    return r;
}

void rules_free(struct rules *r)
{
    if (r == NULL)
        return;
    free(r->paradigms);
    free(r->endings);
    free(r->grouped);
    free(r->groups);
    free(r->logs);
    free(r->words);
    free(r->word_slots);
    free(r);
}

/* ---- look-up ----------------------------------------------------------------------------------
 */

const struct word_rule *rules_word(const struct rules *r, struct slice word)
{
    for (size_t at = slice_hash(word) & (r->word_slot_count - 1); r->word_slots[at] != 0;
         at = (at + 1) & (r->word_slot_count - 1))
        if (slice_equal(r->words[r->word_slots[at] - 1].word, word))
            return &r->words[r->word_slots[at] - 1];
    return NULL;
}

unsigned rules_kinds(const struct rules *r, struct slice word)
{
    const struct word_rule *rule = rules_word(r, word);
    return rule != NULL ? rule->kinds : 0;
}

size_t rules_endings(const struct rules *r, struct slice text, size_t *first)
{
    *first = 0;
    for (size_t at = slice_hash(text) & (ENDING_SLOTS - 1); r->ending_slots[at] != 0;
         at = (at + 1) & (ENDING_SLOTS - 1)) {
        const struct ending *e = &r->endings[r->ending_slots[at] - 1];
        if (!slice_equal(e->text, text))
            continue;
        *first = r->groups[e->number];
        return r->groups[e->number + 1];
    }
    return 0;
}
