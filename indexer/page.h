/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page: bytes of a page through its reader into a document. */
#ifndef LUPP_INDEXER_PAGE_H
#define LUPP_INDEXER_PAGE_H

#include "names.h"
#include "schema.h"
#include "walk.h"

/* Memory that is used again for page after page. {0} is an empty one. */
struct page_maker {
    const struct naming *naming;
    /* If not NULL: is told each link's target and its address as written, made whole where
       `address` tells how. Both are borrowed until it returns. */
    void (*note)(void *user, struct slice target, struct slice address);
    void *user;
    struct slice address;        /* of a page that was fetched: what its links are relative to */
    struct schema_block *blocks; /* internal, as all below */
    size_t block_count, block_room;
    struct schema_link *links;
    size_t link_count, link_room;
    struct arena *arena;
    struct schema_document *document;
    struct buffer target, whole;
};

void page_maker_free(struct page_maker *m);

/* What was odd about a page that was taken in all the same. */
struct page_oddities {
    size_t repaired;  /* places that were not UTF-8 */
    bool western;     /* it was not UTF-8 but Windows-1252 */
    size_t flattened; /* blocks nested too deeply to be told apart */
};

/* Fills in title, label, blocks and links of d, whose id is set already; they live in arena.
   STATUS_BAD_INPUT or STATUS_TOO_LARGE with the reason alone. */
enum status page_maker_read(struct page_maker *m, enum file_kind kind, struct slice bytes,
                            struct schema_document *d, struct arena *arena,
                            struct page_oddities *oddities, struct error *error);

/* The kind of a page or stream of unknown name: markup begins with "<" (a feed, when its first
   element says so), lines of JSON with "{", a list with "[", Markdown with "#", PDF with "%PDF-";
   all else is text. */
enum file_kind page_maker_sniff(struct slice start);

#endif
