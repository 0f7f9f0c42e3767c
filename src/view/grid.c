/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "base/text.h"
#include "view/grid.h"

static const struct {
	const char *unicode, *ascii;
} glyphs[GLYPH_COUNT] = {
	[GLYPH_HORIZONTAL] = { "─", "-" },
	[GLYPH_DASHED] = { "╌", "." },
	[GLYPH_VERTICAL] = { "│", "|" },
	[GLYPH_DOTTED] = { "┊", ":" },
	[GLYPH_RIGHT] = { "▶", ">" },
	[GLYPH_LEFT] = { "◀", "<" },
	[GLYPH_LOST] = { "✗", "x" },
	[GLYPH_DNS] = { "░", "d" },
	[GLYPH_CONNECT] = { "▒", "c" },
	[GLYPH_TLS] = { "▓", "s" },
	[GLYPH_SEND] = { "▸", "/" },
	[GLYPH_WAIT] = { "━", "=" },
	[GLYPH_RECEIVE] = { "█", "#" },
	[GLYPH_HIDDEN] = { "╍", "?" },
	[GLYPH_STALLED] = { "·", "." },
};

void
grid_init(struct grid *grid, int columns, int rows, enum charset charset)
{
	*grid = (struct grid){ .columns = columns, .rows = rows, .charset = charset };
	grid->cells = alloc_zeroed(
	    (size_t)MAX(columns, 1) * (size_t)MAX(rows, 1), sizeof(*grid->cells));
}

void
grid_clear(struct grid *grid)
{
	free(grid->cells);
	*grid = (struct grid){ 0 };
}

/* NULL: it lies outside. */
static struct cell *
cell_at(struct grid *grid, int row, int column)
{
	if (row < 0 || row >= grid->rows || column < 0 || column >= grid->columns)
		return NULL;
	return &grid->cells[(size_t)row * (size_t)grid->columns + (size_t)column];
}

/* A character of two columns of which one half is written over goes. */
static void
cell_free(struct grid *grid, int row, int column)
{
	struct cell *cell = cell_at(grid, row, column);
	struct cell *next = cell_at(grid, row, column + 1);
	struct cell *before = cell_at(grid, row, column - 1);

	if (cell->is_taken && before != NULL)
		*before = (struct cell){ 0 };
	else if (next != NULL && next->is_taken)
		*next = (struct cell){ 0 };
	*cell = (struct cell){ 0 };
}

static void
cell_set(struct grid *grid, int row, int column, struct bytes character, int width,
    enum colour_role role)
{
	if (cell_at(grid, row, column) == NULL ||
	    cell_at(grid, row, column + width - 1) == NULL ||
	    character.len > CELL_TEXT_SIZE)
		return;
	for (int i = 0; i < width; i++) {
		struct cell *cell = cell_at(grid, row, column + i);

		cell_free(grid, row, column + i);
		cell->role = (uint8_t)role;
		cell->is_taken = i > 0;
		if (i > 0)
			continue;
		memcpy(cell->text, character.at, character.len);
		cell->text_len = (uint8_t)character.len;
	}
}

/* What takes no column of its own stands with the character before it, while it fits. */
static void
cell_combine(struct grid *grid, int row, int column, struct bytes character)
{
	struct cell *cell = cell_at(grid, row, column);

	if (cell != NULL && cell->is_taken)
		cell = cell_at(grid, row, column - 1);
	if (cell == NULL || cell->text_len == 0 ||
	    cell->text_len + character.len > CELL_TEXT_SIZE)
		return;
	memcpy(cell->text + cell->text_len, character.at, character.len);
	cell->text_len = (uint8_t)(cell->text_len + character.len);
}

/* What stands for a character where there is only ASCII. */
static struct bytes
ascii_of(uint32_t code_point)
{
	static const struct {
		uint32_t code_point;
		const char *ascii;
	} likes[] = { { 0xb5, "u" }, { 0xb7, "." }, { 0x2013, "-" }, { 0x2026, "~" },
		{ 0x2192, ">" } };

	for (size_t i = 0; i < COUNT_OF(likes); i++)
		if (likes[i].code_point == code_point)
			return bytes_of_string(likes[i].ascii);
	return BYTES("?");
}

