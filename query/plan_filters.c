/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filters and ranges. */
#include "plan_internal.h"

#include "near.h"
#include "pages.h"

#include <stdlib.h>
#include <string.h>

static bool has_name(const struct question_node *node, const char *name)
{
    return strcmp(node->field->name, name) == 0;
}

bool plan_is_page_filter(const struct question_node *node)
{
    return has_name(node, "ref") || has_name(node, "länk") || has_name(node, "från");
}

/* ---- names of types, senders, categories ----------------------------------------------------- */

enum fit {
    FIT_NONE,
    FIT_PART,  /* of a word: uppdrag of Regeringsuppdrag */
    FIT_WORD,  /* begins a word */
    FIT_START, /* begins the name */
    FIT_WHOLE,
    FITS
};

enum { PART_LETTERS_MIN = 4, NEAR_EDITS = 2 };

struct names {
    const char *prefix;
    struct buffer wanted, folded; /* wanted: folded as well */
    size_t fits[FITS];
    enum fit best; /* second walk: the fit whose names are taken */
    void (*term)(void *user, struct slice term);
    void *user;
    struct buffer *near;
    struct near nearest; /* folded; of names when none fits */
};

static enum fit fit_of(struct names *n, struct xc_bytes term)
{
    size_t skip = strlen(n->prefix);
    buffer_clear(&n->folded);
    swedish_fold((struct slice){.data = term.data + skip, .size = term.size - skip}, &n->folded);
    struct slice name = slice_trim(buffer_view(&n->folded));
    struct slice wanted = buffer_view(&n->wanted);
    if (slice_equal(name, wanted))
        return FIT_WHOLE;
    if (slice_starts(name, wanted))
        return FIT_START;
    enum fit fit = FIT_NONE;
    for (size_t at = 0; (at = slice_find(name, wanted, at)) != SIZE_MAX; at++) {
        if (at > 0 && name.data[at - 1] == ' ')
            return FIT_WORD;
        fit = FIT_PART;
    }
    return utf8_length(wanted) >= PART_LETTERS_MIN ? fit : FIT_NONE;
}

static int count_fit(void *user, struct xc_bytes term, uint32_t documents)
{
    struct names *n = user;
    (void)documents;
    n->fits[fit_of(n, term)]++;
    return 0;
}

static int take_fit(void *user, struct xc_bytes term, uint32_t documents)
{
    struct names *n = user;
    enum fit fit = fit_of(n, term);
    struct slice whole = {.data = term.data, .size = term.size};
    (void)documents;
    if (fit == n->best && n->term)
        n->term(n->user, whole);
    bool other = n->best == FIT_NONE ? slice_equal(slice_trim(buffer_view(&n->folded)),
                                                   buffer_view(&n->nearest.form))
                                     : fit >= n->best;
    if (!n->term && other && n->near) {
        buffer_slice(n->near, slice_part(whole, strlen(n->prefix), whole.size));
        buffer_char(n->near, '\n');
    }
    return 0;
}

/* A whole name is taken, or the only one that begins so, else the only one with a word that does,
   else the only one with a word that holds it. */
static void choose_fit(struct names *n)
{
    size_t words = n->fits[FIT_START] + n->fits[FIT_WORD];
    if (n->fits[FIT_WHOLE] > 0)
        n->best = FIT_WHOLE;
    else if (n->fits[FIT_START] > 0)
        n->best = FIT_START;
    else
        n->best = words > 0 ? FIT_WORD : n->fits[FIT_PART] > 0 ? FIT_PART : FIT_NONE;
    if (n->best == FIT_NONE || (n->best != FIT_WHOLE && n->fits[n->best] != 1)) {
        n->term = NULL;
        if (words > 0)
            n->best = FIT_WORD; /* all of them are told */
    }
}

static int try_nearest(void *user, struct xc_bytes term, uint32_t documents)
{
    struct names *n = user;
    fit_of(n, term);
    near_try(&n->nearest, slice_trim(buffer_view(&n->folded)), documents);
    return 0;
}

