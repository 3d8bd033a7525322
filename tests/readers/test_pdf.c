/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PDFs made here, by hand: a catalogue, pages, one font, and lines at their places. */
#include "show.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct line {
    int left, up; /* points from the lower left corner; a page is 595 by 842 */
    int size;     /* of the letters; 0: 12 */
    const char *text;
};

struct pdf_page {
    const struct line *lines;
    size_t count;
};

#define PAGE(lines)                                                                                \
    {                                                                                              \
        (lines), sizeof(lines) / sizeof *(lines)                                                   \
    }

struct pdf {
    struct buffer bytes;
    size_t *offsets;
    size_t count, room;
};

static void add_object(struct pdf *p, const char *text)
{
    p->offsets = base_grow(p->offsets, &p->room, p->count + 1, sizeof *p->offsets);
    p->offsets[p->count++] = p->bytes.size;
    buffer_format(&p->bytes, "%zu 0 obj\n%s\nendobj\n", p->count, text);
}

static void add_stream(struct pdf *p, struct slice stream)
{
    struct buffer object = {0};
    buffer_format(&object, "<< /Length %zu >>\nstream\n", stream.size);
    buffer_slice(&object, stream);
    buffer_text(&object, "\nendstream");
    add_object(p, object.data);
    buffer_free(&object);
}

/* The text in PDF's own letters: one byte each, brackets escaped. */
static void add_text(struct buffer *out, const char *text)
{
    struct slice s = slice_of(text);
    for (size_t at = 0; at < s.size;) {
        uint32_t c;
        at += utf8_decode(s, at, &c);
        if (c == '(' || c == ')' || c == '\\')
            buffer_char(out, '\\');
        if (c == 0x2022) /* a bullet */
            c = 0x95;
        buffer_char(out, (char)(unsigned char)c);
    }
}

static void add_page(struct pdf *p, const struct pdf_page *page)
{
    struct buffer stream = {0}, object = {0};
    buffer_text(&stream, "BT\n");
    for (size_t i = 0; i < page->count; i++) {
        const struct line *line = &page->lines[i];
        buffer_format(&stream, "/F1 %d Tf 1 0 0 1 %d %d Tm (", line->size ? line->size : 12,
                      line->left, line->up);
        add_text(&stream, line->text);
        buffer_text(&stream, ") Tj\n");
    }
    buffer_text(&stream, "ET");
    buffer_format(&object,
                  "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
                  "/Resources << /Font << /F1 3 0 R >> >> /Contents %zu 0 R >>",
                  p->count + 2);
    add_object(p, object.data);
    add_stream(p, buffer_view(&stream));
    buffer_free(&stream);
    buffer_free(&object);
}

/* The table of objects; then the PDF is whole. */
static void add_end(struct pdf *p, const char *trailer)
{
    size_t start = p->bytes.size;
    buffer_format(&p->bytes, "xref\n0 %zu\n0000000000 65535 f \n", p->count + 1);
    for (size_t i = 0; i < p->count; i++)
        buffer_format(&p->bytes, "%010zu 00000 n \n", p->offsets[i]);
    buffer_format(&p->bytes, "trailer << /Size %zu /Root 1 0 R %s >>\nstartxref\n%zu\n%%%%EOF\n",
                  p->count + 1, trailer, start);
    free(p->offsets);
}

/* caller frees with buffer_free. */
static struct buffer make_pdf(const struct pdf_page *pages, size_t count, const char *trailer)
{
    struct pdf p = {0};
    struct buffer object = {0};
    buffer_text(&p.bytes, "%PDF-1.4\n");
    add_object(&p, "<< /Type /Catalog /Pages 2 0 R >>");
    buffer_format(&object, "<< /Type /Pages /Count %zu /Kids [", count);
    for (size_t i = 0; i < count; i++)
        buffer_format(&object, "%zu 0 R ", 4 + 2 * i);
    buffer_text(&object, "] >>");
    add_object(&p, object.data);
    add_object(&p, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
                   "/Encoding /WinAnsiEncoding >>");
    for (size_t i = 0; i < count; i++)
        add_page(&p, &pages[i]);
    add_end(&p, trailer);
    buffer_free(&object);
    return p.bytes;
}

static void expect(const struct pdf_page *pages, size_t count, const char *trailer,
                   const char *shown)
{
    struct buffer pdf = make_pdf(pages, count, trailer), got = {0};
    show_page(&got, reader_pdf, buffer_view(&pdf));
    assert_string_equal(got.data != NULL ? got.data : "", shown);
    buffer_free(&pdf);
    buffer_free(&got);
}

/* ---- text ------------------------------------------------------------------------------------ */

