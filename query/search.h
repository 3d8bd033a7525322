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

/* Asks. The question's bytes are borrowed as long as the result. STATUS_USAGE: it cannot be asked,
   or there is nothing in it. An index that changes meanwhile is opened again. */
enum status search_run(struct search *s, struct slice question,
                       const struct search_settings *settings, struct search_result *out,
                       struct error *error);
void search_result_free(struct search_result *r); /* leaves {0} */

/* How many documents of the index have a term (without the sections'), and ln of how rare that is.
 */
double search_idf(struct search *s, uint32_t documents);

/* The number of the run that `text` names: "last", a number, or the first run on or after a day
   "2025-01-29". STATUS_USAGE. */
enum status search_run_number(struct search *s, const char *text, uint32_t *run,
                              struct error *error);

#endif
