/* SPDX-License-Identifier: BSD-2-Clause */
/* Compressed captures, told by content. */
#include "config.h"

#include <errno.h>
#include <zlib.h>
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif
#ifdef HAVE_LZ4
#include <lz4frame.h>
#endif

#include "tests/capture/sample.h"
#include "tests/test.h"

/* Each adds one member to `out`. */
static void
pack_gzip(struct buffer *out, struct bytes plain)
{
	size_t size = plain.len + plain.len / 100 + 1000;
	z_stream z = { .next_in = (Bytef *)(uintptr_t)plain.at,
		.avail_in = (uInt)plain.len,
		.next_out = buffer_reserve(out, size),
		.avail_out = (uInt)size };

	assert_int_equal(
	    deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	out->len += size - z.avail_out;
	deflateEnd(&z);
}

#ifdef HAVE_ZSTD
static void
pack_zstd(struct buffer *out, struct bytes plain)
{
	size_t size = ZSTD_compressBound(plain.len);
	uint8_t *into = buffer_reserve(out, size);

	out->len += ZSTD_compress(into, size, plain.at, plain.len, 3);
}
#endif

#ifdef HAVE_LZ4
static void
pack_lz4(struct buffer *out, struct bytes plain)
{
	size_t size = LZ4F_compressFrameBound(plain.len, NULL);
	uint8_t *into = buffer_reserve(out, size);

	out->len += LZ4F_compressFrame(into, size, plain.at, plain.len, NULL);
}
#endif

static void (*const packers[])(struct buffer *out, struct bytes plain) = {
	pack_gzip,
#ifdef HAVE_ZSTD
	pack_zstd,
#endif
#ifdef HAVE_LZ4
	pack_lz4,
#endif
};

static void
sample_large_pcap(struct sample *s)
{
	sample_pcap(s, 0xa1b2c3d4, 1);
	for (uint32_t i = 0; i < 2000; i++)
		sample_pcap_frame(s, i, i, i % 1500, 1500);
}

static void
assert_same_reading(struct reading a, struct reading b)
{
	assert_true(a.opened && b.opened);
	assert_int_equal(a.frames, b.frames);
	assert_true(a.digest == b.digest);
	assert_int_equal(a.damages, b.damages);
}

static void
a_compressed_capture_reads_like_the_plain_one(void **state)
{
	struct sample plain = { 0 };
	struct reading expected;

	(void)state;
	sample_large_pcap(&plain);
	expected = reading_of(sample_save(&plain), UINT64_MAX);
	assert_int_equal(expected.frames, 2000);
	for (size_t i = 0; i < COUNT_OF(packers); i++) {
		struct sample packed = { 0 };

		packers[i](&packed.bytes, buffer_bytes(&plain.bytes));
		assert_same_reading(reading_of(sample_save(&packed), UINT64_MAX), expected);
		sample_clear(&packed);
	}
	sample_clear(&plain);
}

/* `cat a.gz b.gz` is a gzip file, and so with the others. */
static void
members_one_after_another_are_one_file(void **state)
{
	struct sample plain = { 0 };
	struct reading expected;

	(void)state;
	sample_large_pcap(&plain);
	expected = reading_of(sample_save(&plain), UINT64_MAX);
	for (size_t i = 0; i < COUNT_OF(packers); i++) {
		struct bytes whole = buffer_bytes(&plain.bytes);
		struct sample packed = { 0 };

		packers[i](&packed.bytes, bytes_first(whole, 70001));
		packers[i](&packed.bytes, bytes_from(whole, 70001));
		assert_same_reading(reading_of(sample_save(&packed), UINT64_MAX), expected);
		sample_clear(&packed);
	}
	sample_clear(&plain);
}

static void
what_follows_the_last_gzip_member_is_ignored(void **state)
{
	struct sample plain = { 0 };
	struct sample packed = { 0 };
	struct reading expected;

	(void)state;
	sample_large_pcap(&plain);
	expected = reading_of(sample_save(&plain), UINT64_MAX);
	pack_gzip(&packed.bytes, buffer_bytes(&plain.bytes));
	buffer_add(&packed.bytes, BYTES("\0\0\0\0\0\0\0\0"));
	assert_same_reading(reading_of(sample_save(&packed), UINT64_MAX), expected);
	sample_clear(&packed);
	sample_clear(&plain);
}

static void
a_compressed_file_cut_at_any_byte_is_damaged(void **state)
{
	struct sample plain = { 0 };

	(void)state;
	sample_pcap(&plain, 0xa1b2c3d4, 1);
	for (uint32_t i = 0; i < 20; i++)
		sample_pcap_frame(&plain, i, i * i, 40, 40);
	for (size_t i = 0; i < COUNT_OF(packers); i++) {
		struct buffer packed = { 0 };

		packers[i](&packed, buffer_bytes(&plain.bytes));
		for (size_t len = 4; len < packed.len; len++) {
			struct sample cut = { 0 };
			struct reading r;

			buffer_add(&cut.bytes, bytes_first(buffer_bytes(&packed), len));
			r = reading_of(sample_save(&cut), UINT64_MAX);
			assert_true(r.opened);
			assert_int_equal(r.damages, 1);
			assert_true(r.frames <= 20);
			assert_non_null(strstr(r.error.text, "cut short"));
			sample_clear(&cut);
		}
		buffer_clear(&packed);
	}
	sample_clear(&plain);
}

static void
any_byte_of_compressed_data_may_be_any_other_without_harm(void **state)
{
	struct sample plain = { 0 };

	(void)state;
	sample_pcap(&plain, 0xa1b2c3d4, 1);
	for (uint32_t i = 0; i < 20; i++)
		sample_pcap_frame(&plain, i, i * i, 40, 40);
	for (size_t i = 0; i < COUNT_OF(packers); i++) {
		struct sample packed = { 0 };

		packers[i](&packed.bytes, buffer_bytes(&plain.bytes));
		for (size_t at = 0; at < packed.bytes.len; at++) {
			struct sample bad = { 0 };

			buffer_add(&bad.bytes, buffer_bytes(&packed.bytes));
			bad.bytes.at[at] ^= 0x55;
			reading_of(sample_save(&bad), UINT64_MAX);
			sample_clear(&bad);
		}
		sample_clear(&packed);
	}
	sample_clear(&plain);
}

static void
compressed_text_is_no_capture(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(packers); i++) {
		struct sample s = { 0 };
		struct reading r;

		packers[i](&s.bytes, BYTES("To whom it may concern"));
		r = reading_of(sample_save(&s), UINT64_MAX);
		assert_int_equal(r.err, -EINVAL);
		assert_non_null(strstr(r.error.text, "is no capture"));
		sample_clear(&s);
	}
}

