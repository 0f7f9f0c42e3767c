/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/drawn.h"
#include "view/ladder-grid.h"
#include "view/rest.h"
#include "view/theme.h"
#include "view/waterfall-grid.h"

enum {
	COLUMNS_DEFAULT = 120,
	ROWS_MAX = 10000,
	ARROWS_MAX = 10000,
	STRIP_ROWS = 64, /* that are drawn at a time */
	KEY_ROWS = 2
};

static void
add_heading(struct buffer *out, const struct page *page)
{
	heading_add_who(out, page->client);
	buffer_add_char(out, '\n');
	heading_add_page(out, page);
	buffer_add_char(out, '\n');
}

static void
add_left_out(struct buffer *out, uint32_t left_out, const char *what)
{
	if (left_out > 0)
		buffer_printf(out, "%u more %s\n", (unsigned)left_out, what);
	buffer_add_char(out, '\n');
}

static void
add_strip(struct buffer *out, struct grid *grid, struct drawn_options options)
{
	if (options.has_colours)
		theme_print(grid, out);
	else
		grid_print(grid, out);
	grid_clear(grid);
}

static void
add_ladder(
    struct buffer *out, const struct ladder_sheet *sheet, struct drawn_options options)
{
	struct ladder_view view = { .selected = LADDER_NO_LINE, .inputs = options.inputs };
	int columns = sheet->places.columns;
	struct grid grid;

	if (sheet->line_count == 0)
		return;
	grid_init(&grid, columns, LADDER_HEAD_ROWS, options.charset);
	ladder_draw_heads(&grid, 0, LADDER_HEAD_ROWS, sheet, &view);
	add_strip(out, &grid, options);
	for (; view.line < sheet->line_count; view.line += STRIP_ROWS) {
		int rows = (int)MIN(sheet->line_count - view.line, (uint32_t)STRIP_ROWS);

		grid_init(&grid, columns, rows, options.charset);
		ladder_draw_lines(&grid, 0, rows, sheet, &view);
		add_strip(out, &grid, options);
	}
}

static bool
step_is_told(struct told_list *list, const struct page *page, const struct step *step)
{
	struct told *told = told_get(list, page->client->id);
	uint64_t key = rest_step_key(page->client, step);
	bool is_told = key != 0 && told_has(told, key) && step->start_ns < page->start_ns;

	if (key != 0)
		told_add(told, key);
	return is_told;
}

static void
fold_told(struct ladder_sheet *sheet, const struct page *page, struct told_list *told)
{
	for (uint32_t i = 0; i < sheet->section_count; i++) {
		struct ladder_section *section = &sheet->sections[i];

		section->is_folded = section->arrow_count > 0;
		for (uint32_t j = 0; j < section->group_count; j++)
			if (!step_is_told(told, page,
				sheet->ladder.groups[section->first_group + j].step))
				section->is_folded = false;
	}
}

/* A terminal may be too narrow: then the lines are as long as they must be. */
void
drawn_flow(struct buffer *out, const struct page *page, struct told_list *told,
    struct drawn_options options)
{
	struct ladder_sheet sheet = ladder_sheet_of(page, ARROWS_MAX);
	int columns = options.columns;

	if (columns > 0)
		columns = MAX(columns, ladder_sheet_columns(&sheet, TIME_SINCE_START));
	fold_told(&sheet, page, told);
	ladder_sheet_place(&sheet, columns, TIME_SINCE_START);
	add_heading(out, page);
	add_ladder(out, &sheet, options);
	add_left_out(out, sheet.ladder.left_out, "steps");
	ladder_sheet_clear(&sheet);
}

static void
add_waterfall(
    struct buffer *out, const struct waterfall *waterfall, struct drawn_options options)
{
	struct waterfall_view view = { .selected = WATERFALL_NO_ROW };
	int columns = options.columns == 0 ? COLUMNS_DEFAULT : options.columns;
	struct grid grid;

	columns = MAX(columns, (int)WATERFALL_COLUMNS_LEAST);
	grid_init(&grid, columns, 1, options.charset);
	waterfall_draw_scale(&grid, 0, waterfall, &view);
	add_strip(out, &grid, options);
	for (; view.row < waterfall->rows.count; view.row += STRIP_ROWS) {
		int rows = (int)MIN(waterfall->rows.count - view.row, (uint32_t)STRIP_ROWS);

		grid_init(&grid, columns, rows, options.charset);
		waterfall_draw_rows(&grid, 0, rows, waterfall, &view);
		add_strip(out, &grid, options);
	}
	if (waterfall->rows.count == 0)
		return;
	grid_init(&grid, columns, 1 + KEY_ROWS, options.charset);
	grid.rows = 1 + waterfall_draw_key(&grid, 1, KEY_ROWS, waterfall);
	add_strip(out, &grid, options);
}

void
drawn_waterfall(struct buffer *out, const struct page *page, struct drawn_options options)
{
	struct waterfall waterfall = waterfall_of(page, ROWS_MAX);

	add_heading(out, page);
	add_waterfall(out, &waterfall, options);
	add_left_out(out, waterfall.left_out, "rows");
	waterfall_clear(&waterfall);
}
