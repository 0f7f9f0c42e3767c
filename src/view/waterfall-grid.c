/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "base/clock.h"
#include "base/text.h"
#include "view/waterfall-grid.h"

enum {
	NAME_COLUMNS = 24,
	STATUS_AT = NAME_COLUMNS + 1,
	STATUS_COLUMNS = 4,
	SIZE_AT = STATUS_AT + STATUS_COLUMNS + 1,
	SIZE_COLUMNS = 8,
	TIME_AT = SIZE_AT + SIZE_COLUMNS + 1,
	TIME_COLUMNS = 8,
	BARS_AT = TIME_AT + TIME_COLUMNS + 2,
	HEAD_ROWS = 1,
	KEY_ROWS = 2
};

static const struct {
	enum glyph glyph;
	enum colour_role role;
} looks[BAR_COUNT] = {
	[BAR_STALLED] = { GLYPH_STALLED, COLOUR_SOFT },
	[BAR_DNS] = { GLYPH_DNS, COLOUR_DNS },
	[BAR_CONNECT] = { GLYPH_CONNECT, COLOUR_CONNECT },
	[BAR_TLS] = { GLYPH_TLS, COLOUR_TLS },
	[BAR_SEND] = { GLYPH_SEND, COLOUR_SEND },
	[BAR_WAIT] = { GLYPH_WAIT, COLOUR_WAIT },
	[BAR_RECEIVE] = { GLYPH_RECEIVE, COLOUR_RECEIVE },
	[BAR_HIDDEN] = { GLYPH_HIDDEN, COLOUR_HIDDEN },
};

struct drawing {
	const struct waterfall *waterfall;
	struct grid grid;
};

static int
column_of(const struct drawing *drawing, uint64_t at_ns)
{
	uint32_t units = (uint32_t)(drawing->grid.columns - BARS_AT - 1);

	return BARS_AT + (int)waterfall_place(drawing->waterfall, at_ns, units);
}

static void
put_right(struct grid *grid, int row, int column, int columns, struct bytes text,
    enum colour_role role)
{
	int width = MIN(text_width(text), columns);

	grid_put(grid, row, column + columns - width, text, columns, role);
}

static void
put_scale(struct drawing *drawing)
{
	const struct waterfall *waterfall = drawing->waterfall;
	int free_from = BARS_AT;

	for (uint32_t i = 0; i < waterfall->tick_count; i++) {
		int column = column_of(drawing, waterfall->ticks[i].at_ns);
		int width = text_width(waterfall->ticks[i].label);

		if (column < free_from || column + width > drawing->grid.columns)
			continue;
		grid_put(&drawing->grid, 0, column, waterfall->ticks[i].label, width,
		    COLOUR_SOFT);
		free_from = column + width + 1;
	}
}

static void
put_marks(struct drawing *drawing, int row)
{
	const struct waterfall *waterfall = drawing->waterfall;

	if (waterfall->first_byte_ns != 0)
		grid_put_glyph(&drawing->grid, row,
		    column_of(drawing, waterfall->first_byte_ns), GLYPH_DOTTED,
		    COLOUR_WAIT);
	if (waterfall->loaded_ns != 0)
		grid_put_glyph(&drawing->grid, row,
		    column_of(drawing, waterfall->loaded_ns), GLYPH_VERTICAL, COLOUR_BAD);
}

/* A bar has one cell at least; the next one begins behind it. */
static void
put_bars(struct drawing *drawing, int row, const struct waterfall_row *of)
{
	int free_from = BARS_AT;

	for (uint32_t i = 0; i < of->bar_count; i++) {
		const struct waterfall_bar *bar = &of->bars[i];
		int from = MAX(column_of(drawing, bar->span.start_ns), free_from);
		int to = MAX(column_of(drawing, bar->span.end_ns) - 1, from);

		if (bar->kind == BAR_SEND && column_of(drawing, bar->span.end_ns) <= from)
			continue; /* too short to be worth a cell */
		grid_put_run(&drawing->grid, row, from, to, looks[bar->kind].glyph,
		    looks[bar->kind].role);
		free_from = to + 1;
	}
}

static void
put_words(struct drawing *drawing, int row, const struct waterfall_row *of)
{
	const struct request *request = of->request;
	struct grid *grid = &drawing->grid;
	struct buffer size = { 0 };
	char text[CLOCK_TEXT_SIZE];
	char status[24];

	grid_put(grid, row, 0, of->name, NAME_COLUMNS, COLOUR_TEXT);
	if (request != NULL && request->status != 0) {
		snprintf(
		    status, sizeof(status), "%llu", (unsigned long long)request->status);
		put_right(grid, row, STATUS_AT, STATUS_COLUMNS, bytes_of_string(status),
		    request->status >= 400 ? COLOUR_BAD : COLOUR_TEXT);
		text_add_size(&size, request->bytes);
		put_right(
		    grid, row, SIZE_AT, SIZE_COLUMNS, buffer_bytes(&size), COLOUR_SOFT);
	}
	clock_duration(clock_between(of->start_ns, of->end_ns), text);
	put_right(grid, row, TIME_AT, TIME_COLUMNS, bytes_of_string(text), COLOUR_SOFT);
	buffer_clear(&size);
}

/* A sign and what it means; where the next one goes. */
static int
put_meaning(struct drawing *drawing, int column, enum glyph glyph, enum colour_role role,
    const char *words)
{
	int row = drawing->grid.rows - 1;

	grid_put_glyph(&drawing->grid, row, column, glyph, role);
	column += 2;
	return column + 2 +
	       grid_put(&drawing->grid, row, column, bytes_of_string(words),
		   drawing->grid.columns - column, COLOUR_SOFT);
}

/* What the bars that occur mean, as far as there is room. */
static void
put_key(struct drawing *drawing)
{
	const struct waterfall *waterfall = drawing->waterfall;
	bool occurs[BAR_COUNT] = { false };
	int column = 0;

	for (uint32_t i = 0; i < waterfall->rows.count; i++)
		for (uint32_t j = 0; j < waterfall->rows.items[i].bar_count; j++)
			occurs[waterfall->rows.items[i].bars[j].kind] = true;
	for (int kind = 0; kind < BAR_COUNT; kind++)
		if (occurs[kind])
			column = put_meaning(drawing, column, looks[kind].glyph,
			    looks[kind].role, bar_words((enum bar_kind)kind));
	if (waterfall->first_byte_ns != 0)
		column =
		    put_meaning(drawing, column, GLYPH_DOTTED, COLOUR_WAIT, "first byte");
	if (waterfall->loaded_ns != 0)
		put_meaning(drawing, column, GLYPH_VERTICAL, COLOUR_BAD, "loaded");
}

struct grid
waterfall_to_grid(const struct waterfall *waterfall, int columns, enum charset charset)
{
	struct drawing drawing = { .waterfall = waterfall };
	int count = (int)waterfall->rows.count;

	grid_init(&drawing.grid, MAX(columns, (int)WATERFALL_COLUMNS_LEAST),
	    HEAD_ROWS + count + KEY_ROWS, charset);
	put_scale(&drawing);
	for (int i = 0; i < count; i++) {
		const struct waterfall_row *row = &waterfall->rows.items[i];

		put_marks(&drawing, HEAD_ROWS + i);
		put_words(&drawing, HEAD_ROWS + i, row);
		put_bars(&drawing, HEAD_ROWS + i, row);
	}
	put_key(&drawing);
	return drawing.grid;
}
