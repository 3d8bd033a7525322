/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cursors over the documents that have a term, or a value. */
#include "xapian_c_internal.h"

#include <memory>

using namespace xapian_c;

struct xc_postings {
    Xapian::PostingIterator place, end;
    bool started; /* next moves on; before, it shows the first */
    bool lengths;
};

struct xc_values {
    Xapian::ValueIterator place, end;
    bool started;
    std::string value; /* what *out points to */
};

/* ---- moving: the same for both --------------------------------------------------------------- */

template <class Cursor> static void step(Cursor &cursor)
{
    if (cursor.started && cursor.place != cursor.end)
        ++cursor.place;
    cursor.started = true;
}

template <class Cursor> static void leap(Cursor &cursor, uint32_t docid)
{
    if (cursor.place != cursor.end)
        cursor.place.skip_to(docid);
    cursor.started = true;
}

static void show(struct xc_postings &cursor, struct xc_posting &out)
{
    if (cursor.place == cursor.end)
        return;
    struct xc_posting posting = {};
    posting.docid = narrow<uint32_t>(*cursor.place);
    posting.wdf = narrow<uint32_t>(cursor.place.get_wdf());
    if (cursor.lengths)
        posting.length = narrow<uint32_t>(cursor.place.get_doclength());
    out = posting;
}

static void show(struct xc_values &cursor, struct xc_value &out)
{
    if (cursor.place == cursor.end)
        return;
    cursor.value = *cursor.place;
    out.docid = narrow<uint32_t>(cursor.place.get_docid());
    out.value = bytes_of(cursor.value);
}

/* ---- postings -------------------------------------------------------------------------------- */

extern "C" enum xc_status xc_postings_open(struct xc_postings **out, struct xc_index *index,
                                           struct xc_bytes term, bool lengths,
                                           struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        const Xapian::Database &database = given(index).database;
        std::string name = string_of(term);
        auto cursor = std::make_unique<xc_postings>();
        cursor->place = database.postlist_begin(name);
        cursor->end = database.postlist_end(name);
        cursor->lengths = lengths;
        *out = cursor.release();
    });
}

extern "C" enum xc_status xc_postings_next(struct xc_postings *postings, struct xc_posting *out,
                                           struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        step(given(postings));
        show(*postings, *out);
    });
}

extern "C" enum xc_status xc_postings_skip(struct xc_postings *postings, uint32_t docid,
                                           struct xc_posting *out, struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        leap(given(postings), docid);
        show(*postings, *out);
    });
}

extern "C" void xc_postings_close(struct xc_postings *postings)
{
    delete postings;
}

/* ---- values ---------------------------------------------------------------------------------- */

extern "C" enum xc_status xc_values_open(struct xc_values **out, struct xc_index *index,
                                         uint32_t slot, struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        const Xapian::Database &database = given(index).database;
        auto cursor = std::make_unique<xc_values>();
        cursor->place = database.valuestream_begin(slot);
        cursor->end = database.valuestream_end(slot);
        *out = cursor.release();
    });
}

extern "C" enum xc_status xc_values_next(struct xc_values *values, struct xc_value *out,
                                         struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        step(given(values));
        show(*values, *out);
    });
}

extern "C" enum xc_status xc_values_skip(struct xc_values *values, uint32_t docid,
                                         struct xc_value *out, struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        leap(given(values), docid);
        show(*values, *out);
    });
}

extern "C" void xc_values_close(struct xc_values *values)
{
    delete values;
}
