/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames once more: from where they lie, or out of the spool. */
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "capture/places.h"
#include "capture/spool.h"
#include "tests/capture/sample.h"
#include "tests/test.h"

enum { FRAMES_MAX = 64 };

/* A frame with bytes of its own. */
struct kept {
	struct frame frame;
	struct buffer bytes;
};

static int
read_all(struct capture *capture, struct kept *kept)
{
	struct capture_error error;
	struct frame frame;
	int count = 0;

	while (
	    count < FRAMES_MAX && capture_next(capture, &frame, &error) == CAPTURE_FRAME) {
		kept[count].frame = frame;
		buffer_add(&kept[count++].bytes, frame.captured);
	}
	return count;
}

static void
assert_same(const struct kept *kept, const struct frame *again)
{
	assert_int_equal(again->input, kept->frame.input);
	assert_int_equal(again->number, kept->frame.number);
	assert_true(again->at_ns == kept->frame.at_ns);
	assert_int_equal(again->link_type, kept->frame.link_type);
	assert_int_equal(again->wire_len, kept->frame.wire_len);
	assert_true(bytes_equal(again->captured, buffer_bytes(&kept->bytes)));
}

/* Every frame of the file, from the last to the first, is what it was. */
static void
assert_fetched_from(const char *path, int frame_count)
{
	struct capture *capture = capture_new();
	struct kept kept[FRAMES_MAX] = { 0 };
	struct capture_error error;
	struct frame again;

	assert_int_equal(capture_add_file(capture, path, &error), 0);
	assert_int_equal(capture_keep(capture, &error), 0);
	assert_int_equal(read_all(capture, kept), frame_count);
	for (int i = frame_count; i-- > 0;) {
		assert_true(capture_fetch(capture, 0, kept[i].frame.number, &again));
		assert_same(&kept[i], &again);
		buffer_clear(&kept[i].bytes);
	}
	assert_false(capture_fetch(capture, 0, 0, &again));
	assert_false(capture_fetch(capture, 0, (uint32_t)frame_count + 1, &again));
	capture_free(capture);
}

static void
sample_some_pcap(struct sample *s)
{
	sample_pcap(s, 0xa1b23c4d, 1);
	for (uint32_t i = 0; i < 20; i++)
		sample_pcap_frame(s, 1700000000 + i, i, 60 + i * 50, 2000);
}

static void
frames_of_a_pcap_are_read_again(void **state)
{
	struct sample s = { .big_endian = true };

	(void)state;
	sample_some_pcap(&s);
	assert_fetched_from(sample_save(&s), 20);
	sample_clear(&s);
}

static void
a_long_frame_is_read_again_whole(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_pcap(&s, 0xa1b23c4d, 1);
	sample_pcap_frame(&s, 1, 1, 300000, 300000);
	sample_pcap_frame(&s, 2, 2, 100, 100);
	assert_fetched_from(sample_save(&s), 2);
	sample_clear(&s);
}

/* Sections of either byte order, whose interfaces 0 differ. */
static void
sample_sections(struct sample *s, int section_count)
{
	for (int i = 0; i < section_count; i++) {
		s->big_endian = i % 2 == 1;
		sample_section(s);
		sample_interface(s, (uint16_t)(i % 3 == 0 ? 1 : 101), 0);
		sample_frame(s, 0, 1700000000000000 + (uint64_t)i, 60);
		sample_interface(s, 113, 0);
		sample_frame(s, 1, 1700000000000000 + (uint64_t)i, 61);
		sample_frame(s, 0, 1700000000000000 + (uint64_t)i, 62);
	}
}

static void
frames_of_every_section_of_a_pcapng_are_read_again(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_sections(&s, 7);
	assert_fetched_from(sample_save(&s), 21);
	sample_clear(&s);
}

