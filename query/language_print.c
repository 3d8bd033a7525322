/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "language.h"

static void print_bound(struct buffer *out, uint64_t bound)
{
    if (bound != 0 && bound != UINT64_MAX)
        buffer_format(out, "%llu", (unsigned long long)bound);
}

static void print_leaf(const struct language_node *node, const char *name, struct buffer *out)
{
    if (node->field)
        buffer_format(out, "(%s ", node->field->name);
    buffer_format(out, "(%s ", name);
    json_text(out, node->text);
    buffer_text(out, node->field ? "))" : ")");
}

static void print_children(const struct language_node *node, const char *name, struct buffer *out)
{
    buffer_format(out, "(%s", name);
    for (size_t i = 0; i < node->child_count; i++) {
        buffer_char(out, ' ');
        language_print(node->children[i], out);
    }
    buffer_char(out, ')');
}

static void print_near(const struct language_node *node, struct buffer *out)
{
    char name[24];
    snprintf(name, sizeof name, "near/%u", node->distance);
    print_children(node, name, out);
}

static void print_range(const struct language_node *node, struct buffer *out)
{
    buffer_format(out, "(%s ", node->field->name);
    print_bound(out, node->from);
    buffer_text(out, "..");
    print_bound(out, node->to);
    buffer_char(out, ')');
}

/* Depth: four kinds of node a group, and groups are limited by the parser. */
void language_print(const struct language_node *node, struct buffer *out)
{
    if (!node) {
        buffer_text(out, "(nothing)");
        return;
    }
    switch (node->kind) {
    case LANGUAGE_WORDS:
        print_leaf(node, "words", out);
        break;
    case LANGUAGE_PHRASE:
        print_leaf(node, "phrase", out);
        break;
    case LANGUAGE_EXACT:
        print_leaf(node, "exact", out);
        break;
    case LANGUAGE_PREFIX:
        print_leaf(node, "prefix", out);
        break;
    case LANGUAGE_FILTER:
        buffer_format(out, "(%s ", node->field->name);
        json_text(out, node->text);
        buffer_char(out, ')');
        break;
    case LANGUAGE_RANGE:
        print_range(node, out);
        break;
    case LANGUAGE_NOT:
        print_children(node, "not", out);
        break;
    case LANGUAGE_ALL:
        print_children(node, "all", out);
        break;
    case LANGUAGE_NEAR:
        print_near(node, out);
        break;
    case LANGUAGE_AND:
        print_children(node, "and", out);
        break;
    case LANGUAGE_OR:
        print_children(node, "or", out);
        break;
    }
}
