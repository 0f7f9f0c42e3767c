/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "story/correlator.h"

enum { CLAIMS_MAX = 65536 };

static uint64_t
claim_hash(const struct story *story, struct address address)
{
	return hash_bytes(&story->options.hash_key, bytes_of(&address, sizeof(address)));
}

struct claim *
claim_get(const struct story *story, struct address address)
{
	struct map_probe probe = map_probe(&story->claims, claim_hash(story, address));
	struct claim *claim;

	while ((claim = map_next(&probe)) != NULL)
		if (address_equal(claim->address, address))
			return claim;
	return NULL;
}

const struct claim *
claim_find(const struct story *story, struct address address)
{
	return claim_get(story, address);
}

static void
claim_free(struct story *story, struct claim *claim)
{
	map_remove(&story->claims, claim_hash(story, claim->address), claim);
	TAILQ_REMOVE(&story->claim_order, claim, order);
	story->claim_count--;
	free(claim);
}

static struct claim *
claim_new(struct story *story, struct address address)
{
	struct claim *claim;

	if (story->claim_count == CLAIMS_MAX)
		claim_free(story, TAILQ_FIRST(&story->claim_order));
	claim = alloc_zeroed(1, sizeof(*claim));
	claim->address = address;
	map_add(&story->claims, claim_hash(story, address), claim);
	TAILQ_INSERT_TAIL(&story->claim_order, claim, order);
	story->claim_count++;
	return claim;
}

void
claim_add(struct story *story, struct mac mac, struct address address, uint64_t at_ns)
{
	struct claim *claim;
	struct client *client;

	if (address_is_unspecified(address) || address_is_group(address) ||
	    mac_is_group(mac) || mac_is_zero(mac))
		return;
	claim = claim_get(story, address);
	if (claim == NULL)
		claim = claim_new(story, address);
	else if (mac_equal(claim->mac, mac))
		return;
	claim->mac = mac;
	claim->made = (struct address_made){ 0 };
	story->found = NULL; /* who has this address is to be found anew */
	client = client_find(story, address);
	/* Another machine has the address now: what it does next is no longer the old
	 * one's. */
	if (client != NULL && client->has_mac && !mac_equal(client->mac, mac))
		client_unbind(story, client, address, at_ns);
}

void
claims_clear(struct story *story)
{
	while (story->claim_count > 0)
		claim_free(story, TAILQ_FIRST(&story->claim_order));
	map_clear(&story->claims);
}
