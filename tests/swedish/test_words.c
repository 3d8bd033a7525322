/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyser.h"
#include "lexicon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct slice stem_of(struct slice form, char *memory, size_t size)
{
    struct swedish_word word;
    swedish_word(swedish, form, &word);
    assert_true(word.stem.size > 0 && word.stem.size <= size);
    memcpy(memory, word.stem.data, word.stem.size);
    return (struct slice){.data = memory, .size = word.stem.size};
}

/* ---- words ------------------------------------------------------------------------------------
 */

static void known_words_have_numbers(void **state)
{
    (void)state;
    struct swedish_word word, again;
    uint32_t count = swedish_lexicon_count();
    assert_true(count > 100000);
    for (uint32_t id = 0; id < count; id += 997) {
        swedish_word_at(swedish, id, &word);
        swedish_word(swedish, word.form, &again);
        assert_int_equal(again.id, id);
        assert_int_equal(again.stem_id, word.stem_id);
        assert_true(slice_equal(again.stem, word.stem));
        assert_true((word.flags & SWEDISH_KNOWN) != 0);
    }
    swedish_word(swedish, SLICE("xyzzyqvist"), &word);
    assert_int_equal(word.id, SWEDISH_UNKNOWN);
    assert_int_equal(word.flags, 0);
}

/* What is compiled in is what the rules say of the form today. */
static void rules_agree_with_the_lexicon(void **state)
{
    (void)state;
    struct conflater *conflater;
    struct splitter *splitter;
    struct buffer stem = {0};
    assert_int_equal(conflater_open(&conflater, lexicon_compiled(), NULL), STATUS_OK);
    assert_int_equal(splitter_open(&splitter, lexicon_compiled(), conflater, NULL), STATUS_OK);
    for (uint32_t id = 0; id < swedish_lexicon_count(); id += 61) {
        struct swedish_word word;
        struct compound compound;
        swedish_word_at(swedish, id, &word);
        buffer_clear(&stem);
        conflate_stem(conflater, word.form, &stem);
        assert_true(slice_equal(buffer_view(&stem), word.stem));
        compound_split(splitter, word.form, &compound);
        assert_int_equal(compound.stem_count, word.part_count);
        for (size_t i = 0; i < word.part_count; i++)
            assert_true(slice_equal(compound.stems[i], word.parts[i]));
    }
    buffer_free(&stem);
    splitter_close(splitter);
    conflater_close(conflater);
}

static void expect_same(const char *a, const char *b, bool same)
{
    char memory[2][2 * SWEDISH_TOKEN_MAX];
    struct slice x = stem_of(slice_of(a), memory[0], sizeof memory[0]);
    struct slice y = stem_of(slice_of(b), memory[1], sizeof memory[1]);
    if (slice_equal(x, y) != same)
        fail_msg("%s (%.*s), %s (%.*s)", a, (int)x.size, x.data, b, (int)y.size, y.data);
}

/* Words made up here, which no list has. */
static void unknown_compounds_are_inflected_by_their_last_part(void **state)
{
    (void)state;
    expect_same("björkskogsbrevet", "björkskogsbrev", true);
    expect_same("björkskogsbrevens", "björkskogsbrev", true);
    expect_same("kattmyndigheternas", "kattmyndighet", true);
    expect_same("granstrategin", "granstrategier", true);
    expect_same("kvistböckerna", "kvistbok", true);
    expect_same("lodjursmännen", "lodjursman", true);
    expect_same("björkskogsbrev", "björkskog", false);
}

static void unknown_compounds_have_parts(void **state)
{
    (void)state;
    char memory[2 * SWEDISH_TOKEN_MAX];
    struct swedish_word word;
    struct slice letter = stem_of(SLICE("brev"), memory, sizeof memory);
    swedish_word(swedish, SLICE("björkskogsbrevet"), &word);
    assert_int_equal(word.id, SWEDISH_UNKNOWN);
    assert_true(word.part_count >= 2 && word.part_count <= SWEDISH_PARTS_MAX);
    assert_true(slice_equal(word.parts[word.part_count - 1], letter));
    assert_int_not_equal(word.part_ids[word.part_count - 1], SWEDISH_UNKNOWN);
}

