/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents being made. */
#include "xapian_c_internal.h"

using namespace xapian_c;

/* The term as a string that lives in the document until the next call. */
static const std::string &term_in(struct xc_document *document, struct xc_bytes term)
{
    given(document);
    check_term(term);
    document->term.assign(term.data, term.size);
    return document->term;
}

extern "C" enum xc_status xc_document_new(struct xc_document **out, struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        *out = new xc_document();
    });
}

extern "C" enum xc_status xc_document_clear(struct xc_document *document, struct xc_error *error)
{
    return guard(error, [&] { given(document).document = Xapian::Document(); });
}

extern "C" void xc_document_free(struct xc_document *document)
{
    delete document;
}

extern "C" enum xc_status xc_document_add_posting(struct xc_document *document,
                                                  struct xc_bytes term, uint32_t position,
                                                  uint32_t wdf, struct xc_error *error)
{
    return guard(error, [&] {
        const std::string &name = term_in(document, term);
        document->document.add_posting(name, position, wdf);
    });
}

extern "C" enum xc_status xc_document_add_postings(struct xc_document *document,
                                                   struct xc_bytes term, const uint32_t *positions,
                                                   size_t count, uint32_t wdf,
                                                   struct xc_error *error)
{
    return guard(error, [&] {
        const std::string &name = term_in(document, term);
        if (count > 0)
            given(positions);
        /* Each call looks the term up: no more of them than positions. */
        if (count == 0)
            document->document.add_term(name, wdf);
        for (size_t i = 0; i < count; i++)
            document->document.add_posting(name, positions[i], i == 0 ? wdf : 0);
    });
}

extern "C" enum xc_status xc_document_add_term(struct xc_document *document, struct xc_bytes term,
                                               uint32_t wdf, struct xc_error *error)
{
    return guard(error, [&] {
        const std::string &name = term_in(document, term);
        document->document.add_term(name, wdf);
    });
}

extern "C" enum xc_status xc_document_add_boolean_term(struct xc_document *document,
                                                       struct xc_bytes term, struct xc_error *error)
{
    return guard(error, [&] {
        const std::string &name = term_in(document, term);
        document->document.add_boolean_term(name);
    });
}

extern "C" enum xc_status xc_document_set_value(struct xc_document *document, uint32_t slot,
                                                struct xc_bytes value, struct xc_error *error)
{
    return guard(error, [&] {
        given(document);
        if (slot == Xapian::BAD_VALUENO)
            throw failure{XC_BAD_ARGUMENT, "not a slot"};
        document->document.add_value(slot, string_of(value));
    });
}

extern "C" enum xc_status xc_document_set_data(struct xc_document *document, struct xc_bytes data,
                                               struct xc_error *error)
{
    return guard(error, [&] { given(document).document.set_data(string_of(data)); });
}
