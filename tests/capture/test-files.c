/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading pcap and pcapng: libpcap's reader says what is right, where it can read them. */
#include <glob.h>
#include <stdlib.h>

#include "base/clock.h"
#include "tests/capture/sample.h"
#include "tests/test.h"

static void
every_magic_in_either_byte_order_reads_as_by_libpcap(void **state)
{
	static const uint32_t magics[] = { 0xa1b2c3d4, 0xa1b23c4d };

	(void)state;
	for (size_t i = 0; i < 2 * COUNT_OF(magics); i++) {
		struct sample s = { .big_endian = i % 2 == 1 };

		sample_pcap(&s, magics[i / 2], 1);
		sample_pcap_frame(&s, 1700000000, 999999, 60, 60);
		sample_pcap_frame(&s, 1700000001, 0, 0, 1500);
		sample_pcap_frame(&s, 1700000000, 5, 1500, 1500);
		assert_read_as_by_libpcap(sample_save(&s));
		sample_clear(&s);
	}
}

static void
the_modified_magic_has_longer_record_headers(void **state)
{
	(void)state;
	for (int big_endian = 0; big_endian < 2; big_endian++) {
		struct sample s = { .big_endian = big_endian == 1 };

		sample_pcap(&s, 0xa1b2cd34, 1);
		for (uint32_t i = 0; i < 3; i++) {
			sample_u32(&s, 1700000000 + i);
			sample_u32(&s, i);
			sample_u32(&s, 4);
			sample_u32(&s, 60);
			sample_u32(&s, 2); /* interface */
			sample_u32(&s, 0); /* protocol, packet type */
			buffer_add(&s.bytes, BYTES("abcd"));
		}
		assert_read_as_by_libpcap(sample_save(&s));
		sample_clear(&s);
	}
}

static void
check_sums_in_the_link_type_are_left_out(void **state)
{
	struct capture *capture = capture_new();
	struct capture_error error;
	struct sample s = { 0 };
	struct frame frame;

	(void)state;
	sample_pcap(&s, 0xa1b2c3d4, 0x54000001);
	sample_pcap_frame(&s, 1, 0, 60, 60);
	assert_int_equal(capture_add_file(capture, sample_save(&s), &error), 0);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
	assert_int_equal(frame.link_type, 1);
	capture_free(capture);
	sample_clear(&s);
}

static void
a_frame_longer_than_the_block_that_is_read_at_once_is_whole(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_pcap(&s, 0xa1b23c4d, 1);
	for (uint32_t i = 0; i < 40; i++)
		sample_pcap_frame(&s, i, i, 262144 - i % 3 * 100000, 262144);
	assert_read_as_by_libpcap(sample_save(&s));
	sample_clear(&s);
}

static void
frames_that_straddle_blocks_are_whole(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_pcap(&s, 0xa1b2c3d4, 1);
	for (uint32_t i = 0; i < 5000; i++)
		sample_pcap_frame(&s, i, i, i % 1515, 1514);
	assert_read_as_by_libpcap(sample_save(&s));
	sample_clear(&s);
}

static void
a_frame_longer_than_the_snap_length_is_kept_whole(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_pcap(&s, 0xa1b2c3d4, 1);
	sample_pcap_frame(&s, 1, 0, 300000, 300000);
	assert_int_equal(reading_of(sample_save(&s), UINT64_MAX).bytes, 300000);
	sample_clear(&s);
}

