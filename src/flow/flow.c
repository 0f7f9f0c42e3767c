/* SPDX-License-Identifier: BSD-2-Clause */
#include <netinet/in.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "event/flow-frames.h"
#include "event/lan.h"
#include "event/tcp.h"
#include "event/warning.h"
#include "flow/context.h"
#include "flow/flow.h"
#include "flow/move.h"
#include "flow/naming.h"
#include "flow/tcp-stream.h"
#include "flow/tcp.h"

enum {
	FLOWS_DEFAULT = 131072,
	BUFFERED_DEFAULT = 64 * 1024 * 1024,
	HASHED_WORDS = 5, /* of a payload: what a snap length of 96 leaves of a question */
	HASHED_MIN = 8
};

/* How often silent flows are looked for, in capture time. */
static const uint64_t sweep_ns = 100 * NS_PER_MS;
/* How long who waits for something other than packets sleeps. */
static const uint64_t sleep_ns = NS_PER_S;

struct flows {
	struct context context;
	struct table table;
	struct flow_counts counts;
	uint64_t swept_ns;
	struct flow_queue waking; /* in the order in which they are to be woken */
	bool with_hashes;
	const struct dissector *arp, *icmp, *ndp;
	struct flow_frames *flow_frames; /* NULL: nobody will ask for a flow's frames */
	const struct tls_secrets *(*secrets)(void *receiver, struct bytes client_random);
};

static struct flow *
flows_find(const struct flows *flows, uint8_t protocol, struct address src, uint16_t sport,
    struct address dst, uint16_t dport)
{
	struct flow_key key =
	    flow_key_of(protocol, flows->context.frame->input, &src, sport, &dst, dport);

	return table_find(&flows->table, &key);
}

/* A SYN that could not be delivered was turned down. */
static void
flows_take_icmp_error(struct flows *flows, const struct event_icmp_error *error)
{
	struct flow *flow = NULL;

	if (error->about.protocol == IPPROTO_TCP)
		flow = flows_find(flows, IPPROTO_TCP, error->quoted_src,
		    error->quoted_sport, error->quoted_dst, error->quoted_dport);
	if (flow != NULL)
		tcp_unreachable(&flows->context, flow, &error->head);
}

/* An event from a dissector: of the flow at hand, or of a packet that has none. */
static void
flows_take_event(void *owner, struct event *event)
{
	struct flows *flows = owner;
	struct context *context = &flows->context;
	struct flow *flow = context->flow;

	if (flow != NULL) {
		context_tell(context, flow, event);
		naming_event(context, flow, event);
		return;
	}
	event->input = context->frame->input;
	event->has_macs = context->packet->has_macs;
	event->src_mac = context->packet->src_mac;
	event->dst_mac = context->packet->dst_mac;
	event->src = context->packet->src;
	event->dst = context->packet->dst;
	context->emit(context->receiver, event);
	if (event->kind == EVENT_ICMP_ERROR)
		flows_take_icmp_error(
		    flows, (const struct event_icmp_error *)(const void *)event);
}

static struct flow_ref
flows_find_flow(void *owner, uint8_t protocol, struct address src, uint16_t sport,
    struct address dst, uint16_t dport)
{
	const struct flow *flow = NULL;

	if (src.family == dst.family && src.family != 0)
		flow = flows_find(owner, protocol, src, sport, dst, dport);
	return flow == NULL ? (struct flow_ref){ 0, 0 } : flow->ref;
}

static const struct tls_secrets *
flows_secrets(void *owner, struct bytes client_random)
{
	const struct flows *flows = owner;

	if (flows->secrets == NULL)
		return NULL;
	return flows->secrets(flows->context.receiver, client_random);
}

static void
flows_take_id(void *owner, enum side side, struct bytes id)
{
	struct flows *flows = owner;
	struct flow *flow = flows->context.flow;

	if (flow != NULL)
		ids_add(&flows->table.ids, &flows->table.hash_key, &flows->table.memory,
		    &flow->ids, flow, side, id);
}

static void
flows_take_wake(void *owner)
{
	struct flows *flows = owner;
	struct flow *flow = flows->context.flow;

	if (flow == NULL || flow->wake_ns != 0)
		return;
	flow->wake_ns = flows->context.frame->at_ns + sleep_ns;
	TAILQ_INSERT_TAIL(&flows->waking, flow, waking_entry);
}

static void
flows_let_sleep(struct flows *flows, struct flow *flow)
{
	if (flow->wake_ns != 0)
		TAILQ_REMOVE(&flows->waking, flow, waking_entry);
	flow->wake_ns = 0;
}

