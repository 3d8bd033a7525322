/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Query trees: what each operator finds, and what cannot be built. */
#include "sample.h"

#include <math.h>
#include <stdlib.h>

/* An index and a builder, for as long as one test runs. */
struct tools {
    struct xc_index *index;
    struct xc_builder *builder;
};

static int set_up(void **state)
{
    static struct tools tools;
    EXPECT(XC_OK, xc_index_memory(&tools.index, &sample_error));
    EXPECT(XC_OK, xc_builder_new(&tools.builder, &sample_error));
    sample_fill(tools.index);
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

static const struct xc_query *term(struct tools *tools, const char *word)
{
    return xc_query_term(tools->builder, xc_text(word), 1, 0);
}

static void expect(struct tools *tools, const struct xc_query *query, const char *docids)
{
    assert_non_null(query);
    assert_string_equal(sample_matches(tools->index, query), docids);
    EXPECT(XC_OK, xc_builder_status(tools->builder, &sample_error));
}

static void expect_failure(struct tools *tools, const struct xc_query *query, enum xc_status status)
{
    assert_null(query);
    EXPECT(status, xc_builder_status(tools->builder, &sample_error));
    xc_builder_clear(tools->builder);
    EXPECT(XC_OK, xc_builder_status(tools->builder, &sample_error));
}

/* ---- operators ------------------------------------------------------------------------------- */

static void joins(void **state)
{
    struct tools *tools = *state;
    static const struct {
        enum xc_operator op;
        size_t count;
        const char *docids;
    } cases[] = {
        {XC_AND, 2, "1 2"},
        {XC_AND, 3, "2"},
        {XC_OR, 3, "1 2 3 4"},
        {XC_AND_NOT, 2, "4"},
        {XC_AND_NOT, 3, "4"},
        {XC_AND_MAYBE, 3, "1 2 4"},
        {XC_FILTER, 2, "1 2"},
        {XC_FILTER, 3, "2"},
        {XC_XOR, 2, "3 4"},
        {XC_XOR, 3, "2 4"},
        {XC_SYNONYM, 2, "1 2 3 4"},
        {XC_PHRASE, 2, "1 2"},
        {XC_NEAR, 2, "1 2"},
        {XC_AND, 0, ""},
        {XC_OR, 0, ""},
        {XC_PHRASE, 0, ""},
        {XC_AND, 1, "1 2 4"},
        {XC_AND_NOT, 1, "1 2 4"},
        {XC_PHRASE, 1, "1 2 4"},
        {XC_NEAR, 1, "1 2 4"},
        {XC_SYNONYM, 1, "1 2 4"},
    };
    const struct xc_query *operands[] = {term(tools, "gul"), term(tools, "katt"),
                                         term(tools, "hund")};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(tools, xc_query_join(tools->builder, cases[i].op, operands, cases[i].count),
               cases[i].docids);
    expect(tools, xc_query_pair(tools->builder, XC_AND, operands[0], operands[2]), "2");
    expect(tools, xc_query_join(tools->builder, XC_AND, NULL, 0), "");
}

static void windows(void **state)
{
    struct tools *tools = *state;
    struct xc_builder *builder = tools->builder;
    const struct xc_query *words[] = {term(tools, "hund"), term(tools, "katt")};
    expect(tools, xc_query_join(builder, XC_PHRASE, words, 2), "");
    expect(tools, xc_query_window(builder, XC_PHRASE, words, 2, 0), "");
    expect(tools, xc_query_window(builder, XC_PHRASE, words, 2, 3), "3");
    expect(tools, xc_query_window(builder, XC_PHRASE, words, 2, 4), "2 3");
    expect(tools, xc_query_window(builder, XC_PHRASE, words, 2, UINT32_MAX), "2 3");
    const struct xc_query *reversed[] = {words[1], words[0]};
    expect(tools, xc_query_window(builder, XC_PHRASE, reversed, 2, 9), "3");
    expect(tools, xc_query_window(builder, XC_NEAR, reversed, 2, 4), "2 3");
    const struct xc_query *either[] = {
        term(tools, "gul"), xc_query_pair(builder, XC_OR, term(tools, "katt"), term(tools, "bil"))};
    expect(tools, xc_query_join(builder, XC_PHRASE, either, 2), "1 2 4");
    expect_failure(tools, xc_query_window(builder, XC_AND, words, 2, 3), XC_BAD_ARGUMENT);
}

static void phrases_take_terms_only(void **state)
{
    struct tools *tools = *state;
    struct xc_builder *builder = tools->builder;
    const struct xc_query *operands[] = {
        term(tools, "gul"),
        xc_query_pair(builder, XC_SYNONYM, term(tools, "katt"), term(tools, "bil"))};
    const struct xc_query *query = xc_query_join(builder, XC_PHRASE, operands, 2);
    enum xc_status status = xc_builder_status(builder, &sample_error);
    uint32_t *docids = NULL;
    size_t count = 0;
    if (query != NULL) /* then the search tells */
        status = xc_match(&docids, &count, tools->index, query, &sample_error);
    EXPECT(XC_UNSUPPORTED, status);
}

static void all_and_nothing(void **state)
{
    struct tools *tools = *state;
    struct xc_builder *builder = tools->builder;
    const struct xc_query *all = xc_query_all(builder), *nothing = xc_query_nothing(builder);
    expect(tools, all, "1 2 3 4 5");
    expect(tools, nothing, "");
    expect(tools, xc_query_pair(builder, XC_AND_NOT, all, term(tools, "katt")), "4 5");
    expect(tools, xc_query_pair(builder, XC_OR, nothing, term(tools, "bil")), "4");
    expect(tools, xc_query_pair(builder, XC_AND, nothing, term(tools, "bil")), "");
    expect(tools, xc_query_scale(builder, all, 0), "1 2 3 4 5");
}

static void ranges(void **state)
{
    struct tools *tools = *state;
    struct xc_builder *builder = tools->builder;
    struct xc_bytes low = xc_text("2021"), high = xc_text("2022"), none = xc_text("");
    expect(tools, xc_query_value_range(builder, SAMPLE_DATE, low, high), "1 3");
    expect(tools, xc_query_value_range(builder, SAMPLE_DATE, high, low), "");
    expect(tools, xc_query_value_from(builder, SAMPLE_DATE, high), "2 3");
    expect(tools, xc_query_value_to(builder, SAMPLE_DATE, xc_text("2020")), "4");
    expect(tools, xc_query_value_from(builder, SAMPLE_DATE, none), "1 2 3 4 5");
    expect(tools, xc_query_value_range(builder, 99, low, high), "");
}

static void wildcards(void **state)
{
    struct tools *tools = *state;
    struct xc_builder *builder = tools->builder;
    struct xc_bytes g = xc_text("g"), none = xc_text("");
    /* grannen: 1, gul: 1 2 4 */
    expect(tools, xc_query_wildcard(builder, g, 0, XC_WILDCARD_FAIL, XC_SYNONYM), "1 2 4");
    expect(tools, xc_query_wildcard(builder, g, 2, XC_WILDCARD_FAIL, XC_OR), "1 2 4");
    expect(tools, xc_query_wildcard(builder, g, 1, XC_WILDCARD_FIRST, XC_OR), "1");
    expect(tools, xc_query_wildcard(builder, g, 1, XC_WILDCARD_MOST_FREQUENT, XC_OR), "1 2 4");
    expect(tools, xc_query_wildcard(builder, xc_text("zz"), 1, XC_WILDCARD_FAIL, XC_OR), "");
    expect(tools, xc_query_wildcard(builder, none, 0, XC_WILDCARD_FAIL, XC_OR), "1 2 3 4 5");
    const struct xc_query *many = xc_query_wildcard(builder, g, 1, XC_WILDCARD_FAIL, XC_OR);
    uint32_t *docids = NULL;
    size_t count = 0;
    EXPECT(XC_TOO_MANY, xc_match(&docids, &count, tools->index, many, &sample_error));
    assert_null(docids);
    expect_failure(tools, xc_query_wildcard(builder, g, 1, XC_WILDCARD_FAIL, XC_AND),
                   XC_BAD_ARGUMENT);
    expect_failure(tools, xc_query_wildcard(builder, g, 1, (enum xc_wildcard_limit)3, XC_OR),
                   XC_BAD_ARGUMENT);
}

/* ---- what cannot be built -------------------------------------------------------------------- */

static void keeps_the_first_failure(void **state)
{
    struct tools *tools = *state;
    struct xc_builder *builder = tools->builder;
    const struct xc_query *good = term(tools, "katt");
    const struct xc_query *bad = xc_query_term(builder, xc_text(""), 1, 0);
    const struct xc_query *operands[] = {good, bad};
    const struct xc_query *top = xc_query_join(builder, XC_OR, operands, 2);
    assert_null(top);
    assert_null(xc_query_scale(builder, top, 2));
    assert_null(xc_query_window(builder, XC_NEAR, operands, 2, 9));
    EXPECT(XC_BAD_ARGUMENT, xc_builder_status(builder, &sample_error));
    assert_string_equal(sample_error.text, "an empty term");
    /* what was good still is */
    assert_string_equal(sample_matches(tools->index, good), "1 2 3");
    uint32_t *docids = NULL;
    size_t count = 0;
    EXPECT(XC_BAD_ARGUMENT, xc_match(&docids, &count, tools->index, top, &sample_error));
}

static void refuses(void **state)
{
    struct tools *tools = *state;
    struct xc_builder *builder = tools->builder;
    expect_failure(tools, xc_query_pair(builder, XC_OR, NULL, term(tools, "a")), XC_BAD_ARGUMENT);
    expect_failure(tools, xc_query_join(builder, XC_OR, NULL, 2), XC_BAD_ARGUMENT);
    expect_failure(tools, xc_query_scale(builder, term(tools, "a"), -1), XC_BAD_ARGUMENT);
    expect_failure(tools, xc_query_scale(builder, term(tools, "a"), NAN), XC_BAD_ARGUMENT);
    expect_failure(tools, xc_query_scale(builder, term(tools, "a"), INFINITY), XC_BAD_ARGUMENT);
    expect_failure(tools,
                   xc_query_pair(builder, (enum xc_operator)15, term(tools, "a"), term(tools, "b")),
                   XC_BAD_ARGUMENT);
    expect_failure(tools, xc_query_term(builder, xc_bytes_of("x", SIZE_MAX), 1, 0), XC_MEMORY);
    assert_null(xc_query_all(NULL));
    assert_null(xc_query_pair(NULL, XC_OR, NULL, NULL));
    EXPECT(XC_BAD_ARGUMENT, xc_builder_status(NULL, &sample_error));
}

static void long_terms_find_nothing(void **state)
{
    struct tools *tools = *state;
    static char letters[100000];
    memset(letters, 'x', sizeof letters);
    struct xc_bytes word = {letters, sizeof letters};
    expect(tools, xc_query_term(tools->builder, word, 1, 0), "");
    expect(tools, xc_query_wildcard(tools->builder, word, 0, XC_WILDCARD_FAIL, XC_OR), "");
}

static const struct xc_query *deep(struct tools *tools, unsigned depth)
{
    const struct xc_query *katt = term(tools, "katt"), *bil = term(tools, "bil");
    const struct xc_query *query = katt;
    for (unsigned i = 1; i < depth; i++)
        query = xc_query_pair(tools->builder, i % 2 == 0 ? XC_AND_NOT : XC_OR, query,
                              i % 2 == 0 ? bil : katt);
    return query;
}

static void depth_has_a_limit(void **state)
{
    struct tools *tools = *state;
    expect(tools, deep(tools, XC_QUERY_DEPTH_MAX), "1 2 3");
    expect_failure(tools, deep(tools, XC_QUERY_DEPTH_MAX + 1), XC_BAD_ARGUMENT);
}

static void takes_many_operands(void **state)
{
    struct tools *tools = *state;
    enum { WIDE = 2000 };
    const struct xc_query **operands = malloc(WIDE * sizeof *operands);
    assert_non_null(operands);
    for (size_t i = 0; i < WIDE; i++) {
        char word[32];
        snprintf(word, sizeof word, i == 77 ? "bil" : "x%zu", i);
        operands[i] = term(tools, word);
    }
    expect(tools, xc_query_join(tools->builder, XC_OR, operands, WIDE), "4");
    free(operands);
}

/* ---- looking into ---------------------------------------------------------------------------- */

static int note(void *user, struct xc_bytes word, uint32_t documents)
{
    char *text = user;
    size_t used = strlen(text);
    assert_int_equal(documents, 0);
    snprintf(text + used, 64 - used, "%.*s ", (int)word.size, word.data);
    return strncmp(word.data, "stop", 4) == 0;
}

static void tells_its_terms(void **state)
{
    struct tools *tools = *state;
    struct xc_builder *builder = tools->builder;
    char text[64] = "";
    const struct xc_query *operands[] = {term(tools, "katt"), term(tools, "gul"),
                                         term(tools, "katt")};
    const struct xc_query *query = xc_query_join(builder, XC_OR, operands, 3);
    EXPECT(XC_OK, xc_query_each_term(query, note, text, &sample_error));
    assert_string_equal(text, "gul katt ");
    query = xc_query_pair(builder, XC_AND, term(tools, "stop"), term(tools, "zebra"));
    text[0] = '\0';
    EXPECT(XC_STOPPED, xc_query_each_term(query, note, text, &sample_error));
    assert_string_equal(text, "stop ");
    EXPECT(XC_BAD_ARGUMENT, xc_query_each_term(NULL, note, text, &sample_error));

    struct xc_buffer described;
    EXPECT(XC_OK, xc_query_describe(query, &described, &sample_error));
    assert_non_null(strstr(described.data, "stop AND zebra"));
    free(described.data);
    EXPECT(XC_OK, xc_query_describe(NULL, &described, &sample_error));
    assert_string_equal(described.data, "failed");
    free(described.data);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(joins),
        TEST(windows),
        TEST(phrases_take_terms_only),
        TEST(all_and_nothing),
        TEST(ranges),
        TEST(wildcards),
        TEST(keeps_the_first_failure),
        TEST(refuses),
        TEST(long_terms_find_nothing),
        TEST(depth_has_a_limit),
        TEST(takes_many_operands),
        TEST(tells_its_terms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
