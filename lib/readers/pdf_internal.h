/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a child process tells of a PDF, in records: a byte of kind, a counted text (buffer_counted).
 * The last one is PDF_END or PDF_FAILED; without it the child came to no end.
 */
#ifndef LUPP_PDF_INTERNAL_H
#define LUPP_PDF_INTERNAL_H

#include "readers_internal.h"

enum pdf_record {
    PDF_TITLE = 'T',
    PDF_PAGE = 'S',      /* its heading; only of pages that have text */
    PDF_PARAGRAPH = 'P', /* on one line */
    PDF_ITEM = 'I',
    PDF_END = 'E',
    PDF_FAILED = 'F', /* STATUS_BAD_INPUT, with the reason */
    PDF_HUGE = 'H'    /* STATUS_TOO_LARGE, with the reason */
};

/* A line of a page. Places are points from the page's upper left corner. */
struct pdf_line {
    struct slice text; /* trimmed, not empty */
    double left, top, bottom;
    bool placed; /* false: the places say nothing */
};

/* Appends the page's heading and paragraphs as records; nothing when it has no text. number counts
   from 1; label is what the PDF calls the page ("iv"), may be empty. */
void pdf_paragraphs(struct buffer *out, const struct pdf_line *lines, size_t count, size_t number,
                    struct slice label);

void pdf_record(struct buffer *out, enum pdf_record kind, struct slice text);

/* Opens poppler, which must precede pdf_read. It stands on some fifty libraries more, so it is
   opened when the first PDF is met and not when the program starts. STATUS_IO: it is not there. */
enum status pdf_open_poppler(struct error *error);

/* Reads the PDF and hands records on, a page at a time, until `put` says false. */
typedef bool pdf_put(void *user, struct slice records);
void pdf_read(struct slice bytes, pdf_put *put, void *user);

/* Runs pdf_read in a child process and collects its records in *out, which ends with a last record
   when the status is STATUS_OK. STATUS_BAD_INPUT: the child crashed or took too long. STATUS_IO: no
   poppler, or no child. */
enum status pdf_run(unsigned seconds, struct slice bytes, struct buffer *out, struct error *error);

#endif
