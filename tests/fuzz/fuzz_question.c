/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions of any bytes: read, analysed, printed; and words of any record held against them. */
#include "check.h"
#include "language.h"
#include "question.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct swedish *swedish;

static void check_depth(const struct language_node *node, size_t depth)
{
    if (depth > 5 * (LANGUAGE_DEPTH_MAX + 1))
        abort();
    for (size_t i = 0; node && i < node->child_count; i++)
        check_depth(node->children[i], depth + 1);
}

static void check_leaves(const struct question_node *node, struct slice record)
{
    bool leaf = node->kind == QUESTION_UNIT || node->kind == QUESTION_SEQUENCE ||
                node->kind == QUESTION_PREFIX || node->kind == QUESTION_NEAR;
    if (leaf) {
        struct check *check = check_new(swedish, node);
        check_holds(check, record, CHECK_PAGE);
        check_holds(check, record, 1);
        check_free(check);
    }
    for (size_t i = 0; i < node->child_count; i++)
        check_leaves(node->children[i], record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = {.data = (const char *)data, .size = size};
    struct language_tree tree;
    struct question question = {0};
    struct buffer printed = {0};
    if (!swedish && swedish_open(&swedish, NULL) != STATUS_OK)
        abort();
    if (language_parse(&tree, text, NULL) == STATUS_OK) {
        check_depth(tree.root, 0);
        language_print(tree.root, &printed);
        question_read(&question, swedish, tree.root, NULL);
        question_explain(&question, &printed);
        if (question.root)
            check_leaves(question.root, text);
        question_free(&question);
    }
    language_free(&tree);
    buffer_free(&printed);
    return 0;
}
