/* SPDX-License-Identifier: BSD-2-Clause */
/* A flow as one input holds it.  The same packets captured at several places make a trail:
 * a sighting for each place, the one nearest to the client first.  That one is told; the
 * others say what a router or a translator between them did. */
#ifndef STORY_SIGHTING_H
#define STORY_SIGHTING_H

#include "story/endpoint.h"
#include "story/lists.h"
#include "story/statement.h"

struct trail {
	TAILQ_ENTRY(trail) entry; /* of the story, the newest last */
	struct sighting_list sightings;
	const char *rule; /* what made its sightings one; NULL: it has but one */
};

struct sighting {
	TAILQ_ENTRY(sighting) of_trail;
	struct trail *trail;
	struct flow_ref flow;
	struct frame_ref frame; /* its first */
	struct endpoint client, server;
	uint64_t at_ns, answered_ns; /* its first packet either way; 0: none */
	uint64_t marks[2];           /* under which it is found; 0: none */
	struct maybe isn, tsval, ip_id;
	uint64_t payload_hash; /* of a first datagram; 0: not known */
	uint8_t ttl;           /* of what the client sent; 0: not known */
};

/* The one of its trail that is told. */
struct sighting *trail_told(const struct trail *);
bool sighting_is_told(const struct sighting *);
bool sighting_same_ends(const struct sighting *, const struct sighting *);
/* Whether `a` was captured nearer to the client than `b`, another one of its trail. */
bool sighting_is_nearer(const struct sighting *a, const struct sighting *b);
/* Which of our rules makes both the same flow; NULL: none does. */
const char *sighting_rule(const struct sighting *, const struct sighting *);

#endif
