/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compacting and checking whole databases. */
#include "xapian_c_internal.h"

#include <sstream>

using namespace xapian_c;

/* libxapian 1.4's check() frees a table through a class of another size, which does no harm except
   that AddressSanitizer ends the program. Only in a build that has it; $ASAN_OPTIONS goes before.
 */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ADDRESS_SANITIZER 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_ADDRESS_SANITIZER 1
#endif

#ifdef HAS_ADDRESS_SANITIZER
extern "C" const char *__asan_default_options();
extern "C" const char *__asan_default_options()
{
    return "new_delete_type_mismatch=0";
}
#endif

static unsigned compact_flags_of(unsigned flags)
{
    const unsigned known =
        XC_COMPACT_KEEP_DOCIDS | XC_COMPACT_MULTIPASS | XC_COMPACT_SINGLE_FILE | XC_COMPACT_FULLER;
    if ((flags & ~known) != 0)
        throw failure{XC_BAD_ARGUMENT, "flags that are not known"};
    unsigned all =
        (flags & XC_COMPACT_FULLER) != 0 ? Xapian::Compactor::FULLER : Xapian::Compactor::FULL;
    if ((flags & XC_COMPACT_KEEP_DOCIDS) != 0)
        all |= Xapian::DBCOMPACT_NO_RENUMBER;
    if ((flags & XC_COMPACT_MULTIPASS) != 0)
        all |= Xapian::DBCOMPACT_MULTIPASS;
    if ((flags & XC_COMPACT_SINGLE_FILE) != 0)
        all |= Xapian::DBCOMPACT_SINGLE_FILE;
    return all;
}

static void add_input(Xapian::Database &database, const char *path)
{
    given(path);
    about(path, [&] { database.add_database(Xapian::Database(std::string(path))); });
}

extern "C" enum xc_status xc_compact(const char *to, const char *const *inputs, size_t count,
                                     unsigned flags, struct xc_error *error)
{
    return guard(error, [&] {
        given(to);
        if (count == 0)
            throw failure{XC_BAD_ARGUMENT, "nothing to compact"};
        given(inputs);
        unsigned all = compact_flags_of(flags);
        Xapian::Database database;
        for (size_t i = 0; i < count; i++)
            add_input(database, inputs[i]);
        about(to, [&] { database.compact(std::string(to), all); });
    });
}

/* check() throws at some damage and counts other; both are faults. Returns how many. */
static size_t count_faults(const char *path, std::ostringstream &lines)
{
    struct xc_error thrown;
    size_t faults = 0;
    enum xc_status status =
        guard(&thrown, [&] { faults = Xapian::Database::check(std::string(path), 0, &lines); });
    if (status == XC_OK)
        return faults;
    if (status != XC_CORRUPT)
        throw told{thrown};
    lines << thrown.text << '\n';
    return 1;
}

extern "C" enum xc_status xc_check(const char *path, size_t *faults, struct xc_buffer *report,
                                   struct xc_error *error)
{
    return guard(error, [&] {
        output(faults);
        if (report != nullptr)
            output(report);
        given(path);
        std::ostringstream lines;
        size_t found = about(path, [&] {
            Xapian::Database opened{std::string(path)}; /* tells best what is no database at all */
            return count_faults(path, lines);
        });
        if (report != nullptr)
            give(*report, lines.str());
        *faults = found;
    });
}
