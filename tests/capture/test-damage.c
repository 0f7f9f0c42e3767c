/* SPDX-License-Identifier: BSD-2-Clause */
/* Files that are no captures, break off, or lie: what came before is read, and one line
 * says what is wrong, and where. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/capture/sample.h"
#include "tests/test.h"

/* Three frames of pcap. */
static void
sample_small_pcap(struct sample *s)
{
	sample_pcap(s, 0xa1b2c3d4, 1);
	sample_pcap_frame(s, 1, 0, 10, 60);
	sample_pcap_frame(s, 2, 0, 0, 60);
	sample_pcap_frame(s, 3, 0, 33, 33);
}

static void
sample_small_pcapng(struct sample *s)
{
	sample_section(s);
	sample_block_begin(s, 1);
	sample_u32(s, 1);
	sample_u32(s, 0);
	sample_option(s, 9, BYTES("\x09"));
	sample_block_end(s);
	sample_secrets(s, BYTES("CLIENT_RANDOM"));
	sample_frame(s, 0, 1000, 10);
	sample_block_begin(s, 0xbad);
	sample_u32(s, 1);
	sample_block_end(s);
	s->big_endian = !s->big_endian;
	sample_section(s);
	sample_interface(s, 101, 8);
	sample_frame(s, 0, 1001, 0);
	sample_block_begin(s, 3);
	sample_u32(s, 4);
	sample_u32(s, 4);
	sample_block_end(s);
}

static struct reading
reading_of_first(const struct sample *whole, size_t len)
{
	struct sample cut = { 0 };
	struct reading r;

	buffer_add(&cut.bytes, bytes_first(buffer_bytes(&whole->bytes), len));
	r = reading_of(sample_save(&cut), UINT64_MAX);
	sample_clear(&cut);
	return r;
}

/* Every beginning of the file gives the first of its frames, unchanged. */
static void
assert_cuts_give_the_frames_before(const struct sample *whole, uint64_t frame_count)
{
	uint64_t before = 0;

	for (size_t len = 0; len <= whole->bytes.len; len++) {
		struct reading r = reading_of_first(whole, len);

		assert_int_equal(r.opened, len >= 4);
		assert_true(r.frames == before || r.frames == before + 1);
		assert_true(r.damages <= 1);
		assert_true((r.opened && r.damages == 0) || r.error.text[0] != '\0');
		before = r.frames;
	}
	assert_int_equal(before, frame_count);
}

static void
a_pcap_cut_at_any_byte_gives_the_frames_before(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_small_pcap(&s);
	assert_cuts_give_the_frames_before(&s, 3);
	sample_clear(&s);
}

static void
a_pcapng_cut_at_any_byte_gives_the_frames_before(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_small_pcapng(&s);
	assert_cuts_give_the_frames_before(&s, 3);
	sample_clear(&s);
}

static void
a_file_that_ends_between_frames_is_not_damaged(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_small_pcap(&s);
	assert_int_equal(reading_of_first(&s, 24).damages, 0);
	assert_int_equal(reading_of_first(&s, 24 + 26).damages, 0);
	assert_int_equal(reading_of_first(&s, 24 + 27).damages, 1);
	sample_clear(&s);
}

static void
any_byte_may_be_any_other_without_harm(void **state)
{
	static const uint8_t others[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };

	(void)state;
	for (int with_blocks = 0; with_blocks < 2; with_blocks++) {
		struct sample s = { 0 };

		if (with_blocks)
			sample_small_pcapng(&s);
		else
			sample_small_pcap(&s);
		for (size_t at = 0; at < s.bytes.len * COUNT_OF(others); at++) {
			uint8_t *byte = &s.bytes.at[at / COUNT_OF(others)];
			uint8_t was = *byte;

			*byte = others[at % COUNT_OF(others)];
			assert_true(reading_of_first(&s, s.bytes.len).frames <= 8);
			*byte = was;
		}
		sample_clear(&s);
	}
}

static void
a_cut_says_the_byte_and_the_frame(void **state)
{
	struct sample s = { 0 };
	struct reading r;

	(void)state;
	sample_small_pcap(&s);
	r = reading_of_first(&s, s.bytes.len - 1);
	assert_int_equal(r.frames, 2);
	assert_non_null(strstr(r.error.text,
	    ": cut short at byte 114, in frame 3; what comes before was read"));
	r = reading_of_first(&s, 10);
	assert_non_null(strstr(r.error.text, ": cut short at byte 10, in the file header"));
	sample_clear(&s);
}

static void
a_frame_of_impossible_length_is_damage(void **state)
{
	struct sample s = { 0 };
	struct reading r;

	(void)state;
	sample_small_pcap(&s);
	sample_u32(&s, 4);
	sample_u32(&s, 0);
	sample_u32(&s, 0x40000000);
	sample_u32(&s, 0x40000000);
	r = reading_of(sample_save(&s), UINT64_MAX);
	assert_int_equal(r.frames, 3);
	assert_non_null(strstr(r.error.text, "damaged at byte 115, frame 4"));
	sample_clear(&s);
}

