/* SPDX-License-Identifier: BSD-2-Clause */
/* What two tellings of one frame have in common, and which lines are other ones. */
#ifndef REPLAY_COMPARE_H
#define REPLAY_COMPARE_H

#include "view/detail.h"

struct compare {
	struct detail first; /* what all others are held against */
	uint32_t count;      /* of its lines */
	bool *changed;       /* by line, in the last one */
};

/* Takes the lines over: `first_taken` is empty then. */
void compare_init(struct compare *, struct detail *first_taken);
void compare_clear(struct compare *);
/* False where the message is another one as a whole: then nothing is said of its lines. */
bool compare_with(struct compare *, const struct detail *other);
/* Is the line one that is there or not? */
bool compare_is_flag(const struct compare *, uint32_t line);

#endif
