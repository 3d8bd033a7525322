/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum { LIMIT_DEFAULT = 10, LIMIT_MAX = 100000000, TABLE_MAX = 40 };

/* What the table fills. */
static struct given {
    const char *index, *batch, *since;
    uint64_t limit, offset, stages;
    int match, sort, unit, linked, format, color;
    bool count, explain, unique, null, help, version;
    struct settings *settings;
} given;

static const char *const matches[] = {"auto", "all", "any", NULL};
static const char *const sorts[] = {"relevance", "newest", "oldest", NULL};
static const char *const units[] = {"document", "section", NULL};
static const char *const linkeds[] = {"yes", "no", "only", NULL};
static const char *const formats[] = {"text", "jsonl", "tsv", "csv", "paths", "trec", "html", NULL};
static const char *const colors[] = {"auto", "always", "never", NULL};

static enum status add_facets(const char *value, void *target, struct error *error);

/* ---- the table ------------------------------------------------------------------------------- */

static const struct option where[] = {
    {"index", 0, "DIR", "the index; else $LUPP_INDEX, else the user's own", OPTION_TEXT,
     &given.index, 0, 0, NULL, NULL},
    {"batch", 0, "FILE", "ask each line, \"id TAB question\"; - is stdin", OPTION_TEXT,
     &given.batch, 0, 0, NULL, NULL},
    {NULL, 0, NULL, NULL, OPTION_FLAG, NULL, 0, 0, NULL, NULL},
};

static const struct option which[] = {
    {"match", 0, "WHICH",
     "pages with all words, then with some when fewer than 100 have all "
     "(auto); only such with all; any",
     OPTION_CHOICE, &given.match, 0, 0, matches, NULL},
    {"unit", 0, "UNIT", "find documents or sections", OPTION_CHOICE, &given.unit, 0, 0, units,
     NULL},
    {"linked", 0, "WHICH", "pages known only through links: yes, no, only", OPTION_CHOICE,
     &given.linked, 0, 0, linkeds, NULL},
    {"unique", 0, NULL, "of pages with the same text only the newest", OPTION_FLAG, &given.unique,
     0, 0, NULL, NULL},
    {"added-since", 0, "WHEN",
     "only what lupp-index added or changed since a day, the run of a "
     "number, or the last run",
     OPTION_TEXT, &given.since, 0, 0, NULL, NULL},
    {NULL, 0, NULL, NULL, OPTION_FLAG, NULL, 0, 0, NULL, NULL},
};

static const struct option order[] = {
    {"limit", 'n', "N", "show N hits (10)", OPTION_NUMBER, &given.limit, 0, LIMIT_MAX, NULL, NULL},
    {"offset", 0, "N", "leave out the first N", OPTION_NUMBER, &given.offset, 0, LIMIT_MAX, NULL,
     NULL},
    {"sort", 0, "ORDER", "relevance, newest or oldest", OPTION_CHOICE, &given.sort, 0, 0, sorts,
     NULL},
    {"stages", 0, "N", "1: without the second stage of the ranking", OPTION_NUMBER, &given.stages,
     1, 2, NULL, NULL},
    {NULL, 0, NULL, NULL, OPTION_FLAG, NULL, 0, 0, NULL, NULL},
};

static const struct option how[] = {
    {"format", 0, "FORMAT", "text, jsonl, tsv, csv, paths, trec or html", OPTION_CHOICE,
     &given.format, 0, 0, formats, NULL},
    {"null", '0', NULL, "end paths with a zero byte (--format=paths)", OPTION_FLAG, &given.null, 0,
     0, NULL, NULL},
    {"count", 0, NULL, "only say how many hits there are", OPTION_FLAG, &given.count, 0, 0, NULL,
     NULL},
    {"facets", 0, "FIELD,...", "count hits by type, sender, category, year, month", OPTION_ACTION,
     NULL, 0, 0, NULL, add_facets},
    {"explain", 0, NULL, "tell how the question was read and hits were ranked", OPTION_FLAG,
     &given.explain, 0, 0, NULL, NULL},
    {"color", 0, "WHEN", "auto, always or never", OPTION_CHOICE, &given.color, 0, 0, colors, NULL},
    {"help", 'h', NULL, "this text", OPTION_FLAG, &given.help, 0, 0, NULL, NULL},
    {"version", 'V', NULL, "the program's version", OPTION_FLAG, &given.version, 0, 0, NULL, NULL},
    {NULL, 0, NULL, NULL, OPTION_FLAG, NULL, 0, 0, NULL, NULL},
};

