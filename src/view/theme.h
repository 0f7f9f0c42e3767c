/* SPDX-License-Identifier: BSD-2-Clause */
/* What a role looks like, by theme and by how many colours the terminal has. */
#ifndef VIEW_THEME_H
#define VIEW_THEME_H

#include "view/grid.h"

enum theme { THEME_DARK, THEME_LIGHT, THEME_COUNT };

/* Numbers as terminals count them: 0 to 7, to 15, to 255. */
struct theme_look {
	short ink, paper;
	bool is_bold;
};

/* `colours` 8, 16 or 256.  With 8 a mark is not in the colours: it is drawn reversed. */
struct theme_look theme_look(enum theme, int colours, enum colour_role, enum mark);
/* When what is printed has colours. */
enum colour_when { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

/* "auto": a terminal has them that is not dumb, unless NO_COLOR is set. */
bool colour_wanted(enum colour_when, bool is_terminal);
/* As lines of text, with colours of the terminal's own set, which is right on dark and on
 * light. */
void theme_print(const struct grid *, struct buffer *out);

/* Where COLORFGBG says that the terminal is light. */
enum theme theme_guess(const char *colorfgbg);

#endif
