/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "names.h"

#include "run.h"

struct address_case {
    const char *prefix, *from, *address, *id;
    enum schema_address_kind kind;
};

static void ids_of_addresses(void **state)
{
    static const struct address_case cases[] = {
        {NULL, "", "/artiklar/2025/01/a/", "artiklar/2025/01/a", ADDRESS_PAGE},
        {NULL, "", "https://www.regeringen.se/artiklar/2025/01/a/#b", "artiklar/2025/01/a",
         ADDRESS_PAGE},
        {NULL, "artiklar/x", "y.md", "artiklar/y", ADDRESS_PAGE},
        {NULL, "", "https://cbss.org/safe-secure-region/", "cbss.org/safe-secure-region",
         ADDRESS_OUTSIDE},
        {NULL, "", "mailto:a@b.se", "", ADDRESS_NONE},
        {"gov", "", "/artiklar/a/", "gov/artiklar/a", ADDRESS_PAGE},
        {"gov", "artiklar/x", "y", "gov/artiklar/y", ADDRESS_PAGE},
        {"gov", "", "https://cbss.org/safe-secure-region/", "cbss.org/safe-secure-region",
         ADDRESS_OUTSIDE},
        {"gov", "", "#s5", "", ADDRESS_NONE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer id = {0};
        const struct naming n = {.site = SLICE("https://www.regeringen.se"),
                                 .prefix = slice_of(cases[i].prefix)};
        enum schema_address_kind kind =
            naming_id(&n, slice_of(cases[i].from), slice_of(cases[i].address), &id);
        assert_int_equal(kind, cases[i].kind);
        assert_string_equal(id.data != NULL ? id.data : "", cases[i].id);
        buffer_free(&id);
    }
}

static void ids_of_paths(void **state)
{
    static const char *const cases[][3] = {
        {NULL, "artiklar/2025/01/a.md", "artiklar/2025/01/a"},
        {NULL, "a.md.gz", "a"},
        {NULL, "a.html.zst", "a.html"},
        {NULL, "a.txt", "a.txt"},
        {NULL, "sou-2023.98", "sou-2023.98"},
        {"gov", "a.md", "gov/a"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer id = {0};
        const struct naming n = {.prefix = slice_of(cases[i][0])};
        naming_id_of_path(&n, slice_of(cases[i][1]), &id);
        assert_string_equal(id.data, cases[i][2]);
        buffer_free(&id);
    }
}

/* A document known only by a link has its address from the site of the page that links to it. */
static void addresses_beside(void **state)
{
    static const char *const cases[][4] = {
        {"a/b", "https://x.se/a/b/", "c/d", "https://x.se/c/d/"},
        {"gov/a/b", "https://x.se/a/b/", "gov/c/d", "https://x.se/c/d/"},
        {"gov/a/b", "https://x.se/a/b/", "cbss.org/d", "https://cbss.org/d"},
        {"x.se/a", "https://x.se/a", "c", "https://site.se/c/"},
        {"own-id", "https://x.se/a/b/", "c", "https://site.se/c/"},
        {"a", "", "c", "https://site.se/c/"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer url = {0};
        naming_url_beside(SLICE("https://site.se"), slice_of(cases[i][0]), slice_of(cases[i][1]),
                          slice_of(cases[i][2]), &url);
        assert_string_equal(url.data, cases[i][3]);
        buffer_free(&url);
    }
}

static void whole_addresses(void **state)
{
    static const char *const cases[][2] = {
        {"/contentassets/1/a.pdf", "https://x.se/contentassets/1/a.pdf"},
        {"https://y.se/a.pdf", "https://y.se/a.pdf"},
        {"//y.se/a.pdf", "https://y.se/a.pdf"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer url = {0};
        const struct naming n = {.site = SLICE("https://x.se")};
        naming_whole(&n, slice_of(cases[i][0]), &url);
        assert_string_equal(url.data, cases[i][1]);
        buffer_free(&url);
    }
}

static void addresses_on_pages(void **state)
{
    static const char *const cases[][3] = {
        {"https://x.se/a/b", "c", "https://x.se/a/c"},
        {"https://x.se/a/b/", "c", "https://x.se/a/b/c"},
        {"https://x.se/a/b", "../c", "https://x.se/a/../c"},
        {"https://x.se/a/b?q=/z/", "c", "https://x.se/a/c"},
        {"https://x.se/a/b?q", "?r", "https://x.se/a/b?r"},
        {"https://x.se/a/b", "/c", "https://x.se/c"},
        {"https://x.se", "c", "https://x.se/c"},
        {"https://x.se", "/c", "https://x.se/c"},
        {"http://x.se/a", "//y.se/c", "http://y.se/c"},
        {"https://x.se/a", "https://y.se/c", "https://y.se/c"},
        {"https://x.se/a", "mailto:a@b.se", "mailto:a@b.se"},
        {"https://x.se/a", "#del", "#del"},
        {"https://x.se/a/b", " c/d:e ", "https://x.se/a/c/d:e"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer whole = {0};
        naming_resolve(slice_of(cases[i][0]), slice_of(cases[i][1]), &whole);
        assert_string_equal(whole.data, cases[i][2]);
        buffer_free(&whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_of_addresses),   cmocka_unit_test(ids_of_paths),
        cmocka_unit_test(addresses_beside),   cmocka_unit_test(whole_addresses),
        cmocka_unit_test(addresses_on_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
