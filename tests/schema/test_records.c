/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct swedish *swedish;
static struct schema_codec *codec;

static int open_all(void **state)
{
    (void)state;
    codec = schema_codec_new();
    return swedish_open(&swedish, NULL) == STATUS_OK ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    swedish_close(swedish);
    schema_codec_free(codec);
    return 0;
}

static void assert_same(struct slice a, struct slice b)
{
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
}

static void assert_names(struct schema_names a, struct schema_names b)
{
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++)
        assert_same(a.items[i], b.items[i]);
}

static void write_sample(struct buffer *record)
{
    struct error error;
    assert_int_equal(schema_record_write(codec, swedish, &sample, NULL, 0, record, &error),
                     STATUS_OK);
}

static void test_a_document_comes_back_whole(void **state)
{
    (void)state;
    struct buffer record = {0};
    struct schema_document d;
    struct error error;
    write_sample(&record);
    assert_int_equal(schema_record_read(codec, buffer_view(&record), &d, &error), STATUS_OK);
    assert_same(d.id, sample.id);
    assert_same(d.url, sample.url);
    assert_same(d.path, sample.path);
    assert_same(d.source, sample.source);
    assert_same(d.title, sample.title);
    assert_same(d.label, sample.label);
    assert_same(d.published, sample.published);
    assert_same(d.updated, sample.updated);
    assert_same(d.summary, sample.summary);
    assert_names(d.types, sample.types);
    assert_names(d.senders, sample.senders);
    assert_names(d.categories, sample.categories);
    assert_int_equal(d.block_count, sample.block_count);
    for (size_t i = 0; i < d.block_count; i++) {
        assert_int_equal(d.blocks[i].kind, sample.blocks[i].kind);
        assert_int_equal(d.blocks[i].level, sample.blocks[i].level);
        assert_same(d.blocks[i].text, sample.blocks[i].text);
    }
    assert_int_equal(d.link_count, sample.link_count);
    for (size_t i = 0; i < d.link_count; i++) {
        assert_same(d.links[i].target, sample.links[i].target);
        assert_same(d.links[i].words, sample.links[i].words);
        assert_int_equal(d.links[i].shortcut, sample.links[i].shortcut);
        assert_int_equal(d.links[i].outside, sample.links[i].outside);
    }
    assert_int_equal(d.attachment_count, 1);
    assert_same(d.attachments[0].url, sample.attachments[0].url);
    assert_true(d.page_digest == sample.page_digest && d.list_digest == sample.list_digest);
    assert_int_equal(d.run, sample.run);
    assert_false(d.link_only);
    buffer_free(&record);
}

static void describe(const struct schema_word *w, struct buffer *out)
{
    struct swedish_word word;
    if (w->id != SWEDISH_UNKNOWN) {
        swedish_word_at(swedish, w->id, &word);
        buffer_slice(out, word.form);
    } else {
        buffer_slice(out, w->form);
        schema_word_analysis(w, &word);
    }
}

enum { RUN_MAX = 3 };

/* As many words as come in runs of at most `run`. */
static void read_runs(struct schema_words *words, size_t run, struct buffer *out)
{
    uint32_t ids[RUN_MAX];
    size_t count;
    while (run > 0 && (count = schema_words_run(words, ids, run)) > 0)
        for (size_t i = 0; i < count; i++) {
            buffer_char(out, ' ');
            describe(&(struct schema_word){.id = ids[i]}, out);
        }
}

static void read_words(struct slice record, size_t run, struct buffer *out)
{
    static const char *const marks[] = {
        [WORDS_SENTENCE] = " .", [WORDS_PARAGRAPH] = " |", [WORDS_HEADING] = " #",
        [WORDS_TITLE] = " !",    [WORDS_TYPE] = " ^",      [WORDS_LINK] = " >"};
    struct schema_words words;
    struct schema_word w;
    schema_words_open(&words, record);
    for (;;) {
        read_runs(&words, run, out);
        if (schema_words_next(&words, &w) == WORDS_END)
            break;
        if (w.kind == WORDS_WORD) {
            buffer_char(out, ' ');
            describe(&w, out);
        } else if (w.kind == WORDS_ALSO) {
            buffer_format(out, " (-%u ", w.back);
            describe(&w, out);
            buffer_char(out, ')');
        } else {
            buffer_text(out, marks[w.kind]);
        }
    }
}

