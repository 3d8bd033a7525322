/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The token half of swedish. Most cases are lines of tests/data/swedish/: what each file's expected
 * lines say stands at its head.
 */
#include "analyser.h"
#include "cases.h"

#include <stdlib.h>
#include <string.h>

/* ---- how tokens are written down ------------------------------------------------------------- */

/* What a line of a case file is made from; plain goes first, the readings after it. */
struct shown {
    struct slice text;
    struct buffer plain, readings;
    enum swedish_kind kind; /* of the readings that are shown alone */
    size_t sentence;        /* start of the one that is open */
    bool any;
};

static const char *kind_name(enum swedish_kind kind)
{
    static const char *const names[] = {"word", "number", "reference", "amount", "date", "address"};
    return names[kind];
}

/* "hbtq -personer" joined, "ungdoms-" suspended, "#9" a number, "@esv.se" an address. */
static int show_token(void *user, const struct swedish_token *t)
{
    struct shown *s = user;
    if (t->also) {
        buffer_format(&s->readings, "%u+%u %s %.*s\n", t->position, t->span, kind_name(t->kind),
                      (int)t->form.size, t->form.data);
        return 0;
    }
    const char *kind = t->kind == SWEDISH_NUMBER ? "#" : t->kind == SWEDISH_ADDRESS ? "@" : "";
    buffer_format(&s->plain, "%s%s%s%.*s%s", s->plain.size > 0 ? " " : "", t->joined ? "-" : "",
                  kind, (int)t->form.size, t->form.data, t->suspended ? "-" : "");
    return 0;
}

static int show_source(void *user, const struct swedish_token *t)
{
    struct shown *s = user;
    if (!t->also) {
        buffer_slice(&s->plain, slice_part(s->text, t->start, t->end));
        buffer_char(&s->plain, '\n');
    }
    return 0;
}

static void end_sentence(struct shown *s, size_t end)
{
    buffer_slice(&s->plain, slice_trim(slice_part(s->text, s->sentence, end)));
    buffer_char(&s->plain, '\n');
}

static int show_sentence(void *user, const struct swedish_token *t)
{
    struct shown *s = user;
    if (t->also || !t->sentence_start)
        return 0;
    if (s->any)
        end_sentence(s, t->start);
    s->any = true;
    s->sentence = t->start;
    return 0;
}

static int show_kind(void *user, const struct swedish_token *t)
{
    struct shown *s = user;
    if (t->also && t->kind == s->kind) {
        buffer_slice(&s->readings, t->form);
        buffer_char(&s->readings, '\n');
    }
    return 0;
}

/* "ungdoms: ungdomsfrågor"; the other reading of "hbtq-personer" is none of these. */
static int show_completion(void *user, const struct swedish_token *t)
{
    struct shown *s = user;
    struct slice source = slice_part(s->text, t->start, t->end);
    bool chain = t->span > 1 && slice_find(source, SLICE("\n"), 0) == SIZE_MAX;
    if (t->also && t->kind == SWEDISH_WORD && !chain)
        buffer_format(&s->readings, "%.*s: %.*s\n",
                      t->span > 1 ? (int)slice_find(source, SLICE("\n"), 0) : (int)source.size,
                      source.data, (int)t->form.size, t->form.data);
    return 0;
}

/* ---- case files ------------------------------------------------------------------------------ */

struct form {
    const char *file;
    int (*token)(void *user, const struct swedish_token *t);
    enum swedish_kind kind;
    size_t failed;
};

static void check_case(const struct cases_case *c, void *user)
{
    struct form *form = user;
    struct shown s = {.text = c->input, .kind = form->kind};
    struct buffer got = {0};
    assert_int_equal(STATUS_OK, swedish_tokens_each(swedish, c->input, form->token, &s, NULL));
    if (s.any)
        end_sentence(&s, c->input.size);
    buffer_slice(&got, buffer_view(&s.plain));
    if (s.plain.size > 0 && s.plain.data[s.plain.size - 1] != '\n')
        buffer_char(&got, '\n');
    buffer_slice(&got, buffer_view(&s.readings));
    form->failed += !cases_same(c, buffer_view(&got));
    buffer_free(&got);
    buffer_free(&s.plain);
    buffer_free(&s.readings);
}

#define FOLDER "tests/data/swedish/"

static void check_file(struct form form)
{
    size_t count = cases_each(form.file, check_case, &form);
    print_message("%s: %zu cases\n", form.file, count);
    assert_int_equal(0, form.failed);
}

static void tokens(void **state)
{
    (void)state;
    check_file((struct form){.file = FOLDER "tokens.test", .token = show_token});
}

static void offsets(void **state)
{
    (void)state;
    check_file((struct form){.file = FOLDER "offsets.test", .token = show_source});
}

static void sentences(void **state)
{
    (void)state;
    check_file((struct form){.file = FOLDER "sentences.test", .token = show_sentence});
}

