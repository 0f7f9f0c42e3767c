/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes as hexadecimal digits and as ASCII, 16 or 8 in a row, with those of one field lit.
 */
#ifndef VIEW_HEX_H
#define VIEW_HEX_H

#include "view/detail.h"
#include "view/grid.h"

struct hex_look {
	struct bytes bytes;
	uint32_t source;                /* that the bytes are, for the spans */
	const struct detail_spans *lit; /* NULL: nothing is */
	bool has_cursor;
	uint32_t cursor;
	uint32_t top; /* the first row of bytes shown */
};

/* Bytes in a row, in so many columns. */
uint32_t hex_per_row(int columns);
uint32_t hex_rows(size_t size, uint32_t per_row);
/* From `row` of the grid on, so many rows. */
void hex_draw(struct grid *, int row, int rows, const struct hex_look *);
/* The byte that stands there in this drawing; false: none does. */
bool hex_byte_at(const struct hex_look *, int columns, int row, int column, uint32_t *byte);

#endif
