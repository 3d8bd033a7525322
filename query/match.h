/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match: which entries are hits, exactly. Where the index alone cannot tell, the query's candidates
 * are held against their records; the rest is arithmetic of sets.
 */
#ifndef LUPP_MATCH_H
#define LUPP_MATCH_H

#include "base.h"
#include "docids.h"
#include "plan.h"

enum {
    MATCH_EXACT_MAX = 8000 /* phrase hits whose forms are looked at to put exact ones first; when
                              there are more, none are */
};

/* The hits of the plan's question, of its unit. caller frees with docids_free. */
enum status match_question(struct plan *p, enum plan_tier tier, struct docids *out,
                           struct error *error);

/* Whether match_question needs more than the query finds. */
bool match_checks(const struct plan *p);

/* Of `hits`, those where each quoted phrase or word stands in just the forms typed; of pages only
   (p->unit is not PLAN_SECTIONS). Empty when nothing is quoted, or too many hits could be. */
enum status match_exact_forms(struct plan *p, const struct docids *hits, struct docids *out,
                              struct error *error);

/* What a query finds. */
enum status match_query(struct plan *p, const struct xc_query *query, struct docids *out,
                        struct error *error);

#endif
