/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REPEATS = 8 /* of a question whose index changed while it was asked */ };

/* Parts of compounds add so much to the length of documents (counted over the pages). */
static const double parts_gain = 1.07;

/* How many words a document of that length has: an occurrence at word p adds 1 + 3 / (1 + p / 15),
   in tenths (schema.h). */
static double words_of_length(double length)
{
    double low = 0, high = length;
    while (high - low > 0.5) {
        double words = (low + high) / 2;
        double sum = SCHEMA_WDF_SCALE * (words + 45.0 * log(1.0 + words / 15.0));
        if (sum * parts_gain < length)
            low = words;
        else
            high = words;
    }
    return high;
}

/* ---- opening --------------------------------------------------------------------------------- */

static enum status open_failed(enum xc_status status, const struct xc_error *failed,
                               const char *path, struct error *error)
{
    if (status == XC_NOT_FOUND)
        return error_set(error, STATUS_NOT_FOUND,
                         "%s: no index there; build one with: lupp-index --index %s SOURCE", path,
                         path);
    enum status own = docids_status(status, failed, error);
    return error_set(error, own, "%s: cannot be read as an index: %s", path, failed->text);
}

/* The index says by which analysis it was made. */
static enum status open_analysis(struct search *s, struct error *error)
{
    struct xc_buffer stamp;
    struct xc_error failed;
    enum xc_status status = xc_index_metadata(s->index, xc_text(SCHEMA_KEY_STAMP), &stamp, &failed);
    if (status != XC_OK)
        return open_failed(status, &failed, s->path, error);
    struct slice found = {.data = stamp.data, .size = stamp.size};
    enum status own = swedish_open_as(&s->swedish, schema_stamp_analysis(found), error);
    if (own == STATUS_OK)
        own = schema_stamp_check(s->swedish, found, s->path, error);
    free(stamp.data);
    return own;
}

static enum status read_statistics(struct search *s, struct error *error)
{
    struct xc_statistics statistics;
    struct xc_term_statistics sections;
    struct xc_error failed = {.status = XC_OK};
    enum xc_status status = xc_index_statistics(s->index, &statistics, &failed);
    if (status == XC_OK)
        status = xc_index_term(s->index, xc_text(SCHEMA_PREFIX_KIND "section"), &sections, &failed);
    if (status != XC_OK)
        return docids_status(status, &failed, error);
    s->documents = (double)(statistics.documents - sections.documents);
    s->average_words = words_of_length(statistics.average_length);
    return STATUS_OK;
}

enum status search_open(struct search **out, const char *path, struct error *error)
{
    struct search *s = base_calloc(1, sizeof *s);
    struct xc_error failed;
    *out = NULL;
    s->path = slice_copy(slice_of(path));
    enum status status = STATUS_OK;
    enum xc_status opened = xc_index_open(&s->index, path, &failed);
    if (opened != XC_OK)
        status = open_failed(opened, &failed, path, error);
    if (status == STATUS_OK)
        status = open_analysis(s, error);
    if (status == STATUS_OK)
        status = docids_status(xc_builder_new(&s->builder, &failed), &failed, error);
    if (status != STATUS_OK) {
        search_close(s);
        return status;
    }
    s->codec = schema_codec_new();
    *out = s;
    return STATUS_OK;
}

void search_close(struct search *s)
{
    if (!s)
        return;
    xc_builder_free(s->builder);
    xc_index_close(s->index);
    rank_close(s->rank);
    swedish_close(s->swedish);
    schema_codec_free(s->codec);
    buffer_free(&s->rank_room);
    free(s->path);
    free(s);
}

struct xc_index *search_index(struct search *s)
{
    return s->index;
}

struct swedish *search_swedish(struct search *s)
{
    return s->swedish;
}

struct schema_codec *search_codec(struct search *s)
{
    return s->codec;
}

double search_idf(struct search *s, uint32_t documents)
{
    return documents == 0 ? 0 : log((s->documents + 1.0) / ((double)documents + 0.5));
}

/* ---- what analysis asks ---------------------------------------------------------------------- */

