/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LUPP_OUTPUT_INTERNAL_H
#define LUPP_OUTPUT_INTERNAL_H

#include "output.h"

/* One format. What is NULL prints nothing. */
struct format {
    void (*begin)(struct output *o);
    void (*end)(struct output *o);
    void (*question)(struct output *o);
    void (*hit)(struct output *o, const struct shown *s);
    void (*facet)(struct output *o, const struct schema_field *field,
                  const struct facet_count *counts, size_t count);
    void (*count)(struct output *o, uint64_t count);
    void (*explain)(struct output *o, struct slice text);
};

extern const struct format format_text, format_jsonl, format_tsv, format_csv, format_paths,
    format_trec, format_html;

/* A line for people: control characters as "?", bytes that are not UTF-8 as U+FFFD. */
void append_printable(struct buffer *out, struct slice s);
/* "a, b" of names. */
void append_names(struct buffer *out, const struct slice *names, size_t count);
/* A number with four decimals at most. */
void append_score(struct buffer *out, double score);

#endif
