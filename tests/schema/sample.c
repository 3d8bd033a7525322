/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sample.h"

#define TEXT(literal)                                                                              \
    {                                                                                              \
        .data = (literal), .size = sizeof(literal) - 1                                             \
    }

static const struct schema_block blocks[] = {
    {BLOCK_PARAGRAPH, 0,
     TEXT("Kommunen f\u00E5r 2 000 000 kronor f\u00F6r arbete mot m\u00E4nniskohandel.")},
    {BLOCK_HEADING, 2, TEXT("Unga hbtq-personer")},
    {BLOCK_PARAGRAPH, 0,
     TEXT("St\u00F6det bygger p\u00E5 SOU 2023:98. Det g\u00E4ller hela landet.")},
    {BLOCK_ITEM, 0, TEXT("ungdoms- och civilsamh\u00E4llesfr\u00E5gor")},
    {BLOCK_HEADING, 3, TEXT("Kontakt")},
    {BLOCK_PARAGRAPH, 0, TEXT("Ring oss.")},
};

static const struct schema_link links[] = {
    {TEXT("tal/2024/02/tal-om-varen"), TEXT("Tal: Om v\u00E5ren"), false, false},
    {TEXT("cbss.org/safe"), TEXT("CBSS"), true, true},
};

static const struct slice senders[] = {TEXT("Socialdepartementet"), TEXT("Regeringen")};
static const struct slice categories[] = {TEXT("J\u00E4mst\u00E4lldhet")};
static const struct schema_attachment attachments[] = {
    {TEXT("Beslut (pdf 136 kB)"), TEXT("/contentassets/x/beslut.pdf")}};

const struct schema_document sample = {
    .id = TEXT("regeringsuppdrag/2025/03/stod-till-kommuner"),
    .url = TEXT("https://www.regeringen.se/regeringsuppdrag/2025/03/stod-till-kommuner/"),
    .path = TEXT("/data/regeringsuppdrag/2025/03/stod-till-kommuner.md"),
    .source = TEXT("/data"),
    .title = TEXT("St\u00F6d till kom\u00ADmuner"),
    .label = TEXT("Diarienummer: A2025/00608"),
    .blocks = blocks,
    .block_count = sizeof blocks / sizeof blocks[0],
    .links = links,
    .link_count = sizeof links / sizeof links[0],
    .published = TEXT("2025-03-14"),
    .updated = TEXT("2025-04-01"),
    .senders = {senders, 2},
    .categories = {categories, 1},
    .attachments = attachments,
    .attachment_count = 1,
    .page_digest = 0x0123456789ABCDEF,
    .list_digest = UINT64_MAX,
    .run = 7,
};
