/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Query trees. */
#include "xapian_c_internal.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <vector>

using namespace xapian_c;

struct xc_builder {
    std::deque<xc_query> queries; /* a deque: pointers into it stay good */
    struct xc_error failed;       /* the first failure, or XC_OK */
};

/* ---- builders -------------------------------------------------------------------------------- */

extern "C" enum xc_status xc_builder_new(struct xc_builder **out, struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        *out = new xc_builder();
    });
}

/* Later queries hold earlier ones: freed from the end, each frees its own node only, and a deep
   tree takes no deep recursion. */
static void drop(struct xc_builder &builder) noexcept
{
    while (!builder.queries.empty())
        builder.queries.pop_back();
}

extern "C" void xc_builder_clear(struct xc_builder *builder)
{
    if (builder == nullptr)
        return;
    drop(*builder);
    builder->failed = {};
}

extern "C" void xc_builder_free(struct xc_builder *builder)
{
    if (builder != nullptr)
        drop(*builder);
    delete builder;
}

extern "C" enum xc_status xc_builder_status(const struct xc_builder *builder,
                                            struct xc_error *error)
{
    return guard(error, [&] {
        if (given(builder).failed.status != XC_OK)
            throw failure{builder->failed.status, builder->failed.text};
    });
}

/* Runs `make`, which returns an xc_query, and keeps what it made or how it failed. */
template <class Make> static const xc_query *build(struct xc_builder *builder, Make &&make) noexcept
{
    if (builder == nullptr)
        return nullptr;
    const xc_query *made = nullptr;
    struct xc_error error = {};
    if (guard(&error, [&] { made = &builder->queries.emplace_back(make()); }) != XC_OK &&
        builder->failed.status == XC_OK)
        builder->failed = error;
    return made;
}

static xc_query leaf(Xapian::Query &&query)
{
    return xc_query{std::move(query), 1};
}

static unsigned deeper(unsigned depth)
{
    if (depth >= XC_QUERY_DEPTH_MAX)
        throw failure{XC_BAD_ARGUMENT, "a query that is too deep"};
    return depth + 1;
}

/* ---- leaves ---------------------------------------------------------------------------------- */

/* Made anew each time: libxapian counts references without locks, and its own constants would be
   shared by the threads of a program. */
extern "C" const struct xc_query *xc_query_all(struct xc_builder *builder)
{
    return build(builder, [&] { return leaf(Xapian::Query(std::string())); });
}

extern "C" const struct xc_query *xc_query_nothing(struct xc_builder *builder)
{
    return build(builder, [&] { return leaf(Xapian::Query()); });
}

extern "C" const struct xc_query *xc_query_term(struct xc_builder *builder, struct xc_bytes term,
                                                uint32_t wqf, uint32_t position)
{
    return build(builder, [&] {
        if (term.size == 0)
            throw failure{XC_BAD_ARGUMENT, "an empty term"};
        return leaf(Xapian::Query(string_of(term), wqf, position));
    });
}

extern "C" const struct xc_query *xc_query_value_range(struct xc_builder *builder, uint32_t slot,
                                                       struct xc_bytes low, struct xc_bytes high)
{
    return build(builder, [&] {
        return leaf(
            Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, string_of(low), string_of(high)));
    });
}

extern "C" const struct xc_query *xc_query_value_from(struct xc_builder *builder, uint32_t slot,
                                                      struct xc_bytes low)
{
    return build(builder, [&] {
        return leaf(Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, string_of(low)));
    });
}

extern "C" const struct xc_query *xc_query_value_to(struct xc_builder *builder, uint32_t slot,
                                                    struct xc_bytes high)
{
    return build(builder, [&] {
        return leaf(Xapian::Query(Xapian::Query::OP_VALUE_LE, slot, string_of(high)));
    });
}

static int limit_of(enum xc_wildcard_limit limit)
{
    switch (limit) {
    case XC_WILDCARD_FAIL:
        return Xapian::Query::WILDCARD_LIMIT_ERROR;
    case XC_WILDCARD_FIRST:
        return Xapian::Query::WILDCARD_LIMIT_FIRST;
    case XC_WILDCARD_MOST_FREQUENT:
        return Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT;
    }
    throw failure{XC_BAD_ARGUMENT, "not an enum xc_wildcard_limit"};
}

/* ---- joining --------------------------------------------------------------------------------- */

static Xapian::Query::op op_of(enum xc_operator op)
{
    switch (op) {
    case XC_AND:
        return Xapian::Query::OP_AND;
    case XC_OR:
        return Xapian::Query::OP_OR;
    case XC_AND_NOT:
        return Xapian::Query::OP_AND_NOT;
    case XC_AND_MAYBE:
        return Xapian::Query::OP_AND_MAYBE;
    case XC_FILTER:
        return Xapian::Query::OP_FILTER;
    case XC_XOR:
        return Xapian::Query::OP_XOR;
    case XC_SYNONYM:
        return Xapian::Query::OP_SYNONYM;
    case XC_PHRASE:
        return Xapian::Query::OP_PHRASE;
    case XC_NEAR:
        return Xapian::Query::OP_NEAR;
    }
    throw failure{XC_BAD_ARGUMENT, "not an enum xc_operator"};
}

