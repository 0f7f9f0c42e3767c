/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "story/claim.h"
#include "story/clients.h"
#include "story/lookups.h"
#include "story/neighbour.h"

enum {
	CLIENTS_MAX = 100000,
	CLIENT_IDLE_S = 24 * 60 * 60,
	LINK_LOOKED_MAX = 16, /* clients that were heard last */
	TRIES_MAX = 16 /* clients in use that are passed over to find one that may go */
};

/* Who was silent for longest need not be known more exactly than this. */
#define QUEUE_NS (60 * NS_PER_S)

static uint64_t
address_hash(const struct story *story, struct address address)
{
	return hash_bytes(&story->options.hash_key, bytes_of(&address, sizeof(address)));
}

static uint64_t
mac_hash(const struct story *story, struct mac mac)
{
	return hash_bytes(&story->options.hash_key, bytes_of(&mac, sizeof(mac)));
}

/* The entry of an address that is its own now; NULL where it has no such. */
static struct client_address *
client_has(struct client *client, struct address address)
{
	for (uint32_t i = client->address_count; i-- > 0;)
		if (client->addresses[i].until_ns == 0 &&
		    address_equal(client->addresses[i].address, address))
			return &client->addresses[i];
	return NULL;
}

static struct client *
client_bound(struct story *story, struct address address)
{
	struct map_probe probe =
	    map_probe(&story->clients_by_address, address_hash(story, address));
	struct client *client;

	while ((client = map_next(&probe)) != NULL)
		if (client_has(client, address) != NULL)
			return client;
	return NULL;
}

struct client *
client_find_mac(struct story *story, struct mac mac)
{
	struct map_probe probe = map_probe(&story->clients_by_mac, mac_hash(story, mac));
	struct client *client;

	while ((client = map_next(&probe)) != NULL)
		if (mac_equal(client->mac, mac))
			return client;
	return NULL;
}

/* Room for one more address: the oldest that was given up goes, or simply the oldest. */
static void
client_drop_address(struct story *story, struct client *client)
{
	uint32_t at = 0;

	while (at < client->address_count && client->addresses[at].until_ns == 0)
		at++;
	if (at == client->address_count) {
		at = 0;
		map_remove(&story->clients_by_address,
		    address_hash(story, client->addresses[0].address), client);
	}
	story->found = NULL;
	client->address_count--;
	memmove(&client->addresses[at], &client->addresses[at + 1],
	    (client->address_count - at) * sizeof(*client->addresses));
}

/* Whether it made its newest address itself; it knows the router then. */
static void
client_take_made(struct story *story, struct client *client)
{
	struct client_address *newest = &client->addresses[client->address_count - 1];
	const struct claim *claim = claim_find(story, newest->address);

	if (claim == NULL || claim->made.router.family == 0)
		return;
	newest->made = claim->made;
	neighbour_learn(client, claim->made.router, claim->made.router_mac, NULL,
	    claim->made.advertisement, claim->made.advertised_ns);
}

void
client_bind(
    struct story *story, struct client *client, struct address address, uint64_t at_ns)
{
	struct client *other = client_bound(story, address);

	if (other == client || address.family == 0)
		return;
	if (other != NULL)
		client_unbind(story, other, address, at_ns);
	if (client->address_count == CLIENT_ADDRESSES_MAX)
		client_drop_address(story, client);
	client->addresses = alloc_resized(
	    client->addresses, client->address_count + 1, sizeof(*client->addresses));
	client->addresses[client->address_count++] =
	    (struct client_address){ .address = address, .from_ns = at_ns };
	client_take_made(story, client);
	map_add(&story->clients_by_address, address_hash(story, address), client);
	neighbour_recall(&story->asked, client, address);
}

void
client_unbind(
    struct story *story, struct client *client, struct address address, uint64_t at_ns)
{
	struct client_address *held = client_has(client, address);

	if (held == NULL)
		return;
	held->until_ns = at_ns;
	story->found = NULL;
	map_remove(&story->clients_by_address, address_hash(story, address), client);
}

