/* SPDX-License-Identifier: BSD-2-Clause */
/* The story of a page as lines for the screen: what it was, what was found, and its steps;
 * of unfolded steps all that is known.  Texts are safe and lie in the lines' arena. */
#ifndef TUI_STORY_LINES_H
#define TUI_STORY_LINES_H

#include "tui/scene.h"

enum story_line_kind {
	STORY_HEAD,
	STORY_FINDING,
	STORY_STEP,
	STORY_MORE, /* what an unfolded step says beyond its line */
	STORY_MESSAGE,
};

struct story_line {
	enum story_line_kind kind;
	enum colour_role role;
	uint32_t step; /* id; 0: of none */
	int indent;    /* columns before the text */
	struct bytes text;
	struct scene_message message; /* of STORY_MESSAGE */
	uint64_t previous_ns;         /* of it: when the one before was */
};

struct story_lines {
	struct story_line *items;
	uint32_t count, size;
	struct arena arena;
};

enum { STORY_TIME_COLUMNS = 13, STORY_KIND_COLUMNS = 8, STORY_SENTENCE_AT = 27 };

/* `is_open` tells which steps are unfolded, by id. */
void story_lines_make(
    struct story_lines *, const struct scene *, const bool *is_open, int columns);
void story_lines_clear(struct story_lines *);

#endif
