/* SPDX-License-Identifier: BSD-2-Clause */
/* The layers on one flow: which dissector reads its bytes, which one reads what that
 * hands on, and what each of them still waits for.  Protocols are told by their first bytes
 * and by their ports; nothing here knows one protocol from another.
 *
 * A stack is owned by its flow; its results go to the receiver it was made with. */
#ifndef FLOW_STACK_H
#define FLOW_STACK_H

#include "base/buffer.h"
#include "base/recycler.h"
#include "dissectors/dissector.h"

/* What of the stack's receiver is needed: the sink's calls, less those the stack answers.
 */
struct stack_receiver {
	void *owner;
	void (*event)(void *owner, struct event *);
	struct flow_ref (*find_flow)(void *owner, uint8_t protocol, struct address src,
	    uint16_t sport, struct address dst, uint16_t dport);
	const struct tls_secrets *(*secrets)(void *owner, struct bytes client_random);
	struct arena *scratch;
	struct recycler *memory;   /* of layers and of dissectors' states */
	struct secrets_wait *wait; /* NULL: all secrets are there from the beginning */
};

/* What one side of a layer waits for. */
struct layer_side {
	struct buffer waiting; /* an incomplete message */
	uint64_t skip;         /* bytes that the dissector does not want */
	uint64_t skip_lost;    /* of those that went by, never captured */
	bool is_broken;        /* passed over up to the next gap */
	bool is_over;          /* its end was told */
};

struct layer {
	struct layer *next;  /* on the same layer below, for another stream */
	struct layer *inner; /* first of those that read what this one hands on */
	uint64_t stream;
	const struct dissector *dissector; /* NULL: not known (yet) */
	void *state;
	/* Of inner layers whose dissector shares its state between streams. */
	const struct dissector *shared;
	void *shared_state;
	bool borrows_state; /* it is shared_state of the layer below */
	bool was_tried_by_port;
	bool has_message; /* the dissector has read one: it stays */
	struct layer_side sides[2];
};

/* All-zero is a valid new stack. */
struct stack {
	struct layer base;
};

/* Bytes in order, a gap or the end, of the stream as a whole; chunk->stream is 0. */
void stack_feed(
    struct stack *, const struct stack_receiver *, const struct chunk *, struct bytes);

/* One datagram, whole or cut off. */
void stack_datagram(
    struct stack *, const struct stack_receiver *, const struct chunk *, struct bytes);

/* Calls one dissector without a flow: ARP, ICMP.  What it answered. */
enum verdict stack_call(const struct dissector *, void *state,
    const struct stack_receiver *, const struct chunk *, struct bytes);

void stack_clear(struct stack *, const struct stack_receiver *);

/* May these bytes be passed over without a call?  The usual case of a bulk transfer. */
static inline bool
stack_skips(struct stack *stack, enum side side, size_t len)
{
	if (stack->base.sides[side].skip <= len)
		return false;
	stack->base.sides[side].skip -= len;
	return true;
}

#endif
