/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "base/clock.h"
#include "base/text.h"
#include "view/waterfall-grid.h"

enum {
	STATUS_COLUMNS = 4,
	SIZE_COLUMNS = 8,
	SIZE_FROM = 72, /* columns of the grid; below there is no room for sizes */
	TIME_COLUMNS = 8
};

static const struct {
	enum glyph glyph;
	enum colour_role role;
	const char *short_words; /* where there is no room for DevTools' */
} looks[BAR_COUNT] = {
	[BAR_STALLED] = { GLYPH_STALLED, COLOUR_SOFT, "Stalled" },
	[BAR_DNS] = { GLYPH_DNS, COLOUR_DNS, "DNS" },
	[BAR_CONNECT] = { GLYPH_CONNECT, COLOUR_CONNECT, "Connect" },
	[BAR_TLS] = { GLYPH_TLS, COLOUR_TLS, "SSL" },
	[BAR_SEND] = { GLYPH_SEND, COLOUR_SEND, "Sent" },
	[BAR_WAIT] = { GLYPH_WAIT, COLOUR_WAIT, "Waiting" },
	[BAR_RECEIVE] = { GLYPH_RECEIVE, COLOUR_RECEIVE, "Download" },
	[BAR_HIDDEN] = { GLYPH_HIDDEN, COLOUR_HIDDEN, "Inside TLS" },
};

struct drawing {
	struct grid *grid;
	const struct waterfall *waterfall;
	struct scale scale; /* of the window */
	struct places {
		int names, status_at, size_at, time_at, bars_at;
	} at;
};

/* Sizes go first where it is narrow; names take a fifth. */
static struct places
places_of(int columns)
{
	bool has_size = columns >= SIZE_FROM;
	struct places at = { .names = MIN(MAX(columns / 5, 12), 32) };

	at.status_at = at.names + 1;
	at.size_at = has_size ? at.status_at + STATUS_COLUMNS + 1 : 0;
	at.time_at = at.status_at + STATUS_COLUMNS + 1 + (has_size ? SIZE_COLUMNS + 1 : 0);
	at.bars_at = at.time_at + TIME_COLUMNS + 2;
	return at;
}

static int
column_of(const struct drawing *drawing, uint64_t at_ns)
{
	uint32_t units = (uint32_t)MAX(drawing->grid->columns - drawing->at.bars_at - 1, 0);

	return drawing->at.bars_at + (int)scale_place(&drawing->scale, at_ns, units);
}

/* Is there room for every label? */
static bool
labels_fit(const struct drawing *drawing)
{
	int free_from = drawing->at.bars_at;

	for (uint32_t i = 0; i < drawing->scale.tick_count; i++) {
		const struct scale_tick *tick = &drawing->scale.ticks[i];
		int column = column_of(drawing, tick->at_ns);

		if (column < free_from)
			return false;
		free_from = column + (int)strlen(tick->label) + 1;
	}
	return true;
}

/* With as many ticks as there is room for. */
static struct drawing
drawing_of(
    struct grid *grid, const struct waterfall *waterfall, const struct waterfall_view *view)
{
	const struct scale *all = &waterfall->scale;
	bool is_all = view->to_ns == 0;
	struct drawing drawing = {
		.grid = grid, .waterfall = waterfall, .at = places_of(grid->columns)
	};
	int ticks = SCALE_TICKS_MAX;

	do
		drawing.scale = scale_of(waterfall->page_start_ns,
		    is_all ? all->from_ns : view->from_ns,
		    is_all ? all->to_ns : view->to_ns, ticks);
	while (!labels_fit(&drawing) && --ticks > 0);
	return drawing;
}

static void
put_right(struct grid *grid, int row, int column, int columns, struct bytes text,
    enum colour_role role)
{
	int width = MIN(text_width(text), columns);

	grid_put(grid, row, column + columns - width, text, columns, role);
}

void
waterfall_draw_scale(struct grid *grid, int row, const struct waterfall *waterfall,
    const struct waterfall_view *view)
{
	struct drawing drawing = drawing_of(grid, waterfall, view);

	for (uint32_t i = 0; i < drawing.scale.tick_count; i++) {
		struct bytes label = bytes_of_string(drawing.scale.ticks[i].label);
		int column = column_of(&drawing, drawing.scale.ticks[i].at_ns);

		if (column + (int)label.len <= grid->columns)
			grid_put(grid, row, column, label, (int)label.len, COLOUR_SOFT);
	}
}

static bool
is_in_window(const struct drawing *drawing, uint64_t at_ns)
{
	return at_ns >= drawing->scale.from_ns && at_ns <= drawing->scale.to_ns;
}

static void
put_marks(struct drawing *drawing, int row)
{
	const struct waterfall *waterfall = drawing->waterfall;

	if (is_in_window(drawing, waterfall->first_byte_ns))
		grid_put_glyph(drawing->grid, row,
		    column_of(drawing, waterfall->first_byte_ns), GLYPH_DOTTED,
		    COLOUR_WAIT);
	if (is_in_window(drawing, waterfall->loaded_ns))
		grid_put_glyph(drawing->grid, row, column_of(drawing, waterfall->loaded_ns),
		    GLYPH_VERTICAL, COLOUR_BAD);
}

/* A bar has one cell at least; the next one begins behind it. */
static void
put_bars(struct drawing *drawing, int row, const struct waterfall_row *of)
{
	int free_from = drawing->at.bars_at;

	for (uint32_t i = 0; i < of->bar_count; i++) {
		const struct waterfall_bar *bar = &of->bars[i];
		int from = MAX(column_of(drawing, bar->span.start_ns), free_from);
		int to = MAX(column_of(drawing, bar->span.end_ns) - 1, from);

		if (bar->span.end_ns < drawing->scale.from_ns ||
		    bar->span.start_ns > drawing->scale.to_ns)
			continue;
		if (bar->kind == BAR_SEND && column_of(drawing, bar->span.end_ns) <= from)
			continue; /* too short to be worth a cell */
		grid_put_run(drawing->grid, row, from, to, looks[bar->kind].glyph,
		    looks[bar->kind].role);
		free_from = to + 1;
	}
}

