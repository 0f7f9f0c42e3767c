/* SPDX-License-Identifier: BSD-2-Clause */
/* What a role looks like, by theme and by how many colours the terminal has. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include "view/grid.h"

enum theme { THEME_DARK, THEME_LIGHT, THEME_COUNT };

/* Numbers as terminals count them: 0 to 7, to 15, to 255. */
struct theme_look {
	short ink, paper;
	bool is_bold;
};

/* `colours` 8, 16 or 256.  With 8 a mark is not in the colours: it is drawn reversed. */
struct theme_look theme_look(enum theme, int colours, enum colour_role, enum mark);
/* Where COLORFGBG says that the terminal is light. */
enum theme theme_guess(const char *colorfgbg);

#endif
