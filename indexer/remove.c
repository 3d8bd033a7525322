/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents taken out of the index, however a person names them. */
#include "run.h"

#include <stdlib.h>

/* The document of an id, or TABLE_NONE. */
static uint32_t find_page(struct run *run, struct slice id)
{
    uint32_t known = id.size > 0 ? catalogue_find(&run->catalogue, id) : TABLE_NONE;
    return known != TABLE_NONE && run->catalogue.items[known].page ? known : TABLE_NONE;
}

/* Whether the document was read from that file. */
static bool is_of_file(struct run *run, uint32_t known, const char *path)
{
    struct schema_document d;
    struct schema_codec *codec = schema_codec_new();
    bool is =
        store_read(run->store, run->catalogue.items[known].docid, codec, &d, NULL) == STATUS_OK &&
        slice_equal(d.path, slice_of(path));
    schema_codec_free(codec);
    return is;
}

/* By its file below one of the roots that the index knows. */
static uint32_t find_file(struct run *run, const char *name)
{
    char *path = places_file_path(name);
    uint32_t found = TABLE_NONE;
    for (uint32_t i = 0; path != NULL && i < run->catalogue.root_count && found == TABLE_NONE;
         i++) {
        struct root root = {.path = slice_copy(catalogue_root_path(&run->catalogue, i))};
        struct slice below = root_relative(&root, slice_of(path));
        buffer_clear(&run->id);
        naming_id_of_path(&run->settings->naming, below, &run->id);
        found = below.size > 0 ? find_page(run, buffer_view(&run->id)) : TABLE_NONE;
        if (found != TABLE_NONE && !is_of_file(run, found, path))
            found = TABLE_NONE;
        free(root.path);
    }
    free(path);
    return found;
}

/* By its address; host: one that begins with its host, as "www.regeringen.se/a". */
static uint32_t find_address(struct run *run, const char *name, bool host)
{
    struct buffer address = {0};
    buffer_format(&address, "%s%s", host ? "//" : "", name);
    buffer_clear(&run->id);
    naming_id(&run->settings->naming, (struct slice){0}, buffer_view(&address), &run->id);
    buffer_free(&address);
    return find_page(run, buffer_view(&run->id));
}

/* An id as it stands, else an address in any form, else a file. */
static uint32_t find_named(struct run *run, const char *name)
{
    uint32_t found = find_page(run, slice_of(name));
    if (found == TABLE_NONE)
        found = find_address(run, name, false);
    if (found == TABLE_NONE)
        found = find_address(run, name, true);
    return found != TABLE_NONE ? found : find_file(run, name);
}

enum status run_remove(const struct settings *settings, const char *path, struct swedish *swedish,
                       struct report *report, struct error *error)
{
    struct store store = {.lock = -1};
    struct run run = {.settings = settings, .report = report, .swedish = swedish, .store = &store};
    run_begin(&run);
    enum status status =
        run_open_index(&run, path, settings->dry_run ? STORE_READ : STORE_WRITE, error);
    for (size_t i = 0; i < settings->remove.count && status == STATUS_OK; i++) {
        const char *name = settings->remove.items[i];
        uint32_t known = store.index != NULL ? find_named(&run, name) : TABLE_NONE;
        if (known == TABLE_NONE)
            report_skip(report, name, "the index holds no such document");
        else
            batch_draft(&run.batch, &run.catalogue, known, DRAFT_REMOVE);
    }
    if (status == STATUS_OK)
        status = write_batch(&run, error);
    run_end(&run);
    store_close(&store);
    return status;
}
