/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of all pages, as htop shows processes. */
#include "base/clock.h"
#include "base/text.h"
#include "tui/rows.h"
#include "tui/screens.h"
#include "tui/scroll.h"

struct pages {
	struct scroll scroll;
	uint64_t last_ns; /* start of the row drawn before, for the time since then */
};

enum { HEAD_ROWS = 1, URL_LEAST = 20, BAR_COLUMNS = 10, GAP = 1 };

struct column {
	const char *name;
	int columns; /* 0: what the others leave */
	int least;   /* it is left out where the terminal has fewer columns */
	enum align align;
	enum row_sort sort;
	void (*draw)(const struct pages *, const struct scene *, const struct row *,
	    struct grid *, int row, int column, int columns);
};

static void
put_right(struct grid *grid, int row, int column, int columns, struct bytes text,
    enum colour_role role)
{
	int width = MIN(text_width(text), columns);

	grid_put(grid, row, column + columns - width, text, columns, role);
}

static void
draw_time(const struct pages *pages, const struct scene *scene, const struct row *row,
    struct grid *grid, int at, int column, int columns)
{
	const struct row *first = rows_first(scene->rows);
	char text[CLOCK_TEXT_SIZE];
	struct buffer cell = { 0 };

	if (scene->time_mode == TIME_CLOCK || first == NULL) {
		const char *date = clock_date(row->start_ns, 3, text);

		/* "2026-11-25T22:27:00.123Z" */
		buffer_add(&cell, bytes_of(date + 11, 12));
	} else {
		uint64_t from_ns =
		    scene->time_mode == TIME_SINCE_PREVIOUS && pages->last_ns != 0
			? pages->last_ns
			: first->start_ns;
		uint64_t ns = MAX(row->start_ns, from_ns) - MIN(row->start_ns, from_ns);

		buffer_printf(&cell, "%c%llu.%03u s", row->start_ns < from_ns ? '-' : '+',
		    (unsigned long long)(ns / NS_PER_S),
		    (unsigned)(ns % NS_PER_S / NS_PER_MS));
	}
	put_right(grid, at, column, columns, buffer_bytes(&cell), COLOUR_SOFT);
	buffer_clear(&cell);
}

static void
draw_client(const struct pages *pages, const struct scene *scene, const struct row *row,
    struct grid *grid, int at, int column, int columns)
{
	(void)pages;
	(void)scene;
	grid_put(grid, at, column, row_who(row), columns, COLOUR_TEXT);
}

static void
draw_url(const struct pages *pages, const struct scene *scene, const struct row *row,
    struct grid *grid, int at, int column, int columns)
{
	(void)pages;
	(void)scene;
	grid_put(grid, at, column, row_url(row), columns,
	    row->is_over ? COLOUR_TEXT : COLOUR_SOFT);
}

static void
draw_status(const struct pages *pages, const struct scene *scene, const struct row *row,
    struct grid *grid, int at, int column, int columns)
{
	bool is_bad = row->failure != FAILURE_NONE || row->status >= 400;
	char text[8];

	(void)pages;
	(void)scene;
	grid_put(grid, at, column, bytes_of_string(row_status(row, text)), columns,
	    is_bad             ? COLOUR_BAD
	    : row->status == 0 ? COLOUR_SOFT
			       : COLOUR_GOOD);
}

static void
draw_requests(const struct pages *pages, const struct scene *scene, const struct row *row,
    struct grid *grid, int at, int column, int columns)
{
	struct buffer cell = { 0 };

	(void)pages;
	(void)scene;
	if (row->requests == 0)
		return;
	buffer_printf(&cell, "%u", (unsigned)row->requests);
	put_right(grid, at, column, columns, buffer_bytes(&cell), COLOUR_TEXT);
	buffer_clear(&cell);
}

static void
draw_bytes(const struct pages *pages, const struct scene *scene, const struct row *row,
    struct grid *grid, int at, int column, int columns)
{
	struct buffer cell = { 0 };

	(void)pages;
	(void)scene;
	if (row->requests == 0)
		return;
	text_add_size(&cell, row->bytes);
	put_right(grid, at, column, columns, buffer_bytes(&cell), COLOUR_TEXT);
	buffer_clear(&cell);
}

static void
draw_load(const struct pages *pages, const struct scene *scene, const struct row *row,
    struct grid *grid, int at, int column, int columns)
{
	char text[CLOCK_TEXT_SIZE];

	(void)pages;
	(void)scene;
	if (row->load_ns != 0)
		put_right(grid, at, column, columns,
		    bytes_of_string(clock_duration(row->load_ns, text)), COLOUR_TEXT);
}

