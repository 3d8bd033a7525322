/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xapian-c: libxapian for programs in C. It binds what a search program does (write an index, ask
 * it, read what it holds), not libxapian's classes, and stands on libxapian alone.
 *
 * Words used below:
 *   borrowed until X   the pointer is not yours and is good until X happens
 *   caller frees with  the pointer is yours
 *   lives in X         the pointer is good for as long as X is
 * Sizes are bytes. Terms, values, data and metadata are bytes of any kind, with zeros among them if
 * need be; paths are C strings. Document ids (docids) begin at 1, and 0 is none.
 *
 * Every call that can fail returns an enum xc_status and takes, last, a struct xc_error, which may
 * be NULL. Outputs are set to NULL or 0 at entry and stay so when the call fails. Any call that
 * touches an index may return XC_CORRUPT, XC_IO, XC_MEMORY, XC_OTHER, on a remote index
 * XC_UNSUPPORTED, and one that reads a committed index XC_CHANGED; comments name the others. No C++
 * exception leaves this library, and a callback must not leave by longjmp or an exception.
 *
 * A handle and what was made from it are used by one thread at a time; handles are independent.
 */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- status and error ------------------------------------------------------------------------ */

enum xc_status {
    XC_OK,           /* done as asked */
    XC_STOPPED,      /* a callback returned non-zero; not a failure */
    XC_NOT_FOUND,    /* no index at that path, or no document of that docid or key */
    XC_EXISTS,       /* an index was to be created where there is one already */
    XC_LOCKED,       /* another handle or process is writing to the index (who cannot be known) */
    XC_CHANGED,      /* writers committed twice or more since this handle was opened, and what it
                        was to read is gone: xc_index_reopen, then repeat */
    XC_CORRUPT,      /* the files of the index are damaged, or not those of an index */
    XC_VERSION,      /* an index of a format that this libxapian does not read */
    XC_NO_SPACE,     /* the disk is full, or a quota or file size limit is reached */
    XC_IO,           /* reading or writing failed otherwise, or access is denied; on a remote index
                        the network failed */
    XC_BAD_ARGUMENT, /* an argument that cannot be: a term too long, a window of no sense, NULL */
    XC_BAD_STATE,    /* the handle cannot do that: writing through a reader, ending a transaction
                        that was not begun */
    XC_TOO_MANY,     /* a wildcard stands for more terms than it was allowed */
    XC_UNSUPPORTED,  /* this kind of index, or this libxapian, cannot do it */
    XC_MEMORY,       /* out of memory */
    XC_OTHER         /* anything else; the text tells */
};

/* Owned by the caller. Set together by every call that fails; left alone by one that does not. */
struct xc_error {
    enum xc_status status;
    char text[256]; /* one line, cut at the size if need be, never in the middle of a character */
};

/* "XC_LOCKED" for XC_LOCKED, and so on. Never NULL. */
const char *xc_status_name(enum xc_status status);

/* Of this library, "1.0.0". A first number that grew means that calls have changed. */
const char *xc_version(void);
/* Of the libxapian that runs, "1.4.22". */
const char *xc_xapian_version(void);

/* ---- bytes ----------------------------------------------------------------------------------- */

/* Bytes that belong to someone else. Not NUL-terminated. {0} is empty. */
struct xc_bytes {
    const char *data;
    size_t size;
};

static inline struct xc_bytes xc_bytes_of(const char *data, size_t size)
{
    struct xc_bytes bytes = {data, size};
    return bytes;
}

/* Of a C string, without its NUL. */
static inline struct xc_bytes xc_text(const char *string)
{
    return xc_bytes_of(string, strlen(string));
}

/* Bytes a call hands out: caller frees with free(buffer.data). A NUL that is not counted follows
   them. What the struct held before the call is overwritten, not freed. */
struct xc_buffer {
    char *data;
    size_t size;
};

/* ---- opening and closing --------------------------------------------------------------------- */

/* An index: one database, or several that are read as one. */
struct xc_index;

/* Opens for reading: a database's directory, a database in a single file, a stub file or a
   directory that holds one. *out: caller frees with xc_index_close. XC_NOT_FOUND, XC_VERSION. */
enum xc_status xc_index_open(struct xc_index **out, const char *path, struct xc_error *error);
/* Several as one: document n of the i-th of `count` databases has the docid (n - 1) * count + i + 1
   (i from 0). count > 0, else XC_BAD_ARGUMENT. */
