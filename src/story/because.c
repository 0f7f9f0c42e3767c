/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/because.h"
#include "base/clock.h"

enum { EARLIER_MAX = 64 /* connections looked back at */ };

/* An attempt that began so long ago has nothing to do with this one. */
#define RIVAL_NS (10 * NS_PER_S)

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
		connection->because = (struct because){ .why = BECAUSE_HTTPS_RECORD,
			.frame = lookup->answer };
	else if (service != NULL)
		connection->because =
		    (struct because){ .why = BECAUSE_ALT_SVC, .frame = service->frame };
}

/* Up to `at_ns` its server had not answered. */
static bool
was_unanswered(const struct connection *connection, uint64_t at_ns)
{
	return connection->established_ns == 0 || connection->established_ns > at_ns;
}

static bool
has_failed(const struct connection *connection)
{
	return connection->outcome == CONNECTION_REFUSED ||
	       connection->outcome == CONNECTION_UNREACHABLE ||
	       connection->outcome == CONNECTION_SILENT;
}

/* How `other`, which began before, led to this connection. */
static enum because_why
why_of(const struct connection *connection, const struct connection *other)
{
	bool is_quic = connection_is_quic(connection);
	bool other_is_quic = connection_is_quic(other);

	if (!is_quic && other_is_quic) {
		if (other->is_closed && other->request_count == 0 &&
		    other->closed_ns <= connection->start_ns)
			return BECAUSE_FALLBACK;
		return other->established_ns == 0 ? BECAUSE_FALLBACK : BECAUSE_UNKNOWN;
	}
	if (is_quic != other_is_quic ||
	    connection->server_address.family == other->server_address.family ||
	    !was_unanswered(other, connection->start_ns))
		return BECAUSE_UNKNOWN;
	return has_failed(other) ? BECAUSE_FALLBACK : BECAUSE_RACE;
}

static bool
is_of_same_host(const struct connection *connection, const struct connection *other)
{
	return other->server_port == connection->server_port && other->begun &&
	       bytes_equal_nocase(connection_host(other), connection_host(connection));
}

static void
because_set(struct connection *connection, enum because_why why, struct connection *rival)
{
	bool tells_more = why == BECAUSE_FALLBACK && rival->refusal.number != 0;

	connection->because = (struct because){
		.why = why,
		.frame = tells_more ? rival->refusal : rival->syn,
		.rival = rival->id,
		.rival_address = rival->server_address,
		.rival_is_quic = connection_is_quic(rival),
	};
	rival->is_rival = true;
}

/* Most clients never reach anything in more than one way. */
static bool
has_other_ways(const struct connection *connection)
{
	const struct client *client = connection->client;
	bool other_family = connection->server_address.family == 4 ? client->reached_v6
								   : client->reached_v4;

	return other_family || (client->used_quic && !connection_is_quic(connection));
}

void
because_of_rival(struct connection *connection)
{
	struct connection *other;
	int count = 0;

	if (connection->because.why != BECAUSE_UNKNOWN || !connection->begun ||
	    connection_host(connection).len == 0 || !has_other_ways(connection))
		return;
	TAILQ_FOREACH_REVERSE(
	    other, &connection->client->connections, connection_list, beside)
	{
		enum because_why why;

		if (++count > EARLIER_MAX ||
		    clock_between(other->start_ns, connection->start_ns) > RIVAL_NS)
			return;
		if (other == connection || other->start_ns > connection->start_ns)
			continue;
		why = why_of(connection, other);
		if (why == BECAUSE_UNKNOWN || !is_of_same_host(connection, other))
			continue;
		because_set(connection, why, other);
		if (why == BECAUSE_RACE && other->because.why == BECAUSE_UNKNOWN)
			because_set(other, BECAUSE_RACE, connection);
		return;
	}
}

void
because_of_answer(struct connection *connection)
{
	struct connection *other;
	bool is_first = true;
	int count = 0;

	if (connection->because.rival == 0 && !connection->is_rival)
		return;
	TAILQ_FOREACH_REVERSE(
	    other, &connection->client->connections, connection_list, beside)
	{
		if (++count > EARLIER_MAX)
			break;
		if (other->because.rival == connection->id &&
		    other->because.why == BECAUSE_FALLBACK &&
		    connection_is_quic(connection)) {
			other->because.why = BECAUSE_RACE;
			other->because.has_won = other->established_ns != 0;
		}
		if (other->id == connection->because.rival && other->established_ns != 0 &&
		    other->established_ns < connection->established_ns)
			is_first = false;
	}
	if (connection->because.why == BECAUSE_RACE)
		connection->because.has_won = is_first;
}
