/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/connections.h"
#include "event/tcp.h"
#include "story/clients.h"
#include "story/request.h"

/* Room for one with TLS and its names. */
enum { CONNECTION_SIZE = 1536 };

/* A number of ours as a hash: nobody outside chooses it. */
static uint64_t
number_hash(uint64_t number)
{
	return (number + 1) * UINT64_C(0x9e3779b97f4a7c15);
}

struct connection *
connection_find(const struct story *story, struct flow_ref flow)
{
	struct map_probe probe =
	    map_probe(&story->connections_by_flow, number_hash(flow.number));
	struct connection *connection, *last = NULL;

	/* There may be several over QUIC, one after the other. */
	while ((connection = map_next(&probe)) != NULL)
		if (connection->flow.number == flow.number &&
		    connection->flow.protocol == flow.protocol &&
		    (last == NULL || connection->id > last->id))
			last = connection;
	return last;
}

/* Systems begin with these: no router has passed it on, and its MAC is the sender's own. */
static bool
ttl_is_fresh(uint64_t ttl)
{
	return ttl == 64 || ttl == 128 || ttl == 255;
}

static struct client *
client_of_first(struct story *story, const struct event *event, struct address client)
{
	const struct event_flow_begin *e = (const struct event_flow_begin *)event;

	if (event->kind == EVENT_FLOW_BEGIN && event->side == SIDE_CLIENT &&
	    e->src_mac.known && e->ttl.known && ttl_is_fresh(e->ttl.value))
		return client_get_on_link(story, client, e->src_mac.mac, event->at_ns);
	return client_get(story, client, event->at_ns);
}

struct connection *
connection_new(struct story *story, const struct event *event)
{
	bool by_client = event->side == SIDE_CLIENT;
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
	connection->client = client_of_first(story, event, client);
	connection->client->held++;
	TAILQ_INSERT_TAIL(&connection->client->connections, connection, beside);
	if (connection->server_address.family == 4)
		connection->client->reached_v4 = true;
	else
		connection->client->reached_v6 = true;
	connection->after_ns = connection->client->answered_ns;
	connection->is_unplaced = true;
	TAILQ_INSERT_TAIL(&connection->client->unplaced, connection, of_client);
	frame_list_add(&connection->is.frames, frame_of(event));
	connection_tie(connection, (struct bytes){ 0 });
	return connection;
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
	TAILQ_REMOVE(&connection->client->connections, connection, beside);
	map_remove(
	    &story->connections_by_flow, number_hash(connection->flow.number), connection);
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
	    story->options.receiver.connection_over != NULL)
		story->options.receiver.connection_over(
		    story->options.receiver.receiver, story, connection);
	connection_free(story, connection);
}
