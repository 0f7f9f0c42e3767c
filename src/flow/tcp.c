/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "event/tcp.h"
#include "flow/naming.h"
#include "flow/tcp-stream.h"
#include "flow/tcp.h"

/* Further ahead than any window reaches (RFC 7323 2.3): not of this connection. */
static const int64_t window_max = INT64_C(1) << 30;

static const char *
tcp_state_word(enum tcp_state state)
{
	static const char *const words[] = {
		[TCP_UNKNOWN] = NULL,
		[TCP_LISTEN] = "LISTEN",
		[TCP_SYN_SENT] = "SYN-SENT",
		[TCP_SYN_RECEIVED] = "SYN-RECEIVED",
		[TCP_ESTABLISHED] = "ESTABLISHED",
		[TCP_FIN_WAIT_1] = "FIN-WAIT-1",
		[TCP_FIN_WAIT_2] = "FIN-WAIT-2",
		[TCP_CLOSE_WAIT] = "CLOSE-WAIT",
		[TCP_CLOSING] = "CLOSING",
		[TCP_LAST_ACK] = "LAST-ACK",
		[TCP_TIME_WAIT] = "TIME-WAIT",
		[TCP_CLOSED] = "CLOSED",
	};

	return words[state];
}

/* What an end does, or is told, that changes its state (RFC 9293 figure 5). */
enum tcp_input { INPUT_FIN_SENT, INPUT_FIN_ACKED, INPUT_PEER_FIN_ACKED };

static enum tcp_state
tcp_next_state(enum tcp_state state, enum tcp_input input)
{
	static const struct {
		enum tcp_state from;
		enum tcp_input input;
		enum tcp_state to;
	} rows[] = {
		{ TCP_UNKNOWN, INPUT_FIN_SENT, TCP_FIN_WAIT_1 },
		{ TCP_SYN_RECEIVED, INPUT_FIN_SENT, TCP_FIN_WAIT_1 },
		{ TCP_ESTABLISHED, INPUT_FIN_SENT, TCP_FIN_WAIT_1 },
		{ TCP_CLOSE_WAIT, INPUT_FIN_SENT, TCP_LAST_ACK },
		{ TCP_FIN_WAIT_1, INPUT_FIN_ACKED, TCP_FIN_WAIT_2 },
		{ TCP_CLOSING, INPUT_FIN_ACKED, TCP_TIME_WAIT },
		{ TCP_LAST_ACK, INPUT_FIN_ACKED, TCP_CLOSED },
		{ TCP_UNKNOWN, INPUT_PEER_FIN_ACKED, TCP_CLOSE_WAIT },
		{ TCP_ESTABLISHED, INPUT_PEER_FIN_ACKED, TCP_CLOSE_WAIT },
		{ TCP_FIN_WAIT_1, INPUT_PEER_FIN_ACKED, TCP_CLOSING },
		{ TCP_FIN_WAIT_2, INPUT_PEER_FIN_ACKED, TCP_TIME_WAIT },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].from == state && rows[i].input == input)
			return rows[i].to;
	return state;
}

static void
tcp_tell_states(struct context *context, struct flow *flow, enum side side)
{
	struct event_tcp_state event = {
		.head = context_head(context, flow, EVENT_TCP_STATE, side),
		.client = tcp_state_word(flow->tcp->ends[SIDE_CLIENT].state),
		.server = tcp_state_word(flow->tcp->ends[SIDE_SERVER].state),
	};

	context_tell(context, flow, &event.head);
}

bool
tcp_is_reuse(const struct flow *flow, enum side side, const struct packet *packet)
{
	const struct tcp *tcp = flow->tcp;

	if ((packet->tcp.flags & (TCP_SYN | TCP_ACK | TCP_RST)) != TCP_SYN)
		return false;
	if (flow->has_isn[side])
		return flow->isn[side] != packet->tcp.seq;
	/* The other end opened this one, or its beginning was not captured: a SYN that
	 * answers one crosses it, any other begins anew. */
	return tcp == NULL || tcp->ends[side].packets > 0 ||
	       tcp->ends[side_other(side)].state != TCP_SYN_SENT;
}

/* A connection whose beginning was not captured: servers listen on low ports, and systems
 * give clients the high ones (RFC 6335 6; Linux from 32768 on). */
