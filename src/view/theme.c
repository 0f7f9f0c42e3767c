/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/theme.h"

#include <stdlib.h>

enum { SHADES_8, SHADES_16, SHADES_256, SHADES_COUNT };

/* A row a role: its ink in 8, 16 and 256 colours, on dark and on light. */
static const struct {
	short ink[THEME_COUNT][SHADES_COUNT];
	bool is_bold;
} roles[COLOUR_COUNT] = {
	[COLOUR_TEXT] = { { { 7, 7, 252 }, { 0, 0, 235 } }, false },
	[COLOUR_SOFT] = { { { 7, 7, 245 }, { 0, 8, 243 } }, false },
	[COLOUR_TITLE] = { { { 7, 15, 231 }, { 0, 0, 232 } }, true },
	[COLOUR_LINE] = { { { 7, 8, 240 }, { 0, 7, 250 } }, false },
	[COLOUR_BAD] = { { { 1, 9, 203 }, { 1, 1, 160 } }, true },
	[COLOUR_LINK] = { { { 5, 13, 176 }, { 5, 5, 90 } }, false },
	[COLOUR_DNS] = { { { 6, 14, 44 }, { 6, 6, 30 } }, false },
	[COLOUR_CONNECT] = { { { 3, 11, 215 }, { 3, 3, 130 } }, false },
	[COLOUR_TLS] = { { { 5, 13, 141 }, { 5, 5, 97 } }, false },
	[COLOUR_SEND] = { { { 7, 7, 252 }, { 0, 0, 240 } }, false },
	[COLOUR_WAIT] = { { { 2, 10, 78 }, { 2, 2, 28 } }, false },
	[COLOUR_RECEIVE] = { { { 4, 12, 75 }, { 4, 4, 25 } }, false },
	[COLOUR_HIDDEN] = { { { 7, 8, 246 }, { 0, 8, 244 } }, false },
	[COLOUR_GOOD] = { { { 2, 10, 78 }, { 2, 2, 28 } }, false },
	[COLOUR_BAR] = { { { 0, 0, 255 }, { 7, 15, 255 } }, false },
	[COLOUR_KEY] = { { { 7, 15, 231 }, { 0, 0, 232 } }, true },
};

static const short papers[THEME_COUNT][SHADES_COUNT] = { { 0, 0, 234 }, { 7, 15, 231 } };
static const short bars[THEME_COUNT][SHADES_COUNT] = { { 6, 6, 30 }, { 4, 4, 25 } };

/* Paper under what is marked, where there are enough colours. */
static const short marks[][THEME_COUNT][SHADES_COUNT] = {
	[MARK_SELECTED] = { { 0, 4, 24 }, { 0, 6, 153 } },
	[MARK_LIT] = { { 0, 8, 238 }, { 0, 7, 254 } },
	[MARK_FOUND] = { { 0, 3, 58 }, { 0, 11, 229 } },
};

struct theme_look
theme_look(enum theme theme, int colours, enum colour_role role, enum mark mark)
{
	int shades = colours >= 256 ? SHADES_256 : colours >= 16 ? SHADES_16 : SHADES_8;
	struct theme_look look = {
		.ink = roles[role].ink[theme][shades],
		.paper = papers[theme][shades],
		.is_bold = roles[role].is_bold,
	};

	if (role == COLOUR_BAR)
		look.paper = bars[theme][shades];
	if (mark == MARK_NONE || shades == SHADES_8)
		return look;
	look.paper = marks[mark][theme][shades];
	/* What is grey on the paper would be lost on this. */
	if (mark == MARK_SELECTED && (role == COLOUR_SOFT || role == COLOUR_LINE ||
					 role == COLOUR_HIDDEN || role == COLOUR_BAR))
		look.ink = roles[COLOUR_TITLE].ink[theme][shades];
	return look;
}

/* "15;0": the ink, and last the paper. */
enum theme
theme_guess(const char *colorfgbg)
{
	const char *paper = colorfgbg == NULL ? NULL : strrchr(colorfgbg, ';');

	if (paper != NULL && (strcmp(paper, ";7") == 0 || strcmp(paper, ";15") == 0))
		return THEME_LIGHT;
	return THEME_DARK;
}

bool
colour_wanted(enum colour_when when, bool is_terminal)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (when != COLOUR_AUTO)
		return when == COLOUR_ALWAYS;
	return is_terminal && (no_color == NULL || no_color[0] == '\0') && term != NULL &&
	       strcmp(term, "dumb") != 0;
}

/* Text keeps the terminal's ink; what is less important is dimmed. */
static void
add_look(struct buffer *out, enum colour_role role)
{
	struct theme_look look = theme_look(THEME_DARK, 8, role, MARK_NONE);

	buffer_add_string(out, "\033[0");
	if (look.is_bold)
		buffer_add_string(out, ";1");
	if (role == COLOUR_SOFT || role == COLOUR_LINE || role == COLOUR_HIDDEN)
		buffer_add_string(out, ";2");
	if (look.ink > 0 && look.ink < 7)
		buffer_printf(out, ";3%d", look.ink);
	buffer_add_char(out, 'm');
}

static void
print_row(const struct cell *cells, int columns, struct buffer *out)
{
	enum colour_role role = COLOUR_TEXT;

	while (
	    columns > 0 && cells[columns - 1].text_len == 0 && !cells[columns - 1].is_taken)
		columns--;
	for (int i = 0; i < columns; i++) {
		const struct cell *cell = &cells[i];

		if (cell->text_len > 0 && cell->role != role) {
			role = (enum colour_role)cell->role;
			add_look(out, role);
		}
		if (cell->text_len > 0)
			buffer_add(out, bytes_of(cell->text, cell->text_len));
		else if (!cell->is_taken)
			buffer_add_char(out, ' ');
	}
	if (role != COLOUR_TEXT)
		buffer_add_string(out, "\033[0m");
	buffer_add_char(out, '\n');
}

void
theme_print(const struct grid *grid, struct buffer *out)
{
	for (int row = 0; row < grid->rows; row++)
		print_row(
		    &grid->cells[(size_t)row * (size_t)grid->columns], grid->columns, out);
}