/* A section of every kind of block, some of which libpcap reads too. */
static void
sample_blocks(struct sample *s)
{
	sample_section(s);
	sample_interface(s, 1, 0);
	sample_secrets(s, BYTES("CLIENT_RANDOM 00 11\n"));
	sample_frame(s, 0, UINT64_C(1700000000123456), 61);
	sample_block_begin(s, 4); /* names */
	sample_u32(s, 0);
	sample_block_end(s);
	sample_block_begin(s, 0x4242); /* nobody's */
	sample_block_end(s);
	sample_block_begin(s, 3); /* a frame without a time */
	sample_u32(s, 5);
	buffer_add(&s->bytes, BYTES("12345"));
	sample_block_end(s);
	sample_block_begin(s, 2); /* the obsolete frame */
	sample_u16(s, 0);
	sample_u16(s, 9);
	sample_u32(s, 0x60000);
	sample_u32(s, 7);
	sample_u32(s, 3);
	sample_u32(s, 100);
	buffer_add(&s->bytes, BYTES("abc"));
	sample_block_end(s);
	sample_block_begin(s, 5); /* statistics */
	sample_u32(s, 0);
	sample_u32(s, 0);
	sample_u32(s, 0);
	sample_block_end(s);
	sample_frame(s, 0, UINT64_C(1700000000000000), 0);
}

static void
sections_of_either_byte_order_follow_one_another(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_blocks(&s);
	assert_read_as_by_libpcap(sample_save(&s));
	sample_clear(&s);
	s.big_endian = true;
	sample_blocks(&s);
	assert_read_as_by_libpcap(sample_save(&s));
	s.big_endian = false;
	sample_blocks(&s); /* libpcap stops at a section of another byte order */
	sample_save(&s);
	assert_int_equal(reading_of(s.path, UINT64_MAX).frames, 8);
	assert_int_equal(reading_of(s.path, UINT64_MAX).damages, 0);
	sample_clear(&s);
}

static void
time_resolutions_and_offsets_read_as_by_libpcap(void **state)
{
	static const struct {
		uint8_t resolution;
		uint64_t time;
	} cases[] = { { 0, 1700000000 }, { 3, UINT64_C(1700000000123) },
		{ 6, UINT64_C(1700000000123456) }, { 9, UINT64_C(1700000000123456789) },
		{ 12, UINT64_C(1700000123456789) }, { 19, UINT64_C(17000001234567890123) },
		{ 0x80, 1700000000 }, { 0x8a, UINT64_C(1700000000123) },
		{ 0xa0, UINT64_C(7301444403312345678) } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct sample s = { .big_endian = i % 2 == 1 };

		sample_section(&s);
		sample_block_begin(&s, 1);
		sample_u16(&s, 1);
		sample_u16(&s, 0);
		sample_u32(&s, 65535);
		sample_option(&s, 2, BYTES("eth0"));
		sample_option(&s, 9, bytes_of(&cases[i].resolution, 1));
		if (i % 3 == 0) {
			sample_u16(&s, 14);
			sample_u16(&s, 8);
			sample_u32(&s, s.big_endian ? 0 : 1000);
			sample_u32(&s, s.big_endian ? 1000 : 0);
		}
		sample_option(&s, 0, BYTES(""));
		sample_block_end(&s);
		sample_frame(&s, 0, cases[i].time, 60);
		sample_frame(&s, 0, cases[i].time + 7, 60);
		assert_read_as_by_libpcap(sample_save(&s));
		sample_clear(&s);
	}
}

static void
an_offset_may_lie_before_the_epoch(void **state)
{
	struct capture *capture = capture_new();
	struct capture_error error;
	struct sample s = { 0 };
	struct frame frame;

	(void)state;
	sample_section(&s);
	sample_block_begin(&s, 1);
	sample_u32(&s, 1);
	sample_u32(&s, 0);
	sample_option(&s, 14, BYTES("\xf6\xff\xff\xff\xff\xff\xff\xff")); /* -10 s */
	sample_block_end(&s);
	sample_frame(&s, 0, 12500000, 1);
	sample_frame(&s, 0, 1, 1);
	assert_int_equal(capture_add_file(capture, sample_save(&s), &error), 0);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
	assert_true(frame.at_ns == UINT64_C(2500000000));
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
	assert_true(frame.at_ns == 0);
	capture_free(capture);
	sample_clear(&s);
}

