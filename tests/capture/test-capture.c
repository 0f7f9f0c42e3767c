/* SPDX-License-Identifier: BSD-2-Clause */
/* Several inputs, filters, writing, pipes, secrets, stopping. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "tests/capture/sample.h"
#include "tests/test.h"

/* UDP over IPv4 over Ethernet between two ports, as much of it as a filter looks at. */
static void
sample_udp(struct sample *s, uint32_t seconds, uint8_t port)
{
	static const char ip[] = "\x45\0\0\x1c\0\0\0\0\x40\x11\0\0\x0a\0\0\x01\x0a\0\0\x02";

	sample_u32(s, seconds);
	sample_u32(s, 0);
	sample_u32(s, 42);
	sample_u32(s, 42);
	buffer_add(&s->bytes, BYTES("\2\0\0\0\0\1\2\0\0\0\0\2\x08\0"));
	buffer_add(&s->bytes, bytes_of(ip, 20));
	buffer_add_char(&s->bytes, 0);
	buffer_add_char(&s->bytes, (char)port);
	buffer_add(&s->bytes, BYTES("\x30\x39\0\x08\0\0"));
}

static struct capture *
capture_of(struct sample *s)
{
	struct capture *capture = capture_new();
	struct capture_error error;

	assert_int_equal(capture_add_file(capture, sample_save(s), &error), 0);
	return capture;
}

static void
several_files_are_merged_by_time_and_keep_their_numbers(void **state)
{
	static const struct {
		uint32_t input, number, second;
	} expected[] = { { 1, 1, 1 }, { 0, 1, 2 }, { 1, 2, 2 }, { 2, 1, 2 }, { 1, 3, 3 },
		{ 0, 2, 4 } };
	static const uint32_t times[3][3] = { { 2, 4, 0 }, { 1, 2, 3 }, { 2, 0, 0 } };
	struct sample samples[3] = { 0 };
	struct capture *capture = capture_new();
	struct capture_error error;
	struct frame frame;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		sample_pcap(&samples[i], 0xa1b2c3d4, 1);
		for (size_t j = 0; j < 3 && times[i][j] > 0; j++)
			sample_pcap_frame(&samples[i], times[i][j], 0, 9, 9);
		assert_int_equal(
		    capture_add_file(capture, sample_save(&samples[i]), &error), 0);
	}
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
		assert_int_equal(frame.input, expected[i].input);
		assert_int_equal(frame.number, expected[i].number);
		assert_true(frame.at_ns == expected[i].second * NS_PER_S);
	}
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_END);
	assert_int_equal(capture_input(capture, 1)->frames, 3);
	assert_int_equal(capture_input(capture, 1)->bytes, 27);
	capture_free(capture);
	for (size_t i = 0; i < COUNT_OF(samples); i++)
		sample_clear(&samples[i]);
}

static void
a_damaged_input_does_not_stop_the_others(void **state)
{
	struct sample good = { 0 };
	struct sample bad = { 0 };
	struct capture *capture;
	struct capture_error error;
	struct frame frame;
	int frames = 0;
	int damages = 0;
	enum capture_next next;

	(void)state;
	sample_pcap(&good, 0xa1b2c3d4, 1);
	sample_pcap(&bad, 0xa1b2c3d4, 1);
	for (uint32_t i = 0; i < 5; i++)
		sample_pcap_frame(&good, i, 0, 9, 9);
	sample_pcap_frame(&bad, 1, 0, 9, 9);
	sample_u32(&bad, 1);
	capture = capture_of(&good);
	assert_int_equal(capture_add_file(capture, sample_save(&bad), &error), 0);
	while ((next = capture_next(capture, &frame, &error)) != CAPTURE_END) {
		frames += next == CAPTURE_FRAME;
		damages += next == CAPTURE_DAMAGED;
	}
	assert_int_equal(frames, 6);
	assert_int_equal(damages, 1);
	assert_false(capture_input(capture, 0)->damaged);
	assert_true(capture_input(capture, 1)->damaged);
	capture_free(capture);
	sample_clear(&good);
	sample_clear(&bad);
}

