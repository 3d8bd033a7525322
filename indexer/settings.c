/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "settings.h"

#include "readers.h"

#include <stdlib.h>
#include <string.h>

#define SITE_DEFAULT "https://www.regeringen.se"

static const char *const formats[] = {"text", "jsonl", NULL};

/* ---- values that need reading ---------------------------------------------------------------- */

/* Digits of at most seven places; the rest of text in *rest. */
static bool read_digits(const char *text, uint64_t *value, const char **rest)
{
    size_t count = 0;
    *value = 0;
    while (count < 8 && text[count] >= '0' && text[count] <= '9')
        *value = *value * 10 + (uint64_t)(text[count++] - '0');
    *rest = text + count;
    return count > 0 && count < 8;
}

static enum status read_wait(const char *value, void *target, struct error *error)
{
    struct settings *s = target;
    uint64_t seconds;
    const char *rest;
    s->wait_seconds = SETTINGS_WAIT_FOREVER;
    if (value == NULL)
        return STATUS_OK;
    if (!read_digits(value, &seconds, &rest) || *rest != '\0')
        return error_set(error, STATUS_USAGE, "'%s' is no number of seconds", value);
    s->wait_seconds = (int)seconds;
    return STATUS_OK;
}

static enum status read_follow(const char *value, void *target, struct error *error)
{
    struct settings *s = target;
    uint64_t steps = 1;
    const char *rest = "";
    if (value != NULL && (!read_digits(value, &steps, &rest) || *rest != '\0' || steps < 1 ||
                          steps > SETTINGS_FOLLOW_MAX))
        return error_set(error, STATUS_USAGE, "'%s' is no number of steps from 1 to %d", value,
                         SETTINGS_FOLLOW_MAX);
    s->follow = (unsigned)steps;
    return STATUS_OK;
}

static enum status read_commit(const char *value, void *target, struct error *error)
{
    struct settings *s = target;
    uint64_t number = 0;
    const char *rest = "";
    bool good = read_digits(value, &number, &rest) && number > 0;
    s->commit_documents = s->commit_milliseconds = 0;
    s->commit_given = true;
    if (good && *rest == '\0')
        s->commit_documents = number;
    else if (good && strcmp(rest, "s") == 0)
        s->commit_milliseconds = number * 1000;
    else if (good && strcmp(rest, "ms") == 0)
        s->commit_milliseconds = number;
    else
        return error_set(error, STATUS_USAGE,
                         "'%s' is neither a number of documents (500) nor a time (30s, 200ms)",
                         value);
    return STATUS_OK;
}

static enum status read_analysis(const char *value, void *target, struct error *error)
{
    struct settings *s = target;
    s->analysis_given = true;
    if (swedish_analysis_named(slice_of(value), &s->analysis))
        return STATUS_OK;
    struct buffer names = {0};
    for (int i = 0; i < SWEDISH_ANALYSES; i++)
        buffer_format(&names, "%s%s", i > 0 ? ", " : "",
                      swedish_analysis_name((enum swedish_analysis)i));
    error_set(error, STATUS_USAGE, "'%s' is none of %s", value, names.data);
    buffer_free(&names);
    return STATUS_USAGE;
}

/* ---- the table ------------------------------------------------------------------------------- */

enum { TABLE_ROWS = 48 };

