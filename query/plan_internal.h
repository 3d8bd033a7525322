/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_PLAN_INTERNAL_H
#define LUPP_PLAN_INTERNAL_H

#include "plan.h"

#include "weights.h"

enum {
    PLAN_PARTS_WINDOW = 4 /* positions a compound's parts may lie apart, beyond their number */
};

/* Operands on their way to a query. */
struct operands {
    const struct xc_query **items;
    size_t count, room;
};

void operands_add(struct operands *o, const struct xc_query *query);
/* Joins and frees them. */
const struct xc_query *operands_join(struct plan *p, enum xc_operator op, struct operands *o);
const struct xc_query *operands_window(struct plan *p, enum xc_operator op, struct operands *o,
                                       size_t window);

/* The term of a stem: with the prefix of p->unit. */
const struct xc_query *plan_stem(struct plan *p, struct slice stem);
const struct xc_query *plan_unweighed(struct plan *p, const struct xc_query *query);

/* Sets *status and the error of p when an index call failed. */
bool plan_ok(struct plan *p, enum xc_status status, const struct xc_error *error);

/* ---- words (plan_words.c) -------------------------------------------------------------------- */

/* weigh: the unit's own stem weighs, if no query before did. */
const struct xc_query *plan_unit_query(struct plan *p, const struct question_unit *unit,
                                       bool weigh);
const struct xc_query *plan_word_leaf(struct plan *p, const struct question_node *node, bool weigh);
const struct xc_query *plan_prefix(struct plan *p, const struct question_node *node);
/* Terms or XC_OR of terms that a NEAR can be made of; NULL: the node has none. */
bool plan_near_operand(struct plan *p, const struct question_node *node, struct operands *out);

/* ---- weights (plan_weights.c) ---------------------------------------------------------------- */

void weights_collect(struct plan *p);
/* The stem with its weight, the first time; later, and for stems that do not weigh, without. */
const struct xc_query *weights_place(struct plan *p, struct slice stem);
/* The query with all that weighs and is not in it yet. */
const struct xc_query *weights_add_rest(struct plan *p, const struct xc_query *query);

/* ---- filters (plan_filters.c) ---------------------------------------------------------------- */

const struct xc_query *plan_filter(struct plan *p, const struct question_node *node);
const struct xc_query *plan_range(struct plan *p, const struct question_node *node);
bool plan_is_page_filter(const struct question_node *node);

#endif
