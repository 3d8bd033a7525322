/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Blocks and entries as lines, for the case files of tests/data/readers:
 *
 *     title: ...      h2: ... to h6: ...      p: ...   item: ...   row: a⇥b   quote: ...
 *     code: ...       image: ...
 *     link: words -> address        of the block above; one line each
 *     report: western                          when it was no UTF-8 but Windows-1252
 *     report: repaired 1, flattened 2          last, when either is not 0
 *     status: BAD_INPUT: reason                instead of what did not come
 *
 * A newline within a block is shown as ⏎, a tab as ⇥.
 */
#ifndef LUPP_TESTS_SHOW_H
#define LUPP_TESTS_SHOW_H

#include "readers.h"

typedef enum status page_reader(struct slice bytes, reader_block_call *block, void *user,
                                struct reader_report *report, struct error *error);

/* Appends what the reader makes of bytes. Fails the running test when a block breaks a promise of
   readers.h. */
void show_page(struct buffer *out, page_reader *reader, struct slice bytes);

/* Fails the running test unless all blocks of bytes keep the promises; returns how many came. */
size_t show_check(page_reader *reader, struct slice bytes, struct reader_report *report);

/* A reader_entry_call whose user is a struct buffer: "key: value" for each that is there. */
int show_entry(void *user, const struct reader_entry *entry);

#endif
