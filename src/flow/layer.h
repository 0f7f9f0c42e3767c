/* SPDX-License-Identifier: BSD-2-Clause */
/* One layer of a flow: the dissector that reads it, its state, what each side waits for,
 * and the layers that read what it hands on, one for each stream.
 *
 * A layer owns all of it, but for a state that it shares with its neighbours: that belongs
 * to the layer below.  All-zero is a layer that nobody reads yet. */
#ifndef FLOW_LAYER_H
#define FLOW_LAYER_H

#include "base/buffer.h"
#include "base/recycler.h"
#include "dissectors/dissector.h"
#include "flow/trace.h"

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
	void (*id)(void *owner, enum side, struct bytes id); /* NULL: ids do not matter */
	void (*wake)(void *owner);                           /* NULL: nobody is woken */
	const struct trace *trace;                           /* NULL: nobody watches */
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

/* Who reads it from now on, with a new state. */
void layer_set_dissector(
    struct layer *, const struct stack_receiver *, const struct dissector *);

/* The layer that reads `stream` of what `outer` hands on, a new one where there was none:
 * it is for the dissector of this name alone, or, with "", for whoever claims the bytes.
 * NULL where there are too many.  Those whose streams are over are let go on the way: the
 * same number begins a new one. */
struct layer *layer_inner(
    struct layer *outer, const struct stack_receiver *, uint64_t stream, const char *name);

/* Gives back what it holds, and every layer on top of it. */
void layer_clear(struct layer *, const struct stack_receiver *);

#endif
