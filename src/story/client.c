/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "story/client.h"

struct address
client_address_now(const struct client *client)
{
	for (uint32_t i = client->address_count; i-- > 0;)
		if (client->addresses[i].until_ns == 0 &&
		    !address_is_link_local(client->addresses[i].address))
			return client->addresses[i].address;
	if (client->address_count > 0)
		return client->addresses[client->address_count - 1].address;
	return (struct address){ 0 };
}

const struct lease *
client_lease_at(const struct client *client, uint64_t at_ns)
{
	const struct lease *lease;

	TAILQ_FOREACH_REVERSE(lease, &client->leases, lease_list, entry)
	{
		if (lease->kind == LEASE_RELEASE && lease->start_ns <= at_ns)
			return NULL;
		if (lease->ack.number != 0 && lease->address.family != 0 &&
		    lease->kind <= LEASE_REBIND && lease->end_ns <= at_ns)
			return lease;
	}
	return NULL;
}

const struct address_made *
client_made(const struct client *client, struct address address)
{
	for (uint32_t i = client->address_count; i-- > 0;)
		if (client->addresses[i].made.router.family != 0 &&
		    address_equal(client->addresses[i].address, address))
			return &client->addresses[i].made;
	return NULL;
}

const struct neighbour *
client_neighbour(const struct client *client, struct address address)
{
	const struct neighbour *neighbour;

	TAILQ_FOREACH_REVERSE(neighbour, &client->neighbours, neighbour_list, entry)
	{
		if (address_equal(neighbour->address, address))
			return neighbour;
	}
	return NULL;
}

void
client_drop_lease(struct client *client)
{
	struct lease *lease = TAILQ_FIRST(&client->leases);

	TAILQ_REMOVE(&client->leases, lease, entry);
	client->lease_count--;
	free((void *)(uintptr_t)lease->domain.at);
	free(lease->offers);
	free(lease->routers);
	free(lease->dns);
	free(lease);
}
