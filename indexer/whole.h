/* SPDX-License-Identifier: GPL-2.0-or-later */
/* whole: what is done with an index as a whole, without sources. */
#ifndef LUPP_INDEXER_WHOLE_H
#define LUPP_INDEXER_WHOLE_H

#include "report.h"
#include "settings.h"
#include "store.h"

/* Looks at every block of the database, at every record, and whether each entry is what its record
   and the links to it say. What is wrong is told to report. STATUS_CORRUPT when anything is. */
enum status whole_check(const struct settings *settings, const char *path, struct swedish *swedish,
                        struct report *report, struct error *error);

/* Writes the index anew from its own records, beside the old one, and changes over. */
enum status whole_rebuild(const struct settings *settings, const char *path,
                          struct swedish *swedish, struct report *report, struct error *error);

/* Writes the database anew, tightly packed, beside the old one, and changes over. */
enum status whole_compact(const struct settings *settings, const char *path,
                          struct swedish *swedish, struct report *report, struct error *error);

#endif
