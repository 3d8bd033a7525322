/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "places.h"

#include "run.h"

#include <string.h>

#include <stdlib.h>
#include <unistd.h>

static void add(struct places *p, struct place *place, const char *name, const char *root)
{
    struct error error = {0};
    char *given = root != NULL ? slice_copy(slice_of(place_path(place, root))) : NULL;
    const struct settings settings = {.root = given};
    if (places_add(p, &settings, place_path(place, name), &error) != STATUS_OK)
        run_fail(place, __FILE__, __LINE__, "%s: %s", name, error.text);
    free(given);
}

static void make_mirror(struct place *place)
{
    place_write(place, "m/api/codes.json", "{}");
    place_write(place, "m/artiklar/2025/01/a.md", "# A\n");
    place_write(place, "m/artiklar.json", "[]");
    place_write(place, "plain/sub/b.md", "# B\n");
}

static void expect_root(struct place *place, const struct places *p, size_t source,
                        const char *root, const char *relative)
{
    const struct source *s = &p->sources[source];
    char *whole = realpath(place_path(place, root), NULL);
    struct slice below = root_relative(s->root, slice_of(s->path));
    assert_string_equal(s->root->path, whole);
    assert_int_equal(below.size, strlen(relative));
    assert_memory_equal(below.size > 0 ? below.data : "", relative, below.size);
    free(whole);
}

/* The nearest folder at or above the source that holds api/codes.json, else the source's own. */
static void roots_are_found(struct place *place)
{
    make_mirror(place);
    static const char *const cases[][3] = {
        {"m", "m", ""},
        {"m/artiklar", "m", "artiklar"},
        {"m/artiklar/2025/01/a.md", "m", "artiklar/2025/01/a.md"},
        {"m/artiklar.json", "m", "artiklar.json"},
        {"plain", "plain", ""},
        {"plain/sub", "plain/sub", ""},
        {"plain/sub/b.md", "plain/sub", "b.md"},
        {"plain/../plain//sub/./b.md", "plain/sub", "b.md"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct places p = {0};
        add(&p, place, cases[i][0], NULL);
        places_settle(&p);
        assert_int_equal(p.source_count, 1);
        expect_root(place, &p, 0, cases[i][1], cases[i][2]);
        places_free(&p);
    }
}

static void root_can_be_given(struct place *place)
{
    make_mirror(place);
    struct places p = {0};
    struct error error = {0};
    add(&p, place, "plain/sub/b.md", "plain");
    expect_root(place, &p, 0, "plain", "sub/b.md");
    const struct settings settings = {.root = place_path(place, "m")};
    assert_int_equal(places_add(&p, &settings, place_path(place, "plain"), &error), STATUS_USAGE);
    places_free(&p);
}

/* A link to a folder is the folder; a link to a file is a file of its own name. */
static void links_are_followed(struct place *place)
{
    make_mirror(place);
    struct places p = {0};
    assert_int_equal(symlink("m", place_path(place, "m2")), 0);
    assert_int_equal(symlink("../m/artiklar/2025/01/a.md", place_path(place, "plain/c.md")), 0);
    add(&p, place, "m2/artiklar", NULL);
    add(&p, place, "plain/c.md", NULL);
    expect_root(place, &p, 0, "m", "artiklar");
    expect_root(place, &p, 1, "plain", "c.md");
    places_free(&p);
}

static void overlapping_sources_are_one(struct place *place)
{
    make_mirror(place);
    place_write(place, "m/artiklar-x/b.md", "# B\n");
    place_write(place, "m/artiklar/note", "text");
    static const char *const sources[] = {
        "m/artiklar/2025/01/a.md", "m/artiklar-x", "m/artiklar/2025", "m/artiklar", "m/artiklar",
        "m/artiklar/note"};
    struct places p = {0};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
        add(&p, place, sources[i], NULL);
    places_settle(&p);
    assert_int_equal(p.source_count, 3);
    expect_root(place, &p, 0, "m", "artiklar");
    expect_root(place, &p, 1, "m", "artiklar/note"); /* read only because it is named */
    expect_root(place, &p, 2, "m", "artiklar-x");
    assert_int_equal(p.root_count, 1);
    places_free(&p);
}

static void standard_input_is_last(struct place *place)
{
    struct places p = {0};
    struct error error;
    const struct settings settings = {0};
    make_mirror(place);
    assert_int_equal(places_add(&p, &settings, "-", &error), STATUS_OK);
    add(&p, place, "m", NULL);
    places_settle(&p);
    assert_int_equal(p.sources[0].kind, SOURCE_FOLDER);
    assert_int_equal(p.sources[1].kind, SOURCE_STREAM);
    assert_int_equal(places_add(&p, &settings, place_path(place, "nowhere"), &error), STATUS_IO);
    places_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(roots_are_found),        PLACE_TEST(root_can_be_given),
        PLACE_TEST(links_are_followed),     PLACE_TEST(overlapping_sources_are_one),
        PLACE_TEST(standard_input_is_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
