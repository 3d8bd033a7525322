/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searching: order, weights, counts, collapsing, and what hits bring along. */
#include "sample.h"

#include <math.h>
#include <stdlib.h>

struct tools {
    struct xc_index *index;
    struct xc_builder *builder;
    const struct xc_query *katt; /* 1 2 3 */
    const struct xc_query *all;
};

static int set_up(void **state)
{
    static struct tools tools;
    EXPECT(XC_OK, xc_index_memory(&tools.index, &sample_error));
    EXPECT(XC_OK, xc_builder_new(&tools.builder, &sample_error));
    sample_fill(tools.index);
    tools.katt = xc_query_term(tools.builder, xc_text("katt"), 1, 0);
    tools.all = xc_query_all(tools.builder);
    *state = &tools;
    return 0;
}

static int tear_down(void **state)
{
    struct tools *tools = *state;
    xc_builder_free(tools->builder);
    xc_index_close(tools->index);
    return 0;
}

static struct xc_result *search(struct tools *tools, const struct xc_request *request)
{
    struct xc_result *result = NULL;
    EXPECT(XC_OK, xc_search(&result, tools->index, request, &sample_error));
    return result;
}

static void expect(struct tools *tools, struct xc_request request, const char *docids)
{
    struct xc_result *result = search(tools, &request);
    assert_string_equal(sample_hits(result), docids);
    xc_result_free(result);
}

