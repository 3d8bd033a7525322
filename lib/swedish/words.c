/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "swedish_words_internal.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

struct words {
    struct sb_stemmer *stemmer;
};

enum status words_open(struct words **out, struct error *error)
{
    *out = NULL;
    struct sb_stemmer *stemmer = sb_stemmer_new("swedish", "UTF_8");
    if (stemmer == NULL)
        return error_set(error, STATUS_INTERNAL, "libstemmer: has no Swedish stemmer");
    *out = base_calloc(1, sizeof **out);
    (*out)->stemmer = stemmer;
    return STATUS_OK;
}

void words_close(struct words *w)
{
    if (w == NULL)
        return;
    sb_stemmer_delete(w->stemmer);
    free(w);
}

void swedish_stamp(struct swedish *s, struct buffer *out)
{
    (void)s;
    buffer_format(out, "swedish 0 tokens %d", (int)SWEDISH_TOKENS_VERSION);
}

void swedish_word(struct swedish *s, struct slice form, struct swedish_word *out)
{
    struct words *w = swedish_words(s);
    *out = (struct swedish_word){
        .form = form, .stem = form, .id = SWEDISH_UNKNOWN, .stem_id = SWEDISH_UNKNOWN};
    if (form.size > SWEDISH_TOKEN_MAX)
        return;
    const sb_symbol *stem =
        sb_stemmer_stem(w->stemmer, (const sb_symbol *)form.data, (int)form.size);
    if (stem != NULL)
        out->stem = (struct slice){(const char *)stem, (size_t)sb_stemmer_length(w->stemmer)};
}

void swedish_word_at(uint32_t id, struct swedish_word *out)
{
    *out = (struct swedish_word){.id = id, .stem_id = SWEDISH_UNKNOWN};
}

uint32_t swedish_lexicon_count(void)
{
    return 0;
}

void swedish_lexicon_counts(struct slice form, uint32_t *occurrences, uint32_t *documents)
{
    (void)form;
    *occurrences = 0;
    *documents = 0;
}

void swedish_undotted_each(struct slice form, int (*word)(void *user, struct slice form),
                           void *user)
{
    (void)form;
    (void)word;
    (void)user;
}

size_t swedish_split_surface(struct swedish *s, struct slice form, size_t *bounds, size_t max)
{
    (void)s;
    (void)form;
    (void)bounds;
    (void)max;
    return 0;
}

bool swedish_form_known(struct slice form, uint32_t *occurrences)
{
    (void)form;
    if (occurrences != NULL)
        *occurrences = 0;
    return false;
}
