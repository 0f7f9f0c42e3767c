/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/quic-events.h"
#include "base/clock.h"
#include "event/quic.h"
#include "story/because.h"
#include "story/clients.h"
#include "story/connections.h"
#include "story/http-events.h"
#include "story/neighbour.h"

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
	connection->client->used_quic = true;
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
	because_of_answer(connection);
	connection->syn_ack = frame_of(event);
	frame_list_add(&connection->is.frames, connection->syn_ack);
	if (connection->begun)
		connection->rtt =
		    maybe_of(clock_between(connection->start_ns, event->at_ns));
}

void
quic_closed(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_quic_closed *e = (const struct event_quic_closed *)event;

	connection->is_closed = true;
	connection->closed_how = e->how;
	connection->closed_by = e->by;
	connection->closed_ns = event->at_ns;
	connection->closed_frame = frame_of(event);
	connection->bytes_client = e->bytes_client;
	connection->bytes_server = e->bytes_server;
	connection->packets_client = e->packets_client;
	connection->packets_server = e->packets_server;
	if (e->by.family != 0) {
		connection->closing_ns = event->at_ns;
		frame_list_add(&connection->is.frames, connection->closed_frame);
	}
	connection->used = connection_was_used(connection);
	connection_set_placed(connection);
	requests_close(story, connection, event->at_ns);
	connection_release(story, connection);
}

void
quic_moved(struct story *story, struct connection *connection, const struct event *event)
{
	(void)story;
	connection->move_count++;
	frame_list_add(&connection->is.frames, frame_of(event));
}
