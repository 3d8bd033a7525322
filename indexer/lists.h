/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lists: what the metadata lists of a root say, by id. */
#ifndef LUPP_INDEXER_LISTS_H
#define LUPP_INDEXER_LISTS_H

#include "digest.h"
#include "names.h"
#include "readers.h"
#include "schema.h"

/* What the lists say of one document: codes are names here, addresses are ids or whole. */
struct list_entry {
    struct slice id;
    struct slice url; /* whole */
    struct slice title, number, published, updated, summary;
    struct schema_names types, senders, categories;
    const struct schema_link *links; /* shortcuts; of a line of JSON Lines also its links */
    size_t link_count;
    const struct schema_attachment *attachments;
    size_t attachment_count;
    uint64_t digest; /* of all the others */
};

struct lists;

/* naming is borrowed until lists_free. caller frees with lists_free. */
struct lists *lists_new(const struct naming *naming);
void lists_free(struct lists *l); /* NULL is fine */

/* api/codes.json: read it before the lists. STATUS_BAD_INPUT with the reason. */
enum status lists_read_codes(struct lists *l, struct slice bytes, struct error *error);

/* Adds the entries of one list; if `within` is not empty ("artiklar/"), only those of pages whose
   id (less a prefix) begins so. Of several of one id the one updated last holds, then the one
   published last, then the greater digest: never the order of the files. *odd (may be NULL) is set
   to how many were passed over. STATUS_BAD_INPUT with the reason; entries before the fault are
   kept. */
enum status lists_read(struct lists *l, struct slice bytes, struct slice within, size_t *odd,
                       struct error *error);

/* Adds the entry of one element of a list, see reader_list_elements. Adds to *odd. */
enum status lists_read_element(struct lists *l, struct slice bytes, struct slice element,
                               size_t *odd, struct error *error);

/* What one document of JSON Lines says of itself. Its strings and arrays live in
   l, as all entries do. */
struct list_entry lists_entry_of_line(struct lists *l, const struct reader_entry *line,
                                      struct slice id);

/* Borrowed until lists_free; NULL when no list knows the id. */
const struct list_entry *lists_find(const struct lists *l, struct slice id);
size_t lists_count(const struct lists *l);
const struct list_entry *lists_at(const struct lists *l, size_t i); /* in the order read */

/* The digest of an entry, whatever it says of it; d must be empty, and is left so. */
uint64_t lists_digest(struct digest *d, const struct list_entry *entry);

/* Puts into d what the list says (also url), and its summary as a block when the text does not say
   it; entry NULL takes all of it away. What d is given lives in `arena` or in the lists. */
void lists_apply(const struct list_entry *entry, struct schema_document *d, struct arena *arena);

#endif