/* Puts a character of `width` columns; without Unicode one sign for each of them. */
static void
put_character(struct grid *grid, int row, int column, struct bytes character,
    uint32_t code_point, int width, enum colour_role role)
{
	if (grid->charset == CHARSET_UNICODE || code_point < 0x80) {
		cell_set(grid, row, column, character, width, role);
		return;
	}
	for (int i = 0; i < width; i++)
		cell_set(grid, row, column + i, ascii_of(code_point), 1, role);
}

int
grid_put(struct grid *grid, int row, int column, struct bytes safe, int most,
    enum colour_role role)
{
	bool is_cut = text_width(safe) > most;
	int used = 0;
	size_t at = 0;
	bool valid;

	while (at < safe.len) {
		size_t from = at;
		uint32_t code_point = text_code_point(safe, &at, &valid);
		struct bytes character;
		int width;

		character = bytes_of(safe.at + from, at - from);
		width = text_width(character);
		if (used + width > most - (is_cut ? 1 : 0))
			break;
		if (width > 0)
			put_character(
			    grid, row, column + used, character, code_point, width, role);
		else if (grid->charset == CHARSET_UNICODE)
			cell_combine(grid, row, column + used - 1, character);
		used += width;
	}
	if (!is_cut || most <= 0)
		return used;
	cell_set(grid, row, column + used,
	    grid->charset == CHARSET_UNICODE ? BYTES("…") : BYTES("~"), 1, role);
	return used + 1;
}

void
grid_put_glyph(
    struct grid *grid, int row, int column, enum glyph glyph, enum colour_role role)
{
	const char *text =
	    grid->charset == CHARSET_UNICODE ? glyphs[glyph].unicode : glyphs[glyph].ascii;

	cell_set(grid, row, column, bytes_of_string(text), 1, role);
}

void
grid_put_run(
    struct grid *grid, int row, int from, int to, enum glyph glyph, enum colour_role role)
{
	for (int column = MAX(from, 0); column <= to && column < grid->columns; column++)
		grid_put_glyph(grid, row, column, glyph, role);
}

void
grid_mark(struct grid *grid, int row, int from, int to, enum mark mark)
{
	for (int column = MAX(from, 0); column <= to && column < grid->columns; column++) {
		struct cell *cell = cell_at(grid, row, column);

		if (cell != NULL)
			cell->mark = (uint8_t)mark;
	}
}

static void
copy_row(struct grid *grid, int row, int column, const struct cell *cells, int columns)
{
	for (int i = 0; i < columns; i++) {
		struct cell *cell = cell_at(grid, row, column + i);
		bool is_halved =
		    (i == 0 && cells[i].is_taken) ||
		    (i == columns - 1 && cells[i].text_len > 0 &&
			text_width(bytes_of(cells[i].text, cells[i].text_len)) > 1);

		if (cell == NULL)
			continue;
		cell_free(grid, row, column + i);
		if (is_halved)
			cell->mark = cells[i].mark;
		else
			*cell = cells[i];
	}
}

void
grid_copy(
    struct grid *grid, int row, int column, const struct grid *from, struct grid_part part)
{
	int first = MAX(part.column, 0);
	int columns = MIN(part.columns, from->columns - first);

	for (int i = 0; i < part.rows; i++) {
		int source = part.row + i;

		if (source < 0 || source >= from->rows || columns <= 0)
			continue;
		copy_row(grid, row + i, column,
		    &from->cells[(size_t)source * (size_t)from->columns + (size_t)first],
		    columns);
	}
}

void
grid_print(const struct grid *grid, struct buffer *out)
{
	for (int row = 0; row < grid->rows; row++) {
		const struct cell *cells =
		    &grid->cells[(size_t)row * (size_t)grid->columns];
		int end = grid->columns;

		while (end > 0 && cells[end - 1].text_len == 0 && !cells[end - 1].is_taken)
			end--;
		for (int column = 0; column < end; column++) {
			if (cells[column].text_len > 0)
				buffer_add(out,
				    bytes_of(cells[column].text, cells[column].text_len));
			else if (!cells[column].is_taken)
				buffer_add_char(out, ' ');
		}
		buffer_add_char(out, '\n');
	}
}
