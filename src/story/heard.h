/* SPDX-License-Identifier: BSD-2-Clause */
/* What was said on the link lately, by a hash of each message: another input on the same
 * link hears it, too, and it is not told twice.  All-zero is a valid empty ring. */
#ifndef STORY_HEARD_H
#define STORY_HEARD_H

#include "event/event.h"

enum { HEARD_MAX = 64 };

struct heard {
	uint64_t message; /* its hash */
	uint64_t inputs;  /* that heard it: a bit each */
	uint64_t at_ns;
};

struct heard_ring {
	struct heard items[HEARD_MAX];
	uint32_t next;
};

/* Did another input hear this very message, a moment ago?  Remembers it. */
bool heard_elsewhere(struct heard_ring *, uint64_t message, const struct event *);

#endif