enum xc_status xc_index_open_many(struct xc_index **out, const char *const *paths, size_t count,
                                  struct xc_error *error);

enum xc_write_mode {
    XC_WRITE_OPEN_OR_CREATE = 0,
    XC_WRITE_OPEN = 1,      /* XC_NOT_FOUND when there is none */
    XC_WRITE_CREATE = 2,    /* XC_EXISTS when there is one already */
    XC_WRITE_OVERWRITE = 3, /* an index that was there is lost */
    /* to be added with | : */
    XC_WRITE_WAIT = 1 << 4,      /* wait for another writer to end instead of XC_LOCKED */
    XC_WRITE_NO_SYNC = 1 << 5,   /* a commit does not wait for the disk: a crash of the machine (not
                                    of the program) may damage the index */
    XC_WRITE_DANGEROUS = 1 << 6, /* blocks are overwritten in place: quickest, but a crash destroys
                                    the index and nobody can read meanwhile. For fresh builds that
                                    are moved into place afterwards */
    XC_WRITE_NO_TERMLISTS = 1 << 7 /* smaller, but documents cannot be replaced, deleted or asked
                                      for their terms */
};

/* Opens for reading and writing; `mode` is a value of enum xc_write_mode with flags. Whatever reads
   an index works on it too, and sees changes that are not committed. The directory is made if need
   be, its parents are not. *out: caller frees with xc_index_close. XC_LOCKED, XC_NOT_FOUND,
   XC_EXISTS, XC_VERSION, XC_NO_SPACE, XC_BAD_ARGUMENT (flags). */
enum xc_status xc_index_write(struct xc_index **out, const char *path, unsigned mode,
                              struct xc_error *error);

/* An empty index in memory, for reading and writing, gone when it is closed. It knows no
   transactions, spelling or uuid. *out: caller frees with xc_index_close. */
enum xc_status xc_index_memory(struct xc_index **out, struct xc_error *error);

/* Frees the handle; NULL is fine. A writer that holds changes commits them as well as it can (not
   those of an open transaction) and cannot tell how it went: call xc_index_commit first. Cursors
   are freed before their index. */
void xc_index_close(struct xc_index *index);

/* Moves a reader to the last commit. *changed (may be NULL) tells whether there was a later one.
   Cursors opened before go on and may return XC_CHANGED. */
enum xc_status xc_index_reopen(struct xc_index *index, bool *changed, struct xc_error *error);

/* ---- documents ------------------------------------------------------------------------------- */

enum {
    XC_TERM_MAX = 245, /* most bytes of a term, counted by xc_term_size */
    XC_KEY_MAX = 245   /* most bytes of a metadata key */
};

/* The bytes that a term takes towards XC_TERM_MAX: a zero byte takes two. */
size_t xc_term_size(struct xc_bytes term);

/* A document being made. What is given to it is copied. */
struct xc_document;

/* *out: caller frees with xc_document_free. */
enum xc_status xc_document_new(struct xc_document **out, struct xc_error *error);
/* Makes it as new, to be filled again. */
enum xc_status xc_document_clear(struct xc_document *document, struct xc_error *error);
void xc_document_free(struct xc_document *document); /* NULL is fine */

/* All of these: XC_BAD_ARGUMENT for a term that is empty or longer than XC_TERM_MAX; the document
   is as it was before. (libxapian itself would refuse the whole document when it is put.) Terms in
   sorted order and positions in rising order are quickest.

   wdf is how often the document has the term, which is what it weighs, and adds to the document's
   length. It need not have to do with the number of positions. */

/* Adds one position, and `wdf` to what the term has. */
enum xc_status xc_document_add_posting(struct xc_document *document, struct xc_bytes term,
                                       uint32_t position, uint32_t wdf, struct xc_error *error);
/* Adds `count` positions, and `wdf` once: the total of them all. */
enum xc_status xc_document_add_postings(struct xc_document *document, struct xc_bytes term,
                                        const uint32_t *positions, size_t count, uint32_t wdf,
                                        struct xc_error *error);
/* No position. A term of wdf 0 filters and never weighs. */
enum xc_status xc_document_add_term(struct xc_document *document, struct xc_bytes term,
                                    uint32_t wdf, struct xc_error *error);
enum xc_status xc_document_add_boolean_term(struct xc_document *document, struct xc_bytes term,
                                            struct xc_error *error);

