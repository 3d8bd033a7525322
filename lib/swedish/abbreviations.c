/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Abbreviations: those of several parts, which are one word however they are dotted and spaced, and
 * those whose dot does not end a sentence.
 */
#include "swedish_tokens_internal.h"

#include <string.h>

static const struct {
    const char *parts; /* as folded words, a dot between them */
    const char *form;
    unsigned flags;
} several[] = {
    {"a.a", "a.a", 0},
    {"a.i", "a.i", 0},
    {"bl.a", "bl.a", ABBREVIATION_BARE},
    {"d.d", "d.d", 0},
    {"d.o", "d.o", 0},
    {"d.v.s", "dvs", ABBREVIATION_BARE},
    {"d.y", "d.y", 0},
    {"e.d", "e.d", ABBREVIATION_ENDS},
    {"e.dyl", "e.d", ABBREVIATION_ENDS},
    {"e.g", "e.g", 0},
    {"e.kr", "e.kr", ABBREVIATION_ENDS},
    {"e.o", "e.o", 0},
    {"el.dyl", "e.d", ABBREVIATION_ENDS},
    {"f.d", "f.d", ABBREVIATION_BARE},
    {"f.kr", "f.kr", ABBREVIATION_ENDS},
    {"f.n", "f.n", ABBREVIATION_ENDS},
    {"f.o", "f.o", 0},
    {"f.r.o.m", "fr.o.m", 0},
    {"f.ö", "f.ö", ABBREVIATION_ENDS},
    {"fr.o.m", "fr.o.m", ABBREVIATION_BARE},
    {"i.e", "i.e", 0},
    {"i.o.m", "i.o.m", ABBREVIATION_BARE},
    {"i.st.f", "i.st.f", 0},
    {"m.a.a", "m.a.a", 0},
    {"m.a.o", "m.a.o", ABBREVIATION_BARE},
    {"m.fl", "m.fl", ABBREVIATION_BARE | ABBREVIATION_ENDS},
    {"m.h.t", "m.h.t", 0},
    {"m.m", "m.m", ABBREVIATION_BARE | ABBREVIATION_ENDS},
    {"o.d", "o.d", ABBREVIATION_ENDS},
    {"o.dyl", "o.d", ABBREVIATION_ENDS},
    {"o.s.v", "osv", ABBREVIATION_BARE | ABBREVIATION_ENDS},
    {"p.g.a", "p.g.a", ABBREVIATION_BARE},
    {"p.t", "p.t", 0},
    {"s.a.s", "s.a.s", 0},
    {"s.k", "s.k", ABBREVIATION_BARE},
    {"t.ex", "t.ex", ABBREVIATION_BARE},
    {"t.f", "t.f", 0},
    {"t.h", "t.h", 0},
    {"t.o.m", "t.o.m", ABBREVIATION_BARE},
    {"t.v", "t.v", 0},
    {"u.a", "u.a", 0},
    {"u.p.a", "u.p.a", 0},
    {"utg.omr", "utg.omr", ABBREVIATION_BARE},
    {"utgifts.omr", "utg.omr", 0},
    {"å.k", "å.k", 0},
};

enum { LONGEST_PARTS = 16, FIRST_PART_MAX = 7 };

/* The words from atom i on that stand as an abbreviation's parts do, joined by dots into key.
   Returns how many; ends[n] is the atom after part n and its dot, bare[n] whether a dot lacks up to
   there. */
static size_t parts_at(const struct token_memory *m, size_t i, char *key, size_t *sizes,
                       size_t *ends, bool *bare)
{
    size_t count = 0, size = 0;
    bool lacks = false;
    while (count < 4 && i < m->atom_count && m->atoms[i].kind == ATOM_WORD &&
           size + m->atoms[i].size + 1 < LONGEST_PARTS) {
        const struct atom *a = &m->atoms[i];
        if (count > 0 && (a->space & ~(unsigned)(SPACE_BLANK | SPACE_NEWLINE)) != 0)
            break;
        if (count > 0)
            key[size++] = '.';
        memcpy(key + size, m->forms + a->form, a->size);
        size += a->size;
        sizes[count] = size;
        i++;
        bool dot = i < m->atom_count && m->atoms[i].kind == ATOM_MARK && m->atoms[i].mark == '.' &&
                   m->atoms[i].repeats == 1 && m->atoms[i].space == 0;
        bare[count] = lacks;
        ends[count++] = dot ? i + 1 : i;
        i += dot;
        lacks = lacks || !dot;
    }
    return count;
}

static size_t several_find(struct slice key)
{
    for (size_t i = 0; i < sizeof several / sizeof several[0]; i++)
        if (several[i].parts[0] == key.data[0] && slice_equal(slice_of(several[i].parts), key))
            return i;
    return SIZE_MAX;
}

size_t abbreviation_match(const struct token_memory *m, size_t i, struct slice *form,
                          unsigned *flags)
{
    char key[LONGEST_PARTS];
    size_t sizes[4], ends[4];
    bool bare[4];
    size_t count = parts_at(m, i, key, sizes, ends, bare);
    for (size_t n = count; n-- > 1;) {
        size_t row = several_find((struct slice){key, sizes[n]});
        if (row == SIZE_MAX || (bare[n] && (several[row].flags & ABBREVIATION_BARE) == 0))
            continue;
        size_t after = ends[n];
        /* "bl alla" is not "bl a" and a rest; "m.m.fl" neither. */
        if (after < m->atom_count && m->atoms[after].space == 0 &&
            m->atoms[after].kind != ATOM_MARK && bare[n])
            continue;
        *form = slice_of(several[row].form);
        *flags = several[row].flags;
        return after;
    }
    return 0;
}

/* Those of one part. */
static const char *const goes_on[] = {
    "ang",  "anm",  "bet", "bitr", "ca",   "cf",  "dir",  "dnr", "doc",   "dos",   "ds",   "dr",
    "dvs",  "ekon", "enl", "ev",   "exkl", "fil", "fm",   "fpm", "forts", "fr",    "frk",  "förf",
    "gm",   "hr",   "ing", "inkl", "jfr",  "jur", "kand", "kap", "kl",    "kungl", "mag",  "mot",
    "mr",   "mrs",  "ms",  "mt",   "nr",   "no",  "obs",  "org", "pga",   "prof",  "prop", "prot",
    "resp", "rir",  "sfs", "sö",   "rskr", "s",   "sid",  "skr", "sou",   "st",    "tekn", "tel",
    "teol", "tf",   "th",  "tim",  "utg",  "v",   "vol",
};

static const char *const number[] = {
    "apr",  "art", "aug",  "avd", "avs",  "bil",  "dec", "del", "fig",  "feb",
    "febr", "jan", "jul",  "jun", "maj",  "mom",  "nov", "okt", "p",    "pkt",
    "pp",   "ref", "rubr", "sep", "sept", "sekt", "tab", "tit", "uppl", "vers",
};

enum abbreviation_end abbreviation_end(struct slice form)
{
    if (WORD_IN(form, goes_on))
        return ABBREVIATION_GOES_ON;
    return WORD_IN(form, number) ? ABBREVIATION_NUMBER : ABBREVIATION_NONE;
}
