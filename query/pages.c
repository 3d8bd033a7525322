/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pages.h"

#include "schema.h"

#include <string.h>

static const char site[] = "https://www.regeringen.se";

struct path {
    struct slice value;
    void (*id)(void *user, struct slice id);
    void *user;
};

static struct slice without(struct slice path, const char *ending)
{
    struct slice end = slice_of(ending);
    return slice_ends(path, end) ? slice_part(path, 0, path.size - end.size) : path;
}

/* A path below a root that the index has pages of: its id is what follows, without endings. */
static int try_root(void *user, struct xc_bytes term, uint32_t documents)
{
    const struct path *p = user;
    size_t skip = strlen(SCHEMA_PREFIX_ROOT);
    struct slice root = {.data = term.data + skip, .size = term.size - skip};
    (void)documents;
    if (!slice_starts(p->value, root) || p->value.size < root.size + 2 ||
        p->value.data[root.size] != '/')
        return 0;
    struct slice inside = slice_part(p->value, root.size + 1, p->value.size);
    p->id(p->user, without(without(without(inside, ".gz"), ".zst"), ".md"));
    return 0;
}

enum xc_status pages_named(struct xc_index *index, struct slice value,
                           void (*id)(void *user, struct slice id), void *user,
                           struct xc_error *error)
{
    struct buffer address = {0};
    struct path path = {.value = value, .id = id, .user = user};
    id(user, value);
    schema_id_of_address(slice_of(site), SLICE(""), value, &address);
    if (address.size > 0 && !slice_equal(buffer_view(&address), value))
        id(user, buffer_view(&address));
    buffer_free(&address);
    if (!slice_starts(value, SLICE("/")))
        return XC_OK;
    return xc_index_each_term(index, xc_text(SCHEMA_PREFIX_ROOT), try_root, &path, error);
}

struct lookup {
    struct xc_index *index;
    struct buffer term;
    bool known; /* or not to be told */
};

static void look_up(void *user, struct slice id)
{
    struct lookup *l = user;
    struct xc_term_statistics found = {.documents = 0};
    schema_term(&l->term, SCHEMA_PREFIX_ID, id);
    struct xc_bytes term = xc_bytes_of(l->term.data, l->term.size);
    l->known |= xc_index_term(l->index, term, &found, NULL) != XC_OK || found.documents > 0;
}

bool pages_unknown(struct xc_index *index, struct slice value)
{
    struct lookup l = {.index = index};
    if (pages_named(index, value, look_up, &l, NULL) != XC_OK)
        l.known = true;
    buffer_free(&l.term);
    return !l.known;
}
