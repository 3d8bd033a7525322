/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RSS and Atom. Elements are known by their names alone, since feeds are careless of namespaces. */
#include "feed_internal.h"

#include <libxml/parser.h>
#include <string.h>

enum { ITEMS_MAX = 64 }; /* categories, and enclosures, of one entry that are handed on */

struct feed {
    reader_entry_call *call;
    void *user;
    struct arena arena; /* of one entry */
    struct odd odd;     /* likewise */
    size_t passed;      /* entries that say nothing */
};

/* ---- what a field holds ---------------------------------------------------------------------- */

/* What the node says is passed over. */
static void note_odd(struct feed *f, const xmlNode *node)
{
    odd_note(&f->odd, (const char *)node->name);
}

static struct slice date_of(struct feed *f, const xmlNode *node)
{
    char date[11];
    struct slice text = node_text(&f->arena, node);
    if (text.size == 0)
        return text;
    if (feed_date(text, date))
        return slice_keep(&f->arena, slice_of(date));
    note_odd(f, node);
    return (struct slice){0};
}

static bool is_web(struct slice address)
{
    return slice_equal_ascii(slice_part(address, 0, 7), SLICE("http://")) ||
           slice_equal_ascii(slice_part(address, 0, 8), SLICE("https://"));
}

static void take_category(struct feed *f, struct reader_entry *e, struct slice *names,
                          const xmlNode *node)
{
    struct slice name = node_attribute(&f->arena, node, "label");
    if (name.size == 0)
        name = node_attribute(&f->arena, node, "term");
    if (name.size == 0)
        name = node_text(&f->arena, node);
    if (name.size > 0 && e->category_count < ITEMS_MAX)
        names[e->category_count++] = name;
}

static void take_attachment(struct feed *f, struct reader_entry *e, struct reader_named_link *links,
                            const xmlNode *node, const char *address)
{
    struct reader_named_link link = {.name = node_attribute(&f->arena, node, "title"),
                                     .url = node_attribute(&f->arena, node, address)};
    if (link.url.size > 0 && e->attachment_count < ITEMS_MAX)
        links[e->attachment_count++] = link;
}

/* ---- RSS ------------------------------------------------------------------------------------- */

static void take_guid(struct feed *f, struct reader_entry *e, const xmlNode *node)
{
    struct slice permanent = node_attribute(&f->arena, node, "isPermaLink");
    e->id = node_text(&f->arena, node);
    if (e->url.size == 0 && is_web(e->id) && !slice_equal_ascii(permanent, SLICE("false")))
        e->url = e->id;
}

/* What an item says in full, else its description, which is then its summary too. */
static void take_content(struct feed *f, struct reader_entry *e, const xmlNode *item)
{
    const xmlNode *encoded = node_child(item, "encoded");
    struct slice description = node_text(&f->arena, node_child(item, "description"));
    e->html = encoded != NULL ? node_text(&f->arena, encoded) : description;
    e->summary = markup_words(&f->arena, description);
}

static void read_item(struct feed *f, struct reader_entry *e, const xmlNode *item)
{
    struct slice *names = arena_alloc(&f->arena, ITEMS_MAX * sizeof *names);
    struct reader_named_link *links = arena_alloc(&f->arena, ITEMS_MAX * sizeof *links);
    e->categories = names;
    e->attachments = links;
    e->title = markup_words(&f->arena, node_text(&f->arena, node_child(item, "title")));
    e->url = node_text(&f->arena, node_child(item, "link"));
    for (const xmlNode *node = item->children; node != NULL; node = node->next) {
        if (node_is(node, "guid"))
            take_guid(f, e, node);
        else if (node_is(node, "pubDate") || (node_is(node, "date") && e->published.size == 0))
            e->published = date_of(f, node);
        else if (node_is(node, "category"))
            take_category(f, e, names, node);
        else if (node_is(node, "enclosure"))
            take_attachment(f, e, links, node, "url");
    }
    take_content(f, e, item);
}

/* ---- Atom ------------------------------------------------------------------------------------ */

