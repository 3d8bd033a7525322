/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * readers: bytes of a page or a list in, blocks and entries out by callback. No file is opened here
 * and nothing is remembered between calls.
 *
 * Each reader takes bytes that need not be UTF-8 (they come out as U+FFFD, counted in
 * reader_report; a page that as a whole is a Swedish text in Windows-1252 is read as such) and
 * calls back in the order of the page. A callback that returns non-zero stops
 * the reader, which then returns STATUS_STOPPED. All that a callback is handed is borrowed until it
 * returns.
 */
#ifndef LUPP_READERS_H
#define LUPP_READERS_H

#include "base.h"

enum {
    READER_SIZE_MAX = 64 * 1024 * 1024, /* bytes of one page or list: larger is STATUS_TOO_LARGE */
    READER_DEPTH_MAX = 100,             /* nesting of quotes and lists: what is deeper is text */
};

enum reader_kind {
    READER_TITLE,     /* at most one, first */
    READER_HEADING,   /* opens a section; level 2 to 6 */
    READER_PARAGRAPH, /* running text; a minister's quote ("- Det är ...") too */
    READER_ITEM,      /* of a list */
    READER_ROW,       /* of a table; cells parted by a tab */
    READER_QUOTE,     /* a block quote's paragraph */
    READER_CODE,      /* text set as code */
    READER_IMAGE      /* the alternative text of an image */
};

/* Words that lead somewhere. start and end are bytes of the block's text, half-open: the words as
   they stand there. address is as written, entities resolved, not normalised. */
struct reader_link {
    struct slice address;
    struct slice words;
    size_t start, end;
};

/* text is plain words: marks of emphasis gone, a newline where a line breaks within the block
   (never in a title, heading or row), white space at both ends gone, never empty. Soft hyphens and
   kinds of space are left as they are. */
struct reader_block {
    enum reader_kind kind;
    unsigned level; /* READER_TITLE 1, READER_HEADING 2 to 6, else 0 */
    struct slice text;
    const struct reader_link *links;
    size_t link_count;
};

typedef int reader_block_call(void *user, const struct reader_block *block);

struct reader_report {
    size_t repaired;  /* places that were not UTF-8 */
    size_t flattened; /* marks, tags or blocks beyond the limit of nesting */
    bool western;     /* of a page: the bytes were Windows-1252, not UTF-8, and were read as such */
};

/*
 * Markdown as the g0v.se mirror writes it, through md4c, with its traps mended in a copy first: a
 * line of dashes under text is a rule, not a heading; a wrapped year ("2018. De ...") is not a
 * list; "- Det är ..." is a minister's quote when its paragraph says so; literal bullets are items;
 * a paragraph, or a paragraph's first line, that is bold and nothing else is a heading one level
 * down when text follows it; words that marks of emphasis or links glue together are kept apart.
 *
 * The title is the first heading, when it is one of level 1; a further one of level 1 is a heading
 * of level 2. What is glued to a title is taken apart: its number is set off by ", " ("...
 * människohandel, SOU 2025:119"). A link whose address is none ("http://Myndighetens föreskrifter")
 * is words only; its title ("...") is not handed on. Tags of HTML say nothing, but for <br>. Front
 * matter between lines of "---" at the very start is passed over.
 *
 * STATUS_OK, STATUS_STOPPED, STATUS_TOO_LARGE, STATUS_BAD_INPUT (NUL bytes or a UTF-16 mark: not
 * text).
 */
enum status reader_markdown(struct slice bytes, reader_block_call *block, void *user,
                            struct reader_report *report, struct error *error);

/* Plain text: paragraphs parted by empty lines; a first paragraph of one line of at most 200 bytes
   followed by others is the title. The same statuses. */
enum status reader_text(struct slice bytes, reader_block_call *block, void *user,
                        struct reader_report *report, struct error *error);

/* HTML through libxml2's forgiving parser: the main text (main, else the articles, else the body
   less its header; never footer, nav, aside, script, style, form, or what is hidden). A form that
   holds the whole page is none. The title is the first h1 of the text, else <title>, mended as
   above. The same statuses. charset comes from the page's own words (the Western ones of a byte a
   character), else UTF-8. */
enum status reader_html(struct slice bytes, reader_block_call *block, void *user,
                        struct reader_report *report, struct error *error);

/* A title and the label set to its end, glued ("...människohandelSOU 2025:119") or after a comma
   ("..., SOU 2025:119", as the lists and the titles above have it): returns the size of the title
   proper, and the label in *label ("SOU 2025:119", "Diarienummer: A2025/00608"; empty when there is
   none). "Remiss av SOU 2025:119" and "... (SOU 2025:119)" have none. */
size_t reader_title_parts(struct slice title, struct slice *label);

/* ---- lists and documents of JSON ------------------------------------------------------------- */

struct reader_named_link {
    struct slice name; /* white space at both ends gone */
    struct slice url;
};

/* One entry of a list (title, url, published, ...) or one line of JSON Lines; "date", "type" and
   "sender" are other names of "published", "types" and "senders". A whole number is its digits
   where a code or an id is meant. A link to file: is passed over. What is absent or null is an
   empty slice, or a count of 0. Strings have white space at both ends gone. Dates are handed on as
   YYYY-MM-DD (also of YYYYMMDD; a time after it is cut off), YYYY-MM or YYYY; others are absent and
   counted. */
