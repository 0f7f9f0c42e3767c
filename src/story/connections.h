/* SPDX-License-Identifier: BSD-2-Clause */
/* All connections of a story. */
#ifndef STORY_CONNECTIONS_H
#define STORY_CONNECTIONS_H

#include "story/connection.h"
#include "story/tables.h"

/* NULL: nothing of this flow was told yet. */
struct connection *connection_find(const struct story *, struct flow_ref);
/* Begun by this event. */
struct connection *connection_new(struct story *, const struct event *);
/* Tells that it is over, and lets it go, where nobody needs it any more. */
void connection_release(struct story *, struct connection *);
void connection_free(struct story *, struct connection *);

#endif
