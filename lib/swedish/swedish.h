/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * swedish: from text to tokens, from tokens to words.
 *
 *   text --fold--> tokens (with byte offsets into the text given) --lexicon, rules, Snowball-->
 * words
 *
 * Index and query run through the same two functions: swedish_tokens_each and swedish_word. The
 * same text gives the same terms always; what that depends on (our rules, the lexicon compiled in,
 * the stemmer's and Unicode's versions) is named by swedish_stamp.
 *
 * The order of folding is NFC, soft hyphens and zero-width characters dropped, every Unicode space
 * a space, case folded, accents of foreign letters dropped (e-acute is e, u-umlaut is u, a-grave is
 * a), but a-ring, a-umlaut and o-umlaut kept: they are letters of their own.
 */
#ifndef LUPP_SWEDISH_H
#define LUPP_SWEDISH_H

#include "base.h"

/* An analyser: a stemmer and a memory of words met. For one thread at a time; two analysers share
   nothing but constant data. */
struct swedish;

/* How words are analysed. All but the first are for comparisons: each lacks something, so that its
   worth can be measured. */
enum swedish_analysis {
    SWEDISH_FULL,
    SWEDISH_NO_NAMES,     /* names find nothing but themselves */
    SWEDISH_NO_COMPOUNDS, /* no parts, and suspended forms are not completed */
    SWEDISH_SNOWBALL,     /* besides: stems are Snowball's, without our own conflation */
    SWEDISH_SURFACE,      /* besides: a form is its own stem */
    SWEDISH_ANALYSES
};

enum status swedish_open(struct swedish **out,
                         struct error *error); /* STATUS_INTERNAL: no stemmer */
/* swedish_open is SWEDISH_FULL. */
enum status swedish_open_as(struct swedish **out, enum swedish_analysis analysis,
                            struct error *error);
void swedish_close(struct swedish *s); /* NULL is fine */

enum swedish_analysis swedish_analysis(const struct swedish *s);
/* Names for people and for the stamp: "full", "no-names", "no-compounds", "snowball", "surface". */
const char *swedish_analysis_name(enum swedish_analysis analysis);
bool swedish_analysis_named(struct slice name, enum swedish_analysis *out);

/* One line of text without newline that names everything the analysis depends on. Two programs with
   the same line give the same terms for the same text. Appended to out. */
void swedish_stamp(struct swedish *s, struct buffer *out);

/* ---- tokens ---------------------------------------------------------------------------------- */

enum {
    SWEDISH_TOKEN_MAX = 120, /* bytes of a folded form; longer tokens are dropped and counted, their
                                position is kept free */
};

enum swedish_kind {
    SWEDISH_WORD,      /* letters, perhaps with digits: "handel", "covid", "sbu" (of "SBU:s") */
    SWEDISH_NUMBER,    /* digits; thousands joined, decimal comma: "2000000", "1,5", "13.00" */
    SWEDISH_REFERENCE, /* canonical: "sou 2023:98", "prop 2021/22:133", "dnr a2024/00815" */
    SWEDISH_AMOUNT,    /* kronor as digits: "2000000"; value holds it too */
    SWEDISH_DATE,      /* "2025-01-29" or "2025-01" */
    SWEDISH_ADDRESS    /* host of a URL without "www.", or an e-mail address; folded */
};

/*
 * Tokens come in the order of the text. Plain ones (also == false) take one position each, counted
 * from 0 in the text given. A token with `also` is another reading of `span` positions beginning at
 * its `position`, and comes after the plain token of that position:
 *   hbtq-personer        hbtq(0) personer(1, joined)   also hbtqpersoner(0, span 2)
 *   SOU 2023:98          sou(0) 2023:98(1)             also REFERENCE "sou 2023:98"(0, span 2)
 *   2 000 000 kronor     2000000(0) kronor(1)          also AMOUNT "2000000"(0, span 2)
 *   den 9 mars 2010      den(0) 9(1) mars(2) 2010(3)   also DATE "2010-03-09"(1, span 3)
 *   ungdoms- och civilsamhällesfrågor
 *                        ungdoms(0, suspended) och(1) civilsamhällesfrågor(2)
 *                                                      also ungdomsfrågor(0, span 1)
 * An `also` that is found later in the text than the next plain token (the completion of a
 * suspended part) comes when it is known; sort by position if order matters.
 */
