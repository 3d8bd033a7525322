/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Suspended compounds: "ungdoms- och civilsamhällesfrågor" says ungdomsfrågor too, and
 * "antibiotikaanvändning och -resistens" antibiotikaresistens. Where the whole word may be cut the
 * splitter of compounds says; which cut is meant, the lexicon: the longest tail that makes a known
 * word, else the head if that is one. Nothing is said when neither is known.
 */
#include "swedish_tokens_internal.h"

#include <string.h>

enum {
    BOUNDS_MAX = 12,
    COMPLETED_MAX = 2 * SWEDISH_TOKEN_MAX,
    TAIL_MIN = 4, /* bytes of a part that the splitter did not find */
    LEFT_MIN = 4  /* of a suspended part that may skip a word */
};

/* The few that go wrong by that rule. */
static const struct {
    const char *left;  /* the suspended part */
    const char *whole; /* what the whole word begins with */
    const char *cut;   /* that much of it goes; NULL: say nothing */
} exceptions[] = {
#define SUSPENDED(left, whole, cut) {left, whole, cut},
#include "suspended.def"
#undef SUSPENDED
};

struct word {
    char data[COMPLETED_MAX];
    size_t size;
};

static struct slice word_of(struct word *w, struct slice left, struct slice right)
{
    w->size = left.size + right.size;
    if (w->size > sizeof w->data)
        return (struct slice){0};
    memcpy(w->data, left.data, left.size);
    memcpy(w->data + left.size, right.data, right.size);
    return (struct slice){w->data, w->size};
}

/* How often a form is known to stand in texts, those of a dictionary counted as one. */
static uint32_t known(struct slice form)
{
    uint32_t occurrences = 0;
    if (form.size == 0 || !swedish_form_known(form, &occurrences))
        return 0;
    return occurrences > 0 ? occurrences : 1;
}

static bool is_boundary(struct slice s, size_t at)
{
    return at >= s.size || ((unsigned char)s.data[at] & 0xC0) != 0x80;
}

/* ---- the left part hangs --------------------------------------------------------------------- */

static bool excepted(struct slice left, struct slice whole, struct slice *tail)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof exceptions[0]; i++) {
        if (!word_is(left, exceptions[i].left) ||
            !slice_starts(whole, slice_of(exceptions[i].whole)))
            continue;
        size_t cut = exceptions[i].cut != NULL ? strlen(exceptions[i].cut) : whole.size;
        *tail = slice_part(whole, cut, whole.size);
        return true;
    }
    return false;
}

/* Compounds that the splitter takes for simple words: each place is tried. */
static struct slice unsplit_tail(struct slice left, struct slice whole)
{
    struct word w;
    for (size_t at = 2; at + TAIL_MIN <= whole.size; at++) {
        struct slice tail = slice_part(whole, at, whole.size);
        if (is_boundary(whole, at) && known(tail) > 0 && known(word_of(&w, left, tail)) > 1)
            return tail;
    }
    return (struct slice){0};
}

/* The tail of `whole` that `left` is to be completed with; empty: none. sure: only one that makes a
   known word. */
static struct slice tail_of(struct token_memory *m, struct slice left, struct slice whole,
                            bool sure)
{
    size_t bounds[BOUNDS_MAX];
    struct word w;
    struct slice tail;
    if (excepted(left, whole, &tail))
        return sure && known(word_of(&w, left, tail)) == 0 ? (struct slice){0} : tail;
    size_t count = swedish_split_surface(m->swedish, whole, bounds, BOUNDS_MAX);
    for (size_t i = 0; i < count; i++) {
        tail = slice_part(whole, bounds[i], whole.size);
        if (known(word_of(&w, left, tail)) > 0)
            return tail;
    }
    if (count == 0)
        return unsplit_tail(left, whole);
    tail = slice_part(whole, bounds[count - 1], whole.size);
    return !sure && known(tail) > 1 ? tail : (struct slice){0};
}

enum { IN_LIST = GAP_SPACE | GAP_COMMA | GAP_HYPHEN | GAP_SLASH };

/* The word that ends the list which the suspended plain token t is in; SIZE_MAX: none. *linked: a
   comma or conjunction stands on the way. */
static size_t whole_after(const struct token_memory *m, size_t t, bool *linked)
{
    *linked = false;
    for (size_t at = t + 1; at < m->plain_count && at <= t + TOKENS_LIST_MAX; at++) {
        const struct plain *p = &m->plains[at];
        if (!plain_follows(m, at, IN_LIST) || (p->flags & PLAIN_DROPPED) != 0)
            return SIZE_MAX;
        if ((p->gap & GAP_COMMA) != 0 || plain_conjunction(m, at))
            *linked = true;
        if (!plain_conjunction(m, at) && (p->flags & PLAIN_SUSPENDED) == 0)
            return at;
    }
    return SIZE_MAX;
}

/* "motstånds-" at a line's end and "kraftigt" on the next: one word if it is known. */
static void rejoin(struct token_memory *m, size_t t, size_t next)
{
    struct word w;
    struct slice form = word_of(&w, plain_form(m, t), plain_form(m, next));
    if (next == t + 1 && m->plains[next].kind == SWEDISH_WORD && known(form) > 0)
        reading_add(m, t, next, SWEDISH_WORD, form, 0);
}