/* A word's stem does not depend on the words met before it, nor on how many were. */
static void memory_changes_nothing(void **state)
{
    (void)state;
    static const char *const forms[] = {"björkskogsbrevet", "kattmyndigheternas", "xyzzyqvists"};
    char before[3][2 * SWEDISH_TOKEN_MAX], after[2 * SWEDISH_TOKEN_MAX];
    struct slice stems[3];
    for (size_t i = 0; i < 3; i++)
        stems[i] = stem_of(slice_of(forms[i]), before[i], sizeof before[i]);
    for (int i = 0; i < 40000; i++) {
        char form[32];
        struct swedish_word word;
        snprintf(form, sizeof form, "brev%c%c%c%cskogen", 'a' + i % 26, 'a' + i / 26 % 26,
                 'a' + i / 676 % 26, 'a' + i / 17576 % 26);
        swedish_word(swedish, slice_of(form), &word);
    }
    for (size_t i = 0; i < 3; i++)
        assert_true(slice_equal(stems[i], stem_of(slice_of(forms[i]), after, sizeof after)));
}

static void small_words_are_nobodys_stem(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"villa", "vill"}, {"jaga", "jag"},    {"tillsats", "tills"}, {"ficka", "fick"},
        {"hare", "har"},   {"härligt", "här"}, {"överhet", "över"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        expect_same(pairs[i][0], pairs[i][1], false);
    expect_same("tagit", "ta", true);
    expect_same("göras", "göra", true);
}

static void nouns_in_at_are_no_participles(void **state)
{
    (void)state;
    static const char *const same[][2] = {{"soldat", "soldaterna"},
                                          {"mandat", "mandatets"},
                                          {"format", "formaten"},
                                          {"deltidssoldater", "deltidssoldaten"},
                                          {"provresultat", "provresultaten"},
                                          {"öka", "ökat"}};
    static const char *const apart[][2] = {
        {"soldat", "sold"}, {"sold", "sol"}, {"format", "form"}, {"mandat", "mandel"}};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        expect_same(same[i][0], same[i][1], true);
    for (size_t i = 0; i < sizeof apart / sizeof apart[0]; i++)
        expect_same(apart[i][0], apart[i][1], false);
}

/* Of words that the list lacks too. */
static void the_genitive_changes_nothing(void **state)
{
    (void)state;
    static const char *const forms[][2] = {{"björkplockare", "björkplockares"},
                                           {"blårensdemonstratörer", "blårensdemonstratörers"},
                                           {"kattskötarna", "kattskötarnas"}};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        expect_same(forms[i][0], forms[i][1], true);
}

/* An exception that keeps a noun apart from a verb makes it a noun. */
static void exceptions_can_be_last_parts(void **state)
{
    (void)state;
    struct swedish_word word;
    swedish_word(swedish, SLICE("byggnadsnämnden"), &word);
    assert_int_equal(word.part_count, 2);
    assert_true(slice_equal(word.parts[1], SLICE("nämnd")));
    swedish_word(swedish, SLICE("parlamentsvalet"), &word);
    assert_int_equal(word.part_count, 2);
    assert_true(slice_equal(word.parts[1], SLICE("val")));
}

/* "part part", or "-" for a word that is none. */
static void expect_parts(const char *form, const char *wanted)
{
    struct swedish_word word;
    struct buffer got = {0};
    swedish_word(swedish, slice_of(form), &word);
    for (size_t i = 0; i < word.part_count; i++)
        buffer_format(&got, "%s%.*s", i > 0 ? " " : "", (int)word.parts[i].size,
                      word.parts[i].data);
    if (got.size == 0)
        buffer_text(&got, "-");
    if (strcmp(got.data, wanted) != 0)
        fail_msg("%s: %s, not %s", form, got.data, wanted);
    buffer_free(&got);
}

static void verbs_are_taken_apart_where_they_are_put_together(void **state)
{
    (void)state;
    expect_parts("presenteras", "-");
    expect_parts("tillhandahållandet", "-");
    expect_parts("uppmärksammade", "-");
    expect_same("tillhandahållandet", "tillhandahålla", true);
    expect_same("uppmärksammade", "uppmärksamma", true);
    expect_same("orsakade", "orsaka", true);
    expect_same("röd", "röja", false);
}

