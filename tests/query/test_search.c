/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"
#include "options.h"
#include "run.h"
#include "sample.h"
#include "search.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 16 };

struct asked {
    struct search *search;
    struct settings settings;
    struct search_result result;
    char *words[WORDS_MAX];
    int count;
};

/* "OPTIONS | QUESTION" or a question, as main would read it. */
static void split(struct asked *a, struct slice line)
{
    size_t bar = slice_find(line, SLICE(" | "), 0);
    struct slice question = bar == SIZE_MAX ? line : slice_part(line, bar + 3, line.size);
    struct slice options = slice_part(line, 0, bar == SIZE_MAX ? 0 : bar);
    a->count = 0;
    a->words[a->count++] = slice_copy(SLICE("lupp"));
    for (size_t at = 0; at < options.size && a->count + 3 < WORDS_MAX;) {
        size_t space = slice_find(options, SLICE(" "), at);
        space = space == SIZE_MAX ? options.size : space;
        a->words[a->count++] = slice_copy(slice_part(options, at, space));
        at = space + 1;
    }
    a->words[a->count++] = slice_copy(SLICE("--index=x"));
    a->words[a->count++] = slice_copy(SLICE("--"));
    a->words[a->count++] = slice_copy(question);
    a->words[a->count] = NULL;
}

static enum status ask(struct asked *a, struct slice line, struct error *error)
{
    split(a, line);
    enum status status = settings_read(&a->settings, a->count, a->words, error);
    if (status == STATUS_OK)
        status = search_run(a->search, buffer_view(&a->settings.question), &a->settings.search,
                            &a->result, error);
    return status;
}

static void forget(struct asked *a)
{
    search_result_free(&a->result);
    settings_free(&a->settings);
    for (int i = 0; i < a->count; i++)
        free(a->words[i]);
    a->count = 0;
}

static void append_id(struct buffer *out, const struct search_hit *hit)
{
    buffer_slice(out, hit->id);
    if (hit->section != SECTION_NONE)
        buffer_format(out, "#%d", (int)hit->section);
}

static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Ids in order of id; "1. ID" before them when the case wants the first. */
static void print_ids(const struct asked *a, bool first, struct buffer *out)
{
    char *ids[64];
    size_t count = a->result.count < 64 ? a->result.count : 64;
    for (size_t i = 0; i < count; i++) {
        struct buffer id = {0};
        append_id(&id, &a->result.hits[i]);
        ids[i] = id.data;
    }
    if (first && count > 0)
        buffer_format(out, "1. %s\n", ids[0]);
    qsort(ids, count, sizeof *ids, compare_lines);
    for (size_t i = 0; i < count; i++) {
        buffer_format(out, "%s\n", ids[i]);
        free(ids[i]);
    }
    if (count == 0)
        buffer_text(out, "-\n");
}

struct table {
    struct search *search;
    size_t failed;
};

static void check_case(const struct cases_case *c, void *user)
{
    struct table *t = user;
    struct asked a = {.search = t->search};
    struct error error;
    struct buffer got = {0};
    if (ask(&a, c->input, &error) == STATUS_OK)
        print_ids(&a, c->count > 0 && slice_starts(c->lines[0], SLICE("1. ")), &got);
    else
        buffer_format(&got, "refused: %s\n", error.text);
    t->failed += !cases_same(c, buffer_view(&got));
    buffer_free(&got);
    forget(&a);
}

static struct search *open_sample(struct place *place, const char *name, int backwards)
{
    struct search *search;
    struct error error = {.status = STATUS_OK};
    sample_index(place_path(place, name), backwards);
    assert_int_equal(search_open(&search, place_path(place, name), &error), STATUS_OK);
    return search;
}

static void finds_what_is_asked(struct place *place)
{
    struct table table = {.search = open_sample(place, "i", 0)};
    size_t count = cases_each("tests/data/searches.test", check_case, &table);
    search_close(table.search);
    assert_int_equal(table.failed, 0);
    assert_true(count >= 80);
}

