/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_HTML_INTERNAL_H
#define LUPP_HTML_INTERNAL_H

#include "readers_internal.h"

#include <libxml/HTMLparser.h>

/* What an element is to a reader of text. */
enum html_role {
    HTML_INLINE,  /* a part of running text */
    HTML_BLOCK,   /* parts it */
    HTML_HEADING, /* h1 to h6 */
    HTML_ITEM,
    HTML_ROW,
    HTML_CELL,
    HTML_QUOTE,
    HTML_CODE,
    HTML_BREAK,
    HTML_BOLD,
    HTML_LINK,
    HTML_IMAGE,
    HTML_TITLE,
    HTML_MAIN,
    HTML_ARTICLE,
    HTML_HEADER, /* holds the title within an article, the site's name outside one */
    HTML_FORM,   /* no text, unless the whole page stands in it */
    HTML_CHROME, /* menus and their like: never text */
    HTML_RAW     /* what it holds is no HTML and no text: scripts, styles */
};

struct html_tag {
    const char *name;
    enum html_role role;
};

/* The element of that name in small or capital letters, NULL when it is none that we know. */
const struct html_tag *html_tag_find(struct slice name);

/* Appends to *out a copy of a page that libxml2 can read in linear time: only elements of the table
   above and the attributes that we ask for, end tags only where something is open, no more than
   HTML_DEPTH_MAX open at once (what is beyond is counted in *flattened), no comments, no scripts.
 */
enum { HTML_DEPTH_MAX = 500 };
void html_mend(struct slice text, struct buffer *out, size_t *flattened);

/* Appends to *out bytes in the one-byte character set that a page names ("windows-1252" and what
   goes by other names for it, "iso-8859-15") as UTF-8. false, and nothing appended, when it names
   none of those or is UTF-8 in spite of it. */
bool html_decode(struct slice bytes, struct buffer *out);

/* ---- reading -------------------------------------------------------------------------------- */

enum {
    HTML_STACK_MAX = 4 * HTML_DEPTH_MAX, /* libxml2 adds elements that a page left out */
};

/* Where text counts: in main, else in articles, else in the body. */
enum html_region { HTML_REGION_BODY, HTML_REGION_ARTICLE, HTML_REGION_MAIN };
/* Places of an h1: the regions, and whatever is no text. */
enum { HTML_H1_CHROME = HTML_REGION_MAIN + 1, HTML_H1_PLACES };

struct html_element {
    const struct html_tag *tag; /* NULL: one of libxml2's own that says nothing */
    unsigned level;             /* of a heading */
    bool chrome;
    bool inner_form; /* a form within the text, which holds none of it */
};

struct html {
    struct page page;
    bool surveying;
    enum html_region region;
    struct html_element stack[HTML_STACK_MAX];
    size_t depth;
    /* open elements of a kind */
    size_t chrome, mains, articles, bold, cells, codes, inner_forms, outer_forms;
    bool space;        /* white space came since the last word */
    bool skipping;     /* within the heading that is the title */
    bool skipped;      /* it had words */
    bool title_passed; /* it has been */
    bool too_deep;
    /* the survey */
    size_t main_text, article_text; /* bytes that are not white space */
    bool in_h1;
    bool form_is_page; /* a form holds the page's text, as on sites of a certain make */
    struct buffer title, h1[HTML_H1_PLACES];
    bool title_seen, h1_seen[HTML_H1_PLACES]; /* to its end */
};

/* libxml2's events; user is a struct html. */
void html_on_start(void *user, const xmlChar *name, const xmlChar **attributes);
void html_on_end(void *user, const xmlChar *name);
void html_on_text(void *user, const xmlChar *text, int size);

/* Bytes of s that are not white space. */
size_t html_word_bytes(struct slice s);
/* Words into the open block (one is begun when there is none); runs of white space become one space
   between words. */
void html_put_words(struct html *h, struct slice s);

#endif
