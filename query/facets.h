/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facets: how many hits have each value of a field. */
#ifndef LUPP_FACETS_H
#define LUPP_FACETS_H

#include "base.h"
#include "docids.h"
#include "output.h"

/* Exact counts over the hits (rising docids), most frequent first, equal ones by value; values that
   no hit has are not told. *out: caller frees with facets_free. */
enum status facets_count(struct xc_index *index, const struct schema_field *field,
                         const struct docids *hits, struct facet_count **out, size_t *count,
                         struct error *error);
void facets_free(struct facet_count *counts, size_t count);

#endif