static void check_plan(const struct cases_case *c, void *user)
{
    struct table *t = user;
    struct asked a = {.search = t->search};
    struct buffer line = {0};
    struct error error;
    bool options = slice_find(c->input, SLICE(" | "), 0) != SIZE_MAX;
    buffer_text(&line, options ? "--explain " : "--explain | ");
    buffer_slice(&line, c->input);
    assert_int_equal(ask(&a, buffer_view(&line), &error), STATUS_OK);
    t->failed += !cases_same(c, buffer_view(&a.result.plan));
    buffer_free(&line);
    forget(&a);
}

static void plans_what_it_asks(struct place *place)
{
    struct table table = {.search = open_sample(place, "i", 0)};
    size_t count = cases_each("tests/data/plans.test", check_plan, &table);
    search_close(table.search);
    assert_int_equal(table.failed, 0);
    assert_true(count >= 40);
}

/* ---- order ----------------------------------------------------------------------------------- */

static void print_list(struct search *search, const char *line, struct buffer *out)
{
    struct asked a = {.search = search};
    assert_int_equal(ask(&a, slice_of(line), NULL), STATUS_OK);
    for (size_t i = 0; i < a.result.count; i++) {
        append_id(out, &a.result.hits[i]);
        buffer_format(out, " %.9g\n", a.result.hits[i].score);
    }
    forget(&a);
}

static void does_not_depend_on_docids(struct place *place)
{
    static const char *const questions[] = {"om",
                                            "--sort=newest | om",
                                            "--sort=oldest | om",
                                            "--unit=section | skola OR om",
                                            "stöd personer",
                                            "--unit=section | datum:2020..",
                                            "\"en\"",
                                            "-skog",
                                            "--unique | lika",
                                            "--stages=1 | regeringen"};
    struct search *one = open_sample(place, "i", 0), *other = open_sample(place, "j", 1);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        struct buffer a = {0}, b = {0};
        print_list(one, questions[i], &a);
        print_list(other, questions[i], &b);
        assert_true(a.size > 0);
        assert_string_equal(a.data, b.data);
        buffer_free(&a);
        buffer_free(&b);
    }
    search_close(one);
    search_close(other);
}

/* A name of several words beside words that need not be there: libxapian 1.4 may add its weight to
   the page that follows one without it, where a later page holds the words apart. */
static void weighs_names_where_they_stand(struct place *place)
{
    static const char *const questions[] = {"vad nato", "vad är nato vapen", "MUCF och vad",
                                            "(nato NEAR/3 vapen) OR vad"};
    struct search *search[2];
    for (int backwards = 0; backwards < 2; backwards++) {
        const char *path = place_path(place, backwards ? "b" : "f");
        sample_index_of("tests/data/order-pages.txt", path, backwards);
        assert_int_equal(search_open(&search[backwards], path, NULL), STATUS_OK);
    }
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        struct buffer line = {0}, a = {0}, b = {0};
        buffer_format(&line, "--stages=1 | %s", questions[i]);
        print_list(search[0], line.data, &a);
        print_list(search[1], line.data, &b);
        assert_true(a.size > 0);
        assert_string_equal(a.data, b.data);
        buffer_free(&line);
        buffer_free(&a);
        buffer_free(&b);
    }
    search_close(search[0]);
    search_close(search[1]);
}

static void sorts_by_date(struct place *place)
{
    struct search *search = open_sample(place, "i", 0);
    struct buffer list = {0};
    print_list(search, "--sort=newest | typ:artikel", &list);
    assert_string_equal(list.data, "p/handel 0\np/manniskor 0\np/lucka 0\np/avsnitt 0\n"
                                   "p/form2 0\np/form1 0\np/artal 0\np/streck1 0\np/streck2 0\n");
    buffer_clear(&list);
    print_list(search, "--sort=oldest | typ:artikel", &list);
    assert_string_equal(list.data, "p/artal 0\np/form1 0\np/form2 0\np/avsnitt 0\np/lucka 0\n"
                                   "p/manniskor 0\np/handel 0\np/streck1 0\np/streck2 0\n");
    buffer_free(&list);
    search_close(search);
}

