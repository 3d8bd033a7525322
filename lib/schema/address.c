/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema_internal.h"

#include <string.h>

/* ---- pieces of an address ---------------------------------------------------------------------
 */

struct address {
    struct slice scheme, host, path, query; /* path without fragment; host without user and port */
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "https" of "https://...", "mailto" of "mailto:..."; empty for a path. */
static struct slice scheme_of(struct slice s)
{
    size_t end = 0;
    while (end < s.size && (is_letter(s.data[end]) ||
                            (end > 0 && strchr("+-.", s.data[end]) != NULL && s.data[end] != '\0')))
        end++;
    if (end == 0 || end >= s.size || s.data[end] != ':')
        return (struct slice){0};
    return slice_part(s, 0, end);
}

static size_t find_char(struct slice s, char c)
{
    const char *found = s.size > 0 ? memchr(s.data, c, s.size) : NULL;
    return found != NULL ? (size_t)(found - s.data) : s.size;
}

/* Host without user and without the default port. */
static struct slice host_of(struct slice authority)
{
    size_t at = find_char(authority, '@');
    if (at < authority.size)
        authority = slice_part(authority, at + 1, authority.size);
    if (slice_ends(authority, SLICE(":443")) || slice_ends(authority, SLICE(":80")))
        authority.size = find_char(authority, ':');
    return authority;
}

static struct address address_split(struct slice s)
{
    struct address a = {.scheme = scheme_of(s)};
    s.size = find_char(s, '#');
    if (a.scheme.size > 0)
        s = slice_part(s, a.scheme.size + 1, s.size);
    if (slice_starts(s, SLICE("//"))) {
        s = slice_part(s, 2, s.size);
        size_t end = find_char(s, '/');
        size_t question = find_char(s, '?');
        end = question < end ? question : end;
        a.host = host_of(slice_part(s, 0, end));
        s = slice_part(s, end, s.size);
    }
    size_t question = find_char(s, '?');
    a.path = slice_part(s, 0, question);
    a.query = slice_part(s, question + 1, s.size);
    return a;
}

static struct slice without_www(struct slice host)
{
    return host.size > 4 && slice_equal_ascii(slice_part(host, 0, 4), SLICE("www."))
               ? slice_part(host, 4, host.size)
               : host;
}

/* ---- paths ------------------------------------------------------------------------------------
 */

/* Appends the path's segments to out[base..], resolving "." and "..", without slashes at the ends.
 */
static void append_path(struct buffer *out, size_t base, struct slice path)
{
    while (path.size > 0) {
        size_t end = find_char(path, '/');
        struct slice segment = slice_part(path, 0, end);
        path = slice_part(path, end + 1, path.size);
        if (segment.size == 0 || slice_equal(segment, SLICE(".")))
            continue;
        if (slice_equal(segment, SLICE(".."))) {
            size_t cut = out->size;
            while (cut > base && out->data[cut - 1] != '/')
                cut--;
            out->size = cut > base ? cut - 1 : base;
            continue;
        }
        if (out->size > base)
            buffer_char(out, '/');
        buffer_slice(out, segment);
    }
}

static void drop_markdown_ending(struct buffer *out, size_t base)
{
    struct slice name = slice_part(buffer_view(out), base, out->size);
    if (name.size > 3 && slice_ends(name, SLICE(".md"))) {
        out->size -= 3;
        out->data[out->size] = '\0';
    }
}

/* The folder of the page `from`, where a relative address begins. The site's own relative addresses
   end in a slash, but a mirror's files stand side by side: there "x" is a neighbour. */
static struct slice folder_of(struct slice from)
{
    size_t end = from.size;
    while (end > 0 && from.data[end - 1] != '/')
        end--;
    return slice_part(from, 0, end);
}

static bool has_space(struct slice s)
{
    for (size_t i = 0; i < s.size; i++)
        if ((unsigned char)s.data[i] <= ' ')
            return true;
    return false;
}

/* ---- ids of other hosts -----------------------------------------------------------------------
 */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t count_digits(struct slice s)
{
    size_t count = 0;
    while (count < s.size && is_digit(s.data[count]))
        count++;
    return count;
}

/* "192.0.2.7" */
static bool is_four_numbers(struct slice s)
{
    size_t numbers = 0;
    for (;; numbers++) {
        size_t digits = count_digits(s);
        if (digits == 0 || digits > 3)
            return false;
        s = slice_part(s, digits, s.size);
        if (s.size == 0)
            return numbers + 1 == 4;
        if (s.data[0] != '.')
            return false;
        s = slice_part(s, 1, s.size);
    }
}

/* Letters, digits and hyphens with a dot between them, the last of them a letter: "prop.-2021" is
   a folder. */
static bool is_host_name(struct slice s)
{
    size_t dot = find_char(s, '.');
    if (dot == 0 || dot + 1 >= s.size || !is_letter(s.data[s.size - 1]))
        return false;
    for (size_t i = 0; i < s.size; i++)
        if (!is_letter(s.data[i]) && !is_digit(s.data[i]) && s.data[i] != '-' && s.data[i] != '.')
            return false;
    return true;
}

/* "bilaga.pdf" is a file, not a host. */
static bool is_file_name(struct slice s)
{
    static const struct slice endings[] = {
        TEXT(".txt"), TEXT(".html"), TEXT(".htm"),   TEXT(".xhtml"), TEXT(".pdf"),
        TEXT(".xml"), TEXT(".json"), TEXT(".jsonl"), TEXT(".rss"),   TEXT(".atom"),
    };
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (slice_ends(s, endings[i]))
            return true;
    return false;
}

/* The host, with a port if there is one, that an id of another host begins with; else empty. */
static struct slice host_of_id(struct slice id)
{
    struct slice host = slice_part(id, 0, find_char(slice_part(id, 0, find_char(id, '?')), '/'));
    struct slice name = slice_part(host, 0, find_char(host, ':'));
    struct slice port = slice_part(host, name.size + 1, host.size);
    bool good = is_host_name(name) || is_four_numbers(name);
    if (name.size < host.size)
        good = good && port.size > 0 && count_digits(port) == port.size;
    else if (host.size == id.size)
        good = good && !is_file_name(name);
    return good ? host : (struct slice){0};
}

/* ---- what addresses mean ----------------------------------------------------------------------
 */

static void append_query(struct buffer *out, const struct address *a)
{
    if (a->query.size == 0)
        return;
    buffer_char(out, '?');
    buffer_slice(out, a->query);
}

static void append_host(struct buffer *out, struct slice host)
{
    for (size_t i = 0; i < host.size; i++) {
        char c = host.data[i];
        buffer_char(out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
}

/* Of another host; folder: where the path begins, below the host. */
static enum schema_address_kind outside(const struct address *a, struct slice host,
                                        struct slice folder, struct buffer *out)
{
    append_host(out, host);
    buffer_char(out, '/');
    size_t base = out->size;
    append_path(out, base, folder);
    append_path(out, base, a->path);
    if (out->size == base)
        out->data[--out->size] = '\0';
    append_query(out, a);
    return ADDRESS_OUTSIDE;
}

static bool is_relative(const struct address *a)
{
    return a->host.size == 0 && !slice_starts(a->path, SLICE("/"));
}

/* Without a host, on a page of another host. */
static enum schema_address_kind beside(const struct address *a, struct slice from,
                                       struct slice host, struct buffer *out)
{
    struct slice folder = {0};
    if (is_relative(a))
        folder = folder_of(slice_part(from, host.size, find_char(from, '?')));
    return outside(a, host, folder, out);
}

static enum schema_address_kind inside(const struct address *a, struct slice from,
                                       struct buffer *out)
{
    size_t base = out->size;
    if (is_relative(a))
        append_path(out, base, folder_of(from));
    append_path(out, base, a->path);
    drop_markdown_ending(out, base);
    if (out->size == base)
        return ADDRESS_NONE; /* the site's own front page */
    append_query(out, a);
    return ADDRESS_PAGE;
}

enum schema_address_kind schema_id_of_address(struct slice site, struct slice from,
                                              struct slice address, struct buffer *out)
{
    address = slice_trim(address);
    struct address a = address_split(address);
    bool web = slice_equal_ascii(a.scheme, SLICE("http")) ||
               slice_equal_ascii(a.scheme, SLICE("https")) || a.scheme.size == 0;
    bool dead = slice_starts(a.path, SLICE("~/")) || slice_starts(a.path, SLICE("/~/"));
    if (!web || dead || has_space(address) || (a.host.size == 0 && a.path.size == 0))
        return ADDRESS_NONE;
    if (a.scheme.size > 0 && a.host.size == 0)
        return ADDRESS_NONE; /* "https:" and nothing */
    if (a.host.size == 0) {
        struct slice host = host_of_id(from);
        return host.size > 0 ? beside(&a, from, host, out) : inside(&a, from, out);
    }
    /* A host needs a dot; "http://Kemikalieinspektionens" is a slip of the pen. */
    if (find_char(a.host, '.') >= a.host.size && find_char(a.host, ':') >= a.host.size)
        return ADDRESS_NONE;
    struct slice own = without_www(address_split(site).host);
    return slice_equal_ascii(without_www(a.host), own)
               ? inside(&a, from, out)
               : outside(&a, a.host, (struct slice){0}, out);
}

void schema_address_of_id(struct slice site, struct slice id, struct buffer *out)
{
    if (host_of_id(id).size > 0) {
        buffer_text(out, "https://");
        buffer_slice(out, id);
        return;
    }
    while (slice_ends(site, SLICE("/")))
        site.size--;
    buffer_slice(out, site);
    buffer_char(out, '/');
    buffer_slice(out, id);
    if (find_char(id, '?') >= id.size && !slice_ends(id, SLICE(".pdf")))
        buffer_char(out, '/');
}

/* ---- addresses as shown ---------------------------------------------------------------------- */

static bool is_hexadecimal(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Whether byte `at` may stand where it does. Brackets are for addresses of hosts in numbers. */
static bool is_of_url(struct slice url, size_t at, size_t path)
{
    char c = url.data[at];
    if (c == '%')
        return at + 2 < url.size && is_hexadecimal(url.data[at + 1]) &&
               is_hexadecimal(url.data[at + 2]);
    if (c == '[' || c == ']')
        return at < path;
    return is_letter(c) || is_digit(c) || (c != '\0' && strchr("-._~:/?#@!$&'()*+,;=", c) != NULL);
}

void schema_shown_url(struct slice url, struct buffer *out)
{
    size_t host = slice_find(url, SLICE("://"), 0);
    size_t path = host == SIZE_MAX ? 0 : slice_find(url, SLICE("/"), host + 3);
    for (size_t i = 0; i < url.size; i++) {
        if (is_of_url(url, i, path))
            buffer_char(out, url.data[i]);
        else
            buffer_format(out, "%%%02X", (unsigned)(unsigned char)url.data[i]);
    }
}

/* ---- what a path tells ------------------------------------------------------------------------
 */

static const struct {
    struct slice folder, type;
} folder_types[] = {
    {TEXT("arendeforteckningar/"), TEXT("Ärendeförteckning")},
    {TEXT("artiklar/"), TEXT("Artikel")},
    {TEXT("debattartiklar/"), TEXT("Debattartikel")},
    {TEXT("faktapromemoria/"), TEXT("Faktapromemoria")},
    {TEXT("informationsmaterial/"), TEXT("Informationsmaterial")},
    {TEXT("internationella-mr-granskningar-av-sverige/"),
     TEXT("Internationella MR-granskningar av Sverige")},
    {TEXT("kommenterade-dagordningar/"), TEXT("Kommenterad dagordning")},
    {TEXT("overenskommelser-och-avtal/"), TEXT("Överenskommelse och avtal")},
    {TEXT("pressmeddelanden/"), TEXT("Pressmeddelande")},
    {TEXT("rapporter/"), TEXT("Rapport")},
    {TEXT("rattsliga-dokument/departementsserien-och-promemorior/"),
     TEXT("Departementsserien och promemorior")},
    {TEXT("rattsliga-dokument/forordningsmotiv/"), TEXT("Förordningsmotiv")},
    {TEXT("rattsliga-dokument/kommittedirektiv/"), TEXT("Kommittédirektiv")},
    {TEXT("rattsliga-dokument/lagradsremiss/"), TEXT("Lagrådsremiss")},
    {TEXT("rattsliga-dokument/proposition/"), TEXT("Proposition")},
    {TEXT("rattsliga-dokument/skrivelse/"), TEXT("Skrivelse")},
    {TEXT("rattsliga-dokument/statens-offentliga-utredningar/"),
     TEXT("Statens offentliga utredningar")},
    {TEXT("rattsliga-dokument/sveriges-internationella-overenskommelser/"),
     TEXT("Sveriges internationella överenskommelser")},
    {TEXT("regeringsarenden/"), TEXT("Ärendeförteckning")},
    {TEXT("regeringsuppdrag/"), TEXT("Regeringsuppdrag")},
    {TEXT("remisser/"), TEXT("Remiss")},
    {TEXT("sakrad/"), TEXT("Sakråd")},
    {TEXT("strategier-for-internationellt-bistand/"),
     TEXT("Strategier för internationellt bistånd")},
    {TEXT("tal/"), TEXT("Tal")},
    {TEXT("ud-avrader/"), TEXT("UD avråder")},
    {TEXT("uttalanden/"), TEXT("Uttalande")},
};

struct slice schema_type_of_id(struct slice id)
{
    for (size_t i = 0; i < sizeof folder_types / sizeof folder_types[0]; i++)
        if (slice_starts(id, folder_types[i].folder))
            return folder_types[i].type;
    return (struct slice){0};
}

static bool digits_only(struct slice s, unsigned *value)
{
    *value = 0;
    if (s.size == 0 || s.size > 5)
        return false;
    for (size_t i = 0; i < s.size; i++) {
        if (s.data[i] < '0' || s.data[i] > '9')
            return false;
        *value = *value * 10 + (unsigned)(s.data[i] - '0');
    }
    return true;
}

/* A year with a digit too many ("20222") is its first four; a month ("022", "092") its first two.
 */
bool schema_month_of_id(struct slice id, char month[8])
{
    size_t start = 0;
    for (size_t i = 0; i <= id.size; i++) {
        if (i < id.size && id.data[i] != '/')
            continue;
        unsigned year = 0, number = 0;
        struct slice first = slice_part(id, start, i);
        struct slice rest = slice_part(id, i + 1, id.size);
        struct slice second = slice_part(rest, 0, find_char(rest, '/'));
        if (first.size >= 4 && first.size <= 5 && digits_only(slice_part(first, 0, 4), &year) &&
            year >= 1800 && year <= 2199 && second.size >= 2 && second.size <= 3 &&
            digits_only(slice_part(second, 0, 2), &number) && number >= 1 && number <= 12) {
            snprintf(month, 8, "%04u-%02u", year % 10000, number % 100);
            return true;
        }
        start = i + 1;
    }
    return false;
}

/* ---- words of links ---------------------------------------------------------------------------
 */

static const struct slice link_prefixes[] = {
    TEXT("Pressmeddelande: "), TEXT("Promemoria: "),  TEXT("Artikel: "),        TEXT("Tal: "),
    TEXT("Webb-tv: "),         TEXT("Proposition: "), TEXT("Remiss: "),         TEXT("Rapport: "),
    TEXT("Läs mer: "),         TEXT("Läs mer om "),   TEXT("Pressmeddelande:"),
};

static const struct slice link_suffixes[] = {
    TEXT(" - Regeringen.se"),   TEXT(" – Regeringen.se"), TEXT("- extern webbplats,"),
    TEXT("- extern webbplats"), TEXT(" (youtube.com)"),   TEXT(" (pdf)"),
};

/* "(pdf 136 kB)" */
static bool cut_size_note(struct slice *s)
{
    size_t open = s->size;
    if (!slice_ends(*s, SLICE("B)")))
        return false;
    while (open > 0 && s->data[open - 1] != '(')
        open--;
    if (open == 0 || !slice_starts(slice_part(*s, open, s->size), SLICE("pdf ")))
        return false;
    s->size = open - 1;
    return true;
}

static struct slice trim_spaces(struct slice s)
{
    const struct slice hard = TEXT("\u00A0");
    for (;;) {
        s = slice_trim(s);
        if (slice_ends(s, hard))
            s.size -= hard.size;
        else if (slice_starts(s, hard))
            s = slice_part(s, hard.size, s.size);
        else
            return s;
    }
}

struct slice schema_link_words(struct slice words)
{
    words = trim_spaces(words);
    for (size_t i = 0; i < sizeof link_prefixes / sizeof link_prefixes[0]; i++)
        if (slice_starts(words, link_prefixes[i])) {
            words = slice_part(words, link_prefixes[i].size, words.size);
            break;
        }
    bool cut = true;
    while (cut) {
        words = trim_spaces(words);
        cut = cut_size_note(&words);
        for (size_t i = 0; i < sizeof link_suffixes / sizeof link_suffixes[0]; i++)
            if (words.size > link_suffixes[i].size && slice_ends(words, link_suffixes[i])) {
                words.size -= link_suffixes[i].size;
                cut = true;
            }
    }
    return words;
}