static void test_words_in_order(void **state)
{
    (void)state;
    struct buffer record = {0}, got = {0};
    write_sample(&record);
    read_words(buffer_view(&record), 0, &got);
    assert_non_null(strstr(got.data, " ! stöd till kommuner diarienummer"));
    assert_non_null(
        strstr(got.data, "får 2000000 (-0 2000000) kronor för arbete mot människohandel |"));
    assert_non_null(strstr(got.data, "| # unga hbtq (-0 hbtqpersoner) personer |"));
    assert_non_null(strstr(got.data, "sou (-0 sou 2023:98) 2023:98 . det gäller hela landet |"));
    assert_non_null(strstr(got.data, "ungdomsfrågor)"));
    buffer_free(&record);
    buffer_free(&got);
}

/* Behind the document's own words, the order of links not mattering, what many say first. */
static void test_what_it_is_called(void **state)
{
    (void)state;
    const struct schema_inbound links[] = {{SLICE("a"), SLICE("Läs mer")},
                                           {SLICE("b"), SLICE("Pressmeddelande: Kommunernas stöd")},
                                           {SLICE("c"), SLICE(" ")},
                                           {SLICE("d"), SLICE("Kommunernas stöd")}};
    const struct schema_inbound other[] = {links[3], links[2], links[0], links[1]};
    const size_t count = sizeof links / sizeof links[0];
    struct buffer record = {0}, again = {0}, got = {0};
    assert_int_equal(schema_record_write(codec, swedish, &sample, links, count, &record, NULL),
                     STATUS_OK);
    assert_int_equal(schema_record_write(codec, swedish, &sample, other, count, &again, NULL),
                     STATUS_OK);
    assert_same(buffer_view(&record), buffer_view(&again));
    read_words(buffer_view(&record), 0, &got);
    const char *called = " ^ uppdrag regeringsuppdrag | > kommunernas stöd | > läs mer |";
    assert_true(slice_ends(buffer_view(&got), slice_of(called)));
    buffer_clear(&again);
    buffer_clear(&got);
    schema_words_section(buffer_view(&record), 2, &again);
    read_words(buffer_view(&again), 0, &got);
    assert_null(strstr(got.data, "^"));
    assert_null(strstr(got.data, ">"));
    assert_non_null(strstr(got.data, "kontakt"));
    buffer_free(&record);
    buffer_free(&again);
    buffer_free(&got);
}

static void assert_analysed(const struct schema_word *w, size_t *parts)
{
    struct swedish_word found, wanted;
    swedish_word(swedish, w->form, &wanted);
    assert_true(schema_word_analysis(w, &found));
    assert_int_equal(found.stem_id, wanted.stem_id);
    if (wanted.stem_id == SWEDISH_UNKNOWN)
        assert_same(found.stem, wanted.stem);
    assert_int_equal(found.part_count, wanted.part_count);
    for (size_t i = 0; i < wanted.part_count; i++) {
        assert_int_equal(found.part_ids[i], wanted.part_ids[i]);
        if (wanted.part_ids[i] == SWEDISH_UNKNOWN)
            assert_same(found.parts[i], wanted.parts[i]);
    }
    *parts += wanted.part_count;
}

/* Words that the lexicon lacks bring their stems and parts; what is no word does not. */
static void test_unknown_words_are_analysed(void **state)
{
    (void)state;
    const struct schema_block block = {
        .kind = BLOCK_PARAGRAPH,
        .text = SLICE("Björkskogsbrevet om frobblor vid 12,5 grader i kattmyndigheternas hus.")};
    const struct schema_document d = {.id = SLICE("a"), .blocks = &block, .block_count = 1};
    struct buffer record = {0};
    struct schema_words words;
    struct schema_word w;
    size_t unknown = 0, parts = 0, others = 0;
    assert_int_equal(schema_record_write(codec, swedish, &d, NULL, 0, &record, NULL), STATUS_OK);
    schema_words_open(&words, buffer_view(&record));
    while (schema_words_next(&words, &w) != WORDS_END) {
        if (w.kind != WORDS_WORD || w.id != SWEDISH_UNKNOWN)
            continue;
        if (w.token == SWEDISH_WORD) {
            assert_analysed(&w, &parts);
            unknown++;
        } else {
            struct swedish_word none;
            assert_false(schema_word_analysis(&w, &none));
            others++;
        }
    }
    assert_int_equal(unknown, 3);
    assert_true(parts >= 4);
    assert_int_equal(others, 1);
    buffer_free(&record);
}

static void test_words_in_runs(void **state)
{
    (void)state;
    struct buffer record = {0}, one = {0}, runs = {0};
    write_sample(&record);
    read_words(buffer_view(&record), 0, &one);
    for (size_t run = 1; run <= RUN_MAX; run++) {
        buffer_clear(&runs);
        read_words(buffer_view(&record), run, &runs);
        assert_string_equal(runs.data, one.data);
    }
    buffer_free(&record);
    buffer_free(&one);
    buffer_free(&runs);
}

