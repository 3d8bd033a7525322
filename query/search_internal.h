/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_SEARCH_INTERNAL_H
#define LUPP_SEARCH_INTERNAL_H

#include "search.h"

#include "match.h"
#include "weights.h"

struct search {
    struct xc_index *index;
    struct swedish *swedish;
    struct schema_codec *codec;
    struct xc_builder *builder;
    double documents;        /* pages and links */
    double average_words;    /* of one */
    struct rank *rank;       /* opened by the first question that asks for it */
    struct buffer rank_room; /* words of the candidates; used again */
    char *path;
};

enum { TIER_REST, TIER_REFERRING, TIER_EXACT, TIER_IDENTITY, TIERS };

/* A hit on its way to its place. */
struct candidate {
    uint32_t docid, page;
    int32_t section;
    unsigned tier;
    int64_t rounded; /* first stage's weight in millionths: what may differ by rounding is equal */
    double first;
    struct slice order; /* newest first by bytes, then by id */
    double score;
    uint32_t best;
    bool ranked;
    double features[RANK_FEATURES];
};

/* One question being asked. */
struct asking {
    struct search *search;
    const struct search_settings *settings;
    struct search_result *result;
    struct plan plans[2]; /* pages; or single pages and sections */
    size_t plan_count;
    struct error *error;
    struct docids set; /* the hits, when has_set */
    bool has_set;
    struct docids identity, exact, referring; /* tiers */
    struct docids named; /* documents that are what the question refers to beside its words */
    struct candidate *candidates; /* best first */
    size_t candidate_count, candidate_room;
    bool complete; /* these are all hits */
};

/* ---- search_set.c: which entries ------------------------------------------------------------- */

/* The query of all plans together. */
const struct xc_query *asking_query(struct asking *a, enum plan_tier tier);
/* Fills a->set with the hits of the tier. */
enum status asking_match(struct asking *a, enum plan_tier tier);
/* Fills the tiers that come before the others, and what is named; and empties them. */
enum status asking_tiers(struct asking *a, enum plan_tier tier);
void asking_forget_tiers(struct asking *a);
bool asking_checks(const struct asking *a);
/* Keeps of entries with equal text the newest. */
enum status asking_unique(struct asking *a);

/* ---- search_fetch.c: in which order ---------------------------------------------------------- */

/* Brings at least `need` candidates, or all there are, in the first stage's order. */
enum status fetch_ranked(struct asking *a, const struct xc_query *query, size_t need);
/* The same by date. */
enum status fetch_dated(struct asking *a, const struct xc_query *query, size_t need);
/* Orders the best of them by the second stage. */
enum status fetch_stage_two(struct asking *a);

/* ---- search_rank.c: the second stage --------------------------------------------------------- */

/* Best sections of the `count` candidates from `from` on that the second stage has not seen. */
enum status rank_some(struct asking *a, struct candidate *candidates, size_t count, bool order);

/* ---- search_hits.c: what is shown ------------------------------------------------------------ */

enum status hits_fill(struct asking *a);

#endif
