/* SPDX-License-Identifier: BSD-2-Clause */
/* A line that the person types into.  All-zero is valid and empty. */
#ifndef TUI_PROMPT_H
#define TUI_PROMPT_H

#include "tui/keys.h"
#include "view/grid.h"

enum { PROMPT_MAX = 200 /* bytes */ };

struct prompt {
	const char *label; /* NULL: nothing is asked */
	struct buffer text;
};

enum prompt_answer { PROMPT_GOES_ON, PROMPT_TAKEN, PROMPT_DROPPED };

void prompt_begin(struct prompt *, const char *label, struct bytes text);
enum prompt_answer prompt_key(struct prompt *, uint32_t key);
void prompt_draw(const struct prompt *, struct grid *, int row);
void prompt_clear(struct prompt *);

#endif
