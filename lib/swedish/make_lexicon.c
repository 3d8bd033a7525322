/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * make-lexicon <words.tsv >lexicon.bin: compiles the word list. Runs when the program is built; the
 * rules it applies to each form are those that swedish_word applies to forms that the list lacks.
 *
 * First all forms with their counts are laid out, so that the rules can ask about them; then the
 * lemma of each form, whose occurrences are added up; then, on these sums, stems and parts.
 */
#include "lexicon.h"
#include "rules.h"

#include <stdlib.h>
#include <string.h>

struct maker {
    struct lexicon_head head;
    struct lexicon_form *forms;
    size_t form_room;
    struct buffer form_text, stem_text, bounds;
    uint32_t *stems, *parts, *undotted, *form_slots, *stem_slots, *filter;
    size_t stem_room, part_room;
    struct lexicon_gram *grams;
    double *gram_absent; /* by slot: share of documents without the gram */
    uint16_t *gram_numbers;
    uint32_t *row_starts, *rows;
    size_t row_room;
    struct lexicon view; /* of the above, while it grows */
    struct conflater *conflater;
    struct splitter *splitter;
};

static void fail(const char *reason, const char *what)
{
    fprintf(stderr, "make-lexicon: %s: %s\n", what, reason);
    exit(2);
}

/* ---- the list ---------------------------------------------------------------------------------
 */

static struct slice field(struct slice *line)
{
    const char *tab = memchr(line->data, '\t', line->size);
    size_t end = tab != NULL ? (size_t)(tab - line->data) : line->size;
    struct slice out = slice_part(*line, 0, end);
    *line = slice_part(*line, end + 1, line->size);
    return out;
}

static uint32_t number(struct slice s)
{
    uint32_t value = 0;
    for (size_t i = 0; i < s.size; i++) {
        if (s.data[i] < '0' || s.data[i] > '9' || value > 100000000)
            fail("not a number", "words.tsv");
        value = value * 10 + (uint32_t)(s.data[i] - '0');
    }
    return value;
}

static void read_comment(struct maker *m, struct slice line)
{
    const struct slice key = SLICE("# documents: ");
    if (slice_starts(line, key))
        m->head.documents = number(slice_part(line, key.size, line.size));
}

static void read_line(struct maker *m, struct slice line)
{
    if (line.size == 0 || line.data[0] == '#') {
        read_comment(m, line);
        return;
    }
    m->forms = base_grow(m->forms, &m->form_room, (size_t)m->head.forms + 2, sizeof *m->forms);
    struct lexicon_form *f = &m->forms[m->head.forms++];
    *f = (struct lexicon_form){.text = (uint32_t)m->form_text.size};
    buffer_slice(&m->form_text, field(&line));
    f->occurrences = number(field(&line));
    f->documents = number(field(&line));
    struct slice flags = field(&line);
    for (size_t i = 0; i < flags.size; i++)
        f->flags |= flags.data[i] == 'd'   ? LEXICON_DICTIONARY
                    : flags.data[i] == 's' ? LEXICON_STOP
                    : flags.data[i] == 'q' ? LEXICON_QUESTION | LEXICON_STOP
                                           : 0;
}

static void read_list(struct maker *m)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    while ((size = getline(&line, &room, stdin)) > 0)
        read_line(m, (struct slice){.data = line, .size = (size_t)size - (line[size - 1] == '\n')});
    free(line);
    if (m->head.forms == 0 || m->head.documents == 0)
        fail("holds no words, or no count of documents", "words.tsv");
    m->forms[m->head.forms] = (struct lexicon_form){.text = (uint32_t)m->form_text.size};
}

static uint32_t power_above(size_t count)
{
    uint32_t power = 16;
    while (power < count)
        power *= 2;
    return power;
}

static void place(uint32_t *slots, uint32_t size, struct slice text, uint32_t number)
{
    uint32_t hash = lexicon_hash(text), at = hash & (size - 1);
    if (number + 1 >= UINT32_C(1) << LEXICON_NUMBER_BITS)
        fail("too many forms or stems", "words.tsv");
    while (slots[at] != 0)
        at = (at + 1) & (size - 1);
    slots[at] = lexicon_slot(hash, number);
}