/* Replaces the value in the slot; an empty one removes it. Values sort as bytes. */
enum xc_status xc_document_set_value(struct xc_document *document, uint32_t slot,
                                     struct xc_bytes value, struct xc_error *error);
/* Whatever is to be read back with the document. */
enum xc_status xc_document_set_data(struct xc_document *document, struct xc_bytes data,
                                    struct xc_error *error);

/* ---- writing --------------------------------------------------------------------------------- */

/* All of these: XC_BAD_STATE through a reader, XC_NO_SPACE. Changes reach the disk with a commit;
   also by themselves after 10,000 documents (environment: XAPIAN_FLUSH_THRESHOLD), unless a
   transaction is open. After XC_NO_SPACE or XC_IO the last commit stands and later changes are
   lost. */

enum xc_status xc_index_commit(struct xc_index *index, struct xc_error *error);

/* A transaction keeps together what is done until it ends. begin commits what was done before.
   XC_BAD_STATE: one is open already, or none is. XC_UNSUPPORTED in memory. */
enum xc_status xc_transaction_begin(struct xc_index *index, struct xc_error *error);
enum xc_status xc_transaction_commit(struct xc_index *index, struct xc_error *error);
enum xc_status xc_transaction_cancel(struct xc_index *index, struct xc_error *error);

/* Puts the document in place of those that have the term `key`, or adds it. The key becomes a term
   of the document (of wdf 0, if it is not there yet). The document can be cleared and used again.
   *docid (may be NULL) is where it stands. XC_BAD_ARGUMENT for the key. */
enum xc_status xc_index_put(struct xc_index *index, struct xc_bytes key,
                            struct xc_document *document, uint32_t *docid, struct xc_error *error);
/* Adds it under a new docid, whatever terms others have. */
enum xc_status xc_index_add(struct xc_index *index, const struct xc_document *document,
                            uint32_t *docid, struct xc_error *error);
/* Puts it in place of document `docid`, or adds it there. XC_BAD_ARGUMENT for 0. */
enum xc_status xc_index_put_at(struct xc_index *index, uint32_t docid,
                               const struct xc_document *document, struct xc_error *error);
/* Deletes all documents that have the term `key`. That there are none is fine. XC_BAD_ARGUMENT. */
enum xc_status xc_index_delete(struct xc_index *index, struct xc_bytes key, struct xc_error *error);
/* XC_NOT_FOUND. */
enum xc_status xc_index_delete_at(struct xc_index *index, uint32_t docid, struct xc_error *error);

/* Metadata: named bytes of the index as a whole. An empty value removes it. XC_BAD_ARGUMENT for a
   key that is empty or longer than XC_KEY_MAX. */
enum xc_status xc_index_set_metadata(struct xc_index *index, struct xc_bytes key,
                                     struct xc_bytes value, struct xc_error *error);

/* Words that suggestions are taken from, each with a count that is added to or taken from.
   XC_BAD_ARGUMENT for a word that is empty or longer than XC_TERM_MAX. */
enum xc_status xc_index_add_spelling(struct xc_index *index, struct xc_bytes word, uint32_t count,
                                     struct xc_error *error);
enum xc_status xc_index_remove_spelling(struct xc_index *index, struct xc_bytes word,
                                        uint32_t count, struct xc_error *error);

/* ---- what an index holds --------------------------------------------------------------------- */

/* Callbacks: 0 goes on, anything else ends the call with XC_STOPPED. Bytes they are given are
   borrowed until they return. They may read the index, and must not write to it or reopen it. */

struct xc_statistics {
    uint32_t documents;
    uint32_t last_docid;   /* the highest ever given out */
    double average_length; /* of documents: sums of wdf */
    uint64_t total_length;
    uint32_t length_lower; /* no document that has weighing terms is shorter */
    uint32_t length_upper; /* none is longer */
    bool positions;        /* some term has positions */
};
enum xc_status xc_index_statistics(struct xc_index *index, struct xc_statistics *out,
                                   struct xc_error *error);

/* Grows with each commit. XC_BAD_STATE on several databases read as one, XC_UNSUPPORTED in memory
   or remote. */
enum xc_status xc_index_revision(struct xc_index *index, uint64_t *out, struct xc_error *error);
/* One that no other database has, kept for as long as it lives (compaction makes a new one); those
   of several are joined by ':'. */
