/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * base: what every room shares. Status and error, slices and buffers, UTF-8, a table of options,
 * output for people and for pipes. It stands on libc alone and knows no word of search.
 *
 * Words used in all headers:
 *   borrowed until X   the pointer is not yours and is good until X happens
 *   caller frees with  the pointer is yours
 *   half-open          [start, end): end is the first byte that is not part of it
 * Sizes and offsets are bytes unless a header says code points.
 *
 * Running out of memory ends the program with a message (base_alloc and all that grows through it):
 * no function here returns a status for it.
 */
#ifndef LUPP_BASE_H
#define LUPP_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#if defined(__GNUC__) || defined(__clang__)
#define BASE_FORMAT(format_index, first) __attribute__((format(printf, format_index, first)))
#else
#define BASE_FORMAT(format_index, first)
#endif

/* ---- status and error ------------------------------------------------------------------------ */

enum status {
    STATUS_OK,        /* done as asked */
    STATUS_STOPPED,   /* a callback asked to stop, or a signal did; not a failure */
    STATUS_NOT_FOUND, /* the thing named does not exist */
    STATUS_BAD_INPUT, /* the bytes read are not what their kind promises: skip them, go on */
    STATUS_TOO_LARGE, /* a named limit was passed: skip it, go on */
    STATUS_USAGE,     /* the person asked for something that cannot be asked */
    STATUS_IO,        /* reading or writing failed; the text holds the system's reason */
    STATUS_NO_SPACE,  /* the disk is full */
    STATUS_LOCKED,    /* another process is writing to the index */
    STATUS_CHANGED,   /* the index changed while it was read: open it again and repeat */
    STATUS_CORRUPT,   /* the index is damaged */
    STATUS_FOREIGN,   /* the index is not ours, or was built by another analysis */
    STATUS_INTERNAL   /* a promise between our own rooms was broken */
};

/* What went wrong, in words that need no look at the source: "subject: reason". Owned by the
   caller; status and text are set together by error_set. */
struct error {
    enum status status;
    char text[512];
};

/* "STOPPED" for STATUS_STOPPED, and so on; for messages to developers. Never NULL. */
const char *status_name(enum status status);

/* Sets *error (which may be NULL) and returns status, so that a function can end with it. The text
   is cut at the size of error->text, never in the middle of a UTF-8 character. */
enum status error_set(struct error *error, enum status status, const char *format, ...)
    BASE_FORMAT(3, 4);
enum status error_set_errno(struct error *error, int errnum, const char *subject);

/* ---- memory ---------------------------------------------------------------------------------- */

/* Never return NULL (a size of 0 gives a pointer that can be freed). caller frees with free(). */
void *base_alloc(size_t size);
void *base_calloc(size_t count, size_t size);
void *base_realloc(void *memory, size_t count, size_t size); /* checks count * size */

/* Grows an array by doubling: returns items, moved if need be, with room for at least `need` of
   them. *room holds how many fit. */
void *base_grow(void *items, size_t *room, size_t need, size_t size);

/* Memory that is given back all at once. {0} is an empty one. */
struct arena {
    struct arena_chunk *chunks; /* internal */
    size_t left;
    char *next;
};

void *arena_alloc(struct arena *a, size_t size); /* aligned for any type; not cleared; never NULL */
void arena_clear(struct arena *a);               /* all of it is gone; the largest chunk is kept */
void arena_free(struct arena *a);                /* leaves {0} */

/* ---- slices ---------------------------------------------------------------------------------- */

/* Bytes with a length; not NUL-terminated, not owned. data may be NULL only when size is 0. */
struct slice {
    const char *data;
    size_t size;
};

#define SLICE(literal) ((struct slice){.data = (literal), .size = sizeof(literal) - 1})

struct slice slice_of(const char *string);                         /* NULL gives an empty one */
struct slice slice_part(struct slice s, size_t start, size_t end); /* clamped to s */
bool slice_equal(struct slice a, struct slice b);
int slice_compare(struct slice a, struct slice b); /* by bytes, as memcmp, shorter first */
bool slice_starts(struct slice s, struct slice prefix);
bool slice_ends(struct slice s, struct slice suffix);
bool slice_equal_ascii(struct slice a, struct slice b); /* A-Z and a-z alike */
struct slice slice_trim(struct slice s);                /* ASCII white space at both ends */
/* Offset of the first needle at or after `from`, or SIZE_MAX. An empty needle is never found. */
size_t slice_find(struct slice s, struct slice needle, size_t from);
char *slice_copy(struct slice s); /* NUL-terminated; caller frees with free() */
struct slice slice_keep(struct arena *a, struct slice s); /* a copy, NUL-terminated one past size */
uint64_t
slice_hash(struct slice s); /* FNV-1a with a final mix: for tables in memory, not for disk */

/* ---- buffers --------------------------------------------------------------------------------- */

/* Bytes that grow. {0} is an empty one. After each append data is NUL-terminated one past size, so
   a buffer of text can be printed; data is borrowed until the next append or buffer_free. */
struct buffer {
    char *data;
    size_t size;
    size_t room;
};

void buffer_free(struct buffer *b);  /* leaves {0} */
void buffer_clear(struct buffer *b); /* size 0, memory kept */
void buffer_reserve(struct buffer *b, size_t more);
void buffer_append(struct buffer *b, const void *data, size_t size);
void buffer_slice(struct buffer *b, struct slice s);
void buffer_text(struct buffer *b, const char *string);
void buffer_char(struct buffer *b, char c);
void buffer_format(struct buffer *b, const char *format, ...) BASE_FORMAT(2, 3);
void buffer_codepoint(struct buffer *b, uint32_t codepoint); /* as UTF-8 */
void buffer_varint(struct buffer *b, uint64_t value);        /* 7 bits a byte, low first */
struct slice buffer_view(const struct buffer *b);