static void an_s_between_parts_links(void **state)
{
    (void)state;
    expect_parts("jordbruksvaror", "jord bruk jordbruk varor");
    expect_parts("elsäkerhetslagen", "el säker elsäker lag");
    expect_parts("brottsskadelagen", "brott skada brottsskada lag");
    expect_parts("flygskatten", "flyg skatt");
    expect_same("elsäkerhetslagen", "elsäkerhetslag", true);
}

static void odd_forms_are_their_own_stem(void **state)
{
    (void)state;
    static const char *const forms[] = {"2023:98", "1,5", "a", "t.ex", "x2y", "ii", "\xC3\xA5"};
    char memory[2 * SWEDISH_TOKEN_MAX];
    struct swedish_word word;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct slice form = slice_of(forms[i]);
        assert_true(slice_equal(stem_of(form, memory, sizeof memory), form));
    }
    swedish_word(swedish, SLICE(""), &word);
    assert_int_equal(word.stem.size, 0);
    char longest[SWEDISH_TOKEN_MAX + 1];
    memset(longest, 's', sizeof longest);
    for (size_t size = 60; size <= sizeof longest; size++) {
        swedish_word(swedish, (struct slice){.data = longest, .size = size}, &word);
        assert_true(word.stem.size > 0 && word.stem.size <= size);
    }
}

/* ---- stop words, counts, words without dots, grams --------------------------------------------
 */

static unsigned flags_of(const char *form)
{
    struct swedish_word word;
    swedish_word(swedish, slice_of(form), &word);
    return word.flags & (SWEDISH_STOP | SWEDISH_QUESTION);
}

static void small_words_are_marked(void **state)
{
    (void)state;
    static const char *const stop[] = {"och", "att", "för", "som", "enligt", "skulle", "t.ex"};
    static const char *const question[] = {"vad", "vilka", "hur", "kan", "finns", "varför"};
    static const char *const neither[] = {"handel", "regeringen", "mars", "sverige", "inför"};
    for (size_t i = 0; i < sizeof stop / sizeof stop[0]; i++)
        assert_int_equal(flags_of(stop[i]), SWEDISH_STOP);
    for (size_t i = 0; i < sizeof question / sizeof question[0]; i++)
        assert_int_equal(flags_of(question[i]), SWEDISH_STOP | SWEDISH_QUESTION);
    for (size_t i = 0; i < sizeof neither / sizeof neither[0]; i++)
        assert_int_equal(flags_of(neither[i]), 0);
}

static void counts_fall_with_numbers(void **state)
{
    (void)state;
    uint32_t last = UINT32_MAX, occurrences, documents;
    for (uint32_t id = 0; id < swedish_lexicon_count(); id += 101) {
        struct swedish_word word;
        swedish_word_at(swedish, id, &word);
        swedish_lexicon_counts(word.form, &occurrences, &documents);
        assert_true(occurrences <= last && documents <= occurrences);
        last = occurrences;
    }
    swedish_lexicon_counts(SLICE("xyzzyqvist"), &occurrences, &documents);
    assert_int_equal(occurrences + documents, 0);
}

struct found {
    struct buffer text;
    size_t count, stop_after;
};

static int keep(void *user, struct slice form)
{
    struct found *f = user;
    buffer_slice(&f->text, form);
    buffer_char(&f->text, ' ');
    return ++f->count == f->stop_after;
}

static void undotted_words_are_found(void **state)
{
    (void)state;
    struct found f = {.stop_after = 0};
    swedish_undotted_each(SLICE("manniskohandel"), keep, &f);
    assert_string_equal(f.text.data, "människohandel ");
    buffer_clear(&f.text);
    swedish_undotted_each(SLICE("människohandel"), keep, &f);
    swedish_undotted_each(SLICE("xyzzyqvist"), keep, &f);
    assert_int_equal(f.text.size, 0);
    f = (struct found){.text = f.text, .stop_after = 1};
    swedish_undotted_each(SLICE("for"), keep, &f);
    assert_string_equal(f.text.data, "för ");
    buffer_free(&f.text);
}

static void grams_are_four_letters(void **state)
{
    (void)state;
    uint32_t grams[8], others[8];
    assert_int_equal(swedish_grams(SLICE("år"), grams, 8), 1);
    assert_int_equal(swedish_grams(SLICE("vård"), grams, 8), 3);
    assert_int_equal(swedish_grams(SLICE("sjukvård"), others, 8), 7);
    assert_int_equal(grams[2], others[6]); /* "ård_" */
    assert_int_not_equal(grams[0], others[4]);
    assert_int_equal(swedish_grams(SLICE("sjukvård"), others, 2), 2);
    assert_int_equal(swedish_grams(SLICE(""), others, 8), 1);
}

