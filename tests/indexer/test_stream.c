/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stream.h"

#include "readers.h"
#include "run.h"

#include <string.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

static struct slice gzip(struct slice plain, struct buffer *out)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    char *copy = slice_copy(plain);
    size_t room = plain.size + 1000;
    buffer_reserve(out, room);
    z.next_in = (unsigned char *)copy;
    z.avail_in = (unsigned)plain.size;
    z.next_out = (unsigned char *)out->data + out->size;
    z.avail_out = (unsigned)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->size += room - z.avail_out;
    deflateEnd(&z);
    free(copy);
    return buffer_view(out);
}

/* With a checksum, as the program zstd writes them: without one damage may go unseen. */
static struct slice zstd(struct slice plain, struct buffer *out)
{
    size_t room = ZSTD_compressBound(plain.size);
    ZSTD_CCtx *z = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
    buffer_reserve(out, room);
    out->size += ZSTD_compress2(z, out->data + out->size, room, plain.data, plain.size);
    ZSTD_freeCCtx(z);
    return buffer_view(out);
}

static struct stream *open_bytes(struct place *place, struct slice bytes)
{
    place_write_bytes(place, "file", bytes);
    return stream_open(open(place_path(place, "file"), O_RDONLY));
}

/* Two packed files one after the other are one, as cat makes them. */
static void packed_files_are_unpacked(struct place *place)
{
    struct slice (*const packers[])(struct slice, struct buffer *) = {gzip, zstd};
    struct buffer plain = {0}, got = {0};
    for (int i = 0; i < 30000; i++)
        buffer_format(&plain, "rad %d\n", i);
    for (size_t i = 0; i < 2; i++) {
        struct buffer packed = {0};
        struct error error;
        packers[i](buffer_view(&plain), &packed);
        packers[i](SLICE("slut"), &packed);
        place_write_bytes(place, "file", buffer_view(&packed));
        assert_int_equal(stream_read_file(AT_FDCWD, place_path(place, "file"), &got, &error),
                         STATUS_OK);
        assert_int_equal(got.size, plain.size + 4);
        assert_memory_equal(got.data, plain.data, plain.size);
        assert_string_equal(got.data + plain.size, "slut");
        /* cut off, and damaged in the middle */
        place_write_bytes(place, "file", slice_part(buffer_view(&packed), 0, packed.size / 2));
        assert_int_equal(stream_read_file(AT_FDCWD, place_path(place, "file"), &got, &error),
                         STATUS_BAD_INPUT);
        memset(packed.data + packed.size / 3, 0xAA, 300);
        place_write_bytes(place, "file", buffer_view(&packed));
        assert_int_equal(stream_read_file(AT_FDCWD, place_path(place, "file"), &got, &error),
                         STATUS_BAD_INPUT);
        buffer_free(&packed);
    }
    buffer_free(&plain);
    buffer_free(&got);
}

/* A small file must not become all of the memory. */
static void bombs_are_too_large(struct place *place)
{
    struct buffer plain = {0}, packed = {0}, got = {0};
    struct error error;
    buffer_reserve(&plain, READER_SIZE_MAX + 1);
    memset(plain.data, ' ', READER_SIZE_MAX + 1);
    plain.size = READER_SIZE_MAX + 1;
    place_write_bytes(place, "file", zstd(buffer_view(&plain), &packed));
    assert_int_equal(stream_read_file(AT_FDCWD, place_path(place, "file"), &got, &error),
                     STATUS_TOO_LARGE);
    buffer_free(&plain);
    buffer_free(&packed);
    buffer_free(&got);
}

static void expect_line(struct stream *in, size_t max, enum status wanted, const char *text)
{
    struct slice line;
    struct error error;
    bool end;
    assert_int_equal(stream_line(in, '\n', max, &line, &end, &error), wanted);
    assert_int_equal(end, text == NULL);
    if (wanted == STATUS_OK && text != NULL) {
        char *copy = slice_copy(line);
        assert_string_equal(copy, text);
        free(copy);
    }
}

static void lines_come_one_by_one(struct place *place)
{
    struct buffer long_line = {0};
    buffer_text(&long_line, "a\n\n");
    for (int i = 0; i < 200000; i++)
        buffer_char(&long_line, 'x');
    buffer_text(&long_line, "\nb\nsist");
    struct stream *in = open_bytes(place, buffer_view(&long_line));
    expect_line(in, 100, STATUS_OK, "a");
    expect_line(in, 100, STATUS_OK, "");
    expect_line(in, 100, STATUS_TOO_LARGE, "");
    expect_line(in, 100, STATUS_OK, "b");
    expect_line(in, 100, STATUS_OK, "sist");
    expect_line(in, 100, STATUS_OK, NULL);
    expect_line(in, 100, STATUS_OK, NULL);
    stream_close(in);
    buffer_free(&long_line);
}

static void last_line_that_is_too_long(struct place *place)
{
    struct buffer text = {0};
    buffer_text(&text, "a\n");
    for (int i = 0; i < 200000; i++)
        buffer_char(&text, 'x');
    struct stream *in = open_bytes(place, buffer_view(&text));
    expect_line(in, 100, STATUS_OK, "a");
    expect_line(in, 100, STATUS_TOO_LARGE, "");
    expect_line(in, 100, STATUS_OK, NULL);
    stream_close(in);
    buffer_free(&text);
}

static void peeking_takes_nothing(struct place *place)
{
    struct slice start;
    struct error error;
    struct stream *in = open_bytes(place, SLICE("{\"a\": 1}\n"));
    assert_int_equal(stream_peek(in, &start, &error), STATUS_OK);
    assert_int_equal(start.size, 9);
    expect_line(in, 100, STATUS_OK, "{\"a\": 1}");
    stream_close(in);
}

static void what_is_no_file_is_refused(struct place *place)
{
    struct buffer got = {0};
    struct error error;
    place_mkdir(place, "folder");
    assert_int_equal(stream_read_file(AT_FDCWD, place_path(place, "folder"), &got, &error),
                     STATUS_BAD_INPUT);
    assert_int_equal(stream_read_file(AT_FDCWD, place_path(place, "nowhere"), &got, &error),
                     STATUS_IO);
    run_shell(place, "mkfifo pipe");
    assert_int_equal(stream_read_file(AT_FDCWD, place_path(place, "pipe"), &got, &error),
                     STATUS_BAD_INPUT);
    buffer_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(packed_files_are_unpacked), PLACE_TEST(bombs_are_too_large),
        PLACE_TEST(lines_come_one_by_one),     PLACE_TEST(last_line_that_is_too_long),
        PLACE_TEST(peeking_takes_nothing),     PLACE_TEST(what_is_no_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
