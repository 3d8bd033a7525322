/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer.h"

#include "facets.h"
#include "pages.h"
#include "spelling.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    LINKED_BY_MAX = 100 /* pages named that link to a hit */
};

struct showing {
    struct answer *answer;
    struct search_result *result;
    struct snippet_terms terms;
    /* of one hit; used again */
    struct buffer title, anchor, url;
    struct slice type_room;
    struct arena arena;
};

void answer_free(struct answer *a)
{
    snippet_free(&a->snippet);
    buffer_free(&a->output.text);
}

/* ---- one hit --------------------------------------------------------------------------------- */

/* Ids of pages that link to the hit, newest first. */
static enum status find_linked_by(struct showing *s, const struct search_hit *hit,
                                  struct schema_names *out, struct error *error)
{
    static const uint32_t slots[] = {SCHEMA_SLOT_ORDER};
    struct xc_builder *builder = NULL;
    struct xc_result *result = NULL;
    struct xc_error failed;
    struct buffer term = {0};
    schema_term(&term, SCHEMA_PREFIX_LINK, hit->id);
    enum xc_status status = xc_builder_new(&builder, &failed);
    struct xc_request request = {.weighting = {.scheme = XC_WEIGHT_BOOLEAN},
                                 .sort = XC_SORT_VALUE,
                                 .sort_slot = SCHEMA_SLOT_ORDER,
                                 .limit = LINKED_BY_MAX,
                                 .value_slots = slots,
                                 .value_slot_count = 1};
    if (status == XC_OK) {
        request.query = xc_query_term(builder, xc_bytes_of(term.data, term.size), 1, 0);
        status = xc_search_retry(&result, search_index(s->answer->search), &request, 2, &failed);
    }
    *out = (struct schema_names){0};
    if (status == XC_OK && result->count > 0) {
        struct slice *ids = arena_alloc(&s->arena, result->count * sizeof *ids);
        for (size_t i = 0; i < result->count; i++) {
            struct xc_bytes order = result->hits[i].values[0];
            struct slice whole = {.data = order.data, .size = order.size};
            ids[i] = slice_keep(&s->arena, slice_part(whole, 8, whole.size));
        }
        *out = (struct schema_names){.items = ids, .count = result->count};
    }
    xc_result_free(result);
    xc_builder_free(builder);
    buffer_free(&term);
    return docids_status(status, &failed, error);
}

/* A document of one section's blocks alone, which are borrowed. */
static struct schema_document section_of(const struct schema_document *d, int32_t section)
{
    struct schema_document part = *d;
    int32_t at = 0;
    part.block_count = 0;
    for (size_t i = 0; i < d->block_count; i++) {
        at += d->blocks[i].kind == BLOCK_HEADING && i > 0;
        if (at == section && part.block_count++ == 0)
            part.blocks = &d->blocks[i];
    }
    return part;
}

static enum status show_text(struct showing *s, struct shown *shown, struct error *error)
{
    struct snippet *snippet = &s->answer->snippet;
    struct schema_document part = *shown->document;
    uint32_t best = shown->hit->best;
    if (shown->hit->section != SECTION_NONE) {
        part = section_of(shown->document, shown->hit->section);
        best = 0;
    }
    snippet_make(snippet, search_swedish(s->answer->search), &part, &s->terms, best);
    shown->snippet = snippet;
    shown->section = buffer_view(&snippet->heading);
    buffer_clear(&s->anchor);
    if (shown->section.size > 0)
        schema_anchor(shown->section, &s->anchor);
    shown->anchor = buffer_view(&s->anchor);
    if (s->answer->output.format != FORMAT_JSONL && !shown->document->link_only)
        return STATUS_OK;
    return find_linked_by(s, shown->hit, &shown->linked_by, error);
}

static struct slice shown_url(struct showing *s, struct slice url)
{
    buffer_clear(&s->url);
    schema_shown_url(url, &s->url);
    return slice_keep(&s->arena, buffer_view(&s->url));
}

