/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rank.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

enum { TEXTS_MAX = 4 };

static struct swedish *swedish;
static struct schema_codec *codec;
static struct rank *ranker;
static struct buffer records[TEXTS_MAX];
static struct rank_candidate candidates[TEXTS_MAX];
static size_t count;

static int open_all(void **state)
{
    (void)state;
    codec = schema_codec_new();
    if (swedish_open(&swedish, NULL) != STATUS_OK)
        return -1;
    rank_open(&ranker, swedish);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    rank_close(ranker);
    swedish_close(swedish);
    schema_codec_free(codec);
    for (size_t i = 0; i < TEXTS_MAX; i++)
        buffer_free(&records[i]);
    return 0;
}

static int begin(void **state)
{
    (void)state;
    count = 0;
    return 0;
}

/* A document of paragraphs, one a line, that a link calls `link` (NULL: none leads there). */
static void add(const char *id, const char *title, const char *text, const char *link)
{
    struct schema_block blocks[8];
    struct schema_document d = {.id = slice_of(id), .title = slice_of(title), .blocks = blocks};
    struct schema_inbound inbound = {.from = SLICE("x"), .words = slice_of(link ? link : "")};
    struct slice all = slice_of(text);
    for (size_t at = 0; at < all.size;) {
        size_t end = slice_find(all, SLICE("\n"), at);
        end = end == SIZE_MAX ? all.size : end;
        assert_true(d.block_count < sizeof blocks / sizeof blocks[0]);
        blocks[d.block_count++] =
            (struct schema_block){.kind = BLOCK_PARAGRAPH, .text = slice_part(all, at, end)};
        at = end + 1;
    }
    assert_true(count < TEXTS_MAX);
    buffer_clear(&records[count]);
    assert_int_equal(
        schema_record_write(codec, swedish, &d, &inbound, link ? 1 : 0, &records[count], NULL),
        STATUS_OK);
    candidates[count] = (struct rank_candidate){.record = buffer_view(&records[count]), .first = 1};
    count++;
}

struct asked {
    struct rank_term terms[RANK_WORDS_MAX];
    size_t count;
    struct buffer forms;
};

static int add_term(void *user, const struct swedish_token *t)
{
    struct asked *a = user;
    if (t->also)
        return 0;
    /* The forms are borrowed from one buffer that must not move. */
    struct slice form = {.data = a->forms.data + a->forms.size, .size = t->form.size};
    buffer_slice(&a->forms, t->form);
    a->terms[a->count++] = (struct rank_term){.form = form, .kind = t->kind, .idf = 3, .factor = 1};
    return 0;
}

static void ask(const char *question)
{
    struct asked a = {.count = 0};
    buffer_reserve(&a.forms, 4096);
    swedish_tokens_each(swedish, slice_of(question), add_term, &a, NULL);
    rank_question(ranker, 100, a.terms, a.count);
    rank_candidates(ranker, candidates, count);
    buffer_free(&a.forms);
}

static void assert_near(double a, double b)
{
    assert_true(fabs(a - b) < 1e-6);
}

static double feature(size_t which, enum rank_feature feature)
{
    return candidates[which].features[feature];
}

static void test_a_link_names_as_a_title_does(void **state)
{
    (void)state;
    add("a/1", "Vatten till alla", "Här står något annat.", NULL);
    add("a/2", "", "Här står något annat.", "Vatten till alla");
    add("a/3", "Något annat", "Här står något annat.", "Kartor över vatten");
    add("a/4", "", "Här står något annat.", NULL);
    ask("vatten till alla");
    for (size_t i = 0; i < 2; i++) {
        assert_near(feature(i, RANK_TITLE), 1);
        assert_near(feature(i, RANK_TITLE_WHOLE), 1);
    }
    assert_near(feature(0, RANK_TITLE_SAME), 1);
    assert_near(feature(1, RANK_TITLE_SAME), 1);
    assert_near(feature(2, RANK_TITLE_SAME), 0);
    assert_true(feature(2, RANK_TITLE) > 0.3 && feature(2, RANK_TITLE) < 0.4);
    assert_true(feature(2, RANK_TITLE_WHOLE) < 0.9);
    assert_near(feature(3, RANK_TITLE), 0);
    /* What a link says is no word of the text. */
    assert_near(feature(1, RANK_COVERED), 0);
    assert_near(feature(1, RANK_GRAMS_TWO), feature(3, RANK_GRAMS_TWO));
    assert_true(feature(0, RANK_COVERED) > 8.9);
}