/* The table points into s. */
static void fill_table(struct settings *s, struct option table[TABLE_ROWS])
{
    const struct option rows[] = {
        {.name = "index",
         .value = "DIR",
         .help = "the index [$LUPP_INDEX, ~/.local/share/lupp/index]",
         .kind = OPTION_TEXT,
         .target = &s->index},
        {.name = "root",
         .value = "DIR",
         .help = "folder that ids begin at",
         .kind = OPTION_TEXT,
         .target = &s->root},
        {.name = "site",
         .value = "URL",
         .help = "address of the site [" SITE_DEFAULT "]",
         .kind = OPTION_TEXT,
         .target = &s->site_given},
        {.name = "prefix",
         .value = "NAME",
         .help = "put the ids under a name",
         .kind = OPTION_TEXT,
         .target = &s->prefix_given},
        {.name = "adopt",
         .help = "take over ids that another root holds",
         .kind = OPTION_FLAG,
         .target = &s->adopt},
        {.name = "url",
         .value = "URL",
         .help = "standard input is the page of this address",
         .kind = OPTION_TEXT,
         .target = &s->url},
        {.name = "files-from",
         .value = "FILE",
         .help = "read sources from FILE, - for standard input",
         .kind = OPTION_TEXT,
         .target = &s->files_from},
        {.name = "null",
         .letter = '0',
         .help = "names in FILE end in NUL, not newline",
         .kind = OPTION_FLAG,
         .target = &s->null},
        {.name = "follow",
         .value = "[=DEPTH]",
         .help = "fetch what is linked to and not here, so many steps [1]",
         .kind = OPTION_ACTION,
         .target = s,
         .act = read_follow},
        {.name = "allow-host",
         .value = "HOST",
         .help = "a host to fetch from; may be given several times",
         .kind = OPTION_LIST,
         .target = &s->hosts},
        {.name = "allow-private",
         .value = "HOST",
         .help = "likewise, though its address is a private one",
         .kind = OPTION_LIST,
         .target = &s->private_hosts},
        {.name = "max-bytes",
         .value = "N",
         .help = "of a document that is fetched [16777216]",
         .kind = OPTION_NUMBER,
         .target = &s->max_bytes,
         .min = 1,
         .max = READER_SIZE_MAX},
        {.name = "pause",
         .value = "SECONDS",
         .help = "between requests to one host [1]",
         .kind = OPTION_NUMBER,
         .target = &s->pause,
         .max = 3600},
        {.name = "timeout",
         .value = "SECONDS",
         .help = "that one request may take [60]",
         .kind = OPTION_NUMBER,
         .target = &s->timeout,
         .min = 1,
         .max = 3600},
        {.name = "refresh",
         .value = "DAYS",
         .help = "after which what was fetched is asked for again [7]",
         .kind = OPTION_NUMBER,
         .target = &s->refresh,
         .max = 36500},
        {.name = "contact",
         .value = "ADDRESS",
         .help = "where those who run the hosts reach you",
         .kind = OPTION_TEXT,
         .target = &s->contact},
        {.name = "prune",
         .help = "remove documents that the sources no longer hold",
         .kind = OPTION_FLAG,
         .target = &s->prune},
        {.name = "force",
         .help = "prune even more than a tenth",
         .kind = OPTION_FLAG,
         .target = &s->force},
        {.name = "remove",
         .value = "ID",
         .help = "remove a document; may be given several times",
         .kind = OPTION_LIST,
         .target = &s->remove},
        {.name = "check", .help = "verify the index", .kind = OPTION_FLAG, .target = &s->check},
        {.name = "rebuild",
         .help = "analyse anew what the index holds, without sources",
         .kind = OPTION_FLAG,
         .target = &s->rebuild},
        {.name = "analysis",
         .value = "NAME",
         .help = "of words, for comparisons: full, no-names, no-compounds, snowball, surface",
         .kind = OPTION_ACTION,
         .target = s,
         .act = read_analysis},
        {.name = "compact",
         .help = "write the index anew as small as it goes",
         .kind = OPTION_FLAG,
         .target = &s->compact},
        {.name = "wait",
         .value = "[=SECONDS]",
         .help = "wait while another process is writing",
         .kind = OPTION_ACTION,
         .target = s,
         .act = read_wait},
        {.name = "commit-every",
         .value = "N",
         .help = "commit after N documents, or a time: 30s, 200ms",
         .kind = OPTION_ACTION,
         .target = s,
         .act = read_commit},
        {.name = "dry-run",
         .letter = 'n',
         .help = "only say what would be done",
         .kind = OPTION_FLAG,
         .target = &s->dry_run},
        {.name = "watchlist",
         .value = "FILE",
         .help = "print what is new for each \"name TAB question\" of FILE",
         .kind = OPTION_TEXT,
         .target = &s->watchlist},
        {.name = "quiet",
         .letter = 'q',
         .help = "no closing line",
         .kind = OPTION_FLAG,
         .target = &s->quiet},
        {.name = "verbose",
         .letter = 'v',
         .help = "say what happens to each document",
         .kind = OPTION_FLAG,
         .target = &s->verbose},
        {.name = "format",
         .value = "FORMAT",
         .help = "closing line and watchlist as text or jsonl",
         .kind = OPTION_CHOICE,
         .target = &s->format,
         .choices = formats},
        {.name = "help",
         .letter = 'h',
         .help = "show this and exit",
         .kind = OPTION_FLAG,
         .target = &s->help},
        {.name = "version",
         .help = "show the version and exit",
         .kind = OPTION_FLAG,
         .target = &s->version},
    };
    _Static_assert(sizeof rows / sizeof rows[0] < TABLE_ROWS, "the table needs room for its end");
    memset(table, 0, TABLE_ROWS * sizeof *table);
    memcpy(table, rows, sizeof rows);
}

void settings_print_help(void)
{
    struct settings unused = {0};
    struct option table[TABLE_ROWS];
    fill_table(&unused, table);
    puts("Usage: lupp-index [OPTIONS] SOURCE...\n\n"
         "Reads folders, files or standard input (-) into an index for lupp.\n");
    options_help(table, stdout);
}

/* ---- checks ---------------------------------------------------------------------------------- */