static float idf_of_last(const char *form)
{
    uint32_t grams[SWEDISH_TOKEN_MAX];
    size_t count = swedish_grams(slice_of(form), grams, SWEDISH_TOKEN_MAX);
    return swedish_gram_idf(grams[count - 1]);
}

static void common_grams_weigh_less(void **state)
{
    (void)state;
    assert_true(idf_of_last("regeringen") < 1);
    assert_true(idf_of_last("regeringen") < idf_of_last("handel"));
    assert_true(idf_of_last("handel") < idf_of_last("xyzzyq"));
    assert_true(idf_of_last("xyzzyq") < 12);
}

/* Each number stands for one gram, and each form's list is that of its letters. */
static void grams_of_the_lexicon_are_numbered(void **state)
{
    (void)state;
    uint32_t *gram_of = base_calloc(swedish_gram_count(), sizeof *gram_of);
    for (uint32_t id = 0; id < swedish_lexicon_count(); id++) {
        struct swedish_word word;
        struct swedish_brief brief;
        uint32_t grams[SWEDISH_TOKEN_MAX];
        swedish_word_at(swedish, id, &word);
        swedish_briefs_at(swedish, &id, 1, &brief);
        assert_int_equal(brief.gram_count, swedish_grams(word.form, grams, SWEDISH_TOKEN_MAX));
        for (size_t i = 0; i < brief.gram_count; i++) {
            assert_int_equal(brief.grams[i], swedish_gram_number(grams[i]));
            assert_true(brief.grams[i] < swedish_gram_count());
            assert_true(gram_of[brief.grams[i]] == 0 || gram_of[brief.grams[i]] == grams[i]);
            gram_of[brief.grams[i]] = grams[i];
        }
    }
    uint32_t unseen;
    for (uint32_t i = 0; i < swedish_gram_count(); i++)
        assert_int_not_equal(gram_of[i], 0);
    assert_int_equal(swedish_grams(SLICE("\xC3\xBE"), &unseen, 1), 1);
    assert_int_equal(swedish_gram_number(unseen), SWEDISH_UNKNOWN);
    free(gram_of);
}

static void briefs_say_what_words_say(void **state)
{
    (void)state;
    for (int analysis = 0; analysis < SWEDISH_ANALYSES; analysis++) {
        struct swedish *s;
        assert_int_equal(swedish_open_as(&s, (enum swedish_analysis)analysis, NULL), STATUS_OK);
        for (uint32_t id = 0; id < swedish_lexicon_count();
             id += analysis == SWEDISH_FULL ? 1 : 97) {
            struct swedish_word word;
            struct swedish_brief brief;
            swedish_word_at(s, id, &word);
            swedish_briefs_at(s, &id, 1, &brief);
            assert_int_equal(brief.stem_id, word.stem_id);
            assert_int_equal(brief.documents, word.documents);
            assert_int_equal(brief.part_count, word.part_count);
            for (size_t i = 0; i < word.part_count; i++)
                assert_int_equal(brief.part_ids[i], word.part_ids[i]);
            assert_true(word.stem_id == SWEDISH_UNKNOWN || word.stem_id < swedish_stem_count());
        }
        swedish_close(s);
    }
}

static void stamp_is_one_line(void **state)
{
    (void)state;
    struct buffer a = {0}, b = {0};
    swedish_stamp(swedish, &a);
    swedish_stamp(swedish, &b);
    assert_string_equal(a.data, b.data);
    assert_null(strchr(a.data, '\n'));
    buffer_free(&a);
    buffer_free(&b);
}

/* ---- the other analyses -----------------------------------------------------------------------
 */

/* "stem" or "stem+part+part" of a form. */
static void expect_word(enum swedish_analysis analysis, const char *form, const char *wanted)
{
    struct swedish *s;
    struct swedish_word word, again;
    struct buffer got = {0};
    assert_int_equal(swedish_open_as(&s, analysis, NULL), STATUS_OK);
    assert_int_equal(swedish_analysis(s), analysis);
    swedish_word(s, slice_of(form), &word);
    buffer_slice(&got, word.stem);
    for (size_t i = 0; i < word.part_count; i++)
        buffer_format(&got, "+%.*s", (int)word.parts[i].size, word.parts[i].data);
    assert_string_equal(got.data, wanted);
    if (word.id != SWEDISH_UNKNOWN) {
        swedish_word_at(s, word.id, &again);
        assert_true(slice_equal(word.stem, again.stem));
        assert_int_equal(word.part_count, again.part_count);
    }
    buffer_free(&got);
    swedish_close(s);
}

