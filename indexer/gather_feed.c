/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents of RSS and Atom feeds. */
#include "readers.h"
#include "run.h"

struct feed {
    struct said said;
    const char *shown;
    struct buffer name; /* of the entry, for messages */
    size_t count;
};

/* Of all that an entry says. */
static uint64_t digest_of(struct run *run, const struct reader_entry *e)
{
    struct digest *d = &run->digest;
    const struct slice parts[] = {e->id,      e->url,  e->title, e->published,
                                  e->updated, e->html, e->text,  e->summary};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        digest_add(d, parts[i]);
    digest_number(d, e->category_count);
    for (size_t i = 0; i < e->category_count; i++)
        digest_add(d, e->categories[i]);
    for (size_t i = 0; i < e->attachment_count; i++)
        digest_add(d, e->attachments[i].url);
    return digest_end(d);
}

/* The page's address is the entry's id; what the feed calls it is one only where it has none. */
static int take_entry(void *user, const struct reader_entry *entry)
{
    struct feed *feed = user;
    struct run *run = feed->said.run;
    struct reader_entry own = *entry;
    buffer_clear(&feed->name);
    buffer_format(&feed->name, "%s: entry %zu", feed->shown, ++feed->count);
    feed->said.shown = feed->name.data;
    feed->said.digest = digest_of(run, entry);
    feed->said.size = entry->html.size + entry->text.size + entry->summary.size;
    if (own.url.size > 0)
        own.id = (struct slice){0};
    if (follow_entry(run, &feed->said, &own))
        gather_said(&feed->said, &own);
    return 0;
}

void gather_feed(struct run *run, struct root *root, struct slice path, const char *shown)
{
    struct feed feed = {.said = {.run = run, .root = root, .path = path}, .shown = shown};
    struct reader_report oddities = {0};
    struct error error;
    size_t odd = 0;
    enum status status =
        reader_feed(buffer_view(&run->bytes), NULL, take_entry, &feed, &oddities, &odd, &error);
    if (status != STATUS_OK) {
        root->broken = true; /* which documents it has is not known */
        report_skip(run->report, shown, error.text);
    }
    if (odd > 0)
        report_warn(run->report, "%s: passed over %zu entries without address, title and content",
                    shown, odd);
    if (oddities.repaired > 0)
        report_warn(run->report, "%s: %zu places were not UTF-8 and became U+FFFD", shown,
                    oddities.repaired);
    buffer_free(&feed.name);
}