/* Whoever asks for it again is put behind all others. */
static void
flows_wake(struct flows *flows, uint64_t now_ns)
{
	struct flow *flow;

	while ((flow = TAILQ_FIRST(&flows->waking)) != NULL && flow->wake_ns <= now_ns) {
		struct chunk chunk = context_chunk(&flows->context, flow, SIDE_CLIENT);

		flows_let_sleep(flows, flow);
		flows->context.flow = flow;
		chunk.at_ns = now_ns;
		chunk.transport = flow->ref.protocol == IPPROTO_TCP ? "tcp" : "udp";
		stack_wake(&flow->stack, &flows->context.stack_receiver, &chunk);
	}
	flows->context.flow = NULL;
}

struct flows *
flows_new(const struct flow_limits *limits, const struct flow_receiver *receiver)
{
	struct flows *flows = alloc_zeroed(1, sizeof(*flows));
	struct context *context = &flows->context;

	table_init(&flows->table, limits->hash_key,
	    limits->flow_count == 0 ? FLOWS_DEFAULT : limits->flow_count);
	context->emit = receiver->emit;
	context->receiver = receiver->receiver;
	flows->secrets = receiver->secrets;
	flows->with_hashes = limits->with_hashes;
	flows->flow_frames = receiver->flow_frames;
	context->table = &flows->table;
	TAILQ_INIT(&context->keeping);
	TAILQ_INIT(&flows->waking);
	context->kept_limit =
	    limits->buffered_bytes == 0 ? BUFFERED_DEFAULT : limits->buffered_bytes;
	context->stack_receiver = (struct stack_receiver){ flows, flows_take_event,
		flows_find_flow, flows_secrets, &context->scratch, &flows->table.memory,
		receiver->wait, flows_take_id, flows_take_wake, receiver->trace };
	context->syn_dissector = dissector_find("tcp");
	context->applications = limits->with_ndpi ? applications_new() : NULL;
	flows->arp = dissector_find("arp");
	flows->icmp = dissector_find("icmp");
	flows->ndp = dissector_find("ndp");
	return flows;
}

/* The same wherever it was captured, and cut off wherever: by how it begins, and its
 * length.  0: too short to be told from others. */
static uint64_t
payload_hash(const struct flows *flows, const struct packet *packet)
{
	uint64_t words[HASHED_WORDS + 1] = { packet->payload_len };

	if (packet->payload_len < HASHED_MIN || packet->payload.len < HASHED_MIN)
		return 0;
	memcpy(&words[1], packet->payload.at, MIN(packet->payload.len, sizeof(words) - 8));
	return hash_words(&flows->table.hash_key, words, COUNT_OF(words));
}

static void
flows_tell_begin(
    struct flows *flows, struct flow *flow, const struct packet *packet, enum side side)
{
	struct event_flow_begin event = {
		.head = context_head(&flows->context, flow, EVENT_FLOW_BEGIN, side),
		.ttl = maybe_of(packet->ttl),
	};

	if (packet->has_macs) {
		event.src_mac = maybe_mac_of(packet->src_mac);
		event.dst_mac = maybe_mac_of(packet->dst_mac);
	}
	if (packet->has_vlan)
		event.vlan = maybe_of(packet->vlan);
	if (packet->src.family == 4)
		event.ip_id = maybe_of(packet->ip_id);
	if (packet->kind == PACKET_TCP && packet->tcp.has_timestamp)
		event.tsval = maybe_of(packet->tcp.tsval);
	if (packet->kind == PACKET_TCP && (packet->tcp.flags & TCP_SYN) != 0 &&
	    side == SIDE_CLIENT)
		event.isn = maybe_of(packet->tcp.seq);
	if (packet->kind == PACKET_UDP && flows->with_hashes)
		event.payload_hash = payload_hash(flows, packet);
	context_tell(&flows->context, flow, &event.head);
}

/* Datagrams have no end of their own; whoever makes connections of them is told of it. */
static void
flows_end_udp(struct flows *flows, struct flow *flow)
{
	const struct dissector *dissector = flow->stack.base.dissector;

	for (enum side side = SIDE_CLIENT; side <= SIDE_SERVER; side++) {
		struct chunk chunk = context_chunk(&flows->context, flow, side);

		chunk.what = CHUNK_END;
		chunk.transport = "udp";
		chunk.silent_ns = clock_between(flow->last_ns, flows->swept_ns);
		if (dissector != NULL && dissector->is_connection)
			stack_feed(&flow->stack, &flows->context.stack_receiver, &chunk,
			    (struct bytes){ NULL, 0 });
	}
}

