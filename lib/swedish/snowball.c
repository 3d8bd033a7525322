/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "snowball.h"

#include "lexicon.h"
#include "rules.h"

#include <libstemmer.h>
#include <stdlib.h>

struct snowball {
    struct sb_stemmer *stemmer;
    struct slice *known; /* by number of the lexicon; size 0: not yet asked for */
    struct arena arena;  /* of these */
};

enum status snowball_open(struct snowball **out, const struct lexicon *lexicon, struct error *error)
{
    *out = NULL;
    struct sb_stemmer *stemmer = sb_stemmer_new("swedish", "UTF_8");
    if (stemmer == NULL)
        return error_set(error, STATUS_INTERNAL, "libstemmer: has no Swedish stemmer");
    struct snowball *s = base_calloc(1, sizeof *s);
    s->stemmer = stemmer;
    s->known = base_calloc(lexicon->head->forms, sizeof *s->known);
    *out = s;
    return STATUS_OK;
}

void snowball_close(struct snowball *s)
{
    if (s == NULL)
        return;
    sb_stemmer_delete(s->stemmer);
    free(s->known);
    arena_free(&s->arena);
    free(s);
}

static struct slice stem(struct snowball *s, struct slice form)
{
    if (!rules_letters_alone(form) || form.size > SWEDISH_TOKEN_MAX)
        return form;
    const sb_symbol *found =
        sb_stemmer_stem(s->stemmer, (const sb_symbol *)form.data, (int)form.size);
    if (found == NULL)
        return form;
    return (struct slice){.data = (const char *)found,
                          .size = (size_t)sb_stemmer_length(s->stemmer)};
}

struct slice snowball_stem(struct snowball *s, struct slice form, uint32_t id)
{
    if (id == SWEDISH_UNKNOWN)
        return stem(s, form);
    if (s->known[id].size == 0)
        s->known[id] = slice_keep(&s->arena, stem(s, form));
    return s->known[id];
}
