/* SPDX-License-Identifier: BSD-2-Clause */
/* What every statement of the story carries: how sure it is, the rule that made it, why,
 * and the frames that prove it.  All-zero is a statement that frames show, without any. */
#ifndef STORY_STATEMENT_H
#define STORY_STATEMENT_H

#include "base/bytes.h"
#include "event/event.h"

enum certainty { CERTAINTY_SEEN, CERTAINTY_INFERRED, CERTAINTY_HIDDEN };

/* Number 0: none. */
struct frame_ref {
	uint32_t input;
	uint32_t number;
};

/* A statement needs few frames as its proof; what comes after these is not kept. */
enum { FRAMES_MAX = 12 };

struct frame_list {
	uint32_t count;
	struct frame_ref items[FRAMES_MAX]; /* in the order in which they were added */
};

struct statement {
	enum certainty certainty;
	const char *rule;    /* NULL where it is simply seen */
	struct bytes reason; /* a sentence without its full stop; empty where seen */
	struct frame_list frames;
};

/* "seen", "inferred", "hidden" */
const char *certainty_word(enum certainty);

static inline struct frame_ref
frame_of(const struct event *event)
{
	return (struct frame_ref){ event->input, event->frame };
}

static inline bool
frame_equal(struct frame_ref a, struct frame_ref b)
{
	return a.input == b.input && a.number == b.number;
}

/* Adds it where it is one and not there yet. */
void frame_list_add(struct frame_list *, struct frame_ref);
void frame_list_add_all(struct frame_list *, const struct frame_list *);

#endif
