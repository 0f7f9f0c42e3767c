/* SPDX-License-Identifier: BSD-2-Clause */
/* Who opens connections and asks: a machine, named by its MAC where it claimed its
 * addresses by ARP, NDP or DHCP, else by its address.  The story owns clients; one is kept
 * for 24 hours after its last frame. */
#ifndef STORY_CLIENT_H
#define STORY_CLIENT_H

#include "story/alt-services.h"
#include "story/hsts.h"
#include "story/lease.h"
#include "story/lists.h"
#include "story/slaac.h"

struct client_address {
	struct address address;
	uint64_t from_ns;  /* first seen, or leased */
	uint64_t until_ns; /* given up, or taken by another; 0: still its own */
	struct address_made made;
};

/* Which MAC address an address on the link has, as this client learned it. */
struct neighbour {
	TAILQ_ENTRY(neighbour) entry;
	struct address address; /* family 0: not known, only where frames went */
	struct mac mac;
	uint64_t asked_ns; /* 0: nobody was seen to ask */
	uint64_t at_ns;    /* answered, or first used */
	struct statement is;
};

TAILQ_HEAD(neighbour_list, neighbour);

/* Names are asked where nobody else can read them; over NULL: that was not seen. */
struct name_channel {
	const char *over; /* "tls", "https", "quic" */
	struct address server;
	struct frame_ref frame;
	uint64_t at_ns;
};

enum { CLIENT_ADDRESSES_MAX = 32, RESOLVERS_MAX = 8 };

struct visit;

struct client {
	TAILQ_ENTRY(client) entry;
	uint32_t id; /* from 1, as event->client */
	struct bytes name;
	bool has_mac;
	struct mac mac;
	struct client_address *addresses; /* the newest last */
	uint32_t address_count;
	struct lease_list leases; /* as they began */
	uint32_t lease_count;
	struct neighbour_list neighbours;
	uint32_t neighbour_count;
	struct address gateway; /* family 0: not known */
	bool has_gateway_mac;
	struct mac gateway_mac;
	struct address resolvers[RESOLVERS_MAX];
	uint32_t resolver_count;
	struct name_channel name_channel; /* its first */
	struct alt_services alt_services;
	struct hsts hsts;
	uint64_t first_ns, last_ns;
	uint32_t page_count;
	uint32_t lookup_count; /* questions asked, let go ones too */

	/* For the correlator. */
	TAILQ_ENTRY(client) recent; /* of the story, the one heard last at the end */
	uint64_t queued_ns;         /* when it was put there */
	uint32_t held;              /* by connections and pages; it stays while above 0 */
	struct lookup_list lookups; /* lookup.of_client, the newest last */
	uint32_t lookups_kept;
	struct lookup_list lookups_open; /* lookup.of_open: not answered yet */
	struct page_list live_pages;     /* page.of_client, the newest last */
	uint32_t live_page_count;
	uint32_t failures_in_row; /* connections that did not come about */
	bool has_link_mac;        /* that its frames bear, though it did not claim it */
	struct mac link_mac;
	struct mac last_hop;                /* where it sent its last packet */
	uint64_t answered_ns;               /* something that it had asked for came last */
	struct visit *visit;                /* NULL: nothing on closed connections */
	struct bytes last_url;              /* of the page that was over last */
	struct connection_list connections; /* connection.beside, the newest last */
	bool reached_v4, reached_v6, used_quic; /* by any connection so far */
	struct connection_list unplaced;        /* connection.of_client, the newest last */
};

/* The address it used last; family 0 where it has none yet. */
struct address client_address_now(const struct client *);
/* The lease in force at this time; NULL where none is known. */
const struct lease *client_lease_at(const struct client *, uint64_t at_ns);
/* How it made this address of its own; NULL: that was not seen. */
const struct address_made *client_made(const struct client *, struct address);
/* What it knew about this address; NULL: nothing. */
const struct neighbour *client_neighbour(const struct client *, struct address);

/* Lets the oldest of its leases go. */
void client_drop_lease(struct client *);

static inline uint32_t
client_number(const struct client *client)
{
	return client == NULL ? CLIENT_NONE : client->id;
}

#endif
