/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/sighting.h"

struct sighting *
trail_told(const struct trail *trail)
{
	return TAILQ_FIRST(&trail->sightings);
}

bool
sighting_is_told(const struct sighting *sighting)
{
	return trail_told(sighting->trail) == sighting;
}

bool
sighting_same_ends(const struct sighting *a, const struct sighting *b)
{
	return endpoint_equal(a->client, b->client) && endpoint_equal(a->server, b->server);
}

/* A client's private address is behind the translator, a server's behind the port that is
 * forwarded: 1, -1, or 0 where that tells nothing. */
static int
nearer_by_address(const struct sighting *a, const struct sighting *b)
{
	int by_client = (int)address_is_private(a->client.address) -
			(int)address_is_private(b->client.address);
	int by_server = (int)address_is_private(b->server.address) -
			(int)address_is_private(a->server.address);

	return by_client != 0 ? by_client : by_server;
}

/* Every router on the way counts the TTL down, whatever the clocks say. */
bool
sighting_is_nearer(const struct sighting *a, const struct sighting *b)
{
	int by_address = nearer_by_address(a, b);

	if (a->ttl != 0 && b->ttl != 0 && a->ttl != b->ttl)
		return a->ttl > b->ttl;
	if (by_address != 0)
		return by_address > 0;
	return a->at_ns < b->at_ns;
}

static bool
maybe_same(struct maybe a, struct maybe b)
{
	return a.known && b.known && a.value == b.value;
}

/* A translator keeps the sequence numbers of TCP, its time stamps and the payload; it
 * changes one of the ends, seldom both. */
const char *
sighting_rule(const struct sighting *a, const struct sighting *b)
{
	bool one_end =
	    endpoint_equal(a->server, b->server) || endpoint_equal(a->client, b->client);
	bool same_isn = maybe_same(a->isn, b->isn);
	bool same_stamp = maybe_same(a->tsval, b->tsval);
	bool stamps_differ = a->tsval.known && b->tsval.known && !same_stamp;

	if (same_isn && same_stamp)
		return "isn_and_timestamp";
	if (!one_end)
		return NULL;
	if (same_isn && !stamps_differ)
		return "isn";
	if (same_stamp && maybe_same(a->ip_id, b->ip_id) && a->ip_id.value != 0)
		return "timestamp_and_ip_id";
	if (a->payload_hash != 0 && a->payload_hash == b->payload_hash)
		return "payload";
	return sighting_same_ends(a, b) && !a->isn.known && !b->isn.known &&
		       a->payload_hash == b->payload_hash
		   ? "five_tuple"
		   : NULL;
}