static const struct {
	enum glyph glyph;
	enum colour_role role;
} phase_looks[PHASE_COUNT] = {
	[PHASE_JOIN] = { GLYPH_DASHED, COLOUR_LINK },
	[PHASE_ARP] = { GLYPH_DASHED, COLOUR_LINK },
	[PHASE_DNS] = { GLYPH_DNS, COLOUR_DNS },
	[PHASE_CONNECT] = { GLYPH_CONNECT, COLOUR_CONNECT },
	[PHASE_TLS] = { GLYPH_TLS, COLOUR_TLS },
	[PHASE_WAITING] = { GLYPH_WAIT, COLOUR_WAIT },
	[PHASE_RECEIVING] = { GLYPH_RECEIVE, COLOUR_RECEIVE },
	[PHASE_CLIENT] = { GLYPH_STALLED, COLOUR_LINE },
	[PHASE_STALLED] = { GLYPH_LOST, COLOUR_BAD },
};

/* The whole time fills the bar; each phase ends where its share of it does. */
static void
draw_phases(const struct pages *pages, const struct scene *scene, const struct row *row,
    struct grid *grid, int at, int column, int columns)
{
	uint64_t whole = 0, until = 0;
	int from = 0;

	(void)pages;
	(void)scene;
	for (int i = 0; i < PHASE_COUNT; i++)
		whole += row->phases_us[i];
	for (int i = 0; whole > 0 && i < PHASE_COUNT; i++) {
		until += row->phases_us[i];

		int end = (int)((until * (uint64_t)columns + whole / 2) / whole);

		grid_put_run(grid, at, column + from, column + end - 1,
		    phase_looks[i].glyph, phase_looks[i].role);
		from = MAX(end, from);
	}
}

static void
draw_warnings(const struct pages *pages, const struct scene *scene, const struct row *row,
    struct grid *grid, int at, int column, int columns)
{
	struct buffer cell = { 0 };

	(void)pages;
	(void)scene;
	if (row->problems > 0)
		buffer_printf(&cell, "!%u", (unsigned)row->problems);
	if (row->warnings > 0)
		buffer_printf(&cell, "%s%u", cell.len > 0 ? " " : "", row->warnings);
	put_right(grid, at, column, columns, buffer_bytes(&cell),
	    row->problems > 0 ? COLOUR_BAD : COLOUR_WAIT);
	buffer_clear(&cell);
}

static const struct column table[] = {
	{ "TIME", 12, 0, ALIGN_RIGHT, SORT_TIME, draw_time },
	{ "CLIENT", 16, 90, ALIGN_LEFT, SORT_CLIENT, draw_client },
	{ "STATUS", 7, 0, ALIGN_LEFT, SORT_STATUS, draw_status },
	{ "REQ", 4, 70, ALIGN_RIGHT, SORT_REQUESTS, draw_requests },
	{ "BYTES", 8, 78, ALIGN_RIGHT, SORT_BYTES, draw_bytes },
	{ "LOADED IN", 10, 0, ALIGN_RIGHT, SORT_LOAD, draw_load },
	{ "PHASES", BAR_COLUMNS, 110, ALIGN_LEFT, SORT_COUNT, draw_phases },
	{ "WARN", 5, 64, ALIGN_RIGHT, SORT_WARNINGS, draw_warnings },
	{ "URL", 0, 0, ALIGN_LEFT, SORT_URL, draw_url },
};

static int
column_width(const struct column *column, int left)
{
	return column->columns == 0 ? MAX(left, 0) : column->columns;
}

static void
draw_head(const struct scene *scene, struct grid *grid)
{
	int at = 0;

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		const struct column *column = &table[i];
		int width = column_width(column, grid->columns - at);
		bool is_sorted = scene->rows->sort == column->sort;
		struct buffer name = { 0 };

		if (grid->columns < column->least)
			continue;
		buffer_add_string(&name, column->name);
		if (is_sorted && column->sort != SORT_TIME)
			buffer_add_string(
			    &name, grid->charset == CHARSET_UNICODE ? "▾" : "v");
		if (column->align == ALIGN_RIGHT)
			put_right(grid, 0, at, width, buffer_bytes(&name), COLOUR_TITLE);
		else
			grid_put(grid, 0, at, buffer_bytes(&name), width, COLOUR_TITLE);
		buffer_clear(&name);
		at += width + GAP;
	}
	grid_mark(grid, 0, 0, grid->columns - 1, MARK_LIT);
}

static void
draw_row(const struct pages *pages, const struct scene *scene, const struct row *row,
    struct grid *grid, int at)
{
	int column = 0;

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		int width = column_width(&table[i], grid->columns - column);

		if (grid->columns < table[i].least)
			continue;
		table[i].draw(pages, scene, row, grid, at, column, width);
		column += width + GAP;
	}
	if (row->id == scene->selected)
		grid_mark(grid, at, 0, grid->columns - 1, MARK_SELECTED);
	else if (scene_finds(scene, row_url(row)) || scene_finds(scene, row_who(row)))
		grid_mark(grid, at, 0, grid->columns - 1, MARK_FOUND);
}

