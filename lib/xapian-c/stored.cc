/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a document in an index holds. Documents of libxapian are lazy, so each call reads what it is
   after before it returns. */
#include "xapian_c_internal.h"

#include <vector>

using namespace xapian_c;

extern "C" enum xc_status xc_index_data(struct xc_index *index, uint32_t docid,
                                        struct xc_buffer *out, struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        check_docid(docid);
        give(*out, given(index).database.get_document(docid).get_data());
    });
}

extern "C" enum xc_status xc_index_value(struct xc_index *index, uint32_t docid, uint32_t slot,
                                         struct xc_buffer *out, struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        check_docid(docid);
        give(*out, given(index).database.get_document(docid).get_value(slot));
    });
}

extern "C" enum xc_status xc_index_length(struct xc_index *index, uint32_t docid, uint32_t *out,
                                          struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        check_docid(docid);
        *out = narrow<uint32_t>(given(index).database.get_doclength(docid));
    });
}

/* False: there is no such document. Whether there is one is a look-up of its own, so it is asked
   only when the data say nothing. */
static bool read_data(const Xapian::Database &database, uint32_t docid, std::string &data)
{
    if (docid == 0)
        return false;
    try {
        data = database.get_document(docid, Xapian::DOC_ASSUME_VALID).get_data();
        if (data.empty())
            database.get_document(docid);
        return true;
    } catch (const Xapian::DocNotFoundError &) {
        return false;
    }
}

extern "C" enum xc_status xc_index_each_data(struct xc_index *index, const uint32_t *docids,
                                             size_t count, xc_data_callback *callback, void *user,
                                             struct xc_error *error)
{
    return guard(error, [&] {
        const Xapian::Database &database = given(index).database;
        given(callback);
        if (count > 0)
            given(docids);
        std::string data;
        for (size_t i = 0; i < count; i++) {
            struct xc_bytes bytes = {nullptr, 0};
            if (read_data(database, docids[i], data))
                bytes = bytes_of(data);
            go_on_unless(callback(user, i, docids[i], bytes));
        }
    });
}

extern "C" enum xc_status xc_index_each_document_term(struct xc_index *index, uint32_t docid,
                                                      xc_document_term_callback *callback,
                                                      void *user, struct xc_error *error)
{
    return guard(error, [&] {
        const Xapian::Database &database = given(index).database;
        given(callback);
        check_docid(docid);
        Xapian::TermIterator end = database.termlist_end(docid);
        for (Xapian::TermIterator i = database.termlist_begin(docid); i != end; ++i) {
            std::string name = *i;
            struct xc_document_term term = {};
            term.term = bytes_of(name);
            term.wdf = narrow<uint32_t>(i.get_wdf());
            term.positions = narrow<uint32_t>(i.positionlist_count());
            go_on_unless(callback(user, &term));
        }
    });
}

extern "C" enum xc_status xc_index_positions(struct xc_index *index, uint32_t docid,
                                             struct xc_bytes term, uint32_t **out, size_t *count,
                                             struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        output(count);
        const Xapian::Database &database = given(index).database;
        check_docid(docid);
        database.get_doclength(docid); /* throws when there is no such document */
        std::string name = string_of(term);
        std::vector<uint32_t> found;
        Xapian::PositionIterator end = database.positionlist_end(docid, name);
        for (Xapian::PositionIterator i = database.positionlist_begin(docid, name); i != end; ++i)
            found.push_back(narrow<uint32_t>(*i));
        *out = static_cast<uint32_t *>(allocate(found.size(), sizeof **out));
        std::copy(found.begin(), found.end(), *out);
        *count = found.size();
    });
}
