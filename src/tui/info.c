/* SPDX-License-Identifier: BSD-2-Clause */
#include "tui/info.h"

#include "view/line.h"

enum { ROWS_FROM = 11, MORE_FROM = 16 };

int
info_rows(int rows)
{
	if (rows < ROWS_FROM)
		return 0;
	return rows < MORE_FROM ? 3 : 4;
}

/* Broken into as many rows as there are; the last one is cut.  How many it took. */
static int
put_wrapped(struct grid *grid, int row, int rows, struct bytes safe, enum colour_role role)
{
	struct buffer wrapped = { 0 };
	struct bytes rest;
	int used = 0;

	line_add_wrapped(&wrapped, safe, 0, grid->columns - 2);
	rest = buffer_bytes(&wrapped);
	for (; used < rows && rest.len > 0; used++) {
		bool is_last = used == rows - 1;
		size_t len = bytes_index(rest, '\n');

		/* What no row is left for makes the last one too long. */
		for (; is_last && len < rest.len;
		     len += bytes_index(bytes_from(rest, len), '\n'))
			wrapped.at[wrapped.len - rest.len + len] = ' ';
		grid_put(
		    grid, row + used, 1, bytes_first(rest, len), grid->columns - 2, role);
		rest = bytes_from(rest, len + 1);
	}
	buffer_clear(&wrapped);
	return used;
}

void
info_draw(struct grid *grid, struct bytes text, struct bytes more)
{
	int rows = info_rows(grid->rows);
	int row = grid->rows - rows;

	if (rows == 0)
		return;
	grid_put_run(grid, row++, 0, grid->columns - 1, GLYPH_HORIZONTAL, COLOUR_LINE);
	row += put_wrapped(grid, row, rows - 2, text, COLOUR_TITLE);
	put_wrapped(grid, row, grid->rows - row, more, COLOUR_SOFT);
}
