/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "html_internal.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_SIZE = 16 };

/* Sorted by name. Elements that are not here part words and do nothing else. */
static const struct html_tag tags[] = {
    {"a", HTML_LINK},         {"abbr", HTML_INLINE},      {"acronym", HTML_INLINE},
    {"address", HTML_BLOCK},  {"article", HTML_ARTICLE},  {"aside", HTML_CHROME},
    {"b", HTML_BOLD},         {"bdi", HTML_INLINE},       {"bdo", HTML_INLINE},
    {"big", HTML_INLINE},     {"blockquote", HTML_QUOTE}, {"body", HTML_BLOCK},
    {"br", HTML_BREAK},       {"button", HTML_CHROME},    {"caption", HTML_BLOCK},
    {"center", HTML_BLOCK},   {"cite", HTML_INLINE},      {"code", HTML_INLINE},
    {"dd", HTML_ITEM},        {"del", HTML_INLINE},       {"details", HTML_BLOCK},
    {"dfn", HTML_INLINE},     {"dialog", HTML_CHROME},    {"div", HTML_BLOCK},
    {"dl", HTML_BLOCK},       {"dt", HTML_ITEM},          {"em", HTML_INLINE},
    {"fieldset", HTML_BLOCK}, {"figcaption", HTML_BLOCK}, {"figure", HTML_BLOCK},
    {"font", HTML_INLINE},    {"footer", HTML_CHROME},    {"form", HTML_FORM},
    {"h1", HTML_HEADING},     {"h2", HTML_HEADING},       {"h3", HTML_HEADING},
    {"h4", HTML_HEADING},     {"h5", HTML_HEADING},       {"h6", HTML_HEADING},
    {"head", HTML_BLOCK},     {"header", HTML_HEADER},    {"hr", HTML_BLOCK},
    {"html", HTML_BLOCK},     {"i", HTML_INLINE},         {"iframe", HTML_RAW},
    {"img", HTML_IMAGE},      {"ins", HTML_INLINE},       {"kbd", HTML_INLINE},
    {"label", HTML_INLINE},   {"legend", HTML_BLOCK},     {"li", HTML_ITEM},
    {"main", HTML_MAIN},      {"mark", HTML_INLINE},      {"menu", HTML_BLOCK},
    {"nav", HTML_CHROME},     {"noframes", HTML_RAW},     {"noscript", HTML_CHROME},
    {"ol", HTML_BLOCK},       {"p", HTML_BLOCK},          {"pre", HTML_CODE},
    {"q", HTML_INLINE},       {"s", HTML_INLINE},         {"samp", HTML_INLINE},
    {"script", HTML_RAW},     {"search", HTML_CHROME},    {"section", HTML_BLOCK},
    {"select", HTML_CHROME},  {"small", HTML_INLINE},     {"span", HTML_INLINE},
    {"strike", HTML_INLINE},  {"strong", HTML_BOLD},      {"style", HTML_RAW},
    {"sub", HTML_INLINE},     {"summary", HTML_BLOCK},    {"sup", HTML_INLINE},
    {"svg", HTML_CHROME},     {"table", HTML_BLOCK},      {"tbody", HTML_BLOCK},
    {"td", HTML_CELL},        {"template", HTML_CHROME},  {"textarea", HTML_RAW},
    {"tfoot", HTML_BLOCK},    {"th", HTML_CELL},          {"thead", HTML_BLOCK},
    {"time", HTML_INLINE},    {"title", HTML_TITLE},      {"tr", HTML_ROW},
    {"tt", HTML_INLINE},      {"u", HTML_INLINE},         {"ul", HTML_BLOCK},
    {"var", HTML_INLINE},     {"wbr", HTML_INLINE},       {"xmp", HTML_RAW},
};

static int compare(const void *key, const void *element)
{
    const struct html_tag *tag = element;
    return strcmp(key, tag->name);
}

const struct html_tag *html_tag_find(struct slice name)
{
    char small[NAME_MAX_SIZE] = {0};
    if (name.size == 0 || name.size >= sizeof small)
        return NULL;
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];
        small[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return bsearch(small, tags, sizeof tags / sizeof *tags, sizeof *tags, compare);
}
