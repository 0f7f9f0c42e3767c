/* SPDX-License-Identifier: BSD-2-Clause */
/* One question for a name: its tries, the retry over TCP and the answer together; or, as
 * inferred, a cache that knew the answer still. */
#ifndef STORY_LOOKUP_H
#define STORY_LOOKUP_H

#include "base/arena.h"
#include "story/client.h"
#include "story/walk.h"

enum { LOOKUP_ADDRESSES_MAX = 64, LOOKUP_CHAIN_MAX = 16 };

struct lookup {
	/* What is read of each when many are gone through comes first. */
	TAILQ_ENTRY(lookup) of_client; /* of the client */
	uint64_t start_ns, end_ns;     /* end 0: no answer was seen */
	uint64_t name_hash;
	uint32_t page; /* the page that it belongs to; 0: none */
	uint16_t type_code;
	bool is_open, is_waiting;
	struct address *addresses;
	uint32_t address_count;

	uint32_t id; /* from 1 */
	struct client *client;
	struct statement is;
	struct bytes name;       /* as asked, without the final dot */
	struct bytes type;       /* "A", "AAAA", "HTTPS", ... */
	struct address resolver; /* that answered, or was asked last */
	struct address silent;   /* asked before that one, without an answer; or none */
	const char *icmp_name;   /* of the error that came for an answer; NULL */
	const char *transport;   /* of the answer: "udp", "tcp", ... */
	struct maybe rcode;
	struct bytes rcode_name;
	struct bytes *chain; /* CNAMEs in order; the last has the addresses */
	uint32_t chain_count;
	uint32_t record_count; /* in the answer, of the type asked for */
	struct maybe ttl;      /* s, the least of the chain */
	uint32_t tries, answers;
	uint64_t asked_ns; /* its last try */
	bool truncated;
	uint16_t h3_port; /* where its HTTPS record offers HTTP/3; 0: nowhere */
	struct frame_ref query, answer; /* the first query; the answer that counted */
	struct resolver_walk walk;      /* of its resolver, as far as that was captured */

	/* Inferred from a cache: */
	struct lookup *from; /* the lookup that filled it; NULL: none was seen */
	struct maybe ttl_left;

	/* For the correlator. */
	struct arena arena;          /* all of it, this record too, lies there */
	struct flow_ref flow;        /* that it was asked on last */
	TAILQ_ENTRY(lookup) entry;   /* of the story */
	TAILQ_ENTRY(lookup) of_open; /* of the client, while it waits for its answer */
	TAILQ_ENTRY(lookup) waiting; /* of the story, until it is judged */
	bool has_mac;                /* of the frame that asked */
	struct mac next_hop_mac;
	uint32_t held;     /* by connections and pages */
	uint64_t after_ns; /* the client had last been answered when it was asked */
};

bool lookup_has_address(const struct lookup *, struct address);
/* Is its answer still good? */
bool lookup_is_fresh(const struct lookup *, uint64_t at_ns);
/* Which one gave the address that a connection to this name goes to, as far as can be
 * seen; NULL: none. */
struct lookup *lookup_find(
    const struct client *, struct address to, struct bytes name, uint64_t at_ns);

#endif
