/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * example INDEX [WORD]: adds the lines of standard input to the index as documents, or prints those
 * that hold WORD, best first. A word is what stands between spaces.
 *
 *     cc example.c $(pkg-config --cflags --libs xapian-c)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xapian_c.h"

static enum xc_status add_lines(struct xc_index *index, struct xc_error *error)
{
    static char line[4096];
    struct xc_document *document = NULL;
    enum xc_status status = xc_document_new(&document, error);
    while (status == XC_OK && fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        status = xc_document_set_data(document, xc_text(line), error);
        uint32_t position = 0;
        for (char *word = line; status == XC_OK && *word != '\0';) {
            size_t size = strcspn(word, " ");
            if (size > 0 && size <= XC_TERM_MAX)
                status = xc_document_add_posting(document, xc_bytes_of(word, size), ++position, 1,
                                                 error);
            word += size + strspn(word + size, " ");
        }
        if (status == XC_OK)
            status = xc_index_add(index, document, NULL, error);
        if (status == XC_OK)
            status = xc_document_clear(document, error);
    }
    xc_document_free(document);
    return status == XC_OK ? xc_index_commit(index, error) : status;
}

static enum xc_status search(struct xc_index *index, const char *word, struct xc_error *error)
{
    struct xc_builder *builder = NULL;
    struct xc_result *result = NULL;
    enum xc_status status = xc_builder_new(&builder, error);
    if (status == XC_OK) {
        const struct xc_query *query = xc_query_term(builder, xc_text(word), 1, 0);
        struct xc_request request = {.query = query, .limit = 10, .data = true};
        status = xc_search_retry(&result, index, &request, 3, error);
    }
    for (size_t i = 0; status == XC_OK && i < result->count; i++)
        printf("%d%% %.*s\n", result->hits[i].percent, (int)result->hits[i].data.size,
               result->hits[i].data.data);
    xc_result_free(result);
    xc_builder_free(builder);
    return status;
}

int main(int argc, char **argv)
{
    struct xc_index *index = NULL;
    struct xc_error error = {XC_BAD_ARGUMENT, "usage: example INDEX [WORD]"};
    if (argc == 2 && xc_index_write(&index, argv[1], XC_WRITE_OPEN_OR_CREATE, &error) == XC_OK &&
        add_lines(index, &error) == XC_OK)
        error.status = XC_OK;
    if (argc == 3 && xc_index_open(&index, argv[1], &error) == XC_OK &&
        search(index, argv[2], &error) == XC_OK)
        error.status = XC_OK;
    xc_index_close(index);
    if (error.status != XC_OK)
        fprintf(stderr, "example: %s\n", error.text);
    return error.status == XC_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
