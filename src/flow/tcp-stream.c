/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow/tcp-stream.h"
#include "base/clock.h"
#include "event/tcp.h"

/* When missing bytes are given up.  Where the other end has acknowledged them they were not
 * captured; a capture may still have changed the order of a few packets.  Without
 * acknowledgements only what comes behind them tells.  Otherwise they are waited for as
 * long as a sender repeats them. */
static const struct {
	size_t count; /* segments behind the gap */
	uint64_t age_ns;
} patience_acked = { 3, 50 * NS_PER_MS }, patience_blind = { 16, 200 * NS_PER_MS },
  patience_open = { 1024, 60 * NS_PER_S };

/* A segment that fills a hole is repeated rather than late after this time (Wireshark's
 * threshold for out-of-order segments). */
static const uint64_t reordering_ns = 3 * NS_PER_MS;

enum { KEPT_BYTES_MAX = 4 * 1024 * 1024, FAST_DUPLICATE_ACKS = 2 };

const char *
side_word(enum side side)
{
	return side == SIDE_CLIENT ? "client" : "server";
}

int64_t
tcp_offset(const struct tcp_end *end, uint32_t sequence)
{
	uint64_t near = end->stream.next_offset;
	uint32_t distance = sequence - (end->base + (uint32_t)near);

	return (int64_t)near + (int32_t)distance;
}

/* The packet in hand. */
static struct arrival
tcp_arrival(const struct context *context)
{
	return (struct arrival){ context->frame->at_ns, context->frame->number };
}

static void
tcp_deliver(struct context *context, struct flow *flow, enum side side, struct bytes bytes,
    const struct arrival *arrival)
{
	struct chunk chunk;

	if (context->stack_receiver.trace == NULL &&
	    stack_skips(&flow->stack, side, bytes.len))
		return;
	chunk = context_chunk(context, flow, side);
	chunk.transport = "tcp";
	chunk.at_ns = arrival->at_ns;
	chunk.frame = arrival->frame;
	context->flow = flow;
	stack_feed(&flow->stack, &context->stack_receiver, &chunk, bytes);
}

static void
tcp_deliver_gap(struct context *context, struct flow *flow, enum side side, uint64_t size)
{
	struct chunk chunk = context_chunk(context, flow, side);
	struct event_tcp_gap gap = {
		.head = context_head(context, flow, EVENT_TCP_GAP, side),
		.side = side_word(side),
		.bytes = size,
	};

	flow->tcp->ends[side].lost += size;
	context_tell(context, flow, &gap.head);
	chunk.what = CHUNK_GAP;
	chunk.gap_size = size;
	chunk.transport = "tcp";
	context->flow = flow;
	stack_feed(
	    &flow->stack, &context->stack_receiver, &chunk, (struct bytes){ NULL, 0 });
}

/* Notes in the queue of flows that keep segments whether this one does. */
static void
tcp_note_keeping(struct context *context, struct flow *flow)
{
	bool is_keeping = flow->tcp->ends[SIDE_CLIENT].stream.kept != NULL ||
			  flow->tcp->ends[SIDE_SERVER].stream.kept != NULL;

	if (is_keeping == flow->is_keeping)
		return;
	flow->is_keeping = is_keeping;
	if (is_keeping)
		TAILQ_INSERT_TAIL(&context->keeping, flow, keeping_entry);
	else
		TAILQ_REMOVE(&context->keeping, flow, keeping_entry);
}

/* Delivers what has come in order with the bytes before it.  `latest` brought the last of
 * those: with it, or with their own packet where that came later, the kept ones count as
 * arrived. */
static void
tcp_deliver_kept(
    struct context *context, struct flow *flow, enum side side, struct arrival latest)
{
	struct reassembly *stream = &flow->tcp->ends[side].stream;
	struct segment *segment;

	while ((segment = reassembly_take(stream)) != NULL) {
		context->kept_bytes -= segment->bytes.len;
		if (segment->arrival.frame > latest.frame)
			latest = segment->arrival;
		if (segment->bytes.len > 0)
			tcp_deliver(context, flow, side, segment->bytes, &latest);
		if (segment->lost > 0)
			tcp_deliver_gap(context, flow, side, segment->lost);
		reassembly_release(segment);
	}
	tcp_note_keeping(context, flow);
}

