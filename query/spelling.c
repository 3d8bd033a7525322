/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "spelling.h"

#include "near.h"
#include "schema.h"

enum {
    EDITS = 2,
    SOUGHT_MAX = 3, /* words of a question: each costs a walk over all forms */
    TYPED_MAX = 200 /* bytes of a question that is worth to be said again */
};

static int try_form(void *user, struct xc_bytes term, uint32_t documents)
{
    near_try(user, (struct slice){.data = term.data + 1, .size = term.size - 1}, documents);
    return 0;
}

static bool has_digit(struct slice form)
{
    for (size_t i = 0; i < form.size; i++)
        if (form.data[i] >= '0' && form.data[i] <= '9')
            return true;
    return false;
}

/* A compound of words that the index has is rare rather than wrong: vargjakt is no valjakt. */
static bool has_known_parts(struct xc_index *index, const struct question_term *t)
{
    for (size_t i = 0; i < t->simple_count; i++) {
        struct xc_term_statistics found = {.documents = 0};
        struct xc_bytes part = xc_bytes_of(t->simple[i].data, t->simple[i].size);
        if (xc_index_term(index, part, &found, NULL) != XC_OK || found.documents == 0)
            return false;
    }
    return t->simple_count > 1;
}

/* A word that neither an index nor the lexicon has, and that could be a slip. What belongs to a
   sum, date, reference or name, or is found without its hyphen or dots, is understood as it stands.
 */
static bool is_unknown(struct xc_index *index, const struct question_unit *u)
{
    const struct question_term *t = &u->terms[0];
    for (size_t i = 0; i < u->other_count; i++)
        if (u->others[i]->kind != OTHER_NEAR)
            return false;
    return u->count == 1 && !u->whole && t->kind == SWEDISH_WORD && t->documents == 0 &&
           t->flags == 0 && !has_digit(t->form) && !has_known_parts(index, t);
}

/* What the analysis found near began with the same letter; here the whole index is tried. */
static bool find_near(struct xc_index *index, const struct question_unit *u, size_t *sought,
                      struct near *n)
{
    if (!is_unknown(index, u))
        return false;
    for (size_t i = 0; i < u->other_count; i++)
        if (u->others[i]->kind == OTHER_NEAR) {
            buffer_clear(&n->form);
            buffer_slice(&n->form, u->others[i]->terms[0].form);
            return true;
        }
    if (*sought == SOUGHT_MAX || !near_begin(n, u->terms[0].form, EDITS))
        return false;
    ++*sought;
    xc_index_each_term(index, xc_text(SCHEMA_PREFIX_FORM), try_form, n, NULL);
    return n->form.size > 0;
}

bool spelling_suggest(struct xc_index *index, const struct question *question, struct slice typed,
                      struct buffer *out)
{
    struct near near = {0};
    struct buffer text = {0};
    size_t at = 0, sought = 0;
    bool found = false;
    for (size_t i = 0; typed.size <= TYPED_MAX && i < question->unit_count; i++) {
        const struct question_unit *u = question->units[i];
        const char *start = u->typed.data;
        bool inside = start >= typed.data + at && start < typed.data + typed.size;
        if (!inside || !find_near(index, u, &sought, &near))
            continue;
        buffer_slice(&text, slice_part(typed, at, (size_t)(start - typed.data)));
        buffer_slice(&text, buffer_view(&near.form));
        at = (size_t)(start - typed.data) + u->typed.size;
        found = true;
    }
    buffer_slice(&text, slice_part(typed, at, typed.size));
    if (found)
        buffer_slice(out, buffer_view(&text));
    buffer_free(&text);
    near_free(&near);
    return found;
}
