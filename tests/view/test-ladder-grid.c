/* SPDX-License-Identifier: BSD-2-Clause */
/* Ladders as they are drawn. */
#include <locale.h>

#include "tests/view/drawing.h"
#include "tests/view/visit.h"
#include "view/ladder-grid.h"

enum { ARROWS_MAX = 1000 };

struct drawn {
	struct telling telling;
	struct ladder_sheet sheet;
	struct ladder_view view;
	uint32_t beside;
};

static struct drawn
drawn_init(void)
{
	struct drawn drawn = { .telling = a_visit() };

	drawn.sheet = ladder_sheet_of(told_page(&drawn.telling, 1), ARROWS_MAX);
	drawn.view.selected = LADDER_NO_LINE;
	return drawn;
}

static void
drawn_clear(struct drawn *drawn)
{
	ladder_sheet_clear(&drawn->sheet);
	story_free(drawn->telling.story);
}

static struct grid
draw(struct drawn *drawn, int columns, int rows, enum charset charset)
{
	struct grid grid;

	ladder_sheet_place(&drawn->sheet, columns, drawn->view.time_mode);
	ladder_sheet_scroll(&drawn->sheet, drawn->beside);
	grid_init(&grid, drawn->sheet.places.columns, rows, charset);
	ladder_draw_heads(&grid, 0, LADDER_HEAD_ROWS, &drawn->sheet, &drawn->view);
	ladder_draw_lines(
	    &grid, LADDER_HEAD_ROWS, rows - LADDER_HEAD_ROWS, &drawn->sheet, &drawn->view);
	return grid;
}

static void
assert_draws(
    struct drawn *drawn, int columns, int rows, enum charset charset, const char *name)
{
	struct grid grid = draw(drawn, columns, rows, charset);

	assert_drawn(&grid, name);
	grid_clear(&grid);
}

static void
a_ladder_that_nobody_limits_has_all_its_columns(void **state)
{
	struct drawn drawn = drawn_init();

	(void)state;
	assert_draws(&drawn, 0, 44, CHARSET_UNICODE, "ladder-all");
	drawn_clear(&drawn);
}

static void
without_unicode_it_is_drawn_in_ascii(void **state)
{
	struct drawn drawn = drawn_init();

	(void)state;
	assert_draws(&drawn, 0, 44, CHARSET_ASCII, "ladder-ascii");
	drawn_clear(&drawn);
}

static void
a_narrow_ladder_shows_its_first_columns(void **state)
{
	struct drawn drawn = drawn_init();

	(void)state;
	assert_draws(&drawn, 80, 24, CHARSET_UNICODE, "ladder-80x24");
	assert_draws(&drawn, 60, 16, CHARSET_UNICODE, "ladder-60x16");
	drawn_clear(&drawn);
}

static void
scrolled_sideways_the_client_stays(void **state)
{
	struct drawn drawn = drawn_init();

	(void)state;
	drawn.beside = 3;
	assert_draws(&drawn, 80, 24, CHARSET_UNICODE, "ladder-sideways");
	drawn_clear(&drawn);
}

static void
scrolled_down_the_heads_stay(void **state)
{
	struct drawn drawn = drawn_init();

	(void)state;
	drawn.view.line = 12;
	drawn.view.time_mode = TIME_SINCE_PREVIOUS;
	assert_draws(&drawn, 120, 20, CHARSET_UNICODE, "ladder-down");
	drawn_clear(&drawn);
}

static void
a_folded_section_says_how_much_it_hides(void **state)
{
	struct drawn drawn = drawn_init();

	(void)state;
	drawn.view.has_folds = true;
	drawn.view.time_mode = TIME_CLOCK;
	ladder_sheet_fold_all(&drawn.sheet, true);
	ladder_sheet_fold(&drawn.sheet, 1, false);
	assert_draws(&drawn, 80, 16, CHARSET_UNICODE, "ladder-folded");
	drawn_clear(&drawn);
}

static void
no_size_draws_beyond_the_grid(void **state)
{
	struct drawn drawn = drawn_init();

	(void)state;
	for (int columns = 1; columns < 160; columns += 7)
		for (uint32_t party = 0; party < 8; party++) {
			struct grid grid;

			drawn.beside = party;
			grid = draw(&drawn, columns, 50, CHARSET_UNICODE);
			grid_clear(&grid);
		}
	drawn_clear(&drawn);
}

static int
marked_rows(const struct grid *grid, enum mark mark)
{
	int rows = 0;

	for (int row = 0; row < grid->rows; row++)
		rows += grid->cells[row * grid->columns].mark == mark;
	return rows;
}

static void
what_is_selected_and_what_was_found_are_marked(void **state)
{
	struct drawn drawn = drawn_init();
	struct grid grid;

	(void)state;
	drawn.view.selected = 0;
	drawn.view.search = BYTES("dhcp offer");
	grid = draw(&drawn, 120, 40, CHARSET_UNICODE);
	assert_int_equal(marked_rows(&grid, MARK_SELECTED), 1);
	assert_int_equal(marked_rows(&grid, MARK_FOUND), 1);
	grid_clear(&grid);
	drawn_clear(&drawn);
}

static void
each_line_knows_its_step(void **state)
{
	struct drawn drawn = drawn_init();
	uint32_t before = 0;

	(void)state;
	ladder_sheet_place(&drawn.sheet, 80, TIME_SINCE_START);
	for (uint32_t i = 0; i < drawn.sheet.line_count; i++) {
		uint32_t id = ladder_line_step(&drawn.sheet, i)->id;

		assert_true(id >= before);
		before = id;
	}
	assert_int_equal(before, told_page(&drawn.telling, 1)->step_count);
	drawn_clear(&drawn);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ladder_that_nobody_limits_has_all_its_columns),
		cmocka_unit_test(without_unicode_it_is_drawn_in_ascii),
		cmocka_unit_test(a_narrow_ladder_shows_its_first_columns),
		cmocka_unit_test(scrolled_sideways_the_client_stays),
		cmocka_unit_test(scrolled_down_the_heads_stay),
		cmocka_unit_test(a_folded_section_says_how_much_it_hides),
		cmocka_unit_test(no_size_draws_beyond_the_grid),
		cmocka_unit_test(what_is_selected_and_what_was_found_are_marked),
		cmocka_unit_test(each_line_knows_its_step),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
