/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * score QRELS RUN...: how well runs answer questions whose right answers are known.
 *
 * QRELS and RUN are TREC files (qid 0 docid relevance; qid Q0 docid rank score tag). One row a run:
 * MRR@10, success at 1 and at 10, recall at 100 (of questions: whether any right answer is there).
 * From the second run on also p, of a paired randomization test on the reciprocal ranks against the
 * first one: how often chance alone, swapping the two runs' results question by question, gives a
 * difference as large.
 */
#include "base.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TRIALS = 10000, DEPTH = 100 };

struct answer {
    char *question, *document;
};

struct answers {
    struct answer *items;
    size_t count, room;
};

static int compare_answers(const void *a, const void *b)
{
    const struct answer *x = a, *y = b;
    int order = strcmp(x->question, y->question);
    return order != 0 ? order : strcmp(x->document, y->document);
}

static char *next_field(char **line)
{
    char *start = *line + strspn(*line, " \t\r\n");
    size_t size = strcspn(start, " \t\r\n");
    *line = start + size;
    if (**line != '\0')
        *(*line)++ = '\0';
    return start;
}

static FILE *open_or_exit(const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "score: %s: cannot be read\n", path);
        exit(2);
    }
    return file;
}

static void read_answers(const char *path, struct answers *a)
{
    FILE *file = open_or_exit(path);
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, file) > 0) {
        char *at = line, *question = next_field(&at);
        next_field(&at);
        char *document = next_field(&at);
        if (*question == '\0' || strcmp(next_field(&at), "0") == 0)
            continue;
        a->items = base_grow(a->items, &a->room, a->count + 1, sizeof *a->items);
        a->items[a->count++] =
            (struct answer){slice_copy(slice_of(question)), slice_copy(slice_of(document))};
    }
    free(line);
    fclose(file);
    qsort(a->items, a->count, sizeof *a->items, compare_answers);
}

/* Questions are numbered by their first answer in the sorted list. */
static size_t question_number(const struct answers *a, const char *question)
{
    size_t low = 0, high = a->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(a->items[middle].question, question) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < a->count && strcmp(a->items[low].question, question) == 0 ? low : SIZE_MAX;
}

/* ranks[first answer of a question]: of its best right answer, 0 when none is among DEPTH. */
static void read_ranks(const char *path, const struct answers *a, size_t *ranks)
{
    FILE *file = open_or_exit(path);
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, file) > 0) {
        char *at = line;
        struct answer key = {.question = next_field(&at)};
        next_field(&at);
        key.document = next_field(&at);
        size_t rank = strtoul(next_field(&at), NULL, 10);
        size_t number = question_number(a, key.question);
        if (number == SIZE_MAX || rank == 0 || rank > DEPTH ||
            bsearch(&key, a->items, a->count, sizeof key, compare_answers) == NULL)
            continue;
        if (ranks[number] == 0 || rank < ranks[number])
            ranks[number] = rank;
    }
    free(line);
    fclose(file);
}

static bool is_first(const struct answers *a, size_t i)
{
    return i == 0 || strcmp(a->items[i - 1].question, a->items[i].question) != 0;
}

static double reciprocal(size_t rank)
{
    return rank > 0 && rank <= 10 ? 1.0 / (double)rank : 0;
}

static double chance(const struct answers *a, const size_t *base, const size_t *other)
{
    double *differences = base_calloc(a->count, sizeof *differences), sum = 0;
    size_t count = 0, as_large = 0;
    for (size_t i = 0; i < a->count; i++)
        if (is_first(a, i) && base[i] != other[i])
            sum += differences[count++] = reciprocal(other[i]) - reciprocal(base[i]);
    srand(1);
    for (int trial = 0; trial < TRIALS; trial++) {
        double swapped = 0;
        for (size_t i = 0; i < count; i++)
            swapped += rand() & 0x40 ? differences[i] : -differences[i];
        as_large += fabs(swapped) >= fabs(sum) - 1e-12;
    }
    free(differences);
    return (double)(as_large + 1) / (TRIALS + 1);
}

static void print_row(const char *name, const struct answers *a, const size_t *ranks)
{
    double mrr = 0, one = 0, ten = 0, hundred = 0, n = 0;
    for (size_t i = 0; i < a->count; i++) {
        if (!is_first(a, i))
            continue;
        n++;
        mrr += reciprocal(ranks[i]);
        one += ranks[i] == 1;
        ten += ranks[i] > 0 && ranks[i] <= 10;
        hundred += ranks[i] > 0;
    }
    printf("%-28s %6.0f  %.4f  %.4f  %.4f  %.4f", name, n, mrr / n, one / n, ten / n, hundred / n);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: score QRELS RUN...\n");
        return 2;
    }
    struct answers a = {0};
    read_answers(argv[1], &a);
    size_t *base = base_calloc(a.count, sizeof *base);
    printf("%-28s %6s  %6s  %6s  %6s  %6s  %6s\n", "run", "n", "MRR@10", "S@1", "S@10", "R@100",
           "p");
    for (int i = 2; i < argc; i++) {
        size_t *ranks = i == 2 ? base : base_calloc(a.count, sizeof *ranks);
        const char *name = strrchr(argv[i], '/') != NULL ? strrchr(argv[i], '/') + 1 : argv[i];
        read_ranks(argv[i], &a, ranks);
        print_row(name, &a, ranks);
        if (i > 2) {
            printf("  %.4f", chance(&a, base, ranks));
            free(ranks);
        }
        putchar('\n');
    }
    for (size_t i = 0; i < a.count; i++) {
        free(a.items[i].question);
        free(a.items[i].document);
    }
    free(a.items);
    free(base);
    return 0;
}