static void
draw_nothing(const struct scene *scene, struct grid *grid)
{
	bool is_filtered = scene->rows->filter.len > 0 || scene->rows->client != 0;

	grid_put(grid, 3, 2,
	    is_filtered ? BYTES("No page matches the filter. Esc shows all.")
			: BYTES("No page yet."),
	    grid->columns - 4, COLOUR_SOFT);
}

/* Where the selected page stands now; the one nearest to where it was when it is not
 * shown any more. */
static void
pages_place(struct pages *pages, struct scene *scene, int rows)
{
	const struct rows *table_rows = scene->rows;
	int count = (int)table_rows->shown_count;
	int place = pages->scroll.selected;

	if (place >= count || place < 0 || table_rows->shown[place] != scene->selected)
		place = rows_place(table_rows, scene->selected);
	if (place >= 0)
		pages->scroll.selected = place;
	scroll_fit(&pages->scroll, count, rows);
	scene->selected = count == 0 ? 0 : table_rows->shown[pages->scroll.selected];
}

static void
pages_draw(void *state, struct scene *scene, struct grid *grid)
{
	struct pages *pages = state;

	pages_place(pages, scene, grid->rows - HEAD_ROWS);
	draw_head(scene, grid);
	if (scene->rows->shown_count == 0)
		draw_nothing(scene, grid);
	for (int i = 0; i < pages->scroll.rows; i++) {
		int place = pages->scroll.top + i;
		const struct row *row, *before;

		if (place >= pages->scroll.count)
			break;
		row = rows_find(scene->rows, scene->rows->shown[place]);
		before = place == 0 ? NULL
				    : rows_find(scene->rows, scene->rows->shown[place - 1]);
		pages->last_ns = before == NULL ? 0 : before->start_ns;
		draw_row(pages, scene, row, grid, HEAD_ROWS + i);
	}
}

static void
pages_select(struct pages *pages, struct scene *scene)
{
	if (pages->scroll.count > 0)
		scene->selected = scene->rows->shown[pages->scroll.selected];
}

static bool
pages_find(struct pages *pages, struct scene *scene, int direction)
{
	int count = pages->scroll.count;

	for (int i = 1; i <= count; i++) {
		int place = (pages->scroll.selected + direction * i + count) % count;
		const struct row *row = rows_find(scene->rows, scene->rows->shown[place]);

		if (place < 0)
			place += count;
		if (!scene_finds(scene, row_url(row)) && !scene_finds(scene, row_who(row)))
			continue;
		pages->scroll.selected = place;
		pages_select(pages, scene);
		return true;
	}
	return false;
}

/* Who sorts wants to see what comes first. */
static void
pages_sort(struct scene *scene, enum row_sort sort)
{
	rows_sort(scene->rows, sort);
	if (scene->rows->shown_count > 0)
		scene->selected = scene->rows->shown[0];
}

static struct action
pages_act(void *state, struct scene *scene, enum command command)
{
	struct pages *pages = state;

	switch (command) {
	case COMMAND_OPEN: return pages->scroll.count > 0 ? ACT_GO(SCREEN_STORY) : ACT_DONE;
	case COMMAND_SORT:
		pages_sort(scene, (scene->rows->sort + 1) % SORT_COUNT);
		return ACT_DONE;
	case COMMAND_FIND_NEXT:
	case COMMAND_FIND_PREVIOUS:
		if (!pages_find(pages, scene, command == COMMAND_FIND_NEXT ? 1 : -1))
			scene_notice(scene, "not found");
		return ACT_DONE;
	default: break;
	}
	if (!scroll_act(&pages->scroll, command))
		return ACT_NOT_MINE;
	pages_select(pages, scene);
	return ACT_DONE;
}

/* The names of the columns sort. */
static void
point_head(struct scene *scene, int columns, int column)
{
	int at = 0;

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		int width = column_width(&table[i], columns - at);

		if (columns < table[i].least)
			continue;
		if (column >= at && column < at + width && table[i].sort != SORT_COUNT)
			pages_sort(scene, table[i].sort);
		at += width + GAP;
	}
}

static struct action
pages_point(void *state, struct scene *scene, const struct grid *grid, int row, int column)
{
	struct pages *pages = state;

	if (row < HEAD_ROWS)
		point_head(scene, grid->columns, column);
	else if (scroll_point(&pages->scroll, row - HEAD_ROWS))
		pages_select(pages, scene);
	return ACT_DONE;
}

const struct screen screen_pages = {
	.name = "Pages",
	.state_size = sizeof(struct pages),
	.draw = pages_draw,
	.act = pages_act,
	.point = pages_point,
};
