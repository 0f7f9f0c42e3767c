/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections: what the flow table says of them (RFC 9293). */
#include <netinet/in.h>

#include "story/correlator.h"

/* Room for one with TLS and its names. */
enum { CONNECTION_SIZE = 1536 };

struct maybe
connection_hops(const struct connection *connection)
{
	static const uint8_t initial[] = { 32, 64, 128, 255 };
	bool from_server = connection_seen_from(connection) == SIDE_CLIENT;
	uint8_t ttl = from_server ? connection->server_ttl : connection->client_ttl;

	if (ttl == 0)
		return (struct maybe){ 0 };
	for (size_t i = 0; i < COUNT_OF(initial); i++)
		if (ttl <= initial[i])
			return maybe_of((uint64_t)(initial[i] - ttl));
	return (struct maybe){ 0 };
}

/* A TTL that no router has counted down. */
static bool
ttl_is_fresh(uint8_t ttl)
{
	return ttl == 64 || ttl == 128 || ttl == 255;
}

enum side
connection_seen_from(const struct connection *connection)
{
	bool client_is_near = ttl_is_fresh(connection->client_ttl);

	return connection->client_ttl != 0 && !client_is_near &&
		       ttl_is_fresh(connection->server_ttl)
		   ? SIDE_SERVER
		   : SIDE_CLIENT;
}

struct bytes
connection_host(const struct connection *connection)
{
	static const char *const by[] = { "host", "sni", "dns", "certificate" };

	for (size_t i = 0; i < COUNT_OF(by); i++)
		for (uint32_t j = 0; j < connection->name_count; j++)
			if (strcmp(connection->names[j].by, by[i]) == 0)
				return connection->names[j].name;
	return (struct bytes){ 0 };
}

const char *
connection_closer(const struct connection *connection)
{
	if (connection->closed_by.family == 0)
		return NULL;
	return address_equal(connection->closed_by, connection->client_address) ? "client"
										: "server";
}

struct connection *
connection_find(const struct story *story, struct flow_ref flow)
{
	struct map_probe probe =
	    map_probe(&story->connections_by_flow, number_hash(flow.number));
	struct connection *connection;

	while ((connection = map_next(&probe)) != NULL)
		if (connection->flow.number == flow.number &&
		    connection->flow.protocol == flow.protocol)
			return connection;
	return NULL;
}

void
connection_add_name(struct connection *connection, struct bytes name, const char *by)
{
	if (name.len == 0 || connection->name_count == NAMES_MAX)
		return;
	for (uint32_t i = 0; i < connection->name_count; i++)
		if (strcmp(connection->names[i].by, by) == 0 &&
		    bytes_equal_nocase(connection->names[i].name, name))
			return;
	connection->names[connection->name_count++] =
	    (struct server_name){ arena_copy(&connection->arena, name), by };
}

static void
connection_let_lookup_go(struct connection *connection)
{
	if (connection->lookup != NULL)
		connection->lookup->held--;
	connection->lookup = NULL;
}

void
connection_tie(struct connection *connection, struct bytes name)
{
	struct lookup *lookup = lookup_find(
	    connection->client, connection->server_address, name, connection->start_ns);

	if (lookup == NULL) {
		connection->lookup_certainty = CERTAINTY_HIDDEN;
		connection->lookup_reason =
		    BYTES("no look-up in this capture gave this address: a cache knew it, "
			  "it was asked over an encrypted channel, or typed");
		return;
	}
	if (lookup == connection->lookup)
		return;
	connection_let_lookup_go(connection);
	connection->lookup = lookup;
	lookup->held++;
	connection->lookup_certainty = CERTAINTY_SEEN;
	connection->lookup_reason = (struct bytes){ 0 };
	if (!lookup_is_fresh(lookup, connection->start_ns)) {
		connection->lookup_certainty = CERTAINTY_INFERRED;
		connection->lookup_reason =
		    BYTES("the latest look-up that gave this address, though past its TTL");
	}
	connection_add_name(connection, lookup->name, "dns");
}

static bool
event_is_by_client(const struct event *event)
{
	return event->side == SIDE_CLIENT;
}