struct swedish_token {
    enum swedish_kind kind;
    bool also;
    bool joined;         /* only a hyphen stands between this and the plain token before it */
    bool suspended;      /* a hyphen left hanging: "ungdoms-" */
    bool sentence_start; /* the first plain token of a sentence of this text */
    bool capital;        /* begins with a capital letter in the text */
    uint32_t position;   /* of its first position, 0-based, in the text given */
    uint32_t span;       /* positions covered, at least 1 */
    struct slice form;   /* folded; borrowed until the callback returns */
    size_t start, end;   /* bytes of the text given, half-open; without ":s" or a final hyphen */
    uint64_t value;      /* SWEDISH_AMOUNT: whole kronor; else 0 */
};

/* Calls token for each. A non-zero return stops: STATUS_STOPPED. text is one paragraph (a title, a
   heading, a cell): no token, sentence or reference goes beyond it; a newline in it is a space and
   a tab is the border of a table cell (ends a sentence). Bytes that are not UTF-8 separate tokens.
   *dropped (may be NULL) is increased by the tokens that were too long, runs of more than 400 bytes
   of ASCII without white space (base64) among them. The time is linear in the size of text, the
   memory bounded; in a paragraph of more than 64 KiB what goes beyond one token may be missed every
   64 KiB. The callback may tokenize another text with the same analyser.

   What is one word: an abbreviation however it is dotted and spaced ("bl. a.", "bl a": "bl.a"), an
   acronym with its ending ("EU:s": "eu", "57:orna": 57), single capitals with dots ("U.S.A.":
   "usa").
   "%" after a number is the word "procent". */
enum status swedish_tokens_each(struct swedish *s, struct slice text,
                                int (*token)(void *user, const struct swedish_token *token),
                                void *user, size_t *dropped);

/* Appends text folded as a form is, nothing tokenized: marks stay, white space becomes single
   spaces, none at the ends. */
void swedish_fold(struct slice text, struct buffer *out);

/* The canonical reference that an address or a list's id names
   ("rattsliga-dokument/.../sou-202398", "prop.-200910206", "Diarienummer: A2025/00608", "Dir.
   2022:86 "), or false. Appended to out. An address that can be read in two ways takes the
   plausible one ("sou-2022461" is SOU 2022:46); digits alone are of the series whose folder the
   page lies in. A referral's address names none: the number in it is that of what was referred. */
bool swedish_reference_of_address(struct slice path, struct buffer *out);
/* The canonical reference that text begins with, a label ("Diarienummer:", "Regeringens") aside:
   what follows it does not matter ("SOU 2010:61 del 2"). Text before it does: false for "Remissvar
   på SOU 2010:61". Appended to out. */
bool swedish_reference_of_text(struct swedish *s, struct slice text, struct buffer *out);

/* ---- words ----------------------------------------------------------------------------------- */

enum { SWEDISH_PARTS_MAX = 6 };

#define SWEDISH_UNKNOWN UINT32_MAX /* no number in the lexicon */

enum swedish_word_flags {
    SWEDISH_STOP = 1,     /* carries little: och, att, för */
    SWEDISH_QUESTION = 2, /* asks: vad, vilka, hur, kan, finns; question words are stop words too */
    SWEDISH_KNOWN = 4     /* in the lexicon */
};

