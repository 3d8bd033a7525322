/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sample.h"

#include <stdio.h>
#include <stdlib.h>

struct xc_error sample_error;

void sample_expect(enum xc_status expected, enum xc_status status, const char *call,
                   const char *file, int line)
{
    if (status != expected)
        fail_msg("%s:%d: %s: %s instead of %s: %s", file, line, call, xc_status_name(status),
                 xc_status_name(expected), status == XC_OK ? "" : sample_error.text);
    if (status == XC_OK)
        return;
    assert_int_equal(sample_error.status, status);
    assert_true(strlen(sample_error.text) > 0);
}

struct xc_index *sample_write(struct place *place, const char *name, unsigned mode)
{
    struct xc_index *index = NULL;
    EXPECT(XC_OK, xc_index_write(&index, place_path(place, name), mode, &sample_error));
    assert_non_null(index);
    return index;
}

struct xc_index *sample_open(struct place *place, const char *name)
{
    struct xc_index *index = NULL;
    EXPECT(XC_OK, xc_index_open(&index, place_path(place, name), &sample_error));
    assert_non_null(index);
    return index;
}

static void add_words(struct xc_document *document, const char *words)
{
    uint32_t position = 0;
    while (*words != '\0') {
        size_t size = strcspn(words, " ");
        EXPECT(XC_OK, xc_document_add_posting(document, xc_bytes_of(words, size), ++position, 1,
                                              &sample_error));
        words += size + strspn(words + size, " ");
    }
}

uint32_t sample_put(struct xc_index *index, const char *id, const char *words, const char *date,
                    const char *kind)
{
    struct xc_document *document = NULL;
    uint32_t docid = 0;
    char key[64];
    snprintf(key, sizeof key, "Q%s", id);
    EXPECT(XC_OK, xc_document_new(&document, &sample_error));
    add_words(document, words);
    EXPECT(XC_OK, xc_document_set_data(document, xc_text(words), &sample_error));
    EXPECT(XC_OK, xc_document_set_value(document, SAMPLE_DATE, xc_text(date), &sample_error));
    EXPECT(XC_OK, xc_document_set_value(document, SAMPLE_KIND, xc_text(kind), &sample_error));
    EXPECT(XC_OK, xc_index_put(index, xc_text(key), document, &docid, &sample_error));
    xc_document_free(document);
    return docid;
}

void sample_fill(struct xc_index *index)
{
    sample_put(index, "a", "gul katt sover hos grannen", "2021", "djur");
    sample_put(index, "b", "svart hund jagar gul katt", "2023", "djur");
    sample_put(index, "c", "katt och hund och katt igen", "2022", "djur");
    sample_put(index, "d", "gul bil", "2020", "sak");
    sample_put(index, "e", "tom ruta", "", "");
    EXPECT(XC_OK, xc_index_commit(index, &sample_error));
}

static char listed[4096];

static void list(size_t i, uint32_t docid)
{
    size_t used = i > 0 ? strlen(listed) : 0;
    assert_true(used + 12 < sizeof listed);
    snprintf(listed + used, sizeof listed - used, "%s%u", i > 0 ? " " : "", (unsigned)docid);
}

const char *sample_hits(const struct xc_result *result)
{
    listed[0] = '\0';
    for (size_t i = 0; i < result->count; i++)
        list(i, result->hits[i].docid);
    return listed;
}

const char *sample_matches(struct xc_index *index, const struct xc_query *query)
{
    uint32_t *docids = NULL;
    size_t count = 0;
    listed[0] = '\0';
    EXPECT(XC_OK, xc_match(&docids, &count, index, query, &sample_error));
    assert_non_null(docids);
    for (size_t i = 0; i < count; i++)
        list(i, docids[i]);
    free(docids);
    return listed;
}