static void pages_make_the_list(struct place *place)
{
    static const char *const parts[] = {"-n 1 --offset=0 | %s", "-n 3 --offset=1 | %s",
                                        "-n 2 --offset=4 | %s", "-n 99 --offset=6 | %s"};
    static const char *const questions[] = {"om ord skog", "\"en\" OR till", "typ:artikel"};
    struct search *search = open_sample(place, "i", 0);
    for (size_t q = 0; q < sizeof questions / sizeof questions[0]; q++) {
        struct buffer whole = {0}, pieces = {0}, line = {0};
        buffer_format(&line, "-n 99 | %s", questions[q]);
        print_list(search, line.data, &whole);
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
            struct slice part = slice_of(parts[i]);
            buffer_clear(&line);
            buffer_slice(&line, slice_part(part, 0, part.size - 2));
            buffer_text(&line, questions[q]);
            print_list(search, line.data, &pieces);
        }
        assert_true(whole.size > 0);
        assert_string_equal(whole.data, pieces.data);
        buffer_free(&whole);
        buffer_free(&pieces);
        buffer_free(&line);
    }
    search_close(search);
}

/* ---- what is told beside the hits ------------------------------------------------------------ */

static void tells_what_is_missing(struct place *place)
{
    struct asked a = {.search = open_sample(place, "i", 0)};
    assert_int_equal(ask(&a, SLICE("Skog och bibliotek"), NULL), STATUS_OK);
    assert_int_equal(a.result.count, 3);
    for (size_t i = 0; i < a.result.count; i++) {
        const struct search_hit *hit = &a.result.hits[i];
        assert_int_equal(hit->missing_count, 1);
        bool school = slice_equal(hit->id, SLICE("p/avsnitt"));
        assert_true(slice_equal(hit->missing[0], school ? SLICE("Skog") : SLICE("bibliotek")));
    }
    forget(&a);
    assert_int_equal(ask(&a, SLICE("skog mark"), NULL), STATUS_OK);
    assert_int_equal(a.result.hits[0].missing_count, 0);
    forget(&a);
    search_close(a.search);
}

static void counts_exactly(struct place *place)
{
    static const struct {
        const char *line;
        uint64_t total;
    } cases[] = {
        {"--count | handel", 3},
        {"--count | skog bibliotek", 0},
        {"--count --match=any | skog bibliotek", 3},
        {"--count --unique | fiskekvoter", 1},
        {"--count --linked=no | -zzz", 16},
        {"--count | -zzz", 17},
        {"--count --linked=only | -zzz", 1},
        {"--count | \"nationell samordnare\"", 2},
        {"--count --unit=section | -zzz", 19},
    };
    struct asked a = {.search = open_sample(place, "i", 0)};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(ask(&a, slice_of(cases[i].line), NULL), STATUS_OK);
        assert_true(a.result.counted);
        assert_int_equal(a.result.total, cases[i].total);
        forget(&a);
    }
    search_close(a.search);
}

static void has_hits_whatever_the_offset(struct place *place)
{
    struct asked a = {.search = open_sample(place, "i", 0)};
    assert_int_equal(ask(&a, SLICE("--offset=50 | skog"), NULL), STATUS_OK);
    assert_int_equal(a.result.count, 0);
    assert_true(a.result.any);
    forget(&a);
    search_close(a.search);
}

static void refuses(struct place *place)
{
    struct asked a = {.search = open_sample(place, "i", 0)};
    struct error error;
    assert_int_equal(ask(&a, SLICE("datum:2024-13"), &error), STATUS_USAGE);
    assert_non_null(strstr(error.text, "datum:2024-13: expected"));
    forget(&a);
    assert_int_equal(ask(&a, SLICE("... ??"), &error), STATUS_USAGE);
    forget(&a);
    search_close(a.search);
}

