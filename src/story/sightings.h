/* SPDX-License-Identifier: BSD-2-Clause */
/* All flows of all inputs, and which of them are one and the same.  Kept only where there
 * are several inputs, for a while after their ends: clocks of other places may be behind.
 * The oldest trails go where there are too many. */
#ifndef STORY_SIGHTINGS_H
#define STORY_SIGHTINGS_H

#include "event/tcp.h"
#include "story/sighting.h"
#include "story/tables.h"

/* Of a flow that begins, in the trail that it belongs to. */
struct sighting *sighting_new(struct story *, const struct event_flow_begin *);
/* NULL: nothing is known of this flow. */
struct sighting *sighting_find(const struct story *, struct flow_ref);
void sightings_clear(struct story *);

#endif
