/* SPDX-License-Identifier: BSD-2-Clause */
#include "event/flow-frames.h"

#include <netinet/in.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/die.h"

/* Flows beyond these have no walk; frames beyond so many bytes are not noted. */
enum { FLOWS_MAX = 1 << 24, FLOWS_USUAL = 1024 };
#define BYTES_MAX (UINT64_C(1) << 29)

struct frames_of_flow {
	struct buffer deltas;
	uint32_t last;
	uint32_t input;
};

/* By the number of the flow, which counts from 0 within its protocol. */
struct protocol_frames {
	struct frames_of_flow *flows;
	size_t count;
};

struct flow_frames {
	struct protocol_frames tcp, udp;
	uint64_t bytes;
};

struct flow_frames *
flow_frames_new(void)
{
	return alloc_zeroed(1, sizeof(struct flow_frames));
}

static void
protocol_clear(struct protocol_frames *flow_frames)
{
	for (size_t i = 0; i < flow_frames->count; i++)
		buffer_clear(&flow_frames->flows[i].deltas);
	free(flow_frames->flows);
}

void
flow_frames_free(struct flow_frames *flow_frames)
{
	if (flow_frames == NULL)
		return;
	protocol_clear(&flow_frames->tcp);
	protocol_clear(&flow_frames->udp);
	free(flow_frames);
}

static void
protocol_make_room(struct protocol_frames *flow_frames, uint32_t number)
{
	size_t count = MAX(flow_frames->count, (size_t)FLOWS_USUAL);

	if (number < flow_frames->count)
		return;
	while (count <= number)
		count *= 2;
	flow_frames->flows =
	    alloc_resized(flow_frames->flows, count, sizeof(*flow_frames->flows));
	memset(flow_frames->flows + flow_frames->count, 0,
	    (count - flow_frames->count) * sizeof(*flow_frames->flows));
	flow_frames->count = count;
}

void
flow_frames_add(
    struct flow_frames *flow_frames, struct flow_ref flow, uint32_t input, uint32_t frame)
{
	struct protocol_frames *protocol =
	    flow.protocol == IPPROTO_TCP ? &flow_frames->tcp : &flow_frames->udp;
	struct frames_of_flow *walk;
	size_t before;

	if (flow.number >= FLOWS_MAX || flow_frames->bytes >= BYTES_MAX)
		return;
	protocol_make_room(protocol, flow.number);
	walk = &protocol->flows[flow.number];
	if (frame <= walk->last)
		return; /* it has it */
	before = walk->deltas.len;
	buffer_add_varint(&walk->deltas, frame - walk->last);
	walk->last = frame;
	walk->input = input;
	flow_frames->bytes += walk->deltas.len - before;
}

struct frame_walk
flow_frames_walk(const struct flow_frames *flow_frames, struct flow_ref flow)
{
	const struct protocol_frames *protocol =
	    flow.protocol == IPPROTO_TCP ? &flow_frames->tcp : &flow_frames->udp;

	if (flow.number >= protocol->count)
		return (struct frame_walk){ 0 };
	return (struct frame_walk){
		cursor_of(buffer_bytes(&protocol->flows[flow.number].deltas)), 0
	};
}

uint32_t
frame_walk_next(struct frame_walk *walk)
{
	if (cursor_left(&walk->deltas) == 0)
		return 0;
	walk->number += (uint32_t)cursor_varint(&walk->deltas);
	return walk->number;
}

static bool
protocol_find(const struct protocol_frames *protocol, struct flow_ref *flow, uint32_t input,
    uint32_t frame)
{
	for (size_t i = 0; i < protocol->count; i++) {
		const struct frames_of_flow *of_flow = &protocol->flows[i];
		struct frame_walk walk = { cursor_of(buffer_bytes(&of_flow->deltas)), 0 };
		uint32_t number = 0;

		if (of_flow->input != input || of_flow->last < frame)
			continue;
		while (number < frame)
			number = frame_walk_next(&walk);
		flow->number = (uint32_t)i;
		if (number == frame)
			return true;
	}
	return false;
}

struct flow_ref
flow_frames_find(const struct flow_frames *flow_frames, uint32_t input, uint32_t frame)
{
	struct flow_ref flow = { .protocol = IPPROTO_TCP };

	if (protocol_find(&flow_frames->tcp, &flow, input, frame))
		return flow;
	flow.protocol = IPPROTO_UDP;
	if (protocol_find(&flow_frames->udp, &flow, input, frame))
		return flow;
	return (struct flow_ref){ 0 };
}
