/* SPDX-License-Identifier: BSD-2-Clause */
#include <locale.h>

#include "tests/test.h"
#include "view/grid.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_that_is_too_long_is_cut),
		cmocka_unit_test(what_lies_outside_is_not_drawn),
		cmocka_unit_test(wide_characters_fill_two_cells),
		cmocka_unit_test(half_of_a_wide_character_never_stays),
		cmocka_unit_test(what_combines_stands_with_what_is_before_it),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
