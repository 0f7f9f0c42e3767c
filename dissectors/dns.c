/* SPDX-License-Identifier: BSD-2-Clause */
/* DNS, RFC 1035 4.1: id, flags, four counts; questions {name, type, class}; answers,
 * authority and additional records {name, type, class, TTL, size, data}.  Over TCP and
 * TLS two bytes of size stand in front of each message (RFC 7766). */
#include "event/dns.h"
#include "base/clock.h"
#include "base/die.h"
#include "dissectors/dissector.h"
#include "dissectors/dns-message.h"

#include <stdlib.h>

enum { CLAIM_SIZE_MAX = 4096 };
enum { PORT_NETBIOS = 137, PORT_MDNS = 5353, PORT_LLMNR = 5355 };

/* Queries of one flow that are remembered; the first are enough for nearly all. */
enum { QUERIES_FIRST = 2, QUERIES_MAX = 64 };

/* The first copy of a query, as long as it may be answered. */
struct query {
	uint64_t at_ns;
	uint32_t frame;
	uint32_t name_hash; /* 0: it had no question */
	uint16_t id;
	uint16_t type;
	enum side side;
	bool is_answered;
};

struct dns {
	struct query first[QUERIES_FIRST];
	struct query *grown; /* has room for QUERIES_MAX; NULL: `first` is enough */
	size_t query_count;
	bool has_spoken; /* a message was read: this flow is DNS */
	bool is_lost[2]; /* by side: a gap hid where messages begin */
};

/* Of the name's text without regard to case: resolvers mix it to be harder to fool. */
static uint32_t
hash_name(struct bytes name)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < name.len; i++) {
		uint8_t byte = name.at[i];

		if (byte >= 'A' && byte <= 'Z')
			byte = (uint8_t)(byte | 0x20);
		hash = (hash ^ byte) * 16777619u;
	}
	return hash;
}

/* Oldest first. */
static struct query *
queries_of(struct dns *flow)
{
	return flow->grown != NULL ? flow->grown : flow->first;
}

/* A response without a question (RFC 1035 allows it for errors) has just the id. */
static struct query *
find_query(struct dns *flow, const struct query *like)
{
	for (size_t i = flow->query_count; i > 0; i--) {
		struct query *query = &queries_of(flow)[i - 1];

		if (query->id != like->id || query->side != like->side)
			continue;
		if (like->name_hash == 0 ||
		    (query->name_hash == like->name_hash && query->type == like->type))
			return query;
	}
	return NULL;
}

static void
add_query(struct dns *flow, const struct query *query)
{
	if (flow->query_count == QUERIES_FIRST && flow->grown == NULL) {
		flow->grown = alloc_zeroed(QUERIES_MAX, sizeof(*flow->grown));
		memcpy(flow->grown, flow->first, sizeof(flow->first));
	}
	if (flow->query_count == QUERIES_MAX) {
		flow->query_count--;
		memmove(
		    flow->grown, flow->grown + 1, flow->query_count * sizeof(*flow->grown));
	}
	queries_of(flow)[flow->query_count++] = *query;
}

/* A query that was seen and not answered yet is a repetition: its first copy counts. */
static void
match(struct dns *flow, struct event_dns *dns, const struct chunk *chunk)
{
	struct query this = { .at_ns = chunk->at_ns,
		.frame = chunk->frame,
		.id = (uint16_t)dns->id,
		.type = dns->qtype_code,
		.name_hash = dns->name.len == 0 ? 0 : hash_name(dns->name),
		.side = chunk->side };
	struct query *known;

	if (dns->response)
		this.side = chunk->side == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;
	known = find_query(flow, &this);
	if (dns->response && known != NULL) {
		known->is_answered = true;
		dns->query_frame = maybe_of(known->frame);
		dns->rtt = maybe_of(clock_between(known->at_ns, chunk->at_ns));
	} else if (!dns->response && known == NULL) {
		add_query(flow, &this);
	} else if (!dns->response && known->is_answered) {
		*known = this;
	}
}

/* The body of a message of HTTP is one of DNS, without its length in front (RFC 8484). */
static bool
is_body(const struct chunk *chunk)
{
	return strncmp(chunk->transport, "http", 4) == 0;
}

/* States what a message says.  False where it breaks off or cannot be. */
static bool
state_message(
    struct dns *flow, struct sink *sink, const struct chunk *chunk, struct bytes message)
{
	struct event_dns dns = { .head = event_head(EVENT_DNS, chunk),
		.transport = is_body(chunk) ? "https" : chunk->transport };
	struct cursor in = cursor_of(message);
	bool is_whole = dns_message_read(&in, sink->scratch, &dns);

	match(flow, &dns, chunk);
	sink_event(sink, &dns.head);
	return is_whole;
}

