/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An index of pages in the form of tests/data/search-pages.txt, made through lib/schema and
 * lib/xapian-c alone. */
#ifndef LUPP_TESTS_QUERY_SAMPLE_H
#define LUPP_TESTS_QUERY_SAMPLE_H

/* Writes the index to a new directory `path`. Fails the running cmocka test when it cannot.
   backwards: the entries in another order, so that all docids differ. */
void sample_index(const char *path, int backwards);
/* The same of the file `pages`. */
void sample_index_of(const char *pages, const char *path, int backwards);

#endif