/* The type's name for what it is called, or false. Appended to meant. */
static bool type_meant(struct slice said, struct buffer *meant)
{
    static const struct {
        const char *said, *meant;
    } aliases[] = {
#define ALIAS(said, meant) {said, meant},
#include "types.def"
#undef ALIAS
    };
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
        if (slice_equal(said, slice_of(aliases[i].said))) {
            swedish_fold(slice_of(aliases[i].meant), meant);
            return true;
        }
    return false;
}

static enum status each_name(struct plan *p, struct names *n, xc_term_callback *callback)
{
    struct xc_error error;
    plan_ok(p, xc_index_each_term(p->index, xc_text(n->prefix), callback, n, &error), &error);
    return p->status;
}

static enum status count_fits(struct plan *p, struct names *n)
{
    memset(n->fits, 0, sizeof n->fits);
    return each_name(p, n, count_fit);
}

static int keep_name(void *user, const struct swedish_name *name)
{
    swedish_fold(name->other, user);
    return 1;
}

/* Asks for the type or the sender that is meant, unless the index has none like it. */
static enum status try_meant(struct plan *p, struct names *n, bool types)
{
    struct buffer said = n->wanted, meant = {0};
    struct slice form = buffer_view(&said);
    if (types)
        type_meant(form, &meant);
    else
        swedish_names_each(p->swedish, &form, 1, keep_name, &meant);
    if (meant.size == 0)
        return STATUS_OK;
    n->wanted = meant;
    enum status status = count_fits(p, n);
    if (n->fits[FIT_WHOLE] + n->fits[FIT_START] + n->fits[FIT_WORD] > 0) {
        buffer_free(&said);
        return status;
    }
    buffer_free(&n->wanted);
    n->wanted = said;
    return status == STATUS_OK ? count_fits(p, n) : status;
}

struct months {
    char ending[4]; /* of the terms: "11" */
    void (*term)(void *user, struct slice term);
    void *user;
};

static int take_month(void *user, struct xc_bytes term, uint32_t documents)
{
    const struct months *m = user;
    struct slice whole = {.data = term.data, .size = term.size};
    (void)documents;
    if (slice_ends(whole, slice_of(m->ending)))
        m->term(m->user, whole);
    return 0;
}

/* A month of any year: M202511 among others. */
static enum status month_terms(struct plan *p, const struct question_node *node,
                               void (*term)(void *user, struct slice term), void *user)
{
    struct months m = {.term = term, .user = user};
    struct xc_error error;
    snprintf(m.ending, sizeof m.ending, "%02u", language_month(node->value) % 100);
    plan_ok(p, xc_index_each_term(p->index, xc_text(node->field->prefix), take_month, &m, &error),
            &error);
    return p->status;
}

enum status plan_filter_terms(struct plan *p, const struct question_node *node,
                              void (*term)(void *user, struct slice term), void *user,
                              struct buffer *near)
{
    struct names n = {.prefix = node->field->prefix, .term = term, .user = user, .near = near};
    if (has_name(node, "månad"))
        return month_terms(p, node, term, user);
    swedish_fold(slice_trim(node->value), &n.wanted);
    enum status status = count_fits(p, &n);
    bool types = has_name(node, "typ");
    if (status == STATUS_OK && n.fits[FIT_WHOLE] == 0 && (types || has_name(node, "avsändare")))
        status = try_meant(p, &n, types);
    if (status == STATUS_OK) {
        choose_fit(&n);
        if (n.best == FIT_NONE && near &&
            near_begin(&n.nearest, buffer_view(&n.wanted), NEAR_EDITS))
            each_name(p, &n, try_nearest);
        each_name(p, &n, take_fit);
    }
    near_free(&n.nearest);
    buffer_free(&n.wanted);
    buffer_free(&n.folded);
    return p->status;
}

struct filter {
    struct plan *plan;
    struct operands terms;
};

static void add_filter_term(void *user, struct slice term)
{
    struct filter *f = user;
    operands_add(&f->terms,
                 xc_query_term(f->plan->builder, xc_bytes_of(term.data, term.size), 1, 0));
}

/* ---- links and references -------------------------------------------------------------------- */

