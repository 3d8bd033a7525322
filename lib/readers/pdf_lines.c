/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From lines to paragraphs. A PDF knows only where letters stand: where a paragraph ends is told by
   the space above a line, by its height and by its indent. */
#include "pdf_internal.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- page numbers ---------------------------------------------------------------------------- */

static struct slice skip(struct slice s, struct slice what)
{
    return slice_equal_ascii(slice_part(s, 0, what.size), what)
               ? slice_trim(slice_part(s, what.size, s.size))
               : s;
}

static size_t digits(struct slice s)
{
    size_t end = 0;
    while (end < s.size && s.data[end] >= '0' && s.data[end] <= '9')
        end++;
    return end;
}

/* "3", "Sida 3", "3 (12)", "3/12", "3 av 12", or the page's label. */
static bool is_page_number(struct slice s, size_t number, struct slice label)
{
    char wanted[24];
    snprintf(wanted, sizeof wanted, "%zu", number);
    s = skip(s, SLICE("sida "));
    if (label.size > 0 && slice_equal(s, label))
        return true;
    if (!slice_equal(slice_part(s, 0, digits(s)), slice_of(wanted)))
        return false;
    s = slice_trim(slice_part(s, digits(s), s.size));
    s = skip(skip(skip(s, SLICE("(")), SLICE("/")), SLICE("av "));
    s = slice_trim(slice_part(s, digits(s), s.size));
    return s.size == 0 || slice_equal(s, SLICE(")"));
}

/* ---- where paragraphs begin ------------------------------------------------------------------ */

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double height(const struct pdf_line *line)
{
    return line->bottom - line->top;
}

/* The usual way from one line to the next; 0 when there is none. */
static double usual_pitch(const struct pdf_line *lines, size_t count)
{
    double *pitches = base_alloc((count + 1) * sizeof *pitches);
    size_t known = 0;
    for (size_t i = 1; i < count; i++) {
        double pitch = lines[i].top - lines[i - 1].top;
        if (lines[i].placed && pitch > height(&lines[i]) / 2 && pitch < 3 * height(&lines[i]))
            pitches[known++] = pitch;
    }
    qsort(pitches, known, sizeof *pitches, compare);
    /* Below the middle: where every line is a paragraph of its own the larger ones are as common.
     */
    double usual = known > 0 ? pitches[known / 3] : 0;
    free(pitches);
    return usual;
}

static bool ends_sentence(struct slice s)
{
    static const struct slice closers[] = {
        {"\"", 1}, {"\xE2\x80\x9D", 3}, {"\xC2\xBB", 2}, {")", 1}};
    for (size_t i = 0; i < sizeof closers / sizeof *closers; i++) {
        if (slice_ends(s, closers[i]))
            s = slice_part(s, 0, s.size - closers[i].size);
    }
    char last = s.size > 0 ? s.data[s.size - 1] : '.';
    return last == '.' || last == '!' || last == '?' || last == ':';
}

/* The size of the mark that begins an item of a list, with the space after it; 0: none. */
static size_t bullet(struct slice s)
{
    static const struct slice marks[] = {
        {"\xE2\x80\xA2", 3}, {"\xE2\x96\xAA", 3}, {"\xE2\x97\xA6", 3}, {"\xEF\x82\xB7", 3}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (slice_starts(s, marks[i]))
            return s.size - slice_trim(slice_part(s, marks[i].size, s.size)).size;
    }
    return 0;
}

static bool begins_paragraph(const struct pdf_line *line, const struct pdf_line *before,
                             double usual)
{
    double pitch = line->top - before->top;
    if (bullet(line->text) > 0)
        return true;
    if (!line->placed || !before->placed)
        return false;
    double smaller = height(line) < height(before) ? height(line) : height(before);
    double larger = height(line) < height(before) ? height(before) : height(line);
    if (larger > 1.2 * smaller)
        return true;
    if (pitch < -smaller / 2) /* the next column */
        return ends_sentence(before->text);
    if (usual > 0 && pitch > 1.3 * usual)
        return true;
    bool indented = line->left > before->left + 0.6 * smaller;
    return indented && ends_sentence(before->text);
}

/* ---- joining lines --------------------------------------------------------------------------- */

/* "ungdoms- / och barnfrågor": the hyphen stands for the word that both share. */
static bool begins_with_and(struct slice s)
{
    static const struct slice words[] = {{"och ", 4},         {"eller ", 6}, {"samt ", 5},
                                         {"respektive ", 11}, {"resp. ", 6}, {"som ", 4}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (slice_starts(s, words[i]))
            return true;
    }
    return false;
}

static void join(struct buffer *out, struct slice line)
{
    const struct slice soft = SLICE("\xC2\xAD"), hyphen = SLICE("\xE2\x80\x90");
    struct slice text = buffer_view(out);
    size_t mark = slice_ends(text, SLICE("-")) ? 1
                  : slice_ends(text, soft)     ? soft.size
                  : slice_ends(text, hyphen)   ? hyphen.size
                                               : 0;
    if (mark == 0 || letter_before(text, text.size - mark) == LETTER_NONE) {
        buffer_char(out, ' ');
    } else if (begins_with_and(line)) {
        buffer_char(out, ' ');
    } else if (letter_at(line, 0) == LETTER_LOWER &&
               letter_before(text, text.size - mark) != LETTER_DIGIT) {
        out->size -= mark;
    }
    buffer_slice(out, line);
}

/* Letters that fonts have as one, and signs that are none. */
static void clean(struct buffer *out, struct slice s)
{
    static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
    for (size_t at = 0; at < s.size;) {
        uint32_t c;
        size_t size = utf8_decode(s, at, &c);
        if (c >= 0xFB00 && c <= 0xFB06)
            buffer_text(out, ligatures[c - 0xFB00]);
        else if (c < 0x20 || c == 0x7F)
            buffer_char(out, ' ');
        else
            buffer_slice(out, slice_part(s, at, at + size));
        at += size;
    }
}

static void put_paragraph(struct buffer *out, const struct pdf_line *lines, size_t count)
{
    struct buffer text = {0}, line = {0};
    size_t mark = bullet(lines[0].text);
    for (size_t i = 0; i < count; i++) {
        struct slice s = lines[i].text;
        buffer_clear(&line);
        clean(&line, slice_part(s, i == 0 ? mark : 0, s.size));
        if (text.size == 0)
            buffer_slice(&text, buffer_view(&line));
        else
            join(&text, buffer_view(&line));
    }
    struct slice whole = slice_trim(buffer_view(&text));
    if (whole.size > 0)
        pdf_record(out, mark > 0 ? PDF_ITEM : PDF_PARAGRAPH, whole);
    buffer_free(&text);
    buffer_free(&line);
}

void pdf_paragraphs(struct buffer *out, const struct pdf_line *lines, size_t count, size_t number,
                    struct slice label)
{
    char heading[32];
    if (count > 1 && is_page_number(lines[count - 1].text, number, label))
        count--;
    if (count > 1 && is_page_number(lines[0].text, number, label)) {
        lines++;
        count--;
    }
    if (count == 0)
        return;
    snprintf(heading, sizeof heading, "Sida %zu", number);
    pdf_record(out, PDF_PAGE, slice_of(heading));
    double usual = usual_pitch(lines, count);
    for (size_t start = 0, end; start < count; start = end) {
        end = start + 1;
        while (end < count && !begins_paragraph(&lines[end], &lines[end - 1], usual))
            end++;
        put_paragraph(out, lines + start, end - start);
    }
}
