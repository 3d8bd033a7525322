/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_FEED_INTERNAL_H
#define LUPP_FEED_INTERNAL_H

#include "readers_internal.h"

#include <libxml/tree.h>

/* "Tue, 05 Dec 2023 14:30:00 +0100" or "2023-12-05T14:30:00Z" as YYYY-MM-DD, the day as it is
   written there, whatever the zone. false when it is no date. */
bool feed_date(struct slice text, char out[11]);

/* ---- nodes ----------------------------------------------------------------------------------- */

bool node_is(const xmlNode *node, const char *name); /* an element, in whatever namespace */
const xmlNode *node_child(const xmlNode *node, const char *name);
/* The node's own text and CDATA, trimmed; entities that a feed declares itself are left out, since
   a few of them can become gigabytes. Kept in the arena. */
struct slice node_text(struct arena *arena, const xmlNode *node);
struct slice node_attribute(struct arena *arena, const xmlNode *node, const char *name);
/* What is in the node, tags and all. */
struct slice node_markup(struct arena *arena, const xmlNode *node);
/* The words of a piece of HTML, on one line. */
struct slice markup_words(struct arena *arena, struct slice html);

#endif
