/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base.h"

#include <string.h>

enum {
    NAME_LONGEST = 40, /* bytes of an option's name that the search for a near one looks at */
    HELP_COLUMN = 24,
    HELP_WIDTH = 56
};

/* One walk through argv. */
struct walk {
    const struct option *table;
    int argc, at;
    char **argv;
    struct error *error;
};

static bool takes_value(const struct option *o)
{
    return o->kind != OPTION_FLAG && o->value && o->value[0] != '[';
}

static bool may_have_value(const struct option *o)
{
    return o->kind != OPTION_FLAG && o->value;
}

static void list_add(struct option_list *list, const char *item)
{
    list->items = base_grow(list->items, &list->room, list->count + 1, sizeof *list->items);
    list->items[list->count++] = item;
}

static enum status set_number(const struct option *o, const char *value, struct error *error)
{
    uint64_t sum = 0;
    bool good = value[0] != '\0';
    for (const char *c = value; *c && good; c++) {
        unsigned digit = (unsigned)((unsigned char)*c - '0');
        good = digit <= 9 && sum <= (UINT64_MAX - digit) / 10;
        if (good)
            sum = sum * 10 + digit;
    }
    if (!good || sum < o->min || sum > o->max)
        return error_set(error, STATUS_USAGE, "--%s: '%s' is not a whole number from %llu to %llu",
                         o->name, value, (unsigned long long)o->min, (unsigned long long)o->max);
    *(uint64_t *)o->target = sum;
    return STATUS_OK;
}

static enum status set_choice(const struct option *o, const char *value, struct error *error)
{
    struct buffer known = {0};
    for (int i = 0; o->choices[i]; i++) {
        if (strcmp(o->choices[i], value) == 0) {
            *(int *)o->target = i;
            buffer_free(&known);
            return STATUS_OK;
        }
        buffer_format(&known, "%s%s", i > 0 ? ", " : "", o->choices[i]);
    }
    enum status status =
        error_set(error, STATUS_USAGE, "--%s: '%s' is none of %s", o->name, value, known.data);
    buffer_free(&known);
    return status;
}

/* What the action says is told with the option's name before it. */
static enum status run_action(const struct option *o, const char *value, struct error *error)
{
    struct error own = {.status = STATUS_OK};
    enum status status = o->act(value, o->target, &own);
    if (status == STATUS_OK)
        return status;
    if (status == STATUS_USAGE && strncmp(own.text, "--", 2) != 0)
        return error_set(error, status, "--%s: %s", o->name, own.text);
    return error_set(error, status, "%s", own.text);
}

/* value is NULL when none was given: only an action tells that from a value, others stay as they
 * are. */
static enum status set_value(const struct option *o, const char *value, struct error *error)
{
    if (!value && o->kind != OPTION_FLAG && o->kind != OPTION_ACTION)
        return STATUS_OK;
    switch (o->kind) {
    case OPTION_FLAG:
        *(bool *)o->target = true;
        return STATUS_OK;
    case OPTION_TEXT:
        *(const char **)o->target = value;
        return STATUS_OK;
    case OPTION_LIST:
        list_add(o->target, value);
        return STATUS_OK;
    case OPTION_NUMBER:
        return set_number(o, value, error);
    case OPTION_CHOICE:
        return set_choice(o, value, error);
    case OPTION_ACTION:
        return run_action(o, value, error);
    }
    return error_set(error, STATUS_INTERNAL, "--%s: unknown kind of option", o->name);
}

