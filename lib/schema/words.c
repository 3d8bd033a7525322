/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema_internal.h"

#include <stdlib.h>

/*
 * The words of a record are numbers of variable length. Those below FIRST_WORD mark ends and kinds;
 * from there on a number is a word of the lexicon, whose numbers rise as words get rarer, so that
 * the common ones take one byte and nearly all others two. What the lexicon lacks is spelled out;
 * of a word also its stem and parts, since finding them costs a hundred times as much as reading.
 */
enum symbol {
    SYMBOL_SENTENCE = 0,
    SYMBOL_PARAGRAPH = 1,
    SYMBOL_HEADING = 2,
    SYMBOL_TITLE = 3,
    SYMBOL_ALSO = 4,    /* + how many positions back, then a word's symbol */
    SYMBOL_SPELLED = 5, /* + kind of token, counted bytes */
    SYMBOL_TYPE = 6,
    SYMBOL_LINK = 7,
    FIRST_WORD = 8
};

/* Of links that lead to a document: so many ways to call it tell enough, and what is longer is no
   name. */
enum { LINKS_MAX = 8, LINK_BYTES_MAX = 300 };

/* In place of the kind of a spelled token: a word, its counted bytes, those of its analysis. */
enum { KIND_ANALYSED = SWEDISH_ADDRESS + 1 };

struct writer {
    struct swedish *swedish;
    struct buffer *out;
    uint32_t last;
    bool any; /* a plain token of this part was written */
};

/* A stem: its number + 1, or 0 and its counted bytes. */
static void put_stem(struct buffer *out, uint32_t id, struct slice stem)
{
    buffer_varint(out, id != SWEDISH_UNKNOWN ? (uint64_t)id + 1 : 0);
    if (id == SWEDISH_UNKNOWN)
        buffer_counted(out, stem);
}

static void put_unknown(struct writer *w, const struct swedish_word *word)
{
    struct buffer analysis = {0};
    put_stem(&analysis, word->stem_id, word->stem);
    for (size_t i = 0; i < word->part_count; i++)
        put_stem(&analysis, word->part_ids[i], word->parts[i]);
    buffer_varint(w->out, SYMBOL_SPELLED);
    buffer_varint(w->out, KIND_ANALYSED);
    buffer_counted(w->out, word->form);
    buffer_counted(w->out, buffer_view(&analysis));
    buffer_free(&analysis);
}

static void put_form(struct writer *w, const struct swedish_token *t)
{
    struct swedish_word word;
    if (t->kind == SWEDISH_WORD) {
        swedish_word(w->swedish, t->form, &word);
        if (word.id != SWEDISH_UNKNOWN)
            buffer_varint(w->out, (uint64_t)word.id + FIRST_WORD);
        else
            put_unknown(w, &word);
        return;
    }
    buffer_varint(w->out, SYMBOL_SPELLED);
    buffer_varint(w->out, (uint64_t)t->kind);
    buffer_counted(w->out, t->form);
}

static int put_token(void *user, const struct swedish_token *t)
{
    struct writer *w = user;
    if (t->also) {
        buffer_varint(w->out, SYMBOL_ALSO);
        buffer_varint(w->out, w->last > t->position ? w->last - t->position : 0);
        put_form(w, t);
        return 0;
    }
    if (t->sentence_start && w->any)
        buffer_varint(w->out, SYMBOL_SENTENCE);
    put_form(w, t);
    w->last = t->position;
    w->any = true;
    return 0;
}

static void put_text(struct writer *w, struct slice text)
{
    w->any = false;
    w->last = 0;
    swedish_tokens_each(w->swedish, text, put_token, w, NULL);
    buffer_varint(w->out, SYMBOL_PARAGRAPH);
}

static void put_part(void *user, const struct part *part)
{
    struct writer *w = user;
    if (part->kind == PART_TITLE)
        buffer_varint(w->out, SYMBOL_TITLE);
    if (part->kind == PART_HEADING)
        buffer_varint(w->out, SYMBOL_HEADING);
    put_text(w, part->text);
}

static void put_called(struct writer *w, enum symbol symbol, struct slice words)
{
    buffer_varint(w->out, symbol);
    put_text(w, words);
}

static void put_type(struct writer *w, const struct schema_document *d)
{
    struct slice room;
    struct schema_names types = schema_shown_types(d, &room);
    for (size_t i = 0; i < types.count; i++) {
        struct slice words = type_words(types.items[i]);
        if (words.size > 0)
            put_called(w, SYMBOL_TYPE, words);
    }
}

static void put_links(struct writer *w, const struct schema_inbound *inbound, size_t count)
{
    struct said_words *said;
    size_t distinct = inbound_said(inbound, count, &said);
    for (size_t i = 0; i < distinct && i < LINKS_MAX; i++)
        if (said[i].words.size <= LINK_BYTES_MAX)
            put_called(w, SYMBOL_LINK, said[i].words);
    free(said);
}

