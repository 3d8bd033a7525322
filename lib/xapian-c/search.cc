/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searching: from a request to a result that holds all of itself. */
#include "xapian_c_internal.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

using namespace xapian_c;

namespace
{

/* Bytes that live as long as the result. */
class arena
{
  public:
    struct xc_bytes copy(const std::string &string)
    {
        if (string.empty())
            return xc_bytes_of("", 0);
        if (string.size() > left)
            grow(string.size());
        char *place = next;
        std::memcpy(place, string.data(), string.size());
        next += string.size();
        left -= string.size();
        return xc_bytes_of(place, string.size());
    }

  private:
    void grow(size_t need)
    {
        size_t size = std::max<size_t>(need, 16 * 1024);
        blocks.push_back(std::make_unique<char[]>(size));
        next = blocks.back().get();
        left = size;
    }

    std::vector<std::unique_ptr<char[]>> blocks;
    char *next = nullptr;
    size_t left = 0;
};

/* What xc_result points to. */
struct stored_result : xc_result {
    stored_result() : xc_result()
    {
    }

    std::vector<xc_hit> hit_room;
    std::vector<xc_bytes> value_room;
    std::deque<std::vector<xc_bytes>> term_room;
    std::vector<xc_counts> counts_room;
    std::deque<std::vector<xc_count>> count_room;
    arena bytes;
};

/* ---- the request ----------------------------------------------------------------------------- */

void set_weighting(Xapian::Enquire &enquire, const struct xc_weighting &w)
{
    switch (w.scheme) {
    case XC_WEIGHT_DEFAULT:
        return;
    case XC_WEIGHT_BM25:
        enquire.set_weighting_scheme(Xapian::BM25Weight(w.k1, w.k2, w.k3, w.b, w.min_length));
        return;
    case XC_WEIGHT_BM25_PLUS:
        enquire.set_weighting_scheme(
            Xapian::BM25PlusWeight(w.k1, w.k2, w.k3, w.b, w.min_length, w.delta));
        return;
    case XC_WEIGHT_COORDINATION:
        enquire.set_weighting_scheme(Xapian::CoordWeight());
        return;
    case XC_WEIGHT_BOOLEAN:
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        return;
    }
    throw failure{XC_BAD_ARGUMENT, "not an enum xc_scheme"};
}

void set_sort(Xapian::Enquire &enquire, const struct xc_request &request)
{
    enquire.set_docid_order(request.docid_descending ? Xapian::Enquire::DESCENDING
                                                     : Xapian::Enquire::ASCENDING);
    switch (request.sort) {
    case XC_SORT_RELEVANCE:
        return;
    case XC_SORT_VALUE:
        enquire.set_sort_by_value(request.sort_slot, request.descending);
        return;
    case XC_SORT_VALUE_RELEVANCE:
        enquire.set_sort_by_value_then_relevance(request.sort_slot, request.descending);
        return;
    case XC_SORT_RELEVANCE_VALUE:
        enquire.set_sort_by_relevance_then_value(request.sort_slot, request.descending);
        return;
    case XC_SORT_DOCID:
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        return;
    }
    throw failure{XC_BAD_ARGUMENT, "not an enum xc_sort"};
}

void set_up(Xapian::Enquire &enquire, const struct xc_request &request)
{
    if (request.percent_cutoff < 0 || request.percent_cutoff > 100)
        throw failure{XC_BAD_ARGUMENT, "a percent_cutoff that is not 0 to 100"};
    if (request.value_slot_count > 0)
        given(request.value_slots);
    if (request.count_slot_count > 0)
        given(request.count_slots);
    enquire.set_query(given(request.query).query);
    set_weighting(enquire, request.weighting);
    set_sort(enquire, request);
    enquire.set_cutoff(request.percent_cutoff, request.weight_cutoff);
    if (request.collapse_max > 0)
        enquire.set_collapse_key(request.collapse_slot, request.collapse_max);
}

/* ---- the result ------------------------------------------------------------------------------ */

void read_bounds(struct xc_result &result, const Xapian::MSet &mset)
{
    result.lower = narrow<uint32_t>(mset.get_matches_lower_bound());
    result.estimated = narrow<uint32_t>(mset.get_matches_estimated());
    result.upper = narrow<uint32_t>(mset.get_matches_upper_bound());
    result.all_lower = narrow<uint32_t>(mset.get_uncollapsed_matches_lower_bound());
    result.all_estimated = narrow<uint32_t>(mset.get_uncollapsed_matches_estimated());
    result.all_upper = narrow<uint32_t>(mset.get_uncollapsed_matches_upper_bound());
    result.weight_max = mset.get_max_attained();
    result.weight_possible = mset.get_max_possible();
}

void read_terms(struct stored_result &result, struct xc_hit &hit, const Xapian::Enquire &enquire,
                const Xapian::MSetIterator &match)
{
    std::vector<xc_bytes> &terms = result.term_room.emplace_back();
    Xapian::TermIterator end = enquire.get_matching_terms_end(match);
    for (Xapian::TermIterator i = enquire.get_matching_terms_begin(match); i != end; ++i)
        terms.push_back(result.bytes.copy(*i));
    std::sort(terms.begin(), terms.end(), [](const xc_bytes &a, const xc_bytes &b) {
        return std::string_view(a.data, a.size) < std::string_view(b.data, b.size);
    });
    hit.terms = terms.data();
    hit.term_count = terms.size();
}

/* What of a hit is in its document. */
void read_document(struct stored_result &result, struct xc_hit &hit,
                   const struct xc_request &request, const Xapian::MSetIterator &match)
{
    if (!request.data && request.value_slot_count == 0)
        return;
    Xapian::Document document = match.get_document();
    if (request.data)
        hit.data = result.bytes.copy(document.get_data());
    size_t first = result.value_room.size();
    for (size_t i = 0; i < request.value_slot_count; i++) {
        std::string value = document.get_value(request.value_slots[i]);
        result.value_room.push_back(result.bytes.copy(value));
    }
    hit.values = result.value_room.data() + first;
}

void read_hits(struct stored_result &result, const struct xc_request &request,
               const Xapian::Enquire &enquire, const Xapian::MSet &mset)
{
    result.hit_room.reserve(mset.size());
    if (request.value_slot_count > 0) /* all at once: hits point into it */
        result.value_room.reserve(mset.size() * request.value_slot_count);
    if (request.data || request.value_slot_count > 0)
        mset.fetch();
    for (Xapian::MSetIterator i = mset.begin(); i != mset.end(); ++i) {
        struct xc_hit hit = {};
        hit.docid = narrow<uint32_t>(*i);
        hit.weight = i.get_weight();
        hit.percent = mset.convert_to_percent(hit.weight);
        hit.collapsed = narrow<uint32_t>(i.get_collapse_count());
        read_document(result, hit, request, i);
        if (request.terms)
            read_terms(result, hit, enquire, i);
        result.hit_room.push_back(hit);
    }
    result.hits = result.hit_room.data();
    result.count = result.hit_room.size();
}

void read_counts(struct stored_result &result, const Xapian::ValueCountMatchSpy &spy, uint32_t slot)
{
    std::vector<xc_count> &values = result.count_room.emplace_back();
    for (Xapian::TermIterator i = spy.values_begin(); i != spy.values_end(); ++i)
        values.push_back(xc_count{result.bytes.copy(*i), narrow<uint32_t>(i.get_termfreq())});
    /* they came in order of bytes */
    std::stable_sort(values.begin(), values.end(), [](const xc_count &a, const xc_count &b) {
        return a.documents > b.documents;
    });
    struct xc_counts counts = {};
    counts.slot = slot;
    counts.looked_at = narrow<uint32_t>(spy.get_total());
    counts.values = values.data();
    counts.count = values.size();
    result.counts_room.push_back(counts);
}

std::unique_ptr<stored_result> search(const Xapian::Database &database,
                                      const struct xc_request &request)
{
    auto result = std::make_unique<stored_result>();
    std::deque<Xapian::ValueCountMatchSpy> spies; /* outlives the enquire that points to it */
    Xapian::Enquire enquire(database);
    set_up(enquire, request);
    for (size_t i = 0; i < request.count_slot_count; i++)
        enquire.add_matchspy(&spies.emplace_back(request.count_slots[i]));
    Xapian::MSet mset = enquire.get_mset(request.offset, request.limit, request.check_at_least);
    read_bounds(*result, mset);
    read_hits(*result, request, enquire, mset);
    for (size_t i = 0; i < request.count_slot_count; i++)
        read_counts(*result, spies[i], request.count_slots[i]);
    result->counts = result->counts_room.data();
    return result;
}

} // namespace

