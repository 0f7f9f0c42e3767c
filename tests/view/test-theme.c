/* SPDX-License-Identifier: BSD-2-Clause */
/* Colours of what is printed. */
#include <stdlib.h>

#include "tests/test.h"
#include "view/theme.h"

static void
assert_printed(const struct grid *grid, const char *expected)
{
	struct buffer out = { 0 };

	theme_print(grid, &out);
	buffer_add_char(&out, '\0');
	assert_string_equal((const char *)out.at, expected);
	buffer_clear(&out);
}

static void
each_role_has_its_colour_and_text_has_none(void **state)
{
	struct grid grid;

	(void)state;
	grid_init(&grid, 12, 1, CHARSET_UNICODE);
	grid_put(&grid, 0, 0, BYTES("a"), 1, COLOUR_TEXT);
	grid_put(&grid, 0, 2, BYTES("bc"), 2, COLOUR_DNS);
	grid_put(&grid, 0, 4, BYTES("d"), 1, COLOUR_BAD);
	grid_put(&grid, 0, 5, BYTES("e"), 1, COLOUR_SOFT);
	grid_put(&grid, 0, 6, BYTES("f"), 1, COLOUR_TEXT);
	assert_printed(&grid, "a \033[0;36mbc\033[0;1;31md\033[0;2me\033[0mf\n");
	grid_clear(&grid);
}

static void
no_colour_goes_on_behind_the_end_of_a_line(void **state)
{
	struct grid grid;

	(void)state;
	grid_init(&grid, 4, 2, CHARSET_UNICODE);
	grid_put(&grid, 0, 0, BYTES("가"), 2, COLOUR_WAIT);
	grid_put(&grid, 1, 1, BYTES("b"), 1, COLOUR_TEXT);
	assert_printed(&grid, "\033[0;32m가\033[0m\n b\n");
	grid_clear(&grid);
}

static void
colours_are_wanted_on_terminals_that_have_them(void **state)
{
	(void)state;
	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
	assert_true(colour_wanted(COLOUR_AUTO, true));
	assert_false(colour_wanted(COLOUR_AUTO, false));
	setenv("TERM", "dumb", 1);
	assert_false(colour_wanted(COLOUR_AUTO, true));
	assert_true(colour_wanted(COLOUR_ALWAYS, false));
}

static void
no_color_is_obeyed_unless_they_are_asked_for(void **state)
{
	(void)state;
	setenv("TERM", "xterm", 1);
	setenv("NO_COLOR", "1", 1);
	assert_false(colour_wanted(COLOUR_AUTO, true));
	assert_true(colour_wanted(COLOUR_ALWAYS, true));
	assert_false(colour_wanted(COLOUR_NEVER, true));
	setenv("NO_COLOR", "", 1);
	assert_true(colour_wanted(COLOUR_AUTO, true));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_role_has_its_colour_and_text_has_none),
		cmocka_unit_test(no_colour_goes_on_behind_the_end_of_a_line),
		cmocka_unit_test(colours_are_wanted_on_terminals_that_have_them),
		cmocka_unit_test(no_color_is_obeyed_unless_they_are_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
