/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists, lines and codes of JSON: whatever comes in, each entry is as readers.h promises, and a
   list that is cut into its elements tells the same entries, or has a fault like the whole. */
#include "readers.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good)
        abort();
}

static void check_slice(struct slice s)
{
    check(utf8_valid(s) && slice_trim(s).size == s.size);
}

static void check_names(const struct slice *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check_slice(names[i]);
        check(names[i].size > 0);
    }
}

static void check_links(const struct reader_named_link *links, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check_slice(links[i].name);
        check_slice(links[i].url);
        check(links[i].url.size > 0);
    }
}

static void check_date(struct slice date)
{
    check(date.size == 0 || date.size == 4 || date.size == 7 || date.size == 10);
}

static int check_entry(void *user, const struct reader_entry *e)
{
    const struct slice texts[] = {e->id,      e->url,  e->title,    e->published, e->updated,
                                  e->summary, e->text, e->markdown, e->html};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_slice(texts[i]);
    check_date(e->published);
    check_date(e->updated);
    check((e->odd == 0) == (e->odd_keys.size == 0));
    check_names(e->types, e->type_count);
    check_names(e->senders, e->sender_count);
    check_names(e->categories, e->category_count);
    check_links(e->shortcuts, e->shortcut_count);
    check_links(e->attachments, e->attachment_count);
    check_links(e->links, e->link_count);
    ++*(size_t *)user;
    return 0;
}

static int check_code(void *user, struct slice code, struct slice name)
{
    (void)user;
    check_slice(code);
    check_slice(name);
    check(name.size > 0);
    return 0;
}

/* ---- lists, whole and in pieces -------------------------------------------------------------- */

static void put_names(struct buffer *out, const struct slice *names, size_t count)
{
    buffer_varint(out, count);
    for (size_t i = 0; i < count; i++)
        buffer_counted(out, names[i]);
}

static void put_links(struct buffer *out, const struct reader_named_link *links, size_t count)
{
    buffer_varint(out, count);
    for (size_t i = 0; i < count; i++) {
        buffer_counted(out, links[i].name);
        buffer_counted(out, links[i].url);
    }
}

/* What the entries read so far say. */
struct said {
    struct buffer text;
    size_t entries, odd;
};

static int put_entry(void *user, const struct reader_entry *e)
{
    struct said *said = user;
    const struct slice texts[] = {e->id,      e->url,  e->title,    e->published, e->updated,
                                  e->summary, e->text, e->markdown, e->html};
    check_entry(&said->entries, e);
    put_names(&said->text, texts, sizeof texts / sizeof *texts);
    put_names(&said->text, e->types, e->type_count);
    put_names(&said->text, e->senders, e->sender_count);
    put_names(&said->text, e->categories, e->category_count);
    put_links(&said->text, e->shortcuts, e->shortcut_count);
    put_links(&said->text, e->attachments, e->attachment_count);
    put_links(&said->text, e->links, e->link_count);
    buffer_varint(&said->text, e->odd);
    return 0;
}

struct pieces {
    struct slice bytes;
    struct said said;
    enum status status; /* of reading one */
};

struct piece {
    struct said *said;
    struct slice url; /* that was told without reading */
};

static int put_piece(void *user, const struct reader_entry *entry)
{
    struct piece *piece = user;
    check(piece->url.data == NULL || slice_equal(piece->url, entry->url));
    return put_entry(piece->said, entry);
}

static int read_piece(void *user, struct slice element, struct slice url)
{
    struct pieces *p = user;
    struct piece piece = {.said = &p->said, .url = url};
    size_t entries = p->said.entries;
    check(element.data >= p->bytes.data &&
          element.data + element.size <= p->bytes.data + p->bytes.size);
    p->status = reader_list_element(p->bytes, element, put_piece, &piece, &p->said.odd, NULL);
    check(p->status != STATUS_OK || url.size == 0 || p->said.entries == entries + 1);
    return p->status != STATUS_OK;
}

static void check_pieces(struct slice bytes, enum status status, const struct said *whole)
{
    bool plain;
    struct pieces p = {.bytes = bytes, .status = STATUS_OK};
    enum status cut = reader_list_elements(bytes, &plain, read_piece, &p, NULL);
    if (cut != STATUS_OK || p.status != STATUS_OK) {
        check(status != STATUS_OK);
    } else if (plain) {
        check(status == STATUS_OK && p.said.odd == whole->odd);
        check(slice_equal(buffer_view(&p.said.text), buffer_view(&whole->text)));
    } else {
        check(p.said.entries + p.said.odd == 0);
    }
    buffer_free(&p.said.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = {(const char *)data, size};
    struct said whole = {0};
    size_t entries = 0;
    enum status status = reader_list(bytes, put_entry, &whole, &whole.odd, NULL);
    check(status == STATUS_OK || whole.entries == 0);
    check_pieces(bytes, status, &whole);
    buffer_free(&whole.text);
    status = reader_json_line(bytes, check_entry, &entries, NULL);
    check(entries == (status == STATUS_OK ? 1 : 0));
    reader_codes(bytes, check_code, NULL, NULL);
    return 0;
}