static void
frames_of_a_pipe_are_spooled(void **state)
{
	struct sample s = { 0 };
	char path[32];
	int ends[2];

	(void)state;
	sample_some_pcap(&s);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], s.bytes.at, s.bytes.len), s.bytes.len);
	close(ends[1]);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	assert_fetched_from(path, 20);
	close(ends[0]);
	sample_clear(&s);
}

static void
what_the_filter_held_back_is_not_there(void **state)
{
	struct capture *capture = capture_new();
	struct kept kept[FRAMES_MAX] = { 0 };
	struct capture_error error;
	struct sample s = { 0 };
	struct frame again;

	(void)state;
	sample_some_pcap(&s);
	assert_int_equal(capture_add_file(capture, sample_save(&s), &error), 0);
	assert_int_equal(capture_set_filter(capture, "greater 2001", &error), 0);
	assert_int_equal(capture_keep(capture, &error), 0);
	assert_int_equal(read_all(capture, kept), 0);
	assert_false(capture_fetch(capture, 0, 1, &again));
	capture_free(capture);
	sample_clear(&s);
}

static void
where_tmpdir_takes_no_file_another_folder_does(void **state)
{
	struct capture_error error;
	int err = 0;

	(void)state;
	setenv("TMPDIR", "/proc", 1); /* no file can be made there: the next is taken */
	spool_close(spool_open(0, &error, &err));
	assert_int_equal(err, 0);
	unsetenv("TMPDIR");
}

static void
the_spool_is_a_ring_and_says_what_is_gone(void **state)
{
	struct capture_error error;
	int err = 0;
	struct spool *spool = spool_open(1000, &error, &err);
	uint8_t octets[80] = { 0 };
	uint64_t offsets[100];
	struct buffer room = { 0 };
	struct frame again;

	(void)state;
	assert_non_null(spool);
	for (uint32_t i = 0; i < 100; i++) {
		struct frame frame = { .number = i + 1,
			.at_ns = i,
			.captured = bytes_of(octets, i % sizeof(octets)) };

		memset(octets, (int)i, sizeof(octets));
		assert_true(spool_put(spool, &frame, &offsets[i]));
		assert_true(spool_fetch(spool, offsets[i], &room, &again));
		assert_int_equal(again.number, i + 1);
		assert_true(bytes_equal(again.captured, frame.captured));
	}
	assert_false(spool_fetch(spool, offsets[0], &room, &again));
	assert_false(spool_fetch(spool, offsets[70], &room, &again));
	assert_true(spool_fetch(spool, offsets[97], &room, &again));
	assert_int_equal(again.number, 98);
	buffer_clear(&room);
	spool_close(spool);
}

static void
places_are_found_until_they_are_dropped(void **state)
{
	struct places places = { 0 };
	uint64_t offset;

	(void)state;
	for (uint32_t i = 0; i < 100000; i++) {
		places_add(&places, i * 3 + 1, (uint64_t)i * i);
		if (i >= 60000)
			places_drop_before(&places, UINT64_C(50000) * 50000);
	}
	assert_false(places_find(&places, 1, &offset));
	assert_false(places_find(&places, 60000 * 3 + 2, &offset));
	assert_true(places_find(&places, 60000 * 3 + 1, &offset));
	assert_true(offset == UINT64_C(60000) * 60000);
	assert_true(places_find(&places, 99999 * 3 + 1, &offset));
	assert_true(offset == UINT64_C(99999) * 99999);
	assert_false(places_find(&places, 100000 * 3 + 1, &offset));
	places_clear(&places);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_of_a_pcap_are_read_again),
		cmocka_unit_test(a_long_frame_is_read_again_whole),
		cmocka_unit_test(frames_of_every_section_of_a_pcapng_are_read_again),
		cmocka_unit_test(frames_of_a_pipe_are_spooled),
		cmocka_unit_test(what_the_filter_held_back_is_not_there),
		cmocka_unit_test(where_tmpdir_takes_no_file_another_folder_does),
		cmocka_unit_test(the_spool_is_a_ring_and_says_what_is_gone),
		cmocka_unit_test(places_are_found_until_they_are_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
