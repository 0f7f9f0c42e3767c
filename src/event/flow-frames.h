/* SPDX-License-Identifier: BSD-2-Clause */
/* Which frames each flow had: their numbers, about a byte a frame.  For who asks for them
 * later; there are none unless somebody does. */
#ifndef EVENT_FLOW_FRAMES_H
#define EVENT_FLOW_FRAMES_H

#include "base/cursor.h"
#include "event/field.h"

struct flow_frames;

struct flow_frames *flow_frames_new(void);
void flow_frames_free(struct flow_frames *); /* flow_frames_free(NULL) does nothing */

/* The flow, of this input, has this frame, too: numbers of a flow grow. */
void flow_frames_add(struct flow_frames *, struct flow_ref, uint32_t input, uint32_t frame);
/* The flow that has this frame; protocol 0: none has. */
struct flow_ref flow_frames_find(
    const struct flow_frames *, uint32_t input, uint32_t frame);

/* A walk over the frames of one flow, while nothing is added:
 *
 *	struct frame_walk walk = flow_frames_walk(flow_frames, flow);
 *
 *	while ((number = frame_walk_next(&walk)) != 0) */
struct frame_walk {
	struct cursor deltas;
	uint32_t number;
};

struct frame_walk flow_frames_walk(const struct flow_frames *, struct flow_ref);
/* 0 after the last. */
uint32_t frame_walk_next(struct frame_walk *);

#endif