static bool has_type(struct feed *f, const xmlNode *node, const char *type)
{
    return slice_equal_ascii(node_attribute(&f->arena, node, "type"), slice_of(type));
}

/* A text of Atom as words, whatever its type. */
static struct slice words_of(struct feed *f, const xmlNode *node)
{
    if (node == NULL)
        return (struct slice){0};
    if (has_type(f, node, "xhtml"))
        return markup_words(&f->arena, node_markup(&f->arena, node));
    struct slice text = node_text(&f->arena, node);
    return has_type(f, node, "html") ? markup_words(&f->arena, text) : text;
}

/* The content; a type that is neither of Atom's three nor theirs by another name is none. */
static void take_atom_content(struct feed *f, struct reader_entry *e, const xmlNode *node)
{
    struct slice type = node_attribute(&f->arena, node, "type");
    if (node_attribute(&f->arena, node, "src").size > 0)
        return;
    if (slice_equal_ascii(type, SLICE("xhtml")) ||
        slice_equal_ascii(type, SLICE("application/xhtml+xml")))
        e->html = node_markup(&f->arena, node);
    else if (slice_equal_ascii(type, SLICE("html")) || slice_equal_ascii(type, SLICE("text/html")))
        e->html = node_text(&f->arena, node);
    else if (type.size == 0 || slice_equal_ascii(type, SLICE("text")) ||
             slice_equal_ascii(type, SLICE("text/plain")))
        e->text = node_text(&f->arena, node);
    else
        note_odd(f, node);
}

/* The first link to the page itself is the address; one that says it is HTML goes before others. */
static void take_link(struct feed *f, struct reader_entry *e, struct reader_named_link *links,
                      const xmlNode *node)
{
    struct slice rel = node_attribute(&f->arena, node, "rel");
    if (slice_equal_ascii(rel, SLICE("enclosure")))
        take_attachment(f, e, links, node, "href");
    else if ((rel.size == 0 || slice_equal_ascii(rel, SLICE("alternate"))) &&
             (e->url.size == 0 || has_type(f, node, "text/html")))
        e->url = node_attribute(&f->arena, node, "href");
}

static void read_atom_entry(struct feed *f, struct reader_entry *e, const xmlNode *entry)
{
    struct slice *names = arena_alloc(&f->arena, ITEMS_MAX * sizeof *names);
    struct reader_named_link *links = arena_alloc(&f->arena, ITEMS_MAX * sizeof *links);
    e->categories = names;
    e->attachments = links;
    e->id = node_text(&f->arena, node_child(entry, "id"));
    e->title = words_of(f, node_child(entry, "title"));
    e->summary = words_of(f, node_child(entry, "summary"));
    for (const xmlNode *node = entry->children; node != NULL; node = node->next) {
        if (node_is(node, "link"))
            take_link(f, e, links, node);
        else if (node_is(node, "published"))
            e->published = date_of(f, node);
        else if (node_is(node, "updated"))
            e->updated = date_of(f, node);
        else if (node_is(node, "category"))
            take_category(f, e, names, node);
        else if (node_is(node, "content"))
            take_atom_content(f, e, node);
    }
    if (e->published.size == 0)
        e->published = e->updated;
    if (e->url.size == 0 && is_web(e->id))
        e->url = e->id;
    if (e->html.size == 0 && e->text.size == 0)
        e->text = e->summary;
}

/* ---- the feed -------------------------------------------------------------------------------- */

static int hand_on(struct feed *f, const xmlNode *node, bool atom)
{
    struct reader_entry entry = {0};
    int stopped = 0;
    f->odd = (struct odd){0};
    if (atom)
        read_atom_entry(f, &entry, node);
    else
        read_item(f, &entry, node);
    odd_tell(&f->odd, &entry, &f->arena);
    bool says_something =
        entry.url.size > 0 || entry.title.size > 0 || entry.html.size > 0 || entry.text.size > 0;
    if (says_something)
        stopped = f->call(f->user, &entry);
    else
        f->passed++;
    arena_clear(&f->arena);
    return stopped;
}

