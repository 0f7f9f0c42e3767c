/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/datagram-events.h"
#include "event/tcp.h"
#include "story/clients.h"
#include "story/connections.h"

uint32_t
story_datagrams(struct story *story, const struct event *event)
{
	const struct event_flow_app *e = (const struct event_flow_app *)event;
	struct client *client =
	    client_find(story, event->side == SIDE_CLIENT ? event->src : event->dst);
	struct connection *connection;
	uint32_t number;

	if (event->kind != EVENT_FLOW_APP || e->by == NULL || strcmp(e->by, "ndpi") != 0)
		return client_number(client);
	connection = connection_new(story, event);
	connection_set_placed(connection); /* no page is made of it */
	connection->transport = "udp";
	connection->outcome = CONNECTION_OPEN;
	connection->used = true;
	connection->is_closed = true;
	connection->application = arena_copy(&connection->arena, e->application);
	connection->category = arena_copy(&connection->arena, e->category);
	client_touch(story, connection->client, event->at_ns);
	number = connection->client->id;
	connection_release(story, connection);
	return number;
}
