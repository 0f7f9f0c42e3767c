/* SPDX-License-Identifier: BSD-2-Clause */
/* What pcapng holds besides frames: names, secrets, comments. */
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "capture/file.h"
#include "tests/capture/sample.h"
#include "tests/test.h"

static void
list_secrets(void *receiver, uint32_t type, struct bytes data)
{
	buffer_printf(receiver, "secrets %08x %.*s\n", (unsigned)type, (int)data.len,
	    (const char *)data.at);
}

static void
list_name(void *receiver, struct address address, struct bytes name)
{
	char text[ADDRESS_TEXT_SIZE];

	buffer_printf(receiver, "name %s %.*s\n", address_text(address, text),
	    (int)name.len, (const char *)name.at);
}

static void
list_comment(void *receiver, const struct comment *comment)
{
	static const char *const on[] = { "section", "interface", "frame" };

	buffer_printf(receiver, "%s %u: %.*s\n", on[comment->on], comment->link_type,
	    (int)comment->text.len, (const char *)comment->text.at);
}

/* All that is in a file, a line each, in its order. */
static void
list_file(struct buffer *out, const char *path)
{
	struct extras_sink sink = { out, list_secrets, list_name, list_comment };
	atomic_bool stopped = false;
	struct capture_error error;
	struct frame frame;
	int err;
	struct file *file = file_open(path, &stopped, &sink, &error, &err);

	out->len = 0;
	assert_non_null(file);
	while (file_next(file, &frame, &error) == CAPTURE_FRAME)
		buffer_printf(out, "frame %u of %zu bytes\n", (unsigned)frame.number,
		    frame.captured.len);
	file_close(file);
	buffer_add_char(out, '\0');
}

static void
assert_file_lists(const char *path, const char *expected)
{
	struct buffer list = { 0 };

	list_file(&list, path);
	assert_string_equal((const char *)list.at, expected);
	buffer_clear(&list);
}

static void
sample_commented_section(struct sample *s, const char *comment)
{
	sample_block_begin(s, 0x0a0d0d0a);
	sample_u32(s, 0x1a2b3c4d);
	sample_u16(s, 1);
	sample_u16(s, 0);
	sample_u32(s, UINT32_MAX);
	sample_u32(s, UINT32_MAX);
	sample_option(s, 3, BYTES("an operating system"));
	sample_option(s, 1, bytes_of_string(comment));
	sample_u32(s, 0);
	sample_block_end(s);
}

static void
sample_commented_interface(struct sample *s, uint16_t link_type, const char *comment)
{
	sample_block_begin(s, 1);
	sample_u16(s, link_type);
	sample_u16(s, 0);
	sample_u32(s, 0);
	sample_option(s, 2, BYTES("eth7"));
	sample_option(s, 1, bytes_of_string(comment));
	sample_u32(s, 0);
	sample_block_end(s);
}

/* UDP over IPv4 over Ethernet from `port`, with up to two comments. */
static void
sample_commented_frame(
    struct sample *s, uint32_t interface, char port, const char *first, const char *second)
{
	sample_block_begin(s, 6);
	sample_u32(s, interface);
	sample_u32(s, 0x00060000);
	sample_u32(s, (uint32_t)s->bytes.len);
	sample_u32(s, 42);
	sample_u32(s, 42);
	buffer_add(&s->bytes, BYTES("\2\0\0\0\0\1\2\0\0\0\0\2\x08\0"));
	buffer_add(&s->bytes, BYTES("\x45\0\0\x1c\0\0\0\0\x40\x11\0\0"));
	buffer_add(&s->bytes, BYTES("\x0a\0\0\x01\x0a\0\0\x02\0"));
	buffer_add_char(&s->bytes, port);
	buffer_add(&s->bytes, BYTES("\x30\x39\0\x08\0\0\0\0"));
	if (first != NULL)
		sample_option(s, 1, bytes_of_string(first));
	sample_option(s, 2, BYTES("\0\0\0\1")); /* flags: came in */
	if (second != NULL)
		sample_option(s, 1, bytes_of_string(second));
	sample_u32(s, 0);
	sample_block_end(s);
}

static void
sample_names(struct sample *s)
{
	sample_block_begin(s, 4);
	sample_option(s, 1, BYTES("\xc6\x33\x64\x50www.shop.example\0shop.example\0"));
	sample_option(s, 3, BYTES("\2\0\0\0\0\1a-card\0"));
	sample_option(
	    s, 2, BYTES("\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x50six.shop.example\0"));
	sample_u32(s, 0);
	sample_block_end(s);
}

