/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "swedish_internal.h"

#include <string.h>

/*
 * The table is read as it stands in the program: some two hundred lines, each looked at once a
 * question. A name is compared word by word with the forms of the question, so nothing is tokenized
 * and nothing is kept.
 */
extern const char swedish_names_table[];
extern const char swedish_names_table_end[];

struct line {
    struct slice acronym, name;
};

static struct slice cut_at(struct slice *rest, char sign)
{
    const char *found = rest->size > 0 ? memchr(rest->data, sign, rest->size) : NULL;
    size_t end = found != NULL ? (size_t)(found - rest->data) : rest->size;
    struct slice piece = slice_part(*rest, 0, end);
    *rest = slice_part(*rest, end + 1, rest->size);
    return piece;
}

static bool next_line(struct slice *rest, struct line *out)
{
    while (rest->size > 0) {
        struct slice line = cut_at(rest, '\n');
        if (line.size == 0 || line.data[0] == '#')
            continue;
        out->acronym = cut_at(&line, '\t');
        out->name = cut_at(&line, '\t');
        return true;
    }
    return false;
}

static bool is_sign(char c)
{
    return c == ' ' || c == '-' || c == ',' || c == '&' || c == ':';
}

/* The next word of a folded name; what follows a colon ("fn:s") belongs to the word before it. */
static struct slice next_word(struct slice name, size_t *offset)
{
    while (*offset < name.size && is_sign(name.data[*offset]))
        ++*offset;
    size_t start = *offset;
    while (*offset < name.size && !is_sign(name.data[*offset]))
        ++*offset;
    struct slice word = slice_part(name, start, *offset);
    if (*offset < name.size && name.data[*offset] == ':')
        while (*offset < name.size && name.data[*offset] != ' ')
            ++*offset;
    return word;
}

/* The last word of a name may stand in the genitive. */
static bool is_form(struct slice form, struct slice word, bool last)
{
    if (slice_equal(form, word))
        return true;
    return last && form.size == word.size + 1 && form.data[word.size] == 's' &&
           slice_starts(form, word);
}

/* How many forms from the first on make the name, or 0. */
static size_t match_name(struct slice folded, const struct slice *forms, size_t count)
{
    size_t offset = 0, used = 0;
    while (offset < folded.size) {
        struct slice word = next_word(folded, &offset);
        if (word.size == 0)
            break;
        if (used == count || !is_form(forms[used], word, offset >= folded.size))
            return 0;
        used++;
    }
    return used;
}

/* `from` said by the forms leads to `to`. */
static int find_name(struct slice from, struct slice to, const struct slice *forms, size_t count,
                     int (*name)(void *user, const struct swedish_name *name), void *user)
{
    struct buffer folded = {0};
    int stop = 0;
    swedish_fold(from, &folded);
    for (size_t first = 0; first < count && stop == 0; first++) {
        size_t used = match_name(buffer_view(&folded), forms + first, count - first);
        if (used > 0)
            stop = name(user, &(struct swedish_name){.first = first, .count = used, .other = to});
    }
    buffer_free(&folded);
    return stop;
}

void swedish_names_each(struct swedish *s, const struct slice *forms, size_t count,
                        int (*name)(void *user, const struct swedish_name *name), void *user)
{
    struct line line;
    if (swedish_analysis(s) == SWEDISH_NO_NAMES)
        return;
    struct slice rest = {.data = swedish_names_table,
                         .size = (size_t)(swedish_names_table_end - swedish_names_table)};
    while (next_line(&rest, &line))
        if (find_name(line.acronym, line.name, forms, count, name, user) != 0 ||
            find_name(line.name, line.acronym, forms, count, name, user) != 0)
            return;
}
