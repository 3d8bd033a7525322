/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where sentences begin. A dot ends one when what follows can begin one (a capital, a number, a
 * mark of quotation) and what stands before it is no abbreviation, initial or number of a list.
 */
#include "swedish_tokens_internal.h"

/* A single capital with a dot: "J. Svensson". */
static bool is_initial(const struct token_memory *m, const struct plain *p)
{
    return p->size <= 2 && (p->flags & PLAIN_CAPITAL) != 0 && p->kind == SWEDISH_WORD &&
           utf8_length(tokens_form(m, p->form, p->size)) == 1;
}

/* "1. Inledning": the number that begins the sentence is not one by itself. */
static bool is_list_number(const struct token_memory *m, size_t t)
{
    return m->plains[t].kind == SWEDISH_NUMBER && m->plains[t].size <= 3 &&
           (m->plains[t].flags & PLAIN_SENTENCE) != 0;
}

static bool dot_ends(const struct token_memory *m, size_t t)
{
    const struct plain *before = &m->plains[t - 1], *p = &m->plains[t];
    bool capital = (p->flags & PLAIN_CAPITAL) != 0;
    bool digits = (p->flags & PLAIN_DIGIT) != 0;
    if ((p->gap & GAP_SPACE) == 0) {
        /* "slut.Nästa": a space got lost. "EU.Careers" is something else. */
        const struct atom *a = &m->atoms[p->atom], *b = &m->atoms[before->atom];
        return capital && (a->flags & ATOM_LOWER) != 0 && (b->flags & ATOM_LOWER) != 0 &&
               before->size > 2 && (before->flags & PLAIN_ABBREVIATION) == 0;
    }
    if (!capital && !digits && (p->gap & (GAP_QUOTE | GAP_DASH)) == 0 && p->kind != SWEDISH_ADDRESS)
        return false;
    if ((before->flags & PLAIN_ABBREVIATION) != 0)
        return (before->flags & PLAIN_ENDS) != 0 && capital;
    switch (before->kind == SWEDISH_WORD ? abbreviation_end(plain_form(m, t - 1))
                                         : ABBREVIATION_NONE) {
    case ABBREVIATION_GOES_ON:
        return false;
    case ABBREVIATION_NUMBER:
        return !digits;
    case ABBREVIATION_NONE:
        break;
    }
    if ((p->gap & (GAP_CLOSE | GAP_SECTION)) != 0)
        return true;
    return !is_initial(m, before) && !is_list_number(m, t - 1);
}

static bool starts(const struct token_memory *m, size_t t)
{
    const struct plain *p = &m->plains[t];
    if ((p->gap & GAP_BORDER) != 0)
        return true;
    if (t == 0 || (p->gap & (GAP_DOT | GAP_STOP)) == 0)
        return false;
    if ((p->gap & GAP_STOP) != 0) /* "Varför? frågade han" goes on */
        return (p->gap & GAP_SPACE) != 0 && (p->flags & (PLAIN_CAPITAL | PLAIN_DIGIT)) != 0;
    return dot_ends(m, t);
}

void sentences_mark(struct token_memory *m)
{
    for (size_t t = 0; t < m->plain_count; t++) {
        struct plain *p = &m->plains[t];
        if ((p->gap & (GAP_DOT | GAP_STOP | GAP_BORDER)) == 0)
            continue;
        if (starts(m, t))
            p->flags |= PLAIN_SENTENCE;
    }
    if (m->plain_count > 0 && m->sentence_pending)
        m->plains[0].flags |= PLAIN_SENTENCE;
    if (m->plain_count > 0)
        m->sentence_pending = (m->gap & (GAP_DOT | GAP_STOP | GAP_BORDER)) != 0;
}
