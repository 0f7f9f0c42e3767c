/* SPDX-License-Identifier: BSD-2-Clause */
/* Pings, and errors of ICMP (RFC 792, RFC 4443), which go to what the packet that they
 * quote belongs to. */
#ifndef STORY_ICMP_EVENTS_H
#define STORY_ICMP_EVENTS_H

#include "story/tables.h"

/* Each gives the number of the client that it is about, or CLIENT_NONE. */
uint32_t story_icmp(struct story *, const struct event *);
/* Of a connection it is told before the connection is refused. */
uint32_t story_icmp_error(struct story *, const struct event *);

#endif
