/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * second-stage INDEX QUESTIONS: what the second stage costs a question, the reading of the
 * candidates' records apart from their ranking.
 *
 * QUESTIONS are lines "id TAB question". Each is asked with the first stage alone; then the records
 * of its candidates are read and ranked, each step ROUNDS times, of which the fastest counts. It
 * prints the means of processor milliseconds a question and of what there was to read.
 */
#include "search.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 3, TROUBLE = 2 };

struct sums {
    double first, reading, ranking; /* ms */
    double candidates, bytes;
    size_t questions;
};

static double processor(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void must(enum status status, const struct error *error)
{
    if (status == STATUS_OK)
        return;
    fprintf(stderr, "second-stage: %s\n", error->text);
    exit(TROUBLE);
}

static void keep_least(double *least, double value, int round)
{
    if (round == 0 || value < *least)
        *least = value;
}

static void read_and_rank(struct search *s, struct rank *rank, const struct search_result *result,
                          struct sums *sums)
{
    struct rank_term terms[RANK_WORDS_MAX];
    struct rank_candidate candidates[RANK_CANDIDATES];
    struct slice records[RANK_CANDIDATES];
    uint32_t pages[RANK_CANDIDATES];
    static struct buffer room;
    struct error error;
    double reading = 0, ranking = 0;
    size_t term_count = search_rank_terms(s, &result->question, terms);
    if (term_count == 0 || result->count == 0)
        return;
    for (size_t i = 0; i < result->count; i++)
        pages[i] = result->hits[i].page;
    for (int round = 0; round < ROUNDS; round++) {
        double start = processor();
        must(search_read_words(s, pages, NULL, result->count, &room, records, &error), &error);
        keep_least(&reading, processor() - start, round);
        for (size_t i = 0; i < result->count; i++)
            candidates[i] =
                (struct rank_candidate){.record = records[i], .first = result->hits[i].first};
        start = processor();
        rank_question(rank, search_average_words(s), terms, term_count);
        rank_candidates(rank, candidates, result->count);
        keep_least(&ranking, processor() - start, round);
    }
    sums->reading += reading;
    sums->ranking += ranking;
    sums->candidates += (double)result->count;
    sums->bytes += (double)room.size;
}

static void ask(struct search *s, struct rank *rank, struct slice question, struct sums *sums)
{
    const struct search_settings settings = {.limit = RANK_CANDIDATES, .one_stage = true};
    struct search_result result;
    struct error error;
    double start = processor();
    must(search_run(s, question, &settings, &result, &error), &error);
    sums->first += processor() - start;
    sums->questions++;
    read_and_rank(s, rank, &result, sums);
    search_result_free(&result);
}

int main(int argc, char **argv)
{
    struct sums sums = {0};
    struct search *s;
    struct rank *rank;
    struct error error;
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    FILE *file = argc == 3 ? fopen(argv[2], "r") : NULL;
    if (file == NULL) {
        fputs("usage: second-stage INDEX QUESTIONS\n", stderr);
        return TROUBLE;
    }
    must(search_open(&s, argv[1], &error), &error);
    rank_open(&rank, search_swedish(s));
    while ((size = getline(&line, &room, file)) > 0) {
        struct slice question = slice_trim((struct slice){.data = line, .size = (size_t)size});
        size_t tab = slice_find(question, SLICE("\t"), 0);
        if (tab != SIZE_MAX)
            ask(s, rank, slice_part(question, tab + 1, question.size), &sums);
    }
    double n = sums.questions > 0 ? (double)sums.questions : 1;
    printf("%.3f ms first stage, %.3f ms reading, %.3f ms ranking; %.1f candidates, %.1f KiB\n",
           sums.first / n, sums.reading / n, sums.ranking / n, sums.candidates / n,
           sums.bytes / n / 1024);
    rank_close(rank);
    search_close(s);
    free(line);
    fclose(file);
    return 0;
}