static int each_child(struct feed *f, const xmlNode *parent, const char *name, bool atom)
{
    int stopped = 0;
    const xmlNode *node = parent != NULL ? parent->children : NULL;
    for (; node != NULL && stopped == 0; node = node->next) {
        if (node_is(node, name))
            stopped = hand_on(f, node, atom);
    }
    return stopped;
}

static enum status read_tree(struct feed *f, const xmlNode *root, reader_feed_call *head,
                             struct error *error)
{
    bool atom = node_is(root, "feed");
    const xmlNode *channel = atom ? root : node_child(root, "channel");
    if (!atom && !node_is(root, "rss") && !node_is(root, "RDF"))
        return error_set(error, STATUS_BAD_INPUT, "neither RSS nor Atom");
    if (channel == NULL)
        return error_set(error, STATUS_BAD_INPUT, "RSS without a channel");
    struct slice title = words_of(f, node_child(channel, "title"));
    int stopped = head != NULL ? head(f->user, atom ? title : markup_words(&f->arena, title)) : 0;
    arena_clear(&f->arena);
    if (stopped == 0)
        stopped = each_child(f, channel, atom ? "entry" : "item", atom);
    /* RSS 1.0 has its items beside the channel. */
    if (stopped == 0 && node_is(root, "RDF"))
        stopped = each_child(f, root, "item", false);
    return stopped != 0 ? STATUS_STOPPED : STATUS_OK;
}

static enum status refuse(xmlParserCtxtPtr parser, struct error *error)
{
    const xmlError *last = xmlCtxtGetLastError(parser);
    struct slice why = slice_trim(slice_of(last != NULL ? last->message : "not XML"));
    return error_set(error, STATUS_BAD_INPUT, "line %d: %.*s", last != NULL ? last->line : 1,
                     (int)(why.size < 200 ? why.size : 200), why.data);
}

/* Whether the bytes say themselves that they are something else than UTF-8. */
static bool names_encoding(struct slice bytes)
{
    struct slice head = slice_part(bytes, 0, 200);
    size_t end = slice_find(head, SLICE("?>"), 0);
    head = slice_part(head, 0, end == SIZE_MAX ? 0 : end);
    bool wide = slice_starts(bytes, SLICE("\xFF\xFE")) || slice_starts(bytes, SLICE("\xFE\xFF"));
    return wide || (slice_find(head, SLICE("encoding="), 0) != SIZE_MAX &&
                    slice_find(head, SLICE("UTF-8"), 0) == SIZE_MAX &&
                    slice_find(head, SLICE("utf-8"), 0) == SIZE_MAX);
}

enum status reader_feed(struct slice bytes, reader_feed_call *head, reader_entry_call *entry,
                        void *user, struct reader_report *report, size_t *odd, struct error *error)
{
    enum { OPTIONS = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING };
    struct feed f = {.call = entry, .user = user};
    struct buffer kept = {0};
    xmlParserCtxtPtr parser = NULL;
    xmlDocPtr doc = NULL;
    enum status status = STATUS_BAD_INPUT;
    struct reader_report unused;
    report = report != NULL ? report : &unused;
    *report = (struct reader_report){0};
    if (bytes.size > READER_SIZE_MAX)
        return error_set(error, STATUS_TOO_LARGE, "larger than %d bytes", READER_SIZE_MAX);
    if (!names_encoding(bytes) && !utf8_valid(bytes)) {
        report->repaired = utf8_repair(bytes, &kept);
        bytes = buffer_view(&kept);
    }
    parser = xmlNewParserCtxt();
    if (parser != NULL && bytes.size > 0)
        doc = xmlCtxtReadMemory(parser, bytes.data, (int)bytes.size, NULL, NULL, OPTIONS);
    const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    if (root != NULL)
        status = read_tree(&f, root, head, error);
    else if (parser != NULL && bytes.size > 0)
        status = refuse(parser, error);
    else
        error_set(error, status, "empty");
    xmlFreeDoc(doc);
    xmlFreeParserCtxt(parser);
    arena_free(&f.arena);
    buffer_free(&kept);
    if (odd != NULL)
        *odd = f.passed;
    return status;
}