struct connection *
connection_new(struct story *story, const struct event *event)
{
	bool by_client = event_is_by_client(event);
	struct address client = by_client ? event->src : event->dst;
	struct arena arena = pool_take(&story->connection_pool, CONNECTION_SIZE);
	struct connection *connection = arena_alloc(&arena, sizeof(*connection));

	connection->arena = arena;
	connection->id = (uint32_t)++story->counts.connections;
	connection->flow = event->flow;
	connection->input = event->input;
	connection->transport = "tcp";
	connection->start_ns = event->at_ns;
	connection->client_address = client;
	connection->server_address = by_client ? event->dst : event->src;
	connection->client_port = by_client ? event->sport : event->dport;
	connection->server_port = by_client ? event->dport : event->sport;
	TAILQ_INIT(&connection->open);
	TAILQ_INSERT_TAIL(&story->connections, connection, entry);
	map_add(&story->connections_by_flow, number_hash(event->flow.number), connection);
	connection->client = client_get(story, client, event->at_ns);
	connection->client->held++;
	connection->is_unplaced = true;
	TAILQ_INSERT_TAIL(&connection->client->unplaced, connection, of_client);
	frame_list_add(&connection->is.frames, frame_of(event));
	connection_tie(connection, (struct bytes){ 0 });
	return connection;
}

void
connection_set_placed(struct connection *connection)
{
	if (connection->is_unplaced)
		TAILQ_REMOVE(&connection->client->unplaced, connection, of_client);
	connection->is_unplaced = false;
}

/* Client, server and first sequence number: the same in every capture that holds it. */
static uint64_t
connection_tuple_hash(const struct story *story, const struct connection *connection)
{
	struct {
		struct address client, server;
		uint16_t client_port, server_port;
		uint64_t isn;
	} tuple;

	memset(&tuple, 0, sizeof(tuple));
	tuple.client = connection->client_address;
	tuple.server = connection->server_address;
	tuple.client_port = connection->client_port;
	tuple.server_port = connection->server_port;
	tuple.isn = connection->isn_client.value;
	return hash_bytes(&story->options.hash_key, bytes_of(&tuple, sizeof(tuple)));
}

static bool
connection_is_same(const struct connection *a, const struct connection *b)
{
	return a->input != b->input && a->isn_client.value == b->isn_client.value &&
	       a->client_port == b->client_port && a->server_port == b->server_port &&
	       address_equal(a->client_address, b->client_address) &&
	       address_equal(a->server_address, b->server_address);
}

/* The same packets captured at two places are one connection, told as the first input
 * that holds it shows it. */
static void
connection_find_twin(struct story *story, struct connection *connection)
{
	uint64_t hash = connection_tuple_hash(story, connection);
	struct map_probe probe = map_probe(&story->connections_by_tuple, hash);
	struct connection *other;

	while ((other = map_next(&probe)) != NULL) {
		if (!connection_is_same(connection, other))
			continue;
		connection->is_twin = true;
		connection_set_placed(connection);
		TAILQ_REMOVE(&story->connections, connection, entry);
		TAILQ_INSERT_TAIL(&story->twins, connection, entry);
		return;
	}
	connection->tuple_hash = hash;
	map_add(&story->connections_by_tuple, hash, connection);
}

void
connection_free(struct story *story, struct connection *connection)
{
	struct request *request;
	struct arena arena;

	connection_set_placed(connection);

	while ((request = TAILQ_FIRST(&connection->open)) != NULL) {
		TAILQ_REMOVE(&connection->open, request, of_connection);
		request->connection = NULL;
		if (request->page == NULL)
			request_free(request);
	}
	connection_let_lookup_go(connection);
	connection->client->held--;
	map_remove(
	    &story->connections_by_flow, number_hash(connection->flow.number), connection);
	if (connection->tuple_hash != 0)
		map_remove(
		    &story->connections_by_tuple, connection->tuple_hash, connection);
	if (connection->is_twin)
		TAILQ_REMOVE(&story->twins, connection, entry);
	else
		TAILQ_REMOVE(&story->connections, connection, entry);
	arena = connection->arena;
	pool_give(&story->connection_pool, arena);
}

