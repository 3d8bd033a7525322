/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sample site, indexed and asked as a person would: corpus/expected.tsv says which pages a
   question must and must not find, corpus/questions.tsv which is the right one. */
#include "run.h"

#include <stdlib.h>
#include <string.h>

enum { LINES_MAX = 200, COLUMNS = 3 };

/* Floors of the scores below: a change that loses more is a mistake or needs a reason. */
static const double least_mrr = 0.97, least_success = 1.0;

struct line {
    char *text;
    struct slice columns[COLUMNS];
};

struct table {
    struct line lines[LINES_MAX];
    size_t count;
};

static void read_table(struct table *t, const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t room = 0;
    ssize_t size;
    assert_non_null(file);
    t->count = 0;
    while ((size = getline(&text, &room, file)) > 0 && t->count < LINES_MAX) {
        struct line *l = &t->lines[t->count++];
        struct slice whole = {.data = text, .size = (size_t)size - (text[size - 1] == '\n')};
        l->text = slice_copy(whole);
        whole.data = l->text;
        size_t at = 0;
        for (size_t i = 0; i < COLUMNS; i++) {
            size_t tab = slice_find(whole, SLICE("\t"), at);
            l->columns[i] = slice_part(whole, at, tab == SIZE_MAX ? whole.size : tab);
            at = tab == SIZE_MAX ? whole.size : tab + 1;
        }
    }
    free(text);
    fclose(file);
}

static void free_table(struct table *t)
{
    for (size_t i = 0; i < t->count; i++)
        free(t->lines[i].text);
}

static void make_index(struct place *place)
{
    place_copy(place, "corpus", "corpus");
    RUN(place, "lupp-index", "--index=i", "--quiet", "corpus");
    EXPECT_STATUS(place, 0);
}

/* The rank of an id in TREC lines of one question, or 0. */
static size_t rank_of(struct slice run, struct slice question, struct slice id)
{
    struct buffer start = {0};
    buffer_slice(&start, question);
    buffer_text(&start, " Q0 ");
    buffer_slice(&start, id);
    buffer_char(&start, ' ');
    size_t rank = 0;
    for (size_t at = 0; at < run.size && rank == 0;) {
        size_t end = slice_find(run, SLICE("\n"), at);
        struct slice line = slice_part(run, at, end);
        if (slice_starts(line, buffer_view(&start)))
            rank = (size_t)strtoul(line.data + start.size, NULL, 10);
        at = end + 1;
    }
    buffer_free(&start);
    return rank;
}

static struct slice next_id(struct slice ids, size_t *at)
{
    size_t space = slice_find(ids, SLICE(" "), *at);
    size_t end = space == SIZE_MAX ? ids.size : space;
    struct slice id = slice_part(ids, *at, end);
    *at = end + 1;
    return id;
}

/* Prints and counts the ids that are found though they must not be, or the other way round. */
static size_t wrong_ids(struct slice run, struct slice question, struct slice ids, bool wanted)
{
    size_t wrong = 0;
    for (size_t at = 0; at < ids.size;) {
        struct slice id = next_id(ids, &at);
        bool found = rank_of(run, SLICE("1"), id) > 0;
        if (found == wanted)
            continue;
        wrong++;
        fprintf(stderr, "%.*s: %s %.*s\n", (int)question.size, question.data,
                wanted ? "lacks" : "finds", (int)id.size, id.data);
    }
    return wrong;
}

static void finds_what_it_must(struct place *place)
{
    static struct table table;
    size_t wrong = 0;
    read_table(&table, "corpus/expected.tsv");
    make_index(place);
    for (size_t i = 0; i < table.count; i++) {
        const struct slice *columns = table.lines[i].columns;
        char *question = slice_copy(columns[0]);
        struct slice run = buffer_view(
            &RUN(place, "lupp", "--index=i", "--format=trec", "--limit=1000", "--", question)->out);
        free(question);
        wrong += wrong_ids(run, columns[0], columns[1], true);
        wrong += wrong_ids(run, columns[0], columns[2], false);
    }
    assert_true(table.count >= 40);
    free_table(&table);
    assert_int_equal(wrong, 0);
}

static void ranks_what_is_right(struct place *place)
{
    static struct table table;
    struct buffer batch = {0};
    double mrr = 0, success = 0;
    read_table(&table, "corpus/questions.tsv");
    make_index(place);
    for (size_t i = 0; i < table.count; i++) {
        buffer_slice(&batch, table.lines[i].columns[0]);
        buffer_char(&batch, '\t');
        buffer_slice(&batch, table.lines[i].columns[1]);
        buffer_char(&batch, '\n');
    }
    struct slice run = buffer_view(&RUN_HOW(place, HOW(.input = buffer_view(&batch)), "lupp",
                                            "--index=i", "--format=trec", "--batch=-")
                                        ->out);
    EXPECT_STATUS(place, 0);
    for (size_t i = 0; i < table.count; i++) {
        const struct slice *columns = table.lines[i].columns;
        size_t best = 0;
        for (size_t at = 0; at < columns[2].size;) {
            size_t rank = rank_of(run, columns[0], next_id(columns[2], &at));
            best = rank > 0 && (best == 0 || rank < best) ? rank : best;
        }
        mrr += best > 0 ? 1.0 / (double)best : 0;
        success += best > 0;
        if (best != 1)
            printf("%.*s: rank %zu\n", (int)columns[1].size, columns[1].data, best);
    }
    mrr /= (double)table.count;
    success /= (double)table.count;
    printf("corpus: %zu questions, MRR@10 %.3f, S@10 %.3f\n", table.count, mrr, success);
    assert_true(table.count >= 40);
    free_table(&table);
    buffer_free(&batch);
    assert_true(mrr >= least_mrr);
    assert_true(success >= least_success);
}

int main(void)
{
    const struct CMUnitTest tests[] = {PLACE_TEST(finds_what_it_must),
                                       PLACE_TEST(ranks_what_is_right)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