/* Whatever bytes a record holds, reading it ends, within it. */
static void test_damaged_records(void **state)
{
    (void)state;
    struct buffer record = {0}, got = {0};
    struct schema_document d;
    write_sample(&record);
    srand(2);
    for (int round = 0; round < 4000; round++) {
        size_t size = (size_t)rand() % record.size;
        char *bytes = base_alloc(record.size); /* its own block, so that a step beyond is seen */
        memcpy(bytes, record.data, record.size);
        bool cut = round % 2 == 0;
        if (!cut)
            bytes[size] = (char)(rand() & 0xFF);
        struct slice damaged = {.data = bytes, .size = cut ? size : record.size};
        enum status status = schema_record_read(codec, damaged, &d, NULL);
        assert_true(status == STATUS_OK || status == STATUS_CORRUPT);
        if (cut)
            assert_int_equal(status, STATUS_CORRUPT);
        buffer_clear(&got);
        read_words(damaged, (size_t)round % (RUN_MAX + 1), &got);
        free(bytes);
    }
    assert_int_equal(schema_record_read(codec, SLICE(""), &d, NULL), STATUS_CORRUPT);
    buffer_free(&record);
    buffer_free(&got);
}

static void test_shown(void **state)
{
    (void)state;
    struct buffer out = {0};
    schema_shown_title(&sample, &out);
    assert_string_equal(out.data, "Stöd till kommuner, Diarienummer: A2025/00608");
    buffer_clear(&out);
    schema_shown_text(SLICE("  ett\xC2\xA0 rum\n\tmed\xE2\x80\x8B "), &out);
    assert_string_equal(out.data, "ett rum med");
    buffer_clear(&out);
    schema_anchor(SLICE("Kartläggning: våld & ÖVRIGT 2025"), &out);
    assert_string_equal(out.data, "kartlaggning-vald-ovrigt-2025");
    buffer_free(&out);
    char date[11];
    struct schema_document d = sample;
    assert_true(schema_shown_date(&d, date));
    assert_string_equal(date, "2025-03-14");
    d.published = SLICE("2024-05");
    assert_true(schema_shown_date(&d, date));
    assert_string_equal(date, "2024-05");
    d.published = SLICE("2024");
    assert_true(schema_shown_date(&d, date));
    assert_string_equal(date, "2024");
    d.published = (struct slice){0};
    assert_true(schema_shown_date(&d, date));
    assert_string_equal(date, "2025-03");
    d.id = SLICE("ud-avrader/iran");
    assert_false(schema_shown_date(&d, date));
    assert_string_equal(date, "");
}

static void test_stamp(void **state)
{
    (void)state;
    struct buffer stamp = {0};
    struct error error;
    schema_stamp(swedish, &stamp);
    assert_int_equal(schema_stamp_check(swedish, buffer_view(&stamp), "I", &error), STATUS_OK);
    assert_null(strchr(stamp.data, '\n'));
    assert_int_equal(schema_stamp_check(swedish, SLICE(""), "I", &error), STATUS_FOREIGN);
    buffer_text(&stamp, "x");
    assert_int_equal(schema_stamp_check(swedish, buffer_view(&stamp), "I", &error), STATUS_FOREIGN);
    assert_non_null(strstr(error.text, "--rebuild"));
    buffer_free(&stamp);
}

static void test_stamps_tell_the_analysis(void **state)
{
    (void)state;
    struct error error;
    for (int i = 0; i < SWEDISH_ANALYSES; i++) {
        struct swedish *other;
        struct buffer stamp = {0};
        assert_int_equal(swedish_open_as(&other, (enum swedish_analysis)i, &error), STATUS_OK);
        schema_stamp(other, &stamp);
        assert_int_equal(schema_stamp_analysis(buffer_view(&stamp)), i);
        assert_int_equal(schema_stamp_check(swedish, buffer_view(&stamp), "I", &error),
                         i == SWEDISH_FULL ? STATUS_OK : STATUS_FOREIGN);
        if (i != SWEDISH_FULL)
            assert_non_null(strstr(error.text, "--rebuild --analysis=full"));
        buffer_free(&stamp);
        swedish_close(other);
    }
    assert_int_equal(schema_stamp_analysis(SLICE("lupp; analysis none; x")), SWEDISH_FULL);
    assert_int_equal(schema_stamp_analysis(SLICE("")), SWEDISH_FULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_document_comes_back_whole),
        cmocka_unit_test(test_words_in_order),
        cmocka_unit_test(test_what_it_is_called),
        cmocka_unit_test(test_unknown_words_are_analysed),
        cmocka_unit_test(test_words_in_runs),
        cmocka_unit_test(test_damaged_records),
        cmocka_unit_test(test_shown),
        cmocka_unit_test(test_stamp),
        cmocka_unit_test(test_stamps_tell_the_analysis),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
