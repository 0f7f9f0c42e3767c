/* SPDX-License-Identifier: BSD-2-Clause */
/* A grid of cells to draw on: text, lines and bars, each in the colour of a role.
 * Pure: no terminal is asked, so that a drawing can be compared as text.  Whoever shows it
 * chooses what a role looks like.  What lies outside is not drawn. */
#ifndef VIEW_GRID_H
#define VIEW_GRID_H

#include "base/buffer.h"

enum colour_role {
	COLOUR_TEXT,
	COLOUR_SOFT,  /* times, frames, what is less important */
	COLOUR_TITLE, /* headings, names of columns */
	COLOUR_LINE,  /* what only guides the eye */
	COLOUR_BAD,
	COLOUR_LINK, /* joining, next hops */
	COLOUR_DNS,
	COLOUR_CONNECT,
	COLOUR_TLS,
	COLOUR_SEND,
	COLOUR_WAIT,
	COLOUR_RECEIVE,
	COLOUR_HIDDEN,
	COLOUR_GOOD,
	COLOUR_BAR, /* the lines that frame a screen */
	COLOUR_KEY, /* a key that may be pressed */
	COLOUR_COUNT
};

/* Each has a form in Unicode and one in ASCII. */
enum glyph {
	GLYPH_HORIZONTAL,
	GLYPH_DASHED,
	GLYPH_VERTICAL,
	GLYPH_DOTTED,
	GLYPH_RIGHT,
	GLYPH_LEFT,
	GLYPH_LOST,
	GLYPH_DNS, /* bars, apart from each other without colours too */
	GLYPH_CONNECT,
	GLYPH_TLS,
	GLYPH_SEND,
	GLYPH_WAIT,
	GLYPH_RECEIVE,
	GLYPH_HIDDEN,
	GLYPH_STALLED,
	GLYPH_COUNT
};

enum charset { CHARSET_ASCII, CHARSET_UNICODE };

enum { CELL_TEXT_SIZE = 12 };

/* What is laid over a cell's colour. */
enum mark {
	MARK_NONE,
	MARK_SELECTED, /* the line that a key acts on */
	MARK_LIT,      /* what belongs to what is selected */
	MARK_FOUND,    /* what was searched for */
};

/* A character of two columns fills two cells: the second has no text and is `taken`. */
struct cell {
	char text[CELL_TEXT_SIZE]; /* UTF-8 with what combines with it; empty: blank */
	uint8_t text_len;
	bool is_taken;
	uint8_t role;
	uint8_t mark;
};

struct grid {
	struct cell *cells;
	int columns, rows;
	enum charset charset;
};

void grid_init(struct grid *, int columns, int rows, enum charset);
void grid_clear(struct grid *);
/* Safe text, at most `most` columns of it, cut with "…"; how many columns it took. */
int grid_put(
    struct grid *, int row, int column, struct bytes safe, int most, enum colour_role);
void grid_put_glyph(struct grid *, int row, int column, enum glyph, enum colour_role);
/* From one column to another, both included. */
void grid_put_run(struct grid *, int row, int from, int to, enum glyph, enum colour_role);
/* From one column to another, both included. */
void grid_mark(struct grid *, int row, int from, int to, enum mark);
/* A part of another grid: what begins at its row and column fills `rows` and `columns` of
 * this one.  A character of two columns that the edge would halve stays away. */
struct grid_part {
	int row, column; /* of the other */
	int rows, columns;
};
void grid_copy(
    struct grid *, int row, int column, const struct grid *from, struct grid_part part);
/* As lines of text, without colours and without blanks at their ends. */
void grid_print(const struct grid *, struct buffer *out);

#endif
