/* SPDX-License-Identifier: BSD-2-Clause */
/* The layers on one flow: which dissector reads its bytes, which one reads what that
 * hands on, and what each of them still waits for.  Protocols are told by their first bytes
 * and by their ports; nothing here knows one protocol from another.
 *
 * A stack is owned by its flow; its results go to the receiver it was made with. */
#ifndef FLOW_STACK_H
#define FLOW_STACK_H

#include "flow/layer.h"

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

/* A dissector of this stack asked to be woken. */
void stack_wake(struct stack *, const struct stack_receiver *, const struct chunk *);

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
