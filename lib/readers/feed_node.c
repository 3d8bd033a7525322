/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words out of libxml2's trees. */
#include "feed_internal.h"

#include <string.h>

bool node_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

const xmlNode *node_child(const xmlNode *node, const char *name)
{
    for (const xmlNode *child = node != NULL ? node->children : NULL; child; child = child->next) {
        if (node_is(child, name))
            return child;
    }
    return NULL;
}

static void add_text(struct buffer *out, const xmlNode *node)
{
    for (; node != NULL; node = node->next) {
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
            buffer_text(out, node->content != NULL ? (const char *)node->content : "");
    }
}

static struct slice keep(struct arena *arena, struct buffer *text)
{
    struct slice kept = slice_keep(arena, slice_trim(buffer_view(text)));
    buffer_free(text);
    return kept;
}

struct slice node_text(struct arena *arena, const xmlNode *node)
{
    struct buffer text = {0};
    if (node != NULL)
        add_text(&text, node->children);
    return keep(arena, &text);
}

struct slice node_attribute(struct arena *arena, const xmlNode *node, const char *name)
{
    struct buffer text = {0};
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
        if (strcmp((const char *)a->name, name) == 0)
            add_text(&text, a->children);
    }
    return keep(arena, &text);
}

struct slice node_markup(struct arena *arena, const xmlNode *node)
{
    struct buffer text = {0};
    xmlBufferPtr dumped = xmlBufferCreate();
    for (xmlNode *child = node->children; dumped != NULL && child != NULL; child = child->next)
        xmlNodeDump(dumped, node->doc, child, 0, 0);
    if (dumped != NULL && xmlBufferContent(dumped) != NULL)
        buffer_append(&text, xmlBufferContent(dumped), (size_t)xmlBufferLength(dumped));
    xmlBufferFree(dumped);
    return keep(arena, &text);
}

static int add_words(void *user, const struct reader_block *block)
{
    struct buffer *out = user;
    if (out->size > 0)
        buffer_char(out, ' ');
    for (size_t i = 0; i < block->text.size; i++) {
        char c = block->text.data[i];
        buffer_char(out, c == '\n' || c == '\t' ? ' ' : c);
    }
    return 0;
}

struct slice markup_words(struct arena *arena, struct slice html)
{
    struct buffer words = {0};
    if (html.size == 0 ||
        (memchr(html.data, '<', html.size) == NULL && memchr(html.data, '&', html.size) == NULL))
        return html;
    (void)reader_html(html, add_words, &words, NULL, NULL);
    return keep(arena, &words);
}
