/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/detail-grid.h"

#include "base/text.h"
#include "view/hex.h"

enum { HEX_ROWS_LEAST = 3, INDENT = 2 };

uint32_t
detail_visible(const struct detail *detail, const bool *is_folded, uint32_t *visible)
{
	int hidden_below = UINT8_MAX; /* lines deeper than this are folded away */
	uint32_t count = 0;

	for (uint32_t i = 0; i < detail->line_count; i++) {
		if (detail->lines[i].depth > hidden_below)
			continue;
		hidden_below = is_folded[i] ? detail->lines[i].depth : UINT8_MAX;
		visible[count++] = i;
	}
	return count;
}

/* The bytes get two fifths, or fewer where they need fewer. */
void
detail_halves(const struct detail *detail, uint32_t source, int columns, int rows,
    int *tree_rows, int *hex_row_count)
{
	size_t size = source < detail->source_count ? detail->sources[source].bytes.len : 0;
	uint32_t needed = hex_rows(size, hex_per_row(columns));
	int most = MAX((rows - 1) * 2 / 5, (int)HEX_ROWS_LEAST);

	*hex_row_count = (int)MIN(MAX(needed, (uint32_t)HEX_ROWS_LEAST), (uint32_t)most);
	*tree_rows = MAX(rows - 1 - *hex_row_count, 0);
}

static const char *
fold_mark(const struct detail *detail, const struct detail_look *look, enum charset charset,
    uint32_t line)
{
	bool is_folded = look->is_folded[line];

	if (!detail_has_children(detail, line))
		return " ";
	if (charset == CHARSET_UNICODE)
		return is_folded ? "▸" : "▾";
	return is_folded ? "+" : "-";
}

/* What has no bytes of its own is softer: no light goes on for it. */
static enum colour_role
line_role(const struct detail_line *line)
{
	if (line->depth == 0)
		return COLOUR_TITLE;
	return line->spans.count > 0 ? COLOUR_TEXT : COLOUR_SOFT;
}

static void
draw_line(const struct detail *detail, const struct detail_look *look, struct grid *grid,
    int row, uint32_t number)
{
	const struct detail_line *line = &detail->lines[number];
	int column = line->depth * INDENT;

	grid_put(grid, row, column,
	    bytes_of_string(fold_mark(detail, look, grid->charset, number)), 1,
	    COLOUR_LINE);
	grid_put(grid, row, column + INDENT, line->text,
	    MAX(grid->columns - column - INDENT, 0), line_role(line));
	if (number == look->line)
		grid_mark(grid, row, 0, grid->columns - 1,
		    look->in_bytes ? MARK_LIT : MARK_SELECTED);
}

/* "── Frame 12, 74 bytes ──── 2 of 3 ──" */
static void
draw_between(
    const struct detail *detail, const struct detail_look *look, struct grid *grid, int row)
{
	const struct detail_source *source = &detail->sources[look->source];
	struct buffer text = { 0 };
	int width;

	grid_put_run(grid, row, 0, grid->columns - 1, GLYPH_HORIZONTAL, COLOUR_LINE);
	buffer_add_string(&text, " ");
	buffer_add(&text, source->title);
	buffer_printf(&text, ", %zu bytes ", source->bytes.len);
	width = text_width(look->title);
	grid_put(grid, row, 2, buffer_bytes(&text), MAX(grid->columns - width - 8, 0),
	    COLOUR_TITLE);
	grid_put(grid, row, grid->columns - width - 3, look->title, width, COLOUR_SOFT);
	buffer_clear(&text);
}

void
detail_draw(const struct detail *detail, const struct detail_look *look, struct grid *grid)
{
	const struct detail_spans *lit = NULL;
	int tree_rows, rows;

	if (look->source >= detail->source_count)
		return;
	detail_halves(detail, look->source, grid->columns, grid->rows, &tree_rows, &rows);
	for (int i = 0; i < tree_rows; i++)
		if (look->tree_top + (uint32_t)i < look->visible_count)
			draw_line(detail, look, grid, i,
			    look->visible[look->tree_top + (uint32_t)i]);
	if (look->line < detail->line_count)
		lit = &detail->lines[look->line].spans;
	draw_between(detail, look, grid, tree_rows);
	hex_draw(grid, tree_rows + 1, rows,
	    &(struct hex_look){ .bytes = detail->sources[look->source].bytes,
		.source = look->source,
		.lit = lit,
		.has_cursor = look->in_bytes,
		.cursor = look->byte,
		.top = look->hex_top });
}