static bool
is_from_service(const struct packet *packet)
{
	enum { PRIVILEGED = 1024, EPHEMERAL = 32768 };

	return (packet->sport < PRIVILEGED && packet->dport >= PRIVILEGED) ||
	       (packet->sport < EPHEMERAL && packet->dport >= EPHEMERAL);
}

enum side
tcp_first_side(const struct packet *packet)
{
	bool is_answer = (packet->tcp.flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK);

	if (packet->tcp.flags & TCP_SYN)
		return is_answer ? SIDE_SERVER : SIDE_CLIENT;
	return is_from_service(packet) ? SIDE_SERVER : SIDE_CLIENT;
}

/* The options of a SYN are read like any other protocol's bytes. */
static void
tcp_read_syn(
    struct context *context, struct flow *flow, enum side side, const struct packet *packet)
{
	const struct dissector *dissector = context->syn_dissector;
	struct chunk chunk = context_chunk(context, flow, side);

	if (flow->syn_state == NULL && dissector->state_size > 0)
		flow->syn_state =
		    recycler_take(&context->table->memory, dissector->state_size);
	chunk.transport = "ip";
	chunk.is_datagram = true;
	context->flow = flow;
	stack_call(dissector, flow->syn_state, &context->stack_receiver, &chunk,
	    packet->tcp.header);
}

static void
tcp_syn(
    struct context *context, struct flow *flow, enum side side, const struct packet *packet)
{
	struct tcp *tcp = flow->tcp;
	struct tcp_end *end = &tcp->ends[side];
	struct tcp_end *peer = &tcp->ends[side_other(side)];
	bool is_answer = (packet->tcp.flags & TCP_ACK) != 0;
	bool is_new = !flow->has_isn[side] || flow->isn[side] != packet->tcp.seq;

	if (is_new && end->packets > 1 && tcp->is_established)
		return; /* a stray SYN in an open connection is only told */
	if (is_new) {
		flow->has_isn[side] = true;
		flow->isn[side] = packet->tcp.seq;
		end->has_base = true;
		end->base = packet->tcp.seq + 1;
	}
	if (!is_answer && tcp->syn_frame == 0) {
		tcp->syn_frame = context->frame->number;
		tcp->syn_ns = context->frame->at_ns;
	}
	if (is_answer && tcp->syn_ack_frame == 0) {
		tcp->syn_ack_frame = context->frame->number;
		tcp->syn_ack_ns = context->frame->at_ns;
		tcp->syn_ack_ttl = packet->ttl;
	}
	if (!is_new)
		return;
	end->state =
	    is_answer || peer->state == TCP_SYN_SENT ? TCP_SYN_RECEIVED : TCP_SYN_SENT;
	if (!is_answer && peer->state == TCP_UNKNOWN)
		peer->state = TCP_LISTEN;
	else if (peer->state == TCP_SYN_SENT && !is_answer)
		peer->state = TCP_SYN_RECEIVED;
	tcp_tell_states(context, flow, side);
}

/* The ACK that completes the handshake: of the SYN-ACK, by the end that sent the SYN. */
static void
tcp_establish(
    struct context *context, struct flow *flow, enum side side, const struct packet *packet)
{
	struct tcp *tcp = flow->tcp;
	struct tcp_end *end = &tcp->ends[side];
	struct tcp_end *peer = &tcp->ends[side_other(side)];
	uint64_t now_ns = context->frame->at_ns;
	struct event_tcp_established event = {
		.head = context_head(context, flow, EVENT_TCP_ESTABLISHED, side),
		.isn_client = flow->isn[side],
		.isn_server = flow->isn[side_other(side)],
		.syn_rtt = maybe_of(clock_between(tcp->syn_ns, tcp->syn_ack_ns)),
		.ack_rtt = maybe_of(clock_between(tcp->syn_ack_ns, now_ns)),
		.syn_frame = tcp->syn_frame,
		.syn_ack_frame = tcp->syn_ack_frame,
		.server_ttl = tcp->syn_ack_ttl,
	};
	uint32_t ahead = packet->tcp.ack - (flow->isn[side_other(side)] + 1);

	if (side != SIDE_CLIENT || tcp->syn_frame == 0 || tcp->syn_ack_frame == 0 ||
	    ahead > (uint32_t)window_max)
		return;
	event.rtt = maybe_of(event.syn_rtt.value + event.ack_rtt.value);
	tcp->is_established = true;
	end->state = TCP_ESTABLISHED;
	peer->state = TCP_ESTABLISHED;
	context_tell(context, flow, &event.head);
	tcp_tell_states(context, flow, side);
	table_set_wait(context->table, flow, WAIT_OPEN);
}

