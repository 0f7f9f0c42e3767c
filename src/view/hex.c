/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/hex.h"

#include <stdio.h>

enum {
	DIGITS_AT = 7, /* behind an offset of five digits */
	DIGITS = 3,    /* columns of a byte */
	HALF = 8,      /* bytes between two gaps */
	WIDE = 16,
	WIDE_COLUMNS = DIGITS_AT + WIDE * DIGITS + 2 + WIDE,
};

uint32_t
hex_per_row(int columns)
{
	return columns >= WIDE_COLUMNS ? WIDE : HALF;
}

uint32_t
hex_rows(size_t size, uint32_t per_row)
{
	return (uint32_t)((size + per_row - 1) / per_row);
}

static int
digits_column(uint32_t place)
{
	return DIGITS_AT + (int)place * DIGITS + (place >= HALF);
}

static int
letter_column(uint32_t place, uint32_t per_row)
{
	return digits_column(per_row - 1) + DIGITS + 1 + (int)place;
}

static bool
is_lit(const struct hex_look *look, uint32_t byte)
{
	for (uint32_t i = 0; look->lit != NULL && i < look->lit->count; i++) {
		struct detail_span span = look->lit->items[i];

		if (span.source == look->source && byte - span.start < span.len)
			return true;
	}
	return false;
}

static void
put_byte(struct grid *grid, int row, uint32_t place, uint32_t per_row,
    const struct hex_look *look, uint32_t byte)
{
	uint8_t value = look->bytes.at[byte];
	bool is_letter = value >= ' ' && value < 0x7f;
	enum colour_role role = is_letter ? COLOUR_TEXT : COLOUR_SOFT;
	char digits[3], letter[2] = { is_letter ? (char)value : '.', '\0' };
	int left = digits_column(place), right = letter_column(place, per_row);
	enum mark mark = MARK_NONE;

	snprintf(digits, sizeof(digits), "%02x", value);
	grid_put(grid, row, left, bytes_of_string(digits), 2, role);
	if (value != ' ')
		grid_put(grid, row, right, bytes_of_string(letter), 1, role);
	if (look->has_cursor && byte == look->cursor)
		mark = MARK_SELECTED;
	else if (is_lit(look, byte))
		mark = MARK_LIT;
	if (mark == MARK_NONE)
		return;
	grid_mark(grid, row, left, left + 1, mark);
	grid_mark(grid, row, right, right, mark);
}

void
hex_draw(struct grid *grid, int row, int rows, const struct hex_look *look)
{
	uint32_t per_row = hex_per_row(grid->columns);

	for (int i = 0; i < rows; i++) {
		uint64_t first = ((uint64_t)look->top + (uint32_t)i) * per_row;
		char offset[DIGITS_AT + 4];

		if (first >= look->bytes.len)
			return;
		snprintf(offset, sizeof(offset), "%05x", (unsigned)first);
		grid_put(grid, row + i, 0, bytes_of_string(offset), DIGITS_AT, COLOUR_SOFT);
		for (uint32_t place = 0; place < per_row; place++)
			if (first + place < look->bytes.len)
				put_byte(grid, row + i, place, per_row, look,
				    (uint32_t)first + place);
	}
}

bool
hex_byte_at(const struct hex_look *look, int columns, int row, int column, uint32_t *byte)
{
	uint32_t per_row = hex_per_row(columns);

	for (uint32_t place = 0; place < per_row; place++) {
		int left = digits_column(place);

		if ((column < left || column > left + 1) &&
		    column != letter_column(place, per_row))
			continue;
		*byte = (look->top + (uint32_t)row) * per_row + place;
		return row >= 0 && *byte < look->bytes.len;
	}
	return false;
}