/* ---- the nearest known name ------------------------------------------------------------------ */

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Letters to insert, remove, change or swap with their neighbour to make b of a. */
static size_t edit_distance(struct slice a, struct slice b)
{
    size_t rows[3][NAME_LONGEST + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    a = slice_part(a, 0, NAME_LONGEST);
    b = slice_part(b, 0, NAME_LONGEST);
    for (size_t j = 0; j <= b.size; j++)
        before[j] = last[j] = j;
    for (size_t i = 1; i <= a.size; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            size_t change = last[j - 1] + (a.data[i - 1] != b.data[j - 1]);
            row[j] = smallest(last[j] + 1, row[j - 1] + 1, change);
            if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
                a.data[i - 2] == b.data[j - 1] && before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
        size_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b.size];
}

/* NULL when every name needs more than a third of its letters changed. The beginning of a name, at
   least two letters, is near to it. */
static const char *nearest_name(const struct option *table, struct slice name)
{
    const char *nearest = NULL;
    size_t least = SIZE_MAX;
    for (const struct option *o = table; o->name; o++) {
        struct slice known = slice_of(o->name);
        size_t distance = edit_distance(name, known);
        size_t allowed = known.size / 3 > 1 ? known.size / 3 : 1;
        if (name.size >= 2 && slice_starts(known, name))
            distance = 1;
        if (distance <= allowed && distance < least) {
            nearest = o->name;
            least = distance;
        }
    }
    return nearest;
}

/* ---- one argument ---------------------------------------------------------------------------- */

static enum status unknown_long(const struct walk *w, struct slice name)
{
    const char *near = nearest_name(w->table, name);
    int shown = (int)(name.size < 80 ? name.size : utf8_floor(name, 80));
    if (near)
        return error_set(w->error, STATUS_USAGE, "--%.*s: no such option; did you mean --%s?",
                         shown, name.data, near);
    return error_set(w->error, STATUS_USAGE, "--%.*s: no such option; --help lists them", shown,
                     name.data);
}

/* The next word of argv as the value of o, or STATUS_USAGE. */
static enum status next_value(struct walk *w, const struct option *o)
{
    if (w->at + 1 >= w->argc)
        return error_set(w->error, STATUS_USAGE, "--%s: needs a value, --%s=%s", o->name, o->name,
                         o->value);
    return set_value(o, w->argv[++w->at], w->error);
}

static enum status read_long(struct walk *w, const char *text)
{
    const char *equals = strchr(text, '=');
    struct slice name = slice_part(slice_of(text), 0, equals ? (size_t)(equals - text) : SIZE_MAX);
    for (const struct option *o = w->table; o->name; o++) {
        if (!slice_equal(name, slice_of(o->name)))
            continue;
        if (equals && !may_have_value(o))
            return error_set(w->error, STATUS_USAGE, "--%s: takes no value", o->name);
        if (equals)
            return set_value(o, equals + 1, w->error);
        return takes_value(o) ? next_value(w, o) : set_value(o, NULL, w->error);
    }
    return unknown_long(w, name);
}

/* Letters in one word: each takes none, but the last may take the rest or the next word. */
static enum status read_letters(struct walk *w, const char *letters)
{
    for (const char *c = letters; *c; c++) {
        const struct option *o = w->table;
        while (o->name && o->letter != *c)
            o++;
        if (!o->name) {
            uint32_t codepoint;
            size_t length = utf8_decode(slice_of(c), 0, &codepoint);
            return error_set(w->error, STATUS_USAGE, "-%.*s: no such option; --help lists them",
                             (int)length, c);
        }
        if (takes_value(o))
            return c[1] ? set_value(o, c + 1, w->error) : next_value(w, o);
        enum status status = set_value(o, NULL, w->error);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

enum status options_parse(const struct option *table, enum option_order order, int argc,
                          char **argv, struct option_list *arguments, struct error *error)
{
    struct walk w = {.table = table, .argc = argc, .at = 1, .argv = argv, .error = error};
    bool ended = false;
    *arguments = (struct option_list){0};
    for (; w.at < argc; w.at++) {
        const char *word = argv[w.at];
        bool letters = order == OPTIONS_ANYWHERE || arguments->count == 0;
        enum status status = STATUS_OK;
        if (ended || word[0] != '-' || word[1] == '\0' || (word[1] != '-' && !letters))
            list_add(arguments, word);
        else if (strcmp(word, "--") == 0)
            ended = true;
        else if (word[1] == '-')
            status = read_long(&w, word + 2);
        else
            status = read_letters(&w, word + 1);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* ---- --help ---------------------------------------------------------------------------------- */

/* How much of text goes on one line: whole words when there are spaces to break at. */
static size_t line_part(struct slice text)
{
    size_t end = 0, space = 0, columns = 0;
    while (end < text.size) {
        size_t next = end;
        uint32_t codepoint;
        next += utf8_decode(text, end, &codepoint);
        columns += text_columns(slice_part(text, end, next));
        if (columns > HELP_WIDTH)
            return space > 0 ? space : end;
        if (codepoint == ' ')
            space = end;
        end = next;
    }
    return end;
}

static void append_help(struct buffer *out, const struct option *o)
{
    struct buffer left = {0};
    buffer_text(&left, "  ");
    if (o->letter)
        buffer_format(&left, "-%c, ", o->letter);
    else
        buffer_text(&left, "    ");
    buffer_format(&left, "--%s", o->name);
    if (may_have_value(o))
        buffer_format(&left, "%s%s", takes_value(o) ? "=" : "", o->value);
    buffer_slice(out, buffer_view(&left));
    size_t column = text_columns(buffer_view(&left));
    if (column + 2 > HELP_COLUMN) {
        buffer_char(out, '\n');
        column = 0;
    }
    struct slice rest = slice_of(o->help);
    do {
        buffer_format(out, "%*s", (int)(HELP_COLUMN - column), "");
        size_t part = line_part(rest);
        buffer_slice(out, slice_part(rest, 0, part));
        buffer_char(out, '\n');
        rest = slice_trim(slice_part(rest, part, rest.size));
        column = 0;
    } while (rest.size > 0);
    buffer_free(&left);
}

void options_help(const struct option *table, FILE *stream)
{
    struct buffer out = {0};
    for (const struct option *o = table; o->name; o++)
        append_help(&out, o);
    output_write(stream, buffer_view(&out), NULL);
    buffer_free(&out);
}