struct ids {
    struct plan *plan;
    const char *prefix;
    struct operands each;
};

static void add_id(void *user, struct slice id)
{
    struct ids *ids = user;
    operands_add(&ids->each, plan_term(ids->plan, ids->prefix, id));
}

/* The value as all the ids it may be. */
static const struct xc_query *id_query(struct plan *p, const char *prefix, struct slice value)
{
    struct ids ids = {.plan = p, .prefix = prefix};
    struct xc_error error;
    plan_ok(p, pages_named(p->index, value, add_id, &ids, &error), &error);
    return operands_join(p, XC_OR, &ids.each);
}

static const struct xc_query *targets_of(struct plan *p, struct xc_bytes data)
{
    struct operands each = {0};
    struct schema_document document;
    struct schema_codec *codec = schema_codec_new();
    struct slice record = {.data = data.data, .size = data.size};
    if (schema_record_read(codec, record, &document, &p->error) == STATUS_OK)
        for (size_t i = 0; i < document.link_count; i++)
            operands_add(&each, plan_term(p, SCHEMA_PREFIX_ID, document.links[i].target));
    else if (p->status == STATUS_OK)
        p->status = p->error.status;
    schema_codec_free(codec);
    return operands_join(p, XC_OR, &each);
}

/* What the page of that id links to, or the pages: their records tell. */
static const struct xc_query *linked_from(struct plan *p, struct slice value)
{
    struct xc_error error;
    struct operands each = {0};
    uint32_t *docids = NULL;
    size_t count = 0;
    enum xc_status status =
        xc_match(&docids, &count, p->index, id_query(p, SCHEMA_PREFIX_ID, value), &error);
    bool good = plan_ok(p, status, &error);
    for (size_t i = 0; i < count && good; i++) {
        struct xc_buffer data;
        status = xc_index_data(p->index, docids[i], &data, &error);
        good = plan_ok(p, status, &error);
        if (good)
            operands_add(&each, targets_of(p, xc_bytes_of(data.data, data.size)));
        free(data.data);
    }
    free(docids);
    return each.count > 0 ? operands_join(p, XC_OR, &each) : xc_query_nothing(p->builder);
}

static const struct xc_query *about_reference(struct plan *p, struct slice canonical)
{
    const struct xc_query *mentions =
        xc_query_pair(p->builder, XC_AND_NOT, plan_term(p, "", canonical),
                      plan_term(p, SCHEMA_PREFIX_INDIRECT, canonical));
    return xc_query_pair(p->builder, XC_OR, mentions,
                         plan_term(p, SCHEMA_PREFIX_IDENTITY, canonical));
}

const struct xc_query *plan_page_filter(struct plan *p, const struct question_node *node)
{
    if (node->value.size == 0)
        return xc_query_nothing(p->builder);
    if (has_name(node, "ref"))
        return about_reference(p, node->value);
    if (has_name(node, "länk"))
        return id_query(p, SCHEMA_PREFIX_LINK, node->value);
    return linked_from(p, node->value);
}

const struct xc_query *plan_filter(struct plan *p, const struct question_node *node)
{
    if (plan_is_page_filter(node))
        return p->unit == PLAN_SECTIONS ? plan_everything(p)
                                        : plan_unweighed(p, plan_page_filter(p, node));
    struct filter f = {.plan = p};
    p->meets_sections = true;
    plan_filter_terms(p, node, add_filter_term, &f, NULL);
    return plan_unweighed(p, operands_join(p, XC_OR, &f.terms));
}

/* ---- ranges ---------------------------------------------------------------------------------- */

enum {
    DAY = 100, /* of yyyymmdd */
    YEAR = 10000,
    LAST_MONTH_DAY = 1231,
    DATE_MOST = 99999999
};

static const struct xc_query *date_values(struct plan *p, uint32_t slot, uint64_t from, uint64_t to)
{
    char low[24], high[24];
    int low_size = snprintf(low, sizeof low, "%08llu", (unsigned long long)from);
    int high_size = snprintf(high, sizeof high, "%08llu", (unsigned long long)to);
    return xc_query_value_range(p->builder, slot, xc_bytes_of(low, (size_t)low_size),
                                xc_bytes_of(high, (size_t)high_size));
}

