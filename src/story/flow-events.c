/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections: what the flow table says of them (RFC 9293). */
#include <netinet/in.h>

#include "base/clock.h"
#include "event/tcp.h"
#include "story/because.h"
#include "story/clients.h"
#include "story/connections.h"
#include "story/datagram-events.h"
#include "story/flow-events.h"
#include "story/http-events.h"
#include "story/neighbour.h"
#include "story/page-place.h"
#include "story/quic-events.h"
#include "story/sealed-events.h"
#include "story/side-events.h"
#include "story/tls-events.h"

static void
flow_begin(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_flow_begin *e = (const struct event_flow_begin *)event;
	uint8_t ttl = e->ttl.known ? (uint8_t)MIN(e->ttl.value, UINT64_C(255)) : 0;
	bool by_client = event->side == SIDE_CLIENT;

	(void)story;
	if (by_client)
		connection->client_ttl = ttl;
	else
		connection->server_ttl = ttl;
	if (!e->src_mac.known || !e->dst_mac.known)
		return;
	connection->has_macs = true;
	connection->client_mac = by_client ? e->src_mac.mac : e->dst_mac.mac;
	connection->next_hop_mac = by_client ? e->dst_mac.mac : e->src_mac.mac;
	if (connection->client->has_mac &&
	    mac_equal(connection->client->mac, connection->client_mac))
		neighbour_use(connection->client, connection->server_address,
		    connection->next_hop_mac, event);
}

static void
tcp_syn(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tcp_syn *e = (const struct event_tcp_syn *)event;

	connection->syn_tries++;
	connection->tried_ns = event->at_ns;
	frame_list_add(&connection->is.frames, frame_of(event));
	if (connection->syn_tries > 1)
		page_place_failure(story, connection, event->at_ns);
	if (connection->syn.number != 0)
		return;
	connection->syn = frame_of(event);
	connection->begun = true;
	connection->start_ns = event->at_ns;
	connection->isn_client = maybe_of(e->isn);
	because_of_rival(connection);
}

static void
tcp_syn_ack(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tcp_syn *e = (const struct event_tcp_syn *)event;

	(void)story;
	frame_list_add(&connection->is.frames, frame_of(event));
	if (connection->syn_ack.number != 0)
		return;
	connection->syn_ack = frame_of(event);
	connection->syn_ack_ns = event->at_ns;
	connection->isn_server = maybe_of(e->isn);
}

static void
tcp_established(
    struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tcp_established *e = (const struct event_tcp_established *)event;

	(void)story;
	connection->outcome = CONNECTION_OPEN;
	connection->client->failures_in_row = 0;
	connection->established_ns = event->at_ns;
	because_of_answer(connection);
	connection->ack = frame_of(event);
	connection->rtt = e->rtt;
	connection->isn_client = maybe_of(e->isn_client);
	connection->isn_server = maybe_of(e->isn_server);
	connection->server_ttl = e->server_ttl;
	frame_list_add(&connection->is.frames, connection->ack);
}

static void
tcp_refused(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tcp_refused *e = (const struct event_tcp_refused *)event;
	bool by_icmp = e->by != NULL && strcmp(e->by, "icmp") == 0;

	if (connection->outcome == CONNECTION_OPENING)
		connection->outcome = by_icmp ? CONNECTION_UNREACHABLE : CONNECTION_REFUSED;
	connection->refused_by = by_icmp ? "icmp" : "rst";
	connection->refusal = frame_of(event);
	connection->refused_ns = event->at_ns;
	connection->tried_ns = event->at_ns;
	frame_list_add(&connection->is.frames, connection->refusal);
	page_place_failure(story, connection, event->at_ns);
}

/* From its own FIN on, but CLOSED: that may be a reset's. */
static bool
state_is_after_fin(const char *state)
{
	static const char *const after[] = { "FIN-WAIT-1", "FIN-WAIT-2", "CLOSING",
		"LAST-ACK", "TIME-WAIT" };

	for (size_t i = 0; state != NULL && i < COUNT_OF(after); i++)
		if (strcmp(state, after[i]) == 0)
			return true;
	return false;
}

static void
side_state(struct connection *connection, enum side side, const char *state,
    const struct event *event)
{
	struct connection_fin *fin = &connection->fins[side];

	if (fin->frame.number == 0 && state_is_after_fin(state))
		*fin = (struct connection_fin){ event->at_ns, frame_of(event) };
}

/* FIN-WAIT-1 and all that follows it, but CLOSED. */
static bool
state_is_closing(const char *state)
{
	return state != NULL && state[0] != 'S' && state[0] != 'E' &&
	       strcmp(state, "LISTEN") != 0 && strcmp(state, "CLOSED") != 0;
}

/* The first FIN of either side begins the end. */
static void
tcp_state(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tcp_state *e = (const struct event_tcp_state *)event;

	(void)story;
	side_state(connection, SIDE_CLIENT, e->client, event);
	side_state(connection, SIDE_SERVER, e->server, event);
	if (connection->closing_ns == 0 &&
	    (state_is_closing(e->client) || state_is_closing(e->server)))
		connection->closing_ns = event->at_ns;
}

static void
tcp_retransmission(
    struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tcp_retransmission *e =
	    (const struct event_tcp_retransmission *)event;

	(void)story;
	connection->retransmissions++;
	if (e->delay.known && e->delay.value <= event->at_ns &&
	    strcmp(e->kind, "spurious") != 0)
		connection_add_stall(
		    connection, frame_of(event), e->delay.value, event->at_ns);
}

