/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "names.h"

#include "walk.h"

#include <string.h>

static void put_prefix(const struct naming *n, struct buffer *out)
{
    if (n->prefix.size == 0)
        return;
    buffer_slice(out, n->prefix);
    buffer_char(out, '/');
}

enum schema_address_kind naming_id(const struct naming *n, struct slice from, struct slice address,
                                   struct buffer *out)
{
    size_t base = out->size;
    put_prefix(n, out);
    size_t start = out->size;
    enum schema_address_kind kind = schema_id_of_address(n->site, from, address, out);
    if (kind != ADDRESS_PAGE && start > base && out->data != NULL) {
        memmove(out->data + base, out->data + start, out->size - start);
        out->size -= start - base;
        out->data[out->size] = '\0';
    }
    return kind;
}

void naming_id_of_path(const struct naming *n, struct slice path, struct buffer *out)
{
    put_prefix(n, out);
    path = file_name_unpacked(path);
    if (path.size > 3 && slice_ends(path, SLICE(".md")))
        path.size -= 3;
    buffer_slice(out, path);
}

struct slice naming_inner(const struct naming *n, struct slice id)
{
    bool has = n->prefix.size > 0 && id.size > n->prefix.size + 1 && slice_starts(id, n->prefix) &&
               id.data[n->prefix.size] == '/';
    return has ? slice_part(id, n->prefix.size + 1, id.size) : id;
}

void naming_url(const struct naming *n, struct slice id, struct buffer *out)
{
    schema_address_of_id(n->site, naming_inner(n, id), out);
}

static bool has_scheme(struct slice address)
{
    for (size_t i = 0; i < address.size; i++) {
        char c = address.data[i];
        if (c == ':')
            return i > 0;
        if (c == '/' || c == '?' || c == '#')
            return false;
    }
    return false;
}

/* Bytes of base that stay before a relative address: its scheme, its host too, its folder too, or
   all but its query. */
static size_t kept_of_base(struct slice base, struct slice address)
{
    size_t scheme = slice_find(base, SLICE("://"), 0);
    if (scheme == SIZE_MAX)
        return 0;
    size_t query = slice_find(base, SLICE("?"), 0);
    base = slice_part(base, 0, query == SIZE_MAX ? base.size : query);
    size_t host = slice_find(base, SLICE("/"), scheme + 3);
    host = host == SIZE_MAX ? base.size : host;
    if (slice_starts(address, SLICE("//")))
        return scheme + 1;
    if (slice_starts(address, SLICE("/")))
        return host;
    if (slice_starts(address, SLICE("?")))
        return base.size;
    while (base.size > host && base.data[base.size - 1] != '/')
        base.size--;
    return base.size;
}

void naming_resolve(struct slice base, struct slice address, struct buffer *out)
{
    address = slice_trim(address);
    if (address.size > 0 && !has_scheme(address) && address.data[0] != '#') {
        size_t kept = kept_of_base(base, address);
        buffer_slice(out, slice_part(base, 0, kept));
        if (kept > 0 && base.data[kept - 1] != '/' && base.data[kept - 1] != ':' &&
            address.data[0] != '/' && address.data[0] != '?')
            buffer_char(out, '/');
    }
    buffer_slice(out, address);
}

void naming_whole(const struct naming *n, struct slice address, struct buffer *out)
{
    if (slice_starts(address, SLICE("/")) && !slice_starts(address, SLICE("//")))
        buffer_slice(out, n->site);
    else if (slice_starts(address, SLICE("//")))
        buffer_text(out, "https:");
    buffer_slice(out, address);
}

/* How many bytes of an id are the end of its url's path: "a/b" of "x/a/b" and
   "https://site/a/b/". */
static size_t common_end(struct slice id, struct slice url)
{
    while (slice_ends(url, SLICE("/")))
        url.size--;
    size_t best = 0;
    if (slice_ends(url, id) && slice_ends(slice_part(url, 0, url.size - id.size), SLICE("://")))
        return 0; /* of another host */
    for (size_t size = 1; size <= id.size && size < url.size; size++) {
        if (id.data[id.size - size] != url.data[url.size - size])
            break;
        bool border = size == id.size || id.data[id.size - size - 1] == '/';
        struct slice site = slice_part(url, 0, url.size - size);
        if (border && slice_ends(site, SLICE("/")) && !slice_ends(site, SLICE("://")))
            best = size;
    }
    return best;
}

void naming_url_beside(struct slice site, struct slice id, struct slice url, struct slice target,
                       struct buffer *out)
{
    size_t common = common_end(id, url);
    struct naming n = {.site = site};
    while (slice_ends(url, SLICE("/")))
        url.size--;
    if (common > 0 && common < url.size) {
        n.site = slice_part(url, 0, url.size - common);
        while (slice_ends(n.site, SLICE("/")))
            n.site.size--;
        n.prefix = slice_part(id, 0, id.size - common);
        while (slice_ends(n.prefix, SLICE("/")))
            n.prefix.size--;
    }
    naming_url(&n, target, out);
}
