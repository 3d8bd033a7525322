/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct swedish *swedish;
static struct schema_entry entry;

static int open_all(void **state)
{
    (void)state;
    return swedish_open(&swedish, NULL) == STATUS_OK ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    schema_entry_free(&entry);
    swedish_close(swedish);
    return 0;
}

static const struct schema_posting *find(const char *term)
{
    for (size_t i = 0; i < entry.posting_count; i++)
        if (slice_equal(entry.postings[i].term, slice_of(term)))
            return &entry.postings[i];
    return NULL;
}

static const struct schema_posting *stem_of(const char *prefix, const char *form)
{
    struct swedish_word word;
    struct buffer term = {0};
    swedish_word(swedish, slice_of(form), &word);
    buffer_text(&term, prefix);
    buffer_slice(&term, word.stem);
    const struct schema_posting *found = find(term.data);
    buffer_free(&term);
    return found;
}

static struct slice value_of(enum schema_slot slot)
{
    for (size_t i = 0; i < entry.value_count; i++)
        if (entry.values[i].slot == slot)
            return entry.values[i].bytes;
    return (struct slice){0};
}

static void build(const struct schema_inbound *inbound, size_t count)
{
    struct error error;
    assert_int_equal(schema_entry_build(&entry, swedish, &sample, inbound, count, &error),
                     STATUS_OK);
}

static void test_postings_are_sorted_and_once(void **state)
{
    (void)state;
    build(NULL, 0);
    for (size_t i = 1; i < entry.posting_count; i++)
        assert_true(slice_compare(entry.postings[i - 1].term, entry.postings[i].term) < 0);
    for (size_t i = 0; i < entry.posting_count; i++)
        for (size_t k = 1; k < entry.postings[i].position_count; k++)
            assert_true(entry.postings[i].positions[k - 1] < entry.postings[i].positions[k]);
}

static void test_words_of_a_page(void **state)
{
    (void)state;
    build(NULL, 0);
    const struct schema_posting *trade = stem_of("", "människohandel"),
                                *part = stem_of("", "handel");
    assert_non_null(trade);
    assert_non_null(part);
    assert_true(trade->position_count == 1 && part->position_count == 0);
    assert_true(part->wdf < trade->wdf);
    assert_non_null(stem_of(SCHEMA_PREFIX_INDIRECT, "handel"));
    assert_null(stem_of(SCHEMA_PREFIX_INDIRECT, "människohandel"));
    assert_non_null(find("Rmänniskohandel"));
    assert_int_equal(find("Rmänniskohandel")->wdf, 0);
    assert_non_null(stem_of("", "hbtqpersoner"));
    assert_non_null(find("sou 2023:98"));
    assert_non_null(find("XB=2000000"));
    assert_non_null(find("XB7:20"));
    assert_non_null(stem_of("", "ungdomsfrågor"));
    assert_non_null(stem_of(SCHEMA_PREFIX_TITLE, "stöd"));
    assert_null(stem_of(SCHEMA_PREFIX_TITLE, "människohandel"));
}

static void test_filters_and_values(void **state)
{
    (void)state;
    build(NULL, 0);
    const char *const terms[] = {"ASocialdepartementet",
                                 "ARegeringen",
                                 "TRegeringsuppdrag",
                                 "XCJämställdhet",
                                 "Y2025",
                                 "M202503",
                                 "XIdnr a2025/00608",
                                 "Ltal/2024/02/tal-om-varen",
                                 "Lcbss.org/safe",
                                 "Kpage",
                                 "XROOT/data",
                                 "Qregeringsuppdrag/2025/03/stod-till-kommuner"};
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        if (find(terms[i]) == NULL)
            print_error("missing: %s\n", terms[i]);
        assert_non_null(find(terms[i]));
    }
    assert_null(find("Ksingle"));
    assert_true(slice_equal(value_of(SCHEMA_SLOT_DATE), SLICE("20250314")));
    assert_true(slice_equal(value_of(SCHEMA_SLOT_UPDATED), SLICE("20250401")));
    assert_true(slice_starts(value_of(SCHEMA_SLOT_ORDER), SLICE("79740917regeringsuppdrag/")));
    assert_int_equal(value_of(SCHEMA_SLOT_DIGEST).size, 16);
    assert_true(slice_equal(value_of(SCHEMA_SLOT_RUN), SLICE("00000007")));
}

/* A month or a year is all that is known: the slots say so, and only whole terms are made. */
static void test_dates_in_part(void **state)
{
    (void)state;
    struct schema_document d = sample;
    d.published = SLICE("2024-05");
    d.updated = SLICE("2024");
    assert_int_equal(schema_entry_build(&entry, swedish, &d, NULL, 0, NULL), STATUS_OK);
    assert_true(slice_equal(value_of(SCHEMA_SLOT_DATE), SLICE("20240500")));
    assert_true(slice_equal(value_of(SCHEMA_SLOT_UPDATED), SLICE("20240000")));
    assert_non_null(find("M202405"));
    d.published = SLICE("2024");
    assert_int_equal(schema_entry_build(&entry, swedish, &d, NULL, 0, NULL), STATUS_OK);
    assert_true(slice_equal(value_of(SCHEMA_SLOT_DATE), SLICE("20240000")));
    assert_non_null(find("Y2024"));
    for (size_t i = 0; i < entry.posting_count; i++)
        assert_false(slice_starts(entry.postings[i].term, SLICE("M2")));
}

