/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * schema: what an index holds. The table of fields, the terms a document becomes, the record stored
 * with it, addresses and ids, the stamp. No files, no Xapian: the indexer carries what is made here
 * into the database, and the query tool reads it back through the same functions.
 *
 * An index is one Xapian database. Its entries:
 *
 *   page      a document that was read. Stems with positions (no prefix), forms (R), the title's
 *             stems (S), filters (T A XC Y M XI XB L), values, a record.
 *   section   one section of a page that has several, under the prefix XS and without positions;
 *             no record: its page's holds its text.
 *   link      a document known only by the links that lead to it: their words, its address.
 *
 * A word's occurrence at word p of the text weighs 1 + 3 / (1 + p / 15), kept as wdf times ten (40
 * at the start, 10 far down); a compound's part weighs .3 of that and is added to the stem's own
 * term. Words of links that lead to a page weigh as two words far down. A stem that a document
 * holds only that way (as a part, or in links to it) is marked by a term of the prefix I, so that a
 * quoted or excluded word can mean the word itself.
 */
#ifndef LUPP_SCHEMA_H
#define LUPP_SCHEMA_H

#include "base.h"
#include "swedish.h"

enum {
    SCHEMA_VERSION = 3,         /* raised when an older index could be misread */
    SCHEMA_TERM_MAX = 245,      /* bytes of a term in the database, its prefix included */
    SCHEMA_PARAGRAPH_GAP = 100, /* positions left free between paragraphs */
    SCHEMA_WDF_SCALE = 10,
    SCHEMA_RECORD_MAX = 64 * 1024 * 1024 /* bytes of a record unpacked */
};

/* ---- fields ---------------------------------------------------------------------------------- */

enum schema_field_kind {
    FIELD_WORDS,  /* restricts a word or phrase; weighs */
    FIELD_FILTER, /* one value among a document's */
    FIELD_RANGE   /* one value, or from..to */
};

/* Prefixes and slots are part of the format: explicit, never the order of an enum. */
struct schema_field {
    const char *name;    /* as a question says it, Swedish, folded: "avsändare" */
    const char *english; /* "sender" */
    const char *prefix;  /* of its terms; NULL: none of its own */
    int slot;            /* value slot or -1 */
    enum schema_field_kind kind;
    bool facet; /* can be counted by --facets */
    const char *help;
};

extern const struct schema_field schema_fields[]; /* ended by name NULL */

/* By either name, letters of any case, also without the dots of å, ä, ö, or NULL. */
const struct schema_field *schema_field_find(struct slice name);

#define SCHEMA_PREFIX_ID "Q"          /* Q + id: one page or link entry */
#define SCHEMA_PREFIX_SECTION_ID "XQ" /* XQ + id + "#" + n: a section; ids may hold "#" too */
#define SCHEMA_PREFIX_KIND "K"        /* Kpage, Klink, Ksection; Ksingle on pages of one section */
#define SCHEMA_PREFIX_FORM "R"        /* folded forms, no positions, no weight */
#define SCHEMA_PREFIX_INDIRECT "I"    /* see above; no weight */
#define SCHEMA_PREFIX_TITLE "S"       /* the title's stems, no weight */
#define SCHEMA_PREFIX_TITLE_PART "XT" /* stems of parts of the title's compounds */
#define SCHEMA_PREFIX_SECTION "XS"    /* stems of a section entry */
#define SCHEMA_PREFIX_TYPE "T"        /* T + name as shown */
#define SCHEMA_PREFIX_SENDER "A"
#define SCHEMA_PREFIX_CATEGORY "XC"
#define SCHEMA_PREFIX_YEAR "Y"      /* Y2025 */
#define SCHEMA_PREFIX_MONTH "M"     /* M202501 */
#define SCHEMA_PREFIX_IDENTITY "XI" /* the references that the document itself is */
#define SCHEMA_PREFIX_AMOUNT "XB"   /* see schema_amount_terms */
#define SCHEMA_PREFIX_LINK "L"      /* L + id of a page that this one links to */
#define SCHEMA_PREFIX_ROOT "XROOT"  /* XROOT + root folder or source it came from */

