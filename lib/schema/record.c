/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema_internal.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

/*
 * version, words (counted), size of the rest, the rest packed: each string counted, each array with
 * its count before it, in the order of put_document. The dictionary is content for zstd to point
 * back into, so that short texts pack as well as long ones.
 */
enum { ZSTD_LEVEL = 3, LINK_SHORTCUT = 1, LINK_OUTSIDE = 2, DOCUMENT_LINK_ONLY = 1 };

extern const char schema_dictionary[];
extern const char schema_dictionary_end[];

struct schema_codec {
    ZSTD_CCtx *packer;
    ZSTD_DCtx *unpacker;
    ZSTD_CDict *pack_dictionary;
    ZSTD_DDict *unpack_dictionary;
    struct buffer plain; /* what is packed, or was unpacked */
    struct buffer words;
    struct arena arena; /* arrays of the document read last */
};

struct schema_codec *schema_codec_new(void)
{
    return base_calloc(1, sizeof(struct schema_codec));
}

void schema_codec_free(struct schema_codec *c)
{
    if (c == NULL)
        return;
    ZSTD_freeCCtx(c->packer);
    ZSTD_freeDCtx(c->unpacker);
    ZSTD_freeCDict(c->pack_dictionary);
    ZSTD_freeDDict(c->unpack_dictionary);
    buffer_free(&c->plain);
    buffer_free(&c->words);
    arena_free(&c->arena);
    free(c);
}

static size_t dictionary_size(void)
{
    return (size_t)(schema_dictionary_end - schema_dictionary);
}

/* ---- writing ----------------------------------------------------------------------------------
 */

static void put_names(struct buffer *b, struct schema_names names)
{
    buffer_varint(b, names.count);
    for (size_t i = 0; i < names.count; i++)
        buffer_counted(b, names.items[i]);
}

static void put_links(struct buffer *b, const struct schema_document *d)
{
    buffer_varint(b, d->link_count);
    for (size_t i = 0; i < d->link_count; i++) {
        const struct schema_link *link = &d->links[i];
        buffer_varint(b,
                      (link->shortcut ? LINK_SHORTCUT : 0U) | (link->outside ? LINK_OUTSIDE : 0U));
        buffer_counted(b, link->target);
        buffer_counted(b, link->words);
    }
}

static void put_blocks(struct buffer *b, const struct schema_document *d)
{
    buffer_varint(b, d->block_count);
    for (size_t i = 0; i < d->block_count; i++) {
        buffer_varint(b, (uint64_t)d->blocks[i].kind);
        buffer_varint(b, d->blocks[i].level);
        buffer_counted(b, d->blocks[i].text);
    }
}

static void put_document(struct buffer *b, const struct schema_document *d)
{
    buffer_varint(b, d->link_only ? DOCUMENT_LINK_ONLY : 0U);
    const struct slice strings[] = {d->id,        d->url,     d->path,       d->source,
                                    d->title,     d->label,   d->list_title, d->list_id,
                                    d->published, d->updated, d->summary};
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
        buffer_counted(b, strings[i]);
    put_names(b, d->types);
    put_names(b, d->senders);
    put_names(b, d->categories);
    buffer_varint(b, d->attachment_count);
    for (size_t i = 0; i < d->attachment_count; i++) {
        buffer_counted(b, d->attachments[i].name);
        buffer_counted(b, d->attachments[i].url);
    }
    put_links(b, d);
    buffer_varint(b, d->page_digest);
    buffer_varint(b, d->list_digest);
    buffer_varint(b, d->run);
    put_blocks(b, d);
}

static enum status pack(struct schema_codec *c, struct buffer *out, struct error *error)
{
    if (c->packer == NULL) {
        c->packer = ZSTD_createCCtx();
        c->pack_dictionary = ZSTD_createCDict(schema_dictionary, dictionary_size(), ZSTD_LEVEL);
    }
    if (c->packer == NULL || c->pack_dictionary == NULL)
        return error_set(error, STATUS_INTERNAL, "record: zstd gives no state");
    size_t room = ZSTD_compressBound(c->plain.size);
    buffer_varint(out, c->plain.size);
    buffer_reserve(out, room);
    size_t size = ZSTD_compress_usingCDict(c->packer, out->data + out->size, room, c->plain.data,
                                           c->plain.size, c->pack_dictionary);
    if (ZSTD_isError(size))
        return error_set(error, STATUS_INTERNAL, "record: %s", ZSTD_getErrorName(size));
    out->size += size;
    out->data[out->size] = '\0';
    return STATUS_OK;
}

