/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "- Det är ett viktigt steg, säger ministern.": a dash that opens what somebody says, where
   Markdown sees an item of a list. */
#include "readers_internal.h"

#include <string.h>

/* Sorted by bytes. */
static const char *const speech[] = {
    "anser",        "avslutar",     "avslutade",   "berättade",  "berättar",   "beskriver",
    "betonade",     "betonar",      "fortsatte",   "fortsätter", "framhåller", "framhöll",
    "förklarade",   "förklarar",    "hälsade",     "hälsar",     "instämmer",  "kommenterade",
    "kommenterar",  "konstaterade", "konstaterar", "lovar",      "lovordade",  "menade",
    "menar",        "poängterade",  "poängterar",  "påpekade",   "påpekar",    "reflekterade",
    "reflekterar",  "resonerade",   "resonerar",   "sa",         "sade",       "sammanfattade",
    "sammanfattar", "skrev",        "skriver",     "svarade",    "svarar",     "säger",
    "tillade",      "tillägger",    "tipsar",      "tror",       "tycker",     "tyckte",
    "underströk",   "understryker", "undrar",      "uppgav",     "uppger",     "uppmanar",
    "utbrister",
};

static const char *const speakers[] = {"jag", "mig", "min", "mina", "mitt",
                                       "oss", "vi",  "vår", "våra", "vårt"};

static bool is_one_of(struct slice word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_equal_ascii(word, slice_of(words[i])))
            return true;
    }
    return false;
}

/* The end of the segment: before the next line that is empty or begins with a dash or a "#". */
static size_t segment_end(struct slice text, size_t start)
{
    size_t end = start;
    for (size_t at = start, next; at < text.size; at = next) {
        struct slice line = slice_trim(input_line(text, at, &next));
        if (at > start &&
            (line.size == 0 || slice_starts(line, SLICE("- ")) || line.data[0] == '#'))
            break;
        end = at + input_line(text, at, &next).size;
    }
    return end;
}

static bool is_dash_line(struct slice text, size_t at)
{
    size_t next;
    return at < text.size && slice_starts(input_line(text, at, &next), SLICE("- "));
}

/* Looks through the words of s: whether a verb of speech follows a comma or a closing quote, and
   whether somebody speaks of himself. */
static void listen(struct slice s, bool *said, bool *own)
{
    *said = false;
    *own = false;
    for (size_t at = 0; at < s.size && !*said;) {
        uint32_t c;
        size_t start = at;
        while (at < s.size && letter_at(s, at) != LETTER_NONE)
            at += utf8_decode(s, at, &c);
        struct slice word = slice_part(s, start, at);
        if (word.size > 0 && start >= 2 && s.data[start - 1] == ' ' &&
            letter_before(s, start - 1) == LETTER_NONE && s.data[start - 2] != ' ')
            *said = is_one_of(word, speech, sizeof speech / sizeof *speech);
        if (word.size > 0 && !*own)
            *own = is_one_of(word, speakers, sizeof speakers / sizeof *speakers);
        if (at < s.size && word.size == 0)
            at += utf8_decode(s, at, &c);
    }
}

static bool ends_sentence(struct slice s)
{
    return slice_ends(s, SLICE(".")) || slice_ends(s, SLICE("!")) || slice_ends(s, SLICE("?")) ||
           slice_ends(s, SLICE("\"")) || slice_ends(s, SLICE("\xE2\x80\x9D"));
}

bool mend_is_quote(struct slice text, size_t start, struct slice before)
{
    size_t end = segment_end(text, start), next;
    struct slice words = slice_trim(slice_part(text, start, end));
    enum letter first = letter_at(words, 0);
    if (first == LETTER_LOWER || first == LETTER_DIGIT || words.size == 0)
        return false;
    bool said, own;
    listen(words, &said, &own);
    if (said)
        return true;
    if (!ends_sentence(words) || slice_starts(before, SLICE("- ")))
        return false;
    input_line(text, end < text.size ? end : text.size - 1, &next);
    if (is_dash_line(text, next))
        return false;
    return own || slice_ends(before, SLICE("?")) || slice_ends(before, SLICE("?**"));
}