static void
flows_end_flow(struct flows *flows, struct flow *flow, const char *how)
{
	if (flow->whole != NULL) { /* a path: the connection goes on */
		table_remove(&flows->table, flow);
		return;
	}
	flows->context.flow = flow;
	naming_end(&flows->context, flow);
	if (flow->ref.protocol == IPPROTO_TCP)
		tcp_end_silently(&flows->context, flow, how);
	else
		flows_end_udp(flows, flow);
	stack_clear(&flow->stack, &flows->context.stack_receiver);
	flows_let_sleep(flows, flow);
	tcp_free(&flows->table.memory, flow->tcp);
	recycler_give(&flows->table.memory, flow->syn_state,
	    flows->context.syn_dissector->state_size);
	table_remove(&flows->table, flow);
	flows->context.flow = NULL;
}

/* A UDP flow's client is who spoke first, unless the ports say otherwise. */
static enum side
udp_first_side(const struct packet *packet)
{
	return packet->sport < 1024 && packet->dport >= 1024 ? SIDE_SERVER : SIDE_CLIENT;
}

static struct flow *
flows_begin(struct flows *flows, const struct flow_key *key, const struct packet *packet)
{
	bool is_tcp = packet->kind == PACKET_TCP;
	enum side side = is_tcp ? tcp_first_side(packet) : udp_first_side(packet);
	enum side other = side_other(side);
	struct flow *flow;

	if (table_is_full(&flows->table)) {
		flows->counts.flows_evicted++;
		flows_end_flow(flows, table_oldest(&flows->table), "timeout");
	}
	flow = table_add(&flows->table, key, packet->protocol, flows->context.frame->at_ns);
	flow->input = flows->context.frame->input;
	flow->tcp = is_tcp ? tcp_new(&flows->table.memory) : NULL;
	flow->first_side = side;
	flow->address[side] = packet->src;
	flow->address[other] = packet->dst;
	flow->port[side] = packet->sport;
	flow->port[other] = packet->dport;
	flow->last_frame = flows->context.frame->number;
	flows->counts.flows++;
	flows_tell_begin(flows, flow, packet, side);
	return flow;
}

static enum side
flow_side(const struct flow *flow, const struct flow_key *key)
{
	return flow->key.is_swapped == key->is_swapped ? flow->first_side
						       : side_other(flow->first_side);
}

static struct flow *
flows_get(struct flows *flows, const struct packet *packet, enum side *side)
{
	const struct frame *frame = flows->context.frame;
	struct flow_key key = flow_key_of(packet->protocol, frame->input, &packet->src,
	    packet->sport, &packet->dst, packet->dport);
	struct flow *flow = table_find(&flows->table, &key);

	if (flow != NULL && packet->kind == PACKET_TCP &&
	    tcp_is_reuse(flow, flow_side(flow, &key), packet)) {
		flows_end_flow(flows, flow, "timeout");
		flow = NULL;
	}
	if (flow == NULL && packet->kind == PACKET_UDP)
		flow = move_find(&flows->context, packet, &key);
	if (flow == NULL)
		flow = flows_begin(flows, &key, packet);
	*side = flow_side(flow, &key);
	if (flow->whole != NULL) {
		flow->last_ns = MAX(flow->last_ns, frame->at_ns);
		flows->context.path = flow;
		flow = flow->whole;
	}
	flow->last_ns = MAX(flow->last_ns, frame->at_ns);
	flow->last_frame = frame->number;
	if (flows->flow_frames != NULL)
		flow_frames_add(flows->flow_frames, flow->ref, flow->input, frame->number);
	return flow;
}

static void
flows_tcp(struct flows *flows, const struct packet *packet)
{
	enum side side;
	struct flow *flow = flows_get(flows, packet, &side);

	flows->context.flow = flow;
	tcp_packet(&flows->context, flow, side, packet);
	if (packet->payload.len > 0 && flow->stack.base.dissector == NULL &&
	    flow->tcp != NULL)
		naming_packet(&flows->context, flow, packet);
}

/* A question that has its answer is not waited on for long. */
static void
flows_set_wait(struct flows *flows, struct flow *flow, enum side side)
{
	const struct dissector *dissector = flow->stack.base.dissector;
	bool is_answered =
	    dissector != NULL && dissector->is_exchange && side == SIDE_SERVER;
	enum flow_wait wait = is_answered ? WAIT_ANSWERED : WAIT_UDP;

	if (wait != flow->wait)
		table_set_wait(&flows->table, flow, wait);
}