/* Everything, in two sections of either byte order. */
static void
sample_everything(struct sample *s)
{
	for (int section = 0; section < 2; section++) {
		s->big_endian = section == 1;
		sample_commented_section(s, section == 0 ? "the first day" : "the next");
		sample_names(s);
		sample_secrets(s, BYTES("key"));
		sample_commented_interface(s, 1, "the left cable");
		sample_commented_frame(s, 0, 53, "here it begins", "and goes on");
		sample_commented_frame(s, 0, 80, NULL, NULL);
		sample_commented_frame(s, 0, 53, "here it ends", NULL);
	}
}

static const char everything[] = "section 0: the first day\n"
				 "name 198.51.100.80 www.shop.example\n"
				 "name 198.51.100.80 shop.example\n"
				 "name 2001:db8::50 six.shop.example\n"
				 "secrets 544c534b key\n"
				 "interface 1: the left cable\n"
				 "frame 0: here it begins\n"
				 "frame 0: and goes on\n"
				 "frame 1 of 42 bytes\n"
				 "frame 2 of 42 bytes\n"
				 "frame 0: here it ends\n"
				 "frame 3 of 42 bytes\n"
				 "section 0: the next\n"
				 "name 198.51.100.80 www.shop.example\n"
				 "name 198.51.100.80 shop.example\n"
				 "name 2001:db8::50 six.shop.example\n"
				 "secrets 544c534b key\n"
				 "interface 1: the left cable\n"
				 "frame 0: here it begins\n"
				 "frame 0: and goes on\n"
				 "frame 4 of 42 bytes\n"
				 "frame 5 of 42 bytes\n"
				 "frame 0: here it ends\n"
				 "frame 6 of 42 bytes\n";

/* Reads the files to their ends and writes them to `copy`, a template for mkstemp. */
static void
copy_files(char *copy, const char *const *paths, size_t count, const char *filter)
{
	struct capture *capture = capture_new();
	struct capture_error error;
	struct frame frame;

	close(mkstemp(copy));
	for (size_t i = 0; i < count; i++)
		assert_int_equal(capture_add_file(capture, paths[i], &error), 0);
	if (filter != NULL)
		assert_int_equal(capture_set_filter(capture, filter, &error), 0);
	assert_int_equal(capture_write_to(capture, copy, &error), 0);
	while (capture_next(capture, &frame, &error) != CAPTURE_END)
		;
	assert_int_equal(capture_write_end(capture, &error), 0);
	capture_free(capture);
}

/* Copies the sample, and clears it. */
static void
assert_copy_lists(struct sample *s, const char *filter, const char *expected)
{
	char copy[] = "copied-XXXXXX";
	const char *path = sample_save(s);

	copy_files(copy, &path, 1, filter);
	assert_file_lists(copy, expected);
	unlink(copy);
	sample_clear(s);
}

static void
names_and_comments_of_either_byte_order_are_read(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_everything(&s);
	assert_file_lists(sample_save(&s), everything);
	sample_clear(&s);
}

static void
names_come_when_the_reading_comes_to_them(void **state)
{
	struct sample s = { 0 };
	struct capture *capture = capture_new();
	struct capture_error error;
	struct buffer names = { 0 };
	struct frame frame;

	(void)state;
	sample_section(&s);
	sample_interface(&s, 1, 0);
	sample_frame(&s, 0, 1, 20);
	sample_names(&s);
	sample_frame(&s, 0, 2, 20);
	assert_int_equal(capture_add_file(capture, sample_save(&s), &error), 0);
	capture_names(capture, list_name, &names);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
	assert_int_equal(names.len, 0);
	assert_int_equal(capture_next(capture, &frame, &error), CAPTURE_FRAME);
	assert_true(bytes_equal(
	    buffer_bytes(&names), BYTES("name 198.51.100.80 www.shop.example\n"
					"name 198.51.100.80 shop.example\n"
					"name 2001:db8::50 six.shop.example\n")));
	buffer_clear(&names);
	capture_free(capture);
	sample_clear(&s);
}

static void
names_and_comments_that_do_not_fit_lose_no_frames(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_section(&s);
	sample_interface(&s, 1, 0);
	sample_block_begin(&s, 4);
	sample_option(&s, 1, BYTES("\1\2\3"));           /* half an address */
	sample_option(&s, 1, BYTES("\1\2\3\4"));         /* without a name */
	sample_option(&s, 1, BYTES("\1\2\3\4\0\0open")); /* without an end */
	sample_u16(&s, 1);
	sample_u16(&s, 100);
	sample_block_end(&s);
	sample_block_begin(&s, 6);
	for (int i = 0; i < 5; i++)
		sample_u32(&s, 0); /* a frame of no bytes */
	sample_u16(&s, 1);
	sample_u16(&s, 100);
	sample_block_end(&s);
	assert_file_lists(sample_save(&s), "name 1.2.3.4 open\nframe 1 of 0 bytes\n");
	sample_clear(&s);
}

