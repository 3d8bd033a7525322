/* SPDX-License-Identifier: GPL-2.0-or-later */
/* swedish's tokenizer: whatever comes in, tokens are whole, in order and within the text. */
#include "swedish.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good)
        abort();
}

struct state {
    struct slice text;
    bool valid;    /* the text is UTF-8 */
    uint32_t next; /* the smallest position that the next plain token may have */
    uint32_t last; /* position of the last plain token */
    size_t end;    /* of the last plain token */
    bool any;
};

static void check_token(const struct state *s, const struct swedish_token *t)
{
    check(t->form.size > 0 && t->form.size <= SWEDISH_TOKEN_MAX && utf8_valid(t->form));
    check(t->start < t->end && t->end <= s->text.size && t->span > 0);
    if (s->valid) {
        check(utf8_floor(s->text, t->start) == t->start);
        check(utf8_floor(s->text, t->end) == t->end);
    }
}

static int token(void *user, const struct swedish_token *t)
{
    struct state *s = user;
    check_token(s, t);
    if (t->also) {
        check(s->any && t->position <= s->last);
        check((t->kind == SWEDISH_AMOUNT) || t->value == 0);
        return 0;
    }
    check(t->position >= s->next && t->span == 1 && t->start >= s->end);
    check(t->kind == SWEDISH_WORD || t->kind == SWEDISH_NUMBER || t->kind == SWEDISH_ADDRESS);
    s->last = t->position;
    s->next = t->position + 1;
    s->end = t->end;
    s->any = true;
    return 0;
}

static void check_fold(struct slice text)
{
    struct buffer once = {0}, twice = {0};
    swedish_fold(text, &once);
    check(utf8_valid(buffer_view(&once)));
    swedish_fold(buffer_view(&once), &twice);
    check(slice_equal(buffer_view(&once), buffer_view(&twice)));
    buffer_free(&once);
    buffer_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct swedish *analyser;
    struct state s = {.text = {.data = (const char *)data, .size = size}};
    struct buffer reference = {0};
    if (analyser == NULL)
        check(swedish_open(&analyser, NULL) == STATUS_OK);
    s.valid = utf8_valid(s.text);
    check(swedish_tokens_each(analyser, s.text, token, &s, NULL) == STATUS_OK);
    check_fold(s.text);
    check(swedish_reference_of_address(s.text, &reference) == (reference.size > 0));
    check(utf8_valid(buffer_view(&reference)));
    buffer_clear(&reference);
    check(swedish_reference_of_text(analyser, s.text, &reference) == (reference.size > 0));
    buffer_free(&reference);
    return 0;
}
