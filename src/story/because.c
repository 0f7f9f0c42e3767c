/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/because.h"

/* The latest look-up that says so and still holds; NULL: none. */
static const struct lookup *
lookup_that_offers(const struct connection *connection, struct bytes host)
{
	const struct lookup *lookup;

	TAILQ_FOREACH_REVERSE(lookup, &connection->client->lookups, lookup_list, of_client)
	{
		if (lookup->h3_port == connection->server_port &&
		    lookup->end_ns <= connection->start_ns &&
		    bytes_equal_nocase(lookup->name, host) &&
		    lookup_is_fresh(lookup, connection->start_ns))
			return lookup;
	}
	return NULL;
}

/* A record that still holds was looked at for this very connection: it comes first. */
void
because_of_offer(struct connection *connection)
{
	struct bytes host = connection_host(connection);
	const struct alt_service *service;
	const struct lookup *lookup;

	if (!connection_is_quic(connection) || host.len == 0)
		return;
	lookup = lookup_that_offers(connection, host);
	service = alt_services_find(&connection->client->alt_services, host,
	    connection->server_port, connection->start_ns);
	if (lookup != NULL)
		connection->because =
		    (struct because){ BECAUSE_HTTPS_RECORD, lookup->answer };
	else if (service != NULL)
		connection->because = (struct because){ BECAUSE_ALT_SVC, service->frame };
}
