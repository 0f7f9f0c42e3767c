/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/sealed-events.h"
#include "event/sealed.h"
#include "story/asks.h"
#include "story/page-sealed.h"

/* Where requests can be read, they tell more. */
void
story_sealed(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_sealed *e = (const struct event_sealed *)event;

	if (!connection->talk.is_followed || connection->request_count > 0 ||
	    tls_shows_requests(connection->tls))
		return;
	if (event->side == SIDE_CLIENT)
		asks_add(story, connection, e);
	else
		asks_answer(story, connection, e);
}