enum xc_status xc_index_uuid(struct xc_index *index, struct xc_buffer *out, struct xc_error *error);

struct xc_term_statistics {
    uint32_t documents;   /* that have the term; 0: nobody has */
    uint64_t occurrences; /* sum of its wdf */
    uint32_t wdf_upper;   /* no document has a larger wdf of it */
};
enum xc_status xc_index_term(struct xc_index *index, struct xc_bytes term,
                             struct xc_term_statistics *out, struct xc_error *error);
enum xc_status xc_index_has_term(struct xc_index *index, struct xc_bytes term, bool *out,
                                 struct xc_error *error);
/* The lowest docid that has the term `key`. XC_NOT_FOUND. */
enum xc_status xc_index_find(struct xc_index *index, struct xc_bytes key, uint32_t *docid,
                             struct xc_error *error);

/* How many documents have a value in the slot, and bounds of them (lower and upper, may be NULL:
   caller frees with free(buffer.data)), which need not be tight. */
enum xc_status xc_index_slot(struct xc_index *index, uint32_t slot, uint32_t *documents,
                             struct xc_buffer *lower, struct xc_buffer *upper,
                             struct xc_error *error);

/* Every term that begins with `prefix`, in order of bytes, and how many documents have it. */
typedef int xc_term_callback(void *user, struct xc_bytes term, uint32_t documents);
enum xc_status xc_index_each_term(struct xc_index *index, struct xc_bytes prefix,
                                  xc_term_callback *callback, void *user, struct xc_error *error);
/* Every word added for suggestions and its count, in order of bytes. */
enum xc_status xc_index_each_spelling(struct xc_index *index, xc_term_callback *callback,
                                      void *user, struct xc_error *error);
/* The best word within `distance` edits (insert, delete, change, swap two neighbours), or empty:
   none is known, or the word itself is the best. XC_BAD_ARGUMENT: distance is 0 or beyond 8. */
enum xc_status xc_index_suggest(struct xc_index *index, struct xc_bytes word, unsigned distance,
                                struct xc_buffer *out, struct xc_error *error);

/* Empty when there is none. */
enum xc_status xc_index_metadata(struct xc_index *index, struct xc_bytes key, struct xc_buffer *out,
                                 struct xc_error *error);
typedef int xc_metadata_callback(void *user, struct xc_bytes key, struct xc_bytes value);
/* Those whose key begins with `prefix`, in order of bytes. Of several databases read as one, the
   first one's. */
enum xc_status xc_index_each_metadata(struct xc_index *index, struct xc_bytes prefix,
                                      xc_metadata_callback *callback, void *user,
                                      struct xc_error *error);

/* ---- what a document holds ------------------------------------------------------------------- */

/* All of these: XC_NOT_FOUND when there is no such document. */

enum xc_status xc_index_data(struct xc_index *index, uint32_t docid, struct xc_buffer *out,
                             struct xc_error *error);
/* Empty when it has none in that slot. */
enum xc_status xc_index_value(struct xc_index *index, uint32_t docid, uint32_t slot,
                              struct xc_buffer *out, struct xc_error *error);
enum xc_status xc_index_length(struct xc_index *index, uint32_t docid, uint32_t *out,
                               struct xc_error *error);

/* The data of many documents in one call, in the order given. `which` is the place in the list. A
   document that is gone is told by data.data == NULL (one without data has size 0 and a pointer).
   After a failure some have been told already. */
typedef int xc_data_callback(void *user, size_t which, uint32_t docid, struct xc_bytes data);
enum xc_status xc_index_each_data(struct xc_index *index, const uint32_t *docids, size_t count,
                                  xc_data_callback *callback, void *user, struct xc_error *error);

struct xc_document_term {
    struct xc_bytes term;
    uint32_t wdf;
    uint32_t positions; /* how many */
};
typedef int xc_document_term_callback(void *user, const struct xc_document_term *term);
/* In order of bytes. */
enum xc_status xc_index_each_document_term(struct xc_index *index, uint32_t docid,
                                           xc_document_term_callback *callback, void *user,
                                           struct xc_error *error);

/* Positions of a term in a document, rising; none if it does not have the term. *out: caller frees
   with free. */
enum xc_status xc_index_positions(struct xc_index *index, uint32_t docid, struct xc_bytes term,
                                  uint32_t **out, size_t *count, struct xc_error *error);

/* ---- cursors --------------------------------------------------------------------------------- */

