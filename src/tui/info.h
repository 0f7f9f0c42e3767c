/* SPDX-License-Identifier: BSD-2-Clause */
/* What is selected, in full: a line across the screen and text below it. */
#ifndef TUI_INFO_H
#define TUI_INFO_H

#include "view/grid.h"

/* How many rows a screen of so many has for it; 0: too few. */
int info_rows(int rows);
/* In the last rows: safe text, and below it what is less important. */
void info_draw(struct grid *, struct bytes text, struct bytes more);

#endif