/* What a form is. The stem is what is indexed: conflation by our rules, then Snowball; forms of
   kinds other than WORD are their own stem. parts are the stems of a compound's parts from left to
   right, the head last, with the parts of parts ("lag", "råd", "remiss"), none for a simple word;
   heads that are themselves compounds ("marknadspolitik" of arbetsmarknadspolitik) come as parts
   too. Strings are borrowed until swedish_close for words of the lexicon, else until the next call
   of swedish_word. */
struct swedish_word {
    struct slice form;
    struct slice stem;
    uint32_t id;        /* number in the lexicon, by falling frequency, or SWEDISH_UNKNOWN */
    uint32_t stem_id;   /* number of the stem, or SWEDISH_UNKNOWN */
    uint32_t documents; /* of those the lexicon was counted from, that have the form */
    unsigned flags;
    size_t part_count;
    struct slice parts[SWEDISH_PARTS_MAX];
    uint32_t part_ids[SWEDISH_PARTS_MAX]; /* stem numbers, or SWEDISH_UNKNOWN */
};

void swedish_word(struct swedish *s, struct slice form, struct swedish_word *out);

/* The word of a lexicon number (below swedish_lexicon_count): a look-up in a table. */
void swedish_word_at(struct swedish *s, uint32_t id, struct swedish_word *out);
uint32_t swedish_lexicon_count(void);

/* Of a word of the lexicon, what ranking asks of thousands. Lists are borrowed for ever. */
struct swedish_brief {
    uint32_t stem_id, documents; /* as swedish_word_at says */
    const uint32_t *part_ids;
    size_t part_count;
    const uint16_t *grams; /* numbers of its letter grams (swedish_gram_number), left to right */
    size_t gram_count;
};

/* Of many lexicon numbers at once, which is several times faster than each by itself: the memory
   they lie in is waited for once. No strings, and few bytes of the lexicon are touched. */
void swedish_briefs_at(struct swedish *s, const uint32_t *ids, size_t count,
                       struct swedish_brief *out);
/* Numbers of stems are below. */
uint32_t swedish_stem_count(void);

/* How often the form stands in the texts the lexicon was counted from, and in how many of them; 0
   when it is only in a dictionary or not known. */
void swedish_lexicon_counts(struct slice form, uint32_t *occurrences, uint32_t *documents);

/* Calls word for each form of the lexicon that looks like `form` when the dots and rings of a, a, o
   are taken away ("manniskohandel" gives "människohandel"), most frequent first; not form itself.
 */
void swedish_undotted_each(struct slice form, int (*word)(void *user, struct slice form),
                           void *user);

/* ---- names ----------------------------------------------------------------------------------- */

/* Another name of the same body: "mucf" for "myndigheten för ungdoms- och civilsamhällesfrågor" and
   back. */
struct swedish_name {
    size_t first, count; /* the forms given that make the name: forms[first .. first + count) */
    struct slice other;  /* the other name as text, to be tokenized; borrowed for ever */
};

/* Finds names among the forms of consecutive plain tokens. */
void swedish_names_each(struct swedish *s, const struct slice *forms, size_t count,
                        int (*name)(void *user, const struct swedish_name *name), void *user);

/* ---- letter grams ---------------------------------------------------------------------------- */

/* The 4-letter grams of _form_ (the form with a border on both sides; one of up to three letters is
   one gram), as numbers equal for equal letters. Returns how many, at most max; the rest is left.
 */
size_t swedish_grams(struct slice form, uint32_t *grams, size_t max);
/* ln((N + 1) / (n + .5)) over the documents that the lexicon was counted from; an unseen gram has
   the weight of one seen once. */
float swedish_gram_idf(uint32_t gram);
/* The grams of the lexicon's forms are numbered, below swedish_gram_count (at most 2^16), common
   ones low; SWEDISH_UNKNOWN for one that no form of the lexicon has. */
uint32_t swedish_gram_number(uint32_t gram);
uint32_t swedish_gram_count(void);

#endif