/* Both kinds stand before the first entry when opened. next moves to the following one, skip to the
   first one that is at or after `docid` (never backwards; it may be where the cursor stands). Past
   the last one the docid is 0 and the status XC_OK, again and again. Caller frees with
   xc_..._close (NULL is fine), before the index is closed. */

struct xc_postings; /* the documents that have a term */

struct xc_posting {
    uint32_t docid;
    uint32_t wdf;
    uint32_t length; /* of the document; 0 unless asked for */
};

/* An empty term stands for every document, with wdf 1. Lengths cost a look-up each. A term nobody
   has gives an empty list. */
enum xc_status xc_postings_open(struct xc_postings **out, struct xc_index *index,
                                struct xc_bytes term, bool lengths, struct xc_error *error);
enum xc_status xc_postings_next(struct xc_postings *postings, struct xc_posting *out,
                                struct xc_error *error);
enum xc_status xc_postings_skip(struct xc_postings *postings, uint32_t docid,
                                struct xc_posting *out, struct xc_error *error);
void xc_postings_close(struct xc_postings *postings);

struct xc_values; /* the documents that have a value in a slot */

struct xc_value {
    uint32_t docid;
    struct xc_bytes value; /* borrowed until the cursor moves or is closed */
};

enum xc_status xc_values_open(struct xc_values **out, struct xc_index *index, uint32_t slot,
                              struct xc_error *error);
enum xc_status xc_values_next(struct xc_values *values, struct xc_value *out,
                              struct xc_error *error);
enum xc_status xc_values_skip(struct xc_values *values, uint32_t docid, struct xc_value *out,
                              struct xc_error *error);
void xc_values_close(struct xc_values *values);

/* ---- queries --------------------------------------------------------------------------------- */

/* Query trees are made in a builder. Each call returns a query that lives in the builder (until
   xc_builder_clear or xc_builder_free) and may be an operand of any number of others.

   A call that fails returns NULL; one that is given a NULL operand returns NULL too, and the
   builder keeps the first failure. So a whole tree can be built and only its top looked at. */
struct xc_builder;
struct xc_query;

/* *out: caller frees with xc_builder_free. */
enum xc_status xc_builder_new(struct xc_builder **out, struct xc_error *error);
/* Frees its queries and forgets the failure. */
void xc_builder_clear(struct xc_builder *builder);
void xc_builder_free(struct xc_builder *builder); /* NULL is fine */
/* The first failure since it was made or cleared, or XC_OK. */
enum xc_status xc_builder_status(const struct xc_builder *builder, struct xc_error *error);

enum {
    XC_QUERY_DEPTH_MAX = 1000 /* operands in operands; more is XC_BAD_ARGUMENT */
};

const struct xc_query *xc_query_all(struct xc_builder *builder);     /* every document */
const struct xc_query *xc_query_nothing(struct xc_builder *builder); /* none */

/* wqf is how often the question has the term (1); position where it stands there (0: nowhere).
   XC_BAD_ARGUMENT for an empty term. One longer than XC_TERM_MAX finds nothing. */
const struct xc_query *xc_query_term(struct xc_builder *builder, struct xc_bytes term, uint32_t wqf,
                                     uint32_t position);

enum xc_operator {
    XC_AND,       /* all; weights add up */
    XC_OR,        /* any; weights add up */
    XC_AND_NOT,   /* the first without what any other finds */
    XC_AND_MAYBE, /* the first; the others only add weight */
    XC_FILTER,    /* all; only the first weighs */
    XC_XOR,       /* an odd number of them */
    XC_SYNONYM,   /* any; weighs as one term that stands wherever they do */
    XC_PHRASE,    /* in this order within a window (xc_query_window) */
    XC_NEAR       /* in any order within a window (xc_query_window) */
};

/* Joins `count` operands. None at all finds nothing; one is itself. XC_PHRASE and XC_NEAR have the
   window `count` here. A weighing search takes time that grows with the square of the operands of
   XC_OR, and of terms that no document has anywhere: of thousands, leave out what is not there
   (xc_index_has_term) and prefer XC_SYNONYM. */
const struct xc_query *xc_query_join(struct xc_builder *builder, enum xc_operator op,
                                     const struct xc_query *const *operands, size_t count);
const struct xc_query *xc_query_pair(struct xc_builder *builder, enum xc_operator op,
                                     const struct xc_query *left, const struct xc_query *right);