static void
flows_udp(struct flows *flows, const struct packet *packet)
{
	enum side side;
	struct flow *flow = flows_get(flows, packet, &side);
	struct chunk chunk = context_chunk(&flows->context, flow, side);

	flows->context.flow = flow;
	if (packet->payload.len == 0)
		return;
	chunk.transport = "udp";
	chunk.is_datagram = true;
	chunk.is_cut = packet->payload.len < packet->payload_len;
	stack_datagram(
	    &flow->stack, &flows->context.stack_receiver, &chunk, packet->payload);
	flows_set_wait(flows, flow, side);
	if (flow->stack.base.dissector == NULL)
		naming_packet(&flows->context, flow, packet);
}

static enum verdict
flows_message(
    struct flows *flows, const struct dissector *dissector, const struct packet *packet)
{
	struct chunk chunk = {
		.what = CHUNK_BYTES,
		.at_ns = flows->context.frame->at_ns,
		.frame = flows->context.frame->number,
		.transport = packet->kind == PACKET_ARP ? "ethernet" : "ip",
		.is_datagram = true,
		.is_cut = packet->payload.len < packet->payload_len,
		.src = packet->src,
		.dst = packet->dst,
	};

	return stack_call(
	    dissector, NULL, &flows->context.stack_receiver, &chunk, packet->payload);
}

static void
flows_warn(struct flows *flows, const char *layer, const char *text)
{
	struct event_warning warning = {
		.head = { .kind = EVENT_WARNING,
		    .frame = flows->context.frame->number,
		    .at_ns = flows->context.frame->at_ns,
		    .client = CLIENT_NONE },
		.layer = bytes_of_string(layer),
		.text = bytes_of_string(text),
	};

	flows_take_event(flows, &warning.head);
}

static void
flows_icmp(struct flows *flows, const struct packet *packet)
{
	enum verdict verdict = VERDICT_OTHER;

	if (packet->src.family == 6)
		verdict = flows_message(flows, flows->ndp, packet);
	if (verdict == VERDICT_OTHER)
		verdict = flows_message(flows, flows->icmp, packet);
	if (verdict == VERDICT_BROKEN)
		flows_warn(flows, "icmp", "malformed message");
}

static void
flows_sweep(struct flows *flows, uint64_t now_ns)
{
	struct flow *flow;

	flows->swept_ns = now_ns;
	flows_wake(flows, now_ns);
	while ((flow = table_expired(&flows->table, now_ns)) != NULL)
		flows_end_flow(flows, flow, "timeout");
}

void
flows_packet(struct flows *flows, const struct frame *frame, const struct packet *packet)
{
	struct context *context = &flows->context;

	arena_reset(&context->scratch);
	context->frame = frame;
	context->path = NULL;
	if (clock_between(flows->swept_ns, frame->at_ns) > sweep_ns) {
		context->packet = NULL;
		flows_sweep(flows, frame->at_ns);
	}
	context->packet = packet;
	context->flow = NULL;
	if (packet->malformed != NULL)
		flows_warn(flows, packet->malformed_layer, packet->malformed);
	switch (packet->kind) {
	case PACKET_TCP: flows_tcp(flows, packet); break;
	case PACKET_UDP: flows_udp(flows, packet); break;
	case PACKET_ICMP: flows_icmp(flows, packet); break;
	case PACKET_ARP:
		if (flows_message(flows, flows->arp, packet) == VERDICT_BROKEN)
			flows_warn(flows, "arp", "malformed message");
		break;
	default: break;
	}
	context->packet = NULL;
	context->flow = NULL;
}

void
flows_end(struct flows *flows)
{
	struct flow *flow;

	arena_reset(&flows->context.scratch);
	flows->context.path = NULL;
	while ((flow = table_oldest(&flows->table)) != NULL)
		flows_end_flow(flows, flow, "capture_end");
}

void
flows_free(struct flows *flows)
{
	if (flows == NULL)
		return;
	flows_end(flows);
	applications_free(flows->context.applications);
	table_clear(&flows->table);
	arena_clear(&flows->context.scratch);
	free(flows);
}

struct flow_counts
flows_counts(const struct flows *flows)
{
	struct flow_counts counts = flows->counts;

	counts.bytes_dropped = flows->context.bytes_dropped;
	return counts;
}