/* Nothing of the flow is needed any more but its place, so that stray packets know it. */
static void
tcp_release(struct context *context, struct flow *flow)
{
	stack_clear(&flow->stack, &context->stack_receiver);
	tcp_free(&context->table->memory, flow->tcp);
	flow->tcp = NULL;
	table_set_wait(context->table, flow, WAIT_CLOSED);
}

static void
tcp_close(struct context *context, struct flow *flow, const char *how, enum side by)
{
	struct tcp *tcp = flow->tcp;
	const struct tcp_end *client = &tcp->ends[SIDE_CLIENT];
	const struct tcp_end *server = &tcp->ends[SIDE_SERVER];
	struct event_tcp_closed event = {
		.head = context_head(context, flow, EVENT_TCP_CLOSED, by),
		.how = how,
		.packets_client = client->packets,
		.packets_server = server->packets,
		.retransmissions = client->retransmissions + server->retransmissions,
		.duration = maybe_of(clock_between(flow->first_ns, flow->last_ns)),
	};

	if (tcp->has_first_fin || strcmp(how, "rst") == 0)
		event.by = flow->address[by];
	tcp_stream_finish(context, flow);
	naming_end(context, flow); /* what is over is let go: its name comes before */
	event.bytes_client = client->stream.next_offset - client->lost;
	event.bytes_server = server->stream.next_offset - server->lost;
	event.gaps = client->lost + server->lost;
	context_tell(context, flow, &event.head);
	tcp_release(context, flow);
}

static void
tcp_refuse(struct context *context, struct flow *flow, enum side side)
{
	struct event_tcp_refused event = {
		.head = context_head(context, flow, EVENT_TCP_REFUSED, side),
		.by = "rst",
	};

	context_tell(context, flow, &event.head);
}

static void
tcp_reset(
    struct context *context, struct flow *flow, enum side side, const struct packet *packet)
{
	struct tcp *tcp = flow->tcp;
	enum side other = side_other(side);

	if (tcp->ends[other].state == TCP_SYN_SENT && !flow->has_isn[side] &&
	    packet->tcp.ack == flow->isn[other] + 1)
		tcp_refuse(context, flow, side);
	tcp->ends[SIDE_CLIENT].state = TCP_CLOSED;
	tcp->ends[SIDE_SERVER].state = TCP_CLOSED;
	tcp_tell_states(context, flow, side);
	tcp_close(context, flow, "rst", side);
}

static void
tcp_fin(
    struct context *context, struct flow *flow, enum side side, const struct packet *packet)
{
	struct tcp *tcp = flow->tcp;
	struct tcp_end *end = &tcp->ends[side];
	uint32_t first = packet->tcp.seq + ((packet->tcp.flags & TCP_SYN) != 0);
	int64_t offset;

	if (end->has_fin)
		return;
	if (!end->has_base) {
		end->has_base = true;
		end->base = first;
	}
	offset = tcp_offset(end, first) + (int64_t)packet->payload_len;
	end->has_fin = true;
	end->fin_offset = offset < 0 ? 0 : (uint64_t)offset;
	if (!tcp->has_first_fin) {
		tcp->has_first_fin = true;
		tcp->first_fin = side;
	}
	end->state = tcp_next_state(end->state, INPUT_FIN_SENT);
	tcp_tell_states(context, flow, side);
}

static void
tcp_fin_acked(struct context *context, struct flow *flow, enum side side)
{
	struct tcp_end *end = &flow->tcp->ends[side];
	struct tcp_end *peer = &flow->tcp->ends[side_other(side)];

	end->fin_is_acked = true;
	end->state = tcp_next_state(end->state, INPUT_FIN_ACKED);
	peer->state = tcp_next_state(peer->state, INPUT_PEER_FIN_ACKED);
	tcp_tell_states(context, flow, side_other(side));
}

/* An acknowledgement by `side` of what the other end sent. */
static void
tcp_ack(
    struct context *context, struct flow *flow, enum side side, const struct packet *packet)
{
	struct tcp_end *end = &flow->tcp->ends[side];
	struct tcp_end *peer = &flow->tcp->ends[side_other(side)];
	bool is_bare =
	    packet->payload_len == 0 && (packet->tcp.flags & (TCP_SYN | TCP_FIN)) == 0;
	int64_t acked;

