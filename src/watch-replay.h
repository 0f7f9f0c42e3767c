/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames of what is watched once more, for the detail screen: one at a time. */
#ifndef WATCH_REPLAY_H
#define WATCH_REPLAY_H

#include "intake.h"
#include "replay.h"
#include "tui/scene.h"

struct watch_replay {
	struct scene_replay hands; /* what the screen is given */
	struct replay_source source;
	struct capture *capture;
	const struct analysis *analysis;
	struct replay *replay; /* of the detail that is shown; NULL: none is */
};

/* Borrows both; stays where it is. */
void watch_replay_init(
    struct watch_replay *, const struct intake *, const struct analysis *);
void watch_replay_clear(struct watch_replay *);

#endif
