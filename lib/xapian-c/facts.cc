/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an index holds: counts, terms, slots, spelling, metadata. */
#include "xapian_c_internal.h"

#include <cstdlib>

using namespace xapian_c;

extern "C" enum xc_status xc_index_statistics(struct xc_index *index, struct xc_statistics *out,
                                              struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        const Xapian::Database &database = given(index).database;
        struct xc_statistics found = {};
        found.documents = narrow<uint32_t>(database.get_doccount());
        found.last_docid = narrow<uint32_t>(database.get_lastdocid());
        found.average_length = database.get_average_length();
        found.total_length = database.get_total_length();
        found.length_lower = narrow<uint32_t>(database.get_doclength_lower_bound());
        found.length_upper = narrow<uint32_t>(database.get_doclength_upper_bound());
        found.positions = database.has_positions();
        *out = found;
    });
}

extern "C" enum xc_status xc_index_revision(struct xc_index *index, uint64_t *out,
                                            struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        *out = given(index).database.get_revision();
    });
}

extern "C" enum xc_status xc_index_uuid(struct xc_index *index, struct xc_buffer *out,
                                        struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        give(*out, given(index).database.get_uuid());
    });
}

/* ---- terms and slots ------------------------------------------------------------------------- */

/* libxapian takes an empty term for one that every document has. */
static std::string term_of(struct xc_bytes term)
{
    if (term.size == 0)
        throw failure{XC_BAD_ARGUMENT, "an empty term"};
    return string_of(term);
}

extern "C" enum xc_status xc_index_term(struct xc_index *index, struct xc_bytes term,
                                        struct xc_term_statistics *out, struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        const Xapian::Database &database = given(index).database;
        std::string name = term_of(term);
        struct xc_term_statistics found = {};
        found.documents = narrow<uint32_t>(database.get_termfreq(name));
        if (found.documents > 0) {
            found.occurrences = database.get_collection_freq(name);
            found.wdf_upper = narrow<uint32_t>(database.get_wdf_upper_bound(name));
        }
        *out = found;
    });
}

extern "C" enum xc_status xc_index_has_term(struct xc_index *index, struct xc_bytes term, bool *out,
                                            struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        *out = given(index).database.term_exists(term_of(term));
    });
}

extern "C" enum xc_status xc_index_find(struct xc_index *index, struct xc_bytes key,
                                        uint32_t *docid, struct xc_error *error)
{
    return guard(error, [&] {
        output(docid);
        const Xapian::Database &database = given(index).database;
        std::string name = term_of(key);
        Xapian::PostingIterator first = database.postlist_begin(name);
        if (first == database.postlist_end(name))
            throw failure{XC_NOT_FOUND, "no document has that key"};
        *docid = narrow<uint32_t>(*first);
    });
}

extern "C" enum xc_status xc_index_slot(struct xc_index *index, uint32_t slot, uint32_t *documents,
                                        struct xc_buffer *lower, struct xc_buffer *upper,
                                        struct xc_error *error)
{
    return guard(error, [&] {
        output(documents);
        if (lower != nullptr)
            output(lower);
        if (upper != nullptr)
            output(upper);
        const Xapian::Database &database = given(index).database;
        uint32_t count = narrow<uint32_t>(database.get_value_freq(slot));
        std::string low = database.get_value_lower_bound(slot);
        std::string high = database.get_value_upper_bound(slot);
        struct xc_buffer low_copy = {};
        struct xc_buffer high_copy = {};
        if (lower != nullptr)
            give(low_copy, low);
        try {
            if (upper != nullptr)
                give(high_copy, high);
        } catch (...) {
            std::free(low_copy.data);
            throw;
        }
        *documents = count;
        if (lower != nullptr)
            *lower = low_copy;
        if (upper != nullptr)
            *upper = high_copy;
    });
}

extern "C" enum xc_status xc_index_each_term(struct xc_index *index, struct xc_bytes prefix,
                                             xc_term_callback *callback, void *user,
                                             struct xc_error *error)
{
    return guard(error, [&] {
        const Xapian::Database &database = given(index).database;
        given(callback);
        std::string first = string_of(prefix);
        Xapian::TermIterator end = database.allterms_end(first);
        for (Xapian::TermIterator i = database.allterms_begin(first); i != end; ++i) {
            std::string term = *i;
            go_on_unless(callback(user, bytes_of(term), narrow<uint32_t>(i.get_termfreq())));
        }
    });
}

/* ---- spelling -------------------------------------------------------------------------------- */

extern "C" enum xc_status xc_index_each_spelling(struct xc_index *index, xc_term_callback *callback,
                                                 void *user, struct xc_error *error)
{
    return guard(error, [&] {
        const Xapian::Database &database = given(index).database;
        given(callback);
        Xapian::TermIterator end = database.spellings_end();
        for (Xapian::TermIterator i = database.spellings_begin(); i != end; ++i) {
            std::string word = *i;
            go_on_unless(callback(user, bytes_of(word), narrow<uint32_t>(i.get_termfreq())));
        }
    });
}

extern "C" enum xc_status xc_index_suggest(struct xc_index *index, struct xc_bytes word,
                                           unsigned distance, struct xc_buffer *out,
                                           struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        if (distance == 0 || distance > 8)
            throw failure{XC_BAD_ARGUMENT, "a distance that is not 1 to 8"};
        const Xapian::Database &database = given(index).database;
        give(*out, database.get_spelling_suggestion(string_of(word), distance));
    });
}

/* ---- metadata -------------------------------------------------------------------------------- */

extern "C" enum xc_status xc_index_metadata(struct xc_index *index, struct xc_bytes key,
                                            struct xc_buffer *out, struct xc_error *error)
{
    return guard(error, [&] { /* libxapian refuses an empty key */
                              output(out);
                              give(*out, given(index).database.get_metadata(string_of(key)));
    });
}

extern "C" enum xc_status xc_index_each_metadata(struct xc_index *index, struct xc_bytes prefix,
                                                 xc_metadata_callback *callback, void *user,
                                                 struct xc_error *error)
{
    return guard(error, [&] {
        const Xapian::Database &database = given(index).database;
        given(callback);
        std::string first = string_of(prefix);
        Xapian::TermIterator end = database.metadata_keys_end(first);
        for (Xapian::TermIterator i = database.metadata_keys_begin(first); i != end; ++i) {
            std::string key = *i;
            std::string value = database.get_metadata(key);
            go_on_unless(callback(user, bytes_of(key), bytes_of(value)));
        }
    });
}
