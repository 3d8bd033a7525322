/* SPDX-License-Identifier: GPL-2.0-or-later */
/* robots.txt by RFC 9309, with Crawl-delay, which it leaves out and hosts use. */
#include "fetch_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
    PATTERN_MAX = 2048,     /* bytes; a longer one is cut when it forbids, dropped when it allows */
    DELAY_MS_MAX = 1u << 30 /* what is more counts as this */
};

struct rule {
    struct slice pattern; /* normalised; in the arena */
    bool allow;
};

struct rules {
    struct rule *items;
    size_t count, room;
    uint64_t delay_ms;
    bool named; /* some group is for it */
};

struct fetch_robots {
    struct arena arena;
    struct rules own, any; /* those for agent, those for "*" */
};

/* ---- paths ----------------------------------------------------------------------------------- */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_unreserved(unsigned char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~", c) != NULL);
}

/* One spelling for each path: "%7e" is "~", "%c3" is "%C3", a byte beyond ASCII is "%XX". A "*" or
   "$" of an address is "%2A" or "%24": only in a pattern, "$" at its end, are they signs. */
static void normalise(struct buffer *out, struct slice path, bool is_pattern)
{
    for (size_t i = 0; i < path.size; i++) {
        unsigned char c = (unsigned char)path.data[i];
        int high = i + 2 < path.size ? hex_value(path.data[i + 1]) : -1;
        int low = i + 2 < path.size ? hex_value(path.data[i + 2]) : -1;
        bool escaped = c == '%' && high >= 0 && low >= 0;
        if (escaped) {
            c = (unsigned char)(high * 16 + low);
            i += 2;
        }
        bool sign = (c == '*' && !is_pattern) || (c == '$' && !(is_pattern && i + 1 == path.size));
        if (escaped ? is_unreserved(c) : c > 0x20 && c < 0x7F && !sign)
            buffer_char(out, (char)c);
        else
            buffer_format(out, "%%%02X", c);
    }
}

/* "*" is any bytes, "$" at the end is the end; else the pattern is a beginning of the path. Goes
   back to the last "*" only, so the time is at most pattern times path. */
