/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bare FULL BEFORE: what the library alone needs for a night. FULL is an index after the night,
 * BEFORE a copy made before it: documents of FULL beyond the last number of BEFORE are read, and
 * then put into BEFORE and committed as they are. One line: how many, and what putting and
 * committing cost.
 */
#include "base.h"
#include "xapian_c.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { SLOTS = 32, TROUBLE = 2 };

struct copier {
    struct xc_index *full, *before;
    struct xc_document **documents; /* of the numbers first, first + 1 ... */
    uint32_t first, count;
    uint32_t docid;
    struct xc_error error;
};

static void must(enum xc_status status, const struct xc_error *error)
{
    if (status == XC_OK)
        return;
    fprintf(stderr, "bare: %s: %s\n", xc_status_name(status), error->text);
    exit(TROUBLE);
}

static int copy_term(void *user, const struct xc_document_term *term)
{
    struct copier *c = user;
    struct xc_document *document = c->documents[c->docid - c->first];
    uint32_t *positions = NULL;
    size_t count = 0;
    if (term->positions > 0)
        must(xc_index_positions(c->full, c->docid, term->term, &positions, &count, &c->error),
             &c->error);
    must(xc_document_add_postings(document, term->term, positions, count, term->wdf, &c->error),
         &c->error);
    free(positions);
    return 0;
}

/* Fills the document of c->docid; a number that none has is left out. */
static void read_document(struct copier *c)
{
    struct xc_document **document = &c->documents[c->docid - c->first];
    struct xc_buffer bytes;
    enum xc_status status = xc_index_data(c->full, c->docid, &bytes, &c->error);
    if (status == XC_NOT_FOUND)
        return;
    must(status, &c->error);
    must(xc_document_new(document, &c->error), &c->error);
    must(xc_document_set_data(*document, xc_bytes_of(bytes.data, bytes.size), &c->error),
         &c->error);
    free(bytes.data);
    for (uint32_t slot = 0; slot < SLOTS; slot++) {
        must(xc_index_value(c->full, c->docid, slot, &bytes, &c->error), &c->error);
        if (bytes.size > 0)
            must(xc_document_set_value(*document, slot, xc_bytes_of(bytes.data, bytes.size),
                                       &c->error),
                 &c->error);
        free(bytes.data);
    }
    must(xc_index_each_document_term(c->full, c->docid, copy_term, c, &c->error), &c->error);
}

/* Milliseconds: wall, and of the processor. */
static double wall(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1000.0 + (double)t.tv_nsec / 1e6;
}

static double processor(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000.0 +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1000.0;
}

/* MiB given to write calls by this process so far, below 0 when /proc does not tell. */
static double written(void)
{
    char line[128];
    double bytes = -1;
    FILE *io = fopen("/proc/self/io", "r");
    if (io == NULL)
        return -1;
    while (fgets(line, sizeof line, io) != NULL)
        if (strncmp(line, "wchar: ", 7) == 0)
            bytes = strtod(line + 7, NULL) / (1024.0 * 1024.0);
    fclose(io);
    return bytes;
}

static void put_all(struct copier *c)
{
    uint32_t put = 0;
    double wall_before = wall(), processor_before = processor(), written_before = written();
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->documents[i] == NULL)
            continue;
        must(xc_index_add(c->before, c->documents[i], NULL, &c->error), &c->error);
        put++;
    }
    must(xc_index_commit(c->before, &c->error), &c->error);
    printf("%.1f ms wall, %.1f ms processor, %u entries, %.2f MiB written\n", wall() - wall_before,
           processor() - processor_before, (unsigned)put, written() - written_before);
}

int main(int argc, char **argv)
{
    struct copier c = {0};
    struct xc_statistics full, before;
    if (argc != 3) {
        fputs("usage: bare FULL BEFORE\n", stderr);
        return TROUBLE;
    }
    must(xc_index_open(&c.full, argv[1], &c.error), &c.error);
    must(xc_index_write(&c.before, argv[2], XC_WRITE_OPEN, &c.error), &c.error);
    must(xc_index_statistics(c.full, &full, &c.error), &c.error);
    must(xc_index_statistics(c.before, &before, &c.error), &c.error);
    c.first = before.last_docid + 1;
    c.count = full.last_docid - before.last_docid;
    c.documents = base_calloc(c.count + 1, sizeof(struct xc_document *));
    for (c.docid = c.first; c.docid <= full.last_docid; c.docid++)
        read_document(&c);
    put_all(&c);
    for (uint32_t i = 0; i < c.count; i++)
        xc_document_free(c.documents[i]);
    free(c.documents);
    xc_index_close(c.before);
    xc_index_close(c.full);
    return 0;
}