static void refresh_view(struct maker *m)
{
    m->view = (struct lexicon){.head = &m->head,
                               .forms = m->forms,
                               .stems = m->stems,
                               .parts = m->parts,
                               .form_slots = m->form_slots,
                               .stem_slots = m->stem_slots,
                               .filter = m->filter,
                               .undotted = m->undotted,
                               .grams = m->grams,
                               .bounds = (const uint8_t *)m->bounds.data,
                               .form_text = m->form_text.data,
                               .stem_text = m->stem_text.data};
}

static void lay_out_forms(struct maker *m)
{
    m->head.form_slots = power_above((size_t)m->head.forms * 2);
    m->form_slots = base_calloc(m->head.form_slots, sizeof *m->form_slots);
    m->filter = base_calloc((size_t)1 << (LEXICON_FILTER_BITS - 5), sizeof *m->filter);
    refresh_view(m);
    for (uint32_t i = 0; i < m->head.forms; i++) {
        struct slice text = lexicon_form_text(&m->view, i);
        if (lexicon_find_form(&m->view, text) != SWEDISH_UNKNOWN)
            fail("a form stands twice", "words.tsv");
        place(m->form_slots, m->head.form_slots, text, i);
        uint32_t bit = lexicon_filter_bit(lexicon_hash(text));
        m->filter[bit >> 5] |= UINT32_C(1) << (bit & 31);
    }
}

/* ---- lemmas, stems, parts ---------------------------------------------------------------------
 */

static void count_lemmas(struct maker *m)
{
    struct buffer lemma = {0};
    uint32_t *sums = base_calloc(m->head.forms, sizeof *sums);
    for (uint32_t i = 0; i < m->head.forms; i++) {
        buffer_clear(&lemma);
        conflate_lemma(m->conflater, lexicon_form_text(&m->view, i), &lemma, NULL);
        uint32_t found = lexicon_find_form(&m->view, buffer_view(&lemma));
        if (found != SWEDISH_UNKNOWN)
            sums[found] += m->forms[i].occurrences;
    }
    for (uint32_t i = 0; i < m->head.forms; i++)
        m->forms[i].lemma_occurrences = sums[i];
    free(sums);
    buffer_free(&lemma);
}

static uint32_t stem_number(struct maker *m, struct slice stem)
{
    refresh_view(m);
    uint32_t known = lexicon_find_stem(&m->view, stem);
    if (known != SWEDISH_UNKNOWN)
        return known;
    if (m->head.stem_slots < 2 * (m->head.stems + 1)) {
        m->head.stem_slots = m->head.stem_slots > 0 ? m->head.stem_slots * 2 : 1 << 16;
        free(m->stem_slots);
        m->stem_slots = base_calloc(m->head.stem_slots, sizeof *m->stem_slots);
        refresh_view(m);
        for (uint32_t i = 0; i < m->head.stems; i++)
            place(m->stem_slots, m->head.stem_slots, lexicon_stem_text(&m->view, i), i);
    }
    m->stems = base_grow(m->stems, &m->stem_room, (size_t)m->head.stems + 2, sizeof *m->stems);
    m->stems[m->head.stems] = (uint32_t)m->stem_text.size;
    buffer_slice(&m->stem_text, stem);
    m->stems[m->head.stems + 1] = (uint32_t)m->stem_text.size;
    place(m->stem_slots, m->head.stem_slots, stem, m->head.stems);
    return m->head.stems++;
}

static void add_parts(struct maker *m, struct lexicon_form *f, const struct compound *c)
{
    f->parts = m->head.parts;
    f->bounds = (uint32_t)m->bounds.size;
    f->part_count = (uint8_t)c->stem_count;
    f->bound_count = (uint8_t)c->bound_count;
    for (size_t i = 0; i < c->bound_count; i++)
        buffer_char(&m->bounds, (char)c->bounds[i]);
    for (size_t i = 0; i < c->stem_count; i++) {
        uint32_t stem = stem_number(m, c->stems[i]);
        m->parts = base_grow(m->parts, &m->part_room, (size_t)m->head.parts + 1, sizeof *m->parts);
        m->parts[m->head.parts++] = stem;
    }
}

static void find_stems(struct maker *m)
{
    struct buffer stem = {0};
    for (uint32_t i = 0; i < m->head.forms; i++) {
        buffer_clear(&stem);
        refresh_view(m);
        conflate_stem(m->conflater, lexicon_form_text(&m->view, i), &stem);
        m->forms[i].stem = stem_number(m, buffer_view(&stem));
    }
    for (uint32_t i = 0; i < m->head.forms; i++) {
        struct compound c;
        refresh_view(m);
        compound_split(m->splitter, lexicon_form_text(&m->view, i), &c);
        add_parts(m, &m->forms[i], &c);
    }
    m->head.bounds = (uint32_t)m->bounds.size;
    buffer_free(&stem);
}

