/* SPDX-License-Identifier: BSD-2-Clause */
#include <locale.h>
#include <stdlib.h>

#include "base/text.h"
#include "tests/test.h"
#include "view/line.h"

static void
assert_made(struct buffer *out, const char *expected)
{
	buffer_add_char(out, '\0');
	assert_string_equal((const char *)out->at, expected);
	buffer_clear(out);
}

static void
what_would_steer_a_terminal_is_shown_instead(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	line_add_text(&out, BYTES("a\x1b[2J\nb\r\x7f\xe2\x80\xae"));
	assert_made(&out, "a\\u001b[2J\\u000ab\\u000d\\u007f\\u202e");
}

static void
a_long_word_loses_its_middle(void **state)
{
	struct buffer wire = { 0 };
	struct buffer out = { 0 };

	(void)state;
	buffer_add_string(&wire, "GET ");
	for (int i = 0; i < 65536; i++)
		buffer_add_char(&wire, 'a');
	buffer_add_string(&wire, "/end and more");
	line_add_text(&out, buffer_bytes(&wire));
	assert_int_equal(text_width(buffer_bytes(&out)), 4 + 150 + 1 + 40 + 9);
	assert_true(bytes_end_with(buffer_bytes(&out), BYTES("aaaa/end and more")));
	buffer_clear(&wire);
	buffer_clear(&out);
}

static void
a_long_word_of_wide_characters_is_cut_between_them(void **state)
{
	struct buffer wire = { 0 };
	struct buffer out = { 0 };
	bool valid = true;

	(void)state;
	for (int i = 0; i < 300; i++)
		buffer_add_string(&wire, "한");
	line_add_text(&out, buffer_bytes(&wire));
	assert_int_equal(text_width(buffer_bytes(&out)), 150 + 1 + 40);
	for (size_t at = 0; valid && at < out.len;)
		text_code_point(buffer_bytes(&out), &at, &valid);
	assert_true(valid);
	buffer_clear(&wire);
	buffer_clear(&out);
}

static void
an_endless_text_ends(void **state)
{
	struct buffer wire = { 0 };
	struct buffer out = { 0 };

	(void)state;
	for (int i = 0; i < 65536; i++)
		buffer_add_string(&wire, "no ");
	line_add_text(&out, buffer_bytes(&wire));
	assert_int_equal(text_width(buffer_bytes(&out)), LINE_TEXT_MAX + 1);
	buffer_clear(&wire);
	buffer_clear(&out);
}

static void
a_column_is_filled_by_what_a_terminal_shows(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	line_add_column(&out, BYTES("한글"), 6, ALIGN_RIGHT);
	line_add_column(&out, BYTES("ab"), 4, ALIGN_LEFT);
	line_add_cut_column(&out, BYTES("abcdefgh"), 5);
	line_add_cut_column(&out, BYTES("한글한글"), 4);
	assert_made(&out, "  한글ab  abcd…한… ");
}

static void
frames_in_a_row_are_told_as_one(void **state)
{
	const struct frame_list frames = { 6,
		{ { 0, 3 }, { 0, 5 }, { 0, 6 }, { 0, 7 }, { 0, 9 }, { 0, 10 } } };
	const struct frame_list one = { 1, { { 0, 3 } } };
	const struct frame_list none = { 0 };
	struct buffer out = { 0 };

	(void)state;
	line_add_frames(&out, &frames, INPUTS_ONE);
	assert_made(&out, "frames 3 5–7 9 10");
	line_add_frames(&out, &one, INPUTS_ONE);
	assert_made(&out, "frame 3");
	line_add_frames(&out, &none, INPUTS_ONE);
	assert_int_equal(out.len, 0);
}

static void
a_frame_of_several_files_is_told_with_its_file(void **state)
{
	const struct frame_list frames = { 4, { { 0, 3 }, { 1, 4 }, { 1, 5 }, { 1, 6 } } };
	struct buffer out = { 0 };

	(void)state;
	line_add_frames(&out, &frames, INPUTS_SEVERAL);
	assert_made(&out, "frames 3 of file 0, 4–6 of file 1");
}

static void
a_line_is_broken_between_words_under_its_text(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	line_add_wrapped(&out, BYTES("  +1 ms  one two three averylongword x"), 9, 16);
	assert_made(&out, "  +1 ms  one two\n"
			  "         three\n"
			  "         averylongword\n"
			  "         x");
	line_add_wrapped(&out, BYTES("one two three"), 4, 0);
	assert_made(&out, "one two three");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_would_steer_a_terminal_is_shown_instead),
		cmocka_unit_test(a_long_word_loses_its_middle),
		cmocka_unit_test(a_long_word_of_wide_characters_is_cut_between_them),
		cmocka_unit_test(an_endless_text_ends),
		cmocka_unit_test(a_column_is_filled_by_what_a_terminal_shows),
		cmocka_unit_test(frames_in_a_row_are_told_as_one),
		cmocka_unit_test(a_frame_of_several_files_is_told_with_its_file),
		cmocka_unit_test(a_line_is_broken_between_words_under_its_text),
	};

	/* Widths of characters are the locale's. */
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
