/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "story/claim.h"

enum { CLAIMS_MAX = 65536 };

static uint64_t
claim_hash(const struct story *story, struct address address)
{
	return hash_bytes(&story->options.hash_key, bytes_of(&address, sizeof(address)));
}

struct claim *
claim_find(const struct story *story, struct address address)
{
	struct map_probe probe = map_probe(&story->claims, claim_hash(story, address));
	struct claim *claim;

	while ((claim = map_next(&probe)) != NULL)
		if (address_equal(claim->address, address))
			return claim;
	return NULL;
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

bool
claim_add(struct story *story, struct mac mac, struct address address)
{
	struct claim *claim;

	if (address_is_unspecified(address) || address_is_group(address) ||
	    mac_is_group(mac) || mac_is_zero(mac))
		return false;
	claim = claim_find(story, address);
	if (claim == NULL)
		claim = claim_new(story, address);
	else if (mac_equal(claim->mac, mac)) {
		claim->heard_ns = story->now_ns;
		return false;
	}
	claim->mac = mac;
	claim->heard_ns = story->now_ns;
	claim->made = (struct address_made){ 0 };
	return true;
}

void
claims_clear(struct story *story)
{
	while (story->claim_count > 0)
		claim_free(story, TAILQ_FIRST(&story->claim_order));
	map_clear(&story->claims);
}