/* XC_PHRASE or XC_NEAR, else XC_BAD_ARGUMENT. The first and the last word stand in one stretch of
   `window` positions; 0, or fewer than there are operands, is `count`. Operands are terms or XC_OR
   of terms; others (XC_SYNONYM too) are XC_UNSUPPORTED, told here or by the search. */
const struct xc_query *xc_query_window(struct xc_builder *builder, enum xc_operator op,
                                       const struct xc_query *const *operands, size_t count,
                                       uint32_t window);

/* Multiplies the weight. factor >= 0, else XC_BAD_ARGUMENT; 0 makes a filter of it. */
const struct xc_query *xc_query_scale(struct xc_builder *builder, const struct xc_query *operand,
                                      double factor);

/* Documents whose value in the slot lies within bounds, both included, compared as bytes. They do
   not weigh. A document without a value is in no range but the one from "" on. */
const struct xc_query *xc_query_value_range(struct xc_builder *builder, uint32_t slot,
                                            struct xc_bytes low, struct xc_bytes high);
const struct xc_query *xc_query_value_from(struct xc_builder *builder, uint32_t slot,
                                           struct xc_bytes low);
const struct xc_query *xc_query_value_to(struct xc_builder *builder, uint32_t slot,
                                         struct xc_bytes high);

enum xc_wildcard_limit {
    XC_WILDCARD_FAIL,         /* the search returns XC_TOO_MANY */
    XC_WILDCARD_FIRST,        /* the first ones in order of bytes */
    XC_WILDCARD_MOST_FREQUENT /* those that most documents have */
};
/* Any of the terms that begin with `prefix`: at most `most` of them (0: no limit), else what
   `limit` says. `op` joins them: XC_SYNONYM or XC_OR, else XC_BAD_ARGUMENT. */
const struct xc_query *xc_query_wildcard(struct xc_builder *builder, struct xc_bytes prefix,
                                         uint32_t most, enum xc_wildcard_limit limit,
                                         enum xc_operator op);

/* In libxapian's notation, for messages to developers and for tests; it is not the same in all its
   versions. NULL describes a failed one. */
enum xc_status xc_query_describe(const struct xc_query *query, struct xc_buffer *out,
                                 struct xc_error *error);
/* Each of its terms once, in order of bytes; `documents` is 0. */
enum xc_status xc_query_each_term(const struct xc_query *query, xc_term_callback *callback,
                                  void *user, struct xc_error *error);

/* ---- searching ------------------------------------------------------------------------------- */

enum xc_scheme {
    XC_WEIGHT_DEFAULT,      /* BM25 with libxapian's own parameters: 1, 0, 1, 0.5, 0.5 */
    XC_WEIGHT_BM25,         /* k1, k2, k3, b, min_length */
    XC_WEIGHT_BM25_PLUS,    /* k1, k2, k3, b, min_length, delta */
    XC_WEIGHT_COORDINATION, /* one point for each term that is there */
    XC_WEIGHT_BOOLEAN       /* none: hits come in order of docid */
};

struct xc_weighting {
    enum xc_scheme scheme;
    double k1;         /* how slowly more occurrences stop to count */
    double k2;         /* document's length, added once (0) */
    double k3;         /* likewise for wqf */
    double b;          /* how much the length of documents counts, 0 to 1 */
    double min_length; /* lengths below this part of the average count as this part */
    double delta;      /* least that a term which is there adds, whatever the length */
};

enum xc_sort {
    XC_SORT_RELEVANCE,
    XC_SORT_VALUE,           /* of sort_slot */
    XC_SORT_VALUE_RELEVANCE, /* equal values by weight */
    XC_SORT_RELEVANCE_VALUE, /* equal weights by value */
    XC_SORT_DOCID            /* weighting is not used, weights are 0 */
};

/* What is asked for. {.query = q, .limit = 10} is a whole request: what is 0 is not wanted, or the
   usual. All pointers are borrowed until the search returns. */
struct xc_request {
    const struct xc_query *query; /* NULL is XC_BAD_ARGUMENT */
    struct xc_weighting weighting;

    enum xc_sort sort;
    uint32_t sort_slot;
    bool descending;       /* highest value first; a document without one has the lowest */
    bool docid_descending; /* what is equal in all comes with the highest docid first */

