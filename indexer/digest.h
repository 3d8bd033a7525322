/* SPDX-License-Identifier: GPL-2.0-or-later */
/* digest: 64 bits of XXH3 over bytes, alone or several strings in a row. */
#ifndef LUPP_INDEXER_DIGEST_H
#define LUPP_INDEXER_DIGEST_H

#include "base.h"

uint64_t digest_bytes(struct slice bytes);

/* A digest as DIGEST_SIZE bytes, high first: so they sort as the numbers do. */
enum { DIGEST_SIZE = 8 };
void digest_put(struct buffer *out, uint64_t digest);
uint64_t digest_at(struct slice s, size_t offset); /* s must hold it */
/* Of rows of `size` bytes that begin with a digest and rise by it: offset of the first that has the
   digest, or SIZE_MAX. What is behind the last whole row is not looked at. */
size_t digest_find(struct slice rows, size_t size, uint64_t digest);

/* Strings with their lengths, so that "ab","c" differs from "a","bc". {0} is an empty one. */
struct digest {
    struct buffer bytes; /* internal */
};

void digest_add(struct digest *d, struct slice s);
void digest_number(struct digest *d, uint64_t number);
/* Gives the digest and empties d, which keeps its memory until digest_free. */
uint64_t digest_end(struct digest *d);
void digest_free(struct digest *d);

#endif