/* Zeros shrink to a thousandth, which no capture does. */
static void
a_file_that_unpacks_without_end_is_stopped(void **state)
{
	enum { FRAME = 60000, MEMBER_FRAMES = 400, MEMBERS = 60 };
	struct sample plain = { 0 };
	struct sample packed = { 0 };
	struct buffer member = { 0 };
	struct reading r;

	(void)state;
	sample_pcap(&plain, 0xa1b2c3d4, 1);
	pack_gzip(&packed.bytes, buffer_bytes(&plain.bytes));
	buffer_clear(&plain.bytes);
	for (uint32_t i = 0; i < MEMBER_FRAMES; i++) {
		sample_u32(&plain, i);
		sample_u32(&plain, 0);
		sample_u32(&plain, FRAME);
		sample_u32(&plain, FRAME);
		memset(buffer_reserve(&plain.bytes, FRAME), 0, FRAME);
		plain.bytes.len += FRAME;
	}
	pack_gzip(&member, buffer_bytes(&plain.bytes));
	for (int i = 0; i < MEMBERS; i++)
		buffer_add(&packed.bytes, buffer_bytes(&member));
	r = reading_of(sample_save(&packed), 0);
	assert_int_equal(r.damages, 1);
	assert_non_null(strstr(r.error.text, "stopped: it unpacks to more than"));
	buffer_clear(&member);
	sample_clear(&packed);
	sample_clear(&plain);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_compressed_capture_reads_like_the_plain_one),
		cmocka_unit_test(members_one_after_another_are_one_file),
		cmocka_unit_test(what_follows_the_last_gzip_member_is_ignored),
		cmocka_unit_test(a_compressed_file_cut_at_any_byte_is_damaged),
		cmocka_unit_test(any_byte_of_compressed_data_may_be_any_other_without_harm),
		cmocka_unit_test(compressed_text_is_no_capture),
		cmocka_unit_test(a_file_that_unpacks_without_end_is_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