void words_write(struct swedish *s, const struct schema_document *d,
                 const struct schema_inbound *inbound, size_t inbound_count, struct buffer *out)
{
    struct writer w = {.swedish = s, .out = out};
    document_parts(d, put_part, &w);
    put_type(&w, d);
    put_links(&w, inbound, inbound_count);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static bool next_number(struct schema_words *w, uint64_t *value)
{
    /* Most numbers are one or two bytes: no call for these. */
    size_t left = w->bytes.size - w->offset;
    const unsigned char *at = (const unsigned char *)w->bytes.data + w->offset;
    if (left > 0 && at[0] < 0x80) {
        *value = at[0];
        w->offset++;
        return true;
    }
    if (left > 1 && at[1] < 0x80) {
        *value = (uint64_t)(at[0] & 0x7F) | (uint64_t)at[1] << 7;
        w->offset += 2;
        return true;
    }
    return slice_varint(w->bytes, &w->offset, value);
}

static bool read_form(struct schema_words *w, uint64_t symbol, struct schema_word *out)
{
    if (symbol >= FIRST_WORD) {
        out->id = (uint32_t)(symbol - FIRST_WORD);
        out->token = SWEDISH_WORD;
        return symbol - FIRST_WORD < swedish_lexicon_count();
    }
    uint64_t kind;
    if (symbol != SYMBOL_SPELLED || !next_number(w, &kind) || kind > KIND_ANALYSED ||
        !slice_counted(w->bytes, &w->offset, &out->form))
        return false;
    out->id = SWEDISH_UNKNOWN;
    out->analysis = (struct slice){0};
    out->token = kind == KIND_ANALYSED ? SWEDISH_WORD : (enum swedish_kind)kind;
    return kind != KIND_ANALYSED || slice_counted(w->bytes, &w->offset, &out->analysis);
}

static enum schema_word_kind end_words(struct schema_words *w, struct schema_word *out)
{
    w->offset = w->bytes.size;
    return out->kind = WORDS_END;
}

void schema_words_open(struct schema_words *w, struct slice record)
{
    *w = (struct schema_words){0};
    size_t offset = 0;
    uint64_t version;
    if (slice_varint(record, &offset, &version) && version == RECORD_VERSION)
        slice_counted(record, &offset, &w->bytes);
}

enum schema_word_kind schema_words_next(struct schema_words *w, struct schema_word *out)
{
    uint64_t symbol, back;
    if (w->offset >= w->bytes.size || !next_number(w, &symbol))
        return end_words(w, out);
    switch (symbol) {
    case SYMBOL_SENTENCE:
        return out->kind = WORDS_SENTENCE;
    case SYMBOL_PARAGRAPH:
        return out->kind = WORDS_PARAGRAPH;
    case SYMBOL_HEADING:
        return out->kind = WORDS_HEADING;
    case SYMBOL_TITLE:
        return out->kind = WORDS_TITLE;
    case SYMBOL_TYPE:
        return out->kind = WORDS_TYPE;
    case SYMBOL_LINK:
        return out->kind = WORDS_LINK;
    case SYMBOL_ALSO:
        if (!next_number(w, &back) || !next_number(w, &symbol) || back > UINT32_MAX ||
            !read_form(w, symbol, out))
            return end_words(w, out);
        out->back = (uint32_t)back;
        return out->kind = WORDS_ALSO;
    default:
        if (!read_form(w, symbol, out))
            return end_words(w, out);
        return out->kind = WORDS_WORD;
    }
}

static bool read_stem(struct slice s, size_t *offset, uint32_t *id, struct slice *stem)
{
    uint64_t number;
    if (!slice_varint(s, offset, &number) || number > swedish_stem_count())
        return false;
    *id = number > 0 ? (uint32_t)(number - 1) : SWEDISH_UNKNOWN;
    *stem = (struct slice){0};
    return number > 0 || slice_counted(s, offset, stem);
}

bool schema_word_analysis(const struct schema_word *w, struct swedish_word *out)
{
    struct slice s = w->analysis;
    size_t offset = 0;
    *out = (struct swedish_word){.form = w->form, .id = SWEDISH_UNKNOWN};
    if (w->id != SWEDISH_UNKNOWN || !read_stem(s, &offset, &out->stem_id, &out->stem))
        return false;
    while (offset < s.size) {
        size_t i = out->part_count;
        if (i == SWEDISH_PARTS_MAX || !read_stem(s, &offset, &out->part_ids[i], &out->parts[i]))
            return false;
        out->part_count++;
    }
    return true;
}

size_t schema_words_run(struct schema_words *w, uint32_t *ids, size_t max)
{
    const uint64_t end = (uint64_t)swedish_lexicon_count() + FIRST_WORD;
    size_t count = 0;
    while (count < max && w->offset < w->bytes.size) {
        size_t before = w->offset;
        uint64_t symbol;
        if (!next_number(w, &symbol) || symbol < FIRST_WORD || symbol >= end) {
            w->offset = before;
            break;
        }
        ids[count++] = (uint32_t)(symbol - FIRST_WORD);
    }
    return count;
}

void schema_words_section(struct slice record, uint32_t section, struct buffer *out)
{
    struct schema_words w;
    struct schema_word word = {0};
    bool title = false, blocks = false;
    uint32_t at = 0;
    schema_words_open(&w, record);
    size_t start = SIZE_MAX, end = w.bytes.size;
    for (size_t before = 0; schema_words_next(&w, &word) != WORDS_END; before = w.offset) {
        if (word.kind == WORDS_TITLE)
            title = true;
        at += word.kind == WORDS_HEADING && blocks;
        if (at == section && !title && start == SIZE_MAX)
            start = before;
        if (at > section || word.kind == WORDS_TYPE || word.kind == WORDS_LINK) {
            end = before;
            break;
        }
        if (word.kind == WORDS_PARAGRAPH) {
            blocks |= !title;
            title = false;
        }
    }
    buffer_varint(out, RECORD_VERSION);
    buffer_counted(out, slice_part(w.bytes, start < end ? start : end, end));
}
