/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compacting and checking whole databases. */
#include "xapian_c_internal.h"

#include <sstream>

using namespace xapian_c;

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
            std::string place(path);
            Xapian::Database opened(place); /* says better than check() what is not a database */
            return Xapian::Database::check(place, 0, &lines);
        });
        if (report != nullptr)
            give(*report, lines.str());
        *faults = found;
    });
}
