/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections: from packets to ordered bytes of both sides, and from those, through the
 * dissectors, to events.
 *
 * A struct flows owns every flow; a flow goes when it is over, idle for too long, or the
 * oldest when there are too many.  Nothing here fails except for lack of memory. */
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include "base/frame.h"
#include "base/hash.h"
#include "event/event.h"
#include "packet/packet.h"

struct flows;
struct trace; /* flow/trace.h */

struct flow_limits {
	uint32_t flow_count;     /* live connections at most; 0 chooses */
	uint64_t buffered_bytes; /* held for reassembly, in all; 0 chooses */
	bool with_ndpi;
	struct hash_key hash_key;
	bool with_hashes; /* of first datagrams */
};

/* What was let go, and seen. */
struct flow_counts {
	uint64_t flows;
	uint64_t flows_evicted;
	uint64_t bytes_dropped; /* of reassembly, for want of room */
};

struct flow_receiver {
	void *receiver;
	void (*emit)(void *receiver, struct event *event); /* borrows it */
	/* The secrets of the session with this client random, or NULL.  NULL: there are
	 * none. */
	const struct tls_secrets *(*secrets)(void *receiver, struct bytes client_random);
	struct flow_frames
	    *flow_frames; /* where the frames of each flow are noted; NULL: nowhere */
	struct secrets_wait *wait; /* where secrets may come while packets do; else NULL */
	const struct trace *trace; /* NULL: nobody watches the stacks */
};

struct flows *flows_new(const struct flow_limits *, const struct flow_receiver *);
/* Ends what is still open: states tcp.closed ("capture_end") and the like. */
void flows_end(struct flows *);
void flows_free(struct flows *);

void flows_packet(struct flows *, const struct frame *, const struct packet *);
struct flow_counts flows_counts(const struct flows *);

#endif
