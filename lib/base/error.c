/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base.h"

#include <errno.h>
#include <string.h>

const char *status_name(enum status status)
{
    switch (status) {
    case STATUS_OK:
        return "OK";
    case STATUS_STOPPED:
        return "STOPPED";
    case STATUS_NOT_FOUND:
        return "NOT_FOUND";
    case STATUS_BAD_INPUT:
        return "BAD_INPUT";
    case STATUS_TOO_LARGE:
        return "TOO_LARGE";
    case STATUS_USAGE:
        return "USAGE";
    case STATUS_IO:
        return "IO";
    case STATUS_NO_SPACE:
        return "NO_SPACE";
    case STATUS_LOCKED:
        return "LOCKED";
    case STATUS_CHANGED:
        return "CHANGED";
    case STATUS_CORRUPT:
        return "CORRUPT";
    case STATUS_FOREIGN:
        return "FOREIGN";
    case STATUS_INTERNAL:
        return "INTERNAL";
    }
    return "unknown status";
}

/* Takes away the first bytes of a character that vsnprintf cut in two. */
static void drop_cut_character(char *text, size_t size)
{
    size_t start = size;
    while (start > 0 && size - start < 3 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    start--;
    unsigned char lead = (unsigned char)text[start];
    size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (start + length > size)
        text[start] = '\0';
}

enum status error_set(struct error *error, enum status status, const char *format, ...)
{
    if (!error)
        return status;
    /* A text of its own, since error->text itself is often among the arguments. */
    struct error made = {.status = status};
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(made.text, sizeof made.text, format, arguments);
    va_end(arguments);
    if (length < 0)
        made.text[0] = '\0';
    else if ((size_t)length >= sizeof made.text)
        drop_cut_character(made.text, sizeof made.text - 1);
    *error = made;
    return status;
}

enum status error_set_errno(struct error *error, int errnum, const char *subject)
{
    char reason[256];
    enum status status = STATUS_IO;
    if (errnum == ENOENT || errnum == ENOTDIR)
        status = STATUS_NOT_FOUND;
    else if (errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG)
        status = STATUS_NO_SPACE;
    if (strerror_r(errnum, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "error %d of the system", errnum);
    return error_set(error, status, "%s: %s", subject, reason);
}