static bool same(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static bool bytes_are(struct xc_bytes bytes, const char *text)
{
    return bytes.size == strlen(text) && memcmp(bytes.data, text, bytes.size) == 0;
}

/* ---- order ----------------------------------------------------------------------------------- */

static void orders(void **state)
{
    struct tools *tools = *state;
    const struct xc_query *katt = tools->katt, *all = tools->all;
    /* document 3 says it twice; 1 and 2 are equally long */
    expect(tools, (struct xc_request){.query = katt, .limit = 9}, "3 1 2");
    expect(tools, (struct xc_request){.query = katt, .limit = 9, .docid_descending = true},
           "3 2 1");
    expect(tools, (struct xc_request){.query = all, .limit = 9, .sort = XC_SORT_VALUE},
           "5 4 1 3 2");
    expect(tools,
           (struct xc_request){.query = all, .limit = 9, .sort = XC_SORT_VALUE, .descending = true},
           "2 3 1 4 5");
    expect(
        tools,
        (struct xc_request){
            .query = katt, .limit = 9, .sort = XC_SORT_VALUE_RELEVANCE, .sort_slot = SAMPLE_KIND},
        "3 1 2");
    expect(tools,
           (struct xc_request){
               .query = katt, .limit = 9, .sort = XC_SORT_RELEVANCE_VALUE, .descending = true},
           "3 2 1");
    expect(tools, (struct xc_request){.query = katt, .limit = 9, .sort = XC_SORT_DOCID}, "1 2 3");
    expect(tools,
           (struct xc_request){
               .query = katt, .limit = 9, .sort = XC_SORT_DOCID, .docid_descending = true},
           "3 2 1");
}

static void takes_a_part(void **state)
{
    struct tools *tools = *state;
    const struct xc_query *katt = tools->katt;
    expect(tools, (struct xc_request){.query = katt, .offset = 1, .limit = 1}, "1");
    expect(tools, (struct xc_request){.query = katt, .offset = 9, .limit = 9}, "");
    expect(tools, (struct xc_request){.query = katt}, "");
    struct xc_request count = {.query = katt, .check_at_least = 5};
    struct xc_result *result = search(tools, &count);
    assert_int_equal(result->count, 0);
    assert_int_equal(result->lower, 3);
    assert_int_equal(result->estimated, 3);
    assert_int_equal(result->upper, 3);
    xc_result_free(result);
}

static void cuts_off(void **state)
{
    struct tools *tools = *state;
    struct xc_request request = {.query = tools->katt, .limit = 9};
    struct xc_result *result = search(tools, &request);
    assert_int_equal(result->hits[0].percent, 100);
    assert_true(same(result->hits[0].weight, result->weight_max));
    assert_true(result->weight_possible >= result->weight_max);
    request.weight_cutoff = (result->hits[0].weight + result->hits[1].weight) / 2;
    xc_result_free(result);
    expect(tools, request, "3");
    expect(tools, (struct xc_request){.query = tools->katt, .limit = 9, .percent_cutoff = 100},
           "3");
}

/* ---- weights --------------------------------------------------------------------------------- */

static void weights(void **state)
{
    struct tools *tools = *state;
    const struct xc_query *words[] = {tools->katt,
                                      xc_query_term(tools->builder, xc_text("hund"), 1, 0)};
    struct xc_request request = {.query = xc_query_join(tools->builder, XC_OR, words, 2),
                                 .limit = 9};
    struct xc_result *usual = search(tools, &request);
    request.weighting = (struct xc_weighting){
        .scheme = XC_WEIGHT_BM25, .k1 = 1, .k3 = 1, .b = 0.5, .min_length = 0.5};
    struct xc_result *same_by_hand = search(tools, &request);
    assert_true(same(usual->hits[0].weight, same_by_hand->hits[0].weight));
    request.weighting.scheme = XC_WEIGHT_BM25_PLUS;
    request.weighting.delta = 1;
    struct xc_result *plus = search(tools, &request);
    assert_true(plus->hits[0].weight > usual->hits[0].weight);
    request.weighting.delta = 2;
    struct xc_result *more = search(tools, &request);
    assert_true(more->hits[0].weight > plus->hits[0].weight);
    request.weighting = (struct xc_weighting){.scheme = XC_WEIGHT_COORDINATION};
    struct xc_result *points = search(tools, &request);
    assert_string_equal(sample_hits(points), "2 3 1");
    assert_true(same(points->hits[0].weight, 2) && same(points->hits[2].weight, 1));
    request.weighting = (struct xc_weighting){.scheme = XC_WEIGHT_BOOLEAN};
    struct xc_result *none = search(tools, &request);
    assert_string_equal(sample_hits(none), "1 2 3");
    assert_true(same(none->hits[0].weight, 0));
    xc_result_free(usual);
    xc_result_free(same_by_hand);
    xc_result_free(plus);
    xc_result_free(more);
    xc_result_free(points);
    xc_result_free(none);
}

/* b = 0 leaves length out: the weight of a term follows its wdf alone. */
static void length_counts_as_told(void **state)
{
    struct tools *tools = *state;
    struct xc_request request = {
        .query = xc_query_term(tools->builder, xc_text("gul"), 1, 0),
        .limit = 9,
        .weighting = {.scheme = XC_WEIGHT_BM25, .k1 = 1, .k3 = 1, .b = 1, .min_length = 0}};
    struct xc_result *result = search(tools, &request);
    assert_string_equal(sample_hits(result), "4 1 2");
    assert_true(result->hits[0].weight > result->hits[1].weight);
    xc_result_free(result);
    request.weighting.b = 0;
    result = search(tools, &request);
    assert_string_equal(sample_hits(result), "1 2 4");
    assert_true(same(result->hits[0].weight, result->hits[2].weight));
    double weight = result->hits[0].weight;
    xc_result_free(result);
    request.query = xc_query_scale(tools->builder, request.query, 3);
    result = search(tools, &request);
    assert_true(same(result->hits[0].weight, 3 * weight));
    xc_result_free(result);
}

/* ---- collapsing and counting ----------------------------------------------------------------- */

static void collapses(void **state)
{
    struct tools *tools = *state;
    struct xc_request request = {.query = tools->all,
                                 .limit = 9,
                                 .check_at_least = 5,
                                 .collapse_slot = SAMPLE_KIND,
                                 .collapse_max = 1};
    struct xc_result *result = search(tools, &request);
    assert_string_equal(sample_hits(result), "1 4 5");
    assert_int_equal(result->hits[0].collapsed, 2);
    assert_int_equal(result->hits[1].collapsed, 0);
    assert_int_equal(result->lower, 3);
    assert_int_equal(result->all_lower, 5);
    xc_result_free(result);
    request.collapse_max = 2;
    expect(tools, request, "1 2 4 5");
}

static void counts(void **state)
{
    struct tools *tools = *state;
    const uint32_t slots[] = {SAMPLE_KIND, SAMPLE_DATE, 99};
    struct xc_request request = {
        .query = tools->all, .check_at_least = 5, .count_slots = slots, .count_slot_count = 3};
    struct xc_result *result = search(tools, &request);
    const struct xc_counts *kinds = &result->counts[0], *dates = &result->counts[1];
    assert_int_equal(kinds->slot, SAMPLE_KIND);
    assert_int_equal(kinds->looked_at, 5);
    assert_int_equal(kinds->count, 2);
    assert_true(bytes_are(kinds->values[0].value, "djur"));
    assert_int_equal(kinds->values[0].documents, 3);
    assert_true(bytes_are(kinds->values[1].value, "sak"));
    assert_int_equal(dates->count, 4);
    assert_true(bytes_are(dates->values[0].value, "2020")); /* equal counts: in order of bytes */
    assert_true(bytes_are(dates->values[3].value, "2023"));
    assert_int_equal(result->counts[2].count, 0);
    xc_result_free(result);
}

/* ---- what hits bring along ------------------------------------------------------------------- */

static void brings_along(void **state)
{
    struct tools *tools = *state;
    const uint32_t slots[] = {SAMPLE_DATE, 99, SAMPLE_KIND};
    const struct xc_query *words[] = {tools->katt,
                                      xc_query_term(tools->builder, xc_text("gul"), 1, 0),
                                      xc_query_term(tools->builder, xc_text("bil"), 1, 0)};
    struct xc_request request = {.query = xc_query_join(tools->builder, XC_OR, words, 3),
                                 .sort = XC_SORT_VALUE,
                                 .limit = 9,
                                 .data = true,
                                 .terms = true,
                                 .value_slots = slots,
                                 .value_slot_count = 3};
    struct xc_result *result = search(tools, &request);
    assert_string_equal(sample_hits(result), "4 1 3 2");
    const struct xc_hit *bil = &result->hits[0], *sist = &result->hits[3];
    assert_true(bytes_are(bil->data, "gul bil"));
    assert_true(bytes_are(bil->values[0], "2020"));
    assert_int_equal(bil->values[1].size, 0);
    assert_true(bytes_are(bil->values[2], "sak"));
    assert_int_equal(bil->term_count, 2);
    assert_true(bytes_are(bil->terms[0], "bil") && bytes_are(bil->terms[1], "gul"));
    assert_true(bytes_are(sist->values[0], "2023"));
    assert_int_equal(sist->term_count, 2);
    assert_true(bytes_are(sist->terms[0], "gul") && bytes_are(sist->terms[1], "katt"));
    xc_result_free(result);

    request = (struct xc_request){.query = tools->katt, .limit = 9};
    result = search(tools, &request);
    assert_null(result->hits[0].values);
    assert_null(result->hits[0].terms);
    assert_null(result->hits[0].data.data);
    xc_result_free(result);
}

/* Larger than one block of the result's memory. */
static void brings_along_much(void **state)
{
    struct tools *tools = *state;
    enum { SIZE = 100000 };
    struct xc_document *document = NULL;
    char *data = malloc(SIZE);
    assert_non_null(data);
    memset(data, 'd', SIZE);
    EXPECT(XC_OK, xc_document_new(&document, &sample_error));
    EXPECT(XC_OK, xc_document_add_term(document, xc_text("stor"), 1, &sample_error));
    EXPECT(XC_OK, xc_document_set_data(document, xc_bytes_of(data, SIZE), &sample_error));
    for (int i = 0; i < 3; i++)
        EXPECT(XC_OK, xc_index_add(tools->index, document, NULL, &sample_error));
    struct xc_request request = {
        .query = xc_query_term(tools->builder, xc_text("stor"), 1, 0), .limit = 9, .data = true};
    struct xc_result *result = search(tools, &request);
    assert_int_equal(result->count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(result->hits[i].data.size, SIZE);
        assert_memory_equal(result->hits[i].data.data, data, SIZE);
    }
    xc_result_free(result);
    xc_document_free(document);
    free(data);
}

/* ---- what cannot be asked -------------------------------------------------------------------- */

static void expect_refused(struct tools *tools, struct xc_request request)
{
    struct xc_result *result = NULL;
    EXPECT(XC_BAD_ARGUMENT, xc_search(&result, tools->index, &request, &sample_error));
    assert_null(result);
}

static void refuses(void **state)
{
    struct tools *tools = *state;
    const struct xc_query *katt = tools->katt;
    struct xc_result *result = NULL;
    expect_refused(tools, (struct xc_request){.limit = 9});
    expect_refused(tools, (struct xc_request){.query = katt, .percent_cutoff = 101});
    expect_refused(tools, (struct xc_request){.query = katt, .percent_cutoff = -1});
    expect_refused(tools, (struct xc_request){.query = katt, .sort = (enum xc_sort)7});
    expect_refused(tools,
                   (struct xc_request){.query = katt, .weighting = {.scheme = (enum xc_scheme)7}});
    expect_refused(tools, (struct xc_request){.query = katt, .value_slot_count = 1});
    expect_refused(tools, (struct xc_request){.query = katt, .count_slot_count = 1});
    EXPECT(XC_BAD_ARGUMENT, xc_search(&result, tools->index, NULL, &sample_error));
    EXPECT(XC_BAD_ARGUMENT,
           xc_search(&result, NULL, &(struct xc_request){.query = katt}, &sample_error));
    EXPECT(XC_BAD_ARGUMENT,
           xc_search(NULL, tools->index, &(struct xc_request){.query = katt}, &sample_error));
    EXPECT(XC_BAD_ARGUMENT, xc_search_retry(&result, tools->index, NULL, 3, &sample_error));
}

static void empty_index(void **state)
{
    (void)state;
    struct xc_index *index = NULL;
    struct xc_builder *builder = NULL;
    struct xc_result *result = NULL;
    EXPECT(XC_OK, xc_index_memory(&index, &sample_error));
    EXPECT(XC_OK, xc_builder_new(&builder, &sample_error));
    struct xc_request request = {.query = xc_query_all(builder), .limit = 9};
    EXPECT(XC_OK, xc_search(&result, index, &request, &sample_error));
    assert_int_equal(result->count, 0);
    assert_int_equal(result->upper, 0);
    assert_string_equal(sample_matches(index, request.query), "");
    xc_result_free(result);
    xc_builder_free(builder);
    xc_index_close(index);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(orders),
        TEST(takes_a_part),
        TEST(cuts_off),
        TEST(weights),
        TEST(length_counts_as_told),
        TEST(collapses),
        TEST(counts),
        TEST(brings_along),
        TEST(brings_along_much),
        TEST(refuses),
        cmocka_unit_test(empty_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
