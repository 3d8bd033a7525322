/* SPDX-License-Identifier: GPL-2.0-or-later */
/* poppler's pages as lines. Runs in the child. */
#include "pdf_internal.h"

#include <poppler.h>
#include <stdlib.h>
#include <string.h>

/* What is called of poppler and of GLib, on which it stands: what begins the name, and the rest,
   which is the member's name in the table. */
#define POPPLER_FUNCTIONS(FUNCTION)                                                                \
    FUNCTION(poppler_, document_new_from_bytes)                                                    \
    FUNCTION(poppler_, document_get_n_pages)                                                       \
    FUNCTION(poppler_, document_get_page)                                                          \
    FUNCTION(poppler_, document_get_title)                                                         \
    FUNCTION(poppler_, page_get_label)                                                             \
    FUNCTION(poppler_, page_get_text)                                                              \
    FUNCTION(poppler_, page_get_text_layout)                                                       \
    FUNCTION(poppler_, error_quark)                                                                \
    FUNCTION(g_, bytes_new_static)                                                                 \
    FUNCTION(g_, bytes_unref)                                                                      \
    FUNCTION(g_, error_free)                                                                       \
    FUNCTION(g_, object_unref)                                                                     \
    FUNCTION(g_, free)

/* __typeof__ (typeof in C23) takes the types from the headers, where they cannot be mistaken for
   others. */
static struct poppler_functions {
#define POPPLER_MEMBER(begin, name) __typeof__(&begin##name) name;
    POPPLER_FUNCTIONS(POPPLER_MEMBER)
#undef POPPLER_MEMBER
} poppler;

enum status pdf_open_poppler(struct error *error)
{
#define POPPLER_PLACE(begin, name) {#begin #name, offsetof(struct poppler_functions, name)},
    static const struct library_function functions[] = {POPPLER_FUNCTIONS(POPPLER_PLACE)};
#undef POPPLER_PLACE
    if (poppler.free != NULL)
        return STATUS_OK;
    return library_open(POPPLER_GLIB_SONAME, "reading PDF", functions,
                        sizeof functions / sizeof *functions, &poppler, error);
}

void pdf_record(struct buffer *out, enum pdf_record kind, struct slice text)
{
    buffer_char(out, (char)kind);
    buffer_counted(out, text);
}

struct lines {
    struct pdf_line *items;
    size_t count, room;
};

/* Adds the line text[start, end), whose first character is the `first`th of the page's. */
static void add_line(struct lines *lines, struct slice line, const PopplerRectangle *places,
                     size_t first, size_t last)
{
    struct slice text = slice_trim(line);
    if (text.size == 0)
        return;
    struct pdf_line made = {.text = text, .placed = places != NULL};
    if (places != NULL) {
        made.left = places[first].x1;
        made.top = places[first].y1;
        made.bottom = places[first].y2;
        /* The first letter may be a small mark: the tallest one says how high the line is. */
        for (size_t i = first; i < last; i++) {
            made.top = places[i].y1 < made.top ? places[i].y1 : made.top;
            made.bottom = places[i].y2 > made.bottom ? places[i].y2 : made.bottom;
        }
    }
    lines->items = base_grow(lines->items, &lines->room, lines->count + 1, sizeof *lines->items);
    lines->items[lines->count++] = made;
}

static void split_lines(struct lines *lines, struct slice text, const PopplerRectangle *places)
{
    size_t from = 0; /* of the line, in characters */
    for (size_t at = 0, next; at < text.size; at = next) {
        struct slice line = input_line(text, at, &next);
        size_t size = utf8_length(line);
        add_line(lines, line, size > 0 ? places : NULL, from, from + size);
        from += size + 1;
    }
}

static void read_page(struct buffer *out, PopplerPage *page, size_t number)
{
    struct lines lines = {0};
    PopplerRectangle *places = NULL;
    guint place_count = 0;
    char *raw = poppler.page_get_text(page);
    char *label = poppler.page_get_label(page);
    struct buffer text = {0};
    if (raw != NULL)
        (void)utf8_repair(slice_of(raw), &text);
    bool placed = poppler.page_get_text_layout(page, &places, &place_count) &&
                  place_count == utf8_length(buffer_view(&text));
    split_lines(&lines, buffer_view(&text), placed ? places : NULL);
    pdf_paragraphs(out, lines.items, lines.count, number, slice_of(label));
    free(lines.items);
    buffer_free(&text);
    poppler.free(places);
    poppler.free(label);
    poppler.free(raw);
}

/* Word processors put their own name, or the file's, where the title should be. */
static void put_title(struct buffer *out, PopplerDocument *document)
{
    const struct slice maker = SLICE("Microsoft Word - ");
    char *title = poppler.document_get_title(document);
    struct buffer text = {0};
    (void)utf8_repair(slice_trim(slice_of(title)), &text);
    struct slice s = buffer_view(&text);
    if (slice_starts(s, maker))
        s = slice_part(s, maker.size, s.size);
    size_t dot = s.size > 5 ? slice_find(s, SLICE("."), s.size - 5) : SIZE_MAX;
    bool is_file =
        dot != SIZE_MAX && slice_find(s, SLICE(" "), dot) == SIZE_MAX && dot + 1 < s.size;
    if (s.size > 0 && !is_file && !slice_equal_ascii(s, SLICE("untitled")))
        pdf_record(out, PDF_TITLE, s);
    buffer_free(&text);
    poppler.free(title);
}

static void put_pages(PopplerDocument *document, pdf_put *put, void *user)
{
    struct buffer out = {0};
    int count = poppler.document_get_n_pages(document);
    bool more = true;
    if (count > READER_PDF_PAGES_MAX) {
        buffer_format(&out, "more than %d pages", READER_PDF_PAGES_MAX);
        struct buffer last = {0};
        pdf_record(&last, PDF_HUGE, buffer_view(&out));
        put(user, buffer_view(&last));
        buffer_free(&last);
        buffer_free(&out);
        return;
    }
    put_title(&out, document);
    for (int i = 0; i < count && more; i++) {
        PopplerPage *page = poppler.document_get_page(document, i);
        if (page != NULL) {
            read_page(&out, page, (size_t)i + 1);
            poppler.object_unref(page);
        }
        more = put(user, buffer_view(&out));
        buffer_clear(&out);
    }
    pdf_record(&out, PDF_END, (struct slice){0});
    if (more)
        put(user, buffer_view(&out));
    buffer_free(&out);
}

static void put_failure(const GError *failure, pdf_put *put, void *user)
{
    struct buffer out = {0};
    bool locked = failure != NULL && failure->domain == poppler.error_quark() &&
                  failure->code == POPPLER_ERROR_ENCRYPTED;
    pdf_record(&out, PDF_FAILED,
               locked ? SLICE("locked with a password") : SLICE("damaged, or no PDF"));
    put(user, buffer_view(&out));
    buffer_free(&out);
}

void pdf_read(struct slice bytes, pdf_put *put, void *user)
{
    GError *failure = NULL;
    GBytes *data = poppler.bytes_new_static(bytes.data, bytes.size);
    PopplerDocument *document = poppler.document_new_from_bytes(data, NULL, &failure);
    if (document != NULL) {
        put_pages(document, put, user);
        poppler.object_unref(document);
    } else {
        put_failure(failure, put, user);
        if (failure != NULL)
            poppler.error_free(failure);
    }
    poppler.bytes_unref(data);
}