static void test_a_question_that_begins_with_a_type(void **state)
{
    (void)state;
    add("regeringsuppdrag/2020/01/a", "", "Om vatten.", NULL);
    add("remisser/2020/01/b", "", "Om vatten.", NULL);
    ask("uppdrag om vatten"); /* two of its three words are in the text */
    assert_near(feature(0, RANK_TYPE), 2.0 / 3);
    assert_near(feature(1, RANK_TYPE), 0);
    ask("remissen om vatten");
    assert_near(feature(0, RANK_TYPE), 0);
    assert_near(feature(1, RANK_TYPE), 2.0 / 3);
    ask("remiss om skog");
    assert_near(feature(1, RANK_TYPE), 1.0 / 3);
    ask("tilläggsuppdrag om vatten");
    assert_true(feature(0, RANK_TYPE) > 0 && feature(0, RANK_TYPE) < 0.3);
    ask("vatten och uppdrag");
    assert_near(feature(0, RANK_TYPE), 0);
}

static void test_another_year(void **state)
{
    (void)state;
    static const unsigned years[] = {2023, 2022, 0};
    for (size_t i = 0; i < 3; i++) {
        add("a/x", "", "Om vatten.", NULL);
        candidates[i].year = years[i];
    }
    ask("vatten 2023");
    assert_near(feature(0, RANK_YEAR), 0);
    assert_near(feature(1, RANK_YEAR), 1);
    assert_near(feature(2, RANK_YEAR), 0);
    ask("vatten 2021 2022");
    assert_near(feature(0, RANK_YEAR), 1);
    assert_near(feature(1, RANK_YEAR), 0);
    ask("vatten 9999");
    assert_near(feature(0, RANK_YEAR) + feature(1, RANK_YEAR), 0);
}

/* Sentences side by side count together, up to five; the text before is another matter. */
static void test_sentences_together(void **state)
{
    (void)state;
    add("a/1", "", "Mjölk. Bröd. Hö. Gräs. Korv.", NULL);
    add("a/2", "", "Mjölk. Hö. Gräs. Sand. Lera. Bröd.", NULL);
    add("a/3", "", "Hö. Mjölk bröd. Gräs.", NULL);
    ask("mjölk bröd");
    assert_near(feature(0, RANK_GRAMS_TWO), 1);
    assert_near(feature(0, RANK_GRAMS_FIVE), 1);
    assert_true(feature(1, RANK_GRAMS_FIVE) < 0.9);
    assert_near(feature(1, RANK_GRAMS_TWO), feature(1, RANK_GRAMS_FIVE));
    assert_near(feature(2, RANK_GRAMS_TWO), 1);
    assert_near(feature(0, RANK_PAIRS), 3); /* sentences do not part neighbours */
    assert_near(feature(1, RANK_PAIRS), 0);
    assert_near(feature(2, RANK_PAIRS), 3);
    add("a/4", "", "Mjölk.\nBröd.", NULL);
    ask("mjölk bröd");
    assert_near(feature(3, RANK_PAIRS), 0);
    assert_near(feature(3, RANK_GRAMS_TWO), 1);
}

/* The same document twice is scored the same, wherever it stands among the candidates. */
static void test_order_does_not_matter(void **state)
{
    (void)state;
    const char *text =
        "Regeringen stöder jordbruk. Mjölk och bröd.\nDet gäller vatten i hela landet.";
    add("a/1", "Mjölk", text, "Bröd");
    add("a/2", "Sand", "Lera och sand. Vatten.", NULL);
    add("a/1", "Mjölk", text, "Bröd");
    ask("mjölk och vatten i landet");
    for (size_t f = 0; f < RANK_FEATURES; f++)
        assert_near(candidates[0].features[f], candidates[2].features[f]);
    assert_true(candidates[0].score > candidates[1].score);
    assert_near(candidates[0].score, candidates[2].score);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_a_link_names_as_a_title_does, begin),
        cmocka_unit_test_setup(test_a_question_that_begins_with_a_type, begin),
        cmocka_unit_test_setup(test_another_year, begin),
        cmocka_unit_test_setup(test_sentences_together, begin),
        cmocka_unit_test_setup(test_order_does_not_matter, begin)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
