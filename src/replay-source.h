/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef REPLAY_SOURCE_H
#define REPLAY_SOURCE_H

#include "base/frame.h"
#include "base/secrets.h"
#include "event/flow-frames.h"
#include "story/statement.h"

/* Where frames and secrets come from; all of it is borrowed. */
struct replay_source {
	void *owner;
	/* False where it is gone.  Its bytes are good until the next call. */
	bool (*fetch)(void *owner, struct frame_ref, struct frame *);
	/* NULL, or answers NULL: there are none. */
	const struct tls_secrets *(*secrets)(void *owner, struct bytes client_random);
	const struct flow_frames *flow_frames; /* NULL: a frame stands alone */
	enum secrets shown;
};

#endif
