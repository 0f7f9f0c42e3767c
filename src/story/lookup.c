/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/lookup.h"
#include "base/clock.h"

/* An answer without records, or one that came just before its use, is good a while. */
#define TTL_SLACK_NS (2 * NS_PER_S)

bool
lookup_has_address(const struct lookup *lookup, struct address address)
{
	for (uint32_t i = 0; i < lookup->address_count; i++)
		if (address_equal(lookup->addresses[i], address))
			return true;
	return false;
}

bool
lookup_is_fresh(const struct lookup *lookup, uint64_t at_ns)
{
	uint64_t ttl_ns = lookup->ttl.known ? lookup->ttl.value * NS_PER_S : 0;

	return clock_between(lookup->end_ns, at_ns) <= ttl_ns + TTL_SLACK_NS;
}

/* How well a look-up explains a connection: its name is the one asked for, and it was
 * still good.  Below 0: not at all. */
static int
lookup_score(
    const struct lookup *lookup, struct address to, struct bytes name, uint64_t at_ns)
{
	int score = 0;

	if (lookup->end_ns == 0 || lookup->end_ns > at_ns ||
	    lookup->is.certainty != CERTAINTY_SEEN || !lookup_has_address(lookup, to))
		return -1;
	if (name.len > 0 && bytes_equal_nocase(lookup->name, name))
		score += 2;
	if (lookup_is_fresh(lookup, at_ns))
		score += 1;
	return score;
}

struct lookup *
lookup_find(
    const struct client *client, struct address to, struct bytes name, uint64_t at_ns)
{
	int best_score = -1, most = name.len > 0 ? 3 : 1;
	struct lookup *lookup, *best = NULL;

	TAILQ_FOREACH_REVERSE(lookup, &client->lookups, lookup_list, of_client)
	{
		int score = lookup_score(lookup, to, name, at_ns);

		if (score <= best_score)
			continue;
		best = lookup;
		best_score = score;
		if (score == most)
			break;
	}
	return best;
}