static void
tcp_gap(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tcp_gap *e = (const struct event_tcp_gap *)event;

	(void)story;
	connection->gaps += e->bytes;
	if (connection->gap.number != 0)
		return;
	connection->gap = frame_of(event);
	connection->gap_ns = event->at_ns;
}

static void
tcp_closed(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tcp_closed *e = (const struct event_tcp_closed *)event;
	bool was_silent = connection->outcome == CONNECTION_OPENING && connection->begun &&
			  connection->syn_ack.number == 0;

	/* One that was there before the capture began. */
	if (connection->outcome == CONNECTION_OPENING && !connection->begun)
		connection->outcome = CONNECTION_OPEN;
	connection->is_closed = true;
	connection->closed_how = e->how;
	connection->closed_by = e->by;
	connection->closed_ns = event->at_ns;
	connection->closed_frame = frame_of(event);
	connection->bytes_client = e->bytes_client;
	connection->bytes_server = e->bytes_server;
	connection->packets_client = e->packets_client;
	connection->packets_server = e->packets_server;
	connection->gaps = e->gaps;
	connection->retransmissions = MAX(e->retransmissions, connection->retransmissions);
	if (connection->syn_tries > 1)
		connection->retransmissions =
		    MAX(connection->retransmissions, (uint64_t)connection->syn_tries - 1);
	if (!e->how || strcmp(e->how, "capture_end") != 0)
		frame_list_add(&connection->is.frames, connection->closed_frame);
	connection->used = connection_was_used(connection);
	connection_set_placed(connection);
	if (was_silent && e->packets_server == 0)
		connection->outcome = CONNECTION_SILENT;
	requests_close(story, connection, event->at_ns);
	if (connection->outcome != CONNECTION_OPEN)
		page_place_failure(story, connection, event->at_ns);
	connection_release(story, connection);
}

static void
flow_app(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_flow_app *e = (const struct event_flow_app *)event;

	(void)story;
	connection->application = arena_copy(&connection->arena, e->application);
	connection->category = arena_copy(&connection->arena, e->category);
}

/* TCP is told of from its first packet on.  NULL: this event begins none. */
static struct connection *
connection_begin(struct story *story, const struct event *event)
{
	struct connection *connection = NULL;

	if (event->flow.protocol != IPPROTO_TCP)
		connection = quic_begin(story, event);
	else if (event->kind == EVENT_FLOW_BEGIN)
		connection = connection_new(story, event);
	if (connection != NULL)
		side_describe(story, connection);
	return connection;
}

/* Does another connection over QUIC begin, between the same addresses and ports? */
static bool
connection_is_followed(const struct connection *connection, const struct event *event)
{
	return connection_is_quic(connection) && connection->is_closed &&
	       event->kind == EVENT_QUIC_INITIAL;
}

/* A connection is told of from its first event on, whatever that is. */
uint32_t
story_flow(struct story *story, const struct event *event)
{
	static void (*const takes[EVENT_KIND_COUNT])(
	    struct story *, struct connection *, const struct event *) = {
		[EVENT_FLOW_BEGIN] = flow_begin,
		[EVENT_FLOW_APP] = flow_app,
		[EVENT_TCP_SYN] = tcp_syn,
		[EVENT_TCP_SYN_ACK] = tcp_syn_ack,
		[EVENT_TCP_ESTABLISHED] = tcp_established,
		[EVENT_TCP_REFUSED] = tcp_refused,
		[EVENT_TCP_STATE] = tcp_state,
		[EVENT_TCP_RETRANSMISSION] = tcp_retransmission,
		[EVENT_TCP_GAP] = tcp_gap,
		[EVENT_TCP_CLOSED] = tcp_closed,
		[EVENT_FLOW_MOVED] = quic_moved,
		[EVENT_QUIC_INITIAL] = quic_initial,
		[EVENT_QUIC_CLOSED] = quic_closed,
		[EVENT_TLS_CLIENT_HELLO] = story_tls,
		[EVENT_TLS_SERVER_HELLO] = story_tls,
		[EVENT_TLS_CERTIFICATE] = story_tls,
		[EVENT_TLS_KEY_EXCHANGE] = story_tls,
		[EVENT_TLS_ESTABLISHED] = story_tls,
		[EVENT_TLS_ALERT] = story_tls,
		[EVENT_HTTP_REQUEST] = story_http,
		[EVENT_HTTP_RESPONSE] = story_http,
		[EVENT_HTTP_BODY] = story_http,
		[EVENT_HTTP_ALT_SVC] = story_http,
		[EVENT_HTTP_RESET] = story_http,
		[EVENT_WEBSOCKET] = story_http,
		[EVENT_SEALED] = story_sealed,
	};
	const struct sighting *side = side_of(story, event);
	struct connection *connection;
	uint32_t client;

	if (side != NULL && !sighting_is_told(side))
		return side_client(story, side);
	connection = connection_find(story, event->flow);
	if (connection == NULL || connection_is_followed(connection, event))
		connection = connection_begin(story, event);
	if (connection == NULL && event->flow.protocol != IPPROTO_TCP)
		return story_datagrams(story, event);
	if (connection == NULL)
		return client_number(client_find(story, event->src));
	client_touch(story, connection->client, event->at_ns);
	client = connection->client->id;
	if (takes[event->kind] != NULL)
		takes[event->kind](story, connection, event);
	return client;
}