/* Lets the client go that was silent for longest, where there are too many. */
static void
clients_make_room(struct story *story)
{
	uint32_t most = story->options.client_count_max;
	struct client *client;

	if (story->client_count < (most == 0 ? CLIENTS_MAX : most) ||
	    story->options.keep == STORY_KEEP_ALL)
		return;
	for (int tries = 0; tries < TRIES_MAX; tries++) {
		client = TAILQ_FIRST(&story->clients_recent);
		if (client->held == 0) {
			story->counts.clients_evicted++;
			client_free(story, client);
			return;
		}
		TAILQ_REMOVE(&story->clients_recent, client, recent);
		TAILQ_INSERT_TAIL(&story->clients_recent, client, recent);
	}
}

static struct client *
client_new(struct story *story, uint64_t at_ns)
{
	struct client *client;

	clients_make_room(story);
	client = alloc_zeroed(1, sizeof(*client));
	client->id = (uint32_t)++story->counts.clients;
	client->first_ns = client->last_ns = client->queued_ns = at_ns;
	TAILQ_INIT(&client->leases);
	TAILQ_INIT(&client->neighbours);
	TAILQ_INIT(&client->lookups);
	TAILQ_INIT(&client->lookups_open);
	TAILQ_INIT(&client->live_pages);
	TAILQ_INIT(&client->connections);
	TAILQ_INIT(&client->unplaced);
	TAILQ_INSERT_TAIL(&story->clients, client, entry);
	TAILQ_INSERT_TAIL(&story->clients_recent, client, recent);
	story->client_count++;
	return client;
}

static void
client_set_mac(struct story *story, struct client *client, struct mac mac)
{
	client->has_mac = true;
	client->mac = mac;
	map_add(&story->clients_by_mac, mac_hash(story, mac), client);
}

struct client *
client_get_mac(struct story *story, struct mac mac, uint64_t at_ns)
{
	struct client *client = client_find_mac(story, mac);

	if (client != NULL)
		return client;
	client = client_new(story, at_ns);
	client_set_mac(story, client, mac);
	return client;
}

/* An address was claimed: whoever was named by it alone is named by the MAC as well. */
static struct client *
client_claimed(struct story *story, struct client *bound, const struct claim *claim)
{
	struct client *owner = client_find_mac(story, claim->mac);

	if (bound == NULL && owner == NULL)
		return NULL;
	if (owner == NULL && !bound->has_mac) {
		client_set_mac(story, bound, claim->mac);
		return bound;
	}
	if (owner == NULL)
		owner = client_get_mac(story, claim->mac, story->now_ns);
	client_bind(story, owner, claim->address, story->now_ns);
	return owner;
}

struct client *
client_find(struct story *story, struct address address)
{
	struct client *client;
	const struct claim *claim;

	if (address.family == 0)
		return NULL;
	/* Events about one address come in rows. */
	if (story->found != NULL && address_equal(address, story->found_address))
		return story->found;
	client = client_bound(story, address);
	if (client == NULL || !client->has_mac) {
		claim = claim_find(story, address);
		if (claim != NULL)
			client = client_claimed(story, client, claim);
	}
	story->found = client;
	story->found_address = address;
	return client;
}

struct client *
client_get(struct story *story, struct address address, uint64_t at_ns)
{
	struct client *client = client_find(story, address);
	const struct claim *claim;

	if (client != NULL)
		return client;
	claim = claim_find(story, address);
	client = claim != NULL ? client_get_mac(story, claim->mac, at_ns)
			       : client_new(story, at_ns);
	client_bind(story, client, address, at_ns);
	return client;
}

/* A machine has one address of IPv4 on a link, and as many of IPv6 as it likes. */
static bool
client_takes(const struct client *client, struct address address)
{
	if (address.family != 4)
		return true;
	for (uint32_t i = 0; i < client->address_count; i++)
		if (client->addresses[i].until_ns == 0 &&
		    client->addresses[i].address.family == 4)
			return false;
	return true;
}