static void
tcp_pass_gap(struct context *context, struct flow *flow, enum side side)
{
	struct reassembly *stream = &flow->tcp->ends[side].stream;
	uint64_t gap = reassembly_gap(stream);

	reassembly_pass_gap(stream);
	if (gap > 0)
		tcp_deliver_gap(context, flow, side, gap);
	tcp_deliver_kept(context, flow, side, (struct arrival){ 0 });
}

/* For want of room the flow that has kept segments longest lets them go by its gaps. */
static void
tcp_make_room(struct context *context)
{
	while (
	    context->kept_bytes > context->kept_limit && !TAILQ_EMPTY(&context->keeping)) {
		struct flow *flow = TAILQ_FIRST(&context->keeping);

		for (enum side side = SIDE_CLIENT; side <= SIDE_SERVER; side++) {
			while (flow->tcp->ends[side].stream.kept != NULL) {
				context->bytes_dropped +=
				    reassembly_gap(&flow->tcp->ends[side].stream);
				tcp_pass_gap(context, flow, side);
			}
		}
	}
}

/* When was a byte first sent?  0 where that is too long ago to be remembered. */
static uint64_t
tcp_first_sent(const struct tcp_end *end, uint64_t offset)
{
	uint64_t earliest = 0;

	for (int i = 0; i < SENT_KEPT; i++) {
		uint64_t at_ns = end->sent[i].at_ns;

		if (end->sent[i].end > offset && at_ns != 0 &&
		    (earliest == 0 || at_ns < earliest))
			earliest = at_ns;
	}
	return earliest;
}

static void
tcp_tell_retransmission(struct context *context, struct flow *flow, enum side side,
    uint64_t offset, uint64_t len, uint64_t first_ns)
{
	struct tcp_end *end = &flow->tcp->ends[side];
	const struct tcp_end *peer = &flow->tcp->ends[side_other(side)];
	struct event_tcp_retransmission event = {
		.head = context_head(context, flow, EVENT_TCP_RETRANSMISSION, side),
		.side = side_word(side),
		.bytes = len,
		.kind = "timeout",
	};

	if (first_ns != 0)
		event.delay = maybe_of(clock_between(first_ns, context->frame->at_ns));
	if (peer->duplicate_acks >= FAST_DUPLICATE_ACKS && end->acked == offset)
		event.kind = "fast";
	if (end->acked >= offset + len)
		event.kind = "spurious";
	end->retransmissions++;
	context_tell(context, flow, &event.head);
}

/* Tells it where bytes were sent before: seen already, or filling a hole too late to have
 * been overtaken only.  A probe of one old byte keeps a connection alive. */
static void
tcp_judge_repetition(struct context *context, struct flow *flow, enum side side,
    uint64_t offset, uint64_t len)
{
	struct tcp_end *end = &flow->tcp->ends[side];
	uint64_t old = MIN(end->sent_end - offset, len);
	uint64_t first_ns = 0;

	if (len == 1 && offset + 1 == end->sent_end && end->acked >= end->sent_end)
		return;
	if (reassembly_has(&end->stream, offset, old)) {
		first_ns = tcp_first_sent(end, offset);
	} else {
		if (end->stream.kept != NULL)
			first_ns = end->stream.kept->arrival.at_ns;
		if (clock_between(first_ns, context->frame->at_ns) < reordering_ns)
			return;
	}
	tcp_tell_retransmission(context, flow, side, offset, old, first_ns);
}

static void
tcp_note_sent(struct tcp_end *end, uint64_t segment_end, uint64_t at_ns)
{
	end->sent_end = segment_end;
	end->sent[end->sent_at].end = segment_end;
	end->sent[end->sent_at].at_ns = at_ns;
	end->sent_at = (end->sent_at + 1) % SENT_KEPT;
}

