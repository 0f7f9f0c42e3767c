/* SPDX-License-Identifier: BSD-2-Clause */
/* Pieces of a line that a person reads.  Whatever came off the wire is made safe here and
 * cannot break a line, nor make it endless. */
#ifndef VIEW_LINE_H
#define VIEW_LINE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "story/statement.h"

enum {
	LINE_WORD_MAX = 200, /* columns of a word, a URL for instance; its middle goes */
	LINE_TEXT_MAX = 2000 /* columns of a piece of text; its end goes */
};

enum align { ALIGN_LEFT, ALIGN_RIGHT };

/* Is the number of a frame enough to find it? */
enum inputs { INPUTS_ONE, INPUTS_SEVERAL };

/* Safe, with what is too long shortened by "…". */
void line_add_text(struct buffer *out, struct bytes wire);
/* The same, as a copy in the arena. */
struct bytes line_text_copy(struct arena *, struct bytes wire);
/* Safe, filled with blanks to this many columns.  What is longer stays whole. */
void line_add_column(struct buffer *out, struct bytes wire, int columns, enum align align);
/* Safe, cut to so many columns. */
void line_add_cut(struct buffer *out, struct bytes wire, int columns);
/* The same, filled with blanks. */
void line_add_cut_column(struct buffer *out, struct bytes wire, int columns);
/* "frames 3 5–8", with "of file N" behind where there are several inputs; nothing where
 * there are no frames. */
void line_add_frames(
    struct buffer *out, const struct frame_list *frames, enum inputs inputs);
/* Safe text of ours, broken at blanks so that no line is wider than `columns` where words
 * let it; further lines begin at column `indent`.  columns 0: it stays one line. */
void line_add_wrapped(struct buffer *out, struct bytes safe, int indent, int columns);

#endif