enum { SCHEMA_ORDER_LAST = 99991231, SCHEMA_ORDER_DIGITS = 8 };

enum schema_slot {
    SCHEMA_SLOT_ORDER = 0, /* SCHEMA_ORDER_LAST less the date, then the id: newest first by bytes */
    SCHEMA_SLOT_DATE = 1,  /* 20250129; 20250100 or 20250000 when no more is known; else absent */
    SCHEMA_SLOT_UPDATED = 2, /* likewise */
    SCHEMA_SLOT_DIGEST = 3,  /* 8 bytes of the page's content, 8 of what the lists say */
    SCHEMA_SLOT_RUN = 4,     /* number of the run that last wrote it, 8 digits */
    SCHEMA_SLOT_PAGE = 5,    /* of a section: the id of its page */
    SCHEMA_SLOT_TEXT = 6     /* 8 bytes of digest of title and text: equal texts */
};

/* prefix + value as a term, hashed beyond SCHEMA_TERM_MAX (never cut). Appended to out, which is
   cleared first. */
void schema_term(struct buffer *out, const char *prefix, struct slice value);
/* The key of a section (0-based). */
void schema_section_key(struct buffer *out, struct slice id, size_t section);

/* The terms that a sum of kronor is found by: the exact one ("XB=2000000", which weighs), and
   steps: "XB" + number of digits + ":" + the first one, two and three digits. */
void schema_amount_terms(uint64_t kronor, void (*term)(void *user, struct slice term), void *user);
/* Terms whose union holds the amounts from..to (inclusive): few, of steps. One that is not `inside`
   holds others too, at an end of the range that is finer than three digits: there the exact terms
   of the index ("XB=" and digits of that length that begin alike) tell. */
void schema_amount_range(uint64_t from, uint64_t to,
                         void (*term)(void *user, struct slice term, bool inside), void *user);

/* ---- addresses and ids ----------------------------------------------------------------------- */

enum schema_address_kind {
    ADDRESS_PAGE,    /* a document of the site */
    ADDRESS_OUTSIDE, /* a document of another host */
    ADDRESS_NONE     /* mail, telephone, a fragment of the same page, dead or not an address */
};

/* The id of what `address` means on the page `from` (an id; may be empty), for a site such as
   "https://www.regeringen.se": path without scheme, host, fragment, trailing slash or ".md"; a page
   of another host keeps its host, and a query string stays. With and without "www." the site is
   one. On a page of another host (its id begins with one) an address without a host is of that
   host. The id is appended to out (nothing for ADDRESS_NONE). */
enum schema_address_kind schema_id_of_address(struct slice site, struct slice from,
                                              struct slice address, struct buffer *out);
/* The whole address of an id. Appended to out. */
void schema_address_of_id(struct slice site, struct slice id, struct buffer *out);
/* An address as shown: what may not stand in one by RFC 3986 (blanks, quotes, control characters,
   letters with dots) is percent-encoded; what is encoded already stays. Appended to out. */
void schema_shown_url(struct slice url, struct buffer *out);

/* What an id's path tells where no list does: the type's name of its first folder ("artiklar" is
   "Artikel"; empty when not known) and its month ("2025-01" or empty; odd years such as 20222 are
   read as the site means them). */
struct slice schema_type_of_id(struct slice id);
bool schema_month_of_id(struct slice id, char month[8]);

/* Words of a link without what the site adds around a title ("Pressmeddelande: ", " -
   Regeringen.se", " (pdf 136 kB)", " - extern webbplats,"). */
struct slice schema_link_words(struct slice words);

/* ---- documents ------------------------------------------------------------------------------- */

enum schema_block_kind {
    BLOCK_HEADING = 1, /* opens a section */
    BLOCK_PARAGRAPH = 2,
    BLOCK_ITEM = 3,
    BLOCK_ROW = 4,
    BLOCK_QUOTE = 5,
    BLOCK_CODE = 6,
    BLOCK_IMAGE = 7,
    BLOCK_SUMMARY = 8 /* from a list, when the text does not say it */
};

struct schema_block {
    enum schema_block_kind kind;
    unsigned level; /* of a heading, else 0 */
    struct slice text;
};