/* Reads one varint at *offset and moves it. false (offset unmoved) when the bytes end too early or
   the value needs more than 64 bits. */
bool slice_varint(struct slice s, size_t *offset, uint64_t *value);
/* A varint length and that many bytes, borrowed from s. */
bool slice_counted(struct slice s, size_t *offset, struct slice *out);
void buffer_counted(struct buffer *b, struct slice s);

/* ---- UTF-8 ----------------------------------------------------------------------------------- */

/* Decodes the character at offset (< s.size) and returns its length in bytes, 1 to 4. Bytes that
   are not UTF-8 (also overlong forms, surrogates, beyond U+10FFFF) give U+FFFD and the length of
   the maximal subpart, at least 1. */
size_t utf8_decode(struct slice s, size_t offset, uint32_t *codepoint);
bool utf8_valid(struct slice s);
/* Appends s to out with each maximal subpart that is not UTF-8 as U+FFFD; returns how many. */
size_t utf8_repair(struct slice s, struct buffer *out);
/* The largest character boundary at or before offset. */
size_t utf8_floor(struct slice s, size_t offset);
size_t utf8_length(struct slice s); /* code points */

/* ---- dates ----------------------------------------------------------------------------------- */

/* Days of a month (1 to 12) of the Gregorian calendar; 0: there is no such month. */
unsigned date_days(unsigned year, unsigned month);

/* ---- options --------------------------------------------------------------------------------- */

enum option_kind {
    OPTION_FLAG,   /* bool *: set true */
    OPTION_TEXT,   /* const char **: borrowed from argv; the last one given holds */
    OPTION_LIST,   /* struct option_list *: each one given */
    OPTION_NUMBER, /* uint64_t *: digits only, checked against min and max */
    OPTION_CHOICE, /* int *: index in `choices` */
    OPTION_ACTION  /* calls act(value, target, error); value NULL when none was given */
};

struct option_list {
    const char **items; /* caller frees with free(); the strings are argv's */
    size_t count, room;
};

/* One row of a program's table: parser, --help, the man page's test all read it. */
struct option {
    const char *name;  /* long name without dashes; "index" */
    char letter;       /* short letter or 0 */
    const char *value; /* what --help calls its value; NULL: takes none; "[=N]": optional */
    const char *help;  /* one line, at most 56 columns */
    enum option_kind kind;
    void *target;               /* see option_kind */
    uint64_t min, max;          /* OPTION_NUMBER, inclusive */
    const char *const *choices; /* OPTION_CHOICE, NULL-terminated */
    enum status (*act)(const char *value, void *target, struct error *error);
};

enum option_order {
    OPTIONS_ANYWHERE,  /* options may stand between arguments; "--" ends them */
    OPTIONS_LONG_AFTER /* after the first argument only --long ones are options; "--" ends all */
};

/* Reads argv[1..] by the table (ended by a row with name NULL). Touches nothing but the targets.
   Arguments that are not options go to *arguments in order. STATUS_USAGE with a text that names the
   option; an unknown long option names the nearest known one. "-" alone is an argument. */
enum status options_parse(const struct option *table, enum option_order order, int argc,
                          char **argv, struct option_list *arguments, struct error *error);

/* The table as --help shows it, 80 columns at most. */
void options_help(const struct option *table, FILE *stream);

/* ---- libraries opened when needed ------------------------------------------------------------ */

/* A function of a shared library, and where in a table of pointers to functions its own is put. */
struct library_function {
    const char *name;
    size_t offset; /* offsetof the member that has the function's type */
};

/* Opens the library of that soname and fills in the table. A function may also be one of a library
   that it stands on. STATUS_IO: it cannot be opened, or lacks a function; nothing is filled in
   then. The error's text begins with `use`, which says what needs it ("reading PDF"). What was
   opened stays so until the program ends; to open it again costs little. */
enum status library_open(const char *soname, const char *use,
                         const struct library_function *functions, size_t count, void *table,
                         struct error *error);

/* ---- output ---------------------------------------------------------------------------------- */

/* Writes "PROGRAM: " and the message and a newline to stderr, in one write. */
void message(const char *program, const char *format, ...) BASE_FORMAT(2, 3);

/* s as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD; control characters,
   U+2028 and U+2029 are escaped. */
void json_text(struct buffer *out, struct slice s);
/* A double in the shortest form that reads back the same; NaN and infinities give null. */
void json_double(struct buffer *out, double value);
/* One field of TSV: tab, newline, carriage return and backslash as \t \n \r \\. */
void tsv_field(struct buffer *out, struct slice s);
/* One field of CSV by RFC 4180: quoted when it must be. */
void csv_field(struct buffer *out, struct slice s);

/* Writes all of b to stream. STATUS_IO or STATUS_NO_SPACE with the system's reason; a closed pipe
   is STATUS_STOPPED (the program ends quietly). */
enum status output_write(FILE *stream, struct slice s, struct error *error);
/* Flushes and closes stdout; the same statuses. Call it last: a full disk shows only here. */
enum status output_close(FILE *stream, struct error *error);

/* Columns that s takes on a terminal: code points, combining marks as none, wide ones as one. */
size_t text_columns(struct slice s);

#endif
