/* SPDX-License-Identifier: BSD-2-Clause */
/* Whatever names and texts a packet has: nothing on any screen steers a terminal. */
#include <locale.h>

#include "base/text.h"
#include "tests/export/hostile.h"
#include "tests/test.h"
#include "tui/app.h"

static const char *const texts[] = {
	"\x1b]0;owned\x07\x1b[2J",
	"\xc2\x9b\x31m\x7f\x01\x1f\r\n\t\b",
	"\xe2\x80\xae\xe2\x81\xa6moc.evil\xe2\x80\xa8",
	"\xff\xfe\xc0\x80\xed\xa0\x80\xf5\xf5",
	"\xea\xb0\x80\xeb\x82\x98\xf0\x9f\x98\x80\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92"
	"\xbb",
	"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81",
	"%s%n",
};

/* All screens of the page, one after the other, after what the keys do there. */
static void
draw_screens(struct report *report, const struct story *story, const struct page *page)
{
	static const struct {
		int columns, rows;
	} sizes[] = { { 60, 16 }, { 140, 50 } };
	struct app_hands hands = { 0 };
	struct app app;

	(void)story;
	app_init(&app, &hands, INPUTS_ONE, CHARSET_UNICODE);
	app_page_begun(&app, page);
	app_page_over(&app, page);
	for (const char *key = "2zjjx/a\rnjj3jj4jj5jj?\0331fa\r"; *key != '\0'; key++) {
		for (size_t i = 0; i < COUNT_OF(sizes); i++) {
			struct grid grid;

			grid_init(&grid, sizes[i].columns, sizes[i].rows, CHARSET_UNICODE);
			app_draw(&app, &grid);
			grid_print(&grid, output_buffer(&report->output));
			grid_clear(&grid);
		}
		app_key(&app, (uint32_t)*key);
	}
	output_end_line(&report->output);
	app_clear(&app);
}

static const struct format screens_format = {
	.name = "screens",
	.kind = OUTPUT_LINES,
	.keep = STORY_KEEP_LIVE,
	.page = draw_screens,
};

static void
assert_is_safe(struct bytes drawn, const char *what)
{
	size_t at = 0;

	assert_true(drawn.len > 0);
	while (at < drawn.len) {
		bool valid;
		uint32_t code_point = text_code_point(drawn, &at, &valid);

		if (!valid || (text_is_control(code_point) && code_point != '\n'))
			fail_msg("%s: U+%04X is drawn", what, (unsigned)code_point);
	}
}

static void
no_text_of_a_packet_steers_a_terminal(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct buffer script = { 0 }, drawn = { 0 };

		for (int round = 0; round < 3; round++)
			for (int part = 0; part < HOSTILE_PART_COUNT; part++)
				hostile_add(&script, (enum hostile_part)part,
				    bytes_of_string(texts[i]));
		hostile_tell(&drawn, &screens_format, buffer_bytes(&script));
		assert_is_safe(buffer_bytes(&drawn), texts[i]);
		buffer_clear(&drawn);
		buffer_clear(&script);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_text_of_a_packet_steers_a_terminal),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
