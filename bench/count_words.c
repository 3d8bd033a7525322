/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * count-words <PATHS: how often each word form stands in Markdown pages (paths on standard input,
 * one a line), and in how many of them: form TAB occurrences TAB pages, by form. This is how the
 * counts of lib/swedish/data/words.tsv were made; see bench/words.
 */
#include "base.h"
#include "readers.h"
#include "swedish.h"

#include <stdlib.h>
#include <string.h>

struct count {
    struct slice form;
    uint32_t occurrences, pages, last_page;
};

struct table {
    struct arena arena;
    struct count *items;
    size_t count, room;
    uint32_t *slots;
    size_t slot_count;
    struct swedish *swedish;
    uint32_t page;
};

static void place(struct table *t, uint32_t number)
{
    size_t at = slice_hash(t->items[number].form) & (t->slot_count - 1);
    while (t->slots[at] != 0)
        at = (at + 1) & (t->slot_count - 1);
    t->slots[at] = number + 1;
}

static struct count *find(struct table *t, struct slice form)
{
    if (t->count * 2 >= t->slot_count) {
        t->slot_count = t->slot_count > 0 ? t->slot_count * 2 : 1 << 16;
        free(t->slots);
        t->slots = base_calloc(t->slot_count, sizeof *t->slots);
        for (uint32_t i = 0; i < t->count; i++)
            place(t, i);
    }
    for (size_t at = slice_hash(form) & (t->slot_count - 1); t->slots[at] != 0;
         at = (at + 1) & (t->slot_count - 1))
        if (slice_equal(t->items[t->slots[at] - 1].form, form))
            return &t->items[t->slots[at] - 1];
    t->items = base_grow(t->items, &t->room, t->count + 1, sizeof *t->items);
    t->items[t->count] = (struct count){.form = slice_keep(&t->arena, form)};
    place(t, (uint32_t)t->count);
    return &t->items[t->count++];
}

static int count_token(void *user, const struct swedish_token *token)
{
    struct table *t = user;
    if (token->also || token->kind != SWEDISH_WORD)
        return 0;
    struct count *c = find(t, token->form);
    c->occurrences++;
    c->pages += c->last_page != t->page;
    c->last_page = t->page;
    return 0;
}

static int count_block(void *user, const struct reader_block *block)
{
    struct table *t = user;
    swedish_tokens_each(t->swedish, block->text, count_token, t, NULL);
    return 0;
}

static void count_page(struct table *t, const char *path)
{
    struct reader_report report = {0};
    struct buffer bytes = {0};
    char piece[65536];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "count-words: %s: cannot be read\n", path);
        return;
    }
    for (size_t size; (size = fread(piece, 1, sizeof piece, file)) > 0;)
        buffer_append(&bytes, piece, size);
    fclose(file);
    t->page++;
    reader_markdown(buffer_view(&bytes), count_block, t, &report, NULL);
    buffer_free(&bytes);
}

static int compare(const void *a, const void *b)
{
    return slice_compare(((const struct count *)a)->form, ((const struct count *)b)->form);
}

int main(void)
{
    struct table t = {0};
    char *line = NULL;
    size_t room = 0;
    if (swedish_open(&t.swedish, NULL) != STATUS_OK)
        return 2;
    while (getline(&line, &room, stdin) > 0) {
        line[strcspn(line, "\n")] = '\0';
        count_page(&t, line);
    }
    qsort(t.items, t.count, sizeof *t.items, compare);
    for (size_t i = 0; i < t.count; i++)
        printf("%.*s\t%u\t%u\n", (int)t.items[i].form.size, t.items[i].form.data,
               (unsigned)t.items[i].occurrences, (unsigned)t.items[i].pages);
    free(line);
    free(t.items);
    free(t.slots);
    arena_free(&t.arena);
    swedish_close(t.swedish);
    return fflush(stdout) == 0 ? 0 : 2;
}