static void
a_filter_leaves_the_numbers_of_the_file(void **state)
{
	struct sample s = { 0 };
	struct capture *capture;
	struct capture_error error;
	struct frame frame;

	(void)state;
	sample_pcap(&s, 0xa1b2c3d4, 1);
	sample_udp(&s, 1, 53);
	sample_udp(&s, 2, 80);
	sample_udp(&s, 3, 53);
	capture = capture_of(&s);
	assert_int_equal(capture_set_filter(capture, "udp port 53", &error), 0);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
	assert_int_equal(frame.number, 1);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
	assert_int_equal(frame.number, 3);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_END);
	capture_free(capture);
	sample_clear(&s);
}

static void
a_filter_is_compiled_for_each_link_type(void **state)
{
	static const char ip[] = "\x45\0\0\x1c\0\0\0\0\x40\x11\0\0\x0a\0\0\x01\x0a\0\0\x02";
	struct sample s = { 0 };
	struct capture *capture;
	struct capture_error error;
	struct frame frame;

	(void)state;
	sample_section(&s);
	sample_interface(&s, 1, 0);
	sample_interface(&s, 101, 0);
	for (uint32_t i = 0; i < 2; i++) {
		sample_block_begin(&s, 6);
		sample_u32(&s, i);
		sample_u32(&s, 0);
		sample_u32(&s, 0);
		sample_u32(&s, i == 0 ? 34 : 20);
		sample_u32(&s, i == 0 ? 34 : 20);
		if (i == 0)
			buffer_add(&s.bytes, BYTES("\2\0\0\0\0\1\2\0\0\0\0\2\x08\0"));
		buffer_add(&s.bytes, bytes_of(ip, 20));
		sample_block_end(&s);
	}
	sample_frame(&s, 1, 0, 20); /* no IP */
	capture = capture_of(&s);
	assert_int_equal(capture_set_filter(capture, "ip host 10.0.0.1", &error), 0);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
	assert_int_equal(frame.link_type, 101);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_END);
	capture_free(capture);
	sample_clear(&s);
}

static void
a_bad_filter_says_so_in_one_line(void **state)
{
	struct sample s = { 0 };
	struct capture *capture;
	struct capture_error error;

	(void)state;
	sample_pcap(&s, 0xa1b2c3d4, 1);
	capture = capture_of(&s);
	assert_int_equal(capture_set_filter(capture, "port http or or", &error), -EINVAL);
	assert_int_equal(strncmp(error.text, "bad filter: ", 12), 0);
	assert_null(strchr(error.text, '\n'));
	capture_free(capture);
	sample_clear(&s);
}

static void
keep_last(void *receiver, struct bytes key_log)
{
	struct buffer *kept = receiver;

	buffer_add(kept, key_log);
}

static void
secrets_of_a_plain_file_come_before_the_first_frame(void **state)
{
	struct sample s = { 0 };
	struct capture *capture;
	struct capture_error error;
	struct buffer kept = { 0 };
	struct frame frame;

	(void)state;
	sample_section(&s);
	sample_interface(&s, 1, 0);
	for (uint32_t i = 0; i < 600; i++)
		sample_frame(&s, 0, i, 1500);
	sample_secrets(&s, BYTES("one\n"));
	s.big_endian = true;
	sample_section(&s);
	sample_interface(&s, 1, 0);
	sample_secrets(&s, BYTES("two\n"));
	capture = capture_of(&s);
	capture_secrets(capture, keep_last, &kept);
	assert_true(bytes_equal(buffer_bytes(&kept), BYTES("one\ntwo\n")));
	while (capture_next(capture, &frame, &error) == CAPTURE_FRAME)
		;
	assert_int_equal(kept.len, 8); /* not again */
	buffer_clear(&kept);
	capture_free(capture);
	sample_clear(&s);
}

