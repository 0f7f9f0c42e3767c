/* SPDX-License-Identifier: BSD-2-Clause */
/* Errors of ICMP (RFC 792, RFC 4443) go to what the packet that they quote belongs to. */
#include <netinet/in.h>

#include "story/correlator.h"

/* Of a connection it is told before the connection is refused. */
uint32_t
story_icmp_error(struct story *story, const struct event *event)
{
	const struct event_icmp_error *e = (const struct event_icmp_error *)event;
	struct connection *connection = NULL;
	struct client *client;

	if (e->about.protocol == IPPROTO_TCP)
		connection = connection_find(story, e->about);
	if (connection == NULL) {
		client = client_find(story, event->dst);
		if (client != NULL && e->quoted_protocol == IPPROTO_UDP)
			lookup_icmp_error(client, e);
		return client_number(client);
	}
	connection->icmp_name = e->name;
	return connection->client->id;
}
