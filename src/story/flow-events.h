/* SPDX-License-Identifier: BSD-2-Clause */
/* What the flow table says: connections begin, become what they are, and end (RFC 9293). */
#ifndef STORY_FLOW_EVENTS_H
#define STORY_FLOW_EVENTS_H

#include "story/tables.h"

/* An event of a flow, whatever protocol says it; the number of the client, or
 * CLIENT_NONE. */
uint32_t story_flow(struct story *, const struct event *);

#endif