static void
lengths_that_differ_are_damage(void **state)
{
	struct sample s = { 0 };
	struct reading r;

	(void)state;
	sample_small_pcapng(&s);
	s.bytes.at[s.bytes.len - 1] ^= 4;
	r = reading_of(sample_save(&s), UINT64_MAX);
	assert_int_equal(r.frames, 2);
	assert_non_null(strstr(r.error.text, "a block whose two lengths differ"));
	sample_clear(&s);
}

static void
a_frame_of_an_unknown_interface_is_damage(void **state)
{
	struct sample s = { 0 };
	struct reading r;

	(void)state;
	sample_section(&s);
	sample_interface(&s, 1, 0);
	sample_frame(&s, 0, 1, 4);
	sample_frame(&s, 1, 2, 4);
	r = reading_of(sample_save(&s), UINT64_MAX);
	assert_int_equal(r.frames, 1);
	assert_int_equal(r.damages, 1);
	sample_clear(&s);
}

static void
what_is_no_capture_is_not_opened_and_says_why(void **state)
{
	static const struct {
		struct bytes bytes;
		const char *says;
	} cases[] = {
		{ { NULL, 0 }, "is empty" },
		{ { (const uint8_t *)"abc", 3 }, "is no capture" },
		{ { (const uint8_t *)"#!/bin/sh\n", 10 }, "is no capture" },
		{ { (const uint8_t *)"\n\r\r\nSome lines\n", 15 }, "is no capture" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct sample s = { 0 };
		struct reading r;

		buffer_add(&s.bytes, cases[i].bytes);
		r = reading_of(sample_save(&s), UINT64_MAX);
		assert_int_equal(r.err, -EINVAL);
		assert_non_null(strstr(r.error.text, cases[i].says));
		sample_clear(&s);
	}
}

static void
a_version_that_is_not_understood_is_not_opened(void **state)
{
	struct sample s = { 0 };
	struct reading r;

	(void)state;
	sample_small_pcap(&s);
	s.bytes.at[4] = 1;
	r = reading_of(sample_save(&s), UINT64_MAX);
	assert_int_equal(r.err, -ENOTSUP);
	assert_non_null(strstr(r.error.text, "is pcap of version 1.4 (2.4 is understood)"));
	sample_clear(&s);
	sample_small_pcapng(&s);
	s.bytes.at[12] = 2;
	r = reading_of(sample_save(&s), UINT64_MAX);
	assert_int_equal(r.err, -ENOTSUP);
	assert_non_null(strstr(r.error.text, "is pcapng with a section of a version"));
	sample_clear(&s);
}

static void
what_cannot_be_opened_says_why(void **state)
{
	struct reading r = reading_of("/nonexistent/a.pcap", 0);

	(void)state;
	assert_int_equal(r.err, -ENOENT);
	assert_string_equal(r.error.text, "/nonexistent/a.pcap: no such file");
	r = reading_of("/", 0);
	assert_int_equal(r.err, -EISDIR);
	assert_non_null(strstr(r.error.text, "/: is a directory"));
}

static void
a_file_that_one_may_not_read_says_so(void **state)
{
	char path[] = "unreadable-XXXXXX";
	int fd = mkstemp(path);
	struct reading r;

	(void)state;
	assert_true(fd >= 0);
	fchmod(fd, 0);
	r = reading_of(path, 0);
	unlink(path);
	close(fd);
	if (geteuid() == 0)
		skip(); /* may read everything */
	assert_int_equal(r.err, -EACCES);
	assert_non_null(strstr(r.error.text, "permission denied"));
}

static void
time_may_run_backwards(void **state)
{
	struct sample s = { 0 };
	struct reading r;

	(void)state;
	sample_pcap(&s, 0xa1b2c3d4, 1);
	sample_pcap_frame(&s, 2, 0, 4, 4);
	sample_pcap_frame(&s, 1, 0, 4, 4);
	r = reading_of(sample_save(&s), UINT64_MAX);
	assert_int_equal(r.frames, 2);
	assert_int_equal(r.damages, 0);
	sample_clear(&s);
}

static void
a_link_type_that_nobody_knows_is_read_all_the_same(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_pcap(&s, 0xa1b2c3d4, 60000);
	sample_pcap_frame(&s, 1, 0, 4, 4);
	assert_int_equal(reading_of(sample_save(&s), UINT64_MAX).frames, 1);
	sample_clear(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pcap_cut_at_any_byte_gives_the_frames_before),
		cmocka_unit_test(a_pcapng_cut_at_any_byte_gives_the_frames_before),
		cmocka_unit_test(a_file_that_ends_between_frames_is_not_damaged),
		cmocka_unit_test(any_byte_may_be_any_other_without_harm),
		cmocka_unit_test(a_cut_says_the_byte_and_the_frame),
		cmocka_unit_test(a_frame_of_impossible_length_is_damage),
		cmocka_unit_test(lengths_that_differ_are_damage),
		cmocka_unit_test(a_frame_of_an_unknown_interface_is_damage),
		cmocka_unit_test(what_is_no_capture_is_not_opened_and_says_why),
		cmocka_unit_test(a_version_that_is_not_understood_is_not_opened),
		cmocka_unit_test(what_cannot_be_opened_says_why),
		cmocka_unit_test(a_file_that_one_may_not_read_says_so),
		cmocka_unit_test(time_may_run_backwards),
		cmocka_unit_test(a_link_type_that_nobody_knows_is_read_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