static void names_filters_that_mean_nothing(struct place *place)
{
    struct asked a = {.search = open_sample(place, "i", 0)};
    assert_int_equal(ask(&a, SLICE("avsändare:marsvinen"), NULL), STATUS_OK);
    assert_non_null(strstr(a.result.notes.data, "no such name"));
    forget(&a);
    assert_int_equal(ask(&a, SLICE("avsändare:departementet"), NULL), STATUS_OK);
    assert_non_null(strstr(a.result.notes.data, "which of these? Arbetsmarknadsdepartementet, "));
    forget(&a);
    assert_int_equal(ask(&a, SLICE("avsändare:utrikesdepartmentet"), NULL), STATUS_OK);
    assert_non_null(strstr(a.result.notes.data, "which of these? Utrikesdepartementet\n"));
    forget(&a);
    assert_int_equal(ask(&a, SLICE("typ:re"), NULL), STATUS_OK);
    assert_non_null(strstr(a.result.notes.data, "which of these? Regeringsuppdrag, Remiss"));
    forget(&a);
    search_close(a.search);
}

/* As many operands as a question may have: no query is too deep for that. */
static void survives_long_questions(struct place *place)
{
    static const char *const items[] = {"-a%d ",       "\"a b%d\" ", "\"a b%d\" OR ",
                                        "a%d NEAR/3 ", "=a%d AND ",  "(a%d OR -b) "};
    struct asked a = {.search = open_sample(place, "i", 0)};
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        struct buffer question = {0};
        struct slice item = slice_of(items[i]);
        size_t number = slice_find(item, SLICE("%d"), 0);
        for (int k = 0; k < LANGUAGE_OPERANDS_MAX / 2; k++) {
            buffer_slice(&question, slice_part(item, 0, number));
            buffer_format(&question, "%d", k);
            buffer_slice(&question, slice_part(item, number + 2, item.size));
        }
        buffer_text(&question, "slut");
        assert_int_equal(ask(&a, buffer_view(&question), NULL), STATUS_OK);
        forget(&a);
        buffer_free(&question);
    }
    search_close(a.search);
}

/* A writer that commits again and again makes a reader open the index anew. */
static void survives_commits(struct place *place)
{
    struct asked a = {.search = open_sample(place, "i", 0)};
    struct xc_index *writer;
    const char *path = place_path(place, "i");
    assert_int_equal(ask(&a, SLICE("skog"), NULL), STATUS_OK);
    forget(&a);
    assert_int_equal(xc_index_write(&writer, path, XC_WRITE_OPEN, NULL), XC_OK);
    for (int i = 0; i < 5; i++) {
        struct xc_document *document;
        assert_int_equal(xc_document_new(&document, NULL), XC_OK);
        for (int k = 0; k < 200; k++) {
            char term[24];
            int size = snprintf(term, sizeof term, "zz%d", i * 1000 + k);
            xc_document_add_term(document, xc_bytes_of(term, (size_t)size), 1, NULL);
        }
        assert_int_equal(xc_index_add(writer, document, NULL, NULL), XC_OK);
        xc_document_free(document);
        assert_int_equal(xc_index_delete(writer, xc_text("Qp/form2"), NULL), XC_OK);
        assert_int_equal(xc_index_commit(writer, NULL), XC_OK);
    }
    assert_int_equal(ask(&a, SLICE("skog"), NULL), STATUS_OK);
    assert_true(a.result.count >= 1);
    forget(&a);
    xc_index_close(writer);
    search_close(a.search);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(finds_what_is_asked),
        PLACE_TEST(plans_what_it_asks),
        PLACE_TEST(does_not_depend_on_docids),
        PLACE_TEST(weighs_names_where_they_stand),
        PLACE_TEST(sorts_by_date),
        PLACE_TEST(pages_make_the_list),
        PLACE_TEST(tells_what_is_missing),
        PLACE_TEST(counts_exactly),
        PLACE_TEST(has_hits_whatever_the_offset),
        PLACE_TEST(refuses),
        PLACE_TEST(names_filters_that_mean_nothing),
        PLACE_TEST(survives_long_questions),
        PLACE_TEST(survives_commits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