/* ---- grams ------------------------------------------------------------------------------------
 */

/* ln((N + 1) / (n + .5)) by whole numbers, so that every C library gives the same bytes. */
static float gram_idf(const struct maker *m, double absent)
{
    const struct rules *rules = conflater_rules(m->conflater);
    const uint64_t unit = UINT64_C(1) << 20;
    double documents = m->head.documents * (1.0 - absent);
    double ratio = (m->head.documents + 1.0) / (documents + 0.5);
    return (float)(rules_log(rules, (uint64_t)(ratio * (double)unit)) - rules_log(rules, unit)) /
           1000.0F;
}

/* The slot of the gram, which is given one, and a number, when it is new. */
static uint32_t gram_slot(struct maker *m, uint32_t gram)
{
    uint32_t mask = m->head.gram_slots - 1, at = gram & mask;
    while (m->grams[at].gram != 0 && m->grams[at].gram != gram)
        at = (at + 1) & mask;
    if (m->grams[at].gram != 0)
        return at;
    if (m->head.gram_count == LEXICON_GRAMS_MAX || m->head.gram_count == mask / 4 * 3)
        fail("too many grams", "words.tsv");
    m->grams[at].gram = gram;
    m->gram_absent[at] = 1;
    m->gram_numbers[at] = (uint16_t)m->head.gram_count++;
    return at;
}

/* A document lacks a gram when it lacks each word that has it; words are taken as independent. */
static void count_grams(struct maker *m)
{
    m->head.gram_slots = 1 << 17;
    m->grams = base_calloc(m->head.gram_slots, sizeof *m->grams);
    m->gram_absent = base_calloc(m->head.gram_slots, sizeof *m->gram_absent);
    m->gram_numbers = base_calloc(m->head.gram_slots, sizeof *m->gram_numbers);
    uint32_t grams[SWEDISH_TOKEN_MAX];
    for (uint32_t i = 0; i < m->head.forms; i++) {
        size_t count = swedish_grams(lexicon_form_text(&m->view, i), grams, SWEDISH_TOKEN_MAX);
        for (size_t k = 0; k < count; k++) {
            uint32_t at = gram_slot(m, grams[k]);
            m->gram_absent[at] *= 1.0 - m->forms[i].documents / (m->head.documents + 1.0);
        }
    }
    for (uint32_t at = 0; at < m->head.gram_slots; at++)
        if (m->grams[at].gram != 0)
            m->grams[at].idf = gram_idf(m, m->gram_absent[at]);
}

/* ---- rows -------------------------------------------------------------------------------------
 */

static void add_row(struct maker *m, uint32_t form, const uint16_t *grams, size_t count)
{
    const struct lexicon_form *f = &m->forms[form];
    size_t start = m->head.row_words, gram_words = (count + 1) / 2;
    size_t size = LEXICON_ROW_HEAD + f->part_count + gram_words;
    m->rows = base_grow(m->rows, &m->row_room, start + size, sizeof *m->rows);
    uint32_t *row = m->rows + start;
    row[0] = lexicon_row_head(f->stem, f->part_count, (uint32_t)count);
    row[1] = f->documents;
    row += LEXICON_ROW_HEAD;
    for (size_t i = 0; i < f->part_count; i++)
        *row++ = m->parts[f->parts + i];
    if (gram_words > 0)
        row[gram_words - 1] = 0;
    memcpy(row, grams, count * sizeof *grams);
    m->row_starts[form] = (uint32_t)start;
    m->head.row_words = (uint32_t)(start + size);
}

static void lay_out_rows(struct maker *m)
{
    _Static_assert(SWEDISH_PARTS_MAX < 1 << LEXICON_PART_BITS, "parts fit a row's head");
    _Static_assert(SWEDISH_TOKEN_MAX < 1 << LEXICON_GRAM_BITS, "grams fit a row's head");
    m->row_starts = base_calloc(m->head.forms, sizeof *m->row_starts);
    uint32_t grams[SWEDISH_TOKEN_MAX];
    uint16_t numbers[SWEDISH_TOKEN_MAX];
    for (uint32_t i = 0; i < m->head.forms; i++) {
        size_t count = swedish_grams(lexicon_form_text(&m->view, i), grams, SWEDISH_TOKEN_MAX);
        for (size_t k = 0; k < count; k++)
            numbers[k] = m->gram_numbers[gram_slot(m, grams[k])];
        add_row(m, i, numbers, count);
    }
}

