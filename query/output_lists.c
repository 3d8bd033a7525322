/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists for other programs: paths, and runs for TREC's tools. */
#include "output_internal.h"

/* Bytes as they are: a path is no text. */
static void paths_hit(struct output *o, const struct shown *s)
{
    struct slice place = s->path.size > 0 ? s->path : s->url.size > 0 ? s->url : s->hit->id;
    buffer_slice(&o->text, place);
    buffer_char(&o->text, o->null ? '\0' : '\n');
}

static void plain_count(struct output *o, uint64_t count)
{
    if (o->batch) {
        append_printable(&o->text, o->id);
        buffer_char(&o->text, '\t');
    }
    buffer_format(&o->text, "%llu\n", (unsigned long long)count);
}

/* Columns are parted by white space, so an id has none. */
static void append_token(struct buffer *out, struct slice s)
{
    for (size_t i = 0; i < s.size; i++) {
        unsigned char c = (unsigned char)s.data[i];
        if (c <= ' ' || c == 0x7F)
            buffer_format(out, "%%%02X", c);
        else
            buffer_char(out, s.data[i]);
    }
}

/* Tools sort by score, so it must fall as the rank rises: it does, to the last digit kept. */
static void trec_hit(struct output *o, const struct shown *s)
{
    append_token(&o->text, o->id);
    buffer_text(&o->text, " Q0 ");
    append_token(&o->text, s->hit->id);
    if (s->hit->section != SECTION_NONE)
        buffer_format(&o->text, "#%d", (int)s->hit->section);
    buffer_format(&o->text, " %llu ", (unsigned long long)s->rank);
    append_score(&o->text, s->hit->score);
    buffer_text(&o->text, " lupp\n");
}

const struct format format_paths = {.hit = paths_hit, .count = plain_count};
const struct format format_trec = {.hit = trec_hit, .count = plain_count};
