/* SPDX-License-Identifier: BSD-2-Clause */
#include <locale.h>

#include "tests/test.h"
#include "tests/view/made.h"
#include "view/ladder-grid.h"
#include "view/waterfall-grid.h"

static void
assert_printed(struct grid *grid, const char *expected)
{
	struct buffer out = { 0 };

	grid_print(grid, &out);
	buffer_add_char(&out, '\0');
	assert_string_equal((const char *)out.at, expected);
	buffer_clear(&out);
	grid_clear(grid);
}

static void
text_that_is_too_long_is_cut(void **state)
{
	struct grid grid;

	(void)state;
	grid_init(&grid, 10, 1, CHARSET_UNICODE);
	assert_int_equal(grid_put(&grid, 0, 1, BYTES("abcdefgh"), 4, COLOUR_TEXT), 4);
	assert_printed(&grid, " abc…\n");
	grid_init(&grid, 10, 1, CHARSET_ASCII);
	grid_put(&grid, 0, 1, BYTES("abcdefgh"), 4, COLOUR_TEXT);
	assert_printed(&grid, " abc~\n");
}

static void
what_lies_outside_is_not_drawn(void **state)
{
	struct grid grid;

	(void)state;
	grid_init(&grid, 4, 2, CHARSET_ASCII);
	grid_put(&grid, 0, 2, BYTES("abc"), 9, COLOUR_TEXT);
	grid_put(&grid, 5, 0, BYTES("abc"), 9, COLOUR_TEXT);
	grid_put(&grid, -1, -1, BYTES("abc"), 9, COLOUR_TEXT);
	grid_put_run(&grid, 1, -5, 2, GLYPH_HORIZONTAL, COLOUR_LINE);
	assert_printed(&grid, "  ab\n---\n");
}

static void
wide_characters_fill_two_cells(void **state)
{
	struct grid grid;

	(void)state;
	grid_init(&grid, 8, 1, CHARSET_UNICODE);
	assert_int_equal(grid_put(&grid, 0, 0, BYTES("가나다"), 5, COLOUR_TEXT), 5);
	grid_put(&grid, 0, 6, BYTES("x"), 1, COLOUR_TEXT);
	assert_printed(&grid, "가나… x\n");
}

static void
half_of_a_wide_character_never_stays(void **state)
{
	struct grid grid;

	(void)state;
	grid_init(&grid, 8, 2, CHARSET_UNICODE);
	grid_put(&grid, 0, 0, BYTES("가나"), 8, COLOUR_TEXT);
	grid_put(&grid, 0, 1, BYTES("x"), 1, COLOUR_TEXT);
	grid_put(&grid, 1, 0, BYTES("가나"), 8, COLOUR_TEXT);
	grid_put(&grid, 1, 2, BYTES("x"), 1, COLOUR_TEXT);
	assert_printed(&grid, " x나\n가x\n");
}

static void
what_combines_stands_with_what_is_before_it(void **state)
{
	struct grid grid;

	(void)state;
	grid_init(&grid, 8, 1, CHARSET_UNICODE);
	assert_int_equal(grid_put(&grid, 0, 0, BYTES("e\xcc\x81x"), 8, COLOUR_TEXT), 2);
	assert_printed(&grid, "e\xcc\x81x\n");
}

static void
without_unicode_there_is_only_ascii(void **state)
{
	struct waterfall waterfall;
	struct buffer out = { 0 };
	struct grid grid;
	struct made made;

	(void)state;
	made_init(&made);
	made.request.target = BYTES("/가 µ");
	made.connection.opened_for = 1;
	waterfall = waterfall_of(&made.page, 10);
	grid = waterfall_to_grid(&waterfall, 80, CHARSET_ASCII);
	grid_print(&grid, &out);
	for (size_t i = 0; i < out.len; i++)
		assert_true(out.at[i] < 0x80);
	grid_clear(&grid);
	buffer_clear(&out);
	waterfall_clear(&waterfall);
	made_clear(&made);
}

static void
a_waterfall_is_as_wide_as_it_is_told_to_be(void **state)
{
	struct waterfall waterfall;
	struct grid grid;
	struct made made;

	(void)state;
	made_init(&made);
	made.request.target = BYTES("/");
	made.request.host = BYTES("shop.example");
	waterfall = waterfall_of(&made.page, 10);
	grid = waterfall_to_grid(&waterfall, 72, CHARSET_ASCII);
	assert_int_equal(grid.columns, 72);
	assert_printed(&grid,
	    "                                                 0   200 ms 600 ms\n"
	    "shop.example              200   6.4 kB   1.16 s   ===============#####|\n"
	    "\n"
	    "= Waiting for server response  # Content Download  | loaded\n");
	waterfall_clear(&waterfall);
	made_clear(&made);
}

static void
a_ladder_has_a_life_for_each_participant(void **state)
{
	struct ladder ladder;
	struct grid grid;
	struct made made;

	(void)state;
	made_init(&made);
	made.request.target = BYTES("/");
	made.page.steps = &made.steps[4];
	made.page.step_count = 1;
	ladder = ladder_of(&made.page, 10);
	grid = ladder_to_grid(&ladder, INPUTS_ONE, CHARSET_ASCII);
	assert_printed(&grid,
	    "                      laptop             198.51.100.80\n"
	    "                      client                server\n"
	    "\n"
	    "-- request http://shop.example/ ------------------------------------------\n"
	    "                         | GET /               |\n"
	    "      +42.0 ms           |-------------------->|\n");
	ladder_clear(&ladder);
	made_clear(&made);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_that_is_too_long_is_cut),
		cmocka_unit_test(what_lies_outside_is_not_drawn),
		cmocka_unit_test(wide_characters_fill_two_cells),
		cmocka_unit_test(half_of_a_wide_character_never_stays),
		cmocka_unit_test(what_combines_stands_with_what_is_before_it),
		cmocka_unit_test(without_unicode_there_is_only_ascii),
		cmocka_unit_test(a_waterfall_is_as_wide_as_it_is_told_to_be),
		cmocka_unit_test(a_ladder_has_a_life_for_each_participant),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