void
connection_release(struct story *story, struct connection *connection)
{
	if (connection->held > 0 || !connection->is_closed ||
	    story->options.keep == STORY_KEEP_ALL)
		return;
	if ((connection->page_count == 0 || connection->outlived_page) &&
	    !connection->is_twin && story->options.receiver.connection_over != NULL)
		story->options.receiver.connection_over(
		    story->options.receiver.receiver, story, connection);
	connection_free(story, connection);
}

static void
flow_begin(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_flow_begin *e = (const struct event_flow_begin *)event;
	uint8_t ttl = e->ttl.known ? (uint8_t)MIN(e->ttl.value, UINT64_C(255)) : 0;
	bool by_client = event_is_by_client(event);

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
	frame_list_add(&connection->is.frames, frame_of(event));
	if (connection->syn_tries > 1)
		page_place_failure(story, connection, event->at_ns);
	if (connection->syn.number != 0)
		return;
	connection->syn = frame_of(event);
	connection->begun = true;
	connection->start_ns = event->at_ns;
	connection->isn_client = maybe_of(e->isn);
	connection_find_twin(story, connection);
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
	frame_list_add(&connection->is.frames, connection->refusal);
	page_place_failure(story, connection, event->at_ns);
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
	if (connection->closing_ns == 0 &&
	    (state_is_closing(e->client) || state_is_closing(e->server)))
		connection->closing_ns = event->at_ns;
}

static void
tcp_retransmission(
    struct story *story, struct connection *connection, const struct event *event)
{
	(void)story;
	(void)event;
	connection->retransmissions++;
}

/* Nothing can have been answered on a TLS connection that its client began to close less
 * than a round trip after the handshake; one that lived longer was used for something. */
static bool
connection_was_used(const struct connection *connection)
{
	const struct connection_tls *tls = connection->tls;

	if (connection->request_count > 0)
		return true;
	if (tls == NULL)
		return connection->bytes_client + connection->bytes_server > 0;
	if (tls->server_hello.number == 0 || connection->outcome != CONNECTION_OPEN)
		return false;
	for (uint32_t i = 0; i < tls->alert_count; i++)
		if (tls->alerts[i].is_fatal)
			return false;
	return connection->closing_ns == 0 ||
	       clock_between(tls->end_ns, connection->closing_ns) >=
		   tls_round_trip_ns(connection) ||
	       connection_closer(connection) == NULL ||
	       strcmp(connection_closer(connection), "client") != 0;
}

static void
tcp_closed(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tcp_closed *e = (const struct event_tcp_closed *)event;
	bool was_silent = connection->outcome == CONNECTION_OPENING && connection->begun &&
			  connection->syn_ack.number == 0;

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
		[EVENT_TCP_CLOSED] = tcp_closed,
		[EVENT_TLS_CLIENT_HELLO] = connection_tls_event,
		[EVENT_TLS_SERVER_HELLO] = connection_tls_event,
		[EVENT_TLS_CERTIFICATE] = connection_tls_event,
		[EVENT_TLS_KEY_EXCHANGE] = connection_tls_event,
		[EVENT_TLS_ESTABLISHED] = connection_tls_event,
		[EVENT_TLS_ALERT] = connection_tls_event,
		[EVENT_HTTP_REQUEST] = story_http,
		[EVENT_HTTP_RESPONSE] = story_http,
		[EVENT_HTTP_BODY] = story_http,
	};
	struct connection *connection;
	uint32_t client;

	if (event->flow.protocol != IPPROTO_TCP)
		return story_datagrams(story, event);
	connection = connection_find(story, event->flow);
	if (connection == NULL && event->kind != EVENT_FLOW_BEGIN)
		return client_number(client_find(story, event->src));
	if (connection == NULL)
		connection = connection_new(story, event);
	client_touch(story, connection->client, event->at_ns);
	client = connection->client->id;
	if (connection->is_twin) {
		if (event->kind == EVENT_TCP_CLOSED)
			connection_free(story, connection);
		return client;
	}
	if (takes[event->kind] != NULL)
		takes[event->kind](story, connection, event);
	return client;
}
