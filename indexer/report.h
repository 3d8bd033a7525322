/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * report: what a run tells people. Messages and counts go through here, so that nothing is skipped
 * in silence, --quiet and --verbose are heeded in one place, and the progress line never mixes with
 * a message.
 */
#ifndef LUPP_INDEXER_REPORT_H
#define LUPP_INDEXER_REPORT_H

#include "base.h"

#define REPORT_PROGRAM "lupp-index"

struct report_counts {
    uint64_t indexed, updated, unchanged, removed; /* documents */
    uint64_t moved;   /* of the indexed: pages that stood at another address before */
    uint64_t skipped; /* files or lines of a known kind that could not be taken in */
    uint64_t ignored; /* files of other kinds */
};

struct report {
    bool quiet;   /* no closing line */
    bool verbose; /* say what happens to each document */
    bool json;    /* the closing line is an object on stdout */
    bool dry;     /* nothing is written */
    struct report_counts counts;
    uint32_t run;       /* number of the run, 0 while it has changed nothing */
    double start;       /* seconds; internal, as all below */
    double shown;       /* when the progress line was last written */
    double stage_start; /* of the stage it tells of */
    const char *stage;  /* name of that stage */
    bool line;          /* a progress line stands on the terminal */
    bool terminal;      /* stderr is one */
};

/* Begins to measure the time. The flags are set by the caller. */
void report_begin(struct report *r);

/* A file or line that is not taken in, once, with its reason. Counted. */
void report_skip(struct report *r, const char *subject, const char *reason);
/* Something a person should know that stops nothing. */
void report_warn(struct report *r, const char *format, ...) BASE_FORMAT(2, 3);
/* With --verbose only. */
void report_say(struct report *r, const char *format, ...) BASE_FORMAT(2, 3);

/* The progress line: done of total (0: not known) documents of a stage ("reading"). Cheap to call
   for each document: it writes a few times a second, and only to a terminal. */
void report_progress(struct report *r, const char *stage, uint64_t done, uint64_t total);

/* Takes the progress line away and writes the closing line. */
enum status report_end(struct report *r, struct error *error);

/* Seconds since report_begin. */
double report_seconds(const struct report *r);

#endif
