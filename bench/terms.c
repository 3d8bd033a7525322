/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terms INDEX: how many terms the index has, and postings: in how many entries each stands, summed.
 */
#include "base.h"
#include "xapian_c.h"

struct sums {
    uint64_t terms, postings;
};

static int add(void *user, struct xc_bytes term, uint32_t documents)
{
    struct sums *s = user;
    (void)term;
    s->terms++;
    s->postings += documents;
    return 0;
}

int main(int argc, char **argv)
{
    struct xc_index *index = NULL;
    struct xc_error error;
    struct sums sums = {0};
    if (argc != 2) {
        fputs("usage: terms INDEX\n", stderr);
        return 2;
    }
    if (xc_index_open(&index, argv[1], &error) != XC_OK ||
        xc_index_each_term(index, xc_text(""), add, &sums, &error) != XC_OK) {
        fprintf(stderr, "terms: %s: %s\n", argv[1], error.text);
        return 2;
    }
    printf("%llu terms, %llu postings\n", (unsigned long long)sums.terms,
           (unsigned long long)sums.postings);
    xc_index_close(index);
    return 0;
}