static uint32_t term_documents(void *user, struct slice term)
{
    struct asking *a = user;
    struct xc_term_statistics statistics;
    struct xc_error failed;
    if (term.size == 0 || term.size > SCHEMA_TERM_MAX)
        return 0;
    enum xc_status status =
        xc_index_term(a->search->index, xc_bytes_of(term.data, term.size), &statistics, &failed);
    if (status != XC_OK && a->error->status == STATUS_OK)
        docids_status(status, &failed, a->error);
    return status == XC_OK ? statistics.documents : 0;
}

static uint32_t both_terms(void *user, struct slice first, struct slice second, uint32_t most)
{
    struct asking *a = user;
    struct xc_builder *b = a->search->builder;
    struct xc_error failed;
    struct xc_result *result = NULL;
    const struct xc_query *pair[] = {xc_query_term(b, xc_bytes_of(first.data, first.size), 1, 0),
                                     xc_query_term(b, xc_bytes_of(second.data, second.size), 1, 0)};
    const struct xc_request request = {.query = xc_query_join(b, XC_AND, pair, 2),
                                       .weighting = {.scheme = XC_WEIGHT_BOOLEAN},
                                       .limit = most};
    enum xc_status status = xc_search(&result, a->search->index, &request, &failed);
    uint32_t count = status == XC_OK ? (uint32_t)result->count : 0;
    xc_result_free(result);
    if (status != XC_OK && a->error->status == STATUS_OK)
        docids_status(status, &failed, a->error);
    return count;
}

struct form_walk {
    void (*form)(void *user, struct slice form, uint32_t documents);
    void *user;
};

static int pass_form(void *user, struct xc_bytes term, uint32_t documents)
{
    struct form_walk *w = user;
    w->form(w->user, (struct slice){.data = term.data + 1, .size = term.size - 1}, documents);
    return 0;
}

static void index_forms(void *user, struct slice prefix,
                        void (*form)(void *user, struct slice form, uint32_t documents),
                        void *form_user)
{
    struct asking *a = user;
    struct form_walk walk = {.form = form, .user = form_user};
    struct buffer term = {0};
    struct xc_error failed;
    buffer_text(&term, SCHEMA_PREFIX_FORM);
    buffer_slice(&term, prefix);
    enum xc_status status = xc_index_each_term(a->search->index, xc_bytes_of(term.data, term.size),
                                               pass_form, &walk, &failed);
    buffer_free(&term);
    if (status != XC_OK && a->error->status == STATUS_OK)
        docids_status(status, &failed, a->error);
}

/* ---- notes ----------------------------------------------------------------------------------- */

static void count_name(void *user, struct slice term)
{
    (void)term;
    ++*(size_t *)user;
}

/* Says what a filter that means no name, or several, could have meant. */
static void note_filter(struct asking *a, const struct question_node *node)
{
    size_t names = 0;
    struct buffer near = {0}, *notes = &a->result->notes;
    if (plan_filter_terms(&a->plans[0], node, count_name, &names, &near) == STATUS_OK &&
        names == 0) {
        buffer_format(notes, "%s:%.*s: ", node->field->name, (int)node->value.size,
                      node->value.data);
        buffer_text(notes, near.size > 0 ? "which of these?" : "no such name in the index");
        for (size_t at = 0; at < near.size;) {
            size_t end = slice_find(buffer_view(&near), SLICE("\n"), at);
            buffer_text(notes, at > 0 ? ", " : " ");
            buffer_slice(notes, slice_part(buffer_view(&near), at, end));
            at = end + 1;
        }
        buffer_char(notes, '\n');
    }
    buffer_free(&near);
}

static void note_filters(struct asking *a, const struct question_node *node)
{
    if (node->kind == QUESTION_FILTER && node->field->facet && node->field->slot < 0)
        note_filter(a, node);
    for (size_t i = 0; i < node->child_count; i++)
        note_filters(a, node->children[i]);
}

