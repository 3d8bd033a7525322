/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The analyser: what is opened, kept and closed. */
#include "swedish_words_internal.h"

#include <stdlib.h>
#include <string.h>

struct swedish {
    enum swedish_analysis analysis;
    struct words *words;
    struct token_memory *tokens;
};

static const char *const names[SWEDISH_ANALYSES] = {"full", "no-names", "no-compounds", "snowball",
                                                    "surface"};

enum status swedish_open(struct swedish **out, struct error *error)
{
    return swedish_open_as(out, SWEDISH_FULL, error);
}

enum status swedish_open_as(struct swedish **out, enum swedish_analysis analysis,
                            struct error *error)
{
    *out = NULL;
    struct words *words = NULL;
    enum status status = words_open(&words, analysis, error);
    if (status != STATUS_OK)
        return status;
    struct swedish *s = base_calloc(1, sizeof *s);
    s->analysis = analysis;
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

enum swedish_analysis swedish_analysis(const struct swedish *s)
{
    return s->analysis;
}

const char *swedish_analysis_name(enum swedish_analysis analysis)
{
    return names[analysis];
}

bool swedish_analysis_named(struct slice name, enum swedish_analysis *out)
{
    for (size_t i = 0; i < SWEDISH_ANALYSES; i++)
        if (slice_equal(name, slice_of(names[i]))) {
            *out = (enum swedish_analysis)i;
            return true;
        }
    return false;
}

struct token_memory **swedish_token_memory(struct swedish *s)
{
    return &s->tokens;
}

struct words *swedish_words(struct swedish *s)
{
    return s->words;
}