static void test_pages(void **state)
{
    (void)state;
    static const struct line first[] = {
        {72, 760, 18, "Ett möte om vattnet"},
        {72, 730, 0, "Kommunen och länet träffas i dag för att tala om besöks-"},
        {72, 716, 0, "förbud vid sjön. Frågan gäller badplatser och fiske under"},
        {72, 702, 0, "hela sommaren och en bit in på hösten."},
        {72, 674, 0, "Ett nytt stycke börjar efter en tom rad och fortsätter här"},
        {72, 660, 0, "på nästa rad."},
        {90, 646, 0, "Ett indraget stycke utan tom rad före sig, som också har"},
        {72, 632, 0, "en rad till."},
        {290, 40, 0, "1 (2)"},
    };
    static const struct line second[] = {
        {290, 800, 0, "Sida 2"},
        {72, 760, 0, "Andra sidan (och sista)."},
    };
    static const struct pdf_page pages[] = {PAGE(first), PAGE(second)};
    expect(pages, 2, "",
           "h2: Sida 1\n"
           "p: Ett möte om vattnet\n"
           "p: Kommunen och länet träffas i dag för att tala om besöksförbud vid sjön. Frågan "
           "gäller badplatser och fiske under hela sommaren och en bit in på hösten.\n"
           "p: Ett nytt stycke börjar efter en tom rad och fortsätter här på nästa rad.\n"
           "p: Ett indraget stycke utan tom rad före sig, som också har en rad till.\n"
           "h2: Sida 2\n"
           "p: Andra sidan (och sista).\n");
}

static void test_hyphens(void **state)
{
    (void)state;
    static const struct line lines[] = {
        {72, 760, 0, "Det gäller ungdoms-"},
        {72, 746, 0, "och barnfrågor i Väst-"},
        {72, 732, 0, "Sverige under åren 2021-"},
        {72, 718, 0, "2022 och sedan kom-"},
        {72, 704, 0, "mer -"},
        {72, 690, 0, "ett tankstreck och ett mjukt binde\xC2\xAD"},
        {72, 676, 0, "streck."},
    };
    static const struct pdf_page pages[] = {PAGE(lines)};
    expect(pages, 1, "",
           "h2: Sida 1\n"
           "p: Det gäller ungdoms- och barnfrågor i Väst-Sverige under åren 2021-2022 och sedan "
           "kommer - ett tankstreck och ett mjukt bindestreck.\n");
}

static void test_lists_and_columns(void **state)
{
    (void)state;
    static const struct line lines[] = {
        {72, 760, 0, "Vi behöver:"},
        {72, 746, 0, "\xE2\x80\xA2 fler båtar, och"},
        {72, 732, 0, "större nät"},
        {72, 718, 0, "\xE2\x80\xA2 mer tid"},
    };
    static const struct pdf_page pages[] = {PAGE(lines)};
    expect(pages, 1, "",
           "h2: Sida 1\n"
           "p: Vi behöver:\n"
           "item: fler båtar, och större nät\n"
           "item: mer tid\n");
}

static void test_title(void **state)
{
    (void)state;
    static const struct line lines[] = {{72, 760, 0, "Text."}};
    static const struct pdf_page pages[] = {PAGE(lines)};
    expect(pages, 1, "/Info << /Title (En rapport) >>",
           "title: En rapport\nh2: Sida 1\np: Text.\n");
    expect(pages, 1, "/Info << /Title (Microsoft Word - En rapport) >>",
           "title: En rapport\nh2: Sida 1\np: Text.\n");
    expect(pages, 1, "/Info << /Title (rapport_v2.docx) >>", "h2: Sida 1\np: Text.\n");
    expect(pages, 1, "/Info << /Title () >>", "h2: Sida 1\np: Text.\n");
    /* UTF-16, as PDF writes other letters. */
    expect(pages, 1, "/Info << /Title <FEFF00C5006B0065> >>",
           "title: \xC3\x85ke\nh2: Sida 1\np: Text.\n");
}

/* A page without text has no section; its number is not lost to the next. */
static void test_empty_pages(void **state)
{
    (void)state;
    static const struct line lines[] = {{72, 760, 0, "Text."}};
    static const struct pdf_page pages[] = {{NULL, 0}, PAGE(lines)};
    expect(pages, 2, "", "h2: Sida 2\np: Text.\n");
    expect(pages, 1, "", "status: BAD_INPUT: no text in it: pictures of pages?\n");
}

/* ---- bad ones -------------------------------------------------------------------------------- */

