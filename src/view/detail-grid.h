/* SPDX-License-Identifier: BSD-2-Clause */
/* A detail drawn: its tree above, the bytes of one source below. */
#ifndef VIEW_DETAIL_GRID_H
#define VIEW_DETAIL_GRID_H

#include "view/detail.h"
#include "view/grid.h"

struct detail_look {
	const bool *is_folded;   /* by line */
	const uint32_t *visible; /* lines that no fold hides, in order (detail_visible) */
	uint32_t visible_count;
	uint32_t line;         /* selected */
	uint32_t source, byte; /* that the cursor is at */
	bool in_bytes;         /* it is the cursor that keys move, not the line */
	uint32_t tree_top, hex_top;
	struct bytes title; /* safe: whose bytes they are, on the line between */
};

/* Fills `visible`, which has room for all lines; how many there are. */
uint32_t detail_visible(const struct detail *, const bool *is_folded, uint32_t *visible);
/* Rows of the two halves; a line stands between them. */
void detail_halves(const struct detail *, uint32_t source, int columns, int rows,
    int *tree_rows, int *hex_rows);
void detail_draw(const struct detail *, const struct detail_look *, struct grid *);

#endif