static void analyses_lack_what_they_say(void **state)
{
    (void)state;
    expect_word(SWEDISH_FULL, "människohandeln", "människohandel+människ+handel");
    expect_word(SWEDISH_NO_NAMES, "människohandeln", "människohandel+människ+handel");
    expect_word(SWEDISH_NO_COMPOUNDS, "människohandeln", "människohandel");
    expect_word(SWEDISH_SNOWBALL, "människohandeln", "människohandeln");
    expect_word(SWEDISH_SNOWBALL, "regeringens", "regering");
    expect_word(SWEDISH_SURFACE, "regeringens", "regeringens");
    /* words that the list lacks */
    expect_word(SWEDISH_FULL, "björkskogsbreven", "björkskogsbrev+björk+skog+björkskog+brev");
    expect_word(SWEDISH_NO_COMPOUNDS, "björkskogsbreven", "björkskogsbrev");
    expect_word(SWEDISH_SNOWBALL, "björkskogsbreven", "björkskogsbrev");
    expect_word(SWEDISH_SURFACE, "björkskogsbreven", "björkskogsbreven");
    expect_word(SWEDISH_SNOWBALL, "x2y", "x2y");
}

static int count_name(void *user, const struct swedish_name *name)
{
    (void)name;
    ++*(size_t *)user;
    return 0;
}

static void names_can_be_left_out(void **state)
{
    (void)state;
    const struct slice forms[] = {SLICE("mucf")};
    static const size_t wanted[SWEDISH_ANALYSES] = {1, 0, 1, 1, 1};
    for (int i = 0; i < SWEDISH_ANALYSES; i++) {
        struct swedish *s;
        size_t count = 0;
        assert_int_equal(swedish_open_as(&s, (enum swedish_analysis)i, NULL), STATUS_OK);
        swedish_names_each(s, forms, 1, count_name, &count);
        assert_int_equal(count, wanted[i]);
        swedish_close(s);
    }
}

static void analyses_have_names(void **state)
{
    (void)state;
    enum swedish_analysis found;
    for (int i = 0; i < SWEDISH_ANALYSES; i++) {
        const char *name = swedish_analysis_name((enum swedish_analysis)i);
        assert_true(swedish_analysis_named(slice_of(name), &found));
        assert_int_equal(found, i);
    }
    assert_false(swedish_analysis_named(SLICE("ful"), &found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_words_have_numbers),
        cmocka_unit_test(rules_agree_with_the_lexicon),
        cmocka_unit_test(unknown_compounds_are_inflected_by_their_last_part),
        cmocka_unit_test(unknown_compounds_have_parts),
        cmocka_unit_test(memory_changes_nothing),
        cmocka_unit_test(small_words_are_nobodys_stem),
        cmocka_unit_test(nouns_in_at_are_no_participles),
        cmocka_unit_test(the_genitive_changes_nothing),
        cmocka_unit_test(exceptions_can_be_last_parts),
        cmocka_unit_test(verbs_are_taken_apart_where_they_are_put_together),
        cmocka_unit_test(an_s_between_parts_links),
        cmocka_unit_test(odd_forms_are_their_own_stem),
        cmocka_unit_test(small_words_are_marked),
        cmocka_unit_test(counts_fall_with_numbers),
        cmocka_unit_test(undotted_words_are_found),
        cmocka_unit_test(grams_are_four_letters),
        cmocka_unit_test(common_grams_weigh_less),
        cmocka_unit_test(grams_of_the_lexicon_are_numbered),
        cmocka_unit_test(briefs_say_what_words_say),
        cmocka_unit_test(stamp_is_one_line),
        cmocka_unit_test(analyses_lack_what_they_say),
        cmocka_unit_test(names_can_be_left_out),
        cmocka_unit_test(analyses_have_names),
    };
    return cmocka_run_group_tests(tests, analyser_open, analyser_close);
}