static struct slice without_slashes(const char *text)
{
    struct slice s = slice_trim(slice_of(text));
    while (slice_starts(s, SLICE("/")))
        s = slice_part(s, 1, s.size);
    while (slice_ends(s, SLICE("/")))
        s.size--;
    return s;
}

static enum status check_names(struct settings *s, struct error *error)
{
    s->naming.site = without_slashes(s->site_given != NULL ? s->site_given : SITE_DEFAULT);
    if (slice_find(s->naming.site, SLICE("://"), 0) == SIZE_MAX)
        return error_set(error, STATUS_USAGE, "--site: '%s' is not an address like %s",
                         s->site_given, SITE_DEFAULT);
    s->naming.prefix = without_slashes(s->prefix_given);
    if (s->prefix_given != NULL && s->naming.prefix.size == 0)
        return error_set(error, STATUS_USAGE, "--prefix: the name is empty");
    return STATUS_OK;
}

static size_t count_stream(const struct settings *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->sources.count; i++)
        count += strcmp(s->sources.items[i], "-") == 0;
    return count;
}

static enum status check_sources(const struct settings *s, struct error *error)
{
    bool sources = s->sources.count > 0 || s->files_from != NULL || s->url != NULL;
    size_t tasks = (size_t)s->check + s->rebuild + s->compact + (s->remove.count > 0);
    if (tasks > 1 || (tasks > 0 && sources))
        return error_set(error, STATUS_USAGE,
                         "--remove, --check, --rebuild and --compact stand alone, without sources");
    if (s->dry_run && (s->check || s->rebuild || s->compact))
        return error_set(error, STATUS_USAGE, "--dry-run: goes with sources and --remove");
    if (tasks == 0 && !sources)
        return error_set(error, STATUS_USAGE,
                         "no source given: name a folder, a file, or - (--help tells more)");
    size_t hosts = s->hosts.count + s->private_hosts.count;
    if (s->follow > 0 && hosts == 0)
        return error_set(error, STATUS_USAGE,
                         "--follow: name the hosts it may fetch from: "
                         "--allow-host");
    if (s->follow == 0 && hosts > 0)
        return error_set(error, STATUS_USAGE, "--allow-host: goes with --follow");
    if (tasks > 0 && s->follow > 0)
        return error_set(error, STATUS_USAGE, "--follow: goes with sources");
    if (tasks > 0 && s->watchlist != NULL)
        return error_set(error, STATUS_USAGE, "--watchlist: goes with sources");
    size_t streams = count_stream(s) + (s->url != NULL && count_stream(s) == 0) +
                     (s->files_from != NULL && strcmp(s->files_from, "-") == 0);
    if (streams > 1)
        return error_set(error, STATUS_USAGE, "standard input can be read once only");
    if (s->url != NULL && s->sources.count > count_stream(s))
        return error_set(error, STATUS_USAGE, "--url: goes with standard input only");
    if (s->null && s->files_from == NULL)
        return error_set(error, STATUS_USAGE, "--null: goes with --files-from");
    return STATUS_OK;
}

enum status settings_parse(struct settings *s, int argc, char **argv, struct error *error)
{
    struct option table[TABLE_ROWS];
    *s = (struct settings){.commit_documents = SETTINGS_COMMIT_DOCUMENTS,
                           .max_bytes = SETTINGS_MAX_BYTES,
                           .pause = SETTINGS_PAUSE,
                           .timeout = SETTINGS_TIMEOUT,
                           .refresh = SETTINGS_REFRESH};
    fill_table(s, table);
    enum status status = options_parse(table, OPTIONS_ANYWHERE, argc, argv, &s->sources, error);
    if (status != STATUS_OK || s->help || s->version)
        return status;
    status = check_names(s, error);
    return status == STATUS_OK ? check_sources(s, error) : status;
}

void settings_free(struct settings *s)
{
    free(s->sources.items);
    free(s->remove.items);
    free(s->hosts.items);
    free(s->private_hosts.items);
    *s = (struct settings){0};
}

/* ---- the index ------------------------------------------------------------------------------- */

static const char *set_variable(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

enum status settings_index(const struct settings *s, struct buffer *out, struct error *error)
{
    const char *named = s->index != NULL ? s->index : set_variable("LUPP_INDEX");
    const char *data = set_variable("XDG_DATA_HOME"), *home = set_variable("HOME");
    if (named != NULL && named[0] == '\0')
        return error_set(error, STATUS_USAGE, "--index: the name is empty");
    if (named != NULL)
        buffer_text(out, named);
    else if (data != NULL)
        buffer_format(out, "%s/lupp/index", data);
    else if (home != NULL)
        buffer_format(out, "%s/.local/share/lupp/index", home);
    else
        return error_set(error, STATUS_USAGE, "no place for the index: give --index DIR");
    return STATUS_OK;
}