/* What lies beyond an edge of the window is pointed to. */
static void
put_beyond(struct drawing *drawing, int row, const struct waterfall_row *of)
{
	if (of->end_ns < drawing->scale.from_ns)
		grid_put_glyph(
		    drawing->grid, row, drawing->at.bars_at, GLYPH_LEFT, COLOUR_SOFT);
	else if (of->start_ns > drawing->scale.to_ns)
		grid_put_glyph(drawing->grid, row, drawing->grid->columns - 1, GLYPH_RIGHT,
		    COLOUR_SOFT);
}

/* What a row without a status is. */
static const char *
row_word(const struct waterfall_row *of)
{
	if (of->request != NULL)
		return "-";
	if (of->connection == NULL)
		return "dns";
	return of->connection->tls != NULL && !connection_is_quic(of->connection)
		   ? "tls"
		   : of->connection->transport;
}

static void
put_status(struct drawing *drawing, int row, const struct waterfall_row *of)
{
	const struct request *request = of->request;
	struct buffer text = { 0 };
	bool has_status = request != NULL && request->status != 0;

	if (has_status)
		buffer_printf(&text, "%llu", (unsigned long long)request->status);
	else
		buffer_add_string(&text, row_word(of));
	put_right(drawing->grid, row, drawing->at.status_at, STATUS_COLUMNS,
	    buffer_bytes(&text),
	    !has_status              ? COLOUR_SOFT
	    : request->status >= 400 ? COLOUR_BAD
				     : COLOUR_TEXT);
	text.len = 0;
	if (has_status && drawing->at.size_at > 0) {
		text_add_size(&text, request->bytes);
		put_right(drawing->grid, row, drawing->at.size_at, SIZE_COLUMNS,
		    buffer_bytes(&text), COLOUR_SOFT);
	}
	buffer_clear(&text);
}

static void
put_row(struct drawing *drawing, int row, const struct waterfall_row *of)
{
	char text[CLOCK_TEXT_SIZE];
	bool has_failed = of->request != NULL && of->request->status >= 400;

	put_marks(drawing, row);
	grid_put(drawing->grid, row, 0, of->name, drawing->at.names,
	    has_failed ? COLOUR_BAD : COLOUR_TEXT);
	put_status(drawing, row, of);
	clock_duration(clock_between(of->start_ns, of->end_ns), text);
	put_right(drawing->grid, row, drawing->at.time_at, TIME_COLUMNS,
	    bytes_of_string(text), COLOUR_SOFT);
	put_bars(drawing, row, of);
	put_beyond(drawing, row, of);
}

void
waterfall_draw_rows(struct grid *grid, int row, int rows, const struct waterfall *waterfall,
    const struct waterfall_view *view)
{
	struct drawing drawing = drawing_of(grid, waterfall, view);

	for (int i = 0; i < rows && view->row + (uint32_t)i < waterfall->rows.count; i++) {
		uint32_t at = view->row + (uint32_t)i;
		const struct waterfall_row *of = &waterfall->rows.items[at];

		put_row(&drawing, row + i, of);
		if (view->selected == at)
			grid_mark(grid, row + i, 0, grid->columns - 1, MARK_SELECTED);
		else if (waterfall_row_finds(of, view->search))
			grid_mark(grid, row + i, 0, drawing.at.names - 1, MARK_FOUND);
	}
}

static const char *
look_words(enum bar_kind kind, bool is_short)
{
	return is_short ? looks[kind].short_words : bar_words(kind);
}

struct key {
	struct grid *grid;
	int row, rows_end, column;
};

/* A sign and what it means; where the row is full in the next one. */
static void
put_meaning(struct key *key, enum glyph glyph, enum colour_role role, const char *words)
{
	int width = (int)strlen(words) + 2;

	if (key->column > 0 && key->column + width > key->grid->columns) {
		key->row++;
		key->column = 0;
	}
	if (key->row == key->rows_end)
		return;
	grid_put_glyph(key->grid, key->row, key->column, glyph, role);
	grid_put(key->grid, key->row, key->column + 2, bytes_of_string(words), width,
	    COLOUR_SOFT);
	key->column += width + 2;
}

static void
put_meanings(struct key *key, const struct waterfall *waterfall, bool is_short)
{
	for (int kind = 0; kind < BAR_COUNT; kind++)
		if ((waterfall->kinds & 1U << kind) != 0)
			put_meaning(key, looks[kind].glyph, looks[kind].role,
			    look_words((enum bar_kind)kind, is_short));
	if (waterfall->first_byte_ns != 0)
		put_meaning(key, GLYPH_DOTTED, COLOUR_WAIT, "first byte");
	if (waterfall->loaded_ns != 0)
		put_meaning(key, GLYPH_VERTICAL, COLOUR_BAD, "loaded");
}

/* Where DevTools' words do not fit, shorter ones. */
int
waterfall_draw_key(struct grid *grid, int row, int rows, const struct waterfall *waterfall)
{
	struct grid nowhere = { .columns = grid->columns };
	struct key trial = { &nowhere, 0, rows, 0 };
	struct key key = { grid, row, row + rows, 0 };

	put_meanings(&trial, waterfall, false);
	put_meanings(&key, waterfall, trial.row >= rows);
	return MIN(key.row + 1, row + rows) - row;
}
