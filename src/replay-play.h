/* SPDX-License-Identifier: BSD-2-Clause */
/* The frames that a replay needs, held in memory, and a run of them through an analysis of
 * their own, as often as it takes. */
#ifndef REPLAY_PLAY_H
#define REPLAY_PLAY_H

#include "base/arena.h"
#include "flow/trace.h"
#include "replay-source.h"

struct play {
	const struct replay_source *source;
	struct arena arena;
	struct frame *frames; /* in order; the last one is what it is about */
	uint32_t frame_count, frame_size;
	uint64_t bytes;
	bool is_cut; /* there were too many before it: it stands alone */
};

/* Who watches a run. */
struct watcher {
	void *receiver;
	void (*event)(void *receiver, const struct event *); /* NULL: of no interest */
	/* The next frame to be handled; NULL: they are over, and what still comes is of
	 * none. */
	void (*frame)(void *receiver, const struct frame *);
	const struct trace *trace;
};

enum play_extent { PLAY_TO_FRAME, PLAY_WHOLE_FLOW };

/* Fetches the frames of the flow up to this one, or to the flow's end.  False where the
 * frame is gone. */
bool play_load(
    struct play *, const struct replay_source *, struct frame_ref, enum play_extent);
void play_clear(struct play *);

void play_run(const struct play *, const struct watcher *);

#endif