/* A referral's title ends with the number of what was referred, which is another page. */
static void test_a_referral_is_not_what_was_referred(void **state)
{
    (void)state;
    struct schema_document page = sample;
    struct error error;
    page.label = SLICE("SOU 2020:51");
    assert_int_equal(schema_entry_build(&entry, swedish, &page, NULL, 0, &error), STATUS_OK);
    assert_non_null(find("XIsou 2020:51"));
    page.title = SLICE("Remissammanställning av en ny lag");
    assert_int_equal(schema_entry_build(&entry, swedish, &page, NULL, 0, &error), STATUS_OK);
    assert_null(find("XIsou 2020:51"));
    page.title = SLICE("Remss av en ny lag");
    page.id = SLICE("remisser/2020/09/remss-av-en-ny-lag");
    assert_int_equal(schema_entry_build(&entry, swedish, &page, NULL, 0, &error), STATUS_OK);
    assert_null(find("XIsou 2020:51"));
    page.label = SLICE("Diarienummer: Ju2020/00608");
    assert_int_equal(schema_entry_build(&entry, swedish, &page, NULL, 0, &error), STATUS_OK);
    assert_non_null(find("XIdnr ju2020/00608"));
}

/* A phrase never goes from one paragraph into the next. */
static void test_paragraphs_stand_apart(void **state)
{
    (void)state;
    build(NULL, 0);
    const struct schema_posting *last = stem_of("", "människohandel"), *first = stem_of("", "unga");
    assert_true(first->positions[0] >= last->positions[0] + SCHEMA_PARAGRAPH_GAP);
}

static void test_links_to_a_page(void **state)
{
    (void)state;
    struct schema_inbound links[] = {{SLICE("a"), SLICE("Vägledning om vatten")},
                                     {SLICE("b"), SLICE("Stöd till kommuner")}};
    build(links, 2);
    const struct schema_posting *water = stem_of("", "vatten");
    assert_non_null(water);
    assert_int_equal(water->position_count, 0);
    assert_non_null(stem_of(SCHEMA_PREFIX_INDIRECT, "vatten"));
    assert_null(stem_of(SCHEMA_PREFIX_INDIRECT, "stöd"));
    assert_null(find("Rvatten"));
    size_t count = entry.posting_count;
    struct schema_inbound other[] = {links[1], links[0]};
    build(other, 2);
    assert_int_equal(entry.posting_count, count);
    assert_true(slice_equal(schema_link_title(links, 2), SLICE("Vägledning om vatten")));
    assert_true(slice_equal(schema_link_title(other, 2), SLICE("Vägledning om vatten")));
}

static void test_sections(void **state)
{
    (void)state;
    struct error error;
    assert_int_equal(schema_section_count(&sample), 3);
    assert_int_equal(schema_entry_section(&entry, swedish, &sample, 1, &error), STATUS_OK);
    assert_non_null(find("XQregeringsuppdrag/2025/03/stod-till-kommuner#1"));
    assert_non_null(find("Ksection"));
    assert_non_null(stem_of(SCHEMA_PREFIX_SECTION, "unga"));
    assert_null(stem_of(SCHEMA_PREFIX_SECTION, "kontakt"));
    /* The title and the lead stand around it, lightly. */
    const struct schema_posting *own = stem_of(SCHEMA_PREFIX_SECTION, "unga");
    const struct schema_posting *lead = stem_of(SCHEMA_PREFIX_SECTION, "människohandel");
    assert_true(lead != NULL && lead->wdf < own->wdf && lead->positions == NULL);
    assert_null(stem_of("", "unga"));
    assert_int_equal(schema_entry_section(&entry, swedish, &sample, 3, &error), STATUS_NOT_FOUND);
}

static void test_a_heading_first_names_the_first_section(void **state)
{
    (void)state;
    struct schema_document d = sample;
    d.blocks = sample.blocks + 1;
    d.block_count = 2;
    assert_int_equal(schema_section_count(&d), 1);
    d.block_count = 0;
    assert_int_equal(schema_section_count(&d), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_postings_are_sorted_and_once),
        cmocka_unit_test(test_words_of_a_page),
        cmocka_unit_test(test_filters_and_values),
        cmocka_unit_test(test_dates_in_part),
        cmocka_unit_test(test_a_referral_is_not_what_was_referred),
        cmocka_unit_test(test_paragraphs_stand_apart),
        cmocka_unit_test(test_links_to_a_page),
        cmocka_unit_test(test_sections),
        cmocka_unit_test(test_a_heading_first_names_the_first_section),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
