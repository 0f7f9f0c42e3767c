/* SPDX-License-Identifier: BSD-2-Clause */
#include <netinet/in.h>

#include "event/lan.h"
#include "story/clients.h"
#include "story/connections.h"
#include "story/icmp-events.h"
#include "story/lookups.h"

uint32_t
story_icmp(struct story *story, const struct event *event)
{
	const struct event_icmp *e = (const struct event_icmp *)event;
	struct client *client = client_find(story, event->src);

	if (e->name != NULL && strcmp(e->name, "echo_request") == 0)
		asked_add(
		    &story->asked, "ping", event->src, event->src_mac, event->dst, event);
	else if (e->name != NULL && strcmp(e->name, "echo_reply") == 0)
		asked_answer(
		    &story->asked, event->src, event->dst, (struct mac){ { 0 } }, event);
	if (client == NULL)
		client = client_find(story, event->dst);
	return client_number(client);
}

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
