/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Amounts of kronor: "2 000 000 kronor", "1,5 miljarder", "10 mkr", "en miljon", and the numbers
 * that share a unit with the next ("10 till 15 miljoner kronor"). Millions of people, doses, euro
 * or Norwegian kronor are none: after a bare "miljoner" only words that can follow a sum may stand.
 */
#include "swedish_tokens_internal.h"

#include <string.h>

static const uint64_t AMOUNT_MAX = UINT64_C(1000000000000000000);

/* A number as units and millionths. */
struct sum {
    uint64_t units, millionths;
};

static const char *const crowns[] = {"kronor",   "kr",  "krona",   "kronors",
                                     "kronorna", "sek", "kronorne"};

/* What multiplies; `whole`: the word says kronor too. */
static const struct {
    const char *word;
    uint64_t times;
    bool whole;
} units[] = {
    {"tusen", 1000, false},
    {"tkr", 1000, true},
    {"tsek", 1000, true},
    {"miljon", 1000000, false},
    {"miljoner", 1000000, false},
    {"milj", 1000000, false},
    {"mn", 1000000, false},
    {"mkr", 1000000, true},
    {"mnkr", 1000000, true},
    {"msek", 1000000, true},
    {"miljard", 1000000000, false},
    {"miljarder", 1000000000, false},
    {"mdr", 1000000000, false},
    {"mdkr", 1000000000, true},
    {"mdrkr", 1000000000, true},
    {"biljon", 1000000000000, false},
    {"biljoner", 1000000000000, false},
};

/* What can follow a sum of millions that does not say kronor. */
static const char *const followers[] = {
    "avsätts",     "anslås",   "anvisas", "användas", "används", "av",      "beräknas",
    "bör",         "där",      "eller",   "extra",    "fr.o.m",  "från",    "fördelas",
    "för",         "föreslås", "före",    "genom",    "har",     "i",       "in",
    "inklusive",   "inom",     "med",     "mellan",   "men",     "mer",     "mindre",
    "mot",         "nästa",    "och",     "om",       "per",     "på",      "respektive",
    "resp",        "samt",     "satsas",  "ska",      "skall",   "som",     "t.o.m",
    "till",        "tillförs", "totalt",  "under",    "ur",      "utöver",  "varav",
    "varje",       "vardera",  "via",     "vid",      "varje",   "årligen", "år",
    "ytterligare", "är",
};

static const struct {
    const char *word;
    uint32_t value; /* in halves */
} number_words[] = {
    {"en", 2},        {"ett", 2},      {"två", 4},      {"tre", 6},      {"fyra", 8},
    {"fem", 10},      {"sex", 12},     {"sju", 14},     {"åtta", 16},    {"nio", 18},
    {"tio", 20},      {"elva", 22},    {"tolv", 24},    {"tretton", 26}, {"fjorton", 28},
    {"femton", 30},   {"sexton", 32},  {"sjutton", 34}, {"arton", 36},   {"nitton", 38},
    {"tjugo", 40},    {"trettio", 60}, {"fyrtio", 80},  {"femtio", 100}, {"sextio", 120},
    {"sjuttio", 140}, {"åttio", 160},  {"nittio", 180}, {"hundra", 200}, {"halv", 1},
    {"halvannan", 3},
};

static bool number_of(struct slice form, struct sum *out)
{
    static const uint64_t scale[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
    size_t at = 0, decimals = 0;
    *out = (struct sum){0};
    for (; at < form.size && form.data[at] >= '0' && form.data[at] <= '9'; at++) {
        out->units = out->units * 10 + (uint64_t)(form.data[at] - '0');
        if (out->units > AMOUNT_MAX)
            return false;
    }
    if (at == 0)
        return false;
    if (at == form.size)
        return true;
    if (form.data[at] != ',' && form.data[at] != '.')
        return false;
    for (at++; at < form.size && form.data[at] >= '0' && form.data[at] <= '9'; at++, decimals++)
        if (decimals < 6)
            out->millionths = out->millionths * 10 + (uint64_t)(form.data[at] - '0');
    out->millionths *= scale[decimals < 6 ? decimals : 6];
    return at == form.size && decimals > 0;
}

static bool times(struct sum sum, uint64_t by, uint64_t *out)
{
    if (sum.units > AMOUNT_MAX / by)
        return false;
    /* millionths * by < 10^6 * 10^12 */
    *out = sum.units * by + (sum.millionths * by + 500000) / 1000000;
    return *out <= AMOUNT_MAX;
}

static void add_amount(struct token_memory *m, size_t first, size_t last, struct sum sum,
                       uint64_t by)
{
    char digits[24];
    uint64_t value;
    if (!times(sum, by, &value))
        return;
    size_t size = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
    reading_add(m, first, last, SWEDISH_AMOUNT, (struct slice){digits, size}, value);
}

static bool spaced(const struct token_memory *m, size_t t)
{
    return t < m->plain_count && plain_follows(m, t, GAP_SPACE);
}

/* "kronor" or "svenska kronor" at plain token t: the last token of it, or SIZE_MAX. */
static size_t crowns_at(const struct token_memory *m, size_t t)
{
    if (spaced(m, t) && plain_is(m, t, "svenska"))
        t++;
    if (t >= m->plain_count || !plain_follows(m, t, GAP_SPACE | GAP_DOT)) /* "milj. kr" */
        return SIZE_MAX;
    return (m->plains[t].flags & PLAIN_SENTENCE) == 0 && WORD_IN(plain_form(m, t), crowns)
               ? t
               : SIZE_MAX;
}

/* The last plain token of a unit that begins at t ("miljoner kronor", "mkr", "kr"), or SIZE_MAX. */
static size_t unit_at(const struct token_memory *m, size_t t, uint64_t *by)
{
    size_t last = crowns_at(m, t);
    *by = 1;
    if (last != SIZE_MAX)
        return last;
    if (!spaced(m, t) || m->plains[t].kind != SWEDISH_WORD)
        return SIZE_MAX;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (!plain_is(m, t, units[i].word))
            continue;
        *by = units[i].times;
        last = crowns_at(m, t + 1);
        if (last != SIZE_MAX || units[i].whole)
            return last != SIZE_MAX ? last : t;
        if (units[i].times < 1000000 || (m->plains[t].flags & PLAIN_SUSPENDED) != 0)
            return SIZE_MAX;
        bool ends = t + 1 >= m->plain_count || !plain_follows(m, t + 1, GAP_SPACE);
        bool joined = t + 1 < m->plain_count && (m->plains[t + 1].flags & PLAIN_JOINED) != 0;
        if (joined || (!ends && (m->plains[t + 1].flags & PLAIN_DIGIT) == 0 &&
                       !WORD_IN(plain_form(m, t + 1), followers)))
            return SIZE_MAX;
        return t;
    }
    return SIZE_MAX;
}

