/* SPDX-License-Identifier: BSD-2-Clause */
#include <netinet/in.h>

#include "base/clock.h"
#include "flow/table.h"

/* Silence after which a flow is over.  HTTP servers keep idle connections for minutes, and
 * WebSockets speak less than once a minute: an hour is safe.  The last SYN of a series
 * comes half a minute after the one before; resolvers answer and QUIC gives up within one.
 * What is over is kept as long as the other end may repeat its last word: a second copy of
 * an answer comes soon, a FIN that was lost goes out again after 0.2, 0.4 ... 12.8 s. */
static const uint64_t wait_ns[WAIT_COUNT] = {
	[WAIT_OPEN] = 3600 * NS_PER_S,
	[WAIT_OPENING] = 40 * NS_PER_S,
	[WAIT_CLOSED] = 15 * NS_PER_S,
	[WAIT_UDP] = 60 * NS_PER_S,
	[WAIT_ANSWERED] = 5 * NS_PER_S,
};

enum { PATHS_MAX = 16 /* of one flow, beside its first */ };

static uint64_t
word_of(const uint8_t *octets)
{
	uint64_t word;

	memcpy(&word, octets, sizeof(word));
	return word;
}

static uint32_t
half_word_of(const uint8_t *octets)
{
	uint32_t word;

	memcpy(&word, octets, sizeof(word));
	return word;
}

struct flow_key
flow_key_of(uint8_t protocol, uint32_t input, const struct address *src, uint16_t sport,
    const struct address *dst, uint16_t dport)
{
	bool is_ipv4 = src->family == 4;
	struct flow_key key = { .word_count = is_ipv4 ? 3 : 6 };
	int order = memcmp(src->octets, dst->octets, is_ipv4 ? 4 : 16);
	const struct address *a = src, *b = dst;

	key.is_swapped = order > 0 || (order == 0 && sport > dport);
	if (key.is_swapped) {
		a = dst;
		b = src;
	}
	key.words[0] = (uint64_t)protocol << 8 | src->family;
	key.words[0] |= key.is_swapped ? (uint64_t)dport << 48 | (uint64_t)sport << 32
				       : (uint64_t)sport << 48 | (uint64_t)dport << 32;
	key.words[1] = input;
	if (is_ipv4) {
		key.words[2] =
		    (uint64_t)half_word_of(a->octets) << 32 | half_word_of(b->octets);
	} else {
		key.words[2] = word_of(a->octets);
		key.words[3] = word_of(a->octets + 8);
		key.words[4] = word_of(b->octets);
		key.words[5] = word_of(b->octets + 8);
	}
	return key;
}

static uint64_t
table_hash(const struct table *table, const struct flow_key *key)
{
	return hash_words(&table->hash_key, key->words, key->word_count);
}

void
table_init(struct table *table, struct hash_key hash_key, uint32_t flow_limit)
{
	*table = (struct table){ .hash_key = hash_key, .flow_limit = flow_limit };
	for (int i = 0; i < WAIT_COUNT; i++)
		TAILQ_INIT(&table->queues[i]);
}

void
table_clear(struct table *table)
{
	map_clear(&table->map);
	map_clear(&table->ids.map);
	recycler_clear(&table->memory);
}

struct flow *
table_find(const struct table *table, const struct flow_key *key)
{
	struct map_probe probe = map_probe(&table->map, table_hash(table, key));
	struct flow *flow;

	while ((flow = map_next(&probe)) != NULL)
		if (memcmp(flow->key.words, key->words, sizeof(key->words)) == 0)
			return flow;
	return NULL;
}

static struct flow *
flow_new(
    struct table *table, const struct flow_key *key, enum flow_wait wait, uint64_t at_ns)
{
	struct flow *flow = recycler_take(&table->memory, sizeof(*flow));

	flow->key = *key;
	flow->hash = table_hash(table, key);
	flow->first_ns = at_ns;
	flow->last_ns = at_ns;
	flow->queued_ns = at_ns;
	flow->wait = wait;
	map_add(&table->map, flow->hash, flow);
	TAILQ_INSERT_TAIL(&table->queues[wait], flow, entry);
	return flow;
}

struct flow *
table_add(struct table *table, const struct flow_key *key, uint8_t protocol, uint64_t at_ns)
{
	bool is_udp = protocol == IPPROTO_UDP;
	struct flow *flow = flow_new(table, key, is_udp ? WAIT_UDP : WAIT_OPENING, at_ns);

	flow->ref = (struct flow_ref){ protocol, table->next_number[is_udp]++ };
	return flow;
}

/* Takes a path, or a flow without any. */
static void
flow_free(struct table *table, struct flow *flow)
{
	map_remove(&table->map, flow->hash, flow);
	TAILQ_REMOVE(&table->queues[flow->wait], flow, entry);
	recycler_give(&table->memory, flow, sizeof(*flow));
}

static void
path_remove(struct table *table, struct flow **place)
{
	struct flow *path = *place;

	*place = path->next_path;
	flow_free(table, path);
}

struct flow *
table_add_path(
    struct table *table, const struct flow_key *key, struct flow *whole, uint64_t at_ns)
{
	struct flow *path = flow_new(table, key, WAIT_UDP, at_ns);
	struct flow **place = &whole->paths;

	for (int i = 1; *place != NULL && i < PATHS_MAX; i++)
		place = &(*place)->next_path;
	if (*place != NULL)
		path_remove(table, place);
	path->ref = whole->ref;
	path->whole = whole;
	path->next_path = whole->paths;
	whole->paths = path;
	return path;
}

void
table_remove(struct table *table, struct flow *flow_taken)
{
	struct flow **place;

	if (flow_taken->whole != NULL) {
		place = &flow_taken->whole->paths;
		while (*place != flow_taken)
			place = &(*place)->next_path;
		path_remove(table, place);
		return;
	}
	while (flow_taken->paths != NULL)
		path_remove(table, &flow_taken->paths);
	ids_forget(&table->ids, &table->memory, &flow_taken->ids);
	flow_free(table, flow_taken);
}

void
table_set_wait(struct table *table, struct flow *flow, enum flow_wait wait)
{
	TAILQ_REMOVE(&table->queues[flow->wait], flow, entry);
	flow->wait = wait;
	flow->queued_ns = flow->last_ns;
	TAILQ_INSERT_TAIL(&table->queues[wait], flow, entry);
}

/* Packets do not move their flow in its queue, which would touch two more cache lines each;
 * a flow found at the head that has spoken since is put at the end here. */
struct flow *
table_expired(struct table *table, uint64_t now_ns)
{
	for (int i = 0; i < WAIT_COUNT; i++) {
		struct flow *flow;

		while ((flow = TAILQ_FIRST(&table->queues[i])) != NULL &&
		       clock_between(flow->queued_ns, now_ns) > wait_ns[i]) {
			if (clock_between(flow->last_ns, now_ns) > wait_ns[i])
				return flow;
			table_set_wait(table, flow, (enum flow_wait)i);
		}
	}
	return NULL;
}

bool
table_is_full(const struct table *table)
{
	return table->map.count >= table->flow_limit;
}

struct flow *
table_oldest(const struct table *table)
{
	static const enum flow_wait order[] = { WAIT_CLOSED, WAIT_ANSWERED, WAIT_OPENING,
		WAIT_UDP, WAIT_OPEN };

	for (size_t i = 0; i < COUNT_OF(order); i++)
		if (!TAILQ_EMPTY(&table->queues[order[i]]))
			return TAILQ_FIRST(&table->queues[order[i]]);
	return NULL;
}
