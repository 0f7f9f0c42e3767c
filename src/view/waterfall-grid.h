/* SPDX-License-Identifier: BSD-2-Clause */
/* The waterfall on a grid of cells: a scale, as many rows as there is room for, and what
 * the bars mean. */
#ifndef VIEW_WATERFALL_GRID_H
#define VIEW_WATERFALL_GRID_H

#include "view/grid.h"
#include "view/waterfall.h"

enum { WATERFALL_COLUMNS_LEAST = 60 };

#define WATERFALL_NO_ROW UINT32_MAX

/* How it is looked at. */
struct waterfall_view {
	uint32_t row;            /* the first one shown */
	uint32_t selected;       /* WATERFALL_NO_ROW: none */
	uint64_t from_ns, to_ns; /* window; to_ns 0: all */
	struct bytes search;     /* empty: nothing is searched for */
};

/* The ticks of the window, in one row. */
void waterfall_draw_scale(
    struct grid *, int row, const struct waterfall *, const struct waterfall_view *);
/* The rows from view->row on, in `rows` rows. */
void waterfall_draw_rows(struct grid *, int row, int rows, const struct waterfall *,
    const struct waterfall_view *);
/* What the bars that occur mean, in at most `rows` rows; how many it took. */
int waterfall_draw_key(struct grid *, int row, int rows, const struct waterfall *);

#endif
