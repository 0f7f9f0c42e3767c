/* SPDX-License-Identifier: BSD-2-Clause */
/* A transaction of DHCP: how a client joined the network, or tried to (RFC 2131). */
#ifndef STORY_LEASE_H
#define STORY_LEASE_H

#include <sys/queue.h>

#include "story/statement.h"

enum lease_kind {
	LEASE_DORA, /* DISCOVER, OFFER, REQUEST, ACK, or as far as it came */
	LEASE_INIT_REBOOT,
	LEASE_RENEW,
	LEASE_REBIND,
	LEASE_NAK,
	LEASE_DECLINE,
	LEASE_RELEASE,
	LEASE_INFORM,
	LEASE_KIND_COUNT
};

/* "dora", "init_reboot", ... */
const char *lease_kind_word(enum lease_kind);

/* Is the address free?  Asked by the server before it offers (ARP or ping), or by the
 * client before it uses it (ARP). */
struct probe {
	const char *how; /* "arp", "ping"; NULL: none was seen */
	struct frame_list frames;
	bool answered;
	uint64_t at_ns;
};

struct offer {
	struct address server;
	struct address address;
	struct frame_ref frame;
	uint64_t at_ns;
};

enum { OFFERS_MAX = 8, LEASE_ADDRESSES_MAX = 8 };

struct lease {
	TAILQ_ENTRY(lease) entry;
	enum lease_kind kind;
	struct statement is;
	uint32_t xid;
	struct address server, address, subnet_mask, relay; /* family 0: not known */
	struct address requested;      /* by the client, in DISCOVER or REQUEST */
	struct address *routers, *dns; /* no more than LEASE_ADDRESSES_MAX */
	uint32_t router_count, dns_count;
	bool has_lease_s;
	uint64_t lease_s;
	struct bytes domain;
	struct frame_ref discover, offer, request, ack; /* ack: the NAK of a "nak" too */
	struct probe server_probe, client_probe, announcement;
	struct offer *offers; /* all of them, the chosen one too; up to OFFERS_MAX */
	uint32_t offer_count;
	uint32_t tries; /* DISCOVERs or REQUESTs that had to be sent again */
	bool is_over;   /* answered, or needs no answer */
	uint64_t start_ns, request_ns, end_ns; /* request 0: not seen */
};

TAILQ_HEAD(lease_list, lease);

/* All that prove it, the probes and announcements too, in order. */
struct frame_list lease_frames(const struct lease *);
/* Was this offer turned down for another? */
bool lease_offer_is_other(const struct lease *, const struct offer *);

#endif