static bool positional(enum xc_operator op)
{
    return op == XC_PHRASE || op == XC_NEAR;
}

extern "C" const struct xc_query *xc_query_wildcard(struct xc_builder *builder,
                                                    struct xc_bytes prefix, uint32_t most,
                                                    enum xc_wildcard_limit limit,
                                                    enum xc_operator op)
{
    return build(builder, [&] {
        if (op != XC_SYNONYM && op != XC_OR)
            throw failure{XC_BAD_ARGUMENT, "a wildcard is joined by XC_SYNONYM or XC_OR"};
        return leaf(Xapian::Query(Xapian::Query::OP_WILDCARD, string_of(prefix), most,
                                  limit_of(limit), op_of(op)));
    });
}

/* Whether an operand is missing; the failure that made it so is kept already, if it was one. */
static bool any_missing(struct xc_builder *builder, const struct xc_query *const *operands,
                        size_t count)
{
    bool missing = count > 0 && (operands == nullptr || std::find(operands, operands + count,
                                                                  nullptr) != operands + count);
    if (missing && builder != nullptr && builder->failed.status == XC_OK)
        tell(&builder->failed, XC_BAD_ARGUMENT, "an operand is NULL", 18);
    return missing;
}

static xc_query join(Xapian::Query::op op, const struct xc_query *const *operands, size_t count,
                     Xapian::termcount window)
{
    std::vector<Xapian::Query> parts;
    unsigned depth = 0;
    parts.reserve(count);
    for (size_t i = 0; i < count; i++) {
        parts.push_back(operands[i]->query);
        depth = std::max(depth, operands[i]->depth);
    }
    return xc_query{Xapian::Query(op, parts.begin(), parts.end(), window), deeper(depth)};
}

extern "C" const struct xc_query *xc_query_join(struct xc_builder *builder, enum xc_operator op,
                                                const struct xc_query *const *operands,
                                                size_t count)
{
    if (positional(op))
        return xc_query_window(builder, op, operands, count, 0);
    return any_missing(builder, operands, count)
               ? nullptr
               : build(builder, [&] { return join(op_of(op), operands, count, 0); });
}

extern "C" const struct xc_query *xc_query_pair(struct xc_builder *builder, enum xc_operator op,
                                                const struct xc_query *left,
                                                const struct xc_query *right)
{
    const struct xc_query *operands[] = {left, right};
    return xc_query_join(builder, op, operands, 2);
}

extern "C" const struct xc_query *xc_query_window(struct xc_builder *builder, enum xc_operator op,
                                                  const struct xc_query *const *operands,
                                                  size_t count, uint32_t window)
{
    if (any_missing(builder, operands, count))
        return nullptr;
    return build(builder, [&] {
        if (!positional(op))
            throw failure{XC_BAD_ARGUMENT, "only XC_PHRASE and XC_NEAR have a window"};
        if (count > std::numeric_limits<uint32_t>::max())
            throw failure{XC_BAD_ARGUMENT, "too many operands"};
        uint32_t wide = std::max(window, static_cast<uint32_t>(count));
        return join(op_of(op), operands, count, wide);
    });
}

extern "C" const struct xc_query *xc_query_scale(struct xc_builder *builder,
                                                 const struct xc_query *operand, double factor)
{
    if (any_missing(builder, &operand, 1))
        return nullptr;
    return build(builder, [&] {
        if (!(factor >= 0) || std::isinf(factor))
            throw failure{XC_BAD_ARGUMENT, "a factor that is not a number from 0 up"};
        return xc_query{Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, operand->query, factor),
                        deeper(operand->depth)};
    });
}

/* ---- looking into ---------------------------------------------------------------------------- */

extern "C" enum xc_status xc_query_describe(const struct xc_query *query, struct xc_buffer *out,
                                            struct xc_error *error)
{
    return guard(error, [&] {
        output(out);
        give(*out, query != nullptr ? query->query.get_description() : "failed");
    });
}

extern "C" enum xc_status xc_query_each_term(const struct xc_query *query,
                                             xc_term_callback *callback, void *user,
                                             struct xc_error *error)
{
    return guard(error, [&] {
        const Xapian::Query &tree = given(query).query;
        given(callback);
        Xapian::TermIterator end = tree.get_unique_terms_end();
        for (Xapian::TermIterator i = tree.get_unique_terms_begin(); i != end; ++i) {
            std::string term = *i;
            go_on_unless(callback(user, bytes_of(term), 0));
        }
    });
}