static bool complete_left(struct token_memory *m, size_t t, size_t whole, bool sure)
{
    struct word w;
    struct slice left = plain_form(m, t), tail;
    size_t last = whole;
    while (last + 1 < m->plain_count && (m->plains[last + 1].flags & PLAIN_JOINED) != 0)
        last++;
    if (m->plains[last].kind != SWEDISH_WORD)
        return false;
    if (last > whole) /* "EU- och Nato-frågor", "16- och 17-åringar" */
        tail = plain_form(m, last);
    else
        tail = tail_of(m, left, plain_form(m, whole), sure);
    if (tail.size == 0)
        return false;
    reading_add(m, t, t, SWEDISH_WORD, word_of(&w, left, tail), 0);
    return true;
}

void suspended_at(struct token_memory *m, size_t t)
{
    bool linked;
    struct plain *p = &m->plains[t];
    if (m->swedish == NULL)
        return;
    size_t whole = whole_after(m, t, &linked);
    if ((p->flags & PLAIN_SOFT) != 0 && linked)
        p->flags |= PLAIN_SUSPENDED;
    if (whole == SIZE_MAX || p->size < 2)
        return;
    if (!linked)
        rejoin(m, t, whole);
    else if (!complete_left(m, t, whole, false) && whole + 1 < m->plain_count &&
             plain_follows(m, whole + 1, GAP_SPACE) && p->size >= LEFT_MIN)
        complete_left(m, t, whole + 1, true); /* "jämställdhets- och biträdande justitieminister" */
}

/* ---- the right part hangs -------------------------------------------------------------------- */

/* The beginning of `whole` that -right is to be completed with; empty: none. */
static struct slice start_of(struct token_memory *m, struct slice whole, struct slice right)
{
    size_t bounds[BOUNDS_MAX];
    struct word w;
    size_t count = swedish_split_surface(m->swedish, whole, bounds, BOUNDS_MAX);
    for (size_t i = count; i-- > 0;)
        if (known(word_of(&w, slice_part(whole, 0, bounds[i]), right)) > 0)
            return slice_part(whole, 0, bounds[i]);
    for (size_t at = whole.size; at-- > TAIL_MIN;)
        if (is_boundary(whole, at) && known(slice_part(whole, at, whole.size)) > 0 &&
            known(word_of(&w, slice_part(whole, 0, at), right)) > 1)
            return slice_part(whole, 0, at);
    bool believed = count > 0 && right.size >= TAIL_MIN && known(right) > 1;
    return believed ? slice_part(whole, 0, bounds[count - 1]) : (struct slice){0};
}

static void complete_right(struct token_memory *m, size_t t)
{
    struct word w;
    struct slice start;
    size_t whole = t;
    for (size_t n = 0; n < TOKENS_LIST_MAX && whole > 0; n++) {
        bool comma = (m->plains[whole].gap & GAP_COMMA) != 0;
        if (!plain_follows(m, whole, GAP_SPACE | GAP_COMMA | GAP_HYPHEN))
            return;
        whole--;
        if (plain_conjunction(m, whole) && whole > 0 && plain_follows(m, whole, GAP_SPACE))
            whole--;
        else if (!comma)
            return;
        if ((m->plains[whole].flags & PLAIN_HUNG) == 0)
            break;
    }
    const struct plain *p = &m->plains[whole];
    if (whole == t || p->kind != SWEDISH_WORD || (p->flags & PLAIN_HUNG) != 0)
        return;
    if ((p->flags & PLAIN_JOINED) != 0) /* "EU-förordningen och -direktivet" */
        start = plain_form(m, whole - 1);
    else
        start = start_of(m, plain_form(m, whole), plain_form(m, t));
    if (start.size > 0)
        reading_add(m, t, t, SWEDISH_WORD, word_of(&w, start, plain_form(m, t)), 0);
}

/* "vägtrafik -och resedata", "offentlighets - och sekretesslagen": plain token t is the
   conjunction. A dash before it is more common, so only a completion that is known counts. */
static void complete_spaced(struct token_memory *m, size_t t)
{
    if (t == 0 || t + 1 >= m->plain_count || m->plains[t - 1].kind != SWEDISH_WORD ||
        !plain_follows(m, t, GAP_SPACE | GAP_HYPHEN) || !plain_follows(m, t + 1, GAP_SPACE) ||
        (m->plains[t - 1].flags & PLAIN_SUSPENDED) != 0)
        return;
    if (complete_left(m, t - 1, t + 1, true))
        m->plains[t - 1].flags |= PLAIN_SUSPENDED;
}

void hung_at(struct token_memory *m, size_t t)
{
    if (m->swedish == NULL)
        return;
    if (plain_conjunction(m, t))
        complete_spaced(m, t);
    else if ((m->plains[t].flags & PLAIN_HUNG) != 0 && m->plains[t].kind == SWEDISH_WORD)
        complete_right(m, t);
}