enum status schema_record_write(struct schema_codec *c, struct swedish *s,
                                const struct schema_document *d,
                                const struct schema_inbound *inbound, size_t inbound_count,
                                struct buffer *out, struct error *error)
{
    buffer_clear(&c->plain);
    put_document(&c->plain, d);
    if (c->plain.size > SCHEMA_RECORD_MAX)
        return error_set(error, STATUS_TOO_LARGE, "%.*s: text is larger than %d bytes",
                         (int)(d->id.size < 200 ? d->id.size : 200), d->id.data, SCHEMA_RECORD_MAX);
    buffer_clear(&c->words);
    words_write(s, d, inbound, inbound_count, &c->words);
    buffer_varint(out, RECORD_VERSION);
    buffer_counted(out, buffer_view(&c->words));
    return pack(c, out, error);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

/* A cursor that remembers that it failed, so that a long read is checked once at its end. */
struct reader {
    struct slice bytes;
    size_t offset;
    bool failed;
    struct arena *arena;
};

static uint64_t get_number(struct reader *r)
{
    uint64_t value = 0;
    if (r->failed || !slice_varint(r->bytes, &r->offset, &value))
        r->failed = true;
    return r->failed ? 0 : value;
}

static struct slice get_string(struct reader *r)
{
    struct slice s = {0};
    if (r->failed || !slice_counted(r->bytes, &r->offset, &s))
        r->failed = true;
    return r->failed ? (struct slice){0} : s;
}

/* A count of things that take at least one byte each, so that a false one asks for no memory. */
static size_t get_count(struct reader *r)
{
    uint64_t count = get_number(r);
    if (count > r->bytes.size - r->offset)
        r->failed = true;
    return r->failed ? 0 : (size_t)count;
}

static struct schema_names get_names(struct reader *r)
{
    size_t count = get_count(r);
    struct slice *items = arena_alloc(r->arena, count * sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = get_string(r);
    return (struct schema_names){.items = items, .count = count};
}

static void get_attachments(struct reader *r, struct schema_document *d)
{
    size_t count = get_count(r);
    struct schema_attachment *items = arena_alloc(r->arena, count * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i].name = get_string(r);
        items[i].url = get_string(r);
    }
    d->attachments = items;
    d->attachment_count = count;
}

static void get_links(struct reader *r, struct schema_document *d)
{
    size_t count = get_count(r);
    struct schema_link *items = arena_alloc(r->arena, count * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        uint64_t flags = get_number(r);
        items[i].shortcut = (flags & LINK_SHORTCUT) != 0;
        items[i].outside = (flags & LINK_OUTSIDE) != 0;
        items[i].target = get_string(r);
        items[i].words = get_string(r);
    }
    d->links = items;
    d->link_count = count;
}

static void get_blocks(struct reader *r, struct schema_document *d)
{
    size_t count = get_count(r);
    struct schema_block *items = arena_alloc(r->arena, count * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        uint64_t kind = get_number(r);
        r->failed |= kind < BLOCK_HEADING || kind > BLOCK_SUMMARY;
        items[i].kind = (enum schema_block_kind)(r->failed ? BLOCK_PARAGRAPH : kind);
        items[i].level = (unsigned)(get_number(r) & 7);
        items[i].text = get_string(r);
    }
    d->blocks = items;
    d->block_count = count;
}

static void get_document(struct reader *r, struct schema_document *d)
{
    d->link_only = (get_number(r) & DOCUMENT_LINK_ONLY) != 0;
    struct slice *const strings[] = {&d->id,        &d->url,     &d->path,       &d->source,
                                     &d->title,     &d->label,   &d->list_title, &d->list_id,
                                     &d->published, &d->updated, &d->summary};
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
        *strings[i] = get_string(r);
    d->types = get_names(r);
    d->senders = get_names(r);
    d->categories = get_names(r);
    get_attachments(r, d);
    get_links(r, d);
    d->page_digest = get_number(r);
    d->list_digest = get_number(r);
    d->run = (uint32_t)get_number(r);
    get_blocks(r, d);
}

static enum status unpack(struct schema_codec *c, struct slice record, struct error *error)
{
    size_t offset = 0;
    uint64_t version, size;
    struct slice words;
    if (!slice_varint(record, &offset, &version) || version != RECORD_VERSION ||
        !slice_counted(record, &offset, &words) || !slice_varint(record, &offset, &size) ||
        size > SCHEMA_RECORD_MAX)
        return error_set(error, STATUS_CORRUPT, "record: not a record of this version");
    if (c->unpacker == NULL) {
        c->unpacker = ZSTD_createDCtx();
        c->unpack_dictionary = ZSTD_createDDict(schema_dictionary, dictionary_size());
    }
    if (c->unpacker == NULL || c->unpack_dictionary == NULL)
        return error_set(error, STATUS_INTERNAL, "record: zstd gives no state");
    buffer_clear(&c->plain);
    buffer_reserve(&c->plain, (size_t)size);
    size_t got =
        ZSTD_decompress_usingDDict(c->unpacker, c->plain.data, (size_t)size, record.data + offset,
                                   record.size - offset, c->unpack_dictionary);
    if (ZSTD_isError(got) || got != size)
        return error_set(error, STATUS_CORRUPT, "record: its text does not unpack");
    c->plain.size = got;
    return STATUS_OK;
}

enum status schema_record_read(struct schema_codec *c, struct slice record,
                               struct schema_document *out, struct error *error)
{
    *out = (struct schema_document){0};
    enum status status = unpack(c, record, error);
    if (status != STATUS_OK)
        return status;
    arena_clear(&c->arena);
    struct reader r = {.bytes = buffer_view(&c->plain), .arena = &c->arena};
    get_document(&r, out);
    if (r.failed || r.offset != r.bytes.size) {
        *out = (struct schema_document){0};
        return error_set(error, STATUS_CORRUPT, "record: damaged");
    }
    return STATUS_OK;
}