static void
a_copy_loses_neither_names_nor_secrets_nor_comments(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_everything(&s);
	assert_copy_lists(&s, NULL, everything);
}

static void
comments_of_frames_that_do_not_match_are_not_copied(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_section(&s);
	sample_interface(&s, 1, 0);
	sample_commented_frame(&s, 0, 53, "a question", NULL);
	sample_commented_frame(&s, 0, 80, NULL, NULL);
	sample_commented_frame(&s, 0, 53, "an answer", NULL);
	assert_copy_lists(&s, "udp port 80", "frame 1 of 42 bytes\n");
}

static void
what_no_frame_follows_is_copied_too(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_commented_section(&s, "a quiet night");
	sample_commented_interface(&s, 1, "the left cable");
	sample_commented_interface(&s, 101, "a tunnel");
	sample_names(&s);
	assert_copy_lists(&s, NULL,
	    "section 0: a quiet night\n"
	    "name 198.51.100.80 www.shop.example\n"
	    "name 198.51.100.80 shop.example\n"
	    "name 2001:db8::50 six.shop.example\n"
	    "interface 1: the left cable\n"
	    "interface 101: a tunnel\n");
}

static void
an_interface_of_the_copy_stands_for_all_of_its_link_type(void **state)
{
	struct sample s = { 0 };

	(void)state;
	sample_section(&s);
	sample_commented_interface(&s, 1, "left");
	sample_commented_interface(&s, 1, "right");
	sample_commented_frame(&s, 1, 53, NULL, NULL);
	sample_commented_interface(&s, 1, "behind");
	sample_commented_frame(&s, 2, 53, NULL, NULL);
	assert_copy_lists(&s, NULL,
	    "interface 1: left\n"
	    "interface 1: right\n"
	    "frame 1 of 42 bytes\n"
	    "interface 1: behind\n"
	    "frame 2 of 42 bytes\n");
}

static void
files_that_are_merged_keep_their_comments_at_their_frames(void **state)
{
	char copy[] = "copied-XXXXXX";
	struct sample samples[2] = { 0 };
	const char *paths[2];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		struct sample *s = &samples[i];

		sample_commented_section(s, i == 0 ? "client" : "server");
		sample_interface(s, 1, 0);
		if (i == 1)
			sample_names(s); /* so its frame is the later one */
		sample_commented_frame(s, 0, 53, i == 0 ? "sent" : "received", NULL);
		paths[i] = sample_save(s);
	}
	copy_files(copy, paths, 2, NULL);
	assert_file_lists(copy, "section 0: client\n"
				"section 0: server\n"
				"name 198.51.100.80 www.shop.example\n"
				"name 198.51.100.80 shop.example\n"
				"name 2001:db8::50 six.shop.example\n"
				"frame 0: sent\n"
				"frame 1 of 42 bytes\n"
				"frame 0: received\n"
				"frame 2 of 42 bytes\n");
	unlink(copy);
	for (size_t i = 0; i < COUNT_OF(samples); i++)
		sample_clear(&samples[i]);
}

/* More than the writer lets wait. */
static void
many_comments_and_names_are_copied_all(void **state)
{
	char copy[] = "copied-XXXXXX";
	struct sample s = { 0 };
	struct buffer expected = { 0 };
	struct buffer copied = { 0 };
	const char *path;

	(void)state;
	for (int i = 0; i < 12; i++) {
		char text[60001];

		memset(text, 'a' + i, 60000);
		text[60000] = '\0';
		sample_commented_section(&s, text);
	}
	for (int i = 0; i < 12; i++) {
		char text[60001];

		memset(text, 'A' + i, 60000);
		text[60000] = '\0';
		sample_commented_interface(&s, 1, text);
	}
	for (int i = 0; i < 9000; i++)
		sample_names(&s);
	sample_commented_frame(&s, 0, 53, "at last", NULL);
	path = sample_save(&s);
	list_file(&expected, path);
	copy_files(copy, &path, 1, NULL);
	list_file(&copied, copy);
	assert_int_equal(copied.len, expected.len);
	unlink(copy);
	buffer_clear(&expected);
	buffer_clear(&copied);
	sample_clear(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_comments_of_either_byte_order_are_read),
		cmocka_unit_test(names_come_when_the_reading_comes_to_them),
		cmocka_unit_test(names_and_comments_that_do_not_fit_lose_no_frames),
		cmocka_unit_test(a_copy_loses_neither_names_nor_secrets_nor_comments),
		cmocka_unit_test(comments_of_frames_that_do_not_match_are_not_copied),
		cmocka_unit_test(what_no_frame_follows_is_copied_too),
		cmocka_unit_test(an_interface_of_the_copy_stands_for_all_of_its_link_type),
		cmocka_unit_test(files_that_are_merged_keep_their_comments_at_their_frames),
		cmocka_unit_test(many_comments_and_names_are_copied_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
