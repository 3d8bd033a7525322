/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema_internal.h"

const struct schema_field schema_fields[] = {
    {.name = "titel",
     .english = "title",
     .prefix = SCHEMA_PREFIX_TITLE,
     .slot = -1,
     .kind = FIELD_WORDS,
     .help = "words of the title"},
    {.name = "text",
     .english = "text",
     .prefix = NULL,
     .slot = -1,
     .kind = FIELD_WORDS,
     .help = "words of the text below the title"},
    {.name = "avsändare",
     .english = "sender",
     .prefix = SCHEMA_PREFIX_SENDER,
     .slot = -1,
     .kind = FIELD_FILTER,
     .facet = true,
     .help = "who sent it: a department, or the beginning of its name"},
    {.name = "typ",
     .english = "type",
     .prefix = SCHEMA_PREFIX_TYPE,
     .slot = -1,
     .kind = FIELD_FILTER,
     .facet = true,
     .help = "kind of document: pressmeddelande, artikel, proposition"},
    {.name = "kategori",
     .english = "category",
     .prefix = SCHEMA_PREFIX_CATEGORY,
     .slot = -1,
     .kind = FIELD_FILTER,
     .facet = true,
     .help = "subject or area"},
    {.name = "ref",
     .english = "ref",
     .prefix = SCHEMA_PREFIX_IDENTITY,
     .slot = -1,
     .kind = FIELD_FILTER,
     .help = "is or mentions a reference: SOU 2023:98"},
    {.name = "länk",
     .english = "link",
     .prefix = SCHEMA_PREFIX_LINK,
     .slot = -1,
     .kind = FIELD_FILTER,
     .help = "pages that link to this id"},
    {.name = "från",
     .english = "from",
     .prefix = SCHEMA_PREFIX_ID,
     .slot = -1,
     .kind = FIELD_FILTER,
     .help = "what the page of this id links to"},
    {.name = "datum",
     .english = "date",
     .prefix = NULL,
     .slot = SCHEMA_SLOT_DATE,
     .kind = FIELD_RANGE,
     .help = "when it was published: 2024, 2024-11, 2024-11-05..2025"},
    {.name = "uppdaterad",
     .english = "updated",
     .prefix = NULL,
     .slot = SCHEMA_SLOT_UPDATED,
     .kind = FIELD_RANGE,
     .help = "when it was last changed, as datum:"},
    {.name = "belopp",
     .english = "amount",
     .prefix = SCHEMA_PREFIX_AMOUNT,
     .slot = -1,
     .kind = FIELD_RANGE,
     .help = "a sum of kronor in the text: 2mkr, 1mkr..5mkr"},
    {.name = "år",
     .english = "year",
     .prefix = SCHEMA_PREFIX_YEAR,
     .slot = SCHEMA_SLOT_DATE,
     .kind = FIELD_RANGE,
     .facet = true,
     .help = "year of publication: 2024, 2022..2024; as datum:"},
    {.name = "månad",
     .english = "month",
     .prefix = SCHEMA_PREFIX_MONTH,
     .slot = SCHEMA_SLOT_DATE,
     .kind = FIELD_RANGE,
     .facet = true,
     .help = "month of publication: 2025-01, as datum:; november, of any year"},
    {.name = NULL},
};

/* Whether what is typed is the name, perhaps with a for å and ä, o for ö. */
static bool is_name(struct slice typed, struct slice name)
{
    size_t at = 0, used = 0;
    while (at < name.size && used < typed.size) {
        uint32_t letter, own;
        size_t length = utf8_decode(name, at, &letter), typed_length;
        typed_length = utf8_decode(typed, used, &own);
        uint32_t undotted = letter == 0xE5 || letter == 0xE4 ? 'a' : letter == 0xF6 ? 'o' : letter;
        if (own != letter && own != undotted)
            return false;
        at += length;
        used += typed_length;
    }
    return at == name.size && used == typed.size;
}

const struct schema_field *schema_field_find(struct slice name)
{
    struct buffer folded = {0};
    swedish_fold(name, &folded);
    const struct schema_field *found = NULL;
    for (const struct schema_field *f = schema_fields; f->name != NULL && found == NULL; f++)
        if (is_name(buffer_view(&folded), slice_of(f->name)) ||
            slice_equal(buffer_view(&folded), slice_of(f->english)))
            found = f;
    buffer_free(&folded);
    return found;
}

void schema_term(struct buffer *out, const char *prefix, struct slice value)
{
    buffer_clear(out);
    buffer_text(out, prefix);
    /* A zero byte takes two in the database's keys, so it counts twice. */
    size_t size = out->size + value.size;
    for (size_t i = 0; i < value.size; i++)
        size += value.data[i] == '\0';
    if (size <= SCHEMA_TERM_MAX) {
        buffer_slice(out, value);
        return;
    }
    XXH128_hash_t digest = XXH3_128bits(value.data, value.size);
    buffer_format(out, "#%016llx%016llx", (unsigned long long)digest.high64,
                  (unsigned long long)digest.low64);
}

void schema_section_key(struct buffer *out, struct slice id, size_t section)
{
    struct buffer value = {0};
    buffer_slice(&value, id);
    buffer_format(&value, "#%zu", section);
    schema_term(out, SCHEMA_PREFIX_SECTION_ID, buffer_view(&value));
    buffer_free(&value);
}
