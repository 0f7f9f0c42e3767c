/* SPDX-License-Identifier: BSD-2-Clause */
/* A list that is longer than the screen: which line is selected, and which is on top. */
#ifndef TUI_SCROLL_H
#define TUI_SCROLL_H

#include "tui/keys.h"

/* All-zero is the start of an empty list. */
struct scroll {
	int selected, top;
	int count, rows; /* of the list; of the screen */
};

/* To be called before drawing: keeps what is selected within the list and on the screen. */
void scroll_fit(struct scroll *, int count, int rows);
/* Arrows, pages, first, last; false where the command is another. */
bool scroll_act(struct scroll *, enum command);
/* A row of the screen was pressed; false where there is nothing. */
bool scroll_point(struct scroll *, int row);

#endif