/* Numbers before plain token t that share its unit: "10, 12 respektive 15 miljoner kronor". */
static void add_shared(struct token_memory *m, size_t t, uint64_t by)
{
    struct sum sum;
    uint32_t year;
    unsigned links = GAP_DASH | GAP_HYPHEN; /* "20, 2 miljoner" is a slip: no comma at first */
    for (size_t n = 0; n < TOKENS_LIST_MAX && t > 0; n++, links |= GAP_COMMA) {
        bool linked = plain_follows(m, t, GAP_SPACE | links) && (m->plains[t].gap & links) != 0;
        t--;
        if (plain_conjunction(m, t) || plain_is(m, t, "till")) {
            linked = t > 0 && plain_follows(m, t, GAP_SPACE);
            t -= linked;
        }
        struct slice form = plain_form(m, t);
        bool is_year =
            form.size == 4 && slice_digits(form, 4, &year) && year >= 1900 && year < 2100;
        if (!linked || m->plains[t].kind != SWEDISH_NUMBER || is_year || !number_of(form, &sum))
            return;
        add_amount(m, t, t, sum, by);
    }
}

/* "SEK 360 million" in the English pages. */
static void english_amount(struct token_memory *m, size_t t, struct sum sum)
{
    uint64_t by = 1;
    size_t last = t;
    if (t == 0 || !spaced(m, t) || !plain_is(m, t - 1, "sek"))
        return;
    if (spaced(m, t + 1) && plain_is(m, t + 1, "million"))
        by = 1000000;
    else if (spaced(m, t + 1) && plain_is(m, t + 1, "billion"))
        by = 1000000000;
    last += by > 1;
    if (by > 1 || sum.units >= 1000)
        add_amount(m, t - 1, last, sum, by);
}

void amounts_at_number(struct token_memory *m, size_t t)
{
    struct sum sum;
    uint64_t by;
    if (m->plains[t].kind != SWEDISH_NUMBER || !number_of(plain_form(m, t), &sum))
        return;
    size_t last = unit_at(m, t + 1, &by);
    if (last == SIZE_MAX) {
        english_amount(m, t, sum);
        return;
    }
    add_amount(m, t, last, sum, by);
    add_shared(m, t, by);
}

/* The plain token t is a word for a number; its value in halves, or 0. */
static uint32_t number_word(const struct token_memory *m, size_t t)
{
    for (size_t i = 0; i < sizeof number_words / sizeof number_words[0]; i++)
        if (plain_is(m, t, number_words[i].word))
            return number_words[i].value;
    return 0;
}

/* "en miljard", "en halv miljon", "en och en halv miljon": plain token t is the unit. */
void amounts_at_word(struct token_memory *m, size_t t)
{
    uint64_t by;
    if (t == 0 || !spaced(m, t))
        return;
    uint32_t halves = number_word(m, t - 1);
    size_t last = halves > 0 ? unit_at(m, t, &by) : SIZE_MAX;
    if (last == SIZE_MAX)
        return;
    size_t first = t - 1;
    if (halves == 1 && first > 0 && spaced(m, first) && number_word(m, first - 1) == 2) {
        first--;
        if (first >= 2 && spaced(m, first) && plain_is(m, first - 1, "och") &&
            number_word(m, first - 2) > 1) {
            halves += number_word(m, first - 2);
            first -= 2;
        }
    }
    struct sum sum = {.units = halves / 2, .millionths = halves % 2 * 500000};
    add_amount(m, first, last, sum, by);
}
