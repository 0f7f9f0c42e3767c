/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/side-events.h"
#include "story/clients.h"
#include "story/connections.h"
#include "story/sightings.h"
#include "story/untell.h"

/* The ends that the last capture on its way shows, where they differ. */
void
side_describe(const struct story *story, struct connection *connection)
{
	const struct sighting *told = sighting_find(story, connection->flow);
	const struct sighting *last;

	if (told == NULL)
		return;
	last = TAILQ_LAST(&told->trail->sightings, sighting_list);
	if (!endpoint_equal(told->client, last->client))
		connection->leaves_as = last->client;
	if (!endpoint_equal(told->server, last->server))
		connection->arrives_at = last->server;
}

static struct sighting *
side_begin(struct story *story, const struct event_flow_begin *e)
{
	struct sighting *sighting = sighting_new(story, e);
	struct sighting *next = TAILQ_NEXT(sighting, of_trail);
	struct connection *connection;

	if (sighting_is_told(sighting)) {
		if (next != NULL)
			untell_flow(story, next->flow);
		return sighting;
	}
	connection = connection_find(story, trail_told(sighting->trail)->flow);
	if (connection != NULL)
		side_describe(story, connection);
	return sighting;
}

struct sighting *
side_of(struct story *story, const struct event *event)
{
	struct sighting *sighting;

	if (!story->options.several_inputs || event->flow.protocol == 0)
		return NULL;
	sighting = event->kind == EVENT_FLOW_BEGIN
		       ? side_begin(story, (const struct event_flow_begin *)event)
		       : sighting_find(story, event->flow);
	if (sighting != NULL && sighting->answered_ns == 0 && event->side == SIDE_SERVER)
		sighting->answered_ns = event->at_ns;
	return sighting;
}

uint32_t
side_client(struct story *story, const struct sighting *sighting)
{
	return client_number(
	    client_find(story, trail_told(sighting->trail)->client.address));
}