static void references(void **state)
{
    (void)state;
    check_file((struct form){
        .file = FOLDER "references.test", .token = show_kind, .kind = SWEDISH_REFERENCE});
}

static void amounts(void **state)
{
    (void)state;
    check_file(
        (struct form){.file = FOLDER "amounts.test", .token = show_kind, .kind = SWEDISH_AMOUNT});
}

static void dates(void **state)
{
    (void)state;
    check_file(
        (struct form){.file = FOLDER "dates.test", .token = show_kind, .kind = SWEDISH_DATE});
}

static void suspended(void **state)
{
    (void)state;
    check_file((struct form){.file = FOLDER "suspended.test", .token = show_completion});
}

static void check_fold(const struct cases_case *c, void *user)
{
    size_t *failed = user;
    struct buffer got = {0};
    swedish_fold(c->input, &got);
    *failed += !cases_same(c, buffer_view(&got));
    buffer_free(&got);
}

static void folding(void **state)
{
    size_t failed = 0;
    (void)state;
    cases_each(FOLDER "fold.test", check_fold, &failed);
    assert_int_equal(0, failed);
}

static void check_address(const struct cases_case *c, void *user)
{
    size_t *failed = user;
    struct buffer got = {0};
    bool found = swedish_reference_of_address(c->input, &got);
    assert_int_equal(found, got.size > 0);
    *failed += !cases_same(c, buffer_view(&got));
    buffer_free(&got);
}

static void addresses(void **state)
{
    size_t failed = 0;
    (void)state;
    cases_each(FOLDER "addresses.test", check_address, &failed);
    assert_int_equal(0, failed);
}

static void check_text(const struct cases_case *c, void *user)
{
    size_t *failed = user;
    struct buffer got = {0};
    bool found = swedish_reference_of_text(swedish, c->input, &got);
    assert_int_equal(found, got.size > 0);
    *failed += !cases_same(c, buffer_view(&got));
    buffer_free(&got);
}

static void beginnings(void **state)
{
    size_t failed = 0;
    (void)state;
    cases_each(FOLDER "beginnings.test", check_text, &failed);
    assert_int_equal(0, failed);
}

/* ---- sizes ----------------------------------------------------------------------------------- */

struct seen {
    size_t plain, also, addresses;
    uint32_t next; /* position after the last plain token */
    size_t longest;
    struct buffer last; /* form of the last plain token */
    size_t last_start;
};

static int see(void *user, const struct swedish_token *t)
{
    struct seen *seen = user;
    seen->plain += !t->also;
    seen->also += t->also;
    seen->addresses += t->kind == SWEDISH_ADDRESS;
    if (t->form.size > seen->longest)
        seen->longest = t->form.size;
    if (t->also)
        return 0;
    seen->next = t->position + 1;
    seen->last_start = t->start;
    buffer_clear(&seen->last);
    buffer_slice(&seen->last, t->form);
    return 0;
}

static struct seen see_text(struct slice text, size_t *dropped)
{
    struct seen seen = {0};
    assert_int_equal(STATUS_OK, swedish_tokens_each(swedish, text, see, &seen, dropped));
    return seen;
}

/* `before`, then `count` times `unit`, then `after`. */
static struct buffer repeated(const char *before, const char *unit, size_t count, const char *after)
{
    struct buffer b = {0};
    buffer_text(&b, before);
    for (size_t i = 0; i < count; i++)
        buffer_text(&b, unit);
    buffer_text(&b, after);
    return b;
}

/* A long thing between "före " and " efter" costs one position and is counted once. */
static void check_dropped(const char *unit, size_t count)
{
    struct buffer text = repeated("före ", unit, count, " efter");
    size_t dropped = 0;
    struct seen seen = see_text(buffer_view(&text), &dropped);
    assert_int_equal(2, seen.plain);
    assert_int_equal(1, dropped);
    assert_int_equal(3, seen.next);
    assert_string_equal("efter", seen.last.data);
    assert_int_equal(text.size - 5, seen.last_start);
    buffer_free(&seen.last);
    buffer_free(&text);
}

static void long_tokens_are_dropped_and_counted(void **state)
{
    (void)state;
    check_dropped("a", SWEDISH_TOKEN_MAX + 1);
    check_dropped("a", 1000000);
    check_dropped("å", SWEDISH_TOKEN_MAX / 2 + 1);
    check_dropped("7", 1000000);
    check_dropped("aB3+/", 200000);
    check_dropped("x-", 5000);
}

static void the_longest_token_is_kept(void **state)
{
    (void)state;
    struct buffer text = repeated("", "a", SWEDISH_TOKEN_MAX, "");
    size_t dropped = 0;
    struct seen seen = see_text(buffer_view(&text), &dropped);
    assert_int_equal(1, seen.plain);
    assert_int_equal(0, dropped);
    assert_int_equal(SWEDISH_TOKEN_MAX, seen.longest);
    buffer_free(&seen.last);
    buffer_free(&text);
}