/* The last day of the date's month. */
static uint64_t month_end(uint64_t date)
{
    return date / DAY * DAY + date_days((unsigned)(date / YEAR), (unsigned)(date / DAY % DAY));
}

/* The least value of what begins at `from` or later: of which only the year or the month is known
   (0000, 00), when that lies in the range as a whole. */
static uint64_t least_date(uint64_t from, uint64_t to)
{
    uint64_t day = from % DAY, month = from / DAY % DAY, year = from / YEAR * YEAR;
    if (month <= 1 && day <= 1 && to >= year + LAST_MONTH_DAY)
        return year;
    if (month >= 1 && day <= 1 && to >= month_end(from))
        return from - day;
    return day > 0 ? from : from + 1;
}

/* A page of which only the year or the month is known passes when all of it does. */
static const struct xc_query *date_range(struct plan *p, const struct question_node *node)
{
    uint32_t slot = (uint32_t)node->field->slot;
    uint64_t to = node->to < DATE_MOST ? node->to : DATE_MOST;
    if (node->from > DATE_MOST)
        return xc_query_nothing(p->builder);
    uint64_t from = least_date(node->from, to), month = to / DAY * DAY, year = to / YEAR * YEAR;
    const struct xc_query *query = date_values(p, slot, from, to);
    if (to < month_end(to))
        query = xc_query_pair(p->builder, XC_AND_NOT, query, date_values(p, slot, month, month));
    if (to < year + LAST_MONTH_DAY)
        query = xc_query_pair(p->builder, XC_AND_NOT, query, date_values(p, slot, year, year));
    return query;
}

struct sums {
    struct plan *plan;
    struct operands terms;
    uint64_t from, to;
    size_t digits; /* of the sums a step that reaches over an end holds */
};

static int add_exact_sum(void *user, struct xc_bytes term, uint32_t documents)
{
    struct sums *s = user;
    size_t start = strlen(SCHEMA_PREFIX_AMOUNT "=");
    uint64_t value = 0;
    (void)documents;
    if (term.size - start != s->digits)
        return 0;
    for (size_t i = start; i < term.size; i++)
        value = value * 10 + (uint64_t)(term.data[i] - '0');
    if (value >= s->from && value <= s->to)
        operands_add(&s->terms, xc_query_term(s->plan->builder, term, 1, 0));
    return 0;
}

/* "XB7:200" at an end of the range: the sums of seven digits that begin so, one by one. */
static void add_sum_term(void *user, struct slice term, bool inside)
{
    struct sums *s = user;
    struct plan *p = s->plan;
    if (inside) {
        operands_add(&s->terms, xc_query_term(p->builder, xc_bytes_of(term.data, term.size), 1, 0));
        return;
    }
    size_t colon = slice_find(term, SLICE(":"), 0), at = strlen(SCHEMA_PREFIX_AMOUNT);
    if (colon == SIZE_MAX)
        return;
    for (s->digits = 0; at < colon; at++)
        s->digits = s->digits * 10 + (size_t)(term.data[at] - '0');
    struct buffer prefix = {0};
    struct xc_error error;
    buffer_text(&prefix, SCHEMA_PREFIX_AMOUNT "=");
    buffer_slice(&prefix, slice_part(term, colon + 1, term.size));
    plan_ok(p,
            xc_index_each_term(p->index, xc_bytes_of(prefix.data, prefix.size), add_exact_sum, s,
                               &error),
            &error);
    buffer_free(&prefix);
}

const struct xc_query *plan_range(struct plan *p, const struct question_node *node)
{
    p->meets_sections = true;
    if (node->field->slot >= 0)
        return plan_unweighed(p, date_range(p, node));
    struct sums s = {.plan = p, .from = node->from, .to = node->to};
    schema_amount_range(node->from, node->to, add_sum_term, &s);
    return plan_unweighed(p, operands_join(p, XC_OR, &s.terms));
}
