/* SPDX-License-Identifier: BSD-2-Clause */
/* The ladder on a grid of cells: the participants on top, below each step its messages. */
#ifndef VIEW_LADDER_GRID_H
#define VIEW_LADDER_GRID_H

#include "view/grid.h"
#include "view/ladder.h"
#include "view/line.h"

/* As wide as it needs to be; to be cleared. */
struct grid ladder_to_grid(const struct ladder *, enum inputs, enum charset);

#endif
