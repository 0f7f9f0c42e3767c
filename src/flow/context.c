/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/context.h"

void
context_tell(struct context *context, const struct flow *flow, struct event *event)
{
	enum side other = event->side == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;

	event->input = flow->input;
	event->flow = flow->ref;
	if (event->src.family == 0) {
		event->src = flow->address[event->side];
		event->dst = flow->address[other];
		event->has_ports = true;
		event->sport = flow->port[event->side];
		event->dport = flow->port[other];
	}
	if (context->packet != NULL && context->packet->has_macs &&
	    context->frame->number == event->frame) {
		event->has_macs = true;
		event->src_mac = context->packet->src_mac;
		event->dst_mac = context->packet->dst_mac;
	}
	context->emit(context->receiver, event);
}

struct chunk
context_chunk(const struct context *context, const struct flow *flow, enum side side)
{
	enum side other = side == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;

	return (struct chunk){
		.what = CHUNK_BYTES,
		.side = side,
		.at_ns = context->packet == NULL ? flow->last_ns : context->frame->at_ns,
		.frame =
		    context->packet == NULL ? flow->last_frame : context->frame->number,
		.src_port = flow->port[side],
		.dst_port = flow->port[other],
		.src = flow->address[side],
		.dst = flow->address[other],
	};
}

struct event
context_head(const struct context *context, const struct flow *flow, enum event_kind kind,
    enum side side)
{
	struct chunk chunk = context_chunk(context, flow, side);

	return event_head(kind, &chunk);
}
