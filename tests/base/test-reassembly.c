/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/buffer.h"
#include "base/reassembly.h"
#include "tests/test.h"

/* A stream and what has come out of it; a gap's bytes are dots. */
struct stream {
	struct reassembly reassembly;
	struct buffer out;
};

static void
stream_drain(struct stream *s)
{
	struct segment *kept;

	while ((kept = reassembly_take(&s->reassembly)) != NULL) {
		buffer_add(&s->out, kept->bytes);
		for (uint64_t i = 0; i < kept->lost; i++)
			buffer_add_char(&s->out, '.');
		reassembly_release(kept);
	}
}

static void
stream_add_cut(struct stream *s, uint64_t offset, const char *text, uint64_t lost)
{
	buffer_add(&s->out, reassembly_add(&s->reassembly, offset, bytes_of_string(text),
				lost, (struct arrival){ 1, 1 }));
	stream_drain(s);
}

static void
stream_add(struct stream *s, uint64_t offset, const char *text)
{
	stream_add_cut(s, offset, text, 0);
}

static void
stream_expect(struct stream *s, const char *text)
{
	assert_true(bytes_equal(buffer_bytes(&s->out), bytes_of_string(text)));
	buffer_clear(&s->out);
	reassembly_clear(&s->reassembly);
}

static void
bytes_in_order_pass_through(void **state)
{
	struct stream s = { 0 };

	(void)state;
	stream_add(&s, 0, "abc");
	stream_add(&s, 3, "def");
	assert_int_equal(s.reassembly.kept_count, 0);
	stream_expect(&s, "abcdef");
}

static void
segments_in_any_order_come_out_in_order(void **state)
{
	static const uint8_t orders[6][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
		{ 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
	static const char *const parts[] = { "ab", "cd", "ef" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		struct stream s = { 0 };

		for (size_t k = 0; k < 3; k++)
			stream_add(&s, 2u * orders[i][k], parts[orders[i][k]]);
		stream_expect(&s, "abcdef");
	}
}

static void
the_first_copy_of_a_byte_wins(void **state)
{
	struct stream s = { 0 };

	(void)state;
	stream_add(&s, 2, "CD");
	stream_add(&s, 1, "xxxx");
	stream_add(&s, 0, "abcde");
	stream_expect(&s, "axCDx");
}

static void
old_bytes_are_not_delivered_again(void **state)
{
	struct stream s = { 0 };

	(void)state;
	stream_add(&s, 0, "abcd");
	stream_add(&s, 0, "abcd");
	stream_add(&s, 2, "cdef");
	stream_expect(&s, "abcdef");
}

static void
a_segment_that_covers_kept_ones_fills_what_is_between(void **state)
{
	struct stream s = { 0 };

	(void)state;
	stream_add(&s, 2, "C");
	stream_add(&s, 5, "F");
	assert_int_equal(s.reassembly.kept_count, 2);
	stream_add(&s, 1, "bcdefg");
	stream_add(&s, 0, "a");
	stream_expect(&s, "abCdeFg");
}

static void
a_gap_is_known_and_can_be_passed(void **state)
{
	struct stream s = { 0 };

	(void)state;
	stream_add(&s, 0, "ab");
	stream_add(&s, 5, "f");
	assert_int_equal(reassembly_gap(&s.reassembly), 3);
	reassembly_pass_gap(&s.reassembly);
	stream_drain(&s);
	stream_add(&s, 2, "cde");
	stream_expect(&s, "abf");
}

static void
bytes_cut_off_by_the_snap_length_are_a_gap_in_their_place(void **state)
{
	struct stream s = { 0 };

	(void)state;
	stream_add_cut(&s, 0, "ab", 3);
	stream_add(&s, 5, "f");
	stream_add_cut(&s, 8, "i", 1);
	stream_add(&s, 6, "gh");
	stream_expect(&s, "ab...fghi.");
}

static void
ranges_that_are_there_are_known(void **state)
{
	struct stream s = { 0 };

	(void)state;
	stream_add(&s, 0, "ab");
	stream_add(&s, 4, "ef");
	stream_add(&s, 6, "gh");
	assert_true(reassembly_has(&s.reassembly, 0, 2));
	assert_true(reassembly_has(&s.reassembly, 4, 4));
	assert_false(reassembly_has(&s.reassembly, 1, 3));
	assert_false(reassembly_has(&s.reassembly, 4, 5));
	stream_expect(&s, "ab");
}

/* Every byte of random segments comes out once, in its place. */
static void
random_segments_give_the_stream_they_were_cut_from(void **state)
{
	uint32_t random = 12345;
	char text[201];

	(void)state;
	for (int i = 0; i < 200; i++)
		text[i] = (char)('!' + i % 90);
	text[200] = '\0';
	for (int run = 0; run < 200; run++) {
		struct stream s = { 0 };

		while (s.out.len < 200) {
			char part[32] = "";
			uint32_t from, len;

			random = random * 1664525u + 1013904223u;
			from = (random >> 8) % 200;
			len = MIN((random >> 20) % 30, 200 - from);
			memcpy(part, text + from, len);
			stream_add(&s, from, part);
		}
		stream_expect(&s, text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_in_order_pass_through),
		cmocka_unit_test(segments_in_any_order_come_out_in_order),
		cmocka_unit_test(the_first_copy_of_a_byte_wins),
		cmocka_unit_test(old_bytes_are_not_delivered_again),
		cmocka_unit_test(a_segment_that_covers_kept_ones_fills_what_is_between),
		cmocka_unit_test(a_gap_is_known_and_can_be_passed),
		cmocka_unit_test(bytes_cut_off_by_the_snap_length_are_a_gap_in_their_place),
		cmocka_unit_test(ranges_that_are_there_are_known),
		cmocka_unit_test(random_segments_give_the_stream_they_were_cut_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
