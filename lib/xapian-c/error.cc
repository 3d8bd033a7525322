/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From what was thrown to a status and a line of text; names and versions. */
#include "xapian_c_internal.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>
#include <system_error>

namespace xapian_c
{

/* A handler for std::exception would not see it, hence a list of its own below. */
static_assert(!std::is_base_of<std::exception, Xapian::Error>::value, "two families");

enum xc_status tell(struct xc_error *error, enum xc_status status, const char *text,
                    size_t size) noexcept
{
    if (error == nullptr)
        return status;
    size_t most = sizeof error->text - 1;
    if (size > most) {
        size = most;
        while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
            size--; /* the first byte left out must begin a character */
    }
    error->status = status;
    for (size_t i = 0; i < size; i++)
        error->text[i] = text[i] == '\n' || text[i] == '\0' ? ' ' : text[i];
    error->text[size] = '\0';
    return status;
}

namespace
{

bool has(const std::string &text, const char *part)
{
    return text.find(part) != std::string::npos;
}

/* libxapian keeps errno to itself and shows its text only. */
bool is_errno(const Xapian::Error &e, std::initializer_list<int> numbers)
{
    const char *text = e.get_error_string();
    if (text == nullptr)
        return false;
    for (int number : numbers) {
        if (std::generic_category().message(number) == text)
            return true;
    }
    return false;
}

/* The status of an error that has to do with files, when its errno tells one. */
enum xc_status by_errno(const Xapian::Error &e, enum xc_status otherwise)
{
    if (is_errno(e, {ENOSPC, EDQUOT, EFBIG}))
        return XC_NO_SPACE;
    if (is_errno(e, {ENOMEM}))
        return XC_MEMORY;
    return e.get_error_string() != nullptr ? XC_IO : otherwise;
}

enum xc_status of_opening(const Xapian::DatabaseError &e)
{
    return is_errno(e, {ENOENT, ENOTDIR}) ? XC_NOT_FOUND : by_errno(e, XC_CORRUPT);
}

/* A lock that somebody else holds is told from one that cannot be had by the words only. */
enum xc_status of_lock(const Xapian::DatabaseLockError &e)
{
    return has(e.get_msg(), "already locked") ? XC_LOCKED : by_errno(e, XC_IO);
}

enum xc_status of_create(const Xapian::DatabaseCreateError &e)
{
    if (has(e.get_msg(), "already exists"))
        return XC_EXISTS;
    return is_errno(e, {ENOENT, ENOTDIR}) ? XC_NOT_FOUND : by_errno(e, XC_IO);
}

enum xc_status tell_xapian(struct xc_error *error, enum xc_status status, const Xapian::Error &e)
{
    std::string text = e.get_msg();
    const char *reason = e.get_error_string();
    if (reason != nullptr && !has(text, reason))
        text.append(": ").append(reason);
    if (!e.get_context().empty())
        text.append(" (").append(e.get_context()).append(")");
    return tell(error, status, text.data(), text.size());
}

/* Rethrows what the handler caught. Order matters: derived classes first. */
enum xc_status sort_out_xapian(struct xc_error *error)
{
    try {
        throw;
    } catch (const Xapian::DatabaseModifiedError &e) {
        return tell_xapian(error, XC_CHANGED, e);
    } catch (const Xapian::DatabaseLockError &e) {
        return tell_xapian(error, of_lock(e), e);
    } catch (const Xapian::DatabaseCreateError &e) {
        return tell_xapian(error, of_create(e), e);
    } catch (const Xapian::DatabaseVersionError &e) {
        return tell_xapian(error, XC_VERSION, e);
    } catch (const Xapian::DatabaseNotFoundError &e) {
        return tell_xapian(error, XC_NOT_FOUND, e);
    } catch (const Xapian::DatabaseOpeningError &e) {
        return tell_xapian(error, of_opening(e), e);
    } catch (const Xapian::DatabaseClosedError &e) {
        return tell_xapian(error, XC_BAD_STATE, e);
    } catch (const Xapian::DatabaseCorruptError &e) {
        return tell_xapian(error, XC_CORRUPT, e);
    } catch (const Xapian::DatabaseError &e) {
        return tell_xapian(error, by_errno(e, XC_CORRUPT), e);
    } catch (const Xapian::DocNotFoundError &e) {
        return tell_xapian(error, XC_NOT_FOUND, e);
    } catch (const Xapian::InvalidArgumentError &e) {
        return tell_xapian(error, XC_BAD_ARGUMENT, e);
    } catch (const Xapian::RangeError &e) {
        return tell_xapian(error, XC_BAD_ARGUMENT, e);
    } catch (const Xapian::InvalidOperationError &e) {
        return tell_xapian(error, XC_BAD_STATE, e);
    } catch (const Xapian::UnimplementedError &e) {
        return tell_xapian(error, XC_UNSUPPORTED, e);
    } catch (const Xapian::FeatureUnavailableError &e) {
        return tell_xapian(error, XC_UNSUPPORTED, e);
    } catch (const Xapian::WildcardError &e) {
        return tell_xapian(error, XC_TOO_MANY, e);
    } catch (const Xapian::SerialisationError &e) {
        return tell_xapian(error, XC_CORRUPT, e);
    } catch (const Xapian::NetworkError &e) {
        return tell_xapian(error, XC_IO, e);
    } catch (const Xapian::Error &e) {
        return tell_xapian(error, by_errno(e, XC_OTHER), e);
    }
}

enum xc_status tell_text(struct xc_error *error, enum xc_status status, const char *text) noexcept
{
    return tell(error, status, text, std::strlen(text));
}

enum xc_status sort_out(struct xc_error *error)
{
    try {
        throw;
    } catch (const failure &e) {
        return tell_text(error, e.status, e.text);
    } catch (const told &e) {
        return tell_text(error, e.error.status, e.error.text);
    } catch (const Xapian::Error &) {
        return sort_out_xapian(error);
    } catch (const std::bad_alloc &) {
        return tell_text(error, XC_MEMORY, "out of memory");
    } catch (const std::length_error &) {
        return tell_text(error, XC_MEMORY, "more than memory can hold");
    } catch (const std::exception &e) {
        return tell_text(error, XC_OTHER, e.what());
    } catch (...) {
        return tell_text(error, XC_OTHER, "an exception of a kind not known");
    }
}

} // namespace

enum xc_status caught(struct xc_error *error) noexcept
{
    try {
        return sort_out(error);
    } catch (...) { /* the text of the error could not be put together */
        return tell_text(error, XC_MEMORY, "out of memory");
    }
}

void throw_about(const char *subject)
{
    struct told again = {};
    caught(&again.error);
    std::string text = again.error.text;
    if (!has(text, subject))
        text = std::string(subject) + ": " + text;
    tell(&again.error, again.error.status, text.data(), text.size());
    throw again;
}

/* ---- arguments and results ------------------------------------------------------------------- */

std::string string_of(struct xc_bytes bytes)
{
    if (bytes.size == 0)
        return std::string();
    return std::string(&given(bytes.data), bytes.size);
}

struct xc_bytes bytes_of(const std::string &string) noexcept
{
    return xc_bytes_of(string.data(), string.size());
}

void check_term(struct xc_bytes term)
{
    if (term.size == 0)
        throw failure{XC_BAD_ARGUMENT, "an empty term"};
    given(term.data);
    if (term.size > XC_TERM_MAX || xc_term_size(term) > XC_TERM_MAX)
        throw failure{XC_BAD_ARGUMENT, "a term of more than 245 bytes"};
}

void check_docid(uint32_t docid)
{
    if (docid == 0)
        throw failure{XC_NOT_FOUND, "there is no document 0"};
}

void *allocate(size_t count, size_t size)
{
    if (count > SIZE_MAX / size)
        throw std::bad_alloc();
    void *memory = std::malloc(count > 0 ? count * size : 1);
    if (memory == nullptr)
        throw std::bad_alloc();
    return memory;
}

void give(struct xc_buffer &out, const std::string &string)
{
    char *copy = static_cast<char *>(allocate(string.size() + 1, 1));
    std::memcpy(copy, string.c_str(), string.size() + 1);
    out.data = copy;
    out.size = string.size();
}

} // namespace xapian_c

