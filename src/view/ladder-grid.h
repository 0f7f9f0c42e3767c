/* SPDX-License-Identifier: BSD-2-Clause */
/* A laid out ladder on a grid of cells: heads of the participants, and as many of its lines
 * as there is room for. */
#ifndef VIEW_LADDER_GRID_H
#define VIEW_LADDER_GRID_H

#include "view/grid.h"
#include "view/ladder-sheet.h"
#include "view/line.h"

enum { LADDER_HEAD_ROWS = 3 };

#define LADDER_NO_LINE UINT32_MAX

/* How it is looked at. */
struct ladder_view {
	uint32_t line;     /* the first one shown */
	uint32_t selected; /* line, not that of a shaft; LADDER_NO_LINE: none */
	bool has_folds;    /* headings show whether they are folded */
	enum inputs inputs;
	enum time_mode time_mode; /* that it was placed for */
	struct bytes search;      /* empty: nothing is searched for */
};

/* Name, role and address in LADDER_HEAD_ROWS rows, or in one less without the address. */
void ladder_draw_heads(struct grid *, int row, int rows, const struct ladder_sheet *,
    const struct ladder_view *);
/* The lines from view->line on, in `rows` rows. */
void ladder_draw_lines(struct grid *, int row, int rows, const struct ladder_sheet *,
    const struct ladder_view *);
/* Does a message, or a line, hold what is searched for? */
bool ladder_arrow_finds(const struct ladder_sheet *, uint32_t arrow, struct bytes search);
bool ladder_line_finds(const struct ladder_sheet *, uint32_t line, struct bytes search);

#endif
