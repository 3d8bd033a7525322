/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema_internal.h"

#include <string.h>

void schema_stamp(struct swedish *s, struct buffer *out)
{
    buffer_format(out, "lupp; schema %d; ", SCHEMA_VERSION);
    swedish_stamp(s, out);
}

/* The stamp is pieces parted by "; ". Returns the piece at *offset and moves beyond it. */
static struct slice next_piece(struct slice stamp, size_t *offset)
{
    size_t end = slice_find(stamp, SLICE("; "), *offset);
    end = end == SIZE_MAX ? stamp.size : end;
    struct slice piece = slice_part(stamp, *offset, end);
    *offset = end + 2 < stamp.size ? end + 2 : stamp.size;
    return piece;
}

static const struct slice analysis_piece = {.data = "analysis ", .size = 9};

enum swedish_analysis schema_stamp_analysis(struct slice found)
{
    enum swedish_analysis analysis = SWEDISH_FULL;
    for (size_t offset = 0; offset < found.size;) {
        struct slice piece = next_piece(found, &offset);
        if (slice_starts(piece, analysis_piece))
            swedish_analysis_named(slice_part(piece, analysis_piece.size, piece.size), &analysis);
    }
    return analysis;
}

static enum status differ(struct swedish *s, struct slice mine, struct slice theirs,
                          const char *index, struct error *error)
{
    const char *option = "", *value = "";
    if (slice_starts(mine, analysis_piece) && slice_starts(theirs, analysis_piece)) {
        option = " --analysis=";
        value = swedish_analysis_name(swedish_analysis(s));
    }
    return error_set(error, STATUS_FOREIGN,
                     "%s: built with \"%.*s\", this program has \"%.*s\"; rebuild it: "
                     "lupp-index --index %s --rebuild%s%s",
                     index, (int)(theirs.size < 80 ? theirs.size : 80), theirs.data,
                     (int)(mine.size < 80 ? mine.size : 80), mine.data, index, option, value);
}

enum status schema_stamp_check(struct swedish *s, struct slice found, const char *index,
                               struct error *error)
{
    if (!slice_starts(found, SLICE("lupp; ")))
        return error_set(error, STATUS_FOREIGN, "%s: not an index of lupp-index", index);
    struct buffer own = {0};
    schema_stamp(s, &own);
    enum status status = STATUS_OK;
    struct slice ours = buffer_view(&own);
    for (size_t a = 0, b = 0; status == STATUS_OK && (a < ours.size || b < found.size);) {
        struct slice mine = next_piece(ours, &a), theirs = next_piece(found, &b);
        if (!slice_equal(mine, theirs))
            status = differ(s, mine, theirs, index, error);
    }
    buffer_free(&own);
    return status;
}