static void
each_frame_has_the_link_type_of_its_interface_in_its_section(void **state)
{
	static const uint16_t link_types[] = { 1, 101, 276, 101 };
	struct capture *capture = capture_new();
	struct capture_error error;
	struct sample s = { 0 };
	struct frame frame;

	(void)state;
	sample_section(&s);
	sample_interface(&s, 1, 65535);
	sample_interface(&s, 101, 100);
	sample_frame(&s, 0, 1, 60);
	sample_frame(&s, 1, 2, 60);
	sample_interface(&s, 276, 0);
	sample_frame(&s, 2, 3, 60);
	s.big_endian = true;
	sample_section(&s);
	sample_interface(&s, 101, 0);
	sample_frame(&s, 0, 4, 60);
	assert_int_equal(capture_add_file(capture, sample_save(&s), &error), 0);
	assert_int_equal(capture_input(capture, 0)->link_type, 1);
	for (size_t i = 0; i < COUNT_OF(link_types); i++) {
		assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
		assert_int_equal(frame.link_type, link_types[i]);
		assert_true(frame.at_ns == (i + 1) * NS_PER_US);
	}
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_END);
	capture_free(capture);
	sample_clear(&s);
}

static void
blocks_that_wireshark_counts_as_frames_take_a_number(void **state)
{
	struct capture *capture = capture_new();
	struct capture_error error;
	struct sample s = { 0 };
	struct frame frame;

	(void)state;
	sample_section(&s);
	sample_interface(&s, 1, 65535);
	sample_block_begin(&s, 0xbad); /* custom */
	sample_u32(&s, 32473);
	sample_block_end(&s);
	sample_block_begin(&s, 0x77); /* unknown: not counted */
	sample_block_end(&s);
	sample_frame(&s, 0, 1, 60);
	assert_int_equal(capture_add_file(capture, sample_save(&s), &error), 0);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
	assert_int_equal(frame.number, 2);
	capture_free(capture);
	sample_clear(&s);
}

static void
the_offset_of_a_frame_is_that_of_its_record(void **state)
{
	struct capture *capture = capture_new();
	struct capture_error error;
	struct sample s = { 0 };
	struct frame frame;

	(void)state;
	sample_pcap(&s, 0xa1b2c3d4, 1);
	sample_pcap_frame(&s, 1, 0, 60, 60);
	sample_pcap_frame(&s, 2, 0, 60, 60);
	assert_int_equal(capture_add_file(capture, sample_save(&s), &error), 0);
	capture_next(capture, &frame, &error);
	assert_int_equal(frame.offset, 24);
	capture_next(capture, &frame, &error);
	assert_int_equal(frame.offset, 24 + 16 + 60);
	capture_free(capture);
	sample_clear(&s);
}

static void
the_sample_captures_read_as_by_libpcap(void **state)
{
	const char *folder = getenv("srcdir");
	char pattern[4096];
	glob_t found;

	(void)state;
	snprintf(
	    pattern, sizeof(pattern), "%s/captures/*.pcap*", folder == NULL ? "." : folder);
	if (glob(pattern, 0, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++)
		if (reading_by_libpcap(found.gl_pathv[i], UINT64_MAX).damages == 0)
			assert_read_as_by_libpcap(found.gl_pathv[i]);
	globfree(&found);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_magic_in_either_byte_order_reads_as_by_libpcap),
		cmocka_unit_test(the_modified_magic_has_longer_record_headers),
		cmocka_unit_test(check_sums_in_the_link_type_are_left_out),
		cmocka_unit_test(
		    a_frame_longer_than_the_block_that_is_read_at_once_is_whole),
		cmocka_unit_test(frames_that_straddle_blocks_are_whole),
		cmocka_unit_test(a_frame_longer_than_the_snap_length_is_kept_whole),
		cmocka_unit_test(sections_of_either_byte_order_follow_one_another),
		cmocka_unit_test(time_resolutions_and_offsets_read_as_by_libpcap),
		cmocka_unit_test(an_offset_may_lie_before_the_epoch),
		cmocka_unit_test(
		    each_frame_has_the_link_type_of_its_interface_in_its_section),
		cmocka_unit_test(blocks_that_wireshark_counts_as_frames_take_a_number),
		cmocka_unit_test(the_offset_of_a_frame_is_that_of_its_record),
		cmocka_unit_test(the_sample_captures_read_as_by_libpcap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
