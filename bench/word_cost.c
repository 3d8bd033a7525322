/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * word-cost <FORMS: what a look-up costs. FORMS are folded words, one a line. Prints how many are
 * known and unknown to the word list, and the processor time of one look-up of each kind: of known
 * words when first met and when met again, of the first unknown word of a process (it readies the
 * rules) and of the others.
 *
 * word-cost --print <FORMS: form TAB stem TAB parts, to compare two versions of the rules.
 */
#include "base.h"
#include "swedish.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct forms {
    struct slice *items;
    size_t count, room;
    struct arena arena;
};

static void read_forms(struct forms *f)
{
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, stdin) > 0) {
        line[strcspn(line, "\t\n")] = '\0';
        f->items = base_grow(f->items, &f->room, f->count + 1, sizeof *f->items);
        f->items[f->count++] = slice_keep(&f->arena, slice_of(line));
    }
    free(line);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void print_words(struct swedish *s, const struct forms *f)
{
    for (size_t i = 0; i < f->count; i++) {
        struct swedish_word word;
        swedish_word(s, f->items[i], &word);
        printf("%.*s\t%.*s\t", (int)word.form.size, word.form.data, (int)word.stem.size,
               word.stem.data);
        for (size_t k = 0; k < word.part_count; k++)
            printf("%s%.*s", k > 0 ? " " : "", (int)word.parts[k].size, word.parts[k].data);
        putchar('\n');
    }
}

/* Microseconds of looking up each form from `from` on whose being known is `known`. */
static double look_up(struct swedish *s, const struct forms *f, const bool *is_known, bool known,
                      size_t from)
{
    double start = now();
    for (size_t i = from; i < f->count; i++) {
        struct swedish_word word;
        if (is_known[i] == known)
            swedish_word(s, f->items[i], &word);
    }
    return now() - start;
}

static void measure(struct swedish *s, const struct forms *f)
{
    bool *is_known = base_calloc(f->count + 1, sizeof *is_known);
    struct swedish *other = NULL;
    struct swedish_word word;
    size_t known = 0, first = f->count;
    if (swedish_open(&other, NULL) != STATUS_OK)
        exit(2);
    for (size_t i = 0; i < f->count; i++) {
        swedish_word(other, f->items[i], &word);
        is_known[i] = (word.flags & SWEDISH_KNOWN) != 0;
        known += is_known[i];
        if (!is_known[i] && first == f->count)
            first = i;
    }
    swedish_close(other);
    size_t unknown = f->count - known;
    if (known > 0) {
        double cold = look_up(s, f, is_known, true, 0), warm = look_up(s, f, is_known, true, 0);
        printf("known %zu: %.0f ns each, %.0f ns again\n", known, cold * 1e3 / (double)known,
               warm * 1e3 / (double)known);
    }
    if (unknown > 1) {
        double start = now();
        swedish_word(s, f->items[first], &word);
        printf("the first unknown: %.0f us\n", now() - start);
        double each = look_up(s, f, is_known, false, first + 1);
        printf("unknown %zu: %.2f us each\n", unknown, each / (double)(unknown - 1));
    }
    free(is_known);
}

int main(int argc, char **argv)
{
    struct forms f = {0};
    struct swedish *s = NULL;
    if (swedish_open(&s, NULL) != STATUS_OK)
        return 2;
    read_forms(&f);
    if (argc == 2 && strcmp(argv[1], "--print") == 0)
        print_words(s, &f);
    else
        measure(s, &f);
    free(f.items);
    arena_free(&f.arena);
    swedish_close(s);
    return fflush(stdout) == 0 ? 0 : 2;
}