/* Addresses come from files' names and from lists, whatever these hold. */
static void show_addresses(struct showing *s, struct schema_document *document)
{
    size_t count = document->attachment_count;
    struct schema_attachment *attachments = arena_alloc(&s->arena, count * sizeof *attachments);
    for (size_t i = 0; i < count; i++)
        attachments[i] =
            (struct schema_attachment){.name = document->attachments[i].name,
                                       .url = shown_url(s, document->attachments[i].url)};
    document->attachments = attachments;
    document->url = shown_url(s, document->url);
}

static enum status show_hit(struct showing *s, size_t i, struct error *error)
{
    struct answer *a = s->answer;
    const struct search_hit *hit = &s->result->hits[i];
    struct schema_document document = {0};
    struct shown shown = {
        .rank = a->settings->search.offset + i + 1, .hit = hit, .document = &document};
    enum status status = STATUS_OK;
    arena_clear(&s->arena);
    if (a->settings->search.records) {
        status = schema_record_read(search_codec(a->search), hit->record, &document, error);
        if (status != STATUS_OK)
            return status;
        show_addresses(s, &document);
        buffer_clear(&s->title);
        schema_shown_title(&document, &s->title);
        schema_shown_date(&document, shown.date);
        shown.title = buffer_view(&s->title);
        shown.url = document.url;
        shown.path = document.path;
        shown.types = schema_shown_types(&document, &s->type_room);
        /* A page of no type has no place on the site whose address it was given. */
        if (shown.types.count == 0)
            shown.file = shown.path;
        if (output_shows_text(a->output.format))
            status = show_text(s, &shown, error);
    }
    output_hit(&a->output, &shown);
    return status == STATUS_OK ? output_flush(&a->output, false, error) : status;
}

/* ---- what goes to stderr --------------------------------------------------------------------- */

static void print_notes(const char *program, struct slice notes)
{
    for (size_t at = 0; at < notes.size;) {
        size_t end = slice_find(notes, SLICE("\n"), at);
        end = end == SIZE_MAX ? notes.size : end;
        message(program, "%.*s", (int)(end - at), notes.data + at);
        at = end + 1;
    }
}

static bool names_page(const struct question_node *node)
{
    return node->kind == QUESTION_FILTER &&
           (strcmp(node->field->english, "link") == 0 || strcmp(node->field->english, "from") == 0);
}

/* Says which pages that filters name the index does not have. Depth is limited by language. */
static void note_pages(struct answer *a, const struct question_node *node)
{
    enum { SHOWN = 200 };
    for (size_t i = 0; i < node->child_count; i++)
        note_pages(a, node->children[i]);
    if (!names_page(node) || !pages_unknown(search_index(a->search), node->value))
        return;
    size_t shown = node->value.size < SHOWN ? node->value.size : utf8_floor(node->value, SHOWN);
    message(a->program, "%s:%.*s: no such page in the index", node->field->name, (int)shown,
            node->value.data);
}

static void suggest(struct answer *a, struct search_result *r, struct slice question)
{
    struct buffer text = {0};
    bool few = r->tier == PLAN_SOME || (r->counted && r->total < SPELLING_FEW);
    if (!a->output.batch && few &&
        spelling_suggest(search_index(a->search), &r->question, question, &text))
        message(a->program, "menade du: %s", text.data);
    buffer_free(&text);
}

/* Of many hits a person sees the first; a pipe takes what it asked for. */
static bool has_reader(const struct answer *a)
{
    return a->output.format == FORMAT_TEXT && !a->output.batch && !a->settings->search.count &&
           isatty(fileno(a->output.stream)) && isatty(STDERR_FILENO);
}

