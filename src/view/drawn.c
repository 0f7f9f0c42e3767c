/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/drawn.h"
#include "view/ladder-grid.h"
#include "view/waterfall-grid.h"

enum { COLUMNS_DEFAULT = 120, ROWS_MAX = 10000, ARROWS_MAX = 2000 };

static void
add_heading(struct buffer *out, const struct page *page)
{
	heading_add_who(out, page->client);
	buffer_add_char(out, '\n');
	heading_add_page(out, page);
	buffer_add_char(out, '\n');
}

static void
add_grid(struct buffer *out, struct grid *grid, uint32_t left_out, const char *what)
{
	grid_print(grid, out);
	if (left_out > 0)
		buffer_printf(out, "%u more %s\n", (unsigned)left_out, what);
	buffer_add_char(out, '\n');
	grid_clear(grid);
}

void
drawn_flow(struct buffer *out, const struct page *page, struct drawn_options options)
{
	struct ladder ladder = ladder_of(page, ARROWS_MAX);
	struct grid grid = ladder_to_grid(&ladder, options.inputs, options.charset);

	add_heading(out, page);
	add_grid(out, &grid, ladder.left_out, "steps");
	ladder_clear(&ladder);
}

void
drawn_waterfall(struct buffer *out, const struct page *page, struct drawn_options options)
{
	struct waterfall waterfall = waterfall_of(page, ROWS_MAX);
	struct grid grid = waterfall_to_grid(&waterfall,
	    options.columns == 0 ? COLUMNS_DEFAULT : options.columns, options.charset);

	add_heading(out, page);
	add_grid(out, &grid, waterfall.left_out, "rows");
	waterfall_clear(&waterfall);
}
