/* SPDX-License-Identifier: BSD-2-Clause */
/* Conversations over UDP that nDPI gave a name: they have no beginning and no end that
 * frames show, so each is told once, when its name is known.  What a dissector of ours
 * reads is told as what it is: look-ups, leases. */
#ifndef STORY_DATAGRAM_EVENTS_H
#define STORY_DATAGRAM_EVENTS_H

#include "story/tables.h"

/* The number of the client, or CLIENT_NONE. */
uint32_t story_datagrams(struct story *, const struct event *);

#endif