/* ---- what is exported ------------------------------------------------------------------------ */

extern "C" enum xc_status xc_search(struct xc_result **out, struct xc_index *index,
                                    const struct xc_request *request, struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        *out = search(given(index).database, given(request)).release();
    });
}

extern "C" enum xc_status xc_search_retry(struct xc_result **out, struct xc_index *index,
                                          const struct xc_request *request, unsigned retries,
                                          struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        for (unsigned left = retries;; left--) {
            try {
                *out = search(given(index).database, given(request)).release();
                return;
            } catch (const Xapian::DatabaseModifiedError &) {
                if (left == 0)
                    throw;
                index->database.reopen();
            }
        }
    });
}

extern "C" void xc_result_free(struct xc_result *result)
{
    delete static_cast<stored_result *>(result);
}

extern "C" enum xc_status xc_match(uint32_t **out, size_t *count, struct xc_index *index,
                                   const struct xc_query *query, struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        output(count);
        const Xapian::Database &database = given(index).database;
        Xapian::Enquire enquire(database);
        enquire.set_query(given(query).query);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_docid_order(Xapian::Enquire::ASCENDING);
        Xapian::MSet mset = enquire.get_mset(0, database.get_doccount());
        std::vector<uint32_t> found;
        found.reserve(mset.size());
        for (Xapian::MSetIterator i = mset.begin(); i != mset.end(); ++i)
            found.push_back(narrow<uint32_t>(*i));
        *out = static_cast<uint32_t *>(allocate(found.size(), sizeof **out));
        std::copy(found.begin(), found.end(), *out);
        *count = found.size();
    });
}