static void expect_refused(struct slice bytes, const char *words)
{
    struct buffer got = {0};
    show_page(&got, reader_pdf, bytes);
    if (strstr(got.data, words) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", words, got.data);
    buffer_free(&got);
}

static void test_bad_pdfs(void **state)
{
    (void)state;
    expect_refused(SLICE(""), "BAD_INPUT: no PDF");
    expect_refused(SLICE("<html>"), "BAD_INPUT: no PDF");
    expect_refused(SLICE("%PDF-1.4\n"), "BAD_INPUT: damaged");
    expect_refused(SLICE("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\n"
                         "trailer << /Root 1 0 R >>\n%%EOF"),
                   "BAD_INPUT: ");
    char *large = base_calloc(1, (size_t)READER_SIZE_MAX + 1);
    expect_refused((struct slice){large, (size_t)READER_SIZE_MAX + 1}, "TOO_LARGE: ");
    free(large);
}

static void test_locked(void **state)
{
    (void)state;
    static const struct line lines[] = {{72, 760, 0, "Text."}};
    static const struct pdf_page pages[] = {PAGE(lines)};
    struct buffer pdf =
        make_pdf(pages, 1,
                 "/ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>] "
                 "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
                 "/O <0101010101010101010101010101010101010101010101010101010101010101> "
                 "/U <0202020202020202020202020202020202020202020202020202020202020202> >>");
    expect_refused(buffer_view(&pdf), "BAD_INPUT: locked with a password");
    buffer_free(&pdf);
}

static void test_too_many_pages(void **state)
{
    (void)state;
    struct pdf p = {0};
    struct buffer kids = {0};
    buffer_text(&p.bytes, "%PDF-1.4\n");
    add_object(&p, "<< /Type /Catalog /Pages 2 0 R >>");
    buffer_format(&kids, "<< /Type /Pages /Count %d /Kids [", READER_PDF_PAGES_MAX + 1);
    for (int i = 0; i <= READER_PDF_PAGES_MAX; i++)
        buffer_format(&kids, "%d 0 R ", 3 + i);
    buffer_text(&kids, "] >>");
    add_object(&p, kids.data);
    for (int i = 0; i <= READER_PDF_PAGES_MAX; i++)
        add_object(&p, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>");
    add_end(&p, "");
    expect_refused(buffer_view(&p.bytes), "TOO_LARGE: more than 5000 pages");
    buffer_free(&p.bytes);
    buffer_free(&kids);
}

/* A form that draws two forms that each draw two ..., 2 to the 40th in all. */
static struct buffer make_endless(void)
{
    enum { DEPTH = 40 };
    struct pdf p = {0};
    struct buffer object = {0};
    buffer_text(&p.bytes, "%PDF-1.4\n");
    add_object(&p, "<< /Type /Catalog /Pages 2 0 R >>");
    add_object(&p, "<< /Type /Pages /Count 1 /Kids [3 0 R] >>");
    add_object(&p, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
                   "/Resources << /XObject << /A 5 0 R >> >> /Contents 4 0 R >>");
    add_stream(&p, SLICE("/A Do"));
    for (size_t i = 0; i < DEPTH; i++) {
        buffer_clear(&object);
        buffer_format(&object,
                      "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << "
                      "/A %zu 0 R /B %zu 0 R >> >> /Length 11 >>\nstream\n/A Do /B Do\nendstream",
                      6 + i, 6 + i);
        add_object(&p, object.data);
    }
    add_object(&p, "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 1 >>\nstream\nn\n"
                   "endstream");
    add_end(&p, "");
    buffer_free(&object);
    return p.bytes;
}

static int no_block(void *user, const struct reader_block *block)
{
    (void)user;
    (void)block;
    return 0;
}

static void test_endless(void **state)
{
    (void)state;
    struct buffer pdf = make_endless();
    struct error error = {0};
    assert_int_equal(reader_pdf_within(1, buffer_view(&pdf), no_block, NULL, NULL, &error),
                     STATUS_BAD_INPUT);
    assert_string_equal(error.text, "takes longer than 1 seconds to read");
    buffer_free(&pdf);
}

/* Cut off anywhere, or with bytes changed, it ends in a status, and this process goes on. */
static void test_damage(void **state)
{
    (void)state;
    static const struct line lines[] = {{72, 760, 0, "Text."}, {72, 746, 0, "Mer text."}};
    static const struct pdf_page pages[] = {PAGE(lines), PAGE(lines)};
    struct buffer pdf = make_pdf(pages, 2, "/Info << /Title (T) >>");
    struct buffer got = {0};
    for (size_t at = 0; at < pdf.size; at += 37) {
        buffer_clear(&got);
        show_page(&got, reader_pdf, slice_part(buffer_view(&pdf), 0, at));
        assert_true(got.size > 0);
        buffer_clear(&got);
        pdf.data[at] = (char)(pdf.data[at] ^ 0x15);
        show_page(&got, reader_pdf, buffer_view(&pdf));
        assert_true(got.size > 0);
        pdf.data[at] = (char)(pdf.data[at] ^ 0x15);
    }
    buffer_free(&pdf);
    buffer_free(&got);
}

static int stop_at_once(void *user, const struct reader_block *block)
{
    size_t *seen = user;
    (void)block;
    ++*seen;
    return 1;
}

static void test_stops(void **state)
{
    (void)state;
    static const struct line lines[] = {{72, 760, 0, "Text."}};
    static const struct pdf_page pages[] = {PAGE(lines)};
    struct buffer pdf = make_pdf(pages, 1, "");
    size_t seen = 0;
    assert_int_equal(reader_pdf(buffer_view(&pdf), stop_at_once, &seen, NULL, NULL),
                     STATUS_STOPPED);
    assert_int_equal(seen, 1);
    buffer_free(&pdf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_hyphens),
        cmocka_unit_test(test_lists_and_columns),
        cmocka_unit_test(test_title),
        cmocka_unit_test(test_empty_pages),
        cmocka_unit_test(test_bad_pdfs),
        cmocka_unit_test(test_locked),
        cmocka_unit_test(test_too_many_pages),
        cmocka_unit_test(test_endless),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
