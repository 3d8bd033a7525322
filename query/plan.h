/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plan: from the analysed question to queries of the index.
 *
 * Pages and sections are asked in different terms (see schema.h), so each has a plan of its own. A
 * query finds what the question asks for, or more: plan_needs_check tells which parts of it the
 * index cannot decide alone (forms in a phrase, words of the title only); match.h holds them
 * against the records.
 */
#ifndef LUPP_PLAN_H
#define LUPP_PLAN_H

#include "base.h"
#include "question.h"
#include "xapian_c.h"

enum plan_unit {
    PLAN_PAGES,   /* pages and links */
    PLAN_SINGLES, /* of these, the ones without section entries */
    PLAN_SECTIONS /* section entries */
};

enum plan_linked { PLAN_LINKED_YES, PLAN_LINKED_NO, PLAN_LINKED_ONLY };

/* Which pages are hits: those that hold all words, or some. */
enum plan_tier { PLAN_ALL, PLAN_SOME };

/* What limits the hits beside the question. */
struct plan_limits {
    enum plan_linked linked;
    bool since; /* only what a run from this number on wrote */
    uint32_t since_run;
};

/* Where the parts of a compound may stand that a page has instead of it. If anywhere at all, the
   words of a sum or a date may stand apart too. */
enum plan_parts { PLAN_PARTS_NOWHERE, PLAN_PARTS_NEAR, PLAN_PARTS_ANYWHERE };

/* A term of the question that weighs. */
struct plan_weight {
    struct slice stem; /* without prefix */
    double factor;
    uint32_t times; /* in the question */
    bool placed;    /* in the query that is being built */
};

struct plan {
    /* given */
    struct xc_builder *builder;
    struct xc_index *index;
    struct swedish *swedish;
    const struct question *question;
    struct plan_limits limits;
    enum plan_unit unit;
    bool any; /* --match=any: some words of each group do */
    enum plan_parts parts;
    /* internal */
    struct buffer term;
    struct plan_weight *weights;
    size_t weight_count, weight_room;
    bool meets_sections; /* a term was used that sections have too */
    enum status status;  /* the first failure of an index call */
    struct error error;
};

void plan_begin(struct plan *p); /* after the given fields are set */
void plan_end(struct plan *p);   /* frees what is internal */

/* The term prefix + value. */
const struct xc_query *plan_term(struct plan *p, const char *prefix, struct slice value);

/* All but the question's own words, which need not be held in PLAN_SOME, must be met. The query
   weighs. NULL only when building failed: look at p->status and the builder. */
const struct xc_query *plan_query(struct plan *p, enum plan_tier tier);
/* What a node finds, without weights; limits are not in it. */
const struct xc_query *plan_node(struct plan *p, const struct question_node *node);
/* What of it need not be checked; NULL: nothing. */
const struct xc_query *plan_sure(struct plan *p, const struct question_node *node);
/* Pages that a filter of links or references lets through, whatever p->unit. */
const struct xc_query *plan_page_filter(struct plan *p, const struct question_node *node);
/* A page holds the unit: itself, a compound of it, another name. */
const struct xc_query *plan_unit_held(struct plan *p, const struct question_unit *unit);
/* Everything that p->unit means, within the limits. */
const struct xc_query *plan_everything(struct plan *p);

/* Whether hits of this leaf are to be checked; of this node, of any leaf below. */
bool plan_checks_leaf(const struct plan *p, const struct question_node *node);
bool plan_checks(const struct plan *p, const struct question_node *node);

/* Whether a child of the question's top is a word that PLAN_SOME may lack. */
bool plan_optional(const struct question_node *node);
/* The question's operands side by side; in "A NOT B" those of A; else the root itself. */
size_t plan_top(const struct question *q, const struct question_node *const **children);
/* Whether PLAN_SOME can find more than PLAN_ALL. */
bool plan_relaxes(const struct question *q);
/* Whether anything asked for weighs: else hits come newest first. */
bool plan_weighs(const struct question *q);

/* Ways that the words of a phrase, or of a word that must stand there itself, may be written. */
struct plan_variant {
    const struct question_term *terms;
    size_t count;
};
size_t plan_variants(const struct question_node *node,
                     struct plan_variant out[QUESTION_VARIANTS_MAX]);

/* Calls each term that a filter by name (typ, avsändare, kategori, år, månad) stands for: the name
   as typed in any letters, else the names that begin with it, if that is one only. *near (may be
   NULL) takes the names that could be meant when none is: newline-separated, appended. */
enum status plan_filter_terms(struct plan *p, const struct question_node *node,
                              void (*term)(void *user, struct slice term), void *user,
                              struct buffer *near);

#endif
