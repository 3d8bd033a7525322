/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_HTML_INTERNAL_H
#define LUPP_HTML_INTERNAL_H

#include "readers_internal.h"

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

#endif
