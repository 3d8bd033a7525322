/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The analyser: what is opened, kept and closed. */
#include "swedish_words_internal.h"

#include <stdlib.h>
#include <string.h>

struct swedish {
    struct words *words;
    struct token_memory *tokens;
};

enum status swedish_open(struct swedish **out, struct error *error)
{
    *out = NULL;
    struct words *words = NULL;
    enum status status = words_open(&words, error);
    if (status != STATUS_OK)
        return status;
    struct swedish *s = base_calloc(1, sizeof *s);
    s->words = words;
    *out = s;
    return STATUS_OK;
}

void swedish_close(struct swedish *s)
{
    if (s == NULL)
        return;
    words_close(s->words);
    token_memory_free(s->tokens);
    free(s);
}

struct token_memory **swedish_token_memory(struct swedish *s)
{
    return &s->tokens;
}

struct words *swedish_words(struct swedish *s)
{
    return s->words;
}
