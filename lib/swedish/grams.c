/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Letter grams: four letters of a form with a border on both sides. A form of up to three letters
 * with its borders is one gram of up to five.
 */
#include "swedish_words_internal.h"

enum {
    GRAM_LETTERS = 4,
    GRAM_SHORT = 3, /* letters of a form that is one gram */
    BORDER = '_'
};

static uint32_t gram_number(const uint32_t *letters, size_t count)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ letters[i]) * 16777619u;
    hash ^= hash >> 15;
    hash *= 0x2c1b3c6du;
    return hash ^ hash >> 12;
}

size_t swedish_grams(struct slice form, uint32_t *grams, size_t max)
{
    uint32_t letters[GRAM_LETTERS + 1] = {BORDER};
    size_t count = 1, found = 0, length = utf8_length(form);
    size_t width = length <= GRAM_SHORT ? length + 2 : GRAM_LETTERS;
    for (size_t at = 0; at <= form.size && found < max;) {
        if (at == form.size) {
            letters[count++] = BORDER;
            at++;
        } else {
            at += utf8_decode(form, at, &letters[count++]);
        }
        if (count < width)
            continue;
        grams[found++] = gram_number(letters, width);
        for (size_t i = 1; i < count; i++)
            letters[i - 1] = letters[i];
        count--;
    }
    return found;
}
