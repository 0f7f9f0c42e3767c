/* SPDX-License-Identifier: BSD-2-Clause */
/* Waterfalls as they are drawn, and their scales. */
#include <locale.h>

#include "tests/view/drawing.h"
#include "tests/view/visit.h"
#include "view/waterfall-grid.h"

enum { ROWS_MAX = 1000 };

struct drawn {
	struct telling telling;
	struct waterfall waterfall;
	struct waterfall_view view;
};

static struct drawn
drawn_init(void)
{
	struct drawn drawn = { .telling = a_visit() };

	drawn.waterfall = waterfall_of(told_page(&drawn.telling, 1), ROWS_MAX);
	drawn.view.selected = WATERFALL_NO_ROW;
	return drawn;
}

static void
drawn_clear(struct drawn *drawn)
{
	waterfall_clear(&drawn->waterfall);
	story_free(drawn->telling.story);
}

static struct grid
draw(const struct drawn *drawn, int columns, int rows, enum charset charset)
{
	struct grid grid;

	grid_init(&grid, columns, rows, charset);
	waterfall_draw_scale(&grid, 0, &drawn->waterfall, &drawn->view);
	waterfall_draw_rows(&grid, 1, rows - 3, &drawn->waterfall, &drawn->view);
	waterfall_draw_key(&grid, rows - 2, 2, &drawn->waterfall);
	return grid;
}

static void
assert_draws(const struct drawn *drawn, int columns, enum charset charset, const char *name)
{
	struct grid grid = draw(drawn, columns, 8, charset);

	assert_drawn(&grid, name);
	grid_clear(&grid);
}

static void
a_waterfall_is_as_wide_as_there_is_room(void **state)
{
	struct drawn drawn = drawn_init();

	(void)state;
	assert_draws(&drawn, 120, CHARSET_UNICODE, "waterfall-120");
	assert_draws(&drawn, 80, CHARSET_UNICODE, "waterfall-80");
	assert_draws(&drawn, 60, CHARSET_UNICODE, "waterfall-60");
	assert_draws(&drawn, 80, CHARSET_ASCII, "waterfall-ascii");
	drawn_clear(&drawn);
}

static void
a_window_of_time_fills_the_width(void **state)
{
	struct drawn drawn = drawn_init();

	(void)state;
	drawn.view.from_ns = drawn.waterfall.page_start_ns + 60 * NS_PER_MS;
	drawn.view.to_ns = drawn.view.from_ns + 80 * NS_PER_MS;
	assert_draws(&drawn, 80, CHARSET_UNICODE, "waterfall-zoomed");
	drawn_clear(&drawn);
}

static void
rows_begin_where_they_are_told_to(void **state)
{
	struct drawn drawn = drawn_init();
	struct grid grid;

	(void)state;
	drawn.view.row = 1;
	drawn.view.selected = 1;
	drawn.view.search = BYTES("SIZE=big");
	grid = draw(&drawn, 80, 20, CHARSET_UNICODE);
	assert_int_equal(grid.cells[grid.columns].mark, MARK_SELECTED);
	assert_int_equal(grid.cells[3 * grid.columns].mark, MARK_FOUND);
	grid_clear(&grid);
	drawn_clear(&drawn);
}

static void
no_size_and_no_window_draws_beyond_the_grid(void **state)
{
	struct drawn drawn = drawn_init();

	(void)state;
	for (int columns = 1; columns < 140; columns += 9)
		for (uint64_t to_ns = 0; to_ns < 4; to_ns++) {
			struct grid grid;

			drawn.view.to_ns = to_ns * drawn.waterfall.scale.to_ns / 2;
			grid = draw(&drawn, columns, 10, CHARSET_UNICODE);
			grid_clear(&grid);
		}
	drawn_clear(&drawn);
}

static void
assert_ticks(struct scale scale, uint32_t count, const char *first, const char *last)
{
	assert_int_equal(scale.tick_count, count);
	assert_string_equal(scale.ticks[0].label, first);
	assert_string_equal(scale.ticks[count - 1].label, last);
}

static void
ticks_are_round_and_counted_from_the_start(void **state)
{
	const uint64_t zero_ns = 1000 * NS_PER_S;

	(void)state;
	assert_ticks(
	    scale_of(zero_ns, zero_ns, zero_ns + 718 * NS_PER_MS, 8), 8, "0", "700 ms");
	assert_ticks(
	    scale_of(zero_ns, zero_ns + 501 * NS_PER_MS, zero_ns + 503 * NS_PER_MS, 5), 4,
	    "501.0 ms", "502.5 ms");
	assert_ticks(
	    scale_of(zero_ns, zero_ns, zero_ns + 60 * NS_PER_S, 5), 3, "0", "40 s");
	assert_ticks(scale_of(zero_ns, zero_ns - 3 * NS_PER_S, zero_ns + NS_PER_S, 5), 4,
	    "-3000 ms", "0");
}

static void
a_time_lies_within_the_scale(void **state)
{
	struct scale scale = scale_of(0, 1000, 2000, 5);

	(void)state;
	assert_int_equal(scale_place(&scale, 0, 100), 0);
	assert_int_equal(scale_place(&scale, 1500, 100), 50);
	assert_int_equal(scale_place(&scale, UINT64_MAX, 100), 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_waterfall_is_as_wide_as_there_is_room),
		cmocka_unit_test(a_window_of_time_fills_the_width),
		cmocka_unit_test(rows_begin_where_they_are_told_to),
		cmocka_unit_test(no_size_and_no_window_draws_beyond_the_grid),
		cmocka_unit_test(ticks_are_round_and_counted_from_the_start),
		cmocka_unit_test(a_time_lies_within_the_scale),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
