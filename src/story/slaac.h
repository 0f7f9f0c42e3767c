/* SPDX-License-Identifier: BSD-2-Clause */
/* A host that makes its own IPv6 address (RFC 4862): out of the prefix that a router
 * announced, after asking whether anybody has it. */
#ifndef STORY_SLAAC_H
#define STORY_SLAAC_H

#include "event/lan.h"
#include "story/statement.h"

/* How it made the address itself; router family 0: that was not seen. */
struct address_made {
	struct address router; /* that announced the prefix */
	struct mac router_mac;
	struct frame_ref advertisement;
	uint64_t advertised_ns, start_ns, end_ns;
	struct frame_list frames;
};

/* The newest router solicitation, and prefixes that routers announced; at_ns 0: none. */
struct solicited {
	struct mac mac;
	struct frame_ref frame;
	uint64_t at_ns;
};

struct advertised {
	struct address prefix;
	unsigned bits;
	struct address router;
	struct mac router_mac;
	struct frame_ref frame;
	uint64_t at_ns;
};

enum { ADVERTISED_MAX = 8 };

/* What routers were asked and said last. */
struct slaac {
	struct solicited solicited;
	struct advertised advertised[ADVERTISED_MAX];
};

void slaac_solicitation(struct slaac *, const struct event_ndp *);
void slaac_advertisement(struct slaac *, const struct event_ndp *);
/* A host with this MAC asks whether anybody has the address, which it is about to use:
 * says how it made it, where that was seen and is not said yet. */
void slaac_probe(
    const struct slaac *, struct mac, const struct event_ndp *, struct address_made *);

#endif