    uint32_t offset;         /* leave out so many hits */
    uint32_t limit;          /* then at most so many */
    uint32_t check_at_least; /* look at so many matches even if they cannot be hits: bounds become
                                exact and counts complete when it is the number of documents */
    int percent_cutoff;      /* 0 to 100 */
    double weight_cutoff;

    uint32_t collapse_slot; /* of documents with the same value here, ... */
    uint32_t collapse_max;  /* ... keep so many; 0: do not collapse */

    const uint32_t *count_slots; /* facets: count the values of these slots in what matches */
    size_t count_slot_count;

    /* What each hit is to bring along. Without any of it, hits are docids and weights only, which
       is quickest. */
    bool data;
    bool terms;
    const uint32_t *value_slots;
    size_t value_slot_count;
};

struct xc_hit {
    uint32_t docid;
    int percent;
    double weight;
    uint32_t collapsed;            /* others with the same value, at least */
    struct xc_bytes data;          /* lives in the result, like all below */
    const struct xc_bytes *values; /* value_slot_count, in the order asked; absent ones are empty */
    const struct xc_bytes *terms;  /* of the query that the document has, in order of bytes */
    size_t term_count;
};

struct xc_count {
    struct xc_bytes value;
    uint32_t documents;
};

/* The values of one slot, most frequent first, then in order of bytes. */
struct xc_counts {
    uint32_t slot;
    uint32_t looked_at; /* documents that were counted, with a value or without */
    const struct xc_count *values;
    size_t count;
};

/* All of it is copied: nothing reads the index any more, which may be closed before it is freed. */
struct xc_result {
    const struct xc_hit *hits;
    size_t count;
    uint32_t lower, estimated, upper; /* bounds of how many match, and a guess between them. When
                                         collapsing, only `lower` is of use */
    uint32_t all_lower, all_estimated, all_upper; /* likewise before collapsing */
    double weight_max;                            /* the highest weight of a match looked at */
    double weight_possible;                       /* no document could have had a higher one */
    const struct xc_counts *counts;               /* count_slot_count, in the order asked */
};

/* *out: caller frees with xc_result_free. XC_CHANGED: reopen and repeat, or use xc_search_retry;
   XC_TOO_MANY, XC_UNSUPPORTED, XC_BAD_ARGUMENT. */
enum xc_status xc_search(struct xc_result **out, struct xc_index *index,
                         const struct xc_request *request, struct xc_error *error);
/* On XC_CHANGED it reopens the index and repeats, at most `retries` times. */
enum xc_status xc_search_retry(struct xc_result **out, struct xc_index *index,
                               const struct xc_request *request, unsigned retries,
                               struct xc_error *error);
void xc_result_free(struct xc_result *result); /* NULL is fine */

/* The docids of all documents that match, rising. *out: caller frees with free. */
enum xc_status xc_match(uint32_t **out, size_t *count, struct xc_index *index,
                        const struct xc_query *query, struct xc_error *error);

/* ---- whole indexes --------------------------------------------------------------------------- */

enum xc_compact_flags {
    XC_COMPACT_KEEP_DOCIDS = 1 << 0, /* XC_BAD_STATE when the inputs' docids overlap. Without it the
                                        second input's follow the first one's, and so on */
    XC_COMPACT_MULTIPASS = 1 << 1,   /* quicker with many inputs, more room for temporary files */
    XC_COMPACT_SINGLE_FILE = 1 << 2, /* the output is one file, good for reading only */
    XC_COMPACT_FULLER = 1 << 3       /* no room left for later changes: smallest */
};

/* Writes the databases at `inputs` (directories, files or stubs; each as of its last commit) as one
   new database at `output`, tightly packed and in order. An output that exists and is not one of
   the inputs is written over. Of metadata that several hold, the first input's stays. XC_NOT_FOUND,
   XC_NO_SPACE, XC_BAD_ARGUMENT. After a failure what stands at `output` is of no use. */
enum xc_status xc_compact(const char *output, const char *const *inputs, size_t count,
                          unsigned flags, struct xc_error *error);

/* Looks at every block of the database at `path` and at how they agree. *faults counts what is
   wrong with it; `report` (may be NULL) tells, in lines of text for people. What cannot even be
   opened is a status instead: XC_NOT_FOUND, XC_VERSION, XC_CORRUPT. */
enum xc_status xc_check(const char *path, size_t *faults, struct xc_buffer *report,
                        struct xc_error *error);

#ifdef __cplusplus
}
#endif

#endif
