/* SPDX-License-Identifier: BSD-2-Clause */
/* What is being handled now, and who is told: shared by the files of this folder. */
#ifndef FLOW_CONTEXT_H
#define FLOW_CONTEXT_H

#include "base/arena.h"
#include "flow/table.h"
#include "packet/packet.h"

struct context {
	void (*emit)(void *receiver, struct event *);
	void *receiver;
	const struct frame *frame;   /* handled now */
	const struct packet *packet; /* in it; NULL while flows are ended */
	struct table *table;
	struct applications *applications; /* NULL: without nDPI */
	struct flow *flow;                 /* whose stack is called; NULL: none */
	const struct flow *path;           /* of it, that the packet took; NULL: its own */
	struct arena scratch;              /* until the next frame */
	struct stack_receiver stack_receiver;
	const struct dissector *syn_dissector; /* reads the options of SYNs */
	struct flow_queue keeping; /* flows with segments that came early, oldest first */
	uint64_t kept_bytes;       /* of those segments */
	uint64_t kept_limit;
	uint64_t bytes_dropped; /* passed over for want of room */
};

/* Tells an event of this flow, sent by event->side, with what all events have. */
void context_tell(struct context *, const struct flow *, struct event *);
/* A chunk of this side at the time and frame of what is handled now. */
struct chunk context_chunk(const struct context *, const struct flow *, enum side);
/* The head of an event that this flow states by itself. */
struct event context_head(
    const struct context *, const struct flow *, enum event_kind, enum side);

#endif
