/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person can ask of lupp beside the question. */
#ifndef LUPP_OPTIONS_H
#define LUPP_OPTIONS_H

#include "base.h"
#include "schema.h"
#include "search.h"

#define PROGRAM "lupp"

/* The program's exit statuses. */
enum exit_status {
    EXIT_HITS = 0, /* the question has hits */
    EXIT_NO_HITS = 1,
    EXIT_TROUBLE = 2 /* it could not be asked or answered; in a batch: a line of it */
};

enum output_format {
    FORMAT_TEXT,
    FORMAT_JSONL,
    FORMAT_TSV,
    FORMAT_CSV,
    FORMAT_PATHS,
    FORMAT_TREC,
    FORMAT_HTML
};

enum { FACETS_MAX = 8 };

struct settings {
    struct search_settings search;
    struct buffer index; /* path */
    struct buffer question;
    const char *batch;     /* file, "-", or NULL */
    const char *since;     /* --added-since, or NULL */
    const char *excluding; /* a word that excludes and looks like an option ("-n"), or NULL */
    const struct schema_field *facets[FACETS_MAX];
    size_t facet_count;
    int format; /* enum output_format */
    bool null, color, help, version;
};

/* Reads the command line and the environment; touches nothing else. STATUS_USAGE with a text for
   the person. caller frees with settings_free, also after a failure. */
enum status settings_read(struct settings *out, int argc, char **argv, struct error *error);
void settings_free(struct settings *s);

void settings_help(FILE *stream);

#endif
