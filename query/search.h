/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search: from a question to its hits. It opens an index, decides which entries are hits, brings
 * the best ones in order (first stage in libxapian, second over records) and reads what is to be
 * shown.
 */
#ifndef LUPP_SEARCH_H
#define LUPP_SEARCH_H

#include "base.h"
#include "docids.h"
#include "language.h"
#include "plan.h"
#include "question.h"
#include "rank.h"
#include "schema.h"
#include "swedish.h"
#include "xapian_c.h"

struct search; /* an open index and all that asks it */

/* Opens the index at `path` and checks that it is ours. STATUS_NOT_FOUND, STATUS_FOREIGN, and what
   xapian-c says. *out: caller frees with search_close. */
enum status search_open(struct search **out, const char *path, struct error *error);
void search_close(struct search *s); /* NULL is fine */

/* Live in the search. */
struct xc_index *search_index(struct search *s);
struct swedish *search_swedish(struct search *s);
struct schema_codec *search_codec(struct search *s);

enum search_match { SEARCH_AUTO, SEARCH_MATCH_ALL, SEARCH_MATCH_ANY };
enum search_sort { SEARCH_RELEVANCE, SEARCH_NEWEST, SEARCH_OLDEST };

struct search_settings {
    uint64_t limit, offset;
    enum search_match match;
    enum search_sort sort;
    bool sections; /* --unit=section */
    struct plan_limits limits;
    bool unique; /* of entries with the same text only the newest */
    bool all;    /* the pages that hold all words: facets, runs */
    bool one_stage;
    bool count;   /* total is to be exact */
    bool set;     /* the docids of all hits are wanted: facets */
    bool records; /* of the hits */
    bool missing; /* of the hits */
    bool explain;
};

/* A term of the question that an entry has, and what it counts there (tenths of an occurrence). */
struct search_term {
    struct slice stem;
    uint32_t wdf;
};

struct search_hit {
    uint32_t docid;
    uint32_t page;   /* docid of its page: its own, but for sections */
    int32_t section; /* --unit=section: 0-based, or SECTION_NONE; else SECTION_NONE */
    uint32_t best;   /* the section that answers best */
    double score;    /* falls through the list; its size means nothing across questions */
    double first;    /* weight of the first stage */
    bool ranked;     /* the second stage has seen it */
    double features[RANK_FEATURES];
    unsigned tier; /* 2: is the reference asked for; 1: holds the phrase in the form typed */
    struct slice id;
    struct slice record;
    const struct slice *missing; /* words of the question, as typed */
    size_t missing_count;
    struct search_term *terms; /* settings.explain */
    size_t term_count;
};

/* Everything lives in the result until search_result_free. */
struct search_result {
    struct language_tree tree;
    struct question question;
    struct search_hit *hits; /* offset .. offset + limit of the list */
    size_t count;
    bool any;            /* there are hits, whatever the offset leaves */
    enum plan_tier tier; /* which pages are hits */
    uint64_t total;      /* hits; exact when settings.count, .set, or counted */
    bool counted;
    struct docids set;   /* settings.set */
    struct buffer notes; /* lines for the person: what a filter could mean, what was cut */
    struct buffer plan;  /* settings.explain: the query in libxapian's words */
    struct arena arena;
};

/* Whether they limit or count hits by themselves: then an empty question asks for all of these,
   newest first. */
bool search_limits(const struct search_settings *s);

/* Asks. The question's bytes are borrowed as long as the result. STATUS_USAGE: it cannot be asked,
   or there is nothing in it. An index that changes meanwhile is opened again. */
enum status search_run(struct search *s, struct slice question,
                       const struct search_settings *settings, struct search_result *out,
                       struct error *error);
void search_result_free(struct search_result *r); /* leaves {0} */

/* How many documents of the index have a term (without the sections'), and ln of how rare that is.
 */
double search_idf(struct search *s, uint32_t documents);

/* ---- what the second stage is given, for who measures it ---- */

/* The words as typed; of stem* alone the forms it stands for. Returns how many; their bytes are
   borrowed from the question. */
size_t search_rank_terms(struct search *s, const struct question *q,
                         struct rank_term terms[RANK_WORDS_MAX]);
/* Reads what ranking reads of the records of pages, or of sections of them (SECTION_NONE: of the
   whole page; NULL: of all). records[i] is empty where a page is gone, else borrowed from room
   until that changes; caller frees room with buffer_free. */
enum status search_read_words(struct search *s, const uint32_t *pages, const int32_t *sections,
                              size_t count, struct buffer *room, struct slice *records,
                              struct error *error);
/* The mean number of words of a document. */
double search_average_words(const struct search *s);

/* The number of the run that `text` names: "last", a number, or the first run on or after a day
   "2025-01-29". STATUS_USAGE. */
enum status search_run_number(struct search *s, const char *text, uint32_t *run,
                              struct error *error);

#endif
