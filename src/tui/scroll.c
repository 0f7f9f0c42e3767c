/* SPDX-License-Identifier: BSD-2-Clause */
#include "tui/scroll.h"

static void
scroll_place(struct scroll *scroll)
{
	scroll->selected = MAX(MIN(scroll->selected, scroll->count - 1), 0);
	scroll->top = MIN(scroll->top, scroll->selected);
	scroll->top = MAX(scroll->top, scroll->selected - MAX(scroll->rows, 1) + 1);
	scroll->top = MAX(MIN(scroll->top, scroll->count - scroll->rows), 0);
}

void
scroll_fit(struct scroll *scroll, int count, int rows)
{
	scroll->count = count;
	scroll->rows = rows;
	scroll_place(scroll);
}

bool
scroll_act(struct scroll *scroll, enum command command)
{
	switch (command) {
	case COMMAND_UP: scroll->selected--; break;
	case COMMAND_DOWN: scroll->selected++; break;
	case COMMAND_PAGE_UP: scroll->selected -= MAX(scroll->rows - 1, 1); break;
	case COMMAND_PAGE_DOWN: scroll->selected += MAX(scroll->rows - 1, 1); break;
	case COMMAND_FIRST: scroll->selected = 0; break;
	case COMMAND_LAST: scroll->selected = scroll->count - 1; break;
	default: return false;
	}
	scroll_place(scroll);
	return true;
}

bool
scroll_point(struct scroll *scroll, int row)
{
	if (row < 0 || row >= scroll->rows || scroll->top + row >= scroll->count)
		return false;
	scroll->selected = scroll->top + row;
	return true;
}
