/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a walk through a folder tells, and in which order. */
#include "run.h"
#include "walk.h"

#include <string.h>

struct told {
    struct buffer text; /* "path kind\n" of files, "path: reason\n" of folders */
    size_t files, looked, stop_after;
};

static int tell_file(void *user, const struct walk_file *file)
{
    struct told *told = user;
    buffer_slice(&told->text, file->path);
    buffer_format(&told->text, " %d\n", (int)file->kind);
    assert_string_equal(file->name, file->path.data);
    told->files++;
    told->looked += file->about != NULL;
    if (file->about != NULL && S_ISREG(file->about->st_mode)) {
        struct stat about;
        assert_int_equal(fstatat(file->folder, file->name, &about, 0), 0);
        assert_true(about.st_ino == file->about->st_ino);
    }
    return told->files == told->stop_after;
}

static void tell_unreadable(void *user, struct slice path, const char *reason)
{
    struct told *told = user;
    /* The path of what is too deep is longer than anybody wants to read. */
    buffer_slice(&told->text, slice_part(path, 0, 7));
    buffer_format(&told->text, ": %s\n", reason);
}

static const struct walk_calls calls = {.file = tell_file, .unreadable = tell_unreadable};

static enum status walk(struct place *place, const char *name, bool look, struct told *told)
{
    struct error error;
    buffer_clear(&told->text);
    told->files = told->looked = 0;
    return walk_folder(place_path(place, name), look, &calls, told, &error);
}

static void names_in_order_of_bytes(struct place *place)
{
    struct told told = {0};
    place_write(place, "s/b/two.txt", "");
    place_write(place, "s/b/one.md", "");
    place_write(place, "s/b.md", "");
    place_write(place, "s/b-c/x.json", "");
    place_write(place, "s/a.JSONL.gz", "");
    place_write(place, "s/.git/hidden.md", "");
    place_write(place, "s/\xC3\xA5.html", "");
    place_mkdir(place, "s/empty");
    assert_int_equal(walk(place, "s", true, &told), STATUS_OK);
    assert_string_equal(
        told.text.data,
        "a.JSONL.gz 4\nb/one.md 1\nb/two.txt 3\nb-c/x.json 5\nb.md 1\n\xC3\xA5.html 2\n");
    assert_int_equal(told.looked, 6);
    assert_int_equal(walk(place, "s", false, &told), STATUS_OK);
    assert_true(told.files == 6 && told.looked == 0);
    told.stop_after = 2;
    assert_int_equal(walk(place, "s", false, &told), STATUS_STOPPED);
    assert_int_equal(told.files, 2);
    buffer_free(&told.text);
}

static void links_lead_to_files_only(struct place *place)
{
    struct told told = {0};
    place_write(place, "s/a.md", "");
    run_shell(place, "ln -s a.md s/b.md; ln -s . s/loop; ln -s nowhere s/c.md; mkfifo s/d.md");
    assert_int_equal(walk(place, "s", true, &told), STATUS_OK);
    assert_string_equal(told.text.data, "a.md 1\nb.md 1\nc.md 1\nd.md 1\n");
    assert_int_equal(told.looked, 3); /* what a link misses cannot be looked at */
    buffer_free(&told.text);
}

static void depth_has_an_end(struct place *place)
{
    struct told told = {0};
    run_shell(place, "p=s; for i in $(seq 102); do p=$p/dd; done; mkdir -p $p && : >$p/x.md; "
                     ": >s/last.md");
    assert_int_equal(walk(place, "s", false, &told), STATUS_OK);
    assert_string_equal(told.text.data, "dd/dd/d: nested too deeply\nlast.md 1\n");
    run_shell(place, "rm -r s"); /* deeper than what ends a test removes */
    buffer_free(&told.text);
}

/* Many folders of many sizes, so that threads take turns. */
static void large_trees(struct place *place)
{
    struct told told = {0};
    run_shell(place, "for a in $(seq 100 139); do for b in $(seq 1 $((a % 7))); do "
                     "mkdir -p s/$a/$b; for c in 1 2 3; do : >s/$a/$b/$c.md; done; done; done; "
                     "find s -type f | LC_ALL=C sort | sed 's,^s/,,; s/$/ 1/' >wanted");
    struct slice wanted = place_read(place, "wanted");
    for (int times = 0; times < 20; times++) {
        assert_int_equal(walk(place, "s", times % 2 == 0, &told), STATUS_OK);
        assert_true(slice_equal(buffer_view(&told.text), wanted));
    }
    buffer_free(&told.text);
}

static void what_is_no_folder(struct place *place)
{
    struct error error;
    struct told told = {0};
    place_write(place, "a.md", "");
    assert_null(walk_tree_read(place_path(place, "a.md"), false, &error));
    assert_non_null(strstr(error.text, "a.md"));
    assert_int_equal(walk(place, "none", false, &told), STATUS_IO);
    buffer_free(&told.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(names_in_order_of_bytes), PLACE_TEST(links_lead_to_files_only),
        PLACE_TEST(depth_has_an_end),        PLACE_TEST(large_trees),
        PLACE_TEST(what_is_no_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
