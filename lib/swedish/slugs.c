/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Addresses of pages, which name references without their punctuation: "sou-202398" is SOU 2023:98,
 * "prop.-200910206" is prop. 2009/10:206, "skr.-19992000132" is skr. 1999/2000:132. The site puts a
 * "1" (or "2") behind an address that is taken, so "sou-2022461" is SOU 2022:46. The ids of the
 * lists are mostly written as in a text, but some are like addresses too ("Dir. 2022 98", "SOU
 * 2019_20").
 */
#include "swedish_tokens_internal.h"

#include <stdio.h>
#include <string.h>

static const struct series {
    const char *word;   /* in the address */
    const char *kind;   /* in the reference */
    const char *folder; /* where such pages lie, NULL: the row above says it */
    bool session;       /* numbered by session of parliament, before 1976 by year */
    uint32_t plausible; /* there are hardly more in a year */
} all_series[] = {
    {"sou", "sou", "statens-offentliga-utredningar", false, 200},
    {"prop", "prop", "proposition", true, 330},
    {"proposition", "prop", NULL, true, 330},
    {"regeringens-proposition", "prop", NULL, true, 330},
    {"dir", "dir", "kommittedirektiv", false, 190},
    {"direktiv", "dir", NULL, false, 190},
    {"kommittedirektiv", "dir", NULL, false, 190},
    {"ds", "ds", "departementsserien-och-promemorior", false, 100},
    {"skr", "skr", "skrivelse", true, 330},
    {"skrivelse", "skr", NULL, true, 330},
    {"regeringens-skrivelse", "skr", NULL, true, 330},
    {"so", "sö", "sveriges-internationella-overenskommelser", false, 160},
    {"sö", "sö", NULL, false, 160},
    {"fm", "fm", "forordningsmotiv", false, 10},
    {"fpm", "fpm", "faktapromemoria", true, 160},
    {"rir", "rir", NULL, false, 60},
};

enum {
    SERIES_COUNT = sizeof all_series / sizeof all_series[0],
    GROUPS_MAX = 4,
    SLUG_MAX = 400,
    SESSIONS_BEGIN = 1975 /* 1975/76 is the first session that numbers go by */
};

/* Runs of digits with only separators between. */
struct digits {
    struct slice groups[GROUPS_MAX];
    size_t count;
    size_t end; /* after the last */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_separator(char c)
{
    return c != '\0' && strchr(" .-_:/", c) != NULL;
}

static struct digits digits_at(struct slice slug, size_t at)
{
    struct digits d = {.end = at};
    while (d.count < GROUPS_MAX) {
        while (at < slug.size && is_separator(slug.data[at]))
            at++;
        size_t start = at;
        while (at < slug.size && is_digit(slug.data[at]))
            at++;
        if (at == start)
            break;
        d.groups[d.count++] = slice_part(slug, start, at);
        d.end = at;
    }
    return d;
}

static uint32_t number_in(struct slice digits, size_t start, size_t end)
{
    uint32_t value;
    return slice_digits(slice_part(digits, start, end), 9, &value) ? value : 0;
}

static bool is_year(uint32_t year)
{
    return year >= 1850 && year <= 2199;
}

enum { YEARS_AHEAD = 40 }; /* a treaty's page bears the year it was signed in, not published */

/* The item, without the last digit of an address that was taken when it is not plausible with it.
 */
static uint32_t item_of(const struct series *s, struct slice digits)
{
    uint32_t item = number_in(digits, 0, digits.size);
    return item > s->plausible && item / 10 <= s->plausible ? item / 10 : item;
}

static bool write_item(const struct series *s, uint32_t year, uint32_t next, uint32_t item,
                       struct buffer *out)
{
    if (!is_year(year) || item == 0 || item > 9999)
        return false;
    if (next == 0)
        buffer_format(out, "%s %u:%u", s->kind, year, item);
    else if (year == 1999)
        buffer_format(out, "%s 1999/2000:%u", s->kind, item);
    else
        buffer_format(out, "%s %u/%02u:%u", s->kind, year, next % 100, item);
    return true;
}

/* The year in a path ("/2018/01/"), or 0. */
static uint32_t year_of_path(struct slice path)
{
    for (size_t at = 0; (at = slice_find(path, SLICE("/"), at)) != SIZE_MAX; at++) {
        uint32_t year = number_in(path, at + 1, at + 5);
        if (is_year(year))
            return year;
    }
    return 0;
}

/* Year and item by calendar year: "202398", "2022-98". */
static bool by_year(const struct series *s, const struct digits *d, struct buffer *out)
{
    struct slice first = d->groups[0];
    uint32_t year = number_in(first, 0, 4);
    if (first.size > 4)
        return write_item(s, year, 0, item_of(s, slice_part(first, 4, first.size)), out);
    return first.size == 4 && d->count > 1 && write_item(s, year, 0, item_of(s, d->groups[1]), out);
}

/* "200910206", "19992000132", "201516-140", "2017 18.188". */
static bool by_session(const struct series *s, const struct digits *d, struct buffer *out)
{
    char all[32];
    size_t size = 0;
    for (size_t i = 0; i < d->count; i++) {
        if (size + d->groups[i].size > sizeof all)
            return false;
        memcpy(all + size, d->groups[i].data, d->groups[i].size);
        size += d->groups[i].size;
    }
    struct slice digits = {all, size};
    uint32_t year = number_in(digits, 0, 4);
    /* "201920201" is 2019/20:201: no item of 2019/2020 has a digit alone after two whole years. */
    bool shorter = size == 9 && number_in(digits, 4, 6) == (year + 1) % 100;
    if (size > 8 && !shorter && number_in(digits, 4, 8) == year + 1)
        return write_item(s, year, year + 1, item_of(s, slice_part(digits, 8, size)), out);
    if (size > 6 && number_in(digits, 4, 6) == (year + 1) % 100)
        return write_item(s, year, year + 1, item_of(s, slice_part(digits, 6, size)), out);
    return year <= SESSIONS_BEGIN && by_year(s, d, out);
}

static bool by_series(const struct series *s, const struct digits *d, struct buffer *out)
{
    return d->count > 0 && (s->session ? by_session(s, d, out) : by_year(s, d, out));
}

/* The series whose word stands at `at` with digits after it; `at` becomes where they begin. */
static const struct series *series_at(struct slice slug, size_t *at)
{
    struct slice rest = slice_part(slug, *at, slug.size);
    const struct series *found = NULL;
    size_t size = 0;
    for (size_t i = 0; i < SERIES_COUNT; i++) {
        struct slice word = slice_of(all_series[i].word);
        if (slice_starts(rest, word) && word.size > size) {
            found = &all_series[i];
            size = word.size;
        }
    }
    if (found == NULL || size >= rest.size)
        return NULL;
    /* "skr2.-201920192" has a digit too many */
    if (is_digit(rest.data[size]) && size + 1 < rest.size && is_separator(rest.data[size + 1]))
        size++;
    while (size < rest.size && is_separator(rest.data[size]))
        size++;
    if (size >= rest.size || !is_digit(rest.data[size]))
        return NULL;
    *at += size;
    return found;
}

/* The series whose folder is one of those in the path, which ends with a slash. */
static const struct series *series_of_folder(struct slice path)
{
    for (size_t start = 0; start < path.size;) {
        size_t end = slice_find(path, SLICE("/"), start);
        struct slice folder = slice_part(path, start, end == SIZE_MAX ? path.size : end);
        for (size_t i = 0; i < SERIES_COUNT; i++)
            if (all_series[i].folder != NULL && slice_equal(folder, slice_of(all_series[i].folder)))
                return &all_series[i];
        start += folder.size + 1;
    }
    return NULL;
}

/* "s20137203pbb", "fi-2004475", "dnr-s20121653sf". "m-202202" is the committee that wrote the page.
 */
static bool registry_slug(struct slice slug, struct buffer *out)
{
    static const char *const letters[] = {"a",  "c",  "fi", "fo", "h",  "i",  "ij", "jo",
                                          "ju", "k",  "kn", "ku", "l",  "li", "m",  "n",
                                          "s",  "sb", "u",  "ud", "uf", "um", "v"};
    size_t at = slice_starts(slug, SLICE("dnr")) ? 3 : 0;
    while (at < slug.size && is_separator(slug.data[at]))
        at++;
    size_t start = at;
    while (at < slug.size && slug.data[at] >= 'a' && slug.data[at] <= 'z')
        at++;
    struct slice word = slice_part(slug, start, at);
    struct digits d = digits_at(slug, at);
    if (!WORD_IN(word, letters) || d.count != 1 || d.groups[0].size < 6 || d.groups[0].size > 10 ||
        (d.groups[0].size == 6 && is_separator(slug.data[at])))
        return false;
    for (size_t i = d.end; i < slug.size; i++) /* the unit, and a digit of an address taken */
        if (i > d.end + 10 || (!is_digit(slug.data[i]) && !is_separator(slug.data[i]) &&
                               (slug.data[i] < 'a' || slug.data[i] > 'z')))
            return false;
    uint32_t year = number_in(d.groups[0], 0, 4), item = number_in(d.groups[0], 4, 10);
    if (!is_year(year) || year < 1970 || item == 0)
        return false;
    const char *department = slice_equal(word, SLICE("fo")) ? "fö" : NULL;
    struct slice shown = department != NULL ? slice_of(department) : word;
    buffer_format(out, year >= 2015 ? "dnr %.*s%u/%05u" : "dnr %.*s%u/%u", (int)shown.size,
                  shown.data, year, item);
    return true;
}

/* "202122fpm99". */
static bool paper_slug(struct slice slug, struct buffer *out)
{
    size_t word = slice_find(slug, SLICE("fpm"), 0);
    if (word == SIZE_MAX)
        return false;
    size_t at = word > 0 ? 0 : 3;
    struct digits session = digits_at(slug, at);
    if (session.count != 1 || session.groups[0].size != 6)
        return false;
    struct digits item = digits_at(slug, slice_find(slug, SLICE("fpm"), session.end) + 3);
    uint32_t year = number_in(session.groups[0], 0, 4);
    return slice_find(slug, SLICE("fpm"), session.end) != SIZE_MAX && item.count > 0 &&
           number_in(session.groups[0], 4, 6) == (year + 1) % 100 &&
           write_item(series_of_folder(SLICE("faktapromemoria")), year, year + 1,
                      number_in(item.groups[0], 0, 9), out);
}

/* A title that says the number of its own series: "tillsyn-och-kontroll-...-prop.-201920204". */
static bool title_slug(const struct series *home, struct slice slug, struct buffer *out)
{
    for (size_t i = slug.size; home != NULL && i-- > 1;) {
        size_t at = i;
        if (!is_separator(slug.data[i - 1]))
            continue;
        const struct series *s = series_at(slug, &at);
        struct digits d = s != NULL ? digits_at(slug, at) : (struct digits){0};
        if (s != NULL && strcmp(s->kind, home->kind) == 0 && d.end + 2 >= slug.size &&
            by_series(s, &d, out))
            return true;
    }
    return false;
}

static bool find_reference(struct slice path, struct slice slug, struct buffer *out)
{
    size_t at = 0;
    const struct series *home = series_of_folder(path);
    /* The number in a referral's address is that of what was referred. */
    if (slug.size > SLUG_MAX || slug.size == 0 ||
        slice_find(path, SLICE("remisser/"), 0) != SIZE_MAX)
        return false;
    if (paper_slug(slug, out))
        return true;
    const struct series *s = series_at(slug, &at);
    struct digits d = digits_at(slug, at);
    if (s != NULL && by_series(s, &d, out))
        return true;
    /* Digits alone; of a session they are sure enough to have a title behind them. */
    if (s == NULL && home != NULL && d.count > 0 && (home->session || d.end + 2 >= slug.size) &&
        by_series(home, &d, out))
        return true;
    return registry_slug(slug, out) || title_slug(home, slug, out);
}

/* The first year in a reference. */
static uint32_t year_of_reference(struct slice reference)
{
    for (size_t at = 0; at < reference.size; at++) {
        uint32_t year = number_in(reference, at, at + 4);
        if (is_year(year))
            return year;
    }
    return 0;
}

/* A year far ahead of the page's own is a slip: "proposition/2018/01/sou-2071883". */
static bool slug_reference(struct slice path, struct slice slug, struct buffer *out)
{
    struct buffer reference = {0};
    uint32_t year = year_of_path(path);
    bool found = find_reference(path, slug, &reference) &&
                 (year == 0 || year_of_reference(buffer_view(&reference)) <= year + YEARS_AHEAD);
    if (found)
        buffer_slice(out, buffer_view(&reference));
    buffer_free(&reference);
    return found;
}

/* ---- texts ----------------------------------------------------------------------------------- */

struct first_reference {
    struct buffer *out;
    uint32_t begins; /* position of the first token that is no label */
    bool begun, found;
};

/* Words that may stand before a document's number in a list. */
static bool is_label(struct slice form)
{
    static const char *const words[] = {"diarienummer", "diarienr", "dnr",         "artikelnr",
                                        "nr",           "rapport",  "regeringens", "remiss"};
    return WORD_IN(form, words);
}

static int take_first(void *user, const struct swedish_token *t)
{
    struct first_reference *f = user;
    if (!t->also) {
        if (f->begun)
            return 1;
        f->begun = !is_label(t->form);
        f->begins = t->position;
        return 0;
    }
    if (t->kind != SWEDISH_REFERENCE)
        return 0;
    buffer_slice(f->out, t->form);
    f->found = true;
    return 1;
}

/* The reference that the text begins with, labels aside. */
static bool reference_begins(struct token_memory *m, struct slice text, struct buffer *out)
{
    struct first_reference f = {.out = out};
    tokens_each(m, text, take_first, &f, NULL);
    return f.found;
}

enum { ID_MAX = 60 }; /* bytes of an id that is tried as an address is */

static bool text_reference(struct token_memory *m, struct slice text, struct buffer *out)
{
    struct buffer folded = {0};
    if (reference_begins(m, text, out))
        return true;
    bool found = false;
    if (text.size <= ID_MAX) {
        swedish_fold(text, &folded);
        struct slice slug = buffer_view(&folded);
        if (slice_starts(slug, SLICE("diarienummer: ")))
            slug = slice_part(slug, 14, slug.size);
        found = slug_reference((struct slice){0}, slug, out);
    }
    buffer_free(&folded);
    return found;
}

bool swedish_reference_of_text(struct swedish *s, struct slice text, struct buffer *out)
{
    struct token_memory **place = swedish_token_memory(s);
    struct token_memory *m = *place != NULL ? *place : token_memory_new();
    *place = NULL;
    m->swedish = NULL; /* no compounds are asked for */
    bool found = text_reference(m, text, out);
    token_memory_free(*place);
    *place = m;
    return found;
}

/* ---- addresses ------------------------------------------------------------------------------- */

/* "rattsliga-dokument/...": letters before the first slash. "UF/2010/3358" is an id. */
static bool is_path(struct slice text)
{
    size_t slash = slice_find(text, SLICE("/"), 0), letters = 0;
    if (slash == SIZE_MAX || slice_find(text, SLICE(" "), 0) != SIZE_MAX)
        return false;
    if (slash == 0 || (slash > 0 && text.data[slash - 1] == ':'))
        return true;
    for (size_t i = 0; i < slash; i++) {
        if (is_digit(text.data[i]) || text.data[i] == ':')
            return false;
        letters++;
    }
    return letters > 2;
}

static bool path_reference(struct slice path, struct buffer *out)
{
    struct buffer folded = {0};
    while (path.size > 0 && path.data[path.size - 1] == '/')
        path.size--;
    if (slice_ends(path, SLICE(".md")))
        path.size -= 3;
    size_t at = path.size;
    while (at > 0 && path.data[at - 1] != '/')
        at--;
    swedish_fold(slice_part(path, at, path.size), &folded);
    bool found = slug_reference(slice_part(path, 0, at), buffer_view(&folded), out);
    buffer_free(&folded);
    return found;
}

bool swedish_reference_of_address(struct slice path, struct buffer *out)
{
    path = slice_trim(path);
    if (is_path(path) || path.size > SLUG_MAX)
        return path_reference(path, out);
    struct token_memory *m = token_memory_new();
    bool found = text_reference(m, path, out);
    token_memory_free(m);
    return found;
}
