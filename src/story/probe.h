/* SPDX-License-Identifier: BSD-2-Clause */
/* Is the address free?  The server asks before it offers (RFC 2131 2.2), the client before
 * it uses what it was given (RFC 5227). */
#ifndef STORY_PROBE_H
#define STORY_PROBE_H

#include "event/lan.h"
#include "story/client.h"
#include "story/tables.h"

/* What the server asked the link before it made this offer. */
void lease_add_probes(const struct asked_ring *, struct lease *, const struct offer *);
/* The sender, NULL where it is no client, asks for its leased address or announces it; or
 * somebody says that he has what a client was given. */
void lease_arp(struct story *, struct client *sender, const struct event_arp *);

#endif
