/* SPDX-License-Identifier: BSD-2-Clause */
/* Several inputs may hold the same packets, from both sides of a translator: each flow is
 * told once, as the input nearest to its client has it. */
#ifndef STORY_SIDE_EVENTS_H
#define STORY_SIDE_EVENTS_H

#include "event/event.h"
#include "story/connection.h"
#include "story/sighting.h"
#include "story/tables.h"

/* What is known of the event's flow; NULL: nothing, it is told as it comes.  Where this
 * flow begins and was told from further away, what was told of it is taken back. */
struct sighting *side_of(struct story *, const struct event *);
/* Whose it is, where another input tells it. */
uint32_t side_client(struct story *, const struct sighting *);
/* What a translator made of it, as far as other inputs show. */
void side_describe(const struct story *, struct connection *);

#endif