static void base64_is_dropped(void **state)
{
    (void)state;
    struct buffer text = repeated("bild data:image/png;base64,", "iVBORw0KGgo", 9, "== slut");
    size_t dropped = 0;
    struct seen seen = see_text(buffer_view(&text), &dropped);
    assert_int_equal(2, seen.plain);
    assert_int_equal(1, dropped);
    buffer_free(&seen.last);
    buffer_free(&text);
}

static void long_addresses_are_one_token(void **state)
{
    (void)state;
    struct buffer text = repeated("se https://exempel.se/", "en-lang-vag/", 5000, " efter");
    size_t dropped = 0;
    struct seen seen = see_text(buffer_view(&text), &dropped);
    assert_int_equal(3, seen.plain);
    assert_int_equal(1, seen.addresses);
    assert_int_equal(0, dropped);
    buffer_free(&seen.last);
    buffer_free(&text);
}

/* A paragraph of many windows gives every word its position and its offset. */
static void paragraphs_may_be_long(void **state)
{
    (void)state;
    enum { TIMES = 30000 };
    struct buffer text = repeated("", "Våra ord får \xC3\xA5tta bokst\xC3\xA4ver. ", TIMES, "slut");
    struct seen seen = see_text(buffer_view(&text), NULL);
    assert_int_equal(5 * TIMES + 1, seen.plain);
    assert_int_equal(5 * TIMES + 1, seen.next);
    assert_int_equal(text.size - 4, seen.last_start);
    buffer_free(&seen.last);
    buffer_free(&text);
}

/* What could make a careless tokenizer quadratic; the test is that it ends. */
static void hostile_texts_end(void **state)
{
    static const char *const units[] = {
        "a-",      "a- ",          "a-, ", "1 000 ",   "1, ",  "a.b",       "x@",       "a.se/ ",
        "bl ",     "SOU 2020:1, ", "(",    "\xCC\x88", "\xAD", "a\xCC\x88", "\xC2\xAD", "och ",
        "1 maj, ", "9 kap. ",      "\xF0", "www.",     "m.",   "http://a@"};
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct buffer text = repeated("", units[i], 100000, "");
        struct seen seen = see_text(buffer_view(&text), NULL);
        buffer_free(&seen.last);
        buffer_free(&text);
    }
}

/* ---- callbacks ------------------------------------------------------------------------------- */

static int stop_at_second(void *user, const struct swedish_token *t)
{
    size_t *calls = user;
    (void)t;
    return ++*calls == 2;
}

static void a_callback_stops(void **state)
{
    size_t calls = 0;
    (void)state;
    assert_int_equal(STATUS_STOPPED, swedish_tokens_each(swedish, SLICE("ett två tre"),
                                                         stop_at_second, &calls, NULL));
    assert_int_equal(2, calls);
}

static int tokenize_within(void *user, const struct swedish_token *t)
{
    struct buffer *forms = user;
    size_t calls = 0;
    swedish_tokens_each(swedish, SLICE("helt andra ord"), stop_at_second, &calls, NULL);
    buffer_slice(forms, t->form);
    buffer_char(forms, ' ');
    return 0;
}

static void a_callback_may_tokenize(void **state)
{
    struct buffer forms = {0};
    (void)state;
    swedish_tokens_each(swedish, SLICE("ett två tre"), tokenize_within, &forms, NULL);
    assert_string_equal("ett två tre ", forms.data);
    buffer_free(&forms);
}

static void nothing_gives_nothing(void **state)
{
    (void)state;
    struct seen seen = see_text((struct slice){0}, NULL);
    assert_int_equal(0, seen.plain);
    seen = see_text(SLICE(" \t\n– … •"), NULL);
    assert_int_equal(0, seen.plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens),
        cmocka_unit_test(offsets),
        cmocka_unit_test(sentences),
        cmocka_unit_test(references),
        cmocka_unit_test(amounts),
        cmocka_unit_test(dates),
        cmocka_unit_test(suspended),
        cmocka_unit_test(folding),
        cmocka_unit_test(addresses),
        cmocka_unit_test(beginnings),
        cmocka_unit_test(long_tokens_are_dropped_and_counted),
        cmocka_unit_test(the_longest_token_is_kept),
        cmocka_unit_test(base64_is_dropped),
        cmocka_unit_test(long_addresses_are_one_token),
        cmocka_unit_test(paragraphs_may_be_long),
        cmocka_unit_test(hostile_texts_end),
        cmocka_unit_test(a_callback_stops),
        cmocka_unit_test(a_callback_may_tokenize),
        cmocka_unit_test(nothing_gives_nothing),
    };
    return cmocka_run_group_tests(tests, analyser_open, analyser_close);
}