/* ---- names and versions ---------------------------------------------------------------------- */

extern "C" size_t xc_term_size(struct xc_bytes term)
{
    size_t size = term.size;
    for (size_t i = 0; i < term.size; i++)
        size += term.data[i] == '\0';
    return size;
}

extern "C" const char *xc_status_name(enum xc_status status)
{
    switch (status) {
    case XC_OK:
        return "XC_OK";
    case XC_STOPPED:
        return "XC_STOPPED";
    case XC_NOT_FOUND:
        return "XC_NOT_FOUND";
    case XC_EXISTS:
        return "XC_EXISTS";
    case XC_LOCKED:
        return "XC_LOCKED";
    case XC_CHANGED:
        return "XC_CHANGED";
    case XC_CORRUPT:
        return "XC_CORRUPT";
    case XC_VERSION:
        return "XC_VERSION";
    case XC_NO_SPACE:
        return "XC_NO_SPACE";
    case XC_IO:
        return "XC_IO";
    case XC_BAD_ARGUMENT:
        return "XC_BAD_ARGUMENT";
    case XC_BAD_STATE:
        return "XC_BAD_STATE";
    case XC_TOO_MANY:
        return "XC_TOO_MANY";
    case XC_UNSUPPORTED:
        return "XC_UNSUPPORTED";
    case XC_MEMORY:
        return "XC_MEMORY";
    case XC_OTHER:
        return "XC_OTHER";
    }
    return "unknown";
}

extern "C" const char *xc_version(void)
{
    return XAPIAN_C_VERSION;
}

extern "C" const char *xc_xapian_version(void)
{
    return Xapian::version_string();
}