static bool matches(struct slice pattern, struct slice path)
{
    bool to_end = slice_ends(pattern, SLICE("$"));
    size_t size = pattern.size - (to_end ? 1 : 0);
    size_t p = 0, s = 0, star = SIZE_MAX, resume = 0;
    for (;;) {
        if (p == size && (!to_end || s == path.size))
            return true;
        if (p < size && pattern.data[p] == '*') {
            star = p++;
            resume = s;
        } else if (p < size && s < path.size && pattern.data[p] == path.data[s]) {
            p++;
            s++;
        } else if (star != SIZE_MAX && resume < path.size) {
            p = star + 1;
            s = ++resume;
        } else {
            return false;
        }
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

static void add_rule(struct fetch_robots *robots, struct rules *rules, struct slice value,
                     bool allow)
{
    struct buffer pattern = {0};
    if (value.size == 0)
        return; /* "Disallow:" forbids nothing */
    bool wild = value.data[0] == '*';
    if (value.data[0] != '/' && !wild)
        buffer_char(&pattern, '/');
    normalise(&pattern, value, true);
    if (pattern.size > PATTERN_MAX)
        pattern.size = allow ? 0 : PATTERN_MAX;
    if (pattern.size > 0) {
        rules->items =
            base_grow(rules->items, &rules->room, rules->count + 1, sizeof *rules->items);
        struct slice kept = slice_keep(&robots->arena, buffer_view(&pattern));
        rules->items[rules->count++] = (struct rule){.pattern = kept, .allow = allow};
    }
    buffer_free(&pattern);
}

/* "2", "0.5": milliseconds; 0 when it is no number. */
static uint64_t read_delay(struct slice value)
{
    uint64_t ms = 0, unit = 1000;
    bool point = false;
    for (size_t i = 0; i < value.size && unit > 0; i++) {
        char c = value.data[i];
        if (c == '.' && !point) {
            point = true;
            unit = 100;
        } else if (c < '0' || c > '9') {
            return 0;
        } else if (point) {
            ms += (uint64_t)(c - '0') * unit;
            unit /= 10;
        } else {
            ms = ms * 10 + (uint64_t)(c - '0') * unit;
        }
        if (ms > DELAY_MS_MAX)
            return DELAY_MS_MAX;
    }
    return ms;
}

/* The product's name of "Lupp/1.0 (...)". */
static struct slice agent_name(struct slice value)
{
    size_t end = 0;
    while (end < value.size && strchr("/ \t(", value.data[end]) == NULL)
        end++;
    return slice_part(value, 0, end);
}

/* What the lines so far have said of the group that we are in. */
struct group {
    bool open; /* the last line was a User-agent: another one adds to it */
    bool own, any;
};

/* A group for "lupp" is for "lupp-index" too, and who has seen only the program's name in a log may
   write that. */
static bool names_agent(struct slice name, struct slice agent)
{
    return slice_equal_ascii(slice_part(name, 0, agent.size), agent) &&
           (name.size == agent.size || name.data[agent.size] == '-');
}

static void take_agent(struct fetch_robots *robots, struct group *group, struct slice value,
                       struct slice agent)
{
    if (!group->open)
        *group = (struct group){.open = true};
    struct slice name = agent_name(value);
    if (names_agent(name, agent)) {
        group->own = true;
        robots->own.named = true;
    } else if (slice_equal(name, SLICE("*"))) {
        group->any = true;
    }
}

static void take_rule(struct fetch_robots *robots, const struct group *group, struct slice key,
                      struct slice value)
{
    struct rules *both[2] = {group->own ? &robots->own : NULL, group->any ? &robots->any : NULL};
    bool allow = slice_equal_ascii(key, SLICE("allow"));
    for (size_t i = 0; i < 2; i++) {
        if (both[i] == NULL)
            continue;
        if (allow || slice_equal_ascii(key, SLICE("disallow")))
            add_rule(robots, both[i], value, allow);
        else if (read_delay(value) > both[i]->delay_ms)
            both[i]->delay_ms = read_delay(value);
    }
}

static void take_line(struct fetch_robots *robots, struct group *group, struct slice line,
                      struct slice agent)
{
    size_t comment = slice_find(line, SLICE("#"), 0);
    line = slice_part(line, 0, comment == SIZE_MAX ? line.size : comment);
    size_t colon = slice_find(line, SLICE(":"), 0);
    if (colon == SIZE_MAX)
        return;
    struct slice key = slice_trim(slice_part(line, 0, colon));
    struct slice value = slice_trim(slice_part(line, colon + 1, line.size));
    if (slice_equal_ascii(key, SLICE("user-agent"))) {
        take_agent(robots, group, value, agent);
    } else if (slice_equal_ascii(key, SLICE("allow")) ||
               slice_equal_ascii(key, SLICE("disallow")) ||
               slice_equal_ascii(key, SLICE("crawl-delay"))) {
        group->open = false;
        take_rule(robots, group, key, value);
    }
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

struct fetch_robots *fetch_robots_parse(struct slice text, const char *agent)
{
    struct fetch_robots *robots = base_calloc(1, sizeof *robots);
    struct group group = {0};
    text = slice_part(text, 0, FETCH_ROBOTS_MAX);
    if (slice_starts(text, SLICE("\xEF\xBB\xBF")))
        text = slice_part(text, 3, text.size);
    for (size_t start = 0; start < text.size;) {
        size_t end = start;
        while (end < text.size && !is_line_end(text.data[end]))
            end++;
        take_line(robots, &group, slice_part(text, start, end), slice_of(agent));
        start = end + 1;
    }
    return robots;
}

void fetch_robots_free(struct fetch_robots *robots)
{
    if (robots == NULL)
        return;
    arena_free(&robots->arena);
    free(robots->own.items);
    free(robots->any.items);
    free(robots);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static const struct rules *rules_that_hold(const struct fetch_robots *robots)
{
    return robots->own.named ? &robots->own : &robots->any;
}

bool fetch_robots_allow(const struct fetch_robots *robots, struct slice path)
{
    const struct rules *rules = rules_that_hold(robots);
    struct buffer normal = {0};
    size_t longest = 0;
    bool allow = true;
    if (slice_equal(path, SLICE("/robots.txt")))
        return true;
    normalise(&normal, path, false);
    for (size_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->items[i];
        bool decides = rule->pattern.size > longest ||
                       (rule->pattern.size == longest && rule->allow && !allow);
        if (decides && matches(rule->pattern, buffer_view(&normal))) {
            longest = rule->pattern.size;
            allow = rule->allow;
        }
    }
    buffer_free(&normal);
    return allow;
}

uint64_t fetch_robots_delay(const struct fetch_robots *robots)
{
    return rules_that_hold(robots)->delay_ms;
}