/* ---- forms without dots -----------------------------------------------------------------------
 */

struct undotted {
    char *text;
    uint32_t form;
};

static int compare_undotted(const void *a, const void *b)
{
    const struct undotted *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    return order != 0 ? order : (x->form > y->form) - (x->form < y->form);
}

static void list_undotted(struct maker *m)
{
    struct undotted *all = base_calloc(m->head.forms, sizeof *all);
    struct buffer text = {0};
    for (uint32_t i = 0; i < m->head.forms; i++) {
        struct slice form = lexicon_form_text(&m->view, i);
        buffer_clear(&text);
        lexicon_undot(form, &text);
        if (!slice_equal(buffer_view(&text), form))
            all[m->head.undotted++] = (struct undotted){slice_copy(buffer_view(&text)), i};
    }
    qsort(all, m->head.undotted, sizeof *all, compare_undotted);
    m->undotted = base_calloc((size_t)m->head.undotted + 1, sizeof *m->undotted);
    for (uint32_t i = 0; i < m->head.undotted; i++) {
        m->undotted[i] = all[i].form;
        free(all[i].text);
    }
    free(all);
    buffer_free(&text);
}

/* ---- out --------------------------------------------------------------------------------------
 */

static uint64_t mix(uint64_t digest, const void *bytes, size_t size)
{
    return (digest ^ slice_hash((struct slice){.data = bytes, .size = size})) *
           UINT64_C(0x9E3779B97F4A7C15);
}

static void write_all(struct maker *m)
{
    struct error error;
    const struct {
        const void *bytes;
        size_t size;
        bool derived; /* from what the digest is of already */
    } pieces[] = {
        {m->forms, ((size_t)m->head.forms + 1) * sizeof *m->forms, false},
        {m->stems, ((size_t)m->head.stems + 1) * sizeof *m->stems, false},
        {m->parts, (size_t)m->head.parts * sizeof *m->parts, false},
        {m->form_slots, (size_t)m->head.form_slots * sizeof *m->form_slots, false},
        {m->stem_slots, (size_t)m->head.stem_slots * sizeof *m->stem_slots, false},
        {m->filter, sizeof *m->filter << (LEXICON_FILTER_BITS - 5), true},
        {m->undotted, (size_t)m->head.undotted * sizeof *m->undotted, false},
        {m->grams, (size_t)m->head.gram_slots * sizeof *m->grams, false},
        {m->gram_numbers, m->head.gram_slots * sizeof *m->gram_numbers, true},
        {m->row_starts, m->head.forms * sizeof *m->row_starts, true},
        {m->rows, m->head.row_words * sizeof *m->rows, true},
        {m->bounds.data, m->bounds.size, false},
        {m->form_text.data, m->form_text.size, false},
        {m->stem_text.data, m->stem_text.size, false},
    };
    m->head.format = LEXICON_FORMAT;
    m->head.form_bytes = (uint32_t)m->form_text.size;
    m->head.stem_bytes = (uint32_t)m->stem_text.size;
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++)
        if (!pieces[i].derived)
            m->head.digest = mix(m->head.digest, pieces[i].bytes, pieces[i].size);
    struct slice head = {.data = (const char *)&m->head, .size = sizeof m->head};
    enum status status = output_write(stdout, head, &error);
    for (size_t i = 0; status == STATUS_OK && i < sizeof pieces / sizeof pieces[0]; i++)
        status = output_write(
            stdout, (struct slice){.data = pieces[i].bytes, .size = pieces[i].size}, &error);
    if (status == STATUS_OK)
        status = output_close(stdout, &error);
    if (status != STATUS_OK)
        fail(error.text, "output");
}

int main(void)
{
    static struct maker m;
    struct error error;
    read_list(&m);
    lay_out_forms(&m);
    if (conflater_open(&m.conflater, &m.view, &error) != STATUS_OK ||
        splitter_open(&m.splitter, &m.view, m.conflater, &error) != STATUS_OK)
        fail(error.text, "rules");
    count_lemmas(&m);
    find_stems(&m);
    count_grams(&m);
    lay_out_rows(&m);
    list_undotted(&m);
    write_all(&m);
    return 0;
}
