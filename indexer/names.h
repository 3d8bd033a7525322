/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names: which id an address or a file has under the site and prefix of a run. */
#ifndef LUPP_INDEXER_NAMES_H
#define LUPP_INDEXER_NAMES_H

#include "schema.h"

/* Borrowed strings of the settings. */
struct naming {
    struct slice site;   /* "https://www.regeringen.se", no slash at its end */
    struct slice prefix; /* of --prefix, or empty */
};

/* The id of an address met on the page `from` (an id without prefix, may be empty). Ids of the site
   get the prefix, those of other hosts do not. Appended to out. */
enum schema_address_kind naming_id(const struct naming *n, struct slice from, struct slice address,
                                   struct buffer *out);
/* The id of a file by its path below the root: without ".md" and packing. Appended to out. */
void naming_id_of_path(const struct naming *n, struct slice path, struct buffer *out);
/* An id without the prefix that naming_id put before it. */
struct slice naming_inner(const struct naming *n, struct slice id);
/* The whole address of an id. Appended to out. */
void naming_url(const struct naming *n, struct slice id, struct buffer *out);
/* What an address means on the page of the address `base`, made whole where it is relative; "." and
   ".." stay in it. Appended to out. */
void naming_resolve(struct slice base, struct slice address, struct buffer *out);
/* An address as a list gives it, made whole. Appended to out. */
void naming_whole(const struct naming *n, struct slice address, struct buffer *out);

/* The address of `target`, known only from a page (id and url) that links to it and so tells under
   which site and prefix it was read. site is what is assumed when it does not. */
void naming_url_beside(struct slice site, struct slice id, struct slice url, struct slice target,
                       struct buffer *out);

#endif
