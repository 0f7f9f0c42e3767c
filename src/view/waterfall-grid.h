/* SPDX-License-Identifier: BSD-2-Clause */
/* The waterfall on a grid of cells: a scale, a row for each row, what the bars mean. */
#ifndef VIEW_WATERFALL_GRID_H
#define VIEW_WATERFALL_GRID_H

#include "view/grid.h"
#include "view/waterfall.h"

enum { WATERFALL_COLUMNS_LEAST = 60 };

/* To be cleared; never narrower than WATERFALL_COLUMNS_LEAST. */
struct grid waterfall_to_grid(const struct waterfall *, int columns, enum charset);

#endif
