/* SPDX-License-Identifier: GPL-2.0-or-later */
/* output: answers in the format asked for. OUTPUT.md is their grammar. */
#ifndef LUPP_OUTPUT_H
#define LUPP_OUTPUT_H

#include "base.h"
#include "options.h"
#include "schema.h"
#include "search.h"
#include "snippet.h"

enum { OUTPUT_VERSION = 1 /* of the grammar in OUTPUT.md */ };

/* A hit with all that is shown of it. Borrowed until output_hit returns. */
struct shown {
    uint64_t rank; /* from 1 */
    const struct search_hit *hit;
    const struct schema_document *document;
    struct slice title, url, path, section, anchor;
    struct slice file; /* path, where the address may lead nowhere: people are told both */
    char date[11];     /* "2025-01-29", "2025-01", or "" */
    struct schema_names types;
    const struct snippet *snippet;
    struct schema_names linked_by; /* ids; some of them when there are many */
};

struct output {
    FILE *stream;
    enum output_format format;
    bool null, color, explain;
    bool batch;                /* id and question are shown */
    bool watch;                /* id names a watch; a question without hits is not shown */
    struct slice id, question; /* of the question being answered */
    struct buffer text;        /* not written yet */
};

/* A facet's value and how many hits have it. */
struct facet_count {
    struct slice value;
    uint64_t count;
};

void output_begin(struct output *o); /* once */
void output_end(struct output *o);
void output_question(struct output *o); /* o->id and o->question are set */
void output_hit(struct output *o, const struct shown *s);
void output_facet(struct output *o, const struct schema_field *field,
                  const struct facet_count *counts, size_t count);
void output_count(struct output *o, uint64_t count);
void output_explain(struct output *o, struct slice text); /* lines about the question */

/* Writes what has gathered, when it is much or `all`. STATUS_STOPPED: nobody reads any more. */
enum status output_flush(struct output *o, bool all, struct error *error);

/* Whether a format shows snippets. */
bool output_shows_text(enum output_format format);

#endif
