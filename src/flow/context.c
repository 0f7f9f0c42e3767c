/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/context.h"

/* What has the addresses and ports: the flow, or the path that is in use now. */
static const struct flow *
context_ends(const struct context *context, const struct flow *flow)
{
	bool is_on_path = context->path != NULL && context->path->whole == flow;

	return is_on_path ? context->path : flow;
}

void
context_tell(struct context *context, const struct flow *flow, struct event *event)
{
	enum side other = event->side == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;
	const struct flow *ends = context_ends(context, flow);

	event->input = flow->input;
	event->flow = flow->ref;
	if (event->src.family == 0) {
		event->src = ends->address[event->side];
		event->dst = ends->address[other];
		event->has_ports = true;
		event->sport = ends->port[event->side];
		event->dport = ends->port[other];
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
	const struct flow *ends = context_ends(context, flow);

	return (struct chunk){
		.what = CHUNK_BYTES,
		.side = side,
		.at_ns = context->packet == NULL ? flow->last_ns : context->frame->at_ns,
		.frame =
		    context->packet == NULL ? flow->last_frame : context->frame->number,
		.src_port = ends->port[side],
		.dst_port = ends->port[other],
		.src = ends->address[side],
		.dst = ends->address[other],
	};
}

struct event
context_head(const struct context *context, const struct flow *flow, enum event_kind kind,
    enum side side)
{
	struct chunk chunk = context_chunk(context, flow, side);

	return event_head(kind, &chunk);
}