static const struct {
    const char *title;
    const struct option *rows;
} groups[] = {
    {"Where to look:", where},
    {"What to find:", which},
    {"In which order:", order},
    {"What to show:", how},
};

static void whole_table(struct option rows[TABLE_MAX])
{
    size_t count = 0;
    for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++)
        for (const struct option *o = groups[g].rows; o->name && count + 1 < TABLE_MAX; o++)
            rows[count++] = *o;
    rows[count] = (struct option){.name = NULL};
}

/* ---- values ---------------------------------------------------------------------------------- */

static enum status add_facets(const char *value, void *target, struct error *error)
{
    struct settings *s = given.settings;
    struct slice list = slice_of(value);
    (void)target;
    for (size_t at = 0; at <= list.size;) {
        size_t comma = slice_find(list, SLICE(","), at);
        size_t end = comma == SIZE_MAX ? list.size : comma;
        struct slice name = slice_part(list, at, end);
        const struct schema_field *field = schema_field_find(name);
        if (!field || !field->facet)
            return error_set(error, STATUS_USAGE,
                             "'%.*s' is none of type, sender, category, year, month",
                             (int)name.size, name.data);
        if (s->facet_count == FACETS_MAX)
            return error_set(error, STATUS_USAGE, "too many fields");
        s->facets[s->facet_count++] = field;
        at = end + 1;
    }
    return STATUS_OK;
}

static bool env_set(const char *name)
{
    const char *value = getenv(name);
    return value && value[0];
}

static bool wants_color(void)
{
    const char *terminal = getenv("TERM");
    if (given.color != COLOR_AUTO)
        return given.color == COLOR_ALWAYS;
    return !env_set("NO_COLOR") && isatty(STDOUT_FILENO) &&
           !(terminal && strcmp(terminal, "dumb") == 0);
}

static enum status find_index(struct buffer *out, struct error *error)
{
    if (given.index)
        buffer_text(out, given.index);
    else if (env_set("LUPP_INDEX"))
        buffer_text(out, getenv("LUPP_INDEX"));
    else if (env_set("XDG_DATA_HOME"))
        buffer_format(out, "%s/lupp/index", getenv("XDG_DATA_HOME"));
    else if (env_set("HOME"))
        buffer_format(out, "%s/.local/share/lupp/index", getenv("HOME"));
    if (out->size == 0)
        return error_set(error, STATUS_USAGE, "--index: needed, since there is no home directory");
    return STATUS_OK;
}

static void fill_search(struct settings *s)
{
    bool facets = s->facet_count > 0;
    bool shows = !given.count && s->format != FORMAT_TREC;
    s->search = (struct search_settings){
        .limit = given.limit,
        .offset = given.offset,
        .match = (enum search_match)given.match,
        .sort = (enum search_sort)given.sort,
        .sections = given.unit == 1,
        .limits = {.linked = (enum plan_linked)given.linked},
        .unique = given.unique,
        .all = facets || given.since,
        .one_stage = given.stages == 1,
        .count = given.count,
        .set = facets,
        .records = shows,
        .missing = shows && s->format != FORMAT_PATHS,
        .explain = given.explain,
    };
    if (given.count)
        s->search.limit = 0;
}