static void
what_is_written_reads_like_what_was_read(void **state)
{
	char path[] = "written-XXXXXX";
	struct sample s = { 0 };
	struct capture *capture;
	struct capture_error error;
	struct buffer kept = { 0 };
	struct frame frame;

	(void)state;
	close(mkstemp(path));
	sample_section(&s);
	sample_interface(&s, 1, 0);
	sample_interface(&s, 101, 0);
	sample_secrets(&s, BYTES("secret\n"));
	for (uint32_t i = 0; i < 900; i++)
		sample_frame(&s, i % 2, UINT64_C(1700000000000000) + i, 1000 + i % 7);
	capture = capture_of(&s);
	assert_int_equal(capture_write_to(capture, path, &error), 0);
	while (capture_next(capture, &frame, &error) == CAPTURE_FRAME)
		;
	assert_int_equal(capture_write_end(capture, &error), 0);
	capture_free(capture);
	assert_true(
	    reading_of(path, UINT64_MAX).digest == reading_of(s.path, UINT64_MAX).digest);
	assert_int_equal(reading_of(path, UINT64_MAX).frames, 900);
	capture = capture_new();
	assert_int_equal(capture_add_file(capture, path, &error), 0);
	capture_secrets(capture, keep_last, &kept);
	assert_true(bytes_equal(buffer_bytes(&kept), BYTES("secret\n")));
	capture_free(capture);
	buffer_clear(&kept);
	unlink(path);
	sample_clear(&s);
}

static void
a_full_disk_is_told_at_the_end(void **state)
{
	struct sample s = { 0 };
	struct capture *capture;
	struct capture_error error;
	struct frame frame;
	int frames = 0;

	(void)state;
	sample_pcap(&s, 0xa1b2c3d4, 1);
	for (uint32_t i = 0; i < 1000; i++)
		sample_pcap_frame(&s, i, 0, 1000, 1000);
	capture = capture_of(&s);
	assert_int_equal(capture_write_to(capture, "/dev/full", &error), 0);
	while (capture_next(capture, &frame, &error) == CAPTURE_FRAME)
		frames++;
	assert_int_equal(frames, 1000); /* and nothing is lost for that */
	assert_int_equal(capture_write_end(capture, &error), -ENOSPC);
	assert_string_equal(
	    error.text, "/dev/full: cannot be written: No space left on device");
	capture_free(capture);
	sample_clear(&s);
}

static void
a_file_is_not_written_over_while_it_is_read(void **state)
{
	struct sample s = { 0 };
	struct capture *capture;
	struct capture_error error;

	(void)state;
	sample_pcap(&s, 0xa1b2c3d4, 1);
	capture = capture_of(&s);
	assert_int_equal(capture_write_to(capture, s.path, &error), -EINVAL);
	assert_int_equal(capture_write_to(capture, "/nonexistent/x", &error), -ENOENT);
	capture_free(capture);
	sample_clear(&s);
}

/* A pipe whose reading end has a path. */
struct pipe_sample {
	struct sample sample;
	int writer;
	int reader;
	char path[32];
};

static void
pipe_open(struct pipe_sample *p)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	p->reader = ends[0];
	p->writer = ends[1];
	snprintf(p->path, sizeof(p->path), "/proc/self/fd/%d", p->reader);
}

/* Sends what the sample gained since the last time. */
static void
pipe_send(struct pipe_sample *p)
{
	assert_int_equal(write(p->writer, p->sample.bytes.at, p->sample.bytes.len),
	    (ssize_t)p->sample.bytes.len);
	p->sample.bytes.len = 0;
}

static void
a_pipe_gives_each_frame_as_it_comes(void **state)
{
	struct pipe_sample p = { 0 };
	struct capture *capture = capture_new();
	struct capture_error error;
	struct frame frame;

	(void)state;
	pipe_open(&p);
	sample_pcap(&p.sample, 0xa1b2c3d4, 1);
	pipe_send(&p);
	assert_int_equal(capture_add_file(capture, p.path, &error), 0);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_WAIT);
	for (uint32_t i = 1; i < 4; i++) {
		sample_pcap_frame(&p.sample, i, 0, 100, 100);
		p.sample.bytes.len -= 30;
		pipe_send(&p);
		assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_WAIT);
		buffer_add(&p.sample.bytes, BYTES("123456789012345678901234567890"));
		pipe_send(&p);
		assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
		assert_int_equal(frame.number, i);
		assert_int_equal(frame.captured.len, 100);
	}
	close(p.writer);
	close(p.reader);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_END);
	capture_free(capture);
	sample_clear(&p.sample);
}