/* What the list left out. Hits that are not counted yet are not counted for this. */
static void tell_count(const struct answer *a, const struct search_result *r)
{
    unsigned long long total = r->total, first = a->settings->search.offset + 1;
    unsigned long long last = first - 1 + r->count;
    const char *about = r->counted ? "" : "at least ";
    const char *which = r->tier == PLAN_SOME ? " with all or some of the words" : "";
    bool more = !r->counted || last < total;
    if (!r->any)
        message(a->program, "no hits");
    else if (r->count == 0 || (first == 1 && !more))
        message(a->program, "%s%llu hit%s%s", about, total, total == 1 ? "" : "s", which);
    else if (more)
        message(a->program, "hits %llu-%llu of %s%llu%s; --offset=%llu goes on", first, last, about,
                total, which, last);
    else
        message(a->program, "hits %llu-%llu of %llu%s", first, last, total, which);
}

/* After the answer, which must be there first. */
static enum status close_answer(struct answer *a, const struct search_result *r,
                                struct error *error)
{
    if (!has_reader(a))
        return STATUS_OK;
    enum status status = output_flush(&a->output, true, error);
    fflush(a->output.stream); /* trouble is told when the stream is closed */
    if (status == STATUS_OK)
        tell_count(a, r);
    return status;
}

/* ---- one question ---------------------------------------------------------------------------- */

static void explain(struct answer *a, struct search_result *r)
{
    struct buffer text = {0};
    buffer_text(&text, "read as ");
    language_print(r->tree.root, &text);
    buffer_char(&text, '\n');
    question_explain(&r->question, &text);
    buffer_format(&text, "hits are pages that hold %s of the words\n",
                  r->tier == PLAN_ALL ? "all" : "some");
    buffer_text(&text, "asked as ");
    buffer_slice(&text, buffer_view(&r->plan));
    buffer_char(&text, '\n');
    output_explain(&a->output, buffer_view(&text));
    buffer_free(&text);
}

static enum status show_facets(struct answer *a, struct search_result *r, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < a->settings->facet_count && status == STATUS_OK; i++) {
        struct facet_count *counts;
        size_t count;
        status = facets_count(search_index(a->search), a->settings->facets[i], &r->set, &counts,
                              &count, error);
        if (status == STATUS_OK)
            output_facet(&a->output, a->settings->facets[i], counts, count);
        facets_free(counts, count);
    }
    return status;
}

static double rarity(void *user, uint32_t documents)
{
    return search_idf(user, documents);
}

static enum status show(struct answer *a, struct search_result *r, struct error *error)
{
    enum status status = STATUS_OK;
    if (a->settings->search.count) {
        output_count(&a->output, r->total);
        return STATUS_OK;
    }
    struct showing s = {.answer = a, .result = r};
    if (output_shows_text(a->output.format))
        snippet_terms_read(&s.terms, &r->question, rarity, a->search);
    if (!a->output.watch || r->count > 0)
        output_question(&a->output);
    if (a->settings->search.explain)
        explain(a, r);
    for (size_t i = 0; i < r->count && status == STATUS_OK; i++)
        status = show_hit(&s, i, error);
    if (status == STATUS_OK)
        status = show_facets(a, r, error);
    buffer_free(&s.title);
    buffer_free(&s.anchor);
    buffer_free(&s.url);
    arena_free(&s.arena);
    return status;
}

enum status answer_question(struct answer *a, struct slice id, struct slice question,
                            struct error *error)
{
    struct search_result result;
    a->hits = false;
    enum status status = search_run(a->search, question, &a->settings->search, &result, error);
    if (status != STATUS_OK)
        return status;
    a->output.id = id;
    a->output.question = question;
    a->hits = a->settings->search.count ? result.total > 0 : result.any;
    print_notes(a->program, buffer_view(&result.notes));
    if (result.question.root)
        note_pages(a, result.question.root);
    status = show(a, &result, error);
    if (status == STATUS_OK)
        status = output_flush(&a->output, false, error);
    if (status == STATUS_OK)
        status = close_answer(a, &result, error);
    if (status == STATUS_OK)
        suggest(a, &result, question);
    search_result_free(&result);
    return status;
}
