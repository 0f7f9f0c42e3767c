/* SPDX-License-Identifier: BSD-2-Clause */
/* A sample capture that was read once, and out of which frames come again. */
#ifndef TESTS_REPLAYED_H
#define TESTS_REPLAYED_H

#include "base/buffer.h"
#include "replay.h"

struct replayed;

/* By its name in the folder captures. */
struct replayed *replayed_new(const char *name);
void replayed_free(struct replayed *);
struct replay_source replayed_source(struct replayed *);
/* The first frame that told an event of this kind, and holds this text if one is named. */
struct frame_ref replayed_find(struct replayed *, enum event_kind, const char *text);

/* The lines of a detail, each with its spans. */
void detail_print(const struct detail *, struct buffer *out);

#endif
