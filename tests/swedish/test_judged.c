/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of real pages that readers judged: which are forms of one word, and what compounds are made
 * of. */
#include "analyser.h"
#include "lexicon.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The shares of cases that must be right, in per cent, over all of a file. */
enum { JOINS_RIGHT = 97, APARTS_RIGHT = 92, SPLITS_RIGHT = 90 };

/* ---- files of cases -----------------------------------------------------------------------
 */

enum { PART_TUNED, PART_HELD_OUT, PART_DRAWN, CASE_PARTS };

struct score {
    size_t cases[CASE_PARTS], right[CASE_PARTS];
};

static void tell(const char *what, const struct score *s, size_t least)
{
    static const char *const parts[] = {"tuned by", "held out", "drawn"};
    size_t cases = 0, right = 0;
    print_message("%s:", what);
    for (int i = 0; i < CASE_PARTS; i++) {
        if (s->cases[i] > 0)
            print_message(" %s %zu of %zu right (%.1f %%);", parts[i], s->right[i], s->cases[i],
                          100.0 * (double)s->right[i] / (double)s->cases[i]);
        cases += s->cases[i];
        right += s->right[i];
    }
    assert_true(cases >= 100);
    print_message(" all %zu of %zu (%.1f %%)\n", right, cases,
                  100.0 * (double)right / (double)cases);
    assert_true(right * 100 >= cases * least);
}

static struct slice next_field(struct slice *line)
{
    const char *tab = line->size > 0 ? memchr(line->data, '\t', line->size) : NULL;
    size_t end = tab != NULL ? (size_t)(tab - line->data) : line->size;
    struct slice field = slice_part(*line, 0, end);
    *line = slice_part(*line, end + 1, line->size);
    return field;
}

/* Calls judge with each line that is a case. */
static void each_case(const char *path, void (*judge)(struct slice line, int part, void *user),
                      void *user)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    int part = PART_TUNED;
    if (file == NULL)
        fail_msg("%s: %s", path, strerror(errno));
    while ((size = getline(&line, &room, file)) > 0) {
        struct slice text = slice_trim((struct slice){.data = line, .size = (size_t)size});
        if (slice_starts(text, SLICE("# held out")))
            part = PART_HELD_OUT;
        if (slice_starts(text, SLICE("# ---- drawn")))
            part = PART_DRAWN;
        if (text.size > 0 && text.data[0] != '#')
            judge(text, part, user);
    }
    free(line);
    fclose(file);
}

/* ---- judging ----------------------------------------------------------------------------------
 */

static void put_stem(struct slice form, struct buffer *out)
{
    struct swedish_word word;
    swedish_word(swedish, form, &word);
    assert_true(word.stem.size > 0);
    buffer_slice(out, word.stem);
}

static void judge_pair(struct slice line, int part, void *user)
{
    struct score *scores = user;
    struct buffer a = {0}, b = {0};
    struct slice rest = line, kind = next_field(&rest);
    put_stem(next_field(&rest), &a);
    put_stem(next_field(&rest), &b);
    bool join = slice_equal(kind, SLICE("join"));
    if (!join && !slice_equal(kind, SLICE("apart")))
        fail_msg("conflation.test: no such kind: %.*s", (int)line.size, line.data);
    bool right = slice_equal(buffer_view(&a), buffer_view(&b)) == join;
    struct score *score = &scores[join ? 0 : 1];
    score->cases[part]++;
    score->right[part] += right;
    if (!right)
        print_message("  %.*s: %s, %s\n", (int)line.size, line.data, a.data, b.data);
    buffer_free(&a);
    buffer_free(&b);
}

static void pairs_join_or_stay_apart(void **state)
{
    (void)state;
    struct score scores[2] = {{.cases = {0}}, {.cases = {0}}};
    each_case("tests/data/swedish/conflation.test", judge_pair, scores);
    tell("joins", &scores[0], JOINS_RIGHT);
    tell("aparts", &scores[1], APARTS_RIGHT);
}

static void show_split(struct slice form, struct buffer *out)
{
    size_t bounds[16], start = 0;
    size_t count = swedish_split_surface(swedish, form, bounds, 16);
    for (size_t i = 0; i < count; i++) {
        assert_true(bounds[i] > start && bounds[i] < form.size);
        buffer_slice(out, slice_part(form, start, bounds[i]));
        buffer_char(out, '|');
        start = bounds[i];
    }
    buffer_slice(out, count == 0 ? SLICE("-") : slice_part(form, start, form.size));
}

static void judge_split(struct slice line, int part, void *user)
{
    struct score *score = user;
    struct buffer got = {0};
    struct slice rest = line, form = next_field(&rest), readings = rest;
    bool right = false;
    show_split(form, &got);
    while (readings.size > 0) {
        const char *space = memchr(readings.data, ' ', readings.size);
        size_t end = space != NULL ? (size_t)(space - readings.data) : readings.size;
        right = right || slice_equal(slice_part(readings, 0, end), buffer_view(&got));
        readings = slice_part(readings, end + 1, readings.size);
    }
    score->cases[part]++;
    score->right[part] += right;
    if (!right)
        print_message("  %.*s: %s\n", (int)rest.size, rest.data, got.data);
    buffer_free(&got);
}

static void compounds_are_split(void **state)
{
    (void)state;
    struct score score = {.cases = {0}};
    each_case("tests/data/swedish/compounds.test", judge_split, &score);
    tell("splits", &score, SPLITS_RIGHT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pairs_join_or_stay_apart),
                                       cmocka_unit_test(compounds_are_split)};
    return cmocka_run_group_tests(tests, analyser_open, analyser_close);
}
