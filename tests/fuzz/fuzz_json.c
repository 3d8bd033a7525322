/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists, lines and codes of JSON: whatever comes in, each entry is as readers.h promises. */
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

static int check_entry(void *user, const struct reader_entry *e)
{
    const struct slice texts[] = {e->id,      e->url,  e->title,    e->published, e->updated,
                                  e->summary, e->text, e->markdown, e->html};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_slice(texts[i]);
    check(e->published.size == 0 || e->published.size == 10);
    check(e->updated.size == 0 || e->updated.size == 10);
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = {(const char *)data, size};
    size_t entries = 0, odd = 0;
    enum status status = reader_list(bytes, check_entry, &entries, &odd, NULL);
    check(status == STATUS_OK || entries == 0);
    entries = 0;
    status = reader_json_line(bytes, check_entry, &entries, NULL);
    check(entries == (status == STATUS_OK ? 1 : 0));
    reader_codes(bytes, check_code, NULL, NULL);
    return 0;
}