/* Whether it looks like a short option of the table, with a number or without. */
static bool is_like_option(const struct option *table, const char *word)
{
    if (word[0] != '-' || word[1] == '\0' || word[2 + strspn(word + 2, "0123456789")] != '\0')
        return false;
    while (table->name && table->letter != word[1])
        table++;
    return table->name != NULL;
}

/* The first word after others that excludes what an option may have been meant by. */
static const char *find_excluding(const struct option *table, const struct option_list *words)
{
    for (size_t i = 1; i < words->count; i++)
        if (is_like_option(table, words->items[i]))
            return words->items[i];
    return NULL;
}

static bool shows_explanations(int format)
{
    return format == FORMAT_TEXT || format == FORMAT_JSONL || format == FORMAT_HTML;
}

static enum status check(const struct settings *s, size_t words, struct error *error)
{
    if (s->help || s->version)
        return STATUS_OK;
    if (s->batch && words > 0)
        return error_set(error, STATUS_USAGE, "--batch: takes its questions from the file alone");
    if (!s->batch && words == 0 && !s->since && !search_limits(&s->search))
        return error_set(error, STATUS_USAGE, "nothing asked; lupp QUESTION, or lupp --help");
    if (s->null && s->format != FORMAT_PATHS)
        return error_set(error, STATUS_USAGE, "--null: needs --format=paths");
    if (s->facet_count > 0 && (s->format == FORMAT_PATHS || s->format == FORMAT_TREC))
        return error_set(error, STATUS_USAGE, "--facets: --format=%s has no place for them",
                         formats[s->format]);
    if (s->search.explain && !shows_explanations(s->format))
        return error_set(error, STATUS_USAGE, "--explain: --format=%s has no place for it",
                         formats[s->format]);
    return STATUS_OK;
}

enum status settings_read(struct settings *out, int argc, char **argv, struct error *error)
{
    struct option table[TABLE_MAX];
    struct option_list words;
    *out = (struct settings){.format = FORMAT_TEXT};
    given = (struct given){.limit = LIMIT_DEFAULT, .stages = 2, .settings = out};
    whole_table(table);
    enum status status = options_parse(table, OPTIONS_LONG_AFTER, argc, argv, &words, error);
    for (size_t i = 0; i < words.count; i++)
        buffer_format(&out->question, "%s%s", i > 0 ? " " : "", words.items[i]);
    out->excluding = find_excluding(table, &words);
    free(words.items);
    if (status != STATUS_OK)
        return status;
    out->batch = given.batch;
    out->since = given.since;
    out->format = given.format;
    out->null = given.null;
    out->help = given.help;
    out->version = given.version;
    out->color = wants_color();
    fill_search(out);
    status = check(out, words.count, error);
    if (status == STATUS_OK && !out->help && !out->version)
        status = find_index(&out->index, error);
    return status;
}

void settings_free(struct settings *s)
{
    buffer_free(&s->index);
    buffer_free(&s->question);
}

void settings_help(FILE *stream)
{
    fputs("usage: lupp [OPTION...] QUESTION...\n"
          "\n"
          "Finds things in Swedish official texts.\n"
          "  sexuell exploatering           pages with these words, in any form\n"
          "  \"nationell samordnare\"         in this order, in any form; =\"...\" in just this\n"
          "  handel -nato  vård OR omsorg   without; one of them (also AND, NOT, NEAR/5)\n"
          "  exploat*  =handel              words that begin so; just this form\n"
          "  titel:skola typ:remiss avsändare:justitie datum:2024-11..2025-02\n"
          "  ref:\"SOU 2023:98\" belopp:1mkr..5mkr länk:ID från:ID text:ord uppdaterad:2025\n",
          stream);
    for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++) {
        fprintf(stream, "\n%s\n", groups[g].title);
        options_help(groups[g].rows, stream);
    }
    fputs("\nExit status: 0 there are hits, 1 there are none, 2 trouble. More: man lupp\n", stream);
}