static bool is_ok(const struct asking *a)
{
    return a->error->status == STATUS_OK;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static void make_plan(struct asking *a, enum plan_unit unit)
{
    struct plan *p = &a->plans[a->plan_count++];
    *p = (struct plan){.builder = a->search->builder,
                       .index = a->search->index,
                       .swedish = a->search->swedish,
                       .question = &a->result->question,
                       .limits = a->settings->limits,
                       .unit = unit,
                       .any = a->settings->match == SEARCH_MATCH_ANY};
    plan_begin(p);
}

/* Asked without a word, with something else that limits or counts: all that it lets through. */
static bool asks_everything(const struct asking *a, struct slice text)
{
    const struct search_settings *s = a->settings;
    return slice_trim(text).size == 0 && search_limits(s);
}

bool search_limits(const struct search_settings *s)
{
    return s->limits.since || s->limits.linked != PLAN_LINKED_YES || s->set;
}

static enum status prepare(struct asking *a, struct slice text)
{
    static const struct question_node everything = {.kind = QUESTION_ALL};
    struct search_result *r = a->result;
    enum status status = language_parse(&r->tree, text, a->error);
    if (status != STATUS_OK)
        return status;
    if (r->tree.cut)
        buffer_text(&r->notes, "the question is too long: only its beginning was read\n");
    const struct question_index index = {
        .documents = term_documents, .both = both_terms, .forms = index_forms, .user = a};
    question_read(&r->question, a->search->swedish, r->tree.root, &index);
    if (!is_ok(a))
        return a->error->status;
    if (!r->question.root && asks_everything(a, text))
        r->question.root = &everything;
    if (!r->question.root)
        return error_set(a->error, STATUS_USAGE, "nothing to look for in the question");
    xc_builder_clear(a->search->builder);
    make_plan(a, a->settings->sections ? PLAN_SINGLES : PLAN_PAGES);
    if (a->settings->sections)
        make_plan(a, PLAN_SECTIONS);
    note_filters(a, r->question.root);
    return STATUS_OK;
}

/* With pages that hold all words, or some when these are few. */
static bool strict(const struct asking *a)
{
    const struct search_settings *s = a->settings;
    return s->all || s->count || s->set || s->sort != SEARCH_RELEVANCE ||
           s->match == SEARCH_MATCH_ALL || !plan_weighs(&a->result->question);
}

static bool has_parts(const struct question *q)
{
    for (size_t i = 0; i < q->unit_count; i++)
        if (question_unit_parts(q->units[i]))
            return true;
    return false;
}

static bool relaxes(const struct asking *a)
{
    const struct question *q = &a->result->question;
    return a->settings->match == SEARCH_AUTO && !strict(a) && (plan_relaxes(q) || has_parts(q));
}

static size_t needed(const struct asking *a)
{
    uint64_t need = a->settings->offset + a->settings->limit;
    if (need < a->settings->offset || need > UINT32_MAX / 8)
        need = UINT32_MAX / 8;
    if (!a->settings->one_stage && need < RANK_CANDIDATES)
        need = RANK_CANDIDATES;
    return need < weights.enough ? weights.enough : (size_t)need;
}

static enum status fetch_tier(struct asking *a, enum plan_tier tier)
{
    bool set = a->settings->set || a->settings->count || a->settings->unique || asking_checks(a);
    enum status status = STATUS_OK;
    a->result->tier = tier;
    a->has_set = false;
    asking_forget_tiers(a);
    if (set)
        status = asking_match(a, tier);
    if (status == STATUS_OK)
        status = asking_tiers(a, tier);
    return status == STATUS_OK ? fetch_ranked(a, asking_query(a, tier), needed(a)) : status;
}

/* Pages that hold some of the words, and such as have the parts of a compound, a sum or a date
   instead of it. They lack it all the same. */
static enum status fetch_relaxed(struct asking *a, enum plan_parts parts)
{
    for (size_t i = 0; i < a->plan_count; i++)
        a->plans[i].parts = parts;
    enum status status = fetch_tier(a, PLAN_SOME);
    for (size_t i = 0; i < a->plan_count; i++)
        a->plans[i].parts = PLAN_PARTS_NOWHERE;
    return status;
}

static enum status fetch_by_relevance(struct asking *a)
{
    bool any = a->settings->match == SEARCH_MATCH_ANY;
    enum status status = fetch_tier(a, any ? PLAN_SOME : PLAN_ALL);
    if (status == STATUS_OK && relaxes(a) && a->complete && a->candidate_count < weights.enough)
        status = fetch_relaxed(a, PLAN_PARTS_NEAR);
    /* Of a compound that no page has they may stand apart. */
    if (status == STATUS_OK && relaxes(a) && a->candidate_count == 0)
        status = fetch_relaxed(a, PLAN_PARTS_ANYWHERE);
    return status == STATUS_OK ? fetch_stage_two(a) : status;
}

static enum status fetch_by_date(struct asking *a)
{
    enum plan_tier tier = a->settings->match == SEARCH_MATCH_ANY ? PLAN_SOME : PLAN_ALL;
    enum status status = STATUS_OK;
    a->result->tier = tier;
    if (a->settings->set || a->settings->count || a->settings->unique || asking_checks(a) ||
        a->settings->sort == SEARCH_OLDEST || a->settings->sections)
        status = asking_match(a, tier);
    return status == STATUS_OK ? fetch_dated(a, asking_query(a, tier), needed(a)) : status;
}

static void take_total(struct asking *a)
{
    struct search_result *r = a->result;
    r->counted = a->has_set || a->complete;
    r->total = a->has_set ? a->set.count : a->candidate_count;
    if (!a->settings->set)
        return;
    r->set = a->set;
    a->set = (struct docids){0};
}

static enum status describe(struct asking *a)
{
    struct xc_buffer text;
    struct xc_error failed;
    if (!a->settings->explain)
        return STATUS_OK;
    enum xc_status status = xc_query_describe(asking_query(a, a->result->tier), &text, &failed);
    if (status != XC_OK)
        return docids_status(status, &failed, a->error);
    buffer_append(&a->result->plan, text.data, text.size);
    free(text.data);
    return STATUS_OK;
}

static enum status ask(struct asking *a, struct slice text)
{
    enum status status = prepare(a, text);
    if (status != STATUS_OK)
        return status;
    bool dated = a->settings->sort != SEARCH_RELEVANCE || !plan_weighs(&a->result->question);
    status = dated ? fetch_by_date(a) : fetch_by_relevance(a);
    if (status == STATUS_OK)
        status = hits_fill(a);
    if (status == STATUS_OK)
        status = describe(a);
    take_total(a);
    return status;
}

static enum status ask_once(struct search *s, struct slice question,
                            const struct search_settings *settings, struct search_result *out,
                            struct error *error)
{
    struct error own = {.status = STATUS_OK};
    struct asking a = {.search = s, .settings = settings, .result = out, .error = &own};
    *out = (struct search_result){0};
    enum status status = read_statistics(s, &own);
    if (status == STATUS_OK)
        status = ask(&a, question);
    for (size_t i = 0; i < a.plan_count; i++)
        plan_end(&a.plans[i]);
    docids_free(&a.set);
    asking_forget_tiers(&a);
    free(a.candidates);
    if (status != STATUS_OK) {
        search_result_free(out);
        error_set(error, status, "%s", own.text);
    }
    return status;
}

enum status search_run(struct search *s, struct slice question,
                       const struct search_settings *settings, struct search_result *out,
                       struct error *error)
{
    enum status status = STATUS_CHANGED;
    for (int i = 0; i < REPEATS && status == STATUS_CHANGED; i++) {
        struct xc_error failed;
        enum xc_status opened = XC_OK;
        if (i > 0)
            opened = xc_index_reopen(s->index, NULL, &failed);
        if (opened != XC_OK)
            return docids_status(opened, &failed, error);
        status = ask_once(s, question, settings, out, error);
    }
    return status;
}

void search_result_free(struct search_result *r)
{
    language_free(&r->tree);
    question_free(&r->question);
    docids_free(&r->set);
    buffer_free(&r->notes);
    buffer_free(&r->plan);
    arena_free(&r->arena);
    *r = (struct search_result){0};
}
