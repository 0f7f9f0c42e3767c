/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/nat.h"

const char *
mapping_kind_word(enum mapping_kind kind)
{
	static const char *const words[] = { "snat", "dnat" };

	return words[kind];
}

/* Where both ends differ, the server's private address tells that it is behind a port that
 * is forwarded; else the client's was translated, as from IPv6 to IPv4 (RFC 6146). */
static struct mapping
mapping_of(const struct sighting *near, const struct sighting *far)
{
	if (endpoint_equal(near->server, far->server) ||
	    (!endpoint_equal(near->client, far->client) &&
		!address_is_private(far->server.address)))
		return (struct mapping){ near, far, MAPPING_SNAT, near->trail->rule };
	return (struct mapping){ far, near, MAPPING_DNAT, near->trail->rule };
}

struct statement
mapping_statement(const struct mapping *mapping)
{
	static const struct {
		const char *rule, *reason;
	} reasons[] = {
		{ "isn_and_timestamp",
		    "both captures show the client's same initial sequence number and time "
		    "stamp, which a translator leaves as they are" },
		{ "isn",
		    "both captures show the client's same initial sequence number, and "
		    "the other end is the same" },
		{ "timestamp_and_ip_id",
		    "both captures show the client's same time stamp and IP "
		    "identification, and the other end is the same" },
		{ "payload",
		    "both captures show a first datagram with the same payload, and the "
		    "other end is the same" },
	};
	struct statement is = { CERTAINTY_INFERRED, mapping->rule, { 0 }, { 0 } };

	for (size_t i = 0; i < COUNT_OF(reasons); i++)
		if (mapping->rule != NULL && strcmp(mapping->rule, reasons[i].rule) == 0)
			is.reason = bytes_of_string(reasons[i].reason);
	frame_list_add(&is.frames, mapping->inside->frame);
	frame_list_add(&is.frames, mapping->outside->frame);
	return is;
}

struct nat_walk
nat_walk(const struct trail_list *trails)
{
	const struct trail *first = TAILQ_FIRST(trails);

	return (struct nat_walk){ first, first == NULL ? NULL : trail_told(first) };
}

bool
nat_next(struct nat_walk *walk, struct mapping *mapping)
{
	while (walk->trail != NULL) {
		const struct sighting *near = walk->at;
		const struct sighting *far = TAILQ_NEXT(near, of_trail);

		walk->at = far;
		if (far == NULL) {
			walk->trail = TAILQ_NEXT(walk->trail, entry);
			walk->at = walk->trail == NULL ? NULL : trail_told(walk->trail);
		} else if (!sighting_same_ends(near, far)) {
			*mapping = mapping_of(near, far);
			return true;
		}
	}
	return false;
}

/* NULL: there is no room for one more. */
static struct clock_pair *
clock_pair_get(struct clock_pairs *pairs, uint32_t near_input, uint32_t far_input)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (pairs->items[i].near_input == near_input &&
		    pairs->items[i].far_input == far_input)
			return &pairs->items[i];
	if (pairs->count == CLOCK_PAIRS_MAX)
		return NULL;
	pairs->items[pairs->count] = (struct clock_pair){ near_input, far_input,
		.there_ns = INT64_MAX, .back_ns = INT64_MAX };
	return &pairs->items[pairs->count++];
}

struct clock_pairs
nat_clocks(const struct trail_list *trails)
{
	struct clock_pairs pairs = { .count = 0 };
	const struct trail *trail;

	TAILQ_FOREACH (trail, trails, entry) {
		const struct sighting *near = trail_told(trail);
		const struct sighting *far;

		for (; (far = TAILQ_NEXT(near, of_trail)) != NULL; near = far) {
			struct clock_pair *pair =
			    clock_pair_get(&pairs, near->frame.input, far->frame.input);

			if (pair == NULL)
				continue;
			pair->there_ns =
			    MIN(pair->there_ns, (int64_t)(far->at_ns - near->at_ns));
			if (near->answered_ns == 0 || far->answered_ns == 0)
				continue;
			pair->has_back = true;
			pair->back_ns = MIN(
			    pair->back_ns, (int64_t)(near->answered_ns - far->answered_ns));
		}
	}
	return pairs;
}

int64_t
nat_clock_offset(const struct clock_pairs *pairs, const struct mapping *mapping)
{
	bool is_snat = mapping->kind == MAPPING_SNAT;
	const struct sighting *near = is_snat ? mapping->inside : mapping->outside;
	const struct sighting *far = is_snat ? mapping->outside : mapping->inside;

	for (size_t i = 0; i < pairs->count; i++) {
		const struct clock_pair *pair = &pairs->items[i];
		int64_t ahead_ns =
		    pair->has_back ? (pair->there_ns - pair->back_ns) / 2 : pair->there_ns;

		if (pair->near_input == near->frame.input &&
		    pair->far_input == far->frame.input)
			return is_snat ? ahead_ns : -ahead_ns;
	}
	return 0;
}