static enum verdict
dissect_datagram(
    struct dns *flow, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct cursor peek = *in;
	struct bytes message = cursor_bytes(in, cursor_left(in));
	struct dns_header header;
	size_t size = chunk->is_cut ? SIZE_MAX : message.len;

	if (!dns_header_read(&peek, &header))
		return chunk->is_cut ? VERDICT_BROKEN : VERDICT_OTHER;
	if (!dns_header_is_plausible(&header, size))
		return VERDICT_OTHER;
	return state_message(flow, sink, chunk, message) ? VERDICT_DONE : VERDICT_BROKEN;
}

/* Do these bytes of a stream look like the beginning of a message? */
static enum claim
stream_begins_message(struct bytes bytes)
{
	struct cursor in = cursor_of(bytes);
	size_t size = cursor_u16(&in);
	struct dns_header header;

	if (!in.broken && size < DNS_HEADER_SIZE)
		return CLAIM_NO;
	if (!dns_header_read(&in, &header))
		return CLAIM_MORE;
	return dns_header_is_plausible(&header, size) ? CLAIM_YES : CLAIM_NO;
}

/* Behind a gap segments are passed over until one begins with a message. */
static bool
is_still_lost(struct dns *flow, const struct chunk *chunk, struct cursor *in)
{
	if (!flow->is_lost[chunk->side])
		return false;
	if (stream_begins_message(cursor_rest(in)) == CLAIM_YES) {
		flow->is_lost[chunk->side] = false;
		return false;
	}
	cursor_take(in, cursor_left(in));
	return true;
}

static enum verdict
dissect_stream(
    struct dns *flow, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct cursor at = *in;
	enum claim begins = stream_begins_message(cursor_rest(in));
	struct bytes message;

	if (begins == CLAIM_NO)
		return flow->has_spoken ? VERDICT_BROKEN : VERDICT_OTHER;
	message = cursor_bytes(&at, cursor_u16(&at));
	if (at.broken)
		return VERDICT_MORE;
	*in = at;
	flow->has_spoken = true;
	if (!state_message(flow, sink, chunk, message))
		sink_warn(sink, chunk, "dns", "the message breaks off or cannot be");
	return VERDICT_DONE;
}

static enum verdict
dissect_body(
    struct dns *flow, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct bytes message;

	if (chunk->what == CHUNK_GAP)
		flow->is_lost[chunk->side] = true;
	if (chunk->what == CHUNK_BYTES && !flow->is_lost[chunk->side])
		return VERDICT_MORE;
	message = cursor_bytes(in, cursor_left(in));
	if (flow->is_lost[chunk->side] || message.len == 0)
		return VERDICT_DONE;
	return state_message(flow, sink, chunk, message) ? VERDICT_DONE : VERDICT_BROKEN;
}

static enum verdict
dns_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct dns *flow = state;

	if (chunk->is_datagram)
		return dissect_datagram(flow, sink, chunk, in);
	if (is_body(chunk))
		return dissect_body(flow, sink, chunk, in);
	if (chunk->what == CHUNK_GAP) {
		flow->is_lost[chunk->side] = true;
		return VERDICT_DONE;
	}
	if (is_still_lost(flow, chunk, in) || cursor_left(in) == 0)
		return VERDICT_DONE;
	if (chunk->what == CHUNK_END)
		return VERDICT_BROKEN; /* the rest of the last message never came */
	return dissect_stream(flow, sink, chunk, in);
}

static void
dns_clear(void *state)
{
	struct dns *flow = state;

	free(flow->grown);
	*flow = (struct dns){ 0 };
}

static bool
port_is_others(uint16_t port)
{
	return port == PORT_NETBIOS || port == PORT_MDNS || port == PORT_LLMNR;
}

static enum claim
claim_stream(struct bytes first)
{
	enum claim begins = stream_begins_message(first);
	struct cursor in = cursor_of(first);
	size_t size = cursor_u16(&in);
	struct bytes message;

	if (begins != CLAIM_YES)
		return begins;
	if (size > CLAIM_SIZE_MAX)
		return CLAIM_NO;
	message = cursor_bytes(&in, size);
	if (in.broken)
		return CLAIM_MORE;
	return dns_message_is_certain(message) ? CLAIM_YES : CLAIM_NO;
}

/* On any port, but only if the first message is beyond doubt.  NetBIOS, multicast DNS and
 * LLMNR have the same form and another meaning. */
static enum claim
dns_claims(const struct chunk *chunk, struct bytes first)
{
	if (port_is_others(chunk->src_port) || port_is_others(chunk->dst_port))
		return CLAIM_NO;
	if (!chunk->is_datagram)
		return claim_stream(first);
	if (chunk->is_cut)
		return CLAIM_NO;
	return dns_message_is_certain(first) ? CLAIM_YES : CLAIM_NO;
}

const struct dissector dissector_dns = {
	.name = "dns",
	.tcp_ports = { 53 },
	.udp_ports = { 53 },
	.claims = dns_claims,
	.state_size = sizeof(struct dns),
	.is_exchange = true,
	.clear = dns_clear,
	.dissect = dns_dissect,
};
