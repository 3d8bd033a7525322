/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of this library share: the guard that no exception passes, the handles, and the
 * way from C's types to libxapian's and back.
 */
#ifndef XAPIAN_C_INTERNAL_H
#define XAPIAN_C_INTERNAL_H

#include "xapian_c.h"

#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <xapian.h>

/* ---- handles --------------------------------------------------------------------------------- */

struct xc_index {
    Xapian::Database database;                      /* what is read: the writer, if there is one */
    std::optional<Xapian::WritableDatabase> writer; /* the same database */
};

struct xc_document {
    Xapian::Document document;
    std::string term; /* kept between calls for its memory */
};

struct xc_query {
    Xapian::Query query;
    unsigned depth; /* 1 for a leaf */
};

namespace xapian_c
{

/* ---- the guard ------------------------------------------------------------------------------- */

/* How a body says that it failed by itself. The text is a literal. */
struct failure {
    enum xc_status status;
    const char *text;
};

/* A failure that has been put in words. */
struct told {
    struct xc_error error;
};

/* In a handler: what has been caught, as a status; fills in error (may be NULL). */
enum xc_status caught(struct xc_error *error) noexcept;

/* Sets *error (may be NULL); the text is cut between characters. Returns status. */
enum xc_status tell(struct xc_error *error, enum xc_status status, const char *text,
                    size_t size) noexcept;

/* Runs what a call of the library does. Every one that can fail is one `return guard(...)`. */
template <class Body> enum xc_status guard(struct xc_error *error, Body &&body) noexcept
{
    try {
        body();
        return XC_OK;
    } catch (...) {
        return caught(error);
    }
}

/* In a handler: throws what has been caught again, as told, its text with the subject in front. */
[[noreturn]] void throw_about(const char *subject);

/* Runs a body that has to do with a path. Not all that libxapian throws names it. */
template <class Body> auto about(const char *path, Body &&body) -> decltype(body())
{
    try {
        return body();
    } catch (...) {
        throw_about(path);
    }
}

/* ---- arguments ------------------------------------------------------------------------------- */

/* A pointer that must be there. */
template <class T> T &given(T *pointer)
{
    if (pointer == nullptr)
        throw failure{XC_BAD_ARGUMENT, "an argument is NULL"};
    return *pointer;
}

/* A place for a result, made empty. */
template <class T> T &output(T *place)
{
    given(place) = T();
    return *place;
}

/* Bytes as libxapian wants them. */
std::string string_of(struct xc_bytes bytes);
struct xc_bytes bytes_of(const std::string &string) noexcept;

/* Throws unless the term is one that a database can hold. */
void check_term(struct xc_bytes term);
/* Throws "not found" for 0, which libxapian would call a bad argument. */
void check_docid(uint32_t docid);

/* libxapian can be built with docids and counts of 64 bits; ours have 32. */
template <class To, class From> To narrow(From value)
{
    static_assert(std::is_unsigned<To>::value && std::is_unsigned<From>::value, "counts");
    if constexpr (sizeof(From) > sizeof(To)) {
        if (value > std::numeric_limits<To>::max())
            throw failure{XC_UNSUPPORTED, "a number of more than 32 bits"};
    }
    return static_cast<To>(value);
}

/* ---- results --------------------------------------------------------------------------------- */

/* malloc that throws; never of 0 bytes. */
void *allocate(size_t count, size_t size);
/* A copy that the caller frees. */
void give(struct xc_buffer &out, const std::string &string);

/* What a callback returned. */
inline void go_on_unless(int stop)
{
    if (stop != 0)
        throw failure{XC_STOPPED, "stopped by a callback"};
}

} // namespace xapian_c

#endif
