/* SPDX-License-Identifier: BSD-2-Clause */
/* The flow table: which connection a packet belongs to.  It finds, adds and takes out;
 * what a flow's end means is for others to tell.  Flows are owned by the table. */
#ifndef FLOW_TABLE_H
#define FLOW_TABLE_H

#include <sys/queue.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/recycler.h"
#include "flow/application.h"
#include "flow/ids.h"
#include "flow/stack.h"

/* Both directions of a connection have the same key. */
struct flow_key {
	uint64_t words[6];
	size_t word_count; /* used */
	bool is_swapped;   /* the packet went from its second end to its first */
};

/* How long a flow may be silent depends on what it waits for. */
enum flow_wait {
	WAIT_OPEN,    /* TCP with both ends known to be there */
	WAIT_OPENING, /* TCP that is not open yet */
	WAIT_CLOSED,  /* TCP that is over: for stray packets */
	WAIT_UDP,
	WAIT_ANSWERED, /* UDP whose last question has its answer */
	WAIT_COUNT
};

struct tcp;

struct flow {
	TAILQ_ENTRY(flow) entry;
	TAILQ_ENTRY(flow) keeping_entry; /* while it keeps segments that came early */
	enum flow_wait wait;
	uint64_t queued_ns; /* when it was put in its queue */
	struct flow_key key;
	uint64_t hash;
	struct flow_ref ref;
	uint32_t input;
	enum side first_side;      /* that sent the packet which `key` was made of */
	struct address address[2]; /* by side */
	uint16_t port[2];
	uint64_t first_ns, last_ns;
	uint32_t last_frame;
	bool is_keeping;
	bool application_is_told;
	bool is_guessed; /* `guess` was asked for */
	struct application_guess guess;
	struct stack stack;
	struct tcp *tcp; /* NULL: over, or not TCP */
	bool has_isn[2]; /* by side: its SYN was seen */
	uint32_t isn[2];
	void *syn_state; /* of the dissector of SYNs */
	/* A connection that moved has several pairs of addresses and ports: beside its own
	 * each is a path, which has key, addresses and ports and is nothing else. */
	struct flow *whole;     /* of a path: the flow; else NULL */
	struct flow *paths;     /* of a flow, the newest first */
	struct flow *next_path; /* of the same flow */
	struct flow_id *ids;    /* by which the flow is found */
	TAILQ_ENTRY(flow) waking_entry;
	uint64_t wake_ns; /* when it is woken; 0: nobody asked for that */
};

TAILQ_HEAD(flow_queue, flow);

struct table {
	struct recycler memory; /* of flows, and of what they own */
	struct map map;
	struct hash_key hash_key;
	struct flow_queue queues[WAIT_COUNT];
	struct flow_ids ids;
	uint32_t flow_limit;
	uint32_t next_number[2]; /* TCP, UDP */
};

/* Of a packet from `src` to `dst`. */
struct flow_key flow_key_of(uint8_t protocol, uint32_t input, const struct address *src,
    uint16_t sport, const struct address *dst, uint16_t dport);

void table_init(struct table *, struct hash_key, uint32_t flow_limit);
void table_clear(struct table *); /* of an empty table */
/* NULL where there is none. */
struct flow *table_find(const struct table *, const struct flow_key *);
/* A new flow, numbered after the last of its protocol. */
struct flow *table_add(
    struct table *, const struct flow_key *, uint8_t protocol, uint64_t at_ns);
/* A new path of this flow; the oldest of too many makes room. */
struct flow *table_add_path(
    struct table *, const struct flow_key *, struct flow *whole, uint64_t at_ns);
/* What the flow owns has been given back; its paths and ids go with it. */
void table_remove(struct table *, struct flow *flow_taken);
/* From now on it may be silent for as long as `wait` says. */
void table_set_wait(struct table *, struct flow *, enum flow_wait wait);
/* A flow that has been silent for too long at this time; NULL where there is none. */
struct flow *table_expired(struct table *, uint64_t now_ns);
/* Are there as many flows as there may be? */
bool table_is_full(const struct table *);
/* About the one that has been silent longest; NULL where there is none. */
struct flow *table_oldest(const struct table *);

#endif