void
tcp_stream_data(
    struct context *context, struct flow *flow, enum side side, const struct packet *packet)
{
	struct tcp_end *end = &flow->tcp->ends[side];
	struct bytes bytes = packet->payload;
	uint64_t lost = packet->payload_len - MIN(packet->payload_len, bytes.len);
	uint32_t first = packet->tcp.seq + ((packet->tcp.flags & TCP_SYN) != 0);
	struct arrival arrival = tcp_arrival(context);
	int64_t start;
	uint64_t offset;

	if (!end->has_base) {
		end->has_base = true;
		end->base = first;
	}
	if (flow->wait == WAIT_OPENING)
		table_set_wait(context->table, flow, WAIT_OPEN);
	start = tcp_offset(end, first);
	if (start < 0) {
		uint64_t before = (uint64_t)-start;

		lost -= MIN(lost, before > bytes.len ? before - bytes.len : 0);
		bytes = bytes_from(bytes, (size_t)MIN(before, bytes.len));
		start = 0;
	}
	offset = (uint64_t)start;
	if (bytes.len + lost == 0 || (end->has_fin && offset >= end->fin_offset))
		return;
	if (offset < end->sent_end)
		tcp_judge_repetition(context, flow, side, offset, bytes.len + lost);
	if (offset + bytes.len + lost > end->sent_end)
		tcp_note_sent(end, offset + bytes.len + lost, context->frame->at_ns);
	if (reassembly_is_next(&end->stream, offset, lost)) {
		end->stream.next_offset += bytes.len;
		tcp_deliver(context, flow, side, bytes, &arrival);
		return;
	}
	context->kept_bytes -= end->stream.kept_bytes;
	bytes = reassembly_add(&end->stream, offset, bytes, lost, arrival);
	context->kept_bytes += end->stream.kept_bytes;
	if (bytes.len > 0)
		tcp_deliver(context, flow, side, bytes, &arrival);
	tcp_deliver_kept(context, flow, side, arrival);
	if (context->kept_bytes > context->kept_limit)
		tcp_make_room(context);
}

/* Will the bytes before the first kept segment never come? */
static bool
tcp_gap_is_final(const struct context *context, const struct flow *flow, enum side side)
{
	const struct tcp_end *end = &flow->tcp->ends[side];
	const struct reassembly *stream = &end->stream;
	uint64_t age_ns = clock_between(stream->kept->arrival.at_ns, context->frame->at_ns);
	bool is_blind = flow->tcp->ends[side_other(side)].packets == 0;

	if (stream->kept_bytes > KEPT_BYTES_MAX)
		return true;
	if (end->acked >= stream->kept->offset &&
	    (stream->kept_count >= patience_acked.count || age_ns >= patience_acked.age_ns))
		return true;
	if (is_blind &&
	    (stream->kept_count >= patience_blind.count || age_ns >= patience_blind.age_ns))
		return true;
	return stream->kept_count >= patience_open.count || age_ns >= patience_open.age_ns;
}

static void
tcp_tell_end(struct context *context, struct flow *flow, enum side side)
{
	struct chunk chunk = context_chunk(context, flow, side);

	flow->tcp->ends[side].end_is_told = true;
	chunk.what = CHUNK_END;
	chunk.transport = "tcp";
	context->flow = flow;
	stack_feed(
	    &flow->stack, &context->stack_receiver, &chunk, (struct bytes){ NULL, 0 });
}

void
tcp_stream_settle(struct context *context, struct flow *flow, enum side side)
{
	struct tcp_end *end = &flow->tcp->ends[side];

	while (end->stream.kept != NULL && tcp_gap_is_final(context, flow, side))
		tcp_pass_gap(context, flow, side);
	if (end->has_fin && !end->end_is_told && end->stream.next_offset >= end->fin_offset)
		tcp_tell_end(context, flow, side);
}

void
tcp_stream_finish(struct context *context, struct flow *flow)
{
	for (enum side side = SIDE_CLIENT; side <= SIDE_SERVER; side++)
		while (flow->tcp->ends[side].stream.kept != NULL)
			tcp_pass_gap(context, flow, side);
	for (enum side side = SIDE_CLIENT; side <= SIDE_SERVER; side++)
		if (!flow->tcp->ends[side].end_is_told)
			tcp_tell_end(context, flow, side);
}
