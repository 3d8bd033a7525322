/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening, closing and writing. */
#include "xapian_c_internal.h"

#include <memory>

using namespace xapian_c;

/* ---- opening and closing --------------------------------------------------------------------- */

static Xapian::Database open_one(const char *path)
{
    given(path);
    return about(path, [&] {
        Xapian::Database database{std::string(path)};
        if (database.size() == 0) /* libxapian 1.4 takes an empty file for a stub file of nothing */
            throw failure{XC_CORRUPT, "a stub file that names no database"};
        return database;
    });
}

static Xapian::WritableDatabase &writer_of(struct xc_index *index)
{
    if (!given(index).writer)
        throw failure{XC_BAD_STATE, "the index was opened for reading"};
    return *index->writer;
}

static struct xc_index *writing(Xapian::WritableDatabase &&writer)
{
    auto index = std::make_unique<xc_index>();
    index->database = writer;
    index->writer = std::move(writer);
    return index.release();
}

static int flags_of(unsigned mode)
{
    const unsigned known = XC_WRITE_OVERWRITE | XC_WRITE_WAIT | XC_WRITE_NO_SYNC |
                           XC_WRITE_DANGEROUS | XC_WRITE_NO_TERMLISTS;
    if ((mode & ~known) != 0)
        throw failure{XC_BAD_ARGUMENT, "flags that are not known"};
    static const int actions[] = {Xapian::DB_CREATE_OR_OPEN, Xapian::DB_OPEN, Xapian::DB_CREATE,
                                  Xapian::DB_CREATE_OR_OVERWRITE};
    int flags = actions[mode & XC_WRITE_OVERWRITE];
    if ((mode & XC_WRITE_WAIT) != 0)
        flags |= Xapian::DB_RETRY_LOCK;
    if ((mode & XC_WRITE_NO_SYNC) != 0)
        flags |= Xapian::DB_NO_SYNC;
    if ((mode & XC_WRITE_DANGEROUS) != 0)
        flags |= Xapian::DB_DANGEROUS;
    if ((mode & XC_WRITE_NO_TERMLISTS) != 0)
        flags |= Xapian::DB_NO_TERMLIST;
    return flags;
}

extern "C" enum xc_status xc_index_open(struct xc_index **out, const char *path,
                                        struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        auto index = std::make_unique<xc_index>();
        index->database = open_one(path);
        *out = index.release();
    });
}

extern "C" enum xc_status xc_index_open_many(struct xc_index **out, const char *const *paths,
                                             size_t count, struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        if (count == 0)
            throw failure{XC_BAD_ARGUMENT, "no path"};
        given(paths);
        auto index = std::make_unique<xc_index>();
        for (size_t i = 0; i < count; i++)
            index->database.add_database(open_one(paths[i]));
        *out = index.release();
    });
}

extern "C" enum xc_status xc_index_write(struct xc_index **out, const char *path, unsigned mode,
                                         struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        int flags = flags_of(mode);
        given(path);
        *out = about(path,
                     [&] { return writing(Xapian::WritableDatabase(std::string(path), flags)); });
    });
}

extern "C" enum xc_status xc_index_memory(struct xc_index **out, struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        *out = writing(Xapian::WritableDatabase(std::string(), Xapian::DB_BACKEND_INMEMORY));
    });
}

extern "C" void xc_index_close(struct xc_index *index)
{
    delete index;
}

extern "C" enum xc_status xc_index_reopen(struct xc_index *index, bool *changed,
                                          struct xc_error *error)
{
    return guard(error, [&] {
        if (changed != nullptr)
            *changed = false;
        bool later = given(index).database.reopen();
        if (changed != nullptr)
            *changed = later;
    });
}

/* ---- commits and transactions ---------------------------------------------------------------- */

extern "C" enum xc_status xc_index_commit(struct xc_index *index, struct xc_error *error)
{
    return guard(error, [&] { writer_of(index).commit(); });
}

extern "C" enum xc_status xc_transaction_begin(struct xc_index *index, struct xc_error *error)
{
    return guard(error, [&] { writer_of(index).begin_transaction(); });
}

extern "C" enum xc_status xc_transaction_commit(struct xc_index *index, struct xc_error *error)
{
    return guard(error, [&] { writer_of(index).commit_transaction(); });
}

extern "C" enum xc_status xc_transaction_cancel(struct xc_index *index, struct xc_error *error)
{
    return guard(error, [&] { writer_of(index).cancel_transaction(); });
}

/* ---- documents ------------------------------------------------------------------------------- */

extern "C" enum xc_status xc_index_put(struct xc_index *index, struct xc_bytes key,
                                       struct xc_document *document, uint32_t *docid,
                                       struct xc_error *error)
{
    return guard(error, [&] {
        if (docid != nullptr)
            *docid = 0;
        check_term(key);
        Xapian::WritableDatabase &writer = writer_of(index);
        std::string term = string_of(key);
        given(document).document.add_boolean_term(term);
        Xapian::docid id = writer.replace_document(term, document->document);
        if (docid != nullptr)
            *docid = narrow<uint32_t>(id);
    });
}

extern "C" enum xc_status xc_index_add(struct xc_index *index, const struct xc_document *document,
                                       uint32_t *docid, struct xc_error *error)
{
    return guard(error, [&] {
        if (docid != nullptr)
            *docid = 0;
        Xapian::docid id = writer_of(index).add_document(given(document).document);
        if (docid != nullptr)
            *docid = narrow<uint32_t>(id);
    });
}

extern "C" enum xc_status xc_index_put_at(struct xc_index *index, uint32_t docid,
                                          const struct xc_document *document,
                                          struct xc_error *error)
{
    return guard(error, [&] { /* libxapian refuses docid 0 */
                              writer_of(index).replace_document(docid, given(document).document);
    });
}

extern "C" enum xc_status xc_index_delete(struct xc_index *index, struct xc_bytes key,
                                          struct xc_error *error)
{
    return guard(error, [&] { /* and an empty term */
                              writer_of(index).delete_document(string_of(key));
    });
}

extern "C" enum xc_status xc_index_delete_at(struct xc_index *index, uint32_t docid,
                                             struct xc_error *error)
{
    return guard(error, [&] {
        Xapian::WritableDatabase &writer = writer_of(index);
        check_docid(docid);
        writer.delete_document(docid);
    });
}

/* ---- metadata and spelling ------------------------------------------------------------------- */

extern "C" enum xc_status xc_index_set_metadata(struct xc_index *index, struct xc_bytes key,
                                                struct xc_bytes value, struct xc_error *error)
{
    return guard(error, [&] {
        if (key.size == 0 || key.size > XC_KEY_MAX)
            throw failure{XC_BAD_ARGUMENT, "a metadata key that is empty or beyond 245 bytes"};
        writer_of(index).set_metadata(string_of(key), string_of(value));
    });
}

/* A word that is too long would be refused by the commit only, and all else with it. */
extern "C" enum xc_status xc_index_add_spelling(struct xc_index *index, struct xc_bytes word,
                                                uint32_t count, struct xc_error *error)
{
    return guard(error, [&] {
        check_term(word);
        writer_of(index).add_spelling(string_of(word), count);
    });
}

extern "C" enum xc_status xc_index_remove_spelling(struct xc_index *index, struct xc_bytes word,
                                                   uint32_t count, struct xc_error *error)
{
    return guard(error, [&] {
        check_term(word);
        writer_of(index).remove_spelling(string_of(word), count);
    });
}