/* The machine with this MAC address, where the address may be another of it.  One that
 * several send from is a router's, and theirs are not on this link. */
static struct client *
client_of_link(struct story *story, struct mac mac, struct address address)
{
	struct client *client = client_find_mac(story, mac);
	struct client *found = client;
	int count = 0;

	if (client != NULL)
		return client_takes(client, address) ? client : NULL;
	TAILQ_FOREACH_REVERSE(client, &story->clients_recent, client_list, recent)
	{
		if (client->has_link_mac && mac_equal(client->link_mac, mac)) {
			if (found != NULL)
				return NULL;
			found = client;
		}
		if (++count == LINK_LOOKED_MAX)
			break;
	}
	return found != NULL && client_takes(found, address) ? found : NULL;
}

void
client_sends_from(struct client *client, struct mac mac)
{
	if (client->has_mac)
		return;
	client->has_link_mac = true;
	client->link_mac = mac;
}

struct client *
client_get_on_link(
    struct story *story, struct address address, struct mac mac, uint64_t at_ns)
{
	struct client *client = client_find(story, address);

	if (client == NULL && claim_find(story, address) == NULL) {
		client = client_of_link(story, mac, address);
		if (client != NULL)
			client_bind(story, client, address, at_ns);
	}
	if (client == NULL)
		client = client_get(story, address, at_ns);
	client_sends_from(client, mac);
	return client;
}

void
client_claim(struct story *story, struct mac mac, struct address address, uint64_t at_ns)
{
	struct client *client;

	if (!claim_add(story, mac, address))
		return;
	story->found = NULL; /* who has this address is to be found anew */
	client = client_find(story, address);
	/* Another machine has the address now: what it does next is no longer the old
	 * one's. */
	if (client != NULL && client->has_mac && !mac_equal(client->mac, mac))
		client_unbind(story, client, address, at_ns);
}

void
client_touch(struct story *story, struct client *client, uint64_t at_ns)
{
	client->last_ns = MAX(client->last_ns, at_ns);
	if (clock_between(client->queued_ns, at_ns) < QUEUE_NS)
		return;
	client->queued_ns = at_ns;
	TAILQ_REMOVE(&story->clients_recent, client, recent);
	TAILQ_INSERT_TAIL(&story->clients_recent, client, recent);
}

void
clients_expire(struct story *story)
{
	struct client *client = TAILQ_FIRST(&story->clients_recent);

	if (story->options.keep == STORY_KEEP_ALL)
		return;
	while (client != NULL && client->held == 0 &&
	       clock_between(client->last_ns, story->now_ns) > CLIENT_IDLE_S * NS_PER_S) {
		client_free(story, client);
		client = TAILQ_FIRST(&story->clients_recent);
	}
}

void
client_free(struct story *story, struct client *client)
{
	struct lookup *lookup;

	/* From the newest on: a later one may be inferred from an earlier one. */
	while ((lookup = TAILQ_LAST(&client->lookups, lookup_list)) != NULL)
		lookup_free(story, lookup);
	while (client->lease_count > 0)
		client_drop_lease(client);
	neighbour_clear(client);
	alt_services_clear(&client->alt_services);
	hsts_clear(&client->hsts);
	for (uint32_t i = 0; i < client->address_count; i++)
		if (client->addresses[i].until_ns == 0)
			map_remove(&story->clients_by_address,
			    address_hash(story, client->addresses[i].address), client);
	if (client->has_mac)
		map_remove(&story->clients_by_mac, mac_hash(story, client->mac), client);
	story->found = NULL;
	TAILQ_REMOVE(&story->clients, client, entry);
	TAILQ_REMOVE(&story->clients_recent, client, recent);
	story->client_count--;
	free(client->addresses);
	free((void *)(uintptr_t)client->name.at);
	free((void *)(uintptr_t)client->last_url.at);
	free(client->visit);
	free(client);
}
