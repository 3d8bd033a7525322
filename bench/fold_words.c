/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fold-words: each line of standard input as the analysis folds it; lines that are not one word (a
   hyphen, a space, a digit) are left out. For the dictionary's part of lib/swedish/data/words.tsv.
 */
#include "base.h"
#include "swedish.h"

#include <stdlib.h>
#include <string.h>

struct one {
    struct buffer form;
    size_t tokens;
};

static int keep(void *user, const struct swedish_token *token)
{
    struct one *o = user;
    o->tokens += token->kind == SWEDISH_WORD && !token->also ? 1 : 2;
    buffer_clear(&o->form);
    buffer_slice(&o->form, token->form);
    return 0;
}

int main(void)
{
    struct swedish *s = NULL;
    struct one o = {0};
    char *line = NULL;
    size_t room = 0;
    if (swedish_open(&s, NULL) != STATUS_OK)
        return 2;
    while (getline(&line, &room, stdin) > 0) {
        o.tokens = 0;
        line[strcspn(line, "\n")] = '\0';
        swedish_tokens_each(s, slice_of(line), keep, &o, NULL);
        if (o.tokens == 1)
            puts(o.form.data);
    }
    free(line);
    buffer_free(&o.form);
    swedish_close(s);
    return fflush(stdout) == 0 ? 0 : 2;
}