struct schema_link {
    struct slice target; /* id */
    struct slice words;
    bool shortcut; /* from a list, not from the text */
    bool outside;  /* of another host */
};

struct schema_attachment {
    struct slice name, url;
};

struct schema_names {
    const struct slice *items;
    size_t count;
};

/* A document as it was read: what the page says and what the lists say, apart from each other and
   from all other documents. Strings and arrays are borrowed; schema_record_read makes them live in
   an arena. */
struct schema_document {
    struct slice id;
    struct slice url;    /* whole address */
    struct slice path;   /* absolute path of its file, or empty */
    struct slice source; /* root it came from */
    bool link_only;      /* known only by links */
    /* the page */
    struct slice title; /* without label */
    struct slice label; /* what was glued to the title: "SOU 2025:119" */
    const struct schema_block *blocks;
    size_t block_count;
    const struct schema_link *links; /* also shortcuts, which come from lists */
    size_t link_count;
    /* the lists */
    struct slice list_title, list_id, published, updated, summary;
    struct schema_names types, senders, categories; /* names as shown */
    const struct schema_attachment *attachments;
    size_t attachment_count;
    /* the index's own */
    uint64_t page_digest, list_digest;
    uint32_t run;
};

/* A link that leads to the document: from which page, in which words. */
struct schema_inbound {
    struct slice from;
    struct slice words;
};

/* Text as one line for showing: soft hyphens and what cannot be seen gone, all white space between
   words one space. Appended to out. */
void schema_shown_text(struct slice text, struct buffer *out);
/* A heading as the end of an address: "Kartläggning av våld" is "kartlaggning-av-vald". */
void schema_anchor(struct slice heading, struct buffer *out);
/* The title as shown: the list's, else the page's and its label; without soft hyphens, every white
   space one space. Appended to out. */
void schema_shown_title(const struct schema_document *d, struct buffer *out);
/* What is said ("2025-01-29", "2025-01", "2025"), else "2025-01" of the address, else empty. */
bool schema_shown_date(const struct schema_document *d, char date[11]);
/* The types as shown: the lists', else the address's. */
struct schema_names schema_shown_types(const struct schema_document *d, struct slice *room);

/* ---- records --------------------------------------------------------------------------------- */

/* Memory and compression state for writing and reading records, for one thread at a time. */
struct schema_codec;
struct schema_codec *schema_codec_new(void); /* caller frees with schema_codec_free */
void schema_codec_free(struct schema_codec *c);

/* The record: the words in order first (what ranking needs: of the document, then what it is called
   by its type and by the links that lead to it), then all else packed with zstd and the dictionary
   compiled in. Appended to out. The words' numbers are the lexicon's, so they can be
   read by the program whose stamp the index bears; the text by any. */
enum status schema_record_write(struct schema_codec *c, struct swedish *s,
                                const struct schema_document *d,
                                const struct schema_inbound *inbound, size_t inbound_count,
                                struct buffer *out, struct error *error);

/* The document of a record, borrowed until the next read with the same codec or schema_codec_free.
   Any bytes are safe to hand in: STATUS_CORRUPT. */
enum status schema_record_read(struct schema_codec *c, struct slice record,
                               struct schema_document *out, struct error *error);

/* ---- words of a record ----------------------------------------------------------------------- */

enum schema_word_kind {
    WORDS_WORD,      /* takes one position */
    WORDS_ALSO,      /* another reading at the position of an earlier word: see `back` */
    WORDS_SENTENCE,  /* a sentence ends here */
    WORDS_PARAGRAPH, /* a paragraph ends (and its sentence) */
    WORDS_HEADING,   /* the next paragraph is a heading: it opens a section */
    WORDS_TITLE,     /* the next paragraph is the title */
    WORDS_TYPE, /* what follows is not of the document: what documents of its type are called */
    WORDS_LINK, /* likewise: the words of links that lead to it, one paragraph for each */
    WORDS_END
};

