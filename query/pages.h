/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pages: the page that a person names by its id, its address or the path of its file. */
#ifndef LUPP_PAGES_H
#define LUPP_PAGES_H

#include "base.h"
#include "xapian_c.h"

/* Calls id for each id that the value may be; it is borrowed during the call. Whether the index has
   a page of that id is not looked at. */
enum xc_status pages_named(struct xc_index *index, struct slice value,
                           void (*id)(void *user, struct slice id), void *user,
                           struct xc_error *error);

/* Whether the index certainly has no page, nor a link to one, that the value may be. */
bool pages_unknown(struct xc_index *index, struct slice value);

#endif
