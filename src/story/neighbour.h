/* SPDX-License-Identifier: BSD-2-Clause */
/* What a client knows of its neighbours on the link. */
#ifndef STORY_NEIGHBOUR_H
#define STORY_NEIGHBOUR_H

#include "story/asked.h"
#include "story/client.h"

/* The client was told this mapping; `asked` is NULL where it did not ask. */
void neighbour_learn(struct client *, struct address, struct mac, const struct asked *asked,
    struct frame_ref answer, uint64_t at_ns);
/* What was asked and answered before the client was known to be one. */
void neighbour_recall(const struct asked_ring *, struct client *, struct address);
/* The client sent a packet for `to` to this MAC address. */
void neighbour_use(struct client *, struct address to, struct mac, const struct event *);
void neighbour_clear(struct client *);

#endif