struct schema_word {
    enum schema_word_kind kind;
    uint32_t id;             /* lexicon number, or SWEDISH_UNKNOWN: then the form is spelled out */
    struct slice form;       /* only when id is SWEDISH_UNKNOWN; borrowed from the record */
    struct slice analysis;   /* the same: see schema_word_analysis */
    enum swedish_kind token; /* its kind of token; lexicon words are SWEDISH_WORD */
    uint32_t back; /* WORDS_ALSO: how many positions before the last WORDS_WORD (0: its own) */
};

/* Walks the words of a record, which it borrows. Damaged bytes end the walk early (WORDS_END),
   never beyond the record. The title comes first, when there is one. */
struct schema_words {
    struct slice bytes;
    size_t offset;
};

void schema_words_open(struct schema_words *w, struct slice record);
enum schema_word_kind schema_words_next(struct schema_words *w, struct schema_word *out);
/* What swedish_word says of a word of the record that the lexicon lacks, as the program that wrote
   the record found it, but for the strings of stems that have numbers, which are empty. false when
   the record does not tell. *out is borrowed from the record. */
bool schema_word_analysis(const struct schema_word *w, struct swedish_word *out);
/* Takes as many plain words of the lexicon as follow each other here, at most max, and gives their
   numbers. Returns how many; of 0 schema_words_next tells the reason. */
size_t schema_words_run(struct schema_words *w, uint32_t *ids, size_t max);
/* The words of one section (0-based, as schema_section_count has them) as a record that can be
   opened for its words only, the title not among them. Appended to out. */
void schema_words_section(struct slice record, uint32_t section, struct buffer *out);

/* ---- entries --------------------------------------------------------------------------------- */

struct schema_posting {
    struct slice term;
    uint32_t wdf;
    const uint32_t *positions; /* rising; NULL when the term has none */
    size_t position_count;
};

struct schema_value {
    enum schema_slot slot;
    struct slice bytes;
};

/* All that Xapian is told of one entry. Arrays and strings live until the next build or
   schema_entry_free. postings are sorted by term, no term twice. */
struct schema_entry {
    struct slice key; /* its unique term, also among the postings */
    const struct schema_posting *postings;
    size_t posting_count;
    const struct schema_value *values;
    size_t value_count;
    struct slice data;
    size_t dropped; /* tokens and terms that were too long */
    void *memory;   /* internal */
};

void schema_entry_free(struct schema_entry *e); /* leaves {0} */

/* The title of a document known only by links: the words said most often, of equals the longest, of
   equals the first by bytes; cleaned by schema_link_words. Borrowed from inbound. */
struct slice schema_link_title(const struct schema_inbound *inbound, size_t count);

/* The entry of a page or of a document known only by links. Order of inbound does not matter. */
enum status schema_entry_build(struct schema_entry *e, struct swedish *s,
                               const struct schema_document *d,
                               const struct schema_inbound *inbound, size_t inbound_count,
                               struct error *error);
/* How many sections a page has: 1 and those that headings open after the first text. A page of one
   has no section entries. */
size_t schema_section_count(const struct schema_document *d);
/* The entry of one section, 0-based. */
enum status schema_entry_section(struct schema_entry *e, struct swedish *s,
                                 const struct schema_document *d, size_t section,
                                 struct error *error);

/* ---- the stamp ------------------------------------------------------------------------------- */

/* Metadata of the database. */
#define SCHEMA_KEY_STAMP "lupp.stamp"
/* + number of a run, 8 digits: when it began, "2025-01-29T03:10:00Z", and what else it says after a
   space. Runs that change nothing have no number. */
#define SCHEMA_KEY_RUN "lupp.run."

/* One line: schema's version and all that swedish_stamp names. Appended to out. */
void schema_stamp(struct swedish *s, struct buffer *out);
/* By which analysis an index with the stamp `found` was made; SWEDISH_FULL when it does not say. */
enum swedish_analysis schema_stamp_analysis(struct slice found);
/* STATUS_OK when an index with `found` can be used by this program; STATUS_FOREIGN with a text that
   names the difference and the command that rebuilds. An empty stamp: not an index of ours. */
enum status schema_stamp_check(struct swedish *s, struct slice found, const char *index,
                               struct error *error);

#endif