static void
secrets_of_a_pipe_come_as_they_come(void **state)
{
	struct pipe_sample p = { 0 };
	struct capture *capture = capture_new();
	struct capture_error error;
	struct buffer kept = { 0 };
	struct frame frame;

	(void)state;
	pipe_open(&p);
	sample_section(&p.sample);
	sample_interface(&p.sample, 1, 0);
	sample_secrets(&p.sample, BYTES("late\n"));
	sample_frame(&p.sample, 0, 1, 10);
	pipe_send(&p);
	close(p.writer);
	assert_int_equal(capture_add_file(capture, p.path, &error), 0);
	assert_int_equal(capture_input(capture, 0)->link_type, 1);
	capture_secrets(capture, keep_last, &kept);
	assert_int_equal(kept.len, 0);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
	assert_true(bytes_equal(buffer_bytes(&kept), BYTES("late\n")));
	close(p.reader);
	buffer_clear(&kept);
	capture_free(capture);
	sample_clear(&p.sample);
}

static void *
stop_soon(void *capture)
{
	usleep(50000);
	capture_stop(capture);
	return NULL;
}

static void
stopping_ends_the_wait_for_a_pipe(void **state)
{
	struct pipe_sample p = { 0 };
	struct capture *capture = capture_new();
	struct capture_error error;
	struct frame frame;
	pthread_t thread;

	(void)state;
	pipe_open(&p);
	pthread_create(&thread, NULL, stop_soon, capture);
	assert_int_equal(capture_add_file(capture, p.path, &error), -EINTR);
	pthread_join(thread, NULL);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_END);
	close(p.writer);
	close(p.reader);
	capture_free(capture);
}

static void
an_output_that_nobody_reads_ends_the_capture(void **state)
{
	struct sample s = { 0 };
	struct capture *capture;
	struct capture_error error;
	struct frame frame;
	int ends[2];
	char path[32];
	int frames = 0;

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(ends), 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", ends[1]);
	sample_pcap(&s, 0xa1b2c3d4, 1);
	for (uint32_t i = 0; i < 1000; i++)
		sample_pcap_frame(&s, i, 0, 1000, 1000);
	capture = capture_of(&s);
	assert_int_equal(capture_write_to(capture, path, &error), 0);
	close(ends[0]);
	close(ends[1]);
	while (capture_next(capture, &frame, &error) == CAPTURE_FRAME)
		frames++;
	assert_true(frames < 1000);
	assert_int_equal(capture_write_end(capture, &error), -EPIPE);
	capture_free(capture);
	sample_clear(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(several_files_are_merged_by_time_and_keep_their_numbers),
		cmocka_unit_test(a_damaged_input_does_not_stop_the_others),
		cmocka_unit_test(a_filter_leaves_the_numbers_of_the_file),
		cmocka_unit_test(a_filter_is_compiled_for_each_link_type),
		cmocka_unit_test(a_bad_filter_says_so_in_one_line),
		cmocka_unit_test(secrets_of_a_plain_file_come_before_the_first_frame),
		cmocka_unit_test(what_is_written_reads_like_what_was_read),
		cmocka_unit_test(a_full_disk_is_told_at_the_end),
		cmocka_unit_test(a_file_is_not_written_over_while_it_is_read),
		cmocka_unit_test(a_pipe_gives_each_frame_as_it_comes),
		cmocka_unit_test(secrets_of_a_pipe_come_as_they_come),
		cmocka_unit_test(stopping_ends_the_wait_for_a_pipe),
		cmocka_unit_test(an_output_that_nobody_reads_ends_the_capture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