struct reader_entry {
    struct slice id; /* a list's: its number ("SOU 2022:46"); a line's: its own id */
    struct slice url;
    struct slice title;
    struct slice published; /* key "published", else "date" */
    struct slice updated;
    struct slice summary;
    struct slice text, markdown, html; /* a line's content: the first that is there counts */
    const struct slice *types, *senders, *categories; /* codes or names; a single string is one */
    size_t type_count, sender_count, category_count;
    const struct reader_named_link *shortcuts, *attachments, *links;
    size_t shortcut_count, attachment_count, link_count;
    size_t odd;            /* values of a wrong kind that were passed over */
    struct slice odd_keys; /* where: "date, updated" */
};

typedef int reader_entry_call(void *user, const struct reader_entry *entry);

/* A list of the mirror: an array of objects, looked through to its end before the first is handed
   on. An element that is no object, or has no url, is passed over and counted in *odd (may be
   NULL). STATUS_BAD_INPUT with line and reason when the bytes are not JSON or not an array. */
enum status reader_list(struct slice bytes, reader_entry_call *entry, void *user, size_t *odd,
                        struct error *error);

/* An element of a list as it stands there, and its url; none (data NULL) when it must be read to
   tell, which of most it must not. Non-zero stops. */
typedef int reader_element_call(void *user, struct slice element, struct slice url);
/* The elements of a list, which lie in bytes, without a look at their grammar: reading them takes
   longer than all else, and those that were read before need it not. *plain: false, and nothing
   called, when the bytes have to be mended first; reader_list does that. STATUS_BAD_INPUT when they
   are no array; STATUS_TOO_LARGE when an element has too many values; STATUS_STOPPED. */
enum status reader_list_elements(struct slice bytes, bool *plain, reader_element_call *element,
                                 void *user, struct error *error);
/* Reads one of them, as reader_list does with each; *odd is added to. */
enum status reader_list_element(struct slice bytes, struct slice element, reader_entry_call *entry,
                                void *user, size_t *odd, struct error *error);

/* One line of JSON Lines. STATUS_BAD_INPUT with the reason: not an object, not JSON, or none of
   id, url, title and text. Calls entry once. */
enum status reader_json_line(struct slice line, reader_entry_call *entry, void *user,
                             struct error *error);

/* api/codes.json: an object of code -> name. Names lose white space at both ends. STATUS_BAD_INPUT
   as above. */
enum status reader_codes(struct slice bytes,
                         int (*code)(void *user, struct slice code, struct slice name), void *user,
                         struct error *error);

/* ---- feeds ----------------------------------------------------------------------------------- */

/* What the feed calls itself; may be empty. Non-zero stops the reader. */
typedef int reader_feed_call(void *user, struct slice title);

/* RSS (2.0, its forerunners, 1.0) or Atom through libxml2. head (may be NULL) is called once,
   first, then entry for each, in the feed's order. Of an entry
   - id is its guid or id: a name that only the feed gives it, often no address;
   - url is the page's, as written, maybe relative, or empty;
   - title and summary are words: tags gone, entities resolved;
   - published and updated are the day as written, in whatever zone; Atom's updated stands for a
     missing published;
   - html or text is the content as the feed holds it (html: for reader_html), else the summary;
   - categories are named, and attachments are its enclosures.
   An entry that has neither of url, title and content is passed over and counted in *odd (may be
   NULL). Nothing outside the bytes is read, and what entities a feed declares itself is left out.
   The encoding is what the bytes say; report may be NULL. STATUS_OK, STATUS_STOPPED,
   STATUS_TOO_LARGE, STATUS_BAD_INPUT with line and reason: no XML, or no feed. */
enum status reader_feed(struct slice bytes, reader_feed_call *head, reader_entry_call *entry,
                        void *user, struct reader_report *report, size_t *odd, struct error *error);

/* ---- PDF ------------------------------------------------------------------------------------- */

enum {
    READER_PDF_PAGES_MAX = 5000,            /* more is STATUS_TOO_LARGE */
    READER_PDF_TEXT_MAX = 32 * 1024 * 1024, /* bytes of text; more is STATUS_TOO_LARGE */
    READER_PDF_SECONDS = 60,                /* a PDF that takes longer is STATUS_BAD_INPUT */
};

/* The text of a PDF through poppler: the title of its metadata if there is one, then each page that
   has text as a section, READER_HEADING "Sida N" of level 2 and its paragraphs. Lines are joined,
   hyphens at their ends taken out where they only break a word; a page's own number is left out.
   A child process reads it, so that a PDF made to crash, hang or fill the memory costs this one
   nothing: the caller must not reap children it does not know. STATUS_OK, STATUS_STOPPED,
   STATUS_TOO_LARGE, STATUS_BAD_INPUT (no PDF, damaged, locked with a password, or without text:
   pictures of pages), STATUS_IO (poppler is not there, or no child could be started). */
enum status reader_pdf(struct slice bytes, reader_block_call *block, void *user,
                       struct reader_report *report, struct error *error);

/* The same with other patience than READER_PDF_SECONDS. */
enum status reader_pdf_within(unsigned seconds, struct slice bytes, reader_block_call *block,
                              void *user, struct reader_report *report, struct error *error);

#endif
