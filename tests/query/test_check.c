/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Leaves of questions held against the words of a record, whole or a section of it. */
#include "check.h"
#include "language.h"
#include "question.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct swedish *swedish;
static struct buffer record;

static const struct schema_block blocks[] = {
    {.kind = BLOCK_PARAGRAPH, .text = {.data = "Inledning om nato.", .size = 18}},
    {.kind = BLOCK_HEADING, .level = 2, .text = {.data = "Mobiler", .size = 7}},
    {.kind = BLOCK_PARAGRAPH,
     .text = {.data = "Rektorn samlar in telefoner varje dag.", .size = 38}},
    {.kind = BLOCK_PARAGRAPH, .text = {.data = "Dag efter dag.", .size = 14}},
    {.kind = BLOCK_HEADING, .level = 2, .text = {.data = "Stöd", .size = 5}},
    {.kind = BLOCK_PARAGRAPH, .text = {.data = "Till hbtq-personer i nato.", .size = 26}},
};

static const struct schema_document document = {
    .id = {.data = "p", .size = 1},
    .title = {.data = "Rektorn och nato", .size = 16},
    .blocks = blocks,
    .block_count = sizeof blocks / sizeof blocks[0],
};

static int setup(void **state)
{
    (void)state;
    struct schema_codec *codec = schema_codec_new();
    enum status status = swedish_open(&swedish, NULL);
    if (status == STATUS_OK)
        status = schema_record_write(codec, swedish, &document, NULL, 0, &record, NULL);
    schema_codec_free(codec);
    return status != STATUS_OK;
}

static int teardown(void **state)
{
    (void)state;
    swedish_close(swedish);
    buffer_free(&record);
    return 0;
}

static bool holds(const char *asked, int32_t section)
{
    struct language_tree tree;
    struct question question;
    assert_int_equal(language_parse(&tree, slice_of(asked), NULL), STATUS_OK);
    question_read(&question, swedish, tree.root, NULL);
    assert_non_null(question.root);
    struct check *check = check_new(swedish, question.root);
    bool result = check_holds(check, buffer_view(&record), section);
    check_free(check);
    question_free(&question);
    language_free(&tree);
    return result;
}

static void test_leaves(void **state)
{
    (void)state;
    static const struct {
        const char *asked;
        int32_t section;
        bool wanted;
    } cases[] = {
        {"\"samlar in telefoner\"", CHECK_PAGE, true},
        {"\"samlar telefoner\"", CHECK_PAGE, false},
        {"\"varje dag dag\"", CHECK_PAGE, false}, /* across paragraphs */
        {"=\"Rektorn samlar\"", CHECK_PAGE, true},
        {"=\"rektorn samla\"", CHECK_PAGE, false},
        {"titel:\"rektorn och nato\"", CHECK_PAGE, true},
        {"text:\"rektorn och nato\"", CHECK_PAGE, false},
        {"titel:telefoner", CHECK_PAGE, false},
        {"text:telefoner", CHECK_PAGE, true},
        {"telef*", CHECK_PAGE, true},
        {"titel:telef*", CHECK_PAGE, false},
        {"titel:rek*", CHECK_PAGE, true},
        {"\"hbtq-personer i nato\"", CHECK_PAGE, true},
        {"\"hbtqpersoner\"", CHECK_PAGE, true},
        {"samlar NEAR/2 telefoner", CHECK_PAGE, true},
        {"telefoner NEAR/2 samlar", CHECK_PAGE, true},
        {"samlar NEAR/1 telefoner", CHECK_PAGE, false},
        {"\"samlar in\" NEAR/1 telefoner", CHECK_PAGE, true},
        {"rektorn NEAR/1 \"varje dag\"", CHECK_PAGE, false},
        {"varje NEAR/5 efter", CHECK_PAGE, false},
        {"(finns OR samlar) NEAR/2 telefoner", CHECK_PAGE, true},
        {"\"nato\"", 0, true},
        {"\"nato\"", 1, false},
        {"\"nato\"", 2, true},
        {"\"mobiler\"", 1, true},
        {"\"mobiler\"", 2, false},
        {"\"rektorn och nato\"", 0, false}, /* the title is no section's */
        {"titel:\"rektorn och nato\"", 2, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (holds(cases[i].asked, cases[i].section) != cases[i].wanted)
            fail_msg("%s in %d", cases[i].asked, (int)cases[i].section);
}

static void print_section(uint32_t section, struct buffer *out)
{
    struct buffer cut = {0};
    struct schema_words words;
    struct schema_word w = {0};
    schema_words_section(buffer_view(&record), section, &cut);
    schema_words_open(&words, buffer_view(&cut));
    while (schema_words_next(&words, &w) != WORDS_END) {
        struct swedish_word word = {.form = w.form};
        if (w.kind == WORDS_WORD && w.id != SWEDISH_UNKNOWN)
            swedish_word_at(swedish, w.id, &word);
        if (w.kind == WORDS_WORD)
            buffer_format(out, "%.*s ", (int)word.form.size, word.form.data);
        if (w.kind == WORDS_PARAGRAPH)
            buffer_text(out, "/ ");
        if (w.kind == WORDS_HEADING)
            buffer_text(out, "# ");
    }
    buffer_free(&cut);
}

static void test_sections_are_cut_out(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "inledning om nato / ",
        "# mobiler / rektorn samlar in telefoner varje dag / dag efter dag / ",
        "# stöd / till hbtq personer i nato / ", ""};
    for (uint32_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct buffer got = {0};
        buffer_reserve(&got, 1);
        print_section(i, &got);
        buffer_text(&got, "");
        assert_string_equal(got.data, wanted[i]);
        buffer_free(&got);
    }
}

/* Any bytes are a record that ends early. */
static void test_damaged_records(void **state)
{
    (void)state;
    struct buffer damaged = {0};
    struct buffer whole = record;
    for (size_t i = 0; i < whole.size; i++) {
        buffer_clear(&damaged);
        buffer_append(&damaged, whole.data, whole.size);
        damaged.data[i] = (char)~damaged.data[i];
        record = damaged;
        holds("\"samlar in telefoner\"", 1);
        holds("samlar NEAR/2 telefoner", CHECK_PAGE);
        damaged = record;
    }
    record = whole;
    buffer_free(&damaged);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_leaves),
        cmocka_unit_test(test_sections_are_cut_out),
        cmocka_unit_test(test_damaged_records),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
