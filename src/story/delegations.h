/* SPDX-License-Identifier: BSD-2-Clause */
/* Which zones a name server was heard to be in charge of, as referrals named it.
 * The oldest are forgotten. */
#ifndef STORY_DELEGATIONS_H
#define STORY_DELEGATIONS_H

#include "event/dns.h"
#include "story/tables.h"

/* The name servers that this message names, and the addresses it gives for them. */
void delegations_learn(struct story *, const struct event_dns *);
/* The longest zone that the name is in and this server is known for: the end of the name;
 * empty: none is known. */
struct bytes delegations_zone(
    const struct story *, struct address server, struct bytes name);
void delegations_clear(struct story *);

#endif
