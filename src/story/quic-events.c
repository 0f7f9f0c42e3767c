/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/quic-events.h"
#include "base/clock.h"
#include "event/quic.h"
#include "story/clients.h"
#include "story/connections.h"
#include "story/http-events.h"
#include "story/neighbour.h"

#define QUIC_IDLE_NS (30 * NS_PER_S)

enum { QUIC_MAX = 20000 };

static void
quic_close(struct story *story, struct connection *connection)
{
	connection_stop_idling(story, connection);
	connection->is_closed = true;
	connection->closed_ns = connection->last_ns;
	connection->used = connection_was_used(connection);
	connection_set_placed(connection);
	requests_close(story, connection, connection->last_ns);
	connection_release(story, connection);
}

/* It is looked at again when it may be over. */
static void
quic_await(struct story *story, struct connection *connection)
{
	connection_stop_idling(story, connection);
	TAILQ_INSERT_TAIL(&story->idling, connection, idling);
	connection->is_idling = true;
	connection->idle_check_ns = story->now_ns + QUIC_IDLE_NS;
	story->idling_count++;
}

void
quic_touch(struct story *story, struct connection *connection, uint64_t at_ns)
{
	connection->last_ns = at_ns;
	quic_await(story, connection);
}

void
quic_expire(struct story *story)
{
	struct connection *connection;

	while (
	    (connection = TAILQ_FIRST(&story->idling)) != NULL &&
	    (connection->idle_check_ns < story->now_ns || story->idling_count > QUIC_MAX)) {
		if (story->idling_count <= QUIC_MAX && !TAILQ_EMPTY(&connection->open))
			quic_await(story, connection);
		else
			quic_close(story, connection);
	}
}

void
quic_end(struct story *story)
{
	struct connection *connection;

	while ((connection = TAILQ_FIRST(&story->idling)) != NULL)
		quic_close(story, connection);
}

static void
quic_take_macs(struct connection *connection, const struct event *event)
{
	if (!event->has_macs || event->side != SIDE_CLIENT)
		return;
	connection->has_macs = true;
	connection->client_mac = event->src_mac;
	connection->next_hop_mac = event->dst_mac;
	if (connection->client->has_mac &&
	    mac_equal(connection->client->mac, connection->client_mac))
		neighbour_use(connection->client, connection->server_address,
		    connection->next_hop_mac, event);
}

struct connection *
quic_begin(struct story *story, const struct event *event)
{
	static const bool begins[EVENT_KIND_COUNT] = {
		[EVENT_QUIC_INITIAL] = true,
		[EVENT_TLS_CLIENT_HELLO] = true,
		[EVENT_HTTP_REQUEST] = true,
	};
	struct connection *connection;

	if (!begins[event->kind])
		return NULL;
	connection = connection_new(story, event);
	connection->transport = "quic";
	quic_take_macs(connection, event);
	return connection;
}

void
quic_initial(struct story *story, struct connection *connection, const struct event *event)
{
	(void)story;
	if (event->side == SIDE_CLIENT) {
		connection->begun = true;
		connection->syn = frame_of(event);
		return;
	}
	connection->outcome = CONNECTION_OPEN;
	connection->client->failures_in_row = 0;
	connection->established_ns = event->at_ns;
	connection->syn_ack = frame_of(event);
	frame_list_add(&connection->is.frames, connection->syn_ack);
	if (connection->begun)
		connection->rtt =
		    maybe_of(clock_between(connection->start_ns, event->at_ns));
}