	if (is_bare && packet->tcp.ack == end->last_ack &&
	    packet->tcp.window == end->last_window)
		end->duplicate_acks++;
	else if (packet->tcp.ack != end->last_ack)
		end->duplicate_acks = 0;
	end->last_ack = packet->tcp.ack;
	end->last_window = packet->tcp.window;
	if (!peer->has_base) {
		peer->has_base = true;
		peer->base = packet->tcp.ack;
	}
	acked = tcp_offset(peer, packet->tcp.ack);
	if (acked > (int64_t)peer->acked &&
	    acked - (int64_t)peer->stream.next_offset < window_max)
		peer->acked = (uint64_t)acked;
	if (peer->has_fin && !peer->fin_is_acked && peer->acked > peer->fin_offset)
		tcp_fin_acked(context, flow, side_other(side));
}

static bool
tcp_end_is_done(const struct tcp_end *end)
{
	return end->state == TCP_TIME_WAIT || end->state == TCP_CLOSED;
}

/* A segment whose sequence number no window allows is not of this connection. */
static bool
tcp_is_stray(const struct tcp_end *end, const struct packet *packet)
{
	int64_t ahead;

	if (!end->has_base || (packet->tcp.flags & (TCP_SYN | TCP_RST)) != 0)
		return false;
	ahead = tcp_offset(end, packet->tcp.seq) - (int64_t)end->stream.next_offset;
	return ahead > window_max || ahead < -window_max;
}

void
tcp_packet(
    struct context *context, struct flow *flow, enum side side, const struct packet *packet)
{
	struct tcp *tcp = flow->tcp;
	uint8_t flags = packet->tcp.flags;
	bool is_syn = (flags & (TCP_SYN | TCP_RST)) == TCP_SYN;

	if (is_syn)
		tcp_read_syn(context, flow, side, packet);
	if (tcp == NULL || tcp_is_stray(&tcp->ends[side], packet))
		return;
	tcp->ends[side].packets++;
	if (is_syn)
		tcp_syn(context, flow, side, packet);
	if ((flags & TCP_ACK) != 0 && (flags & TCP_RST) == 0) {
		if (!tcp->is_established && (flags & TCP_SYN) == 0)
			tcp_establish(context, flow, side, packet);
		tcp_ack(context, flow, side, packet);
	}
	if (packet->payload_len > 0 && (flags & TCP_RST) == 0)
		tcp_stream_data(context, flow, side, packet);
	if ((flags & TCP_FIN) != 0)
		tcp_fin(context, flow, side, packet);
	if ((flags & TCP_RST) != 0) {
		tcp_reset(context, flow, side, packet);
		return;
	}
	tcp_stream_settle(context, flow, SIDE_CLIENT);
	tcp_stream_settle(context, flow, SIDE_SERVER);
	if (tcp_end_is_done(&tcp->ends[SIDE_CLIENT]) &&
	    tcp_end_is_done(&tcp->ends[SIDE_SERVER]))
		tcp_close(context, flow, "fin", tcp->first_fin);
}

void
tcp_end_silently(struct context *context, struct flow *flow, const char *how)
{
	struct tcp *tcp = flow->tcp;

	if (tcp == NULL)
		return;
	if (tcp->ends[SIDE_CLIENT].has_fin && tcp->ends[SIDE_SERVER].has_fin)
		tcp_close(context, flow, "fin", tcp->first_fin);
	else
		tcp_close(context, flow, how, tcp->first_fin);
}

void
tcp_unreachable(struct context *context, struct flow *flow, const struct event *icmp)
{
	struct event_tcp_refused event = { .head = *icmp, .by = "icmp" };

	if (flow->tcp == NULL || flow->tcp->ends[SIDE_CLIENT].state != TCP_SYN_SENT)
		return;
	event.head.kind = EVENT_TCP_REFUSED;
	context_tell(context, flow, &event.head);
}

struct tcp *
tcp_new(struct recycler *memory)
{
	return recycler_take(memory, sizeof(struct tcp));
}

void
tcp_free(struct recycler *memory, struct tcp *tcp)
{
	if (tcp == NULL)
		return;
	reassembly_clear(&tcp->ends[SIDE_CLIENT].stream);
	reassembly_clear(&tcp->ends[SIDE_SERVER].stream);
	recycler_give(memory, tcp, sizeof(*tcp));
}
