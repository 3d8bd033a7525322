/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a question was read, in lines for a person. */
#include "question.h"

static void print_term(const struct question_term *t, struct buffer *out)
{
    buffer_slice(out, t->form);
    if (!slice_equal(t->form, t->stem)) {
        buffer_text(out, " > ");
        buffer_slice(out, t->stem);
    }
    for (size_t i = 0; i < t->part_count; i++) {
        buffer_text(out, i == 0 ? " (" : " + ");
        buffer_slice(out, t->parts[i]);
    }
    buffer_text(out, t->part_count > 0 ? ")" : "");
    buffer_format(out, " in %u", t->documents);
}

static const char *other_name(enum question_other_kind kind)
{
    switch (kind) {
    case OTHER_JOINED:
        return "also";
    case OTHER_COMPLETED:
        return "completed";
    case OTHER_UNDOTTED:
        return "with dots";
    case OTHER_NEAR:
        return "near";
    case OTHER_NAME:
        return "name";
    case OTHER_REFERENCE:
        return "reference";
    case OTHER_DATE:
        return "date";
    case OTHER_AMOUNT:
        return "sum";
    }
    return "also";
}

static void print_other(const struct question_other *o, struct buffer *out)
{
    buffer_format(out, "; %s:", other_name(o->kind));
    for (size_t i = 0; i < o->count; i++) {
        buffer_char(out, ' ');
        buffer_slice(out, o->terms[i].form);
    }
}

static void print_unit(const struct question_unit *u, struct buffer *out)
{
    buffer_text(out, "word ");
    buffer_slice(out, u->typed);
    buffer_text(out, ": ");
    for (size_t i = 0; i < u->count; i++) {
        buffer_text(out, i > 0 ? ", " : "");
        print_term(&u->terms[i], out);
    }
    if (u->light)
        buffer_text(out, "; need not be there");
    if (u->factor < 1.0)
        buffer_format(out, "; weighs %g", u->factor);
    for (size_t i = 0; i < u->other_count; i++)
        print_other(u->others[i], out);
    buffer_char(out, '\n');
}

static void print_sequence(const struct question_sequence *s, struct buffer *out)
{
    buffer_text(out, s->exact ? "just " : "in order ");
    buffer_slice(out, s->typed);
    buffer_text(out, ": ");
    for (size_t v = 0; v < s->variant_count; v++) {
        buffer_text(out, v > 0 ? " or " : "");
        for (size_t i = 0; i < s->variants[v].count; i++) {
            buffer_text(out, i > 0 ? ", " : "");
            print_term(&s->variants[v].terms[i], out);
        }
    }
    if (s->reference)
        print_other(s->reference, out);
    buffer_char(out, '\n');
}

void question_explain(const struct question *q, struct buffer *out)
{
    for (size_t i = 0; i < q->unit_count; i++)
        print_unit(q->units[i], out);
    for (size_t i = 0; i < q->sequence_count; i++)
        print_sequence(q->sequences[i], out);
    for (size_t i = 0; i < q->expansion_count; i++) {
        buffer_text(out, "begins so: ");
        print_term(q->expansions[i], out);
        buffer_char(out, '\n');
    }
}
