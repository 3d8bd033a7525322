/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds: whatever comes in, each entry is as readers.h promises. */
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

static int check_head(void *user, struct slice title)
{
    (void)user;
    check_slice(title);
    return 0;
}

static int check_entry(void *user, const struct reader_entry *e)
{
    const struct slice texts[] = {e->id,      e->url,     e->title, e->published,
                                  e->updated, e->summary, e->text,  e->html};
    (void)user;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_slice(texts[i]);
    check(e->published.size == 0 || e->published.size == 10);
    check(e->updated.size == 0 || e->updated.size == 10);
    check(e->url.size + e->title.size + e->html.size + e->text.size > 0);
    for (size_t i = 0; i < e->category_count; i++)
        check(e->categories[i].size > 0);
    for (size_t i = 0; i < e->attachment_count; i++)
        check(e->attachments[i].url.size > 0);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = {(const char *)data, size};
    struct reader_report report;
    size_t odd = 0;
    enum status status = reader_feed(bytes, check_head, check_entry, NULL, &report, &odd, NULL);
    check(status == STATUS_OK || status == STATUS_BAD_INPUT);
    return 0;
}
