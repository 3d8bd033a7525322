/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the readers share: checked input, letters, the page that blocks are built on. */
#ifndef LUPP_READERS_INTERNAL_H
#define LUPP_READERS_INTERNAL_H

#include "readers.h"

/* ---- input ----------------------------------------------------------------------------------- */

/* Puts bytes into *text as UTF-8 without a byte order mark, lines ended by "\n" alone, and counts
   what was mended. *kept holds
   the text when it had to be copied; else *text is borrowed from bytes. STATUS_TOO_LARGE,
   STATUS_BAD_INPUT. report may be NULL. */
enum status input_open(struct slice bytes, struct slice *text, struct buffer *kept,
                       struct reader_report *report, struct error *error);

/* The same for a page: bytes that are no UTF-8, but Swedish in Windows-1252, are read as that, and
   the report says so. */
enum status input_open_page(struct slice bytes, struct slice *text, struct buffer *kept,
                            struct reader_report *report, struct error *error);

/* What a byte of Windows-1252 means; itself where it means nothing. */
uint32_t western_codepoint(unsigned char byte);
/* Whether bytes that are not UTF-8 are a Swedish text in Windows-1252 (or Latin-1): hardly a
   character of UTF-8 is among them, and å, ä or ö stand beside letters of ASCII. */
bool western_is_swedish(struct slice s);
/* Appended to out. */
void western_decode(struct slice s, struct buffer *out);

/* The line that begins at offset (< text.size), without its "\n"; *next is where the one after
   it begins. */
struct slice input_line(struct slice text, size_t offset, size_t *next);

/* ---- letters --------------------------------------------------------------------------------- */

/* Enough for marks glued to words in Swedish text: case is known in ASCII, Latin-1 and Latin
   Extended-A; other letters have none. Words proper are the analysis's, not the readers'. */
enum letter { LETTER_NONE, LETTER_DIGIT, LETTER_LOWER, LETTER_UPPER, LETTER_OTHER };

enum letter letter_kind(uint32_t codepoint);
enum letter letter_at(struct slice s, size_t offset); /* LETTER_NONE at the end */
enum letter letter_before(struct slice s, size_t offset);

/* ---- entries --------------------------------------------------------------------------------- */

enum { ODD_KEYS_MAX = 16 }; /* more than the readers of entries ask for */

/* Values of an entry that were passed over. */
struct odd {
    size_t count;
    const char *keys[ODD_KEYS_MAX]; /* where: each once, borrowed */
    size_t key_count;
};

void odd_note(struct odd *odd, const char *key);
/* Puts both into the entry, the keys into the arena. */
void odd_tell(const struct odd *odd, struct reader_entry *entry, struct arena *arena);

/* ---- pages ----------------------------------------------------------------------------------- */

/* Where the readers note a bold mark in text handed to page_text: never a byte of UTF-8. */
enum { PAGE_BOLD = 0xFF };

enum {
    PAGE_ADDRESS_MAX = 8192, /* bytes: longer ones (images in data:) lead nowhere */
    PAGE_HEADING_MAX = 100,  /* code points of a bold line that is taken for a heading */
};

struct draft_link {
    size_t address, address_size; /* bytes of draft.addresses */
    size_t start, end;            /* bytes of draft.text */
};

/* A block as it is being put together. */
struct draft {
    enum reader_kind kind;
    unsigned level;
    bool nested; /* in a quote or list: never a heading */
    struct buffer text, addresses;
    struct draft_link *links;
    size_t link_count, link_room;
    size_t plain;  /* offset of the first character that is not bold, or SIZE_MAX */
    size_t broken; /* offset of the first line break, or SIZE_MAX */
};

struct page_image {
    size_t start, end;            /* of its words in images */
    size_t address, address_size; /* of the link round it, in images; size 0: none */
};

struct page {
    reader_block_call *call;
    void *user;
    struct reader_report *report;
    int stopped; /* what the callback returned */
    bool titled, begun;
    unsigned level;    /* of the last heading or title */
    struct draft open; /* being built, if is_open */
    struct draft held; /* a bold paragraph that waits for what follows it, if is_held */
    bool is_open, is_held;
    bool in_link, bold;
    struct buffer address; /* of the link we are in */
    unsigned strong;       /* spans of emphasis that are bold too */
    unsigned gaps;         /* marks passed since the last character */
    size_t bold_start;     /* where the running bold text began */
    unsigned in_image;     /* nesting of images */
    struct buffer images;
    struct page_image *image_items;
    size_t image_count, image_room;
    struct reader_link *links; /* handed to the callback */
    size_t link_room;
};

void page_begin(struct page *p, reader_block_call *call, void *user, struct reader_report *report);
/* Emits what waits, frees all, and says how it went. */
enum status page_end(struct page *p);

/* Begins a block; one that is open is closed first. Each of these is non-zero when the callback has
   asked to stop. */
int page_open(struct page *p, enum reader_kind kind, unsigned level, bool nested);
int page_close(struct page *p);

/* All of these do nothing when no block is open. */
void page_text(struct page *p, struct slice words); /* PAGE_BOLD in it turns bold on or off */
void page_verbatim(struct page *p, struct slice words);
void page_break(struct page *p); /* a new line within the block */
void page_cell(struct page *p);  /* the next cell of a row */
void page_link_begin(struct page *p, struct slice address);
void page_link_end(struct page *p);
void page_image_begin(struct page *p);
void page_image_end(struct page *p);

/* Settles the block just closed, with its images. */
int page_settle(struct page *p);
/* Emits what waits for a follower that does not come. */
int page_release(struct page *p);

/* ---- titles ---------------------------------------------------------------------------------- */

/* Takes a title's glued parts apart in the draft: lines joined, "fokus– x" given its space, a glued
   label set off by ", " or dropped when it says the title again. */
void title_mend(struct draft *title);

/* ---- Markdown -------------------------------------------------------------------------------- */

/* Appends to *out the copy of text that md4c may read. Adds to *flattened the lines whose nesting
   was cut off. */
void mend_page(struct slice text, struct buffer *out, size_t *flattened);

/* The part of it within a line: bold marks become PAGE_BOLD, addresses of links lose their titles
   or are emptied where they are none. Brackets reach over lines: *state is {0} where a paragraph
   begins. */
struct mend_inline {
    size_t depth;    /* of open "[" */
    uint64_t images; /* bit d: the bracket at depth d follows a "!" */
};
void mend_inline(struct slice line, struct buffer *out, struct mend_inline *state);

/* The words of `text` from `start`, after a dash, to the next dash, empty line or heading: true
   when somebody says them. before is the last line above that was not empty, "" after another
   quote. */
bool mend_is_quote(struct slice text, size_t start, struct slice before);

/* "&amp;", "&#228;": appends what it means, or itself when it means nothing. */
void entity_append(struct buffer *out, struct slice entity);

#endif
